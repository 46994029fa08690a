"""What the texts say: anchored observations, versions compared, the ledger with what answers it, near-duplicates."""

import re
import subprocess
import time
import uuid

import pytest

from conftest import AJUSTES
from support import archivos
from support.servicio import Servicio
from support.tramite import Mundo

OBJETO = "Las Partes promoverán la cooperación en educación y cultura."
VIGENCIA = "El presente Acuerdo tendrá una vigencia de tres años, prorrogables por acuerdo escrito de las Partes."
DINERO = "Cada Parte cubrirá los gastos de su participación con los recursos propios de su presupuesto."


def acuerdo(clave, objeto=OBJETO, vigencia=VIGENCIA, dinero=DINERO, mas=()):
    filas = [("Objeto", objeto), ("Financiamiento", dinero), ("Vigencia", vigencia), *mas,
             ("Controversias", "Cualquier diferencia se resolverá de común acuerdo y de manera amistosa.")]
    ordinales = ["PRIMERA", "SEGUNDA", "TERCERA", "CUARTA", "QUINTA", "SEXTA"]
    salida = ["ACUERDO DE HERMANAMIENTO ENTRE LA CIUDAD DE GUADALAJARA Y LA CIUDAD DE KIOTO", f"Las Partes, con referencia {clave}, acuerdan:"]
    for ordinal, (titulo, texto) in zip(ordinales, filas):
        salida += [f"{ordinal}. {titulo}", texto]
    return archivos.docx(*salida, "Firmado en Guadalajara, en dos ejemplares originales en español y japonés.")


def presentado(mundo, local="local", texto=None, **cambios):
    t = mundo.tramite(local, **cambios)
    t.documento(t.local, "solicitud")
    t.documento(t.local, "proyecto", texto or acuerdo(t.clave_texto))
    t.acto(t.local, "presentar", {"declaracion_version_final": True})
    return t


def en_revision(mundo, **mas):
    t = presentado(mundo, **mas)
    t.turnar()
    t.recibir()
    return t


def observacion(clausula, pasaje=None, **mas):
    fila = {"clausula": clausula, "texto": f"Precisar {clausula}.", "severidad": "media", **mas}
    return fila | {"pasaje": pasaje} if pasaje else fila


def atender(t, texto, numeros):
    t.documento(t.local, "proyecto", texto)
    t.acto(t.local, "atender", {"respuestas": [{"numero": n, "respuesta": "Se atendió."} for n in numeros]})


@pytest.fixture(scope="module")
def revisado(mundo):
    """Observed on version 1, answered with version 2: one passage changed, one clause left as it was, one observation without a clause."""
    t = en_revision(mundo)
    t.acto("cja", "observar", {"observaciones": [
        observacion("TERCERA", "vigencia de tres años"), observacion("Objeto"), observacion("Todo el instrumento"), observacion("SEGUNDA")]})
    atender(t, acuerdo(t.clave_texto, vigencia=VIGENCIA.replace("tres", "cinco"), dinero=DINERO.replace("Cada Parte cubrirá", "Las Partes cubrirán"),
                       mas=[("Personal", "El personal seguirá bajo la dirección de la institución a la que pertenece.")]), [1, 2, 3, 4])
    return t


def test_la_observacion_queda_anclada(mundo, revisado):
    acto, = [a for a in revisado.actos() if a["acto"] == "observar"]
    d = revisado.ver()["documentos"]
    v1, = [x for x in d if x.get("version") == 1]
    anclas = acto["efectos"]["anclas"]
    assert [a["observacion"] for a in anclas] == [1, 2, 4]
    assert {a["documento"] for a in anclas} == {v1["id"]} and {a["version"] for a in anclas} == {1}
    uno, dos, cuatro = anclas
    assert uno["clausula"] == "Cláusula TERCERA. Vigencia" and dos["clausula"] == "Cláusula PRIMERA. Objeto"
    texto = f"Vigencia\n{VIGENCIA}"
    assert texto[uno["desde"]:uno["desde"] + uno["largo"]] == "vigencia de tres años"
    assert (dos["desde"], dos["largo"]) == (0, len(f"Objeto\n{OBJETO}"))
    filas = {r["numero"]: r for r in revisado.ver()["observaciones"]}
    assert filas[1]["ancla"]["clausula"] == uno["clausula"] and "ancla" not in filas[3] and cuatro["parte"] == uno["parte"] - 1


def test_un_pasaje_que_no_esta_se_dice(mundo):
    t = en_revision(mundo)
    v = t.version
    malas = [observacion("TERCERA", "vigencia de tres anos, prorrogables"), observacion("PRIMERA", "transferencia de tecnología nuclear y satelital"),
             observacion("PRIMERA", "promoverán la cooperación")]
    r = t.acto("cja", "observar", {"observaciones": malas}, 422)
    faltas = {e["pointer"]: e for e in r.json["errors"]}
    assert sorted(faltas) == ["/datos/observaciones/0/pasaje", "/datos/observaciones/1/pasaje"]
    cerca, lejos = faltas["/datos/observaciones/0/pasaje"], faltas["/datos/observaciones/1/pasaje"]
    assert "Cláusula TERCERA. Vigencia: «vigencia de tres años, prorrogables»" in cerca["detail"] and "sin_ancla" in cerca["que_hacer"]
    assert "no está en el texto" in lejos["detail"]
    assert t.leer(mundo.cja)["version"] == v
    # Nothing that the reader of Word could not see stops the review: a note, a header, an image.
    malas = [m | {"sin_ancla": True} for m in malas[:2]] + malas[2:]
    t.acto("cja", "observar", {"observaciones": malas})
    filas = t.ver(mundo.cja)["observaciones"]
    assert [("ancla" in f) for f in filas] == [False, False, True]


def test_las_faltas_se_dicen_juntas_y_la_puerta_sigue_igual(mundo):
    """What is wrong besides the passage comes in the same answer; whoever may not observe hears that, not about passages."""
    t = en_revision(mundo)
    fila = observacion("PRIMERA", "no está en ninguna parte de este texto", recomendacion=1)
    r = t.acto("cja", "observar", {"observaciones": [{k: v for k, v in fila.items() if k != "recomendacion"}, {"clausula": " ", "texto": "x",
                                                                                                      "severidad": "baja"}]}, 422)
    assert r.json["errors"]
    mundo.local.post(t.url + "/actos", {"acto": "observar", "datos": {"observaciones": [observacion("PRIMERA", "xyz")]}}, 403, if_match=t.version)
    mundo.merida.post(t.url + "/actos", {"acto": "observar", "datos": {"observaciones": [observacion("PRIMERA", "xyz")]}}, 404, if_match=t.version)
    r = mundo.cja.post(t.url + "/actos", {"acto": "observar", "datos": {"observaciones": [observacion("PRIMERA", OBJETO)]}}, 412, if_match=1)
    clave = str(uuid.uuid4())
    cuerpo = {"acto": "observar", "datos": {"observaciones": [observacion("PRIMERA", OBJETO)]}}
    a = mundo.cja.post(t.url + "/actos", cuerpo, 201, if_match=t.version, idempotencia=clave)
    b = mundo.cja.post(t.url + "/actos", cuerpo, 201, if_match=t.version, idempotencia=clave)
    assert a.json == b.json


def test_comparacion(mundo, revisado):
    r = mundo.cja.get(revisado.url + "/comparacion")
    c = r.json
    assert (c["de"]["version"], c["a"]["version"]) == (1, 2) and not c["truncada"]
    por_titulo = {(k.get("a") or k["de"]).get("titulo"): k for k in c["clausulas"]}
    vigencia, nueva, ultima, objeto = (por_titulo[x] for x in ("Vigencia", "Personal", "Controversias", "Objeto"))
    assert vigencia["cambio"] == "cambiada" and [t for t in vigencia["tramos"] if "igual" not in t] == [{"quita": "tres ", "agrega": "cinco "}]
    assert "".join(t.get("igual", t.get("agrega", "")) for t in vigencia["tramos"]) == "Vigencia\n" + VIGENCIA.replace("tres", "cinco")
    assert nueva["cambio"] == "agregada" and "de" not in nueva and nueva["texto"].startswith("Personal\n")
    assert ultima["cambio"] == "igual" and ultima["renumerada"] and not ultima["movida"] and objeto["cambio"] == "igual"
    assert c["resumen"] == {"iguales": 4, "movidas": 0, "cambiadas": 2, "agregadas": 1, "quitadas": 0}
    assert {o["numero"]: o["resultado"] for o in c["observaciones"]} == {
        1: "pasaje_cambiado", 2: "sin_cambio", 3: "sin_ancla", 4: "clausula_cambiada"}
    assert vigencia["observaciones"] == [1] and objeto["observaciones"] == [2] and nueva["observaciones"] == []
    assert c["clausulas"][next(o["cambio"] for o in c["observaciones"] if o["numero"] == 1) - 1] == vigencia
    assert mundo.cja.get(revisado.url + "/comparacion", 304, encabezados={"If-None-Match": r.etag}).status == 304
    # The other way round, and a document with itself.
    d = {x["version"]: x["id"] for x in revisado.ver()["documentos"] if x.get("version")}
    vuelta = mundo.cja.get(revisado.url + "/comparacion", consulta={"de": d[2], "a": d[1]}).json
    assert vuelta["resumen"]["quitadas"] == 1
    mismo = mundo.cja.get(revisado.url + "/comparacion", consulta={"de": d[1], "a": d[1]}).json
    assert mismo["resumen"]["iguales"] == len(mismo["clausulas"])


def test_comparacion_en_pagina(mundo, revisado):
    r = mundo.local.get(revisado.url + "/comparacion", encabezados={"Accept": "text/html"})
    pagina = r.body.decode()
    assert r.headers["Content-Type"].startswith("text/html") and "default-src 'none'" in r.headers["Content-Security-Policy"]
    assert "<del>tres </del>" in pagina and "<ins>cinco </ins>" in pagina and "Se agregó" in pagina
    assert 'id="observacion-1"' in pagina and "cambió el pasaje señalado" in pagina
    assert mundo.local.get(revisado.url + "/comparacion").etag != r.etag
    mundo.local.get(revisado.url + "/comparacion", 406, encabezados={"Accept": "text/csv"})


def test_comparacion_en_pdf(mundo, revisado, tmp_path):
    pdf = {"Accept": "application/pdf"}
    r = mundo.local.get(revisado.url + "/comparacion", encabezados=pdf)
    archivo = tmp_path / "comparacion.pdf"
    archivo.write_bytes(r.body)
    assert r.headers["Content-Type"] == "application/pdf" and "comparacion-AII-" in r.headers["Content-Disposition"]
    subprocess.run(["qpdf", "--check", archivo], check=True, capture_output=True)
    texto = subprocess.run(["pdftotext", "-layout", archivo, "-"], check=True, capture_output=True, text=True).stdout
    plano = " ".join(texto.split())
    for hay in ("Comparación de versiones", "Versión 1", "Versión 2", "Se agregó", "Observación 1", "cambió el pasaje señalado", "Página 1 de"):
        assert hay in plano, texto
    assert "tres años" in plano and "cinco años" in plano
    # Side by side: both versions head the same line.
    assert re.search(r"Versión 1: \S+ +Versión 2: ", texto), texto
    ficha = subprocess.run(["pdfinfo", archivo], check=True, capture_output=True, text=True).stdout
    assert re.search(r"^Tagged: +yes$", ficha, re.M) and re.search(r"^Title: +Comparación de versiones$", ficha, re.M) and "JavaScript:      no" in ficha
    otra = mundo.local.get(revisado.url + "/comparacion", encabezados=pdf)
    assert otra.body == r.body and otra.etag == r.etag
    assert mundo.local.get(revisado.url + "/comparacion", 304, encabezados={**pdf, "If-None-Match": r.etag}).status == 304
    etiquetas = {(quien, m): getattr(mundo, quien).get(revisado.url + "/comparacion", encabezados={"Accept": m}).etag
                 for quien in ("local", "cja") for m in ("application/json", "text/html", "application/pdf")}
    assert len(set(etiquetas.values())) == 6
    ajenas = ", ".join(e for (quien, _), e in etiquetas.items() if quien == "cja")
    mundo.local.get(revisado.url + "/comparacion", 200, encabezados={"Accept": "text/html", "If-None-Match": ajenas})


def test_lo_que_no_se_imprime(mundo, revisado):
    """Refused as the page is: what cannot be compared or seen, and a medium that there is not."""
    pdf = {"Accept": "application/pdf"}
    uno = presentado(mundo)
    assert mundo.dgcp.get(uno.url + "/comparacion", 409, encabezados=pdf).slug == "sin-versiones"
    mundo.merida.get(revisado.url + "/comparacion", 404, encabezados=pdf)
    mundo.local.get(revisado.url + "/comparacion", 400, consulta={"desde": "x"}, encabezados=pdf)
    mundo.local.get(revisado.url + "/observaciones", 406, encabezados=pdf)
    mundo.local.get(revisado.url + "/comparacion", 406, encabezados={"Accept": "application/pdf;q=0, image/png"})


def test_sin_recinto_no_se_imprime(base):
    """The renderer is away: said so, with what to do instead; page and JSON go on."""
    s = Servicio(base, {**AJUSTES, "DICTAMEN_PYTHON": "/no/existe/python3"}).arrancar()
    try:
        m = Mundo(base, s)
        t = en_revision(m)
        t.acto("cja", "observar", {"observaciones": [observacion("TERCERA")]})
        atender(t, acuerdo(t.clave_texto, vigencia=VIGENCIA.replace("tres", "seis")), [1])
        r = m.local.get(t.url + "/comparacion", 503, encabezados={"Accept": "application/pdf"})
        assert r.slug == "impresion-no-disponible" and "text/html" in r.json["que_hacer"]
        assert b"<ins>seis" in m.local.get(t.url + "/comparacion", encabezados={"Accept": "text/html"}).body
    finally:
        s.parar(60)


def test_la_pagina_no_deja_entrar_nada(mundo):
    """What the parties write is text in the page, never markup."""
    t = en_revision(mundo, texto=acuerdo("x" + uuid.uuid4().hex, objeto='<script>alert("1")</script> y <img src=x onerror=alert(1)> & \'fin\''))
    t.acto("cja", "observar", {"observaciones": [{"clausula": "<b>PRIMERA</b>", "texto": "<i>No</i>", "severidad": "alta"}]})
    atender(t, acuerdo("x" + uuid.uuid4().hex, objeto="</ins></td><script>2</script>"), [1])
    pagina = mundo.cja.get(t.url + "/comparacion", encabezados={"Accept": "text/html"}).body.decode()
    assert "<script" not in pagina and "<img" not in pagina and "<b>" not in pagina and "&lt;script&gt;" in pagina


def test_libro(mundo, revisado):
    r = mundo.cja.get(revisado.url + "/observaciones")
    filas = {f["numero"]: f for f in r.json["datos"]}
    assert sorted(filas) == [1, 2, 3, 4] and r.etag.startswith(f'"{r.json["version"]}-')
    assert filas[1]["cambio"]["resultado"] == "pasaje_cambiado" and filas[1]["ancla"]["version"] == 1 and filas[1]["respuesta"] == "Se atendió."
    assert filas[1]["cambio"]["clausula"]["tramos"] == [{"quita": "tres ", "agrega": "cinco "}]
    assert filas[2]["cambio"]["resultado"] == "sin_cambio" and filas[3]["cambio"]["resultado"] == "sin_ancla"
    assert "clausula" not in filas[3]["cambio"]
    mundo.cja.get(revisado.url + "/observaciones", 304, encabezados={"If-None-Match": r.etag})


def test_sin_dos_versiones_o_sin_texto(mundo):
    t = presentado(mundo)
    assert mundo.dgcp.get(t.url + "/comparacion", 409).slug == "sin-versiones"
    assert mundo.dgcp.get(t.url + "/observaciones").json["datos"] == []
    d = {x["clase"]: x["id"] for x in t.ver()["documentos"]}
    t2 = mundo.tramite()
    t2.documento(t2.local, "anexo", _png(), tipo="image/png")
    t2.documento(t2.local, "proyecto", acuerdo(t2.clave_texto))
    d2 = {x["clase"]: x["id"] for x in t2.leer()["documentos"]}
    r = mundo.local.get(t2.url + "/comparacion", 409, consulta={"de": d2["anexo"], "a": d2["proyecto"]})
    assert r.slug == "texto-no-disponible"
    mundo.local.get(t2.url + "/comparacion", 404, consulta={"de": d["proyecto"], "a": d2["proyecto"]})  # another file's document
    mundo.local.get(t2.url + "/comparacion", 404, consulta={"de": "no-es-un-id"})
    mundo.local.get(t2.url + "/comparacion", 400, consulta={"desde": d2["anexo"]})


def _png():
    import struct
    import zlib

    def trozo(tipo, datos):
        return struct.pack(">I", len(datos)) + tipo + datos + struct.pack(">I", zlib.crc32(tipo + datos))
    return (b"\x89PNG\r\n\x1a\n" + trozo(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + trozo(b"IDAT", zlib.compress(b"\0\0")) + trozo(b"IEND", b""))


def test_lo_reservado_no_se_ve(mundo):
    """Recommendations of a dictamen that was not communicated are not in the ledger nor in the comparison of the local government."""
    t = en_revision(mundo)
    t.acto("cja", "observar", {"observaciones": [observacion("TERCERA", "vigencia de tres años")]})
    atender(t, acuerdo(t.clave_texto, vigencia=VIGENCIA.replace("tres", "cuatro")), [1])
    t.documento("cja", "proyecto_dictamen")
    t.acto("titular", "dictaminar", {"sentido": "procedente_con_recomendaciones", "fundamento": "x", "motivacion": "x", "recomendaciones": [
        {"clausula": "TERCERA", "pasaje": "cuatro años", "texto": "Ajustar."}]})
    for quien, ve in (("local", 1), ("cja", 2), ("dgcp", 2), ("auditoria", 2)):
        assert len(mundo.gente[quien].get(t.url + "/observaciones").json["datos"]) == ve, quien
        assert len(mundo.gente[quien].get(t.url + "/comparacion").json["observaciones"]) == ve, quien
    assert "Ajustar" not in mundo.local.get(t.url + "/comparacion", encabezados={"Accept": "text/html"}).body.decode()
    recomendacion, = [f for f in t.ver()["observaciones"] if f["tipo"] == "recomendacion"]
    assert recomendacion["ancla"]["version"] == 2
    # An internal paper is no document that the local government may name.
    papel, = [d["id"] for d in t.ver(mundo.cja)["documentos"] if d["clase"] == "proyecto_dictamen"]
    mundo.local.get(t.url + "/comparacion", 404, consulta={"de": papel})


@pytest.mark.parametrize("sufijo", ["/comparacion", "/observaciones"])
def test_quien_no_ve_el_expediente(mundo, revisado, sufijo):
    nunca = f"/v1/expedientes/{uuid.uuid4()}{sufijo}"
    for quien in ("merida", "zapopan", "enlace"):
        a, b = mundo.gente[quien].get(revisado.url + sufijo, 404), mundo.gente[quien].get(nunca, 404)
        assert a.json["title"] == b.json["title"] and a.json["detail"] == b.json["detail"]
    mundo.administracion.get(revisado.url + sufijo, 403)
    mundo.anonimo().get(revisado.url + sufijo, 401)


# ---- near-duplicates --------------------------------------------------------------------------------------------------------------------

def test_parecidos(mundo):
    """Between the same parties only; for the offices only; never a block."""
    raiz = uuid.uuid4().hex
    ciudad = "Ciudad de Pruebas " + raiz[:12]
    partes = [{"nombre": ciudad, "clase": "gubernamental", "pais": "JP"}]
    uno = presentado(mundo, texto=acuerdo(raiz), contrapartes=partes)
    casi = presentado(mundo, "merida", texto=acuerdo(raiz, vigencia=VIGENCIA.replace("tres", "seis")), contrapartes=partes)
    ajeno = presentado(mundo, "zapopan", texto=acuerdo(raiz, vigencia=VIGENCIA.replace("tres", "siete")),
                       contrapartes=[{"nombre": "Otra " + uuid.uuid4().hex, "clase": "gubernamental", "pais": "FR"}])
    borrador = mundo.tramite("merida", contrapartes=partes)
    borrador.documento(borrador.local, "proyecto", acuerdo(raiz, vigencia=VIGENCIA.replace("tres", "ocho")))
    r = mundo.dgcp.get(casi.url + "/parecidos").json
    hallados = [x["expediente"] for x in r["datos"]]
    assert not {casi.id, ajeno.id, borrador.id} & set(hallados) and r["completo"] and r["mirados"] >= 1
    x, = [x for x in r["datos"] if x["expediente"] == uno.id]
    assert [y["semejanza"] for y in r["datos"]] == sorted((y["semejanza"] for y in r["datos"]), reverse=True)
    assert 60 <= x["semejanza"] < 100 and x["folio"] == uno.leer()["folio"] and x["organizacion"] == mundo.org["guadalajara"]
    cambiadas = [c for c in x["diferencias"]["clausulas"] if c["cambio"] == "cambiada"]
    assert [c["a"]["titulo"] for c in cambiadas] == ["Vigencia"] and cambiadas[0]["tramos"] == [{"quita": "tres ", "agrega": "seis "}]
    # Seen from the first one, the later ones too; from another party, none of them.
    assert {x["expediente"] for x in mundo.auditoria.get(uno.url + "/parecidos").json["datos"]} >= {casi.id}
    assert uno.id not in {x["expediente"] for x in mundo.dgcp.get(ajeno.url + "/parecidos").json["datos"]}
    # The Consultoría sees only what was turned to it.
    casi.turnar()
    para_cja = lambda: {x["expediente"] for x in mundo.cja.get(casi.url + "/parecidos").json["datos"]}
    assert uno.id not in para_cja()
    uno.turnar()
    assert uno.id in para_cja()
    mundo.merida.get(casi.url + "/parecidos", 403)
    mundo.enlace.get(casi.url + "/parecidos", 403)
    mundo.cja.get(borrador.url + "/parecidos", 404)
    vacio = mundo.tramite()
    assert mundo.dgcp.get(vacio.url + "/parecidos", 409).slug == "sin-versiones"
    assert "parecidos" in casi.ver()["_enlaces"] and "parecidos" not in casi.leer()["_enlaces"]


def test_el_aviso_llega_solo_a_las_oficinas(mundo):
    """Filing leaves a job that looks for them; whoever filed does not learn that there is another file."""
    raiz = uuid.uuid4().hex
    partes = [{"nombre": "Ciudad de Avisos " + raiz[:12], "clase": "gubernamental", "pais": "JP"}]
    uno = presentado(mundo, texto=acuerdo(raiz), contrapartes=partes)
    dos = presentado(mundo, "merida", texto=acuerdo(raiz, vigencia=VIGENCIA.replace("tres", "nueve")), contrapartes=partes)
    for _ in range(200):
        trabajo, = [t for t in mundo.dgcp.get(dos.url + "/trabajos").json["datos"] if t["clase"] == "buscar_parecidos"]
        if trabajo["estado"] in ("hecho", "fallido"):
            break
        time.sleep(0.1)
    ruta = f"/v1/trabajos/{trabajo['id']}"
    resultado = mundo.dgcp.get(ruta).json["resultado"]
    hallado, = [x for x in resultado["parecidos"] if x["expediente"] == uno.id]
    assert hallado["folio"] == uno.leer()["folio"] and "diferencias" not in hallado
    mundo.auditoria.get(ruta)
    mundo.merida.get(ruta, 404)
    dos.turnar()
    mundo.cja.get(ruta, 404)
    assert all(t["clase"] != "buscar_parecidos" for quien in (mundo.merida, mundo.cja) for t in quien.get(dos.url + "/trabajos").json["datos"])


def test_el_mismo_texto_sigue_siendo_uno_solo(mundo):
    """Rule 2 as the fingerprint says it: white space, case and list marks do not make another instrument; a word does."""
    raiz = uuid.uuid4().hex
    uno = presentado(mundo, texto=acuerdo(raiz)).hasta("turnado")
    uno.recibir()
    uno.dictaminar()
    otro = mundo.tramite("merida")
    otro.documento(otro.local, "solicitud")
    disfraz = archivos.docx(*[p if i else "  " + p.lower() for i, p in enumerate(_parrafos(acuerdo(raiz)))])
    otro.documento(otro.local, "proyecto", disfraz)
    assert otro.acto(otro.local, "presentar", {"declaracion_version_final": True}, 409).slug == "ya-dictaminado"
    otro.documento(otro.local, "proyecto", acuerdo(raiz, vigencia=VIGENCIA.replace("tres", "diez")))
    otro.acto(otro.local, "presentar", {"declaracion_version_final": True})


def _parrafos(docx):
    import io
    import zipfile
    xml = zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()
    return re.findall(r"<w:t[^>]*>(.*?)</w:t>", xml)


def test_dos_observaciones_a_la_vez(mundo):
    """Two reviewers observe at the same instant, with passages: exactly one wins, as ever."""
    from concurrent.futures import ThreadPoolExecutor
    t = en_revision(mundo)
    cuerpo = {"acto": "observar", "datos": {"observaciones": [observacion("PRIMERA", OBJETO)]}}
    quienes = [c.otro() for c in [mundo.cja, mundo.cja_b] * 4]
    with ThreadPoolExecutor(8) as ex:
        r = list(ex.map(lambda c: c.pedir("POST", t.url + "/actos", cuerpo, if_match=t.version), quienes))
    assert sorted(x.status for x in r) == [201] + [412] * 7
