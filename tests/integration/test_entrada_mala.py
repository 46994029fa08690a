"""Bad input: a clear problem document each time, and nothing half-done."""

import json

import pytest

from support.cliente import SIN
from support.tramite import datos_completos, dentro_de

LARGO = "x" * 100_000


@pytest.fixture(scope="module")
def borrador(mundo):
    return mundo.tramite()


@pytest.fixture
def intacto(mundo, borrador):
    """Whatever a test sends, the file stays as it was and no new one appears."""
    antes = borrador.leer(), mundo.local.get("/v1/expedientes", consulta={"total": "si"}).json["total"]
    yield borrador
    assert (borrador.leer(), mundo.local.get("/v1/expedientes", consulta={"total": "si"}).json["total"]) == antes


def crudo(cliente, metodo, camino, cuerpo, **mas):
    tipo = "application/merge-patch+json" if metodo == "PATCH" else "application/json"
    return cliente.pedir(metodo, camino, cuerpo, tipo=tipo, **mas)


MAL_JSON = {
    "vacio de contenido": b" ",
    "cortado": b'{"datos": {"denominacion": "Acuer',
    "cortado en un escape": b'{"datos": {"denominacion": "\\u00',
    "coma de mas": b'{"datos": {"nivel": "municipal",}}',
    "sin comillas": b"{datos: {}}",
    "comillas simples": b"{'datos': {}}",
    "dos valores": b'{"datos": {}} {"datos": {}}',
    "basura al final": b'{"datos": {}}x',
    "comentario": b'{"datos": {}} // nota',
    "NaN": b'{"datos": {"ods": [NaN]}}',
    "numero enorme": b'{"datos": {"ods": [1e999]}}',
    "numero con cero delante": b'{"datos": {"ods": [01]}}',
    "miembro repetido": b'{"datos": {"nivel": "municipal", "nivel": "estatal"}}',
    "miembro repetido arriba": b'{"datos": {}, "datos": {}}',
    "UTF-8 cortado": b'{"datos": {"denominacion": "Acuerdo \xc3"}}',
    "UTF-8 largo de mas": b'{"datos": {"denominacion": "Acuerdo \xc0\xaf"}}',
    "sustituto suelto en UTF-8": b'{"datos": {"denominacion": "Acuerdo \xed\xa0\x80"}}',
    "sustituto suelto en escape": b'{"datos": {"denominacion": "Acuerdo \\ud800"}}',
    "latin-1": '{"datos": {"denominacion": "Acuerdo de Cooperación"}}'.encode("latin-1"),
    "UTF-16": '{"datos": {}}'.encode("utf-16"),
    "NUL escapado": b'{"datos": {"denominacion": "Acuerdo\\u0000oculto"}}',
    "NUL en bruto": b'{"datos": {"denominacion": "Acuerdo\x00oculto"}}',
    "NUL tras el final": b'{"datos": {}}\x00',
    "control en bruto": b'{"datos": {"denominacion": "Acuerdo\x01oculto"}}',
    "profundo": b'{"datos":' * 40 + b"1" + b"}" * 40,
    "muy profundo": b"[" * 50_000,
    "BOM": b'\xef\xbb\xbf{"datos": {}}',
}


@pytest.mark.parametrize("caso", MAL_JSON)
def test_json_mal_formado(mundo, intacto, caso):
    r = crudo(mundo.local, "POST", "/v1/expedientes", MAL_JSON[caso])
    assert r.status in (400, 413, 422), r
    assert r.slug in ("json-invalido", "cuerpo-invalido", "demasiado-grande"), r
    if caso not in ("NUL escapado", "muy profundo", "numero enorme"):
        assert r.status == 400 and r.slug == "json-invalido", r


@pytest.mark.parametrize("caso", ["cortado", "miembro repetido", "latin-1", "profundo", "NUL en bruto"])
def test_json_mal_formado_en_las_otras_puertas(mundo, intacto, caso):
    for metodo, camino in (("PATCH", intacto.url), ("POST", intacto.url + "/actos")):
        r = crudo(mundo.local, metodo, camino, MAL_JSON[caso], if_match=intacto.version, espera=400)
        assert r.slug == "json-invalido"
    assert crudo(mundo.dgcp, "POST", "/v1/calendario/avisos", MAL_JSON[caso], espera=400).slug == "json-invalido"


@pytest.mark.parametrize("cuerpo", [b"[]", b"null", b'"texto"', b"3", b"true"])
def test_json_que_no_es_objeto(mundo, intacto, cuerpo):
    assert crudo(mundo.local, "POST", "/v1/expedientes", cuerpo, espera=422).codigos == {("", "tipo")}
    assert crudo(mundo.local, "POST", intacto.url + "/actos", cuerpo, espera=422, if_match=intacto.version).codigos == {("", "tipo")}
    r = crudo(mundo.local, "PATCH", intacto.url, cuerpo, if_match=intacto.version)
    assert r.status in (400, 422)


def test_sin_cuerpo(mundo, intacto):
    for metodo, camino in (("POST", "/v1/expedientes"), ("POST", intacto.url + "/actos"), ("PATCH", intacto.url)):
        assert crudo(mundo.local, metodo, camino, b"", if_match=intacto.version, espera=400).slug == "cuerpo-vacio"


def test_cuerpo_demasiado_grande(mundo, intacto):
    cuerpo = json.dumps({"datos": {"denominacion": LARGO * 30}}).encode()
    for metodo, camino in (("POST", "/v1/expedientes"), ("POST", intacto.url + "/actos"), ("PATCH", intacto.url)):
        assert crudo(mundo.local, metodo, camino, cuerpo, if_match=intacto.version, espera=413).slug == "demasiado-grande"
    # The same with chunks, whose total nobody announces.
    trozos = b"".join(b"%x\r\n%s\r\n" % (len(cuerpo[i:i + 65536]), cuerpo[i:i + 65536]) for i in range(0, len(cuerpo), 65536)) + b"0\r\n\r\n"
    from support.cliente import crudo as enviar, leer_cruda
    r = leer_cruda(enviar(mundo.servicio.puerto, (
        f"POST /v1/expedientes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {mundo.local.clave}\r\nContent-Type: application/json\r\n"
        "Transfer-Encoding: chunked\r\n\r\n").encode() + trozos))
    mundo.local.contrato.validar("POST", "/v1/expedientes", r)
    assert r.status == 413


def test_miembros_desconocidos_todos_a_la_vez(mundo, intacto):
    r = mundo.local.post("/v1/expedientes", {"datos": {"denominasion": "x", "contacto": {"mail": "x"}, "contrapartes": [{"nombre": "Kioto", "pais_": "JP"}]},
                                             "otro": 1}, 422)
    assert r.codigos == {("/otro", "desconocido"), ("/datos/denominasion", "desconocido"), ("/datos/contacto/mail", "desconocido"),
                         ("/datos/contrapartes/0/pais_", "desconocido")}
    r = mundo.local.post(intacto.url + "/actos", {"acto": "desistir", "datos": {"motivo": "x", "nota": "y", "inventado": 1}, "extra": 1}, 422,
                         if_match=intacto.version)
    assert {p for p, _ in r.codigos} == {"/extra", "/datos/nota", "/datos/inventado"}


# (member, value, code)
CAMPOS = [
    ("denominacion", "", "largo-min"), ("denominacion", "x" * 501, "largo-max"), ("denominacion", 5, "tipo"), ("denominacion", ["x"], "tipo"),
    ("denominacion", "línea\nnueva", "caracteres"), ("denominacion", "campana\u0007", "caracteres"),
    ("tipo", "tratado", "enum"), ("tipo", True, "tipo"), ("nivel", "federal", "enum"), ("clase_organo", "x", "enum"),
    ("organo_firmante", "x" * 301, "largo-max"), ("fundamento_facultades", "x" * 4001, "largo-max"),
    ("contrapartes", {}, "tipo"), ("contrapartes", [{"nombre": "x"}] * 51, "elementos-max"),
    ("organos_locales", ["x"] * 51, "elementos-max"), ("areas", ["cultura", "cultura"], "duplicado"), ("areas", ["astrología"], "enum"),
    ("tratado_base", "x" * 501, "largo-max"), ("idiomas", ["español"], None), ("idiomas", ["ES"], None), ("idiomas", ["es", "es"], "duplicado"),
    ("fecha_firma_pretendida", "2027-02-29", "fecha"), ("fecha_firma_pretendida", "2027-13-01", "fecha"), ("fecha_firma_pretendida", "2027-04-31", "fecha"),
    ("fecha_firma_pretendida", "15/03/2027", "fecha"), ("fecha_firma_pretendida", "2027-3-5", "fecha"), ("fecha_firma_pretendida", "", "fecha"),
    ("fecha_firma_pretendida", 20270315, "tipo"), ("fecha_firma_pretendida", "2027-03-15T00:00:00Z", "fecha"), ("fecha_firma_pretendida", "0000-01-01", "fecha"),
    ("lugar_firma", "x" * 301, "largo-max"), ("vigencia", "eterna", "enum"), ("vigencia_desde", "2027-00-10", "fecha"),
    ("ods", [0], "valor-min"), ("ods", [18], "valor-max"), ("ods", [1.5], "tipo"), ("ods", ["1"], "tipo"), ("ods", [1, 1], "duplicado"),
    ("ods", [10**30], None), ("programa_trabajo", "x" * 10001, "largo-max"), ("modifica_a", "x" * 101, "largo-max"),
    ("compartir_con_estado", "sí", "tipo"), ("compartir_con_estado", 1, "tipo"), ("contacto", "Ana", "tipo"),
]


@pytest.mark.parametrize("miembro,valor,codigo", CAMPOS, ids=[f"{m}-{i}" for i, (m, _, _) in enumerate(CAMPOS)])
def test_cada_campo_y_su_limite(mundo, intacto, miembro, valor, codigo):
    for r, prefijo in ((mundo.local.pedir("POST", "/v1/expedientes", {"datos": {miembro: valor}}), "/datos"),
                       (mundo.local.pedir("PATCH", intacto.url, {miembro: valor}, if_match=intacto.version), "")):
        assert r.status == 422 if codigo else r.status in (400, 422), r
        if r.slug == "cuerpo-invalido":
            assert all(p.startswith(f"{prefijo}/{miembro}") for p, _ in r.codigos), r
            if codigo:
                assert codigo in {c for _, c in r.codigos}, r
        else:
            assert codigo is None and r.slug == "json-invalido", r


DENTRO = [
    ("contrapartes", [{"nombre": ""}], "/contrapartes/0/nombre", "largo-min"),
    ("contrapartes", [{"nombre": "Kioto", "clase": "municipal"}], "/contrapartes/0/clase", "enum"),
    ("contrapartes", [{"nombre": "Kioto", "pais": "XX"}], "/contrapartes/0/pais", "pais"),
    ("contrapartes", [{"nombre": "Kioto", "pais": "jp"}], "/contrapartes/0/pais", "pais"),
    ("contrapartes", [{"nombre": "Kioto"}, {"nombre": "x" * 301}], "/contrapartes/1/nombre", "largo-max"),
    ("contrapartes", [{"nombre": "Kioto", "ciudad": "x" * 201}], "/contrapartes/0/ciudad", "largo-max"),
    ("contrapartes", ["Kioto"], "/contrapartes/0", "tipo"),
    ("organos_locales", [""], "/organos_locales/0", "largo-min"),
    ("organos_locales", ["x" * 301], "/organos_locales/0", "largo-max"),
    ("contacto", {"correo": "ana"}, "/contacto/correo", "correo"),
    ("contacto", {"correo": "ana@"}, "/contacto/correo", "correo"),
    ("contacto", {"correo": "ana@x@y.mx"}, "/contacto/correo", "correo"),
    ("contacto", {"telefono": "llámame"}, "/contacto/telefono", "telefono"),
    ("contacto", {"nombre": "x" * 201}, "/contacto/nombre", "largo-max"),
    ("contacto", {"nombre": None}, "/contacto/nombre", "tipo"),
]


@pytest.mark.parametrize("miembro,valor,donde,codigo", DENTRO, ids=[f"{d}-{i}" for i, (_, _, d, _) in enumerate(DENTRO)])
def test_dentro_de_los_datos(mundo, intacto, miembro, valor, donde, codigo):
    r = mundo.local.post("/v1/expedientes", {"datos": {miembro: valor}}, 422)
    assert r.codigos == {("/datos" + donde, codigo)}, r


def test_vigencia_invertida(mundo, intacto):
    r = mundo.local.post("/v1/expedientes", {"datos": {"vigencia": "determinada", "vigencia_desde": "2028-01-01", "vigencia_hasta": "2027-01-01"}}, 422)
    assert r.codigos == {("/datos/vigencia_hasta", "fechas-invertidas")}
    r = mundo.local.patch(intacto.url, {"vigencia_desde": "2028-01-01", "vigencia_hasta": "2027-01-01"}, 422, if_match=intacto.version)
    assert {c for _, c in r.codigos} == {"fechas-invertidas"}


def test_en_los_limites_se_acepta(mundo):
    datos = datos_completos(denominacion="ñ" * 500, organo_firmante="á" * 300, fundamento_facultades="línea\n" * 600, programa_trabajo="x" * 10000,
                            ods=list(range(1, 18)), contrapartes=[{"nombre": f"Ciudad {i}", "clase": "gubernamental", "pais": "ES"} for i in range(50)],
                            organos_locales=["Órgano " + str(i) for i in range(50)], vigencia="determinada", vigencia_desde="2027-01-01",
                            vigencia_hasta="2027-01-01", modifica_a="RAII-2020-00001")
    t = mundo.tramite(**datos)
    assert t.leer()["datos"] == datos


def test_todos_los_errores_a_la_vez(mundo, intacto):
    r = mundo.local.post("/v1/expedientes", {"datos": {"tipo": "x", "nivel": 3, "ods": [0, 99], "fecha_firma_pretendida": "ayer", "sobra": 1,
                                                       "contrapartes": [{"pais": "ZZ"}]}}, 422)
    assert r.codigos == {("/datos/tipo", "enum"), ("/datos/nivel", "tipo"), ("/datos/ods/0", "valor-min"), ("/datos/ods/1", "valor-max"),
                         ("/datos/fecha_firma_pretendida", "fecha"), ("/datos/sobra", "desconocido"),
                         ("/datos/contrapartes/0/pais", "pais")}
    for e in r.json["errors"]:
        assert e["detail"] and e["que_hacer"]


def test_punteros_con_caracteres_especiales(mundo, intacto):
    r = mundo.local.post("/v1/expedientes", {"datos": {"a/b~c": 1}}, 422)
    assert r.codigos == {("/datos/a~1b~0c", "desconocido")}


def test_muchisimos_errores(mundo, intacto):
    r = mundo.local.post("/v1/expedientes", {"datos": {f"sobra_{i}": i for i in range(1000)}}, 422)
    assert len(r.json["errors"]) == 100


def test_en_ingles(mundo, intacto):
    r = mundo.local.post("/v1/expedientes", {"datos": {"tipo": "x"}}, 422, encabezados={"Accept-Language": "en-US,en;q=0.9,es;q=0.1"})
    assert r.json["title"] == "Some data are missing or wrong" and r.json["errors"][0]["que_hacer"].startswith("Choose one of")
    assert r.headers["Content-Language"] == "en"
    r = mundo.local.post("/v1/expedientes", {"datos": {"tipo": "x"}}, 422, encabezados={"Accept-Language": "fr, es;q=0.5, en;q=0.4"})
    assert r.headers["Content-Language"] == "es"


# ---- acts ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("acto", ["inventado", "", "ABRIR", "modificar_datos", "incorporar_documento", "recomputar_plazos", "x" * 5000])
def test_acto_desconocido(mundo, intacto, acto):
    r = mundo.local.post(intacto.url + "/actos", {"acto": acto}, 422, if_match=intacto.version)
    assert r.slug == "acto-desconocido" and len(r.json["detail"]) < 300


def test_acto_sin_nombre(mundo, intacto):
    assert mundo.local.post(intacto.url + "/actos", {"datos": {}}, 422, if_match=intacto.version).codigos == {("/acto", "requerido")}
    assert mundo.local.post(intacto.url + "/actos", {"acto": 7}, 422, if_match=intacto.version).codigos == {("/acto", "tipo")}
    assert mundo.local.post(intacto.url + "/actos", {"acto": "desistir", "datos": []}, 422, if_match=intacto.version).codigos == {("/datos", "tipo")}


def test_acto_desde_otro_estado(mundo, intacto):
    r = mundo.local.post(intacto.url + "/actos", {"acto": "atender", "datos": {"respuestas": []}}, 409, if_match=intacto.version)
    assert r.slug == "acto-no-procede" and "presentar" in r.json["que_hacer"]


def test_acto_de_otra_funcion(mundo):
    t = mundo.tramite().hasta("presentado")
    r = t.acto(t.local, "turnar", {}, 403)
    assert r.slug == "rol-no-facultado"
    t.acto("dgcp", "desistir", {"motivo": "x"}, 403)
    assert t.leer()["version"] == t.version


def test_version_ausente_o_vieja(mundo, intacto):
    cuerpo = {"acto": "desistir", "datos": {"motivo": "x"}}
    assert mundo.local.post(intacto.url + "/actos", cuerpo, 428).slug == "falta-if-match"
    assert mundo.local.patch(intacto.url, {"lugar_firma": "x"}, 428).slug == "falta-if-match"
    for version in (intacto.version - 1, intacto.version + 1, 99999, '"x"', f'W/"{intacto.version}"', str(intacto.version), '""', '"-1"',
                    '"99999999999999999999"', f'"{intacto.version}-"', f'"{intacto.version}-x"', f'"{intacto.version}-ab'):
        if version == 0:
            continue
        r = mundo.local.post(intacto.url + "/actos", cuerpo, if_match=version, espera=None)
        assert (r.status, r.slug) == (412, "version-obsoleta"), (version, r)
        r = mundo.local.patch(intacto.url, {"lugar_firma": "x"}, if_match=version, espera=None)
        assert (r.status, r.slug) == (412, "version-obsoleta"), (version, r)


def test_fecha_pasada_al_presentar(mundo):
    t = mundo.tramite(fecha_firma_pretendida=dentro_de(-1))
    r = t.presentar(409)
    assert r.codigos == {("/datos/fecha_firma_pretendida", "fecha-pasada")}
    assert t.leer()["estado"] == "borrador"


LIMITES_ACTO = [
    ("desistir", {"motivo": ""}, ("/datos/motivo", "largo-min")), ("desistir", {"motivo": "x" * 4001}, ("/datos/motivo", "largo-max")),
    ("desistir", {"motivo": None}, ("/datos/motivo", "tipo")), ("desistir", {"motivo": "   "}, ("/datos/motivo", "largo-min")),
    ("desistir", {"motivo": "x", "numero_oficial": "x" * 101}, ("/datos/numero_oficial", "largo-max")),
    ("desistir", {"motivo": "x", "corrige": 0}, ("/datos/corrige", "valor-min")),
    ("presentar", {"declaracion_version_final": "sí"}, ("/datos/declaracion_version_final", "tipo")),
    ("reprogramar_firma", {"fecha_firma_pretendida": "2027-02-30"}, ("/datos/fecha_firma_pretendida", "fecha")),
]


@pytest.mark.parametrize("acto,datos,falta", LIMITES_ACTO, ids=[f"{a}-{i}" for i, (a, _, _) in enumerate(LIMITES_ACTO)])
def test_limites_de_los_actos(mundo, intacto, acto, datos, falta):
    r = mundo.local.post(intacto.url + "/actos", {"acto": acto, "datos": datos}, 422, if_match=intacto.version)
    assert falta in r.codigos, r


def test_renglones_de_windows(mundo):
    """A text that was pasted with them is taken, and kept as any other; a carriage return alone is a character that nobody sees."""
    t = mundo.tramite().hasta("presentado")
    assert t.acto("dgcp", "anotar", {"nota": "uno\r\n\r\ndos\r\n"}).json["acto"]["datos"]["nota"] == "uno\n\ndos\n"
    assert t.acto("dgcp", "anotar", {"nota": "uno\rdos"}, 422).codigos == {("/datos/nota", "caracteres")}


def test_codigos_y_no_largos(mundo, intacto):
    """Of a code, what it is helps; of an unfinished request, what the JSON must look like."""
    r = mundo.local.patch(intacto.url, {"idiomas": ["español"], "contrapartes": [{"nombre": "Kioto", "clase": "gubernamental", "pais": "Japón"}]}, 422,
                          if_match=intacto.version)
    assert r.codigos == {("/idiomas/0", "idioma"), ("/contrapartes/0/pais", "pais")}
    r = mundo.local.patch(intacto.url, {"areas": "cultura"}, 422, if_match=intacto.version)
    assert r.codigos == {("/areas", "tipo")} and "una lista entre corchetes" in r.json["errors"][0]["que_hacer"]


def test_limites_de_las_observaciones(mundo):
    t = mundo.tramite().hasta("en_revision")
    buena = {"clausula": "PRIMERA", "texto": "Precisar.", "severidad": "alta"}
    casos = [([], "/datos/observaciones", "elementos-min"), ([buena] * 201, "/datos/observaciones", "elementos-max"),
             ([{**buena, "severidad": "gravísima"}], "/datos/observaciones/0/severidad", "enum"),
             ([{"clausula": "PRIMERA", "texto": "x"}], "/datos/observaciones/0/severidad", "requerido"),
             ([{**buena, "texto": "x" * 4001}], "/datos/observaciones/0/texto", "largo-max"),
             ([{**buena, "clausula": ""}], "/datos/observaciones/0/clausula", "largo-min"),
             ([{**buena, "numero": 7}], "/datos/observaciones/0/numero", "desconocido")]
    for filas, donde, codigo in casos:
        assert (donde, codigo) in t.acto("cja", "observar", {"observaciones": filas}, 422).codigos, donde
    assert t.ver()["version"] == t.version


# ---- parameters ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("consulta", ["limite=0", "limite=101", "limite=x", "limite=-1", "limite=1e2", "limite=10&limite=20", "estado=inventado",
                                      "turno=alcaldia", "organizacion=x", "responsable=x", "vence_antes=2027-02-30", "vence_antes=mañana", "orden=azar",
                                      "total=tal-vez", "cursor=x", "cursor=" + "f" * 44, "inventado=1", "q=" + "x" * 500, "q=%00", "q=%ff", "q=%zz"])
def test_parametros_de_la_lista(mundo, consulta):
    from urllib.parse import quote
    r = mundo.local.get("/v1/expedientes?" + quote(consulta, safe="=&%-"), 400)
    assert r.slug == "parametro-invalido"


@pytest.mark.parametrize("limite, codigo", [("0", "valor-min"), ("101", "valor-max"), ("9" * 30, "valor-max"), ("", "formato"), ("x", "formato"), ("1e2", "formato"),
                                            ("-1", "formato"), (" 5", "formato")])
def test_limite_dice_lo_que_tiene(mundo, limite, codigo):
    """What is no number is not said to be too small a one."""
    assert {c for _, c in mundo.local.get("/v1/expedientes", 400, consulta={"limite": limite}).codigos} == {codigo}


@pytest.mark.parametrize("camino", ["/v1/plazos", "/v1/plazos?fecha_firma=2027-02-30", "/v1/plazos?fecha_firma=x", "/v1/plazos?fecha_firma=2027-03-01&recepcion=ayer",
                                    "/v1/plazos?fecha_firma=2027-03-01&recepcion=2027-01-01", "/v1/plazos?fecha_firma=2027-03-01&recepcion=2027-01-01T25:00:00Z",
                                    "/v1/plazos?fecha_firma=2027-03-01&recepcion=2027-01-01T10:00:00", "/v1/plazos?fecha_firma=2027-03-01&lectura=rapida",
                                    "/v1/plazos?fecha_firma=2027-03-01&otro=1", "/v1/plazos?fecha_firma=2027-03-01&fecha_firma=2027-03-02"])
def test_parametros_de_plazos(mundo, camino):
    assert mundo.anonimo().get(camino, 400).slug == "parametro-invalido"


@pytest.mark.parametrize("anio", ["x", "26", "99999", "-2026", "2026.0", "%32026x"])
def test_anio_que_no_es(mundo, anio):
    r = mundo.anonimo().pedir("GET", f"/v1/calendario/{anio}")
    assert r.status in (400, 404)


def test_identificadores_que_no_son(mundo):
    for x in ("x", "..", "%2e%2e", "0193a1f0-7b1c-7c40-8f6e-2a9d1c5b7e1", "AII-2026-", "' or 1=1", "%27%20or%201%3D1--", "x" * 90, "%C3%B1"):
        r = mundo.local.pedir("GET", "/v1/expedientes/" + x.replace(" ", "%20"))
        assert r.status in (400, 404), (x, r)
    t = mundo.tramite()
    for x in ("0", "-1", "x", "1.5", "99999999999999999999", "01"):
        assert mundo.local.pedir("GET", f"{t.url}/actos/{x}").status in (400, 404)


def test_comodines_de_la_busqueda_son_letras(mundo):
    """% and _ in what was typed are searched, not obeyed."""
    t = mundo.tramite(denominacion="Acuerdo al 100% con guion_bajo")
    assert [x["id"] for x in mundo.local.get("/v1/expedientes", consulta={"q": "100% con guion_bajo"}).json["datos"]] == [t.id]
    assert mundo.local.get("/v1/expedientes", consulta={"q": "acuerdo%zzz%"}).json["datos"] == []
    assert mundo.local.get("/v1/expedientes", consulta={"q": "guion%bajo"}).json["datos"] == []
    assert mundo.local.get("/v1/expedientes", consulta={"q": "\\"}).json["datos"] == []


def test_falta_la_credencial(mundo):
    r = mundo.anonimo().get("/v1/expedientes", 401)
    assert r.slug == "sin-credencial" and r.headers["WWW-Authenticate"] == "Bearer"
    for mala in ("Bearer", "Bearer ", "Bearer x", "Basic dTpw", "Bearer dk_" + "A" * 43, "Bearer dk_" + "A" * 42 + "=", "bearer dk_" + "ñ" * 43,
                 "Bearer " + "x" * 5000, "dk_" + "A" * 43):
        r = mundo.local.get("/v1/expedientes", 401, encabezados={"Authorization": mala.encode()})
        assert r.slug in ("credencial-invalida", "sin-credencial") and r.headers["WWW-Authenticate"].startswith("Bearer"), mala
    # The scheme's name may be written in any case (RFC 9110).
    mundo.local.get("/v1/yo", encabezados={"Authorization": "bEARER " + mundo.local.clave})
    assert mundo.local.get("/v1/yo", 401, encabezados={"Authorization": SIN}).slug == "sin-credencial"


def test_muchas_contrapartes_incompletas(mundo):
    """A draft with more faults than an answer lists is still a draft that can be read and mended."""
    r = mundo.local.post("/v1/expedientes", {"datos": {"contrapartes": [{"ciudad": f"ciudad {i}"} for i in range(50)]}})
    url = r.headers["Location"]
    assert len(mundo.local.get(url).json["actos_disponibles"]) > 0
    mundo.local.patch(url, {"denominacion": "Acuerdo"}, if_match=1)


def test_un_expediente_enorme_no_estorba_a_los_demas(mundo):
    """Hundreds of large changes of data: the file stays readable, and acts on others are not touched."""
    t = mundo.tramite()
    for i in range(60):
        r = mundo.local.patch(t.url, {"fundamento_facultades": "ñ" * 3990 + str(i), "programa_trabajo": "á" * 3000}, if_match=t.version)
        t.version = r.json["version"]
    otro = mundo.tramite().hasta("presentado")
    assert mundo.local.get(t.url).json["version"] == t.version
    t.documento(t.local, "anexo")
    assert len(mundo.local.get(t.url + "/actos?limite=100").json["datos"]) == t.version
    otro.turnar()
