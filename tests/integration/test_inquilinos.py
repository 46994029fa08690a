"""Whoever may not see a file may not learn that it exists (rule 11)."""

import uuid

import pytest

from support import archivos


@pytest.fixture(scope="module")
def ajeno(mundo):
    """A file of Mérida at the Consultoría, with words of its own."""
    t = mundo.tramite("merida", denominacion="Acuerdo Xtabentún " + uuid.uuid4().hex, nivel="municipal")
    return t.hasta("observado")


SUFIJOS = ["", "/actos", "/actos/1", "/pasos", "/documentos"]


def test_mismo_404_que_lo_que_no_existe(mundo, ajeno):
    """The answer for somebody else's file and for one that never was differ in nothing but what was asked."""
    folio = ajeno.leer()["folio"]
    doc = ajeno.leer()["documentos"][0]["id"]
    nunca = str(uuid.uuid4())
    sin = lambda r, pedido: r.body.decode().replace(pedido, "X").replace(r.headers["X-Request-Id"], "R")
    for suyo, otro in ((ajeno.id, nunca), (folio, "AII-1999-000001")):
        for s in SUFIJOS + [f"/documentos/{doc}", f"/documentos/{doc}/contenido"]:
            a = mundo.local.get(f"/v1/expedientes/{suyo}{s}", 404)
            b = mundo.local.get(f"/v1/expedientes/{otro}{s}", 404)
            assert a.slug == "no-encontrado" and sin(a, suyo) == sin(b, otro)
            assert sorted(a.headers.keys()) == sorted(b.headers.keys())


def test_no_se_puede_tocar(mundo, ajeno):
    v = ajeno.leer()["version"]
    for acto in ("desistir", "atender", "turnar"):
        for cabecera in (v, v + 1):
            r = mundo.local.post(ajeno.url + "/actos", {"acto": acto, "datos": {"motivo": "x"} if acto == "desistir" else
                                                        {"respuestas": []} if acto == "atender" else {}}, 404, if_match=cabecera)
            assert r.slug == "no-encontrado"
    mundo.local.patch(ajeno.url, {"lugar_firma": "x"}, 404, if_match=v)
    mundo.local.pedir("POST", ajeno.url + "/documentos?clase=anexo&nombre=a.pdf", archivos.pdf_unico(), tipo=archivos.PDF, espera=404)
    assert ajeno.leer()["version"] == v


def test_listas_busqueda_y_cuentas(mundo, ajeno):
    palabra = ajeno.datos["denominacion"].split()[-1]
    for quien, ve in (("local", False), ("zapopan", False), ("estado", False), ("enlace", False), ("merida", True), ("dgcp", True),
                      ("cja", True), ("titular", True), ("auditoria", True)):
        r = mundo.gente[quien].get("/v1/expedientes", consulta={"q": palabra, "total": "si"})
        assert [x["id"] for x in r.json["datos"]] == ([ajeno.id] if ve else []), quien
        assert r.json["total"] == (1 if ve else 0), quien
        r = mundo.gente[quien].get("/v1/expedientes", consulta={"organizacion": mundo.org["merida"], "q": palabra})
        assert bool(r.json["datos"]) == ve, quien
    # Everything a local office lists is its own.
    assert {x["organizacion"] for x in mundo.zapopan.todos("/v1/expedientes")} <= {mundo.org["zapopan"]}


def test_un_cursor_ajeno_no_abre_nada(mundo, ajeno):
    for _ in range(3):
        mundo.tramite("merida")
    r = mundo.dgcp.get("/v1/expedientes", consulta={"limite": 1})
    filas = mundo.zapopan.pedir("GET", "/v1/expedientes", consulta={"limite": 100, "cursor": r.json["siguiente"]})
    if filas.status == 200:
        assert {x["organizacion"] for x in filas.json["datos"]} <= {mundo.org["zapopan"]}


def test_la_consultoria_solo_desde_el_turno(mundo):
    t = mundo.tramite().hasta("presentado")
    for quien in (mundo.cja, mundo.titular):
        for s in SUFIJOS:
            quien.get(t.url + s, 404)
        assert quien.get("/v1/expedientes", consulta={"q": t.datos["denominacion"]}).json["datos"] == []
    t.turnar()
    for quien in (mundo.cja, mundo.titular):
        for s in SUFIJOS:
            quien.get(t.url + s)
    t.acto("cja", "devolver_turno", {"motivo": "Falta un anexo."})
    mundo.cja.get(t.url)  # it has been there: it stays visible


def test_enlace_estatal(mundo):
    """Reads the municipalities of its own state that chose to share, once filed; changes nothing."""
    comparte = mundo.tramite(compartir_con_estado=True)
    mundo.enlace.get(comparte.url, 404)  # a draft is nobody else's
    comparte.hasta("presentado")
    reservado = mundo.tramite().hasta("presentado")
    otra_entidad = mundo.tramite("merida", compartir_con_estado=True).hasta("presentado")
    estatal = mundo.tramite("estado", nivel="estatal", compartir_con_estado=True).hasta("presentado")
    mundo.enlace.get(comparte.url)
    mundo.enlace.get(comparte.url + "/pasos")
    for t in (reservado, otra_entidad, estatal):
        mundo.enlace.get(t.url, 404)
    vistos = {x["id"] for x in mundo.enlace.todos("/v1/expedientes")}
    assert comparte.id in vistos and not vistos & {reservado.id, otra_entidad.id, estatal.id}
    e = mundo.enlace.get(comparte.url).json
    assert e["actos_disponibles"] == [] and "contacto" not in e["datos"]  # rule 10: personal contact data never
    assert "contacto" in mundo.local.get(comparte.url).json["datos"]
    diario = mundo.enlace.get(comparte.url + "/actos").json["datos"]
    assert all(a.get("reservado") for a in diario if a["acto"] in ("abrir", "modificar_datos")) and "ana.perez" not in str(diario)
    r = mundo.enlace.post(comparte.url + "/actos", {"acto": "desistir", "datos": {"motivo": "x"}}, 403, if_match=comparte.version)
    assert r.slug in ("sin-permiso", "rol-no-facultado")


def test_auditoria_lee_todo_y_no_cambia_nada(mundo, ajeno):
    e = mundo.auditoria.get(ajeno.url).json
    assert e["actos_disponibles"] == []
    mundo.auditoria.post(ajeno.url + "/actos", {"acto": "anotar", "datos": {"nota": "x"}}, 403, if_match=e["version"])
    mundo.auditoria.patch(ajeno.url, {"lugar_firma": "x"}, 403, if_match=e["version"])
    mundo.auditoria.post("/v1/expedientes", {"datos": {}}, 403)


def test_administracion_no_ve_contenido(mundo, ajeno):
    r = mundo.administracion.pedir("GET", ajeno.url)
    assert r.status in (403, 404)
    r = mundo.administracion.pedir("GET", "/v1/expedientes")
    assert r.status == 403 or r.json["datos"] == []


def test_la_oficina_sigue_cuando_cambia_la_persona(mundo):
    """The file belongs to the organisation: another person of the office goes on with it."""
    t = mundo.tramite("local")
    t.local = mundo.local_b
    t.hasta("presentado")
    assert mundo.local.get(t.url).json["estado"] == "presentado"


def test_documentos_internos(mundo):
    t = mundo.tramite().hasta("en_revision")
    interno = t.documento("cja", "proyecto_dictamen").json
    anexo = t.documento("cja", "oficio").json
    for quien in (t.local,):
        assert {d["id"] for d in quien.todos(t.url + "/documentos")}.isdisjoint({interno["id"], anexo["id"]})
        for d in (interno, anexo):
            quien.get(f"{t.url}/documentos/{d['id']}", 404)
            quien.get(f"{t.url}/documentos/{d['id']}/contenido", 404)
            acto = quien.get(f"{t.url}/actos/{d['acto']}").json
            assert acto["reservado"] and d["sha256"] not in quien.get(t.url + "/actos").body.decode()
    mundo.dgcp.get(f"{t.url}/documentos/{interno['id']}/contenido")


def test_un_documento_solo_por_su_expediente(mundo, ajeno):
    """Content-addressed storage is no door: the same identifier under another file is not found."""
    propio = mundo.tramite()
    d = ajeno.leer()["documentos"][0]["id"]
    mundo.local.get(f"{propio.url}/documentos/{d}", 404)
    mundo.local.get(f"{propio.url}/documentos/{d}/contenido", 404)


def test_directorio(mundo):
    orgs = {o["id"] for o in mundo.dgcp.todos("/v1/organizaciones")}
    assert set(mundo.org.values()) <= orgs
    # A local office sees itself and its own people, and in the list those of its state, which it may delegate to but do nothing with; the state's liaison its municipalities too.
    vistas = mundo.local.todos("/v1/organizaciones")
    assert mundo.org["guadalajara"] in {o["id"] for o in vistas} and mundo.org["jalisco"] in {o["id"] for o in vistas}
    assert all(o["id"] == mundo.org["guadalajara"] or (o["nivel"], o["cve_ent"]) == ("estatal", "14") for o in vistas)
    for camino in ("", "/delegaciones", "/pendientes", "/relevos"):
        mundo.local.get(f"/v1/organizaciones/{mundo.org['jalisco']}{camino}", 404)
    assert {u["organizacion"] for u in mundo.local.todos("/v1/usuarios")} == {mundo.org["guadalajara"]}
    assert {o["id"] for o in mundo.enlace.todos("/v1/organizaciones")} >= {mundo.org[x] for x in ("jalisco", "guadalajara", "zapopan")}
    assert mundo.org["merida"] not in {o["id"] for o in mundo.enlace.todos("/v1/organizaciones", limite=1)}
    assert mundo.dgcp.get("/v1/organizaciones", consulta={"q": "MERIDA ayuntamiento"}).json["datos"][0]["id"] == mundo.org["merida"]
    dgcp = mundo.dgcp.todos("/v1/usuarios")
    assert {u["rol"] for u in dgcp} == {"dgcp"} and {mundo.dgcp.usuario, mundo.dgcp_b.usuario} <= {u["id"] for u in dgcp}
    assert {u["rol"] for u in mundo.cja.todos("/v1/usuarios")} == {"cja", "cja_titular"}


def test_yo(mundo):
    yo = mundo.local.get("/v1/yo").json
    assert yo["usuario"]["id"] == mundo.local.usuario and yo["organizacion"]["id"] == mundo.org["guadalajara"]
    assert yo["usuario"]["rol"] == "gobierno_local" and set(yo["ambitos"]) == {"expedientes:leer", "expedientes:presentar", "directorio:leer", "eventos:suscribir"}
