"""The demonstration, told to the end once: five agreements with real files, against a service of its own."""

import os
import subprocess

import pytest

from conftest import AJUSTES
from support.sello import Sello
from support.servicio import BIN, RAIZ, BaseDatos, Servicio

PLAZO = 420  # seconds


@pytest.fixture
def servicio(cluster):
    sello, base = Sello(), BaseDatos(cluster).preparar()
    s = Servicio(base, {**AJUSTES, **sello.ajustes}).arrancar()
    s.ca = sello.en("ca.pem")
    yield s
    codigo = s.parar(60)
    base.borrar()
    sello.borrar()
    assert codigo == 0, s.ultimas_lineas()


def test_de_principio_a_fin(servicio, tmp_path):
    entorno = {**servicio.base.entorno(), "DICTAMEN_URL": f"http://127.0.0.1:{servicio.puerto}", "DICTAMEN_BIN": BIN, "DICTAMEN_DEMO_CARPETA": str(tmp_path),
               "DICTAMEN_DEMO_CA": servicio.ca, "NO_COLOR": "1", "PYTHONUTF8": "1"}
    p = subprocess.run(["/usr/bin/python3", "demo.py"], cwd=os.path.join(RAIZ, "tests", "demo"), env=entorno, capture_output=True, text=True, timeout=PLAZO)
    assert p.returncode == 0 and "FALLÓ" not in p.stdout, (p.stdout[-6000:], p.stderr[-2000:])
    assert p.stdout.rstrip().endswith("Los cinco expedientes terminaron como debían.")
