"""Signing in at an identity provider: a real glewlwyd, and one that forges, delays, floods and lies."""

import time
import urllib.parse
import uuid

import pytest

from support.cuentas import ClienteSesion, esperar
from support.fichas import Llave, compacto, con_secreto
from support.proveedor import Glewlwyd, Malicioso

REGRESO = "/v1/sesiones/proveedor/regreso"
URL = "https://dictamen.example"


@pytest.fixture(scope="module")
def mapa(mundo, tmp_path_factory):
    ruta = tmp_path_factory.mktemp("mapa") / "mapa.ini"
    ruta.write_text(f"""; quien es quien
[titular]
exige = grupos:dictamen-cja, grupos:titulares
organizacion = {mundo.org["sre"]}
rol = cja_titular
[cja]
exige = grupos:dictamen-cja
organizacion = {mundo.org["sre"]}
rol = cja
[dgcp]
exige = grupos:dictamen-dgcp
organizacion = {mundo.org["sre"]}
rol = dgcp
[glewlwyd]
exige = area:Area de la DGCP
organizacion = {mundo.org["sre"]}
rol = dgcp
[anidado]
exige = realm_access/roles:local
organizacion = {mundo.org["guadalajara"]}
rol = gobierno_local
[perdida]
exige = grupos:de-nadie
organizacion = {uuid.uuid4()}
rol = dgcp
""", encoding="utf-8")
    return str(ruta)


@pytest.fixture(scope="module")
def op():
    p = Malicioso()
    yield p
    p.cerrar()


@pytest.fixture(scope="module")
def con_op(base, op, mapa):
    """A service that trusts that provider."""
    from conftest import AJUSTES
    from support.servicio import Servicio
    s = Servicio(base, {**AJUSTES, **op.ajustes(mapa, DICTAMEN_URL_PUBLICA=URL)}).arrancar()
    yield s
    assert s.parar() == 0, s.ultimas_lineas()
    s.lineas()


@pytest.fixture(autouse=True)
def como_nuevo(op):
    yield
    op.cambios, op.firmar, op.crudo, op.descubrimiento, op.llaves = {}, None, {}, {}, [op.llave]


def ir(s, c=None, espera=302):
    c = c or ClienteSesion(s.puerto)
    r = c.get("/v1/sesiones/proveedor", espera)
    return c, r


def volver(c, q, espera=200):
    r = c.get(REGRESO, espera, consulta=q)
    if r.status == 200:
        c.csrf = r.json["csrf"]
    assert "__Host-entrada" not in c.cookies
    return r


def entrar(s, op, **quien):
    c, r = ir(s)
    volver(c, op.aceptar(r.headers["Location"], **quien))
    return c


# ---- a real provider -----------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def glewlwyd():
    g = Glewlwyd(URL + REGRESO)
    yield g
    g.cerrar()


def test_glewlwyd(glewlwyd, base, mapa, lanzar, mundo):
    s = lanzar(base, {"DICTAMEN_OIDC_EMISOR": glewlwyd.emisor, "DICTAMEN_PROVEEDOR_CLIENTE": glewlwyd.cliente, "DICTAMEN_PROVEEDOR_SECRETO": glewlwyd.secreto,
                      "DICTAMEN_PROVEEDOR_MAPA": mapa, "DICTAMEN_OIDC_AMBITOS": "openid", "DICTAMEN_URL_PUBLICA": URL})
    quien = "u" + uuid.uuid4().hex[:8]
    glewlwyd.persona(quien, "Area de la DGCP")
    c, r = ir(s)
    regreso = glewlwyd.entrar(quien, r.headers["Location"])
    assert regreso.startswith(URL + REGRESO + "?")
    q = dict(urllib.parse.parse_qsl(urllib.parse.urlparse(regreso).query))
    assert volver(c, q).json["metodo"] == "proveedor"
    yo = c.get("/v1/yo").json
    assert yo["usuario"]["rol"] == "dgcp" and yo["organizacion"]["id"] == mundo.org["sre"] and "expedientes:tramitar" in yo["ambitos"]
    t = mundo.tramite().hasta("presentado")
    c.post(t.url + "/actos", {"acto": "turnar"}, if_match=t.version)
    # The same person again is the same person; a second use of the answer is nothing.
    otra, r = ir(s)
    volver(otra, dict(urllib.parse.parse_qsl(urllib.parse.urlparse(glewlwyd.entrar(quien, r.headers["Location"])).query)))
    assert otra.get("/v1/yo").json["usuario"]["id"] == yo["usuario"]["id"]
    c.get(REGRESO, 403, consulta=q)
    # Whom no rule fits does not come in.
    extrano = "u" + uuid.uuid4().hex[:8]
    glewlwyd.persona(extrano, "Otra area")
    d, r = ir(s)
    q = dict(urllib.parse.parse_qsl(urllib.parse.urlparse(glewlwyd.entrar(extrano, r.headers["Location"])).query))
    assert volver(d, q, 403).slug == "sin-funcion" and d.sesion is None


# ---- the way it is meant ---------------------------------------------------------------------------------------------------------------------


def test_la_ida(con_op, op):
    c, r = ir(con_op)
    url = urllib.parse.urlparse(r.headers["Location"])
    assert r.headers["Location"].startswith(op.emisor + "/auth?")
    q = dict(urllib.parse.parse_qsl(url.query))
    assert q["redirect_uri"] == URL + REGRESO and len(q["state"]) == len(q["nonce"]) == len(q["code_challenge"]) == 43
    assert len({q["state"], q["nonce"], q["code_challenge"], c.cookies["__Host-entrada"][3:]}) == 4
    assert r.headers["Set-Cookie"].endswith("; Max-Age=600; Path=/; Secure; HttpOnly; SameSite=Lax") and r.headers["Cache-Control"] == "no-store"
    _, otra = ir(con_op)
    assert urllib.parse.urlparse(otra.headers["Location"]).query != url.query


def test_entra_y_el_directorio_sigue_al_proveedor(con_op, op, base, mundo):
    sub = uuid.uuid4().hex
    c = entrar(con_op, op, sub=sub)
    yo = c.get("/v1/yo").json["usuario"]
    assert yo["nombre"] == "Elena Ríos" and yo["correo"] == "elena@sre.example" and yo["rol"] == "dgcp"
    op.cambios = {"name": "Elena Ríos Mora", "email": None}
    d = entrar(con_op, op, sub=sub, grupos=["otra", "dictamen-cja"])
    nuevo = d.get("/v1/yo").json["usuario"]
    assert nuevo["id"] == yo["id"] and nuevo["nombre"] == "Elena Ríos Mora" and nuevo["rol"] == "cja" and "correo" not in nuevo
    assert entrar(con_op, op, sub=sub, grupos=["titulares", "dictamen-cja"]).get("/v1/yo").json["usuario"]["rol"] == "cja_titular"
    base.ctl("usuario", "baja", "--id", yo["id"])
    e, r = ir(con_op)
    assert volver(e, op.aceptar(r.headers["Location"], sub=sub), 403).slug == "sin-funcion"


def test_datos_anidados(con_op, op, mundo):
    op.cambios = {"realm_access": {"roles": ["x", "local"]}}
    c = entrar(con_op, op, sub=uuid.uuid4().hex, grupos=[])
    assert c.get("/v1/yo").json["organizacion"]["id"] == mundo.org["guadalajara"]


@pytest.mark.parametrize("nombre", [None, "", "a\nb", "x" * 5000, 7, ["x"], "ñ" * 300])
def test_nombres_raros(con_op, op, nombre):
    op.cambios = {"name": nombre}
    n = entrar(con_op, op, sub=uuid.uuid4().hex).get("/v1/yo").json["usuario"]["nombre"]
    assert n and len(n) <= 200 and "\n" not in n


@pytest.mark.parametrize("grupos", [[], ["otro"], ["dictamen-dgcp "], ["DICTAMEN-DGCP"], [1], ["de-nadie"]])
def test_quien_no_tiene_funcion(con_op, op, grupos, base):
    sub = uuid.uuid4().hex
    c, r = ir(con_op)
    assert volver(c, op.aceptar(r.headers["Location"], sub=sub, grupos=grupos), 403).slug == "sin-funcion"
    assert not base.sql("select 1 from identidad_externa where sujeto = %s", sub)


def test_pagina(con_op, op):
    c, r = ir(con_op)
    r = c.get(REGRESO, consulta=op.aceptar(r.headers["Location"], sub=uuid.uuid4().hex), encabezados={"Accept": "text/html"})
    assert r.headers["Content-Type"].startswith("text/html") and "script" not in r.body.decode() and c.sesion
    r = ClienteSesion(con_op.puerto).get(REGRESO, 403, consulta={"code": "x", "state": "<script>"}, encabezados={"Accept": "text/html"})
    assert b"<script>" not in r.body


# ---- state, nonce, browser ---------------------------------------------------------------------------------------------------------------------


def test_state_y_cookie(con_op, op):
    c, r = ir(con_op)
    q = op.aceptar(r.headers["Location"])
    ajena, otra = ir(con_op)
    falso = q["state"][:-1] + ("A" if q["state"][-1] != "A" else "E")
    for malo in ({**q, "state": falso}, {**q, "state": ""}, {"code": q["code"]}, {**q, "state": op.aceptar(otra.headers["Location"])["state"]},
                 {"state": q["state"]}, {**q, "code": ""}, {**q, "code": "x" * 3000}, {**q, "iss": "https://otro.example"}):
        n = ClienteSesion(con_op.puerto)
        n.cookies = {"__Host-entrada": c.cookies["__Host-entrada"]}
        r = volver(n, malo, 403)
        assert r.slug == "entrada-invalida" and n.sesion is None, malo
    # The victim's browser with the attacker's answer, and no cookie at all.
    assert volver(ajena, q, 403).slug == "entrada-invalida"
    assert volver(ClienteSesion(con_op.puerto), q, 403).slug == "entrada-invalida"
    for cookie in ("x", "dp_" + "A" * 43, "ds_" + "A" * 43, ""):
        n = ClienteSesion(con_op.puerto)
        n.cookies = {"__Host-entrada": cookie}
        assert n.get(REGRESO, 403, consulta=q).slug == "entrada-invalida"
    assert op.codigos[q["code"]]  # nobody asked for it yet
    volver(c, {**q, "iss": op.emisor})
    c2 = ClienteSesion(con_op.puerto)
    c2.cookies = {}
    volver(c2, q, 403)


def test_el_proveedor_dice_que_no(con_op, op):
    c, r = ir(con_op)
    q = op.aceptar(r.headers["Location"])
    assert volver(c, {"error": "access_denied", "error_description": "<b>no</b>", "state": q["state"]}, 403).slug == "proveedor-nego"


def test_sin_fijacion(con_op, op):
    c, r = ir(con_op)
    c.cookies["__Host-sesion"] = puesta = "ds_" + "D" * 43
    volver(c, op.aceptar(r.headers["Location"], sub=uuid.uuid4().hex))
    assert c.sesion != puesta


# ---- forged ID tokens -----------------------------------------------------------------------------------------------------------------------------


AJENA, PROPIA_RSA = Llave("RS256", kid="k1"), Llave("RS256", kid="nuevo")
CLAIMS_MALOS = [{"iss": "https://otro.example"}, {"iss": None}, {"aud": "otro"}, {"aud": None}, {"aud": []}, {"aud": ["dictamen", "otro"]},
                {"aud": ["dictamen", "otro"], "azp": "otro"}, {"azp": "otro"}, {"azp": ""}, {"exp": 1}, {"exp": None}, {"exp": "mañana"}, {"iat": None},
                {"iat": 4102444800}, {"nbf": 4102444800}, {"nonce": None}, {"nonce": ""}, {"nonce": "A" * 43}, {"nonce": 5},
                {"sub": None}, {"sub": ""}, {"sub": "x" * 300}, {"sub": 7}, {"sub": "a\nb"}]


@pytest.mark.parametrize("cambio", CLAIMS_MALOS, ids=str)
def test_claims_malos(con_op, op, cambio):
    op.cambios = cambio
    c, r = ir(con_op)
    assert volver(c, op.aceptar(r.headers["Location"], sub=uuid.uuid4().hex), 403).slug == "entrada-invalida"
    assert c.sesion is None


def test_varios_destinatarios_con_azp(con_op, op):
    op.cambios = {"aud": ["otro", "dictamen"], "azp": "dictamen"}
    entrar(con_op, op, sub=uuid.uuid4().hex)


FIRMAS_MALAS = {
    "otra llave con el mismo kid": lambda op, c: AJENA.token(c),
    "none": lambda op, c: compacto({"alg": "none"}, c, lambda d: b""),
    "HS256 con el secreto": lambda op, c: con_secreto({"kid": "k1"}, c, op.secreto.encode()),
    "HS256 con la llave pública": lambda op, c: con_secreto({"kid": "k1"}, c, op.llave.publica_pem()),
    "jwk propia": lambda op, c: AJENA.token(c, jwk=AJENA.jwk()),
    "jku": lambda op, c: Llave("RS256", kid="z").token(c, jku=op.emisor + "/mio"),
    "kid ajeno": lambda op, c: op.llave.token(c, kid="otro"),
    **{f"kid {kid!r}": lambda op, c, kid=kid: AJENA.token(c, kid=kid) for kid in ("../../../../dev/null", "http://169.254.169.254/k", "' or '1'='1", "k1\u0000", "", 5, ["k1"])},
    "es un token de acceso": lambda op, c: op.llave.token(c, typ="at+jwt"),
    "crit": lambda op, c: op.llave.token(c, crit=["x"], x=1),
    "RS512": lambda op, c: op.llave.token(c, alg="RS512"),
    "sin firma": lambda op, c: op.llave.token(c).rsplit(".", 1)[0] + ".",
    "basura": lambda op, c: "hola",
    "enorme": lambda op, c: op.llave.token({**c, "x": "y" * 20000}),
    "vacío": lambda op, c: "",
}


@pytest.mark.parametrize("nombre", FIRMAS_MALAS)
def test_firmas_malas(con_op, op, nombre):
    op.firmar = lambda c: FIRMAS_MALAS[nombre](op, c)
    c, r = ir(con_op)
    r = volver(c, op.aceptar(r.headers["Location"], sub=uuid.uuid4().hex), 403)
    assert r.slug == "entrada-invalida" and c.sesion is None
    assert set(op.pedidos) <= {"/.well-known/openid-configuration", "/auth", "/token", "/jwks"}, "what a token says of its key was asked for"


def test_sin_kid_vale_la_unica(con_op, op):
    op.firmar = lambda c: op.llave.token(c, kid=None)
    entrar(con_op, op, sub=uuid.uuid4().hex)


def test_codigo_ajeno_no_se_canjea(con_op, op):
    """A code that was given for another browser's question does not fit this one's verifier."""
    _, otra = ir(con_op)
    ajeno = op.aceptar(otra.headers["Location"])
    c, r = ir(con_op)
    q = op.aceptar(r.headers["Location"])
    assert volver(c, {**q, "code": ajeno["code"]}, 403).slug == "entrada-invalida"


# ---- keys and discovery -----------------------------------------------------------------------------------------------------------------------------


def servicio_nuevo(base, lanzar, op, mapa, **mas):
    return lanzar(base, op.ajustes(mapa, DICTAMEN_URL_PUBLICA=URL, **mas))


def test_cambio_de_llaves(base, lanzar, op, mapa):
    """A token of a key that is not known makes the service ask, but not for each of a flood; what it knows goes on serving while the answer is no good."""
    s = servicio_nuevo(base, lanzar, op, mapa)

    def intento():
        c, r = ir(s)
        return c.pedir("GET", REGRESO, consulta=op.aceptar(r.headers["Location"], sub=uuid.uuid4().hex)).status

    assert intento() == 200
    antes = op.pedidos.count("/jwks")
    op.firmar = PROPIA_RSA.token
    assert [intento() for _ in range(5)] == [403] * 5 and op.pedidos.count("/jwks") - antes <= 1
    op.crudo = {"/jwks": lambda h: Malicioso.json(h, {}, 500)}
    antes = op.pedidos.count("/jwks")
    esperar(lambda: intento() == 403 and op.pedidos.count("/jwks") > antes, 30)
    op.firmar = None
    assert intento() == 200
    op.crudo, op.firmar = {}, PROPIA_RSA.token
    op.llaves = [op.llave, PROPIA_RSA, Llave("ES256", kid="es")]
    esperar(lambda: intento() == 200, 30)
    op.firmar = None
    assert intento() == 200
    op.firmar = op.llaves[2].token
    assert intento() == 200


def tonto(h):
    time.sleep(4)


def enorme(h):
    h.send_response(200)
    h.end_headers()
    try:
        for _ in range(2000):
            h.wfile.write(b" " * 65536)
    except OSError:
        pass


MALOS = {"lento": tonto, "enorme": enorme, "no es JSON": lambda h: Malicioso.json(h, b"<html>"), "lista": lambda h: Malicioso.json(h, []),
         "vacío": lambda h: Malicioso.json(h, {}), "500": lambda h: Malicioso.json(h, {}, 500), "repetido": lambda h: Malicioso.json(h, b'{"keys":[],"keys":[]}'),
         "redirige": lambda h: (h.send_response(302), h.send_header("Location", "http://169.254.169.254/"), h.end_headers()),
         "llaves de otra clase": lambda h: Malicioso.json(h, {"keys": [{"kty": "oct", "k": "AAAA", "kid": "k1"}, {"kty": "RSA"}, 5, {"kty": "EC", "crv": "P-521"},
                                                                     Llave("RS256", kid="k1", bits=1024).jwk(), {**Llave("RS256", kid="k1").jwk(), "use": "enc"}]})}


@pytest.mark.parametrize("nombre", MALOS)
@pytest.mark.parametrize("camino", ["/jwks", "/.well-known/openid-configuration"])
def test_llaves_malas_al_empezar_y_despues(base, lanzar, op, mapa, nombre, camino):
    s = servicio_nuevo(base, lanzar, op, mapa)
    op.crudo = {camino: MALOS[nombre]}
    _, r = ir(s, espera=503)
    assert r.slug == "proveedor-no-disponible" and int(r.headers["Retry-After"]) >= 1
    op.crudo = {}
    entrar(s, op, sub=uuid.uuid4().hex)
    # What it knows goes on serving, whatever becomes of that address now.
    op.crudo = {camino: MALOS[nombre]}
    entrar(s, op, sub=uuid.uuid4().hex)


def test_el_proveedor_se_fue(base, lanzar, mapa):
    op = Malicioso()
    s = servicio_nuevo(base, lanzar, op, mapa)
    c, r = ir(s)
    q = op.aceptar(r.headers["Location"])
    op.cerrar()
    assert volver(c, q, 503).slug == "proveedor-no-disponible"
    ir(s)  # the way there is still known
    # Nobody else waits for it.
    s.cliente().get("/v1/procedimiento")


def test_token_lento_no_detiene_a_los_demas(con_op, op, mundo):
    import threading
    op.crudo = {"/token": tonto}
    c, r = ir(con_op)
    q = op.aceptar(r.headers["Location"])
    visto = []
    h = threading.Thread(target=lambda: visto.append(volver(c, q, 503)))
    h.start()
    m = mundo.en_puerto(con_op)
    m.local.get("/v1/yo")
    m.local.post("/v1/expedientes", {"datos": {}})
    h.join()
    assert visto[0].slug == "proveedor-no-disponible"


@pytest.mark.parametrize("cambio", [{"issuer": "https://otro.example"}, {"issuer": None}, {"token_endpoint": "file:///etc/passwd"},
                                    {"token_endpoint": "http://169.254.169.254/"}, {"jwks_uri": "http://10.0.0.1/jwks"}, {"jwks_uri": 5}, {"jwks_uri": ""},
                                    {"authorization_endpoint": "javascript:alert(1)"}, {"authorization_endpoint": "http://otro.example/auth"},
                                    {"token_endpoint": "https://a@b.example/"}, {"token_endpoint": "http://127.0.0.1.otro.example/"},
                                    {"authorization_endpoint": "https://x/\r\nSet-Cookie: a=b"}], ids=str)
def test_descubrimiento_tramposo(base, lanzar, op, mapa, cambio):
    s = servicio_nuevo(base, lanzar, op, mapa)
    op.descubrimiento = cambio
    _, r = ir(s, espera=503)
    assert r.slug == "proveedor-no-disponible"


# ---- configuration ------------------------------------------------------------------------------------------------------------------------------------


def test_sin_proveedor(mundo):
    assert mundo.anonimo().get("/v1/sesiones/proveedor", 503).slug == "sin-proveedor"
    assert mundo.anonimo().get(REGRESO, 503).slug == "sin-proveedor"


@pytest.mark.parametrize("texto", ["", "[a]\nexige = x:y\nrol = dgcp\n", "[a]\nexige = x\norganizacion = O\nrol = dgcp\n", "[a]\nexige = x:y\norganizacion = z\nrol = dgcp\n",
                                   "[a]\nexige = x:y\norganizacion = O\nrol = rey\n", "exige = x:y\norganizacion = O\nrol = dgcp\n",
                                   "[a]\nexige = x:y\norganizacion = O\nrol = dgcp\notra = 1\n", "[a]\norganizacion = O\nrol = dgcp\n", "[a]\nexige = :y\n", "no es ini"])
def test_mapas_malos(base, lanzar, op, tmp_path, mundo, texto):
    ruta = tmp_path / "mapa.ini"
    ruta.write_text(texto.replace("= O", "= " + mundo.org["sre"]), encoding="utf-8")
    with pytest.raises(RuntimeError, match="proveedor_mapa"):
        lanzar(base, op.ajustes(str(ruta)))


REGLA = "[a]\nexige = x:y\norganizacion = O\nrol = dgcp\n"


@pytest.mark.parametrize("texto,dice", [
    (REGLA + "[b]\nexige = grupos:" + "g" * 200 + "\n", "renglón 6: tiene más de 197 bytes: pártalo y sangre la continuación"),
    ("# " + "-" * 200 + "\n" + REGLA, "renglón 1: tiene más de 197 bytes"), (REGLA.replace("x:y", "x:y ; grupos:jefes"), "renglón 2: lo que sigue a « ;» se tomaría por comentario"),
    (REGLA + "exige\n", "renglón 5: se espera «clave = valor» o «[sección]»"), (REGLA + "rol = cja\n", "renglón 5: rol: está dos veces"),
    (REGLA + "organizacion = O\n", "renglón 5: organizacion: está dos veces"), (REGLA + "ambitos = expedientes:leer\nambitos = directorio:leer\n", "renglón 6: ambitos: está dos veces"),
    (REGLA + "exige =\n", "renglón 5: exige: está vacío"), (REGLA.replace("[a]", f"[{'a' * 49}]"), "renglón 2: cada regla va en una sección con nombre propio, de hasta 48"),
    (REGLA + "\xff\n", "no es un texto UTF-8"), (REGLA + "\0\n", "no es un texto UTF-8"), (REGLA + "\n" * 262144, "tiene más de 256 KiB")],
    ids=["largo", "comentario-largo", "punto-y-coma", "forma", "rol", "organizacion", "ambitos", "vacio", "seccion", "utf8", "nulo", "grande"])
def test_mapas_que_no_se_leen_enteros(base, lanzar, op, tmp_path, mundo, texto, dice):
    """A line of this file that is read by half would let in whom it does not name."""
    ruta = tmp_path / "mapa.ini"
    ruta.write_bytes(texto.replace("= O", "= " + mundo.org["sre"]).replace("\xff", "\udcff").encode("utf-8", "surrogateescape"))
    with pytest.raises(RuntimeError) as e:
        lanzar(base, op.ajustes(str(ruta)))
    assert "proveedor_mapa" in str(e.value) and dice in str(e.value)


def test_una_regla_sigue_en_otro_renglon(base, lanzar, op, tmp_path, mundo):
    """All that `exige` demands in its lines must be so."""
    largo = "g" * 150
    ruta = tmp_path / "mapa.ini"
    ruta.write_text(f"[a]\nexige = grupos:{largo}-1,\n   grupos:{largo}-2\norganizacion = {mundo.org['sre']}\nrol = dgcp\n", encoding="utf-8")
    s = lanzar(base, op.ajustes(str(ruta), DICTAMEN_URL_PUBLICA=URL))
    for grupos, espera in (([largo + "-1"], 403), ([largo + "-2"], 403), ([largo + "-1", largo + "-2"], 200)):
        c, r = ir(s)
        volver(c, op.aceptar(r.headers["Location"], sub="largo", grupos=grupos), espera)


@pytest.mark.parametrize("ajustes,clave", [({"DICTAMEN_OIDC_EMISOR": "http://otro.example"}, "oidc_emisor"), ({"DICTAMEN_OIDC_EMISOR": "ftp://x"}, "oidc_emisor"),
                                           ({"DICTAMEN_PROVEEDOR_CLIENTE": ""}, "proveedor_cliente"), ({"DICTAMEN_PROVEEDOR_MAPA": "/no/existe"}, "proveedor_mapa"),
                                           ({"DICTAMEN_PROVEEDOR_SECRETO_ARCHIVO": "/no/existe"}, "proveedor_secreto_archivo")])
def test_ajustes_malos(base, lanzar, op, mapa, ajustes, clave):
    with pytest.raises(RuntimeError, match=clave):
        lanzar(base, {**op.ajustes(mapa), **ajustes})
