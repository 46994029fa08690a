"""What came by e-mail, on the DGCP's screen: who is believed and why, the decision, and what is said when it cannot be."""

import re
from email.header import Header

import pytest

from conftest import AJUSTES
from integration.test_navegador import debido
from integration.test_paginas import MALO, debido_sin_quejas, elegir, escribir
from integration.test_paginas_cuenta import entrar
from support import archivos, mensajes
from support.cuentas import Persona
from support.servicio import Servicio
from support.tramite import Mundo, con_gente


@pytest.fixture(scope="module")
def mundo(cluster):
    b = con_gente(cluster)
    s = Servicio(b, AJUSTES).arrancar()
    m = Mundo(b, s)
    b.ctl("organizacion", "dominio", "--id", m.org["guadalajara"], "--agregar", "guadalajara.gob.mx")
    yield m
    assert s.parar(60) == 0, s.ultimas_lineas()
    b.borrar()


@pytest.fixture(scope="module")
def buzon(mundo):
    return mensajes.Buzon(mundo.base)


@pytest.fixture(scope="module")
def galletas(n, web, mundo):
    """Of each role's session, once signed in."""
    hechas = {}

    def de(rol, org="sre"):
        if rol not in hechas:
            assert entrar(n, web, Persona(mundo, org, rol)).status == 200
            hechas[rol] = n.cookies()
        return hechas[rol]
    return de


@pytest.fixture
def correo(n, web, galletas, mundo):
    """The page, as the DGCP sees it, everything unfolded. Nothing of an earlier test waits there."""
    for estado in ("recibido", "apartado"):
        for c in mundo.dgcp.todos("/v1/correos", {"estado": estado}):
            mundo.base.sql("update correo set estado = 'descartado', motivo = 'De otra prueba' where id = %s", c["id"])

    def abrir(rol="dgcp", org="sre"):
        n.cookies(poner=galletas(rol, org))
        n.abrir(web + "/correo")
        n.ver("Al día")
        n.desplegar()
        n.ver("Descargar el mensaje original")
        return n
    return abrir


def mensaje(partes, asunto="Solicitud", **mas):
    return mensajes.encabezado(mid=mensajes.identificador(), asunto=Header(asunto, "utf-8").encode(), **mas) + mensajes.mixto([mensajes.texto(f"Se adjunta. {MALO}"), *partes])


def oficio(nombre="oficio.pdf"):
    return mensajes.parte(nombre, "application/pdf", archivos.pdf_unico())


def word(nombre="acuerdo.docx"):
    return mensajes.parte(nombre, archivos.DOCX, archivos.proyecto())


def ver(mundo, r):
    return mundo.dgcp.get(f"/v1/correos/{r['correo']}").json


def test_confirmar(n, web, mundo, buzon, galletas, correo):
    r = buzon.entregar(mensaje([oficio("<img src=x>oficio.pdf"), word(), oficio("escudo.pdf")], asunto=f"Hermanamiento {MALO}"))
    assert r["estado"] == "recibido"
    n.cookies(poner=galletas("dgcp"))
    n.abrir(web + "/mesa")
    n.seguir(n.esperar(lambda: n.nodos("link", "Correo recibido"), "the way there")[0])
    n.ver("Esperan su confirmación (1)")
    debido(n)
    n.ver("Su decisión")
    debido(n)
    todo = " ".join(n.texto().split())
    assert "Se reconoció por su dominio, guadalajara.gob.mx , registrado como de Ayuntamiento de Guadalajara" in todo and "dkim=pass" in todo and "Se adjunta." in todo
    assert "Solicitud dirigida a la DGCP (PDF) : <img src=x>oficio.pdf (PDF, " in todo and "Falta" not in todo
    assert n.elemento("a[href$='/contenido']", "href") == f"/v1/correos/{r['correo']}/contenido"
    assert [x["valor"] for x in n.nodos("combobox", re.compile("^Clase"))] == ["Solicitud dirigida a la DGCP (PDF)", "Proyecto de instrumento (Word)", "Anexo"]
    elegir(n, "Clase", "No incorporarla", 2)
    escribir(n, "Nombre del acuerdo", " y algo más")
    n.apretar("Confirmar y abrir el expediente")
    n.ver("Se abrió el expediente")
    n.ver("Esperan su confirmación (0)")
    c = ver(mundo, r)
    assert c["estado"] == "confirmado" and [p["clase"] for p in c["partes"]] == ["solicitud", "proyecto", "ninguna"]
    n.seguir(n.nodo("link", "verlo"))
    n.ver("Historia")
    e = mundo.local.get(f"/v1/expedientes/{c['expediente']}").json
    assert e["datos"]["denominacion"].startswith("Hermanamiento <img") and e["datos"]["denominacion"].endswith(" y algo más") and e["datos"]["contacto"]["correo"] == "ana@guadalajara.gob.mx"
    correo()
    assert "Con expediente (1)" in n.texto() and not n.nodos("button", "Confirmar y abrir el expediente") and n.nodo("link", "Ver su expediente")
    assert n.elemento("img") is None and "mal" not in n.elemento("title") and n.texto().replace("\n", "").count("onerror=") >= 2


def test_otra_organizacion(mundo, buzon, correo):
    """A mail sent from one address for another organisation's file."""
    r = buzon.entregar(mensaje([oficio(), word()], asunto="De Zapopan"))
    n = correo()
    n.esperar(lambda: n.nodos("combobox", "Organización"), "the directory")
    opciones = n.esperar(lambda: "Ayuntamiento de Zapopan" in (h := n.elemento("fieldset .busqueda + .campo select")) and h, "the organisations")
    assert "Secretaría" not in opciones
    escribir(n, "Palabras del nombre", "zapo", "searchbox")
    n.apretar("Buscar")
    n.esperar(lambda: "Mérida" not in n.elemento("fieldset .busqueda + .campo select"), "those with the word")
    elegir(n, "Organización", "Ayuntamiento de Zapopan")
    n.apretar("Confirmar y abrir el expediente")
    n.ver("Se abrió el expediente")
    assert mundo.zapopan.get(f"/v1/expedientes/{ver(mundo, r)['expediente']}").json["organizacion"] == mundo.org["zapopan"]


def test_lo_que_no_corresponde_se_dice_en_su_lugar(mundo, buzon, correo):
    r = buzon.entregar(mensaje([oficio(), mensajes.parte("winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22"), mensajes.parte("cortado.pdf", "application/pdf", archivos.pdf_unico()[:-40])],
                               asunto="Incompleta"))
    n = correo()
    n.ver("Falta:")
    todo = " ".join(n.texto().split())
    assert "Falta: Proyecto de instrumento (Word)" in todo and "« winmail.dat » es un formato propio de Outlook" in todo and "« cortado.pdf » está incompleto" in todo
    elegir(n, "Clase", "Proyecto de instrumento (Word)")
    n.apretar("Confirmar y abrir el expediente")
    n.ver("No se hizo nada.")
    (mal,) = [x for x in n.nodos("combobox") if x["de"].get("invalid") == "true"]
    assert mal["nombre"].startswith("Clase") and "debe entregarse como" in n.texto()
    debido_sin_quejas(n)
    assert ver(mundo, r)["version"] == 1
    elegir(n, "Clase", "Solicitud dirigida a la DGCP (PDF)")
    n.apretar("Confirmar y abrir el expediente")
    n.ver("Se abrió el expediente")
    assert ver(mundo, r)["estado"] == "confirmado"


def test_apartado_y_descartado(mundo, buzon, correo):
    m = mensaje([oficio()], asunto="Ofertas", de="x@anuncios.example")
    r = buzon.entregar(m)
    n = correo()
    n.ver("Apartados (1)")
    todo = " ".join(n.texto().split())
    assert "No se le cree. El dominio de esa dirección no está registrado" in todo and "No se abre desde aquí." in todo and "No se le respondió." in todo
    assert not n.nodos("button", "Confirmar y abrir el expediente")
    assert mundo.dgcp.get(n.elemento("#apartado ~ ul a[href$='/contenido']", "href")).body == m
    n.apretar("Descartarlo")
    n.ver("Falta llenarlo.")
    assert ver(mundo, r)["estado"] == "apartado"
    escribir(n, "Por qué se descarta", f"Es publicidad. {MALO}")
    n.apretar("Descartarlo")
    n.ver("Se descartó")
    n.ver("Apartados (0)")
    assert ver(mundo, r)["motivo"].startswith("Es publicidad. <img")
    correo()
    n.ver("Es publicidad. <img")
    assert n.elemento("img") is None


def test_alguien_decidio_mientras(mundo, buzon, correo):
    r = buzon.entregar(mensaje([oficio(), word()], asunto="De las dos"))
    n = correo()
    n.ver("Su decisión")
    mundo.dgcp.post(f"/v1/correos/{r['correo']}/descartar", {"motivo": "Repetido."}, 200, if_match=1)
    n.apretar("Confirmar y abrir el expediente")
    n.ver("No se hizo nada de lo suyo.")
    assert "ya se descartó" in n.texto() and "Esperan su confirmación (0)" in n.texto() and "expediente" not in ver(mundo, r)


def test_a_medias(mundo, buzon, correo):
    """As if the service had ended after the documents: what is left is completed, nothing is there twice."""
    r = buzon.entregar(mensaje([oficio(), word()], asunto="A medias"))
    hecho = mundo.dgcp.post(f"/v1/correos/{r['correo']}/confirmar", {}, 200, if_match=1).json
    mundo.base.sql("update correo set estado = 'recibido', resuelto_en = null where id = %s", r["correo"])
    n = correo()
    n.ver("La confirmación se quedó a la mitad")
    assert not n.nodos("button", "Descartarlo") and not n.nodos("textbox", re.compile("^Nombre del acuerdo"))
    n.apretar("Completar la confirmación")
    n.ver("Se abrió el expediente")
    c = ver(mundo, r)
    assert c["estado"] == "confirmado" and c["expediente"] == hecho["expediente"]
    assert len(mundo.local.get(f"/v1/expedientes/{c['expediente']}/documentos").json["datos"]) == 3


def test_quien_los_ve(n, web, mundo, buzon, galletas, correo):
    buzon.entregar(mensaje([oficio(), word()], asunto="Para leer"))
    correo("auditoria")
    assert "Para leer" in n.texto() and not n.nodos("button", re.compile("Confirmar|Descartarlo")) and n.nodo("link", "Correo recibido")
    n.cookies(poner=galletas("gobierno_local", "guadalajara"))
    n.abrir(web + "/correo")
    n.ver("Los correos los ve la DGCP")
    assert "pida esa función a la administración" in n.texto() and "Para leer" not in n.texto() and not n.nodos("link", "Correo recibido")
    debido(n)
    n.cookies(poner=[])
    n.abrir(web + "/correo")
    n.ver("Para ver esto hay que entrar")
