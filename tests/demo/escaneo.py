"""A printed PDF as it comes back from a desk: signed by hand, stamped, scanned a little crooked in grey.

pdftoppm makes the pages, ImageMagick draws and spoils them, and the images become a PDF here: Debian's ImageMagick may not write PDF.
"""

import glob
import os
import random
import re
import shutil
import struct
import subprocess
import zlib

import odt

PPP = 150
LETRA = "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"


def _correr(*orden):
    p = subprocess.run(orden, capture_output=True, text=True, timeout=120, env={**os.environ, "OMP_NUM_THREADS": "1"})
    if p.returncode != 0:
        raise RuntimeError(f"{orden[0]}: {p.stderr.strip() or p.stdout.strip()}")
    return p.stdout


def _convert():
    for nombre in ("convert-im6.q16", "magick", "/usr/bin/convert"):
        if shutil.which(nombre):
            return nombre
    raise RuntimeError("falta ImageMagick")


def rayas(pdf):
    """[(page, x, y, width)] of the signing lines, in points from the top left corner."""
    salida, pagina = [], 0
    for linea in _correr("pdftotext", "-bbox", pdf, "-").splitlines():
        pagina += linea.lstrip().startswith("<page ")
        m = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>', linea)
        if m and m.group(5).startswith(odt.RAYA[:20]):
            x0, _, x1, y1 = map(float, m.groups()[:4])
            salida.append((pagina, x0, y1, x1 - x0))
    return salida


def _rubrica(azar, ancho, alto):
    """A path of Bézier curves that goes up and down like a hurried hand, and a flourish back under it."""
    x, y = 0.0, 0.0
    tramos = [f"M {x:.1f},{y:.1f}"]
    n, inclina, lazo = azar.randint(4, 9), azar.uniform(0.2, 1.1), azar.uniform(0.4, 1.1)
    altas = {0, azar.randrange(1, n)}
    for i in range(n):
        paso = ancho * 0.92 / n * azar.uniform(0.55, 1.35)
        alza = alto * (azar.uniform(0.75, 1.05) if i in altas else azar.uniform(0.12, 0.45))
        nx, ny = x + paso, azar.uniform(-0.12, 0.12) * alto
        tramos.append(f"C {x + paso * (1 + inclina):.1f},{y - alza * 1.35:.1f} {x - paso * lazo:.1f},{y - alza * 1.2:.1f} {nx:.1f},{ny:.1f}")
        x, y = nx, ny
    cola, baja = ancho * azar.uniform(0.4, 0.9), alto * azar.uniform(0.12, 0.3)
    tramos.append(f"C {x + ancho * 0.3:.1f},{y - alto * 0.25:.1f} {x + ancho * 0.1:.1f},{y + baja * 1.6:.1f} {x - cola:.1f},{y + baja:.1f}")
    if azar.random() < 0.6:
        tramos.append(f"S {x - cola * 0.3:.1f},{y + alto * 0.02:.1f} {x + ancho * 0.12:.1f},{y + baja * 0.9:.1f}")
    return " ".join(tramos)


def _firmar(azar, x, y, ancho, alto):
    """Arguments that draw one signature above the line at (x, y), in pixels."""
    camino = _rubrica(azar, ancho * azar.uniform(0.55, 0.85), alto * azar.uniform(0.85, 1.15))
    donde = f"translate {x + ancho * azar.uniform(0.05, 0.2):.0f},{y - PPP * azar.uniform(0.1, 0.16):.0f} rotate {azar.uniform(-9, 1):.1f}"
    tinta = azar.choice(("#2c2c2c", "#181818", "#3a3a3a"))
    args = ["-fill", "none", "-stroke", tinta]
    for grueso in (PPP / 52, PPP / 95):
        args += ["-strokewidth", f"{grueso:.2f}", "-draw", f"{donde} path '{camino}'"]
    return args


def _sello(azar, x, y, lineas):
    r = PPP * 0.55
    donde = f"translate {x:.0f},{y:.0f} rotate {azar.uniform(-18, 14):.1f}"
    args = ["-fill", "none", "-stroke", "#838383", "-strokewidth", f"{PPP / 60:.1f}", "-draw", f"{donde} circle 0,0 {r:.0f},0",
            "-strokewidth", f"{PPP / 130:.1f}", "-draw", f"{donde} circle 0,0 {r * 0.86:.0f},0"]
    args += ["-stroke", "none", "-fill", "#838383", "-font", LETRA, "-pointsize", f"{PPP * 0.1:.1f}"]
    for i, t in enumerate(lineas):
        alto = (i - (len(lineas) - 1) / 2) * PPP * 0.16 + PPP * 0.03
        args += ["-draw", f"{donde} text {-len(t) * PPP * 0.033:.0f},{alto:.0f} '{t}'"]
    return args


def _ensuciar(azar):
    """Crooked, unevenly lit, grainy. All in grey from the start: colours would triple the work."""
    return ["-background", "#e3e3e3", "-virtual-pixel", "background", "-filter", "point", "-interpolate", "bilinear", "-distort", "SRT",
            f"{azar.uniform(0.995, 1.002):.4f},{azar.choice((-1, 1)) * azar.uniform(0.25, 0.7):.2f}", "+repage",
            "(", "+clone", "-sparse-color", "Bilinear", f"0,0 #fdfdfd {PPP * 8},0 #e6e6e6 0,{PPP * 11} #f4f4f4 {PPP * 8},{PPP * 11} #d6d6d6", ")",
            "-compose", "multiply", "-composite", "-attenuate", "0.2", "+noise", "Gaussian", "-blur", "0x0.5", "-colorspace", "Gray", "-quality", "58"]


def _medidas(jpg):
    i = 2
    while True:
        marca, largo = jpg[i + 1], struct.unpack(">H", jpg[i + 2:i + 4])[0]
        if 0xC0 <= marca <= 0xC3:
            return struct.unpack(">HH", jpg[i + 5:i + 9])[::-1]
        i += 2 + largo


def _pdf_de_imagenes(jpgs, titulo):
    """One page an image, as a scanner writes it."""
    objetos = [b"<</Type/Catalog/Pages 2 0 R>>", None, b"<</Producer(Digitalizador de la demostracion)/Title(" + titulo + b")>>"]
    paginas = []
    for jpg in jpgs:
        w, h = _medidas(jpg)
        pw, ph = w * 72 / PPP, h * 72 / PPP
        dibujo = zlib.compress(b"q %.2f 0 0 %.2f 0 0 cm /I Do Q" % (pw, ph))
        n = len(objetos) + 1
        objetos.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Resources<</XObject<</I %d 0 R>>>>/Contents %d 0 R>>" % (pw, ph, n + 1, n + 2))
        objetos.append(b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length %d>>\n"
                       b"stream\n%b\nendstream" % (w, h, len(jpg), jpg))
        objetos.append(b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(dibujo), dibujo))
        paginas.append(b"%d 0 R" % n)
    objetos[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(paginas), b" ".join(paginas))
    salida, lugares = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for i, o in enumerate(objetos):
        lugares.append(len(salida))
        salida += b"%d 0 obj\n%b\nendobj\n" % (i + 1, o)
    indice = b"".join(b"%010d 00000 n \n" % x for x in lugares)
    return salida + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R/Info 3 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objetos) + 1, indice, len(objetos) + 1, len(salida))


def _hoja(azar, pagina, marcas, sello):
    """One page image, written on and scanned; the bytes of its JPEG. The page image goes."""
    args, escala = [], PPP / 72
    for _, x, y, ancho in marcas:
        args += _firmar(azar, x * escala, y * escala, ancho * escala, PPP * 0.4)
    if marcas:
        _, x, y, ancho = marcas[0]
        args += _sello(azar, (x + ancho) * escala + PPP * 0.1, y * escala - PPP * 0.3, sello)
    else:  # every other sheet is initialled in the margin
        args += _firmar(azar, PPP * 7.65, PPP * azar.uniform(4, 7), PPP * 0.6, PPP * 0.18)
    jpg = pagina[:-4] + ".jpg"
    _correr(_convert(), pagina, *args, *_ensuciar(azar), jpg)
    with open(jpg, "rb") as f:
        datos = f.read()
    os.unlink(pagina)
    os.unlink(jpg)
    return datos


def digitalizar(pdf, destino, semilla, sello, sin_ultima=False):
    """`pdf` printed, signed, stamped and scanned into `destino`. `sin_ultima`: the last sheet stayed in the tray."""
    azar, marcas = random.Random(semilla), rayas(pdf)
    if not marcas:
        raise RuntimeError(f"{pdf}: no hay raya de firma")
    base = destino[:-4] + "-pag"
    _correr("pdftoppm", "-r", str(PPP), "-gray", pdf, base)
    paginas = sorted(glob.glob(base + "-*.pgm"))
    if sin_ultima:
        os.unlink(paginas.pop())
    jpgs = [_hoja(azar, p, [m for m in marcas if m[0] == n], sello) for n, p in enumerate(paginas, 1)]
    with open(destino, "wb") as f:
        f.write(_pdf_de_imagenes(jpgs, b"Copia firmada"))
    return destino
