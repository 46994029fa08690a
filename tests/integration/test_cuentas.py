"""Local accounts: choosing a password, signing in, what failures cost and whom, the second factor, letters with links."""

import hashlib
import re
import threading
import uuid
from urllib.parse import urlencode

import pytest

from support import mensajes
from support.cuentas import BUENA, OTRA, ClienteSesion, Persona, cartas, enlace_de, esperar, totp

PROXY = {"DICTAMEN_PROXIES_CONFIABLES": "127.0.0.1"}


@pytest.fixture
def persona(mundo):
    return Persona(mundo)


def sin_lugar(r):
    """A problem without what differs from one request to the next."""
    return {k: v for k, v in r.json.items() if k not in ("request_id", "instance")}


# ---- signing in ---------------------------------------------------------------------------------------------------------------------


def test_entra_y_trabaja(persona, mundo):
    c = persona.entrar()
    yo = c.get("/v1/yo").json
    assert yo["usuario"]["id"] == persona.usuario and "expedientes:presentar" in yo["ambitos"] and yo["expira_en"]
    e = c.post("/v1/expedientes", {"datos": {"lugar_firma": "Guadalajara"}}).json["expediente"]
    c.patch(f"/v1/expedientes/{e['id']}", {"lugar_firma": "Zapopan"}, if_match=e["version"])
    acto = c.get(f"/v1/expedientes/{e['id']}/actos").json["datos"][0]
    assert acto["actor"]["usuario"] == persona.usuario
    assert mundo.zapopan.pedir("GET", f"/v1/expedientes/{e['id']}").status == 404


def test_mayusculas_y_espacios_del_correo(persona):
    c = persona.cliente()
    c.post("/v1/sesiones", {"identificador": f"  {persona.correo.upper()} ", "contrasena": BUENA})


def test_la_misma_contrasena_en_otra_forma_unicode(mundo):
    p = Persona(mundo, contrasena="canción de mañana en el jardín")
    import unicodedata
    c = p.cliente()
    assert p.pedir_entrada(c, unicodedata.normalize("NFD", p.contrasena)).status == 201


def test_igual_la_cuenta_desconocida_y_la_contrasena_mala(persona, base):
    """Not only the words: the same work is done and written down for both."""
    a, b = persona.cliente(), persona.cliente()
    antes = base.sql("select count(*) from cuenta_intento")[0][0]
    mala = a.post("/v1/sesiones", {"identificador": persona.correo, "contrasena": OTRA}, 401)
    medio = base.sql("select count(*) from cuenta_intento")[0][0]
    nadie = b.post("/v1/sesiones", {"identificador": "nadie-" + persona.correo, "contrasena": OTRA}, 401)
    despues = base.sql("select count(*) from cuenta_intento")[0][0]
    assert sin_lugar(mala) == sin_lugar(nadie) and mala.slug == "credenciales-incorrectas"
    assert sorted(mala.headers.keys()) == sorted(nadie.headers.keys()) and not mala.headers.get("Set-Cookie")
    assert despues - medio == 1 and medio - antes in (1, 2)
    # The decoy costs what a password of the present settings costs.
    hashes = {h.rsplit("$", 2)[0] for (h,) in base.sql("select contrasena from cuenta where contrasena is not null")}
    assert hashes == {"$argon2id$v=19$m=8192,t=1,p=1"}


def test_lo_mismo_se_calcula_haya_o_no_haya_cuenta(mundo, base, lanzar):
    """
    Time tells what work tells: one computation of Argon2id for each try, whoever is named and whatever is wrong, and none for whoever must wait. The second
    factor is looked at after it, and costs none.
    """
    s = lanzar(base, PROXY)
    con, sin, baja, org, vacia = (Persona(mundo), Persona(mundo), Persona(mundo), Persona(mundo, org="zapopan"), Persona(mundo, contrasena=None))
    codigos = con.poner_factor(con.entrar())
    base.ctl("usuario", "baja", "--id", baja.usuario)
    cuantas = lambda: int(re.search(r"^dictamend_contrasenas_total (\d+)$", mundo.servicio.cliente().otro(puerto=s.puerto).get("/metrics").body.decode(), re.M).group(1))

    def probar(espera, identificador, contrasena, **mas):
        c = con.cliente(s, f"203.0.113.{probar.n % 250 + 1}")
        probar.n += 1
        antes = cuantas()
        r = c.pedir("POST", "/v1/sesiones", {"identificador": identificador, "contrasena": contrasena, **mas})
        assert (r.status, r.slug if r.status != 201 else "") == espera, r
        return cuantas() - antes
    probar.n = 0
    no, falta, si = (401, "credenciales-incorrectas"), (401, "segundo-factor"), (201, "")
    malo = "000000" if totp(con.secreto) != "000000" else "000001"
    hechas = [probar(no, "nadie@guadalajara.example", OTRA), probar(no, "no es una dirección", OTRA), probar(no, sin.correo, OTRA), probar(si, sin.correo, BUENA),
              probar(no, baja.correo, BUENA), probar(no, baja.correo, OTRA), probar(no, vacia.correo, BUENA), probar(no, con.correo, OTRA),
              probar(no, con.correo, OTRA, codigo=malo), probar(no, con.correo, OTRA, codigo=totp(con.secreto)), probar(no, con.correo, OTRA, recuperacion=codigos[0]),
              probar(no, "nadie@guadalajara.example", OTRA, codigo=malo), probar(no, "nadie@guadalajara.example", OTRA, recuperacion=codigos[0]),
              probar(falta, con.correo, BUENA), probar(no, con.correo, BUENA, codigo=malo), probar(no, con.correo, BUENA, recuperacion="AAAA-BBBB-CCCC-DDDD"),
              probar(si, con.correo, BUENA, recuperacion=codigos[0]), probar(si, con.correo, BUENA, codigo=totp(con.secreto)), probar(no, org.correo, OTRA)]
    assert hechas == [1] * len(hechas)
    # Who failed too often waits, whether there is such an account or not, and nothing is computed for either.
    for identificador in (sin.correo, "nadie-mas@guadalajara.example"):
        c = sin.cliente(s, "198.51.100.77")
        antes = cuantas()
        assert fallar(sin, c, 8, identificador) == [401] * 6 + [429] * 2 and cuantas() - antes == 6


@pytest.mark.parametrize("que", ["baja", "organizacion", "sin_contrasena"])
def test_cuentas_que_no_entran(mundo, base, que):
    p = Persona(mundo, contrasena=None if que == "sin_contrasena" else BUENA, org="zapopan")
    if que == "baja":
        base.ctl("usuario", "baja", "--id", p.usuario)
    if que == "organizacion":
        mundo.org["cerrada"] = base.organizacion("Organismo Cerrado", "estatal", "14")
        p = Persona(mundo, org="cerrada")
        base.ctl("organizacion", "baja", "--id", mundo.org["cerrada"])
    if que == "sin_contrasena":
        p.enlace()
    r = p.pedir_entrada(p.cliente(), BUENA)
    assert r.status == 401 and r.slug == "credenciales-incorrectas"


@pytest.mark.parametrize("cuerpo", [{}, {"identificador": "x"}, {"contrasena": "x"}, {"identificador": 1, "contrasena": "x"}, [],
                                    {"identificador": "a@b.c", "contrasena": "x", "rol": "dgcp"}, {"identificador": "", "contrasena": ""}])
def test_cuerpos_malos(mundo, cuerpo):
    assert mundo.anonimo().pedir("POST", "/v1/sesiones", cuerpo).status in (400, 422)


@pytest.mark.parametrize("ident,contrasena", [("a" * 1000, "x"), ("a@b.example", "x" * 1000), ("ñ\u0000@b.example".replace("\u0000", ""), "x"),
                                              ("' or 1=1 --", "' or 1=1 --"), ("a@b.example", "é" * 257)])
def test_textos_raros(mundo, ident, contrasena):
    r = mundo.anonimo().pedir("POST", "/v1/sesiones", {"identificador": ident, "contrasena": contrasena})
    assert r.status == 401 and r.slug == "credenciales-incorrectas"


def test_pagina_de_otro_sitio_no_hace_entrar(persona):
    for sitio in ("cross-site", "same-site"):
        r = persona.cliente().pedir("POST", "/v1/sesiones", {"identificador": persona.correo, "contrasena": BUENA}, {"Sec-Fetch-Site": sitio})
        assert r.status == 403 and r.slug == "origen-ajeno"
    persona.cliente().post("/v1/sesiones", {"identificador": persona.correo, "contrasena": BUENA}, encabezados={"Sec-Fetch-Site": "same-origin"})


def test_nada_secreto_en_la_bitacora_ni_en_la_base(persona, servicio, base):
    c = persona.entrar()
    c.get("/v1/yo")
    persona.pedir_entrada(persona.cliente(), "una contraseña que no es ninguna")
    with open(servicio.registro, encoding="utf-8", errors="replace") as f:
        registro = f.read()
    for secreto in (BUENA, c.sesion, c.csrf, c.cookies["__Host-equipo"], "una contraseña que no es", persona.correo):
        assert secreto not in registro
    filas = "".join(str(base.sql(f"select * from {t}")) for t in ("cuenta", "sesion", "cuenta_equipo", "cuenta_carta", "cuenta_intento"))
    for secreto in (BUENA, c.sesion, c.csrf, c.cookies["__Host-equipo"]):
        assert secreto not in filas


# ---- the rule ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mala,codigo", [
    ("corta", "contrasena-largo"), ("once letras", "contrasena-largo"), ("x" * 257, "contrasena-largo"),
    ("contraseña123", "contrasena-facil"), ("C0ntr4señ4.2026", "contrasena-facil"), ("Guadalajara2026!", "contrasena-facil"),
    ("qwertyuiop123456", "contrasena-facil"), ("aaaaaaaaaaaaaaaa", "contrasena-facil"), ("9876543210987654", "contrasena-facil"),
    ("rosauraibanez77", "contrasena-facil"), ("Rosaura.Ibáñez.1", "contrasena-facil"), ("Ayuntamiento14", "contrasena-facil"),
    ("Septiembre2026!", "contrasena-facil"), ("P@ssw0rdP@ssw0rd", "contrasena-facil"), ("Mexico!Mexico!1", "contrasena-facil")])
def test_contrasenas_que_no(mundo, mala, codigo):
    p = Persona(mundo, contrasena=None)
    enlace = p.enlace()
    r = p.fijar(enlace, mala, 422)
    assert r.codigos == {("/contrasena", codigo)}
    p.fijar(enlace, BUENA)  # the refusal did not use the link up


@pytest.mark.parametrize("buena", [BUENA, "correcto caballo bateria grapa", "Q7!vz-Lm2$pR9x", "ホッカイドウの冬の朝は静か", "el perro de Rosaura ladra bajito"])
def test_contrasenas_que_si(mundo, buena):
    p = Persona(mundo, contrasena=buena)
    p.entrar()


def test_lista_de_la_instalacion(base, mundo, lanzar, tmp_path):
    """One file for both forms: words, and the SHA-1 of leaked ones as they are handed out."""
    filtrada, palabra = "girasol marino de octubre", "Lámpara sin aceite"
    lista = tmp_path / "vedadas.txt"
    lista.write_text(f"{palabra}\n{hashlib.sha1(filtrada.encode()).hexdigest().upper()}:37\n\n", encoding="utf-8")
    s = lanzar(base, {"DICTAMEN_CONTRASENAS_VEDADAS": str(lista)})
    p = Persona(mundo, contrasena=None)
    enlace = p.enlace()
    for mala in (filtrada, palabra, palabra.upper(), "lampara sin aceite"):
        r = p.cliente(s).post("/v1/contrasena", {"enlace": enlace, "contrasena": mala}, 422)
        assert r.codigos == {("/contrasena", "contrasena-conocida")}
    p.cliente(s).post("/v1/contrasena", {"enlace": enlace, "contrasena": "lampara sin aceite en el faro"}, 204)


def test_lista_que_no_se_puede_leer(base, lanzar, tmp_path):
    for mala in (str(tmp_path / "no-existe"), str(tmp_path)):
        with pytest.raises(RuntimeError, match="contrasenas_vedadas"):
            lanzar(base, {"DICTAMEN_CONTRASENAS_VEDADAS": mala})


# ---- what failures cost, and whom ------------------------------------------------------------------------------------------------------


@pytest.fixture
def tras_proxy(base, lanzar):
    return lanzar(base, PROXY)


def fallar(p, c, veces, identificador=None):
    """Statuses of so many wrong passwords."""
    return [c.pedir("POST", "/v1/sesiones", {"identificador": identificador or p.correo, "contrasena": OTRA}).status for _ in range(veces)]


def test_el_que_falla_espera_y_el_dueno_no(persona, tras_proxy):
    conocido = persona.entrar(tras_proxy, "198.51.100.7")
    atacante = persona.cliente(tras_proxy, "203.0.113.9")
    assert fallar(persona, atacante, 6) == [401] * 6
    r = atacante.pedir("POST", "/v1/sesiones", {"identificador": persona.correo, "contrasena": BUENA})
    assert r.status == 429 and r.slug == "demasiados-intentos" and int(r.headers["Retry-After"]) >= 1
    # Elsewhere the owner comes in at once, with a new device and with the known one.
    persona.entrar(tras_proxy, "198.51.100.8")
    # From the attacker's own address (an office behind one address) the known device does too.
    conocido.origen = "203.0.113.9"
    assert persona.pedir_entrada(conocido).status == 201


def test_lo_frenado_queda_en_el_diario(mundo, base, lanzar):
    """Who must wait is told to the security journal as well; however often it insists, it is a row or two."""
    s = lanzar(base, PROXY)
    p = Persona(mundo)
    assert fallar(p, p.cliente(s, "203.0.113.77"), 20)[6:] == [429] * 14
    lista = lambda: [x for x in mundo.auditoria.get("/v1/seguridad/actos", consulta={"tipo": "ingreso_fallido", "limite": "100"}).json["datos"]
                     if x["direccion"] == "203.0.113.77"]
    esperar(lambda: {x["datos"]["metodo"] for x in lista()} == {"credenciales-incorrectas", "demasiados-intentos"})
    filas = [x for x in lista() if x["datos"]["metodo"] == "demasiados-intentos"]
    assert 1 <= len(filas) <= 2 and filas[0]["objeto"] == "iniciarSesion" and p.correo not in str(filas)


def test_un_equipo_robado_tampoco_adivina(persona, tras_proxy):
    c = persona.entrar(tras_proxy, "198.51.100.20")
    ladron = persona.cliente(tras_proxy, "203.0.113.20")
    ladron.cookies = {"__Host-equipo": c.cookies["__Host-equipo"]}
    assert fallar(persona, ladron, 7)[-1] == 429
    assert persona.entrar(tras_proxy, "198.51.100.21")


def test_esperar_basta(mundo, base, lanzar):
    s = lanzar(base, PROXY, reloj=True)
    p = Persona(mundo)
    c = p.cliente(s, "203.0.113.30")
    assert fallar(p, c, 7)[-1] == 429
    r = p.pedir_entrada(c)
    s.mover_reloj(int(r.headers["Retry-After"]) + 1)
    assert p.pedir_entrada(c).status == 201
    # Success forgets the pair's failures.
    c2 = p.cliente(s, "203.0.113.30")
    assert fallar(p, c2, 5) == [401] * 5


def test_rociado(mundo, base, tras_proxy):
    """One password on many accounts from one address: the address waits, whatever the account; other addresses do not."""
    p = Persona(mundo)
    c = p.cliente(tras_proxy, "203.0.113.40")
    vistos = [fallar(p, c, 1, f"victima{i}@guadalajara.example")[0] for i in range(52)]
    assert vistos[:51] == [401] * 51 and 429 in vistos[51:]
    assert fallar(p, c, 1, "otra-victima@guadalajara.example") == [429]
    p.entrar(tras_proxy, "198.51.100.40")


def test_ipv6_cuenta_por_red(persona, tras_proxy):
    cs = [persona.cliente(tras_proxy, f"2001:db8:1:2::{i:x}") for i in range(1, 8)]
    vistos = [fallar(persona, c, 1)[0] for c in cs]
    assert vistos[-1] == 429
    persona.entrar(tras_proxy, "2001:db8:9:9::1")


def test_inundacion_de_entradas_no_agota_memoria(mundo, base, lanzar):
    """However many sign in at once, one computation at a time holds its memory; who does not fit is told to come back."""
    s = lanzar(base, {"DICTAMEN_CONTRASENA_MEMORIA": "64M", "DICTAMEN_COLA_CUENTAS": "4", "DICTAMEN_CONEXIONES_POR_DIRECCION": "200"})
    antes = s.memoria("VmHWM")
    vistos, candado = [], threading.Lock()

    def uno(i):
        r = ClienteSesion(s.puerto).pedir("POST", "/v1/sesiones", {"identificador": f"n{i}@x.example", "contrasena": OTRA})
        with candado:
            vistos.append(r.status)

    hilos = [threading.Thread(target=uno, args=(i,)) for i in range(60)]
    for h in hilos:
        h.start()
    for h in hilos:
        h.join()
    assert set(vistos) <= {401, 503} and 503 in vistos and 401 in vistos
    assert s.memoria("VmHWM") - antes < 2 * 65536 + 40000


# ---- second factor ----------------------------------------------------------------------------------------------------------------------


def test_segundo_factor(persona, base):
    c = persona.entrar()
    codigos = persona.poner_factor(c)
    assert len(set(codigos)) == 10
    guardado = str(base.sql("select sha256 from cuenta_recuperacion where usuario_id = %s", persona.usuario))
    assert all(x not in guardado for x in codigos)
    d = persona.cliente()
    r = persona.pedir_entrada(d)
    assert r.status == 401 and r.slug == "segundo-factor" and not d.sesion
    # A wrong password does not learn that there is a second factor.
    assert persona.pedir_entrada(d, OTRA).slug == "credenciales-incorrectas"
    assert persona.pedir_entrada(d, codigo="000000" if totp(persona.secreto) != "000000" else "000001").slug == "credenciales-incorrectas"
    codigo = totp(persona.secreto)
    assert persona.pedir_entrada(d, codigo=codigo).json["metodo"] == "segundo_factor"
    # The same code, still within its time, opens nothing more; nor does one before it.
    assert persona.pedir_entrada(persona.cliente(), codigo=codigo).status == 401
    assert persona.pedir_entrada(persona.cliente(), codigo=totp(persona.secreto, -1)).status == 401
    assert persona.pedir_entrada(persona.cliente(), codigo=totp(persona.secreto, 1)).status == 201


def test_codigos_de_recuperacion(persona):
    codigos = persona.poner_factor(persona.entrar())
    c = persona.cliente()
    assert persona.pedir_entrada(c, recuperacion=codigos[0].lower().replace("-", " ")).json["metodo"] == "recuperacion"
    assert persona.pedir_entrada(persona.cliente(), recuperacion=codigos[0]).status == 401
    assert persona.pedir_entrada(persona.cliente(), recuperacion="AAAA-BBBB-CCCC-DDDD").status == 401
    otra = Persona(persona.mundo)
    otra.poner_factor(otra.entrar())
    assert otra.pedir_entrada(otra.cliente(), recuperacion=codigos[1]).status == 401
    assert persona.pedir_entrada(persona.cliente(), recuperacion=codigos[1]).status == 201


def test_dos_a_la_vez_con_el_mismo_codigo(persona):
    persona.poner_factor(persona.entrar())
    codigo, vistos = totp(persona.secreto), []
    hilos = [threading.Thread(target=lambda: vistos.append(persona.pedir_entrada(persona.cliente(), codigo=codigo).status)) for _ in range(6)]
    for h in hilos:
        h.start()
    for h in hilos:
        h.join()
    assert vistos.count(201) == 1 and set(vistos) == {201, 401}


def test_adivinar_codigos_espera_venga_de_donde_venga(persona, tras_proxy):
    """Whoever has the password and changes address with every try is counted by the account's second factor; who signs in where it did before is not shut out by that."""
    conocido = persona.entrar(tras_proxy, "198.51.100.60")
    persona.poner_factor(conocido)
    mala = "111111" if totp(persona.secreto) != "111111" else "222222"
    vistos = [persona.pedir_entrada(persona.cliente(tras_proxy, f"203.0.113.{100 + i}"), codigo=mala).status for i in range(12)]
    assert vistos[:11] == [401] * 11 and vistos[11] == 429
    assert persona.pedir_entrada(persona.cliente(tras_proxy, "203.0.113.200"), codigo=totp(persona.secreto)).status == 429
    assert persona.pedir_entrada(conocido, codigo=totp(persona.secreto)).status == 201


def test_poner_y_quitar(persona):
    c = persona.entrar()
    assert c.post("/v1/yo/segundo-factor/confirmar", {"codigo": "123456"}, 409).slug == "segundo-factor-ausente"
    secreto = c.post("/v1/yo/segundo-factor", espera=200).json["secreto"]
    assert c.post("/v1/yo/segundo-factor/confirmar", {"codigo": "12345"}, 409).slug == "codigo-incorrecto"
    # Unconfirmed, it is not asked for.
    persona.entrar()
    otro = c.post("/v1/yo/segundo-factor", espera=200).json["secreto"]
    assert otro != secreto
    assert c.post("/v1/yo/segundo-factor/confirmar", {"codigo": totp(secreto)}, 409).slug == "codigo-incorrecto"
    c.post("/v1/yo/segundo-factor/confirmar", {"codigo": totp(otro)}, 200)
    assert c.post("/v1/yo/segundo-factor", espera=409).slug == "segundo-factor-activo"
    assert c.post("/v1/yo/segundo-factor/confirmar", {"codigo": totp(otro, 1)}, 409).slug == "segundo-factor-activo"
    c.pedir("DELETE", "/v1/yo/segundo-factor", espera=204)
    persona.entrar()


# ---- changing it ----------------------------------------------------------------------------------------------------------------------------


def test_cambiar_contrasena(persona):
    c, otra = persona.entrar(), persona.entrar()
    pendiente = persona.enlace()
    assert c.pedir("PUT", "/v1/yo/contrasena", {"nueva": "corta"}, espera=422).codigos == {("/nueva", "contrasena-largo")}
    assert c.pedir("PUT", "/v1/yo/contrasena", {"nueva": BUENA}, espera=422).codigos == {("/nueva", "contrasena-igual")}
    c.pedir("PUT", "/v1/yo/contrasena", {"nueva": OTRA}, espera=204)
    c.get("/v1/yo")
    otra.get("/v1/yo", 401)
    assert persona.pedir_entrada(persona.cliente(), BUENA).status == 401
    assert persona.pedir_entrada(persona.cliente(), OTRA).status == 201
    persona.fijar(pendiente, "cinco gatos miran la fuente seca", 409)


def test_hash_viejo_se_renueva(persona, base, lanzar):
    s = lanzar(base, {"DICTAMEN_CONTRASENA_VUELTAS": "2"})
    persona.entrar(s)
    assert ",t=2," in base.sql("select contrasena from cuenta where usuario_id = %s", persona.usuario)[0][0]
    persona.entrar(s)
    persona.entrar()


# ---- links and letters ------------------------------------------------------------------------------------------------------------------------


def test_el_enlace_sirve_una_vez(mundo):
    p = Persona(mundo, contrasena=None)
    enlace = p.enlace()
    vistos = []
    hilos = [threading.Thread(target=lambda: vistos.append(p.cliente().pedir("POST", "/v1/contrasena", {"enlace": enlace, "contrasena": BUENA}).status))
             for _ in range(4)]
    for h in hilos:
        h.start()
    for h in hilos:
        h.join()
    assert sorted(vistos) == [204, 409, 409, 409]
    for malo in ("dl_" + "A" * 43, "x", enlace + "A", enlace.replace("dl_", "dk_"), "dl_" + "é" * 43):
        assert p.fijar(malo, BUENA, 409).slug == "enlace-invalido"


def test_el_enlace_vence(mundo, base, lanzar):
    s = lanzar(base, {}, reloj=True)
    p = Persona(mundo, contrasena=None)
    enlace = p.enlace()
    s.mover_reloj(48 * 3600 + 60)
    assert p.cliente(s).post("/v1/contrasena", {"enlace": enlace, "contrasena": BUENA}, 409).slug == "enlace-invalido"


def test_quien_no_puede_tener_cuenta(mundo, base):
    assert base.ctl("cuenta", "enlace", "--usuario", mundo.maquina.usuario, verifica=False).returncode == 1
    assert base.ctl("cuenta", "invitar", "--usuario", mundo.local.usuario, verifica=False).returncode == 1  # has no address
    assert base.ctl("cuenta", "invitar", "--usuario", "0193a1f0-7b1c-7c40-8f6e-2a9d1c5b7e10", verifica=False).returncode == 1
    assert base.ctl("cuenta", "invitar", "--usuario", "x", verifica=False).returncode == 1
    p = Persona(mundo)
    doble = base.usuario(mundo.org["guadalajara"], "Otra", "gobierno_local", p.correo.upper())
    assert "otra cuenta" in base.ctl("cuenta", "invitar", "--usuario", doble, verifica=False).stderr


@pytest.fixture(scope="module")
def certificados(tmp_path_factory):
    return mensajes.Certificados(str(tmp_path_factory.mktemp("certificados")))


@pytest.fixture
def smtp(certificados):
    s = mensajes.Sumidero(certificados)
    yield s
    s.cerrar()


@pytest.fixture
def con_correo(base, lanzar, smtp):
    base.sql("delete from cuenta_carta where estado in ('pendiente', 'enviando')")
    return lanzar(base, smtp.ajustes(DICTAMEN_URL_PUBLICA="https://dictamen.example/"))


def test_invitacion_por_correo(mundo, base, smtp, con_correo):
    m = mundo.en_puerto(con_correo)
    p = Persona(mundo, contrasena=None)
    m.administracion.post(f"/v1/usuarios/{p.usuario}/invitacion", espera=202)
    (carta,) = esperar(lambda: cartas(smtp, p.correo))
    assert carta["To"] == p.correo and carta["From"] == "acuerdos@sre.gob.mx" and "Rosaura" in carta.get_content()
    assert "https://dictamen.example/contrasena?enlace=dl_" in carta.get_content() and "48 horas" in carta.get_content()
    p.fijar(enlace_de(carta), BUENA)
    p.contrasena = BUENA
    p.entrar()
    assert base.sql("select estado, enlace_sha256 is not null, usado_en is not null from cuenta_carta where usuario_id = %s", p.usuario) == [
        ("enviada", True, True)]


def test_invitar_una_sola_vez_por_clave(mundo, base, smtp, con_correo):
    m = mundo.en_puerto(con_correo)
    p, q = Persona(mundo, contrasena=None), Persona(mundo, contrasena=None)
    clave = uuid.uuid4().hex
    m.administracion.post(f"/v1/usuarios/{p.usuario}/invitacion", espera=202, idempotencia=clave)
    esperar(lambda: cartas(smtp, p.correo))
    esperar(lambda: base.sql("select 1 from cuenta_carta where identificador = %s and estado = 'enviada'", p.correo))
    r = m.administracion.post(f"/v1/usuarios/{p.usuario}/invitacion", espera=202, idempotencia=clave)
    assert r.headers["Idempotency-Replayed"] == "true"
    assert m.administracion.post(f"/v1/usuarios/{q.usuario}/invitacion", espera=422, idempotencia=clave).slug == "idempotencia-otro-cuerpo"
    assert not base.sql("select 1 from cuenta_carta where identificador in (%s, %s) and estado <> 'enviada'", p.correo, q.correo)
    m.administracion.post(f"/v1/usuarios/{p.usuario}/invitacion", espera=202)
    esperar(lambda: len(cartas(smtp, p.correo)) == 2)


def test_invitar_es_de_la_administracion(mundo, con_correo):
    m = mundo.en_puerto(con_correo)
    p = Persona(mundo, contrasena=None)
    for quien in (m.local, m.dgcp, m.auditoria, m.enlace, m.cja):
        quien.post(f"/v1/usuarios/{p.usuario}/invitacion", espera=403)
    m.anonimo().post(f"/v1/usuarios/{p.usuario}/invitacion", espera=401)
    m.administracion.post("/v1/usuarios/0193a1f0-7b1c-7c40-8f6e-2a9d1c5b7e10/invitacion", espera=404)
    m.administracion.post("/v1/usuarios/x/invitacion", espera=404)
    assert m.administracion.post(f"/v1/usuarios/{mundo.maquina.usuario}/invitacion", espera=409).slug == "cuenta-imposible"


def test_restablecer(mundo, base, smtp, con_correo):
    p = Persona(mundo)
    c = p.entrar(con_correo)
    ajena = "nadie-" + p.correo
    a = p.cliente(con_correo).post("/v1/contrasena/restablecer", {"identificador": p.correo}, 202)
    b = p.cliente(con_correo).post("/v1/contrasena/restablecer", {"identificador": ajena}, 202)
    assert a.body == b.body == b"" and sorted(a.headers.keys()) == sorted(b.headers.keys())
    (carta,) = esperar(lambda: cartas(smtp, p.correo))
    esperar(lambda: base.sql("select count(*) from cuenta_carta where identificador = %s", ajena)[0][0] == 0)
    assert len(smtp.recibidos) == 1
    c.get("/v1/yo")  # asking ends nothing
    p.cliente(con_correo).post("/v1/contrasena", {"enlace": enlace_de(carta), "contrasena": OTRA}, 204)
    c.get("/v1/yo", 401)
    assert p.pedir_entrada(p.cliente(), BUENA).status == 401 and p.pedir_entrada(p.cliente(), OTRA).status == 201


def test_pedir_el_enlace_en_la_pagina(mundo, smtp, con_correo):
    """The same answer whether it is an account's address or not; what is no address is said."""
    p, c, forma = Persona(mundo), con_correo.cliente(None), "application/x-www-form-urlencoded"
    html = {"Accept": "text/html"}
    assert b'action="/contrasena/restablecer"' in c.get("/contrasena/restablecer", encabezados=html).body
    c.get("/contrasena/restablecer?x=1", 400, encabezados=html)
    a, b = (c.pedir("POST", "/contrasena/restablecer", urlencode({"identificador": x}).encode(), tipo=forma, encabezados=html, espera=200)
            for x in (p.correo, "nadie-" + p.correo))
    assert a.body == b.body
    (carta,) = esperar(lambda: cartas(smtp, p.correo))
    assert enlace_de(carta) and len(smtp.recibidos) == 1
    for cuerpo, espera in ((b"identificador=x", 422), (b"identificador=", 400), (b"", 400)):
        assert c.pedir("POST", "/contrasena/restablecer", cuerpo, tipo=forma, encabezados=html).status == espera, cuerpo


def test_el_segundo_factor_sobrevive_al_enlace(mundo):
    """Whoever reads the mail does not get past the telephone."""
    p = Persona(mundo)
    p.poner_factor(p.entrar())
    p.fijar(p.enlace(), OTRA)
    assert p.pedir_entrada(p.cliente(), OTRA).slug == "segundo-factor"


def test_cartas_con_medida(mundo, base, smtp, con_correo):
    """A mailbox cannot be flooded by asking in its owner's name."""
    p = Persona(mundo)
    for n in range(1, 5):
        p.cliente(con_correo).post("/v1/contrasena/restablecer", {"identificador": p.correo}, 202)
        esperar(lambda: len(cartas(smtp, p.correo)) == n and not base.sql(
            "select 1 from cuenta_carta where identificador = %s and estado in ('pendiente', 'enviando')", p.correo))
    p.cliente(con_correo).post("/v1/contrasena/restablecer", {"identificador": p.correo}, 202)
    esperar(lambda: base.sql("select 1 from cuenta_carta where identificador = %s and estado = 'demasiadas'", p.correo))
    # The link that ctl handed over counts too.
    assert len(cartas(smtp, p.correo)) == 4


def test_carta_que_no_sale_se_reintenta(mundo, base, smtp, con_correo):
    p = Persona(mundo, contrasena=None)
    smtp.rechazo = "451 luego"
    mundo.en_puerto(con_correo).administracion.post(f"/v1/usuarios/{p.usuario}/invitacion", espera=202)
    esperar(lambda: base.sql("select 1 from cuenta_carta where identificador = %s and intentos = 1 and error <> ''", p.correo))
    smtp.rechazo = None
    base.sql("update cuenta_carta set disponible_en = now() where identificador = %s", p.correo)
    (carta,) = esperar(lambda: cartas(smtp, p.correo))
    p.fijar(enlace_de(carta), BUENA)


@pytest.mark.parametrize("malo", ["", "x", "a@b", "a b@c.example", "a@b.example\nBcc: x@y.example", "a@b.example, c@d.example", "<a@b.example>", "ñ@b.example",
                                  "a" * 250 + "@b.example"])
def test_direcciones_malas(mundo, con_correo, malo):
    r = mundo.en_puerto(con_correo).anonimo().pedir("POST", "/v1/contrasena/restablecer", {"identificador": malo})
    assert r.status == 422


def test_sin_correo_configurado(mundo):
    r = mundo.anonimo().post("/v1/contrasena/restablecer", {"identificador": "a@b.example"}, 503)
    assert r.slug == "sin-correo"
    assert mundo.administracion.post(f"/v1/usuarios/{mundo.local.usuario}/invitacion", espera=503).slug == "sin-correo"
