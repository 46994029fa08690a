"""A third bank: clauses in plain words that the rules do not know, in two halves; no rule was made with them in view. The rest of a text is banco_a's.

Widening the rules by C until nothing was wrong in it left D as it was, nearly: it was not kept. See docs/mediciones.md.
"""
from banco_a import CIERRES, DISTRACTORES, FIRMAS, INGLES, PLANTADAS, PREAMBULOS, TAMBIEN, TITULOS  # noqa: F401  (the form of a bank)


def _clausulas(*filas):
    """{rule: [(heading, [(rule, text)…])…]} from (rule, heading, text, [another rule, text])."""
    salida = {}
    for regla, titulo, texto, *mas in filas:
        salida.setdefault(regla, []).append((titulo, [(regla, texto), *([tuple(mas)] if mas else [])]))
    return salida


C = _clausulas(
    ("objeto", "De lo que se acuerda", "Con este documento las dos ciudades se comprometen a trabajar de manera conjunta por el bienestar de sus habitantes.",
     "competencias", "Ambas obrarán con apego a las leyes que las rigen y en los asuntos que les están encomendados."),
    ("objeto", "Compromiso general", "Por virtud del presente, las Partes habrán de colaborar en el desarrollo de proyectos de beneficio común.",
     "competencias", "Lo harán dentro del marco legal que norma a cada gobierno y sin invadir la esfera de otras autoridades."),
    ("areas", "En qué se trabajará", "Serán materia de colaboración la educación básica, la gestión del agua y el fomento artesanal."),
    ("areas", "Líneas de acción", "Se dará preferencia a los proyectos de cultura, deporte, salud pública y turismo."),
    ("modalidades", "Maneras de trabajar", "Se prevén viajes de estudio, conferencias en línea, préstamo de especialistas y publicaciones comunes."),
    ("modalidades", "Medios de ejecución", "Las delegaciones viajarán una vez al año y se ofrecerán becas, prácticas profesionales y jornadas culturales."),
    ("poa", "Agenda", "Antes de cada ejercicio las Partes definirán la agenda anual, con sus metas, fechas y encargados."),
    ("poa", "Calendario de acciones", "Un calendario de acciones, revisado año con año, fijará qué se hará, cuándo y quién lo hará."),
    ("seguimiento", "Reuniones", "Dos veces al año, de forma presencial o a distancia, los enlaces pasarán revista a lo hecho y a lo pendiente."),
    ("seguimiento", "Rendición de cuentas", "Al cierre de cada ejercicio se elaborará una memoria de lo alcanzado, que se hará pública."),
    ("responsables", "A quién acudir", "Para todo lo relativo a este documento habrá que dirigirse a la Dirección de Vinculación, en {CA}, y a la Oficina del Alcalde, en {CB}."),
    ("responsables", "Ejecución", "Llevarán la ejecución la Coordinación de Asuntos Internacionales, del lado mexicano, y la Secretaría General, del otro."),
    ("financiamiento", "Dinero", "Ninguna Parte pagará por la otra: lo que cada quien gaste saldrá de su propia hacienda y de lo que su cabildo autorice."),
    ("financiamiento", "Gastos de viaje y estancia", "El traslado, el hospedaje y los alimentos correrán por cuenta de quien viaje."),
    ("propiedad_intelectual", "Lo que se cree en común", "Las obras e inventos que resulten serán de quien los haga; si son comunes, se compartirá el crédito y el provecho."),
    ("propiedad_intelectual", "Autoría", "Se reconocerá la autoría de los materiales producidos y no podrán explotarse sin permiso de sus autores."),
    ("personal", "Quienes participan", "Las personas que tomen parte seguirán siendo empleadas de quien las envió y de nadie más."),
    ("personal", "Trabajadores", "Nadie que viaje por este convenio podrá reclamar salario ni prestaciones a la institución que lo recibe."),
    ("controversias", "Si no se está de acuerdo", "Si las Partes no están de acuerdo en algo, lo hablarán hasta entenderse."),
    ("controversias", "Malentendidos", "Cualquier malentendido se despejará por la vía diplomática entre los propios firmantes."),
    ("entrada_en_vigor", "Desde cuándo", "Lo aquí pactado obliga desde que ambas Partes estampen su firma."),
    ("entrada_en_vigor", "Comienzo", "El Acuerdo cobrará vigor con la firma de sus titulares."),
    ("vigencia", "Hasta cuándo", "Se pacta por seis años,", "prorroga", "al cabo de los cuales seguirá por otros tantos si nadie se opone."),
    ("vigencia", "Tiempo", "Estas disposiciones valdrán lo que dure la administración municipal,", "prorroga", "y la siguiente podrá ratificarlas por un lapso igual."),
    ("modificacion", "Si hay que cambiar algo", "Lo escrito aquí solo puede alterarse con otro escrito que firmen los dos."),
    ("modificacion", "Adendas", "Las Partes podrán agregar adendas, que suscribirán las mismas autoridades."),
    ("terminacion", "Salida", "Quien ya no quiera seguir lo hará saber a la otra Parte con dos meses de anticipación."),
    ("terminacion", "Fin del Acuerdo", "El Acuerdo acabará antes de tiempo si una de las Partes se lo pide por carta a la otra."),
)
D = _clausulas(
    ("objeto", "Razón de ser", "Las autoridades firmantes deciden unir esfuerzos para acercar a sus pueblos y compartir lo que saben hacer.",
     "competencias", "Nadie hará lo que su propia ley no le permite."),
    ("objeto", "Intención", "La intención de las Partes es ayudarse mutuamente a gobernar mejor sus territorios.",
     "competencias", "Todo se hará conforme a las funciones que la normativa interna otorga a cada quien."),
    ("areas", "Asuntos", "La ayuda mutua alcanzará los siguientes asuntos: transporte, vivienda, parques y museos."),
    ("areas", "Campo de aplicación", "El trabajo conjunto comprenderá la promoción de exportaciones, la formación de maestros y el rescate de lenguas."),
    ("modalidades", "Instrumentos", "Se valdrán de asesorías, encuentros de alcaldes, pasantías y una feria bienal."),
    ("modalidades", "Qué se hará", "Habrá intercambio de alumnos y profesores, exhibiciones itinerantes y cursos de idioma."),
    ("poa", "Proyectos", "Los proyectos de cada ejercicio se enlistarán en una cédula anual aprobada por ambos cabildos."),
    ("poa", "Preparación de actividades", "A más tardar en febrero se acordará por correspondencia qué actividades tocan ese año y con qué presupuesto."),
    ("seguimiento", "Control", "Los avances se comunicarán cada trimestre y una vez al año se hará un balance conjunto."),
    ("seguimiento", "Cómo se verá el avance", "Una mesa bilateral llevará el registro de las acciones y corregirá el rumbo cuando haga falta."),
    ("responsables", "Contactos", "La correspondencia se cruzará entre la Secretaría del Ayuntamiento y el Gabinete de Relaciones Externas de {CB}."),
    ("responsables", "Representación", "Representarán a las Partes en la operación diaria el titular de Fomento Económico y su homólogo de {CB}."),
    ("financiamiento", "Aportaciones", "Cada Parte pondrá lo suyo según lo que tenga aprobado para el año."),
    ("financiamiento", "Economía del Acuerdo", "De este Acuerdo no nacen deudas entre las Partes; cada una atiende sus propios egresos."),
    ("propiedad_intelectual", "Publicaciones y hallazgos", "Los hallazgos se publicarán a nombre de las dos instituciones y la patente, si la hay, se repartirá por mitad."),
    ("propiedad_intelectual", "Uso de materiales", "Los emblemas, fotografías y programas de cómputo de una Parte solo los usará la otra con licencia escrita."),
    ("personal", "Comisionados", "El comisionado depende de su oficina de origen, que le paga y lo asegura."),
    ("personal", "Obligaciones de trabajo", "La institución anfitriona no será patrón de quienes reciba."),
    ("controversias", "Entendimiento", "Todo punto dudoso se aclarará conversando, con buena voluntad de ambas."),
    ("controversias", "Cuando haya problemas", "Los problemas que surjan al aplicar el Acuerdo los zanjarán los titulares entre sí, sin terceros."),
    ("entrada_en_vigor", "Fecha inicial", "Empezará a aplicarse el mismo día de su firma."),
    ("entrada_en_vigor", "Arranque", "La fecha de la firma marca el inicio de sus efectos."),
    ("vigencia", "Periodo", "Comprende del 1 de enero de 2027 al 31 de diciembre de 2030,", "prorroga", "y puede alargarse con un nuevo intercambio de cartas."),
    ("vigencia", "Cuánto dura", "Dura tres años,", "prorroga", "con posibilidad de otros tres si conviene a las dos."),
    ("modificacion", "Ajustes", "Cualquier ajuste al texto se acordará y firmará del mismo modo que el original."),
    ("modificacion", "Revisión", "A propuesta de una Parte, la otra podrá aceptar por carta variaciones a lo convenido."),
    ("terminacion", "Cómo se deja", "Basta que una Parte lo avise por nota con cien días de adelanto para que el Acuerdo cese."),
    ("terminacion", "Cese", "Cesará si lo deciden ambas o si una lo anuncia a la otra medio año antes."),
)
