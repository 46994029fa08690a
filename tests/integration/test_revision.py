"""The pre-check over HTTP: one answer for everything, nothing kept, each refusal said clearly."""

import concurrent.futures
import io
import os
import pathlib
import random
import subprocess
import sys
import uuid
import zipfile

import pytest

from support import archivos

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "revision"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import banco_a  # noqa: E402
import textos  # noqa: E402
from escaneos import escanear  # noqa: E402

URL = "/v1/revision-previa"
ENTERO = next(t for t in textos.todos() if t.id == "a00")
OFICIO = next(t for t in textos.todos() if t.id == "oa1")


def pdf_de_parrafos(lineas, dibujo="", raiz="", campos=()):
    """A letter as an office suite would export it: text, one line below the other. `dibujo`: more of the page; `raiz`, `campos`: of the catalog, and objects from 6 on."""
    contenido = "BT /F1 11 Tf 72 720 Td 14 TL " + " ".join(
        "(" + linea.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ") Tj T*" for linea in lineas) + " ET " + dibujo
    datos = contenido.encode("cp1252", "replace")
    objetos = [b"<< /Type /Catalog /Pages 2 0 R %s >>" % raiz.encode(), b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(datos), datos),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>", *(c.encode() for c in campos)]
    return archivos.pdf_de_objetos(objetos)


def formulario(*partes, otras=()):
    """(content type, body): partes are (field, file name, type, bytes)."""
    borde = "----dictamen" + uuid.uuid4().hex
    cuerpo = b""
    for c, valor in otras:
        cuerpo += f'--{borde}\r\nContent-Disposition: form-data; name="{c}"\r\n\r\n{valor}\r\n'.encode()
    for campo, nombre, tipo, datos in partes:
        cuerpo += (f'--{borde}\r\nContent-Disposition: form-data; name="{campo}"; filename="{nombre}"\r\n'
                   f"Content-Type: {tipo}\r\n\r\n").encode() + datos + b"\r\n"
    return f"multipart/form-data; boundary={borde}", cuerpo + f"--{borde}--\r\n".encode()


def revisar(cliente, *partes, espera=200, otras=(), **mas):
    tipo, cuerpo = formulario(*partes, otras=otras)
    return cliente.pedir("POST", URL, cuerpo, tipo=tipo, espera=espera, **mas)


def oficio(datos=None):
    return ("solicitud", "oficio.pdf", archivos.PDF, pdf_de_parrafos(OFICIO.parrafos) if datos is None else datos)


def proyecto(datos=None):
    return ("proyecto", "acuerdo.docx", archivos.DOCX, archivos.docx(*ENTERO.parrafos) if datos is None else datos)


def codigos(r, archivo, clases=("debe", "no_debe", "forma")):
    return {p["codigo"] for p in r.json["problemas"] if p["archivo"] == archivo and p["clase"] in clases}


# ---- what it says ----


def test_los_dos_archivos_de_una_vez(mundo):
    r = revisar(mundo.anonimo(), oficio(), proyecto())
    assert r.json["archivos"] == ["solicitud", "proyecto"] and r.json["resultado"] == "con_observaciones"
    assert codigos(r, "proyecto") == ENTERO.faltas
    assert codigos(r, "solicitud") == {"solicitud_sin_firma"}
    for p in r.json["problemas"]:
        assert p["por_que"] and p["que_hacer"] and p["severidad"] in ("alta", "media", "baja")
        if p["clase"] in ("no_debe", "forma") and p["codigo"] != "sin_espanol":
            assert p["pasaje"] and ENTERO.parrafos[p["parrafo"] - 1].find(p["pasaje"].strip("… ")) >= 0
    hallados = {h["codigo"]: h for h in r.json["hallados"] if h["archivo"] == "proyecto"}
    assert {"objeto", "financiamiento", "firmas"} - ENTERO.faltas <= set(hallados)
    assert r.json["firma"]["resultado"] == "no_hallada" and r.json["firma"]["pagina"] == 1 and "clase" not in r.json["firma"]
    assert r.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("t", [t for t in textos.todos() if t.ambito == "proyecto"][:12:3], ids=lambda t: t.id)
def test_las_faltas_plantadas_salen_de_un_word_de_verdad(mundo, t):
    r = revisar(mundo.anonimo(), proyecto(archivos.docx(*t.parrafos)))
    assert codigos(r, "proyecto") == t.faltas and r.json["archivos"] == ["proyecto"]


def test_listo(mundo):
    """Nothing to mend but what is of low severity."""
    lineas = ["ACUERDO DE HERMANAMIENTO ENTRE EL AYUNTAMIENTO DE TOLUCA DE LOS ESTADOS UNIDOS MEXICANOS Y LA CIUDAD DE LORIENT DE LA REPÚBLICA FRANCESA",
              "Las Partes han acordado lo siguiente:"]
    for i, clave in enumerate(textos.ORDEN):
        titulo, cuerpo = banco_a.CLAUSULAS[clave][0]
        lineas += [f"{textos.ORDINALES[i]}.- {titulo.upper()}", *(texto for _, texto in cuerpo)]
    lineas += ["Firmado en Toluca, el 3 de mayo de 2027, en dos ejemplares originales en idioma español.", "Juan Pérez", "Presidente Municipal"]
    lineas = [texto.replace("{A}", "Toluca").replace("{B}", "Lorient") for texto in lineas]
    r = revisar(mundo.anonimo(), proyecto(archivos.docx(*lineas)))
    assert r.json["resultado"] == "listo" and not codigos(r, "proyecto")
    financiamiento = next(h for h in r.json["hallados"] if h["codigo"] == "financiamiento")
    assert "SÉPTIMA" in financiamiento["clausula"]


def test_lo_dicho_con_otras_palabras(mundo):
    """In words that the rules do not know nearly nothing is found: then the clauses that none of them understood are named, and only then."""
    t = next(t for t in textos.todos() if t.conjunto == "c")
    r = revisar(mundo.anonimo(), proyecto(archivos.docx(*t.parrafos)))
    aviso, = [x for x in r.json["no_revisado"] if x["que"].startswith("De qué tratan ")]
    assert aviso["archivo"] == "proyecto" and "de otro modo, no hay nada que corregir" in aviso["motivo"]
    faltan = sum(p["clase"] == "debe" for p in r.json["problemas"])
    assert faltan >= 8 and aviso["que"].count("«") >= 8, aviso
    halladas = {h.get("clausula") for h in r.json["hallados"]}
    assert not any(f"«{c}»" in aviso["que"] for c in halladas if c)
    entero = [x for x in revisar(mundo.anonimo(), proyecto()).json["no_revisado"] if x["que"].startswith("De qué tratan ")]
    assert not entero or entero[0]["que"].count("«") < 5
    pagina = revisar(mundo.anonimo(), proyecto(archivos.docx(*t.parrafos)), encabezados={"Accept": "text/html"}).body.decode()
    assert "De qué tratan «" in pagina


def test_un_solo_archivo_como_cuerpo(mundo):
    c = mundo.anonimo()
    r = c.pedir("POST", URL, pdf_de_parrafos(["Toluca, México", "Solicito el dictamen."]), tipo=archivos.PDF, espera=200)
    assert r.json["archivos"] == ["solicitud"]
    r = c.pedir("POST", URL, archivos.docx(*ENTERO.parrafos), tipo=archivos.DOCX, espera=200)
    assert r.json["archivos"] == ["proyecto"] and codigos(r, "proyecto") == ENTERO.faltas


def test_pagina_sin_javascript(mundo):
    c = mundo.anonimo()
    html = c.pedir("GET", "/revision-previa", espera=200).body.decode()
    assert 'action="/v1/revision-previa"' in html and 'enctype="multipart/form-data"' in html and "<script" not in html
    malo = archivos.docx("CONTRATO <script>alert(1)</script> & “amistad”")
    r = revisar(c, proyecto(malo), encabezados={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert r.headers["Content-Type"].startswith("text/html") and "default-src 'none'" in r.headers["Content-Security-Policy"]
    texto = r.body.decode()
    assert "Denominación que no corresponde" in texto and "<script" not in texto and "&lt;script&gt;" in texto


def test_un_campo_sin_archivo_es_como_si_no_estuviera(mundo):
    """So a browser sends the field of the page that was left empty."""
    r = revisar(mundo.anonimo(), ("solicitud", "", "application/octet-stream", b""), proyecto())
    assert r.json["archivos"] == ["proyecto"]


def test_control_de_cambios_y_comentarios_del_archivo(mundo):
    """What the inspection finds stands in the same list, with its clause."""
    limpio = archivos.docx(*ENTERO.parrafos)
    sucio = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(limpio)) as de, zipfile.ZipFile(sucio, "w") as a:
        for n in de.namelist():
            datos = de.read(n)
            if n == "word/document.xml":
                datos = datos.replace(b"</w:body>", '<w:p><w:ins w:id="1" w:author="Ana" w:date="2027-01-01T00:00:00Z"><w:r><w:t>Añadido por Ana</w:t>'
                                      "</w:r></w:ins></w:p></w:body>".encode())
            a.writestr(n, datos)
    r = revisar(mundo.anonimo(), proyecto(sucio.getvalue()))
    cambio = next(p for p in r.json["problemas"] if p["codigo"] == "control_de_cambios")
    assert cambio["clase"] == "archivo" and cambio["severidad"] == "alta" and cambio["que_hacer"]


def test_se_lee_el_texto_con_los_cambios_y_no_lo_que_se_borro(mundo):
    limpio, sucio = archivos.docx("CARTA", "Objeto"), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(limpio)) as de, zipfile.ZipFile(sucio, "w") as a:
        for n in de.namelist():
            datos = de.read(n)
            if n == "word/document.xml":
                datos = datos.replace(b"</w:body>", '<w:p><w:del w:id="1" w:author="Ana"><w:r><w:delText>Se someterá a arbitraje</w:delText></w:r></w:del>'
                                      '<w:ins w:id="2" w:author="Ana"><w:r><w:t>Con China se hará un intercambio</w:t></w:r></w:ins></w:p></w:body>'.encode())
            a.writestr(n, datos)
    vistos = codigos(revisar(mundo.anonimo(), proyecto(sucio.getvalue())), "proyecto")
    assert "nombre_corto" in vistos and "controversias_otras" not in vistos


# ---- files that cannot be read are one more thing to mend ----


def test_pdf_con_contrasena(mundo, tmp_path):
    claro, cifrado = tmp_path / "a.pdf", tmp_path / "b.pdf"
    claro.write_bytes(pdf_de_parrafos(OFICIO.parrafos))
    subprocess.run(["qpdf", "--encrypt", "secreta", "secreta", "256", "--", claro, cifrado], check=True)
    r = revisar(mundo.anonimo(), oficio(cifrado.read_bytes()))
    assert [p["codigo"] for p in r.json["problemas"]] == ["pdf_con_contrasena"] and r.json["resultado"] == "con_observaciones"
    assert "sin contraseña" in r.json["problemas"][0]["que_hacer"]
    assert any(o["que"] == "El texto" for o in r.json["no_revisado"]) and not codigos(r, "solicitud")


@pytest.mark.parametrize(("parte", "codigo"), [
    (proyecto(pdf_de_parrafos(["hola"])), "tipo_falso"),
    (oficio(archivos.docx("hola a todos")), "tipo_falso"),
    (proyecto(archivos.docx(*ENTERO.parrafos)[:-200]), None),
    (proyecto(os.urandom(2000)), None),
    (proyecto(archivos.docx("")), "sin_texto"),
], ids=["pdf-por-word", "word-por-pdf", "cortado", "basura", "sin-texto"])
def test_archivo_malo(mundo, parte, codigo):
    r = revisar(mundo.anonimo(), parte)
    assert r.json["resultado"] == "con_observaciones"
    assert codigo is None or codigo in {p["codigo"] for p in r.json["problemas"]}
    assert {p["clase"] for p in r.json["problemas"]} == {"archivo"}
    assert any(o["que"] == "El texto" for o in r.json["no_revisado"])


def test_escaneo_sin_texto(mundo):
    """A scan says nothing of its letter: that is said, and nothing is held to be missing."""
    r = revisar(mundo.anonimo(), oficio(pdf_de_parrafos([" "])))
    assert not codigos(r, "solicitud") and not r.json["hallados"]
    assert any("imagen sin texto" in o["motivo"] for o in r.json["no_revisado"]) and r.json["firma"]["resultado"] == "no_se_sabe"


# ---- is the letter signed ----

# Some strokes of a pen, from (x, y) upwards to the right, as a tablet draws them on a page.
RUBRICA = "q 1.5 w {x} {y} m {x2} {y2} {x3} {y} {x4} {y2} c {x5} {y3} {x2} {y} {x6} {y2} c S Q"


def rubrica(x, y):
    return RUBRICA.format(x=x, y=y, y2=y + 45, y3=y - 10, x2=x + 25, x3=x + 45, x4=x + 80, x5=x + 95, x6=x + 140)


def escaneo(lineas, firmada=True, ppp=200, **mas):
    """The letter printed, signed by hand below its closing words, and laid on a scanner."""
    azar = random.Random(5)
    paginas = escanear.dibujar(pdf_de_parrafos(lineas))
    if firmada:
        # lines are 14 points apart from 720 downwards; the hand goes on the space below the last of them
        escanear.firmar(paginas[-1], azar, 400, round((792 - 720 + 14 * len(lineas) + 30) * 300 / 72), 500)
    return escanear.pdf([escanear.digitalizar(i, azar, ppp, **mas) for i in paginas], ppp)


def test_un_oficio_firmado_y_escaneado_se_lee(mundo):
    """As most letters come: printed, signed by hand, scanned. Its text is read off the image, and the strokes below «Atentamente» are seen."""
    r = revisar(mundo.anonimo(), oficio(escaneo(OFICIO.parrafos, grados=0.8, ruido=4)))
    f = r.json["firma"]
    assert (f["resultado"], f["clase"], f["pagina"]) == ("hallada", "autografa", 1) and "Atentamente" in f["detalle"], f
    assert codigos(r, "solicitud") == set(), r.json["problemas"]
    assert {"solicitud_destinatario", "solicitud_fecha", "solicitud_peticion"} <= {h["codigo"] for h in r.json["hallados"]}
    assert any("se leyó de la imagen" in o["motivo"] for o in r.json["no_revisado"])
    html = revisar(mundo.anonimo(), oficio(escaneo(OFICIO.parrafos)), encabezados={"Accept": "text/html"}).body.decode()
    assert "La firma: se encontró" in html and "página 1" in html


def test_lo_que_falta_a_un_escaneo_se_dice(mundo):
    """The same, not signed and addressed to another office."""
    lineas = ["A la Embajada de México en Japón" if "Titular" in x else x for x in OFICIO.parrafos]
    r = revisar(mundo.anonimo(), oficio(escaneo(lineas, firmada=False)))
    assert r.json["firma"]["resultado"] == "no_hallada"
    assert codigos(r, "solicitud") == {"solicitud_sin_firma", "solicitud_destinatario"}
    falta = next(p for p in r.json["problemas"] if p["codigo"] == "solicitud_sin_firma")
    assert falta["pagina"] == 1 and falta["clase"] == "debe" and falta["severidad"] == "media" and "Firme el oficio" in falta["que_hacer"]
    html = revisar(mundo.anonimo(), oficio(), encabezados={"Accept": "text/html"}).body.decode()
    assert "La firma: no se encontró" in html and "No se encontró: Firma del oficio" in html


def test_de_un_mal_escaneo_no_se_afirma_nada(mundo):
    """Faint, blurred, at fax resolution: neither the signature nor anything else is said to be missing."""
    r = revisar(mundo.anonimo(), oficio(escaneo(OFICIO.parrafos, firmada=False, ppp=60, borroso=2.0, ruido=25, claro=120)))
    assert r.json["firma"]["resultado"] == "no_se_sabe" and codigos(r, "solicitud") == set(), r.json
    assert {o["que"] for o in r.json["no_revisado"]} >= {"La firma"}
    assert "baja_resolucion" in {p["codigo"] for p in r.json["problemas"]}


@pytest.mark.parametrize(("dibujo", "resultado"), [
    (rubrica(90, 720 - 14 * 12), "hallada"),
    (rubrica(300, 730), "no_hallada"),
    ("q 1 w 40 40 520 720 re S Q", "no_hallada"),
    (rubrica(90, 36), "no_hallada"),
], ids=["rúbrica-bajo-el-cierre", "logotipo-en-el-membrete", "marco", "logotipo-al-pie"])
def test_trazos_en_un_pdf_con_texto(mundo, dibujo, resultado):
    """Signed on a tablet: the page has a text layer, and strokes. Where they stand decides, not that there are some."""
    r = revisar(mundo.anonimo(), oficio(pdf_de_parrafos(OFICIO.parrafos, dibujo)))
    assert r.json["firma"]["resultado"] == resultado, r.json["firma"]
    assert codigos(r, "solicitud") == (set() if resultado == "hallada" else {"solicitud_sin_firma"})
    assert not any("se leyó de la imagen" in o["motivo"] for o in r.json["no_revisado"])


def test_firma_electronica(mundo):
    firma = "<< /FT /Sig /T (f) /V << /Type /Sig /Name (Ana Ruiz) /ByteRange [0 10 20 99999] /Contents <00> >> >>"
    r = revisar(mundo.anonimo(), oficio(pdf_de_parrafos(OFICIO.parrafos, raiz="/AcroForm << /SigFlags 3 /Fields [6 0 R] >>", campos=[firma])))
    f = r.json["firma"]
    assert (f["resultado"], f["clase"]) == ("hallada", "electronica") and "Ana Ruiz" in f["detalle"] and "no se comprueba" in f["detalle"]
    assert codigos(r, "solicitud") == set()


def test_sin_tesseract_lo_demas_se_revisa(mundo, base, lanzar):
    m = mundo.en_puerto(lanzar(base, {"DICTAMEN_TESSERACT": "/usr/bin/no-hay-tesseract"}))
    r = revisar(m.anonimo(), oficio(escaneo(OFICIO.parrafos)), proyecto())
    assert r.json["firma"]["resultado"] == "no_se_sabe" and codigos(r, "proyecto") == ENTERO.faltas and codigos(r, "solicitud") == set()
    assert {o["que"] for o in r.json["no_revisado"]} >= {"La firma", "El texto"}


# ---- refusals ----


def test_sin_archivos(mundo):
    r = revisar(mundo.anonimo(), ("solicitud", "", "application/octet-stream", b""), ("proyecto", "", "application/octet-stream", b""), espera=422)
    assert {e["pointer"] for e in r.json["errors"]} == {"/solicitud", "/proyecto"}


def test_sin_cuerpo(mundo):
    assert mundo.anonimo().pedir("POST", URL, b"", tipo=archivos.PDF, espera=400).json["type"].endswith("cuerpo-vacio")


@pytest.mark.parametrize(("partes", "otras", "pointer"), [
    ([("anexo", "a.pdf", archivos.PDF, b"%PDF-1.4")], [], "/anexo"),
    ([], [("nota", "hola")], "/nota"),
    ([], [("proyecto", "no es un archivo")], "/proyecto"),
    ([oficio(b"%PDF-1.4"), oficio(b"%PDF-1.4")], [], "/solicitud"),
], ids=["parte-desconocida", "texto-desconocido", "texto-por-archivo", "repetida"])
def test_partes_que_no_son(mundo, partes, otras, pointer):
    r = revisar(mundo.anonimo(), *partes, otras=otras, espera=422)
    assert [e["pointer"] for e in r.json["errors"]] == [pointer]


def test_archivo_vacio(mundo):
    assert revisar(mundo.anonimo(), oficio(b""), espera=422).json["type"].endswith("documento-vacio")


def test_otro_tipo_de_cuerpo(mundo):
    for tipo in ("text/plain", "application/json", "application/msword"):
        assert mundo.anonimo().pedir("POST", URL, b"hola", tipo=tipo, espera=415).json["type"].endswith("tipo-no-soportado")


def test_demasiado_grande(mundo):
    r = mundo.anonimo().pedir("POST", URL, bytes(33 << 20), tipo=archivos.PDF, espera=413)
    assert r.json["type"].endswith("demasiado-grande")


def test_los_dos_juntos_no_rebasan_el_maximo(mundo):
    mitad = b"%PDF-1.4\n" + bytes(17 << 20)
    assert revisar(mundo.anonimo(), oficio(mitad), proyecto(mitad), espera=413).json["type"].endswith("demasiado-grande")


def test_parametros_y_formatos(mundo):
    c = mundo.anonimo()
    assert c.pedir("GET", "/revision-previa?x=1", espera=400)
    assert c.pedir("POST", URL + "?x=1", pdf_de_parrafos(["a"]), tipo=archivos.PDF, espera=400)
    assert revisar(c, oficio(), espera=406, encabezados={"Accept": "text/csv"})


def test_nada_queda(mundo):
    """Neither files in the temporary folder nor rows in the database."""
    carpeta = os.path.join(mundo.servicio.carpeta.name, "tmp")
    contar = "select (select count(*) from contenido), (select count(*) from acto)"
    filas = mundo.base.sql(contar)
    revisar(mundo.anonimo(), oficio(), proyecto())
    assert mundo.base.sql(contar) == filas
    assert os.listdir(carpeta) == []


def test_tiene_limite_por_direccion(mundo, base, lanzar):
    c = mundo.en_puerto(lanzar(base, {"DICTAMEN_LIMITE_COSTOSO_DIRECCION": "2"})).anonimo()
    for _ in range(2):
        revisar(c, proyecto())
    assert revisar(c, proyecto(), espera=429).headers["Retry-After"]
    assert c.get("/v1/plazos?fecha_firma=2027-03-01").status == 200


def test_pocas_a_la_vez_y_nadie_mas_espera(mundo, base, lanzar):
    """One runs, one waits, the rest are told to come back; what is not a pre-check goes on."""
    s = mundo.en_puerto(lanzar(base, {"DICTAMEN_HILOS_COSTOSO": "1", "DICTAMEN_COLA_COSTOSO": "1"}))
    tipo, cuerpo = formulario(oficio(), proyecto())
    with concurrent.futures.ThreadPoolExecutor(9) as hilos:
        pedidas = [hilos.submit(s.anonimo().pedir, "POST", URL, cuerpo, tipo=tipo) for _ in range(8)]
        assert s.local.get("/v1/expedientes").status == 200
        estados = [p.result().status for p in pedidas]
    assert set(estados) == {200, 503} and estados.count(200) >= 1


# ---- the same inside a file ----


def test_la_revision_del_expediente(mundo):
    t = mundo.tramite()
    url = t.url + "/revision"
    assert t.local.get(url).json == {"resultado": "listo", "archivos": [], "problemas": [], "hallados": [], "no_revisado": []}
    lineas = [*ENTERO.parrafos, f"Referencia {uuid.uuid4()}"]
    t.local.pedir("POST", t.url + "/documentos?clase=proyecto", archivos.docx(*lineas), tipo=archivos.DOCX, espera=201)
    t.local.pedir("POST", t.url + "/documentos?clase=solicitud", pdf_de_parrafos(OFICIO.parrafos), tipo=archivos.PDF, espera=201)
    r = t.local.get(url)
    assert r.json["archivos"] == ["solicitud", "proyecto"] and codigos(r, "proyecto") >= ENTERO.faltas - {"firmas"}
    previa = revisar(mundo.anonimo(), oficio(), proyecto(archivos.docx(*lineas)))
    assert previa.json == r.json, "the offices see what the office saw"
    html = t.local.pedir("GET", url, encabezados={"Accept": "text/html"}, espera=200)
    assert html.headers["Content-Type"].startswith("text/html")
    assert mundo.zapopan.pedir("GET", url, espera=404)
    assert mundo.anonimo().pedir("GET", url, espera=401)
    assert t.local.pedir("GET", url + "?x=1", espera=400)


def test_lo_visto_en_el_oficio_se_guarda(mundo):
    """A signed scan inside a file is drawn and read once: the second answer is the first, from what was kept (here altered, so that it shows)."""
    t = mundo.tramite()
    datos = escaneo(OFICIO.parrafos)
    sha = t.local.pedir("POST", t.url + "/documentos?clase=solicitud", datos, tipo=archivos.PDF, espera=201).json["sha256"]
    primera = t.local.get(t.url + "/revision").json
    assert primera["firma"]["resultado"] == "hallada"
    visto = mundo.base.sql("select visto from contenido_oficio where sha256 = decode(%s, 'hex')", sha)
    assert len(visto) == 1
    assert t.local.get(t.url + "/revision").json == primera
    mundo.base.sql("update contenido_oficio set visto = %s where sha256 = decode(%s, 'hex')", visto[0][0].replace("debajo de", "cerca de"), sha)
    assert "cerca de" in t.local.get(t.url + "/revision").json["firma"]["detalle"]


def test_lo_que_no_pudo_verse_no_se_guarda(mundo, base, lanzar):
    """The tool is away: said, and looked at again once it is there."""
    t = mundo.tramite()
    t.local.pedir("POST", t.url + "/documentos?clase=solicitud", escaneo(OFICIO.parrafos, grados=0.3), tipo=archivos.PDF, espera=201)
    sin = mundo.en_puerto(lanzar(base, {"DICTAMEN_TESSERACT": "/usr/bin/no-hay-tesseract"}))
    assert sin.local.get(t.url + "/revision").json["firma"]["resultado"] == "no_se_sabe"
    assert t.local.get(t.url + "/revision").json["firma"]["resultado"] == "hallada"
