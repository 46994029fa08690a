"""OAuth 2 client credentials: tokens that machines ask for, what they open, and every way of making one up."""

import base64
import json
import os
import time
import uuid
import zlib
from urllib.parse import urlencode

import pytest

from support.fichas import Llave, b64, compacto, con_secreto, partes
from support.cliente import Cliente
from support.cuentas import esperar

FORMULARIO = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def llaves(base, tmp_path_factory):
    """Two keys of the service's own, made by its own tool."""
    rutas = [str(tmp_path_factory.mktemp("llaves") / f"{n}.pem") for n in ("una", "otra")]
    for r in rutas:
        base.ctl("token", "crear-llave", "--archivo", r)
        assert os.stat(r).st_mode & 0o777 == 0o600
    return rutas


@pytest.fixture(scope="module")
def emisor(base, llaves):
    from conftest import AJUSTES
    from support.servicio import Servicio
    s = Servicio(base, {**AJUSTES, "DICTAMEN_TOKEN_LLAVE": llaves[0], "DICTAMEN_URL_PUBLICA": "https://dictamen.example/"}).arrancar()
    yield s
    assert s.parar() == 0, s.ultimas_lineas()
    s.lineas()


@pytest.fixture
def maquina(mundo):
    """(id, text) of a fresh key of a machine."""
    usuario = mundo.base.usuario(mundo.org["guadalajara"], "Portal", "gobierno_local", maquina=True)
    return (*mundo.base.clave(usuario), usuario)


def pedir(s, cuerpo, encabezados=None, **mas):
    datos = cuerpo if isinstance(cuerpo, bytes) else urlencode(cuerpo).encode()
    return s.cliente().pedir("POST", "/oauth/token", datos, encabezados, tipo=FORMULARIO, **mas)


def dar(s, maquina, **mas):
    r = pedir(s, {"grant_type": "client_credentials", "client_id": maquina[0], "client_secret": maquina[1], **mas}, espera=200)
    return r.json["access_token"]


def con(s, token, maquina=True):
    return Cliente(s.puerto, token, maquina=maquina)


# ---- the way it is meant ---------------------------------------------------------------------------------------------------------------


def test_token(emisor, maquina, mundo):
    r = pedir(emisor, {"grant_type": "client_credentials", "client_id": maquina[0], "client_secret": maquina[1]}, espera=200)
    assert r.headers["Cache-Control"] == "no-store" and r.json["token_type"] == "Bearer" and r.json["expires_in"] == 600
    h, c, _ = partes(r.json["access_token"])
    assert h["alg"] == "ES256" and h["typ"] == "at+jwt" and set(h) == {"alg", "typ", "kid"}
    assert c["iss"] == c["aud"] == "https://dictamen.example" and c["sub"] == maquina[2] and c["client_id"] == maquina[0]
    assert c["exp"] - c["iat"] == 600 and c["nbf"] == c["iat"] and uuid.UUID(c["jti"])
    assert c["scope"] == r.json["scope"] == "expedientes:leer expedientes:presentar directorio:leer eventos:suscribir"
    k = con(emisor, r.json["access_token"])
    yo = k.get("/v1/yo").json
    assert yo["usuario"]["id"] == maquina[2] and yo["expira_en"]
    e = k.post("/v1/expedientes", {"datos": {}}).json["expediente"]
    assert k.get(f"/v1/expedientes/{e['id']}/actos").json["datos"][0]["actor"]["usuario"] == maquina[2]
    assert mundo.zapopan.pedir("GET", f"/v1/expedientes/{e['id']}").status == 404


def test_la_llave_publicada_lo_comprueba(emisor, maquina, llaves):
    r = emisor.cliente().get("/.well-known/jwks.json")
    (k,) = r.json["keys"]
    h, _, _ = partes(dar(emisor, maquina))
    assert h["kid"] == k["kid"] and "d" not in k and set(k) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
    with open(llaves[0], "rb") as f:
        assert {**Llave(pem=f.read()).jwk(), "kid": k["kid"]} == k


def test_basica(emisor, maquina):
    basica = base64.b64encode(f"{maquina[0]}:{maquina[1]}".encode()).decode()
    r = pedir(emisor, {"grant_type": "client_credentials"}, {"Authorization": "Basic " + basica}, espera=200)
    con(emisor, r.json["access_token"]).get("/v1/yo")
    pedir(emisor, {"grant_type": "client_credentials", "client_id": maquina[0]}, {"Authorization": "basic " + basica}, espera=200)
    # Two ways at once, another id, what is no base64.
    for cuerpo, h in (({"client_secret": maquina[1]}, basica), ({"client_id": str(uuid.uuid4())}, basica), ({}, basica[:-2]), ({}, "%%%"), ({}, ""),
                      ({}, base64.b64encode(maquina[1].encode()).decode()), ({}, base64.b64encode(b"\0:\0").decode())):
        r = pedir(emisor, {"grant_type": "client_credentials", **cuerpo}, {"Authorization": "Basic " + h})
        assert r.status == 401 and r.json["error"] == "invalid_client" and r.headers["WWW-Authenticate"].startswith("Basic")


def test_scope(emisor, maquina):
    t = dar(emisor, maquina, scope="expedientes:leer")
    k = con(emisor, t)
    k.get("/v1/expedientes")
    assert k.post("/v1/expedientes", {"datos": {}}, 403).slug == "sin-permiso"
    assert k.get("/v1/usuarios", 403)
    for malo in ("expedientes:tramitar", "expedientes:leer expedientes:leer", "expedientes:leer,directorio:leer", "todo", "expedientes:leer  directorio:leer", " "):
        r = pedir(emisor, {"grant_type": "client_credentials", "client_id": maquina[0], "client_secret": maquina[1], "scope": malo})
        assert r.status == 400 and r.json["error"] == "invalid_scope", malo


def test_solo_sistemas_y_solo_su_clave(emisor, maquina, mundo):
    ident, clave = mundo.claves["local"]
    casos = [(ident, clave), (maquina[0], mundo.claves["maquina"][1]), (mundo.claves["maquina"][0], maquina[1]), (str(uuid.uuid4()), maquina[1]),
             (maquina[0], "dk_" + "A" * 43), ("x", maquina[1]), (maquina[0], ""), ("", ""), (maquina[0], maquina[1] + "A"), (maquina[2], maquina[1])]
    for quien, secreto in casos:
        r = pedir(emisor, {"grant_type": "client_credentials", "client_id": quien, "client_secret": secreto})
        assert r.status == 401 and r.json["error"] == "invalid_client", quien


@pytest.mark.parametrize("cuerpo,error", [({}, "invalid_request"), ({"grant_type": "password", "username": "x", "password": "y"}, "unsupported_grant_type"),
                                          ({"grant_type": "authorization_code", "code": "x"}, "unsupported_grant_type"),
                                          ({"grant_type": "client_credentials"}, "invalid_client")])
def test_lo_que_no_se_da(emisor, cuerpo, error):
    r = pedir(emisor, cuerpo or b"x=y")
    assert r.json["error"] == error and r.status == (401 if error == "invalid_client" else 400)


def test_formularios_malos(emisor):
    c = emisor.cliente()
    assert c.pedir("POST", "/oauth/token", {"grant_type": "client_credentials"}).status == 415
    assert pedir(emisor, b"").status == 400
    for malo in (b"grant_type=a&grant_type=b", b"%zz=1", b"a=%ff", b"a=\xff", b"a=\0", b"&".join(b"a%d=1" % i for i in range(101))):
        assert pedir(emisor, malo).status == 400, malo
    assert pedir(emisor, b"a=" + b"x" * 9000).status == 413
    assert c.pedir("GET", "/oauth/token").status == 405


# ---- how it ends --------------------------------------------------------------------------------------------------------------------------


def test_revocada_en_un_segundo(emisor, maquina, mundo):
    """Within a second, not at the end of the token's life: the key behind it is asked for."""
    t = dar(emisor, maquina)
    k = con(emisor, t)
    k.get("/v1/yo")
    mundo.base.ctl("clave", "revocar", "--id", maquina[0])
    esperar(lambda: k.pedir("GET", "/v1/yo").status == 401)
    r = pedir(emisor, {"grant_type": "client_credentials", "client_id": maquina[0], "client_secret": maquina[1]})
    assert r.status == 401


def test_persona_de_baja(emisor, maquina, mundo):
    k = con(emisor, dar(emisor, maquina))
    mundo.base.ctl("usuario", "baja", "--id", maquina[2])
    esperar(lambda: k.pedir("GET", "/v1/yo").status == 401)


def test_vence(base, mundo, maquina, llaves, lanzar):
    s = lanzar(base, {"DICTAMEN_TOKEN_LLAVE": llaves[0], "DICTAMEN_TOKEN_VIDA": "120"}, reloj=True)
    k = con(s, dar(s, maquina))
    k.get("/v1/yo")
    s.mover_reloj(110)
    k.get("/v1/yo")
    s.mover_reloj(130)
    k.get("/v1/yo", 401)
    s.mover_reloj(-3600)
    nuevo = dar(s, maquina)
    s.mover_reloj(0)
    con(s, nuevo).get("/v1/yo", 401)


def test_cambio_de_llave(base, mundo, maquina, llaves, lanzar, emisor):
    ajustes = {"DICTAMEN_URL_PUBLICA": "https://dictamen.example"}
    viejo = dar(emisor, maquina)
    ambas = lanzar(base, {**ajustes, "DICTAMEN_TOKEN_LLAVE": llaves[1], "DICTAMEN_TOKEN_LLAVE_ANTERIOR": llaves[0]})
    assert len(ambas.cliente().get("/.well-known/jwks.json").json["keys"]) == 2
    con(ambas, viejo).get("/v1/yo")
    nuevo = dar(ambas, maquina)
    assert partes(nuevo)[0]["kid"] != partes(viejo)[0]["kid"]
    con(ambas, nuevo).get("/v1/yo")
    con(emisor, nuevo).get("/v1/yo", 401)
    sola = lanzar(base, {**ajustes, "DICTAMEN_TOKEN_LLAVE": llaves[1]})
    con(sola, nuevo).get("/v1/yo")
    con(sola, viejo).get("/v1/yo", 401)


def test_sin_llave(mundo, servicio, emisor, maquina):
    emisor.cliente().get("/.well-known/jwks.json?x=1", 400)
    assert pedir(servicio, {"grant_type": "client_credentials", "client_id": maquina[0], "client_secret": maquina[1]}).slug == "sin-tokens"
    assert servicio.cliente().get("/.well-known/jwks.json").json == {"keys": []}
    con(servicio, dar(emisor, maquina)).get("/v1/yo", 401)


def test_llaves_que_no_sirven(base, lanzar, tmp_path, llaves):
    abierta = tmp_path / "abierta.pem"
    abierta.write_bytes(Llave().pem())
    abierta.chmod(0o644)
    rsa = tmp_path / "rsa.pem"
    rsa.write_bytes(Llave("RS256").pem())
    rsa.chmod(0o600)
    for mala in (str(abierta), str(rsa), str(tmp_path), str(tmp_path / "no"), "/dev/null"):
        with pytest.raises(RuntimeError, match="token_llave"):
            lanzar(base, {"DICTAMEN_TOKEN_LLAVE": mala})
    assert base.ctl("token", "crear-llave", "--archivo", llaves[0], verifica=False).returncode == 1


# ---- made up ---------------------------------------------------------------------------------------------------------------------------------


def falsos(bueno, propia, llave_publica, llave_jwk):
    """(name, token): all of them wrong in one way."""
    h, c, f = partes(bueno)
    cab, cue, fir = bueno.split(".")
    ajena = Llave(kid=h["kid"])
    yield "firma de otra llave con el mismo kid", ajena.token(c, typ="at+jwt")
    yield "alg none", compacto({**h, "alg": "none"}, c, lambda d: b"")
    yield "alg none con firma", compacto({**h, "alg": "none"}, c, lambda d: f)
    for n in ("None", "NONE", "nOnE", "", None, 1, ["ES256"]):
        yield f"alg {n!r}", compacto({**h, "alg": n}, c, lambda d: f)
    yield "sin alg", compacto({k: v for k, v in h.items() if k != "alg"}, c, lambda d: f)
    for secreto in (llave_publica, llave_publica.strip(), json.dumps(llave_jwk).encode(), b"", b64(b"x").encode()):
        yield "HS256 con la llave pública", con_secreto(h, c, secreto)
    rsa = Llave("RS256", kid=h["kid"])
    yield "RS256 con el kid de la otra", rsa.token(c, typ="at+jwt")
    yield "jwk en el encabezado", ajena.token(c, typ="at+jwt", jwk=ajena.jwk())
    yield "jwk y kid propio", Llave(kid="mia").token(c, typ="at+jwt", jwk=ajena.jwk())
    yield "jku", Llave(kid="mia").token(c, typ="at+jwt", jku="http://127.0.0.1:1/jwks.json")
    yield "x5u", Llave(kid="mia").token(c, typ="at+jwt", x5u="http://127.0.0.1:1/c.pem")
    yield "x5c", Llave(kid="mia").token(c, typ="at+jwt", x5c=["MIIB"])
    for kid in ("../../dev/null", "' or '1'='1", "", "\u0000", "x" * 5000, None, 5, {"a": 1}, ["x"]):
        yield f"kid {str(kid)[:20]!r}", compacto({**h, "kid": kid}, c, Llave().firma)
    for typ in ("JWT", "jwt", "", None, "at+jwtx", "id+jwt", 7):
        yield f"typ {typ!r}", propia.token(c, kid=h["kid"], typ=typ)
    yield "crit", propia.token(c, kid=h["kid"], typ="at+jwt", crit=["exp"])
    bomba = zlib.compressobj(9, zlib.DEFLATED, -15)
    inflada = bomba.compress(b" " * 4_000_000 + json.dumps(c).encode()) + bomba.flush()
    yield "comprimido", propia.token(inflada, kid=h["kid"], typ="at+jwt", zip="DEF")
    yield "un token dentro", propia.token(Llave().token(c).encode(), kid=h["kid"], typ="at+jwt", cty="JWT")
    yield "dos veces alg", compacto(b'{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"%s"}' % h["kid"].encode(), c, propia.firma)
    yield "dos veces scope", propia.token(json.dumps(c)[:-1].encode() + b',"scope":"expedientes:tramitar"}', kid=h["kid"], typ="at+jwt")
    for cambio in ({"iss": "https://otro.example"}, {"iss": "https://dictamen.example/"}, {"iss": None}, {"iss": ["https://dictamen.example"]},
                   {"aud": "https://otro.example"}, {"aud": []}, {"aud": None}, {"aud": [1, "https://dictamen.example"]}, {"aud": {"x": 1}},
                   {"exp": int(time.time()) - 60}, {"exp": None}, {"exp": str(c["exp"])}, {"exp": c["exp"] + 0.5}, {"exp": -1}, {"exp": 10 ** 30}, {"exp": True},
                   {"nbf": int(time.time()) + 300}, {"nbf": "x"}, {"iat": int(time.time()) + 300}, {"client_id": None}, {"client_id": "x"},
                   {"client_id": str(uuid.uuid4())}, {"sub": str(uuid.uuid4())}, {"sub": None}, {"scope": None}, {"scope": "todo"},
                   {"scope": ["expedientes:leer"]}):
        d = {k: v for k, v in {**c, **cambio}.items() if v is not None}
        yield f"claims {cambio}", propia.token(d, kid=h["kid"], typ="at+jwt")
    yield "claims que no son objeto", propia.token([1, 2], kid=h["kid"], typ="at+jwt")
    yield "claims que no son JSON", propia.token(b"{", kid=h["kid"], typ="at+jwt")
    yield "otros claims, la misma firma", cab + "." + b64(json.dumps({**c, "scope": "expedientes:tramitar"}).encode()) + "." + fir
    yield "una letra menos", bueno[:-1]
    yield "sin firma", cab + "." + cue + "."
    yield "dos partes", cab + "." + cue
    yield "cuatro partes", bueno + ".x"
    yield "cinco partes", bueno + ".x.y"
    yield "relleno", bueno + "="
    yield "espacios", bueno + " x"
    yield "base64 común", bueno.replace("-", "+").replace("_", "/") if "-" in bueno or "_" in bueno else bueno + "+"
    yield "enorme", propia.token({**c, "x": "y" * 9000}, kid=h["kid"], typ="at+jwt")
    yield "puntos", "..".rjust(40, ".")
    yield "firma DER", cab + "." + cue + "." + b64(b"\x30\x44" + f + b"\0\0\0\0")
    yield "firma de ceros", cab + "." + cue + "." + b64(b"\0" * 64)


def test_ninguno_inventado_abre(emisor, maquina, llaves):
    bueno = dar(emisor, maquina)
    with open(llaves[0], "rb") as f:
        propia = Llave(pem=f.read())
    (jwk,) = emisor.cliente().get("/.well-known/jwks.json").json["keys"]
    # What the forger's tool makes when nothing is wrong is good: each of the others is refused for its one fault.
    h, c, _ = partes(bueno)
    for typ in ("at+jwt", "application/at+jwt", "AT+JWT"):
        con(emisor, propia.token(c, kid=h["kid"], typ=typ)).get("/v1/yo")
    con(emisor, propia.token({**c, "aud": ["x", c["aud"]]}, kid=h["kid"], typ="at+jwt")).get("/v1/yo")
    n = 0
    for nombre, token in falsos(bueno, propia, propia.publica_pem(), jwk):
        r = con(emisor, token).pedir("GET", "/v1/yo")
        assert r.status in (401, 431) and "Set-Cookie" not in r.headers, (nombre, r)
        if r.status == 401:
            assert r.slug == "credencial-invalida", nombre
        n += 1
    assert n > 70
    con(emisor, bueno).get("/v1/yo")


def test_un_token_no_es_una_clave_ni_una_sesion(emisor, maquina):
    t = dar(emisor, maquina)
    assert pedir(emisor, {"grant_type": "client_credentials", "client_id": maquina[0], "client_secret": t}).status == 401
    r = emisor.cliente().pedir("GET", "/v1/yo", encabezados={"Cookie": f"__Host-sesion={t}"})
    assert r.status == 401
    assert con(emisor, t).get("/v1/sesiones/actual", 403).slug == "sesion-necesaria"
    # Another service's own token names another issuer.


def test_se_cuenta_al_sistema(base, maquina, llaves, lanzar):
    """The tokens that were given for a key are that key's account; asking for another one gains nothing."""
    s = lanzar(base, {"DICTAMEN_TOKEN_LLAVE": llaves[0], "DICTAMEN_LIMITE_LECTURA_CLAVE": "70"})
    k = con(s, dar(s, maquina))
    k.get("/v1/yo")
    assert k.get("/v1/yo").headers["RateLimit-Policy"] == '"lectura-clave";q=70;w=60'
    otro = con(s, dar(s, maquina))
    otro.get("/v1/yo")
    while (r := k.pedir("GET", "/v1/yo")).status == 200:
        pass
    assert r.status == 429 and otro.pedir("GET", "/v1/yo").status == 429
    con(s, "a.b.c").get("/v1/yo", 401).headers["RateLimit-Policy"].startswith('"lectura-direccion"')


def test_nada_secreto_en_la_bitacora(emisor, maquina):
    t = dar(emisor, maquina)
    con(emisor, t).get("/v1/yo")
    with open(emisor.registro, encoding="utf-8", errors="replace") as f:
        registro = f.read()
    assert t not in registro and maquina[1] not in registro
