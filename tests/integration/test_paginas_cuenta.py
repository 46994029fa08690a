"""One's own account in a real browser: the second factor as a telephone reads it, the password, the sessions, and a link by mail."""

import re
import subprocess
import time
from urllib.parse import parse_qs, urlparse

import pytest

from conftest import mundo_aparte
from integration.test_navegador import debido
from integration.test_paginas import escribir
from support.cuentas import BUENA, OTRA, Persona, cartas, enlace_de, esperar, totp


@pytest.fixture(scope="module")
def mundo(cluster, smtp):
    with mundo_aparte(cluster, smtp.ajustes(DICTAMEN_URL_PUBLICA="https://dictamen.example/")) as m:
        yield m


def entrar(n, web, p, contrasena=BUENA, **mas):
    n.cookies(poner=[])
    n.abrir(web + "/entrar")
    escribir(n, "Correo", p.correo)
    escribir(n, "Contraseña", contrasena)
    for rotulo, texto in mas.items():
        escribir(n, {"codigo": "Código de seis cifras", "recuperacion": "O un código de recuperación"}[rotulo], texto)
    return n.seguir(n.nodo("button", "Entrar"))


def mi_cuenta(n, web):
    n.abrir(web + "/cuenta")
    n.ver("Sesiones abiertas")


def hace_rato(mundo, p):
    """As if the password had been written an hour ago; what the service remembers of a session lasts a second."""
    mundo.base.sql("update sesion set elevada_en = elevada_en - interval '1 hour' where usuario_id = %s", p.usuario)
    time.sleep(1.1)


def test_segundo_factor(n, web, mundo, tmp_path):
    p = Persona(mundo)
    entrar(n, web, p)
    hace_rato(mundo, p)
    n.abrir(web + "/mesa")
    n.seguir(n.esperar(lambda: n.nodos("link", re.compile("^Mi cuenta: ")), "its link")[0])
    n.ver("Sesiones abiertas (1)")
    debido(n)
    n.apretar("Poner un segundo factor")
    n.ver("Confirme que es usted")
    escribir(n, "Su contraseña de ahora", OTRA)
    n.apretar("Confirmar y continuar")
    n.ver("La cuenta, la contraseña o el código no son correctos")
    escribir(n, "Su contraseña de ahora", BUENA)
    n.apretar("Confirmar y continuar")
    n.esperar(lambda: n.elemento("svg.qr"), "the QR code")
    n.foto(tmp_path / "qr.png")
    (leido,) = subprocess.run(["zbarimg", "--nodbus", "--quiet", "--raw", tmp_path / "qr.png"], capture_output=True, text=True, check=True).stdout.split()
    secreto = parse_qs(urlparse(leido).query)["secret"][0]
    assert leido.startswith("otpauth://totp/") and " ".join(re.findall(".{4}", secreto)) in n.texto()
    escribir(n, "Código de seis cifras", "000000" if totp(secreto) != "000000" else "000001")
    n.apretar("Confirmar el segundo factor")
    n.esperar(lambda: n.nodos("alert"), "the refusal")
    campo = n.nodo("textbox", re.compile("^Código de seis cifras"))
    n.enfocar(campo)
    for _ in range(6):
        n.tecla("Backspace", 8)
    n.escribir(campo, totp(secreto, -1))
    n.apretar("Confirmar el segundo factor")
    n.ver("Guarde estos códigos de recuperación")
    codigos = re.findall(r"\b[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}\b", n.texto())
    assert len(codigos) == 10
    n.apretar("Ya los guardé")
    n.ver("Puesto.")
    assert not re.search(r"[A-Z2-7]{4}-[A-Z2-7]{4}", n.texto())
    # From now on the password is not enough; a recovery code is, once.
    assert entrar(n, web, p).status == 401
    assert entrar(n, web, p, recuperacion=codigos[0]).status == 200
    assert entrar(n, web, p, recuperacion=codigos[0]).status == 401
    assert entrar(n, web, p, codigo=totp(secreto)).status == 200
    mi_cuenta(n, web)
    n.desplegar()
    n.apretar("Quitarlo")
    n.ver("Con un segundo factor, quien robe")
    assert entrar(n, web, p).status == 200


def test_contrasena_y_sesiones(n, web, mundo):
    p = Persona(mundo)
    otra = p.entrar()
    tercera = p.entrar()
    entrar(n, web, p)
    mi_cuenta(n, web)
    n.ver("Sesiones abiertas (3)")
    assert len(n.nodos("button", re.compile("^Terminar la sesión"))) == 2  # one's own is ended with «Salir»
    n.pulsar(n.nodos("button", re.compile("^Terminar la sesión"))[0])
    n.ver("Sesiones abiertas (2)")
    esperar(lambda: sorted((otra.pedir("GET", "/v1/yo").status, tercera.pedir("GET", "/v1/yo").status)) == [200, 401])
    for nueva, repetida, dice in ((OTRA, OTRA + "!", "No es igual a la de arriba"), ("corta", "corta", "12"), ("Guadalajara2026!", "Guadalajara2026!", "las que se prueban primero")):
        mi_cuenta(n, web)
        escribir(n, "Contraseña nueva", nueva)
        escribir(n, "La misma, otra vez", repetida)
        n.apretar("Cambiar la contraseña")
        n.esperar(lambda: dice in (n.elemento(".campo .error:not([hidden])") or ""), dice)
    mi_cuenta(n, web)
    escribir(n, "Contraseña nueva", OTRA)
    escribir(n, "La misma, otra vez", OTRA)
    n.apretar("Cambiar la contraseña")
    n.ver("La contraseña se cambió")
    n.ver("Sesiones abiertas (1)")
    assert entrar(n, web, p).status == 401 and entrar(n, web, p, OTRA).status == 200


def test_quien_entra_por_su_institucion(n, web, mundo):
    """There is nothing of theirs here to change."""
    p = Persona(mundo)
    entrar(n, web, p)
    mundo.base.sql("update cuenta set contrasena = null, contrasena_en = null where usuario_id = %s", p.usuario)
    mi_cuenta(n, web)
    assert "la cuenta de su institución" in n.texto() and not n.nodos("button", "Cambiar la contraseña")


def test_sin_sesion(n, web):
    n.cookies(poner=[])
    n.abrir(web + "/cuenta")
    n.ver("Para ver esto hay que entrar")


def test_contrasena_olvidada(n, web, mundo, smtp):
    p = Persona(mundo)
    n.cookies(poner=[])
    n.abrir(web + "/entrar")
    n.seguir(n.nodo("link", re.compile("^Olvidé mi contraseña")))
    escribir(n, "Correo", p.correo)
    assert n.seguir(n.nodo("button", "Pedir el enlace")).status == 200 and "Revise su correo" in n.texto()
    (carta,) = esperar(lambda: cartas(smtp, p.correo))
    n.abrir(f"{web}/contrasena?enlace={enlace_de(carta)}")
    escribir(n, "Contraseña nueva", OTRA)
    assert n.seguir(n.nodo("button", "Guardar")).status == 200
    assert entrar(n, web, p).status == 401 and entrar(n, web, p, OTRA).status == 200


def test_sin_correo_se_pide_en_persona(servicio, mundo):
    r = servicio.cliente(None).pedir("GET", "/contrasena/restablecer", encabezados={"Accept": "text/html"}, espera=200)
    assert "en persona" in r.body.decode() and "<form" not in r.body.decode()
    r = servicio.cliente(None).pedir("POST", "/contrasena/restablecer", b"identificador=x%40x.example", tipo="application/x-www-form-urlencoded",
                                     encabezados={"Accept": "text/html"})
    assert r.status == 503 and "correo" in r.body.decode()
