"""Portals as others write them: clients that generators make of openapi.yaml walk the whole procedure."""

import json
import os
import re
import shutil
import subprocess
import uuid
from urllib.parse import quote

import pytest

from conftest import AJUSTES
from support import archivos
from support.sello import Sello
from support.servicio import RAIZ, BaseDatos, Servicio, puerto_libre
from support.tramite import Mundo, datos_completos

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
            camino = "/" + "/".join(quote(valores[x[1:]], safe="") if x[0] == ":" else x for x in p["url"]["path"])
            r = mundo.dgcp.pedir("GET", camino, consulta=[(q["key"], q["value"]) for q in p["url"]["query"] if not q.get("disabled")])
            if r.status in (400, 405, 406, 422):
                negadas.add(camino)
    # The one wants either of two pairs of parameters, which OpenAPI cannot say; the other, a log as long as its example.
    assert negadas <= {"/v1/registro/bitacora/inclusion", "/v1/registro/bitacora/consistencia"}
    assert all(h["value"] == "{{etag}}" for p in todas for h in p["header"] if h["key"] == "If-Match")
