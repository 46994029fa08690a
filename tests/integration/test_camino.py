"""The twelve steps, from the first upload to the closed file."""

import hashlib
import json
from datetime import datetime, timezone

from support import archivos
from support.tramite import datos_completos, dentro_de, hoy


def cadena(actos):
    """The chain recomputed from what the API tells (docs/cadena.md): each act's SHA-256 over its canonical form."""
    anterior = "0" * 64
    for a in actos:
        utc = datetime.fromisoformat(a["registrado_en"]).astimezone(timezone.utc)
        forma = {"acto": a["acto"], "actor": a["actor"], "anterior": a["anterior"], "datos": a["datos"], "desde": a["desde"],
                 "efectos": a["efectos"], "expediente": a["expediente"], "hacia": a["hacia"], "n": a["n"],
                 "registrado_en": utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "v": a["v"]}
        if "fecha_legal" in a:
            forma["fecha_legal"] = a["fecha_legal"]
        canonica = json.dumps(forma, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        assert a["anterior"] == anterior
        assert hashlib.sha256(canonica).hexdigest() == a["hash"], f"act {a['n']} ({a['acto']}): {canonica.decode()}"
        anterior = a["hash"]
    return anterior


def test_doce_pasos(mundo):
    t = mundo.tramite()
    e = t.leer()
    assert (e["estado"], e["paso"], e["turno"]) == ("borrador", 1, "gobierno_local") and "folio" not in e
    assert e["datos"] == t.datos
    # Everything missing is listed at once (rule 4), and the same list stands in actos_disponibles.
    r = t.acto(t.local, "presentar", {"declaracion_version_final": True}, 409)
    assert r.slug == "faltan-requisitos"
    assert r.codigos == {("/documentos/solicitud", "falta-solicitud"), ("/documentos/proyecto", "falta-proyecto")}
    nada = t.acto(t.local, "presentar", {}, 409)
    assert nada.codigos == r.codigos | {("/datos/declaracion_version_final", "falta-declaracion")}
    faltan = {(f["pointer"], f["codigo"]) for f in t.disponibles("local")["presentar"]["faltan"]}
    assert r.codigos <= faltan

    t.documento(t.local, "anexo", nombre="viabilidad.pdf")
    r = t.presentar()
    folio = r.json["numero"]
    anio = str(hoy().year)
    assert folio.startswith(f"AII-{anio}-") and r.json["expediente"]["folio"] == folio
    assert r.json["expediente"]["estado"] == "presentado" and r.json["expediente"]["turno"] == "dgcp"
    # The folio works in the identifier's place.
    assert mundo.dgcp.get(f"/v1/expedientes/{folio}").json["id"] == t.id
    assert mundo.dgcp.get(f"/v1/expedientes/{folio}/pasos").json["expediente"] == t.id

    r = t.turnar()
    assert r.json["numero"].startswith("DGCP/") and r.json["expediente"]["turno"] == "cja"
    r = t.recibir()
    computo = r.json["acto"]["efectos"]["computo"]
    assert computo["en_tiempo"] and computo["n"] >= 10 and computo["fecha_firma"] == t.datos["fecha_firma_pretendida"]
    assert t.ver()["antelacion"]["n"] == computo["n"]

    r = t.observar(2)
    assert r.json["acto"]["efectos"]["primer_renglon"] == 1
    assert [o["numero"] for o in t.leer()["observaciones"]] == [1, 2]
    t.atender()
    e = t.leer()
    assert all(o["respuesta"] for o in e["observaciones"])
    assert [d["version"] for d in e["documentos"] if d["clase"] == "proyecto"] == [1, 2]

    r = t.dictaminar("procedente_con_recomendaciones", 2)
    dictamen = r.json["numero"]
    assert r.json["expediente"]["estado"] == "dictaminado"
    # Undecided towards the outside until it is communicated (rule 10).
    e = t.leer()
    assert "dictamen" not in e and len(e["observaciones"]) == 2
    t.responder()
    e = t.leer()
    assert e["dictamen"]["numero"] == dictamen and e["dictamen"]["sentido"] == "procedente_con_recomendaciones"
    assert [o["tipo"] for o in e["observaciones"]] == ["observacion", "observacion", "recomendacion", "recomendacion"]
    pendiente = [c for c in e["comunicaciones"] if c["tipo"] == "responder"][0]
    assert not pendiente["acusada"]
    t.acto(t.local, "acusar", {"acto": pendiente["acto"]})

    t.remitir_copia()
    e = t.leer()
    assert e["copia"]["lugar_suscripcion"] == "Guadalajara, Jalisco" and e["turno"] == "dgcp"
    t.solicitar_registro()
    r = t.inscribir()
    assert r.json["numero"].startswith("RAII-")
    registro = r.json["numero"]
    r = t.concluir()
    assert r.json["expediente"] == {"id": t.id, "folio": folio, "estado": "concluido", "turno": "dgcp", "version": t.version,
                                    "resultado": "inscrito"}
    e = t.leer()
    assert e["registro"]["numero"] == registro and e["resultado"] == "inscrito"
    assert all(o["verificacion"] == "incorporada" for o in e["observaciones"])
    # Closed: only the acknowledgement of the last communication is left to the local government.
    assert set(t.disponibles("local")) <= {"acusar"}
    t.acto(t.local, "acusar")

    # The journal: every act once, in order, each link recomputed from outside.
    actos = t.actos()
    assert [a["n"] for a in actos] == list(range(1, t.version + 1))
    assert cadena(actos) == t.ver()["hash"]
    assert mundo.base.verificar(t.id).returncode == 0
    # One act by its number is the same as in the list.
    assert mundo.dgcp.get(f"{t.url}/actos/3").json == actos[2]
    mundo.dgcp.get(f"{t.url}/actos/{t.version + 1}", 404)


def test_linea_de_tiempo(mundo):
    t = mundo.tramite().hasta("concluido")
    p = t.local.get(t.url + "/pasos").json
    assert [x["paso"] for x in p["pasos"]] == list(range(1, 13))
    # Nothing was observed beyond the recommendations; no annex was needed: step 3 does not apply.
    assert {x["estado"] for x in p["pasos"]} <= {"hecho", "no_aplica"}
    assert p["pasos"][3]["actos"][0]["acto"] == "presentar" and p["pasos"][3]["actos"][0]["numero"] == p["folio"]
    assert p["cierre"]["acto"] == "concluir" and p["resultado"] == "inscrito" and "pendiente" not in p
    assert [d["clase"] for d in p["pasos"][0]["documentos"]] == ["solicitud"]
    assert [d["clase"] for d in p["pasos"][1]["documentos"]] == ["proyecto"]
    # What is internal is not shown to the local government, and is to the Secretaría.
    clases = lambda q: {d["clase"] for x in q["pasos"] for d in x["documentos"]}
    assert "proyecto_dictamen" not in clases(p)
    assert "proyecto_dictamen" in clases(mundo.cja.get(t.url + "/pasos").json)


def test_pasos_tienen_su_propio_etag(mundo):
    t = mundo.tramite().hasta("presentado")
    r = t.local.get(t.url + "/pasos")
    assert r.etag.startswith(f'"{t.version}-{hoy():%Y%m%d}-')  # day and calendar are part of it
    assert t.local.get(t.url + "/pasos", 304, encabezados={"If-None-Match": r.etag}).body == b""
    t.turnar()
    t.local.get(t.url + "/pasos", encabezados={"If-None-Match": r.etag})


def test_varias_contrapartes_y_organos(mundo):
    contrapartes = [{"nombre": "Ciudad de Kioto", "clase": "gubernamental", "pais": "JP"},
                    {"nombre": "ONU-Hábitat", "clase": "organismo_internacional"},
                    {"nombre": "Fundación Puente", "clase": "privado", "pais": "ES", "ciudad": "Sevilla"}]
    t = mundo.tramite(contrapartes=contrapartes, organos_locales=["Ayuntamiento de Tlaquepaque", "Ayuntamiento de Tonalá"])
    # Rule 3: a private counterpart is a flag, not a refusal.
    t.hasta("presentado")
    e = t.leer()
    assert e["datos"]["contrapartes"] == contrapartes
    assert "contraparte_privada" in {a["codigo"] for a in e["avisos"]}


def test_dgcp_abre_a_nombre_de_una_organizacion(mundo):
    """The request came by e-mail: DGCP opens, the organisation owns and goes on."""
    org = mundo.org["merida"]
    r = mundo.dgcp.post("/v1/expedientes", {"organizacion": org, "datos": datos_completos()})
    ident = r.json["expediente"]["id"]
    e = mundo.merida.get(f"/v1/expedientes/{ident}").json
    assert e["organizacion"] == org and e["cve_ent"] == "31"
    mundo.local.get(f"/v1/expedientes/{ident}", 404)
    r = mundo.dgcp.post("/v1/expedientes", {"datos": datos_completos()}, 422)
    assert ("/organizacion", "requerido") in r.codigos
    # The Secretaría itself files nothing; an unknown organisation is not found.
    assert mundo.dgcp.post("/v1/expedientes", {"organizacion": mundo.org["sre"], "datos": {}}, 422).slug == "cuerpo-invalido"
    mundo.dgcp.post("/v1/expedientes", {"organizacion": "0193a1f0-7b1c-7c40-8f6e-2a9d1c5b7e10", "datos": {}}, 404)


def test_fecha_legal_aparte_de_la_del_servidor(mundo):
    t = mundo.tramite().hasta("presentado")
    ayer = dentro_de(-1)
    r = t.acto("dgcp", "turnar", {"numero_oficial": "DGCP/2026/S-117"}, cuerpo={"fecha_legal": ayer})
    a = r.json["acto"]
    assert a["fecha_legal"] == ayer and a["registrado_en"][:10] != ayer and a["datos"] == {"numero_oficial": "DGCP/2026/S-117"}
    r = t.acto("cja", "recibir", {}, 422, cuerpo={"fecha_legal": dentro_de(1)})
    assert r.codigos == {("/fecha_legal", "fecha-futura")}


def test_corregir_es_otro_acto(mundo):
    t = mundo.tramite().hasta("presentado")
    r = t.acto("dgcp", "anotar", {"nota": "Se recibió el oficio en papel el lunes."})
    n = r.json["acto"]["n"]
    r = t.acto("dgcp", "anotar", {"nota": "Fue el martes.", "corrige": n})
    assert r.json["acto"]["datos"]["corrige"] == n
    r = t.acto("dgcp", "anotar", {"nota": "x", "corrige": 999}, 422)
    assert r.codigos == {("/datos/corrige", "numero-desconocido")}


def test_documento_como_formulario(mundo):
    t = mundo.tramite()
    datos = archivos.pdf_unico()
    tipo, cuerpo = archivos.multiparte("oficio de solicitud.pdf", archivos.PDF, datos)
    r = t.local.pedir("POST", t.url + "/documentos?clase=solicitud", cuerpo, tipo=tipo, espera=201)
    assert r.json["nombre"] == "oficio de solicitud.pdf" and r.json["sha256"] == archivos.sha256(datos)
