"""
What every answer says beside its body, held against what a browser needs to be told: of every operation, answered well and refused, as page and as data.
"""

import base64
import hashlib
import html.parser
import os
import re

import pytest

from support.cliente import crudo, leer_cruda
from support.contrato import contrato
from contract.test_matriz import ENSAYO, FILAS, OPERACIONES, ROLES, escena  # noqa: F401 (a fixture)

# What a credential decides is kept by no shared cache; what anybody may read may be kept.
PUBLICAS = {n for n, f in FILAS.items() if f["sin"] == "sí"}
# The answers of these hand out or take a secret: not even the browser's own cache keeps them.
SECRETAS = {"iniciarSesion", "elevarSesion", "verSesion", "crearClave", "crearSuscripcion", "rotarSecreto", "pedirToken", "empezarSegundoFactor",
            "confirmarSegundoFactor", "entrar", "irAlProveedor", "fijarContrasena", "elegirContrasena", "formularioContrasena", "formularioRestablecer", "pedirEnlace", "volverDelProveedor"}
REFLEJO = "zqx'\"<svg onload=1>&"


class Marcado(html.parser.HTMLParser):
    """What a browser would make of a page: elements and attributes, not text."""

    def __init__(self):
        super().__init__()
        self.malo = []

    def handle_starttag(self, etiqueta, atributos):
        datos = etiqueta == "script" and dict(atributos) == {"type": "application/ld+json"}  # no browser runs it
        d = dict(atributos)
        propio = re.fullmatch(r"/web/\w+\.(js|css)", d.pop("src", None) or d.pop("href", None) or "") and d in ({"type": "module"}, {"rel": "stylesheet"})
        if not datos and not propio and etiqueta in ("script", "svg", "iframe", "object", "embed", "base", "link", "img"):
            self.malo.append(f"<{etiqueta}>")
        self.malo += [f"{etiqueta} {k}={v}" for k, v in atributos if k.startswith("on") or k == "style" or re.match(r"(?i)\s*(javascript|data):", v or "")]

    @classmethod
    def faltas(cls, texto):
        lector = cls()
        lector.feed(texto)
        lector.close()
        return [f"the page has {m}" for m in lector.malo]


def directivas(politica):
    partes = [d.split() for d in politica.split(";") if d.strip()]
    assert len({d[0] for d in partes}) == len(partes), f"a directive twice: {politica}"
    return {d[0]: d[1:] for d in partes}


def faltas_de_politica(r, pagina):
    d = directivas(r.headers.get("Content-Security-Policy", ""))
    malas = [x for fuentes in d.values() for x in fuentes if "unsafe" in x or x in ("*", "data:", "http:", "https:", "blob:")]
    if malas:
        yield f"the policy lets {malas} in"
    if d.get("default-src") != ["'none'"] or d.get("frame-ancestors") != ["'none'"]:
        yield f"the policy is {d}"
    if pagina and not (d.get("base-uri") == ["'none'"] and d.get("form-action") == ["'self'"]):
        yield f"the policy of a page is {d}"
    if pagina:
        for estilo in re.findall(rb"<style[^>]*>(.*?)</style>", r.body, re.S):
            if f"'sha256-{base64.b64encode(hashlib.sha256(estilo).digest()).decode()}'" not in d.get("style-src", []):
                yield "the page's style is not the one of its policy"
        yield from Marcado.faltas(r.body.decode())


def faltas_de_cache(nombre, r):
    cache = {x.strip().split("=")[0] for x in r.headers.get("Cache-Control", "").split(",")}
    if r.status >= 400 and r.status not in (404, 412) and "no-store" not in cache:
        yield f"a refusal may be kept: {sorted(cache)}"
    if nombre not in PUBLICAS and not cache & {"no-store", "private"}:
        yield f"what a credential decides may be kept by others: {sorted(cache)}"
    if nombre in SECRETAS and "no-store" not in cache:
        yield f"a secret may be kept: {sorted(cache)}"
    if not cache:
        yield "nothing is said of keeping it"


def faltas_de_cookies(r):
    for c in r.headers.get_all("Set-Cookie", []):
        nombre, *atributos = [x.strip() for x in c.split(";")]
        nombre = nombre.split("=")[0]
        # The way back from the identity provider begins there, where a strict cookie would stay behind.
        sitio = "samesite=lax" if nombre == "__Host-entrada" else "samesite=strict"
        tiene = {a.lower() for a in atributos}
        if not nombre.startswith("__Host-") or not {"secure", "httponly", "path=/", sitio} <= tiene or any(a.startswith("domain") for a in tiene):
            yield f"the cookie {nombre} has {sorted(tiene)}"


def faltas(nombre, r):
    """Every fault of one answer's headers."""
    h = r.headers
    repetidos = {k.lower() for k in h if len(h.get_all(k)) > 1 and k.lower() not in ("set-cookie", "www-authenticate", "link")}
    if repetidos:
        yield f"twice: {sorted(repetidos)}"
    for propio in ("Server", "X-Powered-By", "X-AspNet-Version", "Via"):
        if propio in h:
            yield f"{propio}: {h[propio]}"
    if h.get("X-Content-Type-Options") != "nosniff":
        yield "no nosniff"
    if h.get("Referrer-Policy") != "no-referrer":
        yield f"Referrer-Policy: {h.get('Referrer-Policy')}"
    if any(k.lower().startswith("access-control-") for k in h):
        yield "another site's pages are let in"
    tipo = h.get("Content-Type", "")
    if r.body and not tipo or tipo.startswith("text/html") and "charset=utf-8" not in tipo:
        yield f"Content-Type: {tipo}"
    yield from faltas_de_politica(r, tipo.startswith("text/html"))
    yield from faltas_de_cache(nombre, r)
    yield from faltas_de_cookies(r)


def formas(escena, nombre):
    """Who asks, and how: without a credential, as each role that may, as one that may not, and with garbage in the query."""
    fila = FILAS[nombre]
    yield "sin credencial", None, escena.m.anonimo()
    puede = [rol for rol in ROLES if fila[rol] in ("sí", "propia")]
    for rol in puede[:1] + [rol for rol in ROLES if fila[rol] in ("no", "sesión", "oculto")][:1]:
        yield rol, rol, escena.gente[rol][0]


@pytest.mark.parametrize("nombre", sorted(set(OPERACIONES) - ENSAYO))
def test_encabezados(escena, nombre):
    metodo, patron = OPERACIONES[nombre]
    malas = []
    for quien, rol, cliente in formas(escena, nombre):
        camino, mas = escena.pedido(nombre, patron, rol)
        for forma, encabezados, consulta in (("json", {"Origin": "https://otro.example"}, {}), ("pagina", {"Accept": "text/html"}, {}),
                                             ("basura", {"Accept": "text/html, */*;q=0.5"}, {REFLEJO: REFLEJO})):
            pedido = {**mas, "consulta": {**mas.get("consulta", {}), **consulta}}
            r = cliente.pedir(metodo, camino, encabezados=encabezados, validar=forma == "json", **pedido)
            malas += [f"{quien}, {forma} ({r.status}): {f}" for f in faltas(nombre, r)]
            if any("\n" in v or "<svg" in v for v in r.headers.values()):
                malas.append(f"{quien}, {forma} ({r.status}): what was sent comes back in a header")
    assert not malas, "\n".join(malas)


def test_las_negativas_de_la_maquinaria(mundo):
    """Answers that no operation gives: unknown, malformed, too large, unreadable."""
    puerto, malas = mundo.servicio.puerto, []
    pedidos = {"desconocida": b"GET /<svg%20onload=1>?a=<b> HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n", "sin host": b"GET /livez HTTP/1.1\r\n\r\n",
               "ilegible": b"\x16\x03\x01\x02\x00\r\n\r\n", "version": b"GET /livez HTTP/3.7\r\nHost: x\r\n\r\n",
               "larga": b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", "cabeza": b"HEAD /docs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
               "grande": b"GET /livez HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 60000 + b"\r\n\r\n", "opciones": b"OPTIONS /v1/yo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
               b"Origin: https://otro.example\r\nAccess-Control-Request-Method: GET\r\n\r\n"}
    for que, bytes_ in pedidos.items():
        r = leer_cruda(crudo(puerto, bytes_))
        malas += [f"{que} ({r.status}): {f}" for f in faltas("livez", r) if not (que == "cabeza" and f.startswith("nothing"))]
    assert not malas, "\n".join(malas)


@pytest.mark.parametrize("metodo", ["TRACE", "TRACK", "CONNECT", "DEBUG", "PROPFIND"])
def test_lo_que_devolveria_lo_pedido(mundo, metodo):
    for camino in ("/livez", "/v1/yo", "/entrar"):
        r = leer_cruda(crudo(mundo.servicio.puerto, f"{metodo} {camino} HTTP/1.1\r\nHost: x\r\nCookie: __Host-sesion=secreto\r\nX-Eco: eco\r\n\r\n".encode()))
        assert r.status in (400, 405, 501), r
        assert b"secreto" not in r.body and b"X-Eco" not in r.body and not list(faltas("livez", r)), list(faltas("livez", r))


@pytest.mark.parametrize("origen", ["https://otro.example", "null", "http://127.0.0.1"])
def test_ningun_otro_sitio_es_dejado_entrar(mundo, origen):
    """Neither a page of another site nor a framed one reads an answer: no CORS header, whoever asks for it."""
    for camino in ("/v1/yo", "/v1/registro", "/v1/sesiones/actual"):
        for c in (mundo.dgcp, mundo.anonimo()):
            r = c.pedir("GET", camino, encabezados={"Origin": origen}, validar=False)
            assert not [k for k in r.headers if k.lower().startswith("access-control-")], r.headers


def test_tras_tls_el_navegador_no_vuelve_sin_el(base_propia, lanzar):
    s = lanzar(base_propia, {"DICTAMEN_URL_PUBLICA": "https://acuerdos.example"})
    for camino in ("/livez", "/no/hay", "/entrar"):
        r = s.cliente().pedir("GET", camino)
        assert re.fullmatch(r"max-age=(\d+)", r.headers["Strict-Transport-Security"]) and int(r.headers["Strict-Transport-Security"][8:]) >= 31536000
        assert not list(faltas("livez", r))


def test_sin_tls_no_se_promete(mundo):
    assert "Strict-Transport-Security" not in mundo.anonimo().get("/livez").headers
