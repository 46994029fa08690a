"""What the inspection of a document finds, seen by whoever may see the document."""

import io
import zipfile

import pytest

from support import archivos, bombas


@pytest.fixture(scope="module")
def t(mundo):
    return mundo.tramite()


def subir(t, datos, tipo=archivos.PDF, clase="anexo", nombre="a.pdf", espera=201):
    return t.local.pedir("POST", t.url + "/documentos", datos, tipo=tipo, consulta={"clase": clase, "nombre": nombre}, espera=espera)


def inspeccion(t, r):
    return t.local.get(r.headers["Location"] + "/inspeccion", espera=200).json


def codigos(i):
    return {h["codigo"] for h in i["hallazgos"]}


def con_marcas(autor="Ana Ruiz"):
    """A Word text with one tracked insertion, one deletion and a comment, by the same person."""
    base = archivos.proyecto()
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    salida = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base)) as z, zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as n:
        for x in z.namelist():
            datos = z.read(x).decode()
            if x == "word/document.xml":
                datos = datos.replace("</w:body>", f'<w:p><w:r><w:t>CUARTA. Cada Parte </w:t></w:r><w:ins w:id="1" w:author="{autor}"><w:r><w:t>pagará</w:t></w:r>'
                                      f'</w:ins><w:del w:id="2" w:author="{autor}"><w:r><w:delText>cubrirá</w:delText></w:r></w:del>'
                                      '<w:r><w:commentReference w:id="0"/></w:r></w:p></w:body>')
            n.writestr(x, datos)
        n.writestr("word/comments.xml", f'<w:comments {w}><w:comment w:id="0" w:author="{autor}"><w:p><w:r><w:t>¿Quién paga?</w:t></w:r></w:p></w:comment></w:comments>')
        n.writestr("word/_rels/document.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                   f'<Relationship Id="r1" Type="{rel}/comments" Target="comments.xml"/></Relationships>')
    return salida.getvalue()


def test_word_con_cambios_y_comentarios(t):
    i = inspeccion(t, subir(t, con_marcas(), archivos.DOCX, "proyecto", "p.docx"))
    cambio = next(h for h in i["hallazgos"] if h["codigo"] == "control_de_cambios")
    assert cambio["parrafo"] == 6 and cambio["pasaje"] == "CUARTA. Cada Parte pagará" and cambio["donde"] == "párrafo 6"
    assert cambio["detalle"] == "1 inserción, 1 eliminación de Ana Ruiz" and cambio["severidad"] == "alta"
    assert "versión final" in cambio["por_que"] and "Aceptar todos los cambios" in cambio["que_hacer"]
    nota = next(h for h in i["hallazgos"] if h["codigo"] == "comentario")
    assert nota["parrafo"] == 6 and nota["detalle"] == "Ana Ruiz: ¿Quién paga?"
    assert i["datos"]["autores"] == [{"comentarios": 1, "eliminaciones": 1, "inserciones": 1, "nombre": "Ana Ruiz"}]
    assert i["datos"]["idiomas"][0]["codigo"] == "es" and i["datos"]["parrafos"] == 6


def test_pdf(t):
    r = subir(t, archivos.pdf_unico())
    i = inspeccion(t, r)
    assert i["tipo_medio"] == archivos.PDF and i["datos"]["total_paginas"] == 1
    assert i["datos"]["paginas"][0]["caracteres"] > 10 and i["datos"]["paginas"][0]["ancho"] == 216
    assert i["datos"]["fuentes"] == [{"incrustada": False, "nombre": "Helvetica"}] and codigos(i) == {"fuente_no_incrustada"}
    etag = t.local.get(r.headers["Location"] + "/inspeccion").etag
    assert etag == f'"{r.json["sha256"]}"'
    assert t.local.pedir("GET", r.headers["Location"] + "/inspeccion", encabezados={"If-None-Match": etag}).status == 304


@pytest.mark.parametrize("filtro", bombas.BOMBAS)
def test_una_imagen_bomba_en_un_pdf(t, filtro):
    """A page of a kilobyte whose image asks for gigabytes: said with its page and size, and nothing is expanded."""
    datos = bombas.pdf(filtro)
    assert len(datos) < 250_000
    i = inspeccion(t, subir(t, datos))
    bomba, = (h for h in i["hallazgos"] if h["codigo"] == "imagen_desmedida")
    lado = bombas.BOMBAS[filtro][0]
    assert bomba["pagina"] == 2 and bomba["detalle"] == f"{lado} × {lado} puntos" and bomba["severidad"] == "alta"
    assert i["datos"]["total_paginas"] == 2 and i["datos"]["paginas"][0]["caracteres"] > 20


def test_el_informe_se_guarda_una_vez_y_se_vuelve_a_hacer_si_falta(t, mundo):
    datos = archivos.pdf_unico()
    primero = subir(t, datos)
    antes = inspeccion(t, primero)
    cuenta = "select count(*) from contenido_informe where sha256 = decode(%s, 'hex')"
    assert mundo.base.sql(cuenta, primero.json["sha256"]) == [(1,)]
    # the same bytes again: nothing is added, the declared type is still held against them
    assert inspeccion(t, subir(t, datos)) == antes
    assert subir(t, datos, archivos.DOCX, espera=422).slug == "documento-tipo-falso"
    mundo.base.sql("delete from contenido_informe where sha256 = decode(%s, 'hex')", primero.json["sha256"])
    assert inspeccion(t, primero) == antes
    assert mundo.base.sql(cuenta, primero.json["sha256"]) == [(1,)]


def test_quien_no_ve_el_expediente_no_ve_la_inspeccion(t, mundo):
    r = subir(t, archivos.pdf_unico())
    url = r.headers["Location"] + "/inspeccion"
    nada = f"{t.url}/documentos/00000000-0000-7000-8000-000000000000/inspeccion"
    ajeno, falso = (mundo.merida.get(u, espera=404).json for u in (url, nada))
    for propio in ("instance", "request_id"):
        del ajeno[propio], falso[propio]
    assert ajeno == falso
