"""openapi.yaml as a judge: every answer of the service is held against it, and what was exercised is written down."""

import json
import os
import re
from collections import defaultdict
from datetime import date
from urllib.parse import unquote

import yaml
from jsonschema import Draft202012Validator, FormatChecker, RefResolver

RAIZ = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
METODOS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

formatos = FormatChecker(formats=())
_instante = re.compile(r"^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$")
_uuid = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")


@formatos.checks("date", raises=ValueError)
def _fecha(v):
    if not isinstance(v, str):
        return True
    return bool(re.match(r"^\d{4}-\d\d-\d\d$", v)) and bool(date.fromisoformat(v))


@formatos.checks("date-time", raises=ValueError)
def _fecha_hora(v):
    return not isinstance(v, str) or (bool(_instante.match(v)) and bool(date.fromisoformat(v[:10])))


@formatos.checks("uuid")
def _identificador(v):
    return not isinstance(v, str) or bool(_uuid.match(v))


class Incumplimiento(AssertionError):
    """The service said something that openapi.yaml does not."""


class _SinFechas(yaml.CSafeLoader):
    """YAML 1.2 as OpenAPI wants it: dates are text."""


_SinFechas.yaml_implicit_resolvers = {
    k: [(t, r) for t, r in v if t != "tag:yaml.org,2002:timestamp"] for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def _sin_repetidos(cargador, nodo, deep=False):
    claves = [cargador.construct_object(k, deep=True) for k, _ in nodo.value]
    if len(claves) != len(set(claves)):
        raise ValueError(f"repeated key near {nodo.start_mark}")
    return yaml.SafeLoader.construct_mapping(cargador, nodo, deep)


_SinFechas.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, lambda c, n: _sin_repetidos(c, n, True))


class Contrato:
    def __init__(self, ruta=os.path.join(RAIZ, "openapi.yaml")):
        with open(ruta, "rb") as f:
            self.bytes = f.read()
        self.doc = yaml.load(self.bytes, _SinFechas)
        self._resolver = RefResolver("", self.doc)
        self._validadores = {}
        self.ejercidas = defaultdict(set)  # operationId -> statuses
        self.rutas = []
        for patron, item in self.doc["paths"].items():
            partes = patron[1:].split("/")
            operaciones = {m.upper(): item[m] for m in METODOS if m in item}
            self.rutas.append((patron, partes, operaciones))

    def deref(self, nodo):
        while isinstance(nodo, dict) and "$ref" in nodo:
            _, nodo = self._resolver.resolve(nodo["$ref"])
        return nodo

    def operaciones(self):
        """(METHOD, pattern, operationId, operation)"""
        return [(m, p, o["operationId"], o) for p, _, ops in self.rutas for m, o in ops.items()]

    def buscar(self, camino):
        """(pattern, operations) of a path, literal segments first; None when the document has no such path."""
        partes = camino[1:].split("/")
        mejores = []
        for patron, suyas, operaciones in self.rutas:
            if len(suyas) == len(partes) and all(s.startswith("{") and p or s == unquote(p) for s, p in zip(suyas, partes)):
                mejores.append((sum(s.startswith("{") for s in suyas), patron, operaciones))
        if not mejores:
            return None
        _, patron, operaciones = min(mejores, key=lambda x: x[0])
        return patron, operaciones

    def errores(self, esquema, valor):
        """Faults of a value, each with its place."""
        clave = json.dumps(esquema, sort_keys=True)
        v = self._validadores.get(clave)
        if v is None:
            v = self._validadores[clave] = Draft202012Validator(esquema, resolver=self._resolver, format_checker=formatos)
        return ["/" + "/".join(map(str, e.absolute_path)) + ": " + e.message[:400] for e in v.iter_errors(valor)]

    def esquema(self, nombre):
        return {"$ref": f"#/components/schemas/{nombre}"}

    # ---- what was exercised, over several processes of tests: one file each in the folder that DICTAMEN_PRUEBA_EJERCIDAS names -----------

    def anotar_ejercidas(self):
        carpeta = os.environ.get("DICTAMEN_PRUEBA_EJERCIDAS")
        if carpeta and self.ejercidas:
            with open(os.path.join(carpeta, f"{os.getpid()}.json"), "w", encoding="utf-8") as f:
                json.dump({k: sorted(v) for k, v in self.ejercidas.items()}, f)

    @staticmethod
    def leer_ejercidas():
        """operationId -> statuses, of all processes; None outside of a whole run."""
        carpeta = os.environ.get("DICTAMEN_PRUEBA_EJERCIDAS")
        if not carpeta:
            return None
        todas = defaultdict(set)
        for nombre in os.listdir(carpeta):
            with open(os.path.join(carpeta, nombre), encoding="utf-8") as f:
                for operacion, vistos in json.load(f).items():
                    todas[operacion].update(vistos)
        return todas

    # ---- one answer -----------------------------------------------------------------------------------------------------------

    def validar(self, metodo, camino, respuesta):
        """respuesta has status, headers (case-insensitive mapping) and body (bytes)."""
        camino = camino.split("?", 1)[0]
        donde = f"{metodo} {camino} → {respuesta.status}"

        def falla(que):
            raise Incumplimiento(f"{donde}: {que}\nheaders: {dict(respuesta.headers.items())}\nbody: {respuesta.body[:2000]!r}")

        if not respuesta.headers.get("X-Request-Id"):
            falla("X-Request-Id is missing")
        hallada = self.buscar(camino)
        if hallada is None:
            if respuesta.status not in (400, 404, 414, 429, 431, 503):
                falla("the document has no such path")
            if metodo != "HEAD":
                self._problema(respuesta, falla)
            return None
        patron, operaciones = hallada
        if metodo == "OPTIONS":
            if respuesta.status == 204:
                self._allow(respuesta, operaciones, falla)
            else:
                self._problema(respuesta, falla)
            return None
        operacion = operaciones.get("GET" if metodo == "HEAD" else metodo)
        if operacion is None:
            if respuesta.status == 405:
                self._allow(respuesta, operaciones, falla)
            elif respuesta.status not in (400, 408, 413, 414, 429, 431, 501, 503):
                falla("the document has no such method")
            self._problema(respuesta, falla, cuerpo=metodo != "HEAD")
            return None
        nombre = operacion["operationId"]
        documentada = self.deref(operacion["responses"].get(str(respuesta.status)))
        if documentada is None:
            falla(f"{nombre} does not document {respuesta.status}; it has {sorted(operacion['responses'])}")
        for h, definicion in documentada.get("headers", {}).items():
            definicion = self.deref(definicion)
            valor = respuesta.headers.get(h)
            if valor is None:
                if definicion.get("required"):
                    falla(f"the header {h} is missing")
                continue
            esquema = self.deref(definicion.get("schema", {}))
            if esquema.get("type") == "integer":
                if not re.fullmatch(r"-?\d+", valor):
                    falla(f"the header {h} is no number: {valor!r}")
                valor = int(valor)
            for e in self.errores(definicion.get("schema", {}), valor):
                falla(f"the header {h}: {e}")
        contenido = documentada.get("content")
        if metodo == "HEAD":
            if respuesta.body:
                falla("an answer to HEAD has a body")
        elif not contenido:
            if respuesta.body:
                falla("there is a body and the document has none")
        else:
            tipo = respuesta.headers.get("Content-Type", "")
            medio = tipo.split(";")[0].strip().lower()
            if medio not in contenido:
                falla(f"the media type {tipo!r} is not documented: {sorted(contenido)}")
            if medio.endswith("json"):
                try:
                    valor = json.loads(respuesta.body.decode("utf-8"), object_pairs_hook=_unicos)
                except ValueError as e:
                    falla(f"the body is not JSON: {e}")
                for e in self.errores(contenido[medio].get("schema", {}), valor):
                    falla(e)
                if medio == "application/problem+json" and valor["status"] != respuesta.status:
                    falla("the problem's status is another one")
        self.ejercidas[nombre].add(respuesta.status)
        return nombre

    def _problema(self, respuesta, falla, cuerpo=True):
        if not respuesta.headers.get("Content-Type", "").startswith("application/problem+json"):
            falla("an error must be application/problem+json")
        if not cuerpo:
            return
        try:
            valor = json.loads(respuesta.body.decode("utf-8"), object_pairs_hook=_unicos)
        except ValueError as e:
            falla(f"the body is not JSON: {e}")
        for e in self.errores(self.esquema("Problema"), valor):
            falla(e)
        if valor["status"] != respuesta.status:
            falla("the problem's status is another one")

    def _allow(self, respuesta, operaciones, falla):
        dado = {m.strip() for m in respuesta.headers.get("Allow", "").split(",")}
        debido = set(operaciones) | {"OPTIONS"} | ({"HEAD"} if "GET" in operaciones else set())
        if dado != debido:
            falla(f"Allow says {sorted(dado)}, the document {sorted(debido)}")

    # ---- one request (the tests' own valid ones) --------------------------------------------------------------------------------

    def errores_cuerpo(self, metodo, camino, medio, valor):
        patron, operaciones = self.buscar(camino.split("?", 1)[0])
        contenido = self.deref(operaciones[metodo].get("requestBody", {})).get("content", {})
        if medio not in contenido:
            return [f"{metodo} {patron} takes no {medio}"]
        return self.errores(contenido[medio]["schema"], valor)


def _unicos(pares):
    claves = [k for k, _ in pares]
    if len(claves) != len(set(claves)):
        raise ValueError(f"repeated member: {claves}")
    return dict(pares)


contrato = Contrato() if os.path.exists(os.path.join(RAIZ, "openapi.yaml")) else None
