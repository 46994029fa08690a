"""The five agreements of the demonstration: what the source does not tell (offices, powers, clauses) and how each text changes.

Parties, level, state, type, country and areas come from acuerdos_reales.csv. The wording is invented: these are not the instruments
that those governments signed, and every document says so in its footer.
"""

from dataclasses import dataclass, field

import acuerdos


@dataclass
class Caso:
    id: str                  # row of acuerdos_reales.csv
    corto: str               # how the story calls the local government
    final: str               # inscrito, improcedente or desistido
    lema: str                # one line for the heading
    organizacion: str
    municipio: str
    siglas: str
    parte: str               # the local party, with its article, within a sentence
    apodo: str               # what the text calls it afterwards
    contrapartes: list       # full names, in the source's order
    ciudad: str              # of the counterpart
    denominacion: str
    proposito: str
    fundamento: str
    firma_local: str         # office that signs
    firmas_contraparte: list
    oficina: str             # responsible office of the local government
    oficina_contraparte: str
    idiomas: list            # ISO 639-1
    idiomas_texto: str
    lugar: str
    acciones: dict           # area → what will be done
    vigencia: str            # vocabulary of the procedure
    vigencia_texto: str
    autorizacion: str        # «cabildo» or «finanzas»: what the annex is
    versiones: int = 1       # of the Word text
    devuelta: bool = False   # the first signed copy lacks a sheet
    cambios: dict = field(default_factory=dict)   # version → {clause: paragraphs}; a version inherits nothing from the one before
    rondas: list = field(default_factory=list)    # observations of each round: (clause, severity, text, answer)
    dictamen: dict = field(default_factory=dict)  # sentido, motivos, recomendaciones: (clause, text, how it was met)
    omite: tuple = ()        # clauses that this kind of instrument does not have
    ods: list = field(default_factory=list)
    acuerdo: acuerdos.Acuerdo = None

    @property
    def areas(self):
        return list(self.acciones)


NUEVO_LEON = Caso(
    id="R103", corto="Nuevo León", final="inscrito", lema="Estatal · cuatro contrapartes · se firma sin una recomendación · llega al Registro",
    organizacion="Gobierno del Estado de Nuevo León", municipio="", siglas="NL",
    parte="el Gobierno del Estado de Nuevo León, de los Estados Unidos Mexicanos", apodo="el Gobierno del Estado",
    contrapartes=["Oficina del Alto Comisionado de las Naciones Unidas para los Refugiados (ACNUR)",
                  "Organización Internacional para las Migraciones (OIM)", "Fondo de las Naciones Unidas para la Infancia (UNICEF)",
                  "Programa de las Naciones Unidas para el Desarrollo (PNUD)"],
    ciudad="", denominacion="Acuerdo de cooperación entre el Gobierno del Estado de Nuevo León y ACNUR, OIM, UNICEF y PNUD en materia de "
                            "atención e integración de personas en movilidad",
    proposito="coordinar acciones de atención, protección e integración de las personas migrantes, refugiadas y solicitantes de esa "
              "condición que se encuentran en el territorio del Estado",
    fundamento="Artículos 40, 43 y 116 de la Constitución Política de los Estados Unidos Mexicanos; 2, fracción II, y 7 de la Ley sobre la "
               "Celebración de Tratados; la Constitución Política del Estado Libre y Soberano de Nuevo León y la Ley Orgánica de la "
               "Administración Pública para el Estado de Nuevo León.",
    firma_local="Titular del Poder Ejecutivo del Estado", firmas_contraparte=["Representación en México"] * 4,
    oficina="la Secretaría de Igualdad e Inclusión", oficina_contraparte="las representaciones de cada organismo en México",
    idiomas=["es"], idiomas_texto="en idioma español", lugar="Monterrey, Nuevo León",
    acciones={"otra": "**Movilidad humana:** orientación jurídica y documental en los centros de atención del Estado, con enfoque de derechos.",
              "educacion": "**Educación:** incorporación de niñas, niños y adolescentes en movilidad a las escuelas del Estado.",
              "capital_humano": "**Capital humano:** certificación de competencias laborales y vinculación con empleadores locales."},
    vigencia="determinada", vigencia_texto="de tres años contados desde la entrada en vigor",
    autorizacion="finanzas", ods=[4, 8, 10],
    dictamen={
        "sentido": "procedente_con_recomendaciones",
        "motivos": ["El objeto está dentro de las facultades del Ejecutivo estatal. Las cuatro contrapartes son organismos internacionales en el "
                    "sentido del artículo 2, fracción II, de la Ley sobre la Celebración de Tratados.",
                    "El texto no compromete recursos federales ni modifica la situación jurídica de las personas extranjeras, que es materia "
                    "federal; conviene precisar dos de sus cláusulas."],
        "recomendaciones": [
            ("personal", "Agregar la reserva de los privilegios e inmunidades de los organismos de las Naciones Unidas.", "incorporada"),
            ("informacion", "Agregar la protección de los datos personales, en particular los de niñas, niños y adolescentes.", "incorporada")]},
    cambios={"firma": {
        "personal": ["El personal comisionado por cada Parte continuará bajo la dirección y dependencia de la institución a la que pertenezca, "
                     "por lo que no se crearán relaciones laborales con las demás, a las que en ningún caso se considerará patrón sustituto.",
                     "Nada de lo dispuesto en este Acuerdo se interpretará como renuncia, expresa o tácita, a los privilegios e inmunidades "
                     "de los que gozan los organismos de las Naciones Unidas."],
        "informacion": ["La información que se comparta se destinará solo al objeto de este Acuerdo. Los datos personales de las personas en "
                        "movilidad, y en particular los de niñas, niños y adolescentes, se tratarán conforme a la legislación mexicana en la "
                        "materia y a las políticas de protección de datos de cada organismo."]}})
# What was first signed by mistake: one of the two recommendations was left out.
NUEVO_LEON.cambios["olvido"] = {"personal": NUEVO_LEON.cambios["firma"]["personal"]}

JALISCO = Caso(
    id="R069", corto="Jalisco", final="inscrito", lema="Estatal · observado dos veces · copia devuelta · llega al Registro",
    organizacion="Gobierno del Estado de Jalisco", municipio="", siglas="JAL",
    parte="el Gobierno del Estado de Jalisco, de los Estados Unidos Mexicanos", apodo="el Gobierno de Jalisco",
    contrapartes=["Gobierno de Québec"], ciudad="Québec",
    denominacion="Acuerdo de cooperación entre el Gobierno del Estado de Jalisco y el Gobierno de Québec, Canadá",
    proposito="fortalecer la cooperación educativa, cultural, económica y turística entre sus instituciones",
    fundamento="Artículos 40, 43 y 116 de la Constitución Política de los Estados Unidos Mexicanos; 2, fracción II, y 7 de la Ley sobre la "
               "Celebración de Tratados; 50 de la Constitución Política del Estado de Jalisco y la Ley Orgánica del Poder Ejecutivo del "
               "Estado de Jalisco.",
    firma_local="Titular del Poder Ejecutivo del Estado", firmas_contraparte=["Ministerio de Relaciones Internacionales y de la Francofonía"],
    oficina="la Coordinación General Estratégica de Crecimiento y Desarrollo Económico",
    oficina_contraparte="el Ministerio de Relaciones Internacionales y de la Francofonía",
    idiomas=["es", "fr"], idiomas_texto="en los idiomas español y francés", lugar="Guadalajara, Jalisco",
    acciones={"educacion": "**Educación:** movilidad de estudiantes y docentes entre instituciones públicas de educación superior.",
              "cultura": "**Cultura:** residencias artísticas y circulación de obra escénica y audiovisual.",
              "comercio": "**Economía:** encuentros entre pequeñas y medianas empresas de las industrias creativas y de alta tecnología.",
              "turismo": "**Turismo:** intercambio de buenas prácticas de turismo sustentable."},
    vigencia="prorrogable", vigencia_texto="de cuatro años, prorrogables por periodos iguales mediante comunicación escrita", autorizacion="finanzas",
    versiones=3, devuelta=True,
    rondas=[
        [("financiamiento", "alta", "Una aportación anual fija en moneda extranjera rebasa los recursos propios del ejercicio. Debe sujetarse a la "
                                    "disponibilidad presupuestal de cada Parte.",
          "Se sustituyó el fondo común: cada Parte cubre sus gastos con recursos propios."),
         ("controversias", "alta", "Un gobierno local no puede someterse a tribunales extranjeros. Las diferencias deben resolverse de manera amistosa.",
          "Se suprimió la sumisión a tribunales extranjeros."),
         ("responsables", "baja", "Deben nombrarse desde ahora las dependencias responsables.",
          "Se nombraron las áreas responsables de ambas Partes.")],
        [("controversias", "media", "El arbitraje obligatorio que introduce la segunda versión tampoco es una vía amistosa. Suprimirlo.",
          "Se suprimió el arbitraje; queda solo la solución amistosa."),
         ("vigor", "media", "No procede la entrada en vigor retroactiva: el instrumento surte efectos desde su firma.",
          "La entrada en vigor es ahora la fecha de la firma.")]],
    dictamen={
        "sentido": "procedente_con_recomendaciones",
        "motivos": ["El objeto corresponde a las atribuciones del Ejecutivo del Estado. La contraparte es un órgano gubernamental extranjero.",
                    "Las cinco observaciones formuladas en dos rondas quedaron atendidas en la tercera versión del proyecto."],
        "recomendaciones": [
            ("terminacion", "Precisar que la terminación anticipada no afecta los programas en curso ni las becas concedidas.", "incorporada"),
            ("seguimiento", "Fijar por escrito el mes de la reunión anual del grupo de trabajo.",
             "La contraparte propuso fijarlo cada año en el programa de trabajo; no afecta la validez del instrumento.")]},
    cambios={
        "1": {"financiamiento": ["El Gobierno de Jalisco aportará cada año quinientos mil dólares canadienses a un fondo común, que administrará "
                                 "la otra Parte."],
              "controversias": ["Toda controversia se someterá a los tribunales de la ciudad de Québec, a cuya jurisdicción se sujetan las Partes."],
              "responsables": ["Las Partes designarán más adelante a las dependencias responsables de la ejecución de este Acuerdo."]},
        "2": {"controversias": ["Toda diferencia se resolverá de común acuerdo; de no lograrse en treinta días, se someterá a arbitraje obligatorio "
                                "ante el centro que designe la otra Parte."],
              "vigor": ["El presente Acuerdo surtirá efectos de manera retroactiva desde el primero de enero del año de su firma."]},
        "firma": {"terminacion": ["Cualquiera de las Partes podrá dar por terminado este Acuerdo mediante notificación escrita dirigida a la otra "
                                  "con noventa días naturales de antelación. La terminación anticipada no afectará la conclusión de los programas "
                                  "y proyectos formalizados durante su vigencia, en particular las becas ya concedidas."]}})

GUADALAJARA = Caso(
    id="R007", corto="Guadalajara", final="inscrito", lema="Municipal · llega por correo · firma demasiado próxima, con eventualidad · llega al Registro",
    organizacion="Ayuntamiento de Guadalajara", municipio="Guadalajara", siglas="GDL",
    parte="el Municipio de Guadalajara, del Estado de Jalisco, de los Estados Unidos Mexicanos", apodo="el Municipio",
    contrapartes=["Ciudad de Kioto"], ciudad="Kioto",
    denominacion="Acuerdo de hermanamiento entre el Municipio de Guadalajara, Jalisco, y la Ciudad de Kioto, Japón",
    proposito="renovar el hermanamiento que une a ambas ciudades desde 1980 y dotarlo de programas de trabajo verificables",
    fundamento="Artículos 115 de la Constitución Política de los Estados Unidos Mexicanos; 2, fracción II, y 7 de la Ley sobre la Celebración "
               "de Tratados; la Constitución Política y la Ley del Gobierno y la Administración Pública Municipal del Estado de Jalisco.",
    firma_local="Titular de la Presidencia Municipal", firmas_contraparte=["Alcaldía de la Ciudad de Kioto"],
    oficina="la Dirección de Relaciones Internacionales y Ciudades Hermanas", oficina_contraparte="la Oficina de Relaciones Internacionales",
    idiomas=["es", "ja"], idiomas_texto="en los idiomas español y japonés", lugar="Guadalajara, Jalisco",
    acciones={"cultura": "**Cultura:** exposiciones de artes populares y semanas culturales alternadas en ambas ciudades.",
              "educacion": "**Educación:** intercambio escolar de verano y clases de español y de japonés en línea.",
              "turismo": "**Turismo:** difusión recíproca de los centros históricos y del patrimonio inscrito por la UNESCO."},
    vigencia="indefinida", vigencia_texto="indefinida", autorizacion="cabildo", ods=[4, 11, 17],
    dictamen={"sentido": "procedente",
              "motivos": ["El objeto está dentro de las facultades del Ayuntamiento y el cabildo autorizó la suscripción.",
                          "El texto sigue el modelo de hermanamiento; financiamiento, responsables y solución de controversias son conformes."],
              "recomendaciones": []})

SAN_PEDRO = Caso(
    id="R051", corto="San Pedro", final="improcedente", lema="Municipal · «contrato» con deuda y visas · dictamen improcedente",
    organizacion="Ayuntamiento de San Pedro", municipio="San Pedro", siglas="SPC",
    parte="el Municipio de San Pedro, del Estado de Coahuila de Zaragoza, de los Estados Unidos Mexicanos", apodo="el Municipio",
    contrapartes=["Ciudad de Springfield, Illinois"], ciudad="Springfield, Illinois",
    denominacion="Contrato de hermanamiento entre el Municipio de San Pedro, Coahuila, y la Ciudad de Springfield, Illinois",
    proposito="establecer un contrato de hermanamiento para el financiamiento de obra pública y el intercambio de personas",
    fundamento="Artículo 115 de la Constitución Política de los Estados Unidos Mexicanos y el Código Municipal para el Estado de Coahuila de "
               "Zaragoza.",
    firma_local="Titular de la Presidencia Municipal", firmas_contraparte=["Alcaldía de la Ciudad de Springfield"],
    oficina="la Tesorería Municipal", oficina_contraparte="la Oficina de Presupuesto y Administración",
    idiomas=["es", "en"], idiomas_texto="en los idiomas español e inglés", lugar="San Pedro, Coahuila",
    acciones={"inversion": "**Obra pública:** construcción de un parque con recursos facilitados por la contraparte.",
              "cultura": "**Cultura:** festival anual de ambas ciudades."},
    vigencia="sin_dato", vigencia_texto="la que resulte necesaria para cubrir el crédito", autorizacion="cabildo",
    dictamen={"sentido": "improcedente",
              "motivos": ["El crédito externo que prevé la cláusula de financiamiento está prohibido: los estados no pueden contraer, directa o "
                          "indirectamente, obligaciones o empréstitos con gobiernos de otras naciones (artículo 117, fracción VIII, de la "
                          "Constitución), y lo mismo vale para los municipios.",
                          "La expedición de visas y permisos de trabajo es materia federal (artículo 73, fracción XVI, de la Constitución; Ley de "
                          "Migración): el Ayuntamiento carece de facultades, requisito del artículo 2, fracción II, de la Ley sobre la Celebración "
                          "de Tratados."],
              "recomendaciones": []},
    cambios={"1": {
        "financiamiento": ["La contraparte otorgará al Municipio un crédito de dos millones de dólares de los Estados Unidos de América, garantizado "
                           "con las participaciones federales del Municipio, que se cubrirá en diez años con intereses."],
        "migracion": ["El Municipio expedirá visas y permisos de trabajo a las personas que designe la contraparte."]}})

MERIDA = Caso(
    id="R093", corto="Mérida", final="desistido", lema="Municipal · prevenido y desahogado · el Ayuntamiento se desiste",
    organizacion="Ayuntamiento de Mérida", municipio="Mérida", siglas="MID",
    parte="el Municipio de Mérida, del Estado de Yucatán, de los Estados Unidos Mexicanos", apodo="el Municipio",
    contrapartes=["Municipalidad de Antigua Guatemala"], ciudad="Antigua Guatemala",
    denominacion="Carta de intención entre el Municipio de Mérida, Yucatán, y la Municipalidad de Antigua Guatemala",
    proposito="manifestar su intención de hermanarse y de compartir experiencias en la conservación de ciudades históricas",
    fundamento="Artículos 115 de la Constitución Política de los Estados Unidos Mexicanos; 2, fracción II, y 7 de la Ley sobre la Celebración de "
               "Tratados; y la Ley de Gobierno de los Municipios del Estado de Yucatán.",
    firma_local="Titular de la Presidencia Municipal", firmas_contraparte=["Alcaldía Municipal de Antigua Guatemala"],
    oficina="la Dirección de Desarrollo Económico y Turismo", oficina_contraparte="la Dirección de Planificación Municipal",
    idiomas=["es"], idiomas_texto="en idioma español", lugar="Mérida, Yucatán",
    acciones={"cultura": "**Patrimonio:** intercambio de técnicas de conservación de centros históricos.",
              "turismo": "**Turismo:** promoción recíproca y capacitación de prestadores de servicios."},
    vigencia="determinada", vigencia_texto="de un año contado desde la entrada en vigor", autorizacion="cabildo",
    omite=("informacion", "propiedad", "personal", "migracion", "otros"))

TODOS = [NUEVO_LEON, JALISCO, GUADALAJARA, SAN_PEDRO, MERIDA]


def preparar():
    """The five, each with its row of the source."""
    filas = acuerdos.leer([c.id for c in TODOS])
    for c in TODOS:
        c.acuerdo = filas[c.id]
    return TODOS


def datos(caso, firma, referencia):
    """The data of the file, complete for `presentar`."""
    a = caso.acuerdo
    partes = [{"nombre": n, "clase": a.clase_contraparte, **({"pais": a.pais} if a.pais else {}), **({"ciudad": caso.ciudad} if caso.ciudad else {})}
              for n in caso.contrapartes]
    d = {"denominacion": f"{caso.denominacion} [{referencia}]", "tipo": a.tipo, "nivel": a.nivel, "organo_firmante": caso.organizacion,
         "clase_organo": "dependencia", "fundamento_facultades": caso.fundamento, "contrapartes": partes, "areas": caso.areas,
         "idiomas": caso.idiomas, "fecha_firma_pretendida": firma.isoformat(), "lugar_firma": caso.lugar, "vigencia": caso.vigencia,
         "contacto": {"nombre": f"Enlace internacional de {caso.corto}", "cargo": "Enlace de asuntos internacionales",
                      "correo": f"enlace@{caso.siglas.lower()}.example", "telefono": "+52 55 0000 0000"}}
    if caso.ods:
        d["ods"] = caso.ods
    if caso.vigencia == "determinada":
        anios = 3 if caso is NUEVO_LEON else 1
        d["vigencia_desde"] = firma.isoformat()
        d["vigencia_hasta"] = firma.replace(year=firma.year + anios, day=min(firma.day, 28)).isoformat()
    return d
