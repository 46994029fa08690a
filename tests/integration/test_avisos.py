"""Mails to people: every communication of the procedure, once, in plain Spanish, with its sealed document; and what happens when things die in between."""

import email
import email.policy
import re
import time
from datetime import datetime, timedelta

import pytest

from support import mensajes
from support.receptor import esperar
from support.sello import Sello
from support.tramite import Mundo, ZONA, con_gente, hoy

URL = "https://acuerdos.sre.example"


@pytest.fixture(scope="module")
def certificados(tmp_path_factory):
    return mensajes.Certificados(str(tmp_path_factory.mktemp("certificados")))


@pytest.fixture
def smtp(certificados):
    s = mensajes.Sumidero(certificados)
    yield s
    s.cerrar()


@pytest.fixture
def montar(cluster, lanzar, smtp):
    hechas = []

    def _montar(base=None, **mas):
        b = base or con_gente(cluster)
        if not base:
            hechas.append(b)
        s = lanzar(b, smtp.ajustes(DICTAMEN_AVISOS_POR_CORREO="1", DICTAMEN_AVISO_ESPERA_MS="100", DICTAMEN_RESUMEN_HORA="23:59:59",
                                   DICTAMEN_URL_PUBLICA=URL + "/", **mas))
        if base:
            return b, None, s
        m = Mundo(b, s)
        for persona, org, nombre, correo in (("ana", "guadalajara", "Ana Ruiz", "ana@guadalajara.gob.mx"), ("luis", "guadalajara", "Luis <b>Peña</b>", "luis@guadalajara.gob.mx"),
                                             ("eva", "merida", "Eva", "eva@merida.gob.mx")):
            m.org[persona] = m.org[org]
            b.usuario(m.org[org], nombre, "gobierno_local", correo=correo)
        b.usuario(m.org["guadalajara"], "Portal", "gobierno_local", correo="portal@guadalajara.gob.mx", maquina=True)
        return b, m, s
    yield _montar
    for b in hechas:
        b.borrar()


def leer(x):
    return email.message_from_bytes(x["datos"], policy=email.policy.default)


def cartas(smtp, a=None):
    """[(subject, text, html, message, envelope)]"""
    v = []
    for x in list(smtp.recibidos):
        c = leer(x)
        if a is None or c["To"] == a:
            v.append((c["Subject"], c.get_body(("plain",)).get_content(), c.get_body(("html",)).get_content(), c, x))
    return v


def quedan(b):
    return b.sql("select count(*) from bandeja_salida where entregado_en is null")[0][0] + b.sql("select count(*) from aviso_correo where estado in ('pendiente', 'enviando')")[0][0]


def test_cada_comunicacion(montar, smtp):
    b, m, _ = montar()
    t = m.tramite()
    t.presentar()
    t.prevenir()
    esperar(lambda: quedan(b) == 0)  # its deadline is told while it runs
    t.desahogar()
    t.turnar()
    t.recibir()
    t.observar()
    t.atender()
    t.dictaminar("procedente_con_recomendaciones", 2)
    t.responder()
    t.remitir_copia()
    t.acto("dgcp", "devolver_copia", {"motivo_devolucion": "ilegible", "detalle": "La página 3 no se lee."})
    t.remitir_copia()
    t.solicitar_registro()
    t.observar_registro()
    t.subsanar_registro()
    t.inscribir()
    t.concluir()
    esperar(lambda: quedan(b) == 0, 60)
    folio = t.ver()["folio"]
    # In the order of what happened, as far as the server takes each the first time: one that is tried again comes later.
    repetidas = b.sql("select u.nombre, a.intentos, a.motivo from aviso_correo a join usuario u on u.id = a.usuario_id where a.intentos > 1")
    orden = sorted if repetidas else list
    ana = cartas(smtp, "ana@guadalajara.gob.mx")
    asuntos = [f"Recibimos su envío: expediente {folio}", f"Falta algo para continuar: expediente {folio}", f"Recibimos su envío: expediente {folio}",
                       f"Hay observaciones que atender: expediente {folio}", f"Recibimos su envío: expediente {folio}", f"Respuesta de la Secretaría: expediente {folio}",
                       f"Recibimos su envío: expediente {folio}", f"Se devolvió la copia firmada: expediente {folio}", f"Recibimos su envío: expediente {folio}",
                       f"Hay observaciones que atender: expediente {folio}", f"Recibimos su envío: expediente {folio}", f"Su acuerdo quedó inscrito: expediente {folio}",
                       f"El expediente {folio} concluyó"]
    assert orden(a for a, *_ in ana) == orden(asuntos), repetidas
    # Each once to each person of the organisation with an address; to no machine, no office, no other organisation.
    assert orden(a for a, *_ in cartas(smtp, "luis@guadalajara.gob.mx")) == orden(asuntos), repetidas
    assert len(smtp.recibidos) == 2 * len(asuntos)
    ids = [c["Message-ID"] for *_, c, _ in cartas(smtp)]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"<[0-9a-f-]{36}@sre\.gob\.mx>", i) for i in ids)
    for asunto, texto, html, c, sobre in ana:
        assert c["From"] == "acuerdos@sre.gob.mx" and c["Auto-Submitted"] == "auto-generated" and c["Date"] and sobre["tls"] and c.get_content_type() == "multipart/alternative"
        assert "Buen día, Ana Ruiz:" in texto and f"{URL}/expedientes/{t.id}" in texto and "{" not in texto and "repetid" not in texto
        assert all(len(linea) <= 78 or linea.startswith("http") for linea in texto.splitlines()), texto
        assert f'<a href="{URL}/expedientes/{t.id}' in html and asunto in html and "<script" not in html and "<html lang=es>" in html
        assert "sellado" not in texto and "Oficio" not in texto.replace("Oficio de", ""), "no seal is configured: no link to a document that there is not"
    luis = cartas(smtp, "luis@guadalajara.gob.mx")[0]
    assert "Luis <b>Peña</b>:" in luis[1] and "Luis &lt;b&gt;Peña&lt;/b&gt;:" in luis[2]
    assert "Tiene hasta el " in next(x for x in ana if x[0].startswith("Falta algo"))[1]
    assert b.sql("select distinct estado, repetido from aviso_correo") == [("enviado", False)]


def test_con_su_documento_sellado(montar, smtp):
    sello = Sello()
    try:
        b, m, _ = montar(**{k: v for k, v in sello.ajustes.items() if k != "DICTAMEN_URL_PUBLICA"})
        t = m.tramite()
        t.presentar()
        esperar(lambda: cartas(smtp, "ana@guadalajara.gob.mx"), 120)
        _, texto, html, *_ = cartas(smtp, "ana@guadalajara.gob.mx")[0]
        documento = re.search(re.escape(f"{URL}/expedientes/{t.id}#documento-") + r"(\S+)", texto).group(1)
        codigo = re.search(re.escape(URL) + r"(/v1/verificacion/\S+)", texto).group(1)
        assert m.local.get(f"{t.url}/documentos/{documento}/contenido").body.startswith(b"%PDF-"), "the place on the page of the sealed PDF"
        assert m.anonimo().get(codigo).json["emitido"]
        assert html.count("<a href=") == 3
    finally:
        sello.borrar()


def test_no_espera_al_sello_para_siempre(montar, smtp):
    """A document that does not come holds a mail up for a while, not for good."""
    sello = Sello()
    try:
        ajustes = {k: v for k, v in sello.ajustes.items() if k != "DICTAMEN_URL_PUBLICA"}
        b, m, _ = montar(**ajustes, DICTAMEN_HILOS_TRABAJOS="0", DICTAMEN_AVISO_ESPERA_SELLO="2")
        m.tramite().presentar()
        esperar(lambda: cartas(smtp, "ana@guadalajara.gob.mx"), 60)
        assert "#documento-" not in cartas(smtp, "ana@guadalajara.gob.mx")[0][1]
    finally:
        sello.borrar()


def test_plazos_y_vigencias(montar, smtp):
    b, m, _ = montar()
    t = m.tramite()
    t.presentar()
    t.prevenir()
    turnado = m.tramite().hasta("turnado")
    esperar(lambda: quedan(b) == 0)
    antes = len(smtp.recibidos)
    for ident, tipo in ((t.id, "plazo.proximo"), (turnado.id, "plazo.proximo"), (t.id, "vigencia.3"),
                        (t.id, "registro.pendiente"), (turnado.id, "registro.pendiente")):
        b.sql("insert into bandeja_salida (expediente_id, n, tipo, creado_en) values (%s, 3, %s, now())", ident, tipo)
    b.sql("insert into bandeja_salida (expediente_id, n, tipo, creado_en) values (%s, 3, 'vigencia.6', now() - interval '10 days')", t.id)
    esperar(lambda: quedan(b) == 0)
    nuevos = [leer(x) for x in smtp.recibidos[antes:] if "ana@" in leer(x)["To"]]
    folio = t.ver()["folio"]
    assert len(nuevos) == 3, "what is not in the organisation's hands, or is old news, is not written about"
    plazo, pendiente, vigencia = sorted(nuevos, key=lambda c: c["Subject"], reverse=True)
    assert pendiente["Subject"] == f"Pasó la fecha de firma y el acuerdo no está inscrito: expediente {folio}"
    assert plazo["Subject"].startswith("Un plazo vence el ") and folio in plazo["Subject"]
    assert vigencia["Subject"] == f"La vigencia de su acuerdo termina en 3 meses o menos: expediente {folio}"


def test_nada_sin_pedirlo(cluster, lanzar, smtp):
    """Without avisos_por_correo no mail is made, however the relay is configured; with it, its parts must be there."""
    b = con_gente(cluster)
    m = Mundo(b, lanzar(b, smtp.ajustes()))
    b.usuario(m.org["guadalajara"], "Ana", "gobierno_local", correo="ana@guadalajara.gob.mx")
    m.tramite().presentar()
    esperar(lambda: quedan(b) == 0)
    assert smtp.recibidos == [] and b.sql("select count(*) from aviso_correo") == [(0,)]
    for falta in ({"DICTAMEN_SMTP_URL": ""}, {"DICTAMEN_CORREO_REMITENTE": ""}, {"DICTAMEN_SMTP_CLAVE_ARCHIVO": "/no/hay"}):
        s = lanzar(b, {**smtp.ajustes(DICTAMEN_AVISOS_POR_CORREO="1"), **falta}, espera=False)
        assert s.proceso.wait(20) != 0
    b.borrar()


@pytest.mark.parametrize("correo", ["ana@guadalajara.gob.mx\r\nBcc: otro@example.com", "ana@guadalajara.gob.mx\nX: y", "a@b.mx, c@d.mx", "<a@b.mx>", "sin arroba"])
def test_una_direccion_no_es_un_encabezado(montar, smtp, correo):
    """However it came into the database: nothing is sent to an address that is none, and the others get theirs."""
    b, m, _ = montar()
    b.sql("update usuario set correo = %s where correo = 'ana@guadalajara.gob.mx'", correo)
    b.sql("update usuario set nombre = %s where correo = 'luis@guadalajara.gob.mx'", "Luis\r\nBcc: otro@example.com\r\n\r\n<script>alert(1)</script>")
    t = m.tramite(denominacion="Acuerdo \"X\" <img src=x onerror=alert(1)> & Cía.")
    t.presentar()
    esperar(lambda: quedan(b) == 0)
    (asunto, _, html, c, sobre), = cartas(smtp)
    assert c["To"] == "luis@guadalajara.gob.mx" and len(sobre["a"]) == 1 and c["Bcc"] is None and "<script" not in html and "<img" not in html
    assert not re.search(rb"(?m)^bcc:", sobre["datos"].split(b"\r\n\r\n")[0].lower())
    assert b.sql("select estado from aviso_correo a join usuario u on u.id = a.usuario_id where u.correo = %s", correo) == [("fallido",)]


def test_el_servidor_no_contesta_al_final(montar, smtp):
    """The whole message was said and nothing answered: it is sent again with the same Message-ID, and says so."""
    b, m, _ = montar(DICTAMEN_CORREO_PLAZO="2")
    b.sql("update usuario set activo = false where correo = 'luis@guadalajara.gob.mx'")
    veces = []
    smtp.portarse = lambda momento, h: momento == "fin" and (veces.append(1) or len(veces) == 1)
    m.tramite().presentar()
    esperar(lambda: len(smtp.recibidos) == 2, 60)
    una, dos = cartas(smtp)
    assert una[3]["Message-ID"] == dos[3]["Message-ID"] and una[3]["Date"] == dos[3]["Date"]
    assert "ya haya recibido" not in una[1] and "Es posible que ya haya recibido este mensaje" in dos[1] and "Es posible que ya haya recibido este mensaje" in dos[2]
    esperar(lambda: quedan(b) == 0)
    assert b.sql("select estado, repetido from aviso_correo") == [("enviado", True)]


def test_el_servidor_se_detiene_a_medio_mensaje(montar, smtp):
    """Hung up, or silent, in the middle of DATA: it comes later, and once."""
    b, m, _ = montar(DICTAMEN_CORREO_PLAZO="3")
    b.sql("update usuario set activo = false where correo = 'luis@guadalajara.gob.mx'")
    veces = []

    def portarse(momento, h):
        if momento != "datos" or len(veces) == 2:
            return False
        veces.append(1)
        h.rfile.readline()
        if len(veces) == 2:
            time.sleep(4)  # and once it does not even hang up
        h.request.close()
        return True
    smtp.portarse = portarse
    m.tramite().presentar()
    esperar(lambda: quedan(b) == 0 and smtp.recibidos, 60)
    assert len(smtp.recibidos) == 1 and len(veces) == 2


def test_rechazos(montar, smtp):
    b, m, _ = montar()
    smtp.rechazo = "451 más tarde"
    m.tramite().presentar()
    esperar(lambda: b.sql("select min(intentos) from aviso_correo")[0][0] is not None and b.sql("select min(intentos) from aviso_correo")[0][0] >= 2)
    assert {e for e, in b.sql("select distinct estado from aviso_correo")} <= {"pendiente", "enviando"}
    smtp.rechazo = None
    esperar(lambda: quedan(b) == 0)
    assert len(smtp.recibidos) == 2 and b.sql("select distinct estado from aviso_correo") == [("enviado",)]
    smtp.rechazo = "550 no existe"
    m.tramite("merida").presentar()
    esperar(lambda: b.sql("select count(*) from aviso_correo where estado = 'fallido'") == [(1,)])
    assert "550" in b.sql("select motivo from aviso_correo where estado = 'fallido'")[0][0] or b.sql("select motivo from aviso_correo where estado = 'fallido'")[0][0]


def test_matado_mientras_envia(montar, smtp):
    """Killed between the end of DATA and writing it down: again, the same, and it says so."""
    b, m, s = montar(DICTAMEN_CORREO_PLAZO="1")
    b.sql("update usuario set activo = false where correo = 'luis@guadalajara.gob.mx'")

    def portarse(momento, h):
        if momento == "fin" and len(smtp.recibidos) == 1:
            s.proceso.kill()
            s.proceso.wait()
        return False
    smtp.portarse = portarse
    m.tramite().presentar()
    esperar(lambda: s.proceso.poll() is not None)
    b.sql("update aviso_correo set tomada_hasta = now() where estado = 'enviando'")  # the lease runs out
    s._salida.close()
    s.arrancar()
    esperar(lambda: len(smtp.recibidos) == 2, 60)
    una, dos = cartas(smtp)
    assert una[3]["Message-ID"] == dos[3]["Message-ID"] and "ya haya recibido" in dos[1]


def test_devueltos(montar, smtp):
    """What a mail server writes back is kept, and noted on the mail that it is about; nobody else can note anything."""
    b, m, _ = montar(DICTAMEN_AVISOS_REBOTES="1")
    m.tramite().presentar()
    esperar(lambda: quedan(b) == 0)
    x, = [x for x in smtp.recibidos if "ana@" in x["a"][0]]
    sobre = x["de"].strip("<>")
    ident = re.fullmatch(r"acuerdos\+rebote-([0-9a-f-]{36})@sre\.gob\.mx", sobre).group(1)
    assert leer(x)["Message-ID"] == f"<{ident}@sre.gob.mx>"
    assert b.ctl("avisos", "problemas").lineas == []
    buzon = mensajes.Buzon(b)

    def rebote(a, automatico=True):
        cabeza = (f"From: {'MAILER-DAEMON' if automatico else 'alguien'}@mx.gob.mx\r\nTo: {a}\r\nSubject: Undelivered Mail\r\nDate: Thu, 26 Nov 2026 10:00:00 -0600\r\nMessage-ID: <{time.time_ns()}@mx.gob.mx>\r\n"
                  + ("Auto-Submitted: auto-replied\r\n" if automatico else "") + "\r\nNo existe.\r\n")
        return buzon.entregar(cabeza.encode())
    rebote(sobre, automatico=False)
    rebote("acuerdos+rebote-00000000-0000-4000-8000-000000000000@sre.gob.mx")
    rebote("acuerdos+rebote-x@sre.gob.mx")
    assert b.ctl("avisos", "problemas").lineas == []
    correo = rebote(sobre)["correo"]
    linea, = b.ctl("avisos", "problemas").lineas
    assert linea["aviso"] == ident and linea["correo"] == "ana@guadalajara.gob.mx" and linea["devuelto_correo"] == correo and linea["estado"] == "enviado"
    assert m.dgcp.get(f"/v1/correos/{correo}").json["estado"] == "apartado"


def test_dos_instancias_una_carta(montar, smtp):
    b, m, _ = montar()
    montar(base=b)
    for _ in range(6):
        m.tramite().presentar()
    esperar(lambda: quedan(b) == 0)
    assert len(smtp.recibidos) == 12 and len({leer(x)["Message-ID"] for x in smtp.recibidos}) == 12


@pytest.fixture
def smtp_sin_tls():
    """On this machine, where TLS may be done without: certificates would not be good at the times to which the test moves."""
    s = mensajes.Sumidero()
    yield s
    s.cerrar()


def test_resumen_de_la_manana(cluster, lanzar, smtp_sin_tls):
    """What is on my table and what falls due, each business day, once, to who has something."""
    b, smtp = con_gente(cluster), smtp_sin_tls
    ajustes = smtp.ajustes(DICTAMEN_AVISOS_POR_CORREO="1", DICTAMEN_AVISO_ESPERA_MS="100", DICTAMEN_RESUMEN_HORA="07:30:00", DICTAMEN_URL_PUBLICA=URL)
    s = lanzar(b, smtp.ajustes())
    m = Mundo(b, s)
    dora = b.usuario(m.org["sre"], "Dora", "dgcp", correo="dora@sre.gob.mx")
    b.usuario(m.org["sre"], "Beto", "dgcp", correo="beto@sre.gob.mx")
    b.usuario(m.org["sre"], "Carla", "cja", correo="carla@sre.gob.mx")
    mio, ajeno, prevenido = m.tramite().hasta("presentado"), m.tramite("merida").hasta("presentado"), m.tramite().hasta("presentado")
    prevenido.prevenir()
    ajeno.acto("dgcp", "asignar", {"responsable": dora})
    inhabiles = {d["fecha"] for a in (hoy().year, hoy().year + 1) for d in m.anonimo().get(f"/v1/calendario/{a}").json["dias"] if not d["habil"]}
    s.parar()
    habil = hoy()
    while habil.weekday() > 4 or habil.isoformat() in inhabiles:
        habil += timedelta(days=1)
    b.sql("update expediente set vence = %s where id = %s", habil + timedelta(days=1), ajeno.id)
    ahora = datetime.now(ZONA)

    def a_las(dia, hora):
        return int((datetime.combine(dia, datetime.strptime(hora, "%H:%M").time(), ZONA) - ahora).total_seconds())
    # The next Saturday nothing is sent; on a business day before the hour nothing; after it, once.
    sabado = hoy() + timedelta(days=(5 - hoy().weekday()) % 7)
    s = lanzar(b, ajustes, reloj=True, adelanto=a_las(sabado, "09:00"))
    time.sleep(3)
    assert smtp.recibidos == []
    s.mover_reloj(a_las(habil, "07:00"))
    time.sleep(2)
    assert smtp.recibidos == []
    s.mover_reloj(a_las(habil, "07:45"))
    esperar(lambda: len(smtp.recibidos) >= 2, 30)
    time.sleep(2)
    por = {c["To"]: (a, t, h) for a, t, h, c, _ in cartas(smtp)}
    assert set(por) == {"dora@sre.gob.mx", "beto@sre.gob.mx"} and len(smtp.recibidos) == 2, "the CJA has nothing on its table"
    asunto, texto, html = por["dora@sre.gob.mx"]
    assert "2 expedientes" in asunto and mio.ver(m.en_puerto(s).dgcp)["folio"] in texto
    plano = " ".join(texto.split())
    assert plano.index("vence el") < plano.index(mio.ver(m.en_puerto(s).dgcp)["folio"]), "what falls due first stands first"
    assert "un expediente" in por["beto@sre.gob.mx"][0] and html.count("<li>") == 2
    assert b.sql("select estado, count(*) from aviso_correo group by estado order by estado") == [("enviado", 2), ("omitido", 1)]
    b.borrar()
