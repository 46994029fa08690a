"""What is measured: a throw-away PostgreSQL as durable as production, databases in it, and dictamend before one of them."""

import glob
import http.client
import json
import os
import shutil
import signal
import socket
import time
from urllib.parse import urlencode

from banco.procesos import esperar, puerto_libre

AJUSTES = """
listen_addresses = ''
unix_socket_directories = '{carpeta}'
max_connections = 200
shared_buffers = {memoria}
huge_pages = try
fsync = on
synchronous_commit = on
full_page_writes = on
wal_compression = lz4
max_wal_size = 16GB
checkpoint_timeout = 30min
jit = off
log_min_messages = warning
"""
USUARIO = "banco"
ROL_SERVICIO = "dictamend_banco"


class Postgres:
    def __init__(self, entorno, memoria="1GB"):
        self.entorno = entorno
        versiones = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda p: int(p.split("/")[-2]))
        if not versiones:
            raise SystemExit("bench: PostgreSQL is not installed")
        self.programas = versiones[-1]
        self.carpeta = os.path.join(entorno.carpeta, "pg")
        datos = os.path.join(self.carpeta, "datos")
        entorno.correr([self.programa("initdb"), "-D", datos, "-U", USUARIO, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
        with open(os.path.join(datos, "postgresql.conf"), "a") as f:
            f.write(AJUSTES.format(carpeta=self.carpeta, memoria=memoria))
        self.proceso = entorno.lanzar([self.programa("postgres"), "-D", datos], "pg/postgres.log")
        listo = [self.programa("pg_isready"), "-q", "-h", self.carpeta, "-d", "postgres"]
        if not esperar(lambda: entorno.correr(listo, falla=False).returncode == 0, 60):
            raise SystemExit("bench: PostgreSQL did not start")

    def programa(self, nombre):
        return os.path.join(self.programas, nombre)

    def uri(self, base, usuario=USUARIO):
        return f"host={self.carpeta} dbname={base} user={usuario}"

    def sql(self, base, texto):
        """Rows of one statement as lists of texts."""
        salida = self.entorno.correr([self.programa("psql"), "-XqAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", self.uri(base)], entrada=texto,
                                     plazo=1800)
        return [linea.split("\t") for linea in salida.splitlines()]

    def parar(self):
        self.entorno.terminar(self.proceso, signal.SIGINT)


class Base:
    """A migrated database. The names of its methods are those that tests/support/tramite.py expects."""

    gente = None  # nobody is in it yet: Mundo brings them

    def __init__(self, pg, binarios, nombre):
        self.pg, self.entorno, self.binarios, self.nombre = pg, pg.entorno, binarios, nombre
        pg.sql("postgres", f"create database {nombre}")
        self.ctl("migrar")
        if not pg.sql("postgres", f"select 1 from pg_roles where rolname = '{ROL_SERVICIO}'"):
            pg.sql("postgres", f"create role {ROL_SERVICIO} login")
            pg.sql("postgres", f"grant dictamen_servicio to {ROL_SERVICIO}")

    def ambiente(self):
        return {"DICTAMEN_BASE_DE_DATOS": self.pg.uri(self.nombre, ROL_SERVICIO), "DICTAMEN_BASE_DE_DATOS_ADMIN": self.pg.uri(self.nombre)}

    def ctl(self, *args, falla=True):
        """The last JSON line that dictamenctl printed, None when there was none; with falla=False the finished process."""
        r = self.entorno.correr([os.path.join(self.binarios, "dictamenctl"), *args], falla=falla, **self.ambiente())
        if not falla:
            return r
        lineas = [x for x in r.splitlines() if x.startswith("{")]
        return json.loads(lineas[-1]) if lineas else None

    def sql(self, texto):
        return self.pg.sql(self.nombre, texto)

    def organizacion(self, nombre, nivel, entidad=None, municipio=None, siglas=None):
        opciones = (("--entidad", entidad), ("--municipio", municipio), ("--siglas", siglas))
        return self.ctl("organizacion", "alta", "--nombre", nombre, "--nivel", nivel, *(x for o in opciones if o[1] for x in o))["id"]

    def usuario(self, organizacion, nombre, rol, maquina=False):
        return self.ctl("usuario", "alta", "--organizacion", organizacion, "--nombre", nombre, "--rol", rol, *(["--maquina"] if maquina else []))["id"]

    def clave(self, usuario, ambitos=None, vence=None):
        r = self.ctl("clave", "crear", "--usuario", usuario)
        return r["id"], r["clave"]


class Respuesta:
    def __init__(self, status, headers, cuerpo):
        self.status, self.headers, self.body = status, headers, cuerpo
        self.json = json.loads(cuerpo) if cuerpo else None
        self.etag = headers.get("ETag")


class Cliente:
    """One caller over one kept connection; enough of the tests' client for tests/support/tramite.py."""

    def __init__(self, puerto, clave=None, maquina=False, nombre=""):
        self.puerto, self.clave, self.maquina, self.nombre = puerto, clave, maquina, nombre
        self.con = self.usuario = self.organizacion = None

    def pedir(self, metodo, camino, cuerpo=None, tipo=None, consulta=None, espera=None, if_match=None, encabezados=None, plazo=120):
        h = {"Authorization": "Bearer " + self.clave} if self.clave else {}
        if cuerpo is not None and not isinstance(cuerpo, bytes):
            cuerpo, tipo = json.dumps(cuerpo).encode(), tipo or "application/json"
        if tipo:
            h["Content-Type"] = tipo
        if if_match is not None:
            h["If-Match"] = f'"{if_match}"'
        h.update(encabezados or {})
        for intento in (1, 2):
            try:
                if self.con is None:
                    self.con = http.client.HTTPConnection("127.0.0.1", self.puerto, timeout=plazo)
                self.con.request(metodo, camino + ("?" + urlencode(consulta) if consulta else ""), cuerpo, h)
                p = self.con.getresponse()
                r = Respuesta(p.status, p.headers, p.read())
                break
            except (http.client.HTTPException, OSError):
                self.cerrar()
                if intento == 2 or metodo != "GET":
                    raise
        if espera is not None and r.status != espera:
            raise SystemExit(f"bench: {metodo} {camino}: {r.status} instead of {espera}: {r.body[:1000]!r}")
        return r

    def get(self, camino, espera=200, **mas):
        return self.pedir("GET", camino, espera=espera, **mas)

    def post(self, camino, cuerpo=None, espera=201, **mas):
        return self.pedir("POST", camino, cuerpo, espera=espera, **mas)

    def cerrar(self):
        if self.con:
            self.con.close()
            self.con = None


# So high that nothing is refused: every request pays for being counted.
SIN_TOPE = {f"DICTAMEN_LIMITE_{clase}_{sujeto}": "1000000000" for clase in ("PUBLICO", "LECTURA", "ESCRITURA", "DOCUMENTOS", "COSTOSO")
            for sujeto in ("DIRECCION", "CLAVE")}


class Dictamend:
    """A running service; `al_200` is the time from exec to the first 200 of /readyz, in seconds."""

    def __init__(self, base, **ajustes):
        self.base, self.puerto = base, puerto_libre()
        entorno = base.entorno
        ambiente = {**base.ambiente(), "DICTAMEN_ESCUCHA": f"127.0.0.1:{self.puerto}",
                    "DICTAMEN_CARPETA_TEMPORAL": os.path.join(entorno.carpeta, "tmp"), **SIN_TOPE, **ajustes}
        empezo = time.monotonic()
        self.proceso = entorno.lanzar([os.path.join(base.binarios, "dictamend")], "dictamend.log", **ambiente)
        if not esperar(self._listo, 30, 0.001):
            with open(os.path.join(entorno.carpeta, "dictamend.log"), errors="replace") as f:
                raise SystemExit("bench: dictamend is not ready:\n" + "".join(f.readlines()[-20:]))
        self.al_200 = time.monotonic() - empezo

    def _listo(self):
        try:
            with socket.create_connection(("127.0.0.1", self.puerto), timeout=1) as s:
                s.sendall(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                return s.recv(64).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    @property
    def anfitrion(self):
        return f"127.0.0.1:{self.puerto}"

    def cliente(self, clave=None, maquina=False, nombre=""):
        return Cliente(self.puerto, clave, maquina, nombre)

    def memoria(self):
        """The most memory that was ever resident, in MiB."""
        with open(f"/proc/{self.proceso.pid}/status") as f:
            return next(int(x.split()[1]) / 1024 for x in f if x.startswith("VmHWM:"))

    def parar(self):
        return self.base.entorno.terminar(self.proceso, signal.SIGTERM)


def copiar_binarios(entorno):
    """The programs as they are now: a build that goes on meanwhile does not change what is measured."""
    origen = os.environ.get("DICTAMEN_BIN") or os.path.join(os.path.dirname(__file__), "..", "..", "..", "build", "release", "bin")
    destino = os.path.join(entorno.carpeta, "bin")
    for nombre in ("dictamend", "dictamenctl", "dictamen-inspector", "dictamen-inspector-pdf", "dictamen-jaula"):
        if not os.path.exists(os.path.join(origen, nombre)):
            raise SystemExit(f"bench: there is no {nombre} in {origen}; build it (./dev build) or set DICTAMEN_BIN")
        entorno.dar(shutil.copy2(os.path.join(origen, nombre), destino))
    return destino
