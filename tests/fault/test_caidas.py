"""The database goes away, the service is killed, the service is told to stop."""

import os
import random
import signal
import threading
import time
import uuid

import pytest

from support.cliente import Cliente
from support.contrato import Incumplimiento
from support.servicio import BaseDatos
from support.tramite import Mundo, con_gente


@pytest.fixture
def propio(cluster_propio, lanzar):
    """(cluster, database, service, people), all of the test's own."""
    b = con_gente(cluster_propio)
    s = lanzar(b)
    return cluster_propio, b, s, Mundo(b, s)


def esperar(f, plazo=30):
    fin = time.monotonic() + plazo
    while time.monotonic() < fin:
        if f():
            return True
        time.sleep(0.05)
    return False


def test_arranca_sin_base(cluster_propio, lanzar):
    """Started with the database down: says so, keeps trying, serves as soon as it is there."""
    b = BaseDatos(cluster_propio).preparar()
    cluster_propio.detener()
    s = lanzar(b, espera=False)
    assert esperar(lambda: s.estado("/livez") == 200), s.ultimas_lineas()
    assert s.estado("/readyz") == 503
    c = s.cliente("dk_" + "A" * 43)
    r = c.get("/v1/expedientes", 503)
    assert r.slug == "base-no-disponible" and int(r.headers["Retry-After"]) > 0
    c.get("/v1/procedimiento")
    time.sleep(1)
    assert s.proceso.poll() is None
    assert any(x["event"] == "mantenimiento" and x["problema"] == "base-no-disponible" for x in s.lineas()), "nothing in the log says that the database is away"
    cluster_propio.arrancar()
    s.esperar_listo(20)
    assert c.get("/v1/expedientes", 401).slug == "credencial-invalida"
    assert s.parar() == 0


def test_arranca_sin_migrar(cluster_propio, lanzar):
    """An empty database is not served, and the log says what to do."""
    b = BaseDatos(cluster_propio)
    b.crear_rol()
    s = lanzar(b, espera=False)
    assert esperar(lambda: s.estado("/livez") == 200 or s.proceso.poll() is not None)
    if s.proceso.poll() is None:
        assert s.estado("/readyz") == 503
        b.instalar()
        s.esperar_listo(20)
    assert "migra" in open(s.registro, encoding="utf-8").read()


def test_base_mas_nueva(cluster_propio, lanzar):
    """A database that a later program migrated is not served; the log says which of the two is old, and goes on when that is mended."""
    b = BaseDatos(cluster_propio).preparar()
    b.sql("insert into migracion (numero, nombre, sha256) values (9999, '9999_futura', sha256('x'))")
    s = lanzar(b, espera=False)
    assert esperar(lambda: os.path.getsize(s.registro) and any("más nueva" in str(x.get("interno")) for x in s.lineas())), s.ultimas_lineas()
    assert s.estado() == 503
    b.sql("delete from migracion where numero = 9999")
    s.esperar_listo(20)
    assert s.parar() == 0


def test_la_base_se_reinicia_a_media_solicitud(propio):
    """
    Restarts while clients read and write: answers are 2xx, 412, or 503 with Retry-After; nothing acknowledged is lost; and once /readyz says
    so, no worker spends a caller's request on finding out that its connection is dead.
    """
    cluster, b, s, m = propio
    listos = [m.tramite().hasta("presentado") for _ in range(4)]
    fin, reconocidas, estados, fallas = threading.Event(), [], set(), []

    def escribir(t):
        q = m.dgcp.otro()
        k = 0
        while not fin.is_set():
            nota = f"{t.id} {k}"
            clave = str(uuid.uuid4())
            while not fin.is_set():
                try:
                    v = q.pedir("GET", t.url)
                    if v.status != 200:
                        estados.add(v.status)
                        time.sleep(0.05)
                        continue
                    r = q.pedir("POST", t.url + "/actos", {"acto": "anotar", "datos": {"nota": nota}}, if_match=v.json["version"], idempotencia=clave)
                    estados.add(r.status)
                    if r.status == 201:
                        reconocidas.append((t.id, r.json["acto"]["n"], nota))
                        break
                    if r.status == 503:
                        assert int(r.headers["Retry-After"]) > 0
                    elif r.status != 412:
                        fallas.append(r)
                    time.sleep(0.05)
                except (OSError, Incumplimiento) as e:
                    fallas.append(e)
                    return
            k += 1
        q.cerrar()
    hilos = [threading.Thread(target=escribir, args=(t,)) for t in listos]
    for h in hilos:
        h.start()
    assert esperar(lambda: reconocidas)
    for modo in ("fast", "immediate", "fast"):
        time.sleep(0.8)
        cluster.reiniciar(modo)
        s.esperar_listo(20)
    time.sleep(0.8)
    fin.set()
    for h in hilos:
        h.join()
    assert not fallas, fallas[:2]
    assert 201 in estados and estados <= {201, 412, 503}, estados
    assert s.proceso.poll() is None
    for t in listos:
        diario = {a["n"]: a for a in t.actos()}
        for ident, n, nota in reconocidas:
            if ident == t.id:
                assert diario[n]["datos"]["nota"] == nota
        notas = [a["datos"]["nota"] for a in diario.values() if a["acto"] == "anotar"]
        assert len(notas) == len(set(notas)), "a retry with the same key was recorded twice"
    assert b.verificar().returncode == 0


def test_la_base_se_va_y_vuelve(propio):
    cluster, b, s, m = propio
    t = m.tramite()
    cluster.detener("immediate")
    assert esperar(lambda: s.estado("/readyz") == 503, 10)
    assert s.estado("/livez") == 200
    r = t.local.pedir("GET", t.url)
    assert r.status == 503 and r.slug == "base-no-disponible"
    r = t.local.pedir("POST", t.url + "/actos", {"acto": "desistir", "datos": {"motivo": "x"}}, if_match=t.version)
    assert r.status == 503
    m.anonimo().get("/v1/plazos", consulta={"fecha_firma": "2027-03-01"})  # from memory
    cluster.arrancar()
    s.esperar_listo(20)
    assert t.leer()["estado"] == "borrador"
    t.hasta("turnado")


def test_matado_a_medio_acto(propio, lanzar):
    """kill -9, again and again, under load: what was acknowledged is there; what was not is whole or absent; retries with the key are safe."""
    cluster, b, s, m = propio
    listos = [m.tramite().hasta("en_revision") for _ in range(6)]
    azar = random.Random(20261120)
    reconocidas, pendientes, candado = [], [], threading.Lock()

    def escribir(t, hasta_morir):
        q = m.cja.otro()
        k = 0
        try:
            while True:
                v = q.pedir("GET", t.url).json["version"]
                nota, clave = f"{hasta_morir} {t.id} {k}", str(uuid.uuid4())
                with candado:
                    pendientes.append((t, v, nota, clave))
                r = q.pedir("POST", t.url + "/actos", {"acto": "anotar", "datos": {"nota": nota}}, if_match=v, idempotencia=clave)
                if r.status == 201:
                    with candado:
                        reconocidas.append((t.id, r.json["acto"]["n"], nota, r.body))
                        pendientes.pop(next(i for i, p in enumerate(pendientes) if p[3] == clave))
                k += 1
        except (OSError, Incumplimiento, ValueError):
            pass
        except Exception as e:
            if "HTTP" not in type(e).__mro__[1].__name__ and "Incomplete" not in type(e).__name__ and "Disconnected" not in type(e).__name__:
                raise
        finally:
            q.cerrar()
    for ronda in range(5):
        hilos = [threading.Thread(target=escribir, args=(t, ronda)) for t in listos]
        for h in hilos:
            h.start()
        time.sleep(0.15 + azar.random() * 0.5)
        assert esperar(lambda: len(reconocidas) > 4 * (ronda + 1))
        s.senal(signal.SIGKILL)
        for h in hilos:
            h.join()
        s.matar()
        s.arrancar()
        for q in m.gente.values():
            q.cerrar()
        # Whoever heard nothing asks again with the same key and version: once in the journal, never twice.
        with candado:
            preguntar, pendientes[:] = list(pendientes), []
        for t, v, nota, clave in preguntar:
            r = m.cja.pedir("POST", t.url + "/actos", {"acto": "anotar", "datos": {"nota": nota}}, if_match=v, idempotencia=clave)
            assert r.status == 201, r
            reconocidas.append((t.id, r.json["acto"]["n"], nota, r.body))
    assert len(reconocidas) > 20
    for t in listos:
        diario = {a["n"]: a for a in t.actos()}
        notas = [a["datos"]["nota"] for a in diario.values() if a["acto"] == "anotar"]
        assert len(notas) == len(set(notas))
        for ident, n, nota, _ in reconocidas:
            if ident == t.id:
                assert diario[n]["datos"]["nota"] == nota
        assert sorted(diario) == list(range(1, max(diario) + 1))
    p = b.verificar()
    assert p.returncode == 0, p.stdout
    assert b.sql("select e.id from expediente e where e.version <> (select max(n) from acto a where a.expediente_id = e.id)") == []


def test_matado_a_media_subida(propio):
    """Killed while a large document enters: no document, no stray content, nothing left in the temporary folder."""
    from support import archivos
    cluster, b, s, m = propio
    t = m.tramite()
    datos = archivos.pdf_de(20 * 1024 * 1024)

    def subir():
        try:
            m.local.otro(plazo=20).pedir("POST", t.url + "/documentos?clase=anexo&nombre=a.pdf", datos, tipo=archivos.PDF)
        except Exception:
            pass
    for espera in (0.02, 0.1, 0.2, 0.35):
        h = threading.Thread(target=subir)
        h.start()
        time.sleep(espera)
        s.senal(signal.SIGKILL)
        h.join()
        s.matar()
        assert os.listdir(os.path.join(s.carpeta.name, "tmp")) == []
        s.arrancar()
        m.local.cerrar()
        m.dgcp.cerrar()
    e = t.leer()
    guardado = b.sql("select tamano, (select sum(length(bytes)) from contenido_trozo z where z.sha256 = c.sha256) from contenido c where tamano > 1000000")
    assert all(tamano == suma for tamano, suma in guardado), guardado
    assert (len(guardado) == 1) >= (len(e["documentos"]) > 0)
    t.version = e["version"]
    t.documento(t.local, "anexo", datos)
    assert b.verificar().returncode == 0


def test_parada_ordenada(propio):
    """SIGTERM: requests in flight are answered, new connections are not taken, exit code 0."""
    cluster, b, s, m = propio
    t = m.tramite().hasta("en_revision")
    buenas, otras, fin = [], [], threading.Event()

    def leer():
        q = m.cja.otro()
        while not fin.is_set():
            try:
                r = q.pedir("GET", t.url)
            except OSError:
                return
            except Exception as e:
                otras.append(e)
                return
            (buenas if r.status == 200 else otras).append(r)
            if r.status == 503:
                return
    hilos = [threading.Thread(target=leer) for _ in range(8)]
    for h in hilos:
        h.start()
    assert esperar(lambda: len(buenas) > 8)
    codigo = s.parar(plazo=120)
    fin.set()
    for h in hilos:
        h.join()
    assert codigo == 0, s.ultimas_lineas()
    assert all(getattr(o, "status", None) == 503 or "Disconnected" in type(o).__name__ for o in otras), otras[:3]
    with pytest.raises(OSError):
        Cliente(s.puerto).pedir("GET", "/livez")


def test_parada_con_un_acto_en_vuelo(propio):
    """An act that waits for a lock in the database when the stop comes is finished and acknowledged."""
    cluster, b, s, m = propio
    t = m.tramite().hasta("en_revision")
    v = t.leer(m.cja)["version"]
    respuesta = []
    bloqueo = b.conectar()
    bloqueo.autocommit = False
    with bloqueo.cursor() as q:
        q.execute("select 1 from expediente where id = %s for update", (t.id,))
        h = threading.Thread(target=lambda: respuesta.append(m.cja.otro().pedir("POST", t.url + "/actos", {"acto": "anotar", "datos": {"nota": "En vuelo"}}, if_match=v)))
        h.start()
        time.sleep(0.7)
        s.senal(signal.SIGTERM)
        time.sleep(0.7)
    bloqueo.rollback()
    bloqueo.close()
    h.join()
    assert s.proceso.wait(25) == 0
    assert respuesta[0].status == 201
    s.arrancar()
    for q in m.gente.values():
        q.cerrar()
    assert t.leer(m.cja)["version"] == v + 1


def test_parada_con_cliente_colgado(base, lanzar):
    """A client that never finishes its request does not hold the stop beyond its deadline."""
    import socket
    s = lanzar(base, {"DICTAMEN_PLAZO_PARADA": "2"})
    c = socket.create_connection(("127.0.0.1", s.puerto))
    c.sendall(b"POST /v1/expedientes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
    time.sleep(0.3)
    c.settimeout(120)
    assert s.parar(plazo=120) == 0
    try:  # it was the service that ended the conversation
        while c.recv(65536):
            pass
    except ConnectionResetError:
        pass
    c.close()


def test_recarga_y_configuracion_mala(base, lanzar):
    """A wrong setting is named before any socket opens; SIGHUP does not end the service."""
    s = lanzar(base, {"DICTAMEN_DIAS_ANTELACION": "muchos"}, espera=False)
    assert s.proceso.wait(10) not in (0, None)
    assert "dias_antelacion" in open(s.registro, encoding="utf-8").read().lower()
    s = lanzar(base, {"DICTAMEN_LECTURA": "rapida"}, espera=False)
    assert s.proceso.wait(10) != 0
    s = lanzar(base)
    s.senal(signal.SIGHUP)
    time.sleep(0.5)
    assert s.estado() == 200
    assert s.parar() == 0


def test_puerto_ocupado(base, servicio, lanzar):
    s = lanzar(base, espera=False, puerto=servicio.puerto)
    assert s.proceso.wait(15) not in (0, None)
    assert "otro programa ya atiende ahí" in next(x for x in s.lineas() if x["event"] == "arranque")["causa"]
    assert servicio.estado() == 200


def test_sentencia_lenta(propio, lanzar):
    """A lock held in the database makes one act wait, then 503; reads of other files go on."""
    cluster, b, _, _ = propio
    s = lanzar(b, {"DICTAMEN_PLAZO_SENTENCIA_MS": "1500"})
    m = propio[3].en_puerto(s)
    t, otro = m.tramite().hasta("en_revision"), m.tramite()
    v = t.leer(m.cja)["version"]
    bloqueo = b.conectar()
    bloqueo.autocommit = False
    try:
        with bloqueo.cursor() as q:
            q.execute("select 1 from expediente where id = %s for update", (t.id,))
        salida = []
        h = threading.Thread(target=lambda: salida.append(m.cja.otro().pedir("POST", t.url + "/actos", {"acto": "anotar", "datos": {"nota": "x"}}, if_match=v)))
        h.start()
        for _ in range(10):
            otro.local.get(otro.url)
            time.sleep(0.05)
        h.join()
        assert salida[0].status == 503, salida
    finally:
        bloqueo.rollback()
        bloqueo.close()
    t.acto("cja", "anotar", {"nota": "x"}, version=v)
