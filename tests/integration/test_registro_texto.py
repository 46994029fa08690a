"""The public text of what was inscribed: its words find the entry, and nobody's identifiers show in it, nor in the search."""

import hashlib
import json
import os
import subprocess
import sys
import uuid
from datetime import timedelta

import pytest

from conftest import mundo_aparte
from support import archivos
from support.inscritos import esperar, url
from support.sello import Sello
from support.servicio import RAIZ
from support.tramite import hoy

GUION = os.path.join(RAIZ, "ejemplos", "comprobar-bitacora.py")


@pytest.fixture(scope="module")
def mundo(cluster, tmp_path_factory):
    llave = tmp_path_factory.mktemp("llave") / "llave.pem"
    assert Sello.ctl("bitacora", "crear-llave", "--archivo", str(llave)).returncode == 0
    with mundo_aparte(cluster, {"DICTAMEN_BITACORA_LLAVE": str(llave)}) as m:
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


# ---- another text in the place of one that showed too much --------------------------------------------------------------------------

def sustituir(mundo, numero, documento, espera=201, quien="titular", motivo="Dice un domicilio", version=None, **mas):
    datos = {"documento": documento, "motivo": motivo}
    version = version or mundo.anonimo().get(url(numero)).etag
    return mundo.gente[quien].post(url(numero) + "/anotaciones", {"acto": "version_publica", "datos": {k: v for k, v in datos.items() if v is not None} | mas}, espera,
                                   if_match=version)


def subir(t, quien, datos, clase="version_publica"):
    return t.documento(quien, clase, datos).json["id"]


def lo_publico(c, numero, *dias):
    """Every public answer about the entry, as bytes."""
    rutas = [url(numero) + r for r in ("", "/actos", "/texto")] + [url(numero) + f"?al={d}" for d in dias]
    rutas += ["/v1/registro/descargas/" + f for f in ("registro.csv", "registro.jsonl")] + ["/v1/registro/novedades.atom", "/v1/registro/bitacora/hojas"]
    respuestas = [c.get(r, 200) for r in rutas] + [c.get(url(numero), 200, encabezados={"Accept": m}) for m in ("text/html", "text/csv")]
    return [r.body for r in respuestas]


def test_otro_texto_en_lugar_del_que_decia_de_mas(mundo, tmp_path):
    """From the act on: the new bytes, its words on every card of the entry, and the old ones nowhere; and so it stays."""
    c = mundo.anonimo()
    vieja, nueva = (archivos.pdf(f"El gavilan pollero vive en {x}") for x in ("Privada de los Ahuehuetes 31", "un lugar sin senalar"))
    t, numero = con_copia(mundo, "El gavilan pollero vive en Privada de los Ahuehuetes 31")
    ayer = (hoy() - timedelta(days=1)).isoformat()
    assert c.get(url(numero) + "/texto").body == vieja
    # As if it had been inscribed three days ago, so that there is a day on which it said so.
    desde, = mundo.base.sql("select desde from asiento_ficha where asiento = %s", numero)[0]
    mundo.base.sql("update asiento_ficha set desde = desde - interval '3 days' where asiento = %s", numero)
    assert numeros(mundo, q="ahuehuetes") == numeros(mundo, q="ahuehuetes", al=ayer) == {numero} and numeros(mundo, q="senalar", al=ayer) == set()

    estado, version = t.estado, t.leer(mundo.dgcp)["version"]
    documento = subir(t, "titular", nueva)
    assert t.estado == estado == "inscrito" and t.version == version + 1
    assert c.get(url(numero) + "/texto").body == vieja  # an upload publishes nothing
    r = sustituir(mundo, numero, documento)
    texto = {"id": documento, "nombre": "version_publica.pdf", "sha256": hashlib.sha256(nueva).hexdigest(), "tamano": len(nueva), "tipo_medio": "application/pdf"}
    assert r.json["acto"] == "version_publica" and r.json["n"] == 2 and r.json["datos"] == {"motivo": "Dice un domicilio", "texto": texto}

    def es_la_nueva():
        assert c.get(url(numero) + "/texto").body == nueva and c.get(url(numero)).json["asiento"]["texto"] == texto
        for al in ({}, {"al": ayer}):
            assert numeros(mundo, q="ahuehuetes", **al) == numeros(mundo, q='"privada de los"', **al) == set()
            for consulta in ({"q": "senalar"}, {"q": "gavilan"}, {"numero": numero}):
                assert numeros(mundo, **consulta, **al) == {numero}, (consulta, al)
        assert not [b for b in lo_publico(c, numero, ayer) if b"Ahuehuetes" in b or vieja in b]

    es_la_nueva()
    assert c.get(url(numero) + f"/texto?al={ayer}", 400).slug == "parametro-invalido"
    # What the search finds by values and dates is as before, on the past card too.
    marcas = "select n, (select array_agg(l order by l) from unnest(tsvector_to_array(busqueda)) l where l like '~%%') from asiento_ficha where asiento = %s order by n"
    uno, dos = (m for _, m in mundo.base.sql(marcas, numero))
    assert uno == dos and uno
    # Whoever works on the file still has both; nobody else has any.
    for d in t.leer(mundo.dgcp)["documentos"]:
        assert c.get(f"{t.url}/documentos/{d['id']}/contenido", 401).slug == "sin-credencial"
    # Made again, the words are those of the text that the entry names now.
    palabras = ("select n, (select array_agg(w.lexeme || array_to_string(w.weights, '') order by w.lexeme) from unnest(busqueda) w) from asiento_ficha "
                "where asiento = %s order by n")
    como = mundo.base.sql(palabras, numero)
    mundo.base.ctl("registro", "indexar")
    assert mundo.base.sql(palabras, numero) == como
    es_la_nueva()
    # A later act keeps them, and what comes after another one too.
    a = c.get(url(numero))
    mundo.dgcp.post(url(numero) + "/anotaciones", {"acto": "correccion", "datos": {"motivo": "x", "cambios": {"lugar_firma": "León"}}}, 201, if_match=a.etag)
    es_la_nueva()
    mundo.base.sql("update asiento_ficha set desde = %s where asiento = %s and n = 1", desde, numero)
    p = mundo.base.verificar()
    assert p.returncode == 0, p.stdout + p.stderr
    # The log proves the act.
    cabeza = esperar(lambda: (lambda k: k.json if k.status == 200 and k.json["tamano"] > r.json["indice"] else None)(c.pedir("GET", "/v1/registro/bitacora")))
    prueba = c.get(f"/v1/registro/bitacora/inclusion?indice={r.json['indice']}&tamano={cabeza['tamano']}", 200).json
    assert '"acto":"version_publica"' in prueba["actos"][-1] and "Ahuehuetes" not in json.dumps(prueba)
    for nombre, v in (("prueba", prueba), ("cabeza", cabeza)):
        (tmp_path / nombre).write_text(json.dumps(v))
    p = subprocess.run([sys.executable, "-I", GUION, str(tmp_path / "prueba"), "--cabeza", str(tmp_path / "cabeza")], capture_output=True, text=True, timeout=60, check=False)
    assert p.returncode == 0, p.stdout + p.stderr


def test_una_version_que_no_se_lee_no_deja_palabras(mundo):
    """Of a scan nothing is known: then nothing of the text is found, neither the one before nor the approved one, and making the words again brings none back."""
    t, numero = inscrito_con(mundo, archivos.pdf(""))
    assert numeros(mundo, q=t.clave_texto) == {numero}
    t.concluir()
    sustituir(mundo, numero, subir(t, "dgcp", archivos.pdf("", 40)), quien="dgcp")
    assert t.estado == "concluido" and numeros(mundo, q=t.clave_texto) == set() and numeros(mundo, numero=numero) == {numero}
    mundo.base.ctl("registro", "indexar")
    assert numeros(mundo, q=t.clave_texto) == set()
    # And one that is read again has its own.
    sustituir(mundo, numero, subir(t, "cja", archivos.pdf("Aqui anida el mosquero cardenal")))
    assert numeros(mundo, q="mosqueros") == {numero}


def test_lo_que_no_puede_ponerse_en_su_lugar(mundo):
    """Each refusal says which document will do, and leaves the entry as it was."""
    t, numero = inscrito_con(mundo, archivos.pdf_unico(), archivos.pdf_unico())
    otro, _ = inscrito_con(mundo, archivos.pdf_unico())
    antes = mundo.anonimo().get(url(numero)).json
    docs = {d["clase"]: d["id"] for d in t.leer(mundo.dgcp)["documentos"]}
    ajena, primera, segunda = subir(otro, "dgcp", archivos.pdf_unico()), archivos.pdf_unico(), archivos.pdf_unico()

    def falta(documento, codigo, **mas):
        r = sustituir(mundo, numero, documento, 422, **mas)
        assert r.slug == "cuerpo-invalido" and codigo in r.codigos and all(f["que_hacer"] for f in r.json["errors"]), r

    falta(str(uuid.uuid4()), ("/datos/documento", "documento-ajeno"))
    falta(ajena, ("/datos/documento", "documento-ajeno"))
    falta(docs["copia_firmada"], ("/datos/documento", "documento-no-publico"))
    falta("x", ("/datos/documento", "uuid"))
    falta(None, ("/datos/documento", "requerido"))
    falta(docs["version_publica"], ("/datos/motivo", "requerido"), motivo=None)
    falta(docs["version_publica"], ("/datos/texto", "desconocido"), texto={})
    falta(docs["version_publica"], ("/datos/cambios", "desconocido"), cambios={})
    falta(docs["version_publica"], ("/datos/fecha", "desconocido"), fecha=hoy().isoformat())
    assert "byte por byte" in sustituir(mundo, numero, docs["version_publica"], 409).json["detail"]
    nueva = subir(t, "dgcp", primera)
    for quien in ("local", "enlace", "cja", "auditoria", "administracion"):
        assert sustituir(mundo, numero, nueva, 403, quien=quien).slug in ("sin-permiso", "rol-no-facultado")
    assert sustituir(mundo, numero, nueva, 412, version='"9"').slug == "version-obsoleta"
    assert t.documento(t.local, "version_publica", espera=409).slug == "clase-no-procede"
    assert mundo.anonimo().get(url(numero)).json == antes
    # Once a later one stands, one before it does not come back.
    sustituir(mundo, numero, subir(t, "cja", segunda))
    falta(nueva, ("/datos/documento", "texto-anterior"))
    assert mundo.anonimo().get(url(numero) + "/texto").body == segunda
    # Of an agreement that ended too.
    a = mundo.anonimo().get(url(numero))
    mundo.titular.post(url(numero) + "/anotaciones", {"acto": "terminacion", "datos": {"fecha": hoy().isoformat(), "motivo": "x"}}, 201, if_match=a.etag)
    sustituir(mundo, numero, subir(t, "cja", primera))
    assert mundo.anonimo().get(url(numero) + "/texto").body == primera


def test_donde_no_hay_texto_que_sustituir(mundo):
    """What was loaded has no text here."""
    t, _ = con_copia(mundo, "Chipe rey")
    documento = subir(t, "dgcp", archivos.pdf_unico())
    mundo.base.ctl("registro", "importar", os.path.join(RAIZ, "tests", "datos", "acuerdos_reales.csv"), "--mapa", "acuerdos_reales", "--omitir-malas", verifica=False)
    numero, = mundo.base.sql("select numero from asiento where expediente_id is null limit 1")[0]
    r = sustituir(mundo, numero, documento, 409)
    assert r.slug == "anotacion-improcedente" and "correccion" in r.json["detail"], r


def test_lo_que_no_se_inscribio_no_tiene_texto_publico(mundo):
    t = mundo.tramite().hasta("registro_negado")
    t.concluir()
    assert t.documento("dgcp", "version_publica", espera=409).slug == "clase-no-procede" and t.documento("cja", "version_publica", espera=409).slug == "clase-no-procede"
