"""Requests by e-mail: receiving, telling who sent it, proposing, confirming, dismissing. The servers are in test_correo_servidores.py."""

import concurrent.futures
import email
import email.policy
import hashlib
import json
import re
import subprocess

import pytest

from support import archivos, mensajes, problemas
from support.mensajes import DATOS, TEMPORAL, texto_simple
from support.tramite import datos_completos

def ver(mundo, ident, quien="dgcp"):
    return mundo.gente[quien].get(f"/v1/correos/{ident}").json


def partes(correo):
    return {p.get("nombre", str(p["n"])): p for p in correo["partes"]}


# ---- receiving ------------------------------------------------------------------------------------------------------------------


def test_una_solicitud_completa(buzon, mundo):
    mid = mensajes.identificador()
    m, pdf, docx = mensajes.solicitud_completa(mid)
    r = buzon.entregar(m)
    assert r["estado"] == "recibido" and not r["repetido"]
    c = ver(mundo, r["correo"])
    assert c["organizacion"] == mundo.org["guadalajara"] and c["dominio"] == "guadalajara.gob.mx"
    assert c["message_id"] == mid and c["remitente"] == {"correo": "ana@guadalajara.gob.mx", "nombre": "Ana Pérez"}
    assert c["sha256"] == hashlib.sha256(m).hexdigest() and c["tamano"] == len(m)
    p = partes(c)
    assert p["oficio 123.pdf"]["clase"] == "solicitud" and p["oficio 123.pdf"]["sha256"] == hashlib.sha256(pdf).hexdigest()
    assert p["Acuerdo de hermanamiento.docx"]["clase"] == "proyecto"
    assert p["Acuerdo de hermanamiento.docx"]["sha256"] == hashlib.sha256(docx).hexdigest()
    assert c["faltan"] == [] and c["datos"]["contacto"] == {"correo": "ana@guadalajara.gob.mx", "nombre": "Ana Pérez"}
    assert c["datos"]["denominacion"] == "Solicitud de dictamen" and c["datos"]["nivel"] == "municipal"
    # The original, byte for byte.
    assert mundo.dgcp.get(f"/v1/correos/{r['correo']}/contenido").body == m
    assert any(x["id"] == r["correo"] for x in mundo.dgcp.todos("/v1/correos", {"estado": "recibido"}))


@pytest.mark.parametrize("escribir", [mensajes.outlook, mensajes.thunderbird, mensajes.gmail, mensajes.reenviado])
def test_como_los_escriben_los_programas(buzon, mundo, escribir):
    pdf, docx = archivos.pdf_unico(), archivos.proyecto()
    r = buzon.entregar(escribir(mensajes.identificador(), pdf, docx))
    c = ver(mundo, r["correo"])
    assert r["estado"] == "recibido" and c["faltan"] == []
    por_clase = {p["clase"]: p for p in c["partes"] if p["clase"] != "ninguna"}
    assert por_clase["solicitud"]["sha256"] == hashlib.sha256(pdf).hexdigest()
    assert por_clase["proyecto"]["sha256"] == hashlib.sha256(docx).hexdigest()
    assert por_clase["proyecto"]["tipo_medio"] == archivos.DOCX
    incrustadas = [p for p in c["partes"] if p["parte"] == "incrustada"]
    assert len(incrustadas) == (escribir in (mensajes.outlook, mensajes.gmail)) and all(p["clase"] == "ninguna" for p in incrustadas)
    if escribir is mensajes.outlook:
        assert c["asunto"] == "Solicitud de dictamen, hermanamiento con Kioto" and "Señor Director" in c["texto"]
        assert por_clase["solicitud"]["nombre"] == "Oficio núm. 45.2026.pdf"
    if escribir is mensajes.thunderbird:
        assert por_clase["solicitud"]["nombre"] == "petición a la DGCP.pdf"


def test_lo_mismo_dos_veces(buzon, mundo, base):
    m, *_ = mensajes.solicitud_completa()
    uno, otro = buzon.entregar(m), buzon.entregar(m)
    assert otro["repetido"] and otro["correo"] == uno["correo"]
    # Without a Message-ID its bytes name it.
    sin = m.replace(b"Message-ID:", b"X-Otro:")
    uno, otro = buzon.entregar(sin), buzon.entregar(sin)
    assert otro["repetido"] and otro["correo"] == uno["correo"] and ver(mundo, uno["correo"])["message_id"].startswith("sha256:")


def test_lo_mismo_a_la_vez(buzon, base):
    mid = mensajes.identificador()
    m, *_ = mensajes.solicitud_completa(mid)
    with concurrent.futures.ThreadPoolExecutor(6) as e:
        r = list(e.map(lambda _: buzon.entregar(m), range(6)))
    assert len({x["correo"] for x in r}) == 1 and sum(not x["repetido"] for x in r) == 1
    assert base.sql("select count(*), count(distinct p.n) from correo c join correo_parte p on p.correo_id = c.id where c.message_id = %s", mid) == [(2, 2)]


# ---- who sent it ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("de, auten, motivo", [
    ("ana@guadalajara.gob.mx", True, None),
    ("ana@obras.guadalajara.gob.mx", True, None),                       # subdomains were taken in
    ("ana@Guadalajara.GOB.mx", mensajes.autenticacion("guadalajara.gob.mx"), None),
    ("ana@zapopan.gob.mx", True, None),
    ("ana@obras.zapopan.gob.mx", True, "remitente_desconocido"),        # only the domain itself
    ("ana@evilguadalajara.gob.mx", True, "remitente_desconocido"),
    ("ana@guadalajara.gob.mx.evil.example", True, "remitente_desconocido"),
    ("ana@gob.mx", True, "remitente_desconocido"),
    ("ana@gmail.com", True, "remitente_desconocido"),
    ("ana@guadalajara.gob.mx", False, "sin_autenticacion"),
    ("ana@guadalajara.gob.mx", mensajes.autenticacion("guadalajara.gob.mx", rele="otro.example"), "sin_autenticacion"),
    ("ana@guadalajara.gob.mx", mensajes.autenticacion("evil.example", dmarc="none"), "sin_autenticacion"),  # another's DKIM
    ("ana@guadalajara.gob.mx", mensajes.autenticacion("guadalajara.gob.mx", dmarc="fail"), "autenticacion_fallida"),
    ("ana@guadalajara.gob.mx", mensajes.autenticacion("guadalajara.gob.mx", spf="fail", dkim="fail", dmarc="none"), "sin_autenticacion"),
    ("ana@guadalajara.gob.mx", mensajes.autenticacion("guadalajara.gob.mx", spf="fail", dkim="pass", dmarc="none"), None),
    ("ana@guadalajara.gob.mx", mensajes.autenticacion("guadalajara.gob.mx", spf="pass", dkim="none", dmarc="none"), None),
    # Only the topmost of the trusted relay counts: the sender wrote the one below.
    ("ana@guadalajara.gob.mx", mensajes.autenticacion("guadalajara.gob.mx", dmarc="fail", spf="fail", dkim="fail")
     + mensajes.autenticacion("guadalajara.gob.mx"), "autenticacion_fallida"),
    ("ana@guadalajara.gob.mx", "Authentication-Results: mx.sre.gob.mx; ((\r\n" + mensajes.autenticacion("guadalajara.gob.mx"), "sin_autenticacion"),
    # A result inside a comment is none.
    ("ana@guadalajara.gob.mx", "Authentication-Results: mx.sre.gob.mx; spf=fail (; dmarc=pass header.from=guadalajara.gob.mx)\r\n", "sin_autenticacion"),
])
def test_quien_lo_envia(buzon, mundo, de, auten, motivo):
    m, *_ = mensajes.solicitud_completa(de=de, auten=auten)
    r = buzon.entregar(m)
    assert r.get("motivo") == motivo and r["estado"] == ("apartado" if motivo else "recibido")
    c = ver(mundo, r["correo"])
    if motivo:  # kept, listed, nothing opened, nobody answered
        assert c["partes"] == [] and "organizacion" not in c and c["respuesta"]["estado"] == "ninguna"
        assert mundo.dgcp.get(f"/v1/correos/{r['correo']}/contenido").body == m
        assert any(x["id"] == r["correo"] for x in mundo.dgcp.todos("/v1/correos", {"estado": "apartado"}))


def test_sin_exigir_autenticacion(buzon):
    m, *_ = mensajes.solicitud_completa(auten=False)
    assert buzon.entregar(m, DICTAMEN_CORREO_EXIGIR_AUTENTICACION="0")["estado"] == "recibido"
    m, *_ = mensajes.solicitud_completa()
    assert buzon.entregar(m, DICTAMEN_CORREO_AUTORIDAD="")["motivo"] == "sin_autenticacion"


def test_un_desconocido_no_ocupa_el_message_id_de_otro(buzon):
    mid = mensajes.identificador()
    falso, *_ = mensajes.solicitud_completa(mid, auten=False)
    bueno, *_ = mensajes.solicitud_completa(mid)
    assert buzon.entregar(falso)["estado"] == "apartado"
    r = buzon.entregar(bueno)
    assert r["estado"] == "recibido" and not r["repetido"]


def test_organizacion_inactiva(base, mundo, buzon):
    org = base.organizacion("Ayuntamiento de Prueba", "municipal", "09", "Prueba")
    base.ctl("organizacion", "dominio", "--id", org, "--agregar", "prueba.gob.mx")
    base.ctl("organizacion", "baja", "--id", org)
    m, *_ = mensajes.solicitud_completa(de="x@prueba.gob.mx")
    assert buzon.entregar(m)["motivo"] == "organizacion_inactiva"


def test_dominios(base, mundo, dominios):
    org = mundo.org["merida"]

    def dominio(*args, verifica=True):
        return base.ctl("organizacion", "dominio", "--id", org, *args, verifica=verifica)
    assert dominio("--agregar", "Turismo.Merida.gob.mx").lineas == [{"dominio": "turismo.merida.gob.mx", "organizacion": org, "subdominios": False}]
    assert [x["dominio"] for x in dominio().lineas] == ["merida.gob.mx", "turismo.merida.gob.mx"]
    assert dominio("--agregar", "guadalajara.gob.mx", verifica=False).returncode == 1  # somebody else's
    for malo in ("gob", "*.gob.mx", "mérida.gob.mx", "a..b", "-a.mx", "a.mx.", "", "a b.mx"):
        assert dominio("--agregar", malo, verifica=False).returncode == 1, malo
    dominio("--quitar", "turismo.merida.gob.mx")
    assert dominio("--quitar", "turismo.merida.gob.mx", verifica=False).returncode == 1
    assert dominio("--agregar", "a.mx", "--quitar", "b.mx", verifica=False).returncode == 1


# ---- bad messages -----------------------------------------------------------------------------------------------------------------


def test_lo_que_no_es_un_mensaje(buzon):
    for basura in (b"", b"\x00\x01\x02" * 100, b"hola\r\n", b"Subject: sin remitente\r\n\r\nx"):
        dicho = buzon.correr(basura, codigo=DATOS).stderr.decode()
        assert problemas.de_texto(dicho) == "correo-ilegible", dicho


def anidado(n):
    return b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(n)) + texto_simple()


@pytest.mark.parametrize("cuerpo, hallazgo", [
    (anidado(1000), "anidado"),
    (b"Content-Type: message/rfc822\r\n\r\n" * 1000 + texto_simple(), "anidado"),
    (b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\nContent-Type: application/pdf\r\n\r\nx\r\n" * 10000 + b"--b--\r\n", "demasiadas_partes"),
    (b"".join(b"X-%d: y\r\n" % i for i in range(1000)) + texto_simple(), "demasiados_encabezados"),
], ids=["multipart", "rfc822", "partes", "encabezados"])
def test_mensajes_malos(buzon, mundo, cuerpo, hallazgo):
    m = mensajes.encabezado(mid=mensajes.identificador()) + cuerpo
    r = buzon.entregar(m)
    assert r["estado"] == "apartado" and r["motivo"] == (hallazgo if hallazgo != "demasiados_encabezados" else "remitente_desconocido")
    c = ver(mundo, r["correo"])
    assert c["hallazgo"] == hallazgo and c["partes"] == []


def test_dos_remitentes(buzon, mundo):
    m = mensajes.encabezado(mid=mensajes.identificador(), mas="From: jefe@sre.gob.mx\r\n") + texto_simple()
    r = buzon.entregar(m)
    assert r["estado"] == "apartado" and ver(mundo, r["correo"])["hallazgo"] == "de_ambiguo"


def test_mensaje_enorme(buzon, mundo):
    m = mensajes.encabezado(mid=mensajes.identificador()) + mensajes.mixto([
        mensajes.texto(), mensajes.parte("a.pdf", "application/pdf", archivos.pdf_de(2 << 20))])
    r = buzon.entregar(m, DICTAMEN_CORREO_MAX="1M")
    assert r["estado"] == "apartado" and r["motivo"] == "demasiado_grande"
    c = ver(mundo, r["correo"])
    assert c["tamano"] == 256 * 1024 and c["partes"] == []
    assert buzon.entregar(m, DICTAMEN_CORREO_MAX="1M")["repetido"]


def test_partes_malas(buzon, mundo):
    pdf = archivos.pdf_unico()
    m = mensajes.encabezado(mid=mensajes.identificador()) + mensajes.mixto([
        mensajes.texto(),
        mensajes.parte("winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22"),
        mensajes.parte("cortado.pdf", "application/pdf", pdf[:-40]),
        mensajes.parte("falso.docx", archivos.DOCX, b"PK\x03\x04no soy un ZIP"),
        mensajes.parte("programa.exe", "application/octet-stream", b"MZ\x00\x01\x02"),
        b'Content-Type: application/pdf; name="basura.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + mensajes.en_base64(pdf).replace(b"\r\n", b" \xa1!\r\n", 1),
        b'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*=UTF-8\'\'a%0D%0ABcc%3A%20x%E2%80%AEfdp.exe\r\n\r\n' + pdf,
        b'Content-Type: application/pdf; name="vacio.pdf"\r\n\r\n',
    ])
    c = ver(mundo, buzon.entregar(m)["correo"])
    p = partes(c)
    assert p["winmail.dat"]["parte"] == "winmail" and "sha256" not in p["winmail.dat"] and p["winmail.dat"]["clase"] == "ninguna"
    for cual, por in (("winmail.dat", "es un formato propio de Outlook"), ("cortado.pdf", "está incompleto"), ("programa.exe", "es de un tipo que no se recibe"), ("vacio.pdf", "está vacío")):
        assert p[cual]["remedio"].startswith(por)
    assert "remedio" not in p["a__Bcc: x_fdp.exe"]
    assert p["cortado.pdf"]["hallazgo"] == "truncado" and p["cortado.pdf"]["clase"] == "ninguna"
    assert p["falso.docx"]["hallazgo"] in ("ilegible", "tipo_no_admitido", "truncado", "no_es_word")
    assert p["programa.exe"]["hallazgo"] == "tipo_no_admitido"
    assert p["basura.pdf"]["hallazgo"]
    assert p["vacio.pdf"]["hallazgo"] == "vacio"
    assert p["a__Bcc: x_fdp.exe"]["clase"] == "solicitud"  # named by a liar, but a PDF
    assert c["faltan"] == ["proyecto"]


def test_cifrados_invitaciones_y_comprimidos(buzon, mundo):
    """What cannot be opened is said with what to send instead; an invitation is nobody's fault and not spoken of."""
    import io
    import zipfile
    z = io.BytesIO()
    with zipfile.ZipFile(z, "w", zipfile.ZIP_DEFLATED) as f:
        f.writestr("oficio.pdf", archivos.pdf_unico())
    m = mensajes.encabezado(mid=mensajes.identificador()) + mensajes.mixto([
        mensajes.texto(), mensajes.parte("smime.p7m", "application/pkcs7-mime; smime-type=enveloped-data", b"\x30\x80"),
        mensajes.parte("documentos.zip", "application/zip", z.getvalue()),
        b"Content-Type: text/calendar; charset=utf-8; method=REQUEST; name=invite.ics\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"])
    salida = buzon.correr(m, "--respuesta-a-salida", DICTAMEN_CORREO_REMITENTE="acuerdos@sre.gob.mx").stdout
    c = ver(mundo, json.loads(salida.split(b"\n")[0])["correo"])
    p = partes(c)
    assert [(x, p[x]["parte"], p[x].get("hallazgo"), p[x]["clase"]) for x in ("smime.p7m", "documentos.zip", "invite.ics")] == [
        ("smime.p7m", "cifrada", None, "ninguna"), ("documentos.zip", "adjunto", "tipo_no_admitido", "ninguna"), ("invite.ics", "cita", None, "ninguna")]
    carta = email.message_from_bytes(salida.split(b"\n", 1)[1].lstrip(), policy=email.policy.default).get_body().get_content()
    assert "«smime.p7m» trae el mensaje cifrado" in carta and "«documentos.zip» es de un tipo" in carta and "comprimir" in carta and "invite.ics" not in carta


def firmado_opaco(carpeta, dentro):
    """`dentro`, a MIME entity, as a program writes it that signs without leaving the text in the clear: Content-Type and body of the whole message."""
    (carpeta / "dentro").write_bytes(dentro)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", carpeta / "k.pem", "-out", carpeta / "c.pem",
                    "-subj", "/CN=Ana", "-days", "2"], check=True, capture_output=True)
    return subprocess.run(["openssl", "cms", "-sign", "-nodetach", "-outform", "SMIME", "-signer", carpeta / "c.pem", "-inkey", carpeta / "k.pem", "-in", carpeta / "dentro"],
                          check=True, capture_output=True).stdout.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").removeprefix(b"MIME-Version: 1.0\r\n")


def test_lo_que_solo_su_programa_abre(buzon, mundo, tmp_path):
    """The whole request inside an opaque signature, and inside a message that Outlook saved: the answer says what to send instead, the original is kept to the last byte."""
    opaco = firmado_opaco(tmp_path, mensajes.mixto([mensajes.texto(), mensajes.parte("oficio.pdf", "application/pdf", archivos.pdf_unico())]))
    assert b"smime-type=signed-data" in opaco and b"oficio.pdf" not in opaco
    guardado = mensajes.mixto([mensajes.texto(), mensajes.parte("RV solicitud.msg", "application/octet-stream", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2048))])
    for cuerpo, parte, dice in ((opaco, "cifrada", "firmado de modo que solo se abre con su firma"), (guardado, "winmail", "formato propio de Outlook")):
        m = mensajes.encabezado(mid=mensajes.identificador()) + cuerpo
        salida = buzon.correr(m, "--respuesta-a-salida", DICTAMEN_CORREO_REMITENTE="acuerdos@sre.gob.mx").stdout
        c = ver(mundo, json.loads(salida.split(b"\n")[0])["correo"])
        assert c["estado"] == "recibido" and c["faltan"] == ["solicitud", "proyecto"]
        assert [(x["parte"], x["clase"]) for x in c["partes"]] == [(parte, "ninguna")]
        carta = " ".join(email.message_from_bytes(salida.split(b"\n", 1)[1].lstrip(), policy=email.policy.default).get_body().get_content().split())
        assert dice in carta and "con el oficio en PDF y el texto en Word (.docx) como archivos adjuntos" in carta and "La solicitud firmada, en PDF" in carta, carta
        assert mundo.dgcp.get(f"/v1/correos/{c['id']}/contenido").body == m


def test_tres_textos_y_ninguno_se_llama_convenio(buzon, mundo):
    acta = archivos.docx("ACTA DE LA SESIÓN ORDINARIA DE CABILDO", "Se aprueba el convenio de hermanamiento y su texto, el proyecto de acuerdo.")
    ficha = archivos.docx("FICHA TÉCNICA DEL ACUERDO", "Instrumento: acuerdo de hermanamiento. Texto: versión final del proyecto.")
    m = mensajes.encabezado(mid=mensajes.identificador()) + mensajes.mixto([
        mensajes.texto(), mensajes.parte("Documento1.docx", archivos.DOCX, acta), mensajes.parte("Documento2.docx", archivos.DOCX, ficha),
        mensajes.parte("v3 ok.docx", archivos.DOCX, archivos.docx("ACUERDO DE HERMANAMIENTO ENTRE GUADALAJARA Y KIOTO", "Las Partes han acordado lo siguiente:",
                                                                  "ARTÍCULO I. Objeto", "ARTÍCULO II. Vigencia", "Entrará en vigor al firmarse."))])
    p = partes(ver(mundo, buzon.entregar(m)["correo"]))
    assert {n: p[n]["clase"] for n in p} == {"Documento1.docx": "anexo", "Documento2.docx": "anexo", "v3 ok.docx": "proyecto"}


@pytest.mark.parametrize("campo, nombre", [
    (b"Content-Type: application/pdf; name*=iso-8859-1'es'petici%F3n.pdf\r\nContent-Disposition: attachment", "petición.pdf"),
    (b'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="petici\xf3n.pdf"', "petición.pdf"),
    ('Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="petición.pdf"'.encode(), "petición.pdf"),
    (b'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="=?utf-8?B?cGV0aWNpw7Nu?= =?utf-8?Q?_n=C3=BAm=2E_1=2Epdf?="', "petición núm. 1.pdf"),
    (b"Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*0*=utf-8''petici%C3; filename*1*=%B3n; filename*2=.pdf", "petición.pdf"),
], ids=["2231-latin1", "latin1-crudo", "utf8-crudo", "2047-dos-palabras", "2231-letra-partida"])
def test_nombres_con_acentos(buzon, mundo, campo, nombre):
    m = mensajes.encabezado(mid=mensajes.identificador()) + mensajes.mixto([mensajes.texto(), campo + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
                                                                            mensajes.en_base64(archivos.pdf_unico())])
    assert [p.get("nombre") for p in ver(mundo, buzon.entregar(m)["correo"])["partes"]] == [nombre]


def test_sin_base_se_guarda_para_despues(buzon):
    m, *_ = mensajes.solicitud_completa()
    buzon.correr(m, codigo=TEMPORAL, DICTAMEN_BASE_DE_DATOS="postgresql://nadie@/nada?host=/no/existe&connect_timeout=2")
    buzon.correr(m, "--no-existe", codigo=TEMPORAL)
    buzon.correr(m, codigo=TEMPORAL, DICTAMEN_CORREO_MAX="nada")
    buzon.correr(m, codigo=TEMPORAL, DICTAMEN_INSPECTOR="/bin/false")
    buzon.correr(m, codigo=TEMPORAL, DICTAMEN_CARPETA_TEMPORAL="/no/existe")
    assert not buzon.entregar(m)["repetido"]


# ---- who may see them ---------------------------------------------------------------------------------------------------------------


def test_quien_los_ve(buzon, mundo):
    ident = buzon.entregar(mensajes.solicitud_completa()[0])["correo"]
    for quien in ("local", "enlace", "cja", "titular", "administracion"):
        for camino in ("", f"/{ident}", f"/{ident}/contenido"):
            mundo.gente[quien].get("/v1/correos" + camino, espera=403)
        mundo.gente[quien].post(f"/v1/correos/{ident}/confirmar", {}, espera=403, if_match=1)
        mundo.gente[quien].post(f"/v1/correos/{ident}/descartar", {"motivo": "x"}, espera=403, if_match=1)
    mundo.auditoria.get(f"/v1/correos/{ident}")
    mundo.auditoria.post(f"/v1/correos/{ident}/descartar", {"motivo": "x"}, espera=403, if_match=1)
    mundo.anonimo().get("/v1/correos", espera=401)
    for nada in ("/v1/correos/no", "/v1/correos/00000000-0000-7000-8000-000000000000"):
        mundo.dgcp.get(nada, espera=404)
        mundo.dgcp.get(nada + "/contenido", espera=404)
        mundo.dgcp.post(nada + "/confirmar", {}, espera=404, if_match=1)
        mundo.dgcp.post(nada + "/descartar", {"motivo": "x"}, espera=404, if_match=1)
    r = mundo.dgcp.get(f"/v1/correos/{ident}")
    assert mundo.dgcp.pedir("GET", f"/v1/correos/{ident}", encabezados={"If-None-Match": r.headers["ETag"]}).status == 304
    r = mundo.dgcp.get(f"/v1/correos/{ident}/contenido")
    assert mundo.dgcp.pedir("GET", f"/v1/correos/{ident}/contenido", encabezados={"If-None-Match": r.headers["ETag"]}).status == 304
    for q in ("estado=nuevo", "limite=0", "cursor=x", "otro=1"):
        mundo.dgcp.get("/v1/correos?" + q, espera=400)


def test_la_base_tambien_lo_niega(base, buzon, mundo):
    """Row-level security, whatever the program asks for."""
    from contextlib import closing
    buzon.entregar(mensajes.solicitud_completa()[0])
    with closing(base.conectar("dictamend_prueba")) as c, c.cursor() as q:
        q.execute("set role dictamen_servicio")
        for rol, ve in (("dgcp", True), ("auditoria", True), ("sistema", True), ("gobierno_local", False), ("cja", False), ("", False)):
            q.execute("select set_config('dictamen.rol', %s, false)", (rol,))
            q.execute("select (select count(*) from correo) > 0, (select count(*) from correo_parte) > 0")
            assert q.fetchone() == (ve, ve), rol
            q.execute("update correo set motivo = motivo")
            assert (q.rowcount > 0) == (rol == "sistema")
        for orden in ("delete from correo", "update correo set asunto = ''", "update organizacion_dominio set dominio = dominio"):
            with pytest.raises(Exception, match="permission denied"):
                q.execute(orden)
        for rol in ("dgcp", "auditoria", "cja", ""):
            q.execute("select set_config('dictamen.rol', %s, false)", (rol,))
            q.execute("delete from organizacion_dominio")
            assert q.rowcount == 0, rol


# ---- deciding ------------------------------------------------------------------------------------------------------------------------


def confirmar(mundo, ident, cuerpo=None, espera=200, version=None, **mas):
    v = version if version is not None else ver(mundo, ident)["version"]
    return mundo.dgcp.post(f"/v1/correos/{ident}/confirmar", cuerpo or {}, espera=espera, if_match=v, **mas)


def test_confirmar(buzon, mundo, base):
    m, pdf, docx = mensajes.solicitud_completa()
    ident = buzon.entregar(m)["correo"]
    mundo.dgcp.post(f"/v1/correos/{ident}/confirmar", {}, espera=428)
    confirmar(mundo, ident, espera=412, version=99)
    r = confirmar(mundo, ident)
    c = r.json
    assert c["estado"] == "confirmado" and c["usuario"] == mundo.dgcp.usuario and r.headers["ETag"] == f'"{c["version"]}"'
    e = mundo.local.get(f"/v1/expedientes/{c['expediente']}").json  # the file is the organisation's
    assert e["organizacion"] == mundo.org["guadalajara"] and e["estado"] == "borrador"
    assert e["datos"]["denominacion"] == "Solicitud de dictamen"
    docs = {d["clase"]: d for d in mundo.local.get(f"/v1/expedientes/{c['expediente']}/documentos").json["datos"]}
    assert docs["solicitud"]["sha256"] == hashlib.sha256(pdf).hexdigest() and docs["proyecto"]["sha256"] == hashlib.sha256(docx).hexdigest()
    assert docs["correo"]["sha256"] == hashlib.sha256(m).hexdigest() and docs["correo"]["tipo_medio"] == "message/rfc822"
    assert {p["documento"] for p in c["partes"]} == {docs["solicitud"]["id"], docs["proyecto"]["id"]}
    original = mundo.local.get(f"/v1/expedientes/{c['expediente']}/documentos/{docs['correo']['id']}/contenido")
    assert original.body == m and original.headers["Content-Type"].startswith("message/rfc822")
    actos = mundo.dgcp.todos(f"/v1/expedientes/{c['expediente']}/actos")
    assert [a["acto"] for a in actos] == ["abrir", "incorporar_documento", "incorporar_documento", "incorporar_documento"]
    assert all(a["actor"]["rol"] == "dgcp" for a in actos)
    assert base.verificar(c["expediente"]).returncode == 0
    # Decided: nothing more.
    assert confirmar(mundo, ident, espera=409).slug == "correo-resuelto"
    assert mundo.dgcp.post(f"/v1/correos/{ident}/descartar", {"motivo": "x"}, espera=409, if_match=c["version"]).slug == "correo-resuelto"
    # Filing stays the local government's act.
    url = f"/v1/expedientes/{c['expediente']}"
    v = mundo.dgcp.get(url).json["version"]
    mundo.dgcp.post(url + "/actos", {"acto": "presentar", "datos": {"declaracion_version_final": True}}, espera=403, if_match=v)
    v = mundo.local.patch(url, datos_completos(), if_match=v).json["version"]
    mundo.local.post(url + "/actos", {"acto": "presentar", "datos": {"declaracion_version_final": True}}, if_match=v)


def test_confirmar_con_correcciones(buzon, mundo):
    pdf = archivos.pdf_unico()
    m = mensajes.encabezado(mid=mensajes.identificador()) + mensajes.mixto([
        mensajes.texto(), mensajes.parte("uno.pdf", "application/pdf", pdf), mensajes.parte("dos.pdf", "application/pdf", archivos.pdf_unico()),
        mensajes.parte("tres.docx", archivos.DOCX, archivos.proyecto()), mensajes.parte("roto.pdf", "application/pdf", b"%PDF-1.4\n")])
    ident = buzon.entregar(m)["correo"]
    c = ver(mundo, ident)
    n = {p["nombre"]: p["n"] for p in c["partes"]}
    r = confirmar(mundo, ident, {"organizacion": mundo.org["sre"], "partes": [
        {"n": 77, "clase": "anexo"}, {"n": n["uno.pdf"], "clase": "proyecto"}, {"n": n["roto.pdf"], "clase": "anexo"},
        {"n": n["dos.pdf"], "clase": "anexo"}, {"n": n["dos.pdf"], "clase": "anexo"}]}, espera=422)
    assert r.codigos == {("/organizacion", "no-corresponde"), ("/partes/0/n", "parte-desconocida"), ("/partes/1/clase", "tipo-documento"),
                         ("/partes/2/clase", "parte-no-usable"), ("/partes/4/n", "duplicado")}
    for malo in ({"partes": [{"n": 1, "clase": "oficio"}]}, {"partes": [{"n": 0, "clase": "anexo"}]}, {"otra": 1}, {"organizacion": "x"}):
        confirmar(mundo, ident, malo, espera=422)
    assert ver(mundo, ident)["version"] == c["version"]  # refused: nothing half-done
    r = confirmar(mundo, ident, {"organizacion": mundo.org["zapopan"], "datos": {"denominacion": "Otro nombre"}, "partes": [
        {"n": n["uno.pdf"], "clase": "anexo"}, {"n": n["dos.pdf"], "clase": "solicitud"}, {"n": n["tres.docx"], "clase": "ninguna"}]}).json
    e = mundo.zapopan.get(f"/v1/expedientes/{r['expediente']}").json
    assert e["datos"]["denominacion"] == "Otro nombre"
    docs = mundo.zapopan.get(f"/v1/expedientes/{r['expediente']}/documentos").json["datos"]
    assert sorted(d["clase"] for d in docs) == ["anexo", "correo", "solicitud"]
    mundo.local.get(f"/v1/expedientes/{r['expediente']}", espera=404)


def test_confirmar_es_idempotente(buzon, mundo):
    ident = buzon.entregar(mensajes.solicitud_completa()[0])["correo"]
    v = ver(mundo, ident)["version"]
    uno = confirmar(mundo, ident, version=v, idempotencia="confirmo-" + ident)
    otro = confirmar(mundo, ident, version=v, idempotencia="confirmo-" + ident)
    assert otro.json == uno.json and otro.headers["Idempotency-Replayed"] == "true"
    confirmar(mundo, ident, {"datos": {}}, version=v, idempotencia="confirmo-" + ident, espera=422)


def test_confirmar_a_la_vez(buzon, mundo):
    ident = buzon.entregar(mensajes.solicitud_completa()[0])["correo"]
    v = ver(mundo, ident)["version"]

    def uno(_):
        c = mundo.dgcp.otro()
        try:
            return c.pedir("POST", f"/v1/correos/{ident}/confirmar", {}, if_match=v).status
        finally:
            c.cerrar()
    with concurrent.futures.ThreadPoolExecutor(5) as e:
        r = sorted(e.map(uno, range(5)))
    assert r.count(200) == 1 and set(r) <= {200, 409, 412}
    c = ver(mundo, ident)
    assert len(mundo.local.get(f"/v1/expedientes/{c['expediente']}/documentos").json["datos"]) == 3


def test_confirmar_a_medias_se_reanuda(buzon, mundo, base):
    """The process died after the first document: the same request goes on, and nothing is there twice."""
    m, *_ = mensajes.solicitud_completa()
    ident = buzon.entregar(m)["correo"]
    hecho = confirmar(mundo, ident).json
    exp = hecho["expediente"]
    # As if it had stopped half-way: the entry is still open, the file lacks nothing.
    base.sql("update correo set estado = 'recibido', resuelto_en = null where id = %s", ident)
    c = ver(mundo, ident)
    assert c["expediente"] == exp
    assert mundo.dgcp.post(f"/v1/correos/{ident}/descartar", {"motivo": "x"}, espera=409, if_match=c["version"]).slug == "correo-en-tramite"
    for cambio in ({"organizacion": mundo.org["zapopan"]}, {"datos": {}}):
        assert confirmar(mundo, ident, cambio, espera=409).slug == "correo-en-tramite"
    n = [p["n"] for p in c["partes"] if p["clase"] == "solicitud"][0]
    assert confirmar(mundo, ident, {"partes": [{"n": n, "clase": "anexo"}]}, espera=422).codigos == {("/partes/0/clase", "parte-incorporada")}
    r = confirmar(mundo, ident).json
    assert r["estado"] == "confirmado" and r["expediente"] == exp
    assert len(mundo.local.get(f"/v1/expedientes/{exp}/documentos").json["datos"]) == 3


def test_descartar(buzon, mundo):
    ident = buzon.entregar(mensajes.solicitud_completa(auten=False)[0])["correo"]
    assert confirmar(mundo, ident, espera=409).slug == "correo-resuelto"  # what was set aside is not opened
    url = f"/v1/correos/{ident}/descartar"
    mundo.dgcp.post(url, {}, espera=422, if_match=1)
    mundo.dgcp.post(url, {"motivo": "propaganda"}, espera=428)
    mundo.dgcp.post(url, {"motivo": "propaganda"}, espera=412, if_match=9)
    c = mundo.dgcp.post(url, {"motivo": "propaganda"}, espera=200, if_match=1).json
    assert c["estado"] == "descartado" and c["motivo"] == "propaganda" and c["version"] == 2
    assert mundo.dgcp.post(url, {"motivo": "otra vez"}, espera=409, if_match=2).slug == "correo-resuelto"


def test_clase_correo_no_se_sube_a_mano(mundo):
    t = mundo.tramite()
    r = mundo.local.pedir("POST", t.url + "/documentos?clase=correo&nombre=a.eml", b"From: a@b\r\n\r\n", tipo="message/rfc822", espera=400)
    assert r.status == 400
    assert mundo.local.pedir("POST", t.url + "/documentos?clase=anexo&nombre=a.eml", b"From: a@b\r\n\r\n", tipo="message/rfc822").status == 415


def test_la_ayuda_lo_dice(base):
    ayuda = base.ctl("--help").stdout
    assert "recibir-correo" in ayuda and re.search(r"organizacion dominio", ayuda)
