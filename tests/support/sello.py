"""A seal for the service under test, and what one looks at in a document that it wrote."""

import os
import re
import subprocess
import tempfile
import time

from support.servicio import BIN

URL = "https://dictamen.example.gob.mx"


class Sello:
    """A self-made authority and certificate in a folder of their own, made by dictamenctl."""

    def __init__(self):
        self._carpeta = tempfile.TemporaryDirectory(prefix="sello-")
        self.carpeta = self._carpeta.name
        p = self.ctl("sello", "crear", "--carpeta", self.carpeta, "--nombre", "Pruebas")
        assert p.returncode == 0, p.stderr

    def en(self, nombre):
        return os.path.join(self.carpeta, nombre)

    @property
    def ajustes(self):
        return {"DICTAMEN_SELLO_CERTIFICADO": self.en("sello.pem"), "DICTAMEN_SELLO_LLAVE": self.en("sello.llave"), "DICTAMEN_URL_PUBLICA": URL + "/",
                "DICTAMEN_PLAZO_OCIOSO": "900"}  # the tests wait long between two requests

    @staticmethod
    def ctl(*args, **entorno):
        limpio = {k: v for k, v in os.environ.items() if not k.startswith("DICTAMEN_")}
        return subprocess.run([os.path.join(BIN, "dictamenctl"), *args], capture_output=True, text=True, timeout=120, env={**limpio, **entorno})

    def borrar(self):
        self._carpeta.cleanup()


def esperar_documentos(mundo, tramite, cuantos=None, plazo=240):
    """What the service wrote in a file, for the DGCP, once no job of it is left to be done."""
    fin = time.monotonic() + plazo
    while time.monotonic() < fin:
        pendientes = mundo.base.sql("select count(*) from trabajo where expediente_id = %s and clase = 'emitir' and estado in ('pendiente', 'en_curso')",
                                    tramite.id)[0][0]
        hay = emitidos(mundo.dgcp, tramite)
        if pendientes == 0 and (cuantos is None or len(hay) >= cuantos):
            return hay
        time.sleep(0.2)
    problemas = mundo.base.sql("select n, estado, problema, detalle[1], intentos from trabajo where expediente_id = %s and clase = 'emitir' and estado <> 'hecho'",
                               tramite.id)
    raise AssertionError(f"{len(hay)} documents after {plazo} s: {problemas}")


def emitidos(quien, tramite):
    return [d for d in quien.get(tramite.url + "/documentos").json["datos"] if d.get("origen") == "servicio"]


def contenido(quien, tramite, d):
    return quien.get(f"{tramite.url}/documentos/{d['id']}/contenido").body


def correr(*orden, entrada=None):
    return subprocess.run(orden, input=entrada, capture_output=True, timeout=120)


def texto(archivo):
    return correr("pdftotext", "-layout", archivo, "-").stdout.decode()


def campos(archivo):
    """pdfinfo's answer as a dictionary."""
    lineas = correr("pdfinfo", archivo).stdout.decode().splitlines()
    return {k.strip(): v.strip() for k, _, v in (linea.partition(":") for linea in lineas)}


def qr(archivo, carpeta):
    """What a telephone reads on the pages: rasterised, then zbarimg."""
    correr("pdftoppm", "-r", "150", "-gray", "-png", archivo, os.path.join(carpeta, "pagina"))
    paginas = sorted(os.path.join(carpeta, p) for p in os.listdir(carpeta) if p.startswith("pagina"))
    return correr("zbarimg", "--quiet", "--raw", *paginas).stdout.decode().split()


def nss(sello, carpeta):
    """A certificate store of NSS that trusts the self-made authority, for pdfsig."""
    correr("certutil", "-N", "-d", "sql:" + carpeta, "--empty-password")
    p = correr("certutil", "-A", "-d", "sql:" + carpeta, "-n", "autoridad", "-t", "CT,C,C", "-i", sello.en("ca.pem"))
    assert p.returncode == 0, p.stderr
    return carpeta


def firmas(archivo, almacen):
    """pdfsig's words about the signature: (signature, certificate, whole document signed)."""
    salida = correr("pdfsig", "-nssdir", "sql:" + almacen, archivo).stdout.decode()
    firma, certificado = re.search(r"Signature Validation: (.*)", salida), re.search(r"Certificate Validation: (.*)", salida)
    return firma and firma.group(1), certificado and certificado.group(1), "Total document signed" in salida
