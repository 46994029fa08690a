"""The registry's pages as a person meets them: in a browser that runs no script, by mouse and keyboard, on a wide screen and on a telephone's, in light and dark."""

import http.server
import json
import re
import threading
from datetime import timedelta

import pytest

from conftest import mundo_aparte
from support.asientos import Asientos
from support.inscritos import Asiento, esperar
from support.navegador import Navegador
from support.tramite import hoy

SONDA = b"""<!doctype html><html lang=es><title>sin guiones</title><body><noscript>No hay guiones</noscript>
<script>document.title = "con guiones"; document.body.append("Un guion escribi\xc3\xb3 esto")</script><a href="/" onclick="document.title = 'pulsado'">enlace</a>"""


@pytest.fixture(scope="module")
def mundo(cluster, sello):
    with mundo_aparte(cluster, sello.ajustes) as m:
        yield m


@pytest.fixture(scope="module")
def kioto(mundo):
    a = Asiento(mundo, denominacion="Acuerdo de Hermanamiento entre Guadalajara y Kioto <b>y más</b>", organos_locales=["Instituto Jalisciense de la Cultura"],
                vigencia="determinada", vigencia_desde="2020-01-01", vigencia_hasta=(hoy() + timedelta(days=900)).isoformat())
    esperar(lambda: a.ver().json.get("constancia"))
    return a


@pytest.fixture(scope="module")
def muchos(mundo, kioto):
    """More than a page of others, older."""
    return Asientos(mundo.base).agregar([{"denominacion": f"Acuerdo {i}", "fecha_firma": "1990-05-01", "precision": "mes", "cve_ent": "32"} for i in range(60)])


@pytest.fixture(scope="module")
def navegador():
    n = Navegador()
    yield n
    n.cerrar()


@pytest.fixture
def sonda():
    class Sonda(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(SONDA)

        def log_message(self, *_):
            pass

    s = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sonda)
    threading.Thread(target=s.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{s.server_port}/"
    s.shutdown()
    s.server_close()


def test_los_guiones_estan_apagados(navegador, sonda):
    """The same page in a browser with scripts shows that the probe can tell."""
    con = Navegador(guiones=True)
    try:
        con.abrir(sonda)
        assert con.elemento("title") == "<title>con guiones</title>" and "Un guion escribió esto" in con.texto() and "No hay guiones" not in con.texto()
    finally:
        con.cerrar()
    navegador.abrir(sonda)
    assert navegador.elemento("title") == "<title>sin guiones</title>" and "No hay guiones" in navegador.texto() and "escribió" not in navegador.texto()
    navegador.seguir(navegador.nodo("link"))
    assert navegador.elemento("title") == "<title>sin guiones</title>"


# ---- what every page owes ------------------------------------------------------------------------------------------------------------------------


def debido(n):
    """Accessible basics of the page that is open: WCAG 2.1 where a criterion is named."""
    assert n.elemento("html", "lang") == "es"  # 3.1.1
    titulo = n.elemento("title")
    assert titulo and len(titulo) > len("<title></title>")  # 2.4.2
    assert n.elemento("meta[name=viewport]") and n.elemento("main")
    niveles = [x["de"]["level"] for x in n.nodos("heading")]
    assert niveles and niveles[0] == 1 and niveles.count(1) == 1 and all(b <= a + 1 for a, b in zip(niveles, niveles[1:])), niveles
    for rol in ("textbox", "searchbox", "combobox", "button", "link", "Date"):  # 4.1.2, 2.4.4
        assert all(x["nombre"].strip() for x in n.nodos(rol)), rol
    for rol in ("columnheader", "rowheader"):
        assert all(x["nombre"].strip() for x in n.nodos(rol)), rol
    n.desplegar()
    for oscuro in (False, True):
        n.oscuro(oscuro)
        assert n.poco_contraste() == [], "oscuro" if oscuro else "claro"
    n.oscuro(False)
    assert n.ancho(360) <= 360  # 1.4.10: no scrolling in two directions
    n.ancho(1200)
    assert n.quejas() == []


def celda(n, titulo):
    """Text of the cell beside a row's heading."""
    arbol = {x["nodeId"]: x for x in n.orden("Accessibility.getFullAXTree")["nodes"]}
    fila = arbol[n.nodo("rowheader", titulo)["parentId"]]

    def texto(x):
        if x.get("role", {}).get("value") == "StaticText":
            return x["name"]["value"]
        if x.get("role", {}).get("value") == "LineBreak":
            return "\n"
        return "".join(texto(arbol[i]) for i in x.get("childIds", []) if i in arbol)

    return texto(arbol[fila["childIds"][1]])


def test_lista_y_formulario(navegador, web, kioto, muchos):
    n = navegador
    p = n.abrir(web + "/v1/registro")
    assert p.status == 200 and p.headers["content-type"].startswith("text/html") and "script-src" not in p.headers["content-security-policy"]
    debido(n)
    assert [x["nombre"] for x in n.nodos("columnheader")] == ["Número", "Denominación", "Por México", "Por la otra parte", "Firma", "Estado"]
    texto = n.texto()
    assert "Guadalajara y Kioto <b>y más</b>" in texto and "Ayuntamiento de Guadalajara; Instituto Jalisciense de la Cultura" in texto and "Ciudad de Kioto" in texto
    primeros = [x["nombre"] for x in n.nodos("link") if x["nombre"] in muchos + [kioto.numero]]
    assert primeros[0] == kioto.numero and len(primeros) == 25

    # The following pages, by their link: each entry once.
    vistos = set(primeros)
    for cuantos in (25, 11):
        p = n.seguir(n.nodo("link", "Siguientes"))
        otros = {x["nombre"] for x in n.nodos("link")} & set(muchos)
        assert p.status == 200 and len(otros) == cuantos and not otros & vistos
        vistos |= otros
    assert vistos == {*muchos, kioto.numero} and not n.nodos("link", "Siguientes")

    # Words typed, and Enter.
    n.abrir(web + "/v1/registro")
    n.escribir(n.nodo("searchbox", "Palabras"), "guadalajára KIOTO")
    p = n.cargar(lambda: n.tecla("Enter", 13))
    assert p.status == 200 and n.nodo("searchbox", "Palabras")["valor"] == "guadalajára KIOTO"
    assert [x["nombre"] for x in n.nodos("link") if x["nombre"] in muchos + [kioto.numero]] == [kioto.numero]

    # A state by its name, with the keyboard; it stays chosen.
    n.abrir(web + "/v1/registro")
    n.enfocar(n.nodo("combobox", "Entidad federativa"))
    n.tecla("z", 90)
    p = n.seguir(n.nodo("button", "Buscar"))
    assert "entidad=32" in p.url and n.nodo("combobox", "Entidad federativa")["valor"] == "Zacatecas"
    assert kioto.numero not in n.texto() and "Acuerdo 59" in n.texto() and "mayo de 1990" in n.texto()

    # What there is of each, and each a way into it.
    p = n.seguir(n.nodo("link", "Cuántos hay, por entidad, país, tipo y demás"))
    assert p.status == 200 and "En total: 60." in n.texto() and "Zacatecas\n: 60" in n.texto() and "Estados Unidos\n: 60" in n.texto()
    debido(n)
    p = n.seguir(n.nodo("link", "1990"))
    assert "entidad=32" in p.url and "firma_desde=1990-01-01" in p.url and "firma_hasta=1990-12-31" in p.url and "Acuerdo 59" in n.texto()
    n.abrir(web + "/v1/registro?firma_hasta=1989-12-31&facetas=pais")
    assert "En total: 0." in n.texto()

    # Several states, which the form cannot show, are not lost; nothing found is said, and no more than that.
    n.abrir(web + "/v1/registro?entidad=01,02")
    assert "Ningún asiento corresponde" in n.texto() and "no prueba" in n.texto()
    assert n.nodo("combobox", "Entidad federativa")["valor"] == "01,02"
    debido(n)


def test_asiento(navegador, web, kioto):
    n, j = navegador, kioto.ver().json
    n.abrir(web + "/v1/registro")
    p = n.seguir(n.nodo("link", kioto.numero))
    assert p.status == 200 and p.url == web + kioto.url
    debido(n)
    a = j["asiento"]
    assert n.nodo("heading")["nombre"] == a["denominacion"] and "Estado al" in n.texto() and kioto.numero in n.texto()
    for titulo, valor in (("Nivel de gobierno", "Municipal"), ("Por México", "Ayuntamiento de Guadalajara (municipio: Guadalajara)\nInstituto Jalisciense de la Cultura"),
                          ("Entidad federativa", j["entidad"]), ("Por la otra parte", "Ciudad de Kioto, Kioto, Japón · Órgano gubernamental extranjero"), ("Región", "Asia"),
                          ("Áreas", "Educación, Cultura"), ("Lugar de firma", a["lugar_firma"]), ("Vigencia", "Determinada"), ("Vigente desde", "1.º de enero de 2020")):
        assert celda(n, titulo) == valor, titulo

    # What machines read on the page is what the JSON says.
    d = json.loads(re.fullmatch(r"<script[^>]*>(.*)</script>", n.elemento('script[type="application/ld+json"]'), re.S).group(1))
    assert d["@context"] == "https://schema.org" and d["@type"] == "Legislation" and d["legislationIdentifier"] == j["numero"] and d["name"] == a["denominacion"]
    assert d["legislationDate"] == a["fecha_firma"] and d["datePublished"] == a["inscrito_en"] and d["inLanguage"] == a["idiomas"]
    assert [c["name"] for c in d["contributor"]] == [x["nombre"] for x in a["partes_mexicanas"] + a["contrapartes"]]
    assert d["legislationLegalForce"].endswith("/InForce") and j["estado"] == "vigente" and d["url"].endswith(kioto.url)

    # Its links lead somewhere.
    for nombre, tipo in (("Texto público del instrumento", "application/pdf"), ("Constancia de inscripción (PDF)", "application/pdf"), ("Actos del asiento (JSON)", "application/json")):
        r = kioto.publico.get(n.nodo("link", nombre)["de"]["url"].removeprefix(web))
        assert r.headers["Content-Type"] == tipo and r.body
    assert n.nodo("link", "Este asiento, sellado y con su prueba (PDF)")["de"]["url"] == web + j["enlaces"]["copia_certificada"] == web + kioto.url + "/certificacion"
    assert n.seguir(n.nodo("link", "Buscar en el Registro")).url == web + "/v1/registro"


def test_verificacion(navegador, web, kioto, tmp_path):
    n = navegador
    n.abrir(web + "/v1/registro")
    p = n.seguir(n.nodo("link", "verificación de documentos"))
    assert p.status == 200 and p.url == web + "/v1/verificacion"
    debido(n)

    # The code as somebody reads it off the paper.
    codigo = kioto.ver().json["constancia"]["codigo"]
    n.escribir(n.nodo("textbox", "Código"), f" {codigo.lower()} ")
    p = n.seguir(n.nodo("button", "Buscar"))
    assert p.status == 200 and "Sí: este servicio lo emitió, y sigue vigente." in n.texto() and celda(n, "Código") == codigo
    n.abrir(web + "/v1/verificacion")
    n.escribir(n.nodo("textbox", "Código"), "../registro?x=<b>")
    p = n.seguir(n.nodo("button", "Buscar"))
    assert p.url.startswith(web + "/v1/verificacion/") and p.status in (400, 404)
    assert n.abrir(f"{web}/v1/verificacion/{codigo}").status == 200
    debido(n)
    assert "Sí: este servicio lo emitió, y sigue vigente." in n.texto()
    assert celda(n, "Código") == codigo and celda(n, "Número") == kioto.numero and celda(n, "Documento") == "Constancia de inscripción"
    assert re.fullmatch(r"\d+(\.º)? de \w+ de \d{4}, \d\d:\d\d:\d\d, hora de la Ciudad de México", celda(n, "Sellado"))

    # The file itself, chosen and sent as a form: as it is, and with one byte more.
    constancia = kioto.publico.get(kioto.url + "/constancia").body
    for nombre, datos, dice in (("buena.pdf", constancia, "Sí: este servicio lo emitió"), ("otra.pdf", constancia + b"\n", "No.")):
        (tmp_path / nombre).write_bytes(datos)
        n.archivo(n.nodo("button", re.compile("^Archivo PDF")), str(tmp_path / nombre))
        assert n.seguir(n.nodo("button", "Comprobar")).status == 200
        assert dice in n.texto()
        debido(n)

    n.abrir(web + "/v1/verificacion/AAAAA-AAAAA-AAAAA-AAAAA")
    assert "no ha emitido ningún documento con ese código" in n.texto()


def test_lo_que_no_se_entiende_se_dice_en_una_pagina(navegador, web, kioto):
    n = navegador
    for camino, status, dice in (("/v1/registro?q=%22%21%21", 400, "q"), ("/v1/registro?pais=Francia", 400, "ISO 3166-1"), ("/v1/registro/RAI%2F9999", 404, "No existe")):
        p = n.abrir(web + camino)
        assert p.status == status and p.headers["content-type"].startswith("text/html") and p.headers["x-request-id"] in n.texto()
        assert dice in n.texto() and "{" not in n.texto()
        assert len(n.quejas()) == 1  # the status
        n.sucesos.clear()
        debido(n)
    # Programs that do not ask for pages are told the same as JSON, and so is who asks for anything.
    for accept in ("application/json", "*/*", "text/csv"):
        assert kioto.publico.get("/v1/registro?pais=Francia", 400, encabezados={"Accept": accept}).slug == "parametro-invalido"
    pagina = kioto.publico.get("/v1/registro?pais=%3Cb%3E", 400, encabezados={"Accept": "text/html", "Accept-Language": "en"})
    assert b"<b>" not in pagina.body and b"not valid" in pagina.body and pagina.headers["Content-Language"] == "en"
