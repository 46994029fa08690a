"""Open data of the registry: the feed of what is new, the quarterly figures, the whole of it for download, its dictionary and its catalogue."""

import base64
import csv
import hashlib
import io
import json
import os
import re
import uuid
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from conftest import AJUSTES
from support import bitacora
from support.asientos import Asientos
from support.descargas import DESCARGAS, exportar, sin_nombre
from support.inscritos import esperar
from support.servicio import RAIZ as FUENTES, BaseDatos, Servicio
from support.tramite import hoy

RAIZ = "https://registro.example.gob.mx"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
NOVEDADES = "/v1/registro/novedades.atom"
ZAPOPAN = {"areas": ["educacion", "cultura"], "contrapartes": [{"clase": "gubernamental", "lugar": "Chengdu", "nombre": "Ciudad de Chengdu; y <su> gente", "pais": "CN"}],
           "denominacion": "=Acuerdo <b>Zapopan</b>, «Chengdú» & más ]]>", "fecha_firma": "2026-03-02", "inscrito_en": "2026-04-01",
           "lugar_firma": "Zapopan, Jalisco", "nivel": "municipal", "partes_mexicanas": [{"cve_ent": "14", "nivel": "municipal", "nombre": "Municipio de Zapopan"}],
           "precision_fecha": "dia", "vigencia": "determinada", "vigencia_desde": "2026-03-02", "vigencia_hasta": "2026-03-01"}
SONORA = {"contrapartes": [{"clase": "organismo_internacional", "nombre": "Oficina de la UNESCO"}], "denominacion": "Carta de intención", "tipo": "carta_de_intencion",
          "nivel": "estatal", "partes_mexicanas": [{"cve_ent": "26", "nivel": "estatal", "nombre": "Estado de Sonora"}], "fecha_firma": "1993-05-01",
          "precision_fecha": "mes", "vigencia": "indefinida"}


def entrada(i):
    return {"denominacion": f"Acuerdo número {i}", "nivel": "estatal", "partes_mexicanas": [{"cve_ent": "06", "nivel": "estatal", "nombre": "Estado de Colima"}]}


@pytest.fixture(scope="module")
def libro(cluster):
    b = BaseDatos(cluster).preparar(calendario=False)
    bitacora.asentar(b, ("RAII-2026-00001", ZAPOPAN), ("RAII-2026-00002", SONORA), *((f"RAII-2026-{i:05}", entrada(i)) for i in range(3, 31)),
                     ("RAII-2026-00002", {**SONORA, "denominacion": "Carta de intención corregida"}))
    yield b
    b.borrar()


@pytest.fixture(scope="module")
def servicio(libro):
    s = Servicio(libro, {**AJUSTES, "DICTAMEN_URL_PUBLICA": RAIZ + "/"}).arrancar()
    yield s
    assert s.parar() == 0, s.ultimas_lineas()
    s.lineas()


@pytest.fixture(scope="module")
def c(servicio):
    return servicio.cliente()


# ---- what is new --------------------------------------------------------------------------------------------------------------------------------


def uno(e, nombre):
    hallados = e.findall("a:" + nombre, ATOM)
    assert len(hallados) == 1, (nombre, len(hallados))
    assert hallados[0].text and hallados[0].text.strip() == hallados[0].text
    return hallados[0].text


def enlaces(e):
    return {x.get("rel"): x.get("href") for x in e.findall("a:link", ATOM)}


def leer_canal(r):
    """What RFC 4287 asks of a feed and of each entry, checked."""
    canal = ET.fromstring(r.body)
    assert canal.tag == "{http://www.w3.org/2005/Atom}feed" and canal.get("{http://www.w3.org/XML/1998/namespace}lang") == "es-MX"
    assert uno(canal, "id") == RAIZ + NOVEDADES and uno(canal, "title")
    assert uno(canal.find("a:author", ATOM), "name") == "Secretaría de Relaciones Exteriores"
    assert datetime.fromisoformat(uno(canal, "updated")).utcoffset() is not None
    assert enlaces(canal)["license"] == "https://datos.gob.mx/libreusomx" and all(u.startswith("https://") for u in enlaces(canal).values())
    for e in canal.findall("a:entry", ATOM):
        assert uuid.UUID(uno(e, "id").removeprefix("urn:uuid:")).version == 8
        assert uno(e, "title") and uno(e, "summary") and uno(e, "updated") == uno(e, "published")
        assert datetime.fromisoformat(uno(e, "updated")).utcoffset() is not None
        assert set(enlaces(e)) == {"alternate", "related"} and len(e.findall("a:category", ATOM)) == 1
    return canal


def recorrer(c, limite):
    """Entries of all pages, by their links, the newest first; the pages forwards and backwards."""
    camino, v, paginas = f"{NOVEDADES}?limite={limite}", [], []
    while camino:
        canal = leer_canal(c.get(camino))
        paginas.append(canal)
        v += canal.findall("a:entry", ATOM)
        e = enlaces(canal)
        assert e["first"] == RAIZ + f"{NOVEDADES}?limite={limite}" and urlsplit(e["self"])[2:4] == urlsplit(camino)[2:4]
        camino = "?".join(urlsplit(e["next"])[2:4]) if "next" in e else None
    return v, paginas


def test_cada_acto_es_una_entrada(c, libro):
    v, _ = recorrer(c, 7)
    assert [uno(e, "title") for e in v][:2] == ["Corrección: RAII-2026-00002, Carta de intención corregida", "Carga histórica: RAII-2026-00030, Acuerdo número 30"]
    assert len(v) == 31 and len({uno(e, "id") for e in v}) == 31
    momentos = [datetime.fromisoformat(uno(e, "updated")) for e in v]
    assert momentos == sorted(momentos, reverse=True)
    assert uno(v[-1], "title") == "Carga histórica: RAII-2026-00001, " + ZAPOPAN["denominacion"]
    assert uno(v[-1], "summary") == "Municipio de Zapopan (Jalisco); Ciudad de Chengdu; y <su> gente (China). Firma: 2 de marzo de 2026."
    # An entry tells of the entry as that act left it.
    assert [uno(e, "title") for e in v if "00002" in uno(e, "title")] == ["Corrección: RAII-2026-00002, Carta de intención corregida",
                                                                          "Carga histórica: RAII-2026-00002, Carta de intención"]
    assert uno(v[0], "summary").endswith("Firma: mayo de 1993.") and v[0].find("a:category", ATOM).get("term") == "correccion"
    assert enlaces(v[-1])["alternate"] == RAIZ + "/v1/registro/RAII-2026-00001"
    c.get(urlsplit(enlaces(v[-1])["related"]).path)
    hashes = {bytes(h).hex() for h, in libro.sql("select hash from registro_acto")}
    for e in v:  # the identifier is the act's own
        h = uno(e, "id").removeprefix("urn:uuid:").replace("-", "")
        assert any(x[:12] == h[:12] and x[13:16] == h[13:16] and x[17:32] == h[17:32] for x in hashes)


def test_las_paginas_van_y_vuelven(c):
    _, paginas = recorrer(c, 10)
    assert [len(p.findall("a:entry", ATOM)) for p in paginas] == [10, 10, 10, 1]
    for antes, despues in zip(paginas, paginas[1:]):
        r = c.get("?".join(urlsplit(enlaces(despues)["previous"])[2:4]))
        assert [uno(e, "id") for e in leer_canal(r).findall("a:entry", ATOM)] == [uno(e, "id") for e in antes.findall("a:entry", ATOM)]
    assert "previous" not in enlaces(paginas[0]) and "next" not in enlaces(paginas[-1])


def test_sin_cambios_no_se_repite(c):
    r = c.get(NOVEDADES)
    assert r.headers["Content-Type"] == "application/atom+xml; charset=utf-8" and r.headers["Cache-Control"] == "public, max-age=60"
    assert c.get(NOVEDADES, 304, encabezados={"If-None-Match": r.etag}).body == b""
    dicho = esperar(lambda: c.get(NOVEDADES).headers.get("Last-Modified"))
    c.get(NOVEDADES, 304, encabezados={"If-Modified-Since": dicho})
    c.get(NOVEDADES, 200, encabezados={"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"})
    c.get(NOVEDADES, 200, encabezados={"If-Modified-Since": dicho, "If-None-Match": '"otro"'})
    for malo in ("ayer", dicho.replace("GMT", "UTC"), "2026-11-26"):
        c.get(NOVEDADES, 200, encabezados={"If-Modified-Since": malo})
    c.get(NOVEDADES, 406, encabezados={"Accept": "text/csv"})
    for acepta in ("application/atom+xml", "application/xml;q=0.9, text/html", "text/xml", "*/*"):
        c.get(NOVEDADES, encabezados={"Accept": acepta})


@pytest.mark.parametrize("consulta", [{"cursor": x} for x in ("", "a", "a0", "a-1", "a1x", "n1", "a32", "a" + "9" * 30, "31")] + [{"limite": "0"}, {"limite": "101"}, {"q": "x"}])
def test_un_canal_pide_lo_suyo(c, consulta):
    assert c.get(NOVEDADES, 400, consulta=consulta).slug == "parametro-invalido"


def test_un_registro_vacio_tiene_canal(cluster, lanzar):
    vacia = BaseDatos(cluster).preparar(calendario=False)
    s = lanzar(vacia, {"DICTAMEN_URL_PUBLICA": RAIZ})
    r = s.cliente().get(NOVEDADES)
    assert leer_canal(r).findall("a:entry", ATOM) == [] and "Last-Modified" not in r.headers
    assert s.parar() == 0
    vacia.borrar()


# ---- quarterly figures --------------------------------------------------------------------------------------------------------------------------

TRIMESTRES = "/v1/registro/trimestres"


def trimestre(d):
    return f"{d.year}-{(d.month + 2) // 3}"


def primer_dia(t):
    return date(int(t[:4]), 3 * int(t[5]) - 2, 1)


def siguiente(t):
    return trimestre(primer_dia(t) + timedelta(days=100))


@pytest.fixture(scope="module")
def anios(cluster, lanzar_modulo):
    """A registry of five quarters, one of them silent: acts at their very edges, entries that change state, end, and move to another state of the country."""
    b = BaseDatos(cluster).preparar(calendario=False)
    v = Asientos(b)
    v.agregar([{"desde": "2024-01-01 00:00:00-06", "cve_ent": "14", "fecha_firma": "1999-01-01"},
               {"desde": "2024-03-31 23:59:59.999999-06", "cve_ent": "14", "vigencia": "determinada", "vigencia_hasta": "2024-05-01"},
               {"desde": "2024-04-01 00:00:00-06", "cve_ent": "06", "vigencia": "determinada", "vigencia_hasta": "2025-03-01"},
               {"desde": "2024-04-10 00:00:00-06", "cve_ent": "", "vigencia": "sin_dato"},
               {"desde": "2024-10-10 12:00:00-06", "cve_ent": "32", "vigencia": "prorrogable"}])
    numeros = [n for n, in b.sql("select asiento from registro_acto order by indice")]
    v.agregar([{"desde": "2024-12-01 12:00:00-06", "numero": numeros[0], "cve_ent": "15", "terminado_en": "2024-12-31"},
               {"desde": "2025-01-05 12:00:00-06", "cve_ent": "15"}, {"desde": "2025-01-06 12:00:00-06", "numero": numeros[2], "cve_ent": "06"}])
    b.sql("update registro_acto set acto = 'inscripcion' where indice in (2, 6)")
    b.sql("update registro_acto set acto = 'terminacion' where acto = 'correccion' and asiento = %s", numeros[0])
    yield lanzar_modulo(b).cliente()
    b.borrar()


@pytest.fixture(scope="module")
def lanzar_modulo():
    vivos = []

    def _lanzar(base, ajustes=None):
        vivos.append(Servicio(base, {**AJUSTES, **(ajustes or {})}).arrancar())
        return vivos[-1]
    yield _lanzar
    for s in vivos:
        assert s.parar() == 0, s.ultimas_lineas()


def test_los_trimestres_suman(anios):
    j = anios.get(TRIMESTRES).json
    v = {x["trimestre"]: x for x in j["trimestres"]}
    assert j["registro"] == 8 and j["fuente"]["sujeto_obligado"] and j["fuente"]["licencia"]["uri"] == "https://datos.gob.mx/libreusomx"
    assert j["fuente"]["fundamento"].endswith("artículo 58")
    assert [x["trimestre"] for x in j["trimestres"]][::-1] == sorted(v) and min(v) == "2024-1" and max(v) == trimestre(hoy())
    assert all(siguiente(t) in v for t in v if t != max(v))
    esperado = {"2024-1": (2, {"carga": 2}), "2024-2": (4, {"inscripcion": 1, "carga": 1}), "2024-3": (4, {}), "2024-4": (5, {"carga": 1, "terminacion": 1}),
                "2025-1": (6, {"inscripcion": 1, "correccion": 1})}
    for t, x in v.items():
        asientos, actos = esperado.get(t, (6, {}))
        assert x["asientos"] == asientos and {k: n for k, n in x["actos"].items() if n} == actos, (t, x)
        assert x["desde"] == primer_dia(t).isoformat() and x["hasta"] == (primer_dia(siguiente(t)) - timedelta(days=1)).isoformat()
        assert x["cerrado"] == (t != trimestre(hoy()))
    filas = list(csv.DictReader(io.StringIO(anios.get(TRIMESTRES, encabezados={"Accept": "text/csv"}).body.decode())))
    assert [{k: f[k] for k in ("trimestre", "desde", "hasta", "asientos", "inscripcion", "terminacion", "cerrado")} for f in filas] == \
        [{"trimestre": x["trimestre"], "desde": x["desde"], "hasta": x["hasta"], "asientos": str(x["asientos"]), "inscripcion": str(x["actos"]["inscripcion"]),
          "terminacion": str(x["actos"]["terminacion"]), "cerrado": "si" if x["cerrado"] else "no"} for x in j["trimestres"]]


CASOS = {"2024-1": ({"vigente": 1, "por_vencer": 1}, {"14": (0, 2, 2)}, 2), "2024-2": ({"vigente": 1, "vencido": 1, "por_vencer": 1, "sin_dato": 1},
                                                                                      {"14": (0, 0, 2), "06": (1, 0, 1), "": (0, 1, 1)}, 4),
         "2024-3": ({"vigente": 1, "vencido": 1, "por_vencer": 1, "sin_dato": 1}, {"14": (0, 0, 2), "06": (0, 0, 1), "": (0, 0, 1)}, 4),
         "2024-4": ({"vigente": 1, "terminado": 1, "vencido": 1, "por_vencer": 1, "sin_dato": 1},
                    {"14": (0, 0, 1), "15": (0, 0, 1), "06": (0, 0, 1), "32": (0, 1, 1), "": (0, 0, 1)}, 6),
         "2025-1": ({"vigente": 3, "terminado": 1, "vencido": 1, "sin_dato": 1}, {"14": (0, 0, 1), "15": (1, 0, 2), "06": (0, 0, 1), "32": (0, 0, 1), "": (0, 0, 1)}, 8)}


@pytest.mark.parametrize("t", CASOS)
def test_un_trimestre_como_estaba_a_su_final(anios, t):
    estados, entidades, actos = CASOS[t]
    j = anios.get(f"{TRIMESTRES}/{t}").json
    assert {x["estado"]: x["n"] for x in j["estados"] if x["n"]} == estados and j["registro"] == actos
    assert {x["cve_ent"]: (x["inscripciones"], x["cargas"], x["asientos"]) for x in j["entidades"] if x["inscripciones"] + x["cargas"] + x["asientos"]} == entidades
    assert sum(estados.values()) == sum(x["asientos"] for x in j["entidades"]) == j["asientos"] and j["al"] == j["hasta"] and j["cerrado"]
    assert datetime.fromisoformat(j["actualizado"]).date() < primer_dia(siguiente(t))
    filas = list(csv.DictReader(io.StringIO(anios.get(f"{TRIMESTRES}/{t}", encabezados={"Accept": "text/csv"}).body.decode())))
    cuentas = Counter()
    for f in filas:
        assert f["trimestre"] == t
        cuentas[f["concepto"]] += int(f["n"])
    assert cuentas["asientos"] == cuentas["estado"] == cuentas["entidad_asientos"] == j["asientos"]
    assert cuentas["acto"] == sum(x["n"] for x in j["actos"]) and cuentas["registro"] == actos


def test_lo_cerrado_no_cambia_y_lo_abierto_si(cluster, lanzar_modulo):
    b = BaseDatos(cluster).preparar(calendario=False)
    v = Asientos(b)
    v.agregar([{"desde": "2025-01-05 12:00:00-06", "cve_ent": "15"}])
    c = lanzar_modulo(b).cliente()
    cerrado, abierto = f"{TRIMESTRES}/2025-1", f"{TRIMESTRES}/{trimestre(hoy())}"
    antes, ahora, todos = c.get(cerrado), c.get(abierto), c.get(TRIMESTRES)
    assert antes.headers["Last-Modified"] and "Last-Modified" not in ahora.headers and not ahora.json["cerrado"] and ahora.json["al"] == hoy().isoformat()
    c.get(cerrado, 304, encabezados={"If-Modified-Since": antes.headers["Last-Modified"]})
    numero, = v.agregar([{"cve_ent": "01"}])
    c.get(cerrado, 304, encabezados={"If-None-Match": antes.etag})
    assert c.get(abierto, 200, encabezados={"If-None-Match": ahora.etag}).json["asientos"] == 2
    assert c.get(TRIMESTRES, 200, encabezados={"If-None-Match": todos.etag}).json["trimestres"][0]["asientos"] == 2
    assert numero not in c.get(cerrado).body.decode()
    b.borrar()


@pytest.mark.parametrize("t, espera, slug", [("2023-4", 404, "no-encontrado"), ("2999-1", 404, "no-encontrado"), ("2024-5", 400, "parametro-invalido"),
                                             ("2024-0", 400, "parametro-invalido"), ("2024", 400, "parametro-invalido"), ("x", 400, "parametro-invalido"),
                                             ("2024-1?x=1", 400, "parametro-invalido")])
def test_trimestres_que_no_hay(anios, t, espera, slug):
    assert anios.get(f"{TRIMESTRES}/{t}", espera).slug == slug
    assert anios.get(TRIMESTRES + "?al=2024-01-01", 400).slug == "parametro-invalido"


def test_un_registro_vacio_tiene_su_trimestre(cluster, lanzar_modulo):
    vacia = BaseDatos(cluster).preparar(calendario=False)
    c = lanzar_modulo(vacia).cliente()
    assert [x["trimestre"] for x in c.get(TRIMESTRES).json["trimestres"]] == [trimestre(hoy())]
    j = c.get(f"{TRIMESTRES}/{trimestre(hoy())}").json
    assert j["asientos"] == j["registro"] == 0 and "actualizado" not in j
    vacia.borrar()


# ---- the whole of it ----------------------------------------------------------------------------------------------------------------------------

TIPOS = {"csv": "text/csv; charset=utf-8; header=present", "jsonl": "application/jsonl; charset=utf-8"}


@pytest.mark.parametrize("formato", DESCARGAS)
def test_da_los_bytes_de_la_exportacion(c, libro, formato, tmp_path):
    r = c.get(DESCARGAS[formato])
    assert r.body == exportar(libro, formato, tmp_path) and r.headers["Content-Type"] == TIPOS[formato]
    sha = hashlib.sha256(r.body)
    assert r.etag == f'"{sha.hexdigest()}"' and r.headers["Content-Digest"] == r.headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(sha.digest()).decode()}:"
    assert r.headers["Content-Disposition"].startswith(f'attachment; filename="registro.{formato}"') and r.headers["Cache-Control"] == "public, max-age=60"
    assert r.headers.get_all("Link") == ['</v1/registro/diccionario>; rel="describedby"', '<https://datos.gob.mx/libreusomx>; rel="license"']
    filas = list(csv.DictReader(io.StringIO(r.body.decode()))) if formato == "csv" else [json.loads(x) for x in r.body.decode().splitlines()]
    assert [f["numero"] for f in filas] == [f"RAII-2026-{i:05}" for i in range(1, 31)]
    if formato == "csv":  # no spreadsheet runs a cell
        assert filas[0]["denominacion"] == "'" + ZAPOPAN["denominacion"]
        assert filas[0]["contrapartes"] == "Ciudad de Chengdu\\; y <su> gente" and filas[1]["denominacion"] == "Carta de intención corregida"
    else:
        assert filas[0]["asiento"] == json.loads(json.dumps(ZAPOPAN))


def test_se_pregunta_de_nuevo_y_se_continua(c):
    r = c.get(DESCARGAS["csv"])
    assert c.get(DESCARGAS["csv"], 304, encabezados={"If-None-Match": r.etag}).body == b""
    dicho = esperar(lambda: c.get(DESCARGAS["csv"]).headers.get("Last-Modified"))
    c.get(DESCARGAS["csv"], 304, encabezados={"If-Modified-Since": dicho})
    c.get(DESCARGAS["csv"], 200, encabezados={"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"})
    m = len(r.body) // 2
    uno, otro = (c.get(DESCARGAS["csv"], 206, encabezados={"Range": x, "If-Range": r.etag}) for x in (f"bytes=0-{m - 1}", f"bytes={m}-"))
    assert uno.body + otro.body == r.body and otro.headers["Content-Range"] == f"bytes {m}-{len(r.body) - 1}/{len(r.body)}" and "Content-Digest" not in otro.headers
    assert c.get(DESCARGAS["csv"], 200, encabezados={"Range": "bytes=5-", "If-Range": '"otro"'}).body == r.body
    assert c.get(DESCARGAS["csv"], 416, encabezados={"Range": f"bytes={len(r.body)}-"}).slug == "rango-invalido"
    h = c.pedir("HEAD", DESCARGAS["csv"], espera=200)
    assert h.body == b"" and h.headers["Content-Length"] == str(len(r.body)) and h.etag == r.etag


def test_lo_que_no_se_descarga(c):
    for nombre in ("registro.xml", "registro", "registro.csv.", "..%2Fregistro.csv", "REGISTRO.CSV"):
        assert c.get("/v1/registro/descargas/" + nombre, 404).slug == "no-encontrado"
    assert c.get(DESCARGAS["csv"] + "?al=2026-01-01", 400).slug == "parametro-invalido"


def test_lo_confidencial_no_esta(cluster, lanzar_modulo, tmp_path):
    from support.tramite import Mundo
    b = BaseDatos(cluster).preparar()
    s = lanzar_modulo(b)
    m = Mundo(b, s)
    m.tramite(denominacion="Acuerdo reservadísimo con Samarcanda").hasta("dictaminado")
    c = m.anonimo()
    for camino in (*DESCARGAS.values(), NOVEDADES, TRIMESTRES, f"{TRIMESTRES}/{trimestre(hoy())}"):
        for acepta in ("*/*", "text/csv"):
            if camino == NOVEDADES and acepta == "text/csv":
                continue
            r = c.get(camino, encabezados={"Accept": acepta})
            assert "samarcanda" not in r.body.decode().lower() and "Last-Modified" not in r.headers
    assert [len(c.get(x).body.splitlines()) for x in DESCARGAS.values()] == [1, 0]
    assert sum(x["asientos"] for x in c.get(f"{TRIMESTRES}/{trimestre(hoy())}").json["entidades"]) == 0
    b.borrar()


def test_limite_por_direccion(libro, lanzar):
    s = lanzar(libro, {"DICTAMEN_LIMITE_DOCUMENTOS_DIRECCION": "5", "DICTAMEN_LIMITE_PUBLICO_DIRECCION": "7"})
    c = s.cliente()
    vistos = [c.pedir("GET", DESCARGAS["csv"]) for _ in range(7)]
    assert [r.status for r in vistos][:5] == [200] * 5 and vistos[-1].status == 429
    assert vistos[-1].slug == "demasiadas-solicitudes" and int(vistos[-1].headers["Retry-After"]) >= 1
    vistos = [c.pedir("GET", x).status for x in (NOVEDADES, TRIMESTRES, f"{TRIMESTRES}/{trimestre(hoy())}") for _ in range(4)]
    assert vistos[:7] == [200] * 7 and 429 in vistos
    assert s.parar() == 0


# ---- dictionary, catalogue, licence -----------------------------------------------------------------------------------------------------------------

DICCIONARIO, CATALOGO = "/v1/registro/diccionario", "/v1/registro/catalogo"
TIPO = {"entero": "[0-9]+", "fecha": "[0-9]{4}-[0-9]{2}-[0-9]{2}", "uuid": "[0-9a-f-]{36}", "sha256": "[0-9a-f]{64}", "texto": ".+", "clave": "[a-z0-9_]+"}


def partir(celda):
    """A list of a cell (docs/datos-abiertos.md)."""
    v, escapado = [""], False
    for x in celda:
        if escapado or x not in ";\\":
            v[-1] += x
            escapado = False
        elif x == ";":
            v.append("")
        else:
            escapado = True
    return v


def en_json(linea, camino):
    """Values at "asiento.contrapartes[].pais" of a line, absent ones as ""."""
    v = [linea]
    for paso in camino.split("."):
        v = [x.get(paso.removesuffix("[]"), [] if paso.endswith("[]") else "") for x in v if isinstance(x, dict)]
        if paso.endswith("[]"):
            v = [y for x in v for y in x]
    return v


@pytest.mark.parametrize("camino", (TRIMESTRES, DICCIONARIO))
def test_lo_que_no_cambio_no_se_envia_otra_vez(c, camino):
    r = c.get(camino)
    assert c.get(camino, 304, encabezados={"If-None-Match": r.etag}).body == b""
    assert c.get(camino, encabezados={"If-None-Match": '"otra"'}).body == r.body


def test_el_diccionario_dice_lo_que_hay(c, cluster, lanzar_modulo):
    """Every column of both files, on entries that have everything: the names and their order, each cell of its type, each place in JSON the same value."""
    j = c.get(DICCIONARIO).json
    assert j["licencia"] == {"nombre": "Términos de Libre Uso MX de los Datos Abiertos", "uri": "https://datos.gob.mx/libreusomx"}
    filas = list(csv.reader(io.StringIO(c.get(DESCARGAS["csv"]).body.decode())))
    assert filas[0] == [x["nombre"] for x in j["columnas"]] and [x["n"] for x in j["columnas"]] == list(range(1, len(filas[0]) + 1))
    b = BaseDatos(cluster).preparar(calendario=False)
    todo = {**ZAPOPAN, "tipo": "otro", "idiomas": ["es", "zh"], "antecesor": "D-1", "terminado_en": "2026-05-05",
            "partes_mexicanas": [{"cve_ent": "14", "cve_mun": "120", "municipio": "Zapopan", "nivel": "municipal", "nombre": "Municipio; de \\ Zapopan"},
                                 {"cve_ent": "06", "nivel": "estatal", "nombre": "Colima"}],
            "contrapartes": ZAPOPAN["contrapartes"] + [{"clase": "ong", "nombre": "Otra", "pais": "FR", "lugar": "Lyon"}],
            "procedencia": {"clase": "carga_historica", "fuente": "Lista", "fecha": "2020-01-01", "conjunto": "lista-2011", "clave": "7", "linea": 8, "nota": "N"},
            "texto": {"id": "01934567-89ab-7000-8000-000000000002", "nombre": "a.pdf", "tipo_medio": "application/pdf", "tamano": 5, "sha256": "ab" * 32}}
    bitacora.asentar(b, ("D-2", todo))
    d = lanzar_modulo(b).cliente()
    fila, = csv.DictReader(io.StringIO(d.get(DESCARGAS["csv"]).body.decode()))
    linea = json.loads(d.get(DESCARGAS["jsonl"]).body)
    for x in j["columnas"]:
        celda = fila[x["nombre"]]
        assert celda, x
        valores = partir(celda) if x["lista"] else [celda.removeprefix("'")]
        for v in valores:
            assert v == "" or re.fullmatch(TIPO[x["tipo"]], v), (x, v)
            assert "valores" not in x or v in {y["clave"] for y in x["valores"]}, (x, v)
        assert ("jsonl" in x) != x["derivada"]
        if not x["derivada"]:
            assert [str(v) for v in en_json(linea, x["jsonl"])] == valores, x
        if "catalogo" in x:
            d.get(x["catalogo"])
    b.borrar()


def test_la_pagina_del_diccionario_es_la_del_programa(c):
    with open(os.path.join(FUENTES, "docs", "datos-abiertos.md"), encoding="utf-8") as f:
        pagina = f.read()
    renglones = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", pagina, re.M)
    assert renglones == [(x["nombre"], ("lista de " if x["lista"] else "") + x["tipo"], x["descripcion"].removeprefix("Lista: ").replace("|", "\\|"))
                         for x in c.get(DICCIONARIO).json["columnas"]]


def iris(nodo, clave=None):
    """(key, IRI) of every reference in a document of JSON-LD."""
    if isinstance(nodo, list):
        for x in nodo:
            yield from iris(x, clave)
    elif isinstance(nodo, dict):
        if "@id" in nodo:
            yield clave, nodo["@id"]
        for k, v in nodo.items():
            if k != "@context":
                yield from iris(v, k)


def propio(iri):
    assert iri.startswith(RAIZ + "/"), iri
    return iri.removeprefix(RAIZ).partition("#")[0]


def test_el_catalogo_describe_lo_que_se_descarga(c, libro):
    """What DCAT-AP asks of each class, and that every address answers with the medium it is said to have."""
    esperar(lambda: c.get(DESCARGAS["csv"]).headers.get("Last-Modified"))
    descargas = {x: c.get(x) for x in DESCARGAS.values()}
    r = c.get(CATALOGO)
    j = r.json
    assert r.headers["Content-Type"] == "application/ld+json" and j["@id"] == RAIZ + CATALOGO and j["@type"] == "dcat:Catalog"
    prefijos = set(j["@context"])
    usados = set(re.findall(r'"(\w+):\w+":', r.body.decode())) | {v.partition(":")[0] for v in re.findall(r'"@type":"([^"]+)"', r.body.decode())}
    assert usados == prefijos
    assert all(re.fullmatch(r"https?://[^\s]+", iri) for _, iri in iris(j))
    conjuntos = {x["@id"].partition("#")[2]: x for x in j["dcat:dataset"]}
    assert set(conjuntos) == {"registro", "trimestres"}
    primero, ultimo = libro.sql("select min(registrado_en), max(registrado_en) from registro_acto")[0]
    for x in (j, *conjuntos.values()):
        assert x["dct:title"]["@language"] == "es" and x["dct:description"]["@value"] and x["dct:license"] == {"@id": "https://datos.gob.mx/libreusomx"}
        assert x["dct:publisher"]["@type"] == "foaf:Agent" and x["dct:publisher"]["foaf:name"]["@value"] == "Secretaría de Relaciones Exteriores"
        assert datetime.fromisoformat(x["dct:issued"]["@value"]) == primero and datetime.fromisoformat(x["dct:modified"]["@value"]) == ultimo
        assert x["dct:spatial"]["@id"].endswith("/country/MEX")
    for x in conjuntos.values():
        assert len(x["dcat:keyword"]) > 2 and len(x["dcat:theme"]) == 2 and "/frequency/" in x["dct:accrualPeriodicity"]["@id"]
        assert x["dct:temporal"]["dcat:startDate"]["@value"] == "1993-05-01" and x["dct:temporal"]["dcat:endDate"]["@value"] == "2026-03-02"
        for k in ("foaf:page", "dcat:landingPage"):
            if k in x:
                c.get(propio(x[k]["@id"]))
        for d in x["dcat:distribution"]:
            assert d["@type"] == "dcat:Distribution" and d["dct:license"] == x["dct:license"] and d["dct:title"]["@value"]
            medio = d.get("dcat:mediaType", {"@id": "application/jsonl"})["@id"].removeprefix("http://www.iana.org/assignments/media-types/")
            assert c.get(propio(d["dcat:accessURL"]["@id"]), encabezados={"Accept": medio}).headers["Content-Type"].partition(";")[0] == medio
    archivos = {propio(d["dcat:downloadURL"]["@id"]): d for d in conjuntos["registro"]["dcat:distribution"] if "dcat:downloadURL" in d}
    assert set(archivos) == set(descargas)
    for camino, d in archivos.items():
        assert d["dcat:byteSize"]["@value"] == str(len(descargas[camino].body)) and propio(d["dct:conformsTo"]["@id"]) == DICCIONARIO
        assert d["spdx:checksum"]["spdx:checksumValue"]["@value"] == hashlib.sha256(descargas[camino].body).hexdigest()
    s = j["dcat:service"][0]
    assert s["@type"] == "dcat:DataService" and s["dcat:servesDataset"]["@id"] == conjuntos["registro"]["@id"]
    c.get(propio(s["dcat:endpointURL"]["@id"])), c.get(propio(s["dcat:endpointDescription"]["@id"]))
    c.get(CATALOGO, 304, encabezados={"If-None-Match": r.etag})
    c.get(CATALOGO, encabezados={"Accept": "application/json"})
    assert c.get(CATALOGO, 406, encabezados={"Accept": "text/turtle"}).slug == "no-aceptable"
    for camino in (CATALOGO, DICCIONARIO):
        assert c.get(camino + "?x=1", 400).slug == "parametro-invalido"


def test_el_catalogo_no_hace_nada_por_si_mismo(cluster, lanzar_modulo):
    """Of an empty registry, and before anyone has downloaded it."""
    b = BaseDatos(cluster).preparar(calendario=False)
    s = lanzar_modulo(b)
    j = s.cliente().get(CATALOGO).json
    assert "dct:modified" not in j and all("dct:temporal" not in x for x in j["dcat:dataset"])
    assert not any("spdx:checksum" in d for x in j["dcat:dataset"] for d in x["dcat:distribution"]) and sin_nombre(s) == []
    b.borrar()


def test_la_pagina_del_registro_lleva_a_todo(c):
    html = c.get("/v1/registro", encabezados={"Accept": "text/html"}).body.decode()
    for camino in (*DESCARGAS.values(), NOVEDADES, TRIMESTRES, DICCIONARIO, CATALOGO):
        assert f'href="{camino}"' in html and c.get(camino)
    assert '<a rel=license href="https://datos.gob.mx/libreusomx">' in html
