"""Slow, silent and numerous clients: nobody else notices."""

import contextlib
import json
import socket
import threading
import time

import pytest

from support.cliente import leer_cruda

AJUSTES = {"DICTAMEN_PLAZO_PETICION": "2", "DICTAMEN_PLAZO_DOCUMENTO": "3", "DICTAMEN_PLAZO_OCIOSO": "2", "DICTAMEN_CONEXIONES_MAX": "200",
           "DICTAMEN_CONEXIONES_POR_DIRECCION": "120"}


@pytest.fixture(scope="module")
def lento(base, mundo):
    """A service with short deadlines on the shared database."""
    from support.servicio import Servicio
    s = Servicio(base, AJUSTES).arrancar()
    yield s
    assert s.parar() == 0, s.ultimas_lineas()


@pytest.fixture(scope="module")
def gente(mundo, lento):
    return mundo.en_puerto(lento)


def conectar(s):
    c = socket.create_connection(("127.0.0.1", s.puerto), timeout=30)
    return c


PACIENCIA = 120  # s: a client's own, many times what the service gives it


def hasta_cierre(c):
    """What comes until the server closes; a client that loses its patience before that is a failure."""
    salida = b""
    c.settimeout(PACIENCIA)
    while True:
        try:
            trozo = c.recv(65536)
        except (ConnectionResetError, BrokenPipeError):
            break
        if not trozo:
            break
        salida += trozo
    c.close()
    return salida


def problema_408(salida, contrato, metodo, camino):
    if not salida:
        return
    r = leer_cruda(salida)
    assert r.status == 408, salida
    contrato.validar(metodo, camino, r)
    assert json.loads(r.body)["type"].endswith("/tiempo-agotado")


def test_cliente_mudo(lento):
    """Connects and says nothing."""
    hasta_cierre(conectar(lento))


def test_encabezados_lentos(lento, contrato):
    """A byte every 300 ms, for longer than anybody has patience: the whole request has a deadline, not each byte."""
    c = conectar(lento)
    c.settimeout(0.05)
    cerrado, salida = False, b""
    for b in b"GET /v1/procedimiento HTTP/1.1\r\nHost: x\r\n" + b"X-Lento: " + b"x" * (PACIENCIA * 3):
        try:
            c.sendall(bytes([b]))
        except (BrokenPipeError, ConnectionResetError):
            cerrado = True
            break
        time.sleep(0.3)
        try:
            trozo = c.recv(65536)
            salida += trozo
            if not trozo:
                cerrado = True
                break
        except socket.timeout:
            pass
        except ConnectionResetError:
            cerrado = True
            break
    c.close()
    assert cerrado
    problema_408(salida, contrato, "GET", "/v1/procedimiento")


def test_encabezados_a_medias(lento, contrato):
    c = conectar(lento)
    c.sendall(b"GET /v1/procedimiento HTTP/1.1\r\nHost: x\r\nX-A-Medias: ")
    salida = hasta_cierre(c)
    problema_408(salida, contrato, "GET", "/v1/procedimiento")


def test_cuerpo_lento(lento, gente, contrato):
    c = conectar(lento)
    c.sendall((f"POST /v1/expedientes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {gente.local.clave}\r\nContent-Type: application/json\r\n"
               "Content-Length: 5000\r\n\r\n{").encode())
    fin = threading.Event()

    def gotear():
        while not fin.is_set():
            try:
                c.sendall(b" ")
            except OSError:
                return
            fin.wait(0.2)
    h = threading.Thread(target=gotear)
    h.start()
    try:
        salida = hasta_cierre(c)
    finally:
        fin.set()
        h.join()
    problema_408(salida, contrato, "POST", "/v1/expedientes")


def test_documento_lento(lento, gente, contrato):
    t = gente.tramite()
    c = conectar(lento)
    c.sendall((f"POST {t.url}/documentos?clase=anexo&nombre=a.pdf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {gente.local.clave}\r\n"
               "Content-Type: application/pdf\r\nContent-Length: 500000\r\n\r\n%PDF-1.4\n").encode())
    salida = hasta_cierre(c)
    problema_408(salida, contrato, "POST", t.url + "/documentos")
    assert t.leer()["documentos"] == []


def test_quien_no_lee_la_respuesta(lento, gente):
    """Asks for a large answer over and over and never reads: its connection ends, the others live."""
    c = conectar(lento)
    c.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    c.settimeout(1)
    try:
        for _ in range(400):
            c.sendall(b"GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n")
    except (socket.timeout, OSError):
        pass
    for _ in range(20):
        gente.local.get("/v1/yo")
    limite = time.monotonic() + PACIENCIA
    with pytest.raises((BrokenPipeError, ConnectionResetError)):
        while time.monotonic() < limite:
            with contextlib.suppress(socket.timeout):
                c.send(b"x")
            time.sleep(0.1)
    c.close()


def test_mas_conexiones_que_hilos(lento, gente):
    """A hundred callers at once on a handful of database connections: everyone is answered."""
    t = gente.tramite().hasta("presentado")
    N, fallas, hechas = 100, [], []
    barrera = threading.Barrier(N)

    def correr(i):
        q = gente.dgcp.otro() if i % 2 else gente.local.otro()
        try:
            barrera.wait()
            for camino in (t.url, "/v1/expedientes?limite=5", t.url + "/pasos"):
                r = q.pedir("GET", camino)
                hechas.append(r.status)
        except BaseException as e:
            fallas.append(e)
        finally:
            q.cerrar()
    hilos = [threading.Thread(target=correr, args=(i,)) for i in range(N)]
    for h in hilos:
        h.start()
    for h in hilos:
        h.join()
    assert not fallas, fallas[:3]
    assert set(hechas) == {200} and len(hechas) == 3 * N


def test_limite_por_direccion(lento, gente):
    """Past the limit a new connection is refused or told to come back; those that were there go on."""
    abiertas = []
    primera = gente.local.otro()
    primera.get("/v1/yo")
    try:
        for _ in range(170):
            try:
                abiertas.append(conectar(lento))
            except OSError:
                break
        c = conectar(lento) if len(abiertas) < 160 else abiertas[-1]
        c.settimeout(5)
        try:
            c.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
            salida = c.recv(65536)
        except OSError:
            salida = b""
        assert not salida or b" 429 " in salida.split(b"\r\n")[0] or b" 503 " in salida.split(b"\r\n")[0], salida[:200]
        primera.get("/v1/yo")
    finally:
        for c in abiertas:
            c.close()
    fin = time.monotonic() + 10
    while lento.estado("/livez") != 200:
        assert time.monotonic() < fin
        time.sleep(0.1)


def test_mil_conexiones_mudas_no_estorban(lento, gente):
    """Silent ones come and go; work goes on meanwhile."""
    fin = threading.Event()

    def estorbar():
        while not fin.is_set():
            cs = []
            for _ in range(50):
                try:
                    cs.append(conectar(lento))
                except OSError:
                    pass
            fin.wait(0.3)
            for c in cs:
                c.close()
    h = threading.Thread(target=estorbar)
    h.start()
    try:
        for _ in range(3):
            gente.tramite().hasta("turnado")
    finally:
        fin.set()
        h.join()


def test_se_va_antes_de_la_respuesta(lento, gente):
    """Sends an act and hangs up: it is whole or absent, and the service lives."""
    t = gente.tramite().hasta("presentado")
    for k in range(20):
        v = t.leer()["version"]
        cuerpo = json.dumps({"acto": "anotar", "datos": {"nota": f"Nota {k}"}}).encode()
        with conectar(lento) as c:
            c.sendall((f"POST {t.url}/actos HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {gente.dgcp.clave}\r\nContent-Type: application/json\r\n"
                       f'If-Match: "{v}"\r\nContent-Length: {len(cuerpo)}\r\n\r\n').encode() + cuerpo)
            c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")  # reset
        fin = time.monotonic() + 2
        while t.leer()["version"] == v and time.monotonic() < fin:
            time.sleep(0.02)
        assert t.leer()["version"] in (v, v + 1)
    assert gente.base.verificar(t.id).returncode == 0
