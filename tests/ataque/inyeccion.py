"""sqlmap against every operation that takes something: what it is given, and what both it and the service have to say afterwards."""

import contextlib
import http.server
import json
import os
import re
import subprocess
import sys
import threading
from urllib.parse import parse_qs, quote

import psycopg2

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [p for p in (TESTS,) if p not in sys.path]

from contract.test_matriz import ENSAYO, FILAS, OPERACIONES, ROLES  # noqa: E402
from support.contrato import contrato  # noqa: E402

MARCA = "*"  # where sqlmap puts its own
FORMULARIOS = {"entrar": {"identificador": "x@x.example", "contrasena": "x", "codigo": "000000"}, "elegirContrasena": {"enlace": "x", "contrasena": "x"},
               "pedirEnlace": {"identificador": "x@x.example"},
               "pedirToken": {"grant_type": "client_credentials", "client_id": "x", "client_secret": "x", "scope": "expedientes:leer"}}
ENCABEZADOS = ("If-Match", "If-None-Match", "Idempotency-Key", "Last-Event-ID", "Actuar-Por", "X-Forwarded-For", "X-Request-Id", "User-Agent", "Accept-Language",
               "traceparent", "Cookie")
# Values of the right form, where the document gives no example.
MUESTRAS = {"uuid": "00000000-0000-7000-8000-000000000000", "date": "2027-03-01", "date-time": "2027-03-01T00:00:00Z"}


class Pedido:
    """One request with marks, as sqlmap reads it from a file."""

    def __init__(self, nombre, quien, metodo, objetivo, encabezados, cuerpo):
        self.nombre, self.quien = nombre, quien
        lineas = [f"{metodo} {objetivo} HTTP/1.1", *(f"{k}: {v}" for k, v in encabezados.items())]
        self.texto = "\r\n".join(lineas) + "\r\n\r\n" + cuerpo
        self.marcas = objetivo.count(MARCA) + cuerpo.count(MARCA) + sum(v.count(MARCA) for k, v in encabezados.items() if k in ENCABEZADOS)


def muestra(parametro):
    esquema = contrato.deref(parametro.get("schema", {}))
    ejemplo = parametro.get("example", next((e.get("value") for e in parametro.get("examples", {}).values()), None))
    for valor in (ejemplo, esquema.get("example"), esquema.get("default"), (esquema.get("enum") or [None])[0], MUESTRAS.get(esquema.get("format"))):
        if valor is not None and not isinstance(valor, (dict, list)):
            return str(valor)
    return "1"


def marcar(valor):
    """The same JSON with a mark in every text."""
    if isinstance(valor, str):
        return valor + MARCA
    if isinstance(valor, list):
        return [marcar(v) for v in valor]
    return {k: marcar(v) for k, v in valor.items()} if isinstance(valor, dict) else valor


def cuerpo_de(nombre, mas):
    if nombre in FORMULARIOS:
        return "application/x-www-form-urlencoded", "&".join(f"{k}={quote(v)}{MARCA}" for k, v in FORMULARIOS[nombre].items())
    cuerpo = mas.get("cuerpo")
    if isinstance(cuerpo, bytes):  # a document: its place and name are what can be asked of the database
        texto = cuerpo.decode("latin-1")
        return mas["tipo"], texto if texto.isascii() and MARCA not in texto else "x"
    if cuerpo is None:
        return None, ""
    return "application/merge-patch+json" if OPERACIONES[nombre][0] == "PATCH" else "application/json", json.dumps(marcar(cuerpo), ensure_ascii=False)


def objetivo_de(escena, nombre, rol):
    """Path and query with a mark behind each value; the parameters are those of the document."""
    metodo, patron = OPERACIONES[nombre]
    camino, mas = escena.pedido(nombre, patron, rol)
    partes = zip(patron.split("/"), camino.split("/"))
    camino = "/".join(real + MARCA if "{" in dicho else real for dicho, real in partes)
    item = contrato.doc["paths"][patron]
    parametros = [contrato.deref(p) for p in item.get("parameters", []) + item[metodo.lower()].get("parameters", [])]
    dados = mas.get("consulta", {})
    consulta = [f"{quote(p['name'])}={quote(str(dados.get(p['name'], muestra(p))))}{MARCA}" for p in parametros if p["in"] == "query"]
    return camino + ("?" + "&".join(consulta) if consulta else ""), mas


def credencial(cliente):
    h = {"Authorization": "Bearer " + cliente.clave} if cliente.clave else {}
    if getattr(cliente, "csrf", None):
        h.update({"Cookie": "; ".join(f"{k}={v}" for k, v in cliente.cookies.items()), "X-CSRF-Token": cliente.csrf})
    return h


def pedido(escena, puerto, nombre, quien, rol, cliente):
    metodo, _ = OPERACIONES[nombre]
    objetivo, mas = objetivo_de(escena, nombre, rol)
    tipo, cuerpo = cuerpo_de(nombre, mas)
    h = {"Host": f"127.0.0.1:{puerto}", "Connection": "close", **credencial(cliente)}
    if tipo:
        h["Content-Type"] = tipo
    if "if_match" in mas:
        h["If-Match"] = mas["if_match"] + MARCA
    return Pedido(nombre, quien, metodo, objetivo, h, cuerpo)


def pedidos(escena, sesion, puerto, largo):
    """Each operation as whoever may call it: one of them in the short form, all in the long one."""
    for nombre, fila in sorted(FILAS.items()):
        if nombre in ENSAYO:
            continue
        quienes = [(rol, rol, escena.gente[rol][0]) for rol in ROLES if fila[rol] in ("sí", "propia") and fila["sin"] != "sí"]
        if fila["sin"] == "sí":
            quienes = [("sin credencial", None, escena.m.anonimo())]
        if not quienes:
            quienes = [("sesión", "gobierno_local", sesion)]
        for quien, rol, cliente in quienes if largo else quienes[:1]:
            p = pedido(escena, puerto, nombre, quien, rol, cliente)
            if p.marcas:
                yield p
    local = escena.gente["gobierno_local"][0]
    for nombre, camino in (("verYo", "/v1/yo"), ("listarExpedientes", "/v1/expedientes"), ("listarAsientos", "/v1/registro")):
        h = {"Host": f"127.0.0.1:{puerto}", "Connection": "close", "Authorization": f"Bearer {local.clave}{MARCA}"}
        h.update({k: ("x=1" if k == "Cookie" else '"1"' if k.startswith("If-") else "1") + MARCA for k in ENCABEZADOS})
        yield Pedido(nombre, "encabezados", "GET", camino, h, "")


class EscenaEnsayo:
    """What a sandbox's own operations are called with."""

    def __init__(self, mundo):
        self.m, self.t = mundo, mundo.tramite()

    def pedido(self, nombre, patron, _):
        mas = {"verGuion": {"consulta": {"expediente": self.t.id}}, "moverReloj": {"cuerpo": {"avanzar": "PT1S"}},
               "elegirGuion": {"cuerpo": {"guion": "procedente", "expediente": self.t.id}}}
        return patron, mas.get(nombre, {})


def pedidos_ensayo(escena, puerto):
    for nombre in sorted(ENSAYO):
        publica = FILAS[nombre]["sin"] == "sí"
        p = pedido(escena, puerto, nombre, "sin credencial" if publica else "gobierno_local", None, escena.m.anonimo() if publica else escena.m.local)
        if p.marcas:
            yield p


def correr(p, carpeta, largo, plazo):
    """(judgement, log): limpio, hallazgo, or what kept it from judging."""
    archivo = os.path.join(carpeta, "pedido")
    with open(archivo, "w", encoding="utf-8", newline="") as f:
        f.write(p.texto)
    orden = ["sqlmap", "-r", archivo, "--batch", "--ignore-stdin", "--disable-coloring", "--dbms=PostgreSQL", "--flush-session", "--skip-waf", "--ignore-code=*", "--ignore-redirects",
             "--retries=1", "--timeout=15", "--time-sec=2", "--output-dir", os.path.join(carpeta, "salida"),
             *(["--level=3", "--risk=2", "--technique=BEUSTQ"] if largo else ["--level=1", "--risk=1", "--technique=BEST"])]
    try:
        r = subprocess.run(orden, capture_output=True, text=True, timeout=plazo, stdin=subprocess.DEVNULL, env={**os.environ, "HOME": carpeta})
    except subprocess.TimeoutExpired as e:
        return f"no acabó en {plazo} s", (e.stdout or b"").decode("utf-8", "replace")
    if re.search(r"identified the following injection|is vulnerable", r.stdout):
        return "hallazgo", r.stdout
    if "all tested parameters do not appear to be injectable" in r.stdout:
        return "limpio", r.stdout
    return "sin juicio", r.stdout


@contextlib.contextmanager
def mal_hecho(base):
    """A service as none should be: what is asked goes into the statement as it comes. sqlmap must find it, or its silence says nothing."""

    class Pregunta(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            q = parse_qs(self.path.partition("?")[2]).get("q", [""])[0]
            try:
                filas = base.sql("select nombre from organizacion where siglas = '" + q.replace("%", "%%") + "'")
                cuerpo = json.dumps([f[0] for f in filas]).encode()
            except psycopg2.Error as e:
                cuerpo = str(e).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(cuerpo)))
            self.end_headers()
            self.wfile.write(cuerpo)

        def log_message(self, *_):
            pass

    s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pregunta)
    threading.Thread(target=s.serve_forever, daemon=True).start()
    try:
        yield Pedido("mal hecho", "control", "GET", "/?q=SRE" + MARCA, {"Host": f"127.0.0.1:{s.server_port}", "Connection": "close"}, "")
    finally:
        s.shutdown()


def quejas(servicio):
    """What the service itself took for a fault of its own while it was attacked: (operation, status, sqlstate)."""
    malas = {}
    for linea in servicio.lineas():
        if linea.get("http", 0) >= 500 and linea.get("http") != 503 or linea.get("sqlstate"):
            clave = (linea.get("operation"), linea.get("http"), linea.get("sqlstate"), linea.get("interno"))
            malas[clave] = malas.get(clave, 0) + 1
    return malas
