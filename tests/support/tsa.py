"""A time-stamping authority of the tests' own (RFC 3161): openssl ts behind HTTP. `modo` says how it misbehaves."""

import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

_CONFIGURACION = """
[tsa]
default_tsa = uno
[uno]
serial = {c}/serie
crypto_device = builtin
signer_cert = {c}/tsa.pem
certs = {c}/tsa-ca.pem
signer_key = {c}/tsa.llave
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[ext]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
"""


class Tsa:
    def __init__(self, carpeta):
        self.carpeta, self.modo, self.pedidos, self._anterior = carpeta, "bien", 0, None
        with open(os.path.join(carpeta, "tsa.cnf"), "w") as f:
            f.write(_CONFIGURACION.format(c=carpeta))
        with open(os.path.join(carpeta, "serie"), "w") as f:
            f.write("01\n")
        self._openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Raiz TSA", "-days", "2", "-keyout", "ca.llave", "-out", "tsa-ca.pem")
        self._openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=TSA de pruebas", "-keyout", "tsa.llave", "-out", "tsa.csr")
        self._openssl("x509", "-req", "-in", "tsa.csr", "-CA", "tsa-ca.pem", "-CAkey", "ca.llave", "-CAcreateserial", "-days", "2", "-extfile", "tsa.cnf",
                      "-extensions", "ext", "-out", "tsa.pem")
        self.servidor = HTTPServer(("127.0.0.1", 0), self._manejador())
        threading.Thread(target=self.servidor.serve_forever, daemon=True).start()

    def _openssl(self, *args):
        p = subprocess.run(["openssl", *args], cwd=self.carpeta, capture_output=True, timeout=60)
        assert p.returncode == 0, p.stderr

    @property
    def url(self):
        return f"http://127.0.0.1:{self.servidor.server_port}/"

    @property
    def autoridad(self):
        return os.path.join(self.carpeta, "tsa-ca.pem")

    def parar(self):
        self.servidor.shutdown()
        self.servidor.server_close()

    def _responder(self, pedido):
        if self.modo == "basura":
            return b"no es DER"
        if self.modo == "repite" and self._anterior:  # a good answer, to another question
            return self._anterior
        with open(os.path.join(self.carpeta, "pedido"), "wb") as f:
            f.write(pedido)
        self._openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "pedido", "-out", "respuesta")
        with open(os.path.join(self.carpeta, "respuesta"), "rb") as f:
            self._anterior = f.read()
        return self._anterior

    def _manejador(tsa):
        class Manejador(BaseHTTPRequestHandler):
            def do_POST(self):
                tsa.pedidos += 1
                cuerpo = tsa._responder(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(500 if tsa.modo == "falla" else 200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(cuerpo)))
                self.end_headers()
                self.wfile.write(cuerpo)

            def log_message(self, *_):
                pass

        return Manejador
