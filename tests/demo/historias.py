"""The five stories. Each takes one Expediente from the first upload to its end; whatever the service must refuse on the way is refused."""

import casos
import correo
import lecturas
import pruebas
import textos
from relato import dia, palabras

RENGLONES = {"observacion": "observación", "recomendacion": "recomendación", "registro": "observación al registro"}
FUNDAMENTO = "Artículos 2, fracción II, y 7 de la Ley sobre la Celebración de Tratados."


# ---- pieces that several stories share ---------------------------------------------------------------------------------------------

def _documentos(e, anexo=True):
    e.documento(1, "local", "solicitud", "solicitud.pdf")
    e.documento(2, "local", "proyecto", "proyecto-v1.docx")
    if anexo:
        cual = "certificación del cabildo" if e.caso.autorizacion == "cabildo" else "suficiencia presupuestal"
        e.documento(3, "local", "anexo", "anexo.pdf", comentario=f": {cual}")


def _presentar(e):
    e.acto(4, "local", "presentar", "declara que es la versión final acordada por ambas partes y presenta", {"declaracion_version_final": True})


def _turnar_y_recibir(e):
    e.acto(0, "dgcp", "asignar", "asigna el expediente a su analista", {"responsable": e.gente["dgcp"].usuario})
    e.acto(5, "dgcp", "turnar", "pide el dictamen a la Consultoría Jurídica")
    _recibir(e)


def _recibir(e):
    k = e.acto(6, "cja", "recibir", "recibe y sella")["acto"]["efectos"]["computo"]
    juicio = "en tiempo" if k["en_tiempo"] else "fuera de tiempo, con eventualidad declarada"
    e.relato.nota(f"Recepción efectiva {dia(k['recepcion_efectiva'])}: {k['n']} días hábiles antes de la firma ({k['dias_requeridos']} requeridos), {juicio}.")
    e.acto(0, "cja", "asignar", "asigna la revisión", {"responsable": e.gente["cja"].usuario})


def _dictaminar(e, quien="cja_titular", verificaciones=None):
    d = e.caso.dictamen
    datos = {"sentido": d["sentido"], "fundamento": FUNDAMENTO, "motivacion": "\n".join(d["motivos"])}
    if d["recomendaciones"]:
        datos["recomendaciones"] = [{"clausula": textos.articulo(e.caso, c), "texto": t} for c, t, _ in d["recomendaciones"]]
    if verificaciones:
        datos["verificaciones"] = verificaciones
    e.acto(7, quien, "dictaminar", f"emite el dictamen: {palabras(d['sentido'])}", datos)
    for c, t, _ in d["recomendaciones"]:
        e.relato.nota(f"Recomendación, {textos.articulo(e.caso, c)}: {t}")


def _responder(e):
    e.documento(8, "dgcp", "oficio", "respuesta.pdf")
    e.acto(8, "dgcp", "responder", "comunica la respuesta al gobierno local")
    e.acusar(8)


def _remitir(e, archivo, comentario=""):
    e.documento(9, "local", "copia_firmada", archivo, comentario=comentario)
    recomendadas = [r["numero"] for r in e.leer()["observaciones"] if r["tipo"] == "recomendacion" and not r.get("respuesta")]
    e.acto(9, "local", "remitir_copia", f"remite la copia firmada en {e.caso.lugar}", {
        "fecha_suscripcion": e.taller.hoy.isoformat(), "lugar_suscripcion": e.caso.lugar,
        "respuestas": [{"numero": n, "respuesta": "Atendida en el texto firmado o explicada en el oficio de remisión."} for n in recomendadas]},
        cuerpo={"fecha_legal": e.taller.hoy.isoformat()})


def _verificaciones(e):
    """One entry for each line of the ledger that still waits; told one by one."""
    como = {t: c for _, t, c in e.caso.dictamen["recomendaciones"]}
    salida = []
    for r in e.leer("cja")["observaciones"]:
        if r.get("verificacion"):
            continue
        motivo = como.get(r["texto"], "incorporada")
        dispensada = motivo != "incorporada"
        salida.append({"numero": r["numero"], "resultado": "dispensada", "motivo": motivo} if dispensada else
                      {"numero": r["numero"], "resultado": "incorporada"})
        e.relato.acto(11, "CJA", f"coteja la {RENGLONES[r['tipo']]} {r['numero']} con el texto firmado, {r['clausula']}: "
                                 + (f"se dispensa. {motivo}" if dispensada else "incorporada"))
    return salida


def _solicitar_registro(e):
    e.acto(10, "dgcp", "solicitar_registro", "pide a la Consultoría Jurídica el registro")


def _observar_y_subsanar(e, faltan):
    """The CJA names what the reading did not find; it is signed again, and read again."""
    e.acto(11, "cja", "observar_registro", "observa el registro: una recomendación no está en el texto firmado", {"no_incorporadas": [
        {"clausula": x["clausula"], "texto": f"No se incorporó la recomendación {x['numero']}: «{x['texto']}»", "recomendacion": x["numero"]}
        for x in faltan]})
    e.acusar(11)
    e.documento(11, "local", "copia_firmada", "copia.pdf", comentario=", firmada de nuevo con el texto completo")
    e.acto(11, "local", "subsanar_registro", "subsana la observación al registro")
    lecturas.copia(e, 11, [])


def _inscribir(e):
    if any(not r.get("verificacion") for r in e.leer("cja")["observaciones"]):
        e.rechazo(11, "cja_titular", "inscribir", "intenta inscribir sin verificar las recomendaciones", "faltan-requisitos",
                  {"terminos": "Se inscribe en los términos del texto firmado."})
    verificaciones = _verificaciones(e)
    e.acto(11, "cja_titular", "inscribir", "inscribe en el Registro de Acuerdos Interinstitucionales", {
        "terminos": "Se inscribe en los términos del texto firmado y del dictamen.", "verificaciones": verificaciones})
    e.acto(12, "dgcp", "concluir", "informa al gobierno local y concluye")
    e.acusar(12)


def _registrar(e):
    _solicitar_registro(e)
    _inscribir(e)


# ---- the five ------------------------------------------------------------------------------------------------------------------------

def nuevo_leon(e, firma):
    """Several counterparts; everything missing is told at once; two recommendations, of which the first signed copy leaves one out."""
    completos = casos.datos(e.caso, firma, e.taller.referencia)
    despues = {c: completos.pop(c) for c in ("contacto", "idiomas", "fundamento_facultades")}
    e.abrir(completos)
    e.relato.nota("Contrapartes: " + "; ".join(c["nombre"] for c in completos["contrapartes"]) + ".")
    e.rechazo(4, "local", "presentar", "intenta presentar con el expediente a medias", "faltan-requisitos", {"declaracion_version_final": False})
    e.completar(despues, "completa fundamento, idiomas y contacto")
    _documentos(e)
    _presentar(e)
    e.rechazo(5, "local", "turnar", "intenta turnar por su cuenta", "rol-no-facultado")
    _turnar_y_recibir(e)
    e.documento(7, "cja", "proyecto_dictamen", "dictamen.docx", "proyecto de dictamen.docx")
    _dictaminar(e)
    e.exigir("dictamen" not in e.leer(), "el dictamen se ve antes de comunicarse")
    e.relato.nota("El gobierno local no ve todavía el dictamen ni sus recomendaciones: falta que la DGCP los comunique.")
    _responder(e)
    e.linea_de_tiempo()
    e.relato.linea()
    _remitir(e, "copia-olvido.pdf", ", firmada, sellada y digitalizada, con un párrafo que falta")
    faltan = lecturas.copia(e, 9, [t for c, t, _ in e.caso.dictamen["recomendaciones"] if c not in e.caso.cambios["olvido"]])
    _solicitar_registro(e)
    _observar_y_subsanar(e, faltan)
    _inscribir(e)
    pruebas.contar_emitidos(e)
    e.relato.linea()
    pruebas.constancia(e)


def jalisco(e, firma):
    """Warned beforehand, observed twice: three versions of the text; the first signed copy comes back."""
    pruebas.revision_previa(e, {"controversias_otras", "ley_extranjera"})
    e.relato.nota("Québec insiste en ese texto y Jalisco lo presenta como está: la revisión previa aconseja, y quien juzga es la Consultoría Jurídica.")
    e.abrir(casos.datos(e.caso, firma, e.taller.referencia))
    _documentos(e)
    _presentar(e)
    _turnar_y_recibir(e)
    for ronda, observaciones in enumerate(e.caso.rondas, 1):
        _observar(e, ronda, observaciones)
        _atender(e, ronda, observaciones)
        de, a = (e.caso.cambios.get(str(v), {}) for v in (ronda, ronda + 1))
        lecturas.comparacion(e, 7, ronda, {dict(textos.CLAUSULAS)[c] for c in de.keys() | a.keys()})
    e.documento(7, "cja", "proyecto_dictamen", "dictamen.docx", "proyecto de dictamen.docx")
    e.rechazo(7, "cja", "dictaminar", "la revisora intenta emitir el dictamen", "rol-no-facultado",
              {"sentido": "procedente", "fundamento": FUNDAMENTO, "motivacion": e.caso.dictamen["motivos"][0]})
    _dictaminar(e, verificaciones=[{"numero": r["numero"], "resultado": "incorporada"} for r in e.leer("cja")["observaciones"]])
    _responder(e)
    e.linea_de_tiempo()
    e.relato.linea()
    _remitir(e, "copia-incompleta.pdf", ": la hoja de firmas se quedó en el digitalizador")
    e.acto(9, "dgcp", "devolver_copia", "devuelve la copia: está incompleta",
           {"motivo_devolucion": "incompleta", "detalle": "Falta la última hoja, con el lugar, la fecha y las firmas."})
    e.acusar(9)
    _remitir(e, "copia.pdf", ", ahora completa")
    _registrar(e)


def _observar(e, ronda, observaciones):
    e.acto(7, "cja", "observar", f"formula observaciones, ronda {ronda}", {"observaciones": [
        {"clausula": textos.articulo(e.caso, c), "severidad": s, "texto": t,
         "pasaje": textos.clausula(e.caso, c, str(ronda))[0]} for c, s, t, _ in observaciones]})
    for c, s, t, _ in observaciones:
        e.relato.nota(f"{textos.articulo(e.caso, c)}, severidad {s}: {t}")


def _atender(e, ronda, observaciones):
    numeros = [r["numero"] for r in e.leer()["observaciones"] if r["tipo"] == "observacion" and not r.get("respuesta")]
    respuestas = [{"numero": n, "respuesta": o[3]} for n, o in zip(numeros, observaciones)]
    if ronda == 1:
        e.rechazo(7, "local", "atender", "intenta atender sin subir la nueva versión ni responder todo", "faltan-requisitos",
                  {"respuestas": respuestas[:1]})
    e.documento(7, "local", "proyecto", f"proyecto-v{ronda + 1}.docx")
    e.acto(7, "local", "atender", f"responde {len(respuestas)} observaciones, una por una", {"respuestas": respuestas})


def guadalajara(e, firma):
    """Comes by e-mail, too near: turning is refused with the latest date; a contingency is declared, and four eyes sign."""
    correo.recibir(e)
    e.completar(casos.datos(e.caso, firma, e.taller.referencia), "completa los datos del acuerdo")
    _presentar(e)
    e.acto(0, "dgcp", "asignar", "asigna el expediente a su analista", {"responsable": e.gente["dgcp"].usuario})
    e.rechazo(5, "dgcp", "turnar", f"intenta turnar; la firma se pretende el {dia(firma.isoformat())}", "extemporaneo")
    e.acto(6, "local", "declarar_eventualidad", "declara una eventualidad", {
        "motivo": "La delegación de Kioto adelantó su visita a Guadalajara y la agenda de ambas alcaldías no admite otra fecha este año."})
    e.acto(5, "dgcp", "turnar", "pide el dictamen a la Consultoría Jurídica, con la eventualidad")
    _recibir(e)
    e.acto(0, "cja", "anotar", "anota, para uso interno, la premura", {"nota": "Atender primero: la firma es inminente. Se habló con el enlace."})
    e.documento(7, "cja_titular", "proyecto_dictamen", "dictamen.docx", "proyecto de dictamen.docx", ", que redacta la titular misma")
    e.rechazo(7, "cja_titular", "dictaminar", "intenta emitir lo que ella redactó", "cuatro-ojos",
              {"sentido": "procedente", "fundamento": FUNDAMENTO, "motivacion": "\n".join(e.caso.dictamen["motivos"])})
    _dictaminar(e, "cja_suplente")
    e.documento(8, "dgcp", "oficio", "respuesta.pdf")
    e.repetir(8, "dgcp", "responder", "comunica la respuesta al gobierno local")
    e.acusar(8)
    _remitir(e, "copia.pdf", ", firmada, sellada y digitalizada")
    _registrar(e)


def san_pedro(e, firma):
    """Doubtful name, debt and visas: taken in and flagged, judged by the CJA."""
    e.abrir(casos.datos(e.caso, firma, e.taller.referencia))
    _documentos(e)
    _presentar(e)
    e.avisos()
    e.acto(0, "dgcp", "anotar", "anota la duda para la CJA; no le toca juzgarla",
           {"nota": "La denominación «contrato», el crédito externo y las visas exceden lo usual. Lo valora la Consultoría Jurídica."})
    _turnar_y_recibir(e)
    e.documento(7, "cja", "proyecto_dictamen", "dictamen.docx", "proyecto de dictamen.docx")
    _dictaminar(e)
    for m in e.caso.dictamen["motivos"]:
        e.relato.nota(m)
    _responder(e)


def merida(e, firma):
    """Somebody else's text is refused; returned for what is missing, mended, and in the end withdrawn."""
    e.abrir(casos.datos(e.caso, firma, e.taller.referencia))
    e.documento(1, "local", "solicitud", "solicitud.pdf")
    e.documento(2, "local", "proyecto", "proyecto-v1.docx", "modelo que circuló.docx", ": por error, un texto ya dictaminado", casos.GUADALAJARA)
    e.rechazo(4, "local", "presentar", "presenta sin advertir que el Word es de otro acuerdo", "ya-dictaminado", {"declaracion_version_final": True})
    e.asomarse(next(x for x in e.anteriores if x.caso is casos.GUADALAJARA))
    e.documento(2, "local", "proyecto", "proyecto-v1.docx", comentario=": el suyo")
    _presentar(e)
    e.acto(4, "dgcp", "prevenir", "previene: falta la autorización del cabildo", {"plazo_dias_habiles": 5, "faltantes": [
        {"requisito": "Autorización del cabildo", "detalle": "Adjunte la certificación del acuerdo de cabildo que autoriza la firma."}]})
    e.acusar(4)
    e.documento(4, "local", "anexo", "anexo.pdf", comentario=": certificación del cabildo")
    e.acto(4, "local", "desahogar", "desahoga la prevención", {"respuestas": [{"numero": 1, "respuesta": "Se adjunta la certificación."}]})
    _turnar_y_recibir(e)
    e.acto(7, "local", "desistir", "se desiste: la contraparte pospuso la firma sin fecha",
           {"motivo": "La Municipalidad de Antigua Guatemala comunicó que pospone la firma sin fecha. Se presentará de nuevo en su momento."})


HISTORIAS = {"R103": nuevo_leon, "R069": jalisco, "R007": guadalajara, "R051": san_pedro, "R093": merida}
