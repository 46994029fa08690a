"""A PostgreSQL server of the tests' own: the one named by the environment, or a throw-away cluster in a temporary folder."""

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import closing
from urllib.parse import quote

import psycopg2

# Small like a test. A killed server loses nothing that it gave to the kernel, and no test takes the machine's power away: nothing waits for the disk.
AJUSTES = """
listen_addresses = ''
unix_socket_directories = '{carpeta}'
max_connections = 200
shared_buffers = 64MB
jit = off
log_min_messages = warning
fsync = off
"""


def usuario_sin_privilegios():
    """Who runs initdb when we are root, which PostgreSQL refuses to be; None when we are not."""
    if os.geteuid() != 0:
        return None
    for nombre in (os.environ.get("DICTAMEN_PRUEBA_USUARIO"), "postgres", "nobody"):
        if not nombre:
            continue
        try:
            return pwd.getpwnam(nombre)
        except KeyError:
            continue
    raise RuntimeError("there is no unprivileged user to run PostgreSQL as")


def carpeta_programas():
    propia = os.environ.get("DICTAMEN_PG_BIN")
    if propia:
        return propia
    versiones = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda p: int(p.split("/")[-2]))
    if versiones:
        return versiones[-1]
    pg_ctl = shutil.which("pg_ctl")
    if not pg_ctl:
        raise RuntimeError("PostgreSQL is not installed (initdb, pg_ctl)")
    return os.path.dirname(pg_ctl)


class Cluster:
    """host is a socket directory (or a host name); usuario may create databases and roles."""

    def __init__(self, host, usuario, puerto=5432):
        self.host, self.usuario, self.puerto = host, usuario, puerto
        self.propio = False
        self.plantillas = {}  # prepared databases that others are copied from

    def uri(self, base, usuario=None):
        return (f"postgresql://{quote(usuario or self.usuario)}@/{quote(base)}"
                f"?host={quote(self.host, safe='')}&port={self.puerto}")

    def conectar(self, base="postgres", usuario=None):
        c = psycopg2.connect(self.uri(base, usuario))
        c.autocommit = True
        return c

    def sql(self, texto, args=None, base="postgres", usuario=None):
        """Rows of one statement, in a transaction of its own."""
        with closing(self.conectar(base, usuario)) as c, c.cursor() as q:
            q.execute(texto, args)
            return q.fetchall() if q.description else None

    def crear_base(self, nombre, plantilla="template0"):
        with closing(self.conectar()) as c, c.cursor() as q:
            q.execute(f'drop database if exists "{nombre}" with (force)')
            q.execute(f'create database "{nombre}" template "{plantilla}" encoding \'UTF8\' lc_collate \'C.UTF-8\' lc_ctype \'C.UTF-8\'')

    def borrar_base(self, nombre):
        with closing(self.conectar()) as c, c.cursor() as q:
            q.execute(f'drop database if exists "{nombre}" with (force)')

    def parar(self):
        for base in self.plantillas.values():
            self.borrar_base(base.nombre)


class ClusterPropio(Cluster):
    """In a temporary folder; `semilla`: as that one, which is stopped, stands on the disk."""

    def __init__(self, semilla=None):
        self.quien = usuario_sin_privilegios()
        self.carpeta = tempfile.mkdtemp(prefix="dictamen-pg-")
        self.programas = carpeta_programas()
        if self.quien:
            os.chown(self.carpeta, self.quien.pw_uid, self.quien.pw_gid)
        super().__init__(self.carpeta, "prueba")
        self.propio = True
        self.datos = os.path.join(self.carpeta, "datos")
        try:
            if semilla:
                subprocess.run(["cp", "-a", semilla.datos, self.datos], check=True)
                self.plantillas = dict(semilla.plantillas)
            else:
                self._correr("initdb", "-D", self.datos, "-U", "prueba", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
            with open(os.path.join(self.datos, "postgresql.conf"), "a") as f:
                f.write(AJUSTES.format(carpeta=self.carpeta))
            self.arrancar()
        except BaseException:
            shutil.rmtree(self.carpeta, ignore_errors=True)
            raise

    def _como(self, *orden):
        if self.quien:
            return ["setpriv", f"--reuid={self.quien.pw_uid}", f"--regid={self.quien.pw_gid}", "--clear-groups", *orden]
        return list(orden)

    def _correr(self, programa, *args, verifica=True):
        # Output to a file: the postmaster would keep a pipe open.
        with tempfile.TemporaryFile() as salida:
            p = subprocess.run(self._como(os.path.join(self.programas, programa), *args), stdout=salida, stderr=salida,
                               stdin=subprocess.DEVNULL, cwd=self.carpeta, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
            if verifica and p.returncode != 0:
                salida.seek(0)
                raise RuntimeError(f"{programa}: {salida.read().decode(errors='replace')}")

    def arrancar(self):
        self._correr("pg_ctl", "-D", self.datos, "-l", os.path.join(self.carpeta, "postgres.log"), "-w", "-t", "60", "start")

    def detener(self, modo="fast"):
        self._correr("pg_ctl", "-D", self.datos, "-w", "-t", "60", "-m", modo, "stop", verifica=False)

    def reiniciar(self, modo="fast"):
        self.detener(modo)
        self.arrancar()

    def parar(self):
        self.detener("immediate")
        for _ in range(50):
            if not os.path.exists(os.path.join(self.datos, "postmaster.pid")):
                break
            time.sleep(0.1)
        shutil.rmtree(self.carpeta, ignore_errors=True)


def abrir_cluster():
    """Roles belong to the whole server, so that each of several workers has a server to itself."""
    host = os.environ.get("DICTAMEN_PRUEBA_PGHOST")
    if host and "PYTEST_XDIST_WORKER" not in os.environ:
        return Cluster(host, os.environ.get("DICTAMEN_PRUEBA_PGUSER", "postgres"), int(os.environ.get("DICTAMEN_PRUEBA_PGPORT", "5432")))
    return ClusterPropio()
