"""Wordings that the rules were tuned on. The same form as banco_b.py, which is the held-out set."""

TITULOS = [
    "ACUERDO DE HERMANAMIENTO ENTRE {A} DE LOS ESTADOS UNIDOS MEXICANOS Y {B} DE {PB}",
    "MEMORÁNDUM DE ENTENDIMIENTO EN MATERIA DE COOPERACIÓN ENTRE {A} DE LOS ESTADOS UNIDOS MEXICANOS Y {B} DE {PB}",
    "ACUERDO ESPECÍFICO DE COOPERACIÓN ACADÉMICA ENTRE {A} DE LOS ESTADOS UNIDOS MEXICANOS Y {B} DE {PB}",
    "CARTA DE INTENCIÓN ENTRE {A} DE LOS ESTADOS UNIDOS MEXICANOS Y {B} DE {PB}",
    "Acuerdo de Cooperación Internacional que celebran {A} (Estados Unidos Mexicanos) y {B} ({PB})",
]
PREAMBULOS = [
    ["{A} de los Estados Unidos Mexicanos y {B} de {PB}, en adelante denominados “las Partes”;",
     "CONSIDERANDO el interés por profundizar los lazos de amistad entre sus habitantes;",
     "CONVENCIDAS de la importancia de la cooperación directa;", "Han acordado lo siguiente:"],
    ["{A} y {B}, en lo sucesivo «las Partes»,", "DESEOSAS de promover el desarrollo de sus comunidades,",
     "RECONOCIENDO que la cooperación es un instrumento del desarrollo,", "Acuerdan lo siguiente:"],
    ["Por una parte {A}, de los Estados Unidos Mexicanos, y por la otra {B}, de {PB} (las “Partes”);",
     "Reconociendo la igualdad jurídica de ambas y su voluntad de colaborar;", "Han convenido en los términos siguientes:"],
]
CLAUSULAS = {
    "objeto": [
        ("Objeto", [("objeto", "El objeto del presente Acuerdo es formalizar el hermanamiento entre las Partes, para intensificar la amistad y la cooperación entre sus habitantes."),
                    ("competencias", "Las Partes realizarán las acciones a que se refiere este Acuerdo con absoluto respeto a sus respectivas competencias y directrices institucionales.")]),
        ("Objetivo", [("objeto", "El presente Memorándum tiene por objetivo sentar las bases de la cooperación entre las Partes en las áreas que se señalan más adelante."),
                      ("competencias", "Las Partes se comprometen a actuar en el ámbito de sus competencias y de conformidad con su legislación nacional.")]),
        ("Objeto y alcance", [("objeto", "Las Partes convienen en promover la colaboración académica, que constituye el objeto de este instrumento."),
                              ("competencias", "La operación de este instrumento no estará condicionada a que las Partes tengan proyectos en todas las áreas, ni las obliga a actividades prohibidas por su legislación o ajenas a sus atribuciones.")]),
        ("Propósito general", [("objeto", "Este Acuerdo tiene como propósito impulsar proyectos conjuntos de desarrollo."),
                               ("competencias", "Ninguna de las Partes estará obligada a colaborar en lo que no sea de su competencia.")]),
    ],
    "areas": [
        ("Áreas de cooperación", [("areas", "Para alcanzar el objeto, las Partes desarrollarán acciones en las áreas siguientes:"), ("areas", "a) cultura y turismo;"), ("areas", "b) promoción de negocios;"), ("areas", "c) cualquier otra que acuerden.")]),
        ("Áreas", [("areas", "La cooperación se llevará a cabo en las siguientes áreas: educación, ciencia y tecnología, medio ambiente y desarrollo urbano.")]),
        ("Ámbitos de la cooperación", [("areas", "Las Partes cooperarán en los rubros de capital humano, salud, deporte e inversión.")]),
        ("Sectores", [("areas", "Las Partes dirigirán sus esfuerzos a los sectores de agricultura, comercio y agua.")]),
    ],
    "modalidades": [
        ("Modalidades de cooperación", [("modalidades", "La cooperación se realizará mediante las modalidades siguientes:"), ("modalidades", "a) intercambio de misiones empresariales;"), ("modalidades", "b) seminarios y cursos;"), ("modalidades", "c) exposiciones.")]),
        ("Modalidades", [("modalidades", "Las Partes acuerdan que las acciones podrán llevarse a cabo a través de intercambio de expertos, becas y estudios conjuntos.")]),
        ("Actividades de colaboración", [("modalidades", "Las Partes podrán realizar las siguientes actividades: movilidad de estudiantes, investigaciones conjuntas y publicaciones.")]),
        ("Acciones", [("modalidades", "Para el logro de lo anterior, las Partes llevarán a cabo las acciones siguientes: foros, pasantías y asesorías técnicas.")]),
    ],
    "poa": [
        ("Programas operativos anuales", [("poa", "Para la consecución del objeto, las Partes formularán Programas Operativos Anuales (POA's), que precisarán objetivos, metas, calendario, responsables y evaluación.")]),
        ("Programa de trabajo", [("poa", "Las Partes elaborarán de manera conjunta un programa anual de trabajo, que se integrará como anexo.")]),
        ("Planeación", [("poa", "Las actividades se ejecutarán conforme a un Programa de Trabajo que las Partes aprobarán cada año durante el primer bimestre.")]),
    ],
    "seguimiento": [
        ("Mecanismo de seguimiento", [("seguimiento", "Para la adecuada ejecución del Acuerdo, las Partes establecerán un Grupo de Trabajo integrado por representantes de ambas, que se reunirá una vez al año para dar seguimiento a los proyectos.")]),
        ("Supervisión", [("seguimiento", "Se integrará un Comité de coordinación encargado de supervisar las actividades y de informar a las Partes.")]),
        ("Seguimiento y evaluación", [("seguimiento", "El seguimiento y la evaluación de las acciones corresponderán a una comisión técnica de cuatro miembros.")]),
    ],
    "responsables": [
        ("Áreas responsables", [("responsables", "Para la coordinación de las actividades, {A} designa a la Dirección de Relaciones Internacionales, y {B}, a su Oficina de Cooperación, como responsables.")]),
        ("Autoridades ejecutoras", [("responsables", "Las unidades responsables de la ejecución serán, por {A}, la Dirección de Fomento Económico, y por {B}, el Departamento de Asuntos Externos.")]),
        ("Coordinadores", [("responsables", "Las Partes nombran como coordinadores del presente instrumento a la Secretaría Particular y a la Oficina del Alcalde, respectivamente.")]),
    ],
    "financiamiento": [
        ("Financiamiento", [("financiamiento", "Las Partes financiarán la cooperación con los recursos asignados en sus respectivos presupuestos, de conformidad con su disponibilidad y con lo dispuesto por su legislación.")]),
        ("Financiamiento de las actividades", [("financiamiento", "Cada Parte sufragará los gastos relacionados con su participación, excepto cuando puedan utilizarse mecanismos de financiamiento alternos.")]),
        ("Recursos financieros", [("financiamiento", "Los costos que deriven de la ejecución serán asumidos por cada Parte con cargo a sus propios recursos.")]),
        ("Gastos", [("financiamiento", "Cada Parte será responsable de sus propios gastos, con sujeción a su presupuesto.")]),
    ],
    "propiedad_intelectual": [
        ("Propiedad intelectual", [("propiedad_intelectual", "Si como resultado de las acciones se generan productos de valor comercial o derechos de propiedad intelectual, éstos se regirán por la legislación aplicable en la materia.")]),
        ("Derechos de autor y patentes", [("propiedad_intelectual", "Los derechos de autor, patentes o marcas que se generen corresponderán a la Parte cuyo personal los haya realizado.")]),
        ("Propiedad industrial e intelectual", [("propiedad_intelectual", "Las Partes determinarán por escrito la titularidad de la propiedad industrial e intelectual de los resultados.")]),
    ],
    "personal": [
        ("Personal designado", [("personal", "El personal comisionado por cada una de las Partes continuará bajo su dirección y dependencia, por lo que no se crearán relaciones de carácter laboral con la otra, a la que en ningún caso se considerará patrón sustituto o solidario.")]),
        ("Relación laboral", [("personal", "Las Partes convienen en que el personal aportado por cada una se entenderá relacionado exclusivamente con aquella que lo emplea.")]),
        ("Del personal", [("personal", "La participación de trabajadores de una Parte no generará vínculo laboral alguno con la otra.")]),
    ],
    "controversias": [
        ("Solución de controversias", [("controversias", "Las diferencias derivadas de la interpretación o aplicación de este Acuerdo serán resueltas por las Partes de común acuerdo.")]),
        ("Solución de diferencias", [("controversias", "Cualquier controversia será solucionada por las Partes en forma amistosa, mediante consultas.")]),
        ("Interpretación y diferencias", [("controversias", "En caso de desacuerdo, las Partes procurarán resolverlo amigablemente por la vía de la negociación directa.")]),
    ],
    "entrada_en_vigor": [
        ("Entrada en vigor", [("entrada_en_vigor", "El presente Acuerdo entrará en vigor a partir de la fecha de su firma.")]),
        ("Inicio de vigencia", [("entrada_en_vigor", "Este Memorándum iniciará su vigencia en la fecha de su última firma.")]),
        ("Disposiciones finales", [("entrada_en_vigor", "Este instrumento surtirá sus efectos a partir del día de su suscripción.")]),
    ],
    "vigencia": [
        ("Vigencia", [("vigencia", "Tendrá una vigencia de cinco años,"), ("prorroga", "prorrogables por periodos de igual duración, previa evaluación, mediante comunicación escrita.")]),
        ("Duración", [("vigencia", "El presente Acuerdo permanecerá vigente por tres años."), ("prorroga", "Podrá ser renovado por acuerdo escrito de las Partes.")]),
        ("Vigencia del instrumento", [("vigencia", "Su vigencia será indefinida."), ("prorroga", "En caso de fijarse un plazo, éste será prorrogable.")]),
    ],
    "modificacion": [
        ("Modificaciones", [("modificacion", "El presente Acuerdo podrá ser modificado por mutuo consentimiento de las Partes, formalizando las modificaciones por escrito y especificando la fecha de su entrada en vigor.")]),
        ("Modificación", [("modificacion", "Cualquier modificación requerirá el acuerdo escrito de ambas Partes.")]),
        ("Adiciones y reformas", [("modificacion", "Este instrumento podrá adicionarse o reformarse por consentimiento de las Partes expresado por escrito.")]),
    ],
    "terminacion": [
        ("Terminación", [("terminacion", "Cualquiera de las Partes podrá dar por terminado el presente Acuerdo en cualquier momento, mediante notificación escrita dirigida a la otra con treinta días de antelación."),
                         ("terminacion", "La terminación anticipada no afectará la conclusión de las actividades en curso.")]),
        ("Terminación anticipada", [("terminacion", "Las Partes podrán terminar anticipadamente este instrumento, previo aviso por escrito con noventa días.")]),
        ("Denuncia", [("terminacion", "Podrá ser denunciado por cualquiera de las Partes con seis meses de anticipación.")]),
    ],
}
CIERRES = {
    1: [[("lugar_y_fecha", "Firmado en la ciudad de {CA}, el día ___ de ________ de 2027,"), ("idiomas", "en dos ejemplares originales en idioma español, siendo ambos igualmente auténticos.")],
        [("lugar_y_fecha", "Suscrito en {CB}, el veinte de marzo de dos mil veintisiete,"), ("idiomas", "en dos originales en español.")]],
    2: [[("lugar_y_fecha", "Firmado en {CB}, el 3 de febrero de 2027,"), ("idiomas", "en dos ejemplares originales en los idiomas español e {IDIOMA}, siendo ambos textos igualmente auténticos."),
         ("idioma_prevalece", "En caso de divergencia en la interpretación prevalecerá el texto en español.")],
        [("lugar_y_fecha", "Hecho en la ciudad de {CA}, el día 9 de septiembre de 2027,"), ("idiomas", "por duplicado, en español e {IDIOMA}; ambas versiones tienen la misma validez"),
         ("idioma_prevalece", "y, de existir discrepancia, prevalecerá la versión en español.")]],
}
FIRMAS = [
    ["POR {A} DE LOS ESTADOS UNIDOS MEXICANOS", "Lic. Ernesto Salgado Rojas", "Presidente Municipal", "POR {B} DE {PB}", "John Carter", "Alcalde"],
    ["POR LA PRIMERA PARTE", "Dra. María Elena Ruiz", "Rectora", "POR LA SEGUNDA PARTE", "Prof. Paul Lemaire", "Presidente de la Universidad"],
    ["Por {A}", "Ing. Raúl Cota Méndez, Gobernador", "Por {B}", "Akira Tanaka, Gobernador de la Prefectura"],
]
PLANTADAS = {
    "titulo_contrato": ["CONTRATO DE COLABORACIÓN ENTRE {A} DE LOS ESTADOS UNIDOS MEXICANOS Y {B} DE {PB}",
                        "CONVENIO MARCO DE INVERSIÓN ENTRE {A} DE LOS ESTADOS UNIDOS MEXICANOS Y {B} DE {PB}",
                        "TRATADO DE AMISTAD ENTRE {A} DE LOS ESTADOS UNIDOS MEXICANOS Y {B} DE {PB}"],
    "ley_extranjera": ["El presente Acuerdo se regirá e interpretará de conformidad con las leyes de {PB}.",
                       "Este instrumento estará sujeto a la jurisdicción del Estado de California.",
                       "La ley aplicable será la de la República Francesa."],
    "controversias_otras": ["De no llegarse a un acuerdo, la controversia se someterá a arbitraje internacional.",
                            "Para la interpretación y cumplimiento, las Partes se someten a la jurisdicción de los tribunales de {CB}.",
                            "Las diferencias no resueltas serán decididas por un tribunal arbitral de tres miembros."],
    "compromete_federacion": ["El Gobierno Federal de los Estados Unidos Mexicanos asumirá las obligaciones financieras del presente Acuerdo.",
                              "El Estado mexicano se obliga a eximir de impuestos federales los bienes que se importen.",
                              "La Secretaría de Relaciones Exteriores expedirá las visas necesarias a los participantes."],
    "declaraciones": [["DECLARACIONES", "I. Declara {A}, a través de su representante, que es una institución pública investida de personalidad jurídica.", "II. Declara {B} que tiene plena capacidad para suscribir este instrumento."],
                      ["D E C L A R A C I O N E S", "1. Declaran las Partes que se reconocen mutuamente la personalidad con que comparecen."]],
    "nombre_corto": ["Las visitas a China se programarán en primavera.", "Los estudiantes de Rusia recibirán alojamiento.", "El Gobierno de Corea apoyará los intercambios."],
    "marcadores": ["La sede de las reuniones será [lugar por definir].", "El monto será de XXXX pesos.", "El responsable será ________________ , con cargo de ____________."],
    "borrador": ["BORRADOR", "Proyecto de trabajo – DRAFT v3", "Versión no definitiva"],
    "contraparte_privada": ["Comparece también Grupo Constructor del Norte, S.A. de C.V., como parte de este Acuerdo.",
                            "Será parte de este instrumento la empresa Green Energy Holdings, Inc."],
}
# Put into texts of their own (textos.con_dinero): another key above would change every text that chance makes.
DINERO = {
    "deuda_extranjera": ["{B} otorgará a {A} un préstamo de diez millones de pesos, pagadero en cinco años con intereses.",
                         "{A} garantizará con sus participaciones federales las obligaciones que deriven de este instrumento frente a {B}.",
                         "Para el proyecto, {A} contratará una línea de crédito con el Banco de Desarrollo de {PB}.",
                         "{A} se constituye en obligado solidario de los créditos que otorgue {B}."],
    "pago_extranjero": ["{A} pagará a {B} la cantidad de 50,000 dólares de los Estados Unidos de América por la asistencia técnica.",
                        "Los pagos se efectuarán en euros en la cuenta bancaria que {B} señale.",
                        "El pago de las cuotas se hará fuera del territorio nacional, en la tesorería de {CB}."],
}
DINERO_NO = ["Las Partes reconocerán los créditos académicos que obtengan los estudiantes.",
             "{B} entregará en préstamo tres piezas de cerámica para su exposición en {CA}.",
             "Este instrumento no genera deuda ni obligación financiera alguna para {A}.",
             "Cada Parte garantizará la seguridad de las delegaciones que reciba."]
# A passage that breaks a second rule too: foreign courts are a foreign jurisdiction.
TAMBIEN = {PLANTADAS["controversias_otras"][1]: {"ley_extranjera"}}
DISTRACTORES = [
    "TENIENDO PRESENTE que la República Popular China, la Federación de Rusia y la República de Corea son socios culturales de la región;",
    "RECONOCIENDO el trabajo de los tribunales superiores de justicia en la capacitación de mediadores;",
    "CONSIDERANDO que el acceso al financiamiento es un reto común para sus artesanos;",
    "CONSCIENTES de que los tratados vigentes entre ambos países dan marco a su amistad;",
]
INGLES = [
    "SISTER CITY AGREEMENT BETWEEN THE CITY OF {CA} AND THE CITY OF {CB}",
    "The parties recognize that friendship between their citizens is the basis of this agreement and of all that follows from it.",
    "Article 1. The purpose of the agreement is to establish a sister city relationship between the parties.",
    "Article 2. The parties will cooperate in the fields of education, culture, tourism and trade.",
    "Article 3. Each party will cover the expenses of its own participation, subject to the availability of funds.",
    "Article 4. This agreement will enter into force upon signature and will remain in force for five years.",
]
