"""The texts of campo_textos.py as Word files, written by LibreOffice: campo.py FOLDER. Within a text **…** is bold, \\n a line break, \\t a tab."""
import os
import pathlib
import re
import subprocess
import sys
from xml.sax.saxutils import escape

import campo_textos

NS = " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{u}"' for p, u in (
    ("office", "office:1.0"), ("style", "style:1.0"), ("text", "text:1.0"), ("table", "table:1.0"), ("draw", "drawing:1.0"), ("fo", "xsl-fo-compatible:1.0"),
    ("svg", "svg-compatible:1.0")))
NUMEROS = {"LC": ('style:num-prefix="Cláusula " style:num-suffix="."', "1"), "LA": ('style:num-suffix=")"', "a"), "LR": ('style:num-suffix="."', "I")}


def parrafo(texto, estilo="P"):
    t = re.sub(r"\*\*(.+?)\*\*", r'<text:span text:style-name="B">\1</text:span>', escape(texto))
    return f'<text:p text:style-name="{estilo}">' + t.replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>") + "</text:p>"


def tabla(filas):
    celda = "<table:table-cell>{}</table:table-cell>".format
    return (f'<table:table><table:table-column table:number-columns-repeated="{len(filas[0])}"/>' +
            "".join("<table:table-row>" + "".join(celda("".join(parrafo(t) for t in c.split("|"))) for c in f) + "</table:table-row>" for f in filas) + "</table:table>")


def lista(estilo, items, sigue):
    cabeza = f'<text:list text:style-name="{estilo}"' + (' text:continue-numbering="true"' if sigue else "") + ">"
    return cabeza + "".join(f"<text:list-item>{parrafo(i)}</text:list-item>" for i in items) + "</text:list>"


def niveles(titulo, items, sigue):
    """A heading numbered «1.» with paragraphs «1.1.», «1.2.»… below."""
    dentro = "<text:list>" + "".join(f"<text:list-item>{parrafo(i)}</text:list-item>" for i in items) + "</text:list>"
    return lista("LD", [titulo], sigue).replace("</text:list-item>", dentro + "</text:list-item>")


def caja(bloques):
    return ('<text:p><draw:frame text:anchor-type="paragraph" svg:width="14cm" svg:height="4cm"><draw:text-box>' + "".join(map(bloque, bloques)) +
            "</draw:text-box></draw:frame></text:p>")


BLOQUES = {"p": parrafo, "c": lambda t: parrafo(t, "C"), "h": lambda t: f'<text:h text:style-name="H1" text:outline-level="1">{escape(t)}</text:h>',
           "tabla": tabla, "lista": lista, "niveles": niveles, "caja": caja, "salto": lambda: '<text:p text:style-name="S"/>'}


def bloque(b):
    return BLOQUES[b[0]](*b[1:])


def fodt(bloques):
    parrafos = "".join(f'<style:style style:name="{n}" style:family="paragraph"><style:paragraph-properties {p}/></style:style>' for n, p in (
        ("P", 'fo:text-align="justify"'), ("C", 'fo:text-align="center"'), ("S", 'fo:break-before="page"')))
    listas = "".join(f'<text:list-style style:name="{n}"><text:list-level-style-number text:level="1" {c} style:num-format="{f}"/></text:list-style>'
                     for n, (c, f) in NUMEROS.items())
    decimal = "".join(f'<text:list-level-style-number text:level="{i}" style:num-suffix="." style:num-format="1" text:display-levels="{i}"/>' for i in (1, 2))
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document {NS} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
            '<office:styles><style:default-style style:family="paragraph"><style:text-properties fo:language="es" fo:country="MX"/></style:default-style>'
            '<style:style style:name="H1" style:display-name="Heading 1" style:family="paragraph" style:default-outline-level="1"/></office:styles>'
            f'<office:automatic-styles>{parrafos}<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
            f'{listas}<text:list-style style:name="LD">{decimal}</text:list-style><style:page-layout style:name="hoja"><style:page-layout-properties '
            'fo:page-width="21.59cm" fo:page-height="27.94cm" fo:margin="2.5cm"/><style:footer-style/></style:page-layout></office:automatic-styles>'
            '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="hoja"><style:footer><text:p>Página <text:page-number/> de '
            f"<text:page-count/></text:p></style:footer></style:master-page></office:master-styles><office:body><office:text>{''.join(map(bloque, bloques))}"
            "</office:text></office:body></office:document>")


def escribir(carpeta):
    """{id: path of its DOCX}, made with one start of LibreOffice."""
    carpeta = pathlib.Path(carpeta)
    fuentes = [carpeta / f"{t.id}.fodt" for t in campo_textos.TEXTOS]
    for t, f in zip(campo_textos.TEXTOS, fuentes):
        f.write_text(fodt(t.bloques), encoding="utf-8")
    subprocess.run(["soffice", f"-env:UserInstallation=file://{carpeta}/perfil", "--headless", "--norestore", "--convert-to", "docx", "--outdir", carpeta, *fuentes],
                   check=True, capture_output=True, timeout=240, env={**os.environ, "HOME": str(carpeta), "LC_ALL": "C.UTF-8"})
    return {t.id: carpeta / f"{t.id}.docx" for t in campo_textos.TEXTOS}


if __name__ == "__main__":
    for ruta in escribir(sys.argv[1]).values():
        print(ruta)
