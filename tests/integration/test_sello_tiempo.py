"""Time-stamps: taken when they can be checked; without them the document is sealed all the same, and says why."""

from support import sello as modulo
from support.sello import Sello, contenido, esperar_documentos
from support.tramite import Mundo
from support.tsa import Tsa


def test_sello_de_tiempo(base_propia, lanzar, tmp_path):
    sello, tsa = Sello(), Tsa(str(tmp_path))
    try:
        s = lanzar(base_propia, {**sello.ajustes, "DICTAMEN_TSA_URL": tsa.url, "DICTAMEN_TSA_CERTIFICADO": tsa.autoridad})
        m = Mundo(base_propia, s)
        t = m.tramite()
        t.presentar()
        d = esperar_documentos(m, t, 1)[0]
        assert d["sello"]["nivel"] == "B-T" and "nota" not in d["sello"] and tsa.pedidos == 1
        datos = contenido(m.dgcp, t, d)
        # id-smime-aa-timeStampToken, 1.2.840.113549.1.9.16.2.14, in hexadecimal as the PDF has it
        assert b"060b2a864886f70d010910020e" in datos
        archivo, almacen = tmp_path / "t.pdf", tmp_path / "nss"
        archivo.write_bytes(datos)
        almacen.mkdir()
        modulo.nss(sello, str(almacen))
        assert modulo.firmas(str(archivo), str(almacen)) == ("Signature is Valid.", "Certificate is Trusted.", True)
        assert m.anonimo().get(f"/v1/verificacion/{d['codigo']}").json["sello"] == "B-T"
        for modo, dice in (("basura", "no se entiende"), ("repite", "no pasó la comprobación"), ("falla", "no respondió")):
            tsa.modo = modo
            t = m.tramite()
            t.presentar()
            d = esperar_documentos(m, t, 1)[0]
            assert d["sello"]["nivel"] == "B-B" and dice in d["sello"]["nota"], modo
    finally:
        tsa.parar()
        sello.borrar()
