"""Small real files: Word texts (OOXML packages) and PDF documents, made by hand so that the tests need no office suite."""

import hashlib
import io
import zipfile
import base64
import uuid
from xml.sax.saxutils import escape

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"

_TIPOS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{tipo}"/></Types>"""
_RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""
_PRINCIPAL = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def docx(*parrafos, tipo=_PRINCIPAL, comprimir=True):
    cuerpo = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(p)}</w:t></w:r></w:p>' for p in parrafos)
    documento = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
                 '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
                 f"{cuerpo}</w:body></w:document>")
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED if comprimir else zipfile.ZIP_STORED) as z:
        for nombre, texto in (("[Content_Types].xml", _TIPOS.format(tipo=tipo)), ("_rels/.rels", _RELS), ("word/document.xml", documento)):
            z.writestr(zipfile.ZipInfo(nombre, (2026, 1, 1, 0, 0, 0)), texto, z.compression)
    return salida.getvalue()


def texto_acuerdo(clave=None):
    """The text of an agreement that no other test uses (rule 2: the same text cannot be filed twice)."""
    clave = clave or uuid.uuid4().hex
    return ["ACUERDO DE HERMANAMIENTO ENTRE LA CIUDAD DE GUADALAJARA Y LA CIUDAD DE KIOTO",
            f"Las Partes, con referencia {clave}, convencidas de la cooperación entre sus pueblos, acuerdan:",
            "PRIMERA. Las Partes promoverán la cooperación en educación y cultura.",
            "SEGUNDA. El presente Acuerdo no genera obligaciones presupuestales.",
            "TERCERA. Entrará en vigor en la fecha de su firma."]


def proyecto(clave=None):
    return docx(*texto_acuerdo(clave))


def pdf_de_objetos(objetos):
    """A PDF of these objects, numbered from 1; the first one is its catalog."""
    salida = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    posiciones = []
    for i, o in enumerate(objetos, 1):
        posiciones.append(len(salida))
        salida += b"%d 0 obj\n%s\nendobj\n" % (i, o)
    xref = len(salida)
    salida += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objetos) + 1)
    for p in posiciones:
        salida += b"%010d 00000 n \n" % p
    salida += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objetos) + 1, xref)
    return bytes(salida)


def pdf(texto="Documento de prueba", relleno=0):
    """One page with a line of text; `relleno` adds an object of that many bytes."""
    linea = f"BT /F1 12 Tf 72 720 Td ({texto}) Tj ET".encode("latin-1", "replace")
    objetos = [b"<< /Type /Catalog /Pages 2 0 R >>",
               b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(linea), linea),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    if relleno:
        objetos.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (relleno, b"\x00" * relleno))
    return pdf_de_objetos(objetos)


def pdf_unico():
    return pdf(f"Documento {uuid.uuid4()}")


def pdf_de(tamano, texto=None):
    """A PDF of exactly that many bytes."""
    texto = texto or f"Documento grande {uuid.uuid4()}"
    sobra = len(pdf(texto, tamano)) - tamano
    salida = pdf(texto, tamano - sobra)
    # The length of the numbers inside may have shortened the frame by a digit or two.
    while len(salida) != tamano:
        sobra += len(salida) - tamano
        salida = pdf(texto, tamano - sobra)
    return salida


def digesto(datos):
    return "sha-256=:" + base64.b64encode(hashlib.sha256(datos).digest()).decode() + ":"


def sha256(datos):
    return hashlib.sha256(datos).hexdigest()


def multiparte(nombre, tipo, datos, campo="archivo", otras=()):
    """(content type, body) of a form with one file."""
    borde = "----dictamen" + uuid.uuid4().hex
    partes = b""
    for c, valor in otras:
        partes += f'--{borde}\r\nContent-Disposition: form-data; name="{c}"\r\n\r\n{valor}\r\n'.encode()
    partes += (f'--{borde}\r\nContent-Disposition: form-data; name="{campo}"; filename="{nombre}"\r\n'
               f"Content-Type: {tipo}\r\n\r\n").encode() + datos + f"\r\n--{borde}--\r\n".encode()
    return f"multipart/form-data; boundary={borde}", partes
