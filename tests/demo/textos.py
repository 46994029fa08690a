"""What the documents say: the agreement clause by clause, the letters, the authorisations, the draft opinion."""

import odt

MESES = ("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre").split()
ROMANOS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()
PIE = "Texto elaborado para la demostración de dictamend; no es un documento oficial"

# key, heading; in the order of the SRE's model
CLAUSULAS = [
    ("objeto", "Objeto"), ("areas", "Áreas de cooperación"), ("modalidades", "Modalidades de cooperación"),
    ("programa", "Programas anuales de trabajo"), ("financiamiento", "Financiamiento"), ("responsables", "Áreas responsables"),
    ("seguimiento", "Mecanismo de seguimiento"), ("informacion", "Información y datos"), ("propiedad", "Propiedad intelectual"),
    ("personal", "Personal designado"), ("migracion", "Entrada y salida de personal"), ("otros", "Relación con otros instrumentos"),
    ("controversias", "Solución de controversias"), ("vigor", "Entrada en vigor"), ("vigencia", "Vigencia"),
    ("modificacion", "Modificaciones"), ("terminacion", "Terminación")]


def fecha_larga(d):
    return f"{d.day} de {MESES[d.month - 1]} de {d.year}"


def _instrumento(caso):
    """(name within the text, gendered demonstrative)"""
    tipo = caso.denominacion.split()[0]
    return ("la presente Carta", "esta Carta") if tipo == "Carta" else (f"el presente {tipo}", f"este {tipo}")


def _clausulas_base(caso):
    este = _instrumento(caso)[1]
    el = _instrumento(caso)[0]
    return {
        "objeto": [f"{el[0].upper() + el[1:]} tiene por objeto {caso.proposito}, en el ámbito de las respectivas competencias de las Partes y sobre "
                   "la base de la igualdad, la reciprocidad y el beneficio mutuo."],
        "areas": ["Para cumplir ese objeto, las Partes desarrollarán acciones de cooperación en las áreas siguientes:",
                  *(f"{chr(97 + i)}) {t}" for i, t in enumerate(caso.acciones.values())),
                  f"La operación de {este} no está condicionada a que se establezcan proyectos en todas las áreas, ni obliga a colaborar en "
                  "aquellas respecto de las cuales exista prohibición derivada de una ley, una norma institucional o una costumbre."],
        "modalidades": ["Las acciones de cooperación se llevarán a cabo mediante las modalidades siguientes:",
                        "a) intercambio de información, documentación y materiales;", "b) intercambio de personas expertas y funcionarias;",
                        "c) organización conjunta de seminarios, talleres, exposiciones y jornadas;",
                        "d) formulación y ejecución de proyectos conjuntos, y", "e) cualquier otra que las Partes convengan por escrito."],
        "programa": ["Las Partes formularán de común acuerdo Programas Anuales de Trabajo, que precisarán objetivos, actividades, calendario, "
                     "personas responsables, recursos y forma de evaluación, y que formarán parte integrante de este instrumento. El del primer "
                     "año comprende:"],
        "financiamiento": ["Las Partes financiarán las actividades con los recursos propios asignados en sus respectivos presupuestos, conforme a su "
                           "disponibilidad y a lo que dispone su legislación. Cada Parte sufragará los gastos de su participación, salvo que "
                           "puedan utilizarse mecanismos de financiamiento alternos para actividades específicas.",
                           f"Nada en {este} constituye deuda ni compromete ejercicios presupuestales futuros."],
        "responsables": [f"Para la ejecución de {este}, las Partes designan como áreas responsables:", f"a) por {caso.apodo}: {caso.oficina};",
                         f"b) por la contraparte: {caso.oficina_contraparte}."],
        "seguimiento": ["Las áreas responsables integrarán un grupo de trabajo que se reunirá al menos una vez al año, de manera presencial o a "
                        "distancia, para aprobar y evaluar los Programas Anuales de Trabajo. Su informe se hará del conocimiento de las Partes."],
        "informacion": ["La información que se comparta se destinará solo al objeto de este instrumento. No se transferirá información, material "
                        "ni equipo clasificado por razones de seguridad nacional o de relaciones exteriores."],
        "propiedad": ["Si de las acciones de cooperación se generan obras o productos de valor comercial o derechos de propiedad intelectual, estos se "
                      "regirán por la legislación nacional aplicable y por las convenciones internacionales que vinculen a México y al país o "
                      "países de la contraparte."],
        "personal": ["El personal comisionado por cada Parte continuará bajo la dirección y dependencia de la institución a la que pertenezca, por lo "
                     "que no se crearán relaciones laborales con la otra, a la que en ningún caso se considerará patrón sustituto."],
        "migracion": ["Las Partes se apoyarán en sus autoridades competentes para facilitar la entrada, permanencia y salida de las personas "
                      "participantes, que se someterán a las disposiciones migratorias, fiscales, aduaneras y sanitarias del país receptor y no "
                      "podrán dedicarse a actividades ajenas a sus funciones."],
        "otros": ["La cooperación prevista no afecta los derechos y obligaciones que las Partes hayan adquirido en virtud de otros instrumentos "
                  "internacionales."],
        "controversias": [f"Cualquier diferencia derivada de la interpretación o aplicación de {este} será resuelta por las Partes de manera amistosa "
                          "y de común acuerdo."],
        "vigor": [f"{el[0].upper() + el[1:]} entrará en vigor a partir de la fecha de su firma."],
        "vigencia": [f"La vigencia será {caso.vigencia_texto}."],
        "modificacion": ["Podrá modificarse por mutuo consentimiento de las Partes, formalizado en comunicaciones escritas que especifiquen la fecha "
                         "de entrada en vigor de las modificaciones."],
        "terminacion": ["Cualquiera de las Partes podrá dar por terminado este instrumento mediante notificación escrita dirigida a la otra con "
                        "noventa días naturales de antelación. La terminación anticipada no afectará la conclusión de las acciones ya formalizadas."],
    }


def articulo(caso, clave):
    """How this text calls that clause: «ARTÍCULO V (Financiamiento)»."""
    claves = [c for c, _ in CLAUSULAS if c not in caso.omite]
    return f"ARTÍCULO {ROMANOS[claves.index(clave)]} ({dict(CLAUSULAS)[clave]})"


def clausula(caso, clave, version):
    """Its paragraphs in that version."""
    return caso.cambios.get(version, {}).get(clave) or _clausulas_base(caso)[clave]


def _programa(caso):
    filas = [["Actividad", "Trimestre", "Responsable"]]
    for i, texto in enumerate(caso.acciones.values()):
        filas.append([texto.replace("**", "").rstrip("."), f"{i % 4 + 1}.º", "Ambas Partes"])
    return ("tabla", filas, [10.3, 2.4, 3.8])


def _parrafos(parrafos):
    return [("inciso" if t[1:2] == ")" else "p", t) for t in parrafos]


def _cuerpo(caso, version):
    bloques, n = [], 0
    for clave, titulo in CLAUSULAS:
        if clave in caso.omite:
            continue
        bloques.append(("articulo", f"ARTÍCULO {ROMANOS[n]}\u2003{titulo}"))
        bloques += _parrafos(clausula(caso, clave, version))
        if clave == "programa":
            bloques.append(_programa(caso))
        n += 1
    return bloques


def _nombres(caso):
    conector = {"Ciudad": "la ", "Municipalidad": "la ", "Oficina": "la ", "Organización": "la "}
    nombres = [conector.get(c.split()[0], "el ") + c for c in caso.contrapartes]
    return nombres[0] if len(nombres) == 1 else ", ".join(nombres[:-1]) + " y " + nombres[-1]


def _firmas(caso):
    local = [f"Por {caso.parte.split(',')[0]}", f"**{caso.firma_local}**", caso.organizacion]
    otras = [[f"Por {_articulo_de(n)}", f"**{f}**", n.split(" (")[0]] for n, f in zip(caso.contrapartes, caso.firmas_contraparte)]
    return ("firmas", [local, *otras])


def _articulo_de(nombre):
    corto = nombre.split("(")[-1].rstrip(")") if "(" in nombre else nombre
    return ("la " if corto.split()[0] in ("Ciudad", "Municipalidad", "OIM") else "el ") + corto


def acuerdo(caso, version, referencia, fecha, lugar=None):
    """The instrument. `version`: "1", "2"… or "firma", the text that is signed."""
    ejemplares = len(caso.contrapartes) + 1
    cuantos = {2: "dos", 5: "cinco"}[ejemplares]
    autenticos = ", siendo los textos igualmente auténticos" if len(caso.idiomas) > 1 else ""
    bloques = [("titulo", caso.denominacion.upper()),
               ("p", f"{caso.parte[0].upper() + caso.parte[1:]}, y {_nombres(caso)}, en adelante «las Partes»;"),
               ("centro", "CONSIDERANDO"),
               ("p", "**El interés** de las Partes en fortalecer los lazos de amistad y de cooperación entre sus comunidades;"),
               ("p", "**Que** la cooperación entre gobiernos locales y sus contrapartes del exterior contribuye al desarrollo de sus habitantes;"),
               ("p", f"**Que** {caso.apodo} actúa con fundamento en las disposiciones siguientes: {caso.fundamento}"),
               ("p", "Han convenido lo siguiente:")]
    bloques += _cuerpo(caso, version)
    bloques += [("p", f"Firmado en {lugar or caso.lugar}, el {fecha_larga(fecha)}, en {cuantos} ejemplares originales {caso.idiomas_texto}"
                      f"{autenticos}. Referencia de esta demostración: {referencia}."), _firmas(caso)]
    return odt.documento(caso.denominacion, bloques, f"{PIE} · {referencia}")


def _membrete(caso, oficio, fecha, asunto):
    return [("lema", f"**{caso.organizacion.upper()}** · Enlace de asuntos internacionales"), ("der", f"Oficio {oficio}"),
            ("der", f"{caso.lugar}, {fecha_larga(fecha)}"), ("der", f"**Asunto:** {asunto}"), ("izq", "")]


def _destinatario():
    return [("izq", "**A la persona titular de la Dirección General de Coordinación Política**"), ("izq", "Secretaría de Relaciones Exteriores"),
            ("izq", "Plaza Juárez 20, colonia Centro, 06010, Ciudad de México"), ("izq", "**P r e s e n t e**"), ("izq", "")]


def solicitud(caso, referencia, hoy, firma):
    partes = _nombres(caso)
    bloques = _membrete(caso, f"{caso.siglas}/RI/{referencia[-4:]}", hoy, "solicitud de dictamen de procedencia") + _destinatario() + [
        ("p", "Con fundamento en los artículos 2, fracción II, y 7 de la Ley sobre la Celebración de Tratados, solicito atentamente que por su conducto "
              f"la Consultoría Jurídica revise y dictamine el proyecto de «{caso.denominacion}», que se proyecta celebrar con {partes}."),
        ("p", f"La firma se pretende el **{fecha_larga(firma)}** en {caso.lugar}. El texto adjunto es la versión final acordada por ambas partes."),
        ("p", "Para ese efecto se acompañan:"),
        ("inciso", "1) el proyecto de instrumento, en archivo editable de Word;"),
        ("inciso", "2) la autorización interna para celebrarlo, y" if caso.autorizacion == "cabildo" else
                   "2) la constancia de suficiencia presupuestal, y"),
        ("inciso", "3) los datos de la persona de enlace para oír y recibir comunicaciones."),
        ("p", f"Enlace: Enlace internacional de {caso.corto}, enlace@{caso.siglas.lower()}.example, teléfono +52 55 0000 0000."),
        ("p", "Sin otro particular, le envío un cordial saludo."), ("izq", ""),
        ("firmas", [["A t e n t a m e n t e", f"**{caso.firma_local}**", caso.organizacion]])]
    return odt.documento("Solicitud de dictamen", bloques, f"{PIE} · {referencia}")


def cabildo(caso, referencia, hoy):
    bloques = [("lema", f"**{caso.organizacion.upper()}** · Secretaría del Ayuntamiento"), ("titulo", "CERTIFICACIÓN"),
               ("p", f"La persona titular de la Secretaría del {caso.organizacion}, con las facultades que le confiere la ley, **CERTIFICA**: que en "
                     f"la sesión ordinaria de cabildo celebrada en {caso.lugar} se trató, como punto sexto del orden del día, la autorización para "
                     f"celebrar el instrumento denominado «{caso.denominacion}», y que se adoptó por mayoría calificada el siguiente"),
               ("centro", "ACUERDO"),
               ("p", f"**PRIMERO.** Se autoriza a la persona titular de la Presidencia Municipal a suscribir el instrumento con {_nombres(caso)}, previo "
                     "dictamen de la Secretaría de Relaciones Exteriores."),
               ("p", f"**SEGUNDO.** Se designa a {caso.oficina} como área responsable de su ejecución y seguimiento."),
               ("p", "**TERCERO.** Las erogaciones se cubrirán con los recursos propios del presupuesto de egresos vigente."),
               ("tabla", [["Votación", "Integrantes"], ["A favor", "14"], ["En contra", "0"], ["Abstenciones", "1"]], [8.25, 8.25]),
               ("p", f"Se expide en {caso.lugar}, el {fecha_larga(hoy)}, para los efectos de la Ley sobre la Celebración de Tratados."),
               ("firmas", [["Doy fe", "**Titular de la Secretaría del Ayuntamiento**", caso.organizacion]])]
    return odt.documento("Certificación del acuerdo de cabildo", bloques, f"{PIE} · {referencia}")


def finanzas(caso, referencia, hoy):
    bloques = _membrete(caso, f"{caso.siglas}/SF/{referencia[-4:]}", hoy, "constancia de suficiencia presupuestal") + [
        ("p", f"Se hace constar que las actividades previstas en el proyecto de «{caso.denominacion}» se cubrirán con los recursos propios "
              "autorizados en el presupuesto de egresos del ejercicio en curso, sin comprometer ejercicios posteriores ni contraer deuda."),
        ("tabla", [["Partida", "Concepto", "Suficiencia"], ["3830", "Congresos y convenciones", "Sí"], ["3760", "Viáticos en el extranjero", "Sí"],
                   ["4420", "Becas y otras ayudas para capacitación", "Sí"]], [3.0, 10.0, 3.5]),
        ("firmas", [["A t e n t a m e n t e", "**Titular de la Secretaría de Finanzas**", caso.organizacion]])]
    return odt.documento("Constancia de suficiencia presupuestal", bloques, f"{PIE} · {referencia}")


def anexo(caso, referencia, hoy):
    return (cabildo if caso.autorizacion == "cabildo" else finanzas)(caso, referencia, hoy)


def proyecto_dictamen(caso, referencia, hoy):
    """The reviewing lawyer's draft."""
    sentido = caso.dictamen["sentido"]
    bloques = [("lema", "**SECRETARÍA DE RELACIONES EXTERIORES** · Consultoría Jurídica"), ("titulo", "PROYECTO DE DICTAMEN"),
               ("p", f"**Instrumento:** {caso.denominacion}."), ("p", f"**Solicitante:** {caso.organizacion}. **Contraparte:** {_nombres(caso)}."),
               ("centro", "ANÁLISIS"),
               ("tabla", [["Elemento que se revisa", "Resultado"], ["Carácter de las partes (artículo 2, fracción II, LCT)", "Conforme"],
                          ["Facultades del órgano que suscribe", "Conforme" if sentido != "improcedente" else "No se acreditan"],
                          ["Financiamiento con recursos propios", "Conforme" if sentido != "improcedente" else "No conforme"],
                          ["Solución amistosa de controversias", "Conforme"], ["Designación de áreas responsables", "Conforme"]], [12.0, 4.5]),
               *(("p", m) for m in caso.dictamen["motivos"]), ("centro", f"SENTIDO: {sentido.replace('_', ' ').upper()}"),
               *(("inciso", f"{i + 1}) **{articulo(caso, c)}.** {t}") for i, (c, t, _) in enumerate(caso.dictamen["recomendaciones"])),
               ("p", f"Ciudad de México, {fecha_larga(hoy)}. Se somete a la consideración de la persona titular de la Consultoría Jurídica.")]
    return odt.documento("Proyecto de dictamen", bloques, f"{PIE} · {referencia}")


def respuesta(caso, referencia, hoy):
    """DGCP's letter that passes the answer on."""
    sentido = caso.dictamen["sentido"]
    bloques = [("lema", "**SECRETARÍA DE RELACIONES EXTERIORES** · Dirección General de Coordinación Política"), ("der", f"Ciudad de México, {fecha_larga(hoy)}"),
               ("der", "**Asunto:** se comunica dictamen"), ("izq", ""), ("izq", f"**{caso.firma_local}**"), ("izq", caso.organizacion),
               ("izq", "**P r e s e n t e**"), ("izq", ""),
               ("p", f"En relación con el proyecto de «{caso.denominacion}», se comunica que la Consultoría Jurídica lo dictaminó "
                     f"**{sentido.replace('_', ' ')}**, en los términos del dictamen que consta en el expediente."),
               ("p", "Una vez suscrito, agradeceré remitir la copia digitalizada, completa y legible, con la fecha y el lugar de suscripción, para su "
                     "inscripción en el Registro de Acuerdos Interinstitucionales." if sentido != "improcedente" else
                     "El expediente se concluye. Puede presentarse un nuevo proyecto que atienda los motivos del dictamen."),
               ("firmas", [["A t e n t a m e n t e", "**Titular de la Dirección General**", "Coordinación Política"]])]
    return odt.documento("Oficio de respuesta", bloques, f"{PIE} · {referencia}")
