"""Fixtures of all Python tests. One cluster and one database a session; tests that hurt either make their own."""

import contextlib
import os

import pytest

from support import mensajes, servicio as modulo_servicio
from support.cluster import ClusterPropio, abrir_cluster
from support.contrato import contrato as documento
from support.mensajes import Buzon
from support.navegador import Navegador
from support.sello import Sello
from support.servicio import BaseDatos, Servicio
from support.tramite import Mundo, con_gente

# The limits of the tests' service: small where a test must reach them, wide where it must not.
AJUSTES = {f"DICTAMEN_LIMITE_{clase}_{sujeto}": "1000000" for clase in ("PUBLICO", "LECTURA", "ESCRITURA", "DOCUMENTOS", "COSTOSO")
           for sujeto in ("DIRECCION", "CLAVE")}
# Passwords as cheap as they may be.
AJUSTES.update(DICTAMEN_CONTRASENA_MEMORIA="8M", DICTAMEN_CONTRASENA_VUELTAS="1")


# Files that take longest, first: with a few workers the last file decides when both are done.
LARGOS = ("test_entregas.py", "test_plantillas.py", "test_caidas.py", "test_registro_carga.py", "test_avisos.py", "test_emitidos.py", "test_registro.py",
          "test_portales.py", "test_correo_servidores.py", "test_copia.py", "test_certificados.py", "test_demo.py", "test_cuentas.py", "test_ensayo.py", "test_oidc.py",
          "test_margenes.py", "test_seguridad.py", "test_bitacora.py", "test_sello_tiempo.py", "test_descargas.py")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda i: LARGOS.index(i.path.name) if i.path.name in LARGOS else len(LARGOS))


def pytest_terminal_summary(terminalreporter):
    """What a test measured (record_property), said even where all passed."""
    for r in terminalreporter.getreports("passed"):
        for nombre, valor in r.user_properties:
            terminalreporter.write_line(f"{nombre}: {valor}")


def pytest_sessionfinish(session):
    documento.anotar_ejercidas()


def pytest_configure(config):
    if not modulo_servicio.hay_binarios():
        raise pytest.UsageError(f"there is no dictamend in {modulo_servicio.BIN}: build it (./dev build) or set DICTAMEN_BIN")


@pytest.fixture(scope="session")
def contrato():
    return documento


@pytest.fixture(scope="module")
def sello():
    s = Sello()
    yield s
    s.borrar()


@pytest.fixture(scope="session")
def cluster():
    c = abrir_cluster()
    yield c
    c.parar()


@pytest.fixture(scope="session")
def base(cluster):
    b = con_gente(cluster)
    yield b
    b.borrar()


@pytest.fixture(scope="session")
def servicio(base):
    """The service that most tests share, on the machine's own clock."""
    s = Servicio(base, AJUSTES).arrancar()
    yield s
    assert s.parar() == 0, s.ultimas_lineas()
    s.lineas()  # every line of the log is JSON


@pytest.fixture(scope="session")
def mundo(base, servicio):
    return Mundo(base, servicio)


@contextlib.contextmanager
def mundo_aparte(cluster, ajustes=None):
    """A database and a service of a module's own, both gone afterwards."""
    b = con_gente(cluster)
    s = Servicio(b, {**AJUSTES, **(ajustes or {})}).arrancar()
    yield Mundo(b, s)
    assert s.parar(60) == 0, s.ultimas_lineas()
    s.lineas()  # every line of the log is JSON
    b.borrar()


@pytest.fixture(scope="module")
def smtp(tmp_path_factory):
    """A mail server with TLS that keeps what it is given."""
    s = mensajes.Sumidero(mensajes.Certificados(str(tmp_path_factory.mktemp("certificados"))))
    yield s
    s.cerrar()


@pytest.fixture(scope="module")
def n():
    """A browser that runs scripts. No page may break its own policy, or fail without saying so."""
    n = Navegador(guiones=True)
    yield n
    violaciones = n.violaciones
    n.cerrar()
    assert violaciones == []


@pytest.fixture(scope="module")
def web(mundo):
    """Where the module's service shows its pages."""
    return f"http://127.0.0.1:{mundo.servicio.puerto}"


@pytest.fixture(scope="session")
def dominios(base, mundo):
    for org, dominio, mas in (("guadalajara", "guadalajara.gob.mx", ["--subdominios"]), ("zapopan", "zapopan.gob.mx", []),
                              ("merida", "merida.gob.mx", [])):
        base.ctl("organizacion", "dominio", "--id", mundo.org[org], "--agregar", dominio, *mas)


@pytest.fixture(scope="session")
def buzon(base, dominios):
    return Buzon(base)


@pytest.fixture(scope="session")
def servicio_reloj(base, servicio):
    """A second service on the same database whose clock the tests move."""
    s = Servicio(base, AJUSTES, reloj=True).arrancar()
    yield s
    assert s.parar() == 0, s.ultimas_lineas()


@pytest.fixture
def reloj(servicio_reloj):
    """mover(segundos): how far ahead that service's clock runs; back to the machine's time afterwards."""
    yield servicio_reloj.mover_reloj
    servicio_reloj.mover_reloj(0)


@pytest.fixture
def mundo_reloj(mundo, servicio_reloj, reloj):
    return mundo.en_puerto(servicio_reloj)


@pytest.fixture
def base_propia(cluster):
    """A migrated database for one test."""
    b = BaseDatos(cluster).preparar()
    yield b
    b.borrar()


@pytest.fixture(scope="session")
def semilla():
    """A stopped cluster with its databases prepared, to be copied: making one anew takes many times as long."""
    c = ClusterPropio()
    BaseDatos(c).preparar().borrar()
    con_gente(c).borrar()
    c.detener()
    yield c
    c.parar()


@pytest.fixture
def cluster_propio(semilla):
    """A cluster that the test may stop and start; never the one of the environment."""
    c = ClusterPropio(semilla)
    yield c
    c.parar()


@pytest.fixture
def lanzar():
    """Starts services for one test and ends them whatever happens."""
    vivos = []

    def _lanzar(base, ajustes=None, espera=True, **mas):
        s = Servicio(base, {**AJUSTES, **(ajustes or {})}, **mas)
        vivos.append(s)
        return s.arrancar(espera)

    yield _lanzar
    for s in vivos:
        if s.proceso and s.proceso.poll() is None:
            s.matar()


DATOS = os.path.join(os.path.dirname(modulo_servicio.RAIZ), "shared", "data")


@pytest.fixture(scope="session")
def carpeta_datos():
    """Where data/ of the project's shared folder stands: the repository's own copy first."""
    propia = os.path.join(modulo_servicio.RAIZ, "tests", "datos")
    return propia if os.path.isdir(propia) else DATOS
