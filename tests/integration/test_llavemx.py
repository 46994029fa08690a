"""Signing in with Llave MX: a recorded exchange is played back, call by call; and what it answers when it refuses, lies, is slow or away."""

import json
import os
import urllib.parse
import uuid

import pytest

from support.contrato import RAIZ
from support.cuentas import ClienteSesion
from support.proveedor import Grabado
from support.servicio import Servicio, puerto_libre

REGRESO = "/v1/sesiones/proveedor/regreso"
URL = "https://dictamen.example"
CLIENTE = "202611260000000001"
CURP = "RUMA850214MJCZRN08"


@pytest.fixture(scope="module")
def llave():
    with open(os.path.join(RAIZ, "tests", "datos", "llavemx", "intercambio.json"), encoding="utf-8") as f:
        g = Grabado(json.load(f))
    yield g
    g.cerrar()


@pytest.fixture(autouse=True)
def como_se_grabo(llave):
    yield
    llave.reponer()


def ajustes(llave, mapa, **mas):
    return {"DICTAMEN_LLAVEMX_ENTRADA": llave.url + "/oauth.xhtml", "DICTAMEN_LLAVEMX_API": llave.url + "/ws/rest/apps/oauth",
            "DICTAMEN_PROVEEDOR_CLIENTE": CLIENTE, "DICTAMEN_PROVEEDOR_MAPA": mapa, "DICTAMEN_PROVEEDOR_PLAZO_MS": "1500", "DICTAMEN_URL_PUBLICA": URL, **mas}


@pytest.fixture(scope="module")
def mapa(mundo, tmp_path_factory):
    ruta = tmp_path_factory.mktemp("mapa") / "mapa.ini"
    ruta.write_text(f"[ana]\nexige = curp:{CURP}\norganizacion = {mundo.org['guadalajara']}\nrol = gobierno_local\n", encoding="utf-8")
    return str(ruta)


@pytest.fixture(scope="module")
def s(base, llave, mapa):
    from conftest import AJUSTES
    s = Servicio(base, {**AJUSTES, **ajustes(llave, mapa)}).arrancar()
    yield s
    assert s.parar() == 0, s.ultimas_lineas()
    lineas = json.dumps(s.lineas())
    assert not [x for x in (CURP, "Ruiz", "eyJ", "r-9001") if x in lineas]


def ir(s, llave):
    """The way to its page, and the query with which the page sends the browser back."""
    c = ClienteSesion(s.puerto)
    url = urllib.parse.urlparse(c.get("/v1/sesiones/proveedor", 302).headers["Location"])
    q = dict(urllib.parse.parse_qsl(url.query))
    return c, url, q, {"code": llave.codigo(q), "state": q["state"]}


def volver(s, llave, espera=200):
    c, _, _, q = ir(s, llave)
    r = c.get(REGRESO, espera, consulta=q)
    if r.status == 200:
        c.csrf = r.json["csrf"]
    return c, r


def test_lo_grabado(s, llave, base, mundo):
    c, url, q, _ = ir(s, llave)
    assert f"{url.scheme}://{url.netloc}{url.path}" == llave.url + "/oauth.xhtml"
    assert set(q) == {"response_type", "client_id", "redirect_url", "state", "code_challenge", "code_challenge_method"}
    assert (q["response_type"], q["client_id"], q["redirect_url"], q["code_challenge_method"]) == ("code", CLIENTE, URL + REGRESO, "S256")
    c, r = volver(s, llave)
    assert r.json["metodo"] == "proveedor" and llave.hechas == ["obtenerToken", "datosUsuario"]
    yo = c.get("/v1/yo").json
    assert yo["usuario"]["nombre"] == "Ana Ruiz Mora" and yo["usuario"]["correo"] == "ana.ruiz@guadalajara.example"
    assert yo["usuario"]["rol"] == "gobierno_local" and yo["organizacion"]["id"] == mundo.org["guadalajara"]
    assert base.sql("select emisor, sujeto from identidad_externa where usuario_id = %s", yo["usuario"]["id"]) == [(llave.url + "/oauth.xhtml", "9001")]
    e = c.post("/v1/expedientes", {"datos": {}}).json["expediente"]
    assert c.get(f"/v1/expedientes/{e['id']}").status == 200
    # The same account is the same person, under whatever name it has now.
    llave.datos["nombre"], llave.datos["segundoApellido"] = "Ana María", None
    otra, _ = volver(s, llave)
    despues = otra.get("/v1/yo").json["usuario"]
    assert despues["id"] == yo["usuario"]["id"] and despues["nombre"] == "Ana María Ruiz"


def test_quien_no_tiene_funcion(s, llave, base):
    llave.datos.update(idUsuario=9002, curp="XAXX010101HDFXXX04")
    c, r = volver(s, llave, 403)
    assert r.slug == "sin-funcion" and c.sesion is None and not base.sql("select 1 from identidad_externa where sujeto = '9002'")
    llave.datos.update(curp=None, esExtranjero=True)  # a foreigner has none
    assert volver(s, llave, 403)[1].slug == "sin-funcion"


@pytest.mark.parametrize("ident", [None, "", True, {"a": 1}, "x" * 300, "a\nb", 1.5], ids=repr)
def test_no_dice_quien_es(s, llave, ident):
    llave.datos["idUsuario"] = ident
    c, r = volver(s, llave, 403)
    assert r.slug == "entrada-invalida" and c.sesion is None


@pytest.mark.parametrize("token", [None, "", "a b", "x\r\nX-Otro: 1", "ñ", "x" * 9000, 7, ["x"]], ids=lambda t: repr(t)[:20])
def test_token_que_no_lo_es(s, llave, token):
    """Nothing but a token becomes a header; the person is not asked for with anything else."""
    llave.token["accessToken"] = token
    c, r = volver(s, llave, 403)
    assert r.slug == "entrada-invalida" and c.sesion is None and llave.hechas == ["obtenerToken"]


@pytest.mark.parametrize("paso", [0, 1])
@pytest.mark.parametrize("estado", [200, 400, 401])
def test_dice_que_no(s, llave, paso, estado):
    """A refusal, with its own status or, as it also does, with 200."""
    llave.crudo[paso] = (estado, json.dumps({"error": "invalid_grant", "error_description": "El código expiró."}).encode())
    c, r = volver(s, llave, 403)
    assert r.slug == "entrada-invalida" and c.sesion is None and len(llave.hechas) == paso + 1


@pytest.mark.parametrize("paso", [0, 1])
@pytest.mark.parametrize("cuerpo", [b"", b"<html>", b"[]", b"{", b'{"idUsuario":1,"idUsuario":2,"curp":"' + CURP.encode() + b'"}'], ids=repr)
def test_ilegible(s, llave, paso, cuerpo):
    llave.crudo[paso] = (200, cuerpo)
    c, r = volver(s, llave, 403)
    assert r.slug == "entrada-invalida" and c.sesion is None


@pytest.mark.parametrize("paso", [0, 1])
@pytest.mark.parametrize("falla", ["500", "enorme", "lento", "corta", "redirige"])
def test_ausente(s, llave, paso, falla):
    llave.falla[paso] = falla
    c, r = volver(s, llave, 403 if falla == "redirige" else 503)
    assert r.slug == ("entrada-invalida" if falla == "redirige" else "proveedor-no-disponible") and c.sesion is None
    assert len(llave.hechas) == paso + 1  # nothing is followed, nothing is asked twice


def test_el_codigo_es_de_otro_navegador(s, llave):
    c, _, _, q = ir(s, llave)
    ajeno, _, _, suyo = ir(s, llave)
    assert ajeno.get(REGRESO, 403, consulta=q).slug == "entrada-invalida"
    # Its own state with the other's code: the verifier does not fit, and Llave MX refuses.
    assert c.get(REGRESO, 403, consulta={"code": suyo["code"], "state": q["state"]}).slug == "entrada-invalida"
    assert c.sesion is None and ajeno.sesion is None


@pytest.mark.parametrize("cambio, clave", [
    ({"DICTAMEN_LLAVEMX_ENTRADA": "http://llave.example/oauth.xhtml"}, "llavemx_entrada"), ({"DICTAMEN_LLAVEMX_API": ""}, "llavemx_api"),
    ({"DICTAMEN_LLAVEMX_API": "http://api.example/ws"}, "llavemx_api"), ({"DICTAMEN_PROVEEDOR_CLIENTE": ""}, "proveedor_cliente"),
    ({"DICTAMEN_LLAVEMX_ENTRADA": "https://llave.example/oauth.xhtml"}, "llavemx_api"), ({"DICTAMEN_OIDC_EMISOR": "https://op.example"}, "llavemx_entrada"),
    ({"DICTAMEN_PROVEEDOR_MAPA": "/no/hay"}, "proveedor_mapa")], ids=str)
def test_mal_puesto(base, llave, mapa, cambio, clave):
    s = Servicio(base, ajustes(llave, mapa, **cambio), puerto=puerto_libre())
    s.arrancar(espera=False)
    assert s.proceso.wait(30) != 0
    assert clave in s.ultimas_lineas()
