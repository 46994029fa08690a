"""A portal that receives events: a real HTTP server, told by each test how to behave. It checks signatures as docs/eventos.md teaches."""

import base64
import hashlib
import hmac
import json
import socket
import socketserver
import threading
import time
from http.server import BaseHTTPRequestHandler

VERIFICACION = "mx.gob.sre.dictamen.suscripcion.verificacion"
PREFIJO = "mx.gob.sre.dictamen."


def firma(secreto, ident, momento, cuerpo):
    clave = base64.b64decode(secreto.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.new(clave, f"{ident}.{momento}.".encode() + cuerpo, hashlib.sha256).digest()).decode()


class Recibido:
    def __init__(self, camino, encabezados, cuerpo):
        self.camino, self.encabezados, self.cuerpo, self.en = camino, encabezados, cuerpo, time.monotonic()
        self.id, self.momento = encabezados["webhook-id"], encabezados["webhook-timestamp"]
        self.firmas = encabezados["webhook-signature"].split(" ")
        self.evento = json.loads(cuerpo)

    @property
    def tipo(self):
        return self.evento["type"].removeprefix(PREFIJO)

    def firmado_con(self, secreto):
        return any(hmac.compare_digest(f, firma(secreto, self.id, self.momento, self.cuerpo)) for f in self.firmas)


class _Servidor(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256


class Receptor:
    """`portarse(recibido, manejador)` answers, or returns None to let the ordinary answer be given (204; the challenge is echoed)."""

    def __init__(self, portarse=None, direccion="127.0.0.1", puerto=0, contexto=None):
        self.portarse, self.recibidos, self.conexiones, self._candado = portarse, [], 0, threading.Lock()
        receptor = self

        class Manejador(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with receptor._candado:
                    receptor.conexiones += 1

            def do_POST(self):
                cuerpo = self.rfile.read(int(self.headers["Content-Length"]))
                r = Recibido(self.path, dict(self.headers), cuerpo)
                with receptor._candado:
                    receptor.recibidos.append(r)
                if receptor.portarse and receptor.portarse(r, self) is not None:
                    return
                if r.evento["type"] == VERIFICACION:
                    self.contestar(200, json.dumps({"reto": r.evento["data"]["reto"]}).encode())
                else:
                    self.contestar(204)

            def contestar(self, estado, cuerpo=b"", encabezados=()):
                self.send_response(estado)
                for k, v in encabezados:
                    self.send_header(k, v)
                if estado != 204:
                    self.send_header("Content-Length", str(len(cuerpo)))
                self.end_headers()
                self.wfile.write(cuerpo)
                return True

            def log_message(self, *_):
                pass

        class Servidor(_Servidor):
            address_family = socket.AF_INET6 if ":" in direccion else socket.AF_INET

            def get_request(self):
                s, a = super().get_request()
                return (contexto.wrap_socket(s, server_side=True, do_handshake_on_connect=False) if contexto else s), a

            def handle_error(self, *_):
                pass  # the other side hung up: that is what some tests are about

        self.servidor = Servidor((direccion, puerto), Manejador)
        self.puerto = self.servidor.server_address[1]
        self.url = f"http{'s' if contexto else ''}://{'[' + direccion + ']' if ':' in direccion else direccion}:{self.puerto}/avisos"
        threading.Thread(target=self.servidor.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def eventos(self, tipo=None):
        with self._candado:
            return [r for r in self.recibidos if r.evento["type"] != VERIFICACION and tipo in (None, r.tipo)]

    def esperar(self, cuantos=1, plazo=30, tipo=None):
        fin = time.monotonic() + plazo
        while time.monotonic() < fin:
            v = self.eventos(tipo)
            if len(v) >= cuantos:
                return v
            time.sleep(0.02)
        raise AssertionError(f"{len(self.eventos(tipo))} of {cuantos} events after {plazo} s")

    def cerrar(self):
        self.servidor.shutdown()
        self.servidor.server_close()


def esperar(f, plazo=30):
    """Until f() is true; its value."""
    fin = time.monotonic() + plazo
    while time.monotonic() < fin:
        v = f()
        if v:
            return v
        time.sleep(0.03)
    raise AssertionError(f"not within {plazo} s")
