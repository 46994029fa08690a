"""The connection names several servers (libpq: host=a,b): whichever answers serves, from the start and after the one in use is gone."""

import copy
import os
import shutil
import socket
import tempfile
import threading
import time

import pytest
from support.tramite import Mundo, con_gente


class Puerta:
    """A second socket folder that leads to the same PostgreSQL, and may be shut: connections through it end, and no new ones come."""

    def __init__(self, cluster):
        self.carpeta = tempfile.mkdtemp(prefix="pg-", dir="/tmp")  # a socket's name is short
        self.nombre = f".s.PGSQL.{cluster.puerto}"
        self.destino = os.path.join(cluster.host, self.nombre)
        self.oyente = socket.socket(socket.AF_UNIX)
        self.oyente.bind(os.path.join(self.carpeta, self.nombre))
        self.oyente.listen(64)
        self.abiertas, self.pasaron = [], 0
        threading.Thread(target=self._recibir, daemon=True).start()

    def _recibir(self):
        while True:
            try:
                cliente, _ = self.oyente.accept()
            except OSError:
                return
            servidor = socket.socket(socket.AF_UNIX)
            servidor.connect(self.destino)
            self.abiertas += [cliente, servidor]
            self.pasaron += 1
            for de, a in ((cliente, servidor), (servidor, cliente)):
                threading.Thread(target=self._llevar, args=(de, a), daemon=True).start()

    @staticmethod
    def _llevar(de, a):
        try:
            while datos := de.recv(65536):
                a.sendall(datos)
        except OSError:
            pass
        for s in (de, a):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cerrar(self):
        self.oyente.shutdown(socket.SHUT_RDWR)
        self.oyente.close()
        os.unlink(os.path.join(self.carpeta, self.nombre))
        for s in self.abiertas:
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


@pytest.fixture
def puerta(cluster):
    p = Puerta(cluster)
    yield p
    shutil.rmtree(p.carpeta)


def con_servidores(base, carpetas):
    """The same database, by way of these folders in turn."""
    otra, c = copy.copy(base), base.cluster
    hosts, puertos = ",".join(carpetas), ",".join([str(c.puerto)] * len(carpetas))
    otra.uri_servicio = f"host={hosts} port={puertos} dbname={base.nombre} user={base.uri_servicio.split('//')[1].split('@')[0]}"
    otra.uri_admin = f"postgresql://{c.usuario}@/{base.nombre}?host={hosts}&port={puertos}"
    return otra


def test_el_primero_no_existe(cluster, lanzar):
    """The first is not there from the beginning: the service and dictamenctl use the second."""
    b = con_gente(cluster)
    doble = con_servidores(b, ["/tmp/no-hay-servidor", cluster.host])
    assert doble.ctl("verificar").returncode == 0
    s = lanzar(doble)
    Mundo(b, s).tramite().hasta("presentado")
    assert s.parar() == 0
    b.borrar()


def test_el_primero_muere(cluster, lanzar, puerta):
    """
    The first serves and then dies with every connection through it: what was acknowledged is there, and the service goes on with the second by itself.
    What is shown is the failover of the connection; that two servers hold the same data is PostgreSQL's replication, not ours.
    """
    b = con_gente(cluster)
    s = lanzar(con_servidores(b, [puerta.carpeta, cluster.host]))
    m = Mundo(b, s)
    t = m.tramite().hasta("presentado")
    assert puerta.pasaron > 0
    antes = t.leer()
    puerta.cerrar()
    fin = time.monotonic() + 60
    while (r := t.local.pedir("GET", t.url)).status != 200:
        assert r.status == 503 and int(r.headers["Retry-After"]) > 0 and time.monotonic() < fin, r
        time.sleep(0.1)
    s.esperar_listo(60)
    assert t.leer() == antes
    t.hasta("turnado")
    assert s.parar() == 0 and b.verificar().returncode == 0
    b.borrar()
