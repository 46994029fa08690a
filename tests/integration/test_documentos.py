"""Documents in and out: real types, digests, sizes, ranges, the same bytes kept once."""

import http.client
import json
import socket
import subprocess
import zipfile
import io

import pytest

from support import archivos
from support.cliente import crudo, leer_cruda
from support.servicio import saneador

MAXIMO = 50 * 1024 * 1024


@pytest.fixture(scope="module")
def t(mundo):
    return mundo.tramite()


@pytest.fixture
def intacto(t):
    antes = t.leer()["version"]
    yield t
    assert t.leer()["version"] == antes


def subir(t, datos, tipo=archivos.PDF, clase="anexo", nombre="a.pdf", **mas):
    return t.local.pedir("POST", t.url + "/documentos", datos, tipo=tipo, consulta={"clase": clase, "nombre": nombre}, **mas)


def test_ida_y_vuelta(t):
    datos = archivos.pdf_unico()
    r = subir(t, datos, nombre="Oficio núm. 12 «definitivo».pdf", espera=201, encabezados={"Content-Digest": archivos.digesto(datos)})
    d = r.json
    assert (d["sha256"], d["tamano"], d["tipo_medio"], d["clase"]) == (archivos.sha256(datos), len(datos), archivos.PDF, "anexo")
    assert r.headers["Location"] == f"{t.url}/documentos/{d['id']}" and r.etag == f'"{t.leer()["version"]}"'
    assert t.local.get(r.headers["Location"]).json == d
    assert d in t.local.get(t.url + "/documentos").json["datos"]
    c = t.local.get(r.headers["Location"] + "/contenido")
    assert c.body == datos and c.headers["Content-Digest"] == archivos.digesto(datos) and c.headers["Content-Type"] == archivos.PDF
    assert c.etag == f'"{d["sha256"]}"' and int(c.headers["Content-Length"]) == len(datos)
    assert "filename*=UTF-8''Oficio%20n%C3%BAm.%2012%20%C2%ABdefinitivo%C2%BB.pdf" in c.headers["Content-Disposition"]


def test_nombre_en_content_disposition(t):
    r = t.local.pedir("POST", t.url + "/documentos?clase=anexo", archivos.pdf_unico(), tipo=archivos.PDF, espera=201,
                      encabezados={"Content-Disposition": "attachment; filename=\"a.pdf\"; filename*=UTF-8''informaci%C3%B3n.pdf"})
    assert r.json["nombre"] == "información.pdf"


@pytest.mark.parametrize("nombre,queda", [("../../etc/passwd", "passwd"), ("C:\\temp\\acta.pdf", "acta.pdf"), ("", None), ("..", None),
                                          ("a\r\nX-Otro: 1.pdf", None), ("comilla\"s.pdf", None), ("x" * 250 + ".pdf", None), ("\u202egpj.pdf", None)])
def test_nombres_hostiles(t, nombre, queda):
    r = t.local.pedir("POST", t.url + "/documentos", archivos.pdf_unico(), tipo=archivos.PDF,
                      consulta={"clase": "anexo", "nombre": nombre} if nombre else {"clase": "anexo"})
    if r.status == 400:
        return
    assert r.status == 201
    dado = r.json["nombre"]
    assert dado and "/" not in dado and "\\" not in dado and not any(ord(c) < 32 for c in dado) and "\u202e" not in dado
    assert queda is None or dado == queda
    c = t.local.get(r.headers["Location"] + "/contenido")
    assert "X-Otro" not in c.headers
    assert '"' not in c.headers["Content-Disposition"].split("filename=", 1)[1].split(";")[0].strip()[1:-1]


# ---- what is refused -------------------------------------------------------------------------------------------------------------------


def docx_danado():
    d = bytearray(archivos.proyecto())
    return bytes(d[:len(d) // 2])


def zip_cualquiera():
    b = io.BytesIO()
    with zipfile.ZipFile(b, "w") as z:
        z.writestr("hola.txt", "hola")
    return b.getvalue()


MALOS = {
    "texto que dice ser PDF": (b"Hola, soy un PDF.\n" * 20, archivos.PDF, {"documento-tipo-falso", "documento-rechazado"}),
    "Word que dice ser PDF": (archivos.proyecto("x"), archivos.PDF, {"documento-tipo-falso"}),
    "PDF que dice ser Word": (archivos.pdf("x"), archivos.DOCX, {"documento-tipo-falso"}),
    "zip que dice ser Word": (zip_cualquiera(), archivos.DOCX, {"documento-tipo-falso"}),
    "PDF cortado": (archivos.pdf("x" * 500)[:-60], archivos.PDF, {"documento-incompleto"}),
    "PDF sin principio": (archivos.pdf("x" * 500)[60:], archivos.PDF, {"documento-tipo-falso", "documento-incompleto"}),
    "Word cortado": (docx_danado(), archivos.DOCX, {"documento-incompleto", "documento-rechazado", "documento-tipo-falso"}),
    "Word sin texto": (archivos.docx(""), archivos.DOCX, {"documento-rechazado"}),
    "ceros": (b"\0" * 4096, archivos.PDF, {"documento-tipo-falso"}),
    "ejecutable": (b"\x7fELF" + b"\0" * 400, archivos.PDF, {"documento-tipo-falso"}),
}


@pytest.mark.parametrize("caso", MALOS)
def test_contenido_falso_o_danado(intacto, caso):
    datos, tipo, slugs = MALOS[caso]
    clase = "proyecto" if tipo == archivos.DOCX else "solicitud"
    r = subir(intacto, datos, tipo=tipo, clase=clase, espera=422)
    assert r.slug in slugs, r
    assert "{" not in r.json["detail"] and ": ." not in r.json["detail"] and "«»" not in r.json["detail"], "an argument of the text is missing"


def docx_sin_cuerpo():
    salida = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archivos.proyecto())) as de, zipfile.ZipFile(salida, "w") as a:
        for n in de.namelist():
            a.writestr(n, b"<x/>" if n == "word/document.xml" else de.read(n))
    return salida.getvalue()


RECHAZOS = {
    "sin_texto": (archivos.docx(""), "no contiene texto", "contains no text", "no una imagen de él", "not an image of it"),
    "cifrado": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(900),
                "pide una contraseña", "asks for a password", "sin contraseña", "without a password"),
    "ilegible": (docx_sin_cuerpo(), "está dañado", "is damaged", "envíe esa copia", "send that copy"),
}


@pytest.mark.parametrize("hallazgo", RECHAZOS)
def test_el_rechazo_se_explica_en_los_dos_idiomas(intacto, hallazgo):
    """In words, and with the remedy for this very reason; never the finding's machine name."""
    datos, es, en, que_hacer, what_to_do = RECHAZOS[hallazgo]
    for idioma, detalle, remedio in (("es-MX", es, que_hacer), ("en", en, what_to_do)):
        r = subir(intacto, datos, tipo=archivos.DOCX, clase="proyecto", espera=422, encabezados={"Accept-Language": idioma})
        assert r.slug == "documento-rechazado" and detalle in r.json["detail"] and remedio in r.json["que_hacer"], r.json
        assert hallazgo not in r.json["detail"].split() and "{" not in r.json["detail"] + r.json["que_hacer"]


def pdf_cifrado(tmp_path, para_abrir):
    claro, cifrado = tmp_path / "claro.pdf", tmp_path / "cifrado.pdf"
    claro.write_bytes(archivos.pdf_unico())
    subprocess.run(["qpdf", "--encrypt", para_abrir, "del-dueno", "256", "--print=none", "--modify=none", "--", claro, cifrado], check=True)
    return cifrado.read_bytes()


def test_un_pdf_que_pide_contrasena_se_rechaza_como_un_word(mundo, intacto, tmp_path):
    datos = pdf_cifrado(tmp_path, "secreta")
    for clase in ("anexo", "solicitud"):
        r = subir(intacto, datos, clase=clase, espera=422)
        assert r.slug == "documento-rechazado" and "contraseña" in r.json["detail"] and "sin contraseña" in r.json["que_hacer"]
    assert mundo.base.sql("select count(*) from contenido where sha256 = decode(%s, 'hex')", archivos.sha256(datos)) == [(0,)]


def test_un_pdf_que_se_abre_pero_esta_restringido_se_acepta_y_se_dice(t, tmp_path):
    r = subir(t, pdf_cifrado(tmp_path, ""), espera=201)
    i = t.local.get(r.headers["Location"] + "/inspeccion").json
    assert i["datos"]["cifrado"] and {"pdf_restringido"} <= {h["codigo"] for h in i["hallazgos"]}
    assert not {"pdf_con_contrasena", "cifrado"} & {h["codigo"] for h in i["hallazgos"]}


def test_clase_y_tipo_concuerdan(intacto):
    """A request is a PDF, a draft is a Word file, whatever else is accepted as an annex."""
    r = subir(intacto, archivos.pdf_unico(), clase="proyecto")
    assert r.status in (415, 422), r
    r = subir(intacto, archivos.proyecto(), tipo=archivos.DOCX, clase="solicitud")
    assert r.status in (415, 422), r


def test_digesto(intacto):
    datos = archivos.pdf_unico()
    r = subir(intacto, datos, encabezados={"Content-Digest": archivos.digesto(datos + b" ")}, espera=422)
    assert r.slug == "digesto-no-coincide"
    for malo in ("sha-256=abc", "sha-256=:abc:", "md5=:" + "A" * 24 + ":", "sha-256", "sha-256=:" + "!" * 44 + ":",
                 "id-" + archivos.digesto(datos)):  # another algorithm whose name ends like ours
        assert subir(intacto, datos, encabezados={"Content-Digest": malo}, espera=400).slug == "digesto-invalido", malo
    antes = "sha-512=:" + "A" * 86 + "==:, "
    assert subir(intacto, datos, encabezados={"Content-Digest": antes + archivos.digesto(datos + b" ")}, espera=422).slug == "digesto-no-coincide"


def test_vacio(intacto):
    r = subir(intacto, b"")
    assert (r.status, r.slug) in ((400, "cuerpo-vacio"), (422, "documento-vacio"))
    tipo, cuerpo = archivos.multiparte("a.pdf", archivos.PDF, b"")
    r = subir(intacto, cuerpo, tipo=tipo)
    assert (r.status, r.slug) in ((400, "cuerpo-vacio"), (422, "documento-vacio"))


def test_clase_que_no_es(intacto):
    for consulta in ({}, {"clase": ""}, {"clase": "inventada"}, {"clase": "anexo", "otro": "1"}):
        r = intacto.local.pedir("POST", intacto.url + "/documentos", archivos.pdf_unico(), tipo=archivos.PDF, consulta=consulta, espera=400)
        assert r.slug == "parametro-invalido"


def test_clase_fuera_de_tiempo(mundo, intacto):
    r = subir(intacto, archivos.pdf_unico(), clase="copia_firmada", espera=409)
    assert r.slug == "clase-no-procede" and "solicitud, proyecto, anexo" in r.json["que_hacer"]
    r = mundo.dgcp.pedir("POST", intacto.url + "/documentos?clase=proyecto_dictamen&nombre=a.pdf", archivos.pdf_unico(), tipo=archivos.PDF)
    assert r.status in (403, 409)
    cerrado = mundo.tramite()
    cerrado.acto(cerrado.local, "desistir", {"motivo": "x"})
    assert subir(cerrado, archivos.pdf_unico(), espera=409).slug == "clase-no-procede"


def test_tipo_no_admitido(intacto):
    for tipo in ("text/html", "application/x-msdownload", "application/zip", "algo"):
        r = subir(intacto, archivos.pdf_unico(), tipo=tipo)
        assert r.status in (415, 422), (tipo, r)
    r = subir(intacto, archivos.pdf_unico(), espera=415, encabezados={"Content-Encoding": "gzip"})
    assert r.slug == "codificacion-no-soportada"


def test_formularios_malos(intacto):
    datos = archivos.pdf_unico()
    tipo, cuerpo = archivos.multiparte("a.pdf", archivos.PDF, datos)
    cortado = cuerpo[:-20]
    assert subir(intacto, cortado, tipo=tipo, espera=422).slug == "cuerpo-invalido"
    sin_archivo, otro = archivos.multiparte("a.pdf", archivos.PDF, datos)
    otro = otro.replace(b'; filename="a.pdf"', b"")
    assert subir(intacto, otro, tipo=sin_archivo).status in (413, 415, 422)
    borde = tipo.split("boundary=")[1].encode()
    doble = cuerpo[:-len(b"--" + borde + b"--\r\n")] + cuerpo
    assert subir(intacto, doble, tipo=tipo, espera=422).slug == "cuerpo-invalido"
    assert subir(intacto, cuerpo, tipo="multipart/form-data", espera=415).slug == "tipo-no-soportado"


def test_cortado_a_media_subida(intacto):
    datos = archivos.pdf_de(300_000)
    for cuantos in (0, 1, 1000, 299_999):
        with socket.create_connection(("127.0.0.1", intacto.local.puerto)) as s:
            s.sendall((f"POST {intacto.url}/documentos?clase=anexo&nombre=a.pdf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {intacto.local.clave}\r\n"
                       f"Content-Type: application/pdf\r\nContent-Length: {len(datos)}\r\n\r\n").encode() + datos[:cuantos])
    sha = archivos.sha256(datos)
    assert intacto.m.base.sql("select 1 from contenido where sha256 = decode(%s, 'hex')", sha) == []


# ---- sizes -------------------------------------------------------------------------------------------------------------------------------


def test_mas_del_limite(intacto):
    r = subir(intacto, archivos.pdf_de(MAXIMO + 1), espera=413)
    assert r.slug == "demasiado-grande" and str(MAXIMO) in r.json["detail"]
    # Announced and refused before it is sent.
    c = http.client.HTTPConnection("127.0.0.1", intacto.local.puerto, timeout=20)
    c.putrequest("POST", intacto.url + "/documentos?clase=anexo&nombre=a.pdf")
    for k, v in (("Authorization", "Bearer " + intacto.local.clave), ("Content-Type", archivos.PDF), ("Content-Length", str(10 * MAXIMO)),
                 ("Expect", "100-continue")):
        c.putheader(k, v)
    c.endheaders()
    assert c.getresponse().status == 413
    c.close()


def test_cincuenta_mebibytes_sin_guardarlos_en_memoria(mundo, t):
    """Exactly the limit, both ways, while the server's memory is watched."""
    s = mundo.servicio
    subir(t, archivos.pdf_unico(), espera=201)
    antes = s.memoria()
    datos = archivos.pdf_de(MAXIMO)
    r = subir(t, datos, espera=201, encabezados={"Content-Digest": archivos.digesto(datos)})
    c = t.local.get(r.headers["Location"] + "/contenido")
    assert c.body == datos
    if not saneador():  # a sanitizer keeps freed memory on purpose
        assert s.memoria("VmHWM") - antes < 24 * 1024, f"{antes} KiB before, peak {s.memoria('VmHWM')} KiB"
    for rango, desde, hasta in (("bytes=0-0", 0, 1), (f"bytes={MAXIMO - 5}-", MAXIMO - 5, MAXIMO), ("bytes=1000000-3000000", 1000000, 3000001)):
        p = t.local.get(r.headers["Location"] + "/contenido", 206, encabezados={"Range": rango})
        assert p.body == datos[desde:hasta]


# ---- reading ---------------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def uno(t):
    datos = archivos.pdf_unico()
    r = subir(t, datos, espera=201)
    return r.headers["Location"], datos


RANGOS = [("bytes=0-9", 0, 10), ("bytes=10-19", 10, 20), ("bytes=-10", -10, None), ("bytes=5-", 5, None), ("bytes=0-999999999", 0, None),
          ("bytes=0-0", 0, 1)]


@pytest.mark.parametrize("rango,desde,hasta", RANGOS)
def test_rangos(t, uno, rango, desde, hasta):
    donde, datos = uno
    r = t.local.get(donde + "/contenido", 206, encabezados={"Range": rango})
    parte = datos[desde:hasta]
    inicio = desde if desde >= 0 else len(datos) + desde
    assert r.body == parte and r.headers["Content-Range"] == f"bytes {inicio}-{inicio + len(parte) - 1}/{len(datos)}"


def test_rangos_que_no_son(t, uno):
    donde, datos = uno
    for rango in (f"bytes={len(datos)}-", "bytes=99999999-", "bytes=-0"):
        r = t.local.get(donde + "/contenido", 416, encabezados={"Range": rango})
        assert r.slug == "rango-invalido" and r.headers["Content-Range"] == f"bytes */{len(datos)}"
    # What is no range of bytes, or more than one, gets the whole (RFC 9110 lets a server ignore it).
    for rango in ("items=0-5", "bytes=x-y", "bytes=5-2", "bytes=0-1,4-5", "bytes="):
        assert t.local.get(donde + "/contenido", encabezados={"Range": rango}).body == datos, rango


def test_si_no_cambio(t, uno):
    donde, datos = uno
    for s in ("", "/contenido"):
        etag = t.local.get(donde + s).etag
        assert t.local.get(donde + s, 304, encabezados={"If-None-Match": etag}).body == b""
        t.local.get(donde + s, 304, encabezados={"If-None-Match": f'"otro", W/{etag}'})
        t.local.get(donde + s, 304, encabezados={"If-None-Match": "*"})
        t.local.get(donde + s, encabezados={"If-None-Match": '"otro"'})
    etag = t.local.get(donde + "/contenido").etag
    assert t.local.get(donde + "/contenido", 206, encabezados={"Range": "bytes=0-4", "If-Range": etag}).body == datos[:5]
    assert t.local.get(donde + "/contenido", encabezados={"Range": "bytes=0-4", "If-Range": '"otro"'}).body == datos


def test_los_mismos_bytes_se_guardan_una_vez(mundo, t):
    datos = archivos.pdf_unico()
    a = subir(t, datos, espera=201).json
    b = subir(t, datos, espera=201).json
    otro = mundo.tramite("merida")
    c = subir(otro, datos, espera=201).json
    assert len({a["id"], b["id"], c["id"]}) == 3 and {x["sha256"] for x in (a, b, c)} == {archivos.sha256(datos)}
    assert mundo.base.sql("select count(*), max(tamano) from contenido where sha256 = decode(%s, 'hex')", a["sha256"]) == [(1, len(datos))]
    assert otro.local.get(f"{otro.url}/documentos/{c['id']}/contenido").body == datos


def test_la_huella_no_depende_de_la_forma(mundo):
    """The fingerprint of two packages with the same words is the same, their SHA-256 is not."""
    t = mundo.tramite()
    p = archivos.texto_acuerdo()
    a = t.documento(t.local, "proyecto", archivos.docx(*p)).json
    b = t.documento(t.local, "proyecto", archivos.docx(*p, comprimir=False)).json
    c = t.documento(t.local, "proyecto", archivos.docx(*p, "CUARTA. Otra cosa.")).json
    assert a["huella"] == b["huella"] != c["huella"] and a["sha256"] != b["sha256"]
    assert (a["version"], b["version"], c["version"]) == (1, 2, 3)


def test_con_transferencia_por_trozos(t):
    datos = archivos.pdf_unico()
    trozos = b"".join(b"%x\r\n%s\r\n" % (len(datos[i:i + 100]), datos[i:i + 100]) for i in range(0, len(datos), 100)) + b"0\r\n\r\n"
    r = leer_cruda(crudo(t.local.puerto, (f"POST {t.url}/documentos?clase=anexo&nombre=a.pdf HTTP/1.1\r\nHost: x\r\n"
                         f"Authorization: Bearer {t.local.clave}\r\nContent-Type: application/pdf\r\nTransfer-Encoding: chunked\r\n\r\n").encode() + trozos))
    t.local.contrato.validar("POST", t.url + "/documentos", r)
    assert r.status == 201 and json.loads(r.body)["sha256"] == archivos.sha256(datos)


def test_otros_tipos_como_anexo(t):
    """Pictures may come as annexes."""
    png = (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xff\xff?\0\x05\xfe\x02\xfe\xa7\x35\x81\x84"
           b"\0\0\0\0IEND\xaeB`\x82")
    r = subir(t, png, tipo="image/png", nombre="sello.png", espera=201)
    assert t.local.get(r.headers["Location"] + "/contenido").headers["Content-Type"] == "image/png"


def test_limite_por_clase(base, mundo, lanzar):
    """So many of one class by one role, and no more; other classes and other offices still find room."""
    m = mundo.en_puerto(lanzar(base, {"DICTAMEN_DOCUMENTOS_POR_CLASE": "2"}))
    t = m.tramite()

    def subir_uno(quien, clase, espera):
        return quien.pedir("POST", f"{t.url}/documentos?clase={clase}&nombre=a.pdf", archivos.pdf_unico(), tipo="application/pdf", espera=espera)
    for _ in range(2):
        subir_uno(m.local, "anexo", 201)
    r = subir_uno(m.local, "anexo", 409)
    assert r.slug == "demasiados-documentos" and "2" in r.json["detail"] and r.json["que_hacer"]
    subir_uno(m.local_b, "anexo", 409)
    version = t.leer()["version"]
    subir_uno(m.local, "solicitud", 201)
    leido = t.leer()
    assert leido["version"] == version + 1 and len(leido["documentos"]) == 3
