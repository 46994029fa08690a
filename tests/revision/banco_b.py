"""Held-out wordings: written before the rules' patterns and not looked at while these were tuned. See docs/mediciones.md.

A clause is (heading, [(rule that this paragraph satisfies or None, text), …]). Leaving a rule out of a text drops its paragraphs.
{A} Mexican party, {B} counterpart, {PB} official name of its country, {CA} {CB} cities.
"""

TITULOS = [
    "CARTA DE HERMANDAD Y COOPERACIÓN ENTRE {A} DE LOS ESTADOS UNIDOS MEXICANOS Y {B} DE {PB}",
    "MEMORANDO DE ENTENDIMIENTO SOBRE COLABORACIÓN DESCENTRALIZADA ENTRE {A}, ESTADOS UNIDOS MEXICANOS, Y {B}, {PB}",
    "ACUERDO DE AMISTAD Y COOPERACIÓN QUE SUSCRIBEN {A} DE LOS ESTADOS UNIDOS MEXICANOS Y {B} DE {PB}",
]
PREAMBULOS = [
    ["{A}, de los Estados Unidos Mexicanos, y {B}, de {PB}, en lo subsecuente los Participantes;",
     "ANIMADOS por los vínculos que de tiempo atrás unen a sus comunidades;",
     "Convienen en lo que sigue:"],
    ["Los abajo firmantes, en representación de {A} (Estados Unidos Mexicanos) y de {B} ({PB});",
     "TENIENDO PRESENTE que la acción conjunta de los gobiernos locales acerca a los pueblos;",
     "RECORDANDO la visita de trabajo que sus delegaciones hicieron el año pasado;",
     "Han llegado al entendimiento siguiente:"],
    ["Reunidos los representantes de {A}, Estados Unidos Mexicanos, y de {B}, {PB}, a quienes se llamará los Firmantes;",
     "SEGUROS de que el intercambio de experiencias mejora los servicios que reciben sus habitantes;",
     "Acuerdan:"],
]
CLAUSULAS = {
    "objeto": [
        ("Propósito", [("objeto", "Este instrumento busca estrechar la relación entre los Participantes mediante proyectos conjuntos de beneficio recíproco."),
                       ("competencias", "Cada Participante actuará únicamente dentro de las facultades que su legislación le confiere.")]),
        ("Finalidad del entendimiento", [("objeto", "Los Firmantes se proponen establecer un marco general para trabajar juntos en los asuntos que aquí se enumeran."),
                                         ("competencias", "Nada de lo que aquí se dispone los autoriza a actuar en asuntos que no les correspondan según las leyes de su país.")]),
        ("Para qué se suscribe", [("objeto", "El propósito del presente Memorando es fomentar la cooperación y el conocimiento mutuo de ambas poblaciones."),
                                  ("competencias", "La cooperación se llevará a cabo respetando las atribuciones propias de cada institución.")]),
    ],
    "areas": [
        ("Campos de trabajo", [("areas", "Los Participantes trabajarán de preferencia en los campos siguientes:"), ("areas", "a) turismo sustentable;"), ("areas", "b) bibliotecas y archivos;"), ("areas", "c) manejo de residuos.")]),
        ("Materias", [("areas", "La colaboración versará sobre estas materias: artes escénicas, deporte juvenil, promoción económica y protección civil.")]),
        ("Temas prioritarios", [("areas", "Se consideran ámbitos prioritarios de colaboración el patrimonio histórico, la movilidad urbana y el comercio de artesanías.")]),
    ],
    "modalidades": [
        ("Formas de colaboración", [("modalidades", "La colaboración podrá adoptar, entre otras, estas formas: visitas técnicas, estancias de funcionarios, exposiciones y seminarios virtuales.")]),
        ("Cómo se cooperará", [("modalidades", "Para cumplir lo anterior, los Firmantes recurrirán a misiones de estudio, talleres, intercambio de documentación y festivales.")]),
        ("Actividades", [("modalidades", "Entre las acciones que podrán realizarse figuran las siguientes: capacitación a distancia, intercambio de especialistas y ferias conjuntas.")]),
    ],
    "poa": [
        ("Plan de cada año", [("poa", "Antes de que termine enero, los Participantes aprobarán un plan anual en el que consten tareas, responsables y fechas.")]),
        ("Programación", [("poa", "Cada año se preparará de común acuerdo un programa de actividades con metas, calendario y costos estimados.")]),
        ("Planes anuales de trabajo", [("poa", "Las acciones se detallarán en planes anuales de trabajo que formarán parte de este documento una vez aceptados por escrito.")]),
    ],
    "seguimiento": [
        ("Vigilancia de los compromisos", [("seguimiento", "Un grupo formado por dos personas de cada lado se reunirá cada seis meses para revisar los avances y proponer ajustes.")]),
        ("Comisión conjunta", [("seguimiento", "Se crea una comisión conjunta que dará cuenta, una vez al año, del estado de los proyectos y evaluará sus resultados.")]),
        ("Evaluación", [("seguimiento", "Los Firmantes valorarán periódicamente lo realizado y levantarán una minuta de cada reunión de evaluación.")]),
    ],
    "responsables": [
        ("Puntos de contacto", [("responsables", "Actuarán como puntos de contacto, por {A}, la Unidad de Asuntos Internacionales y, por {B}, la Oficina de Protocolo.")]),
        ("Quién coordina", [("responsables", "La coordinación de este entendimiento queda a cargo, por la parte mexicana, de la Secretaría de Desarrollo Económico y, por la otra, del Departamento de Relaciones Exteriores de {CB}.")]),
        ("Enlaces", [("responsables", "Los Firmantes designan como enlaces a los titulares de sus áreas de asuntos internacionales.")]),
    ],
    "financiamiento": [
        ("Costos", [("financiamiento", "Cada Participante correrá con los gastos que le ocasione su participación, según lo permita su presupuesto.")]),
        ("Recursos", [("financiamiento", "Las actividades se pagarán con los recursos de que disponga cada Firmante y quedan sujetas a su disponibilidad presupuestal.")]),
        ("Aspectos económicos", [("financiamiento", "Este instrumento no implica transferencia de fondos; los gastos serán cubiertos por quien los genere.")]),
    ],
    "propiedad_intelectual": [
        ("Derechos sobre los resultados", [("propiedad_intelectual", "Los derechos de autor y de invención que nazcan de los trabajos conjuntos se regirán por las leyes aplicables en cada país y por los tratados de que ambos sean parte.")]),
        ("Titularidad de obras", [("propiedad_intelectual", "La titularidad de las obras y de los derechos intelectuales que resulten se pactará por escrito antes de comenzar cada proyecto.")]),
        ("Propiedad intelectual", [("propiedad_intelectual", "Si de las actividades se obtienen productos protegidos por la propiedad intelectual, se estará a la legislación de cada Participante.")]),
    ],
    "personal": [
        ("Funcionarios que participan", [("personal", "Quienes intervengan seguirán bajo las órdenes de la institución que los envía, sin que se creen vínculos de trabajo con la otra.")]),
        ("Situación de los empleados", [("personal", "Los empleados comisionados mantendrán su relación laboral con quien los contrató; la otra institución no será considerada patrón sustituto.")]),
        ("Relación de trabajo", [("personal", "De este documento no nace obligación obrero-patronal alguna entre un Firmante y el personal del otro.")]),
    ],
    "controversias": [
        ("Diferencias", [("controversias", "Cualquier diferencia sobre la aplicación de este instrumento se arreglará de manera amigable por los Participantes.")]),
        ("Interpretación", [("controversias", "Las dudas o desacuerdos que surjan serán resueltos mediante consultas directas y de buena fe.")]),
        ("Arreglo amistoso", [("controversias", "Si hubiera discrepancias en la interpretación, los Firmantes las resolverán en forma amistosa y por negociación.")]),
    ],
    "entrada_en_vigor": [
        ("Inicio", [("entrada_en_vigor", "El presente instrumento surtirá efectos el día en que ambos Participantes lo firmen.")]),
        ("Vigor", [("entrada_en_vigor", "Este Memorando entra en vigor en la fecha de la última firma.")]),
        ("Comienzo de efectos", [("entrada_en_vigor", "El Acuerdo comenzará a regir al momento de su suscripción.")]),
    ],
    "vigencia": [
        ("Duración", [("vigencia", "Su duración será de cuatro años."), ("prorroga", "Podrá renovarse por lapsos iguales si así lo deciden por escrito.")]),
        ("Tiempo de validez", [("vigencia", "Permanecerá vigente durante tres años contados desde entonces"), ("prorroga", "y se extenderá por otro periodo semejante, previa evaluación.")]),
        ("Plazo", [("vigencia", "El Acuerdo tendrá validez por tiempo indefinido."), ("prorroga", "No será necesario prorrogarlo.")]),
    ],
    "modificacion": [
        ("Cambios", [("modificacion", "Los Participantes podrán cambiar este texto cuando ambos lo consientan por escrito, indicando desde cuándo valen los cambios.")]),
        ("Enmiendas", [("modificacion", "Este Memorando admite enmiendas, que se harán constar por escrito y firmadas por ambos.")]),
        ("Revisión del texto", [("modificacion", "Podrá ser modificado por consentimiento mutuo de los Firmantes, formalizado en comunicaciones escritas.")]),
    ],
    "terminacion": [
        ("Conclusión", [("terminacion", "Cualquiera de los Participantes podrá darlo por concluido con aviso escrito dado al otro con noventa días de anticipación.")]),
        ("Retiro", [("terminacion", "El Firmante que desee retirarse lo notificará por escrito con tres meses de antelación; los proyectos en marcha seguirán hasta completarse.")]),
        ("Fin anticipado", [("terminacion", "Podrá terminarse antes de su vencimiento si uno de los dos así lo comunica por escrito con sesenta días de anticipación.")]),
    ],
}
CIERRES = {
    1: [[("idiomas", "El texto se extiende por duplicado, en español."), ("lugar_y_fecha", "Dado en {CA}, a los ____ días del mes de ____ de 2027.")],
        [("lugar_y_fecha", "En fe de lo cual se suscribe en la ciudad de {CB}, el 4 de mayo de 2027,"), ("idiomas", "en dos tantos originales en lengua española, igualmente válidos.")]],
    2: [[("idiomas", "Hecho en dos ejemplares, cada uno en español y en {IDIOMA}, siendo ambos textos igualmente auténticos."),
         ("idioma_prevalece", "Si hubiera divergencia, se acudirá a la versión en español."), ("lugar_y_fecha", "{CB}, a 12 de abril de 2027.")],
        [("lugar_y_fecha", "Se firma en {CA} el día 15 de junio de 2027,"), ("idiomas", "por duplicado, en los idiomas español y {IDIOMA}, con igual valor."),
         ("idioma_prevalece", "En caso de duda regirá la redacción española.")]],
}
FIRMAS = [
    ["POR {A}", "Mtra. Leonor Quiñones Ávila", "Presidenta Municipal", "POR {B}", "Tadeo Wolff", "Alcalde"],
    ["Por la parte mexicana:", "Ignacio Barrientos Luna, Gobernador", "Por la otra parte:", "Catherine Duval, Primera Ministra de la provincia"],
    ["{A}", "Dra. Socorro Ibarra", "Secretaria de Gobierno", "{B}", "Dr. Kenji Mori", "Vicegobernador", "Testigo de honor: Lic. Julia Paz, Síndica"],
]
PLANTADAS = {
    "titulo_contrato": ["CONTRATO DE HERMANDAD ENTRE {A} DE LOS ESTADOS UNIDOS MEXICANOS Y {B} DE {PB}",
                        "TRATADO DE COOPERACIÓN ENTRE {A} DE LOS ESTADOS UNIDOS MEXICANOS Y {B} DE {PB}"],
    "ley_extranjera": ["Este documento se interpretará según el derecho de {PB}.",
                       "Lo no previsto aquí quedará sometido a las leyes del Estado de Texas."],
    "controversias_otras": ["Si no hay arreglo, el asunto se llevará ante un árbitro designado por la Cámara de Comercio Internacional.",
                            "Los desacuerdos serán resueltos por los juzgados competentes de {CB}, y las partes renuncian a cualquier otro fuero."],
    "compromete_federacion": ["El Gobierno de México garantizará el cumplimiento de las obligaciones aquí contraídas.",
                              "Las autoridades federales mexicanas otorgarán visas sin costo a los participantes."],
    "declaraciones": [["DECLARACIONES", "I. Declara {A} que es un ente público con personalidad jurídica y patrimonio propios.", "II. Declara {B} que cuenta con facultades para obligarse."],
                      ["Primera declaración. {A} manifiesta que su representante acredita su personalidad con la constancia de mayoría."]],
    "nombre_corto": ["Los intercambios con China se harán en los meses de otoño.", "La delegación de Corea del Sur será recibida en primavera."],
    "marcadores": ["El enlace será el C. [nombre del funcionario], con teléfono (pendiente).", "El número de becas será de XX por año."],
    "borrador": ["Borrador para comentarios, 3 de marzo", "VERSIÓN PRELIMINAR"],
    "contraparte_privada": ["Participa también en este acto la empresa Lone Star Developers, LLC, que aportará capital.",
                            "Interviene como parte la sociedad mercantil Inmobiliaria del Golfo, S.A. de C.V."],
}
DINERO = {
    "deuda_extranjera": ["{A} reembolsará a {B}, en doce mensualidades, los recursos que este anticipe para las obras.",
                         "El financiamiento que {B} conceda será reembolsable y devengará un interés anual de cuatro por ciento.",
                         "{A} otorga su aval a las empresas de {CA} que reciban recursos de {B}.",
                         "{A} asume la deuda contraída por el organismo operador de agua con el Gobierno de {PB}."],
    "pago_extranjero": ["La cuota anual de {A}, por 20 mil dólares americanos, se depositará en un banco de {CB}.",
                        "{A} cubrirá sus aportaciones en yenes.",
                        "Las contraprestaciones se liquidarán en la divisa de {PB}."],
}
DINERO_NO = ["Se facilitará el préstamo interbibliotecario entre sus universidades.",
             "Ninguna de las Partes contraerá empréstitos ni otorgará garantías por virtud de este documento.",
             "Se difundirán los programas de microcrédito para artesanas de ambos lugares.",
             "{B} pagará en dólares el hospedaje de sus propios delegados."]
TAMBIEN = {PLANTADAS["controversias_otras"][1]: {"ley_extranjera"}}
DISTRACTORES = [
    "RECONOCIENDO la labor de sus tribunales de cuentas en la vigilancia del gasto;",
    "CONSIDERANDO las declaraciones conjuntas de la Cumbre Iberoamericana;",
    "TOMANDO NOTA de los contratos de mantenimiento que cada ciudad ya tiene con sus proveedores;",
    "VISTA la importancia de que las pequeñas empresas encuentren financiamiento en ambos mercados;",
]
INGLES = [
    "MEMORANDUM OF UNDERSTANDING BETWEEN THE CITY OF {CA} AND THE CITY OF {CB}",
    "The two cities, hereinafter referred to as the Participants, wish to strengthen the ties between their peoples.",
    "1. Purpose. The purpose of this Memorandum is to promote cooperation in culture, trade and education.",
    "2. Each Participant shall bear its own costs, and nothing here creates a transfer of funds between them.",
    "3. This Memorandum shall enter into force on the date of its signature and shall remain in effect for three years.",
    "4. Any difference shall be settled amicably by the Participants through consultations.",
]
