"""The public registry: entries born of `inscribir`, read by anyone, found by what a person types, followed by further acts and never edited."""

import csv
import hashlib
import io
import json
import re
from datetime import date, timedelta

import pytest

from conftest import AJUSTES
from support.inscritos import Asiento, esperar, url
from support.servicio import Servicio
from support.tramite import Mundo, con_gente, hoy

CSV, HTML = {"Accept": "text/csv"}, {"Accept": "text/html"}


@pytest.fixture(scope="module")
def base_registro(cluster):
    b = con_gente(cluster)
    yield b
    b.borrar()


@pytest.fixture(scope="module")
def mundo(base_registro):
    s = Servicio(base_registro, AJUSTES).arrancar()  # without a seal: only the documents of `sellado` are read
    yield Mundo(base_registro, s)
    assert s.parar(60) == 0, s.ultimas_lineas()
    s.lineas()


@pytest.fixture(scope="module")
def kioto(mundo):
    return Asiento(mundo, denominacion="Acuerdo de Hermanamiento entre Guadalajara y Kioto", organos_locales=["Instituto Jalisciense de la Cultura"])


@pytest.fixture(scope="module")
def sellado(cluster, sello):
    """An entry of a file whose documents are written."""
    s = Servicio(con_gente(cluster), {**AJUSTES, **sello.ajustes}).arrancar()
    yield Asiento(Mundo(s.base, s))
    assert s.parar(60) == 0, s.ultimas_lineas()
    s.base.borrar()


@pytest.fixture(scope="module")
def varios(mundo, kioto):
    """Agreements that differ in what filters look at."""
    a = Asiento(mundo, "merida", denominacion="Memorándum sobre cooperación educativa en la península",
                tipo="memorandum", organo_firmante="Ayuntamiento de Mérida", areas=["educacion"], vigencia="determinada",
                vigencia_desde=hoy().isoformat(), vigencia_hasta=(hoy() + timedelta(days=60)).isoformat(),
                contrapartes=[{"nombre": "Universidad de Nanjing", "clase": "ong", "pais": "CN", "ciudad": "Nankín"}])
    b = Asiento(mundo, "estado", denominacion="Acuerdo específico de cooperaciones técnicas", tipo="cooperacion_especifica", nivel="estatal",
                organo_firmante="Secretaría de Desarrollo Económico", areas=["comercio"], vigencia="determinada",
                contrapartes=[{"nombre": "Gobierno de Baviera", "clase": "gubernamental", "pais": "DE"},
                              {"nombre": "Cámara de Múnich", "clase": "privado", "pais": "DE"}])
    return {"kioto": kioto, "nankin": a, "baviera": b}


# ---- the entry ----------------------------------------------------------------------------------------------------------------------------------


def test_asiento_de_un_expediente(kioto):
    j = kioto.ver().json
    assert j["numero"] == kioto.numero and j["version"] == 1 and j["estado"] == "vigente" and j["entidad"] == "Jalisco" and j["pais"] == "Japón"
    a = j["asiento"]
    assert a["fecha_firma"] == hoy().isoformat() and a["precision_fecha"] == "dia" and a["lugar_firma"] == "Guadalajara, Jalisco"
    assert [p["nombre"] for p in a["partes_mexicanas"]] == ["Ayuntamiento de Guadalajara", "Instituto Jalisciense de la Cultura"]
    assert a["partes_mexicanas"][0]["cve_ent"] == "14" and a["contrapartes"][0]["pais"] == "JP" and a["inscrito_en"] == hoy().isoformat()
    for secreto in ("Ana Pérez", "ana.perez", "3312", "33 1234", "contacto", "fundamento", kioto.t.id):
        assert secreto not in json.dumps(j, ensure_ascii=False)


def test_enlaza_su_copia_certificada(sellado):
    """The entry as a PDF; without a signed head of the log it is refused plainly, and the link is there all the same."""
    assert sellado.ver().json["enlaces"]["copia_certificada"] == sellado.url + "/certificacion"
    assert f'href="{sellado.url}/certificacion"' in sellado.ver(encabezados=HTML).body.decode()
    assert sellado.publico.get(sellado.url + "/certificacion", 503).slug == "bitacora-sin-cabeza"


def test_sin_cambios_y_encabezados(kioto):
    r = kioto.ver()
    assert r.headers["Cache-Control"].startswith("public, max-age=") and r.headers["Vary"] == "Accept"
    kioto.publico.get(kioto.url, 304, encabezados={"If-None-Match": r.etag})
    kioto.publico.get(kioto.url, 200, encabezados={"If-None-Match": r.etag, **HTML})
    assert kioto.publico.get(kioto.url + "?al=" + hoy().isoformat()).json == r.json


def test_como_estaba(kioto):
    ayer = hoy() - timedelta(days=1)
    assert kioto.publico.get(kioto.url, 404, consulta={"al": ayer.isoformat()}).slug == "no-encontrado"
    for mala in ("2026-02-30", "mañana", "20260101", "-1", "9999999-01-01"):
        assert kioto.publico.get(kioto.url, 400, consulta={"al": mala}).slug == "parametro-invalido"
    assert kioto.publico.get(kioto.url, 400, consulta={"otro": "1"}).slug == "parametro-invalido"
    assert kioto.publico.get(url("RAI/9999/1999"), 404).slug == "no-encontrado"
    assert kioto.publico.get(kioto.url, 406, encabezados={"Accept": "image/png"}).slug == "no-aceptable"


def test_pagina_sin_javascript(mundo):
    malo = Asiento(mundo, denominacion='Acuerdo <b>"de prueba"</b> & </script><script>alert(1)</script> marcado')
    r = malo.ver(encabezados=HTML)
    html = r.body.decode()
    assert "default-src 'none'" in r.headers["Content-Security-Policy"] and "<html lang=es" in html.replace('"', "")
    assert html.count("<script") == 1 and "alert(1)" in html and "<b>\"de prueba" not in html
    d = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S).group(1))
    assert d["@type"] == "Legislation" and d["legislationIdentifier"] == malo.numero and d["name"].startswith("Acuerdo <b>")
    assert "Ayuntamiento de Guadalajara" in html and "Vigente" in html and "javascript:" not in html


def test_renglon_csv(mundo):
    a = Asiento(mundo, denominacion='=HYPERLINK("http://malo";"clic"), con coma')
    filas = list(csv.DictReader(io.StringIO(a.ver(encabezados=CSV).body.decode())))
    assert len(filas) == 1 and filas[0]["numero"] == a.numero and filas[0]["estado"] == "vigente" and filas[0]["cve_ent"] == "14"
    assert filas[0]["denominacion"] == "'=HYPERLINK(\"http://malo\";\"clic\"), con coma"


def test_texto_y_constancia(sellado):
    d = sellado.ver().json["asiento"]["texto"]
    r = sellado.publico.get(sellado.url + "/texto")
    assert hashlib.sha256(r.body).hexdigest() == d["sha256"] and len(r.body) == d["tamano"] and r.headers["Content-Type"] == "application/pdf"
    sellado.publico.get(sellado.url + "/texto", 304, encabezados={"If-None-Match": r.etag})
    parte = sellado.publico.get(sellado.url + "/texto", 206, encabezados={"Range": "bytes=0-9"})
    assert parte.body == r.body[:10]
    assert sellado.publico.get(sellado.url + "/texto", 416, encabezados={"Range": "bytes=99999999-"}).slug == "rango-invalido"
    c = esperar(lambda: sellado.ver().json.get("constancia"))
    r = sellado.publico.get(sellado.url + "/constancia")
    assert hashlib.sha256(r.body).hexdigest() == c["sha256"] and b"/EmbeddedFile" not in r.body, "nobody signs this log: nothing is proved"
    sellado.publico.get(sellado.url + "/constancia", 304, encabezados={"If-None-Match": r.etag})
    assert sellado.publico.get("/v1/verificacion/" + c["codigo"]).json["clase"] == "constancia"
    for cual in ("/texto", "/constancia", "/actos"):
        assert sellado.publico.get(url("RAI/9999/1999") + cual, 404).slug == "no-encontrado"


def sin_texto(base):
    """A historic load as the importer makes one, but for its words: nothing here has a text or a constancia."""
    from support.asientos import Asientos
    numero, = Asientos(base).agregar([{"fecha_firma": "1984-01-01"}])
    base.sql("update asiento_ficha set datos = %s where asiento = %s", json.dumps({"denominacion": "Acuerdo", "precision_fecha": "desconocida"}), numero)
    return numero


# ---- the acts -----------------------------------------------------------------------------------------------------------------------------------


def canonica(a):
    """The bytes that were hashed, from what the journal shows (docs/registro.md)."""
    m = {k: a[k] for k in ("acto", "actor", "anterior", "asiento", "datos", "fecha_legal", "indice", "n", "registrado_en", "v") if k in a}
    return json.dumps(m, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@pytest.fixture(scope="module")
def historia(mundo):
    """An entry with every kind of annotation, and the versions it had."""
    a = Asiento(mundo, vigencia="determinada", vigencia_desde="2020-01-01", vigencia_hasta=(hoy() + timedelta(days=30)).isoformat())
    assert a.ver().json["estado"] == "por_vencer"
    a.anotar("correccion", {"motivo": "El lugar estaba mal escrito", "cambios": {"lugar_firma": "Zapopan, Jalisco"}})
    a.anotar("renovacion", {"vigencia_hasta": (hoy() + timedelta(days=3000)).isoformat()}, quien="dgcp")
    assert a.ver().json["estado"] == "vigente"
    a.anotar("modificacion", {"motivo": "Adenda", "cambios": {"areas": ["turismo"]}})
    a.anotar("terminacion", {"fecha": hoy().isoformat(), "motivo": "Las partes lo dieron por terminado"})
    return a


def test_historia(historia):
    actos = historia.publico.todos(historia.url + "/actos", limite=2)
    assert [a["acto"] for a in actos] == ["inscripcion", "correccion", "renovacion", "modificacion", "terminacion"]
    anterior = "0" * 64
    for i, a in enumerate(actos):
        assert a["n"] == i + 1 and a["anterior"] == anterior
        anterior = a["hash"]
        assert hashlib.sha256(canonica(a)).hexdigest() == a["hash"]
    assert [a["indice"] for a in actos] == sorted({a["indice"] for a in actos})
    assert actos[1]["datos"]["cambios"] == ["lugar_firma"] and actos[1]["datos"]["motivo"] == "El lugar estaba mal escrito"
    j = historia.ver().json
    assert j["estado"] == "terminado" and j["version"] == 5 and j["asiento"]["lugar_firma"] == "Zapopan, Jalisco" and j["asiento"]["areas"] == ["turismo"]
    r = historia.publico.get(historia.url + "/actos")
    historia.publico.get(historia.url + "/actos", 304, encabezados={"If-None-Match": r.etag})
    for malo in ("n0", "x", "n99999999999999"):
        assert historia.publico.get(historia.url + "/actos", 400, consulta={"cursor": malo}).slug == "parametro-invalido"


def test_como_estaba_antes_de_sus_actos(mundo, historia):
    """Moved into the past by a superuser, so that the days differ: every filter looks at what the registry said then."""
    mundo.base.sql("update asiento_ficha set desde = desde - interval '10 days', hasta = hasta - interval '5 days' where asiento = %s", historia.numero)
    mundo.base.sql("update asiento_ficha f set desde = g.hasta from asiento_ficha g where f.asiento = %s and g.asiento = f.asiento and g.n = f.n - 1", historia.numero)
    antes = historia.publico.get(historia.url, consulta={"al": (hoy() - timedelta(days=7)).isoformat()}).json
    assert antes["version"] == 1 and antes["estado"] == "por_vencer" and antes["asiento"]["lugar_firma"] == "Guadalajara, Jalisco" and "hasta" in antes
    assert historia.ver().json["version"] == 5
    lista = historia.publico.get("/v1/registro", consulta={"al": (hoy() - timedelta(days=7)).isoformat()}).json["datos"]
    assert [(x["numero"], x["version"]) for x in lista] == [(historia.numero, 1)]
    entonces, en_un_mes = (hoy() - timedelta(days=7)).isoformat(), (hoy() + timedelta(days=30)).isoformat()
    for asi in ({"lugar": "guadalajara"}, {"area": "cultura"}, {"estado": "por_vencer"}, {"vence_desde": en_un_mes, "vence_hasta": en_un_mes}, {"inicia_hasta": "2020-01-01"},
                {"inscrito_desde": hoy().isoformat(), "inscrito_hasta": hoy().isoformat()}, {"municipio": "Guadalajara"}, {"parte": "guadalajara"}, {"q": "cultura"}, {"precision": "dia"},
                {"procedencia": "expediente"}, {"numero": historia.numero}, {"con_antecesor": "no"}):
        assert numeros(mundo, al=entonces, **asi) == {historia.numero}, asi
    for despues in ({"lugar": "zapopan"}, {"area": "turismo"}, {"estado": "terminado"}, {"estado": "vigente"}, {"vence_desde": (hoy() + timedelta(days=31)).isoformat()}, {"q": "turismo"}):
        assert numeros(mundo, al=entonces, **despues) == set(), despues
    assert historia.numero in numeros(mundo, lugar="zapopan", area="turismo", estado="terminado")


def test_anotar_pide_lo_que_necesita(mundo):
    a = Asiento(mundo)
    casos = [
        ("correccion", {}, {("/datos/cambios", "requerido")}),
        ("correccion", {"cambios": {"lugar_firma": "León"}}, {("/datos/motivo", "requerido")}),
        ("correccion", {"motivo": "x", "cambios": {"texto": {}}}, {("/datos/cambios/texto", "no-corresponde")}),
        ("correccion", {"motivo": "x", "cambios": {"inventado": 1}}, {("/datos/cambios/inventado", "desconocido")}),
        ("correccion", {"motivo": "x", "cambios": {"fecha_firma": "2999-01-01"}}, {("/datos/cambios/fecha_firma", "fecha-futura")}),
        ("correccion", {"motivo": "x", "cambios": {"precision_fecha": "anio", "fecha_firma": "2001-05-06"}}, {("/datos/cambios/fecha_firma", "primer-dia")}),
        ("correccion", {"motivo": "x", "cambios": {"precision_fecha": "desconocida"}}, {("/datos/cambios/precision_fecha", "precision")}),
        ("correccion", {"motivo": "x", "cambios": {"vigencia_hasta": "2040-01-01"}}, {("/datos/cambios/vigencia_hasta", "vigencia-indefinida")}),
        ("correccion", {"motivo": "x", "cambios": {"vigencia": "determinada", "vigencia_desde": "2030-01-01", "vigencia_hasta": "2029-01-01"}},
         {("/datos/cambios/vigencia_hasta", "vigencia-al-reves")}),
        ("correccion", {"motivo": "x", "cambios": {"antecesor": "NO/EXISTE"}}, {("/datos/cambios/antecesor", "asiento-desconocido")}),
        ("correccion", {"motivo": "x", "cambios": {"partes_mexicanas": [{"nombre": "X", "nivel": "estatal", "cve_ent": "99"}]}},
         {("/datos/cambios/partes_mexicanas/0/cve_ent", "entidad")}),
        ("correccion", {"motivo": "x", "cambios": {"partes_mexicanas": [{"nombre": "X", "nivel": "estatal", "cve_mun": "000"}]}},
         {("/datos/cambios/partes_mexicanas/0/cve_mun", "cve-mun")}),
        ("renovacion", {}, {("/datos/vigencia_hasta", "requerido")}),
        ("terminacion", {}, {("/datos/fecha", "requerido"), ("/datos/motivo", "requerido")}),
        ("terminacion", {"fecha": "1990-01-01", "motivo": "x"}, {("/datos/fecha", "antes-de-la-firma")}),
        ("terminacion", {"fecha": hoy().isoformat(), "motivo": "x", "instrumento": "NO/EXISTE"}, {("/datos/instrumento", "asiento-desconocido")}),
        ("vencimiento", {}, {("/datos/fecha", "requerido")}),
        ("vencimiento", {"fecha": hoy().isoformat()}, {("/datos/fecha", "fecha-futura")}),
        ("inscripcion", {}, {("/acto", "enum")}),
    ]
    for acto, datos, faltas in casos:
        r = a.anotar(acto, datos, 422, validar=True)
        assert r.slug == "cuerpo-invalido" and faltas <= {(p, c) for p, c in r.codigos}, (acto, datos, r)
    assert a.anotar("correccion", {"motivo": "x", "cambios": {"lugar_firma": "Guadalajara, Jalisco"}}, 409).slug == "anotacion-improcedente"
    assert a.anotar("renovacion", {"vigencia_hasta": "2040-01-01"}, 409).slug == "anotacion-improcedente"
    assert a.anotar("correccion", {"motivo": "x", "cambios": {"lugar_firma": "León"}}, 422, cuerpo={"fecha_legal": "2999-01-01"}).codigos == {("/fecha_legal", "fecha-futura")}
    assert a.ver().json["version"] == 1


def test_anotar_lo_que_no_cabe(mundo, historia):
    assert historia.anotar("renovacion", {"vigencia_hasta": "2060-01-01"}, 409).slug == "anotacion-improcedente"
    assert historia.anotar("terminacion", {"fecha": hoy().isoformat(), "motivo": "x"}, 409).slug == "anotacion-improcedente"
    a = Asiento(mundo, vigencia="determinada", vigencia_hasta=(hoy() + timedelta(days=400)).isoformat())
    assert a.anotar("renovacion", {"vigencia_hasta": (hoy() + timedelta(days=1)).isoformat()}, 409).slug == "anotacion-improcedente"
    r = a.anotar("renovacion", {"vigencia_hasta": (hoy() + timedelta(days=900)).isoformat(), "motivo": "Adenda"})
    assert r.json["n"] == 2 and r.headers["Location"] == a.url


def test_anotar_con_permiso_version_y_clave(mundo):
    a = Asiento(mundo)
    cuerpo = {"acto": "correccion", "datos": {"motivo": "x", "cambios": {"lugar_firma": "León, Guanajuato"}}}
    ruta = a.url + "/anotaciones"
    assert mundo.anonimo().post(ruta, cuerpo, 401, if_match=1).slug == "sin-credencial"
    for quien in ("local", "enlace", "cja", "auditoria", "administracion"):
        assert mundo.gente[quien].post(ruta, cuerpo, 403, if_match=1).slug in ("sin-permiso", "rol-no-facultado")
    assert mundo.titular.post(ruta, cuerpo, 428).slug == "falta-if-match"
    for v in (2, '"x"', '"0"'):
        assert mundo.titular.post(ruta, cuerpo, 412, if_match=v).slug == "version-obsoleta"
    assert mundo.titular.post(url("RAI/9999/1999") + "/anotaciones", cuerpo, 404, if_match=1).slug == "no-encontrado"
    r = mundo.titular.post(ruta, cuerpo, if_match=1, idempotencia="anotar-1")
    otra = mundo.titular.post(ruta, cuerpo, if_match=1, idempotencia="anotar-1")
    assert otra.json == r.json and otra.headers["Idempotency-Replayed"] == "true"
    assert mundo.titular.post(ruta, {**cuerpo, "fecha_legal": hoy().isoformat()}, 422, if_match=1, idempotencia="anotar-1").slug == "idempotencia-otro-cuerpo"
    leido = a.ver()
    assert leido.json["version"] == 2 and mundo.titular.post(ruta, cuerpo, 412, if_match=leido.etag.replace('"2-', '"1-')).slug == "version-obsoleta"
    cuerpo["datos"]["cambios"]["lugar_firma"] = "Silao, Guanajuato"
    assert mundo.titular.post(ruta, cuerpo, if_match=leido.etag).json["n"] == 3
    assert mundo.titular.post(ruta, b"{", 400, if_match=3, tipo="application/json").slug == "json-invalido"


def test_vence(mundo):
    a = Asiento(mundo)
    a.anotar("correccion", {"motivo": "Fue firmado antes", "cambios": {"fecha_firma": "2010-01-01", "precision_fecha": "anio", "vigencia": "sin_dato"}})
    assert a.ver().json["estado"] == "sin_dato"
    a.anotar("vencimiento", {"fecha": "2015-06-30"})
    j = a.ver().json
    assert j["estado"] == "vencido" and j["asiento"]["vigencia_hasta"] == "2015-06-30" and j["asiento"]["vigencia"] == "determinada"
    assert a.anotar("vencimiento", {"fecha": "2016-06-30"}, 409).slug == "anotacion-improcedente"


def test_antecesor_y_sucesores(mundo, kioto):
    b = Asiento(mundo, modifica_a=kioto.numero)
    assert b.ver().json["asiento"]["antecesor"] == kioto.numero and kioto.ver().json["sucesores"] == [b.numero]
    assert kioto.numero in b.ver(encabezados=HTML).body.decode() and b.numero in kioto.ver(encabezados=HTML).body.decode()
    filas = b.publico.get("/v1/registro", consulta={"antecesor": kioto.numero}).json["datos"]
    assert [f["numero"] for f in filas] == [b.numero]
    assert b.numero in numeros(mundo, con_antecesor="si") and kioto.numero not in numeros(mundo, con_antecesor="si")
    assert kioto.numero in numeros(mundo, con_sucesor="si") and b.numero not in numeros(mundo, con_sucesor="si")
    assert kioto.numero not in numeros(mundo, con_sucesor="no") and b.numero in numeros(mundo, con_sucesor="no")
    # A successor that no longer is one, as the registry said before and says now.
    b.anotar("correccion", {"motivo": "No la sigue", "cambios": {"antecesor": None}})
    assert kioto.numero not in numeros(mundo, con_sucesor="si") and b.numero not in numeros(mundo, con_antecesor="si")
    mundo.base.sql("update asiento_ficha set desde = desde - interval '10 days' where asiento in (%s, %s) and n = 1", kioto.numero, b.numero)
    mundo.base.sql("update asiento_ficha set hasta = hasta - interval '5 days' where asiento = %s and n = 1", b.numero)
    mundo.base.sql("update asiento_ficha set desde = desde - interval '5 days' where asiento = %s and n = 2", b.numero)
    al = (hoy() - timedelta(days=7)).isoformat()
    assert kioto.numero in numeros(mundo, con_sucesor="si", al=al) and b.numero in numeros(mundo, con_antecesor="si", al=al)


def test_por_numero_y_serie(mundo, kioto):
    serie = kioto.numero[:-2]
    assert kioto.numero in numeros(mundo, numero=serie) and numeros(mundo, numero=kioto.numero) == {kioto.numero}
    assert all(n.startswith(serie) for n in numeros(mundo, numero=serie))
    for nada in (kioto.numero + "0", kioto.numero.lower(), "%", "_", "' or 1=1 --", "\\"):
        assert numeros(mundo, numero=nada) == set(), nada
    assert mundo.anonimo().get("/v1/registro", consulta={"numero": kioto.numero, "facetas": "pais"}).json["facetas"]["total"] == 1


def test_los_filtros_de_la_pagina(mundo, varios):
    """The form has them, folded away until one is asked; what was asked stays in it."""
    html = mundo.anonimo().get("/v1/registro", encabezados=HTML).body.decode()
    nombres = set(re.findall(r"name=(\w+)", html))
    assert {"numero", "parte", "municipio", "lugar", "region", "area", "vigencia", "precision", "inscrito_desde", "inicia_desde", "inicia_hasta", "vence_desde", "vence_hasta",
            "con_antecesor", "con_sucesor", "procedencia"} <= nombres and "<details><summary>" in html
    html = mundo.anonimo().get("/v1/registro", consulta={"parte": 'nanjing" onfocus="x', "procedencia": "expediente"}, encabezados=HTML).body.decode()
    assert "<details open>" in html and "nanjing&quot; onfocus=&quot;x" in html and '<option value="expediente" selected>' in html


# ---- finding ------------------------------------------------------------------------------------------------------------------------------------


def numeros(mundo, **consulta):
    return {f["numero"] for f in mundo.anonimo().todos("/v1/registro", consulta, limite=100)}


@pytest.mark.parametrize("q, cual", [
    ("hermanamiento kioto", "kioto"), ("HERMANAMIENTOS Kioto", "kioto"), ("jalisco japon hermanamiento", "kioto"), ('"guadalajara y kioto"', "kioto"),
    ("memorandum peninsula", "nankin"), ("península educativas", "nankin"), ("nanj*", "nankin"), ("Mérida China", "nankin"), ("merida china -kioto", "nankin"),
    ("cooperación técnica", "baviera"), ("cooperacion tecnicas baviera", "baviera"), ("camara munich", "baviera"), ("alemania", "baviera")])
def test_palabras(mundo, varios, q, cual):
    assert varios[cual].numero in numeros(mundo, q=q)


def test_palabras_que_no_estan(mundo, varios):
    k, n, b = (varios[x].numero for x in ("kioto", "nankin", "baviera"))
    assert k not in numeros(mundo, q="hermanamiento -kioto") and n not in numeros(mundo, q='"nanjing universidad"')
    assert not {k, n, b} & numeros(mundo, q="zzzyx")
    assert k not in numeros(mundo, q="kyot") and n in numeros(mundo, q="nanjing")


@pytest.mark.parametrize("q", ["a' | b & !c", "foo:* & <-> | !", "'); drop table asiento; --", "\\", "((((", "kioto | baviera", "%_%", "\"sin cerrar", "<->", "*", "-", "a:A", "😀 kioto"])
def test_sintaxis_cruda(mundo, varios, q):
    assert mundo.anonimo().pedir("GET", "/v1/registro", consulta={"q": q}).status in (200, 400)
    assert mundo.anonimo().pedir("GET", "/v1/registro", consulta={"q": "kioto " + q}).status in (200, 400)


@pytest.mark.parametrize("q, codigo", [("de la", "sin-palabras"), ("-kioto", "sin-palabras"), ("!!!", "sin-palabras"), ("a " * 150, "elementos-max"), ("x" * 401, "largo-max")])
def test_palabras_que_no_sirven(mundo, varios, q, codigo):
    r = mundo.anonimo().get("/v1/registro", 400, consulta={"q": q})
    assert r.slug == "parametro-invalido" and [e["codigo"] for e in r.json["errors"]] == [codigo]


@pytest.mark.parametrize("filtro, cuales", [
    ({"entidad": "31"}, {"nankin"}), ({"entidad": "31,14"}, {"kioto", "nankin", "baviera"}), ({"municipio": "Mérida"}, {"nankin"}),
    ({"nivel": "estatal"}, {"baviera"}), ({"clase": "privado"}, {"baviera"}), ({"clase": "ong"}, {"nankin"}), ({"pais": "JP"}, {"kioto"}),
    ({"pais": "CN,DE"}, {"nankin", "baviera"}), ({"region": "europa"}, {"baviera"}), ({"tipo": "memorandum"}, {"nankin"}), ({"area": "comercio"}, {"baviera"}),
    ({"estado": "por_vencer"}, {"nankin"}), ({"estado": "vigente"}, {"kioto"}), ({"estado": "sin_dato"}, {"baviera"}), ({"vigencia": "indefinida"}, {"kioto"}),
    ({"firma_desde": "2999-01-01"}, set()), ({"firma_hasta": "1900-01-01"}, set()), ({"precision": "dia"}, {"kioto", "nankin", "baviera"}),
    ({"precision": "mes"}, set()), ({"parte": "universidad nanjing"}, {"nankin"}), ({"parte": "kioto"}, {"kioto"}), ({"parte": "hermanamiento"}, set()),
    ({"parte": '"cámara de munich"'}, {"baviera"}), ({"parte": "baviera -camara"}, set()), ({"parte": "ciudad*", "q": "hermanamiento"}, {"kioto"}),
    ({"parte": "japon"}, set()), ({"lugar": "GUADALAJARA jalisco"}, {"kioto", "nankin", "baviera"}), ({"lugar": "guadalajara kioto"}, set()),
    ({"lugar": "guadalajár"}, set()), ({"procedencia": "expediente"}, {"kioto", "nankin", "baviera"}), ({"procedencia": "carga_historica"}, set()),
    ({"procedencia": "carga_historica,expediente", "pais": "JP"}, {"kioto"}), ({"vence_desde": hoy().isoformat()}, {"nankin"}),
    ({"vence_hasta": (hoy() + timedelta(days=60)).isoformat()}, {"nankin"}), ({"vence_hasta": (hoy() + timedelta(days=59)).isoformat()}, set()),
    ({"inicia_desde": hoy().isoformat()}, {"nankin"}), ({"inicia_desde": "2000-01-01", "inicia_hasta": "2000-01-02"}, set()), ({"con_antecesor": "no"}, {"kioto", "nankin", "baviera"}),
    ({"con_antecesor": "si"}, set()), ({"inscrito_desde": "2999-01-01"}, set()), ({"pais": "", "q": "", "entidad": ""}, {"kioto", "nankin", "baviera"})])
def test_filtros(mundo, varios, filtro, cuales):
    hay = numeros(mundo, **filtro)
    assert {c for c in varios if varios[c].numero in hay} == cuales


@pytest.mark.parametrize("region", ["'", "\\", "a'b", "x\\' | '~region:europa", "x' | '~region:europa", "!", "&", ":*", " ", "\u2028"])
def test_un_valor_es_solo_un_valor(mundo, varios, region):
    """What means something to the index of words means nothing in a value: nothing is found, and nothing breaks."""
    assert numeros(mundo, region=region) == set()
    assert numeros(mundo, region=f"europa,{region}") == numeros(mundo, region="europa") != set()


@pytest.mark.parametrize("consulta", [
    {"entidad": "33"}, {"nivel": "federal"}, {"clase": "x"}, {"pais": "jp"}, {"tipo": "x"}, {"area": "x"}, {"estado": "x"}, {"vigencia": "x"}, {"precision": "x"},
    {"firma_desde": "ayer"}, {"firma_hasta": "2026-13-01"}, {"al": "x"}, {"orden": "x"}, {"facetas": "x"}, {"limite": "0"}, {"limite": "101"},
    {"con_antecesor": "x"}, {"con_sucesor": "sí"}, {"procedencia": "x"}, {"vence_desde": "x"}, {"inicia_hasta": "2026-02-30"}, {"lugar": "x" * 201}, {"numero": "x" * 201},
    {"municipio": "x" * 201}, {"antecesor": "x" * 201}, {"parte": "de la"}, {"parte": "x" * 401}, {"parte": "-kioto"},
    {"limite": "x"}, {"cursor": "x"}, {"cursor": "00" * 40}, {"otro": "x"}, {"pais": ",".join(["JP"] * 41)}, {"q": ["a", "b"]}])
def test_filtros_que_no_son(mundo, consulta):
    assert mundo.anonimo().get("/v1/registro", 400, consulta=consulta).slug == "parametro-invalido"


@pytest.mark.parametrize("orden", ["-firma", "firma", "-inscripcion", "inscripcion", "-numero", "numero"])
def test_paginas_en_orden(mundo, varios, orden):
    todos = mundo.anonimo().todos("/v1/registro", {"orden": orden}, limite=100)
    de_a_dos = mundo.anonimo().todos("/v1/registro", {"orden": orden}, limite=2)
    assert [x["numero"] for x in todos] == [x["numero"] for x in de_a_dos] and len(todos) >= 3
    clave = {"firma": "fecha_firma", "inscripcion": "inscrito_en"}.get(orden.strip("-"))
    llaves = [((x["asiento"].get(clave) or "") if clave else "", x["numero"]) for x in todos]
    assert llaves == sorted(llaves, reverse=orden[0] == "-")


@pytest.mark.parametrize("orden", ["-firma", "firma", "-inscripcion", "inscripcion", "-numero", "numero"])
def test_paginas_de_palabras(mundo, varios, orden):
    """One to a page comes along the order, a hundred come from the index of words: they must be the same."""
    de_a_uno = [x["numero"] for x in mundo.anonimo().todos("/v1/registro", {"orden": orden, "q": "guadalajara acuerdo"}, limite=1)]
    assert de_a_uno == [x["numero"] for x in mundo.anonimo().todos("/v1/registro", {"orden": orden, "q": "guadalajara acuerdo"}, limite=100)]
    assert len(de_a_uno) >= 2 and len(set(de_a_uno)) == len(de_a_uno)


def test_cursor_de_otra_consulta(mundo, varios):
    r = mundo.anonimo().get("/v1/registro", consulta={"limite": 1})
    c = r.json["siguiente"]
    for consulta in ({"cursor": c, "pais": "JP"}, {"cursor": c, "orden": "numero"}, {"cursor": c[:-2] + ("00" if c[-2:] != "00" else "01")}, {"cursor": c + "00"}):
        assert mundo.anonimo().get("/v1/registro", 400, consulta=consulta).slug == "parametro-invalido"


def test_facetas(mundo, varios):
    r = mundo.anonimo().get("/v1/registro", consulta={"facetas": "entidad,nivel,clase,pais,region,tipo,area,estado,anio", "limite": 1}).json["facetas"]
    todos = mundo.anonimo().todos("/v1/registro", limite=100)
    assert r["total"] == len(todos) and r["parcial"] is False
    for faceta, de in (("estado", lambda x: [x["estado"]]), ("pais", lambda x: {c["pais"] for c in x["asiento"]["contrapartes"] if "pais" in c}),
                       ("area", lambda x: x["asiento"].get("areas", [])), ("clase", lambda x: {c["clase"] for c in x["asiento"]["contrapartes"]}),
                       ("anio", lambda x: [x["asiento"].get("fecha_firma", "")[:4]])):
        cuenta = {}
        for x in todos:
            for v in de(x):
                cuenta[v] = cuenta.get(v, 0) + 1
        assert {f["valor"]: f["n"] for f in r[faceta]} == cuenta, faceta
    uno = mundo.anonimo().get("/v1/registro", consulta={"facetas": "pais", "pais": "DE"}).json["facetas"]
    assert uno["pais"] == [{"valor": "DE", "n": uno["total"]}] and uno["total"] == len(mundo.anonimo().todos("/v1/registro?pais=DE"))
    # What is kept and what is counted on the spot (a filter more, which all meet) are the same.
    nombres = "entidad,nivel,clase,pais,region,tipo,area,anio"
    for filtro in ({}, {"entidad": "14"}, {"nivel": "municipal"}, {"nivel": "municipal,estatal"}, {"clase": "gubernamental"}, {"pais": "JP"}, {"region": "europa"},
                   {"tipo": "memorandum,cooperacion_especifica"}, {"area": "turismo"}, {"pais": "AQ"}):
        llevadas = mundo.anonimo().get("/v1/registro", consulta={"facetas": nombres, **filtro}).json["facetas"]
        contadas = mundo.anonimo().get("/v1/registro", consulta={"facetas": nombres, "precision": "dia,mes,anio,desconocida", **filtro}).json["facetas"]
        assert llevadas == contadas, filtro


def test_lista_en_otros_formatos(mundo, varios):
    r = mundo.anonimo().get("/v1/registro", consulta={"pais": "DE", "limite": 5}, encabezados=CSV)
    filas = list(csv.DictReader(io.StringIO(r.body.decode())))
    assert [f["numero"] for f in filas] == [varios["baviera"].numero] and filas[0]["contrapartes"] == "Gobierno de Baviera;Cámara de Múnich"
    r = mundo.anonimo().get("/v1/registro", consulta={"q": '"><zzzyx>', "limite": 1}, encabezados=HTML)
    html = r.body.decode()
    assert "<zzzyx" not in html and "method=get" in html and "Ningún asiento" in html
    html = mundo.anonimo().get("/v1/registro?limite=1", encabezados=HTML).body.decode()
    siguiente = re.search(r'rel=next href="([^"]+)"', html).group(1).replace("&amp;", "&")
    assert mundo.anonimo().get(siguiente, encabezados=HTML).status == 200


def test_lista_sin_cambios(mundo, varios):
    r = mundo.anonimo().get("/v1/registro", consulta={"pais": "DE"})
    assert r.headers["Cache-Control"].startswith("public")
    mundo.anonimo().get("/v1/registro", 304, consulta={"pais": "DE"}, encabezados={"If-None-Match": r.etag})
    Asiento(mundo)
    mundo.anonimo().get("/v1/registro", 200, consulta={"pais": "DE"}, encabezados={"If-None-Match": r.etag})


def test_lo_guardado_es_lo_que_se_contesta(mundo, varios):
    """Asked again it is the same, headers too, in each form and for each question; after any act of the registry, what there is then."""
    c, suyos = mundo.anonimo(), ("ETag", "Link", "Content-Type", "Content-Security-Policy", "Cache-Control", "Vary")
    formas = [{"consulta": q, "encabezados": {"Accept": medio}} for q in ({"limite": 1}, {"limite": 2}, {"limite": 1, "orden": "numero"}, {"limite": 1, "entidad": "14"})
              for medio in ("application/json", "text/html", "text/csv")]
    antes = [c.get("/v1/registro", **f) for f in formas]
    otra = [c.get("/v1/registro", **f) for f in formas]
    assert [(r.body, [r.headers.get(h) for h in suyos]) for r in otra] == [(r.body, [r.headers.get(h) for h in suyos]) for r in antes]
    assert len({r.etag for r in antes}) == len(formas) and all('rel="next"' in r.headers["Link"] for r in otra[:2])
    assert [len(r.json["datos"]) for r in otra if r.headers["Content-Type"] == "application/json"] == [1, 2, 1, 1]
    for f, r in zip(formas, antes):
        c.get("/v1/registro", 304, consulta=f["consulta"], encabezados={**f["encabezados"], "If-None-Match": r.etag})
    for _ in range(2):
        c.get("/v1/registro", 400, consulta={"limite": 0})
    numero = Asiento(mundo).numero
    assert numero in {x["numero"] for x in c.get("/v1/registro", consulta={"limite": 100}).json["datos"]}
    assert [c.get("/v1/registro", **f).etag for f in formas] != [r.etag for r in antes]


def test_miles_de_filtros(mundo, varios):
    """Refused before anything is looked for; the service goes on."""
    c = mundo.anonimo()
    for consulta in ("&".join(["pais=JP"] * 4000), "&".join(f"f{i}=1" for i in range(3000)), "pais=" + ",".join(["JP"] * 5000), "q=" + "+".join(["kioto"] * 3000),
                     "&".join(f"{n}=" + "%2C" * 900 for n in ("entidad", "pais", "region", "area", "tipo"))):
        r = c.pedir("GET", "/v1/registro?" + consulta)
        assert (r.status, r.slug) in ((400, "parametro-invalido"), (414, "uri-larga")), r
    # As many as there are at once, and as many values as one takes: found or not, it is an answer.
    todos = {"q": "acuerdo", "parte": "guadalajara", "entidad": ",".join(f"{i:02d}" for i in range(1, 33)), "municipio": "Guadalajara", "nivel": "municipal,estatal",
             "clase": "gubernamental,ong", "pais": ",".join(["JP", "CN"] * 20), "region": ",".join(f"r{i}" for i in range(39)) + ",asia", "tipo": "hermanamiento,otro",
             "area": "cultura,educacion", "estado": "vigente", "vigencia": "indefinida", "precision": "dia", "firma_desde": "1900-01-01", "firma_hasta": "2999-01-01",
             "inscrito_desde": "1900-01-01", "inscrito_hasta": "2999-01-01", "numero": "R", "lugar": "guadalajara", "con_antecesor": "no", "procedencia": "expediente"}
    assert varios["kioto"].numero in {x["numero"] for x in c.get("/v1/registro", consulta=todos).json["datos"]}
    assert c.get("/v1/registro", consulta={**todos, "vence_desde": "1900-01-01", "inicia_desde": "1900-01-01"}).json["datos"] == []


def test_facetas_parciales(cluster, lanzar):
    """Ten thousand candidates are counted, and not one more: whoever has more is told so, and the counts are those of what was looked at."""
    from support.asientos import Asientos
    b = con_gente(cluster)
    uno, = Asientos(b).agregar([{"fecha_firma": date(2001, 1, 1), "municipio": "Alfa"}])
    b.sql("insert into asiento (numero, inscrito_en) select 'F/' || i, now() from generate_series(1, 10000) i")
    b.sql("insert into registro_acto select i, 'F/' || i, 1, acto, registrado_en, null, null, null, rol, datos, anterior, sha256(i::text::bytea)"
          "  from registro_acto, generate_series(1, 10000) i where asiento = %s", uno)
    b.sql("insert into asiento_ficha select (jsonb_populate_record(null::asiento_ficha, to_jsonb(f) || jsonb_build_object('asiento', 'F/' || i, 'indice', i, 'municipio',"
          " case when i = 1 then 'Beta' else 'Alfa' end, 'pais', case i %% 3 when 0 then 'JP' else 'US' end, 'paises', array[case i %% 3 when 0 then 'JP' else 'US' end]))).*"
          "  from asiento_ficha f, generate_series(1, 10000) i where asiento = %s", uno)
    c = lanzar(b).cliente()

    def facetas(**filtro):
        return c.get("/v1/registro", consulta={"facetas": "pais,nivel", "limite": 1, **filtro}).json["facetas"]
    justo, mas, pocos = facetas(municipio="Alfa"), facetas(precision="dia"), facetas(municipio="Beta")
    assert (justo["total"], justo["parcial"]) == (10000, False) and (mas["total"], mas["parcial"]) == (10000, True) and (pocos["total"], pocos["parcial"]) == (1, False)
    assert {x["valor"]: x["n"] for x in justo["pais"]} == {"JP": 3333, "US": 6667} and justo["nivel"] == [{"valor": "municipal", "n": 10000}]
    assert sum(x["n"] for x in mas["pais"]) in (10000, 10001)
    b.borrar()


def test_la_ene_no_es_ene(mundo):
    """ñ is a letter of its own; capitals, plural and what is typed with or without accents are the same word."""
    con, sin = Asiento(mundo, denominacion="Acuerdo sobre la caña y la montaña"), Asiento(mundo, denominacion="Acuerdo con el estado de Montana")
    for q, hallados in (("montaña", {con.numero}), ("MONTAÑAS", {con.numero}), ("mont\u0061n\u0303a", {con.numero}), ("montana", {sin.numero}), ("Montaná", {sin.numero}),
                        ("caña", {con.numero}), ("cana", set()), ("montañ*", {con.numero})):
        assert numeros(mundo, q=q) & {con.numero, sin.numero} == hallados, q


def test_lo_negado_no_deja_numero(mundo):
    """A refusal takes no number of the series, and none of its own numbers shows anywhere in the registry."""
    antes = Asiento(mundo)
    t = mundo.tramite(denominacion="Acuerdo negado de la lechuza").hasta("registro_solicitado")
    negado = t.negar_registro().json
    despues = Asiento(mundo)
    assert int(despues.numero[-5:]) == int(antes.numero[-5:]) + 1

    def suyos(x):
        for k, v in x.items() if isinstance(x, dict) else enumerate(x) if isinstance(x, list) else ():
            if k in ("folio", "numero", "numero_texto", "numero_oficial") and isinstance(v, str):
                yield v
            yield from suyos(v)
    nombres = {n for n in suyos({"a": negado, "b": t.leer(mundo.dgcp), "c": t.actos(mundo.dgcp)}) if len(n) > 5} | {t.id}
    assert any(n.startswith("DICT") for n in nombres), nombres
    c = mundo.anonimo()
    for n in nombres:
        assert c.get(url(n), 404).slug == "no-encontrado" and numeros(mundo, numero=n) == set()
    assert numeros(mundo, q="lechuza") == set()
    for camino in ("/v1/registro?limite=100&facetas=anio,estado", "/v1/registro/descargas/registro.csv", "/v1/registro/descargas/registro.jsonl", "/v1/registro/novedades.atom",
                   "/v1/registro/bitacora/hojas?limite=100", "/v1/registro/estadisticas", "/v1/registro/trimestres"):
        cuerpo = c.get(camino).body.decode()
        assert not [n for n in nombres if n in cuerpo] and "lechuza" not in cuerpo, camino


def test_nada_de_lo_no_inscrito(mundo, varios):
    """Every state but the last leaves no trace in any list, count, facet or error."""
    marca = "Ornitorrinco"
    antes = mundo.anonimo().get("/v1/registro", consulta={"facetas": "pais"}).json

    def no_hay(numero):
        r = mundo.anonimo().get(url(numero), 404)
        assert r.slug == "no-encontrado"
        return {k: v for k, v in r.json.items() if k not in ("instance", "request_id")}
    nada = no_hay("RAII-1999-00001")
    for estado in ("borrador", "presentado", "respondido", "registro_solicitado", "registro_negado"):
        t = mundo.tramite(denominacion=f"Acuerdo con {marca} {estado}", contrapartes=[{"nombre": marca, "clase": "ong", "pais": "AQ"}]).hasta(estado)
        folio = t.leer(mundo.dgcp).get("folio")
        assert no_hay(t.id) == nada and (not folio or no_hay(folio) == nada)
    despues = mundo.anonimo().get("/v1/registro", consulta={"facetas": "pais"})
    assert despues.json["facetas"] == antes["facetas"] and despues.json["registro"] == antes["registro"]
    assert mundo.anonimo().get("/v1/registro", consulta={"q": marca}).json["datos"] == [] and numeros(mundo, pais="AQ") == set()
    assert marca not in mundo.anonimo().get("/v1/registro", encabezados=HTML).body.decode()


# ---- the rest -----------------------------------------------------------------------------------------------------------------------------------


def test_el_barrido_asienta_lo_que_falta(mundo):
    """As an upgrade finds it: an entry without an act, its job gone."""
    t = mundo.tramite().hasta("inscrito")
    numero = t.leer(mundo.dgcp)["registro"]["numero"]
    esperar(lambda: mundo.anonimo().pedir("GET", url(numero)).status == 200)
    esperar(lambda: mundo.base.sql("select count(*) from trabajo where expediente_id = %s and clase = 'asentar' and estado = 'hecho'", t.id)[0][0] == 1)


def test_la_base_solo_agrega(mundo, historia):
    for sentencia in ("update registro_acto set datos = '{}'", "delete from registro_acto", "update asiento_ficha set datos = '{}'", "delete from asiento_ficha",
                      "update asiento_ficha set busqueda = ''", "update bitacora_nodo set hash = sha256('')", "delete from bitacora_nodo", "delete from registro_conteo", "truncate registro_acto"):
        with pytest.raises(Exception, match="permission denied"):
            mundo.base.sql(sentencia, usuario="dictamend_prueba")


def test_estado_en_c_y_en_sql(mundo, varios):
    """The same word for the same entry and day, whoever says it."""
    for x in mundo.anonimo().todos("/v1/registro", limite=100):
        for dias in (0, 30, 59, 60, 61, 364, 365, 366, 4000):
            d = date.today() + timedelta(days=dias)
            dice = mundo.anonimo().get(url(x["numero"]), consulta={"al": d.isoformat()}).json["estado"]
            assert mundo.base.sql("select asiento_estado(vigencia, vigencia_hasta, terminado_en, %s) from asiento_ficha where asiento = %s and hasta is null",
                                  d, x["numero"]) == [(dice,)]


def test_sin_texto_ni_constancia(mundo):
    numero = sin_texto(mundo.base)
    for cual, problema in (("texto", "asiento-sin-texto"), ("constancia", "asiento-sin-constancia")):
        assert mundo.anonimo().get(f"{url(numero)}/{cual}", 404).slug == problema
