"""The pre-check on Word files as offices write them (tests/revision/campo_textos.py), by LibreOffice, over HTTP: what is said is what a reader would remark, no more."""
import json
import pathlib
import subprocess
import sys

import pytest

from support import archivos
from support.servicio import BIN

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "revision"))
import campo  # noqa: E402
import campo_textos  # noqa: E402

A_LA_VISTA = [t for t in campo_textos.TEXTOS if not t.reservado]
RESERVADOS = [t for t in campo_textos.TEXTOS if t.reservado]


@pytest.fixture(scope="module")
def observadas(mundo, tmp_path_factory):
    """{id: rules that made an observation}"""
    rutas = campo.escribir(tmp_path_factory.mktemp("campo"))
    salida = {}
    for nombre, ruta in rutas.items():
        r = mundo.anonimo().pedir("POST", "/v1/revision-previa", ruta.read_bytes(), tipo=archivos.DOCX, espera=200)
        salida[nombre] = {p["codigo"] for p in r.json["problemas"] if p["clase"] != "archivo"}
    return salida


@pytest.mark.parametrize("t", A_LA_VISTA, ids=lambda t: t.id)
def test_lo_que_observaria_quien_lo_lee(observadas, t):
    assert observadas[t.id] == set(t.faltas.split())


@pytest.mark.parametrize("t", RESERVADOS, ids=lambda t: t.id)
def test_en_palabras_llanas_no_se_acusa(observadas, t):
    """Written in words that no rule waits for: clauses are not found, which is advice; nothing is said to be there that is not."""
    clases = {json.loads(r)["regla"]: json.loads(r)["clase"] for r in subprocess.run([f"{BIN}/dictamenctl", "reglas", "probar"], capture_output=True, text=True, check=True).stdout.splitlines()}
    assert {clases[x] for x in observadas[t.id]} <= {"debe"}
