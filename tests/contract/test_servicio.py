"""The running service against openapi.yaml, both ways."""

import os
import subprocess

import pytest

from support import archivos
from support.contrato import contrato
from support.servicio import BIN
from support.tramite import datos_completos


def test_sirve_el_mismo_documento(mundo):
    r = mundo.anonimo().get("/openapi.yaml")
    assert r.body == contrato.bytes
    assert mundo.anonimo().get("/docs").body.lower().startswith(b"<!doctype html")


def test_rutas_y_documento_son_lo_mismo():
    p = subprocess.run([os.path.join(BIN, "dictamend"), "--rutas"], capture_output=True, text=True, timeout=30)
    assert p.returncode == 0, p.stderr
    rutas = {tuple(linea.split()[:3]) for linea in p.stdout.splitlines() if linea.strip()}
    documento = {(m, patron, nombre) for m, patron, nombre, _ in contrato.operaciones()}
    assert rutas == documento


def test_la_pagina_nombra_cada_operacion(mundo):
    texto = mundo.anonimo().get("/docs").body.decode()
    for _, patron, nombre, _ in contrato.operaciones():
        assert patron in texto, nombre


def test_cada_operacion_responde_bien(mundo):
    """One good answer of each operation, whatever else the other tests ask."""
    m = mundo
    t = m.tramite().hasta("presentado")
    for camino in ("/livez", "/readyz", "/metrics", "/openapi.yaml", "/docs", "/v1/procedimiento", "/v1/plazos?fecha_firma=2027-03-01", "/v1/calendario/2026",
                   "/v1/calendario/avisos", "/", "/mesa", "/expedientes/nuevo", "/expedientes/x", "/web/estilo.css"):
        m.anonimo().get(camino)
    e = t.leer()
    d = e["documentos"][0]["id"]
    for s in ("", "/actos", "/actos/1", "/pasos", "/documentos", f"/documentos/{d}", f"/documentos/{d}/contenido"):
        t.local.get(t.url + s)
    for camino in ("/v1/yo", "/v1/expedientes", "/v1/organizaciones", "/v1/usuarios"):
        m.dgcp.get(camino)
    b = m.local.post("/v1/expedientes", {"datos": datos_completos()}).json["expediente"]
    m.local.patch(f"/v1/expedientes/{b['id']}", {"lugar_firma": "Zapopan"}, if_match=b["version"])
    m.local.pedir("POST", f"/v1/expedientes/{b['id']}/documentos?clase=anexo&nombre=a.pdf", archivos.pdf_unico(), tipo=archivos.PDF, espera=201)
    t.turnar()
    c = m.tramite().hasta("copia_recibida")
    trabajo = m.dgcp.get(c.url + "/trabajos").json["datos"][0]
    m.dgcp.get(f"/v1/trabajos/{trabajo['id']}")


@pytest.mark.parametrize("acto", sorted(contrato.doc["components"]["schemas"]["SolicitudActo"]["discriminator"]["mapping"]))
def test_los_ejemplos_de_actos_se_entienden(mundo, acto):
    """The document's own example of each act is read by the service without a fault of form, whatever the file's state says then."""
    ejemplo = contrato.doc["paths"]["/v1/expedientes/{id}/actos"]["post"]["requestBody"]["content"]["application/json"]["examples"][acto]["value"]
    t = mundo.tramite()
    quien = mundo.local if acto in ("presentar", "desistir", "declarar_eventualidad", "reprogramar_firma") else mundo.dgcp
    r = quien.pedir("POST", t.url + "/actos", ejemplo, if_match=t.version)
    assert r.status in (201, 403, 409), r


def test_lo_que_el_documento_admite_el_servicio_tambien(mundo):
    """The examples of opening, changing and publishing are good requests."""
    rutas = contrato.doc["paths"]
    for e in rutas["/v1/expedientes"]["post"]["requestBody"]["content"]["application/json"]["examples"].values():
        r = mundo.local.post("/v1/expedientes", e["value"])
        url, version = r.headers["Location"], r.json["expediente"]["version"]
    for e in rutas["/v1/expedientes/{id}"]["patch"]["requestBody"]["content"]["application/merge-patch+json"]["examples"].values():
        version = mundo.local.patch(url, e["value"], if_match=version).json["version"]


@pytest.mark.final
def test_todo_se_ejercito():
    """Every operation was exercised, each with a success and with a refusal; ./dev test asks once all other tests have run."""
    ejercidas = contrato.leer_ejercidas()
    if ejercidas is None:
        pytest.skip("only a part of the tests was chosen")
    faltan = []
    for _, _, nombre, o in contrato.operaciones():
        vistos = ejercidas.get(nombre, set())
        if not any(200 <= s < 303 for s in vistos):
            faltan.append(f"{nombre}: no success")
        if not any(s >= 400 for s in vistos) and nombre not in ("livez", "readyz", "metrics", "openapi", "docs"):
            faltan.append(f"{nombre}: no refusal")
        if "304" in o["responses"] and 304 not in vistos:
            faltan.append(f"{nombre}: no 304")
    assert not faltan, faltan
