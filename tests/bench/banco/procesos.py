"""Processes of the bench: without root's rights, dying with it, ending by themselves; one scratch folder for all they leave."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time


def decir(texto):
    print(f"· {texto}", flush=True)


class Entorno:
    """The scratch folder and the user that everything runs as."""

    def __init__(self):
        self.quien = self._sin_privilegios()
        self.carpeta = tempfile.mkdtemp(prefix="dictamen-bench-", dir="/var/tmp")
        self.hijos = []
        os.chmod(self.carpeta, 0o755)
        for nombre in ("pg", "bin", "tmp"):
            self.dar(os.path.join(self.carpeta, nombre), carpeta=True)

    @staticmethod
    def _sin_privilegios():
        """PostgreSQL refuses to be root, and the service should not be."""
        if os.geteuid() != 0:
            return None
        for nombre in ("dictamen", "postgres", "nobody"):
            try:
                return pwd.getpwnam(nombre)
            except KeyError:
                continue
        raise SystemExit("bench: there is no unprivileged user to run PostgreSQL as")

    def dar(self, camino, carpeta=False):
        """Makes the path belong to that user."""
        if carpeta:
            os.makedirs(camino, mode=0o700, exist_ok=True)
        if self.quien:
            os.chown(camino, self.quien.pw_uid, self.quien.pw_gid)
        return camino

    def como(self, orden):
        """The command as that user; the kernel ends it if this program is killed."""
        baja = [f"--reuid={self.quien.pw_uid}", f"--regid={self.quien.pw_gid}", "--clear-groups"] if self.quien else []
        return ["setpriv", *baja, "--pdeathsig", "KILL", "--", *map(str, orden)]

    def ambiente(self, **mas):
        """No setting of the caller's leaks into what is measured."""
        e = {k: v for k, v in os.environ.items() if not k.startswith(("DICTAMEN_", "PG", "DATABASE_URL", "LD_"))}
        e.update(LC_ALL="C.UTF-8", HOME=os.path.join(self.carpeta, "tmp"), **mas)
        return e

    def correr(self, orden, plazo=600, entrada=None, falla=True, **ambiente):
        """Runs to the end; its standard output."""
        p = subprocess.run(self.como(orden), input=entrada, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=plazo, text=True,
                           env=self.ambiente(**ambiente), cwd=self.carpeta)
        if falla and p.returncode != 0:
            raise SystemExit(f"bench: {' '.join(map(str, orden))[:300]}: exit {p.returncode}\n{p.stdout[-2000:]}\n{p.stderr[-2000:]}")
        return p.stdout if falla else p

    def lanzar(self, orden, registro, **ambiente):
        """Starts a child that `terminar` (or the end of the bench) stops."""
        with open(os.path.join(self.carpeta, registro), "ab") as salida:
            p = subprocess.Popen(self.como(orden), stdin=subprocess.DEVNULL, stdout=salida, stderr=salida, env=self.ambiente(**ambiente),
                                 cwd=self.carpeta, start_new_session=True)
        self.hijos.append(p)
        return p

    def terminar(self, p, senal, plazo=60):
        if p.poll() is None:
            p.send_signal(senal)
        try:
            p.wait(plazo)
        except subprocess.TimeoutExpired:
            p.kill()
            p.wait()
        if p in self.hijos:
            self.hijos.remove(p)
        return p.returncode

    def cerrar(self):
        for p in reversed(list(self.hijos)):
            self.terminar(p, 2, 30)
        shutil.rmtree(self.carpeta, ignore_errors=True)


def ajena(segundos=0.3):
    """Share of the processors that others use while nothing of ours is at work, 0 to 1."""
    def leer():
        with open("/proc/stat") as f:
            v = [int(x) for x in f.readline().split()[1:9]]
        return sum(v), v[3] + v[4]

    total, ocioso = leer()
    time.sleep(segundos)
    total2, ocioso2 = leer()
    return 1 - (ocioso2 - ocioso) / max(1, total2 - total)


def puerto_libre():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def esperar(cierto, plazo, pausa=0.05):
    """Whether it became true in time."""
    fin = time.monotonic() + plazo
    while time.monotonic() < fin:
        if cierto():
            return True
        time.sleep(pausa)
    return False
