"""One's own organisation in a real browser: what it has open, delegating in the state's liaison, and handing over to the next administration."""

import re

import pytest

from conftest import mundo_aparte
from integration.test_navegador import debido
from integration.test_paginas import MALO, elegir, escribir, fechar, subir
from integration.test_paginas_cuenta import entrar
from support import archivos
from support.cuentas import Persona, esperar
from support.tramite import dentro_de, hoy


@pytest.fixture(scope="module")
def mundo(cluster):
    with mundo_aparte(cluster) as m:
        yield m


def delegar(n, desde, hasta, motivo):
    n.desplegar()
    n.esperar(lambda: "Jalisco" in n.elemento("fieldset .busqueda + .campo select"), "the state's organisations")
    elegir(n, "Organización", "Gobierno del Estado de Jalisco")
    fechar(n, "Desde el día", desde)
    fechar(n, "Hasta el día", hasta)
    escribir(n, "Convenio o acuerdo", motivo)
    n.apretar("Delegar")


def actua(mundo, municipio):
    return mundo.enlace.pedir("GET", "/v1/yo", encabezados={"Actuar-Por": mundo.org[municipio]}).status


def test_delegar_y_revocar(n, web, mundo):
    entrar(n, web, Persona(mundo))
    n.abrir(web + "/mesa")
    n.seguir(n.esperar(lambda: n.nodos("link", "Mi organización"), "the way there")[0])
    n.ver("Delegaciones en el enlace estatal (0)")
    debido(n)
    assert "Zapopan" not in n.elemento("fieldset .busqueda + .campo select")
    delegar(n, dentro_de(5), dentro_de(4), "Convenio")
    n.ver("No se hizo nada.")
    assert [x["nombre"] for x in n.nodos("Date") if x["de"].get("invalid") == "true"] == ["Hasta el día, inclusive (obligatorio)"]
    n.abrir(web + "/organizacion")
    n.ver("Delegaciones en el enlace estatal (0)")
    delegar(n, hoy().isoformat(), dentro_de(30), f"Convenio {MALO}")
    n.ver("Se otorgó la delegación.")
    n.ver("Gobierno del Estado de Jalisco")
    (d,) = mundo.local.get(f"/v1/organizaciones/{mundo.org['guadalajara']}/delegaciones").json["datos"]
    assert (d["enlace"], d["desde"], d["hasta"], d["motivo"]) == (mundo.org["jalisco"], hoy().isoformat(), dentro_de(30), f"Convenio {MALO}")
    assert "Vigente." in n.texto() and f"Convenio {MALO}" in n.texto() and n.elemento("img") is None
    assert esperar(lambda: actua(mundo, "guadalajara") == 200)
    debido(n)
    delegar(n, dentro_de(3), dentro_de(9), "Otra vez")
    n.ver("Ya existe")
    n.apretar(re.compile("^Revocar la delegación del"))
    n.ver("El enlace deja de poder actuar")
    n.apretar("Sí: revocar la delegación")
    n.ver("Se revocó la delegación.")
    assert "Revocada el" in n.texto() and not n.nodos("button", re.compile("^Revocar"))
    assert esperar(lambda: actua(mundo, "guadalajara") == 403)


def test_quien_la_recibe(n, web, mundo):
    mundo.zapopan.post(f"/v1/organizaciones/{mundo.org['zapopan']}/delegaciones", {"enlace": mundo.org["jalisco"], "desde": hoy().isoformat(), "hasta": dentro_de(9), "motivo": "Convenio 7"})
    entrar(n, web, Persona(mundo, "jalisco", "enlace_estatal"))
    n.abrir(web + "/organizacion")
    n.ver("Ayuntamiento de Zapopan")
    assert "Delegaciones recibidas" in n.texto() and "Convenio 7" in n.texto() and n.nodo("button", "Actuar por Ayuntamiento de Zapopan") and not n.nodos("button", re.compile("Delegar|Revocar|relevo"))
    debido(n)


def test_actuar_por_un_municipio(n, web, mundo, tmp_path):
    """In its place until one leaves it or the delegation ends; every act says so."""
    mundo.local.post(f"/v1/organizaciones/{mundo.org['guadalajara']}/delegaciones", {"enlace": mundo.org["jalisco"], "desde": hoy().isoformat(), "hasta": dentro_de(20), "motivo": "Convenio 8"})
    (d,) = [x["id"] for x in mundo.local.get(f"/v1/organizaciones/{mundo.org['guadalajara']}/delegaciones").json["datos"] if x["motivo"] == "Convenio 8"]
    p = Persona(mundo, "jalisco", "enlace_estatal")
    entrar(n, web, p)
    n.abrir(web + "/organizacion")
    n.cargar(lambda: n.apretar("Actuar por Ayuntamiento de Guadalajara"))
    n.ver("Al día")
    assert "· por Ayuntamiento de Guadalajara" in " ".join(n.texto().split())
    debido(n)
    n.seguir(n.nodo("link", "Nuevo expediente"))
    n.ver("Guardar el borrador")
    escribir(n, "Nombre del acuerdo", "Lo que abrió el enlace")
    n.cargar(lambda: n.apretar("Guardar el borrador y seguir"))
    n.ver("Historia")
    subir(n, tmp_path, "Proyecto de instrumento (Word)", "acuerdo.docx", archivos.proyecto())
    (e,) = mundo.local.get("/v1/expedientes", consulta={"q": "abrió el enlace"}).json["datos"]
    actos = mundo.local.get(f"/v1/expedientes/{e['id']}/actos").json["datos"]
    assert [a["acto"] for a in actos] == ["abrir", "incorporar_documento"]
    assert {(a["actor"]["usuario"], a["actor"]["organizacion"], a["efectos"]["delegacion"]) for a in actos} == {(p.usuario, mundo.org["guadalajara"], d)}
    # Nothing is delegated further; and as itself it has no drafts.
    n.abrir(web + "/organizacion")
    n.ver("Expedientes abiertos")
    assert not n.nodos("button", re.compile("Delegar|Revocar|relevo"))
    n.cargar(lambda: n.apretar("Dejar de actuar por él"))
    n.ver("Al día")
    assert "Lo que abrió el enlace" not in n.texto() and not n.nodos("link", "Nuevo expediente")
    n.abrir(web + "/organizacion")
    n.cargar(lambda: n.apretar("Actuar por Ayuntamiento de Guadalajara"))
    n.ver("Lo que abrió el enlace")
    mundo.local.pedir("DELETE", f"/v1/organizaciones/{mundo.org['guadalajara']}/delegaciones/{d}", espera=204)
    assert esperar(lambda: actua(mundo, "guadalajara") == 403)
    n.abrir(web + "/mesa")
    n.ver("está de nuevo como enlace")
    n.ver("Al día")
    assert "Lo que abrió el enlace" not in n.texto()


def test_quien_administra_delega_por_el_municipio(n, web, mundo):
    entrar(n, web, Persona(mundo, "sre", "administracion"))
    n.abrir(f"{web}/administracion#{mundo.org['guadalajara']}")
    n.ver("Dominios de correo")
    delegar(n, dentro_de(40), dentro_de(50), "Periódico Oficial")
    n.ver("Se otorgó la delegación.")
    n.ver("Gobierno del Estado de Jalisco")
    assert "Todavía no empieza." in n.texto()
    debido(n)
    n.apretar(re.compile("^Revocar la delegación del"))
    n.apretar("Sí: revocar la delegación")
    n.ver("Se revocó la delegación.")
    n.abrir(web + "/organizacion")
    n.ver("Esta página es de los gobiernos locales")
    assert n.nodos("link", "Administración")


def test_relevo(n, web, mundo):
    """The list of what is pending, then everything in one act; who hands over is out, who receives has the list."""
    t = mundo.tramite(local="zapopan", denominacion=f"Acuerdo pendiente {MALO}", organo_firmante="Ayuntamiento de Zapopan")
    sale, entra = Persona(mundo, "zapopan", nombre="Rosaura que sale"), Persona(mundo, "zapopan", nombre="Ernesto que entra")
    entrar(n, web, sale)
    n.abrir(web + "/organizacion")
    n.ver("Expedientes abiertos (1)")
    assert f"Acuerdo pendiente {MALO}" in n.texto() and "Le toca: Presentar la solicitud." in n.texto() and n.elemento("img") is None
    debido(n)
    n.desplegar()
    n.apretar("Hacer el relevo")
    n.apretar("Sí: hacer el relevo")
    n.ver("Falta llenarlo.")
    escribir(n, "Administración que entra", "2027-2030")
    elegir(n, "Quién recibe", "Ernesto que entra")
    n.apretar("Persona zapopan", "checkbox")
    n.apretar("Hacer el relevo")
    n.ver("también usted si no se nombró")
    n.apretar("Sí: hacer el relevo")
    n.ver("Se hizo el relevo")
    todo = " ".join(n.texto().split())
    assert "1 expediente abierto, 1 acceso terminado, 1 delegación terminada." in todo
    assert esperar(lambda: sale.pedir_entrada(sale.cliente()).status == 401)
    mundo.zapopan.get("/v1/yo")  # named among those who stay

    def fuera():
        n.abrir(web + "/organizacion")
        return n.esperar(lambda: re.search("Para ver esto hay que entrar|Expedientes abiertos", n.texto()), "an answer")[0].startswith("Para")
    n.esperar(fuera, "the end of their session")  # known within a second
    entrar(n, web, entra)
    n.abrir(web + "/organizacion")
    n.ver("Relevos (1)")
    n.desplegar()
    n.esperar(lambda: n.texto().count(f"Acuerdo pendiente {MALO}") == 2, "the list that was handed over")
    (r,) = mundo.zapopan.get(f"/v1/organizaciones/{mundo.org['zapopan']}/relevos").json["datos"]
    assert r["sha256"] in n.texto() and r["recibe"] == entra.usuario and [x["id"] for x in mundo.zapopan.get(f"/v1/organizaciones/{mundo.org['zapopan']}/relevos/{r['id']}").json["pendientes"]] == [t.id]
