"""What a document proves by itself: its QR read back, its seal held against the authority, a whole file checked offline; and what a spoilt copy proves."""

import io
import os
import re
import subprocess
import tempfile
import time
import zipfile
from urllib.parse import urlsplit

import documentos
from cliente import Persona

RAIZ = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ESPERA = 180  # seconds that the service may take over what it does by itself


def _correr(*orden, bien=(0,)):
    p = subprocess.run(orden, capture_output=True, text=True, timeout=120)
    if p.returncode not in bien:
        raise RuntimeError(f"{orden[0]}: {p.stderr.strip() or p.stdout.strip()}")
    return p.stdout


def autoridad():
    """The certificate that whoever checks must have got from the institution: ca.pem beside the seal of this service."""
    sello = os.environ.get("DICTAMEN_SELLO_CERTIFICADO") or os.path.join(RAIZ, "var", "sello", "sello.pem")
    return os.environ.get("DICTAMEN_DEMO_CA") or os.path.join(os.path.dirname(sello), "ca.pem")


# ---- before filing: the revision that anybody may ask for --------------------------------------------------------------------------------------

def revision_previa(e, plantados):
    """Letter and text as they are, without a key, nothing stored; `plantados`: codes of the faults that this text has and that must be found."""
    partes = [("solicitud", "solicitud.pdf"), ("proyecto", "proyecto-v1.docx")]
    borde, cuerpo = "demo" + os.urandom(16).hex(), b""
    for campo, archivo in partes:
        with open(e.taller.ruta(e.caso, archivo), "rb") as f:
            cuerpo += (f'--{borde}\r\nContent-Disposition: form-data; name="{campo}"; filename="{archivo}"\r\n'
                       f"Content-Type: {documentos.tipo_de(archivo)}\r\n\r\n").encode() + f.read() + b"\r\n"
    publico = Persona(f"http://{e.local.host}:{e.local.puerto}", "público")
    r = publico.pedir("POST", "/v1/revision-previa", cuerpo + f"--{borde}--\r\n".encode(), tipo=f"multipart/form-data; boundary={borde}", espera=200).json
    publico.cerrar()
    e.relato.acto(0, e.caso.corto, f"pasa oficio y texto por la revisión previa, sin clave: {len(r['problemas'])} advertencias, {len(r['hallados'])} elementos "
                                   "hallados; no se guarda nada")
    for p in r["problemas"]:
        donde = p.get("clausula") or p["archivo"]
        e.relato.nota(f"{p['severidad']}, {donde}: {p['titulo']}. {p['que_hacer']}" + (f" ({p['fuente']})" if p.get("fuente") else ""))
    e.relato.nota(f"Firma del oficio: {r['firma']['resultado'].replace('_', ' ')}. {r['firma']['detalle']}")
    faltan = plantados - {p["codigo"] for p in r["problemas"]}
    e.exigir(not faltan, f"la revisión previa no halló {', '.join(sorted(faltan))}")


# ---- what the service wrote ------------------------------------------------------------------------------------------------------------

def emitidos(e, quien="local"):
    datos = e.persona(quien).get(e.url + "/documentos").json["datos"]
    return [d for d in datos if d.get("origen") == "servicio"]


def esperar(e, clase, quien="local"):
    """The last document of that class that the service wrote; it writes them after the act, by itself."""
    limite = time.monotonic() + ESPERA
    while True:
        hay = [d for d in emitidos(e, quien) if d["clase"] == clase]
        if hay:
            return hay[-1]
        e.exigir(time.monotonic() < limite, f"en {ESPERA} s el servicio no emitió «{clase}»")
        time.sleep(0.3)


def contar_emitidos(e):
    """Everything that the local government has in its hands by now, sealed."""
    esperar(e, "oficio_cierre")
    e.relato.apartado(f"  Lo que el servicio emitió y selló en {e.folio} (lo que ve {e.caso.corto})")
    filas = [["documento", "número", "acto", "código de verificación", "sello"]]
    for d in emitidos(e):
        filas.append([d["titulo"], d.get("numero", "—"), d["acto"], d["codigo"], d["sello"]["nivel"]])
    e.relato.tabla(filas)


def bajar(e, d, nombre, quien="local"):
    """(path, bytes)"""
    datos = e.persona(quien).get(f"{e.url}/documentos/{d['id']}/contenido").cuerpo
    ruta = e.taller.ruta(e.caso, nombre)
    with open(ruta, "wb") as f:
        f.write(datos)
    return ruta, datos


# ---- one document: QR, seal, and a copy that was touched ------------------------------------------------------------------------------------

def leer_qr(pdf):
    """The addresses on its pages, as a telephone would read them."""
    with tempfile.TemporaryDirectory(prefix="dictamen-demo-") as d:
        _correr("pdftoppm", "-r", "150", "-gray", "-png", pdf, os.path.join(d, "pagina"))
        # 4: some page has none.
        return _correr("zbarimg", "--nodbus", "--quiet", "--raw", *sorted(os.path.join(d, p) for p in os.listdir(d)), bien=(0, 4)).split()


def firma_segun_pdfsig(pdf, ca):
    """(signature, certificate) in the words of pdfsig, which trusts that authority and no other."""
    with tempfile.TemporaryDirectory(prefix="dictamen-demo-") as d:
        _correr("certutil", "-N", "-d", "sql:" + d, "--empty-password")
        _correr("certutil", "-A", "-d", "sql:" + d, "-n", "autoridad", "-t", "CT,C,C", "-i", ca)
        salida = _correr("pdfsig", "-nssdir", "sql:" + d, pdf, bien=(0, 1))
    dicho = [re.search(rf"{que} Validation: (.*)", salida) for que in ("Signature", "Certificate")]
    return tuple(m.group(1).rstrip(".") if m else "no hay" for m in dicho)


def alterar(datos):
    """One bit of the first page's text: a figure, a name, who knows."""
    i = datos.index(b"stream", datos.index(b"/Contents") if b"/Contents" in datos else 0) + 200
    return datos[:i] + bytes([datos[i] ^ 1]) + datos[i + 1:]


def constancia(e):
    """The certificate of inscription, as whoever gets it in hand checks it, without a key."""
    publico, ca = Persona(f"http://{e.local.host}:{e.local.puerto}", "público"), autoridad()
    d = esperar(e, "constancia")
    ruta, datos = bajar(e, d, "constancia.pdf")
    e.relato.acto(12, "Cualquiera", f"recibe «{d['nombre']}» ({len(datos) / 1024:.0f} KB) y lee su QR con zbarimg")
    direcciones = leer_qr(ruta)
    e.exigir(len(direcciones) == 1 and d["codigo"] in direcciones[0], f"el QR dice {direcciones}")
    r = publico.get(urlsplit(direcciones[0]).path).json
    e.exigir(r["emitido"] and r["vigente"] and r["numero"] == d["numero"], f"la verificación dice {r}")
    e.relato.nota(f"{direcciones[0]} → emitido, {r['titulo'].lower()} {r['numero']}, vigente. No dice de quién es el expediente.")
    r = publico.pedir("POST", "/v1/verificacion", datos, tipo="application/pdf", espera=200).json
    e.exigir(r["emitido"], "el archivo no se reconoce")
    firma, certificado = firma_segun_pdfsig(ruta, ca)
    e.exigir((firma, certificado) == ("Signature is Valid", "Certificate is Trusted"), f"pdfsig: {firma}; {certificado}")
    e.relato.nota(f"Los bytes son los emitidos (POST /v1/verificacion); pdfsig, con la autoridad del servicio: «{firma}», «{certificado}».")
    tocada = e.taller.ruta(e.caso, "constancia-alterada.pdf")
    with open(tocada, "wb") as f:
        f.write(alterar(datos))
    r = publico.pedir("POST", "/v1/verificacion", alterar(datos), tipo="application/pdf", espera=200).json
    firma, _ = firma_segun_pdfsig(tocada, ca)
    e.exigir(not r["emitido"] and firma != "Signature is Valid", f"la copia alterada pasa: {r}, {firma}")
    e.relato.acto(12, "Cualquiera", "recibe una copia con un solo bit cambiado")
    e.relato.nota(f"✗ El servicio no emitió esos bytes; pdfsig: «{firma}».")
    publico.cerrar()


# ---- the whole file, offline -----------------------------------------------------------------------------------------------------------------

def _reemplazar(zip_, nombre, cambio):
    salida = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(zip_)) as z, zipfile.ZipFile(salida, "w", zipfile.ZIP_STORED) as nuevo:
        for i in z.infolist():
            nuevo.writestr(i, cambio(z.read(i)) if i.filename == nombre else z.read(i))
    return salida.getvalue()


def paquete(e, ctl, relato):
    """The sealed file, exported by its own local government and checked by a program that knows nothing but the authority."""
    r = e.local.get(e.url + "/paquete")
    with zipfile.ZipFile(io.BytesIO(r.cuerpo)) as z:
        nombres = z.namelist()
        manifiesto = z.read("manifiesto.json")
    ruta = e.taller.ruta(e.caso, "expediente.zip")
    with open(ruta, "wb") as f:
        f.write(r.cuerpo)
    relato.linea(f"  {e.caso.corto} exporta {e.folio}: {len(nombres)} archivos, {len(r.cuerpo) / 1e6:.1f} MB, en {ruta}")
    bien, v = ctl.verificar_paquete(ruta, autoridad())
    e.exigir(bien and v["autoridad"] == "comprobada" and v["folio"] == e.folio, f"el paquete no se verifica: {v}")
    relato.parrafo(f"dictamenctl verificar-paquete, sin red ni base: íntegro. {v['actos']} actos encadenados ({v['reservados']} reservados, con su hash), "
                   f"{v['documentos']} documentos y {v['emitidos']} emitidos con su SHA-256 y su sello; firma de {v['firmante']}.", 2)
    # The two ways to cheat: touch a document, or what the journal says of it.
    for que, nombre, cambio in (
            ("un byte del instrumento firmado", next(n for n in nombres if n.startswith("documentos/copia_firmada/")),
             lambda b: b[:5000] + bytes([b[5000] ^ 1]) + b[5001:]),
            ("la fecha de firma en el diario", "diario.jsonl", lambda b: b.replace(b'"fecha_suscripcion":"20', b'"fecha_suscripcion":"21', 1)),
            ("el manifiesto", "manifiesto.json", lambda b: manifiesto.replace(b'"estado":"concluido"', b'"estado":"borrador" ', 1))):
        with tempfile.NamedTemporaryFile(suffix=".zip", dir=os.path.dirname(ruta)) as f:
            f.write(_reemplazar(r.cuerpo, nombre, cambio))
            f.flush()
            bien, v = ctl.verificar_paquete(f.name, autoridad())
        e.exigir(not bien and v.get("integro") is False, f"no se notó que se cambió {que}")
        relato.linea(f"  Se cambia {que}: ✗ {v['donde']}: {v['difiere']}")
