"""Subscriptions: registering, verifying, changing, rotating, what each may see of them, and what is delivered to them."""

import http.client
import os
import re
import subprocess
import sys
import time
import uuid

import pytest

from support.receptor import PREFIJO, VERIFICACION, Receptor, esperar
from support.servicio import RAIZ, puerto_libre
from support.tramite import Mundo, con_gente

S = "/v1/suscripciones"


@pytest.fixture(scope="module")
def ajustes(tmp_path_factory, base):
    llave = str(tmp_path_factory.mktemp("llave") / "suscripciones.llave")
    base.ctl("suscripciones", "crear-llave", "--archivo", llave)
    assert os.stat(llave).st_mode & 0o777 == 0o600
    return {"DICTAMEN_SUSCRIPCIONES_LLAVE": llave, "DICTAMEN_ENTREGA_HTTP": "1", "DICTAMEN_ENTREGA_REDES": "127.0.0.0/8",
            "DICTAMEN_ENTREGA_PLAZO_MS": "3000", "DICTAMEN_ENTREGA_ESPERA_MS": "50"}


@pytest.fixture(scope="module")
def lugar(cluster, ajustes):
    from conftest import AJUSTES
    from support.servicio import Servicio
    b = con_gente(cluster)
    s = Servicio(b, {**AJUSTES, **ajustes}).arrancar()
    yield b, Mundo(b, s), s
    assert s.parar() == 0, s.ultimas_lineas()
    b.borrar()


@pytest.fixture
def receptor():
    vivos = []

    def _receptor(*args, **mas):
        vivos.append(Receptor(*args, **mas))
        return vivos[-1]
    yield _receptor
    for r in vivos:
        r.cerrar()


def suscribir(quien, r, tipos=(), activa=True, **mas):
    """A verified subscription: (its address, secret). The challenge may be answered before the registration is."""
    x = quien.post(S, {"url": r.url if isinstance(r, Receptor) else r, "tipos": [PREFIJO + t for t in tipos], **mas})
    assert x.json["estado"] in ("por_verificar", "activa") and x.headers["Location"] == f"{S}/{x.json['id']}"
    url = x.headers["Location"]
    if activa:
        esperar(lambda: quien.get(url).json["estado"] == "activa")
    return url, x.json["secreto"]


def borrar(quien, url):
    quien.pedir("DELETE", url, if_match=quien.get(url).etag, espera=204)


def test_de_punta_a_punta(lugar, receptor):
    b, m, _ = lugar
    r = receptor()
    url, secreto = suscribir(m.local, r)
    reto = r.recibidos[0]
    assert reto.evento["type"] == VERIFICACION and reto.firmado_con(secreto) and reto.encabezados["Content-Type"].startswith("application/cloudevents+json")
    assert reto.evento["subject"] == url.rsplit("/", 1)[1] and abs(int(reto.momento) - time.time()) < 60
    t = m.tramite().hasta("turnado")
    m.tramite("merida")
    recibidos = r.esperar(5)
    esperar(lambda: m.local.get(url).json["pendientes"] == 0)
    recibidos = r.eventos()
    feed = [e for e in m.local.get("/v1/eventos?limite=100").json["datos"] if e["subject"] == t.id]
    assert [x.evento for x in recibidos] == feed, "the same events as the feed, in the order of the file"
    for x in recibidos:
        assert x.id == x.evento["id"] and x.firmado_con(secreto) and len(x.firmas) == 1 and not x.firmado_con("whsec_" + "A" * 43 + "=")
    filas = m.local.todos(url + "/entregas", limite=2)
    assert [f["evento"] for f in filas] == [e["id"] for e in reversed(feed)] and {f["estado"] for f in filas} == {"entregada"}
    una = m.local.get(f"{url}/entregas/{filas[0]['evento']}").json
    intento, = una["ultimos_intentos"]
    assert intento["http"] == 204 and intento["n"] == 1 and "motivo" not in intento and intento["respuesta"] == ""
    borrar(m.local, url)


def test_el_receptor_de_la_documentacion(lugar, tmp_path):
    """What docs/eventos.md gives to be pasted is run as it stands there, with the secret and the port put in."""
    b, m, _ = lugar
    with open(os.path.join(RAIZ, "docs", "eventos.md"), encoding="utf-8") as f:
        codigo = re.search(r"```python\n(.*?)```", f.read(), re.S).group(1)
    puerto = puerto_libre()
    url, secreto = suscribir(m.local, f"http://127.0.0.1:{puerto}/avisos", activa=False)
    programa = tmp_path / "receptor.py"
    programa.write_text(codigo.replace("whsec_…", secreto).replace("9000", str(puerto)), encoding="utf-8")
    with open(tmp_path / "salida", "w+") as salida, subprocess.Popen([sys.executable, "-u", str(programa)], stdout=salida, stderr=subprocess.STDOUT) as p:
        try:
            esperar(lambda: m.local.get(url).json["estado"] == "activa")
            t = m.tramite()

            def dice():
                salida.seek(0)
                return salida.read()
            esperar(lambda: t.id in dice())
            assert "mx.gob.sre.dictamen.acto.abrir http" in dice()
            # And it refuses what is not signed.
            c = http.client.HTTPConnection("127.0.0.1", puerto)
            c.request("POST", "/", b"{}", {"webhook-id": "x", "webhook-timestamp": str(int(time.time())), "webhook-signature": "v1,AAAA"})
            assert c.getresponse().status == 401
        finally:
            p.kill()
    borrar(m.local, url)


def test_por_tipo_y_por_organizacion(lugar, receptor):
    b, m, _ = lugar
    de_merida, del_dgcp, de_todo = receptor(), receptor(), receptor()
    u1, _ = suscribir(m.merida, de_merida)
    u2, _ = suscribir(m.dgcp, del_dgcp, ["acto.presentar", "acto.turnar"])
    u3, _ = suscribir(m.cja, de_todo)
    t = m.tramite().hasta("turnado")
    v = del_dgcp.esperar(2)
    assert [x.tipo for x in v] == ["acto.presentar", "acto.turnar"] and {x.evento["subject"] for x in v} == {t.id}
    assert {x.evento["subject"] for x in de_todo.esperar(1, tipo="acto.turnar")} == {t.id}
    en_borrador = m.tramite().hasta("presentado")
    m.tramite("merida")
    assert {x.evento["data"]["organizacion"] for x in de_merida.esperar(1)} == {m.org["merida"]}
    m.dgcp.post(t.url + "/actos", {"acto": "anotar", "datos": {"nota": "interna"}}, if_match=t.version)
    de_todo.esperar(1, tipo="acto.anotar")
    assert en_borrador.id not in {x.evento["subject"] for x in de_todo.eventos()}, "the CJA heard of a file that was not turned to it"
    pendiente = receptor()
    u4, _ = suscribir(m.local, pendiente, ["registro.pendiente"])
    b.sql("insert into bandeja_salida (expediente_id, n, tipo, creado_en) select id, version, 'registro.pendiente', now() from expediente where id = %s", t.id)
    x, = pendiente.esperar(1)
    assert x.tipo == "registro.pendiente" and x.evento["subject"] == t.id
    for quien, u in ((m.merida, u1), (m.dgcp, u2), (m.titular, u3), (m.local, u4)):  # the CJA is one
        borrar(quien, u)


def test_el_secreto_no_se_guarda_ni_se_muestra(lugar, receptor, ajustes):
    b, m, s = lugar
    url, secreto = suscribir(m.local, receptor())
    assert "secreto" not in m.local.get(url).json and secreto not in str(m.local.get(S).json)
    crudo = secreto.removeprefix("whsec_")
    import base64
    volcado = str(b.sql("select encode(secreto, 'hex'), url from suscripcion")) + str(b.sql("select * from entrega_intento")) + str(b.sql("select * from idempotencia"))
    assert base64.b64decode(crudo).hex() not in volcado and crudo not in volcado
    with open(s.registro, encoding="utf-8") as f:
        assert crudo not in f.read()
    # Neither does the administrator's role get at the ciphertext.
    import psycopg2
    with b.conectar() as c, c.cursor() as q, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        q.execute("set role dictamen_admin")
        q.execute("select secreto from suscripcion")
    borrar(m.local, url)
    assert b.sql("select secreto from suscripcion where id = %s", url.rsplit("/", 1)[1])[0][0].tobytes() == b""


def test_rotar_con_traslape(lugar, receptor):
    b, m, _ = lugar
    r = receptor()
    url, viejo = suscribir(m.local, r)
    x = m.local.post(url + "/secreto", {}, 200)
    nuevo = x.json["secreto"]
    assert nuevo != viejo and x.json["secreto_anterior_hasta"] == m.local.get(url).json["secreto_anterior_hasta"]
    m.tramite()
    v = r.esperar(1)[0]
    assert len(v.firmas) == 2 and v.firmado_con(nuevo) and v.firmado_con(viejo)
    tercero = m.local.post(url + "/secreto", {"traslape_horas": 0}, 200).json
    assert "secreto_anterior_hasta" not in tercero
    antes = len(r.eventos())
    m.tramite()
    v = r.esperar(antes + 1)[-1]
    assert len(v.firmas) == 1 and v.firmado_con(tercero["secreto"]) and not v.firmado_con(nuevo) and not v.firmado_con(viejo)
    for malo in ({"traslape_horas": -1}, {"traslape_horas": 169}, {"traslape_horas": "1"}, {"otro": 1}):
        assert m.local.post(url + "/secreto", malo, 422).slug == "cuerpo-invalido"
    borrar(m.local, url)


def test_verificacion(lugar, receptor):
    b, m, _ = lugar
    modo = {"respuesta": b"no es el reto", "estado": 200}

    def portarse(x, h):
        if modo["respuesta"] is None:
            return None
        return h.contestar(modo["estado"], modo["respuesta"])
    r = receptor(portarse)
    url, _ = suscribir(m.local, r, activa=False)
    v = esperar(lambda: (y := m.local.get(url).json)["fallos"] > 0 and y)
    assert v["estado"] == "por_verificar" and v["motivo"] == "reto_sin_respuesta"
    m.tramite()  # kept, not delivered
    time.sleep(0.5)
    assert r.eventos() == []
    assert m.local.get(url).json["pendientes"] > 0
    modo.update(estado=500)
    esperar(lambda: m.local.get(url).json["motivo"] == "http")
    modo["respuesta"] = None
    m.local.post(url + "/verificacion", espera=202)
    esperar(lambda: m.local.get(url).json["estado"] == "activa")
    r.esperar(1)  # what happened since it was registered comes now
    assert m.local.post(url + "/verificacion", espera=409).slug == "suscripcion-verificada"
    borrar(m.local, url)


def test_pausar_y_reanudar(lugar, receptor):
    b, m, _ = lugar
    r = receptor()
    url, _ = suscribir(m.local, r, descripcion="Portal")
    e = m.local.get(url).etag
    x = m.local.patch(url, {"pausada": True, "descripcion": None}, if_match=e)
    assert x.json["estado"] == "pausada" and x.json["descripcion"] == ""
    t = m.tramite()
    esperar(lambda: m.local.get(url).json["pendientes"] > 0)
    time.sleep(0.5)
    assert r.eventos() == []
    assert m.local.patch(url, {"pausada": False}, if_match=x.etag).json["estado"] == "activa"
    assert r.esperar(1)[0].evento["subject"] == t.id
    # Nobody else's version, a missing one, an old one.
    assert m.local.patch(url, {"pausada": True}, 428).slug == "falta-if-match"
    assert m.local.patch(url, {"pausada": True}, 412, if_match=x.etag).slug == "version-obsoleta"
    assert m.local.pedir("DELETE", url, if_match=x.etag, espera=412).slug == "version-obsoleta"
    assert m.local.pedir("DELETE", url, espera=428).slug == "falta-if-match"
    for malo in ({"estado": "activa"}, {"pausada": "si"}, {"url": None}, {"url": "nada"}, {"tipos": ["x"]}, {"tipos": [PREFIJO + "acto.turnar"] * 2}):
        assert m.local.patch(url, malo, 422, if_match=m.local.get(url).etag).slug == "cuerpo-invalido", malo
    borrar(m.local, url)
    m.local.get(url, 404)
    m.local.get(url + "/entregas", 404)
    m.local.pedir("DELETE", url, if_match='"1"', espera=404)


def test_una_cola_larga_no_cuesta_mas_que_una_corta(lugar, receptor):
    """What is taken next is found by the files that wait, not by all that waits behind the first of each."""
    b, m, _ = lugar
    url, _ = suscribir(m.dgcp, receptor())
    m.dgcp.patch(url, {"pausada": True}, if_match="*")
    tramites = [m.tramite() for _ in range(3)]
    with b.conectar() as c, c.cursor() as q:
        for t in tramites:
            q.execute("insert into bandeja_salida (expediente_id, n, tipo, creado_en) select %s, 1, 'vigencia.3', now() from generate_series(1, 400)", (t.id,))
    esperar(lambda: m.dgcp.get(url).json["pendientes"] >= 1200)
    with open(os.path.join(RAIZ, "sql", "queries", "entregas", "tomar.sql"), encoding="utf-8") as f:
        tomar = f.read()
    with b.conectar() as c, c.cursor() as q:
        q.execute("update suscripcion set estado = 'activa', disponible_en = now() where id = %s", (url.rsplit("/", 1)[1],))
        q.execute("prepare tomar as " + tomar)
        q.execute("select array_agg(id) from suscripcion where id <> %s", (url.rsplit("/", 1)[1],))
        q.execute("explain (analyze, format json) execute tomar(128, 1000, %s::uuid[], 4)", (q.fetchone()[0] or [],))
        plan = q.fetchone()[0][0]["Plan"]
        c.rollback()

    def nodos(n):
        yield n
        for x in n.get("Plans", ()):
            yield from nodos(x)
    vistos = sum(n["Actual Rows"] * n["Actual Loops"] + n.get("Rows Removed by Filter", 0) + n.get("Rows Removed by Join Filter", 0) for n in nodos(plan))
    assert plan["Actual Rows"] == 3 and vistos < 200, plan
    borrar(m.dgcp, url)


def test_otra_direccion_se_verifica_de_nuevo(lugar, receptor):
    b, m, _ = lugar
    uno, dos, tres = receptor(), receptor(), receptor()
    url, secreto = suscribir(m.local, uno)
    otra, _ = suscribir(m.local, tres)
    assert m.local.patch(url, {"url": tres.url}, 409, if_match=m.local.get(url).etag).slug == "ya-existe"
    x = m.local.patch(url, {"url": dos.url}, if_match=m.local.get(url).etag)
    assert x.json["estado"] in ("por_verificar", "activa") and ("verificada_en" in x.json) == (x.json["estado"] == "activa")
    esperar(lambda: m.local.get(url).json["estado"] == "activa")
    assert dos.recibidos[0].firmado_con(secreto)
    m.tramite()
    dos.esperar(1)
    assert uno.eventos() == []
    borrar(m.local, url)
    borrar(m.local, otra)


@pytest.mark.parametrize("url", [
    "http//x", "ftp://portal.example/x", "https://", "https:///x", "https://u:p@portal.example/", "https://u@portal.example/", "https://portal.example:0/",
    "https://portal.example:99999/", "https://portal.example:/x", "https://portal.example:12a/", "https://portal.example/#a", "https://por tal.example/",
    "https://portal.example\\@127.0.0.1/", "https://[::1/", "https://[::1", "https://[", "https://[]/", "https://[x]/", "https://portal_.example/", "file:///etc/passwd", "https://ñandú.example/",
    "HTTPS://portal.example/", "https://portal.example@10.0.0.1/", "https://portal.example/\u0009x"])
def test_direcciones_mal_escritas(lugar, url):
    _, m, _ = lugar
    r = m.local.post(S, {"url": url}, 422)
    assert r.slug == "cuerpo-invalido" and {p for p, _ in r.codigos} == {"/url"}, r


@pytest.mark.parametrize("url", ["https://169.254.169.254/latest/meta-data", "https://10.1.2.3/", "https://192.168.0.1:8443/x", "https://[::1]/", "https://[fd00:ec2::254]/",
                                 "https://0.0.0.0/", "https://[::ffff:10.0.0.1]/", "https://100.64.1.1/", "https://[64:ff9b::a9fe:a9fe]/"])
def test_direcciones_privadas(lugar, url):
    _, m, _ = lugar
    r = m.local.post(S, {"url": url}, 422)
    assert r.codigos == {("/url", "url-vedada")}, r


@pytest.mark.parametrize("url", ["http://2852039166/latest/meta-data", "https://0xa9fea9fe/", "https://0251.0376.0251.0376/", "https://10.1/", "https://0/"])
def test_direcciones_escritas_como_numero(lugar, url):
    """What only the resolver takes for an address is judged where it leads, at the connection."""
    _, m, _ = lugar
    lugar_de_ella, _ = suscribir(m.local, url, activa=False)
    esperar(lambda: m.local.get(lugar_de_ella).json.get("motivo") == "direccion_vedada")
    borrar(m.local, lugar_de_ella)


def test_cuerpos_malos(lugar):
    _, m, _ = lugar
    bueno = "https://portal.example/avisos"
    for malo in ({}, {"url": bueno, "tipos": ["mx.gob.sre.dictamen.acto.inventado"]}, {"url": bueno, "tipos": "x"}, {"url": bueno, "pausada": True},
                 {"url": bueno, "descripcion": "x" * 201}, {"url": "https://" + "x" * 2000}, {"url": bueno, "secreto": "whsec_x"}, {"url": 1}):
        assert m.local.post(S, malo, 422).slug == "cuerpo-invalido", malo
    assert m.local.post(S, b"{", 400, tipo="application/json").slug == "json-invalido"
    for malo in ("cursor=x", "limite=0", "x=1"):
        assert m.local.get(f"{S}?{malo}", 400).slug == "parametro-invalido"
    for camino in (f"{S}/x", f"{S}/{uuid.uuid4()}", f"{S}/{uuid.uuid4()}/entregas", f"{S}/{uuid.uuid4()}/entregas/{uuid.uuid4()}"):
        m.local.get(camino, 404)
    for camino, cuerpo in (("secreto", {}), ("verificacion", None), ("reenvios", {"eventos": [str(uuid.uuid4())]})):
        m.local.post(f"{S}/{uuid.uuid4()}/{camino}", cuerpo, 404)


def test_cada_quien_las_suyas(lugar, receptor):
    _, m, _ = lugar
    url, _ = suscribir(m.local, receptor())
    assert url in [f"{S}/{x['id']}" for x in m.local_b.get(S).json["datos"]]
    for otro in (m.merida, m.zapopan, m.dgcp, m.cja, m.enlace, m.auditoria):
        otro.get(url, 404)
        otro.get(url + "/entregas", 404)
        assert otro.patch(url, {"pausada": True}, 404, if_match='"1"').slug == "no-encontrado"
        otro.pedir("DELETE", url, if_match='"1"', espera=404)
        otro.post(url + "/secreto", {}, 404)
        assert url not in [f"{S}/{x['id']}" for x in otro.get(S).json["datos"]]
    for camino in (S, url, url + "/entregas"):
        m.anonimo().get(camino, 401)
        assert m.administracion.get(camino, 403).slug == "sin-permiso"
    solo_lee = m.nueva_persona(f"lector_{uuid.uuid4().hex[:6]}", "guadalajara", "gobierno_local", ambitos=["expedientes:leer"])
    assert solo_lee.post(S, {"url": "https://portal.example/"}, 403).slug == "sin-permiso"
    # A machine needs no Idempotency-Key here: the answer is not kept, and the same address is not taken twice.
    r = receptor()
    x = m.maquina.pedir("POST", S, {"url": r.url}, encabezados={"Idempotency-Key": "una"}, espera=201)
    assert m.maquina.pedir("POST", S, {"url": r.url}, encabezados={"Idempotency-Key": "una"}, espera=409).slug == "ya-existe"
    esperar(lambda: m.local.get(x.headers["Location"]).json["estado"] == "activa")
    borrar(m.local, x.headers["Location"])
    borrar(m.local, url)


def test_tantas_y_no_mas(lugar):
    _, m, _ = lugar
    hechas = [m.estado.post(S, {"url": f"https://192.0.43.7/{i}"}).headers["Location"] for i in range(20)]
    assert m.estado.post(S, {"url": "https://192.0.43.7/20"}, 409).slug == "suscripciones-llenas"
    assert m.estado.post(S, {"url": "https://192.0.43.7/7"}, 409).slug in ("ya-existe", "suscripciones-llenas")
    assert len(m.estado.todos(S, limite=7)) == 20
    for u in hechas:
        m.estado.pedir("DELETE", u, if_match="*", espera=204)


def test_reenviar_a_mano(lugar, receptor):
    b, m, _ = lugar
    r = receptor()
    url, _ = suscribir(m.local, r)
    m.tramite()
    primero = r.esperar(1)[0]
    esperar(lambda: m.local.get(url).json["pendientes"] == 0)
    assert m.local.post(url + "/reenvios", {"eventos": [primero.id]}, 202).json == {"reenviadas": 1}
    otra_vez = r.esperar(2)[-1]
    assert otra_vez.id == primero.id and otra_vez.evento == primero.evento
    intentos = esperar(lambda: len(x := m.local.get(f"{url}/entregas/{primero.id}").json["ultimos_intentos"]) == 2 and x)
    assert [i["n"] for i in intentos] == [2, 1]
    # All or none.
    x = m.local.post(url + "/reenvios", {"eventos": [primero.id, str(uuid.uuid4())]}, 422)
    assert x.codigos == {("/eventos/1", "entrega-desconocida")}
    ajeno = m.merida.get("/v1/eventos?limite=1").json["datos"]
    if ajeno:
        assert m.local.post(url + "/reenvios", {"eventos": [ajeno[0]["id"]]}, 422).slug == "cuerpo-invalido"
    for malo in ({}, {"eventos": []}, {"eventos": ["x"]}, {"eventos": [primero.id] * 101}):
        assert m.local.post(url + "/reenvios", malo, 422).slug == "cuerpo-invalido"
    time.sleep(0.3)
    assert len(r.eventos()) == 2
    for malo in ("estado=x", "cursor=x", "cursor=e0", "limite=0", "x=1"):
        assert m.local.get(f"{url}/entregas?{malo}", 400).slug == "parametro-invalido"
    assert m.local.get(f"{url}/entregas?estado=muerta").json["datos"] == []
    m.local.get(f"{url}/entregas/{uuid.uuid4()}", 404)
    borrar(m.local, url)


def test_sin_llave(mundo):
    """A service without the key takes no subscriptions, and says what to do; the feed goes on."""
    r = mundo.local.post(S, {"url": "https://portal.example/avisos"}, 503)
    assert r.slug == "suscripciones-sin-llave" and "/v1/eventos" in r.json["que_hacer"]
    assert mundo.local.get(S).json["datos"] == []


def test_llave_inservible(base, lanzar, tmp_path):
    """The service does not start with a key that others can read, or that is none."""
    llave = tmp_path / "llave"
    base.ctl("suscripciones", "crear-llave", "--archivo", str(llave))
    assert base.ctl("suscripciones", "crear-llave", "--archivo", str(llave), verifica=False).returncode == 1
    for contenido, modo, dice in ((llave.read_text(), 0o640, "0600"), ("abc\n", 0o600, "base64"), ("", 0o600, "base64")):
        otra = tmp_path / f"otra{modo}{len(contenido)}"
        otra.write_text(contenido)
        otra.chmod(modo)
        s = lanzar(base, {"DICTAMEN_SUSCRIPCIONES_LLAVE": str(otra)}, espera=False)
        assert s.proceso.wait(20) != 0
        assert dice in open(s.registro, encoding="utf-8").read()
    s = lanzar(base, {"DICTAMEN_SUSCRIPCIONES_LLAVE": str(tmp_path / "no_hay")}, espera=False)
    assert s.proceso.wait(20) != 0


def test_otra_llave_no_abre_lo_anterior(cluster, lanzar, tmp_path, receptor, ajustes):
    """With the wrong key nothing is sent unsigned or wrongly signed; the journal says why."""
    b = con_gente(cluster)
    s = lanzar(b, ajustes)
    m = Mundo(b, s)
    r = receptor()
    url, _ = suscribir(m.local, r)
    s.parar()
    otra = tmp_path / "otra.llave"
    b.ctl("suscripciones", "crear-llave", "--archivo", str(otra))
    m2 = m.en_puerto(lanzar(b, {**ajustes, "DICTAMEN_SUSCRIPCIONES_LLAVE": str(otra)}))
    m2.tramite()
    esperar(lambda: m2.local.get(url).json.get("motivo") == "secreto")
    assert r.eventos() == []
    nuevo = m2.local.post(url + "/secreto", {"traslape_horas": 0}, 200).json["secreto"]
    assert r.esperar(1)[0].firmado_con(nuevo)
    b.borrar()


def test_quien_la_registro_se_va(lugar, receptor):
    """It is the organisation's, and stays; that nobody answers for it is said, until somebody who is there changes the secret."""
    b, m, _ = lugar
    r = receptor()
    m.org["tequila"] = b.organizacion("Ayuntamiento de Tequila", "municipal", "14", "Tequila")
    sale, queda = (m.nueva_persona(x, "tequila", "gobierno_local") for x in ("sale", "tequila"))
    url, viejo = suscribir(sale, r)
    assert "sin_responsable" not in queda.get(url).json
    m.administracion.pedir("PATCH", f"/v1/usuarios/{sale.usuario}", {"activo": False}, if_match="*", espera=200)
    assert queda.get(url).json["sin_responsable"] is True and [x["sin_responsable"] for x in queda.get(S).json["datos"]] == [True]
    m.tramite("tequila")
    assert r.esperar(1)[0].firmado_con(viejo)
    dicho = m.auditoria.get("/v1/seguridad/actos", consulta={"objeto": f"usuario/{sale.usuario}"}).json["datos"][0]
    assert dicho["datos"]["suscripciones"] == 1 and dicho["actor"]["usuario"] == m.administracion.usuario
    queda.post(url + "/secreto", {"traslape_horas": 0}, 200)
    despues = queda.get(url).json
    assert "sin_responsable" not in despues and despues["usuario"] == queda.usuario
    m.administracion.pedir("PATCH", f"/v1/usuarios/{queda.usuario}", {"nombre": "Otro nombre"}, if_match="*", espera=200)
    assert "suscripciones" not in m.auditoria.get("/v1/seguridad/actos", consulta={"objeto": f"usuario/{queda.usuario}"}).json["datos"][0]["datos"]


def test_organizacion_de_baja(lugar, receptor):
    """Nothing more goes to an organisation that was closed."""
    b, m, _ = lugar
    r = receptor()
    org = b.organizacion("Ayuntamiento de Tonalá", "municipal", "14", "Tonalá")
    m.org["tonala"] = org
    quien = m.nueva_persona("tonala", "tonala", "gobierno_local")
    suscribir(quien, r)
    m.tramite("tonala")
    n = len(r.esperar(1))
    b.sql("update organizacion set activa = false where id = %s", org)
    b.sql("insert into bandeja_salida (expediente_id, n, tipo, creado_en) select expediente_id, 1, 'vigencia.3', now() from evento where organizacion_id = %s limit 1", org)
    esperar(lambda: b.sql("select count(*) from entrega e join evento v using (seq) where v.tipo = 'vigencia.3' and v.organizacion_id = %s", org)[0][0])
    time.sleep(0.6)
    assert len(r.eventos()) == n


