"""The catalogue of problems, as the program has it."""

import os
import re

from support.contrato import RAIZ

CATALOGO = os.path.join(RAIZ, "include", "base", "problems.def")


def catalogo():
    """{slug: {http, detalle}} of include/base/problems.def; `detalle` in Spanish, with its {0}…"""
    with open(CATALOGO, encoding="utf-8") as f:
        filas = re.findall(r'^PROBLEM\(\w+, "([^"]+)", (\d+), \w+, "(?:[^"\\]|\\.)*", "(?:[^"\\]|\\.)*", "((?:[^"\\]|\\.)*)"', f.read(), re.M)
    return {slug: {"http": int(http), "detalle": detalle} for slug, http, detalle in filas}


def de_texto(texto):
    """The slug of the problem whose detail stands in a line for people: of several, the one that says most by itself; None when it is none of the catalogue."""
    propio = {slug: re.sub(r"\{\d\}", "", p["detalle"]) for slug, p in catalogo().items()}
    for slug in sorted((s for s in propio if propio[s].strip()), key=lambda s: -len(propio[s])):
        if re.search(re.sub(r"\\\{\d\\\}", ".*", re.escape(catalogo()[slug]["detalle"])), texto):
            return slug
    return None
