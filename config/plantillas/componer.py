"""Templates and data (JSON, standard input) into one PDF (standard output): PDF/A-2b, tagged, with an empty PAdES signature in place.

Run by dictamend in its cage, one document a process. A page that is made already ("pagina") is only printed; a template that is tried ("probar") is filled in with
samples and comes out as a PDF that nobody takes for a document. A fault of a template is told as JSON on standard output, with exit status 3.
Same input, same bytes: no clock, no random, no network, no file but fonts and hyphenation.
"""

import hashlib
import io
import json
import logging
import os
import re
import sys
from xml.sax.saxutils import escape

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

FALTA = 3


class Falta(Exception):
    """A template that cannot be used."""

    def __init__(self, plantilla, linea, columna, motivo):
        super().__init__(motivo)
        self.plantilla, self.linea, self.columna, self.motivo = plantilla, linea, columna, motivo


# --- where a fault is: Jinja knows the line only ----------------------------------------------------------------------------------------


def saltos(texto):
    return texto.replace("\r\n", "\n").replace("\r", "\n")


def vigilar(e):
    """Notes where the last token that the parser took begins, template by template."""
    ultimo, leer = {}, e.lexer.tokeniter

    def tokeniter(fuente, nombre, archivo=None, estado=None):
        texto, fin = saltos(fuente), 0
        try:
            for linea, clase, trozo in leer(fuente, nombre, archivo, estado):
                ultimo[nombre] = max(texto.find(trozo, fin), fin)
                fin = ultimo[nombre] + len(trozo)
                yield linea, clase, trozo
        except jinja2.TemplateSyntaxError:
            ultimo[nombre] = fin  # what is no token at all begins where the last one ended
            raise

    e.lexer.tokeniter = tokeniter
    return ultimo


def columna_de(plantillas, nombre, linea, motivo, ultimo=None):
    """From 1; 0: not known. The token if it is on that line, else the only thing there that it can be: the name that the fault tells, or the one tag."""
    texto = saltos(plantillas.get(nombre, ""))
    lugar = (ultimo or {}).get(nombre)
    if lugar is not None and texto.count("\n", 0, lugar) + 1 == linea:
        return lugar - texto.rfind("\n", 0, lugar)
    renglones = texto.split("\n")
    renglon = renglones[linea - 1] if 0 < linea <= len(renglones) else ""
    dicho = re.search(r"'(\w+)' is undefined|has no (?:attribute|element) '?(\w+)", motivo)
    patrones = [r"\b" + re.escape(dicho.group(1) or dicho.group(2)) + r"\b"] if dicho else []
    for patron in patrones + [r"\{[{%]"]:
        hallados = list(re.finditer(patron, renglon))
        if len(hallados) == 1:
            return hallados[0].start() + 1
    return 0


def de_sintaxis(f, nombre, plantillas, ultimo):
    cual = f.name or nombre
    return Falta(cual, f.lineno, columna_de(plantillas, cual, f.lineno, f.message, ultimo), f.message)


def entorno(plantillas):
    def cargar(nombre):  # under their names as files, so that a traceback tells which one it was in
        return (plantillas[nombre], nombre, lambda: True) if nombre in plantillas else None

    e = ImmutableSandboxedEnvironment(loader=jinja2.FunctionLoader(cargar), autoescape=True, undefined=jinja2.StrictUndefined,
                                      trim_blocks=True, lstrip_blocks=True)
    e.globals = {k: e.globals[k] for k in ("range", "namespace", "dict")}
    return e


def linea_de(error, plantillas):
    """(template, line) of the innermost template frame of a failure."""
    hallado, t = (None, 0), error.__traceback__
    while t:
        nombre = t.tb_frame.f_code.co_filename
        if nombre in plantillas:
            hallado = nombre, t.tb_lineno
        t = t.tb_next
    return hallado


def revisar_estilo(nombre, texto):
    """What a browser would pass over in silence: rules and declarations that cannot be read."""
    import tinycss2

    for regla in tinycss2.parse_stylesheet(texto, skip_comments=True, skip_whitespace=True):
        dentro = regla.content if regla.type in ("qualified-rule", "at-rule") and regla.content else []
        if regla.type == "at-rule" and regla.lower_at_keyword in ("media", "supports"):
            dentro = []
        for x in [regla, *tinycss2.parse_declaration_list(dentro, skip_comments=True, skip_whitespace=True)]:
            if x.type == "error":
                raise Falta(nombre, x.source_line, x.source_column, f"CSS: {x.message}")


def revisar(plantillas):
    e = entorno(plantillas)
    ultimo = vigilar(e)
    for nombre in sorted(plantillas):
        try:
            e.get_template(nombre)
        except jinja2.TemplateSyntaxError as f:
            raise de_sintaxis(f, nombre, plantillas, ultimo) from None
        if nombre.endswith(".css") and not re.search(r"\{[{%#]", plantillas[nombre]):
            revisar_estilo(nombre, plantillas[nombre])


def componer(plantillas, nombre, datos):
    e = entorno(plantillas)
    ultimo = vigilar(e)
    try:
        return e.get_template(nombre).render(datos)
    except jinja2.TemplateSyntaxError as f:
        raise de_sintaxis(f, nombre, plantillas, ultimo) from None
    except jinja2.TemplateNotFound as f:
        donde, linea = linea_de(f, plantillas)
        raise Falta(donde or nombre, linea, columna_de(plantillas, donde or nombre, linea, ""), f"no existe la plantilla «{f.name}»") from None
    except Exception as f:  # whatever a template does wrong is the template's
        donde, linea = linea_de(f, plantillas)
        motivo = f"{type(f).__name__}: {f}"
        raise Falta(donde or nombre, linea, columna_de(plantillas, donde or nombre, linea, motivo), motivo) from None


# --- the PDF's own parts ------------------------------------------------------------------------------------------------------------


def xmp(m, productor, parte):
    """Equal to the information dictionary, as ISO 19005 §6.6.2 wants. Level B: the tags are there, their level is not claimed."""
    e = {k: escape(v) for k, v in m.items()}
    return (f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>{parte}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>es-MX</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{e["titulo"]}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{e["autor"]}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{e["asunto"]}</rdf:li></rdf:Alt></dc:description>
<pdf:Producer>{escape(productor)}</pdf:Producer>
<xmp:CreatorTool>dictamend</xmp:CreatorTool><xmp:CreateDate>{e["creado"]}</xmp:CreateDate><xmp:ModifyDate>{e["creado"]}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""").encode("utf-8")


def poner_metadatos(pdf, pydyf, m, parte):
    productor = pdf.info["Producer"].string
    fecha = "D:" + m["creado"].translate(str.maketrans("", "", "-:T"))  # …Z
    pdf.info.clear()
    for clave, valor in (("Title", m["titulo"]), ("Author", m["autor"]), ("Subject", m["asunto"]), ("Creator", "dictamend"),
                         ("Producer", productor), ("CreationDate", fecha), ("ModDate", fecha)):
        pdf.info[clave] = pydyf.String(valor)
    flujo = pydyf.Stream([xmp(m, productor, parte)], extra={"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(flujo)
    pdf.catalog["Metadata"] = flujo.reference


def poner_adjunto(pdf, pydyf, a, creado):
    """A file inside, not compressed, so that a small program finds it. Only PDF/A-3 may carry one that is no PDF. Its slashes are written by their
    number, which JSON allows: no name that somebody gave an agreement looks like a part of the PDF."""
    contenido = a["contenido"].replace("/", "\\u002f").encode("utf-8")
    fecha = pydyf.String("D:" + creado.translate(str.maketrans("", "", "-:T")))
    flujo = pydyf.Stream([contenido], extra={"Type": "/EmbeddedFile", "Subtype": "/application#2Fjson",
                                             "Params": pydyf.Dictionary({"Size": len(contenido), "ModDate": fecha})})
    pdf.add_object(flujo)
    nombre = pydyf.String(a["nombre"])
    ficha = pydyf.Dictionary({"Type": "/Filespec", "F": nombre, "UF": nombre, "AFRelationship": "/Data",
                              "EF": pydyf.Dictionary({"F": flujo.reference, "UF": flujo.reference})})
    pdf.add_object(ficha)
    pdf.catalog["AF"] = pydyf.Array([ficha.reference])
    nombres = pydyf.Dictionary({"Names": pydyf.Array([nombre, ficha.reference])})
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = nombres


def poner_firma(pdf, pydyf, f):
    """The signature's dictionary and its invisible field. The blanks have the width that src/emision/sello_pdf.c fills in."""
    firma = pydyf.Dictionary({"Type": "/Sig", "Filter": "/Adobe.PPKLite", "SubFilter": "/ETSI.CAdES.detached",
                              "ByteRange": "[0 0000000000 0000000000 0000000000]", "Contents": "<" + "0" * (2 * f["reserva"]) + ">",
                              "M": "(D:00000000000000Z)", "Reason": pydyf.String(f["motivo"])})
    pdf.add_object(firma)
    pagina = pdf.objects[pdf.pages["Kids"][0]]
    campo = pydyf.Dictionary({"Type": "/Annot", "Subtype": "/Widget", "FT": "/Sig", "T": pydyf.String("Sello"), "V": firma.reference,
                              "P": pagina.reference, "Rect": pydyf.Array([0, 0, 0, 0]), "F": 132})
    pdf.add_object(campo)
    pagina.setdefault("Annots", pydyf.Array()).append(campo.reference)
    formulario = pydyf.Dictionary({"Fields": pydyf.Array([campo.reference]), "SigFlags": 3})
    pdf.add_object(formulario)
    pdf.catalog["AcroForm"] = formulario.reference


TRAZOS = (  # M U E S T R A, each in a square of side 1
    ((0, 0), (0, 1), (.5, .4), (1, 1), (1, 0)), ((0, 1), (0, .2), (.2, 0), (.8, 0), (1, .2), (1, 1)),
    ((1, 1), (0, 1), (0, .5), (.8, .5), (0, .5), (0, 0), (1, 0)),
    ((1, .8), (.8, 1), (.2, 1), (0, .8), (0, .6), (.2, .5), (.8, .5), (1, .4), (1, .2), (.8, 0), (.2, 0), (0, .2)),
    ((0, 1), (1, 1), (.5, 1), (.5, 0)), ((0, 0), (0, 1), (.8, 1), (1, .85), (1, .65), (.8, .5), (0, .5), (.5, .5), (1, 0)),
    ((0, 0), (.2, .4), (.8, .4), (.2, .4), (.5, 1), (.8, .4), (1, 0)))


def poner_muestra(pdf, pydyf):
    """MUESTRA across every page, drawn last and without a font: no style of a template hides it."""
    letras = "".join(" ".join(f"{58 * n + 40 * x:.1f} {55 * y:.1f} {'l' if i else 'm'}" for i, (x, y) in enumerate(trazo)) + " S\n"
                     for n, trazo in enumerate(TRAZOS))
    antes = pydyf.Stream([b"q"])
    despues = pydyf.Stream([("Q /Artifact BMC q .85 .45 .45 RG 3 w 1 J 1 j .7071 .7071 -.7071 .7071 180 240 cm\n" + letras + "Q EMC").encode()])
    pdf.add_object(antes)
    pdf.add_object(despues)
    for n in pdf.pages["Kids"][::3]:
        pagina = pdf.objects[n]
        pagina["Contents"] = pydyf.Array([antes.reference, pagina["Contents"], despues.reference])


def variante(m, firma, adjunto, muestra):
    """WeasyPrint makes PDF/UA's structure or PDF/A's colours, not both: here one after the other, with metadata of our own."""
    import pydyf
    from weasyprint.pdf import pdfa, pdfua

    def nada(*_args, **_mas):
        pass

    def aplicar(pdf, metadatos, documento, paginas):
        pdfa.add_metadata = pdfua.add_metadata = nada
        pdfua.pdfua(pdf, metadatos, documento, paginas)
        parte = 3 if adjunto else 2
        pdfa.pdfa(pdf, metadatos, documento, paginas, version=parte)  # after it: also mends the flags of the links' annotations
        poner_metadatos(pdf, pydyf, m, parte)
        if adjunto:
            poner_adjunto(pdf, pydyf, adjunto, m["creado"])
        if firma:
            poner_firma(pdf, pydyf, firma)
        if muestra:
            poner_muestra(pdf, pydyf)

    return aplicar


def sin_direcciones(pedidas):
    def negar(url, *_args, **_mas):
        pedidas.append(url)
        raise ValueError(f"a document fetches nothing: {url[:80]}")

    return negar


HARFBUZZ = """
typedef ... hb_set_t;
typedef ... hb_subset_input_t;
hb_blob_t *hb_blob_create_or_fail(const char *data, unsigned int length, int mode, void *user_data, void *destroy);
hb_face_t *hb_face_create(hb_blob_t *blob, unsigned int index);
void hb_face_destroy(hb_face_t *face);
void hb_set_add(hb_set_t *set, hb_codepoint_t codepoint);
hb_subset_input_t *hb_subset_input_create_or_fail(void);
void hb_subset_input_destroy(hb_subset_input_t *input);
hb_set_t *hb_subset_input_glyph_set(hb_subset_input_t *input);
hb_set_t *hb_subset_input_set(hb_subset_input_t *input, int set_type);
void hb_subset_input_set_flags(hb_subset_input_t *input, unsigned int flags);
hb_face_t *hb_subset_or_fail(hb_face_t *source, const hb_subset_input_t *input);
"""
LECTURA, TABLAS_FUERA = 1, 3  # HB_MEMORY_MODE_READONLY, HB_SUBSET_SETS_DROP_TABLE_TAG
SIN_PISTAS, CON_NUMEROS, SIN_SUBRUTINAS = 1, 2, 4  # HB_SUBSET_FLAGS_NO_HINTING, _RETAIN_GIDS, _DESUBROUTINIZE
DE_COMPOSICION = (b"BASE", b"DSIG", b"GDEF", b"GPOS", b"GSUB", b"kern")  # tables that whoever draws the glyphs does not ask for


def reductor():
    """The function that leaves of a font (its bytes) only the glyphs drawn. HarfBuzz's takes a hundredth of the time that fontTools' does."""
    from weasyprint.text.ffi import ffi, harfbuzz

    ffi.cdef(HARFBUZZ)
    hb = ffi.dlopen("libharfbuzz-subset.so.0")

    def reducir(contenido, indice, glifos):
        datos = ffi.gc(harfbuzz.hb_blob_create_or_fail(contenido, len(contenido), LECTURA, ffi.NULL, ffi.NULL), harfbuzz.hb_blob_destroy)
        entera = ffi.gc(harfbuzz.hb_face_create(datos, indice), harfbuzz.hb_face_destroy)
        pedido = ffi.gc(hb.hb_subset_input_create_or_fail(), hb.hb_subset_input_destroy)
        hb.hb_subset_input_set_flags(pedido, SIN_PISTAS | CON_NUMEROS | SIN_SUBRUTINAS)
        for glifo in glifos:
            harfbuzz.hb_set_add(hb.hb_subset_input_glyph_set(pedido), glifo)
        for tabla in DE_COMPOSICION:
            harfbuzz.hb_set_add(hb.hb_subset_input_set(pedido, TABLAS_FUERA), int.from_bytes(tabla, "big"))
        parte = ffi.gc(hb.hb_subset_or_fail(entera, pedido), harfbuzz.hb_face_destroy)
        if parte == ffi.NULL:
            return contenido  # whole, as WeasyPrint leaves what it cannot reduce
        hecha = ffi.gc(harfbuzz.hb_face_reference_blob(parte), harfbuzz.hb_blob_destroy)
        largo = ffi.new("unsigned int *")
        return ffi.unpack(harfbuzz.hb_blob_get_data(hecha, largo), largo[0])

    return reducir


def fuentes_chicas(clase):
    """WeasyPrint's fontTools is left what it alone can do, variable fonts and those of pictures; without the time of day and measuring every glyph anew."""
    limpiar, reducir = clase.clean, reductor()

    def clean(fuente, cmap):
        if fuente.png or fuente.svg or "fvar" in (fuente.ttfont or ()):
            fuente.ttfont.recalcTimestamp = fuente.ttfont.recalcBBoxes = False
            limpiar(fuente, cmap)
        else:
            fuente.file_content = reducir(fuente.file_content, fuente.index, cmap)

    clase.clean = clean


def marcar(html, marca, arriba):
    """Across each page and at its top: what a sandbox writes must not pass for what it imitates, folded or cut."""
    texto = escape(marca)
    estilo = ("<style>.marca-ensayo{position:fixed;z-index:9;hyphens:none;white-space:nowrap;font-family:'Liberation Sans',sans-serif;font-weight:bold;color:#b00020}"
              ".marca-ensayo.arriba{left:0;right:0;text-align:center;font-size:12pt}"
              ".marca-ensayo.cruzada{top:105mm;left:-10mm;right:-10mm;text-align:center;font-size:40pt;color:#f3c9cf;z-index:-1;transform:rotate(-35deg)}</style>")
    piezas = f'{estilo}<div class="marca-ensayo arriba" style="top:{arriba}mm">{texto}</div><div class="marca-ensayo cruzada" aria-hidden="true">{texto}</div>'
    m = re.search(r"<(body|main)[^>]*>", html)
    return html[:m.end()] + piezas + html[m.end():] if m else piezas + html


def imprimir(html, entrada, salida):
    """The addresses that the page wanted fetched; none was."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    import weasyprint
    from weasyprint.pdf import VARIANTS, stream
    from weasyprint.text import fonts

    fuentes_chicas(stream.Font)
    fonts.mkdtemp = lambda **_mas: "/nonexistent"  # a folder for @font-face, which has no addresses here: nothing is written

    VARIANTS["dictamen"] = (variante(entrada["metadatos"], entrada.get("firma"), entrada.get("adjunto"), "probar" in entrada),
                            {"version": "1.7", "mark": True})
    pedidas = []
    documento = weasyprint.HTML(string=html, base_url=None, url_fetcher=sin_direcciones(pedidas))
    documento.write_pdf(salida, variant="dictamen", optimize_size=("fonts",),
                        identifier=hashlib.sha256(html.encode()).digest()[:16].hex().encode())
    return pedidas


# --- trying a template ------------------------------------------------------------------------------------------------------------------


def donde_dice(plantillas, texto):
    """(template, line, column) of a text that a template has written in it; without any: (None, 0, 0)."""
    for nombre in sorted(plantillas):
        fuente = saltos(plantillas[nombre])
        lugar = fuente.find(texto)
        if lugar >= 0:
            return nombre, fuente.count("\n", 0, lugar) + 1, lugar - fuente.rfind("\n", 0, lugar)
    return None, 0, 0


def probar(entrada):
    """Every document with every sample, since templates use each other; then the one that is tried, printed."""
    plantillas, muestras, nombre = entrada["plantillas"], entrada["muestras"], entrada["probar"]
    revisar(plantillas)
    hechos = {}
    for cual in sorted(plantillas):
        if cual.endswith(".html") and cual not in muestras["compartidas"]:
            for datos in muestras.get(cual, muestras["expediente"]):
                hechos.setdefault(cual, componer(plantillas, cual, datos))
    salida = io.BytesIO()
    try:
        pedidas = imprimir(hechos.get(nombre, hechos[muestras["por_omision"]]), entrada, salida)
    except Exception as f:
        raise Falta(nombre, 0, 0, f"no se puede imprimir ({type(f).__name__})") from None
    if pedidas:
        cual, linea, columna = donde_dice(plantillas, pedidas[0])
        raise Falta(cual or nombre, linea, columna, f"pide «{pedidas[0][:100]}», y un documento no trae nada de fuera: dibújelo en la plantilla, con <svg>")
    return salida.getvalue()


def principal():
    entrada = json.load(sys.stdin)
    try:
        if entrada.get("revisar"):
            revisar(entrada["plantillas"])
            return 0
        if entrada.get("probar"):
            sys.stdout.buffer.write(probar(entrada))
            return 0
        html = entrada.get("pagina") or componer(entrada["plantillas"], entrada["plantilla"], entrada["datos"])
    except Falta as f:
        json.dump({"columna": f.columna or 0, "linea": f.linea or 0, "motivo": str(f.motivo)[:500], "plantilla": str(f.plantilla)[:100]}, sys.stdout, sort_keys=True)
        return FALTA
    if "marca" in entrada:
        html = marcar(html, entrada["marca"], -14 if "pagina" in entrada else -29)  # within the margin of its style
    imprimir(html, entrada, sys.stdout.buffer)
    return 0


codigo = principal()
sys.stdout.flush()
os._exit(codigo)  # what Python would still tidy up goes with the process
