"""People with accounts: a client that keeps cookies as a browser does, codes from the clock, and what the mail brought."""

import base64
import email
import email.policy
import hashlib
import hmac
import re
import struct
import time
import uuid

from support.cliente import Cliente

BUENA = "tres caballos bajo la lluvia verde"
OTRA = "cuatro faroles y una silla de mimbre"


class ClienteSesion(Cliente):
    """Sends its cookies and the session's token, and takes what the service sets."""

    def __init__(self, *args, **mas):
        super().__init__(*args, **mas)
        self.cookies, self.csrf, self.origen = {}, None, None

    def _enviar(self, metodo, camino, cuerpo, h):
        h = dict(h)
        if self.cookies and "Cookie" not in h:
            h["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if self.csrf and metodo not in ("GET", "HEAD") and "X-CSRF-Token" not in h:
            h["X-CSRF-Token"] = self.csrf
        if self.origen and "X-Forwarded-For" not in h:
            h["X-Forwarded-For"] = self.origen
        r = super()._enviar(metodo, camino, cuerpo, h)
        for c in r.headers.get_all("Set-Cookie") or []:
            par, *atributos = [x.strip() for x in c.split(";")]
            assert {"Path=/", "Secure", "HttpOnly"} <= set(atributos) and any(x.startswith("SameSite=") for x in atributos), c
            k, v = par.split("=", 1)
            if "Max-Age=0" in atributos:
                self.cookies.pop(k, None)
            else:
                self.cookies[k] = v
        return r

    @property
    def sesion(self):
        return self.cookies.get("__Host-sesion")


class Persona:
    """Somebody of the directory with an account."""

    def __init__(self, mundo, org="guadalajara", rol="gobierno_local", contrasena=BUENA, nombre=None):
        self.mundo, self.base = mundo, mundo.base
        self.correo = f"p{uuid.uuid4().hex[:10]}@guadalajara.example"
        self.usuario = mundo.base.usuario(mundo.org[org], nombre or "Rosaura Ibáñez", rol, self.correo)
        self.contrasena, self.secreto = contrasena, None
        if contrasena:
            self.fijar(self.enlace(), contrasena)

    def enlace(self):
        return self.base.ctl("cuenta", "enlace", "--usuario", self.usuario).lineas[-1]["enlace"].split("enlace=")[1]

    def cliente(self, servicio=None, origen=None):
        s = servicio or self.mundo.servicio
        c = ClienteSesion(s.puerto)
        c.origen = origen
        return c

    def fijar(self, enlace, contrasena, espera=204):
        return self.cliente().post("/v1/contrasena", {"enlace": enlace, "contrasena": contrasena}, espera)

    def pedir_entrada(self, c, contrasena=None, **mas):
        r = c.pedir("POST", "/v1/sesiones", {"identificador": self.correo, "contrasena": contrasena or self.contrasena, **mas})
        if r.status == 201:
            c.csrf = r.json["csrf"]
        return r

    def entrar(self, servicio=None, origen=None, **mas):
        c = self.cliente(servicio, origen)
        r = self.pedir_entrada(c, **mas)
        assert r.status == 201, r
        c.usuario = self.usuario
        return c

    def elevar(self, c, **mas):
        r = c.pedir("POST", "/v1/sesiones/actual/elevar", {"contrasena": self.contrasena, **mas}, espera=200)
        c.csrf = r.json["csrf"]
        return r

    def poner_factor(self, c):
        """The recovery codes."""
        self.secreto = c.post("/v1/yo/segundo-factor", espera=200).json["secreto"]
        return c.post("/v1/yo/segundo-factor/confirmar", {"codigo": totp(self.secreto, -1)}, 200).json["recuperacion"]


def totp(secreto, pasos=0, ahora=None):
    """RFC 6238 by itself, not by the library that the service uses."""
    paso = int((ahora or time.time()) // 30) + pasos
    h = hmac.new(base64.b32decode(secreto), struct.pack(">Q", paso), hashlib.sha1).digest()
    i = h[-1] & 15
    return f"{(struct.unpack('>I', h[i:i + 4])[0] & 0x7fffffff) % 1000000:06d}"


def esperar(condicion, plazo=20):
    fin = time.monotonic() + plazo
    while time.monotonic() < fin:
        v = condicion()
        if v:
            return v
        time.sleep(0.05)
    raise AssertionError("it did not come about")


def cartas(smtp, correo):
    """The letters that came for an address, read."""
    leidas = [email.message_from_bytes(x["datos"], policy=email.policy.default) for x in smtp.recibidos if any(correo in a for a in x["a"])]
    return leidas


def enlace_de(carta):
    (e,) = re.findall(r"enlace=(dl_[A-Za-z0-9_-]{43})", carta.get_content())
    return e
