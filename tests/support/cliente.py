"""The client of the tests: plain http.client; every answer is held against openapi.yaml before a test sees it."""

import http.client
import json
import socket
import time
import uuid
from urllib.parse import urlencode

from support import contrato as modulo_contrato

SIN = object()  # a header that must not be sent although it usually is


class Respuesta:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body.decode("utf-8"))

    @property
    def etag(self):
        return self.headers.get("ETag")

    @property
    def slug(self):
        """Machine name of the problem."""
        return self.json["type"].rsplit("/", 1)[-1]

    @property
    def codigos(self):
        return {(e["pointer"], e["codigo"]) for e in self.json.get("errors", [])}

    def __repr__(self):
        return f"<{self.status} {self.body[:1500].decode('utf-8', 'replace')}>"


class Cliente:
    """One connection, kept alive; not for several threads at once (`otro()` makes another)."""

    def __init__(self, puerto, clave=None, contrato=None, maquina=False, plazo=60, nombre=""):
        self.puerto, self.clave, self.maquina, self.plazo, self.nombre = puerto, clave, maquina, plazo, nombre
        self.contrato = contrato or modulo_contrato.contrato
        self._con, self._usada = None, 0.0
        self.ociosa = 20  # s; a connection idle for longer is not used again: the service closes its own after a while
        self.usuario = self.organizacion = None

    def otro(self, **cambios):
        c = Cliente(self.puerto, self.clave, self.contrato, self.maquina, self.plazo, self.nombre)
        c.usuario, c.organizacion, c.ociosa = self.usuario, self.organizacion, self.ociosa
        for k, v in cambios.items():
            setattr(c, k, v)
        return c

    def cerrar(self):
        if self._con:
            self._con.close()
            self._con = None

    def pedir(self, metodo, camino, cuerpo=None, encabezados=None, consulta=None, espera=None, tipo=None, if_match=None, idempotencia=None,
              validar=True):
        """`cuerpo`: bytes, or anything else to be sent as JSON. `espera`: the status that must come back."""
        if consulta:
            camino += "?" + urlencode(consulta, doseq=True)
        h = {}
        if self.clave:
            h["Authorization"] = "Bearer " + self.clave
        if cuerpo is not None and not isinstance(cuerpo, bytes):
            cuerpo = json.dumps(cuerpo, ensure_ascii=False).encode()
            h["Content-Type"] = "application/merge-patch+json" if metodo == "PATCH" else "application/json"
        if tipo:
            h["Content-Type"] = tipo
        if if_match is not None:
            h["If-Match"] = if_match if isinstance(if_match, str) else f'"{if_match}"'
        if metodo == "POST" and self.maquina:
            h["Idempotency-Key"] = str(uuid.uuid4())
        if idempotencia is not None:
            h["Idempotency-Key"] = idempotencia
        for k, v in (encabezados or {}).items():
            h.pop(k, None)
            if v is not SIN:
                h[k] = v
        r = self._enviar(metodo, camino, cuerpo, h)
        if validar and self.contrato:
            self.contrato.validar(metodo, camino, r)
        if espera is not None:
            assert r.status == espera, f"{metodo} {camino}: expected {espera}, got {r}"
        return r

    def _enviar(self, metodo, camino, cuerpo, h):
        if self._con is not None and time.monotonic() - self._usada > self.ociosa:
            self.cerrar()
        for intento in (1, 2):
            usada = self._con is not None
            if not usada:
                self._con = http.client.HTTPConnection("127.0.0.1", self.puerto, timeout=self.plazo)
                self._con.connect()
                self._con.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                self._con.putrequest(metodo, camino, skip_accept_encoding=True)
                for k, v in h.items():
                    self._con.putheader(k, v)
                if cuerpo is not None or metodo in ("POST", "PATCH", "PUT"):
                    self._con.putheader("Content-Length", str(len(cuerpo or b"")))
                self._con.endheaders()
                if cuerpo:
                    try:
                        self._con.send(cuerpo)
                    except (BrokenPipeError, ConnectionResetError):
                        pass  # an early answer may be waiting
                p = self._con.getresponse()
                r = Respuesta(p.status, p.headers, p.read())
                self._usada = time.monotonic()
                if p.will_close:
                    self.cerrar()
                return r
            except (http.client.HTTPException, OSError):
                self.cerrar()
                # Only a kept connection that the server closed meanwhile is tried again, and never a change.
                if not usada or intento == 2 or metodo not in ("GET", "HEAD", "OPTIONS"):
                    if usada and intento == 1 and isinstance(cuerpo, (bytes, type(None))) and "Idempotency-Key" in h:
                        continue
                    raise
        raise AssertionError("unreachable")

    # Short forms.
    def get(self, camino, espera=200, **mas):
        return self.pedir("GET", camino, espera=espera, **mas)

    def post(self, camino, cuerpo=None, espera=201, **mas):
        return self.pedir("POST", camino, cuerpo, espera=espera, **mas)

    def patch(self, camino, cuerpo, espera=200, **mas):
        return self.pedir("PATCH", camino, cuerpo, espera=espera, **mas)

    def todos(self, camino, consulta=None, limite=None):
        """Every row of a list, page by page."""
        consulta = dict(consulta or {})
        if limite:
            consulta["limite"] = limite
        filas = []
        while True:
            r = self.get(camino, consulta=consulta)
            filas += r.json["datos"]
            if r.json["siguiente"] is None:
                assert "Link" not in r.headers
                return filas
            assert 'rel="next"' in r.headers["Link"]
            assert r.json["datos"], "an empty page that is not the last"
            consulta["cursor"] = r.json["siguiente"]


def crudo(puerto, datos, plazo=30, mitad=None):
    """Sends bytes as they are on a socket of their own; everything that comes back until the server closes or `plazo` passes."""
    with socket.create_connection(("127.0.0.1", puerto), timeout=plazo) as s:
        try:
            s.sendall(datos)
            if mitad:
                s.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass
        salida, fin = b"", time.monotonic() + plazo
        while time.monotonic() < fin:
            try:
                trozo = s.recv(65536)
            except (ConnectionResetError, socket.timeout):
                break
            if not trozo:
                break
            salida += trozo
            if completa(salida):
                break
        return salida


def completa(datos):
    """Whether these bytes hold one whole answer with Content-Length."""
    cabeza, _, cuerpo = datos.partition(b"\r\n\r\n")
    for linea in cabeza.split(b"\r\n")[1:]:
        k, _, v = linea.partition(b":")
        if k.strip().lower() == b"content-length":
            return len(cuerpo) >= int(v)
    return False


def leer_cruda(datos):
    """A Respuesta from the bytes of one answer."""
    cabeza, _, cuerpo = datos.partition(b"\r\n\r\n")
    lineas = cabeza.split(b"\r\n")
    estado = int(lineas[0].split()[1])
    h = http.client.HTTPMessage()
    for linea in lineas[1:]:
        k, _, v = linea.decode("latin-1").partition(":")
        h[k.strip()] = v.strip()
    n = h.get("Content-Length")
    return Respuesta(estado, h, cuerpo[:int(n)] if n is not None else cuerpo)
