"""The programs under test: a migrated database, `dictamenctl` and a running `dictamend`."""

import itertools
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from contextlib import closing

from support.cliente import Cliente
from support.contrato import RAIZ

ROL_SERVICIO = "dictamend_prueba"


def carpeta_binarios():
    propia = os.environ.get("DICTAMEN_BIN")
    if propia:
        return os.path.abspath(propia)
    for c in ("build/release/bin", "build/asan/bin", "build/coverage/bin"):
        if os.path.exists(os.path.join(RAIZ, c, "dictamend")):
            return os.path.join(RAIZ, c)
    return os.path.join(RAIZ, "build/release/bin")


BIN = carpeta_binarios()


def hay_binarios():
    return all(os.path.exists(os.path.join(BIN, p)) for p in ("dictamend", "dictamenctl"))


def saneador():
    """Shared sanitizer runtime of dictamend, which must come first in LD_PRELOAD; None when there is none."""
    salida = subprocess.run(["ldd", os.path.join(BIN, "dictamend")], capture_output=True, text=True).stdout
    m = re.search(r"=> (\S*lib[at]san\.so\S*)", salida)
    return m.group(1) if m else None


def libfaketime():
    for c in ("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"):
        if os.path.exists(c):
            return c
    return None


class ErrorCtl(RuntimeError):
    def __init__(self, orden, codigo, salida, error):
        super().__init__(f"{' '.join(orden)}: exit {codigo}\n{salida}\n{error}")
        self.codigo, self.salida, self.error = codigo, salida, error


class BaseDatos:
    """One fresh database of a cluster, migrated, with the service's own login."""

    def __init__(self, cluster, nombre=None):
        self.cluster = cluster
        self.nombre = nombre or "dictamen_" + uuid.uuid4().hex[:12]
        self.gente = None
        cluster.crear_base(self.nombre)
        self.uri_admin = cluster.uri(self.nombre)
        self.uri_servicio = cluster.uri(self.nombre, ROL_SERVICIO)

    def entorno(self):
        e = {k: v for k, v in os.environ.items() if not k.startswith(("DICTAMEN_", "PG", "DATABASE_URL"))}
        e.update(DICTAMEN_BASE_DE_DATOS=self.uri_servicio, DICTAMEN_BASE_DE_DATOS_ADMIN=self.uri_admin)
        return e

    def ctl(self, *args, verifica=True, **mas):
        """Runs dictamenctl; the JSON lines it prints (other lines as text)."""
        orden = [os.path.join(BIN, "dictamenctl"), *map(str, args)]
        p = subprocess.run(orden, capture_output=True, text=True, env=self.entorno(), timeout=300, cwd=RAIZ, **mas)
        if verifica and p.returncode != 0:
            raise ErrorCtl(orden, p.returncode, p.stdout, p.stderr)
        p.lineas = []
        for linea in p.stdout.splitlines():
            try:
                p.lineas.append(json.loads(linea))
            except ValueError:
                p.lineas.append(linea)
        return p

    def preparar(self, calendario=True, llenar=None):
        """As a new installation is; with `llenar(base)`, as that leaves it, what it returns in `gente`. Made once for each cluster, then copied."""
        clave = (calendario, llenar)
        if clave not in self.cluster.plantillas:
            plantilla = BaseDatos(self.cluster)
            plantilla.instalar(calendario)
            plantilla.gente = llenar(plantilla) if llenar else None
            self.cluster.plantillas[clave] = plantilla
        plantilla = self.cluster.plantillas[clave]
        self.cluster.crear_base(self.nombre, plantilla.nombre)
        self.sql(f'revoke temporary on database "{self.nombre}" from public')  # as the migrations do: a copy does not take a database's own rights
        self.gente = plantilla.gente
        return self

    def instalar(self, calendario=True):
        """Migrates what is there."""
        self.ctl("migrar")
        with closing(self.cluster.conectar(self.nombre)) as c, c.cursor() as q:
            q.execute("select 1 from pg_roles where rolname = %s", (ROL_SERVICIO,))
            if not q.fetchone():
                q.execute(f"create role {ROL_SERVICIO} login noinherit")
                q.execute(f"alter role {ROL_SERVICIO} inherit")
            q.execute(f"grant dictamen_servicio to {ROL_SERVICIO}")
        if calendario:
            self.ctl("calendario", "cargar")

    def crear_rol(self):
        """The service's own login, once a cluster."""
        if not self.sql("select 1 from pg_roles where rolname = %s", ROL_SERVICIO):
            self.sql(f"create role {ROL_SERVICIO} login")

    def conectar(self, usuario=None):
        return self.cluster.conectar(self.nombre, usuario)

    def sql(self, texto, *args, usuario=None):
        """Rows of a statement, as superuser unless said otherwise."""
        return self.cluster.sql(texto, args or None, self.nombre, usuario)

    def organizacion(self, nombre, nivel="municipal", entidad=None, municipio=None, siglas=None):
        args = ["organizacion", "alta", "--nombre", nombre, "--nivel", nivel]
        for opcion, valor in (("--entidad", entidad), ("--municipio", municipio), ("--siglas", siglas)):
            if valor:
                args += [opcion, valor]
        return self.ctl(*args).lineas[-1]["id"]

    def usuario(self, organizacion, nombre, rol, correo=None, maquina=False):
        args = ["usuario", "alta", "--organizacion", organizacion, "--nombre", nombre, "--rol", rol]
        if correo:
            args += ["--correo", correo]
        if maquina:
            args += ["--maquina"]
        return self.ctl(*args).lineas[-1]["id"]

    def clave(self, usuario, ambitos=None, vence=None):
        """(id, key)"""
        args = ["clave", "crear", "--usuario", usuario]
        if ambitos is not None:
            args += ["--ambitos", ",".join(ambitos)]
        if vence:
            args += ["--vence", vence]
        r = self.ctl(*args).lineas[-1]
        assert re.fullmatch(r"dk_[A-Za-z0-9_-]{43}", r["clave"]), "the key is not of the form dk_ + 43 base64url characters"
        return r["id"], r["clave"]

    def verificar(self, expediente=None):
        """The finished process of `dictamenctl verificar`: 0 whole, 1 broken."""
        return self.ctl("verificar", *(["--expediente", expediente] if expediente else []), verifica=False)

    def borrar(self):
        self.cluster.borrar_base(self.nombre)


CALENDARIO = os.path.join(RAIZ, "config", "inhabiles.csv")


# Below the ports that the kernel gives to clients, a stretch for each worker: between asking and listening nobody else takes it.
_TRAMO = 20000 + 4000 * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 3)
_PUERTOS = itertools.cycle(range(_TRAMO, _TRAMO + 4000))


def puerto_libre():
    for puerto in _PUERTOS:
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", puerto))
            except OSError:
                continue
            return puerto


class Servicio:
    """
    A dictamend on a port of its own. `reloj=True` preloads libfaketime: `mover_reloj(segundos)` moves its wall clock only. `senales=False`: writing beyond the limit of a
    file's size is an error, as on a full disk, and no signal.
    """

    def __init__(self, base, ajustes=None, reloj=False, puerto=None, adelanto=0, argumentos=(), senales=True):
        self.senales = senales
        self.base, self.ajustes, self.puerto, self.argumentos = base, dict(ajustes or {}), puerto or puerto_libre(), list(argumentos)
        self.carpeta = tempfile.TemporaryDirectory(prefix="dictamend-")
        self.registro = os.path.join(self.carpeta.name, "registro.jsonl")
        self.con_reloj = reloj
        self.archivo_reloj = os.path.join(self.carpeta.name, "reloj")
        self.proceso = None
        if reloj:
            self.mover_reloj(adelanto)

    def entorno(self):
        e = self.base.entorno()
        temporal = os.path.join(self.carpeta.name, "tmp")
        os.makedirs(temporal, exist_ok=True)
        e.update(DICTAMEN_ESCUCHA=f"127.0.0.1:{self.puerto}", DICTAMEN_CARPETA_TEMPORAL=temporal)
        e.update(self.ajustes)
        if self.con_reloj:
            biblioteca = libfaketime()
            assert biblioteca, "the tests that move the clock need the package libfaketime"
            primero = saneador()
            e.update(LD_PRELOAD=":".join(filter(None, (primero, biblioteca))), FAKETIME_TIMESTAMP_FILE=self.archivo_reloj,
                     FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1", FAKETIME_DONT_RESET="1")
            # The runtime stands first already; its own check does not see through the second library.
            e["ASAN_OPTIONS"] = ":".join(filter(None, (e.get("ASAN_OPTIONS"), "verify_asan_link_order=0")))
        return e

    def mover_reloj(self, segundos):
        """The service's wall clock runs `segundos` ahead of the machine's from now on."""
        nuevo = self.archivo_reloj + ".nuevo"
        with open(nuevo, "w") as f:
            f.write(f"{int(segundos):+d}\n")
        os.replace(nuevo, self.archivo_reloj)

    def arrancar(self, espera=True):
        assert self.proceso is None or self.proceso.poll() is not None
        self._salida = open(self.registro, "ab")
        self.proceso = subprocess.Popen([os.path.join(BIN, "dictamend"), *self.argumentos], stdout=self._salida, stderr=self._salida,
                                        stdin=subprocess.DEVNULL, env=self.entorno(), cwd=RAIZ, restore_signals=self.senales)
        if espera:
            try:
                self.esperar_listo()
            except RuntimeError:
                self.matar()
                raise
        return self

    def estado(self, camino="/readyz"):
        """HTTP status of a health address, None when nobody answers."""
        c = Cliente(self.puerto, plazo=5)
        try:
            return c.pedir("GET", camino).status
        except OSError:
            return None
        finally:
            c.cerrar()

    def esperar_listo(self, plazo=30, camino="/readyz"):
        fin = time.monotonic() + plazo
        while time.monotonic() < fin:
            if self.proceso.poll() is not None:
                raise RuntimeError(f"dictamend ended with {self.proceso.returncode}:\n{self.ultimas_lineas()}")
            if self.estado(camino) == 200:
                return
            time.sleep(0.03)
        raise RuntimeError(f"dictamend is not ready after {plazo} s:\n{self.ultimas_lineas()}")

    def ultimas_lineas(self, n=40):
        """What the log says last, but for those who asked whether it is ready."""
        with open(self.registro, errors="replace") as f:
            return "".join([linea for linea in f if '"operation":"readyz"' not in linea][-n:])

    def lineas(self):
        """The log, line by line, as objects; every line must be JSON (a sanitizer's report is not)."""
        with open(self.registro, errors="replace") as f:
            return [json.loads(linea) for linea in f if linea.strip()]

    def memoria(self, que="VmRSS"):
        """KiB of resident memory."""
        with open(f"/proc/{self.proceso.pid}/status") as f:
            for linea in f:
                if linea.startswith(que + ":"):
                    return int(linea.split()[1])
        raise RuntimeError(que)

    def senal(self, s):
        self.proceso.send_signal(s)

    def parar(self, plazo=30):
        """Graceful stop; the exit code."""
        if self.proceso is None:
            return None
        if self.proceso.poll() is None:
            self.senal(signal.SIGTERM)
        try:
            codigo = self.proceso.wait(plazo)
        except subprocess.TimeoutExpired:
            self.matar()
            raise
        self._salida.close()
        return codigo

    def matar(self):
        if self.proceso.poll() is None:
            self.proceso.kill()
        self.proceso.wait()
        self._salida.close()

    def cliente(self, clave=None, **mas):
        c = Cliente(self.puerto, clave, **mas)
        c.ociosa = int(self.ajustes.get("DICTAMEN_PLAZO_OCIOSO", 60)) / 3
        return c
