"""PDFs of some kilobytes whose pages ask a reader to expand gigabytes."""

import struct
import zlib

from support import archivos


def _jpx(lado):
    """The headers of a JPEG 2000 image, and nothing after them."""
    siz = struct.pack(">HIIIIIIIIHBBB", 0, lado, lado, 0, 0, lado, lado, 0, 0, 1, 7, 1, 1)
    return (b"\xff\x4f\xff\x51" + struct.pack(">H", 2 + len(siz)) + siz + bytes.fromhex("ff52000c00000001000404040001") + bytes.fromhex("ff5c00042040")
            + bytes.fromhex("ff90000a0000000000000001ff93ffd9"))


def _jpeg(lado):
    """The headers of a JPEG image, and no scan."""
    return b"\xff\xd8\xff\xc0\x00\x0b\x08" + struct.pack(">HH", lado, lado) + b"\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\xff\xd9"


# What a page of some hundred bytes can ask a reader to expand: filter → (side, entries, stream).
BOMBAS = {
    "flate": (40000, "/Filter /FlateDecode /BitsPerComponent 1", lambda n: zlib.compress(bytes(n * n // 8), 9)),
    "ccitt": (60000, "/Filter /CCITTFaxDecode /BitsPerComponent 1 /DecodeParms << /K -1 /Columns 60000 /Rows 60000 >>", lambda n: b"\xff" * (n // 8)),
    "jbig2": (60000, "/Filter /JBIG2Decode /BitsPerComponent 1", lambda n: struct.pack(">IBBBI", 0, 0x30, 0, 1, 19) + struct.pack(">IIIIBH", n, n, 0, 0, 0, 0)),
    "jpx": (60000, "/Filter /JPXDecode /BitsPerComponent 8", _jpx),
    "dct": (65500, "/Filter /DCTDecode /BitsPerComponent 8", _jpeg),
}


def pdf(*filtros):
    """A page with text, then one for each filter that an image of absurd size covers."""
    texto = b"BT /F1 12 Tf 72 720 Td (Primera hoja de la copia firmada, con texto que se lee.) Tj ET"
    objetos = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(texto), texto)]
    paginas = [4]
    for f in filtros:
        lado, entradas, hacer = BOMBAS[f]
        datos, pinta = hacer(lado), b"q 612 0 0 792 0 0 cm /Im Do Q"
        n = len(objetos)
        paginas.append(n + 1)
        objetos += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /XObject << /Im %d 0 R >> >> >>" % (n + 2, n + 3),
                    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(pinta), pinta),
                    b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray %s /Length %d >>\nstream\n%s\nendstream"
                    % (lado, lado, entradas.encode(), len(datos), datos)]
    objetos[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % p for p in paginas), len(paginas))
    return archivos.pdf_de_objetos(objetos)
