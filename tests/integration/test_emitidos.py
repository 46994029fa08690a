"""What the service writes: every class from a real walk of the procedure, for whom, sealed, verified by anyone, once."""

import os
import re
import signal
import subprocess
import time

import pyphen
import pytest

from conftest import AJUSTES
from support import archivos, sello as modulo
from support.inscritos import esperar
from support.sello import URL, contenido, emitidos, esperar_documentos
from support.tramite import Mundo, con_gente

CLASES = {"presentar": "acuse", "prevenir": "oficio_prevencion", "desahogar": "acuse", "desechar": "oficio_desechamiento", "turnar": "oficio_cja",
          "recibir": "acuse", "devolver_turno": "oficio_devolucion", "observar": "oficio_observaciones", "atender": "acuse", "dictaminar": "dictamen",
          "responder": "oficio_respuesta", "remitir_copia": "acuse", "devolver_copia": "oficio_devolucion_copia", "solicitar_registro": "solicitud_registro",
          "observar_registro": "observacion_registro", "subsanar_registro": "acuse", "inscribir": "constancia", "negar_registro": "negativa_registro",
          "concluir": "oficio_cierre", "advertir_caducidad": "advertencia_caducidad"}
INTERNAS = {"oficio_cja", "oficio_devolucion", "solicitud_registro"}


@pytest.fixture(scope="module")
def base_sellada(cluster):
    b = con_gente(cluster)
    yield b
    b.borrar()


@pytest.fixture(scope="module")
def mundo(base_sellada, sello):
    from support.servicio import Servicio
    s = Servicio(base_sellada, {**AJUSTES, **sello.ajustes}, reloj=True).arrancar()
    yield Mundo(base_sellada, s)
    assert s.parar(60) == 0, s.ultimas_lineas()
    s.lineas()


@pytest.fixture(scope="module")
def completo(mundo):
    """A file that went all the way with every side branch that comes back; its documents are made."""
    t = mundo.tramite()
    t.presentar()
    t.prevenir()
    t.documento(t.local, "anexo")
    t.desahogar()
    t.turnar()
    t.acto("cja", "devolver_turno", {"motivo": "Falta la autorización del cabildo."})
    t.turnar()
    t.recibir()
    t.observar()
    t.atender()
    t.dictaminar("procedente_con_recomendaciones", 2)
    t.sin_responder = esperar_documentos(mundo, t)
    t.local_sin_responder = emitidos(t.local, t)
    t.responder()
    t.remitir_copia()
    t.acto("dgcp", "devolver_copia", {"motivo_devolucion": "ilegible", "detalle": "La página 3 no se lee."})
    t.remitir_copia()
    t.solicitar_registro()
    t.observar_registro()
    t.subsanar_registro()
    t.inscribir()
    t.concluir()
    t.documentos_del_servicio = esperar_documentos(mundo, t)
    return t


def por_clase(documentos, clase):
    return [d for d in documentos if d["clase"] == clase]


def test_cada_acto_deja_su_documento(completo):
    actos = completo.actos()
    debidos = {(a["n"], CLASES[a["acto"]]) for a in actos if a["acto"] in CLASES}
    assert {(d["acto"], d["clase"]) for d in completo.documentos_del_servicio} == debidos
    assert len(completo.documentos_del_servicio) == len(debidos)
    assert len({d["codigo"] for d in completo.documentos_del_servicio}) == len(debidos)
    numeros = {a["n"]: a.get("efectos", {}).get("numero", {}).get("texto") for a in actos}
    for d in completo.documentos_del_servicio:
        if d["clase"] == "acuse":
            assert "numero" not in d
        else:
            assert d["numero"] == numeros[d["acto"]]
    # They moved nothing: the file's version is its last act.
    assert completo.ver()["version"] == actos[-1]["n"] == completo.version


def test_se_ven_en_la_linea_de_tiempo(completo):
    pasos = completo.m.dgcp.get(completo.url + "/pasos").json["pasos"]
    vistos = {d["id"] for p in pasos for d in p.get("emitidos", [])}
    assert vistos == {d["id"] for d in completo.documentos_del_servicio}
    dictamen = por_clase(completo.documentos_del_servicio, "dictamen")[0]
    assert dictamen["id"] in {d["id"] for d in pasos[6]["emitidos"]}


def test_quien_ve_cada_uno(completo):
    """Rule 10: the dictamen after `responder`; letters between the offices never; nobody else's organisation anything."""
    m, todos = completo.m, completo.documentos_del_servicio
    assert "dictamen" in {d["clase"] for d in completo.sin_responder}
    assert "dictamen" not in {d["clase"] for d in completo.local_sin_responder}
    ve_local = {d["id"] for d in emitidos(completo.local, completo)}
    assert ve_local == {d["id"] for d in todos if d["clase"] not in INTERNAS}
    for quien in (m.cja, m.titular, m.auditoria):
        assert {d["id"] for d in emitidos(quien, completo)} == {d["id"] for d in todos}
    oficio = por_clase(todos, "oficio_cja")[0]
    for s in ("", "/contenido"):
        completo.local.get(f"{completo.url}/documentos/{oficio['id']}{s}", espera=404)
        m.zapopan.get(f"{completo.url}/documentos/{todos[0]['id']}{s}", espera=404)
    assert completo.local.get(f"{completo.url}/pasos").json["pasos"][4].get("emitidos") is None
    assert m.dgcp.get(f"{completo.url}/documentos/{oficio['id']}").json == oficio


def test_pdf_a_etiquetado_sellado(completo, sello, tmp_path):
    """Each class: sound structure, tags, PDF/A's marks, fonts all embedded, a seal that pdfsig accepts over the whole file."""
    almacen = tmp_path / "nss"
    almacen.mkdir()
    modulo.nss(sello, str(almacen))
    for clase in sorted(set(CLASES.values()) - {"oficio_desechamiento", "negativa_registro", "advertencia_caducidad"}):
        d = por_clase(completo.documentos_del_servicio, clase)[0]
        datos = contenido(completo.m.dgcp, completo, d)
        assert len(datos) == d["tamano"] and archivos.sha256(datos) == d["sha256"]
        revisar_pdf(datos, tmp_path, str(almacen))


def revisar_pdf(datos, carpeta, almacen):
    archivo = str(carpeta / "d.pdf")
    with open(archivo, "wb") as f:
        f.write(datos)
    p = modulo.correr("qpdf", "--check", archivo)
    assert p.returncode == 0, p.stdout
    info = modulo.campos(archivo)
    assert info["Tagged"] == "yes" and info["JavaScript"] == "no" and info["Encrypted"] == "no" and info["PDF version"] == "1.7"
    for linea in modulo.correr("pdffonts", archivo).stdout.decode().splitlines()[2:]:
        assert re.search(r"Identity-H\s+yes yes yes", linea), linea
    assert len(datos) < 500_000  # its fonts, whole, are more
    plano = modulo.correr("qpdf", "--qdf", "--object-streams=disable", archivo, "-").stdout
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in datos
    for marca in (b"/S /GTS_PDFA1", b"/DestOutputProfile", b"/MarkInfo", b"/StructTreeRoot", b"/Lang (es-MX)", b"/SubFilter /ETSI.CAdES.detached"):
        assert marca in plano, marca
    for prohibida in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/URI ", b"/Encrypt "):
        assert prohibida not in plano, prohibida
    assert re.search(rb"/ID \[", plano)
    assert modulo.firmas(archivo, almacen) == ("Signature is Valid.", "Certificate is Trusted.", True)


def test_tipografia_espanola(completo, tmp_path):
    """Justified text is divided where Spanish divides words, with three letters on each side at least; quotation marks are «…», dashes and blanks single."""
    separa, divididas = pyphen.Pyphen(lang="es_MX"), set()
    for d in completo.documentos_del_servicio:
        archivo = tmp_path / f"{d['id']}.pdf"
        archivo.write_bytes(contenido(completo.m.dgcp, completo, d))
        texto = subprocess.run(["pdftotext", archivo, "-"], capture_output=True, check=True).stdout.decode()
        divididas |= set(re.findall(r"(\w+)\u2010\s*\n\s*(\w+)", texto))
        assert not re.search(r'["“”]|--|[a-z]  [a-z]', texto), (d["clase"], texto)
    assert len(divididas) >= 5, divididas
    for antes, despues in divididas:
        assert len(antes) >= 3 and len(despues) >= 3 and len(antes) in separa.positions(antes + despues), (antes, despues)


def test_un_byte_alterado_no_pasa(completo, sello, tmp_path):
    almacen = tmp_path / "nss"
    almacen.mkdir()
    modulo.nss(sello, str(almacen))
    anonimo = completo.m.anonimo()
    d = por_clase(completo.documentos_del_servicio, "constancia")[0]
    bueno = contenido(completo.local, completo, d)
    r = anonimo.pedir("POST", "/v1/verificacion", bueno, tipo=archivos.PDF, espera=200)
    assert r.json["emitido"] and r.json["vigente"] and r.json["codigo"] == d["codigo"] and r.headers["Cache-Control"] == "no-store"
    archivo = str(tmp_path / "alterado.pdf")
    for en in (len(bueno) // 3, len(bueno) // 2, len(bueno) - 8):
        malo = bytearray(bueno)
        malo[en] ^= 0x20
        with open(archivo, "wb") as f:
            f.write(malo)
        assert modulo.firmas(archivo, str(almacen))[0] != "Signature is Valid."
        assert anonimo.pedir("POST", "/v1/verificacion", bytes(malo), tipo=archivos.PDF, espera=200).json == {"emitido": False}
    mas = anonimo.pedir("POST", "/v1/verificacion", bueno + b"\n", tipo=archivos.PDF, espera=200)
    assert mas.json == {"emitido": False}
    tipo, cuerpo = archivos.multiparte("c.pdf", archivos.PDF, bueno)
    pagina = anonimo.pedir("POST", "/v1/verificacion", cuerpo, tipo=tipo, encabezados={"Accept": "text/html"}, espera=200)
    assert "Sí: este servicio lo emitió" in pagina.body.decode()
    assert completo.m.base.sql("select count(*) from contenido where sha256 = decode(%s, 'hex')", archivos.sha256(bueno + b"\n"))[0][0] == 0


def test_el_qr_lleva_a_la_verificacion(completo, tmp_path):
    d = por_clase(completo.documentos_del_servicio, "constancia")[0]
    with open(tmp_path / "c.pdf", "wb") as f:
        f.write(contenido(completo.local, completo, d))
    leido = modulo.qr(str(tmp_path / "c.pdf"), str(tmp_path))
    assert leido == [f"{URL}/v1/verificacion/{d['codigo']}"]
    camino = leido[0][len(URL):]
    r = completo.m.anonimo().get(camino)
    assert r.json == {"emitido": True, "clase": "constancia", "titulo": "Constancia de inscripción", "numero": d["numero"], "fecha": d["fecha"],
                      "sellado_en": d["sello"]["en"], "sello": "B-B", "sha256": d["sha256"], "codigo": d["codigo"], "vigente": True}
    pagina = completo.m.anonimo().get(camino, encabezados={"Accept": "text/html"})
    cuerpo = pagina.body.decode()
    assert "sigue vigente" in cuerpo and "<script" not in cuerpo and "script-src" not in pagina.headers["Content-Security-Policy"]
    # Nothing about whose agreement it is.
    for secreto in (completo.datos["denominacion"], "Guadalajara", "Kioto", completo.ver()["folio"], completo.id):
        assert secreto not in cuerpo and secreto not in r.body.decode()


def test_codigos_que_no_son(completo):
    anonimo = completo.m.anonimo()
    d = completo.documentos_del_servicio[0]
    flexible = d["codigo"].lower().replace("-", "").replace("0", "o").replace("1", "l")
    assert anonimo.get(f"/v1/verificacion/{flexible}").json["codigo"] == d["codigo"]
    cuerpos = set()
    for malo in ("00000-00000-00000-00000", "x", "%25", "1" * 200, "'%20or%201=1"):
        r = anonimo.get(f"/v1/verificacion/{malo}", espera=404)
        cuerpos.add(re.sub(r'"(request_id|instance)":"[^"]*"', "", r.body.decode()))
        pagina = anonimo.get(f"/v1/verificacion/{malo}", espera=404, encabezados={"Accept": "text/html"})
        assert "no ha emitido" in pagina.body.decode()
    assert len(cuerpos) == 1
    anonimo.get(f"/v1/verificacion/{d['codigo']}?x=1", espera=400)
    assert "text/html" in anonimo.get("/v1/verificacion").headers["Content-Type"]
    for codigo, donde in (("7H3KD-0XQ2M-9ZB4T-V5C8N", "7H3KD-0XQ2M-9ZB4T-V5C8N"), ("a/b c", "a%2Fb%20c")):
        assert anonimo.get("/v1/verificacion", 303, consulta={"codigo": codigo}).headers["Location"] == "/v1/verificacion/" + donde
    anonimo.get("/v1/verificacion?x=1", espera=400)
    anonimo.pedir("POST", "/v1/verificacion?x=1", b"x", tipo=archivos.PDF, espera=400)
    anonimo.pedir("POST", "/v1/verificacion", b"", tipo=archivos.PDF, espera=400)


def test_vigencia(completo):
    """Demands that were met no longer stand; facts and the entry do."""
    anonimo = completo.m.anonimo()
    motivos = {}
    for d in completo.documentos_del_servicio:
        r = anonimo.get(f"/v1/verificacion/{d['codigo']}").json
        motivos.setdefault(d["clase"], set()).add(r.get("motivo"))
        assert r["vigente"] == ("motivo" not in r)
    for clase in ("oficio_prevencion", "oficio_observaciones", "oficio_devolucion_copia", "observacion_registro"):
        assert motivos[clase] == {"expediente_concluido"}
    for clase in ("acuse", "dictamen", "oficio_respuesta", "constancia", "oficio_cierre", "solicitud_registro"):
        assert motivos[clase] == {None}


def test_etiqueta_de_la_lista(mundo):
    """Documents come without a new version: the list's tag and the steps' change, the file's does not."""
    t = mundo.tramite()
    lista, pasos = t.local.get(t.url + "/documentos").etag, t.local.get(t.url + "/pasos").etag
    marca = f"""-{lista.split("-")[1]}"""
    assert lista == f'"{t.version}{marca}'
    t.presentar()
    esperar_documentos(mundo, t, 1)
    archivo, lista, pasos = (t.local.get(t.url + s).etag for s in ("", "/documentos", "/pasos"))
    assert archivo == f'"{t.version}{marca}' and lista == f'"{t.version}-1{marca}' and pasos.endswith("-1" + marca)
    for s, e in (("", archivo), ("/documentos", lista), ("/pasos", pasos)):
        t.local.get(t.url + s, espera=304, encabezados={"If-None-Match": e})
    t.acto(t.local, "desistir", {"motivo": "Ya no se firmará."})
    acuse = emitidos(t.local, t)[0]
    assert mundo.anonimo().get(f"/v1/verificacion/{acuse['codigo']}").json["vigente"]


def test_ramas_que_terminan(mundo, sello, tmp_path):
    """Dismissal, refusal, warning, withdrawal: their documents, and what becomes of the earlier ones."""
    anonimo = mundo.anonimo()
    t = mundo.tramite().hasta("prevenido")
    n = mundo.tramite().hasta("registro_solicitado")
    n.negar_registro()
    o = mundo.tramite().hasta("respondido")
    w = mundo.tramite().hasta("dictaminado")
    w.acto(w.local, "desistir", {"motivo": "Cambió la administración."})
    negativa = por_clase(esperar_documentos(mundo, n), "negativa_registro")[0]
    assert negativa["id"] not in {d["id"] for d in emitidos(n.local, n)}
    n.concluir()
    esperar_documentos(mundo, n)
    assert negativa["id"] in {d["id"] for d in emitidos(n.local, n)}
    dictamen = por_clase(esperar_documentos(mundo, w), "dictamen")[0]
    r = anonimo.get(f"/v1/verificacion/{dictamen['codigo']}").json
    assert (r["vigente"], r["motivo"]) == (False, "desistido")
    assert "ya no surte efecto" in anonimo.get(f"/v1/verificacion/{dictamen['codigo']}", encabezados={"Accept": "text/html"}).body.decode()
    mundo.servicio.mover_reloj(100 * 86400)
    try:
        t.acto("dgcp", "desechar", {})
        o.acto("dgcp", "advertir_caducidad", {})
        desecha = por_clase(esperar_documentos(mundo, t), "oficio_desechamiento")[0]
        advierte = por_clase(esperar_documentos(mundo, o), "advertencia_caducidad")[0]
    finally:
        mundo.servicio.mover_reloj(0)
    almacen = tmp_path / "nss"
    almacen.mkdir()
    modulo.nss(sello, str(almacen))
    for tramite, d in ((n, negativa), (o, advierte), (t, desecha)):
        archivo = tmp_path / "x.pdf"
        archivo.write_bytes(contenido(mundo.dgcp, tramite, d))
        assert modulo.correr("qpdf", "--check", str(archivo)).returncode == 0
        assert modulo.firmas(str(archivo), str(almacen))[0] == "Signature is Valid."
    assert anonimo.get(f"/v1/verificacion/{advierte['codigo']}").json["vigente"]


def test_un_acto_que_corrige(mundo):
    """Rule 1: a mistake is corrected by a further act that refers to the wrong one; what that one left no longer stands."""
    t = mundo.tramite().hasta("turnado")
    oficio = por_clase(esperar_documentos(mundo, t), "oficio_cja")[0]
    t.acto("cja", "devolver_turno", {"motivo": "Se turnó otro expediente."})
    t.acto("dgcp", "turnar", {"corrige": oficio["acto"]})
    assert mundo.anonimo().get(f"/v1/verificacion/{oficio['codigo']}").json["motivo"] == "corregido"


def test_nombres_hostiles_son_texto(mundo, tmp_path):
    """Long names, fifty counterparts, markup, template code, other scripts: all of it is text on the page."""
    partes = [{"nombre": f"Parte {i} <script>alert({i})</script> {{{{ 7 * 7 }}}} & Cía.", "clase": "gubernamental", "pais": "JP"} for i in range(47)]
    partes += [{"nombre": "京都市", "clase": "gubernamental", "pais": "JP"}, {"nombre": "بلدية القاهرة", "clase": "gubernamental", "pais": "EG"},
               {"nombre": "W" * 300, "clase": "gubernamental", "pais": "DE"}]
    t = mundo.tramite(contrapartes=partes, denominacion="Acuerdo <b>con</b> {% include 'x' %} \u200f" + "sin espacios" * 30)
    t.presentar()
    d = esperar_documentos(mundo, t, 1)[0]
    archivo = tmp_path / "h.pdf"
    archivo.write_bytes(contenido(t.local, t, d))
    texto = modulo.texto(str(archivo))
    assert "<script>alert(46)</script> {{ 7 * 7 }} & Cía." in texto and "<b>con</b>" in texto and "京都市" in texto
    assert modulo.campos(str(archivo))["JavaScript"] == "no"
    assert "notdef" not in modulo.correr("pdffonts", str(archivo)).stdout.decode()


def test_uno_solo_aunque_muera(base_propia, sello, lanzar):
    """Two instances, one killed in the middle of its work: one document for each act, and the later jobs go on."""
    uno = lanzar(base_propia, sello.ajustes)
    m = Mundo(base_propia, uno)
    ts = [m.tramite() for _ in range(3)]
    for t in ts:
        t.presentar()
    dos = lanzar(base_propia, sello.ajustes)
    fin = time.monotonic() + 120
    while time.monotonic() < fin and not base_propia.sql("select 1 from trabajo where clase = 'emitir' and estado = 'en_curso'"):
        time.sleep(0.02)
    uno.senal(signal.SIGKILL)
    uno.proceso.wait()
    # The lease of what it held runs out.
    base_propia.sql("update trabajo set disponible_en = now() where estado = 'en_curso'")
    for t in ts:
        m.en_puerto(dos)
        esperar_documentos(m.en_puerto(dos), t, 1)
    assert base_propia.sql("select count(*), count(distinct (expediente_id, n, clase)) from documento_emitido") == [(3, 3)]
    assert base_propia.sql("select count(*) from documento_emitido d where not exists (select from contenido_trozo c where c.sha256 = d.sha256)") == [(0,)]


def test_lo_sella_quien_tiene_sello(base_propia, sello, lanzar):
    """An instance without a seal leaves what the others owe to them, however free it is."""
    con = {**sello.ajustes, "DICTAMEN_HILOS_TRABAJOS": "0"}
    debe, sin = lanzar(base_propia, con), lanzar(base_propia, {"DICTAMEN_HILOS_TRABAJOS": "1"})
    m = Mundo(base_propia, debe)
    uno, otro = m.tramite().hasta("presentado"), m.tramite().hasta("presentado")
    hecho = lambda t, clase: base_propia.sql("select estado, tomas from trabajo where expediente_id = %s and clase = %s", t.id, clase)
    # Its only thread takes what has waited longest: having done the second file's, it has passed by all of the first's.
    esperar(lambda: hecho(otro, "buscar_parecidos") == [("hecho", 1)])
    assert hecho(uno, "emitir") == [("pendiente", 0)]
    assert sin.parar() == 0 and debe.parar() == 0
    hay = esperar_documentos(m.en_puerto(lanzar(base_propia, sello.ajustes)), uno, 1)
    assert [d["clase"] for d in hay] == ["acuse"] and hecho(uno, "emitir") == [("hecho", 1)]


def test_los_actos_de_antes(base_propia, sello, lanzar):
    """No seal, no documents, no jobs; once there is one, the acts of before get theirs."""
    s = lanzar(base_propia)
    m = Mundo(base_propia, s)
    t = m.tramite().hasta("turnado")
    assert emitidos(m.dgcp, t) == [] and base_propia.sql("select count(*) from trabajo where clase = 'emitir'") == [(0,)]
    assert s.parar() == 0
    s = lanzar(base_propia, sello.ajustes)
    otro = m.en_puerto(s)
    hay = esperar_documentos(otro, t, 2)
    assert [d["clase"] for d in hay] == ["acuse", "oficio_cja"]
    # What was made stays as it is.
    assert base_propia.sql("select count(*) from documento_emitido") == [(2,)]
    assert s.parar(60) == 0


def test_append_only(completo):
    import psycopg2
    b = completo.m.base
    from support.servicio import ROL_SERVICIO
    for orden in ("delete from documento_emitido", "update documento_emitido set codigo = codigo",
                  "insert into documento_emitido (id, expediente_id, n, clase, nombre, fecha, tamano, sha256, codigo, certificado, sello, sellado_en) "
                  f"values (gen_random_uuid(), '{completo.id}', 1, 'acuse', 'x', now(), 1, (select sha256 from contenido limit 1), "
                  "'00000-00000-00000-00000', decode(repeat('00', 32), 'hex'), 'B-B', now())"):
        with pytest.raises(psycopg2.Error):
            b.sql(orden, usuario=ROL_SERVICIO)


def test_plantilla_propia_y_con_falta(base_propia, sello, lanzar, tmp_path):
    """The office's own template is used; a faulty one stops that document, says file and line, and the default is not used instead."""
    os.chmod(tmp_path, 0o755)
    (tmp_path / "acuse.html").write_text('{% extends "base.html" %}\n{% block cuerpo %}<p>PLANTILLA DE LA CASA {{ expediente.folio }}</p>{% endblock %}\n')
    (tmp_path / "oficio_cja.html").write_text('{% extends "base.html" %}\n{% block cuerpo %}\n{{ expediente.telefono }}\n{% endblock %}\n')
    s = lanzar(base_propia, {**sello.ajustes, "DICTAMEN_PLANTILLAS": str(tmp_path)})
    m = Mundo(base_propia, s)
    t = m.tramite().hasta("turnado")
    d = esperar_documentos(m, t, 1)
    assert [x["clase"] for x in d] == ["acuse"]
    archivo = tmp_path / "a.pdf"
    archivo.write_bytes(contenido(m.dgcp, t, d[0]))
    assert "PLANTILLA DE LA CASA AII-" in modulo.texto(str(archivo))
    trabajo = [x for x in m.dgcp.get(t.url + "/trabajos").json["datos"] if x["acto"] != d[0]["acto"]][0]
    assert trabajo["estado"] == "fallido" and trabajo["problema"]["codigo"] == "plantilla-invalida"
    assert "«oficio_cja.html», línea 3" in trabajo["problema"]["detalle"] and "telefono" in trabajo["problema"]["detalle"]
    p = sello.ctl("plantillas", "revisar", DICTAMEN_PLANTILLAS=str(tmp_path))
    assert p.returncode == 0 and p.stdout  # only its form can be read without data
    (tmp_path / "dictamen.html").write_text("{% block %}")
    p = sello.ctl("plantillas", "revisar", DICTAMEN_PLANTILLAS=str(tmp_path))
    assert p.returncode == 1 and "«dictamen.html», línea 1" in p.stderr


@pytest.mark.parametrize("cambio,dice", [
    ({"DICTAMEN_SELLO_LLAVE": "/no/hay"}, "no se puede leer la llave"), ({"DICTAMEN_SELLO_CERTIFICADO": "/no/hay"}, "no se puede leer el certificado"),
    ({"DICTAMEN_PLANTILLAS": "/no/hay"}, "carpeta de plantillas"), ({"DICTAMEN_TSA_URL": "http://127.0.0.1:1"}, "tsa_certificado")])
def test_no_arranca_con_un_sello_que_no_sirve(base_sellada, sello, lanzar, cambio, dice):
    s = lanzar(base_sellada, {**sello.ajustes, **cambio}, espera=False)
    assert s.proceso.wait(30) != 0
    assert any(dice in linea.get("falta", "") for linea in s.lineas()), s.ultimas_lineas()


def test_la_llave_no_sale(completo):
    """Neither in the database nor in the log."""
    b = completo.m.base
    with open(os.path.join(os.path.dirname(completo.m.servicio.ajustes["DICTAMEN_SELLO_LLAVE"]), "sello.llave")) as f:
        llave = f.read().split("\n")[1]
    volcado = subprocess.run(["pg_dump", "--data-only", b.uri_admin], capture_output=True, timeout=120)
    assert volcado.returncode == 0 and llave.encode() not in volcado.stdout
    with open(completo.m.servicio.registro) as f:
        assert llave not in f.read()
