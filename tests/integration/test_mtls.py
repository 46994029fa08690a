"""Client certificates (mTLS): registered for an organisation, demanded of its keys and tokens, believed of nobody but the proxy; and by a real nginx."""

import base64
import uuid
from urllib.parse import urlencode

import pytest

from support.certificados import Certificado
from support.cliente import Cliente
from support.cuentas import Persona, esperar
from support.fichas import Llave, partes
from support.frente import NOMBRES, Frente

ORG = "/v1/organizaciones"
FORMULARIO = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def llave_token(base, tmp_path_factory):
    ruta = str(tmp_path_factory.mktemp("llaves") / "token.pem")
    base.ctl("token", "crear-llave", "--archivo", ruta)
    return ruta


def _servicio(base, llave, **ajustes):
    from conftest import AJUSTES
    from support.servicio import Servicio
    return Servicio(base, {**AJUSTES, "DICTAMEN_TOKEN_LLAVE": llave, "DICTAMEN_URL_PUBLICA": "https://dictamen.example", **ajustes}).arrancar()


@pytest.fixture(scope="module")
def rfc9440(base, llave_token):
    s = _servicio(base, llave_token, DICTAMEN_PROXIES_CONFIABLES="127.0.0.1", DICTAMEN_CERTIFICADO_CLIENTE="rfc9440")
    yield s
    assert s.parar() == 0, s.ultimas_lineas()
    s.lineas()


@pytest.fixture(scope="module")
def escapado(base, llave_token):
    s = _servicio(base, llave_token, DICTAMEN_PROXIES_CONFIABLES="127.0.0.1", DICTAMEN_CERTIFICADO_CLIENTE="pem-escapado")
    yield s
    assert s.parar() == 0, s.ultimas_lineas()


@pytest.fixture(scope="module")
def mundo(mundo, rfc9440):
    """Administered where a certificate may be demanded."""
    return mundo.en_puerto(rfc9440)


class Ayuntamiento:
    """An organisation of its own with a system, its key and, where wanted, a certificate that is demanded."""

    def __init__(self, mundo, certificado=None, exige=True):
        self.adm, self.base = mundo.administracion, mundo.base
        self.id = self.base.organizacion(f"Ayuntamiento {uuid.uuid4().hex[:8]}", entidad="14", municipio="Tonalá")
        self.usuario = self.base.usuario(self.id, "Portal", "gobierno_local", maquina=True)
        self.clave_id, self.clave = self.base.clave(self.usuario)
        self.url = f"{ORG}/{self.id}"
        self.fila = self.registrar(certificado).json if certificado else None
        if certificado and exige:
            self.exigir()

    def registrar(self, certificado, espera=201, **mas):
        return self.adm.post(self.url + "/certificados", {"certificado": certificado if isinstance(certificado, str) else certificado.pem, **mas}, espera)

    def exigir(self, si=True, espera=200):
        return self.adm.patch(self.url, {"exige_certificado": si}, espera, if_match="*")

    def revocar(self, ident):
        return self.adm.pedir("DELETE", f"{self.url}/certificados/{ident}", espera=204)

    def yo(self, servicio, encabezado=None, clave=None):
        return Cliente(servicio.puerto, clave or self.clave).pedir("GET", "/v1/yo", encabezados={"Client-Cert": encabezado} if encabezado is not None else None)

    def token(self, servicio, encabezado=None):
        datos = urlencode({"grant_type": "client_credentials", "client_id": self.clave_id, "client_secret": self.clave}).encode()
        return servicio.cliente().pedir("POST", "/oauth/token", datos, {"Client-Cert": encabezado} if encabezado else None, tipo=FORMULARIO)


@pytest.fixture(scope="module")
def uno():
    return Certificado("portal de Tonalá")


@pytest.fixture(scope="module")
def tonala(mundo, uno):
    return Ayuntamiento(mundo, uno)


# ---- registering -------------------------------------------------------------------------------------------------------------------------


def test_registrar_listar_y_revocar(mundo):
    a, c = Ayuntamiento(mundo), Certificado("Trámites Ñandú")
    r = a.registrar(c, etiqueta="Portal de trámites")
    x = r.json
    assert x["sha256"] == c.sha256 and x["asunto"] == "CN=Trámites Ñandú" and x["etiqueta"] == "Portal de trámites" and x["organizacion"] == a.id
    assert a.adm.get(a.url + "/certificados").json["datos"] == [x]
    repetido = a.registrar(c, 409)
    assert repetido.slug == "ya-existe"
    # Of one organisation only.
    assert Ayuntamiento(mundo).registrar(c, 409).slug == "ya-existe"
    assert not a.adm.get(a.url).json["exige_certificado"]
    assert a.exigir().json["exige_certificado"] and a.adm.get(a.url).json["exige_certificado"]
    a.revocar(x["id"])
    a.revocar(x["id"])
    a.adm.pedir("DELETE", f"{a.url}/certificados/{uuid.uuid4()}", espera=404)
    a.adm.pedir("DELETE", f"{Ayuntamiento(mundo).url}/certificados/{x['id']}", espera=404)
    assert a.adm.get(a.url + "/certificados").json["datos"][0]["revocado_en"]
    # Once revoked it may be registered again, here or elsewhere.
    assert a.registrar(c).json["id"] != x["id"]
    filas = mundo.auditoria.get("/v1/seguridad/actos", consulta={"objeto": f"organizacion/{a.id}", "limite": "100"}).json["datos"]
    acciones = [(f["tipo"], f["datos"]["accion"]) for f in filas]
    assert acciones.count(("credencial", "alta_certificado")) == 2 and acciones.count(("credencial", "revocacion_certificado")) == 1
    alta = next(f for f in filas if f["datos"]["accion"] == "alta_certificado")
    assert alta["datos"]["sha256"] == c.sha256 and alta["actor"]["rol"] == "administracion"
    assert any(f["tipo"] == "organizacion" and f["datos"]["despues"].get("exige_certificado") for f in filas)


def test_por_dictamenctl(mundo, tmp_path):
    a, c = Ayuntamiento(mundo), Certificado("por la consola")
    ruta = tmp_path / "c.pem"
    ruta.write_bytes(c.pem.replace("\n", "\r\n").encode())
    x = a.base.ctl("organizacion", "certificado", "--id", a.id, "--agregar", ruta, "--etiqueta", "consola").lineas[-1]
    assert x["sha256"] == c.sha256 and x["asunto"] == "CN=por la consola"
    assert a.base.ctl("organizacion", "exigir-certificado", "--id", a.id).lineas[-1] == {"id": a.id, "exige_certificado": True}
    assert [f["id"] for f in a.base.ctl("organizacion", "certificado", "--id", a.id).lineas] == [x["id"]]
    a.base.ctl("organizacion", "certificado", "--id", a.id, "--revocar", x["id"])
    assert a.base.ctl("organizacion", "certificado", "--id", a.id).lineas[0]["revocado_en"]
    a.base.ctl("organizacion", "exigir-certificado", "--id", a.id, "--no")
    assert not a.adm.get(a.url).json["exige_certificado"]
    # Without one in force nothing can be demanded; a file that is none is refused.
    assert a.base.ctl("organizacion", "exigir-certificado", "--id", a.id, verifica=False).returncode == 1
    for mala in (tmp_path / "no", "/dev/null"):
        assert a.base.ctl("organizacion", "certificado", "--id", a.id, "--agregar", mala, verifica=False).returncode == 1


def test_lo_que_no_se_registra(mundo):
    a, c = Ayuntamiento(mundo), Certificado()
    llave = Llave().pem().decode()
    b64 = base64.b64encode(c.der).decode()
    malos = ["x", c.pem[:-40], c.pem + Certificado().pem, llave, c.pem + llave, llave + c.pem, c.pem.replace("CERTIFICATE", "TRUSTED CERTIFICATE"),
             "-----BEGIN CERTIFICATE-----\n" + b64[:64] + "\n-----END CERTIFICATE-----\n", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
             "-----BEGIN CERTIFICATE-----\n" + base64.b64encode(c.der + b"\0").decode() + "\n-----END CERTIFICATE-----\n", Certificado(rellena=9000).pem,
             "-----BEGIN CERTIFICATE-----\n" + base64.b64encode(bytes(200)).decode() + "\n-----END CERTIFICATE-----\n"]
    for malo in malos:
        assert a.registrar(malo, 422).codigos == {("/certificado", "certificado-ilegible")}, malo[:200]
    assert a.registrar(Certificado(bits=1024), 422).codigos == {("/certificado", "certificado-debil")}
    assert a.registrar(Certificado(dias=1, desde=-2), 422).codigos == {("/certificado", "certificado-vencido")}
    a.registrar("x" * 17000, 422)
    a.registrar(c, 422, etiqueta="x" * 101)
    a.registrar(c, 422, etiqueta="a\nb")
    a.adm.post(a.url + "/certificados", {}, 422)
    assert a.adm.get(a.url + "/certificados").json["datos"] == []
    assert a.exigir(espera=409).slug == "sin-certificado-vigente"
    # One that is not good yet does not let it be demanded either.
    a.registrar(Certificado(desde=2))
    assert a.exigir(espera=409).slug == "sin-certificado-vigente"
    # What comes out of a file of Windows, and blanks around, are fine; other controls are not.
    assert a.registrar("\x01" + c.pem, 422).codigos == {("/certificado", "caracteres")}
    assert a.registrar("\r\n " + c.pem.replace("\n", "\r\n") + "\r\n").json["sha256"] == c.sha256
    a.registrar(Certificado(bits=2048))
    for _ in range(5):
        a.registrar(Certificado())
    assert a.registrar(Certificado(), 409).slug == "demasiados-certificados"


def test_no_se_exige_donde_no_llegan(mundo, servicio):
    """A service that believes no certificate would shut the organisation out: it says so, and nothing changes. What is demanded already is no matter of it."""
    a = Ayuntamiento(mundo, Certificado(), exige=False)
    aqui = servicio.cliente(mundo.administracion.clave)
    r = aqui.patch(a.url, {"exige_certificado": True, "nombre": "Otro"}, 409, if_match="*")
    assert r.slug == "certificados-sin-proxy" and "certificado_cliente" in r.json["detail"]
    assert aqui.get(a.url).json["version"] == 1
    a.exigir()
    assert aqui.patch(a.url, {"nombre": "Otro"}, 200, if_match="*").json["exige_certificado"]
    assert not aqui.patch(a.url, {"exige_certificado": False}, 200, if_match="*").json["exige_certificado"]


# ---- demanding it --------------------------------------------------------------------------------------------------------------------------


def test_sin_el_certificado_no_entra(tonala, rfc9440, uno, mundo):
    assert tonala.yo(rfc9440, uno.rfc9440).status == 200
    suyo = Certificado("de otra organización")
    otro = Ayuntamiento(mundo, suyo)
    malos = [None, suyo.rfc9440, Certificado().rfc9440, Certificado(dias=1, desde=-2).rfc9440, uno.escapado, "", ":", "::", ":x:", ":%%%:", uno.rfc9440[:-1], uno.rfc9440[1:], uno.rfc9440 + ":",
             uno.rfc9440 + ";a=1", uno.rfc9440 + ", " + uno.rfc9440, uno.rfc9440[:-1] + "=:", uno.pem.replace("\n", " "), "?1", '"x"', uno.sha256,
             ":" + base64.b64encode(uno.der + b"\0").decode() + ":", ":" + base64.b64encode(bytes(9000)).decode() + ":", ":" + "A" * 12000 + ":"]
    vistos = set()
    for malo in malos:
        r = tonala.yo(rfc9440, malo)
        assert r.status == 401 and r.slug == "certificado-necesario" and r.headers["WWW-Authenticate"], malo
        vistos.add((r.json["detail"], r.json["que_hacer"], tuple(sorted(set(r.headers) - {"RateLimit", "X-Request-Id", "Date"}))))
    assert len(vistos) == 1
    # The journal says whose key it was that came without it.
    diario = lambda: mundo.auditoria.get("/v1/seguridad/actos", consulta={"tipo": "denegacion", "usuario": tonala.usuario, "limite": "100"}).json["datos"]
    esperar(lambda: any(x["datos"] == {"operacion": "verYo", "problema": "certificado-necesario"} and x["objeto"] == "GET /v1/yo" for x in diario()))
    # The certificate of another organisation with this key, and back.
    assert otro.yo(rfc9440, uno.rfc9440).slug == "certificado-necesario"
    assert tonala.yo(rfc9440, uno.rfc9440).status == 200
    # The certificate alone is no credential; a wrong key with it is a wrong key.
    r = rfc9440.cliente().pedir("GET", "/v1/yo", encabezados={"Client-Cert": uno.rfc9440})
    assert r.status == 401 and r.slug == "sin-credencial"
    assert tonala.yo(rfc9440, uno.rfc9440, clave="dk_" + "A" * 43).slug == "credencial-invalida"


def test_dos_encabezados_o_uno_enorme(tonala, rfc9440, uno):
    import http.client
    for valores, debe in (([uno.rfc9440] * 2, 400), (["", uno.rfc9440], 400), ([":" + "A" * 40000 + ":"], 431)):
        c = http.client.HTTPConnection("127.0.0.1", rfc9440.puerto, timeout=30)
        c.putrequest("GET", "/v1/yo")
        c.putheader("Authorization", "Bearer " + tonala.clave)
        for v in valores:
            c.putheader("Client-Cert", v)
        c.endheaders()
        assert c.getresponse().status == debe
        c.close()


def test_solo_al_proxy_se_le_cree(tonala, base, mundo, servicio, lanzar, uno, llave_token):
    """From anybody else the header is as if it were not there: neither believed nor complained of."""
    directo = lanzar(base, {"DICTAMEN_CERTIFICADO_CLIENTE": "rfc9440"})
    ajeno = lanzar(base, {"DICTAMEN_CERTIFICADO_CLIENTE": "rfc9440", "DICTAMEN_PROXIES_CONFIABLES": "192.0.2.0/24"})
    sin_forma = lanzar(base, {"DICTAMEN_PROXIES_CONFIABLES": "127.0.0.1"})
    for s in (servicio, directo, ajeno, sin_forma):
        for forma in (uno.rfc9440, uno.escapado, None):
            assert tonala.yo(s, forma).slug == "certificado-necesario"
        # X-Forwarded-For does not make a proxy of whoever writes it.
        r = Cliente(s.puerto, tonala.clave).pedir("GET", "/v1/yo", encabezados={"Client-Cert": uno.rfc9440, "X-Forwarded-For": "127.0.0.1, 192.0.2.1"})
        assert r.slug == "certificado-necesario"
        for basura in ("x", uno.rfc9440):
            assert Cliente(s.puerto, mundo.claves["maquina"][1]).pedir("GET", "/v1/yo", encabezados={"Client-Cert": basura}).status == 200


def test_vence_y_se_revoca(mundo, base, lanzar, rfc9440):
    s = lanzar(base, {"DICTAMEN_CERTIFICADO_CLIENTE": "rfc9440", "DICTAMEN_PROXIES_CONFIABLES": "127.0.0.1"}, reloj=True)
    corto, largo, futuro = Certificado(dias=3), Certificado(dias=300), Certificado(dias=300, desde=1)
    a = Ayuntamiento(mundo, corto)
    a.registrar(largo)
    a.registrar(futuro)
    assert [a.yo(s, c.rfc9440).status for c in (corto, largo, futuro)] == [200, 200, 401]
    s.mover_reloj(3 * 86400)
    esperar(lambda: a.yo(s, corto.rfc9440).status == 401)
    assert [a.yo(s, c.rfc9440).status for c in (corto, largo, futuro)] == [401, 200, 200]
    s.mover_reloj(0)
    esperar(lambda: a.yo(s, corto.rfc9440).status == 200)
    for c in a.adm.get(a.url + "/certificados").json["datos"]:
        a.revocar(c["id"])
    # Nothing opens because none is left: it is still demanded, until somebody says otherwise.
    esperar(lambda: a.yo(rfc9440, largo.rfc9440).status == 401)
    assert a.yo(rfc9440).slug == "certificado-necesario"
    a.exigir(False)
    esperar(lambda: a.yo(rfc9440).status == 200)


def test_las_personas_entran_como_siempre(mundo, tonala, uno, rfc9440):
    """What is demanded of systems is not of people with their session."""
    mundo.org["con_certificado"] = tonala.id
    p = Persona(mundo, org="con_certificado")
    c = p.entrar(rfc9440)
    c.get("/v1/yo")
    c.get("/v1/yo", encabezados={"Client-Cert": "basura"})
    c.get("/v1/expedientes")


def test_quien_no_lo_exige_puede_traerlo(mundo, rfc9440):
    c = Certificado()
    a = Ayuntamiento(mundo, c, exige=False)
    for encabezado in (None, c.rfc9440, Certificado().rfc9440, "basura"):
        assert a.yo(rfc9440, encabezado).status == 200


def test_una_clave_robada_no_gasta_los_limites_de_su_dueno(mundo, base, lanzar):
    """Without the certificate it is its address's to pay."""
    c = Certificado()
    a = Ayuntamiento(mundo, c)
    s = lanzar(base, {"DICTAMEN_CERTIFICADO_CLIENTE": "rfc9440", "DICTAMEN_PROXIES_CONFIABLES": "127.0.0.1", "DICTAMEN_LIMITE_LECTURA_DIRECCION": "5",
                      "DICTAMEN_LIMITE_LECTURA_CLAVE": "1000"})
    pedir = lambda desde, cert: Cliente(s.puerto, a.clave).pedir("GET", "/v1/yo", encabezados={"X-Forwarded-For": desde, **({"Client-Cert": cert} if cert else {})}).status
    assert pedir("198.51.100.1", c.rfc9440) == 200
    vistos = [pedir("203.0.113.5", None) for _ in range(12)]
    assert vistos[:3] == [401] * 3 and vistos[-1] == 429
    assert [pedir("198.51.100.1", c.rfc9440) for _ in range(20)] == [200] * 20


# ---- tokens ---------------------------------------------------------------------------------------------------------------------------------


def test_token_atado(mundo, rfc9440, llave_token):
    """RFC 8705: given with a certificate, it serves with that one only, even where none is demanded."""
    c, otro = Certificado(), Certificado()
    a = Ayuntamiento(mundo, c, exige=False)
    fila = a.registrar(otro).json
    suelto = a.token(rfc9440).json["access_token"]
    assert "cnf" not in partes(suelto)[1]
    atado = a.token(rfc9440, c.rfc9440).json["access_token"]
    assert partes(atado)[1]["cnf"] == {"x5t#S256": c.x5t}
    assert "cnf" not in partes(a.token(rfc9440, Certificado().rfc9440).json["access_token"])[1]
    con = lambda t, cert=None: a.yo(rfc9440, cert and cert.rfc9440, clave=t)
    assert con(atado, c).status == 200
    for cert in (None, otro, Certificado()):
        assert con(atado, cert).slug == "certificado-necesario"
    assert con(suelto).status == con(suelto, otro).status == 200
    # Demanded: the one that is bound to nothing needs it as well; a token's own certificate still counts.
    a.exigir()
    esperar(lambda: con(suelto).status == 401)
    assert con(suelto, otro).status == con(atado, c).status == 200 and con(atado, otro).slug == "certificado-necesario"
    r = a.token(rfc9440)
    assert r.status == 401 and r.json["error"] == "invalid_client" and "certificado" in r.json["error_description"]
    de_otro = a.token(rfc9440, otro.rfc9440).json["access_token"]
    assert con(de_otro, otro).status == 200
    a.revocar(fila["id"])
    esperar(lambda: con(de_otro, otro).status == 401)
    assert con(atado, c).status == 200
    # Bound to what cannot be checked here: no token of ours looks so.
    with open(llave_token, "rb") as f:
        propia = Llave(pem=f.read())
    h, claims, _ = partes(atado)
    hacer = lambda cnf: propia.token({**claims, "cnf": cnf}, kid=h["kid"], typ="at+jwt")
    assert con(hacer({"x5t#S256": c.x5t}), c).status == 200
    for cnf in ({}, None, [], "x", {"jkt": c.x5t}, {"x5t#S256": c.x5t, "jkt": "x"}, {"x5t#S256": c.x5t[:-1]}, {"x5t#S256": c.sha256}, {"x5t#S256": 5},
                {"x5t#S256": ""}, {"x5t": c.x5t}, {"x5t#S256": "=" + c.x5t[1:]}):
        assert con(hacer(cnf), c).slug == "credencial-invalida", cnf


# ---- the other form, and a real nginx ---------------------------------------------------------------------------------------------------------


def test_pem_escapado(mundo, escapado, tonala, uno):
    assert tonala.yo(escapado, uno.escapado).status == 200
    assert tonala.yo(escapado, uno.pem.replace("\n", "%0A").replace("+", "%2b").replace(" ", "%20")).status == 200
    otro = Certificado()
    malos = [None, "", uno.rfc9440, otro.escapado, uno.escapado + otro.escapado, uno.escapado[:-30], uno.escapado + "x", "x" + uno.escapado, uno.escapado.replace("%0A", ""),
             uno.escapado.replace("%0A", "%00"), uno.escapado.replace("%0A", "%0"), uno.escapado[:200] + "%", uno.escapado.replace("CERTIFICATE", "X509%20CRL"),
             "%2D" * 5, uno.escapado.replace("%20", "%C3%B1"), "A" * 15000, uno.escapado.replace("BEGIN", "BEGIN%20TRUSTED")]
    for malo in malos:
        assert tonala.yo(escapado, malo).slug == "certificado-necesario", malo


def test_un_nginx_de_verdad(mundo, escapado, tonala, uno, tmp_path):
    """The example files as they are: TLS ends there, the certificate goes on, and nothing that a client writes does."""
    mio, ajeno = uno.archivo(tmp_path, "mio"), Certificado(bits=2048).archivo(tmp_path, "ajeno")
    clave = {"Authorization": "Bearer " + tonala.clave}
    gente, sistemas = NOMBRES
    with Frente(tmp_path, escapado.puerto).en_marcha() as f:
        http, yo = f.pedir(sistemas, "GET", "/v1/yo", certificado=mio, **clave)
        assert http == 200 and yo["organizacion"]["id"] == tonala.id and yo["organizacion"]["exige_certificado"]
        for nombre, cert, mas in ((sistemas, None, {}), (sistemas, ajeno, {}), (sistemas, None, {"Client_Cert": uno.escapado}), (sistemas, ajeno, {"Client_Cert": uno.escapado}),
                                  (gente, mio, {}), (gente, None, {"Client_Cert": uno.escapado}), (gente, mio, {"Client_Cert": uno.rfc9440})):
            http, r = f.pedir(nombre, "GET", "/v1/yo", certificado=cert, **clave, **mas)
            assert http == 401 and r["type"].endswith("/certificado-necesario"), (nombre, cert, mas)
        datos = urlencode({"grant_type": "client_credentials", "client_id": tonala.clave_id, "client_secret": tonala.clave})
        http, t = f.pedir(sistemas, "POST", "/oauth/token", datos, certificado=mio, Content_Type=FORMULARIO)
        assert http == 200 and partes(t["access_token"])[1]["cnf"] == {"x5t#S256": uno.x5t}
        con = {"Authorization": "Bearer " + t["access_token"]}
        assert f.pedir(sistemas, "GET", "/v1/yo", certificado=mio, **con)[0] == 200
        assert f.pedir(sistemas, "GET", "/v1/yo", certificado=ajeno, **con)[0] == f.pedir(sistemas, "GET", "/v1/yo", **con)[0] == 401


def test_una_forma_que_no_existe(base, lanzar):
    with pytest.raises(RuntimeError, match="certificado_cliente"):
        lanzar(base, {"DICTAMEN_CERTIFICADO_CLIENTE": "pem"})
