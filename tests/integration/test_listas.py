"""Lists: keyset cursors, filters, counts; PATCH of the draft."""

import uuid
from datetime import timedelta

import pytest

from support.tramite import datos_completos, dentro_de, dia


@pytest.fixture(scope="module")
def varios(mundo):
    """Seven files with a word that no other file has."""
    palabra = "palabra" + uuid.uuid4().hex[:10]
    lista = [mundo.tramite("zapopan", denominacion=f"Acuerdo número {i} de {palabra}",
                           contrapartes=[{"nombre": f"Comuna {i} de Ñuñoa", "clase": "gubernamental", "pais": "CL"}]) for i in range(7)]
    lista[1].hasta("presentado")
    lista[2].hasta("prevenido")
    lista[3].hasta("turnado")
    return palabra, lista


def ids(filas):
    return [f["id"] for f in filas]


@pytest.mark.parametrize("limite", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("orden", ["recientes", "antiguos"])
def test_paginas(mundo, varios, limite, orden):
    palabra, lista = varios
    vistos = ids(mundo.zapopan.todos("/v1/expedientes", {"q": palabra, "orden": orden}, limite))
    debidos = [t.id for t in lista]
    assert vistos == (debidos if orden == "antiguos" else debidos[::-1])


def test_el_enlace_es_la_pagina_siguiente(mundo, varios):
    palabra, _ = varios
    r = mundo.zapopan.get("/v1/expedientes", consulta={"q": palabra, "limite": 3, "estado": "borrador,presentado"})
    camino = r.headers["Link"].split(">")[0][1:]
    siguiente = mundo.zapopan.get(camino).json
    assert siguiente == mundo.zapopan.get("/v1/expedientes", consulta={"q": palabra, "limite": 3, "estado": "borrador,presentado",
                                                                        "cursor": r.json["siguiente"]}).json
    assert not set(ids(siguiente["datos"])) & set(ids(r.json["datos"]))


def test_un_alta_a_media_lista_no_repite_ni_salta(mundo, varios):
    palabra, lista = varios
    r = mundo.zapopan.get("/v1/expedientes", consulta={"q": palabra, "limite": 3, "orden": "recientes"}).json
    nuevo = mundo.tramite("zapopan", denominacion=f"Acuerdo de más de {palabra}")
    resto = mundo.zapopan.get("/v1/expedientes", consulta={"q": palabra, "limite": 100, "orden": "recientes", "cursor": r["siguiente"]}).json
    assert ids(r["datos"]) + ids(resto["datos"]) == [t.id for t in lista[::-1]]
    nuevo.local.patch(nuevo.url, {"denominacion": "Ya no"}, if_match=nuevo.version)


def test_el_cursor_es_de_sus_filtros(mundo, varios):
    palabra, _ = varios
    c = mundo.zapopan.get("/v1/expedientes", consulta={"q": palabra, "limite": 2}).json["siguiente"]
    assert mundo.zapopan.get("/v1/expedientes", 400, consulta={"q": "otra", "cursor": c}).slug == "parametro-invalido"
    mundo.zapopan.get("/v1/expedientes", consulta={"q": palabra, "cursor": c, "limite": 50})


def test_total_solo_si_se_pide(mundo, varios):
    palabra, lista = varios
    assert "total" not in mundo.zapopan.get("/v1/expedientes", consulta={"q": palabra}).json
    assert mundo.zapopan.get("/v1/expedientes", consulta={"q": palabra, "total": "si", "limite": 2}).json["total"] == 7
    assert "total" not in mundo.zapopan.get("/v1/expedientes", consulta={"q": palabra, "total": "no"}).json


def test_filtros(mundo, varios):
    palabra, lista = varios

    def busca(quien=mundo.dgcp, **f):
        return set(ids(quien.todos("/v1/expedientes", {"q": palabra, **f})))
    assert busca(estado="presentado") == {lista[1].id}
    assert busca(estado="presentado,turnado") == {lista[1].id, lista[3].id}
    assert busca(turno="gobierno_local") == {lista[i].id for i in (0, 2, 4, 5, 6)}
    assert busca(turno="cja") == {lista[3].id} and busca(turno="dgcp") == {lista[1].id}
    assert busca(turno="dgcp", estado="turnado") == set()
    assert busca(organizacion=mundo.org["zapopan"]) == {t.id for t in lista}
    assert busca(organizacion=mundo.org["guadalajara"]) == set()
    vence = lista[2].leer()["plazos"]["vence"]
    assert busca(vence_antes=(dia(vence) + timedelta(days=1)).isoformat(), estado="prevenido") == {lista[2].id}
    assert busca(vence_antes=vence, estado="prevenido") == set()
    lista[3].acto("cja", "asignar", {"responsable": mundo.cja_b.usuario})
    assert busca(responsable=mundo.cja_b.usuario) == {lista[3].id}
    assert busca(responsable=str(uuid.uuid4())) == set()


@pytest.mark.parametrize("consulta", ["ÑUÑOA", "nunoa", "ñuñoa", "Comuna 4", "comuna acuerdo", "ACUERDO NUMERO 4"])
def test_busqueda_sin_acentos_ni_mayusculas(mundo, varios, consulta):
    palabra, lista = varios
    vistos = set(ids(mundo.zapopan.todos("/v1/expedientes", {"q": consulta}, 100)))
    if consulta in ("nunoa", "ñuñoa", "ÑUÑOA"):
        assert {t.id for t in lista} <= vistos
    elif "4" in consulta:
        assert lista[4].id in vistos


def test_busqueda_por_folio(mundo, varios):
    t = varios[1][1]
    folio = t.leer()["folio"]
    assert ids(mundo.zapopan.get("/v1/expedientes", consulta={"q": folio}).json["datos"]) == [t.id]


def test_la_ficha_sigue_a_los_datos(mundo):
    t = mundo.tramite("zapopan")
    nueva = "Memorándum " + uuid.uuid4().hex
    r = t.local.patch(t.url, {"denominacion": nueva, "tipo": "memorandum", "fecha_firma_pretendida": dentro_de(77)}, if_match=t.version)
    fila = t.local.get("/v1/expedientes", consulta={"q": nueva}).json["datos"][0]
    assert (fila["denominacion"], fila["tipo"], fila["fecha_firma_pretendida"], fila["version"]) == (nueva, "memorandum", dentro_de(77), r.json["version"])
    t.version = r.json["version"]
    t.hasta("presentado")
    t.acto(t.local, "reprogramar_firma", {"fecha_firma_pretendida": dentro_de(88)})
    fila = t.local.get("/v1/expedientes", consulta={"q": nueva}).json["datos"][0]
    assert fila["fecha_firma_pretendida"] == dentro_de(88) and fila["estado"] == "presentado" and fila["folio"] == t.leer()["folio"]


def test_diario_por_paginas(mundo, varios):
    t = varios[1][3]
    enteros = t.actos()
    assert t.local.todos(t.url + "/actos", limite=2) != [] and [a["n"] for a in t.local.todos(t.url + "/actos", limite=2)] == [a["n"] for a in enteros]
    for malo in ("x", "0", "n0", "nx", "n99999999999"):
        assert t.local.get(t.url + "/actos", 400, consulta={"cursor": malo}).slug == "parametro-invalido"


# ---- PATCH ---------------------------------------------------------------------------------------------------------------------------------


def test_parche(mundo):
    t = mundo.tramite(tratado_base="Acuerdo marco de 1990")
    antes = t.leer()["datos"]
    r = t.local.patch(t.url, {"lugar_firma": "Kioto, Japón", "tratado_base": None, "contacto": {"telefono": None, "cargo": "Directora"},
                              "areas": ["turismo"]}, if_match=t.version)
    d = r.json["datos"]
    assert r.etag == f'"{t.version + 1}"' and r.json["version"] == t.version + 1
    assert d["lugar_firma"] == "Kioto, Japón" and "tratado_base" not in d and d["areas"] == ["turismo"]
    assert d["contacto"] == {k: v for k, v in {**antes["contacto"], "cargo": "Directora"}.items() if k != "telefono"}
    assert {k: v for k, v in d.items() if k not in ("lugar_firma", "tratado_base", "contacto", "areas")} == {
        k: v for k, v in antes.items() if k not in ("lugar_firma", "tratado_base", "contacto", "areas")}
    a = t.actos()[-1]
    assert a["acto"] == "modificar_datos" and a["datos"]["datos"] == d
    t.version += 1
    assert t.local.get(t.url).json == r.json


def test_parche_que_no_cambia_nada(mundo):
    t = mundo.tramite()
    for cuerpo in ({}, {"lugar_firma": t.datos["lugar_firma"]}, {"tratado_base": None}):
        r = t.local.patch(t.url, cuerpo, if_match=t.version, espera=None)
        assert r.status in (200, 422), r
        t.version = t.leer()["version"]
    assert t.leer()["datos"] == t.datos


def test_parche_fuera_de_tiempo_o_de_otro(mundo):
    t = mundo.tramite().hasta("presentado")
    r = t.local.patch(t.url, {"lugar_firma": "x"}, 409, if_match=t.version)
    assert r.slug == "no-editable"
    mundo.dgcp.patch(t.url, {"lugar_firma": "x"}, if_match=t.version, espera=None)
    assert t.leer()["version"] == t.version, "DGCP changed a file that it did not open"
    borrador = mundo.tramite()
    r = mundo.dgcp.patch(borrador.url, {"lugar_firma": "x"}, if_match=borrador.version, espera=None)
    assert r.status == 403
    # What DGCP opened on behalf of an organisation it may correct while it is a draft.
    r = mundo.dgcp.post("/v1/expedientes", {"organizacion": mundo.org["guadalajara"], "datos": datos_completos()})
    e = r.json["expediente"]
    r = mundo.dgcp.patch(f"/v1/expedientes/{e['id']}", {"lugar_firma": "Guadalajara"}, if_match=e["version"])
    mundo.local.patch(f"/v1/expedientes/{e['id']}", {"lugar_firma": "Zapopan"}, if_match=r.json["version"])


def test_parche_por_folio(mundo):
    t = mundo.tramite().hasta("prevenido")
    folio = t.leer()["folio"]
    r = t.local.patch(f"/v1/expedientes/{folio}", {"lugar_firma": "Tonalá"}, if_match=t.version)
    assert r.json["id"] == t.id and r.json["datos"]["lugar_firma"] == "Tonalá"


def test_if_match_asterisco(mundo):
    """«*» says: whatever the version, as long as it exists (RFC 9110)."""
    t = mundo.tramite()
    r = t.local.patch(t.url, {"lugar_firma": "Tonalá"}, if_match="*", espera=None)
    assert r.status in (200, 412)
