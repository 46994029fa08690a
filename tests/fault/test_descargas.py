"""Downloads of the registry with many readers, slow ones, some that leave, and no room: nobody else waits, and nothing is left behind."""

import hashlib
import os
import socket
import threading

import pytest

from support import bitacora
from support.descargas import DESCARGAS, exportar, sin_nombre
from support.inscritos import esperar
from support.servicio import BaseDatos


@pytest.fixture
def grande(cluster):
    """Eight megabytes: more than what the system holds between the file and a reader that does not read."""
    b = BaseDatos(cluster).preparar(calendario=False)
    bitacora.asentar(b, *((f"G-{i:04}", {"denominacion": f"Acuerdo {i} " + "ñ" * 25000}) for i in range(160)))
    yield b
    b.borrar()


def pedir_sin_leer(puerto, camino):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    s.settimeout(60)
    s.connect(("127.0.0.1", puerto))
    s.sendall(f"GET {camino} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    return s


def leer_todo(s):
    datos = bytearray()
    while True:
        b = s.recv(1 << 20)
        if not b:
            break
        datos += b
    encabezados, _, cuerpo = bytes(datos).partition(b"\r\n\r\n")
    return encabezados.decode(), cuerpo


def test_un_lector_lento_recibe_lo_que_empezo_y_no_detiene_a_nadie(grande, lanzar, tmp_path):
    s = lanzar(grande)
    c = s.cliente()
    lento = pedir_sin_leer(s.puerto, DESCARGAS["csv"])
    antes = c.get(DESCARGAS["csv"])
    # It holds neither a transaction nor a snapshot of the database.
    assert grande.sql("select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
                      " and application_name in ('dictamend descargas', 'dictamend lectura') and (xact_start is not null or backend_xmin is not null)")[0][0] == 0
    bitacora.asentar(grande, ("Z-0001", {"denominacion": "Uno más"}))
    despues = esperar(lambda: (r := c.get(DESCARGAS["csv"])).etag != antes.etag and r)
    assert despues.body.startswith(antes.body) and despues.body == exportar(grande, "csv", tmp_path)
    c.get("/v1/registro/estadisticas")
    encabezados, cuerpo = leer_todo(lento)
    assert cuerpo == antes.body and antes.etag in encabezados
    lento.close()
    assert s.parar() == 0


def test_los_que_se_van_no_dejan_nada(grande, lanzar, tmp_path):
    carpeta = tmp_path / "temporal"
    carpeta.mkdir(mode=0o777)
    carpeta.chmod(0o777)
    s = lanzar(grande, {"DICTAMEN_CARPETA_TEMPORAL": str(carpeta)})
    c = s.cliente()
    for formato in DESCARGAS:
        for tanda in range(3):
            idos = [pedir_sin_leer(s.puerto, DESCARGAS[formato]) for _ in range(8)]
            for x in idos[::2]:
                x.recv(1000)
            for x in idos:
                x.close()
            bitacora.asentar(grande, (f"T-{formato}-{tanda}", {"denominacion": "Otro"}))
    finales = {f: exportar(grande, f, tmp_path) for f in DESCARGAS}
    for f in DESCARGAS:
        assert esperar(lambda f=f: (r := c.get(DESCARGAS[f])).body == finales[f] and r)
    esperar(lambda: c.get(DESCARGAS["csv"]) and len(sin_nombre(s)) <= len(DESCARGAS))  # one file a format, and no more
    assert os.listdir(carpeta) == []
    s.matar()
    assert os.listdir(carpeta) == []


def test_muchos_a_la_vez_reciben_lo_mismo(grande, lanzar, tmp_path):
    s = lanzar(grande)
    huellas, bien = [], exportar(grande, "jsonl", tmp_path)

    def uno():
        huellas.append(hashlib.sha256(s.cliente().get(DESCARGAS["jsonl"]).body).hexdigest())
    hilos = [threading.Thread(target=uno) for _ in range(16)]
    for h in hilos:
        h.start()
    for h in hilos:
        h.join()
    assert huellas == [hashlib.sha256(bien).hexdigest()] * 16
    assert len(sin_nombre(s)) == 1  # made once
    assert s.parar() == 0


def test_lo_que_no_cabe_se_dice_y_no_queda(grande, lanzar):
    s = lanzar(grande, {"DICTAMEN_SPOOL_MAX": "4M"})
    c = s.cliente()
    for _ in range(3):
        assert c.get(DESCARGAS["csv"], 503).slug == "descarga-sin-lugar"
    assert sin_nombre(s) == [] and c.get("/v1/registro/estadisticas").json["total"] == 160
    assert s.parar() == 0


def test_sin_lugar_para_otro_se_da_el_que_hay(grande, lanzar):
    """Eight megabytes fit once: while one is being sent, no newer one can be made, and the last one is given; then it is."""
    s = lanzar(grande, {"DICTAMEN_SPOOL_MAX": "12M"})
    c = s.cliente()
    lento = pedir_sin_leer(s.puerto, DESCARGAS["csv"])
    antes = c.get(DESCARGAS["csv"])
    bitacora.asentar(grande, ("Z-0001", {"denominacion": "Uno más"}))
    assert c.get(DESCARGAS["jsonl"], 503).slug == "descarga-sin-lugar"
    assert all(c.get(DESCARGAS["csv"]).etag == antes.etag for _ in range(8))
    assert leer_todo(lento)[1] == antes.body
    lento.close()
    esperar(lambda: c.get(DESCARGAS["csv"]).etag != antes.etag)
    assert c.get(DESCARGAS["jsonl"]).body.count(b"\n") == 161  # the other one gives way
    assert s.parar() == 0
