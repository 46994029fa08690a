"""Messages as real mail programs write them, and the servers that carry them: Dovecot for IMAP, a small SMTP sink."""

import base64
import json
import os
import quopri
import re
import socket
import socketserver
import ssl
import subprocess
import tempfile
import threading
import time
import uuid

from support import archivos
from support.servicio import BIN, RAIZ, puerto_libre

RELE = "mx.sre.gob.mx"
DATOS, TEMPORAL = 65, 75  # sysexits.h


def identificador(dominio="guadalajara.gob.mx"):
    return f"{uuid.uuid4().hex}@{dominio}"


def autenticacion(dominio, rele=RELE, spf="pass", dkim="pass", dmarc="pass"):
    return (f"Authentication-Results: {rele};\r\n\tdkim={dkim} (firma válida) header.d={dominio} header.s=s1;\r\n"
            f"\tspf={spf} smtp.mailfrom=ana@{dominio};\r\n\tdmarc={dmarc} (p=REJECT) header.from={dominio}\r\n")


def en_base64(datos):
    return base64.encodebytes(datos).replace(b"\n", b"\r\n")


def encabezado(de="ana@guadalajara.gob.mx", asunto="Solicitud de dictamen", mid=None, auten=True, mas="", dominio=None):
    dominio = dominio or de.rsplit("@", 1)[-1]
    a = autenticacion(dominio) if auten is True else (auten or "")
    m = f"Message-ID: <{mid}>\r\n" if mid else ""
    return (f"Return-Path: <{de}>\r\n{a}Received: from x by {RELE}; Thu, 26 Nov 2026 10:00:00 -0600\r\n{mas}From: Ana Pérez <{de}>\r\n"
            f"To: acuerdos@sre.gob.mx\r\nSubject: {asunto}\r\nDate: Thu, 26 Nov 2026 10:00:00 -0600\r\n{m}MIME-Version: 1.0\r\n").encode()


def parte(nombre, tipo, datos, disposicion="attachment", mas=b""):
    n = nombre.encode("ascii", "xmlcharrefreplace").decode()
    return (f'Content-Type: {tipo}; name="{n}"\r\nContent-Transfer-Encoding: base64\r\n'
            f'Content-Disposition: {disposicion}; filename="{n}"\r\n').encode() + mas + b"\r\n" + en_base64(datos)


def mixto(partes, borde="=_b", tipo="mixed"):
    cuerpo = b"".join(b"--" + borde.encode() + b"\r\n" + p + b"\r\n" for p in partes)
    return f'Content-Type: multipart/{tipo}; boundary="{borde}"\r\n\r\n'.encode() + cuerpo + b"--" + borde.encode() + b"--\r\n"


def texto(t="Se adjunta la solicitud."):
    return b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + t.encode() + b"\r\n"


def texto_simple():
    return b"Content-Type: text/plain\r\n\r\nhola\r\n"


def solicitud_completa(mid=None, clave=None, **mas):
    """(message, PDF, DOCX): a request with all that it needs."""
    pdf, docx = archivos.pdf_unico(), archivos.proyecto(clave)
    m = encabezado(mid=mid or identificador(), **mas) + mixto([
        texto(), parte("oficio 123.pdf", "application/pdf", pdf), parte("Acuerdo de hermanamiento.docx", archivos.DOCX, docx)])
    return m, pdf, docx


# ---- as mail programs write them ---------------------------------------------------------------------------------------------


def outlook(mid, pdf, docx):
    """Exchange: RFC 2047 words in names, multipart/related with a logo, UTF-8 in base64, octet-stream for Word."""
    nombre = "=?iso-8859-1?Q?Oficio_n=FAm=2E_45=2E2026=2Epdf?="
    alterno = mixto([b'Content-Type: text/plain; charset="iso-8859-1"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
                     + quopri.encodestring("Señor Director:\r\n\r\nSe envía la solicitud.".encode("latin-1")),
                     b'Content-Type: text/html; charset="iso-8859-1"\r\n\r\n<html><body><p>Se&ntilde;or</p><img src="cid:logo"></body></html>'],
                    "_000_alt", "alternative")
    relacionado = mixto([alterno, b'Content-Type: image/png; name="image001.png"\r\nContent-Description: image001.png\r\n'
                         b'Content-Disposition: inline; filename="image001.png"\r\nContent-ID: <logo>\r\n'
                         b"Content-Transfer-Encoding: base64\r\n\r\n" + en_base64(b"\x89PNG\r\n\x1a\n" + bytes(64))], "_004_rel", "related")
    return (encabezado(asunto="=?iso-8859-1?Q?Solicitud_de_dictamen=2C_hermanamiento_con_Kioto?=", mid=mid,
                       mas="X-MS-Has-Attach: yes\r\nThread-Topic: x\r\nAccept-Language: es-MX\r\n") + mixto([
                           relacionado,
                           f'Content-Type: application/pdf;\r\n name="{nombre}"\r\nContent-Description: {nombre}\r\n'
                           f'Content-Disposition: attachment;\r\n filename="{nombre}"; size={len(pdf)};\r\n'
                           '\tcreation-date="Thu, 26 Nov 2026 15:00:00 GMT"\r\nContent-Transfer-Encoding: base64\r\n\r\n'.encode() + en_base64(pdf),
                           b'Content-Type: application/octet-stream;\r\n name="Convenio_version_final.docx"\r\n'
                           b'Content-Disposition: attachment;\r\n filename="Convenio_version_final.docx"\r\n'
                           b"Content-Transfer-Encoding: base64\r\n\r\n" + en_base64(docx)], "_005_mix"))


def thunderbird(mid, pdf, docx):
    """RFC 2231 continuations, format=flowed, no disposition on the text."""
    return (encabezado(asunto="=?UTF-8?Q?Petici=C3=B3n_de_dictamen?=", mid=mid, mas="User-Agent: Mozilla Thunderbird\r\nContent-Language: es-MX\r\n")
            + mixto([b"Content-Type: text/plain; charset=UTF-8; format=flowed\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                     + "Buenos días:\r\nanexo lo señalado.\r\n".encode(),
                     b"Content-Type: application/pdf; name=\"=?UTF-8?Q?petici=C3=B3n=2Epdf?=\"\r\nContent-Disposition: attachment;\r\n"
                     b" filename*0*=UTF-8''petici%C3%B3n%20a%20la;\r\n filename*1*=%20DGCP.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + en_base64(pdf),
                     f"Content-Type: {archivos.DOCX};\r\n name=\"memorandum.docx\"\r\nContent-Disposition: attachment; filename=\"memorandum.docx\"\r\n"
                     "Content-Transfer-Encoding: base64\r\n\r\n".encode() + en_base64(docx)], "------------070003"))


def gmail(mid, pdf, docx):
    """multipart/mixed over related over alternative, X-Attachment-Id, bare LF never."""
    alterno = mixto([b'Content-Type: text/plain; charset="UTF-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
                     + en_base64("Hola, envío el oficio y el acuerdo.\n[image: logo]".encode()),
                     b'Content-Type: text/html; charset="UTF-8"\r\n\r\n<div dir="ltr">Hola</div>'], "0000000000alt", "alternative")
    relacionado = mixto([alterno, b'Content-Type: image/jpeg; name="escudo.jpg"\r\nContent-Disposition: inline; filename="escudo.jpg"\r\n'
                         b"Content-Transfer-Encoding: base64\r\nContent-ID: <ii_x>\r\nX-Attachment-Id: ii_x\r\n\r\n"
                         + en_base64(b"\xff\xd8\xff\xe0" + bytes(32))], "0000000000rel", "related")
    return encabezado(asunto="Acuerdo Guadalajara - Kioto", mid=mid) + mixto([
        relacionado, parte("solicitud.pdf", "application/pdf", pdf, mas=b"X-Attachment-Id: f_1\r\nContent-ID: <f_1>\r\n"),
        parte("acuerdo.docx", archivos.DOCX, docx, mas=b"X-Attachment-Id: f_2\r\n")], "0000000000mix")


def reenviado(mid, pdf, docx):
    """What the municipality got from a colleague, forwarded as an attachment."""
    dentro = (b"From: otra@zapopan.gob.mx\r\nSubject: Documentos\r\nMIME-Version: 1.0\r\n" + mixto([
        texto("Van los documentos."), parte("oficio.pdf", "application/pdf", pdf), parte("proyecto.docx", archivos.DOCX, docx)], "dentro"))
    return encabezado(asunto="RV: Documentos", mid=mid) + mixto([
        texto("Reenvío lo recibido."), b'Content-Type: message/rfc822; name="Documentos.eml"\r\nContent-Disposition: attachment\r\n\r\n' + dentro])


# ---- servers -------------------------------------------------------------------------------------------------------------------


class Certificados:
    """An authority of the test's own and a certificate for localhost."""

    def __init__(self, carpeta):
        self.ca, self.cert, self.llave = (os.path.join(carpeta, n) for n in ("ca.pem", "cert.pem", "llave.pem"))
        ca_llave, csr, ext = (os.path.join(carpeta, n) for n in ("ca.key", "csr.pem", "ext"))

        def openssl(*args):
            subprocess.run(["openssl", *args], check=True, capture_output=True)
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", ca_llave, "-out", self.ca,
                "-subj", "/CN=Prueba", "-days", "2")
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", self.llave, "-out", csr, "-subj", "/CN=localhost")
        with open(ext, "w") as f:
            f.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        openssl("x509", "-req", "-in", csr, "-CA", self.ca, "-CAkey", ca_llave, "-CAcreateserial", "-out", self.cert, "-days", "2", "-extfile", ext)


DOVECOT = """
base_dir = {c}/run
state_dir = {c}/run
log_path = {c}/dovecot.log
default_internal_user = {u}
default_login_user = {u}
default_internal_group = {g}
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{cert}
ssl_key = <{llave}
disable_plaintext_auth = no
mail_location = maildir:{c}/correo
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
first_valid_gid = 1
mailbox_list_index = no
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={clave}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={c}
}}
"""


class Dovecot:
    """A real IMAP server of an ordinary user, on loopback, with a Maildir."""

    clave = "s3creta-de-imap"

    def __init__(self, certificados=None):
        import grp
        import pwd
        self.temporal = tempfile.TemporaryDirectory(prefix="dovecot-")
        self.carpeta = self.temporal.name
        self.certificados = certificados or Certificados(self.carpeta)
        self.puerto, self.puerto_tls = puerto_libre(), puerto_libre()
        self.conf = os.path.join(self.carpeta, "dovecot.conf")
        os.makedirs(os.path.join(self.carpeta, "run"))
        for d in ("cur", "new", "tmp"):
            os.makedirs(os.path.join(self.carpeta, "correo", d))
        with open(self.conf, "w") as f:
            f.write(DOVECOT.format(c=self.carpeta, u=pwd.getpwuid(os.getuid()).pw_name, g=grp.getgrgid(os.getgid()).gr_name, uid=os.getuid(),
                                   gid=os.getgid(), cert=self.certificados.cert, llave=self.certificados.llave, imap=self.puerto,
                                   imaps=self.puerto_tls, clave=self.clave))
        self.proceso = None
        self.arrancar()

    def arrancar(self):
        self.proceso = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", self.conf], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        fin = time.monotonic() + 20
        while time.monotonic() < fin:
            try:
                with socket.create_connection(("127.0.0.1", self.puerto), 1) as s:
                    if s.recv(10).startswith(b"* OK"):
                        return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("dovecot did not start: " + self.registro())

    def registro(self):
        try:
            with open(os.path.join(self.carpeta, "dovecot.log"), errors="replace") as f:
                return f.read()[-2000:]
        except OSError:
            return ""

    def entregar(self, mensaje):
        nombre = f"{time.time_ns()}.{uuid.uuid4().hex}.prueba"
        with open(os.path.join(self.carpeta, "correo", "tmp", nombre), "wb") as f:
            f.write(mensaje)
        os.rename(os.path.join(self.carpeta, "correo", "tmp", nombre), os.path.join(self.carpeta, "correo", "new", nombre))

    def buzon(self):
        import imaplib
        m = imaplib.IMAP4("127.0.0.1", self.puerto)
        m.login("dgcp", self.clave)
        return m

    def banderas(self, carpeta="INBOX"):
        """Flags of each message of a folder."""
        m = self.buzon()
        try:
            m.select(carpeta, readonly=True)
            _, datos = m.search(None, "ALL")
            return [re.search(rb"FLAGS \((.*?)\)", m.fetch(n, "(FLAGS)")[1][0]).group(1).decode().split() for n in datos[0].split()]
        finally:
            m.logout()

    def ajustes(self, tls="starttls"):
        url = f"imaps://localhost:{self.puerto_tls}" if tls == "imaps" else f"imap://localhost:{self.puerto}"
        return {"DICTAMEN_IMAP_URL": url, "DICTAMEN_IMAP_USUARIO": "dgcp", "DICTAMEN_IMAP_CLAVE": self.clave,
                "DICTAMEN_CORREO_CA": self.certificados.ca, "DICTAMEN_CORREO_PLAZO": "10"}

    def parar(self):
        if self.proceso and self.proceso.poll() is None:
            self.proceso.terminate()
            try:
                self.proceso.wait(10)
            except subprocess.TimeoutExpired:
                self.proceso.kill()
                self.proceso.wait()

    def cerrar(self):
        self.parar()
        self.temporal.cleanup()


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self):
        s = self.server.sumidero
        sobre = {"de": None, "a": [], "tls": s.implicito, "usuario": None}
        if s.implicito:
            self._tls(s)
        self._decir("220 localhost ESMTP")
        while linea := self.rfile.readline():
            orden = linea.decode("latin-1").strip()
            mayor = orden.upper()
            if mayor.startswith("EHLO"):
                extra = [] if sobre["tls"] or not s.contexto else ["STARTTLS"]
                for x in ["localhost", *extra, "AUTH PLAIN", "8BITMIME"][:-1]:
                    self._decir("250-" + x)
                self._decir("250 8BITMIME")
            elif mayor == "STARTTLS":
                self._decir("220 listo")
                self._tls(s)
                sobre["tls"] = True
            elif mayor.startswith("AUTH PLAIN"):
                credencial = orden[10:].strip()
                if not credencial:
                    self._decir("334 ")
                    credencial = self.rfile.readline().decode().strip()
                sobre["usuario"] = base64.b64decode(credencial).split(b"\0")[1:]
                self._decir("235 bien")
            elif mayor.startswith("MAIL FROM:"):
                sobre["de"] = orden[10:].split()[0]
                self._decir("250 bien")
            elif mayor.startswith("RCPT TO:"):
                sobre["a"].append(orden[8:])
                self._decir(s.rechazo or "250 bien")
            elif mayor == "DATA":
                self._decir("354 siga")
                if s.portarse and s.portarse("datos", self):
                    return
                datos = b""
                while (linea := self.rfile.readline()) != b".\r\n":
                    if not linea:
                        return
                    datos += linea[1:] if linea.startswith(b".") else linea
                s.recibidos.append({**sobre, "datos": datos})
                if s.portarse and s.portarse("fin", self):
                    return
                self._decir("250 recibido")
            elif mayor == "QUIT":
                self._decir("221 adiós")
                return
            else:
                self._decir("500 no entiendo")

    def _decir(self, t):
        self.wfile.write(t.encode() + b"\r\n")

    def _tls(self, s):
        self.request = s.contexto.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)


class Sumidero:
    """An SMTP server of the test's own that keeps what it is given and refuses when told to; Exim, below, is a real one."""

    def __init__(self, certificados=None, implicito=False, direccion="127.0.0.1"):
        self.recibidos, self.rechazo, self.implicito = [], None, implicito
        self.portarse = None  # portarse("datos" | "fin", handler): true when it has answered, or hung up
        self.certificados, self.contexto = certificados, None
        if certificados:
            self.contexto = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.contexto.load_cert_chain(certificados.cert, certificados.llave)
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self.servidor = socketserver.ThreadingTCPServer((direccion, 0), _Smtp)
        self.servidor.daemon_threads = True
        self.servidor.sumidero = self
        self.servidor.handle_error = lambda *a: None
        threading.Thread(target=self.servidor.serve_forever, daemon=True).start()

    def ajustes(self, **mas):
        puerto = self.servidor.server_address[1]
        e = {"DICTAMEN_SMTP_URL": f"{'smtps' if self.implicito else 'smtp'}://localhost:{puerto}", "DICTAMEN_CORREO_REMITENTE": "acuerdos@sre.gob.mx",
             "DICTAMEN_CORREO_PLAZO": "10", **mas}
        if self.certificados:
            e["DICTAMEN_CORREO_CA"] = self.certificados.ca
        return e

    def cerrar(self):
        self.servidor.shutdown()
        self.servidor.server_close()


EXIM = """
primary_hostname = localhost
spool_directory = {c}/spool
log_file_path = {c}/log/%slog
pid_file_path = {c}/pid
exim_user = {u}
exim_group = {g}
never_users =
deliver_drop_privilege = true
local_interfaces = 127.0.0.1
daemon_smtp_ports = {puerto}
domainlist local_domains = {dominio}
tls_advertise_hosts = *
tls_certificate = {cert}
tls_privatekey = {llave}
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  deny !encrypted = *
       message = 554 solo con TLS
  accept domains = +local_domains
  deny message = 550 no se retransmite
begin routers
todos:
  driver = accept
  transport = buzon
begin transports
buzon:
  driver = appendfile
  maildir_format
  return_path_add
  directory = {c}/correo
  create_directory
"""


class Exim:
    """A real mail server of an ordinary user: loopback, STARTTLS demanded, what comes for its one domain goes into one Maildir."""

    def __init__(self, certificados, dominio):
        import grp
        import pwd
        self.temporal = tempfile.TemporaryDirectory(prefix="exim-")
        self.carpeta, self.certificados, self.puerto = self.temporal.name, certificados, puerto_libre()
        conf = os.path.join(self.carpeta, "exim.conf")
        for d in ("spool", "log", "correo"):
            os.mkdir(os.path.join(self.carpeta, d))
        with open(conf, "w") as f:
            f.write(EXIM.format(c=self.carpeta, u=pwd.getpwuid(os.getuid()).pw_name, g=grp.getgrgid(os.getgid()).gr_name, puerto=self.puerto,
                                dominio=dominio, cert=certificados.cert, llave=certificados.llave))
        self.proceso = subprocess.Popen(["/usr/sbin/exim4", "-C", conf, "-bdf"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        fin = time.monotonic() + 20
        while time.monotonic() < fin:
            try:
                with socket.create_connection(("127.0.0.1", self.puerto), 1) as s:
                    if s.recv(4) == b"220 ":
                        return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("exim did not start: " + self.registro())

    def registro(self):
        try:
            with open(os.path.join(self.carpeta, "log", "mainlog"), errors="replace") as f:
                return f.read()
        except OSError:
            return ""

    def ajustes(self, **mas):
        return {"DICTAMEN_SMTP_URL": f"smtp://localhost:{self.puerto}", "DICTAMEN_CORREO_REMITENTE": "acuerdos@sre.gob.mx", "DICTAMEN_CORREO_PLAZO": "10",
                "DICTAMEN_CORREO_CA": self.certificados.ca, **mas}

    def recibidos(self, cuantos=1):
        """Messages of the mailbox, once there are so many: the server delivers after it has answered."""
        nuevo, fin = os.path.join(self.carpeta, "correo", "new"), time.monotonic() + 20
        while time.monotonic() < fin and (not os.path.isdir(nuevo) or len(os.listdir(nuevo)) < cuantos):
            time.sleep(0.05)
        salida = []
        for nombre in sorted(os.listdir(nuevo)) if os.path.isdir(nuevo) else ():
            with open(os.path.join(nuevo, nombre), "rb") as f:
                salida.append(f.read())
        return salida

    def cerrar(self):
        self.proceso.terminate()
        self.proceso.wait(20)
        self.temporal.cleanup()


class Silencio:
    """A server that accepts and says nothing."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.puerto = self.socket.getsockname()[1]
        self.vivas = []
        return self

    def espera(self, plazo=60):
        self.socket.settimeout(plazo)
        self.vivas.append(self.socket.accept()[0])
        return True

    def __exit__(self, *_):
        for c in [*self.vivas, self.socket]:
            c.close()


class Buzon:
    """`dictamenctl recibir-correo` as a mail server calls it: with the service's own login and no other."""

    def __init__(self, base, ajustes=None):
        self.base = base
        self.ajustes = {"DICTAMEN_CORREO_AUTORIDAD": RELE, **(ajustes or {})}

    def entorno(self, **mas):
        e = self.base.entorno()
        e.pop("DICTAMEN_BASE_DE_DATOS_ADMIN")
        e.update(self.ajustes)
        e.update(mas)
        return e

    def correr(self, mensaje=b"", *args, codigo=0, **mas):
        p = subprocess.run([os.path.join(BIN, "dictamenctl"), "recibir-correo", *args], input=mensaje, capture_output=True,
                           env=self.entorno(**mas), timeout=120, cwd=RAIZ)
        assert p.returncode == codigo, (p.returncode, p.stdout, p.stderr)
        return p

    def entregar(self, mensaje, *args, **mas):
        """The line that says what became of the message."""
        return json.loads(self.correr(mensaje, *args, **mas).stdout.split(b"\n")[0])
