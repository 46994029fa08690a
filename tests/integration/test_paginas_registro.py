"""The registry on the officials' screens: what is watched, an entry with its history, and recording what happens to it by clicks and keys."""

import json
import re
from datetime import timedelta

import pytest

from conftest import mundo_aparte
from integration.test_navegador import debido
from integration.test_paginas import MALO, debido_sin_quejas, elegir, escribir, fechar, subir, valores
from integration.test_paginas_cuenta import entrar
from support import archivos
from support.asientos import Asientos
from support.cuentas import Persona
from support.inscritos import Asiento
from support.tramite import hoy

GENTE = {"dora": ("sre", "dgcp"), "tito": ("sre", "cja_titular"), "carla": ("sre", "cja"), "ana": ("guadalajara", "gobierno_local")}


@pytest.fixture(scope="module")
def mundo(cluster):
    with mundo_aparte(cluster) as m:
        yield m


@pytest.fixture(scope="module")
def gente(mundo):
    return {x: Persona(mundo, *f, nombre=f"{x.capitalize()} <b>{x}</b>") for x, f in GENTE.items()}


@pytest.fixture(scope="module")
def soy(n, web, gente):
    """Signs in once as each, and opens a page."""
    galletas = {}

    def ser(quien, camino, ver):
        if quien not in galletas:
            entrar(n, web, gente[quien])
            galletas[quien] = n.cookies()
        n.cookies(poner=galletas[quien])
        n.abrir(web + camino)
        n.ver(ver)
        return n
    ser.galletas = galletas
    return ser


def dentro(dias):
    return (hoy() + timedelta(days=dias)).isoformat()


@pytest.fixture
def acuerdo(mundo):
    """An entry whose term ends within two months."""
    return Asiento(mundo, denominacion=f"Acuerdo con Kioto {MALO}", organos_locales=["H. Ayuntamiento de Zapopan"], vigencia="determinada", vigencia_desde="2020-01-01", vigencia_hasta=dentro(60))


def pagina(a):
    return "/asientos/" + a.url.rsplit("/", 1)[1]


def abrir_acto(n, titulo, campo):
    n.apretar(titulo, "DisclosureTriangle")
    n.ver(campo)


def anotar(n, acto):
    n.apretar(f"Anotar {acto}")
    n.ver("Queda en el Registro, a la vista de todos")
    n.apretar(f"Sí: anotar {acto}")


def mandado(n):
    """Bodies of the requests that asked to record something, since the page was opened."""
    return [json.loads(s["params"]["request"]["postData"]) for s in n.sucesos if s.get("method") == "Network.requestWillBeSent" and s["params"]["request"]["url"].endswith("/anotaciones")]


def invalidos(n):
    return [x["nombre"] for rol in ("textbox", "Date", "combobox") for x in n.nodos(rol) if x["de"].get("invalid") == "true"]


def angosta(n):
    """Nothing to be scrolled sideways on the narrowest screen, everything unfolded."""
    n.desplegar()
    assert n.ancho(320) <= 320
    n.ancho(1200)


def llano(texto):
    return " ".join(texto.split())


# ---- watching --------------------------------------------------------------------------------------------------------------------------------------


def test_nada_que_vigilar(soy, mundo):
    n = soy("dora", "/mesa", "Al día")
    n.seguir(n.nodo("link", "Vigilancia"))
    n.ver("Terminan en los próximos 12 meses (0)")
    assert "Ningún acuerdo vigente termina en los próximos 12 meses." in n.texto() and "Ningún expediente: nada pasó de su fecha de firma sin inscribirse." in n.texto()
    debido(n)


def test_de_la_lista_a_la_renovacion(soy, mundo, acuerdo):
    """What ends soon is found, opened and renewed; anybody then reads it."""
    lejos = Asiento(mundo, vigencia="determinada", vigencia_hasta=dentro(300))
    n = soy("dora", "/vigilancia", "Terminan en los próximos 12 meses (2)")
    assert lejos.numero in n.texto() and re.search(r"falta(n \d+ meses| 1 mes)\b", llano(n.texto()))
    debido(n)
    angosta(n)
    elegir(n, "Acuerdos que terminan", "3 meses")
    n.ver("Terminan en los próximos 3 meses (1)")
    assert lejos.numero not in n.texto() and "Guadalajara · Jalisco · Japón" in llano(n.texto())
    assert "Entre Ayuntamiento de Guadalajara ; H. Ayuntamiento de Zapopan y Ciudad de Kioto ." in llano(n.texto())
    n.seguir(n.nodo("link", re.compile("^" + re.escape(acuerdo.numero))))
    n.ver("Historia: 1 acto")
    todo = llano(n.texto())
    assert f"Asiento {acuerdo.numero} Por vencer" in todo and "Guadalajara, Jalisco" in todo and n.nodo("heading", re.compile("^Acuerdo con Kioto"))
    n.desplegar()
    n.esperar(lambda: len(n.nodos("button", re.compile("^Anotar "))) == 6, "the forms")
    debido(n)
    angosta(n)
    soy("dora", pagina(acuerdo), "Historia: 1 acto")  # `debido` unfolded everything
    abrir_acto(n, "Renovación", "Nuevo último día")
    fechar(n, "Nuevo último día", dentro(2000))
    escribir(n, "Motivo", f"Adenda de prórroga {MALO}")
    anotar(n, "renovación")
    n.ver("Hecho: Renovación.")
    assert mandado(n) == [{"acto": "renovacion", "datos": {"vigencia_hasta": dentro(2000), "motivo": f"Adenda de prórroga {MALO}"}}]
    n.ver("Historia: 2 actos")
    assert f"Adenda de prórroga {MALO}" in n.texto().replace("\n", "") and f"Asiento {acuerdo.numero} Vigente" in llano(n.texto())
    (acto,) = acuerdo.publico.get(acuerdo.url + "/actos").json["datos"][1:]
    assert acto["actor"]["rol"] == "dgcp" and acto["datos"]["vigencia_hasta"] == dentro(2000)
    n.seguir(n.nodo("link", "Ver su página pública"))
    dia = hoy() + timedelta(days=2000)
    assert n.elemento("table") and f"{dia.day} de " in n.texto() and f" de {dia.year}" in n.texto() and "Estado al" in n.texto()
    assert mundo.dgcp.get("/v1/registro/por-vencer").json["datos"][0]["numero"] == lejos.numero


def test_lo_que_debia_estar_inscrito(soy, mundo):
    sin_copia, con_copia = (mundo.tramite(denominacion=f"Acuerdo firmado {i} {MALO}") for i in range(2))
    sin_copia.hasta("respondido")
    con_copia.hasta("copia_recibida")
    mundo.base.sql("update expediente_ficha set fecha_firma_pretendida = %s where expediente_id in (%s, %s)", dentro(-3), sin_copia.id, con_copia.id)
    n = soy("dora", "/vigilancia", "Ya debían estar inscritos (2)")
    n.ver("Ayuntamiento de Guadalajara")
    assert "No ha llegado la copia firmada." in n.texto() and "Llegó la copia firmada y no está inscrita." in n.texto() and n.elemento("img") is None
    debido(n)
    n.seguir(n.nodo("link", re.compile("^Acuerdo firmado 1")))
    n.ver("Historia")
    assert con_copia.leer()["folio"] in n.texto()


# ---- recording --------------------------------------------------------------------------------------------------------------------------------------


def test_una_correccion_cambia_solo_lo_que_se_cambio(soy, acuerdo):
    """Found by its number; what was not touched is not sent, not even what these fields cannot say."""
    antes = acuerdo.ver().json["asiento"]
    assert antes["partes_mexicanas"][1]["nombre"] == "H. Ayuntamiento de Zapopan"
    n = soy("tito", "/mesa", "Al día")
    escribir(n, "Asiento del Registro", acuerdo.numero, "searchbox")
    n.apretar("Buscar el asiento")
    n.ver("Asientos del Registro (1)")
    debido(n)
    n.seguir(n.nodo("link", re.compile("^" + re.escape(acuerdo.numero))))
    abrir_acto(n, "Corrección", "Lo que debe decir el asiento")
    assert n.elemento("img") is None and valores(n, "Nombre del acuerdo") == [antes["denominacion"]] and [x["valor"] for x in n.nodos("Date", "Último día vigente")] == [dentro(60)]
    escribir(n, "Motivo", "El lugar estaba mal escrito")
    escribir(n, "Lugar de la firma", " (México)")
    elegir(n, "País", "China")
    anotar(n, "corrección")
    n.ver("Hecho: Corrección.")
    (cuerpo,) = mandado(n)
    contrapartes = [{**antes["contrapartes"][0], "pais": "CN"}]
    lugar = antes["lugar_firma"] + " (México)"
    assert cuerpo == {"acto": "correccion", "datos": {"motivo": "El lugar estaba mal escrito", "cambios": {"contrapartes": contrapartes, "lugar_firma": lugar}}}
    assert acuerdo.ver().json["asiento"] == {**antes, "contrapartes": contrapartes, "lugar_firma": lugar}
    n.ver("Desde entonces dice:")
    historia = llano(n.texto()).split("Historia:")[1]
    assert "Titular de la Consultoría Jurídica" in historia and lugar in historia and "China" in historia and "El lugar estaba mal escrito" in historia


def test_quitar_un_dato_y_terminar(soy, acuerdo):
    n = soy("dora", pagina(acuerdo), "Historia: 1 acto")
    abrir_acto(n, "Modificación", "Lo que debe decir el asiento")
    escribir(n, "Motivo", "Adenda")
    n.enfocar(n.nodo("textbox", "Lugar de la firma"))
    n.orden("Input.dispatchKeyEvent", type="keyDown", key="a", code="KeyA", windowsVirtualKeyCode=65, modifiers=2, commands=["selectAll"])
    n.tecla("Delete", 46)
    anotar(n, "modificación")
    n.ver("Hecho: Modificación.")
    assert mandado(n) == [{"acto": "modificacion", "datos": {"motivo": "Adenda", "cambios": {"lugar_firma": None}}}] and "lugar_firma" not in acuerdo.ver().json["asiento"]
    assert "Ya no dice: lugar de la firma." in llano(n.texto())
    abrir_acto(n, "Terminación", "Primer día sin vigencia")
    fechar(n, "Primer día sin vigencia", hoy().isoformat())
    escribir(n, "Motivo", "Las partes lo dieron por terminado")
    fechar(n, "Fecha del oficio o instrumento", dentro(-1))
    anotar(n, "terminación")
    n.ver("Hecho: Terminación.")
    (acto,) = acuerdo.publico.get(acuerdo.url + "/actos").json["datos"][2:]
    assert acto["fecha_legal"] == dentro(-1) and acuerdo.ver().json["estado"] == "terminado" and "Terminado" in n.texto()
    # What no longer fits is said, in the service's words.
    abrir_acto(n, "Vencimiento", "Último día vigente")
    fechar(n, "Último día vigente", dentro(-1))
    anotar(n, "vencimiento")
    n.ver("El acuerdo está terminado")
    assert acuerdo.ver().json["version"] == 3


def test_lo_que_esta_mal_se_dice_en_su_lugar(soy, acuerdo):
    n = soy("dora", pagina(acuerdo), "Historia: 1 acto")
    abrir_acto(n, "Renovación", "Nuevo último día")
    escribir(n, "Motivo", "Prórroga que se escribió")
    anotar(n, "renovación")
    n.ver("No se hizo nada.")
    assert invalidos(n) == ["Nuevo último día"] and valores(n, "Motivo") == ["Prórroga que se escribió"]
    fechar(n, "Nuevo último día", dentro(10))
    anotar(n, "renovación")
    n.ver("La renovación debe terminar después")
    assert valores(n, "Motivo") == ["Prórroga que se escribió"] and [x["valor"] for x in n.nodos("Date", "Nuevo último día")] == [dentro(10)] and invalidos(n) == []
    assert acuerdo.ver().json["version"] == 1
    assert len(n.quejas()) == 2  # the refusals that were asked for
    n.sucesos.clear()
    debido(n)


def test_lo_que_esta_mal_dentro_de_lo_corregido(soy, acuerdo):
    n = soy("tito", pagina(acuerdo), "Historia: 1 acto")
    abrir_acto(n, "Corrección", "Lo que debe decir el asiento")
    n.apretar("Agregar contraparte")
    elegir(n, "País", "China")
    elegir(n, "Qué se sabe de esa fecha", "Desconocida")
    escribir(n, "Lugar de la firma", " o Kioto")
    anotar(n, "corrección")
    n.ver("No se hizo nada.")
    assert invalidos(n) == ["Nombre"], "what the API looks at first"
    assert valores(n, "Lugar de la firma") == ["Guadalajara, Jalisco o Kioto"] and acuerdo.ver().json["version"] == 1


def corregir_a_la_vez(n, acuerdo):
    """A correction that is asked for when another one was just recorded."""
    abrir_acto(n, "Corrección", "Lo que debe decir el asiento")
    escribir(n, "Motivo", "Faltaba el estado")
    escribir(n, "Lugar de la firma", ", México")
    acuerdo.anotar("correccion", {"motivo": "El nombre", "cambios": {"denominacion": "Acuerdo con otro nombre"}})
    anotar(n, "corrección")
    n.ver("alguien más anotó este asiento")


def test_otro_anoto_mientras(soy, mundo, acuerdo):
    """Told with what was recorded; what was typed stays, also after the page is opened again, and takes nothing of the other's back."""
    n = soy("dora", pagina(acuerdo), "Historia: 1 acto")
    corregir_a_la_vez(n, acuerdo)
    aviso = llano(n.texto()).split("alguien más anotó este asiento:")[1].split("No se anotó nada de lo suyo")[0]
    assert aviso.startswith(" 2. Corrección ") and "Titular de la Consultoría Jurídica" in aviso and "Nombre del acuerdo Acuerdo con otro nombre" in aviso
    assert valores(n, "Motivo") == ["Faltaba el estado"] and acuerdo.ver().json["version"] == 2
    soy("dora", pagina(acuerdo), "Se recuperó lo que había escrito")
    assert valores(n, "Lugar de la firma") == ["Guadalajara, Jalisco, México"] and valores(n, "Nombre del acuerdo") == ["Acuerdo con otro nombre"]
    anotar(n, "corrección")
    n.ver("Hecho: Corrección.")
    a = acuerdo.ver().json
    assert (a["version"], a["asiento"]["denominacion"], a["asiento"]["lugar_firma"]) == (3, "Acuerdo con otro nombre", "Guadalajara, Jalisco, México")
    soy("dora", pagina(acuerdo), "Historia: 3 actos")
    assert "Se recuperó" not in n.texto()


def test_otro_anoto_y_se_pulsa_de_nuevo(soy, acuerdo):
    n = soy("tito", pagina(acuerdo), "Historia: 1 acto")
    corregir_a_la_vez(n, acuerdo)
    anotar(n, "corrección")
    n.ver("Hecho: Corrección.")
    assert [list(x["datos"]["cambios"]) for x in mandado(n)] == [["lugar_firma"]] * 2
    assert acuerdo.ver().json["asiento"]["denominacion"] == "Acuerdo con otro nombre"


def test_sin_respuesta_no_se_anota_dos_veces(soy, acuerdo):
    n = soy("dora", pagina(acuerdo), "Historia: 1 acto")
    abrir_acto(n, "Renovación", "Nuevo último día")
    fechar(n, "Nuevo último día", dentro(3000))
    with n.sin_respuesta("*/anotaciones"):
        anotar(n, "renovación")
        n.ver("No llegó respuesta")
    assert acuerdo.ver().json["version"] == 2
    n.apretar("Reintentar")
    n.ver("Hecho: Renovación.")
    assert acuerdo.ver().json["version"] == 2 and "Historia: 2 actos" in n.texto()


def test_la_sesion_termina_mientras_se_escribe(soy, n, acuerdo):
    soy("dora", pagina(acuerdo), "Historia: 1 acto")
    abrir_acto(n, "Terminación", "Primer día sin vigencia")
    fechar(n, "Primer día sin vigencia", dentro(20))
    escribir(n, "Motivo", "Lo que ya estaba escrito")
    n.cookies(poner=[])
    anotar(n, "terminación")
    n.ver("Su sesión terminó")
    assert valores(n, "Motivo") == ["Lo que ya estaba escrito"] and acuerdo.ver().json["version"] == 1
    n.cookies(poner=soy.galletas["dora"])
    n.apretar("Ya entré: continuar")
    n.ver("Hecho: Terminación.")
    assert acuerdo.ver().json["asiento"]["terminado_en"] == dentro(20)


# ---- who, and from where ----------------------------------------------------------------------------------------------------------------------------


def test_del_expediente_a_su_asiento(soy, acuerdo):
    n = soy("dora", f"/expedientes/{acuerdo.t.id}", "Historia")
    n.seguir(n.nodo("link", acuerdo.numero))
    n.ver("Historia: 1 acto")
    assert n.nodo("link", "Su expediente") and n.nodos("DisclosureTriangle", "Renovación")
    n.seguir(n.nodo("link", "Su expediente"))
    n.ver("En el Registro, con el número")


def test_otro_texto_en_lugar_del_que_decia_de_mas(soy, mundo, acuerdo, tmp_path):
    """The redacted text is uploaded to the file, chosen by its name on the entry's page, and is what anybody then reads."""
    testado = archivos.pdf_unico()
    n = soy("dora", f"/expedientes/{acuerdo.t.id}", "Historia")
    subir(n, tmp_path, "Versión pública del instrumento firmado (PDF)", "testado.pdf", testado)
    n.seguir(n.nodo("link", acuerdo.numero))
    n.ver("Historia: 1 acto")
    abrir_acto(n, "Otra versión pública del texto", "Versión pública que queda en su lugar")
    campo = re.compile("^Versión pública que queda en su lugar")
    n.enfocar(n.nodo("combobox", campo))
    n.tecla("End", 35)
    n.esperar(lambda: n.nodo("combobox", campo)["valor"].startswith("testado.pdf, del "), "the document's name")
    escribir(n, "Motivo", "Decía el domicilio de una persona.")
    debido(n)
    anotar(n, "otra versión pública del texto")
    n.ver("Hecho: Otra versión pública del texto.")
    assert "Texto que se publica desde entonces" in n.texto() and "testado.pdf" in n.texto()
    assert mundo.anonimo().get(acuerdo.url + "/texto").body == testado


def test_quien_no_anota(soy, web, acuerdo):
    """The entry and no form; no way there either, but to the page that is everybody's."""
    n = soy("ana", f"/expedientes/{acuerdo.t.id}", "Historia")
    assert not n.nodos("link", "Vigilancia")
    n.seguir(n.nodo("link", acuerdo.numero))
    assert n.elemento("table") and "Registro de Acuerdos Interinstitucionales, asiento" in n.texto()
    soy("ana", "/mesa", "Al día")
    assert not n.nodos("button", "Buscar el asiento")
    soy("ana", "/vigilancia", "Esto lo vigila la DGCP")
    assert not n.nodos("combobox")
    debido(n)
    for quien in ("ana", "carla"):
        soy(quien, pagina(acuerdo), "Historia: 1 acto")
        assert "Guadalajara, Jalisco" in n.texto() and "Anotar" not in n.texto() and not n.nodos("button", re.compile("Anotar")) and n.elemento("main form") is None
        debido(n)


def test_quien_no_entro_vuelve_a_donde_iba(n, web, soy, gente, acuerdo):
    n.cookies(poner=[])
    n.abrir(web + pagina(acuerdo))
    n.ver("Para ver esto hay que entrar")
    n.seguir(n.nodo("link", "Entrar con mi cuenta"))
    escribir(n, "Correo", gente["carla"].correo)
    escribir(n, "Contraseña", gente["carla"].contrasena)
    n.seguir(n.nodo("button", "Entrar"))
    n.seguir(n.nodo("link", "Continuar a mi mesa"))
    n.ver("Historia: 1 acto")
    # Once: afterwards one's table is one's table. And never for somebody else.
    n.abrir(web + "/mesa")
    n.ver("Al día")
    n.cookies(poner=[])
    n.abrir(web + pagina(acuerdo))
    n.ver("Para ver esto hay que entrar")
    soy("ana", "/mesa", "Al día")


def test_el_que_no_existe(soy):
    n = soy("dora", "/asientos/RAII%2F1900%2F1", "No se encontró ese asiento")
    assert "Si se acaba de inscribir" in n.texto()
    debido_sin_quejas(n)


def test_mas_de_una_pagina_y_numeros_con_diagonales(soy, mundo):
    """Last: nothing is inscribed after entries that were put into the database."""
    numeros = Asientos(mundo.base).agregar([{"denominacion": f"Convenio viejo {i}", "vigencia": "determinada", "vigencia_hasta": dentro(5)} for i in range(30)])
    assert all("/" in x for x in numeros)
    n = soy("dora", "/vigilancia", "(25 o más)")
    n.apretar("Ver más")
    n.esperar(lambda: len(n.nodos("link", re.compile("^PRUEBA/"))) == 30, "the rest")
    assert not n.nodos("button", "Ver más")
    n.seguir(n.nodo("link", f"{numeros[29]} · Convenio viejo 29"))
    n.ver("Historia: 1 acto")
    assert n.elemento("#enlaces + ul a", "href") == "/v1/registro/" + numeros[29].replace("/", "%2F") and f"Asiento {numeros[29]} " in llano(n.texto())
    debido(n)
