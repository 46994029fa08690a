"""openapi.yaml by itself: well formed, its examples true, its lists the program's own."""

import json
import os
import re

import pytest

from support.contrato import METODOS, RAIZ, contrato


def caminar(nodo, donde=""):
    """(place, value) of every node."""
    yield donde, nodo
    if isinstance(nodo, dict):
        for k, v in nodo.items():
            yield from caminar(v, f"{donde}/{str(k).replace('~', '~0').replace('/', '~1')}")
    elif isinstance(nodo, list):
        for i, v in enumerate(nodo):
            yield from caminar(v, f"{donde}/{i}")


def test_version_y_referencias():
    assert contrato.doc["openapi"].startswith("3.1")
    usadas = set()
    for donde, nodo in caminar(contrato.doc):
        if isinstance(nodo, dict) and isinstance(nodo.get("$ref"), str):
            contrato.deref({"$ref": nodo["$ref"]})
            usadas.add(nodo["$ref"])
    for grupo, miembros in contrato.doc["components"].items():
        if grupo != "securitySchemes":
            for m in miembros:
                assert f"#/components/{grupo}/{m}" in usadas, f"nothing uses {grupo}/{m}"


def test_operaciones_con_nombre_propio():
    nombres = [o for _, _, o, _ in contrato.operaciones()]
    assert len(nombres) == len(set(nombres)) and all(re.fullmatch("[a-z][A-Za-z]*", n) for n in nombres)
    for _, _, nombre, o in contrato.operaciones():
        assert o["summary"] and o["tags"] and o["responses"], nombre


def test_objetos_cerrados():
    """A member that nobody wrote down must not slip through: every object says what it has and nothing else."""
    for donde, nodo in caminar(contrato.doc["components"]["schemas"]):
        if isinstance(nodo, dict) and nodo.get("type") == "object":
            assert "additionalProperties" in nodo or "unevaluatedProperties" in nodo, donde
            for r in nodo.get("required", []):
                assert r in nodo.get("properties", {}), f"{donde} requires {r}, which it does not have"


def test_esquemas_y_ejemplos():
    from jsonschema import Draft202012Validator
    for nombre, esquema in contrato.doc["components"]["schemas"].items():
        Draft202012Validator.check_schema(esquema)
        for ejemplo in esquema.get("examples", []):
            assert not contrato.errores(esquema, ejemplo), nombre
    ejemplos = 0
    for donde, nodo in caminar(contrato.doc):
        if isinstance(nodo, dict) and "schema" in nodo:
            valores = [nodo["example"]] if "example" in nodo else []
            valores += [contrato.deref(e)["value"] for e in nodo.get("examples", {}).values()] if isinstance(nodo.get("examples"), dict) else []
            for v in valores:
                assert not contrato.errores(nodo["schema"], v), (donde, contrato.errores(nodo["schema"], v))
                ejemplos += 1
    assert ejemplos > 60


def es_json(medio):
    return medio == "application/json" or medio.endswith("+json")


def cuerpos_json():
    """(name, media object) of each request and answer in JSON: "verExpediente 200 application/json"; 0 is the request."""
    for _, _, nombre, o in contrato.operaciones():
        partes = [("0", o.get("requestBody", {})), *o["responses"].items()]
        for estado, parte in partes:
            for medio, cuerpo in contrato.deref(parte).get("content", {}).items():
                if es_json(medio):
                    yield f"{nombre} {estado} {medio}", cuerpo


def ejemplos_de(nodo):
    """Examples of a media object or parameter: its own, the shared ones it points at, those of its schema."""
    propios = [nodo["example"]] if "example" in nodo else [contrato.deref(e)["value"] for e in nodo.get("examples", {}).values()]
    return propios or contrato.deref(nodo.get("schema", {})).get("examples", [])


def test_todo_json_tiene_ejemplo():
    """Each request, answer and problem in JSON shows one, and what it shows is true."""
    faltan, vistos = [], 0
    for nombre, cuerpo in cuerpos_json():
        suyos = ejemplos_de(cuerpo)
        vistos += len(suyos)
        if not suyos:
            faltan.append(nombre)
        for v in suyos:
            assert not contrato.errores(cuerpo["schema"], v), (nombre, contrato.errores(cuerpo["schema"], v))
    assert not faltan
    assert vistos > 1000  # most are the shared problems


def test_todo_parametro_tiene_ejemplo():
    for _, patron, nombre, o in contrato.operaciones():
        for p in [*o.get("parameters", []), *contrato.doc["paths"][patron].get("parameters", [])]:
            p = contrato.deref(p)
            assert ejemplos_de(p), (nombre, p["name"])


def test_ejemplos_compartidos():
    """A shared example has a name for the reader; a page's problem is shown as the same one elsewhere."""
    for nombre, e in contrato.doc["components"]["examples"].items():
        assert e["summary"] and "value" in e, nombre
    respuestas = contrato.doc["components"]["responses"]
    for nombre, r in respuestas.items():
        if nombre.startswith("Pagina"):
            otra = respuestas["E" + nombre[len("Pagina"):]]
            assert ejemplos_de(r["content"]["application/problem+json"]) == ejemplos_de(otra["content"]["application/problem+json"]), nombre


def test_problemas_del_programa():
    """The slugs of the schema are those of base/problems.def, and each documented example has the right status."""
    with open(os.path.join(RAIZ, "include/base/problems.def"), encoding="utf-8") as f:
        filas = re.findall(r'^PROBLEM\(\w+, "([a-z-]+)", (\d+)', f.read(), re.M)
    patron = contrato.doc["components"]["schemas"]["Problema"]["properties"]["type"]["pattern"]
    assert set(re.search(r"\((.*)\)", patron).group(1).split("|")) == {s for s, _ in filas}
    estados = {s: int(h) for s, h in filas}
    for nombre, r in contrato.doc["components"]["responses"].items():
        if nombre.startswith("E"):
            e = r["content"]["application/problem+json"]["example"]
            assert estados[e["type"].rsplit("/", 1)[1]] == e["status"] == int(nombre[1:])
    # Every status of the catalogue is documented somewhere.
    documentados = {int(s) for *_, o in contrato.operaciones() for s in o["responses"] if s.isdigit()}
    # 405 and 505 are said before there is an operation.
    assert set(estados.values()) - {405, 505} <= documentados


def test_paginas_donde_las_hay():
    """An error is a page only where a browser is answered with pages, or sent on: else a generated client's error would be a text too."""
    for _, _, nombre, o in contrato.operaciones():
        paginas = {s[0] for s, r in o["responses"].items() if "text/html" in contrato.deref(r).get("content", {})}
        assert not paginas or "2" in paginas or min(o["responses"]) == "302", nombre


def test_vocabularios_del_programa():
    with open(os.path.join(RAIZ, "include/domain/vocabulario.h"), encoding="utf-8") as f:
        texto = f.read()
    esquemas = contrato.doc["components"]["schemas"]
    for lista, esquema in (("TIPO_ACUERDO", "TipoAcuerdo"), ("NIVEL", "Nivel"), ("CLASE_ORGANO", "ClaseOrgano"), ("CLASE_CONTRAPARTE", "ClaseContraparte"),
                           ("AREA", "Area"), ("VIGENCIA", "Vigencia"), ("ROL", "Rol"), ("OFICINA", "Oficina"), ("CLASE_DOCUMENTO", "ClaseDocumento"),
                           ("SEVERIDAD", "Severidad"), ("SENTIDO", "Sentido"), ("MOTIVO_COPIA", "MotivoCopia"), ("VERIFICACION", "Verificacion"),
                           ("RENGLON", "TipoRenglon"), ("RESULTADO", "Resultado"), ("SERIE", "Serie"), ("LECTURA", "Lectura"), ("ESTADO_TURNO", "Estado"),
                           ("ACTO", "NombreActo")):
        m = re.search(rf"#define VOCABULARIO_{lista}\(X\)(.*?)(?=\n#define|\n/\*|\n\n)", texto, re.S)
        assert re.findall(r'X\(\w+, "([a-z_]+)"', m.group(1)) == esquemas[esquema]["enum"], lista


def test_cada_acto_tiene_su_solicitud():
    esquemas = contrato.doc["components"]["schemas"]
    mapa = esquemas["SolicitudActo"]["discriminator"]["mapping"]
    actos = [a for a in esquemas["NombreActo"]["enum"] if a not in ("abrir", "modificar_datos", "incorporar_documento", "recomputar_plazos")]
    assert sorted(mapa) == sorted(actos)
    ejemplos = contrato.doc["paths"]["/v1/expedientes/{id}/actos"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    assert sorted(ejemplos) == sorted(actos)


@pytest.mark.parametrize("metodo", METODOS)
def test_toda_ruta_con_credencial_documenta_401(metodo):
    for m, patron, nombre, o in contrato.operaciones():
        if m.lower() != metodo:
            continue
        publica = o.get("security") == []
        # Who signs in has no credential yet, and may fail to.
        assert ("401" in o["responses"]) == (not publica or nombre in ("iniciarSesion", "entrar", "pedirToken")), nombre
        assert {"406", "431", "503"} <= set(o["responses"]), nombre
        assert ("429" in o["responses"]) != (nombre in ("livez", "readyz", "metrics")), nombre
        if m in ("POST", "PATCH"):
            assert {"413", "415", "422"} <= set(o["responses"]), nombre


def test_es_json_representable():
    json.dumps(contrato.doc)
