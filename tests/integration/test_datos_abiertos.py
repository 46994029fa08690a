"""Open data of the registry: the feed of what is new, the quarterly figures, the whole of it for download, its dictionary and its catalogue."""

import uuid
import xml.etree.ElementTree as ET
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from conftest import AJUSTES
from support import bitacora
from support.inscritos import esperar
from support.servicio import BaseDatos, Servicio

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
