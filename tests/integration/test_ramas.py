"""Side branches: prevention, observations, returned turns and copies, refused registration, withdrawal, lapse, contingency."""

import time
from datetime import timedelta

import pytest

from support import archivos
from support.tramite import dentro_de, dia, hoy

DIA = 86400


# ---- prevention -------------------------------------------------------------------------------------------------------------------


def test_prevencion_y_desahogo(mundo):
    t = mundo.tramite().hasta("presentado")
    r = t.acto("dgcp", "prevenir", {"faltantes": [{"requisito": "Acta", "detalle": "Falta el acta."}], "plazo_dias_habiles": 4}, 422)
    assert r.codigos == {("/datos/plazo_dias_habiles", "valor-min")}
    r = t.acto("dgcp", "prevenir", {}, 422)
    assert r.codigos == {("/datos/faltantes", "requerido"), ("/datos/plazo_dias_habiles", "requerido")}
    t.prevenir(dias=5)
    e = t.leer()
    assert e["estado"] == "prevenido" and e["turno"] == "gobierno_local"
    assert [f["numero"] for f in e["prevencion"]["faltantes"]] == [1, 2]
    assert dia(e["prevencion"]["vence"]) >= hoy() + timedelta(days=7) and e["plazos"]["vence"] == e["prevencion"]["vence"]
    assert t.disponibles("local")["desahogar"]["hasta"] == e["prevencion"]["vence"]
    # Acknowledged, data corrected, a document added, then answered item by item.
    t.acto(t.local, "acusar", {})
    r = t.acto(t.local, "acusar", {}, 409)
    assert r.slug in ("ya-acusado", "nada-que-acusar")
    r = t.local.patch(t.url, {"lugar_firma": "Zapopan, Jalisco"}, if_match=t.version)
    t.version = r.json["version"]
    t.documento(t.local, "anexo")
    r = t.acto(t.local, "desahogar", {"respuestas": [{"numero": 1, "respuesta": "Se adjunta."}]}, 409)
    assert r.slug == "faltan-requisitos" and r.codigos == {("/datos/respuestas", "faltante-no-atendido")}
    r = t.acto(t.local, "desahogar", {"respuestas": [{"numero": n, "respuesta": "x"} for n in (1, 2, 3)]}, 422)
    assert r.codigos == {("/datos/respuestas/2/numero", "numero-desconocido")}
    t.desahogar()
    e = t.leer()
    assert e["estado"] == "presentado" and all(f["respuesta"] for f in e["prevencion"]["faltantes"])
    # Once per file.
    assert t.prevenir(409).slug == "prevencion-ya-usada"
    t.hasta("concluido")


def test_prevencion_vencida(mundo_reloj, reloj):
    t = mundo_reloj.tramite().hasta("presentado")
    t.prevenir()
    r = t.acto("dgcp", "desechar", {}, 409)
    assert r.slug == "plazo-no-vencido"
    vence = dia(t.leer()["prevencion"]["vence"])
    assert t.disponibles("dgcp")["desechar"]["a_partir_de"] == (vence + timedelta(days=1)).isoformat()
    reloj((vence - hoy()).days * DIA + 3 * DIA)
    assert t.desahogar(409).slug == "plazo-vencido"
    r = t.acto("dgcp", "desechar", {})
    assert r.json["expediente"]["estado"] == "concluido" and r.json["expediente"]["resultado"] == "desechado"
    t.acto(t.local, "acusar", {})


# ---- CJA --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("estado", ["turnado", "en_revision"])
def test_devolver_turno(mundo, estado):
    t = mundo.tramite().hasta(estado)
    assert t.acto("cja", "devolver_turno", {}, 422).codigos == {("/datos/motivo", "requerido")}
    r = t.acto("cja", "devolver_turno", {"motivo": "El proyecto adjunto es de otro acuerdo."})
    assert r.json["expediente"]["estado"] == "presentado" and r.json["numero"].startswith("CJA/")
    t.hasta("en_revision")


def test_observado_dos_veces(mundo):
    t = mundo.tramite().hasta("en_revision")
    t.observar(2)
    # Without a new Word text, and without an answer to each, it does not go back.
    r = t.acto(t.local, "atender", {"respuestas": [{"numero": 1, "respuesta": "Se cambió."}]}, 409)
    assert r.codigos == {("/documentos/proyecto", "falta-nueva-version"), ("/datos/respuestas", "falta-respuesta")}
    t.atender()
    t.observar(1)
    t.atender()
    e = t.leer()
    assert [o["numero"] for o in e["observaciones"]] == [1, 2, 3]
    assert [d["version"] for d in e["documentos"] if d["clase"] == "proyecto"] == [1, 2, 3]
    # An observation of the first round cannot be answered in the second.
    t.observar(1)
    t.documento(t.local, "proyecto", archivos.proyecto())
    r = t.acto(t.local, "atender", {"respuestas": [{"numero": 1, "respuesta": "Otra vez."}, {"numero": 4, "respuesta": "Sí."}]}, 422)
    assert r.codigos == {("/datos/respuestas/0/numero", "numero-desconocido")}


def test_improcedente(mundo):
    t = mundo.tramite().hasta("en_revision")
    t.dictaminar("improcedente")
    r = t.responder()
    assert r.json["expediente"]["estado"] == "concluido" and r.json["expediente"]["resultado"] == "improcedente"
    e = t.leer()
    assert e["dictamen"]["sentido"] == "improcedente"
    t.acto(t.local, "acusar", {})


def test_sentido_y_recomendaciones_concuerdan(mundo):
    t = mundo.tramite().hasta("en_revision")
    assert ("/datos/recomendaciones", "requerido") in t.dictaminar("procedente_con_recomendaciones", 0, 422).codigos
    assert ("/datos/recomendaciones", "no-corresponde") in t.dictaminar("procedente", 1, 422).codigos


def test_cuatro_ojos(mundo):
    t = mundo.tramite().hasta("en_revision")
    datos = {"sentido": "procedente", "fundamento": "Artículo 7.", "motivacion": "Procede."}
    assert t.acto("titular", "dictaminar", datos, 409).codigos == {("/documentos/proyecto_dictamen", "falta-proyecto-dictamen")}
    t.documento("titular", "proyecto_dictamen")
    r = t.acto("titular", "dictaminar", datos, 403)
    assert r.slug == "cuatro-ojos"
    t.acto("titular_b", "dictaminar", datos)


def test_no_dos_dictamenes_del_mismo_texto(mundo):
    uno = mundo.tramite()
    uno.hasta("dictaminado")
    # The same text, differently typed: case, white space, list marks, another package.
    from support.archivos import docx, texto_acuerdo
    parrafos = [p.upper().replace(" ", "  ") + " " for p in texto_acuerdo(uno.clave_texto)]
    parrafos[2] = "• " + parrafos[2]
    otro = mundo.tramite()
    otro.documento(otro.local, "solicitud")
    otro.documento(otro.local, "proyecto", docx(*parrafos))
    r = otro.acto(otro.local, "presentar", {"declaracion_version_final": True}, 409)
    assert r.slug == "ya-dictaminado-folio" and uno.leer()["folio"] in r.json["detail"]
    # Whoever may not see the earlier file does not learn which one it is.
    ajeno = mundo.tramite("merida", nivel="municipal")
    ajeno.documento(ajeno.local, "solicitud")
    ajeno.documento(ajeno.local, "proyecto", docx(*parrafos))
    r = ajeno.acto(ajeno.local, "presentar", {"declaracion_version_final": True}, 409)
    assert r.slug == "ya-dictaminado" and uno.leer()["folio"] not in r.body.decode() and uno.id not in r.body.decode()
    # A new round of observations in the same file is a new version, not a new dictamen; another text passes.
    otro.documento(otro.local, "proyecto", archivos.proyecto())
    otro.acto(otro.local, "presentar", {"declaracion_version_final": True})


def test_carrera_de_dos_expedientes_con_el_mismo_texto(mundo):
    """Both were filed before either had its dictamen: only one reaches it."""
    uno, otro = mundo.tramite(), mundo.tramite("zapopan")
    otro.clave_texto = uno.clave_texto
    uno.hasta("en_revision")
    otro.hasta("en_revision")
    uno.dictaminar()
    assert otro.dictaminar(espera=409).slug in ("ya-dictaminado", "ya-dictaminado-folio")


# ---- signed copy and registration --------------------------------------------------------------------------------------------------


def test_devolver_copia(mundo):
    t = mundo.tramite().hasta("respondido")
    r = t.acto(t.local, "remitir_copia", {"fecha_suscripcion": hoy().isoformat(), "lugar_suscripcion": "Kioto"}, 409)
    assert r.codigos == {("/documentos/copia_firmada", "falta-copia")}
    t.documento(t.local, "copia_firmada")
    r = t.acto(t.local, "remitir_copia", {"fecha_suscripcion": dentro_de(2), "lugar_suscripcion": "Kioto"}, 422)
    assert r.codigos == {("/datos/fecha_suscripcion", "fecha-futura")}
    r = t.acto(t.local, "remitir_copia", {}, 422)
    assert r.codigos == {("/datos/fecha_suscripcion", "requerido"), ("/datos/lugar_suscripcion", "requerido")}
    t.acto(t.local, "remitir_copia", {"fecha_suscripcion": hoy().isoformat(), "lugar_suscripcion": "Kioto"})
    assert t.acto("dgcp", "devolver_copia", {"motivo_devolucion": "otro"}, 422).codigos == {("/datos/detalle", "requerido")}
    for motivo in ("incompleta", "ilegible", "sin_fecha", "sin_lugar"):
        t.acto("dgcp", "devolver_copia", {"motivo_devolucion": motivo})
        # The returned copy does not serve again.
        assert t.acto(t.local, "remitir_copia", {"fecha_suscripcion": hoy().isoformat(), "lugar_suscripcion": "Kioto"}, 409).slug == "faltan-requisitos"
        t.remitir_copia()
    t.hasta("concluido")


def test_observar_y_subsanar_registro(mundo):
    t = mundo.tramite().hasta("registro_solicitado")
    r = t.acto("titular", "inscribir", {"terminos": "Se inscribe."}, 409)
    assert {c for _, c in r.codigos} == {"falta-verificacion"} and len(r.json["errors"]) == t.con_recomendaciones
    r = t.acto("titular", "inscribir", {"terminos": "Se inscribe.", "verificaciones": [{"numero": 1, "resultado": "dispensada"},
                                                                                       {"numero": 2, "resultado": "incorporada"}]}, 422)
    assert r.codigos == {("/datos/verificaciones/0/motivo", "requerido")}
    t.observar_registro()
    assert t.leer()["estado"] == "registro_observado"
    assert t.acto(t.local, "subsanar_registro", {}, 409).slug == "faltan-requisitos"
    t.acto(t.local, "acusar", {})
    t.documento(t.local, "instrumento_modificatorio")
    t.acto(t.local, "subsanar_registro", {})
    numeros = [o["numero"] for o in t.ver()["observaciones"] if not o.get("verificacion")]
    t.acto("titular", "inscribir", {"terminos": "Se inscribe.", "verificaciones": [
        {"numero": n, "resultado": "dispensada", "motivo": "Se suprimió la cláusula."} for n in numeros]})
    t.concluir()


@pytest.mark.parametrize("estado", ["registro_solicitado", "registro_observado"])
def test_negar_registro(mundo, estado):
    t = mundo.tramite().hasta(estado)
    assert t.acto("titular", "negar_registro", {}, 422).codigos == {("/datos/fundamento", "requerido"), ("/datos/motivacion", "requerido")}
    t.negar_registro()
    r = t.concluir()
    assert r.json["expediente"]["resultado"] == "registro_negado"


# ---- withdrawal and lapse ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("estado", ["borrador", "presentado", "prevenido", "turnado", "en_revision", "observado", "dictaminado", "respondido",
                                    "copia_recibida"])
def test_desistir(mundo, estado):
    t = mundo.tramite().hasta(estado)
    assert t.acto(t.local, "desistir", {}, 422).codigos == {("/datos/motivo", "requerido")}
    r = t.acto(t.local, "desistir", {"motivo": "La contraparte pospuso el acuerdo."})
    assert r.json["expediente"]["estado"] == "concluido" and r.json["expediente"]["resultado"] == "desistido"
    p = t.local.get(t.url + "/pasos").json
    assert p["cierre"]["acto"] == "desistir"


@pytest.mark.parametrize("estado", ["observado", "respondido", "registro_observado"])
def test_caducidad(mundo_reloj, reloj, estado):
    t = mundo_reloj.tramite().hasta(estado)
    assert t.acto("dgcp", "caducar", {}, 409).slug == "caducidad-no-procede"
    assert t.acto("dgcp", "advertir_caducidad", {}, 409).slug == "caducidad-no-procede"  # acted today
    reloj(7 * DIA)
    r = t.acto("dgcp", "advertir_caducidad", {})
    desde = dia(r.json["acto"]["efectos"]["vence"])
    assert desde >= hoy() + timedelta(days=7 + 89)
    e = t.leer()
    assert e["caducidad"]["desde"] == desde.isoformat() and e["estado"] == estado
    reloj(60 * DIA)
    r = t.acto("dgcp", "caducar", {}, 409)
    assert r.slug == "caducidad-no-procede" and desde.isoformat() in r.json["detail"]
    reloj(((desde - hoy()).days + 1) * DIA)
    r = t.acto("dgcp", "caducar", {})
    assert r.json["expediente"]["resultado"] == "caduco"


def test_la_actividad_deja_sin_efecto_la_advertencia(mundo_reloj, reloj):
    t = mundo_reloj.tramite().hasta("observado")
    reloj(7 * DIA)
    t.acto("dgcp", "advertir_caducidad", {})
    reloj(40 * DIA)
    t.documento(t.local, "proyecto", archivos.proyecto())
    assert "caducidad" not in t.leer()
    reloj(120 * DIA)
    assert t.acto("dgcp", "caducar", {}, 409).slug == "caducidad-no-procede"


# ---- the ten days ----------------------------------------------------------------------------------------------------------------------


def test_tarde_sin_eventualidad(mundo):
    t = mundo.tramite(fecha_firma_pretendida=dentro_de(6)).hasta("presentado")
    r = t.turnar(409)
    assert r.slug == "extemporaneo" and "declarar_eventualidad" in r.json["que_hacer"] and "reprogramar_firma" in r.json["que_hacer"]
    ultima = t.leer()["plazos"]["ultima_recepcion"]
    assert ultima in r.json["detail"] and dia(ultima) < hoy()
    assert t.acto(t.local, "declarar_eventualidad", {}, 422).codigos == {("/datos/motivo", "requerido")}
    t.acto(t.local, "declarar_eventualidad", {"motivo": "La delegación adelantó su visita."})
    t.turnar()
    r = t.recibir()  # reception is never refused; the computation says late
    assert r.json["acto"]["efectos"]["computo"]["en_tiempo"] is False
    assert "extemporaneo" in {a["codigo"] for a in t.ver()["avisos"]}
    assert t.local.get(t.url + "/pasos").json["pasos"][5]["eventualidad"]["motivo"].startswith("La delegación")
    t.hasta("concluido")


def test_tarde_y_reprogramada(mundo):
    t = mundo.tramite(fecha_firma_pretendida=dentro_de(6)).hasta("presentado")
    assert t.acto(t.local, "reprogramar_firma", {"fecha_firma_pretendida": dentro_de(6)}, 422).codigos == {
        ("/datos/fecha_firma_pretendida", "debe-ser-distinto")}
    assert t.acto(t.local, "reprogramar_firma", {"fecha_firma_pretendida": dentro_de(-1)}, 422).codigos == {
        ("/datos/fecha_firma_pretendida", "fecha-pasada")}
    t.acto(t.local, "reprogramar_firma", {"fecha_firma_pretendida": dentro_de(90)})
    assert t.leer()["datos"]["fecha_firma_pretendida"] == dentro_de(90)
    t.turnar()


def test_sin_fecha_pretendida(mundo):
    t = mundo.tramite(fecha_firma_pretendida=None).hasta("presentado")
    assert "sin_fecha_firma" in {a["codigo"] for a in t.leer()["avisos"]}
    t.turnar()
    r = t.recibir()
    assert "computo" not in r.json["acto"]["efectos"]


def test_reprogramar_ya_recibido_recalcula(mundo):
    t = mundo.tramite().hasta("en_revision")
    r = t.acto(t.local, "reprogramar_firma", {"fecha_firma_pretendida": dentro_de(4)})
    assert r.json["acto"]["efectos"]["computo"]["en_tiempo"] is False
    assert t.leer()["antelacion"]["fecha_firma"] == dentro_de(4)


def test_presentar_con_fecha_pasada(mundo_reloj, reloj):
    t = mundo_reloj.tramite(fecha_firma_pretendida=dentro_de(5))
    reloj(10 * DIA)
    assert ("/datos/fecha_firma_pretendida", "fecha-pasada") in t.presentar(409).codigos


# ---- internal ----------------------------------------------------------------------------------------------------------------------------


def test_asignar(mundo):
    t = mundo.tramite().hasta("presentado")
    t.acto("dgcp", "asignar", {"responsable": mundo.dgcp_b.usuario})
    assert t.ver()["responsables"]["dgcp"] == mundo.dgcp_b.usuario
    assert "responsables" not in t.leer()
    for ajeno in (mundo.cja.usuario, mundo.local.usuario, "0193a1f0-7b1c-7c40-8f6e-2a9d1c5b7e10"):
        assert t.acto("dgcp", "asignar", {"responsable": ajeno}, 422).codigos == {("/datos/responsable", "usuario-ajeno")}
    t.turnar()
    t.acto("cja", "asignar", {"responsable": mundo.cja_b.usuario})
    assert t.ver()["responsables"] == {"dgcp": mundo.dgcp_b.usuario, "cja": mundo.cja_b.usuario}
    assert t.id in {x["id"] for x in mundo.dgcp.todos("/v1/expedientes", {"responsable": mundo.cja_b.usuario})}


def test_las_notas_no_son_publicas(mundo):
    t = mundo.tramite().hasta("turnado")
    r = t.acto("dgcp", "anotar", {"nota": "Conviene hablar con el enlace antes del lunes."})
    n = r.json["acto"]["n"]
    t.acto("cja", "anotar", {"nota": "Se revisó con el área de tratados."})
    suyo = t.local.get(f"{t.url}/actos/{n}").json
    assert suyo["reservado"] is True and "datos" not in suyo and "efectos" not in suyo
    for camino in ("/actos", "", "/pasos"):
        cuerpo = t.local.get(t.url + camino).body.decode()
        assert "Conviene hablar" not in cuerpo and "Se revisó con" not in cuerpo
    assert t.ver(mundo.cja) and mundo.cja.get(f"{t.url}/actos/{n}").json["datos"]["nota"].startswith("Conviene")


def test_acusar_lo_que_no_hay(mundo):
    t = mundo.tramite().hasta("respondido")
    n = [c for c in t.leer()["comunicaciones"] if not c["acusada"]][0]["acto"]
    assert t.acto(t.local, "acusar", {"acto": 1}, 409).slug == "nada-que-acusar"
    t.acto(t.local, "acusar", {"acto": n})
    assert t.acto(t.local, "acusar", {"acto": n}, 409).slug == "ya-acusado"


def test_dias_en_manos_de_cada_oficina(mundo_reloj, reloj):
    t = mundo_reloj.tramite().hasta("presentado")
    reloj(14 * DIA)
    t.turnar()
    reloj(28 * DIA)
    dias = t.local.get(t.url + "/pasos").json["dias_por_oficina"]
    assert dias["gobierno_local"] == 0 and 6 <= dias["dgcp"] <= 10 and 5 <= dias["cja"] <= 10
    p = t.local.get(t.url + "/pasos").json["pasos"]
    assert p[4]["dias_habiles"] == dias["dgcp"] and p[5]["dias_habiles"] == dias["cja"]


def test_recordatorio_antes_del_vencimiento(mundo, lanzar):
    """A reminder waits in the outbox before the term of a prevention ends, once."""
    t = mundo.tramite().hasta("prevenido")
    cuantos = lambda: mundo.base.sql("select count(*) from bandeja_salida where expediente_id = %s and tipo = 'plazo.proximo'", t.id)[0][0]
    assert cuantos() == 0
    faltan = (dia(t.leer()["prevencion"]["vence"]) - hoy()).days
    for _ in range(2):
        s = lanzar(mundo.base, reloj=True, adelanto=(faltan - 1) * DIA)
        fin = time.monotonic() + 15
        while cuantos() == 0 and time.monotonic() < fin:
            time.sleep(0.1)
        assert s.parar() == 0
        assert cuantos() == 1
