"""Portals as others write them: clients that generators make of openapi.yaml walk the whole procedure, and the example portal its part."""

import http.client
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import time
import uuid
from contextlib import closing
from urllib.parse import quote

import pytest

from conftest import AJUSTES
from support import archivos
from support.receptor import esperar, firma
from support.sello import Sello
from support.servicio import RAIZ, BaseDatos, Servicio, puerto_libre
from support.tramite import Mundo, Tramite, datos_completos, dentro_de, hoy

NPM = os.path.join(RAIZ, "var", "npm", "node_modules")


@pytest.fixture(scope="module")
def mundo(cluster):
    """A service that seals what it writes and delivers events to this machine."""
    sello, base, puerto = Sello(), BaseDatos(cluster).preparar(), puerto_libre()
    llave = sello.en("suscripciones.llave")
    base.ctl("suscripciones", "crear-llave", "--archivo", llave)
    s = Servicio(base, {**AJUSTES, **sello.ajustes, "DICTAMEN_URL_PUBLICA": f"http://127.0.0.1:{puerto}", "DICTAMEN_SUSCRIPCIONES_LLAVE": llave,
                        "DICTAMEN_ENTREGA_HTTP": "1", "DICTAMEN_ENTREGA_REDES": "127.0.0.0/8"}, puerto=puerto).arrancar()
    yield Mundo(base, s)
    assert s.parar(60) == 0, s.ultimas_lineas()
    base.borrar()
    sello.borrar()


@pytest.fixture
def npm():
    assert os.path.exists(os.path.join(NPM, ".package-lock.json")), "what .ci/npm lists is not in var/npm: ./dev test installs it, and needs the npm registry"

    def correr(*orden, en):
        p = subprocess.run(orden, cwd=en, capture_output=True, text=True, timeout=600)
        assert p.returncode == 0, f"{' '.join(orden)}\n{p.stdout[-8000:]}\n{p.stderr[-8000:]}"
        return p.stdout
    return correr


@pytest.fixture
def carpeta(tmp_path, mundo):
    """What a client is given: keys, data and documents."""
    clave = uuid.uuid4().hex
    claves = {"municipio": "maquina", "dgcp": "dgcp", "cja": "cja", "titular": "titular"}
    (tmp_path / "claves.json").write_text(json.dumps({k: mundo.claves[v][1] for k, v in claves.items()}))
    (tmp_path / "datos.json").write_text(json.dumps(datos_completos()))
    for nombre, datos in (("proyecto.docx", archivos.proyecto(clave)), ("proyecto2.docx", archivos.proyecto(clave + " bis")),
                          *((n + ".pdf", archivos.pdf_unico()) for n in ("solicitud", "anexo", "dictamen", "copia"))):
        (tmp_path / nombre).write_bytes(datos)
    os.symlink(NPM, tmp_path / "node_modules")
    shutil.copytree(os.path.join(RAIZ, "tests", "clientes"), tmp_path, dirs_exist_ok=True)
    return tmp_path


def comprobar(mundo, carpeta, r):
    """What the client says that it did, as the service tells it to others."""
    datos = json.loads((carpeta / "datos.json").read_text())
    e = mundo.dgcp.get(f"/v1/expedientes/{r['expediente']}").json
    assert (e["folio"], e["estado"], e["resultado"], e["registro"]["numero"]) == (r["folio"], "concluido", "inscrito", r["numero"])
    assert r["asiento"] == mundo.anonimo().get(f"/v1/registro/{r['numero']}").json
    assert r["numero"] in {a["numero"] for a in r["encontrados"]["datos"]}
    assert {d["sha256"] for d in e["documentos"]} == {archivos.sha256((carpeta / n).read_bytes()) for n in (
        "solicitud.pdf", "anexo.pdf", "proyecto.docx", "proyecto2.docx", "dictamen.pdf", "copia.pdf")}
    assert e["datos"]["denominacion"] == datos["denominacion"] and mundo.base.verificar(r["expediente"]).returncode == 0


def test_cliente_de_typescript(mundo, carpeta, npm):
    npm("node", "generar.mjs", os.path.join(RAIZ, "openapi.yaml"), "api.d.ts", en=carpeta)
    npm("node_modules/.bin/tsc", "--project", ".", en=carpeta)
    salida = npm("node", "tramite.mjs", f"http://127.0.0.1:{mundo.servicio.puerto}", ".", en=carpeta)
    comprobar(mundo, carpeta, json.loads(salida))


def para_3_0(contrato, nodo):
    """openapi.yaml as openapi-down-convert takes it: «this, or null», which it does not know, as OpenAPI 3.0 says it."""
    if isinstance(nodo, list):
        return [para_3_0(contrato, x) for x in nodo]
    if not isinstance(nodo, dict):
        return nodo
    if {"type": "null"} in nodo.get("oneOf", []):
        esto, = (contrato.deref(x) for x in nodo["oneOf"] if x != {"type": "null"})
        nodo = {**esto, "nullable": True, **({"enum": [*esto["enum"], None]} if "enum" in esto else {})}
    return {k: para_3_0(contrato, v) for k, v in nodo.items()}


def test_cliente_de_perl(mundo, carpeta, npm, contrato):
    doc = para_3_0(contrato, contrato.doc)
    del doc["info"]["summary"]  # OpenAPI 3.1 only, and the converter leaves it
    (carpeta / "openapi31.json").write_text(json.dumps(doc))
    npm("node_modules/.bin/openapi-down-convert", "--input", "openapi31.json", "--output", "openapi30.yaml", en=carpeta)
    salida = npm("perl", "tramite.pl", f"http://127.0.0.1:{mundo.servicio.puerto}", str(carpeta), en=carpeta)
    comprobar(mundo, carpeta, json.loads(salida))


def peticiones(nodo):
    for x in nodo["item"]:
        yield from peticiones(x) if "item" in x else [x["request"]]


def test_coleccion_de_postman(mundo, tmp_path, npm, contrato):
    """Every operation once; what it gives to be read is sent as it stands, and the service understands it."""
    for nombre in ("una.json", "otra.json"):
        npm("node", ".ci/npm/postman.mjs", "openapi.yaml", str(tmp_path / nombre), en=RAIZ)
    assert (tmp_path / "una.json").read_bytes() == (tmp_path / "otra.json").read_bytes()
    todas = list(peticiones(json.loads((tmp_path / "una.json").read_text())))
    assert sorted((p["method"], "/" + re.sub(r":(\w+)", r"{\1}", "/".join(p["url"]["path"]))) for p in todas) == sorted(
        (m, p) for m, p, *_ in contrato.operaciones())
    negadas = set()
    for p in todas:
        if p["method"] == "GET":
            valores = {v["key"]: v["value"] for v in p["url"]["variable"]}
            camino = "/" + "/".join(quote(valores[x[1:]], safe="") if x[:1] == ":" else x for x in p["url"]["path"])
            r = mundo.dgcp.pedir("GET", camino, consulta=[(q["key"], q["value"]) for q in p["url"]["query"] if not q.get("disabled")])
            if r.status in (400, 405, 406, 422):
                negadas.add(camino)
    # The one wants either of two pairs of parameters, which OpenAPI cannot say; the other, a log as long as its example.
    assert negadas <= {"/v1/registro/bitacora/inclusion", "/v1/registro/bitacora/consistencia"}
    assert all(h["value"] == "{{etag}}" for p in todas for h in p["header"] if h["key"] == "If-Match")


EJEMPLO = os.path.join(RAIZ, "ejemplos", "portal-estatal")


class Portal:
    """The example as an office of a state runs it: with the commands of its README."""

    def __init__(self, mundo, carpeta, clave):
        self.carpeta, self.puerto, self.proceso = carpeta, puerto_libre(), None
        self.entorno = {**os.environ, "PORTAL_API": f"http://127.0.0.1:{mundo.servicio.puerto}", "PORTAL_CLAVE": clave}
        shutil.copytree(EJEMPLO, carpeta, dirs_exist_ok=True)
        texto = (carpeta / "README.md").read_text(encoding="utf-8").replace("9000", str(self.puerto)).replace("2027-02-15", hoy().isoformat())
        self.ordenes = {o.split()[1]: shlex.split(o) for o in re.findall(r"^    (\./portal\.py .*)$", texto, re.M)}

    def hacer(self, nombre, espera=0):
        p = subprocess.run(self.ordenes[nombre], cwd=self.carpeta, env=self.entorno, capture_output=True, text=True, timeout=300)
        assert p.returncode == espera, p.stdout + p.stderr
        return p.stdout if espera == 0 else p.stderr

    def servir(self):
        with open(self.carpeta / "salida", "ab") as salida:
            self.proceso = subprocess.Popen(self.ordenes["servir"], cwd=self.carpeta, env=self.entorno, stdout=salida, stderr=subprocess.STDOUT)

    def matar(self):
        self.proceso.kill()
        self.proceso.wait()

    def dice(self):
        return (self.carpeta / "salida").read_text()

    def sql(self, texto):
        with closing(sqlite3.connect(self.carpeta / "datos" / "portal.db")) as con, con:
            return con.execute(texto).fetchall()

    def pedir(self, metodo, camino, *cuerpo):
        with closing(http.client.HTTPConnection("127.0.0.1", self.puerto, timeout=30)) as c:
            c.request(metodo, camino, *cuerpo)
            r = c.getresponse()
            return r.status, r.read().decode()

    def enviar(self, cuerpo, ident, momento, sello):
        """A delivery, genuine or not."""
        return self.pedir("POST", "/avisos", cuerpo, {"webhook-id": ident, "webhook-timestamp": momento, "webhook-signature": sello})


@pytest.fixture
def portal(mundo, carpeta):
    permisos = ["expedientes:leer", "expedientes:presentar", "eventos:suscribir"]
    p = Portal(mundo, carpeta, mundo.nueva_persona("portal", "jalisco", "gobierno_local", maquina=True, ambitos=permisos).clave)
    yield p
    if p.proceso:
        p.matar()


def test_portal_de_ejemplo(mundo, carpeta, portal):
    portal.servir()
    esperar(lambda: [s["estado"] for s in mundo.portal.get("/v1/suscripciones").json["datos"]] == ["activa"])
    suya = "/v1/suscripciones/" + mundo.portal.get("/v1/suscripciones").json["datos"][0]["id"]

    # What is wrong is told as the service tells it, and nothing is opened; mended, the same command goes on.
    for suyo, nuestro in (("oficio.pdf", "solicitud.pdf"), ("acuerdo.docx", "proyecto.docx"), ("firmado.pdf", "copia.pdf")):
        (carpeta / nuestro).rename(carpeta / suyo)
    bien = {**json.loads((carpeta / "acuerdo.json").read_text()), "fecha_firma_pretendida": dentro_de(120)}
    (carpeta / "acuerdo.json").write_text(json.dumps({**bien, "nivel": "federal"}))
    assert "/datos/nivel" in portal.hacer("presentar", espera=1)
    assert mundo.portal.get("/v1/expedientes").json["datos"] == []
    (carpeta / "acuerdo.json").write_text(json.dumps(bien))
    dicho = portal.hacer("presentar")
    assert portal.hacer("presentar") == dicho, "said again after a cut, it is filed once"
    e, = mundo.portal.get("/v1/expedientes").json["datos"]
    assert e["estado"] == "presentado" and e["folio"] in dicho

    t = Tramite(mundo, abrir=False)
    t.local, t.id, t.con_recomendaciones = mundo.portal, e["id"], 0
    t.hasta("respondido")
    esperar(lambda: f"<td>SGG/117/2026<td>{e['folio']}<td>respondido<td>—" in portal.pedir("GET", "/")[1])

    # Away while the rest happens: it catches up.
    portal.matar()
    portal.hacer("remitir")
    t.hasta("concluido")
    portal.servir()
    constancia = carpeta / "datos" / (e["id"] + ".pdf")
    esperar(constancia.exists, 240)
    numero = mundo.dgcp.get(t.url).json["registro"]["numero"]
    assert constancia.read_bytes() == mundo.anonimo().get(f"/v1/registro/{numero}/constancia").body

    # Every event once, however often it is delivered.
    esperar(lambda: mundo.portal.get(suya).json["pendientes"] == 0 and portal.sql("select min(atendido) from aviso") == [(1,)])
    avisos = "select * from aviso order by id"
    antes, eventos = portal.sql(avisos), mundo.portal.get("/v1/eventos?limite=100").json["datos"]
    assert [x[:2] for x in antes] == sorted((x["id"], x["type"]) for x in eventos)

    def intentos(evento):
        return mundo.portal.get(f"{suya}/entregas/{evento['id']}").json["ultimos_intentos"]
    hubo = [len(intentos(x)) for x in eventos]
    mundo.portal.post(suya + "/reenvios", {"eventos": [x["id"] for x in eventos]}, 202)
    for x, n in zip(eventos, hubo):
        assert esperar(lambda: len(i := intentos(x)) > n and i)[0]["http"] == 202
    assert portal.sql(avisos) == antes

    # Only what the service signed, and now; two signatures while the secret is being changed.
    (secreto,), = portal.sql("select secreto from suscripcion")
    cuerpo, ahora = json.dumps({**eventos[0], "id": "otro"}).encode(), str(int(time.time()))
    tarde, ajeno = str(int(ahora) - 3600), "whsec_" + "A" * 43 + "="
    for momento, sello in ((ahora, firma(ajeno, "otro", ahora, cuerpo)), (ahora, firma(secreto, "otro", ahora, cuerpo + b" ")),
                           (ahora, firma(secreto, "uno", ahora, cuerpo)), (tarde, firma(secreto, "otro", tarde, cuerpo)), ("x", "v1,"), ("", "")):
        assert portal.enviar(cuerpo, "otro", momento, sello) == (401, "")
    assert portal.sql(avisos) == antes
    assert portal.enviar(cuerpo, "otro", ahora, "v1,AAAA " + firma(secreto, "otro", ahora, cuerpo)) == (202, "")
    assert len(portal.sql(avisos)) == len(antes) + 1
    assert portal.pedir("GET", "/otra")[0] == 404 == portal.pedir("POST", "/", b"{}")[0]

    portal.sql("insert into tramite (referencia, expediente) values ('<script>', 'x')")
    assert "&lt;script&gt;" in portal.pedir("GET", "/")[1]
    # The secret lost with the disk: another is asked for.
    portal.matar()
    shutil.rmtree(carpeta / "datos")
    portal.servir()
    esperar(lambda: portal.dice().count("Escuchando") == 3)
    assert portal.sql("select secreto <> '%s' from suscripcion" % secreto) == [(1,)]
    assert "Traceback" not in portal.dice()
