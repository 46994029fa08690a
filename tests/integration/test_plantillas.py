"""The templates of the documents: seen, put, tried, gone back, by API and by dictamenctl; hostile ones refused within bounds; each document knows the set that made it."""

import hashlib
import json
import os
import re

import psycopg2
import pytest

from conftest import AJUSTES
from support import sello as modulo
from support.sello import contenido, esperar_documentos
from support.servicio import RAIZ, ROL_SERVICIO, Servicio
from support.tramite import Mundo, con_gente

P = "/v1/plantillas"
CASA = '{% extends "base.html" %}\n{% block cuerpo %}<p>CASA DE PRUEBA {{ expediente.folio }}</p>{% endblock %}\n'


def archivo(nombre):
    with open(os.path.join(RAIZ, "config", "plantillas", nombre), encoding="utf-8") as f:
        return f.read()


@pytest.fixture(scope="module")
def lugar(cluster, sello):
    b = con_gente(cluster)
    s = Servicio(b, {**AJUSTES, **sello.ajustes}).arrancar()
    yield b, Mundo(b, s), s
    assert s.parar(60) == 0, s.ultimas_lineas()
    b.borrar()


def version(quien, nombre):
    return quien.get(f"{P}/{nombre}").json["version"]


def poner(quien, nombre, espera=201, **cuerpo):
    return quien.pedir("POST", f"{P}/{nombre}/versiones", {"motivo": "Prueba", **cuerpo}, if_match=version(quien, nombre), espera=espera)


def rechazo(quien, nombre, texto):
    """The one place that a refused template names."""
    r = quien.pedir("POST", f"{P}/{nombre}/muestra", {"texto": texto}, espera=422)
    assert r.slug == "plantilla-rechazada" and [e["pointer"] for e in r.json["errors"]] == ["/texto"], r.json
    return r.json["errors"][0]["detail"]


def test_se_leen(lugar):
    _, m, _ = lugar
    todas = m.administracion.get(P).json["datos"]
    assert [x["nombre"] for x in todas] == sorted(x for x in os.listdir(os.path.join(RAIZ, "config", "plantillas")) if x.endswith((".html", ".css")))
    for x in todas:
        assert x["sha256"] == hashlib.sha256(archivo(x["nombre"]).encode()).hexdigest() and x["vigente"] and "usuario" not in x
        assert (x["version"], x["origen"]) == (1, "programa")
    una = m.auditoria.get(P + "/dictamen.html")
    assert una.json["texto"] == archivo("dictamen.html") and una.headers["ETag"] == '"1"'
    for malo in ("otra.html", "dictamen", "componer.py", "muestras.json"):
        assert m.administracion.pedir("GET", f"{P}/{malo}").status == 404
        assert m.administracion.pedir("GET", f"{P}/{malo}/versiones").status == 404
        assert m.administracion.pedir("POST", f"{P}/{malo}/muestra", {}).status == 404
    for consulta in ({"version": "0"}, {"version": "x"}, {"juego": "x"}, {"juego": "0" * 64, "version": "1"}, {"otro": "1"}):
        assert m.administracion.pedir("GET", P + "/dictamen.html", consulta=consulta).status == 400
    assert m.administracion.pedir("GET", P + "/dictamen.html", consulta={"version": "7"}).status == 404
    assert m.administracion.pedir("GET", P, consulta={"juego": "0" * 64}).status == 404


def test_poner_emitir_y_volver(lugar, tmp_path):
    b, m, s = lugar
    antes = m.tramite()
    antes.presentar()
    de_fabrica = esperar_documentos(m, antes, 1)[0]
    hecha = poner(m.administracion, "acuse.html", texto=CASA)
    v = hecha.json
    assert hecha.headers["Location"] == f"{P}/acuse.html?version=2" and (v["version"], v["origen"], v["motivo"], v["vigente"]) == (2, "propia", "Prueba", True)
    assert v["usuario"]["id"] == m.administracion.usuario and v["sha256"] == hashlib.sha256(CASA.encode()).hexdigest()
    # Another instance has it at once.
    otra = Servicio(b, s.ajustes).arrancar()
    assert otra.cliente(m.claves["administracion"][1]).get(P + "/acuse.html").json["texto"] == CASA
    assert otra.parar(60) == 0
    t = m.tramite()
    t.presentar()
    d = esperar_documentos(m, t, 1)[0]
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(contenido(m.dgcp, t, d))
    assert "CASA DE PRUEBA AII-" in modulo.texto(str(pdf))
    # The document knows the set, and the set has the texts: also the one of the file.
    assert d["plantillas"] != de_fabrica["plantillas"]
    juego = {x["nombre"]: x for x in m.auditoria.get(P, consulta={"juego": d["plantillas"]}).json["datos"]}
    assert (juego["acuse.html"]["version"], juego["base.html"]["version"]) == (2, 1) and juego["acuse.html"]["sha256"] == v["sha256"]
    viejo = m.auditoria.get(P + "/acuse.html", consulta={"juego": de_fabrica["plantillas"]}).json
    assert (viejo["version"], viejo["texto"], viejo["vigente"]) == (1, archivo("acuse.html"), False)
    guardado = b.sql("select contenido from plantilla_juego where sha256 = decode(%s, 'hex')", d["plantillas"])[0][0]
    assert hashlib.sha256(json.dumps(guardado, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest() == d["plantillas"]
    # Back to the file's, as one more version; who and why stay.
    v = poner(m.administracion, "acuse.html", de_version=1, motivo="Ya no").json
    assert (v["version"], v["origen"], v["de_version"]) == (3, "programa", 1)
    assert m.administracion.get(P + "/acuse.html").json["texto"] == archivo("acuse.html")
    otro = m.tramite()
    otro.presentar()
    assert [x["version"] for x in m.auditoria.get(P, consulta={"juego": esperar_documentos(m, otro, 1)[0]["plantillas"]}).json["datos"] if x["nombre"] == "acuse.html"] == [3]
    historia = m.auditoria.get(P + "/acuse.html/versiones").json
    assert [(x["version"], x["vigente"], x.get("motivo"), x.get("usuario", {}).get("nombre")) for x in historia["datos"]] == [
        (3, True, "Ya no", "Persona administracion"), (2, False, "Prueba", "Persona administracion"), (1, False, None, None)]
    pagina = m.auditoria.get(P + "/acuse.html/versiones", consulta={"limite": "2"}).json
    assert [x["version"] for x in m.auditoria.get(P + "/acuse.html/versiones", consulta={"cursor": pagina["siguiente"]}).json["datos"]] == [1]
    assert m.auditoria.get(P + "/acuse.html", consulta={"version": "2"}).json["texto"] == CASA
    suyos = [x for x in m.auditoria.get("/v1/seguridad/actos", consulta={"objeto": "plantilla/acuse.html"}).json["datos"]]
    assert [(x["tipo"], x["datos"]["version"], x["datos"].get("de_version"), x["actor"]["usuario"]) for x in suyos] == [
        ("plantilla", 3, 1, m.administracion.usuario), ("plantilla", 2, None, m.administracion.usuario)]
    assert b.verificar().returncode == 0


def test_condiciones_del_cambio(lugar):
    b, m, _ = lugar
    uno = {"motivo": "x", "texto": archivo("oficio_cierre.html")}
    ruta, adm = P + "/oficio_cierre.html/versiones", m.administracion
    assert adm.pedir("POST", ruta, uno, espera=428).slug == "falta-if-match"
    assert adm.pedir("POST", ruta, uno, if_match=7, espera=412).slug == "version-obsoleta"
    for malo in ({"motivo": "x"}, {**uno, "de_version": 1}, {"motivo": "x", "de_version": 9}, {"texto": "x"}, {**uno, "motivo": ""}, {**uno, "texto": ""}, {**uno, "otro": 1},
                 {"motivo": "x", "texto": "á" * 200000}):
        assert adm.pedir("POST", ruta, malo, if_match=1, espera=422).slug == "cuerpo-invalido", malo
    assert adm.pedir("POST", ruta, {"motivo": "x", "texto": "x" * (10 << 20)}, if_match=1, espera=413).slug == "demasiado-grande"
    primera = adm.pedir("POST", ruta, uno, if_match=1, idempotencia="p1", espera=201)
    otra_vez = adm.pedir("POST", ruta, uno, if_match=1, idempotencia="p1", espera=201)
    assert otra_vez.json == primera.json and otra_vez.headers["Idempotency-Replayed"] == "true" and version(adm, "oficio_cierre.html") == 2
    # Nobody changes what was, not even the service.
    for orden in ("delete from plantilla_version", "update plantilla_version set motivo = motivo", "delete from plantilla_juego", "update plantilla_juego set creado_en = now()"):
        with pytest.raises(psycopg2.Error):
            b.sql(orden)
    with pytest.raises(psycopg2.Error):
        b.sql("insert into plantilla_version (nombre, version, texto, motivo, creada_en) values ('acuse.html', 900, 'x', 'x', now())", usuario=ROL_SERVICIO)


def test_una_con_falta_no_se_toma(lugar):
    """Template, line and column; also of the other templates that a shared one spoils."""
    _, m, _ = lugar
    adm = m.administracion
    assert "«dictamen.html», renglón 2, columna 6: " in rechazo(adm, "dictamen.html", "uno\n  {{ ? }}\n")
    assert "«dictamen.html», renglón 2, columna 18: " in rechazo(adm, "dictamen.html", "uno\ndos {{ documento.no_hay }}\n")
    assert "renglón 1, columna 4: " in rechazo(adm, "dictamen.html", "{% si x %}")
    assert "«estilo.css», renglón 2, columna " in rechazo(adm, "estilo.css", "p { color: red }\nbody { color red }\n")
    # Every document is tried with it, also with the data that may be missing.
    assert "«base.html», renglón 10, columna " in rechazo(adm, "base.html", archivo("base.html").replace("{{ oficina.nombre }}", "{{ oficina.siglas }}"))
    assert "renglón 1" in rechazo(adm, "oficio_respuesta.html", "{{ documento.numero.lower() }}")
    r = adm.pedir("POST", P + "/dictamen.html/versiones", {"motivo": "x", "texto": "{{"}, if_match=version(adm, "dictamen.html"), espera=422)
    assert r.slug == "plantilla-rechazada" and version(adm, "dictamen.html") == 1


@pytest.mark.parametrize("texto,dice", [
    ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "dictamen.html"),
    ("{{ documento.update({'x': 1}) }}", "SecurityError"),
    ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "SecurityError"),
    ('{% include "/etc/passwd" %}', "no existe la plantilla «/etc/passwd»"),
    ('{% include "../../etc/passwd" %}', "no existe la plantilla"),
    ('<p>x</p>\n<img src="file:///etc/passwd">', "renglón 2, columna 11: pide «file:///etc/passwd»"),
    ('<link rel="attachment" href="file:///etc/passwd">', "pide «file:///etc/passwd»"),
    ('<style>@import url(http://169.254.169.254/x);</style>', "pide «http://169.254.169.254/x»"),
    ("{% for i in range(100000000) %}x{% endfor %}", "OverflowError"),
    ("{{ 'x' * 2000000000 }}", "dictamen.html"),
    ("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "no terminó"),
    ("{% extends 'dictamen.html' %}", "dictamen.html")])
def test_hostil(lugar, texto, dice):
    """No way out of the sandbox and of the cage; what does not end is ended; the service goes on."""
    _, m, _ = lugar
    assert dice in rechazo(m.administracion, "dictamen.html", texto)
    assert m.administracion.get(P + "/dictamen.html").json["version"] == 1


def test_muestra(lugar, tmp_path):
    """Marked on each page, without a seal, and not one that the service answers for."""
    _, m, _ = lugar
    for nombre, cuerpo in (("dictamen.html", {}), ("copia_certificada.html", {}), ("acuse.html", {"texto": CASA})):
        r = m.administracion.pedir("POST", f"{P}/{nombre}/muestra", cuerpo, espera=200)
        assert r.headers["Content-Type"] == "application/pdf" and f'muestra-{nombre}.pdf' in r.headers["Content-Disposition"]
        pdf = tmp_path / nombre
        pdf.write_bytes(r.body)
        campos = modulo.campos(str(pdf))
        assert campos["Title"] == f"MUESTRA SIN VALOR: {nombre}" and b"/ByteRange" not in r.body and b"/Sig" not in r.body
        assert modulo.correr("qpdf", "--check", str(pdf)).returncode == 0
        llano = modulo.correr("qpdf", "--qdf", "--object-streams=disable", str(pdf), "-").stdout
        ultimos = re.findall(rb"/Contents \[\s*\d+ 0 R\s+\d+ 0 R\s+(\d+) 0 R\s*\]", llano)  # what each page draws last
        assert len(ultimos) == int(campos["Pages"]) and len(set(ultimos)) == 1
        assert b"Q /Artifact BMC q .85 .45 .45 RG 3 w" in llano.split(b"\n" + ultimos[0] + b" 0 obj\n")[1].split(b"endstream")[0]
    assert "CASA DE PRUEBA AII-2026-000000" in modulo.texto(str(pdf))
    assert m.anonimo().pedir("GET", "/v1/verificacion/MUEST-RASIN-VA1ZR-00000", encabezados={"Accept": "application/json"}).status == 404


def test_con_dictamenctl(lugar, tmp_path):
    b, m, _ = lugar
    nombre = "oficio_devolucion.html"
    assert {x["nombre"]: x["version"] for x in b.ctl("plantillas", "lista").lineas}[nombre] == 1
    os.chmod(tmp_path, 0o755)
    (tmp_path / "nueva.html").write_text(CASA)
    (tmp_path / "mala.html").write_text("{% block %}")
    p = b.ctl("plantillas", "poner", "--nombre", nombre, "--archivo", tmp_path / "mala.html", "--motivo", "x", verifica=False)
    assert p.returncode == 1 and f"«{nombre}», renglón 1, columna" in p.stderr
    assert b.ctl("plantillas", "poner", "--nombre", nombre, "--archivo", "/no/hay", "--motivo", "x", verifica=False).returncode == 1
    hecha = b.ctl("plantillas", "poner", "--nombre", nombre, "--archivo", tmp_path / "nueva.html", "--motivo", "Por la línea").lineas[0]
    assert hecha["version"] == 2 and m.administracion.get(f"{P}/{nombre}").json["texto"] == CASA
    assert b.ctl("plantillas", "ver", "--nombre", nombre).lineas[0]["texto"] == CASA
    assert b.ctl("plantillas", "ver", "--nombre", nombre, "--version", "1").lineas[0]["texto"] == archivo(nombre)
    assert b.ctl("plantillas", "volver", "--nombre", nombre, "--version", "1", "--motivo", "De vuelta").lineas[0]["version"] == 3
    assert b.ctl("plantillas", "volver", "--nombre", nombre, "--version", "cero", "--motivo", "x", verifica=False).returncode == 1
    assert [(x["version"], x.get("usuario")) for x in b.ctl("plantillas", "versiones", "--nombre", nombre).lineas] == [(3, None), (2, None), (1, None)]
    muestra = tmp_path / "muestra.pdf"
    b.ctl("plantillas", "probar", "--nombre", nombre, "--archivo", tmp_path / "nueva.html", "--salida", muestra)
    assert "CASA DE PRUEBA" in modulo.texto(str(muestra))
    assert b.ctl("plantillas", "probar", "--nombre", nombre, "--salida", muestra, verifica=False).returncode == 1  # there is one already
    suyos = m.auditoria.get("/v1/seguridad/actos", consulta={"objeto": "plantilla/" + nombre}).json["datos"]
    assert [x["datos"]["version"] for x in suyos] == [3, 2] and all("actor" not in x for x in suyos)
