"""The officials' pages in a real browser, by clicks and keys: the whole procedure from a draft to the closing, and what happens when something goes wrong."""

import re
import uuid

import pytest

from conftest import AJUSTES
from integration.test_navegador import debido
from support import archivos
from support.cuentas import Persona
from support.navegador import Navegador
from support.servicio import Servicio
from support.tramite import Mundo, con_gente, dentro_de, hoy

MALO = "<img src=x onerror=\"document.title='mal'\"> \"comillas\" 'y' {{x}} \u05e9\u05dc\u05d5\u05dd"  # markup, quotes, and letters that run the other way
FUNCIONES = {"ana": ("guadalajara", "gobierno_local"), "dora": ("sre", "dgcp"), "carla": ("sre", "cja"), "tito": ("sre", "cja_titular")}


@pytest.fixture(scope="module")
def mundo(cluster, sello):
    b = con_gente(cluster)
    s = Servicio(b, {**AJUSTES, **sello.ajustes}).arrancar()
    yield Mundo(b, s)
    assert s.parar(60) == 0, s.ultimas_lineas()
    s.lineas()
    b.borrar()


@pytest.fixture(scope="module")
def n():
    n = Navegador(guiones=True)
    yield n
    violaciones = n.violaciones
    n.cerrar()
    assert violaciones == []


@pytest.fixture(scope="module")
def web(mundo):
    return f"http://127.0.0.1:{mundo.servicio.puerto}"


class Gente:
    """The people, each signed in once through the page; afterwards their cookie is put back."""

    def __init__(self, n, web, mundo):
        self.n, self.web, self.mundo, self.galletas = n, web, mundo, {}
        self.personas = {x: Persona(mundo, *f, nombre=f"{x.capitalize()} <b>{x}</b>") for x, f in FUNCIONES.items()}

    def entrar(self, quien):
        n, p = self.n, self.personas[quien]
        n.cookies(poner=[])
        n.abrir(self.web + "/entrar")
        n.escribir(n.nodo("textbox", "Correo"), p.correo)
        n.escribir(n.nodo("textbox", "Contraseña"), p.contrasena)
        n.seguir(n.nodo("button", "Entrar"))
        n.seguir(n.nodo("link", "Continuar a mi mesa"))
        n.ver("Al día")
        self.galletas[quien] = n.cookies()

    def soy(self, quien, camino="/mesa"):
        if quien not in self.galletas:
            self.entrar(quien)
        else:
            self.n.cookies(poner=self.galletas[quien])
        p = self.n.abrir(self.web + camino)
        assert p.status == 200
        self.n.ver("Al día" if camino == "/mesa" else "Guardar el borrador" if camino.endswith("/nuevo") else "Historia")
        return self.n


@pytest.fixture(scope="module")
def gente(n, web, mundo):
    return Gente(n, web, mundo)


def escribir(n, rotulo, texto, rol="textbox"):
    n.escribir(n.esperar(lambda: n.nodos(rol, re.compile("^" + re.escape(rotulo))), rotulo)[-1], texto)


def elegir(n, rotulo, titulo, cual=-1):
    n.elegir(n.esperar(lambda: n.nodos("combobox", re.compile("^" + re.escape(rotulo))), rotulo)[cual], titulo)


def fechar(n, rotulo, iso):
    """Digits typed into a date field, in the order in which this browser shows its parts."""
    campo = n.nodo("Date", re.compile("^" + re.escape(rotulo)))
    html = n.orden("DOM.getOuterHTML", backendNodeId=campo["backendDOMNodeId"])["outerHTML"]
    assert 'type="date"' in html
    anio, mes, dia = iso.split("-")
    n.enfocar(campo)
    for x in mes + dia + anio:
        n.tecla(x, ord(x))
    n.esperar(lambda: n.nodo("Date", re.compile("^" + re.escape(rotulo)))["valor"] == iso, iso)


def subir(n, tmp_path, clase, nombre, datos):
    (tmp_path / nombre).write_bytes(datos)
    elegir(n, "Qué es", clase)
    n.archivo(n.nodo("button", re.compile("^Archivo")), str(tmp_path / nombre))
    n.apretar("Subir el documento")
    n.esperar(lambda: re.search(r"Se recibió\s+" + re.escape(nombre), n.texto()), nombre)


def actuar(n, titulo, llenar=lambda: None, confirma=True, vacio=False):
    """Opens an act's form, fills it, and says yes. Acts without fields of their own ask at once."""
    n.apretar(titulo)
    llenar()
    if confirma and not vacio:
        n.apretar(titulo + "…")
    n.apretar(f"Sí: {titulo[0].lower()}{titulo[1:]}")
    n.ver(f"Hecho: {titulo}.")


def borrador(gente, mundo, **cambios):
    """A file of Ana's organisation, complete to be filed, by the API."""
    return mundo.tramite(denominacion="Acuerdo de prueba " + uuid.uuid4().hex[:8], **cambios)


WORD, OFICIO = "Proyecto de instrumento (Word)", "Solicitud dirigida a la DGCP (PDF)"


def test_todo_el_camino(gente, mundo, tmp_path):
    n, nombre = gente.soy("ana"), f"Acuerdo de hermanamiento con Kioto {uuid.uuid4().hex[:6]} {MALO}"
    assert gente.personas["ana"].base and "Ana <b>ana</b>" in n.texto() and "Ayuntamiento de Guadalajara" in n.texto()
    debido(n)
    n.seguir(n.nodo("link", "Nuevo expediente"))
    n.ver("Guardar el borrador")
    debido(n)
    escribir(n, "Nombre del acuerdo", nombre)
    elegir(n, "Tipo", "Acuerdo de hermanamiento")
    n.apretar("Cultura", "checkbox")
    n.apretar("japonés", "checkbox")
    elegir(n, "Qué clase de órgano es", "Dependencia")
    escribir(n, "De dónde le vienen las facultades", f"Artículo 115 constitucional. {MALO}")
    campos = [x for x in n.nodos("textbox", re.compile("^Nombre \\(")) if not x["valor"]]
    n.escribir(campos[0], f"Ciudad de Kioto {MALO}")
    elegir(n, "Qué es", "Órgano gubernamental extranjero")
    elegir(n, "País", "Japón")
    elegir(n, "Vigencia", "Indefinida")
    fechar(n, "Fecha en que se quiere firmar", dentro_de(120))
    n.ver("debe recibir el expediente a más tardar")
    n.cargar(lambda: n.apretar("Guardar el borrador y seguir"))
    n.ver("Historia")
    assert n.nodo("heading", re.compile("^Acuerdo de hermanamiento"))["nombre"] == nombre.strip()
    ident = n.elemento("a[href$='/paquete']", "href").split("/")[3]
    url = f"/expedientes/{ident}"
    # What it lacks is said before anything can be pressed.
    assert "Todavía no se puede. Falta:" in n.texto() and not n.nodos("button", "Presentar la solicitud")
    debido(n)

    subir(n, tmp_path, OFICIO, "oficio.pdf", archivos.pdf_unico())
    subir(n, tmp_path, WORD, "acuerdo.docx", archivos.proyecto(uuid.uuid4().hex))
    actuar(n, "Presentar la solicitud", lambda: n.apretar(re.compile("^Declaro que"), "checkbox"))
    folio = mundo.dgcp.get(f"/v1{url}").json["folio"]
    assert f"Número: {folio}" in n.texto().replace("\n", " ").replace("  ", " ")
    n.esperar(lambda: n.nodos("link", re.compile("^Descargar: Acuse de recibo")), "the sealed receipt")  # without loading anything

    gente.soy("dora")
    n.seguir(n.nodo("link", re.compile("^Acuerdo de hermanamiento con Kioto")))
    n.ver("Historia")

    def faltantes():
        escribir(n, "Requisito", f"Acta de cabildo {MALO}")
        escribir(n, "Qué falta y cómo subsanarlo", "Adjunte el acta.")
        n.apretar("Agregar faltante")
        escribir(n, "Requisito", "Firma")
        escribir(n, "Qué falta y cómo subsanarlo", "Falta la firma.")
        escribir(n, "Plazo, en días hábiles", "10", "spinbutton")
    actuar(n, "Prevenir por requisitos faltantes", faltantes)

    gente.soy("ana", url)
    debido(n)

    def responder():
        for x in n.nodos("textbox", re.compile("^Su respuesta")):
            n.escribir(x, f"Se adjunta. {MALO}")
    actuar(n, "Desahogar la prevención", lambda: (n.ver("Responda cada punto"), responder()))

    gente.soy("dora", url)
    actuar(n, "Turnar a la CJA", vacio=True)
    gente.soy("carla", url)
    actuar(n, "Recibir en la CJA", vacio=True)

    def observar():
        escribir(n, "Cláusula", f"TERCERA {MALO}")
        escribir(n, "Observación", f"Precisar el gasto. {MALO}")
        elegir(n, "Severidad", "Alta")
    actuar(n, "Formular observaciones", observar)

    gente.soy("ana", url)
    assert "Falta la nueva versión del proyecto" in n.texto()
    subir(n, tmp_path, WORD, "acuerdo2.docx", archivos.proyecto(uuid.uuid4().hex))
    actuar(n, "Atender observaciones", lambda: (n.ver("Responda cada observación"), responder()))
    assert n.nodo("link", "Qué cambió entre las dos últimas versiones")

    gente.soy("carla", url)
    subir(n, tmp_path, "Proyecto de dictamen", "dictamen.pdf", archivos.pdf_unico())
    gente.soy("tito", url)

    def dictaminar():
        elegir(n, "Sentido del dictamen", "Procedente con recomendaciones")
        escribir(n, "Fundamento", "Artículo 7 de la Ley sobre la Celebración de Tratados.")
        escribir(n, "Motivación", "Está dentro de sus facultades.")
        n.apretar("Agregar recomendación")
        escribir(n, "Cláusula", "QUINTA")
        escribir(n, "Recomendación", "Decir «de común acuerdo».")
    actuar(n, "Emitir dictamen", dictaminar)
    gente.soy("dora", url)
    actuar(n, "Comunicar la respuesta", vacio=True)

    gente.soy("ana", url)
    n.esperar(lambda: n.nodos("link", re.compile("^Descargar: Dictamen")), "the dictamen")
    actuar(n, "Acusar recibo", confirma=False)
    subir(n, tmp_path, "Copia digitalizada del instrumento firmado (PDF)", "firmado.pdf", archivos.pdf_unico())

    def remitir():
        fechar(n, "Fecha en que se firmó", hoy().isoformat())
        escribir(n, "Lugar en que se firmó", f"Guadalajara {MALO}")
    actuar(n, "Remitir la copia firmada", remitir)
    gente.soy("dora", url)
    actuar(n, "Solicitar el registro", vacio=True)
    gente.soy("tito", url)

    def inscribir():
        escribir(n, "Términos de la inscripción", "Como se firmó.")
        for i in range(len(n.nodos("combobox", re.compile("^Resultado")))):
            elegir(n, "Resultado", "Incorporada", i)
    actuar(n, "Inscribir", inscribir)
    gente.soy("dora", url)
    actuar(n, "Concluir", vacio=True)

    gente.soy("ana", url)
    n.esperar(lambda: n.nodos("link", re.compile("^Descargar: Constancia")), "the constancia")
    assert "Concluido" in n.texto() and mundo.dgcp.get(f"/v1{url}").json["resultado"] == "inscrito"
    debido(n)
    # Whatever was written shows as it was written; nothing of it became markup.
    todo = n.texto().replace("\n", "")
    assert todo.count("onerror=") >= 6 and n.elemento("img") is None and "mal" not in n.elemento("title")
    assert mundo.base.verificar(ident).returncode == 0
