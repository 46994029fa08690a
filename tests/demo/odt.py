"""Flat OpenDocument text (ODF 1.3): the few blocks that agreements and letters need, ready for `soffice --convert-to`.

A document is a list of blocks, each a tuple whose first member is the kind:
  ("titulo", text) ("centro", text) ("p", text) ("izq", text) ("der", text) ("articulo", text) ("inciso", text) ("lema", text)
  ("tabla", [rows of texts], [widths in cm])   the first row is the heading
  ("firmas", [[lines of one signatory], …])    two to a row, never split over two pages
  ("hoja",)                                    page break
Within a text **…** is bold.
"""

import re
from xml.sax.saxutils import escape

NS = " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{u}"' for p, u in (
    ("office", "office:1.0"), ("style", "style:1.0"), ("text", "text:1.0"), ("table", "table:1.0"),
    ("fo", "xsl-fo-compatible:1.0"), ("svg", "svg-compatible:1.0"), ("meta", "meta:1.0")))

FUENTE = "Liberation Serif"

# name: (paragraph properties, text properties)
PARRAFOS = {
    "titulo": ('fo:text-align="center" fo:margin-top="0.2cm" fo:margin-bottom="0.6cm" fo:keep-with-next="always"',
               'fo:font-weight="bold" fo:font-size="13pt"'),
    "centro": ('fo:text-align="center" fo:margin-top="0.3cm" fo:margin-bottom="0.3cm" fo:keep-with-next="always"', 'fo:font-weight="bold"'),
    "p": ('fo:text-align="justify" fo:margin-bottom="0.28cm" fo:line-height="118%" fo:orphans="2" fo:widows="2"', ""),
    "izq": ('fo:text-align="left" fo:margin-bottom="0.02cm"', ""),
    "der": ('fo:text-align="right" fo:margin-bottom="0.02cm"', ""),
    "articulo": ('fo:text-align="center" fo:margin-top="0.35cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"', 'fo:font-weight="bold"'),
    "inciso": ('fo:text-align="justify" fo:margin-left="1.2cm" fo:text-indent="-0.6cm" fo:margin-bottom="0.14cm" fo:line-height="115%"', ""),
    "lema": ('fo:text-align="center" fo:margin-bottom="0.5cm" fo:padding-bottom="0.15cm" fo:border-bottom="0.8pt solid #6b1f33"',
             'fo:font-size="10pt" fo:color="#6b1f33"'),
    "celda": ('fo:text-align="left" fo:margin-bottom="0cm"', 'fo:font-size="10pt"'),
    "firma": ('fo:text-align="center" fo:margin-bottom="0cm" fo:keep-with-next="always"', 'fo:font-size="10.5pt"'),
    "aire": ('fo:margin-bottom="1.5cm" fo:keep-with-next="always"', ""),
    "pie": ('fo:text-align="center" fo:border-top="0.4pt solid #808080" fo:padding-top="0.1cm"', 'fo:font-size="8pt" fo:color="#606060"'),
}


def _estilos():
    salida = [f'<style:default-style style:family="paragraph"><style:text-properties style:font-name="{FUENTE}" fo:font-size="11.5pt" '
              'fo:language="es" fo:country="MX"/></style:default-style>',
              '<style:style style:name="Standard" style:family="paragraph" style:class="text"/>']
    for nombre, (parrafo, letra) in PARRAFOS.items():
        salida.append(f'<style:style style:name="{nombre}" style:family="paragraph" style:parent-style-name="Standard">'
                      f"<style:paragraph-properties {parrafo}/><style:text-properties {letra}/></style:style>")
    return "".join(salida)


def _automaticos(anchos):
    salida = ['<style:style style:name="hoja" style:family="paragraph" style:parent-style-name="p">'
              '<style:paragraph-properties fo:break-before="page"/></style:style>',
              '<style:style style:name="N" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>',
              '<style:style style:name="T" style:family="table"><style:table-properties style:width="16.5cm" table:align="center" '
              'fo:margin-bottom="0.35cm"/></style:style>',
              '<style:style style:name="F" style:family="table"><style:table-properties style:width="16.5cm" table:align="center" '
              'style:may-break-between-rows="false" fo:keep-with-next="auto"/></style:style>',
              '<style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm" '
              'fo:border="0.4pt solid #808080"/></style:style>',
              '<style:style style:name="V" style:family="table-cell"><style:table-cell-properties fo:padding="0.15cm"/></style:style>',
              '<style:style style:name="R" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>',
              '<style:page-layout style:name="carta"><style:page-layout-properties fo:page-width="21.59cm" fo:page-height="27.94cm" '
              'fo:margin-top="2.3cm" fo:margin-bottom="1.6cm" fo:margin-left="2.5cm" fo:margin-right="2.5cm"/>'
              '<style:footer-style><style:header-footer-properties fo:min-height="0.9cm" fo:margin-top="0.4cm"/></style:footer-style>'
              "</style:page-layout>"]
    for ancho in sorted(anchos):
        salida.append(f'<style:style style:name="{_columna(ancho)}" style:family="table-column">'
                      f'<style:table-column-properties style:column-width="{ancho}cm"/></style:style>')
    return "".join(salida)


def _columna(ancho):
    return "K" + str(ancho).replace(".", "_")


def _linea(texto):
    partes = re.split(r"\*\*(.+?)\*\*", texto)
    return "".join(f'<text:span text:style-name="N">{escape(t)}</text:span>' if i % 2 else escape(t) for i, t in enumerate(partes))


def _parrafo(estilo, texto):
    return f'<text:p text:style-name="{estilo}">{_linea(texto)}</text:p>'


def _tabla(filas, anchos):
    salida = ['<table:table table:style-name="T">', *(f'<table:table-column table:style-name="{_columna(a)}"/>' for a in anchos)]
    for i, fila in enumerate(filas):
        salida.append('<table:table-row table:style-name="R">')
        for celda in fila:
            texto = f"**{celda}**" if i == 0 and celda else celda
            salida.append(f'<table:table-cell table:style-name="C">{_parrafo("celda", texto)}</table:table-cell>')
        salida.append("</table:table-row>")
    # Word knows no margin under a table.
    return "".join(salida) + '</table:table><text:p text:style-name="izq"/>'


# The line on which a person signs; escaneo.py looks for it on the page.
RAYA = "_" * 30


def _firmas(quienes):
    columnas = min(len(quienes), 2)
    salida = ['<table:table table:style-name="F">',
              f'<table:table-column table:style-name="{_columna(16.5 / columnas)}" table:number-columns-repeated="{columnas}"/>']
    for i in range(0, len(quienes), columnas):
        salida.append('<table:table-row table:style-name="R">')
        for quien in (quienes[i:i + columnas] + [None])[:columnas]:
            lineas = [_parrafo("firma", t) for t in quien[:1]] + ['<text:p text:style-name="aire"/>'] + \
                [_parrafo("firma", t) for t in [RAYA, *quien[1:]]] if quien else [_parrafo("firma", "")]
            salida.append(f'<table:table-cell table:style-name="V">{"".join(lineas)}</table:table-cell>')
        salida.append("</table:table-row>")
    return "".join(salida) + "</table:table>"


def _bloque(b):
    if b[0] == "tabla":
        return _tabla(b[1], b[2])
    if b[0] == "firmas":
        return _firmas(b[1])
    if b[0] == "hoja":
        return '<text:p text:style-name="hoja"/>'
    return _parrafo(b[0], b[1])


def documento(titulo, bloques, pie):
    """The whole file as text."""
    anchos = {8.25, 16.5} | {a for b in bloques if b[0] == "tabla" for a in b[2]}
    pie_texto = f'{escape(pie)} · página <text:page-number text:select-page="current"/> de <text:page-count/>'
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NS} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3" '
            'office:mimetype="application/vnd.oasis.opendocument.text">'
            f"<office:meta><dc:title>{escape(titulo)}</dc:title><dc:language>es-MX</dc:language></office:meta>"
            f'<office:font-face-decls><style:font-face style:name="{FUENTE}" svg:font-family="&apos;{FUENTE}&apos;"/></office:font-face-decls>'
            f"<office:styles>{_estilos()}</office:styles><office:automatic-styles>{_automaticos(anchos)}</office:automatic-styles>"
            '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="carta">'
            f'<style:footer><text:p text:style-name="pie">{pie_texto}</text:p></style:footer></style:master-page></office:master-styles>'
            f'<office:body><office:text>{"".join(_bloque(b) for b in bloques)}</office:text></office:body></office:document>\n')
