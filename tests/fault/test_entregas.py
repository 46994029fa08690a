"""Deliveries when things go wrong: receivers that hang, lie, redirect or flood, names that change, and a service that is killed."""

import http.client
import os
import random
import ssl
import subprocess
import threading
import time

import psycopg2
import pytest

from support.cliente import Cliente
from support.receptor import PREFIJO, VERIFICACION, Receptor, esperar
from support.servicio import saneador
from support.tramite import Mundo, con_gente

S = "/v1/suscripciones"
CUANTOS = int(os.environ.get("DICTAMEN_PRUEBA_EVENTOS", 10000))


@pytest.fixture
def receptor():
    vivos = []

    def _receptor(*args, **mas):
        vivos.append(Receptor(*args, **mas))
        return vivos[-1]
    yield _receptor
    for r in vivos:
        r.cerrar()


@pytest.fixture
def montar(cluster, lanzar, tmp_path):
    """montar(settings): (database, people, service) of the test's own, with subscriptions to this machine allowed."""
    hechas = []

    def _montar(base=None, entorno=None, en=None, **ajustes):
        b = base or con_gente(en or cluster)
        llave = str(tmp_path / "suscripciones.llave")
        if not base:
            if not en:
                hechas.append(b)
            b.ctl("suscripciones", "crear-llave", "--archivo", llave)
        todos = {"SUSCRIPCIONES_LLAVE": llave, "ENTREGA_HTTP": "1", "ENTREGA_REDES": "127.0.0.1/32", "ENTREGA_PLAZO_MS": "2000", "ENTREGA_ESPERA_MS": "50"}
        todos.update(ajustes)
        s = lanzar(b, {**{"DICTAMEN_" + k: v for k, v in todos.items()}, **(entorno or {})})
        return b, Mundo(b, s) if not base else None, s
    yield _montar
    for b in hechas:
        b.borrar()


def suscribir(quien, url, tipos=(), activa=True):
    x = quien.post(S, {"url": url, "tipos": [PREFIJO + t for t in tipos]})
    lugar = x.headers["Location"]
    if activa:
        esperar(lambda: quien.get(lugar).json["estado"] == "activa")
    return lugar, x.json["secreto"]


def entrega(quien, lugar, evento):
    return quien.get(f"{lugar}/entregas/{evento}").json


def solo_eventos(f):
    """A behaviour for events only: the challenge is answered as it should."""
    return lambda r, h: None if r.evento["type"] == VERIFICACION else f(r, h)


def test_quien_cuelga_no_detiene_a_nadie(montar, receptor):
    b, m, _ = montar(ENTREGA_PLAZO_MS="30000")
    fin = threading.Event()
    colgado = receptor(solo_eventos(lambda r, h: fin.wait(60) and h.contestar(204)))
    sano = receptor()
    u1, _ = suscribir(m.dgcp, colgado.url)
    u2, _ = suscribir(m.dgcp, sano.url)
    tramites = [m.tramite("merida") for _ in range(6)]
    vistos = sano.esperar(6)
    assert {x.evento["subject"] for x in vistos} == {t.id for t in tramites}
    # All is delivered here while the other has not even been given up once.
    assert colgado.esperar(1) and m.dgcp.get(u1).json["fallos"] == 0
    esperar(lambda: m.dgcp.get(u2).json["pendientes"] == 0)
    assert m.dgcp.get(u1).json["pendientes"] == 6 and b.sql("select count(*) from entrega_intento i join suscripcion s on s.id = i.suscripcion_id where s.url = %s", colgado.url) == [(0,)]
    fin.set()
    assert len({x.id for x in colgado.esperar(6, 60)}) == 6


def test_se_agota_el_plazo_y_se_reintenta(montar, receptor):
    b, m, _ = montar(ENTREGA_PLAZO_MS="300")
    veces = []
    r = receptor(solo_eventos(lambda x, h: (veces.append(x.id), time.sleep(0.8), h.contestar(204)) if len(veces) < 2 else None))
    u, _ = suscribir(m.local, r.url)
    m.tramite()
    ev = r.esperar(3)
    assert len({x.id for x in ev}) == 1, "the same event under the same id"
    e = esperar(lambda: (x := entrega(m.local, u, ev[0].id))["estado"] == "entregada" and x)
    assert [i.get("motivo") for i in reversed(e["ultimos_intentos"])] == ["plazo", "plazo", None]


def test_500_y_orden_en_el_expediente(montar, receptor):
    """While the first event of a file fails, its later ones wait; other files go on."""
    b, m, _ = montar()
    t, otro = m.tramite(), m.tramite("merida")
    fallar = threading.Event()
    fallar.set()
    r = receptor(solo_eventos(lambda x, h: h.contestar(500, b"sin base de datos " * 200) if fallar.is_set() and x.evento["subject"] == t.id else None))
    u, _ = suscribir(m.dgcp, r.url)
    t.hasta("turnado")
    otro.hasta("turnado")
    esperar(lambda: [x for x in r.eventos("acto.turnar") if x.evento["subject"] == otro.id], 40)
    esperar(lambda: len([x for x in r.eventos() if x.evento["subject"] == t.id]) >= 3)
    primero = r.eventos()[[x.evento["subject"] for x in r.eventos()].index(t.id)].id
    assert {x.id for x in r.eventos() if x.evento["subject"] == t.id} == {primero}, "a later event of the file overtook the one that fails"
    intentos = entrega(m.dgcp, u, primero)["ultimos_intentos"]
    assert intentos and all(i["http"] == 500 and i["motivo"] == "http" and len(i["respuesta"]) == 1024 for i in intentos)
    fallar.clear()
    esperar(lambda: m.dgcp.get(u).json["pendientes"] == 0, 60)
    versiones = []
    for x in r.eventos():
        if x.evento["subject"] == t.id and x.evento["data"]["version"] not in versiones:
            versiones.append(x.evento["data"]["version"])
    assert versiones == sorted(versiones) and len(versiones) >= 4


def test_no_se_siguen_redirecciones(montar, receptor):
    b, m, _ = montar()
    trampa = receptor()
    r = receptor()
    u, _ = suscribir(m.local, r.url)
    for destino in ("http://169.254.169.254/latest/meta-data/", trampa.url):
        r.portarse = solo_eventos(lambda x, h, d=destino: h.contestar(307, b"", [("Location", d)]))
        antes = len(r.eventos())
        t = m.tramite()
        ev = r.esperar(antes + 1)[-1]
        e = esperar(lambda: (x := entrega(m.local, u, ev.id))["ultimos_intentos"] and x)
        assert e["estado"] == "pendiente" and e["ultimos_intentos"][-1]["http"] == 307 and e["ultimos_intentos"][-1]["motivo"] == "redireccion", t.id
    assert trampa.conexiones == 0


def inundar(h, cabecera, trozo, cuantos):
    """Writes until the other side hangs up; how many bytes it took."""
    enviados = 0
    try:
        h.wfile.write(cabecera)
        for _ in range(cuantos):
            h.wfile.write(trozo)
            enviados += len(trozo)
    except OSError:
        pass
    h.close_connection = True
    return enviados


def test_respuestas_enormes(montar, receptor):
    """10 GB of body, headers without end, a body that drips: bounded, and whoever said 200 has taken it."""
    b, m, s = montar(ENTREGA_PLAZO_MS="2000")
    tomados = []
    megas = b"x" * (1 << 20)
    r = receptor()
    u, _ = suscribir(m.local, r.url)
    m.tramite()
    r.esperar(1)
    antes = s.memoria("VmHWM")
    r.portarse = solo_eventos(lambda x, h: tomados.append(inundar(h, b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n", megas, 10240)) or True)
    m.tramite()
    ev = r.esperar(2)[-1]
    e = esperar(lambda: (x := entrega(m.local, u, ev.id))["estado"] == "entregada" and x)
    assert e["ultimos_intentos"][0]["respuesta"] == "x" * 1024 and e["ultimos_intentos"][0]["http"] == 200
    esperar(lambda: tomados)
    assert tomados[0] < 64 << 20
    r.portarse = solo_eventos(lambda x, h: tomados.append(inundar(h, b"HTTP/1.1 200 OK\r\n", b"X-Relleno: " + b"y" * 8000 + b"\r\n", 1 << 20)) or True)
    m.tramite()
    ev = r.esperar(3)[-1]
    e = esperar(lambda: (x := entrega(m.local, u, ev.id))["ultimos_intentos"] and x)
    assert e["estado"] == "pendiente" and e["ultimos_intentos"][-1]["motivo"] == "protocolo"

    def gotear(x, h):
        h.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        try:
            for _ in range(1000):
                h.wfile.write(b"z")
                h.wfile.flush()
                time.sleep(0.2)
        except OSError:
            pass
        return True
    r.portarse = solo_eventos(gotear)
    m.tramite("zapopan")
    zapopan = receptor()
    u3, _ = suscribir(m.zapopan, zapopan.url)
    m.tramite("zapopan")
    zapopan.esperar(1)
    ev = esperar(lambda: r.eventos()[3:])[0]
    assert esperar(lambda: (x := entrega(m.local, u, ev.id))["ultimos_intentos"] and x)
    assert s.memoria("VmHWM") - antes < 96 * 1024


@pytest.mark.parametrize("basura", [b"", b"\x00\x01\x02", b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 99999 x\r\n\r\n"])
def test_lo_que_no_es_http(montar, receptor, basura):
    b, m, _ = montar()
    r = receptor()
    u, _ = suscribir(m.local, r.url)

    def portarse(x, h):
        h.wfile.write(basura)
        h.close_connection = True
        return True
    r.portarse = solo_eventos(portarse)
    m.tramite()
    ev = r.esperar(1)[0]
    e = esperar(lambda: (x := entrega(m.local, u, ev.id))["ultimos_intentos"] and x)
    assert e["estado"] == "pendiente" and e["ultimos_intentos"][-1]["motivo"] in ("conexion", "protocolo", "http")
    r.portarse = None
    esperar(lambda: entrega(m.local, u, ev.id)["estado"] == "entregada")


def test_texto_raro_en_la_respuesta(montar, receptor):
    """What is kept of an answer is text, whatever came: no control characters, no half characters, no NUL."""
    b, m, _ = montar()
    respuestas = [b"\x00\x1b[31mrojo\x7f", "ñ".encode() * 600 + b"x", b"a" + "ñ".encode() * 600, b"\xff\xfe" * 10, "\U0001f600".encode() * 300]
    r = receptor(solo_eventos(lambda x, h: h.contestar(200, respuestas[min(len(r.eventos()) - 1, len(respuestas) - 1)])))
    u, _ = suscribir(m.local, r.url)
    for i in range(len(respuestas)):
        m.tramite()
        ev = r.esperar(i + 1)[-1]
        texto = esperar(lambda: (x := entrega(m.local, u, ev.id))["ultimos_intentos"] and x)["ultimos_intentos"][0]["respuesta"]
        assert "\x00" not in texto and "\x1b" not in texto and "\x7f" not in texto and 0 < len(texto.encode()) <= 1024
        texto.encode().decode("utf-8")
    assert texto == "\U0001f600" * 256


def test_410_deja_en_pausa(montar, receptor):
    b, m, _ = montar()
    r = receptor(solo_eventos(lambda x, h: h.contestar(410)))
    u, _ = suscribir(m.local, r.url)
    m.tramite()
    s = esperar(lambda: (x := m.local.get(u).json)["estado"] == "pausada" and x)
    assert s["motivo"] == "retirada" and s["pendientes"] >= 1
    r.portarse = None
    m.local.patch(u, {"pausada": False}, if_match=m.local.get(u).etag)
    esperar(lambda: m.local.get(u).json["pendientes"] == 0)


def test_cartas_muertas(montar, receptor):
    """What could not be delivered in its time is kept, seen, and can be sent again by hand; what comes after it goes on."""
    b, m, _ = montar(ENTREGA_VIDA="2")
    fallar = threading.Event()
    fallar.set()
    r = receptor(solo_eventos(lambda x, h: h.contestar(503) if fallar.is_set() else None))
    u, _ = suscribir(m.local, r.url)
    m.tramite()
    esperar(lambda: m.local.get(u).json["muertas"] >= 1 and m.local.get(u).json["pendientes"] == 0, 40)
    muertas = m.local.get(u + "/entregas?estado=muerta").json["datos"]
    n = len(r.eventos())
    time.sleep(1)
    assert len(r.eventos()) == n, "a dead letter was sent again by itself"
    fallar.clear()
    assert m.local.post(u + "/reenvios", {"eventos": [x["evento"] for x in muertas]}, 202).json["reenviadas"] == len(muertas)
    esperar(lambda: m.local.get(u).json["pendientes"] == 0 and m.local.get(u).json["muertas"] == 0)
    assert {x["evento"] for x in muertas} <= {x.id for x in r.eventos()[n:]}


# ---- where it may connect to ------------------------------------------------------------------------------------------------------------


def nss_wrapper():
    for c in ("/usr/lib/x86_64-linux-gnu/libnss_wrapper.so", "/usr/lib/aarch64-linux-gnu/libnss_wrapper.so"):
        if os.path.exists(c):
            return c
    raise AssertionError("this test needs the package libnss-wrapper")


def test_el_nombre_que_cambia_de_direccion(montar, receptor, tmp_path):
    """A name that was good when it was registered and then leads elsewhere: the address that is connected to counts, each time."""
    nombres = tmp_path / "hosts"

    def apuntar(direccion):
        nuevo = tmp_path / "hosts.nuevo"
        nuevo.write_text(f"{direccion} portal.prueba\n")
        os.replace(nuevo, nombres)
    apuntar("127.0.0.1")
    b, m, s = montar(entorno={"LD_PRELOAD": ":".join(filter(None, (saneador(), nss_wrapper()))), "NSS_WRAPPER_HOSTS": str(nombres),
                              "ASAN_OPTIONS": ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0")))})
    bueno = receptor(lambda x, h: setattr(h, "close_connection", True))  # a new connection each time
    interno = receptor(direccion="127.0.0.2", puerto=bueno.puerto)
    u, _ = suscribir(m.local, f"http://portal.prueba:{bueno.puerto}/avisos")
    m.tramite()
    n = len(bueno.esperar(1))
    apuntar("127.0.0.2")
    m.tramite()
    esperar(lambda: m.local.get(u).json.get("motivo") == "direccion_vedada")
    pendiente = m.local.get(u + "/entregas?estado=pendiente").json["datos"][0]["evento"]
    intentos = entrega(m.local, u, pendiente)["ultimos_intentos"]
    assert {i["motivo"] for i in intentos} == {"direccion_vedada"} and all("http" not in i for i in intentos)
    apuntar("::1")
    apuntar("127.0.0.1")
    esperar(lambda: m.local.get(u).json["pendientes"] == 0)
    assert len(bueno.eventos()) > n
    assert interno.conexiones == 0, "the service connected to an address that is not allowed"


@pytest.mark.parametrize("redes,direccion,llega", [("127.0.0.1/32", "127.0.0.1", True), ("", "127.0.0.1", False), ("127.0.0.2/32", "127.0.0.1", False),
                                                    ("::1/128", "::1", True), ("127.0.0.0/8", "::1", False)])
def test_redes_permitidas(montar, receptor, redes, direccion, llega):
    """`localhost` may be written; whether it may be reached is decided at the connection."""
    b, m, _ = montar(ENTREGA_REDES=redes)
    try:
        r = receptor(direccion=direccion)
    except OSError:
        assert direccion == "::1" and not os.path.exists("/proc/net/if_inet6"), "this machine has no IPv6"
        return
    host = f"[{direccion}]" if ":" in direccion else direccion
    if not llega:  # written out, it is refused at once
        assert m.local.post(S, {"url": f"http://{host}:{r.puerto}/"}, 422).codigos == {("/url", "url-vedada")}
    u, _ = suscribir(m.local, f"http://localhost:{r.puerto}/avisos", activa=llega)
    if not llega:
        esperar(lambda: m.local.get(u).json.get("motivo") in ("direccion_vedada", "conexion"))
        assert r.conexiones == 0 and m.local.get(u).json["estado"] == "por_verificar"


def certificado(carpeta, nombre="IP:127.0.0.1"):
    c, k = str(carpeta / "c.pem"), str(carpeta / "k.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", k, "-out", c, "-days", "2",
                    "-subj", "/CN=portal", "-addext", f"subjectAltName={nombre}"], check=True, capture_output=True)
    x = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    x.load_cert_chain(c, k)
    return c, x


def test_tls_verificado(montar, receptor, tmp_path):
    ca, contexto = certificado(tmp_path)
    r = receptor(contexto=contexto)
    b, m, s = montar(ENTREGA_HTTP="0")
    assert m.local.post(S, {"url": r.url.replace("https", "http")}, 422).codigos == {("/url", "url-aviso")}
    u, _ = suscribir(m.local, r.url, activa=False)
    esperar(lambda: m.local.get(u).json.get("motivo") == "tls")
    assert r.recibidos == [], "something was said to a server whose certificate nobody vouches for"
    s.parar()
    _, _, s2 = montar(base=b, ENTREGA_HTTP="0", ENTREGA_CA=ca)
    q = m.en_puerto(s2).local
    q.post(u + "/verificacion", espera=202)
    esperar(lambda: q.get(u).json["estado"] == "activa")
    # A certificate for another name is no better than none.
    otra = tmp_path / "otra"
    otra.mkdir()
    ca2, contexto2 = certificado(otra, "DNS:otro.example")
    s2.parar()
    _, _, s3 = montar(base=b, ENTREGA_HTTP="0", ENTREGA_CA=ca2)
    q = m.en_puerto(s3).local
    u2, _ = suscribir(q, receptor(contexto=contexto2).url, activa=False)
    esperar(lambda: q.get(u2).json.get("motivo") == "tls")


# ---- killed, twice, and many ------------------------------------------------------------------------------------------------------------


def test_dos_instancias_una_entrega(montar, receptor):
    """Two services share the work: without a crash nobody gets anything twice."""
    b, m, _ = montar()
    _, _, otro = montar(base=b)
    r, lento = receptor(), receptor(solo_eventos(lambda x, h: time.sleep(0.05)))
    u1, _ = suscribir(m.dgcp, r.url)
    u2, _ = suscribir(m.dgcp, lento.url)
    for _ in range(20):
        m.tramite("merida")
        m.tramite()
    for q, u in ((r, u1), (lento, u2)):
        q.esperar(40)
        esperar(lambda: m.dgcp.get(u).json["pendientes"] == 0)
        ids = [x.id for x in q.eventos()]
        assert len(ids) == len(set(ids)) == 40


def test_matado_entre_enviar_y_anotar(montar, receptor):
    """Killed after the receiver has it and before that is written down: it comes again, with the same id."""
    b, m, s = montar(ENTREGA_PLAZO_MS="1000")
    visto, seguir = threading.Event(), threading.Event()

    def portarse(x, h):
        visto.set()
        seguir.wait(20)
        return None
    r = receptor(solo_eventos(portarse))
    u, _ = suscribir(m.local, r.url)
    m.tramite()
    assert visto.wait(20)
    s.matar()
    seguir.set()
    s.arrancar()
    for q in m.gente.values():
        q.cerrar()
    v = r.esperar(2, 40)
    assert v[0].id == v[1].id and v[0].evento == v[1].evento
    esperar(lambda: m.local.get(u).json["pendientes"] == 0)


def test_todo_muere_una_y_otra_vez(montar, receptor, cluster_propio):
    """
    kill -9 of the service and of the database at random while events are made and delivered: none is lost, duplicates carry the same id and
    body, files keep their order, and a subscriber that is dead all along holds nobody up.
    """
    b, m, s = montar(en=cluster_propio, ENTREGA_PLAZO_MS="1000")
    azar, pausa = random.Random(20261126), 120 / CUANTOS  # between two acts on a file: the deaths take about half a minute
    r, fin, candado = receptor(), threading.Event(), threading.Lock()
    u, _ = suscribir(m.dgcp, r.url)
    muerta = receptor()
    u2, _ = suscribir(m.auditoria, muerta.url)
    muerta.cerrar()
    tramites = [m.tramite().hasta("presentado") for _ in range(6)]
    actos, salidas = [], []

    def por_la_api(t):
        q = Cliente(s.puerto, m.claves["dgcp"][1], plazo=10)
        while not fin.is_set():
            try:
                v = q.pedir("GET", t.url, validar=False)
                if v.status == 200:
                    x = q.pedir("POST", t.url + "/actos", {"acto": "anotar", "datos": {"nota": "x"}}, if_match=v.json["version"], validar=False)
                    if x.status == 201:
                        with candado:
                            actos.append((t.id, x.json["acto"]["n"]))
            except (OSError, ValueError, http.client.HTTPException):
                q.cerrar()
            time.sleep(pausa)
        q.cerrar()

    def por_la_base(t):
        """Outbox rows as reminders make them, many at once, spread over the deaths."""
        c = None
        while not fin.is_set() and len(salidas) < CUANTOS:
            try:
                c = c or b.conectar()
                with c.cursor() as q:
                    q.execute("insert into bandeja_salida (expediente_id, n, tipo, creado_en) select %s, 1, 'vigencia.3', now() from generate_series(1, %s) returning id",
                              (t.id, max(1, CUANTOS // 400)))
                    hechas = [x for x, in q.fetchall()]
                c.commit()
                with candado:
                    salidas.extend(hechas)
            except psycopg2.Error:
                c = None
            time.sleep(0.1)
    hilos = [threading.Thread(target=por_la_api, args=(t,)) for t in tramites[:4]] + [threading.Thread(target=por_la_base, args=(t,)) for t in tramites[4:]]
    for h in hilos:
        h.start()
    muertes = 0
    while len(actos) + len(salidas) < CUANTOS or muertes < 9:
        time.sleep(0.5 + azar.random() * 2)
        if muertes % 3 == 2:
            cluster_propio.reiniciar("immediate")
        else:
            s.matar()
            s.arrancar(espera=False)
        muertes += 1
    fin.set()
    for h in hilos:
        h.join()
    s.esperar_listo(30)
    for q in m.gente.values():
        q.cerrar()
    esperar(lambda: b.sql("select count(*) from bandeja_salida where entregado_en is null") == [(0,)], 120)
    quedan = m.dgcp.get(u).json["pendientes"]
    while quedan:  # as long as it goes on
        antes = quedan
        esperar(lambda: m.dgcp.get(u).json["pendientes"] < antes, 120)
        quedan = m.dgcp.get(u).json["pendientes"]
    todos = {str(i): (str(e), n, seq, salida) for i, e, n, seq, salida in b.sql("select id, expediente_id, n, seq, salida_id from evento")}
    assert set(actos) <= {(e, n) for e, n, _, _ in todos.values()}, "an act that was acknowledged has no event"
    assert set(salidas) <= {x for *_, x in todos.values()}
    recibidos = r.eventos()
    debidos = {str(i) for i, in b.sql("select v.id from evento v join entrega e using (seq) where e.suscripcion_id = %s", u.rsplit("/", 1)[1])}
    assert {x.id for x in recibidos} == debidos and len(debidos) >= CUANTOS
    cuerpos, ultimo = {}, {}
    for x in recibidos:
        assert cuerpos.setdefault(x.id, x.cuerpo) == x.cuerpo, "the same id with another content"
    vistos = set()
    for x in recibidos:
        if x.id in vistos:
            continue
        vistos.add(x.id)
        expediente, _, seq, _ = todos[x.id]
        assert expediente == x.evento["subject"] and seq > ultimo.get(expediente, 0), "within a file an event came before an earlier one"
        ultimo[expediente] = seq
    assert b.verificar().returncode == 0


def test_parada_ordenada_con_entregas_en_curso(montar, receptor):
    """A stop does not wait for whoever hangs, and loses nothing."""
    b, m, s = montar(ENTREGA_PLAZO_MS="4000")
    seguir = threading.Event()
    r = receptor(solo_eventos(lambda x, h: seguir.wait(30) and None))
    u, _ = suscribir(m.local, r.url)
    m.tramite()
    r.esperar(1)
    assert s.parar() == 0
    s.lineas()
    seguir.set()
    s.arrancar()
    for q in m.gente.values():
        q.cerrar()
    esperar(lambda: m.local.get(u).json["pendientes"] == 0, 60)
