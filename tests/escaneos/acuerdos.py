"""Texts of agreements for the made scans: as they were approved, and what the dictamen recommended to change in them."""

from dataclasses import dataclass, field

MESES = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
DIAS = ("uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte "
        "veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve treinta").split() + ["treinta y uno"]
ORDINALES = ("PRIMERA SEGUNDA TERCERA CUARTA QUINTA SEXTA SÉPTIMA OCTAVA NOVENA DÉCIMA").split() + [
    "DÉCIMA PRIMERA", "DÉCIMA SEGUNDA", "DÉCIMA TERCERA", "DÉCIMA CUARTA", "DÉCIMA QUINTA", "DÉCIMA SEXTA"]
ROMANOS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI".split()


@dataclass
class Clausula:
    clave: str
    titulo: str
    parrafos: list


@dataclass
class Recomendacion:
    """`antes` (a paragraph of the approved text, None: a new one) becomes `despues` in that clause."""
    clave: str
    texto: str
    despues: str
    antes: str = None


@dataclass
class Acuerdo:
    titulo: str
    partes: str
    lugar: str
    ciudad: str
    firmas: list
    clausulas: list
    recomendaciones: list
    estilo: str  # how clauses are numbered
    cifras: list = field(default_factory=list)  # (clause, figure in the text, another)


def nombre_clausula(a, clave):
    i = next(i for i, c in enumerate(a.clausulas) if c.clave == clave)
    return {"ordinal": f"CLÁUSULA {ORDINALES[i]}", "romano": f"ARTÍCULO {ROMANOS[i]}", "arabigo": f"Artículo {i + 1}"}[a.estilo]


def encabezado(a, i):
    t = a.clausulas[i].titulo
    return {"ordinal": f"{ORDINALES[i]}.- {t.upper()}.", "romano": f"ARTÍCULO {ROMANOS[i]}. {t}", "arabigo": f"Artículo {i + 1}. {t}"}[a.estilo]


def fecha_en_letra(d, forma):
    if forma == "dias":
        return f"a los {DIAS[d.day - 1]} días del mes de {MESES[d.month - 1]} de {anio_en_letra(d.year)}"
    if forma == "numero":
        return f"el {d.day:02d}/{d.month:02d}/{d.year}"
    if forma == "mixta":
        return f"a los {d.day} días del mes de {MESES[d.month - 1]} del año {d.year}"
    return f"el {d.day} de {MESES[d.month - 1]} de {d.year}"


def anio_en_letra(a):
    return "dos mil " + DIAS[a - 2001]


def _comunes(instrumento):
    este = f"el presente {instrumento}"
    return {
        "objeto": Clausula("objeto", "Objeto", [
            f"{este.capitalize()} tiene por objeto promover la cooperación entre las Partes, sobre bases de igualdad, reciprocidad y beneficio mutuo, "
            "en el ámbito de sus respectivas competencias y con pleno respeto a la legislación de cada una."]),
        "modalidades": Clausula("modalidades", "Modalidades de cooperación", [
            "La cooperación se llevará a cabo mediante las modalidades siguientes:",
            "a) intercambio de información y de documentación técnica;", "b) visitas de personas expertas y funcionarias;",
            "c) organización conjunta de seminarios, talleres y exposiciones;", "d) cualquier otra modalidad que las Partes convengan por escrito."]),
        "programa": Clausula("programa", "Programas operativos anuales", [
            "Las Partes formularán Programas Operativos Anuales que precisarán objetivos, actividades, calendario, responsables y forma de evaluación. "
            "El primero de ellos se acordará dentro de los 90 días siguientes a la firma."]),
        "financiamiento": Clausula("financiamiento", "Financiamiento", [
            "Las Partes financiarán las actividades con los recursos asignados en sus respectivos presupuestos, conforme a su disponibilidad y a lo "
            "dispuesto por su legislación.",
            "Cada Parte sufragará los gastos de su participación, salvo que puedan utilizarse mecanismos de financiamiento alternos."]),
        "seguimiento": Clausula("seguimiento", "Mecanismo de seguimiento", [
            "Se integrará un Grupo de Trabajo con dos representantes de cada Parte, que se reunirá al menos una vez cada 12 meses, de manera "
            "alternada, para dar seguimiento a las actividades."]),
        "propiedad": Clausula("propiedad", "Propiedad intelectual", [
            "Si como resultado de las actividades se generan productos de valor comercial o derechos de propiedad intelectual, estos se regirán por la "
            "legislación nacional aplicable y por las convenciones internacionales vinculantes para ambos países."]),
        "personal": Clausula("personal", "Personal designado", [
            "El personal comisionado por cada una de las Partes continuará bajo la dirección y dependencia de la institución a la que pertenezca, por "
            "lo que no se crearán relaciones de carácter laboral con la otra."]),
        "controversias": Clausula("controversias", "Solución de controversias", [
            f"Cualquier diferencia derivada de la interpretación o aplicación del presente {instrumento} será resuelta por las Partes de común acuerdo."]),
        "vigencia": Clausula("vigencia", "Entrada en vigor y vigencia", [
            f"{este.capitalize()} entrará en vigor a partir de la fecha de su firma y tendrá una vigencia de 4 años, prorrogables por periodos de igual "
            "duración, previa evaluación."]),
        "modificacion": Clausula("modificacion", "Modificaciones", [
            f"{este.capitalize()} podrá ser modificado por mutuo consentimiento de las Partes, formalizado mediante comunicaciones escritas en las que se "
            "especifique la fecha de entrada en vigor."]),
        "terminacion": Clausula("terminacion", "Terminación", [
            f"Cualquiera de las Partes podrá dar por terminado el presente {instrumento} mediante notificación escrita dirigida a la otra con 60 días de "
            "antelación."]),
    }


def _arma(instrumento, areas, orden, **mas):
    c = _comunes(instrumento)
    c["areas"] = Clausula("areas", "Áreas de cooperación", ["Las Partes desarrollarán acciones en las áreas siguientes:", *areas])
    return Acuerdo(clausulas=[c[k] for k in orden], **mas)


COMPLETO = "objeto areas modalidades programa financiamiento seguimiento propiedad personal controversias vigencia modificacion terminacion".split()
CIFRAS = [("programa", "90 días", "30 días"), ("seguimiento", "12 meses", "18 meses"), ("vigencia", "4 años", "14 años"), ("terminacion", "60 días", "80 días")]

ACUERDOS = [
    _arma("Acuerdo", ["a) educación y capacitación de docentes;", "b) cultura, artes plásticas y música;", "c) turismo y promoción comercial;",
                      "d) medio ambiente y manejo de residuos."], COMPLETO,
          titulo="Acuerdo de Hermanamiento entre el Municipio de Mérida, Yucatán, y la Ciudad de Chengdu, República Popular China",
          partes="El Municipio de Mérida, Yucatán, de los Estados Unidos Mexicanos, y la Ciudad de Chengdu, de la República Popular China, en adelante "
                 "denominados «las Partes»;",
          lugar="Mérida, Yucatán", ciudad="Mérida", estilo="romano", cifras=CIFRAS,
          firmas=[("POR EL MUNICIPIO DE MÉRIDA", "Renán Castillo Herrera", "Presidente Municipal"),
                  ("POR LA CIUDAD DE CHENGDU", "Wang Fengchao", "Alcalde")],
          recomendaciones=[
              Recomendacion("controversias", "Precisar que las controversias se resuelven de manera amistosa, sin acudir a tribunales.",
                            "Cualquier diferencia derivada de la interpretación o aplicación del presente Acuerdo será resuelta por las Partes de manera "
                            "amistosa y de común acuerdo, sin someterla a tribunales nacionales ni internacionales.",
                            "Cualquier diferencia derivada de la interpretación o aplicación del presente Acuerdo será resuelta por las Partes de común "
                            "acuerdo."),
              Recomendacion("personal", "Agregar: «en ningún caso se les considerará como patrones sustitutos».",
                            "El personal comisionado por cada una de las Partes continuará bajo la dirección y dependencia de la institución a la que "
                            "pertenezca, por lo que no se crearán relaciones de carácter laboral con la otra y en ningún caso se les considerará como "
                            "patrones sustitutos.",
                            "El personal comisionado por cada una de las Partes continuará bajo la dirección y dependencia de la institución a la que "
                            "pertenezca, por lo que no se crearán relaciones de carácter laboral con la otra."),
              Recomendacion("terminacion", "Agregar que la terminación anticipada no afecta la conclusión de las acciones ya formalizadas.",
                            "La terminación anticipada del presente Acuerdo no afectará la conclusión de las acciones de cooperación que se hubieran "
                            "formalizado durante su vigencia.")]),
    _arma("Memorándum de Entendimiento", ["1) administración de cuencas y agua potable;", "2) tratamiento de aguas residuales;",
                                          "3) gestión de riesgos de desastre."], COMPLETO,
          titulo="Memorándum de Entendimiento entre la Comisión Estatal del Agua de Querétaro y la Autoridad del Agua de Andalucía, Reino de España",
          partes="La Comisión Estatal del Agua de Querétaro, de los Estados Unidos Mexicanos, y la Autoridad del Agua de Andalucía, del Reino de España, en "
                 "adelante «las Partes»;",
          lugar="Querétaro, Querétaro", ciudad="Querétaro", estilo="ordinal", cifras=CIFRAS,
          firmas=[("POR LA COMISIÓN ESTATAL DEL AGUA", "Luis Alberto Vega Ricoy", "Vocal Ejecutivo"),
                  ("POR LA AUTORIDAD DEL AGUA DE ANDALUCÍA", "María Dolores Pinillos", "Directora General")],
          recomendaciones=[
              Recomendacion("financiamiento", "Sustituir el segundo párrafo para señalar que nada compromete recursos federales ni ejercicios futuros.",
                            "Cada Parte sufragará los gastos de su participación. Nada de lo previsto en este instrumento compromete recursos federales ni "
                            "ejercicios presupuestales futuros.",
                            "Cada Parte sufragará los gastos de su participación, salvo que puedan utilizarse mecanismos de financiamiento alternos."),
              Recomendacion("propiedad", "Agregar: «La información clasificada por razones de seguridad nacional no será objeto de transferencia».",
                            "La información clasificada por razones de seguridad nacional no será objeto de transferencia en el marco del presente "
                            "instrumento."),
              Recomendacion("seguimiento", "Señalar que el Grupo de Trabajo rinde un informe anual por escrito a ambas Partes.",
                            "El Grupo de Trabajo rendirá a ambas Partes, por escrito, un informe anual sobre los avances y los resultados obtenidos.")]),
    _arma("Convenio", ["I. movilidad de estudiantes de licenciatura y posgrado;", "II. estancias de investigación;", "III. publicaciones conjuntas;",
                       "IV. cursos de lengua y cultura."], COMPLETO,
          titulo="Convenio Específico de Cooperación Académica entre la Universidad Autónoma de Sinaloa y la Universidad de Montreal, Canadá",
          partes="La Universidad Autónoma de Sinaloa, de los Estados Unidos Mexicanos, y la Universidad de Montreal, de Canadá, en adelante «las Partes»;",
          lugar="Culiacán, Sinaloa", ciudad="Culiacán", estilo="arabigo", cifras=CIFRAS,
          firmas=[("POR LA UNIVERSIDAD AUTÓNOMA DE SINALOA", "Jesús Madueña Molina", "Rector"),
                  ("POR LA UNIVERSIDAD DE MONTREAL", "Daniel Jutras", "Rector")],
          recomendaciones=[
              Recomendacion("modalidades", "Agregar que la operación no está condicionada a que se realicen todas las modalidades.",
                            "La operación del presente Convenio no estará condicionada a que las Partes establezcan proyectos en todas las modalidades a que se "
                            "refiere este artículo."),
              Recomendacion("vigencia", "Precisar que la prórroga se formaliza mediante comunicación escrita con treinta días de anticipación.",
                            "La prórroga se formalizará mediante comunicación escrita entre las Partes, con treinta días de anticipación a la fecha de "
                            "conclusión de cada periodo."),
              Recomendacion("personal", "Agregar la obligación de las personas participantes de contar con seguro médico.",
                            "Las Partes promoverán que las personas participantes cuenten con seguro médico, de daños personales y de vida durante toda su "
                            "estancia.")]),
    _arma("Acuerdo", ["a) atracción de inversiones productivas;", "b) pequeñas y medianas empresas;", "c) ciencia, tecnología e innovación;",
                      "d) desarrollo urbano y movilidad sustentable."], COMPLETO,
          titulo="Acuerdo de Cooperación Específica entre el Gobierno del Estado de Puebla y el Estado Libre de Sajonia, República Federal de Alemania",
          partes="El Gobierno del Estado Libre y Soberano de Puebla, de los Estados Unidos Mexicanos, y el Estado Libre de Sajonia, de la República Federal "
                 "de Alemania, en adelante «las Partes»;",
          lugar="Puebla de Zaragoza, Puebla", ciudad="Puebla de Zaragoza", estilo="ordinal", cifras=CIFRAS,
          firmas=[("POR EL GOBIERNO DEL ESTADO DE PUEBLA", "Alejandro Armenta Mier", "Gobernador Constitucional"),
                  ("POR EL ESTADO LIBRE DE SAJONIA", "Thomas Krüger", "Ministro de Economía")],
          recomendaciones=[
              Recomendacion("objeto", "Suprimir toda referencia que comprometa a la Federación y señalar que el instrumento no genera obligaciones para ella.",
                            "Las obligaciones derivadas de este instrumento corresponden únicamente al Gobierno del Estado de Puebla y no vinculan a la "
                            "Federación."),
              Recomendacion("programa", "Agregar: «Los Programas formarán parte integrante del presente Acuerdo».",
                            "Los Programas formarán parte integrante del presente Acuerdo y se sujetarán a la disponibilidad presupuestal."),
              Recomendacion("modificacion", "Señalar que las modificaciones se someten previamente al dictamen de la Secretaría de Relaciones Exteriores.",
                            "Las modificaciones se someterán previamente al dictamen de la Secretaría de Relaciones Exteriores de México.")]),
]
