"""A typeset page as it comes out of an office's scanner: crooked, grey, grainy, signed by hand; with the faults that one asks for."""

import io
import subprocess
import tempfile

import numpy
from PIL import Image, ImageDraw, ImageFilter

LARGO = 300  # pages are drawn once at this resolution, then brought to the scanner's


def dibujar(pdf):
    """The pages of a PDF as grey images at LARGO."""
    with tempfile.TemporaryDirectory() as carpeta:
        subprocess.run(["pdftoppm", "-gray", "-r", str(LARGO), "-", f"{carpeta}/p"], input=pdf, check=True, timeout=120)
        import glob
        return [Image.open(f).convert("L").copy() for f in sorted(glob.glob(f"{carpeta}/p*"))]


def firmar(imagen, azar, x, y, ancho):
    """A hurried hand over the point (x, y), in pixels."""
    d = ImageDraw.Draw(imagen)
    n, puntos = azar.randint(5, 9), []
    for i in range(n * 12):
        t = i / 12
        alto = ancho * (0.16 if int(t) % 3 else 0.30)
        puntos.append((x + ancho * t / n + ancho * 0.05 * numpy.sin(6.2 * t), y - alto * abs(numpy.sin(3.1 * t)) - ancho * 0.04 * numpy.sin(1.7 * t)))
    d.line(puntos, fill=azar.randint(20, 70), width=max(3, ancho // 70), joint="curve")
    d.line([(x + ancho * 0.1, y + 8), (x + ancho * 0.85, y - ancho * 0.05), (x + ancho * 0.3, y + 20)], fill=50, width=max(2, ancho // 90))


def digitalizar(imagen, azar, ppp, grados=0.0, ruido=0.0, borroso=0.0, claro=0):
    """One page at `ppp`. `ruido`: deviation of the grain in grey levels; `claro`: how many levels the ink fades."""
    w, h = imagen.size
    im = imagen.rotate(grados, Image.BICUBIC, expand=False, fillcolor=255) if grados else imagen
    im = im.resize((round(w * ppp / LARGO), round(h * ppp / LARGO)), Image.LANCZOS)
    if borroso:
        im = im.filter(ImageFilter.GaussianBlur(borroso * ppp / 200))
    a = numpy.asarray(im, dtype=numpy.float32)
    a = a * (1 - claro / 255) + claro
    sombra = numpy.linspace(0, azar.uniform(4, 22), a.shape[1], dtype=numpy.float32)
    a = a * 0.94 - sombra[None, :]
    if ruido:
        a = a + numpy.random.default_rng(azar.randrange(1 << 30)).normal(0, ruido, a.shape).astype(numpy.float32)
    return Image.fromarray(numpy.clip(a, 0, 255).astype(numpy.uint8))


def _perspectiva(esquinas, w, h):
    """The eight coefficients by which PIL looks a point of the photograph up on the sheet whose corners lie at `esquinas`."""
    a, b = [], []
    for (x, y), (u, v) in zip(esquinas, ((0, 0), (w, 0), (w, h), (0, h))):
        a += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        b += [u, v]
    return list(numpy.linalg.solve(numpy.array(a), numpy.array(b)))


def fotografiar(imagen, azar, ppp, fuga=0.06, sombra=0.6, borroso=0.6, ruido=6):
    """The page as a telephone takes it: on a dark table, seen from below, in the shadow of whoever holds it. `fuga`: how far the upper corners come together,
    in parts of the width; `sombra`: how much light it takes, 0 to 1."""
    w, h = (round(x * ppp / LARGO) for x in imagen.size)
    m, d = 0.04, [azar.uniform(0.3, 1) * fuga for _ in range(4)]
    esquinas = ((w * (m + d[0]), h * (m + d[0] / 2)), (w * (1 - m - d[1]), h * (m + d[1] / 3)), (w * (1 - m), h * (1 - m)), (w * m, h * (1 - m - d[2] / 3)))
    im = imagen.resize((w, h), Image.LANCZOS).transform((w, h), Image.PERSPECTIVE, _perspectiva(esquinas, w, h), Image.BICUBIC, fillcolor=70)
    a = numpy.asarray(im.filter(ImageFilter.GaussianBlur(borroso * ppp / 200)), dtype=numpy.float32)
    y, x = numpy.mgrid[0:h, 0:w].astype(numpy.float32)
    a = a * 0.95 * (1 - sombra / (1 + numpy.exp(-(x / w * 0.7 + y / h * 0.5 - 0.65) * 12)))
    a = a + numpy.random.default_rng(azar.randrange(1 << 30)).normal(0, ruido, a.shape)
    return Image.fromarray(numpy.clip(a, 0, 255).astype(numpy.uint8))


def hoja_en_blanco(como, azar):
    return Image.new("L", como.size, 255)


def pdf(paginas, ppp, calidad=60):
    """One PDF whose pages are JPEG images, as a scanner writes it."""
    salida = io.BytesIO()
    paginas[0].save(salida, "PDF", resolution=ppp, save_all=True, append_images=paginas[1:], quality=calidad)
    return salida.getvalue()
