"""Administration in a real browser: organisations, their people and systems, keys that are shown once, and what is said when something cannot be."""

import re
import uuid

import pytest

from conftest import mundo_aparte
from integration.test_navegador import debido
from integration.test_paginas import MALO, debido_sin_quejas, elegir, enfocado, escribir, valores
from integration.test_paginas_cuenta import entrar
from support.certificados import Certificado
from support.cuentas import Persona, cartas, esperar


@pytest.fixture(scope="module")
def mundo(cluster, smtp):
    with mundo_aparte(cluster, smtp.ajustes(DICTAMEN_URL_PUBLICA="https://dictamen.example/")) as m:
        yield m


@pytest.fixture(scope="module")
def jefa(mundo):
    return Persona(mundo, "sre", "administracion")


@pytest.fixture(scope="module")
def galletas(n, web, jefa):
    assert entrar(n, web, jefa).status == 200
    return n.cookies()


@pytest.fixture
def abrir(n, web, galletas):
    """The page at that place, as whoever administers."""
    def ir(lugar="", espera="Personas y sistemas"):
        n.cookies(poner=galletas)
        n.abrir(web + "/mesa")
        n.abrir(web + "/administracion" + (f"#{lugar}" if lugar else ""))
        n.ver(espera)
        return n
    return ir


def organizacion(mundo, **mas):
    return mundo.administracion.post("/v1/organizaciones", {"nombre": f"Ayuntamiento {uuid.uuid4().hex[:8]}", "nivel": "municipal", "cve_ent": "14", **mas}).json


def persona(mundo, org, **mas):
    return mundo.administracion.post("/v1/usuarios", {"organizacion": org, "nombre": f"Ana {uuid.uuid4().hex[:6]}", "rol": "gobierno_local", **mas}).json


def de(mundo, org):
    return mundo.administracion.todos("/v1/usuarios", {"organizacion": org})


def test_de_principio_a_fin(n, web, mundo, smtp, galletas):
    n.cookies(poner=galletas)
    n.abrir(web + "/mesa")
    n.ver("Su función no ve expedientes")
    n.seguir(n.nodos("link", "Administración")[0])
    n.ver("Nueva organización")
    debido(n)
    nombre, correo = f"Ayuntamiento {uuid.uuid4().hex[:8]} {MALO}", f"{uuid.uuid4().hex[:8]}@tonala.example"
    escribir(n, "Nombre", nombre)
    elegir(n, "Nivel", "Municipal")
    elegir(n, "Entidad", "Jalisco")
    escribir(n, "Municipio", "Tonalá")
    n.apretar("Dar de alta la organización")
    n.ver("Todas las organizaciones")
    o = mundo.administracion.get("/v1/organizaciones", consulta={"q": nombre.split()[1]}).json["datos"][0]
    assert (o["nombre"], o["nivel"], o["cve_ent"], o["municipio"]) == (nombre, "municipal", "14", "Tonalá") and n.nodo("heading", nombre)
    debido(n)
    escribir(n, "Nombre (", f"Ana {MALO}")
    escribir(n, "Correo", correo)
    elegir(n, "Función", "Gobierno local")
    n.apretar("Dar de alta")
    n.ver("Su cuenta")
    (u,) = de(mundo, o["id"])
    assert (u["nombre"], u["correo"], u["rol"], u["maquina"]) == (f"Ana {MALO}", correo, "gobierno_local", False)
    debido(n)
    n.apretar("Enviar la invitación")
    n.ver("La invitación va en camino")
    assert esperar(lambda: cartas(smtp, correo))
    # A key: shown here and never again, and good.
    n.desplegar()
    n.apretar("Leer expedientes", "checkbox")
    n.apretar("Crear la clave")
    n.ver("Guarde esta clave ahora")
    (texto,) = re.findall(r"dk_[A-Za-z0-9_-]{43}", n.texto())
    c = mundo.servicio.cliente(texto)
    assert c.get("/v1/yo").json["ambitos"] == ["expedientes:leer"] and c.get("/v1/yo").json["usuario"]["id"] == u["id"]
    debido(n)
    n.apretar("Ya la guardé")
    n.esperar(lambda: "dk_" not in n.texto(), "no secret")
    n.abrir(web + "/mesa")
    n.abrir(f"{web}/administracion#{o['id']}/{u['id']}")
    n.ver("Claves (1)")
    assert "dk_" not in n.texto()
    n.apretar(re.compile("^Revocar la clave creada el"))
    n.apretar("Sí: revocar la clave")
    n.ver("Se revocó la clave.")
    assert esperar(lambda: c.pedir("GET", "/v1/yo").status == 401)
    # Another name, out of use, and back.
    escribir(n, "Nombre", " de Tonalá")
    n.apretar("Guardar los datos")
    n.ver("Se guardaron los datos.")
    n.apretar("Suspender")
    n.ver("Sus claves y sesiones dejan de servir")
    n.apretar("Todavía no")
    assert de(mundo, o["id"])[0]["activo"]
    n.apretar("Suspender")
    n.apretar("Sí: suspender")
    n.ver("Hecho: suspender.")
    assert (x := de(mundo, o["id"])[0])["nombre"] == f"Ana {MALO} de Tonalá" and not x["activo"]
    n.apretar("Reactivar")
    n.apretar("Sí: reactivar")
    n.ver("Hecho: reactivar.")
    assert de(mundo, o["id"])[0]["activo"]
    n.apretar(nombre, "link")
    n.apretar("Desactivar la organización")
    n.apretar("Sí: desactivar la organización")
    n.ver("Hecho: desactivar la organización.")
    assert not mundo.administracion.get(f"/v1/organizaciones/{o['id']}").json["activa"]
    assert n.elemento("img") is None and n.elemento("title").startswith("<title>Ayuntamiento") and "onerror=" in n.texto()


def test_buscar(mundo, abrir):
    o = organizacion(mundo)
    n = abrir("", "Organizaciones (")
    escribir(n, "Palabras del nombre", o["nombre"].split()[1], "searchbox")
    n.apretar("Buscar")
    n.ver("Encontradas (1)")
    n.apretar(o["nombre"], "link")
    n.ver("Personas y sistemas (0)")
    n.esperar(lambda: enfocado(n) == [("heading", o["nombre"])], "the new view, whatever it is read with")


def test_la_funcion_y_el_segundo_factor(mundo, abrir):
    p = Persona(mundo, "sre", "cja")
    c = p.entrar()
    p.poner_factor(c)
    n = abrir(f"{mundo.org['sre']}/{p.usuario}", "Su cuenta")
    elegir(n, "Función", "Titular de la Consultoría Jurídica")
    n.apretar("Guardar los datos")
    n.ver("Se guardaron los datos.")
    assert mundo.administracion.get(f"/v1/usuarios/{p.usuario}").json["rol"] == "cja_titular"
    n.apretar("Retirar el segundo factor")
    n.apretar("Sí: retirar el segundo factor")
    n.ver("Ya no tiene segundo factor")
    assert esperar(lambda: c.pedir("GET", "/v1/yo").status == 401)
    p.entrar()  # the password is enough again


def test_dominios(mundo, abrir):
    o, d = organizacion(mundo), f"x{uuid.uuid4().hex[:8]}.gob.mx"
    mundo.administracion.post(f"/v1/organizaciones/{mundo.org['merida']}/dominios", {"dominio": "ajeno-" + d})
    n = abrir(o["id"])
    escribir(n, "Dominio", "ajeno-" + d)
    n.apretar("Agregar el dominio")
    n.ver("Ya existe")
    n.enfocar(n.nodo("textbox", re.compile("^Dominio")))
    for _ in range(6 + len(d)):
        n.tecla("Backspace", 8)
    escribir(n, "Dominio", d)
    n.apretar("También los que cuelgan de él", "checkbox")
    n.apretar("Agregar el dominio")
    n.ver("Se agregó el dominio.")
    ruta = f"/v1/organizaciones/{o['id']}/dominios"
    assert mundo.administracion.get(ruta).json["datos"] == [{"dominio": d, "subdominios": True}]
    n.apretar(f"Quitar {d}")
    n.ver("Se quitó")
    assert mundo.administracion.get(ruta).json["datos"] == []


def test_certificados(mundo, abrir):
    o, c = organizacion(mundo), Certificado("portal <b>de prueba</b>")
    n = abrir(o["id"])
    n.desplegar()
    escribir(n, "Certificado, en PEM", "-----BEGIN NADA-----")
    n.apretar("Registrar el certificado")
    n.ver("No se hizo nada.")
    assert [x["nombre"] for x in n.nodos("textbox") if x["de"].get("invalid") == "true"] == ["Certificado, en PEM (obligatorio)"]
    n = abrir(o["id"])
    n.desplegar()
    escribir(n, "Certificado, en PEM", c.pem)
    escribir(n, "Para reconocerlo", "Portal <i>nuevo</i>")
    n.apretar("Registrar el certificado")
    n.ver("Se registró el certificado.")
    ruta = f"/v1/organizaciones/{o['id']}"
    (x,) = mundo.administracion.get(ruta + "/certificados").json["datos"]
    assert x["etiqueta"] == "Portal <i>nuevo</i>" and x["sha256"] in n.texto() and "Portal <i>nuevo</i>" in n.texto() and n.elemento("main i") is None
    debido(n)
    # This service is behind no proxy that tells of certificates: demanding one would shut everybody out, and is refused.
    n.apretar("Exigir certificado")
    n.ver("Las sesiones de personas no cambian")
    n.apretar("Sí: exigir certificado")
    n.ver("Este servicio no recibe certificados de cliente")
    assert not mundo.administracion.get(ruta).json["exige_certificado"]
    n.apretar("Revocar el certificado Portal <i>nuevo</i>")
    n.apretar("Sí: revocar el certificado")
    n.ver("Se revocó el certificado.")
    assert "revocado_en" in mundo.administracion.get(ruta + "/certificados").json["datos"][0]


# ---- when something goes wrong ----


def test_otra_persona_lo_cambio(mundo, abrir):
    o = organizacion(mundo)
    n = abrir(o["id"])
    escribir(n, "Siglas", "TON")
    mundo.administracion.patch(f"/v1/organizaciones/{o['id']}", {"municipio": "Tonalá"}, if_match=1)
    n.apretar("Guardar los datos")
    n.ver("Mientras usted escribía, alguien más lo cambió.")
    assert "Municipio:Tonalá" in n.texto().replace("\n", "") and valores(n, "Siglas") == ["TON"]
    assert "siglas" not in mundo.administracion.get(f"/v1/organizaciones/{o['id']}").json
    n.apretar("Guardar los datos")
    n.ver("Se guardaron los datos.")
    assert mundo.administracion.get(f"/v1/organizaciones/{o['id']}").json["siglas"] == "TON"
    n.apretar("Desactivar la organización")
    mundo.administracion.patch(f"/v1/organizaciones/{o['id']}", {"siglas": "TNL"}, if_match=3)
    n.apretar("Sí: desactivar la organización")
    n.ver("No se hizo nada de lo suyo")
    assert mundo.administracion.get(f"/v1/organizaciones/{o['id']}").json["activa"] and valores(n, "Siglas") == ["TNL"]


def test_lo_que_falta_y_lo_que_no_puede_ser(mundo, abrir):
    n = abrir("", "Organizaciones (")
    n.desplegar()
    n.apretar("Dar de alta la organización")
    n.ver("Falta llenarlo.")
    escribir(n, "Nombre", "Ayuntamiento sin entidad")
    elegir(n, "Nivel", "Municipal")
    n.apretar("Dar de alta la organización")
    n.ver("No se hizo nada.")
    (mal,) = [x for x in n.nodos("combobox") if x["de"].get("invalid") == "true"]
    assert mal["nombre"].startswith("Entidad")
    debido_sin_quejas(n)
    # Somebody without an address gets no invitation.
    u = persona(mundo, mundo.org["guadalajara"])
    n = abrir(f"{mundo.org['guadalajara']}/{u['id']}", "Su cuenta")
    n.apretar("Enviar la invitación")
    n.ver("Esta persona no puede tener cuenta")
    assert "Dé a la persona un correo propio" in n.texto()
    abrir("no-es-una", "No existe")


def test_la_ultima_persona_que_administra(mundo, abrir, jefa):
    mundo.base.sql("update usuario set activo = false where id = %s", mundo.administracion.usuario)
    try:
        n = abrir(f"{mundo.org['sre']}/{jefa.usuario}", "Su cuenta")
        n.apretar("Suspender")
        n.apretar("Sí: suspender")
        n.ver("Nadie más podría administrar")
        assert mundo.base.sql("select activo from usuario where id = %s", jefa.usuario) == [(True,)]
    finally:
        mundo.base.sql("update usuario set activo = true where id = %s", mundo.administracion.usuario)
    esperar(lambda: mundo.administracion.pedir("GET", "/v1/yo").status == 200)


def test_la_clave_cuya_respuesta_se_perdio(mundo, abrir):
    """It was made once; its text cannot be had, and that is said."""
    u = persona(mundo, mundo.org["guadalajara"], maquina=True)
    n = abrir(f"{mundo.org['guadalajara']}/{u['id']}", "Claves (0)")
    assert "Su cuenta" not in n.texto()  # a system has none
    n.desplegar()
    with n.sin_respuesta("*/claves"):
        n.apretar("Crear la clave")
        n.ver("No llegó respuesta")
    n.apretar("Reintentar")
    n.ver("La clave se creó, pero su texto no llegó")
    assert len(mundo.administracion.get(f"/v1/usuarios/{u['id']}/claves").json["datos"]) == 1


def test_quien_no_administra(n, web, mundo):
    assert entrar(n, web, Persona(mundo, "sre", "dgcp")).status == 200
    n.abrir(web + "/administracion")
    n.ver("Esta página es de quien administra el servicio")
    assert "pídalo a la administración" in n.texto() and not n.nodos("link", "Administración")
    debido(n)
    n.cookies(poner=[])
    n.abrir(web + "/administracion")
    n.ver("Para ver esto hay que entrar")
