"""nginx in front of a service: the example files of config/, with a throw-away authority, on this machine's own addresses."""

import contextlib
import http.client
import json
import os
import re
import socket
import subprocess
import time

from support.certificados import cliente_tls
from support.contrato import RAIZ
from support.servicio import puerto_libre

NGINX = "/usr/sbin/nginx"
NOMBRES = ("acuerdos.example.gob.mx", "sistemas.acuerdos.example.gob.mx")
ARCHIVOS = ("nginx-ejemplo.conf", "nginx-certificados-ejemplo.conf")


def _openssl(*args):
    subprocess.run(["openssl", *args], check=True, capture_output=True)


def autoridad(carpeta):
    """An authority of its own, and the server's certificate from it; the path of the authority's."""
    en = lambda nombre: os.path.join(carpeta, nombre)
    ec = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    _openssl("req", "-x509", *ec, "-subj", "/CN=Autoridad de prueba", "-days", "365", "-keyout", en("ca.llave"), "-out", en("ca.pem"), "-addext",
             "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    _openssl("req", *ec, "-subj", f"/CN={NOMBRES[0]}", "-keyout", en("llave.pem"), "-out", en("pedido.csr"))
    with open(en("ext"), "w") as f:
        f.write("subjectAltName=" + ",".join(f"DNS:{n}" for n in NOMBRES) + "\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n"
                "basicConstraints=critical,CA:FALSE\n")
    _openssl("x509", "-req", "-in", en("pedido.csr"), "-CA", en("ca.pem"), "-CAkey", en("ca.llave"), "-CAcreateserial", "-days", "90", "-extfile", en("ext"), "-out",
             en("servidor.pem"))
    with open(en("cadena.pem"), "w") as f:
        for nombre in ("servidor.pem", "ca.pem"):
            with open(en(nombre)) as g:
                f.write(g.read())
    return en("ca.pem")


def _temporales(carpeta):
    """The folders that this nginx wants to write to, by the modules that it has."""
    dicho = subprocess.run([NGINX, "-V"], capture_output=True, text=True).stderr
    quitados = set(re.findall(r"--without-http_(\w+)_module", dicho))
    return "".join(f"{que}_temp_path {carpeta}/{que};\n" for que in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi") if que not in quitados)


class Frente:
    def __init__(self, carpeta, puerto_servicio):
        self.carpeta, self.ca = str(carpeta), autoridad(str(carpeta))
        self.claro, self.puertos = puerto_libre(), {n: puerto_libre() for n in NOMBRES}
        texto = ""
        for archivo, nombre in zip(ARCHIVOS, NOMBRES):
            with open(os.path.join(RAIZ, "config", archivo), encoding="utf-8") as f:
                uno = f.read()
            for de, a in (("127.0.0.1:8080", f"127.0.0.1:{puerto_servicio}"), ("listen 80;", f"listen 127.0.0.1:{self.claro};"), ("listen [::]:80;", ""),
                          ("listen 443 ssl", f"listen 127.0.0.1:{self.puertos[nombre]} ssl"), ("listen [::]:443 ssl http2;", ""),
                          ("/etc/ssl/acuerdos", self.carpeta)):
                uno = uno.replace(de, a)
            texto += uno
        assert "[::]" not in texto and "/etc/ssl" not in texto
        with open(os.path.join(self.carpeta, "nginx.conf"), "w", encoding="utf-8") as f:
            f.write(f"daemon off;\npid {self.carpeta}/nginx.pid;\nerror_log stderr warn;\nworker_processes 1;\nevents {{ worker_connections 256; }}\n"
                    f"http {{\naccess_log off;\n{_temporales(self.carpeta)}{texto}}}\n")

    @contextlib.contextmanager
    def en_marcha(self):
        registro = os.path.join(self.carpeta, "nginx.log")
        with open(registro, "ab") as salida:
            p = subprocess.Popen([NGINX, "-p", self.carpeta, "-e", "stderr", "-c", os.path.join(self.carpeta, "nginx.conf")], stderr=salida)
        try:
            fin = time.monotonic() + 30
            while True:
                try:
                    self.abrir(NOMBRES[1], "GET", "/livez")
                    break
                except OSError:
                    with open(registro) as f:
                        assert p.poll() is None and time.monotonic() < fin, f.read()
                    time.sleep(0.05)
            yield self
        finally:
            p.terminate()
            p.wait(20)

    def abrir(self, nombre, metodo, camino, cuerpo=None, certificado=None, **encabezados):
        """The answer, its body in `cuerpo`, to a request to that front; `certificado`: a PEM file with its key."""
        ctx = cliente_tls(self.ca, certificado)
        c = http.client.HTTPSConnection("127.0.0.1", self.puertos[nombre], timeout=30, context=ctx)
        c.sock = ctx.wrap_socket(socket.create_connection(("127.0.0.1", self.puertos[nombre]), 30), server_hostname=nombre)
        c.request(metodo, camino, cuerpo, {"Host": nombre, **{k.replace("_", "-"): v for k, v in encabezados.items()}})
        r = c.getresponse()
        r.cuerpo = r.read()
        c.close()
        return r

    def pedir(self, *args, **mas):
        """(status, body as JSON)"""
        r = self.abrir(*args, **mas)
        return r.status, json.loads(r.cuerpo) if r.cuerpo else None
