"""config/nginx-ejemplo.conf before a running service, with a throw-away authority: what testssl.sh says of it, and what comes through."""

import contextlib
import http.client
import json
import os
import re
import shutil
import ssl
import subprocess
import time

from support.contrato import RAIZ
from support.servicio import puerto_libre

NOMBRE = "acuerdos.example.gob.mx"
# What testssl.sh says of any throw-away authority that the world does not know, of a name that is in no DNS, and of the openssl beside it: without
# GOST, and unable to read the session that a server without tickets did not give.
DE_LA_PRUEBA = {"cert_trust", "cert_chain_of_trust", "cert_notRevoked", "OCSP_URL", "cert_revocation", "OCSP_stapling", "DNS_CAArecord", "cert_crlDistributionPoints",
                "cert_ocspURL", "certificate_transparency", "cert_extlifeSpan", "overall_grade", "grade_cap_reason_1", "grade_cap_reason_2", "final_score",
                "cert_mustStapleExtension", "engine_problem", "sessionresumption_ticket"}


def _openssl(*args):
    subprocess.run(["openssl", *args], check=True, capture_output=True)


def autoridad(carpeta):
    en = lambda nombre: os.path.join(carpeta, nombre)
    _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=Autoridad de prueba", "-days", "365", "-keyout", en("ca.llave"),
             "-out", en("ca.pem"), "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    _openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={NOMBRE}", "-keyout", en("llave.pem"), "-out", en("pedido.csr"))
    with open(en("ext"), "w") as f:
        f.write(f"subjectAltName=DNS:{NOMBRE}\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nbasicConstraints=critical,CA:FALSE\n")
    _openssl("x509", "-req", "-in", en("pedido.csr"), "-CA", en("ca.pem"), "-CAkey", en("ca.llave"), "-CAcreateserial", "-days", "90", "-extfile", en("ext"), "-out",
             en("servidor.pem"))
    with open(en("cadena.pem"), "w") as f:
        for nombre in ("servidor.pem", "ca.pem"):
            with open(en(nombre)) as g:
                f.write(g.read())
    return en("ca.pem")


class Frente:
    def __init__(self, carpeta, puerto_servicio):
        self.carpeta, self.ca = carpeta, autoridad(carpeta)
        self.claro, self.tls = puerto_libre(), puerto_libre()
        with open(os.path.join(RAIZ, "config", "nginx-ejemplo.conf"), encoding="utf-8") as f:
            texto = f.read()
        for de, a in (("127.0.0.1:8080", f"127.0.0.1:{puerto_servicio}"), ("listen 80;", f"listen 127.0.0.1:{self.claro};"), ("listen [::]:80;", ""),
                      ("listen 443 ssl", f"listen 127.0.0.1:{self.tls} ssl"), ("listen [::]:443 ssl http2;", ""), ("/etc/ssl/acuerdos", carpeta)):
            assert de in texto, f"nginx-ejemplo.conf has no «{de}»"
            texto = texto.replace(de, a)
        temporales = "".join(f"{que}_temp_path {carpeta}/{que};\n" for que in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi") if que in self._modulos())
        with open(os.path.join(carpeta, "nginx.conf"), "w", encoding="utf-8") as f:
            f.write(f"daemon off;\npid {carpeta}/nginx.pid;\nerror_log stderr warn;\nworker_processes 1;\nevents {{ worker_connections 256; }}\n"
                    f"http {{\naccess_log off;\n{temporales}{texto}}}\n")

    @staticmethod
    def _modulos():
        dicho = subprocess.run(["/usr/sbin/nginx", "-V"], capture_output=True, text=True).stderr
        quitados = set(re.findall(r"--without-http_(\w+)_module", dicho))
        return {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} - quitados

    @contextlib.contextmanager
    def en_marcha(self):
        p = subprocess.Popen(["/usr/sbin/nginx", "-p", self.carpeta, "-e", "stderr", "-c", os.path.join(self.carpeta, "nginx.conf")],
                             stderr=open(os.path.join(self.carpeta, "nginx.log"), "ab"))
        try:
            fin = time.monotonic() + 15
            while True:
                try:
                    self.pedir("GET", "/livez")
                    break
                except OSError:
                    assert p.poll() is None and time.monotonic() < fin, open(os.path.join(self.carpeta, "nginx.log")).read()
                    time.sleep(0.1)
            yield self
        finally:
            p.terminate()
            p.wait(20)

    def pedir(self, metodo, camino, cuerpo=None, **encabezados):
        ctx = ssl.create_default_context(cafile=self.ca)
        c = http.client.HTTPSConnection("127.0.0.1", self.tls, timeout=30, context=ctx)
        c.sock = ctx.wrap_socket(__import__("socket").create_connection(("127.0.0.1", self.tls), 30), server_hostname=NOMBRE)
        h = {"Host": NOMBRE, **{k.replace("_", "-"): v for k, v in encabezados.items()}}
        c.request(metodo, camino, cuerpo, h)
        r = c.getresponse()
        r.cuerpo = r.read()
        c.close()
        return r

    def testssl(self, largo):
        """(severities counted, what it holds against the front, what against the throw-away authority); the short form leaves out the clients it can imitate."""
        salida = os.path.join(self.carpeta, "testssl.json")
        orden = [shutil.which("testssl"), "--quiet", "--color", "0", "--warnings", "batch", "--nodns", "none", "--openssl-timeout", "10",
                 "--ip", "127.0.0.1", "--add-ca", self.ca, "--jsonfile", salida,
                 *([] if largo else ["--protocols", "--std", "--server-defaults", "--headers", "--vulnerable"]), f"{NOMBRE}:{self.tls}"]
        r = subprocess.run(orden, capture_output=True, text=True, timeout=900, stdin=subprocess.DEVNULL)
        assert os.path.exists(salida), r.stdout[-3000:] + r.stderr[-2000:]
        with open(salida, encoding="utf-8") as f:
            filas = json.load(f)
        assert len(filas) > 50, r.stdout[-3000:] + r.stderr[-1000:]
        cuenta = {}
        for fila in filas:
            cuenta[fila["severity"]] = cuenta.get(fila["severity"], 0) + 1
        malas = [f"{x['id']}: {x['severity']}: {x['finding']}" for x in filas if x["severity"] in ("LOW", "MEDIUM", "HIGH", "CRITICAL", "WARN", "FATAL")]
        return cuenta, [m for m in malas if m.split(":")[0].split(" ")[0] not in DE_LA_PRUEBA], [m for m in malas if m.split(":")[0].split(" ")[0] in DE_LA_PRUEBA]
