"""The public text of what was inscribed: its words find the entry, and nobody's identifiers show in it, nor in the search."""

import hashlib

import pytest

from conftest import mundo_aparte
from support import archivos
from support.inscritos import esperar, url
from support.tramite import hoy


@pytest.fixture(scope="module")
def mundo(cluster):
    with mundo_aparte(cluster) as m:
        yield m


def numeros(mundo, **consulta):
    return {f["numero"] for f in mundo.anonimo().todos("/v1/registro", consulta, limite=100)}


def inscrito_con(mundo, copia, publica=None, **cambios):
    t = mundo.tramite(**cambios).hasta("respondido")
    t.documento(t.local, "copia_firmada", copia)
    if publica:
        t.documento(t.local, "version_publica", publica)
    t.acto(t.local, "remitir_copia", {"fecha_suscripcion": hoy().isoformat(), "lugar_suscripcion": "Guadalajara, Jalisco"})
    t.hasta("inscrito")
    numero = t.leer(mundo.dgcp)["registro"]["numero"]
    esperar(lambda: mundo.anonimo().pedir("GET", url(numero)).status == 200)
    return t, numero


def con_copia(mundo, texto, **cambios):
    """An entry whose signed copy says `texto`."""
    return inscrito_con(mundo, archivos.pdf(texto), **cambios)


def test_palabra_que_solo_dice_la_copia(mundo):
    """The text that counts is the signed one: its words find the entry, and the entry does not say them anywhere else."""
    _, numero = con_copia(mundo, "Las partes protegen al zarapito trinador")
    assert numeros(mundo, q="zarapitos") == numeros(mundo, q='"zarapito trinador"') == {numero}
    assert "zarapito" not in mundo.anonimo().get(url(numero)).body.decode() and numeros(mundo, parte="zarapito") == set()


def test_los_datos_de_las_personas_se_testan(mundo):
    """A public version shows nobody's identifiers: neither what is read, nor the search, nor a part of it."""
    t, numero = con_copia(mundo, "Chachalaca, CURP GODE561231HDFRRL09, RFC GODE561231GR8, folio GDL-2026-00001")
    c = mundo.anonimo()
    r = c.get(url(numero) + "/texto")
    texto = r.body.decode()
    assert r.headers["Content-Type"] == "text/plain; charset=utf-8" and "VERSIÓN PÚBLICA" in texto and "Se testaron 2 datos personales" in texto
    assert "Chachalaca, CURP [CURP testada], RFC [RFC testado], folio GDL-2026-00001" in texto and "GODE56" not in texto and c.get(url(numero)).json["asiento"]["texto"]["sha256"] in texto
    c.get(url(numero) + "/texto", 304, encabezados={"If-None-Match": r.etag})
    assert c.get(url(numero) + "/texto", 206, encabezados={"Range": "bytes=20-99999"}).body == r.body[20:]
    assert r.headers["Content-Disposition"].startswith(f'attachment; filename="version-publica-{numero}.txt"') and r.etag == f'"{hashlib.sha256(r.body).hexdigest()}"'
    assert b"GODE" not in c.get(url(numero) + "/texto", 200, encabezados={"If-None-Match": f'"{c.get(url(numero)).json["asiento"]["texto"]["sha256"]}"'}).body
    assert numeros(mundo, q="GODE561231HDFRRL09") == numeros(mundo, q="gode561231*") == set() and numeros(mundo, q="chachalaca") == {numero}
    # Whoever works on the file sees what was signed.
    copia, = [d for d in mundo.dgcp.get(t.url + "/documentos").json["datos"] if d["clase"] == "copia_firmada"]
    assert b"GODE561231HDFRRL09" in mundo.dgcp.get(f"{t.url}/documentos/{copia['id']}/contenido").body


def test_los_correos_de_las_personas_se_testan(mundo):
    """An office's address stays; one where anybody has his own does not."""
    _, numero = con_copia(mundo, "Enlace: zacatuche.perez@gmail.com, internacional@guadalajara.gob.mx, tel. 33 1234 5678")
    texto = mundo.anonimo().get(url(numero) + "/texto").body.decode()
    assert "Enlace: [correo testado], internacional@guadalajara.gob.mx, tel. 33 1234 5678" in texto and "Se testó 1 dato personal" in texto
    assert numeros(mundo, q="zacatuche") == set() and numeros(mundo, q="internacional@guadalajara.gob.mx enlace") == {numero}


def test_la_version_publica_es_lo_unico_publico(mundo):
    """What an office blacked out by hand: neither the copy nor the approved text gives it away, in what is read or in what is found."""
    publica = archivos.pdf("El tinamo canelo vive en [domicilio testado]")
    _, numero = inscrito_con(mundo, archivos.pdf("El tinamo canelo vive en Privada de los Fresnos 14"), publica)
    c = mundo.anonimo()
    assert c.get(url(numero)).json["asiento"]["texto"]["sha256"] == hashlib.sha256(publica).hexdigest() and c.get(url(numero) + "/texto").body == publica
    assert numeros(mundo, q="tinamo testado") == {numero} and numeros(mundo, q="fresnos") == set()
    # Of a scan the words are those of the text that was approved; where a public version is the scan, they might be what it hides.
    hoja = archivos.pdf("")
    t, numero = inscrito_con(mundo, hoja)
    assert numeros(mundo, q=t.clave_texto) == {numero}
    t, _ = inscrito_con(mundo, archivos.pdf_unico(), hoja)
    assert numeros(mundo, q=t.clave_texto) == set()


def test_una_version_publica_anterior_a_la_copia_no_sirve(mundo):
    """It was made of another copy: nothing is sent or inscribed until there is one of this copy, and the answer says which is missing."""
    firma = {"fecha_suscripcion": hoy().isoformat(), "lugar_suscripcion": "Guadalajara, Jalisco"}
    t = mundo.tramite().hasta("respondido")
    t.documento(t.local, "version_publica")
    t.documento(t.local, "copia_firmada")
    falta = {("/documentos/version_publica", "version-publica-anterior")}
    assert t.acto(t.local, "remitir_copia", firma, 409).codigos == falta
    acto, = [a for a in t.leer()["actos_disponibles"] if a["acto"] == "remitir_copia"]
    assert "/documentos/version_publica" in {f["pointer"] for f in acto["faltan"]}
    t.documento(t.local, "version_publica")
    t.acto(t.local, "remitir_copia", firma)
    # Whoever asks for the inscription and whoever makes it can bring one too, and nobody else.
    t.documento("dgcp", "version_publica")
    assert t.documento(t.local, "version_publica", espera=409).slug == "clase-no-procede"
    t.hasta("registro_solicitado")
    t.documento("cja", "version_publica")
    assert t.documento("dgcp", "version_publica", espera=409).slug == "clase-no-procede"


def test_las_palabras_se_vuelven_a_hacer(mundo):
    """What was indexed before it was hidden is not found any more, on the cards of the past either; nothing else changes, and a second time nothing does."""
    _, numero = con_copia(mundo, "Zanate mayor, CURP GODE561231HDFRRL09")
    a = mundo.dgcp.get(url(numero))
    mundo.dgcp.post(url(numero) + "/anotaciones", {"acto": "correccion", "datos": {"motivo": "x", "cambios": {"lugar_firma": "León"}}}, 201, if_match=a.etag)
    # Where each stands may change: a card that keeps the words of the text has them after a gap.
    palabras = ("select f.asiento, f.n, (select array_agg(w.lexeme || array_to_string(w.weights, '') order by w.lexeme) from unnest(f.busqueda) w) from asiento_ficha f "
                "where f.asiento = %s order by f.n")
    como = mundo.base.sql(palabras, numero)
    r = mundo.base.ctl("registro", "indexar").lineas[-1]
    assert mundo.base.sql(palabras, numero) == como and r["fichas"] == mundo.base.sql("select count(*) from asiento_ficha")[0][0]
    mundo.base.sql("update asiento_ficha set busqueda = busqueda || setweight(to_tsvector('spanish', 'gode561231hdfrrl09'), 'D') where asiento = %s", numero)
    assert numeros(mundo, q="GODE561231HDFRRL09") == {numero}
    assert mundo.base.ctl("registro", "indexar").lineas[-1] == {**r, "cambiadas": 2}
    assert numeros(mundo, q="GODE561231HDFRRL09") == set() and numeros(mundo, q="zanates") == {numero} and mundo.base.sql(palabras, numero) == como
    assert mundo.base.ctl("registro", "indexar").lineas[-1] == {**r, "cambiadas": 0}
