"""Access tokens of other issuers: what they open, whom they name, and every way in which they or their issuer's keys may be wrong."""

import json
import time
import uuid

import pytest

from support.certificados import Certificado
from support.cliente import Cliente
from support.cuentas import ClienteSesion, esperar
from support.fichas import Llave, compacto, con_secreto, partes
from support.proveedor import Malicioso

URL = "https://dictamen.example"


def escribir_mapa(ruta, mundo):
    ruta.write_text(f"""[titular]
exige = grupos:titulares
organizacion = {mundo.org["sre"]}
rol = cja_titular
[dgcp]
exige = grupos:dgcp
organizacion = {mundo.org["sre"]}
rol = dgcp
[portal]
exige = client_id:portal-gdl
organizacion = {mundo.org["guadalajara"]}
rol = gobierno_local
ambitos = expedientes:leer,expedientes:presentar
[local]
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
def mapa(mundo, tmp_path_factory):
    return escribir_mapa(tmp_path_factory.mktemp("mapa") / "mapa.ini", mundo)


@pytest.fixture(scope="module")
def archivo(mapa, tmp_path_factory):
    carpeta = tmp_path_factory.mktemp("emisores")

    def _archivo(*emisores, **mas):
        ruta = carpeta / f"{uuid.uuid4().hex}.ini"
        ruta.write_text("".join(f"[e{i}]\nemisor = {e}\nmapa = {mapa}\n" + "".join(f"{k} = {v}\n" for k, v in mas.items()) for i, e in enumerate(emisores)))
        return str(ruta)
    return _archivo


@pytest.fixture(scope="module")
def llave_propia(base, tmp_path_factory):
    ruta = str(tmp_path_factory.mktemp("llaves") / "token.pem")
    base.ctl("token", "crear-llave", "--archivo", ruta)
    return ruta


@pytest.fixture(scope="module")
def op():
    p = Malicioso()
    yield p
    p.cerrar()


def ajustes(ruta, **mas):
    return {"DICTAMEN_EMISORES_CONFIABLES": ruta, "DICTAMEN_URL_PUBLICA": URL, "DICTAMEN_PROVEEDOR_PLAZO_MS": "1500", **mas}


@pytest.fixture(scope="module")
def servicio_e(base, op, archivo, llave_propia):
    from conftest import AJUSTES
    from support.servicio import Servicio
    s = Servicio(base, {**AJUSTES, **ajustes(archivo(op.emisor), DICTAMEN_TOKEN_LLAVE=llave_propia, DICTAMEN_PROXIES_CONFIABLES="127.0.0.1",
                                             DICTAMEN_CERTIFICADO_CLIENTE="rfc9440")}).arrancar()
    con_llaves(s, op)
    yield s
    assert s.parar() == 0, s.ultimas_lineas()
    s.lineas()


def claims(op, **cambios):
    ahora = int(time.time())
    c = {"iss": op.emisor, "aud": URL, "sub": "elena", "client_id": "app-sre", "iat": ahora, "nbf": ahora, "exp": ahora + 300, "jti": uuid.uuid4().hex,
         "scope": "openid expedientes:leer expedientes:tramitar otra:cosa", "grupos": ["dgcp"], "name": "Elena Ríos", "email": "elena@sre.example", **cambios}
    return {k: v for k, v in c.items() if v is not None}


def token(op, llave=None, typ="at+jwt", **cambios):
    return (llave or op.llave).token(claims(op, **cambios), typ=typ)


def portal(op, **cambios):
    return token(op, sub="portal-gdl", client_id="portal-gdl", grupos=None, **cambios)


def con(s, t, **mas):
    return Cliente(s.puerto, t, **mas)


def yo(s, t, **h):
    return con(s, t).pedir("GET", "/v1/yo", encabezados=h or None)


def con_llaves(s, op):
    """Its keys are here: they are asked for by themselves."""
    esperar(lambda: yo(s, token(op, sub=uuid.uuid4().hex)).status == 200, 30)


# ---- the way it is meant ---------------------------------------------------------------------------------------------------------------------


def test_una_persona(servicio_e, op, mundo, base):
    sub = uuid.uuid4().hex
    t = token(op, sub=sub)
    y = yo(servicio_e, t).json
    assert y["usuario"]["nombre"] == "Elena Ríos" and y["usuario"]["correo"] == "elena@sre.example" and y["usuario"]["rol"] == "dgcp" and not y["usuario"]["maquina"]
    assert y["organizacion"]["id"] == mundo.org["sre"] and y["ambitos"] == ["expedientes:leer", "expedientes:tramitar"] and y["expira_en"]
    # The same row at each token, whoever of the issuer's applications asked for it; what is done names it.
    otra = yo(servicio_e, token(op, sub=sub, client_id="otra-app")).json["usuario"]["id"]
    assert otra == y["usuario"]["id"]
    assert con(servicio_e, t).get("/v1/usuarios", 403).slug == "sin-permiso"
    assert [x for x in base.sql("select emisor, maquina from identidad_externa e join usuario u on u.id = usuario_id where sujeto = %s", sub)] == [(op.emisor, False)]
    # First use of the day from an address, in the security journal, as with keys.
    esperar(lambda: mundo.auditoria.get("/v1/seguridad/actos", consulta={"tipo": "uso_de_clave", "objeto": f"usuario/{otra}"}).json["datos"])


def test_un_sistema(servicio_e, op, mundo):
    """`sub` is `client_id`: nobody but the client itself (RFC 9068 §2.2). The rule gives the scopes, whatever its issuer calls them."""
    t = portal(op, scope="cualquiera", name=None)
    k = con(servicio_e, t, maquina=True)
    y = k.get("/v1/yo").json
    assert y["usuario"]["maquina"] and y["usuario"]["nombre"] == "portal-gdl" and set(y["ambitos"]) == {"expedientes:leer", "expedientes:presentar"}
    e = k.post("/v1/expedientes", {"datos": {}}).json["expediente"]
    acto = k.get(f"/v1/expedientes/{e['id']}/actos").json["datos"][0]
    assert acto["actor"]["usuario"] == y["usuario"]["id"] and acto["actor"]["organizacion"] == mundo.org["guadalajara"]
    assert mundo.local.get(f"/v1/usuarios/{y['usuario']['id']}").json["nombre"] == "portal-gdl"
    assert mundo.zapopan.pedir("GET", f"/v1/expedientes/{e['id']}").status == 404
    # A system must send its Idempotency-Key; a token opens nothing that is a person's session's.
    assert con(servicio_e, t).post("/v1/expedientes", {"datos": {}}, 400).slug == "falta-idempotencia"
    assert k.get("/v1/sesiones", 403).slug == "sesion-necesaria"


def test_un_sistema_no_se_vuelve_persona(servicio_e, op):
    sub = "sistema-" + uuid.uuid4().hex
    assert yo(servicio_e, token(op, sub=sub, client_id=sub)).status == 200
    assert yo(servicio_e, token(op, sub=sub)).slug == "sin-funcion"
    assert yo(servicio_e, token(op, sub=sub, client_id=sub)).status == 200


@pytest.mark.parametrize("scope,tiene", [("expedientes:leer", ["expedientes:leer"]), ("expedientes:presentar directorio:escribir seguridad:leer", []), (None, []), ("", []),
                                         ("  expedientes:leer  ", ["expedientes:leer"]), (["expedientes:leer"], []), ("expedientes:leer,expedientes:tramitar", [])])
def test_lo_que_dice_scope(servicio_e, op, scope, tiene):
    """Those of ours that it names, and never more than the role."""
    t = token(op, sub=uuid.uuid4().hex, scope=scope)
    assert yo(servicio_e, t).json["ambitos"] == tiene
    assert con(servicio_e, t).pedir("GET", "/v1/expedientes").status == (200 if tiene else 403)


def test_sigue_a_su_emisor(servicio_e, op, mundo, base):
    """A new role at the issuer is one here; an older token that says otherwise is not taken any more, one that says the same is."""
    sub, ahora = uuid.uuid4().hex, int(time.time())
    viejo = token(op, sub=sub, iat=ahora - 100)
    de = yo(servicio_e, viejo).json["usuario"]
    nuevo = token(op, sub=sub, iat=ahora - 50, grupos=["titulares"], scope="expedientes:leer")
    y = yo(servicio_e, nuevo).json
    assert y["usuario"]["id"] == de["id"] and y["usuario"]["rol"] == "cja_titular" and y["usuario"]["version"] > de["version"]
    esperar(lambda: yo(servicio_e, viejo).status == 403)
    assert yo(servicio_e, viejo).slug == "sin-funcion" and yo(servicio_e, nuevo).status == 200
    assert yo(servicio_e, token(op, sub=sub, iat=ahora - 90, grupos=["titulares"])).status == 200
    assert base.sql("select rol from usuario where id = %s", de["id"]) == [("cja_titular",)]


def test_de_baja_aqui(servicio_e, op, mundo):
    sub = uuid.uuid4().hex
    t = token(op, sub=sub)
    quien = yo(servicio_e, t).json["usuario"]["id"]
    mundo.administracion.patch(f"/v1/usuarios/{quien}", {"activo": False}, if_match="*")
    esperar(lambda: yo(servicio_e, t).status == 403)
    assert yo(servicio_e, token(op, sub=sub)).slug == "sin-funcion"


def test_sin_regla(servicio_e, op, base):
    for cambios in ({"grupos": None}, {"grupos": "otro"}, {"grupos": {"dgcp": 1}}, {"grupos": ["DGCP"]}, {"grupos": ["de-nadie"]}, {"realm_access": {"roles": "x"}, "grupos": []}):
        r = yo(servicio_e, token(op, sub="nadie", **cambios))
        assert r.status == 403 and r.slug == "sin-funcion", cambios
    assert base.sql("select 1 from identidad_externa where sujeto = 'nadie'") == []
    assert yo(servicio_e, token(op, sub=uuid.uuid4().hex, grupos=None, realm_access={"roles": ["local"]}, scope="expedientes:leer")).json["usuario"]["rol"] == "gobierno_local"


def test_atado_a_un_certificado(servicio_e, op, mundo):
    """A copied one is of no use without the certificate; what is bound to anything else cannot be checked here and is not taken."""
    c, otro = Certificado(), Certificado()
    org = mundo.org["guadalajara"]
    filas = [mundo.administracion.post(f"/v1/organizaciones/{org}/certificados", {"certificado": x.pem}).json["id"] for x in (c, otro)]
    try:
        t = portal(op, cnf={"x5t#S256": c.x5t})
        assert yo(servicio_e, t, **{"Client-Cert": c.rfc9440}).status == 200
        for mas in ({}, {"Client-Cert": otro.rfc9440}, {"Client-Cert": "x"}):
            assert yo(servicio_e, t, **mas).slug == "certificado-necesario"
        for cnf in ({"jkt": c.x5t}, {"x5t#S256": "x"}, {}, "x"):
            assert yo(servicio_e, portal(op, cnf=cnf), **{"Client-Cert": c.rfc9440}).slug == "credencial-invalida", cnf
    finally:
        for f in filas:
            mundo.administracion.pedir("DELETE", f"/v1/organizaciones/{org}/certificados/{f}", espera=204)


# ---- made up ---------------------------------------------------------------------------------------------------------------------------------


# What would lead somewhere if it were a path, an address or a piece of SQL, and what is no text at all.
KIDS_RAROS = ("../../../../dev/null", "/etc/passwd", "http://169.254.169.254/k", "' or '1'='1", "k1\u0000", "k1\n", "K1", "", "x" * 5000, None, 5, {"a": 1}, ["k1"])


def falsos(op):
    """(name, token): each of them wrong in one way."""
    h, c, f = partes(token(op))
    bueno = token(op)
    cab, cue, fir = bueno.split(".")
    ajena = Llave("RS256", kid="k1")
    yield "de otra llave con el mismo kid", token(op, llave=ajena)
    yield "ES256 con el kid de la RSA", token(op, llave=Llave("ES256", kid="k1"))
    yield "alg none", compacto({**h, "alg": "none"}, c, lambda d: b"")
    yield "alg none con firma", compacto({**h, "alg": "none"}, c, lambda d: f)
    for alg in ("None", "", None, 1, "RS512", "PS256"):
        yield f"alg {alg!r}", compacto({**h, "alg": alg}, c, lambda d: f)
    for secreto in (op.llave.publica_pem(), json.dumps(op.llave.jwk()).encode(), b""):
        yield "HS256 con la llave pública", con_secreto(h, c, secreto)
    for typ in ("JWT", "jwt", None, "id+jwt", "", "at+jwtx", 5, "logout+jwt", "dpop+jwt"):
        yield f"typ {typ!r}", op.llave.token(c, typ=typ)
    for mas in ({"jwk": ajena.jwk()}, {"jku": op.emisor + "/otras"}, {"x5u": op.emisor + "/c.pem"}, {"x5c": ["MIIB"]}):
        yield f"trae su llave: {list(mas)}", ajena.token(c, typ="at+jwt", **mas)
    for kid in KIDS_RAROS:
        yield f"kid {str(kid)[:24]!r}", compacto({**h, "kid": kid}, c, ajena.firma)
    for mas in ({"crit": ["exp"]}, {"zip": "DEF"}, {"cty": "JWT"}, {"b64": False}):
        yield f"encabezado {mas}", op.llave.token(c, typ="at+jwt", **mas)
    ahora = int(time.time())
    for cambio in ({"iss": "https://otro.example"}, {"iss": op.emisor + "/"}, {"iss": None}, {"iss": [op.emisor]}, {"iss": "x" * 900}, {"iss": URL},
                   {"aud": "https://otro.example"}, {"aud": "dictamen"}, {"aud": URL + "/"}, {"aud": []}, {"aud": None}, {"aud": {"x": URL}}, {"aud": [URL, 5]},
                   {"exp": ahora - 61}, {"exp": None}, {"exp": str(ahora + 300)}, {"exp": True}, {"exp": 10 ** 30}, {"exp": ahora + 0.5},
                   {"nbf": ahora + 300}, {"nbf": "x"}, {"iat": ahora + 300}, {"iat": None}, {"iat": "x"}, {"sub": None}, {"sub": ""}, {"sub": 5}, {"sub": "x" * 256},
                   {"sub": "a\nb"}, {"sub": "\u0001"}, {"client_id": None}, {"client_id": 7}, {"cnf": {}}, {"cnf": {"jkt": "x"}}, {"cnf": "x"}):
        yield f"claims {cambio}", token(op, **cambio)
    yield "sub con NUL", op.llave.token(json.dumps(c)[:-1].encode() + b',"sub":"a\\u0000b"}', typ="at+jwt")
    yield "dos veces sub", op.llave.token(json.dumps(c)[:-1].encode() + b',"sub":"otra"}', typ="at+jwt")
    yield "claims que no son objeto", op.llave.token([1], typ="at+jwt")
    yield "claims que no son JSON", op.llave.token(b"{", typ="at+jwt")
    yield "otros claims, la misma firma", cab + "." + cue[:-4] + "AAAA." + fir
    yield "sin firma", cab + "." + cue + "."
    yield "dos partes", cab + "." + cue
    yield "cuatro partes", bueno + ".x"
    yield "enorme", token(op, x="y" * 9000)
    yield "firma de ceros", cab + "." + cue + "." + "A" * 342


def test_ninguno_inventado_abre(servicio_e, op):
    for typ in ("at+jwt", "application/at+jwt", "AT+JWT"):
        assert yo(servicio_e, token(op, typ=typ)).status == 200
    assert yo(servicio_e, token(op, aud=["x", URL])).status == 200
    n = 0
    for nombre, t in falsos(op):
        r = yo(servicio_e, t)
        # Of a key that is not there it may be said that it is being asked for.
        assert r.status in (401, 431) or (r.status == 503 and (nombre == "ES256 con el kid de la RSA" or nombre.startswith("kid '"))), (nombre, r)
        if r.status == 401:
            assert r.slug == "credencial-invalida" and r.headers["WWW-Authenticate"], nombre
        n += 1
    assert n > 70
    assert set(op.pedidos) <= {"/.well-known/openid-configuration", "/jwks"}, "what a token says of its key was asked for"


def test_ni_el_propio_como_ajeno_ni_el_ajeno_como_propio(servicio_e, op, mundo, llave_propia):
    with open(llave_propia, "rb") as f:
        propia = Llave(pem=f.read())
    (jwk,) = servicio_e.cliente().get("/.well-known/jwks.json").json["keys"]
    ident, _ = mundo.claves["maquina"]
    suyo = {"iss": URL, "aud": URL, "sub": mundo.maquina.usuario, "client_id": ident, "iat": int(time.time()), "exp": int(time.time()) + 300,
            "scope": "expedientes:leer", "jti": str(uuid.uuid4())}
    assert yo(servicio_e, propia.token(suyo, kid=jwk["kid"], typ="at+jwt")).status == 200
    # What ours says, signed by the other; what theirs says, signed by us; and each one's kid with the other's key.
    for t in (op.llave.token(suyo, typ="at+jwt"), op.llave.token(suyo, kid=jwk["kid"], typ="at+jwt"), propia.token(claims(op), kid=jwk["kid"], typ="at+jwt"),
              propia.token(claims(op), kid="k1", typ="at+jwt"),
              propia.token({**suyo, "iss": op.emisor}, kid=jwk["kid"], typ="at+jwt")):
        assert yo(servicio_e, t).status in (401, 503)
    assert yo(servicio_e, op.llave.token({**suyo, "iss": op.emisor}, typ="at+jwt")).slug == "sin-funcion"
    # A key of the directory named by another issuer opens nothing of that key's: it is only a subject of its own.
    r = yo(servicio_e, op.llave.token(claims(op, sub=mundo.maquina.usuario, client_id=ident), typ="at+jwt"))
    assert r.status == 200 and r.json["usuario"]["id"] != mundo.maquina.usuario and r.json["usuario"]["rol"] == "dgcp"


def test_un_id_token_no_es_uno_de_acceso(base, lanzar, op, archivo, mapa):
    """The same issuer signs people in: what it says of them there does not open the API, nor the other way round."""
    s = lanzar(base, ajustes(archivo(op.emisor), **op.ajustes(mapa)))
    con_llaves(s, op)
    c = ClienteSesion(s.puerto)
    r = c.get("/v1/sesiones/proveedor", 302)
    dado = []
    op.firmar = lambda x: dado.append(op.llave.token(x, typ="JWT")) or dado[-1]
    sub = uuid.uuid4().hex
    try:
        c.get("/v1/sesiones/proveedor/regreso", 200, consulta=op.aceptar(r.headers["Location"], sub=sub, grupos=["dgcp"]))
        assert yo(s, dado[0]).slug == "credencial-invalida"
        # Both ways it is the same person.
        assert yo(s, token(op, sub=sub)).json["usuario"]["id"] == c.get("/v1/yo").json["usuario"]["id"]
        c2 = ClienteSesion(s.puerto)
        r = c2.get("/v1/sesiones/proveedor", 302)
        op.firmar = lambda x: token(op, sub=sub, aud=op.cliente, nonce=x["nonce"])
        assert c2.get("/v1/sesiones/proveedor/regreso", 403, consulta=op.aceptar(r.headers["Location"], sub=sub)).slug == "entrada-invalida"
    finally:
        op.firmar = None


# ---- its keys ----------------------------------------------------------------------------------------------------------------------------------


MALOS = {"lento": lambda h: time.sleep(4), "enorme": lambda h: Malicioso.json(h, b" " * 600000), "basura": lambda h: Malicioso.json(h, b"<html>"),
         "vacío": lambda h: Malicioso.json(h, {"keys": []}), "500": lambda h: Malicioso.json(h, {}, 500),
         "redirige": lambda h: (h.send_response(302), h.send_header("Location", "http://169.254.169.254/"), h.end_headers())}


def test_llaves_malas_al_empezar(base, lanzar, archivo, mundo):
    """Until they can be had, who comes with such a token is told to come again; nobody else is. All at once: before it asks again the service waits."""
    malos = {nombre: Malicioso() for nombre in MALOS}
    try:
        for nombre, op in malos.items():
            op.crudo = {"/jwks": MALOS[nombre]}
        s = lanzar(base, ajustes(archivo(*(op.emisor for op in malos.values()))))
        for nombre, op in malos.items():
            r = yo(s, token(op))
            assert r.status == 503 and r.slug == "emisor-no-disponible" and int(r.headers["Retry-After"]) >= 1, (nombre, r)
        m = mundo.en_puerto(s)
        m.local.get("/v1/yo")
        m.local.post("/v1/expedientes", {"datos": {}})
        for op in malos.values():
            op.crudo = {}
        for op in malos.values():
            con_llaves(s, op)
    finally:
        for op in malos.values():
            op.cerrar()


def test_llaves_que_cambian_o_faltan(base, lanzar, archivo, mundo):
    """New ones are asked for when a token names them; those that are kept go on serving while there is nobody to ask."""
    op = Malicioso()
    s = lanzar(base, ajustes(archivo(op.emisor)))
    con_llaves(s, op)
    nueva = Llave("ES256", kid="k2")
    viejo = token(op)
    antes = op.pedidos.count("/jwks")
    # Unknown for now: asked for at once if it was not just now, and until it is known, come again.
    op.llaves = [op.llave, nueva]
    esperar(lambda: yo(s, token(op, llave=nueva)).status == 200, 40)
    assert yo(s, viejo).status == 200
    # However many invent keys, they are asked for once in a while; real ones wait for nothing.
    hechas = op.pedidos.count("/jwks")
    for i in range(40):
        assert yo(s, token(op, llave=Llave("ES256", kid=f"inventada-{i}"))).status in (401, 503)
        assert yo(s, token(op)).status == 200
    assert antes < hechas and op.pedidos.count("/jwks") - hechas <= 8
    # Gone: what it knows serves, what it does not waits or is refused.
    op.cerrar()
    assert yo(s, token(op)).status == yo(s, token(op, llave=nueva)).status == 200
    assert yo(s, token(op, llave=Llave("ES256", kid="k3"))).status in (401, 503)
    assert s.parar() == 0


def test_uno_lento_no_detiene_al_otro(base, lanzar, archivo):
    lento, bueno = Malicioso(), Malicioso()
    try:
        lento.crudo = {"/.well-known/openid-configuration": lambda h: time.sleep(30)}
        s = lanzar(base, ajustes(archivo(lento.emisor, bueno.emisor), DICTAMEN_PROVEEDOR_PLAZO_MS="20000", DICTAMEN_PLAZO_PARADA="1"))
        con_llaves(s, bueno)
        assert yo(s, token(lento)).slug == "emisor-no-disponible"
        # The one does not sign for the other.
        assert yo(s, bueno.llave.token(claims(lento), typ="at+jwt")).status in (401, 503)
        assert yo(s, lento.llave.token(claims(bueno), typ="at+jwt")).status == 401
        s.matar()
    finally:
        lento.cerrar()
        bueno.cerrar()


def test_llaves_y_audiencia_propias(base, lanzar, archivo, op):
    s = lanzar(base, ajustes(archivo(op.emisor, llaves=op.emisor + "/jwks", audiencia="urn:dictamen")))
    esperar(lambda: yo(s, token(op, aud="urn:dictamen")).status == 200, 30)
    assert yo(s, token(op)).slug == "credencial-invalida"


# ---- configuration -------------------------------------------------------------------------------------------------------------------------------


def test_archivos_malos(base, lanzar, archivo, mapa, tmp_path, op):
    def con_texto(texto):
        ruta = tmp_path / f"{uuid.uuid4().hex}.ini"
        ruta.write_text(texto)
        return str(ruta)
    e = f"emisor = {op.emisor}\n"
    m = f"mapa = {mapa}\n"
    malos = [str(tmp_path / "no"), con_texto(""), con_texto("[a]\n" + e), con_texto("[a]\n" + m), con_texto(e + m), con_texto("[a]\n" + e + e + m),
             con_texto("[a]\nemisor = http://otra.example\n" + m), con_texto("[a]\nemisor = ftp://x\n" + m), con_texto("[a]\nemisor =\n" + m),
             con_texto("[a]\n" + e + m + "[b]\n" + e + m), con_texto(f"[a]\nemisor = {URL}\n" + m), con_texto("[a]\n" + e + m + "otra = x\n"),
             con_texto("[a]\n" + e + f"mapa = {tmp_path}/no\n"), con_texto("[a]\nemisor = https://x.example\nllaves = http://127.0.0.1/jwks\n" + m),
             con_texto("[a]\n" + e + "llaves = http://10.0.0.1/jwks\n" + m), con_texto("".join(f"[e{i}]\nemisor = https://e{i}.example\n{m}" for i in range(17)))]
    for malo in malos:
        with pytest.raises(RuntimeError, match="emisores_confiables"):
            lanzar(base, ajustes(malo))
    for texto, dice in (("[a]\n" + e + f"llaves = {op.emisor}/{'x' * 200}\n" + m, "renglón 3: tiene más de 197 bytes: aquí cada dato va en un solo renglón, acórtelo"),
                        ("[a]\n" + e + f"mapa = {mapa} ; de prueba\n", "renglón 3: lo que sigue a « ;» se tomaría por comentario"),
                        ("[a]\n" + e + m + "audiencia\n", "renglón 4: se espera «clave = valor»"), ("[a]\n" + e + "   /mas\n" + m, "renglón 3: un dato está dos veces"),
                        ("[a]\n" + e + f"mapa = {con_texto('[r]' + chr(10) + 'exige = a:b ; c:d' + chr(10))}\n", "[a] mapa, renglón 2: lo que sigue a « ;»")):
        with pytest.raises(RuntimeError) as mal:
            lanzar(base, ajustes(con_texto(texto)))
        assert "emisores_confiables" in str(mal.value) and dice in str(mal.value)
    otro = con_texto(open(mapa).read())
    with pytest.raises(RuntimeError, match="proveedor_mapa"):
        lanzar(base, ajustes(archivo(op.emisor), **op.ajustes(otro)))
    with pytest.raises(RuntimeError, match="ambitos"):
        lanzar(base, ajustes(con_texto("[a]\n" + e + f"mapa = {con_texto(open(mapa).read().replace('expedientes:leer,', 'todo,'))}\n")))


def test_sin_emisores(servicio, op):
    assert yo(servicio, token(op)).slug == "credencial-invalida"
