"""E-mail with real servers: Dovecot (IMAP), Exim (SMTP), and an SMTP sink that refuses when told to, with and without TLS; answers, and what happens when things die in between."""

import email
import email.policy
import os
import re
import signal
import subprocess
import time

import pytest

from support import archivos, mensajes
from support.mensajes import DATOS, TEMPORAL, Buzon, texto_simple
from support.servicio import BIN, RAIZ


@pytest.fixture(scope="module")
def certificados(tmp_path_factory):
    return mensajes.Certificados(str(tmp_path_factory.mktemp("certificados")))


@pytest.fixture
def smtp(certificados):
    s = mensajes.Sumidero(certificados)
    yield s
    s.cerrar()


@pytest.fixture
def dovecot(certificados):
    d = mensajes.Dovecot(certificados)
    yield d
    d.cerrar()


@pytest.fixture(autouse=True)
def nada_por_responder(base):
    """What other tests left to be answered is not this test's."""
    base.sql("update correo set respuesta = 'ninguna' where respuesta in ('pendiente', 'fallida')")


def leer(datos):
    return email.message_from_bytes(datos, policy=email.policy.default)


def ver(mundo, ident):
    return mundo.dgcp.get(f"/v1/correos/{ident}").json


# ---- the answer -------------------------------------------------------------------------------------------------------------------


def test_responde_lo_que_falta(buzon, mundo, smtp, certificados):
    mid = mensajes.identificador()
    m = mensajes.encabezado(mid=mid, asunto="=?utf-8?Q?Petici=C3=B3n?=") + mensajes.mixto([
        mensajes.texto(), mensajes.parte("oficio.pdf", "application/pdf", archivos.pdf_unico()),
        mensajes.parte("winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22"), mensajes.parte("roto.pdf", "application/pdf", b"%PDF-1.4\n")])
    r = buzon.entregar(m, **smtp.ajustes(DICTAMEN_SMTP_USUARIO="acuerdos", DICTAMEN_SMTP_CLAVE="s3creta"))
    (x,) = smtp.recibidos
    assert x["de"] == "<>" and "ana@guadalajara.gob.mx" in x["a"][0] and x["tls"] and x["usuario"] == [b"acuerdos", b"s3creta"]
    c = leer(x["datos"])
    assert c["From"] == "acuerdos@sre.gob.mx" and c["To"] == "ana@guadalajara.gob.mx" and c["Subject"] == "Re: Petición"
    assert c["In-Reply-To"] == c["References"] == f"<{mid}>" and c["Auto-Submitted"] == "auto-replied"
    assert c["Message-ID"].endswith("@sre.gob.mx>") and c["Date"]
    t = c.get_content()
    plano = " ".join(t.split())
    assert "oficio.pdf: Solicitud dirigida a la DGCP" in plano and "Falta: - El proyecto del instrumento, en Word editable" in plano
    assert "«winmail.dat» es un formato propio de Outlook" in plano and "«roto.pdf» está incompleto" in plano and r["correo"] in t
    assert "La solicitud firmada" not in plano
    assert all(len(linea) <= 78 for linea in t.splitlines())
    assert b"\r\n" in x["datos"] and not re.search(rb"(?<!\r)\n", x["datos"])
    e = ver(mundo, r["correo"])["respuesta"]
    assert e["estado"] == "enviada" and e["a"] == "ana@guadalajara.gob.mx" and e["intentos"] == 1 and e["en"]
    # The same message again is not answered again.
    assert buzon.entregar(m, **smtp.ajustes())["repetido"] and len(smtp.recibidos) == 1


@pytest.mark.parametrize("implicito", [False, True])
def test_smtp_con_tls(buzon, certificados, implicito):
    s = mensajes.Sumidero(certificados, implicito)
    try:
        buzon.entregar(mensajes.solicitud_completa()[0], **s.ajustes())
        assert len(s.recibidos) == 1 and s.recibidos[0]["tls"]
    finally:
        s.cerrar()


def test_smtp_de_verdad(buzon, mundo, certificados):
    """Through a mail server as an office has it (STARTTLS demanded) into the mailbox of whoever asked; another domain is not relayed, and that is seen."""
    exim = mensajes.Exim(certificados, "guadalajara.gob.mx")
    try:
        m = mensajes.solicitud_completa()[0]
        r = buzon.entregar(m, **exim.ajustes())
        (x,) = exim.recibidos()
        c = leer(x)
        assert c["Return-Path"] == "<>" and c["To"] == "ana@guadalajara.gob.mx" and c["From"] == "acuerdos@sre.gob.mx" and r["correo"] in c.get_content()
        assert "(TLS1." in c["Received"] and c["Auto-Submitted"] == "auto-replied" and c["In-Reply-To"] == leer(m)["Message-ID"]
        assert ver(mundo, r["correo"])["respuesta"]["estado"] == "enviada"
        assert buzon.entregar(m, **exim.ajustes())["repetido"] and len(exim.recibidos()) == 1
    finally:
        exim.cerrar()
    ajena = mensajes.Exim(certificados, "otra.example")
    try:
        r = buzon.entregar(mensajes.solicitud_completa()[0], **ajena.ajustes())
        e = ver(mundo, r["correo"])["respuesta"]
        assert e["estado"] == "fallida" and e["error"] and "no se retransmite" in ajena.registro()
    finally:
        ajena.cerrar()


def test_smtp_sin_tls_solo_en_casa(buzon, mundo, base):
    s = mensajes.Sumidero()
    try:
        buzon.entregar(mensajes.solicitud_completa()[0], **s.ajustes())
        assert len(s.recibidos) == 1
        # Another host, although it happens to be this machine: nothing is said without TLS.
        url = s.ajustes()["DICTAMEN_SMTP_URL"].replace("localhost", "127.0.0.2")
        s.cerrar()
        s = mensajes.Sumidero(direccion="127.0.0.2")
        url = f"smtp://127.0.0.2:{s.servidor.server_address[1]}"
        r = buzon.entregar(mensajes.solicitud_completa()[0], **s.ajustes(DICTAMEN_SMTP_URL=url, DICTAMEN_SMTP_USUARIO="u", DICTAMEN_SMTP_CLAVE="s3creta"))
        assert s.recibidos == [] and ver(mundo, r["correo"])["respuesta"]["estado"] == "fallida"
    finally:
        s.cerrar()


def test_smtp_con_certificado_ajeno(buzon, mundo, smtp, tmp_path):
    otra = mensajes.Certificados(str(tmp_path))
    r = buzon.entregar(mensajes.solicitud_completa()[0], **{**smtp.ajustes(), "DICTAMEN_CORREO_CA": otra.ca})
    assert smtp.recibidos == [] and ver(mundo, r["correo"])["respuesta"]["estado"] == "fallida"


def test_responder_a(buzon, smtp):
    """Reply-To is followed within the organisation only: nobody is made to write to a third party."""
    for otra, a in (("oficina@obras.guadalajara.gob.mx", "oficina@obras.guadalajara.gob.mx"), ("victima@otro.example", "ana@guadalajara.gob.mx"),
                    ("x@evilguadalajara.gob.mx", "ana@guadalajara.gob.mx"), ("a@guadalajara.gob.mx, b@otro.example", "ana@guadalajara.gob.mx")):
        smtp.recibidos.clear()
        buzon.entregar(mensajes.solicitud_completa(mas=f"Reply-To: {otra}\r\n")[0], **smtp.ajustes())
        assert leer(smtp.recibidos[0]["datos"])["To"] == a


@pytest.mark.parametrize("mas, args", [
    ("Auto-Submitted: auto-replied\r\n", []), ("Precedence: bulk\r\n", []), ("List-Id: <l.guadalajara.gob.mx>\r\n", []),
    ("X-Auto-Response-Suppress: All\r\n", []), ("Auto-Submitted: auto-generated (vacation)\r\n", []), ("X-Autorespond: x\r\n", []),
    ("", ["--sobre", ""]), ("", ["--sobre", "<>"]), ("", ["--sobre", "MAILER-DAEMON"]),
])
def test_a_las_maquinas_no_se_les_responde(buzon, mundo, smtp, mas, args):
    r = buzon.entregar(mensajes.solicitud_completa(mas=mas)[0], *args, **smtp.ajustes())
    c = ver(mundo, r["correo"])
    assert c["estado"] == "recibido" and c["automatico"] and c["respuesta"]["estado"] == "ninguna" and smtp.recibidos == []


def test_a_los_desconocidos_tampoco(buzon, smtp):
    for m in (mensajes.solicitud_completa(de="x@gmail.com")[0], mensajes.solicitud_completa(auten=False)[0]):
        buzon.entregar(m, **smtp.ajustes())
    assert smtp.recibidos == []


def test_los_encabezados_no_se_inyectan(buzon, mundo, smtp):
    """What an encoded word or a name may hide must not become a header of ours."""
    asunto = "=?utf-8?Q?Hola=0D=0ABcc=3A_victima=40otro.example=0D=0A=0D=0Acuerpo?="
    m = mensajes.encabezado(mid=mensajes.identificador(), asunto=asunto) + mensajes.mixto([
        mensajes.texto(), b"Content-Type: application/pdf\r\nContent-Disposition: attachment; "
        b"filename*=UTF-8''x%0D%0ABcc%3A%20victima%40otro.example%0D%0A%0D%0A.%0D%0AMAIL.pdf\r\n\r\n" + archivos.pdf_unico()])
    buzon.entregar(m, **smtp.ajustes())
    (x,) = smtp.recibidos
    c = leer(x["datos"])
    assert "Bcc" not in c and len(x["a"]) == 1 and c["Subject"].startswith("Re: Hola") and "\n" not in c["Subject"]
    assert set(k.lower() for k in c.keys()) == {"from", "to", "subject", "date", "message-id", "in-reply-to", "references", "auto-submitted",
                                                "mime-version", "content-type", "content-transfer-encoding"}
    for raro in ("a\u202Eb", "x" * 5000, "=?utf-8?Q?=00=01=02?=", ""):
        smtp.recibidos.clear()
        buzon.entregar(mensajes.encabezado(mid=mensajes.identificador(), asunto=raro.encode("utf-8").decode("latin-1")) + texto_simple(), **smtp.ajustes())
        assert len(smtp.recibidos) == 1 and "\u202e" not in smtp.recibidos[0]["datos"].decode("latin-1")


def test_sin_smtp_solo_si_se_pide(buzon, mundo):
    e = {"DICTAMEN_CORREO_REMITENTE": "acuerdos@sre.gob.mx"}
    m, *_ = mensajes.solicitud_completa()
    p = buzon.correr(m, **e)
    assert p.stdout.count(b"\n") == 1
    salida = buzon.correr(m, "--respuesta-a-salida", **e).stdout  # owed since the first run
    linea, _, respuesta = salida.partition(b"\n")
    assert b'"repetido":true' in linea and leer(respuesta)["Auto-Submitted"] == "auto-replied"
    assert buzon.correr(m, "--respuesta-a-salida", **e).stdout.count(b"\n") == 1


def test_una_respuesta_fallida_se_reintenta(buzon, mundo, smtp):
    smtp.rechazo = "451 ahora no"
    r = buzon.entregar(mensajes.solicitud_completa()[0], **smtp.ajustes())
    e = ver(mundo, r["correo"])["respuesta"]
    assert e["estado"] == "fallida" and e["intentos"] == 1 and e["error"] and smtp.recibidos == []
    smtp.rechazo = None
    otro = buzon.entregar(mensajes.solicitud_completa()[0], **smtp.ajustes())  # the next run sends both
    assert len(smtp.recibidos) == 2
    assert ver(mundo, r["correo"])["respuesta"]["estado"] == ver(mundo, otro["correo"])["respuesta"]["estado"] == "enviada"
    smtp.rechazo = "550 nunca"
    r = buzon.entregar(mensajes.solicitud_completa()[0], **smtp.ajustes())
    for _ in range(6):
        buzon.correr(mensajes.solicitud_completa(auten=False)[0], **smtp.ajustes())
    e = ver(mundo, r["correo"])["respuesta"]
    assert e["estado"] == "fallida" and e["intentos"] == 5


# ---- death in between -----------------------------------------------------------------------------------------------------------


def test_muerte_entre_el_compromiso_y_la_respuesta(buzon, base, mundo, certificados):
    """kill -9 after the commit: the entry is there, the relay asks again, the answer is sent once."""
    m, *_ = mensajes.solicitud_completa()
    with mensajes.Silencio() as lento:  # an SMTP server that never says a word
        p = subprocess.Popen([os.path.join(BIN, "dictamenctl"), "recibir-correo"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             env=buzon.entorno(DICTAMEN_SMTP_URL=f"smtp://localhost:{lento.puerto}", DICTAMEN_CORREO_REMITENTE="acuerdos@sre.gob.mx"),
                             cwd=RAIZ)
        p.stdin.write(m)
        p.stdin.close()
        assert lento.espera()
        p.send_signal(signal.SIGKILL)
        p.wait()
    s = mensajes.Sumidero(certificados)
    try:
        r = buzon.entregar(m, **s.ajustes())
        assert r["repetido"]
        # It had begun to be sent: whether it went out is unknown, and it is not repeated.
        assert s.recibidos == [] and ver(mundo, r["correo"])["respuesta"]["estado"] == "enviando"
    finally:
        s.cerrar()


def test_muerte_antes_de_responder(buzon, base, mundo, smtp):
    """Committed, and dead before the answer was taken up: the next run sends it."""
    m, *_ = mensajes.solicitud_completa()
    buzon.entregar(m)  # no SMTP: committed and owed, as a run leaves it that dies there
    r = buzon.entregar(m, **smtp.ajustes())
    assert r["repetido"] and len(smtp.recibidos) == 1 and ver(mundo, r["correo"])["respuesta"]["estado"] == "enviada"


def test_muerte_antes_del_compromiso(buzon, base):
    """kill -9 while it works: nothing or all of it is there, and the same message again makes it whole."""
    for espera in (0.0, 0.05, 0.1, 0.2, 0.3):
        mid = mensajes.identificador()
        m, *_ = mensajes.solicitud_completa(mid)
        p = subprocess.Popen([os.path.join(BIN, "dictamenctl"), "recibir-correo"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                             env=buzon.entorno(), cwd=RAIZ)
        p.stdin.write(m)
        p.stdin.close()
        time.sleep(espera)
        p.send_signal(signal.SIGKILL)
        p.wait()
        buzon.entregar(m)
        assert base.sql("select count(distinct c.id), count(*) from correo c join correo_parte p on p.correo_id = c.id where message_id = %s", mid) == [(1, 2)]


# ---- IMAP -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tls", ["starttls", "imaps"])
def test_imap(buzon, mundo, dovecot, tls):
    ms = [mensajes.solicitud_completa()[0], mensajes.solicitud_completa(de="x@gmail.com")[0], b"Subject: sin remitente\r\n\r\nx\r\n"]
    for m in ms:
        dovecot.entregar(m)
    p = buzon.correr(b"", "--imap", **dovecot.ajustes(tls))
    lineas = p.stdout.decode().splitlines()
    assert len(lineas) == 2 and '"recibido"' in lineas[0] + lineas[1] and "remitente_desconocido" in lineas[0] + lineas[1]
    banderas = dovecot.banderas()
    assert all("DictamenRecibido" in b and "\\Seen" in b for b in banderas) and sum("\\Flagged" in b for b in banderas) == 1
    assert buzon.correr(b"", "--imap", **dovecot.ajustes(tls)).stdout == b""  # nothing new
    dovecot.entregar(mensajes.solicitud_completa()[0])
    assert buzon.correr(b"", "--imap", **dovecot.ajustes(tls)).stdout.count(b"\n") == 1
    assert dovecot.clave.encode() not in p.stdout + p.stderr


def test_imap_mueve(buzon, dovecot):
    b = dovecot.buzon()
    b.create("Registrados")
    b.create('"Entrada SRE"')
    b.logout()
    for _ in range(3):
        dovecot.entregar(mensajes.solicitud_completa()[0])
    buzon.correr(b"", "--imap", DICTAMEN_IMAP_CARPETA_FINAL="Registrados", **dovecot.ajustes())
    assert dovecot.banderas() == [] and len(dovecot.banderas("Registrados")) == 3
    buzon.correr(b"", "--imap", DICTAMEN_IMAP_CARPETA="Entrada SRE", **dovecot.ajustes())
    buzon.correr(b"", "--imap", DICTAMEN_IMAP_CARPETA='a"b', codigo=TEMPORAL, **dovecot.ajustes())
    buzon.correr(b"", "--imap", DICTAMEN_IMAP_CARPETA="No existe", codigo=TEMPORAL, **dovecot.ajustes())


def test_imap_clave_de_un_archivo(buzon, dovecot, tmp_path):
    archivo = tmp_path / "clave"
    archivo.write_text(dovecot.clave + "\n")
    e = {**dovecot.ajustes(), "DICTAMEN_IMAP_CLAVE": "otra", "DICTAMEN_IMAP_CLAVE_ARCHIVO": str(archivo)}
    dovecot.entregar(mensajes.solicitud_completa()[0])
    assert buzon.correr(b"", "--imap", **e).stdout.count(b"\n") == 1
    e["DICTAMEN_IMAP_CLAVE_ARCHIVO"] = "/no/existe"
    buzon.correr(b"", "--imap", codigo=TEMPORAL, **e)
    p = buzon.correr(b"", "--imap", codigo=TEMPORAL, **{**dovecot.ajustes(), "DICTAMEN_IMAP_CLAVE": "incorrecta-123"})
    assert b"incorrecta-123" not in p.stdout + p.stderr
    buzon.correr(b"", "--imap", codigo=TEMPORAL)  # without imap_url


def test_imap_se_cae_y_vuelve(buzon, base, dovecot):
    """Dovecot gone in the middle; the run that follows takes the rest, and nothing twice."""
    ids = [mensajes.identificador() for _ in range(6)]
    for i in ids:
        dovecot.entregar(mensajes.solicitud_completa(i)[0])
    p = subprocess.Popen([os.path.join(BIN, "dictamenctl"), "recibir-correo", "--imap"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         stdin=subprocess.DEVNULL, env=buzon.entorno(**dovecot.ajustes()), cwd=RAIZ)
    p.stdout.readline()  # one is in
    dovecot.parar()
    p.communicate(timeout=60)
    assert p.returncode in (0, TEMPORAL)
    buzon.correr(b"", "--imap", codigo=TEMPORAL, **dovecot.ajustes())  # away
    dovecot.arrancar()
    buzon.correr(b"", "--imap", **dovecot.ajustes())
    for i in ids:
        assert base.sql("select count(*) from correo where message_id = %s", i) == [(1,)]
    assert all("DictamenRecibido" in b for b in dovecot.banderas())


def test_imap_muere_antes_de_marcar(buzon, base, dovecot):
    """Committed but not marked: it is found again, and known."""
    mid = mensajes.identificador()
    m, *_ = mensajes.solicitud_completa(mid)
    buzon.entregar(m)
    dovecot.entregar(m)
    assert b'"repetido":true' in buzon.correr(b"", "--imap", **dovecot.ajustes()).stdout
    assert dovecot.banderas()[0].count("DictamenRecibido") == 1
    assert base.sql("select count(*) from correo where message_id = %s", mid) == [(1,)]


def test_imap_sin_base(buzon, dovecot):
    dovecot.entregar(mensajes.solicitud_completa()[0])
    buzon.correr(b"", "--imap", codigo=TEMPORAL, DICTAMEN_BASE_DE_DATOS="postgresql://x@/y?host=/no/existe", **dovecot.ajustes())
    assert all("DictamenRecibido" not in b for b in dovecot.banderas())
    assert buzon.correr(b"", "--imap", **dovecot.ajustes()).stdout.count(b"\n") == 1


def test_imap_enorme(buzon, dovecot):
    m = mensajes.encabezado(mid=mensajes.identificador()) + mensajes.mixto([
        mensajes.texto(), mensajes.parte("a.pdf", "application/pdf", archivos.pdf_de(2 << 20))])
    dovecot.entregar(m)
    dovecot.entregar(mensajes.solicitud_completa()[0])
    p = buzon.correr(b"", "--imap", DICTAMEN_CORREO_MAX="1M", **dovecot.ajustes())
    assert p.stdout.count(b"\n") == 2 and b"demasiado_grande" in p.stdout


def test_imap_varias_corridas_a_la_vez(buzon, base, dovecot):
    import concurrent.futures
    ids = [mensajes.identificador() for _ in range(4)]
    for i in ids:
        dovecot.entregar(mensajes.solicitud_completa(i)[0])
    with concurrent.futures.ThreadPoolExecutor(3) as e:
        list(e.map(lambda _: buzon.correr(b"", "--imap", **dovecot.ajustes()), range(3)))
    for i in ids:
        assert base.sql("select count(*) from correo where message_id = %s", i) == [(1,)]


def test_base_caida_a_media_entrega(cluster_propio, certificados):
    """The database stops while messages come: EX_TEMPFAIL each time, and all of them are there in the end."""
    from support.servicio import BaseDatos
    base = BaseDatos(cluster_propio).preparar(calendario=False)
    org = base.organizacion("Ayuntamiento de Guadalajara", "municipal", "14", "Guadalajara")
    base.ctl("organizacion", "dominio", "--id", org, "--agregar", "guadalajara.gob.mx")
    b = Buzon(base)
    ms = [mensajes.solicitud_completa()[0] for _ in range(3)]
    b.entregar(ms[0])
    cluster_propio.detener()
    for m in ms:
        b.correr(m, codigo=TEMPORAL)
    cluster_propio.arrancar()
    assert [b.entregar(m)["repetido"] for m in ms] == [True, False, False]
    b.correr(b"nada", codigo=DATOS)
