"""Sessions: the cookie, its token against other sites' forms, how they end, and that whoever knew an id before knows none after."""

import re

import pytest

from support.cliente import SIN, Cliente
from support.cuentas import BUENA, OTRA, ClienteSesion, Persona, esperar
from support.tramite import datos_completos


@pytest.fixture
def persona(mundo):
    return Persona(mundo)


def test_la_cookie(persona):
    c = persona.cliente()
    r = persona.pedir_entrada(c)
    sesion, equipo = r.headers.get_all("Set-Cookie")
    assert re.fullmatch(r"__Host-sesion=ds_[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict", sesion)
    assert re.fullmatch(r"__Host-equipo=de_[A-Za-z0-9_-]{43}; Max-Age=15552000; Path=/; Secure; HttpOnly; SameSite=Strict", equipo)
    assert r.headers["Cache-Control"] == "no-store" and r.headers["Location"] == "/v1/sesiones/actual"
    actual = c.get("/v1/sesiones/actual")
    assert actual.json["csrf"] == c.csrf and actual.headers["Cache-Control"] == "no-store"
    assert "Cookie" in c.get("/v1/expedientes").headers.get("Vary", "")


def test_todo_cambio_lleva_el_testigo(persona, mundo):
    c = persona.entrar()
    e = c.post("/v1/expedientes", {"datos": datos_completos()}).json["expediente"]
    url = f"/v1/expedientes/{e['id']}"
    ajeno = persona.entrar().csrf
    for testigo in (SIN, "", "x", c.csrf[:-1], c.csrf + "A", c.csrf.swapcase(), ajeno):
        sin = ClienteSesion(c.puerto)
        sin.cookies = dict(c.cookies)
        if testigo is not SIN:
            sin.csrf = testigo or "-"
        for metodo, camino, cuerpo, mas in (("POST", "/v1/expedientes", {"datos": {}}, {}), ("PATCH", url, {"lugar_firma": "x"}, {"if_match": e["version"]}),
                                            ("POST", url + "/actos", {"acto": "desistir", "datos": {"motivo": "x"}}, {"if_match": e["version"]}),
                                            ("DELETE", "/v1/sesiones/actual", None, {}), ("PUT", "/v1/yo/contrasena", {"nueva": OTRA}, {})):
            r = sin.pedir(metodo, camino, cuerpo, **mas)
            assert r.status == 403 and r.slug == "falta-csrf", (metodo, camino, testigo, r)
    assert c.get(url).json["version"] == e["version"]
    # Reading needs none; a key needs none.
    sin = ClienteSesion(c.puerto)
    sin.cookies = dict(c.cookies)
    sin.get("/v1/yo")
    mundo.local.post("/v1/expedientes", {"datos": {}})


def test_las_dos_credenciales_no(persona, mundo):
    c = persona.entrar()
    c.clave = mundo.claves["local"][1]
    assert c.get("/v1/yo", 400).slug == "credencial-doble"
    assert c.post("/v1/expedientes", {"datos": {}}, 400).slug == "credencial-doble"
    c.clave = "dk_" + "A" * 43
    assert c.get("/v1/yo", 400).slug == "credencial-doble"


def test_cada_credencial_en_su_lugar(persona, mundo):
    c = persona.entrar()
    Cliente(c.puerto, c.sesion).get("/v1/yo", 401)
    n = ClienteSesion(c.puerto)
    for cookie in (f"__Host-sesion={mundo.claves['local'][1]}", "__Host-sesion=", f"__Host-sesion={c.sesion}x", f"__Host-sesion={c.sesion[:-1]}",
                   f"__Host-sesion={c.cookies['__Host-equipo']}", f"__Host-sesion={c.sesion}; __Host-sesion={c.sesion}", "__Host-sesion=ds_" + "A" * 43,
                   f"__Host-sesion=\"{c.sesion}\"", f"__Host-sesion={c.sesion}; __Host-sesion=ds_" + "A" * 43):
        assert n.pedir("GET", "/v1/yo", encabezados={"Cookie": cookie}).status == 401, cookie
    for cookie in (f"sesion={c.sesion}", f"__host-sesion={c.sesion}", f"x__Host-sesion={c.sesion}", "", ";;;", "a=b"):
        r = n.pedir("GET", "/v1/yo", encabezados={"Cookie": cookie or " "})
        assert r.status == 401 and r.slug == "sin-credencial", cookie
    n.pedir("GET", "/v1/yo", encabezados={"Cookie": f"a=b;  __Host-sesion={c.sesion};c=d"}, espera=200)
    # Who signs nothing in is not disturbed by cookies of other kinds.
    n.pedir("GET", "/v1/procedimiento", encabezados={"Cookie": "x=y"}, espera=200)


def test_sin_fijacion(persona):
    """An id that was known before signing in is never the one after: neither a made-up one nor a good one of somebody else."""
    victima = persona.cliente()
    victima.cookies["__Host-sesion"] = puesta = "ds_" + "B" * 43
    assert persona.pedir_entrada(victima).status == 201
    assert victima.sesion != puesta
    ClienteSesion(victima.puerto).pedir("GET", "/v1/yo", encabezados={"Cookie": f"__Host-sesion={puesta}"}, espera=401)
    atacante = Persona(persona.mundo)
    suya = atacante.entrar()
    victima2 = persona.cliente()
    victima2.cookies = dict(suya.cookies)
    assert persona.pedir_entrada(victima2).status == 201 and victima2.sesion != suya.sesion
    suya.get("/v1/yo", 401)  # it ended when the other person signed in over it
    assert victima2.get("/v1/yo").json["usuario"]["id"] == persona.usuario


def test_entrar_otra_vez_termina_la_anterior(persona):
    c = persona.entrar()
    vieja = c.sesion
    assert persona.pedir_entrada(c).status == 201 and c.sesion != vieja
    ClienteSesion(c.puerto).pedir("GET", "/v1/yo", encabezados={"Cookie": f"__Host-sesion={vieja}"}, espera=401)
    assert len(c.get("/v1/sesiones").json["datos"]) == 1


def test_elevar_cambia_la_cookie(persona, base):
    c = persona.entrar()
    base.sql("update sesion set elevada_en = elevada_en - interval '1 hour' where usuario_id = %s", persona.usuario)
    esperar(lambda: c.pedir("POST", "/v1/yo/segundo-factor").status == 403)
    assert c.pedir("PUT", "/v1/yo/contrasena", {"nueva": OTRA}, espera=403).slug == "elevacion-necesaria"
    assert c.pedir("DELETE", "/v1/yo/segundo-factor", espera=403).slug == "elevacion-necesaria"
    vieja, testigo = c.sesion, c.csrf
    assert c.post("/v1/sesiones/actual/elevar", {"contrasena": OTRA}, 401).slug == "credenciales-incorrectas"
    assert c.sesion == vieja
    persona.elevar(c)
    assert c.sesion != vieja and c.csrf != testigo
    ClienteSesion(c.puerto).pedir("GET", "/v1/yo", encabezados={"Cookie": f"__Host-sesion={vieja}"}, espera=401)
    c.pedir("PUT", "/v1/yo/contrasena", {"nueva": OTRA}, espera=204)
    c.post("/v1/sesiones/actual/elevar", {}, 422)


def test_ociosa_y_maxima(mundo, base, lanzar):
    s = lanzar(base, {"DICTAMEN_SESION_OCIOSA": "20", "DICTAMEN_SESION_MAXIMA": "2"}, reloj=True)
    p = Persona(mundo)
    c, quieta = p.entrar(s), p.entrar(s)
    for minuto in range(15, 120, 15):
        s.mover_reloj(minuto * 60)
        c.get("/v1/yo")
    quieta.get("/v1/yo", 401)
    assert [x["actual"] for x in c.get("/v1/sesiones").json["datos"]] == [True]
    s.mover_reloj(121 * 60)
    c.get("/v1/yo", 401)
    s.mover_reloj(0)


def test_el_uso_se_escribe(mundo, base, lanzar):
    """Another instance knows of it too: what one saw is written down, and counts after its end."""
    s = lanzar(base, {}, reloj=True)
    p = Persona(mundo)
    c = p.entrar(s)
    antes = base.sql("select vista_en from sesion where usuario_id = %s", p.usuario)[0][0]
    s.mover_reloj(600)
    c.get("/v1/yo")
    esperar(lambda: (base.sql("select vista_en from sesion where usuario_id = %s", p.usuario)[0][0] - antes).total_seconds() > 500)


def test_lista_y_revocar(persona, mundo):
    a = persona.entrar()
    b = persona.cliente()
    b.post("/v1/sesiones", {"identificador": persona.correo, "contrasena": BUENA}, encabezados={"User-Agent": "Teléfono\t«x» " + "y" * 300})
    filas = a.get("/v1/sesiones").json["datos"]
    assert len(filas) == 2 and [f["actual"] for f in filas].count(True) == 1
    otra = next(f for f in filas if not f["actual"])
    assert otra["direccion"] == "127.0.0.1" and len(otra["agente"]) <= 200 and otra["agente"].isascii() and otra["metodo"] == "contrasena"
    # Somebody else's cannot be ended, and is not said to exist.
    intruso = Persona(mundo).entrar()
    assert intruso.pedir("DELETE", f"/v1/sesiones/{otra['id']}", espera=404).slug == "no-encontrado"
    intruso.pedir("DELETE", "/v1/sesiones/x", espera=404)
    b.get("/v1/yo")
    a.pedir("DELETE", f"/v1/sesiones/{otra['id']}", espera=204)
    b.get("/v1/yo", 401)
    a.pedir("DELETE", f"/v1/sesiones/{otra['id']}", espera=404)
    assert len(a.get("/v1/sesiones").json["datos"]) == 1
    mundo.anonimo().get("/v1/sesiones", 401)


def test_salir(persona):
    c = persona.entrar()
    vieja = c.sesion
    r = c.pedir("DELETE", "/v1/sesiones/actual", espera=204)
    assert "__Host-sesion=; Max-Age=0" in r.headers["Set-Cookie"] and c.sesion is None and c.cookies["__Host-equipo"]
    ClienteSesion(c.puerto).pedir("GET", "/v1/yo", encabezados={"Cookie": f"__Host-sesion={vieja}"}, espera=401)


def test_en_otra_instancia_termina_en_un_segundo(persona, base, lanzar):
    s = lanzar(base)
    c = persona.entrar()
    d = ClienteSesion(s.puerto)
    d.cookies = dict(c.cookies)
    d.get("/v1/yo")
    c.pedir("DELETE", "/v1/sesiones/actual", espera=204)
    esperar(lambda: d.pedir("GET", "/v1/yo").status == 401)


def test_persona_de_baja(persona, base):
    c = persona.entrar()
    base.ctl("usuario", "baja", "--id", persona.usuario)
    esperar(lambda: c.pedir("GET", "/v1/yo").status == 401)


def test_una_clave_no_es_una_sesion(mundo):
    for metodo, camino, cuerpo in (("GET", "/v1/sesiones", None), ("DELETE", "/v1/sesiones/" + mundo.local.usuario, None), ("GET", "/v1/sesiones/actual", None), ("DELETE", "/v1/sesiones/actual", None),
                                   ("POST", "/v1/sesiones/actual/elevar", {"contrasena": "x"}), ("PUT", "/v1/yo/contrasena", {"nueva": OTRA}),
                                   ("POST", "/v1/yo/segundo-factor", None), ("POST", "/v1/yo/segundo-factor/confirmar", {"codigo": "123456"}),
                                   ("DELETE", "/v1/yo/segundo-factor", None)):
        r = mundo.local.pedir(metodo, camino, cuerpo)
        assert r.status == 403 and r.slug == "sesion-necesaria", camino
        assert mundo.anonimo().pedir(metodo, camino, cuerpo).status == 401


@pytest.mark.parametrize("rol,org", [("administracion", "sre"), ("cja", "sre"), ("enlace_estatal", "jalisco"), ("auditoria", "sre")])
def test_la_sesion_vale_lo_que_la_funcion(mundo, rol, org):
    p = Persona(mundo, org, rol)
    c = p.entrar()
    t = mundo.tramite().hasta("turnado")
    clave = mundo.servicio.cliente(mundo.base.clave(p.usuario)[1])
    for metodo, camino, cuerpo in (("GET", t.url, None), ("GET", "/v1/expedientes", None), ("POST", "/v1/expedientes", {"datos": {}}),
                                   ("GET", "/v1/usuarios", None), ("GET", "/v1/correos", None), ("GET", "/v1/registro/por-vencer", None)):
        a, b = c.pedir(metodo, camino, cuerpo), clave.pedir(metodo, camino, cuerpo)
        assert a.status == b.status, (camino, a, b)


def test_a_lo_mas_veinte(persona, base):
    primera = persona.entrar()
    for _ in range(20):
        persona.entrar()
    esperar(lambda: primera.pedir("GET", "/v1/yo").status == 401)
    assert base.sql("select count(*) from sesion where usuario_id = %s and cerrada_en is null", persona.usuario)[0][0] == 20


def test_se_cuenta_a_la_persona(persona, base, lanzar):
    s = lanzar(base, {"DICTAMEN_LIMITE_LECTURA_CLAVE": "50"})
    c = persona.entrar(s)
    c.get("/v1/yo")
    assert c.get("/v1/yo").headers["RateLimit-Policy"] == '"lectura-clave";q=50;w=60'
    otra = persona.entrar(s)
    otra.get("/v1/yo")
    while (r := c.pedir("GET", "/v1/yo")).status == 200:
        pass
    assert r.status == 429 and otra.pedir("GET", "/v1/yo").status == 429
    falsa = ClienteSesion(s.puerto)
    falsa.cookies = {"__Host-sesion": "ds_" + "C" * 43}
    assert falsa.get("/v1/yo", 401).headers["RateLimit-Policy"].startswith('"lectura-direccion"')


def test_dos_renglones_de_cookie(persona):
    from support.cliente import crudo, leer_cruda
    c = persona.entrar()
    r = leer_cruda(crudo(c.puerto, f"GET /v1/yo HTTP/1.1\r\nHost: x\r\nCookie: __Host-sesion={c.sesion}\r\nCookie: a=b\r\n\r\n".encode()))
    assert r.status == 400


# ---- pages ------------------------------------------------------------------------------------------------------------------------------


FORMULARIO = "application/x-www-form-urlencoded"


def enviar(c, camino, espera=200, **campos):
    from urllib.parse import urlencode
    return c.pedir("POST", camino, urlencode(campos).encode(), {"Accept": "text/html"}, tipo=FORMULARIO, espera=espera)


def test_paginas(mundo):
    """A browser without a script goes the whole way: link, password, signing in."""
    p = Persona(mundo, contrasena=None)
    enlace, c = p.enlace(), p.cliente()
    r = c.get("/contrasena", consulta={"enlace": enlace})
    assert enlace in r.body.decode() and r.headers["Referrer-Policy"] == "no-referrer" and "script" not in r.body.decode().replace("description", "")
    assert b"filtrado" in r.body
    r = enviar(c, "/contrasena", 422, enlace=enlace, contrasena="corta")
    assert r.headers["Content-Type"].startswith("text/html") and "12 a 256" in r.body.decode()
    enviar(c, "/contrasena", enlace=enlace, contrasena=BUENA)
    enviar(c, "/contrasena", 409, enlace=enlace, contrasena=BUENA)
    assert b'action="/entrar"' in c.get("/entrar").body
    enviar(c, "/entrar", 401, identificador=p.correo, contrasena=OTRA, codigo="", recuperacion="")
    enviar(c, "/entrar", identificador=p.correo, contrasena=BUENA, codigo="", recuperacion="")
    assert c.get("/v1/yo").json["usuario"]["id"] == p.usuario


def test_paginas_con_malas_entradas(mundo):
    c = mundo.anonimo()
    for camino in ("/entrar", "/contrasena"):
        enviar(c, camino, 400, x="y")
        assert c.pedir("POST", camino, {"identificador": "x"}).status == 415
        assert c.pedir("POST", camino, b"contrasena=a&contrasena=b", {"Accept": "text/html"}, tipo=FORMULARIO).status == 400
        assert c.pedir("POST", camino, b"a=b", {"Sec-Fetch-Site": "cross-site"}, tipo=FORMULARIO).slug == "origen-ajeno"
    c.get("/contrasena", 400)
    c.get("/entrar?x=1", 400)
    r = c.get("/contrasena", consulta={"enlace": '"><script>alert(1)</script>'})
    assert b"<script>" not in r.body


def test_el_diario_de_seguridad_lo_dice(persona, mundo):
    """Who came in, who could not, who left and whose password changed; never what was typed."""
    c = persona.entrar()
    persona.pedir_entrada(persona.cliente(), contrasena="no es esta, de verdad")
    c.pedir("PUT", "/v1/yo/contrasena", {"nueva": OTRA}, espera=204)
    c.pedir("DELETE", "/v1/sesiones/actual", espera=204)
    diario = lambda **f: mundo.auditoria.get("/v1/seguridad/actos", consulta={**f, "limite": "100"}).json["datos"]
    suyo = f"usuario/{persona.usuario}"
    esperar(lambda: {x["tipo"] for x in diario(objeto=suyo)} >= {"ingreso", "credencial", "salida"})
    ingreso = next(x for x in diario(tipo="ingreso", objeto=suyo))
    assert ingreso["datos"] == {"metodo": "contrasena"} and ingreso["actor"] == {"usuario": persona.usuario, "organizacion": mundo.org["guadalajara"], "rol": "gobierno_local"}
    esperar(lambda: any(x["datos"] == {"metodo": "credenciales-incorrectas"} for x in diario(tipo="ingreso_fallido")))
    assert "no es esta" not in str(diario()) and OTRA not in str(diario())


def test_la_contrasena_por_enlace_queda_en_el_diario(mundo):
    """Whoever holds a letter changes a password without signing in: by the page or by the API, whose it was is written down."""
    diario = lambda p: [x for x in mundo.auditoria.get("/v1/seguridad/actos", consulta={"objeto": f"usuario/{p.usuario}"}).json["datos"] if x["tipo"] == "credencial"]
    for fijar in (lambda p, enlace: p.fijar(enlace, OTRA), lambda p, enlace: enviar(mundo.anonimo(), "/contrasena", 200, enlace=enlace, contrasena=OTRA)):
        p = Persona(mundo, contrasena=None)
        enlace = p.enlace()
        p.fijar(enlace, "corta", 422)
        fijar(p, enlace)
        p.fijar(enlace, OTRA, 409)
        (x,) = esperar(lambda: diario(p))
        assert x["datos"] == {"metodo": "enlace"} and x["actor"] == {"usuario": p.usuario, "organizacion": mundo.org["guadalajara"], "rol": "gobierno_local"}
        assert x["direccion"] == "127.0.0.1" and enlace not in str(x)
