"""The key of second factors: whoever has the database alone has no secret of theirs; putting the key, changing it, and being without it."""

import base64

import pytest

from support.cuentas import Persona, esperar, totp
from support.tramite import Mundo, con_gente


@pytest.fixture
def b(cluster):
    b = con_gente(cluster)
    yield b
    b.borrar()


@pytest.fixture
def llave(base, tmp_path):
    def hacer(nombre):
        ruta = str(tmp_path / nombre)
        base.ctl("cuenta", "crear-llave", "--archivo", ruta)
        return ruta
    return hacer


def guardado(p):
    return bytes(p.base.sql("select totp_secreto from cuenta where usuario_id = %s", p.usuario)[0][0])


def con(actual, anterior=""):
    return {"DICTAMEN_CUENTAS_LLAVE": actual, "DICTAMEN_CUENTAS_LLAVE_ANTERIOR": anterior}


def dichos(s):
    return [(x["cifrados"], x["sin_llave"]) for x in s.lineas() if x["event"] == "segundo_factor"]


def entra(p, servicio, **mas):
    """As if none of its codes had been used: what is tried here is the secret."""
    p.base.sql("update cuenta set totp_paso = 0 where usuario_id = %s", p.usuario)
    return p.pedir_entrada(p.cliente(servicio), **(mas or {"codigo": totp(p.secreto)}))


def test_la_base_sola_no_dice_el_secreto(b, lanzar, llave):
    s = lanzar(b, con(llave("una")))
    m = Mundo(b, s)
    p, otra = Persona(m), Persona(m)
    p.poner_factor(p.entrar())
    otra.poner_factor(otra.entrar())
    assert len(guardado(p)) == 76 and base64.b32decode(p.secreto) not in guardado(p)
    assert entra(p, s).json["metodo"] == "segundo_factor"
    # What is one person's opens nothing of another's, although the key is the same.
    b.sql("update cuenta set totp_secreto = %s where usuario_id = %s", guardado(otra), p.usuario)
    for secreto in (p.secreto, otra.secreto):
        assert entra(p, s, codigo=totp(secreto)).slug == "segundo-factor-sin-llave"
    assert entra(otra, s).status == 201


def test_se_pone_la_llave_y_se_cambia(b, lanzar, llave):
    """Without a key secrets are kept as they are; with one, all are under it at once; each change leaves nobody out, with two instances too."""
    s = lanzar(b)
    m = Mundo(b, s)
    p = Persona(m)
    p.poner_factor(p.entrar())
    assert guardado(p) == base64.b32decode(p.secreto)
    assert s.parar() == 0 and dichos(s) == []
    vieja, nueva = llave("vieja"), llave("nueva")
    s = lanzar(b, con(vieja))
    esperar(lambda: dichos(s) == [(1, 0)])
    assert len(guardado(p)) == 76 and entra(p, s).status == 201
    # First it is known everywhere, then it seals, then the old one goes.
    conoce = lanzar(b, con(vieja, nueva))
    esperar(lambda: any(x["event"] == "calendario" for x in conoce.lineas()))  # its first round is over: it would seal anew with the old one
    sella = lanzar(b, con(nueva, vieja))
    esperar(lambda: dichos(sella) == [(1, 0)])
    assert entra(p, conoce).status == 201 and entra(p, sella).status == 201
    for x in (s, conoce, sella):
        assert x.parar() == 0
    s = lanzar(b, con(nueva))
    assert entra(p, s).status == 201 and dichos(s) == []


def test_sin_la_llave(b, lanzar, llave, tmp_path):
    """Whose secret does not open comes in with a recovery code; it is nobody's failure, and the log says it."""
    s = lanzar(b, con(llave("una")))
    p = Persona(Mundo(b, s))
    codigos = p.poner_factor(p.entrar())
    assert s.parar() == 0
    for ajustes in ({}, con(llave("otra"))):
        s = lanzar(b, ajustes)
        esperar(lambda: dichos(s) == [(0, 1)])
        for _ in range(8):
            r = entra(p, s)
            assert r.status == 503 and r.slug == "segundo-factor-sin-llave" and "recuperación" in r.json["que_hacer"]
        assert p.pedir_entrada(p.cliente(s)).slug == "segundo-factor"
        assert p.pedir_entrada(p.cliente(s), "ninguna contraseña que sea", codigo="123456").slug == "credenciales-incorrectas"
        assert entra(p, s, recuperacion=codigos.pop()).json["metodo"] == "recuperacion"
        assert s.parar() == 0


def test_llaves_mal_puestas(base, lanzar, llave, tmp_path):
    assert base.ctl("cuenta", "crear-llave", "--archivo", llave("una"), verifica=False).returncode == 1
    (tmp_path / "una").chmod(0o640)
    for ajustes, dice in ((con(str(tmp_path / "una")), "0600"), (con("", llave("otra")), "falta cuentas_llave"), (con(llave("esta"), str(tmp_path / "no")), "No such file")):
        with pytest.raises(RuntimeError, match="cuentas_llave.*" + dice):
            lanzar(base, ajustes)


@pytest.mark.parametrize("como", ["api", "dictamenctl"])
def test_quien_perdio_telefono_y_codigos(mundo, como):
    """The administration takes it away; the person's sessions end, the password stays, and the journal says who did it."""
    p, adm = Persona(mundo), mundo.administracion
    url, c = f"/v1/usuarios/{p.usuario}/segundo-factor", p.entrar()
    retirar = lambda: adm.pedir("DELETE", url, espera=204) if como == "api" else mundo.base.ctl("cuenta", "retirar-segundo-factor", "--usuario", p.usuario)
    retirar()  # there is none: nothing happens
    c.get("/v1/yo")
    p.poner_factor(c)
    assert p.pedir_entrada(p.cliente()).slug == "segundo-factor"
    retirar()
    esperar(lambda: c.pedir("GET", "/v1/yo").status == 401)
    nueva = p.entrar()
    assert mundo.base.sql("select count(*) from cuenta_recuperacion where usuario_id = %s", p.usuario) == [(0,)]
    p.poner_factor(nueva)
    filas = mundo.auditoria.get("/v1/seguridad/actos", consulta={"objeto": "usuario/" + p.usuario, "tipo": "credencial", "limite": "100"}).json["datos"]
    fila, = [f for f in filas if f["datos"].get("accion") == "retiro_segundo_factor"]
    assert fila.get("actor", {}).get("usuario") == (adm.usuario if como == "api" else None)


def test_retirar_no_es_atajo(mundo):
    """One's own asks for the password again, as /v1/yo/segundo-factor does; a key cannot say it."""
    adm, ajena = mundo.administracion, "/v1/usuarios/{}/segundo-factor"
    assert adm.pedir("DELETE", ajena.format(adm.usuario), espera=403).slug == "elevacion-necesaria"
    p = Persona(mundo, org="sre", rol="administracion")
    c = p.entrar()
    p.poner_factor(c)
    mundo.base.sql("update sesion set elevada_en = elevada_en - interval '1 hour' where usuario_id = %s", p.usuario)
    esperar(lambda: c.pedir("POST", "/v1/yo/segundo-factor").status == 403)  # until then it is remembered as elevated
    assert c.pedir("DELETE", ajena.format(p.usuario), espera=403).slug == "elevacion-necesaria"
    assert p.pedir_entrada(p.cliente()).slug == "segundo-factor"
    for otra in ("x", "00000000-0000-7000-8000-000000000000"):
        assert adm.pedir("DELETE", ajena.format(otra), espera=404).slug == "no-encontrado"
    adm.pedir("DELETE", ajena.format(p.usuario) + "?x=1", espera=400)
