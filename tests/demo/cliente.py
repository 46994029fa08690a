"""The public API as any client sees it: one connection for each person, standard library only."""

import base64
import hashlib
import http.client
import json
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

PLAZO = 60  # seconds


@dataclass
class Respuesta:
    status: int
    encabezados: object
    cuerpo: bytes

    @property
    def json(self):
        return json.loads(self.cuerpo)

    @property
    def problema(self):
        """The problem document (RFC 9457) of a refusal."""
        return self.json if self.status >= 400 else None

    @property
    def version(self):
        return self.encabezados["ETag"]


class Inesperado(Exception):
    """The service answered something else than the story needs."""

    def __init__(self, metodo, camino, espera, r):
        super().__init__(f"{metodo} {camino}: se esperaba {espera} y llegó {r.status}: {r.cuerpo[:2000].decode('utf-8', 'replace')}")
        self.respuesta = r


class Persona:
    """Whoever holds a key. `usuario` and `nombre` come from the directory."""

    def __init__(self, url, nombre, clave=None, usuario=None, organizacion=None):
        partes = urlsplit(url)
        self.host, self.puerto = partes.hostname, partes.port or 80
        self.nombre, self.clave, self.usuario, self.organizacion = nombre, clave, usuario, organizacion
        self._con = None

    def _enviar(self, metodo, camino, cuerpo, h):
        if self._con is None:
            self._con = http.client.HTTPConnection(self.host, self.puerto, timeout=PLAZO)
        try:
            self._con.request(metodo, camino, cuerpo, h)
            p = self._con.getresponse()
            return Respuesta(p.status, p.headers, p.read())
        except (http.client.HTTPException, OSError):
            self._con.close()
            self._con = None
            raise

    def pedir(self, metodo, camino, cuerpo=None, consulta=None, espera=None, tipo="application/json", if_match=None, clave_repeticion=None,
              encabezados=None):
        """`cuerpo`: bytes, or anything else to be sent as JSON. A connection that the server closed meanwhile is opened again: POSTs carry an
        Idempotency-Key, so that a repetition is harmless."""
        if consulta:
            camino += "?" + urlencode(consulta)
        h = dict(encabezados or {})
        if self.clave:
            h["Authorization"] = "Bearer " + self.clave
        if cuerpo is not None:
            h["Content-Type"] = tipo
            if not isinstance(cuerpo, bytes):
                cuerpo = json.dumps(cuerpo, ensure_ascii=False).encode()
        if if_match:
            h["If-Match"] = if_match
        if metodo == "POST":
            h["Idempotency-Key"] = clave_repeticion or str(uuid.uuid4())
        try:
            r = self._enviar(metodo, camino, cuerpo, h)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            r = self._enviar(metodo, camino, cuerpo, h)
        if espera is not None and r.status != espera:
            raise Inesperado(metodo, camino, espera, r)
        return r

    def get(self, camino, espera=200, **mas):
        return self.pedir("GET", camino, espera=espera, **mas)

    def subir(self, camino, clase, nombre, datos, tipo, espera=201):
        """A document, with the digest that the service must find in it."""
        digesto = base64.b64encode(hashlib.sha256(datos).digest()).decode()
        return self.pedir("POST", camino, datos, {"clase": clase, "nombre": nombre}, espera, tipo,
                          encabezados={"Content-Digest": f"sha-256=:{digesto}:"})

    def cerrar(self):
        if self._con:
            self._con.close()
            self._con = None
