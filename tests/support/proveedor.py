"""Identity providers: glewlwyd, a real one; one of the tests' own that misbehaves in any way it is told to; and recorded exchanges, played back."""

import base64
import gzip
import hashlib
import http.server
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

from support.fichas import Llave, b64
from support.servicio import puerto_libre


class _SinSeguir(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *a):
        return None


class _Navegador:
    """Cookies of one host, kept by name: http.cookiejar takes none for «localhost»."""

    def __init__(self):
        self.cookies, self._abrir = {}, urllib.request.build_opener(_SinSeguir())

    def open(self, q, timeout):
        if self.cookies:
            q.add_header("Cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        try:
            r = self._abrir.open(q, timeout=timeout)
        except urllib.error.HTTPError as e:
            r = e
        for c in r.headers.get_all("Set-Cookie") or []:
            k, _, v = c.split(";")[0].partition("=")
            self.cookies[k.strip()] = v.strip()
        return r


class Malicioso:
    """Answers as an OpenID provider should, but for what a test changes: `llaves`, `token(claims)`, `descubrimiento`, or a whole path in `crudo`."""

    def __init__(self):
        self.llave = Llave("RS256", kid="k1")
        self.llaves = [self.llave]
        self.cambios, self.firmar, self.crudo, self.codigos, self.pedidos = {}, None, {}, {}, []
        self.descubrimiento = {}
        self.cliente, self.secreto = "dictamen", "s3creto/+"
        op = self

        class Manejador(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def log_message(self, *a):
                pass

            def do_GET(self):
                op.atender(self, None)

            def do_POST(self):
                op.atender(self, self.rfile.read(int(self.headers["Content-Length"])).decode())

        self.servidor = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Manejador)
        self.servidor.daemon_threads = True
        self.emisor = f"http://127.0.0.1:{self.servidor.server_port}"
        threading.Thread(target=self.servidor.serve_forever, daemon=True).start()

    def cerrar(self):
        self.servidor.shutdown()
        self.servidor.server_close()

    def ajustes(self, mapa, **mas):
        return {"DICTAMEN_OIDC_EMISOR": self.emisor, "DICTAMEN_PROVEEDOR_CLIENTE": self.cliente, "DICTAMEN_PROVEEDOR_SECRETO": self.secreto,
                "DICTAMEN_PROVEEDOR_MAPA": mapa, "DICTAMEN_PROVEEDOR_PLAZO_MS": "1500", **mas}

    # ---- what it answers ----

    def atender(self, h, cuerpo):
        camino = urllib.parse.urlparse(h.path).path
        self.pedidos.append(camino)
        if camino in self.crudo:
            return self.crudo[camino](h)
        if camino == "/.well-known/openid-configuration":
            return self.json(h, {"issuer": self.emisor, "authorization_endpoint": self.emisor + "/auth", "token_endpoint": self.emisor + "/token",
                                 "jwks_uri": self.emisor + "/jwks", **self.descubrimiento})
        if camino == "/jwks":
            return self.json(h, {"keys": [k if isinstance(k, dict) else k.jwk() for k in self.llaves]})
        if camino == "/token":
            return self.canjear(h, dict(urllib.parse.parse_qsl(cuerpo)))
        self.json(h, {}, 404)

    def canjear(self, h, f):
        quien = base64.b64decode(h.headers.get("Authorization", "Basic ").split(" ")[1]).decode()
        ident, _, secreto = quien.partition(":")
        guardado = self.codigos.pop(f.get("code"), None)
        reto = b64(hashlib.sha256(f.get("code_verifier", "").encode()).digest())
        if (urllib.parse.unquote(ident), urllib.parse.unquote(secreto)) != (self.cliente, self.secreto) or not guardado or \
                guardado["redirect_uri"] != f.get("redirect_uri") or guardado["code_challenge"] != reto or f.get("grant_type") != "authorization_code":
            return self.json(h, {"error": "invalid_grant"}, 400)
        claims = {"iss": self.emisor, "aud": self.cliente, "sub": guardado["sub"], "nonce": guardado["nonce"], "iat": int(time.time()),
                  "exp": int(time.time()) + 300, "name": "Elena Ríos", "email": "elena@sre.example", "grupos": guardado["grupos"], **self.cambios}
        claims = {k: v for k, v in claims.items() if v is not None}
        token = self.firmar(claims) if self.firmar else self.llave.token(claims, typ="JWT")
        self.json(h, {"access_token": "x", "token_type": "Bearer", "id_token": token})

    @staticmethod
    def json(h, valor, estado=200):
        datos = valor if isinstance(valor, bytes) else json.dumps(valor).encode()
        h.send_response(estado)
        h.send_header("Content-Type", "application/json")
        h.send_header("Content-Length", str(len(datos)))
        h.end_headers()
        h.wfile.write(datos)

    # ---- the person at the browser ----

    def aceptar(self, url, sub="elena", grupos=("dictamen-dgcp",)):
        """What its page would do: the query with which the browser goes back."""
        q = dict(urllib.parse.parse_qsl(urllib.parse.urlparse(url).query))
        assert q["response_type"] == "code" and q["client_id"] == self.cliente and q["code_challenge_method"] == "S256" and q["scope"] == "openid profile email"
        code = uuid.uuid4().hex
        self.codigos[code] = {**q, "sub": sub, "grupos": list(grupos)}
        return {"code": code, "state": q["state"]}


# ---- recorded -------------------------------------------------------------------------------------------------------------------------------


class Grabado:
    """Plays an exchange back: each call must be the recorded one, in order; `token` and `datos` are the bodies it answers, to be changed by a test, `crudo` and
    `falla` what it does instead at a step."""

    def __init__(self, pasos):
        self.pasos = pasos
        self.reponer()
        op = self

        class Manejador(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def log_message(self, *a):
                pass

            def do_GET(self):
                op.atender(self, None)

            def do_POST(self):
                op.atender(self, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        self.servidor = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Manejador)
        self.servidor.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.servidor.server_port}"
        threading.Thread(target=self.servidor.serve_forever, daemon=True).start()

    def cerrar(self):
        self.servidor.shutdown()
        self.servidor.server_close()

    def reponer(self):
        self.token, self.datos = (json.loads(json.dumps(p["contesta"]["cuerpo"])) for p in self.pasos)
        self.hechas, self.codigos, self.crudo, self.falla = [], {}, {}, {}

    def codigo(self, q):
        """What its page gives to the browser that came with this query."""
        code = uuid.uuid4().hex
        self.codigos[code] = (q["code_challenge"], q["redirect_url"])
        return code

    def atender(self, h, cuerpo):
        n = next((i for i, p in enumerate(self.pasos) if p["pide"]["camino"] == h.path), None)
        if n is None:
            return Malicioso.json(h, {}, 404)
        self.hechas.append(h.path.rsplit("/", 1)[1])
        if not self.es_lo_grabado(self.pasos[n]["pide"], h, cuerpo):
            return Malicioso.json(h, {"error": "invalid_grant", "error_description": "no es lo grabado"})
        falla = self.falla.get(n)
        if falla == "lento":
            return time.sleep(3)
        if falla == "corta":
            return h.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 100\r\n\r\n{")
        if falla == "redirige":
            h.send_response(302)
            h.send_header("Location", self.url + h.path)
            return h.end_headers()
        if falla:
            return Malicioso.json(h, b"x" * 200000 if falla == "enorme" else {}, 500 if falla == "500" else 200)
        estado, valor = self.crudo.get(n, (self.pasos[n]["contesta"]["estado"], (self.token, self.datos)[n]))
        Malicioso.json(h, valor, estado)

    def es_lo_grabado(self, pide, h, cuerpo):
        if h.command != pide["metodo"] or any(h.headers.get(k) != v for k, v in pide["encabezados"].items()):
            return False
        if "cuerpo" not in pide:
            return cuerpo is None
        reto, regreso = self.codigos.pop(cuerpo.get("code"), (None, None))
        espera = {**pide["cuerpo"], "code": cuerpo.get("code"), "redirectUri": regreso, "codeVerifier": cuerpo.get("codeVerifier")}
        return cuerpo == espera and b64(hashlib.sha256(cuerpo["codeVerifier"].encode()).digest()) == reto


# ---- glewlwyd -------------------------------------------------------------------------------------------------------------------------------


class Glewlwyd:
    """A glewlwyd of the test's own: SQLite in a folder, loopback, one OpenID Connect plugin, one client, people."""

    CLAVE_ADMIN = "password"

    def __init__(self, regreso, cliente="dictamen", secreto="un-secreto-largo"):
        self.carpeta = tempfile.mkdtemp(prefix="glewlwyd-")
        self.puerto, self.cliente, self.secreto = puerto_libre(), cliente, secreto
        self.base = f"http://localhost:{self.puerto}"
        self.emisor = self.base + "/api/oidc"
        self.llave = Llave("RS256")
        db = os.path.join(self.carpeta, "g.db")
        with gzip.open("/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz", "rt") as f, sqlite3.connect(db) as c:
            c.executescript(f.read())
        conf = os.path.join(self.carpeta, "g.conf")
        with gzip.open("/usr/share/doc/glewlwyd/glewlwyd.conf.sample.gz", "rt") as f:
            texto = f.read()
        for viejo, nuevo in (("port=4593", f"port={self.puerto}"), ('external_url="http://localhost:4593"', f'external_url="{self.base}"'),
                             ("cookie_secure=1", "cookie_secure=0"), ("/var/cache/glewlwyd/glewlwyd.db", db)):
            assert viejo in texto, viejo
            texto = texto.replace(viejo, nuevo)
        with open(conf, "w") as f:
            f.write(texto)
        self.salida = open(os.path.join(self.carpeta, "registro"), "wb")
        self.proceso = subprocess.Popen(["glewlwyd", f"--config-file={conf}"], stdout=self.salida, stderr=self.salida, stdin=subprocess.DEVNULL)
        self._esperar()
        admin = self.navegador()
        self.pedir(admin, "POST", "/api/auth/", {"username": "admin", "password": self.CLAVE_ADMIN})
        self.pedir(admin, "POST", "/api/mod/plugin/", {"module": "oidc", "name": "oidc", "display_name": "OIDC", "enabled": True, "parameters": {
            "iss": self.emisor, "jwt-type": "rsa", "jwt-key-size": "256", "key": self.llave.pem().decode(), "cert": self.llave.publica_pem().decode(),
            "access-token-duration": 3600, "refresh-token-duration": 1209600, "code-duration": 600, "refresh-token-rolling": True, "allow-non-oidc": False,
            "auth-type-code-enabled": True, "auth-type-token-enabled": False, "auth-type-id-token-enabled": True, "auth-type-none-enabled": True,
            "auth-type-password-enabled": False, "auth-type-client-enabled": False, "auth-type-refresh-enabled": False, "scope": [],
            "additional-parameters": [], "claims": [{"name": "area", "type": "string", "mandatory": True, "user-property": "name", "scope": []}],
            "name-claim": "mandatory", "email-claim": "mandatory", "jwks-show": True, "pkce-allowed": True, "pkce-method-plain-allowed": False,
            "pkce-required": True, "subject-type": "public", "allowed-scope": ["openid"]}})
        self.pedir(admin, "POST", "/api/client/", {
            "client_id": cliente, "name": "dictamen", "confidential": True, "enabled": True, "password": secreto, "client_secret": secreto,
            "redirect_uri": [regreso], "authorization_type": ["code"], "token_endpoint_auth_method": ["client_secret_basic"], "scope": []})
        self.admin = admin

    def _esperar(self):
        fin = time.monotonic() + 20
        while time.monotonic() < fin:
            assert self.proceso.poll() is None, self.registro()
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.puerto)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("glewlwyd does not listen: " + self.registro())

    def registro(self):
        with open(os.path.join(self.carpeta, "registro"), errors="replace") as f:
            return f.read()[-4000:]

    @staticmethod
    def navegador():
        return _Navegador()

    def pedir(self, quien, metodo, camino, cuerpo=None, espera=200):
        url = camino if camino.startswith("http") else self.base + camino
        q = urllib.request.Request(url, json.dumps(cuerpo).encode() if cuerpo is not None else None, {"Content-Type": "application/json"}, method=metodo)
        r = quien.open(q, timeout=20)
        texto = r.read()
        assert r.status == espera, (metodo, camino, r.status, texto, self.registro())
        return r

    def persona(self, usuario, nombre, clave="una clave de prueba"):
        self.pedir(self.admin, "POST", "/api/user/", {"username": usuario, "name": nombre, "email": f"{usuario}@sre.example", "password": clave, "enabled": True,
                                                      "scope": ["openid", "g_profile"]})

    def entrar(self, usuario, url, clave="una clave de prueba"):
        """What a browser does at the provider: signs in, consents, follows the address it was sent to; the address it is sent back to."""
        n = self.navegador()
        self.pedir(n, "POST", "/api/auth/", {"username": usuario, "password": clave})
        self.pedir(n, "PUT", f"/api/auth/grant/{self.cliente}/", {"scope": "openid"})
        pagina = urllib.parse.urlparse(self.pedir(n, "GET", url, espera=302).headers["Location"])
        assert pagina.path == "/login.html"  # it shows who is signed in and, once told to go on, calls the same address again
        sigue = dict(urllib.parse.parse_qsl(pagina.query))["callback_url"]
        return self.pedir(n, "GET", sigue + "&g_continue=", espera=302).headers["Location"]

    def cerrar(self):
        self.proceso.terminate()
        try:
            self.proceso.wait(10)
        except subprocess.TimeoutExpired:
            self.proceso.kill()
            self.proceso.wait()
        self.salida.close()
        shutil.rmtree(self.carpeta, ignore_errors=True)
