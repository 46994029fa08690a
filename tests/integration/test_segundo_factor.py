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
    conoce, sella = lanzar(b, con(vieja, nueva)), lanzar(b, con(nueva, vieja))
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
