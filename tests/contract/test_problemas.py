"""Every problem that the service can answer with is in openapi.yaml and is provoked by a test."""

import os
import re

from support.contrato import RAIZ
from support.problemas import catalogo


def fuentes():
    """The text of the tests, all in one."""
    texto = []
    for carpeta in ("unit", "integration", "fault", "contract"):
        for raiz, _, nombres in os.walk(os.path.join(RAIZ, "tests", carpeta)):
            for n in nombres:
                if n.endswith((".py", ".c", ".h")) and n != os.path.basename(__file__):
                    with open(os.path.join(raiz, n), encoding="utf-8") as f:
                        texto.append(f.read())
    return "\n".join(texto)


def test_cada_problema_tiene_una_prueba():
    problemas, dichos = catalogo(), set(re.findall(r"[\"'/]([a-z0-9]+(?:-[a-z0-9]+)*)[\"']", fuentes()))
    with open(os.path.join(RAIZ, "include", "base", "problems.def"), encoding="utf-8") as f:
        assert len(problemas) == len(re.findall(r"^PROBLEM\(", f.read(), re.M)) > 100
    assert set(problemas) - dichos == set(), "problems of the catalogue that no test names"
