"""A request that comes by e-mail: a message as a mail program writes it and as the institution's own relay hands it over (docs/correo.md)."""

import email.message
import email.policy
import email.utils
import os

RELE = "mx.sre.example"
BUZON = "acuerdos@sre.example"


def _mensaje(caso, referencia, ruta):
    dominio = f"{caso.siglas.lower()}.example"
    m = email.message.EmailMessage(policy=email.policy.SMTP)
    m["From"] = email.utils.formataddr((f"Enlace internacional de {caso.corto}", f"enlace@{dominio}"))
    m["To"], m["Date"], m["Message-ID"] = BUZON, email.utils.localtime(), f"<{referencia}.{os.urandom(4).hex()}@{dominio}>"
    m["Subject"] = f"Solicitud de dictamen: {caso.denominacion}"
    m.set_content("Buen día:\n\nSe envían el oficio, el texto en Word y la certificación del cabildo.\n\nSaludos cordiales.\n")
    for archivo, nombre, tipo in (("solicitud.pdf", "Oficio de solicitud.pdf", "pdf"), ("anexo.pdf", "Anexo, certificación del cabildo.pdf", "pdf"),
                                  ("proyecto-v1.docx", "Acuerdo de hermanamiento.docx", "vnd.openxmlformats-officedocument.wordprocessingml.document")):
        with open(ruta(caso, archivo), "rb") as f:
            m.add_attachment(f.read(), "application", tipo, filename=nombre)
    return m.as_bytes()


def _autenticado(mensaje, dominio):
    """What the relay writes above a message whose signature and sending address it has checked."""
    return (f"Return-Path: <enlace@{dominio}>\r\nAuthentication-Results: {RELE};\r\n\tdkim=pass header.d={dominio} header.s=s1;\r\n"
            f"\tspf=pass smtp.mailfrom=enlace@{dominio};\r\n\tdmarc=pass header.from={dominio}\r\n").encode() + mensaje


def recibir(e):
    """Opens the file of the story with what a message brings; a forged one first."""
    dominio = f"{e.caso.siglas.lower()}.example"
    e.ctl.dominio(e.local.organizacion, dominio)
    falso, bueno = (_mensaje(e.caso, e.taller.referencia, e.taller.ruta) for _ in range(2))
    e.relato.acto(1, "Cualquiera", f"escribe a {BUZON} como si fuera enlace@{dominio}")
    r = e.ctl.recibir_correo(falso, RELE)
    e.exigir((r["estado"], r.get("motivo")) == ("apartado", "sin_autenticacion"), f"un correo sin autenticar quedó {r}")
    e.relato.nota("✗ Apartado: el servidor de correo no lo autentica. No se abre ni se responde.")
    bueno = _autenticado(bueno, dominio)
    e.relato.acto(1, e.caso.corto, f"escribe a {BUZON} con tres archivos adjuntos ({len(bueno) / 1024:.0f} KB)")
    r, otra = e.ctl.recibir_correo(bueno, RELE), e.ctl.recibir_correo(bueno, RELE)
    e.exigir(r["estado"] == "recibido" and otra["repetido"] and otra["correo"] == r["correo"], f"el correo quedó {r}, y entregado otra vez {otra}")
    e.relato.nota("Recibido por dictamenctl recibir-correo; el servidor de correo lo entrega dos veces y se registra uno.")
    camino = f"/v1/correos/{r['correo']}"
    visto = e.gente["dgcp"].get(camino)
    for p in visto.json["partes"]:
        if "nombre" in p:
            e.relato.nota(f"«{p['nombre']}»: se propone como {p['clase']}")
    clases = sorted(p["clase"] for p in visto.json["partes"] if p["clase"] != "ninguna")
    e.exigir(clases == ["anexo", "proyecto", "solicitud"] and visto.json["organizacion"] == e.local.organizacion, f"se propone {visto.json}")
    c = e.gente["dgcp"].pedir("POST", camino + "/confirmar", {}, if_match=visto.version, espera=200).json
    e.retomar(c["expediente"])
    e.relato.acto(1, "DGCP", "confirma lo propuesto: se abre el expediente, a nombre del Ayuntamiento, con los adjuntos y el mensaje original")
