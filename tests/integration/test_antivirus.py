"""The antivirus, seen through the API: a clamd of the test's own on a Unix socket (clamd(8), INSTREAM) that knows the signatures it is told, and ClamAV's."""

import os
import shutil
import socketserver
import struct
import subprocess
import tempfile
import threading
import time
import uuid

import pytest

from conftest import AJUSTES
from support import archivos
from support.servicio import Servicio

FIRMA = "Eicar-Test-Signature"


class Sesion(socketserver.StreamRequestHandler):
    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        datos = b""
        while n := struct.unpack("!I", self.rfile.read(4))[0]:
            datos += self.rfile.read(n)
        self.server.vistos.append(archivos.sha256(datos))
        conocida = any(f in datos for f in self.server.firmas)
        self.wfile.write(f"stream: {FIRMA} FOUND\0".encode() if conocida else b"stream: OK\0")


class Clamd(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def __init__(self, ruta):
        self.firmas, self.vistos = [], []
        super().__init__(ruta, Sesion)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def cerrar(self):
        self.shutdown()
        self.server_close()
        os.unlink(self.server_address)


@pytest.fixture(scope="module")
def ruta():
    carpeta = tempfile.mkdtemp(prefix="clamd-", dir="/tmp")  # a socket's path has at most 107 bytes
    yield os.path.join(carpeta, "clamd.sock")
    shutil.rmtree(carpeta)


@pytest.fixture(scope="module")
def t(base, mundo, ruta):
    s = Servicio(base, {**AJUSTES, "DICTAMEN_CLAMD": ruta, "DICTAMEN_HILOS_TRABAJOS": "0"}).arrancar()
    yield mundo.en_puerto(s).tramite()
    assert s.parar() == 0, s.ultimas_lineas()


@pytest.fixture
def clamd(ruta):
    c = Clamd(ruta)
    yield c
    c.cerrar()


def subir(t, datos, espera, clase="anexo", **mas):
    return t.local.pedir("POST", t.url + "/documentos", datos, tipo=archivos.PDF, consulta={"clase": clase, "nombre": "a.pdf"}, espera=espera, **mas)


def nada_guardado(t, datos, antes):
    """Neither the bytes nor a report of them nor an act; the file is where it was."""
    for tabla in ("contenido", "contenido_trozo", "contenido_informe"):
        assert t.m.base.sql(f"select count(*) from {tabla} where sha256 = decode(%s, 'hex')", archivos.sha256(datos)) == [(0,)], tabla
    assert t.leer() == antes
    assert archivos.sha256(datos) not in {d["sha256"] for d in t.local.get(t.url + "/documentos").json["datos"]}


def test_uno_limpio_se_guarda_y_el_antivirus_lo_vio_entero(t, clamd):
    datos = archivos.pdf_de(700_000)
    assert subir(t, datos, 201).json["sha256"] == archivos.sha256(datos)
    assert clamd.vistos == [archivos.sha256(datos)]


def test_uno_infectado_se_rechaza_y_no_queda_nada(t, clamd):
    datos, antes = archivos.pdf_unico(), t.leer()
    clamd.firmas.append(datos[-600:])
    r = subir(t, datos, 422)
    assert r.slug == "documento-infectado" and FIRMA in r.json["detail"] and "No lo abra" in r.json["que_hacer"]
    assert clamd.vistos == [archivos.sha256(datos)]
    nada_guardado(t, datos, antes)


def test_sin_antivirus_no_se_recibe_nada_y_despues_si(t, ruta):
    datos, antes, llave = archivos.pdf_unico(), t.leer(), str(uuid.uuid4())
    assert not os.path.exists(ruta)
    r = subir(t, datos, 503, idempotencia=llave)
    assert r.slug == "antivirus-no-disponible" and "no se guardó" in r.json["detail"]
    nada_guardado(t, datos, antes)
    c = Clamd(ruta)
    try:
        # the remedy that the problem names: the same key, later
        assert subir(t, datos, 201, idempotencia=llave).json["sha256"] == archivos.sha256(datos)
    finally:
        c.cerrar()


def test_el_mismo_contenido_pasa_otra_vez_por_el_antivirus(t, clamd):
    """Its report is kept and is not made again; but a signature may be younger than the report."""
    datos = archivos.pdf_unico()
    primero = subir(t, datos, 201)
    subir(t, datos, 201)
    assert clamd.vistos == [archivos.sha256(datos)] * 2
    clamd.firmas.append(datos)
    antes = t.leer()
    r = subir(t, datos, 422)
    assert r.slug == "documento-infectado" and FIRMA in r.json["detail"]
    assert t.leer() == antes and clamd.vistos == [archivos.sha256(datos)] * 3
    # what was taken before stays what it was: an act is not undone
    assert t.local.get(primero.headers["Location"] + "/contenido").body == datos


def test_el_mismo_contenido_sin_antivirus_tampoco_se_recibe(t, ruta):
    datos = archivos.pdf_unico()
    c = Clamd(ruta)
    subir(t, datos, 201)
    c.cerrar()
    antes = t.leer()
    assert subir(t, datos, 503).slug == "antivirus-no-disponible" and t.leer() == antes


# ---- ClamAV itself, with one signature of the test's own ---------------------------------------------------------------------------------

MARCA = b"DICTAMEN-PRUEBA-DE-ANTIVIRUS"


@pytest.fixture
def clamav(ruta):
    carpeta = tempfile.mkdtemp(prefix="clamav-", dir="/tmp")
    os.mkdir(os.path.join(carpeta, "db"))
    with open(os.path.join(carpeta, "db", "prueba.ndb"), "w") as f:
        f.write(f"Dictamen.Prueba:0:*:{MARCA.hex()}\n")
    with open(os.path.join(carpeta, "clamd.conf"), "w") as f:
        f.write(f"LocalSocket {ruta}\nDatabaseDirectory {carpeta}/db\nTemporaryDirectory {carpeta}\nLogFile {carpeta}/log\nForeground yes\n"
                "StreamMaxLength 1M\n")
    p = subprocess.Popen(["/usr/sbin/clamd", "-c", os.path.join(carpeta, "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    fin = time.monotonic() + 30
    while not os.path.exists(ruta) and p.poll() is None and time.monotonic() < fin:
        time.sleep(0.05)
    yield p
    p.terminate()
    p.wait(30)
    shutil.rmtree(carpeta)
    if os.path.exists(ruta):
        os.unlink(ruta)


def test_clamav_de_verdad(t, clamav):
    assert clamav.poll() is None
    limpio = archivos.pdf_unico()
    assert subir(t, limpio, 201).json["sha256"] == archivos.sha256(limpio)
    datos, antes = archivos.pdf_unico() + b"\n% " + MARCA + b"\n", t.leer()
    r = subir(t, datos, 422)
    assert r.slug == "documento-infectado" and "Dictamen.Prueba" in r.json["detail"]
    nada_guardado(t, datos, antes)
    # Larger than clamd is set to look at: it says so instead of judging, and nothing is taken.
    grande = archivos.pdf_de(1_500_000)
    assert subir(t, grande, 503).slug == "antivirus-no-disponible"
    nada_guardado(t, grande, antes)
