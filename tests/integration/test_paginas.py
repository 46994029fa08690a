"""The officials' pages in a real browser, by clicks and keys: the whole procedure from a draft to the closing, and what happens when something goes wrong."""

import os
import re
import uuid
from types import SimpleNamespace

import pytest

from conftest import mundo_aparte
from integration.test_navegador import debido
from support import archivos
from support.contrato import RAIZ
from support.cuentas import Persona
from support.navegador import Navegador
from support.sello import esperar_documentos
from support.tramite import dentro_de, hoy

MALO = "<img src=x onerror=\"document.title='mal'\"> \"comillas\" 'y' {{x}} \u05e9\u05dc\u05d5\u05dd"  # markup, quotes, and letters that run the other way
FUNCIONES = {"ana": ("guadalajara", "gobierno_local"), "dora": ("sre", "dgcp"), "carla": ("sre", "cja"), "tito": ("sre", "cja_titular")}


@pytest.fixture(scope="module")
def mundo(cluster, sello):
    with mundo_aparte(cluster, sello.ajustes) as m:
        yield m


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
    url, expediente = f"/expedientes/{ident}", SimpleNamespace(id=ident, url=f"/v1/expedientes/{ident}")
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
    n.desplegar()
    n.ver("que se miraron.")
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

    esperar_documentos(mundo, expediente)
    gente.soy("ana", url)
    assert n.nodos("link", re.compile("^Descargar: Dictamen"))
    lugar = n.elemento("#emitidos li", "id")  # where a letter leads
    gente.soy("ana")
    gente.soy("ana", f"{url}#{lugar}")
    n.esperar(lambda: n.elemento(":focus", "id") == lugar, "the document's place")
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

    esperar_documentos(mundo, expediente)
    gente.soy("ana", url)
    assert n.nodos("link", re.compile("^Descargar: Constancia"))
    assert "Concluido" in n.texto() and mundo.dgcp.get(f"/v1{url}").json["resultado"] == "inscrito"
    debido(n)
    # Whatever was written shows as it was written; nothing of it became markup.
    todo = n.texto().replace("\n", "")
    assert todo.count("onerror=") >= 6 and n.elemento("img") is None and "mal" not in n.elemento("title")
    assert mundo.base.verificar(ident).returncode == 0


# ---- when something goes wrong ---------------------------------------------------------------------------------------------------------------------


def valores(n, rotulo):
    return [x["valor"] for x in n.nodos("textbox", re.compile("^" + re.escape(rotulo)))]


def test_otra_persona_actuo_mientras(gente, mundo):
    """412: who else acted is said, what was typed stays, and pressing again sends it."""
    t = mundo.tramite().hasta("en_revision")
    n = gente.soy("carla", f"/expedientes/{t.id}")
    n.apretar("Formular observaciones")
    escribir(n, "Cláusula", "TERCERA")
    escribir(n, "Observación", "Precisar el gasto de cada parte.")
    elegir(n, "Severidad", "Alta")
    debido(n)
    mundo.cja_b.post(t.url + "/actos", {"acto": "anotar", "datos": {"nota": "Ojo con el gasto."}}, 201, if_match=t.version)
    n.ver("Alguien más acaba de actuar")
    n.apretar("Formular observaciones…")
    n.apretar("Sí: formular observaciones")
    n.ver("Mientras usted escribía, el expediente cambió")
    assert f"{t.version + 1}. Anotar" in n.texto() and valores(n, "Observación") == ["Precisar el gasto de cada parte."]
    assert mundo.cja.get(t.url).json["estado"] == "en_revision"
    n.apretar("Formular observaciones…")
    n.apretar("Sí: formular observaciones")
    n.ver("Hecho: Formular observaciones.")
    assert [o["texto"] for o in mundo.cja.get(t.url).json["observaciones"]] == ["Precisar el gasto de cada parte."]


def test_los_datos_que_otro_cambio(gente, mundo):
    t = borrador(gente, mundo)
    n = gente.soy("ana", f"/expedientes/{t.id}")
    n.apretar("Cambiar los datos")
    n.esperar(lambda: n.nodos("button", "Guardar los datos"))
    escribir(n, "Tratado o acuerdo marco", "Convenio de 1990")
    mundo.local.patch(t.url, {"lugar_firma": "Kioto, Japón"}, if_match=t.version)
    n.ver("Alguien más acaba de actuar")
    n.apretar("Guardar los datos")
    n.ver("Mientras usted escribía, el expediente cambió")
    assert valores(n, "Tratado o acuerdo marco") == ["Convenio de 1990"] and "tratado_base" not in t.leer()["datos"]
    n.apretar("Guardar los datos")
    n.ver("Se guardaron los datos.")
    assert t.leer()["datos"]["tratado_base"] == "Convenio de 1990"


def test_lo_que_esta_mal_se_dice_en_su_lugar(gente, mundo):
    t = mundo.tramite().hasta("presentado")
    n = gente.soy("dora", f"/expedientes/{t.id}")
    n.apretar("Prevenir por requisitos faltantes")
    n.ver("Lo que falta")
    escribir(n, "Requisito", "Acta")
    n.apretar("Prevenir por requisitos faltantes…")
    n.apretar("Sí: prevenir por requisitos faltantes")
    n.ver("No se registró nada.")
    invalidos = {x["nombre"] for x in n.nodos("textbox") + n.nodos("spinbutton") if x["de"].get("invalid") == "true"}
    assert invalidos == {"Qué falta y cómo subsanarlo", "Plazo, en días hábiles (obligatorio)"} and valores(n, "Requisito") == ["Acta"]
    debido_sin_quejas(n)


def debido_sin_quejas(n):
    """A refusal that was asked for stands in the browser's log."""
    assert len(n.quejas()) == 1
    n.sucesos.clear()
    debido(n)


def test_la_sesion_termina_mientras_se_escribe(gente, mundo):
    n = gente.soy("ana", "/expedientes/nuevo")
    nombre = f"Sesión {uuid.uuid4().hex}"
    escribir(n, "Nombre del acuerdo", nombre)
    n.cookies(poner=[])
    n.apretar("Guardar el borrador y seguir")
    n.ver("Su sesión terminó")
    assert n.nodo("link", "Entre en otra pestaña") and valores(n, "Nombre del acuerdo") == [nombre]
    # Somebody else signs in: nothing of Ana's is sent as theirs.
    dora = gente.galletas.get("dora") or (gente.entrar("dora"), gente.galletas["dora"])[1]
    n.cookies(poner=dora)
    n.apretar("Ya entré: continuar")
    n.ver("entró otra persona")
    n.cookies(poner=gente.galletas["ana"])
    n.cargar(lambda: n.apretar("Guardar el borrador y seguir"))
    n.ver("Historia")
    assert [x["denominacion"] for x in mundo.local.get("/v1/expedientes", consulta={"q": nombre.split()[1]}).json["datos"]] == [nombre]


def test_sin_respuesta_no_se_hace_dos_veces(gente, mundo):
    """The service did it and its answer was lost: «Reintentar» asks again with the same key."""
    n = gente.soy("ana", "/expedientes/nuevo")
    nombre = f"Perdida {uuid.uuid4().hex}"
    escribir(n, "Nombre del acuerdo", nombre)
    with n.sin_respuesta("*/v1/expedientes"):
        n.apretar("Guardar el borrador y seguir")
        n.ver("No llegó respuesta")
    escribir(n, "Lugar de la firma", "Kioto")
    n.cargar(lambda: n.apretar("Reintentar"))
    n.apretar("Guardar los datos")  # what was typed meanwhile waits in the file's own form
    n.ver("Se guardaron los datos.")
    (x,) = mundo.local.get("/v1/expedientes", consulta={"q": nombre.split()[1]}).json["datos"]
    assert mundo.local.get(f"/v1/expedientes/{x['id']}").json["datos"]["lugar_firma"] == "Kioto"


def test_lo_escrito_sobrevive_a_recargar_y_no_pasa_a_otra_persona(gente, mundo):
    n = gente.soy("ana", "/expedientes/nuevo")
    escribir(n, "Nombre del acuerdo", "Lo que llevaba escrito")
    n.abrir(gente.web + "/expedientes/nuevo")
    n.ver("Guardar el borrador")
    assert valores(n, "Nombre del acuerdo") == ["Lo que llevaba escrito"]
    gente.soy("dora")
    gente.soy("ana", "/expedientes/nuevo")
    assert valores(n, "Nombre del acuerdo") == [""]


def test_lo_que_no_existe_y_quien_no_entro(gente, n, web):
    gente.soy("ana")
    n.abrir(web + "/expedientes/AII-2026-999999")
    n.ver("No se encontró ese expediente")
    debido_sin_quejas(n)
    n.cookies(poner=[])
    n.abrir(web + "/mesa")
    n.ver("Para ver esto hay que entrar")
    assert n.nodo("link", "Entrar con mi cuenta")


def test_la_mesa_se_pone_al_dia_sola(gente, mundo):
    t = mundo.tramite(denominacion=f"Acuerdo que llega {uuid.uuid4().hex}").hasta("presentado")
    n = gente.soy("carla")
    assert t.datos["denominacion"] not in n.texto()
    t.turnar()
    n.esperar(lambda: n.nodos("link", t.datos["denominacion"]), "the file, without pressing anything")
    escribir(n, "Buscar por folio", t.leer()["folio"], "searchbox")
    n.apretar("Buscar")
    n.ver("Encontrados (1)")
    debido(n)


def enfocado(n):
    """(role, name) of what has the focus."""
    return [(x["role"]["value"], x.get("name", {}).get("value", "")) for x in n.orden("Accessibility.getFullAXTree")["nodes"]
            if x.get("role", {}).get("value") != "RootWebArea" and any(p["name"] == "focused" and p["value"].get("value") for p in x.get("properties", []))]


def test_solo_con_el_teclado(gente, mundo):
    """Opening takes the focus to the question, Tab to the answer, and the answer to the result."""
    t = mundo.tramite().hasta("turnado")
    n = gente.soy("carla", f"/expedientes/{t.id}")
    n.enfocar(n.nodo("button", "Recibir en la CJA"))
    n.tecla("Enter", 13)
    n.esperar(lambda: enfocado(n) == [("group", "Confirmación")], "the question")
    n.tecla("Tab", 9)
    assert enfocado(n) == [("button", "Sí: recibir en la CJA")]
    n.tecla("Enter", 13)
    n.ver("Hecho: Recibir en la CJA.")
    assert [rol for rol, _ in enfocado(n)] == ["status"]


def test_salir(gente, n, mundo):
    gente.entrar("carla")
    galletas = gente.galletas.pop("carla")
    n.cargar(lambda: n.apretar("Salir"))
    assert n.nodo("button", "Entrar")
    n.cookies(poner=galletas)
    n.abrir(gente.web + "/mesa")
    n.ver("Para ver esto hay que entrar")


# ---- without a session, without a script -----------------------------------------------------------------------------------------------------------


def test_sin_guiones(mundo, web):
    n = Navegador()
    try:
        p = n.abrir(web + "/")
        assert p.status == 200
        debido(n)
        n.escribir(n.nodo("searchbox"), "kioto")
        assert n.seguir(n.nodo("button", "Buscar")).url == web + "/v1/registro?q=kioto"
        n.abrir(web + "/")
        for nombre, camino in (("Entrar", "/entrar"), ("Revisar el oficio y el Word", "/revision-previa"), ("la API", "/docs")):
            n.abrir(web + "/")
            assert n.seguir(n.nodo("link", nombre)).url == web + camino
        for camino in list(PAGINAS)[1:]:
            n.abrir(web + camino)
            assert "Esta página necesita JavaScript" in n.texto() and "el manual" in n.texto() and n.nodo("link", "/docs")
            debido(n)
    finally:
        n.cerrar()


PAGINAS = {"/": "inicio.html", **dict.fromkeys(("/mesa", "/cuenta", "/correo", "/administracion", "/organizacion", "/vigilancia", "/asientos/RAII%2F1",
                                                     "/expedientes/nuevo", "/expedientes/AII-2026-000001"), "pagina.html")}
POLITICA = ("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'")
WEB = os.path.join(RAIZ, "web")


def test_lo_que_se_sirve(mundo):
    """Each file as it is, to anyone, to be asked for again; nothing else."""
    c, tipos = mundo.anonimo(), {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
    caminos = {**PAGINAS, **{f"/web/{a}": a for a in os.listdir(WEB) if not a.endswith(".html")}}
    assert {a for a in os.listdir(WEB)} == set(caminos.values())
    for camino, archivo in caminos.items():
        r = c.get(camino)
        with open(os.path.join(WEB, archivo), "rb") as f:
            assert r.body == f.read(), camino
        assert r.headers["Content-Type"] == tipos.get(os.path.splitext(archivo)[1], "text/html; charset=utf-8")
        assert r.headers["Cache-Control"] == "public, no-cache" and re.fullmatch('"[0-9a-f]{32}"', r.etag) and r.headers["X-Content-Type-Options"] == "nosniff"
        assert camino not in PAGINAS or r.headers["Content-Security-Policy"] == POLITICA
        assert c.get(camino, 304, encabezados={"If-None-Match": r.etag}).body == b"" and c.get(camino, encabezados={"If-None-Match": '"otro"'}).body
        c.get(camino + "?x=1", 400)
    for malo in ("no.js", "pagina.html", "estilo", ".css", "..%2Fopenapi.yaml", "x" * 300 + ".js", "estilo.css%00"):
        assert c.pedir("GET", "/web/" + malo, validar=False).status in (400, 404), malo
    c.get("/web/no.js", 404)


def test_con_que_estan_hechas():
    """The rules of web/, which no browser checks for us: no markup from text, no script or style in a page, no address from outside."""
    for archivo in os.listdir(WEB):
        with open(os.path.join(WEB, archivo), encoding="utf-8") as f:
            texto = f.read().replace('"http://www.w3.org/2000/svg"', "SVG")  # a name, not an address
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|setAttribute\(.on|https?://|\.style\b|localStorage", texto), archivo
        if archivo.endswith(".html"):
            assert not re.search(r"<style|\son\w+=|\sstyle=|<script(?! type=\"module\" src=\"/web/\w+\.js\"></script>)", texto), archivo
            assert set(re.findall(r'(?:href|src|action)="([^"]*)"', texto)) <= {"/", "#contenido", "/mesa", "/v1/registro", "/revision-previa", "/v1/verificacion", "/docs", "/entrar",
                                                                                  "/expedientes/nuevo", "/web/estilo.css"} | {f"/web/{x}" for x in os.listdir(WEB)}, archivo
        for modulo in re.findall(r'from "\./(\w+\.js)"', texto):
            assert os.path.exists(os.path.join(WEB, modulo)), (archivo, modulo)
    with open(os.path.join(WEB, "pagina.js"), encoding="utf-8") as f:
        paginas = re.findall(r'\["([^"]+)", "(\w+)"\]', f.read())
    assert {f"{m}.js" for _, m in paginas} <= set(os.listdir(WEB)) and len(paginas) == len(set(paginas)) == len(PAGINAS) - 1
