"""Agreements as municipal and state offices write them in Word: numbered by hand and by Word, in columns, in capitals, with cover, index, text boxes and annexes.

Invented for this set; the cities are those of tests/datos/acuerdos_reales.csv, the persons are nobody. `faltas`: what a reader who knows the procedure would remark.
The rules were mended with those that are not `reservado` in view.
"""
from dataclasses import dataclass


@dataclass
class Texto:
    id: str
    reservado: bool
    faltas: str  # rules, separated by blanks
    bloques: list  # of campo.BLOQUES


TEXTOS = [
    Texto("c01_modelo", False, "", [('c', '**ACUERDO DE HERMANAMIENTO ENTRE EL MUNICIPIO DE GUADALAJARA, JALISCO, DE LOS ESTADOS UNIDOS MEXICANOS Y LA CIUDAD DE KIOTO, JAPÓN**'),
         ('p', 'El Municipio de Guadalajara, Jalisco, de los Estados Unidos Mexicanos y la Ciudad de Kioto, Japón, en adelante denominadas “las Partes”;'),
         ('p', '**CONSIDERANDO** el interés de las Partes por fortalecer los lazos de amistad y cooperación que las unen desde 1980;'),
         ('p', '**RECONOCIENDO** que la cooperación descentralizada contribuye al desarrollo de sus habitantes;'), ('p', 'Han acordado lo siguiente:'), ('c', '**ARTÍCULO I**'),
         ('c', '**Objetivo**'),
         ('p', 'El presente Acuerdo tiene como objetivo formalizar el Hermanamiento entre las Partes, para promover e intensificar la cooperación y el intercambio entre ambas.'),
         ('c', '**ARTÍCULO II**'), ('c', '**Áreas de Cooperación**'),
         ('p',
          'Para alcanzar el objetivo del presente Acuerdo, las Partes se comprometen a desarrollar acciones de cooperación, dirigidas específica, pero no exclusivamente, a las '
          'siguientes áreas:'),
         ('lista', 'LA', ['Cultura;', 'Turismo;', 'Educación;', 'Desarrollo económico; y', 'Cualquier otra área de cooperación que las Partes convengan.'], False),
         ('c', '**ARTÍCULO III**'), ('c', '**Modalidades de Cooperación**'),
         ('p', 'Las Partes acuerdan que las acciones de cooperación a que se refiere el presente Acuerdo se llevarán a cabo a través de las siguientes modalidades:'),
         ('lista', 'LA',
          ['promoción empresarial;', 'intercambio de misiones;', 'organización de ferias y exposiciones;', 'intercambio de información, documentación y materiales.'], False),
         ('p',
          'La operación de este Acuerdo no estará condicionada a que las Partes establezcan proyectos en todas las áreas y modalidades de cooperación a que se refiere el '
          'presente instrumento. Las Partes no estarán obligadas a colaborar en aquellas actividades respecto de las cuales exista prohibición interna o bien derivada de una '
          'ley, normativa institucional o costumbre.'),
         ('c', '**ARTÍCULO IV**'), ('c', '**Competencia**'),
         ('p',
          'Las Partes se comprometen a llevar a cabo las modalidades de cooperación con absoluto respeto a sus respectivas competencias, directivas institucionales y '
          'legislación aplicable.'),
         ('c', '**ARTÍCULO V**'), ('c', '**Programas Operativos Anuales**'),
         ('p',
          'Para la consecución del objetivo del presente Acuerdo, las Partes acuerdan formular, por consentimiento mutuo, Programas Operativos Anuales (POAs), los cuales, una '
          'vez formalizados, formarán parte integrante del presente Acuerdo.'),
         ('c', '**ARTÍCULO VI**'), ('c', '**Mecanismo de Supervisión y Coordinación**'),
         ('p',
          'Para contar con un adecuado mecanismo de supervisión y coordinación de las acciones que se lleven a cabo al amparo del presente Acuerdo se establecerá un Grupo de '
          'Trabajo integrado por representantes de ambas Partes, cuya coordinación será:'),
         ('p', 'Por el Municipio de Guadalajara, la Dirección de Relaciones Internacionales.'), ('p', 'Por la Ciudad de Kioto, la Oficina de Asuntos Internacionales.'),
         ('c', '**ARTÍCULO VII**'), ('c', '**Financiamiento**'),
         ('p',
          'Las Partes financiarán las acciones de cooperación a que se refiere el presente Acuerdo con los recursos asignados en sus respectivos presupuestos, de conformidad '
          'con su disponibilidad, afectación presupuestal y lo dispuesto por su legislación nacional. Cada Parte sufragará los gastos relacionados con su participación.'),
         ('c', '**ARTÍCULO VIII**'), ('c', '**Propiedad Intelectual**'),
         ('p',
          'Si como resultado de las acciones desarrolladas de conformidad con el presente Acuerdo se generan productos de valor comercial y/o derechos de propiedad intelectual, '
          'éstos se regirán por la legislación nacional aplicable en la materia, así como por las Convenciones internacionales que sean vinculantes para los Estados Unidos '
          'Mexicanos y Japón.'),
         ('c', '**ARTÍCULO IX**'), ('c', '**Personal Designado**'),
         ('p',
          'El personal comisionado por cada una de las Partes para la ejecución del presente Acuerdo, continuará bajo la dirección y dependencia de la institución a la que '
          'pertenezca, por lo que no se crearán relaciones de carácter laboral con la Otra, a la que en ningún caso se considerará como patrón sustituto.'),
         ('c', '**ARTÍCULO X**'), ('c', '**Entrada y Salida de Personal**'),
         ('p',
          'Las Partes se apoyarán en sus autoridades competentes, a efecto de que se otorguen todas las facilidades necesarias para la entrada, permanencia y salida de los '
          'participantes que en forma oficial intervengan en los proyectos de cooperación. Estos participantes se someterán a las disposiciones migratorias, fiscales, '
          'aduaneras, sanitarias y de seguridad nacional vigentes en el país receptor y no podrán dedicarse a ninguna otra actividad ajena a sus funciones sin la previa '
          'autorización de las autoridades competentes en esta materia.'),
         ('c', '**ARTÍCULO XI**'), ('c', '**Solución de Controversias**'),
         ('p', 'Cualquier diferencia o divergencia derivada de la interpretación o aplicación del presente Acuerdo será resuelta por las Partes de común acuerdo.'),
         ('c', '**ARTÍCULO XII**'), ('c', '**Disposiciones Finales**'),
         ('p',
          'El presente Acuerdo entrará en vigor a partir de la fecha de su firma y tendrá una vigencia de cuatro (4) años, prorrogables por periodos de igual duración, previa '
          'evaluación de las Partes, mediante comunicación escrita.'),
         ('p',
          'El presente Acuerdo podrá ser modificado por mutuo consentimiento de las Partes, formalizado a través de comunicaciones escritas, en las que se especifique la fecha '
          'de entrada en vigor de tales modificaciones.'),
         ('p',
          'Cualquiera de las Partes podrá, en cualquier momento, dar por terminado el presente Acuerdo, mediante notificación escrita dirigida a la Otra, con treinta (30) días '
          'de antelación.'),
         ('p',
          'Firmado en la ciudad de Guadalajara, Jalisco, el ____ de ________ de dos mil veintisiete, en dos ejemplares originales en los idiomas español y japonés, siendo ambos '
          'textos igualmente auténticos. En caso de divergencia en la interpretación, prevalecerá el texto en español.'),
         ('tabla',
          [['POR EL MUNICIPIO DE GUADALAJARA, JALISCO, DE LOS ESTADOS UNIDOS MEXICANOS||_______________________|**Elena Robles Ibarra**\nPresidenta Municipal',
            'POR LA CIUDAD DE KIOTO, JAPÓN||_______________________|**Kenji Morita**\nAlcalde']])]),
    Texto("c02_mayusculas", False, "idioma_prevalece", [('c',
          '**CONVENIO DE COLABORACIÓN Y AMISTAD QUE CELEBRAN POR UNA PARTE EL H. AYUNTAMIENTO CONSTITUCIONAL DE PUERTO VALLARTA, JALISCO, REPRESENTADO EN ESTE ACTO POR SU '
          'PRESIDENTE MUNICIPAL, Y POR LA OTRA LA CIUDAD DE MCALLEN, TEXAS, ESTADOS UNIDOS DE AMÉRICA, REPRESENTADA POR SU ALCALDE, A QUIENES EN LO SUCESIVO SE LES DENOMINARÁ '
          '“LAS PARTES”, AL TENOR DE LAS SIGUIENTES:**'),
         ('c', '**C L Á U S U L A S**'),
         ('p',
          '**CLÁUSULA PRIMERA.- DEL OBJETO.** EL PRESENTE CONVENIO TIENE POR OBJETO ESTABLECER LAS BASES PARA QUE “LAS PARTES” REALICEN ACCIONES CONJUNTAS EN BENEFICIO DE SUS '
          'HABITANTES, DENTRO DEL ÁMBITO DE SUS RESPECTIVAS ATRIBUCIONES.'),
         ('p', '**CLÁUSULA SEGUNDA.- DE LAS ÁREAS DE COOPERACIÓN.** “LAS PARTES” COOPERARÁN EN LAS ÁREAS DE TURISMO, COMERCIO, CULTURA, DEPORTE Y PROTECCIÓN CIVIL.'),
         ('p', '**CLÁUSULA TERCERA.- DE LAS MODALIDADES.** LA COLABORACIÓN SE REALIZARÁ MEDIANTE EL INTERCAMBIO DE EXPERIENCIAS, CURSOS, TALLERES Y MISIONES COMERCIALES.'),
         ('p',
          '**CLÁUSULA CUARTA.- DEL PLAN DE TRABAJO.** DENTRO DE LOS TREINTA DÍAS SIGUIENTES AL INICIO DE CADA AÑO, “LAS PARTES” APROBARÁN UN PLAN DE TRABAJO EN EL QUE SE '
          'SEÑALEN LAS ACTIVIDADES, METAS Y RESPONSABLES.'),
         ('p',
          '**CLÁUSULA QUINTA.- DE LOS ENLACES.** POR PARTE DEL AYUNTAMIENTO FUNGIRÁ COMO ENLACE EL TITULAR DE LA DIRECCIÓN DE TURISMO Y DESARROLLO ECONÓMICO; POR PARTE DE LA '
          'CIUDAD DE MCALLEN, LA OFICINA DEL ADMINISTRADOR DE LA CIUDAD. DICHOS ENLACES SE REUNIRÁN CUANDO MENOS DOS VECES AL AÑO PARA EVALUAR LOS AVANCES.'),
         ('p',
          '**CLÁUSULA SEXTA.- DE LOS GASTOS.** CADA UNA DE “LAS PARTES” ABSORBERÁ LOS GASTOS QUE LE CORRESPONDAN CON MOTIVO DE LAS ACTIVIDADES, SUJETO A LA SUFICIENCIA '
          'PRESUPUESTAL DE CADA UNA.'),
         ('p', '**CLÁUSULA SÉPTIMA.- DE LA PROPIEDAD INTELECTUAL.** LA TITULARIDAD DE LOS DERECHOS DE AUTOR CORRESPONDERÁ A LA PARTE CUYO PERSONAL HAYA REALIZADO EL TRABAJO.'),
         ('p',
          '**CLÁUSULA OCTAVA.- DE LA RELACIÓN LABORAL.** EL PERSONAL QUE CADA UNA DE “LAS PARTES” DESIGNE SE ENTENDERÁ EXCLUSIVAMENTE RELACIONADO CON AQUELLA QUE LO EMPLEÓ, POR '
          'LO QUE EN NINGÚN CASO SE CONSIDERARÁN PATRONES SOLIDARIOS O SUSTITUTOS.'),
         ('p',
          '**CLÁUSULA NOVENA.- DE LA VIGENCIA.** EL PRESENTE CONVENIO INICIARÁ SU VIGENCIA A PARTIR DE LA FECHA DE SU FIRMA Y CONCLUIRÁ EL 30 DE SEPTIEMBRE DE 2027, PUDIENDO '
          'RENOVARSE POR ESCRITO.'),
         ('p',
          '**CLÁUSULA DÉCIMA.- DE LAS MODIFICACIONES.** ESTE CONVENIO PODRÁ SER MODIFICADO O ADICIONADO POR VOLUNTAD DE “LAS PARTES”, MEDIANTE LA FIRMA DEL CONVENIO '
          'MODIFICATORIO RESPECTIVO.'),
         ('p',
          '**CLÁUSULA DÉCIMA PRIMERA.- DE LA TERMINACIÓN ANTICIPADA.** CUALQUIERA DE “LAS PARTES” PODRÁ DARLO POR TERMINADO PREVIO AVISO POR ESCRITO QUE REALICE CON SESENTA '
          'DÍAS DE ANTICIPACIÓN.'),
         ('p',
          '**CLÁUSULA DÉCIMA SEGUNDA.- DE LA INTERPRETACIÓN.** “LAS PARTES” MANIFIESTAN QUE EL PRESENTE CONVENIO ES PRODUCTO DE LA BUENA FE, POR LO QUE LOS CONFLICTOS QUE '
          'LLEGAREN A PRESENTARSE EN CUANTO A SU INTERPRETACIÓN, FORMALIZACIÓN Y CUMPLIMIENTO SERÁN RESUELTOS DE COMÚN ACUERDO.'),
         ('p',
          'LEÍDO QUE FUE EL PRESENTE CONVENIO Y ENTERADAS “LAS PARTES” DE SU CONTENIDO Y ALCANCE LEGAL, LO FIRMAN POR DUPLICADO, EN IDIOMA ESPAÑOL E INGLÉS, EN LA CIUDAD DE '
          'PUERTO VALLARTA, JALISCO, A LOS 29 VEINTINUEVE DÍAS DEL MES DE JULIO DEL AÑO 2026 DOS MIL VEINTISÉIS.'),
         ('tabla',
          [['POR “EL AYUNTAMIENTO”||________________|C. RAMÓN IBARRA SOTO|PRESIDENTE MUNICIPAL||________________|LIC. MARÍA JOSÉ PÉREZ|SÍNDICO MUNICIPAL',
            'POR LA CIUDAD DE MCALLEN||________________|HON. DANIEL GARZA|ALCALDE']])]),
    Texto("c03_numeracion_word", False, "idioma_prevalece", [('c', '**MEMORÁNDUM DE ENTENDIMIENTO**'), ('c', '**ENTRE EL AYUNTAMIENTO DE TIJUANA, BAJA CALIFORNIA, ESTADOS UNIDOS MEXICANOS**'),
         ('c', '**Y LA CIUDAD DE SAN DIEGO, CALIFORNIA, ESTADOS UNIDOS DE AMÉRICA**'),
         ('p',
          'El Ayuntamiento de Tijuana, Baja California, y la Ciudad de San Diego, California (en lo sucesivo “las Partes”), animados por el deseo de estrechar su vecindad, '
          'acuerdan:'),
         ('lista', 'LC', ['**Objeto**'], False),
         ('p',
          'Las Partes convienen en impulsar de manera conjunta la cooperación para el desarrollo urbano sustentable de la región fronteriza, que constituye el objeto de este '
          'Memorándum.'),
         ('lista', 'LC', ['**Ejes de colaboración**'], True),
         ('p', 'Los ejes de colaboración son la movilidad, la gestión del agua, la calidad del aire y el cruce fronterizo, cada una en el marco de sus facultades.'),
         ('lista', 'LC', ['**Mecanismos**'], True),
         ('p', 'Las Partes podrán recurrir a reuniones técnicas, intercambio de datos abiertos, visitas de trabajo y publicaciones conjuntas.'),
         ('lista', 'LC', ['**Comité de seguimiento**'], True),
         ('p', 'Un comité formado por dos representantes de cada Parte sesionará de manera trimestral; en su primera sesión aprobará el programa anual de actividades.'),
         ('lista', 'LC', ['**Coordinadores**'], True),
         ('p', 'Tijuana nombra coordinadora a la Secretaría de Desarrollo Territorial, Urbano y Ambiental; San Diego, al Departamento de Relaciones Binacionales.'),
         ('lista', 'LC', ['**Recursos**'], True),
         ('p', 'Este Memorándum no representa compromiso financiero alguno. Cada Parte realizará las actividades con su propio personal y presupuesto autorizado.'),
         ('lista', 'LC', ['**Derechos de autor**'], True),
         ('p', 'Las publicaciones conjuntas reconocerán la autoría de quienes participen, conforme a las leyes aplicables de cada Parte.'),
         ('lista', 'LC', ['**Ausencia de vínculo laboral**'], True), ('p', 'Nada de lo aquí previsto genera vínculo laboral entre una Parte y el personal de la otra.'),
         ('lista', 'LC', ['**Diferencias**'], True),
         ('p', 'Las dudas que surjan sobre este Memorándum se aclararán directamente entre los coordinadores y, en su caso, entre los titulares.'),
         ('lista', 'LC', ['**Vigencia**'], True), ('p', 'Estará vigente desde su firma hasta el 30 de septiembre de 2027 y podrá ampliarse por acuerdo escrito.'),
         ('lista', 'LC', ['**Cambios**'], True), ('p', 'Los cambios a este Memorándum constarán por escrito y serán firmados por ambas Partes.'),
         ('lista', 'LC', ['**Conclusión anticipada**'], True), ('p', 'Cualquiera de las Partes puede concluirlo avisando a la otra con treinta días naturales de anticipación.'),
         ('p', 'Hecho en Tijuana, Baja California, el día 14 de abril de 2027, en cuatro tantos, dos en español y dos en inglés, con el mismo valor.'),
         ('tabla', [['Por el Ayuntamiento de Tijuana||Martín Acosta Luna|Presidente Municipal', 'Por la Ciudad de San Diego||Peter Wells|Alcalde']])]),
    Texto("c04_bilingue", False, "idioma_prevalece", [('tabla',
          [['ACUERDO DE COOPERACIÓN ENTRE EL GOBIERNO DEL ESTADO DE NUEVO LEÓN, ESTADOS UNIDOS MEXICANOS, Y EL GOBIERNO DE QUÉBEC',
            'COOPERATION AGREEMENT BETWEEN THE GOVERNMENT OF THE STATE OF NUEVO LEÓN, UNITED MEXICAN STATES, AND THE GOVERNMENT OF QUÉBEC'],
           ['El Gobierno del Estado de Nuevo León y el Gobierno de Québec, en adelante “las Partes”, han convenido lo siguiente:',
            'The Government of the State of Nuevo León and the Government of Québec, hereinafter “the Parties”, have agreed as follows:'],
           ['ARTÍCULO 1. OBJETO|El presente Acuerdo busca promover la cooperación en educación y cultura, en el ámbito de las competencias de cada Parte.',
            'ARTICLE 1. PURPOSE|This Agreement seeks to promote cooperation in education and culture, within the competence of each Party.'],
           ['ARTÍCULO 2. SECTORES DE COOPERACIÓN|Los sectores prioritarios son: educación superior, formación técnica y artes escénicas.',
            'ARTICLE 2. SECTORS OF COOPERATION|The priority sectors are: higher education, technical training and performing arts.'],
           ['ARTÍCULO 3. FORMAS DE COOPERACIÓN|Podrán realizarse, entre otras, las siguientes actividades: intercambio de docentes, becas, residencias artísticas y seminarios.',
            'ARTICLE 3. FORMS OF COOPERATION|The following activities, among others, may be carried out: exchange of teachers, scholarships, artistic residencies and seminars.'],
           ['ARTÍCULO 4. PROGRAMA DE TRABAJO|El Grupo de Trabajo Nuevo León-Québec adoptará cada dos años una programación bienal de proyectos y evaluará su cumplimiento.',
            'ARTICLE 4. WORK PROGRAMME|The Nuevo León-Québec Working Group shall adopt every two years a biennial programme of projects and shall evaluate its fulfilment.'],
           ['ARTÍCULO 5. FINANCIAMIENTO|Cada Parte asume los costos de su participación, con sujeción a la disponibilidad de fondos.',
            'ARTICLE 5. FUNDING|Each Party shall bear the costs of its participation, subject to the availability of funds.'],
           ['ARTÍCULO 6. RESPONSABLES|La aplicación del Acuerdo se encomienda a la Secretaría General de Gobierno y al Ministerio de Relaciones Internacionales y Francofonía.',
            'ARTICLE 6. RESPONSIBLE BODIES|Implementation of this Agreement is entrusted to the General Secretariat of Government and to the Ministère des Relations '
            'internationales et de la Francophonie.'],
           ['ARTÍCULO 7. PROPIEDAD INTELECTUAL|Los resultados protegidos por derechos de autor se someterán a la legislación vigente de cada Parte.',
            'ARTICLE 7. INTELLECTUAL PROPERTY|Results protected by copyright shall be subject to the legislation in force of each Party.'],
           ['ARTÍCULO 8. PERSONAL|Las personas que participen en los proyectos conservarán su relación laboral con la institución que las envíe.',
            'ARTICLE 8. PERSONNEL|The persons taking part in the projects shall keep their employment relationship with the institution that sends them.'],
           ['ARTÍCULO 9. INTERPRETACIÓN|Las Partes resolverán por consultas cualquier diferencia sobre la interpretación de este Acuerdo.',
            'ARTICLE 9. INTERPRETATION|The Parties shall settle by consultation any difference on the interpretation of this Agreement.'],
           ['ARTÍCULO 10. DISPOSICIONES FINALES|Este Acuerdo entra en vigor el día de su firma por un periodo de cinco años y se renueva tácitamente por periodos iguales. Puede '
            'ser enmendado por escrito. Puede ser denunciado por cualquiera de las Partes con un aviso de seis meses.',
            'ARTICLE 10. FINAL PROVISIONS|This Agreement enters into force on the day of its signature for a period of five years and is tacitly renewed for equal periods. It '
            'may be amended in writing. It may be terminated by either Party upon six months’ notice.'],
           ['Hecho en Monterrey, el 12 de mayo de 2027, en doble ejemplar, en español e inglés, siendo ambos textos igualmente auténticos.',
            'Done at Monterrey, on 12 May 2027, in duplicate, in the Spanish and English languages, both texts being equally authentic.'],
           ['POR EL GOBIERNO DEL ESTADO DE NUEVO LEÓN||Andrés Treviño Cantú|Gobernador', 'FOR THE GOVERNMENT OF QUÉBEC||Claire Gagnon|Minister of International Relations']])]),
    Texto("c05_portada", False, "marcadores", [('c', '**[ESCUDO DEL MUNICIPIO]**'), ('c', '**ACUERDO DE HERMANAMIENTO**'), ('c', '**San Miguel de Allende, Guanajuato, México**'), ('c', '**Cuenca, Azuay, Ecuador**'),
         ('c', '2027'), ('salto',), ('p', '**ÍNDICE**'), ('p', 'Objetivo\t3'), ('p', 'Áreas\t4'), ('p', 'Formas de trabajo\t5'), ('p', 'Programación\t6'), ('p', 'Enlaces\t7'),
         ('p', 'Costos\t8'), ('p', 'Obras y creaciones\t9'), ('p', 'Situación del personal\t10'), ('p', 'Controversias\t11'), ('p', 'Duración\t12'),
         ('p', 'Cambios y terminación\t13'), ('salto',),
         ('c',
          '**ACUERDO DE HERMANAMIENTO ENTRE LA CIUDAD DE SAN MIGUEL DE ALLENDE, GUANAJUATO, DE LOS ESTADOS UNIDOS MEXICANOS Y LA CIUDAD DE CUENCA, DE LA REPÚBLICA DEL '
          'ECUADOR**'),
         ('p', 'Las ciudades de San Miguel de Allende y Cuenca, ambas Patrimonio Mundial de la UNESCO, convienen lo siguiente:'), ('p', '**OBJETIVO**'),
         ('p', 'Mediante el presente Acuerdo, San Miguel de Allende y Cuenca formalizan su hermanamiento con el fin de estrechar la amistad entre sus habitantes.'),
         ('p', '**ÁREAS**'), ('p', 'Turismo cultural, conservación del patrimonio mundial, gastronomía, artesanías y medio ambiente.'), ('p', '**FORMAS DE TRABAJO**'),
         ('p',
          'Se realizarán exposiciones, residencias, cursos de conservación y encuentros de cocineras tradicionales, respetando siempre las atribuciones de cada gobierno local.'),
         ('p', '**PROGRAMACIÓN**'),
         ('p', 'Durante el mes de enero de cada año los enlaces propondrán un calendario con las acciones del año, los recursos y quienes las llevarán a cabo.'),
         ('p', '**ENLACES**'),
         ('p',
          'Por San Miguel de Allende: Dirección de Relaciones Internacionales. Por Cuenca: Dirección General de Relaciones Externas. Los enlaces informarán semestralmente a los '
          'cabildos sobre los resultados.'),
         ('p', '**COSTOS**'), ('p', 'Los gastos de viaje corren por cuenta de quien envía; los de estancia, de quien recibe, según el presupuesto disponible.'),
         ('p', '**OBRAS Y CREACIONES**'), ('p', 'Las obras que resulten pertenecerán a sus autores, en los términos de la legislación de cada país.'),
         ('p', '**SITUACIÓN DEL PERSONAL**'), ('p', 'El personal de cada ciudad dependerá siempre de la suya; no habrá relación de trabajo con la otra.'),
         ('p', '**CONTROVERSIAS**'), ('p', 'Se resolverán amigablemente y por la vía diplomática del diálogo entre alcaldes.'), ('p', '**DURACIÓN**'),
         ('p', 'Este hermanamiento es por tiempo indefinido y surte efectos desde su suscripción.'), ('p', '**CAMBIOS Y TERMINACIÓN**'),
         ('p', 'Se podrá cambiar por acuerdo escrito de ambas ciudades. Cualquiera de ellas podrá retirarse comunicándolo por escrito con noventa días de anticipación.'),
         ('p', 'Dado en la ciudad de San Miguel de Allende, Gto., a 16 de septiembre de 2027, en dos ejemplares en español, de igual valor.'),
         ('p', 'Julio Rangel Pérez\tPablo Andrade Vega'), ('p', 'Presidente Municipal\tAlcalde'),
         ('p', 'Testigo de honor: Marta Olvera Ruiz, Gobernadora Constitucional del Estado de Guanajuato')]),
    Texto("c06_cuadros", False, "competencias compromete_federacion controversias controversias_otras declaraciones idioma_prevalece ley_extranjera", [('caja', [('c', '**GOBIERNO DEL ESTADO DE YUCATÁN**'), ('c', '**Consejería Jurídica**')]),
         ('caja',
          [('c',
            '**MEMORÁNDUM DE ENTENDIMIENTO PARA LA COOPERACIÓN ENTRE EL PODER EJECUTIVO DEL ESTADO DE YUCATÁN Y EL GOBIERNO POPULAR DE LA PROVINCIA DE ANHUI, REPÚBLICA POPULAR '
            'CHINA**')]),
         ('p', '**ANTECEDENTES**'), ('lista', 'LR', ['En 2014 se firmó una carta de intención.', 'En 2024 se renovó el interés de ambas Partes.'], False),
         ('p', '**DECLARACIONES**'),
         ('lista', 'LR',
          ['Declara “EL EJECUTIVO” que cuenta con facultades conforme al artículo 55 de la Constitución Política del Estado de Yucatán.',
           'Declara “ANHUI” que es una provincia con gobierno propio.'],
          False),
         ('p', 'Expuesto lo anterior, las Partes se sujetan a las siguientes:'), ('p', '**CLÁUSULAS**'),
         ('p', '**PRIMERA. OBJETO.-** El objeto del presente instrumento es establecer un marco de referencia para la cooperación económica y tecnológica.'),
         ('p', '**SEGUNDA. ÁREAS DE INTERÉS.-** Agroindustria, energías renovables, manufactura y educación técnica.'),
         ('p',
          '**TERCERA. ACCIONES.-** Para el cumplimiento del objeto, las Partes podrán: a) organizar misiones empresariales; b) intercambiar especialistas; c) compartir '
          'información técnica.'),
         ('p', '**CUARTA. PROGRAMAS DE TRABAJO.-** Las acciones se concretarán en programas de trabajo anuales que acuerden las Partes.'),
         ('p',
          '**QUINTA. GRUPO DE TRABAJO.-** Las Partes integrarán un grupo de trabajo que dará seguimiento a las acciones. Por “EL EJECUTIVO” lo encabezará la Secretaría de '
          'Economía y Trabajo; por “ANHUI”, la Oficina de Asuntos Exteriores.'),
         ('p',
          '**SEXTA. FINANCIAMIENTO.-** Las Partes cubrirán con recursos propios las acciones que les correspondan. El Gobierno de México apoyará con la expedición de las visas '
          'que se requieran.'),
         ('p', '**SÉPTIMA. CONFIDENCIALIDAD.-** La información que se comparta tendrá carácter confidencial, salvo la que deba ser pública conforme a la ley.'),
         ('p', '**OCTAVA. PROPIEDAD INTELECTUAL.-** Se estará a lo que dispongan las leyes de cada Parte y los tratados en la materia.'),
         ('p', '**NOVENA. RELACIÓN LABORAL.-** Cada Parte será la única responsable de las obligaciones laborales con su personal.'),
         ('p',
          '**DÉCIMA. LEGISLACIÓN APLICABLE.-** Para la interpretación y cumplimiento del presente instrumento, las Partes se someten a las leyes y tribunales de la República '
          'Popular China.'),
         ('p', '**DÉCIMA PRIMERA. VIGENCIA.-** El presente instrumento tendrá una vigencia de tres años contados a partir de su firma, renovable.'),
         ('p', '**DÉCIMA SEGUNDA. MODIFICACIONES.-** Podrá modificarse de común acuerdo y por escrito.'),
         ('p', '**DÉCIMA TERCERA. TERMINACIÓN.-** Podrá darse por terminado por cualquiera de las Partes con aviso de sesenta días.'),
         ('p', 'Leído que fue, lo firman en la ciudad de Mérida, Yucatán, a los 10 días del mes de junio de 2027, en dos ejemplares en español y chino.'),
         ('tabla', [['POR “EL EJECUTIVO”|||Raúl Pech Canul|Gobernador del Estado', 'POR “ANHUI”|||Li Wei|Gobernador']])]),
    Texto("c07_carta", False, "", [('c', '**CARTA DE INTENCIÓN**'),
         ('c', 'entre el Municipio de Mérida, Yucatán (Estados Unidos Mexicanos) y la Municipalidad de Antigua Guatemala (República de Guatemala)'),
         ('p',
          'Los que suscriben, la Licenciada Sofía Cámara Novelo, Presidenta Municipal de Mérida, y el señor Otto Castañeda, Alcalde Municipal de Antigua Guatemala, en lo '
          'sucesivo “los Participantes”, con el ánimo de acercar a nuestras ciudades, manifestamos la intención de:'),
         ('p', '1. Trabajar juntos para lograr, en un plazo de dos años, un hermanamiento formal.'),
         ('p',
          '2. Identificar proyectos en materia de turismo, patrimonio, gastronomía y gestión de residuos, siempre dentro de las atribuciones que a cada uno le otorgan sus '
          'leyes.'),
         ('p', '3. Llevar a cabo visitas recíprocas, talleres y encuentros entre nuestros cronistas.'),
         ('p',
          '4. Designar a la Unidad de Relaciones Internacionales de Mérida y a la Oficina de Cooperación de Antigua Guatemala para que den continuidad a lo aquí señalado y '
          'rindan un informe cada año con su plan de actividades.'),
         ('p', '5. Cubrir cada quien sus gastos; esta Carta no implica erogaciones adicionales ni transferencia de recursos.'),
         ('p', '6. Respetar los derechos de autor sobre los materiales que se compartan, según las leyes de cada país.'),
         ('p', '7. Que las personas que participen sigan dependiendo de quien las envía, sin relación laboral con el otro Participante.'),
         ('p', '8. Aclarar de buena fe las diferencias que pudieran surgir.'),
         ('p',
          'Esta Carta de Intención surtirá efectos a partir de su firma y hasta la suscripción del Acuerdo de hermanamiento, o bien por dos años, lo que ocurra primero; podrá '
          'prorrogarse y modificarse por escrito, y cualquiera de los Participantes podrá darla por concluida avisando al otro con un mes de anticipación.'),
         ('p', 'Se firma por duplicado, en idioma español, en la ciudad de Mérida, Yucatán, Estados Unidos Mexicanos, el día __ del mes de ______ del año 2027.'),
         ('p', 'Sofía Cámara Novelo\nPresidenta Municipal de Mérida'), ('p', 'Otto Castañeda\nAlcalde Municipal de Antigua Guatemala')]),
    Texto("c08_universidad", False, "areas competencias controversias_otras declaraciones idioma_prevalece ley_extranjera poa prorroga", [('p',
          '**CONVENIO MARCO DE COLABORACIÓN ACADÉMICA, CIENTÍFICA Y CULTURAL QUE CELEBRAN, POR UNA PARTE, LA UNIVERSIDAD TECNOLÓGICA DE LA SELVA, ORGANISMO PÚBLICO '
          'DESCENTRALIZADO DEL GOBIERNO DEL ESTADO DE CHIAPAS, EN LO SUCESIVO “LA UTS”, REPRESENTADA POR SU RECTOR, Y POR LA OTRA, WESTERN ILLINOIS UNIVERSITY, EN LO SUCESIVO '
          '“LA WIU”, REPRESENTADA POR SU PRESIDENTE, DE CONFORMIDAD CON LAS SIGUIENTES DECLARACIONES Y CLÁUSULAS:**'),
         ('c', '**D E C L A R A C I O N E S**'), ('p', '**I. DE “LA UTS”:**'), ('p', 'I.1. Que es un organismo público descentralizado del Estado de Chiapas.'),
         ('p', 'I.2. Que su Registro Federal de Contribuyentes es UTS970508AB1.'), ('p', '**II. DE “LA WIU”:**'),
         ('p', 'II.1. Que es una institución pública de educación superior del Estado de Illinois.'), ('p', '**III. DE “LAS PARTES”:**'),
         ('p', 'ÚNICA. Que se reconocen mutuamente la personalidad con que se ostentan.'), ('c', '**C L Á U S U L A S**'),
         ('p',
          '**PRIMERA. OBJETO.-** Establecer las bases generales de colaboración entre “LAS PARTES” para el desarrollo de actividades académicas, científicas y culturales de '
          'interés común.'),
         ('p',
          '**SEGUNDA. ALCANCES.-** “LAS PARTES” acuerdan realizar: a) intercambio de estudiantes y profesores; b) investigaciones conjuntas; c) cursos, diplomados y coloquios; '
          'd) publicaciones.'),
         ('p',
          '**TERCERA. CONVENIOS ESPECÍFICOS.-** Para la ejecución de las actividades se celebrarán convenios específicos que detallarán con precisión objetivos, calendario, '
          'personal, presupuesto y evaluación.'),
         ('p',
          '**CUARTA. COMISIÓN TÉCNICA.-** Para el adecuado desarrollo, “LAS PARTES” formarán una comisión técnica integrada por el mismo número de representantes de cada una, '
          'que tendrá como atribuciones: a) determinar y aprobar las acciones factibles de ejecución; b) coordinar la elaboración de los convenios específicos; c) dar '
          'seguimiento y evaluar sus resultados. “LA UTS” designa al titular de la Dirección de Vinculación; “LA WIU”, a la Oficina de Programas Internacionales.'),
         ('p',
          '**QUINTA. FINANCIAMIENTO.-** “LAS PARTES” buscarán en forma conjunta o separada, ante otras instituciones y dependencias de carácter gubernamental y organismos '
          'internacionales, la obtención de los recursos necesarios para el desarrollo de los programas.'),
         ('p',
          '**SEXTA. PROPIEDAD INTELECTUAL.-** “LAS PARTES” convienen que las publicaciones de diversas categorías, coproducciones y difusión del objeto, se realizarán de común '
          'acuerdo, gozando ambas de los derechos que otorgan las leyes en materia de propiedad intelectual.'),
         ('p',
          '**SÉPTIMA. RESPONSABILIDAD CIVIL.-** Queda expresamente pactado que “LAS PARTES” no tendrán responsabilidad civil por daños y perjuicios que pudieran causarse como '
          'consecuencia de caso fortuito o fuerza mayor.'),
         ('p',
          '**OCTAVA. RELACIÓN LABORAL.-** Las relaciones laborales se mantendrán en todos los casos entre la institución contratante y su personal respectivo, aun en los '
          'trabajos realizados conjuntamente.'),
         ('p', '**NOVENA. VIGENCIA.-** El presente convenio empezará a surtir sus efectos a partir de la fecha de su firma y tendrá una duración de tres años.'),
         ('p',
          '**DÉCIMA. MODIFICACIONES.-** El presente convenio podrá ser modificado o adicionado por voluntad de “LAS PARTES”; las modificaciones o adiciones obligarán a los '
          'signatarios a partir de la fecha de su firma.'),
         ('p',
          '**DÉCIMA PRIMERA. TERMINACIÓN ANTICIPADA.-** Cualquiera de “LAS PARTES” podrá dar por terminado este convenio con antelación a su vencimiento, mediante aviso por '
          'escrito a su contraparte con treinta días de anticipación; en tal caso, tomarán las medidas necesarias para evitar perjuicios tanto a ellas como a terceros.'),
         ('p',
          '**DÉCIMA SEGUNDA. INTERPRETACIÓN Y CONTROVERSIAS.-** Este convenio es producto de la buena fe, por lo que todo conflicto que resulte del mismo, en cuanto a su '
          'interpretación, aplicación y cumplimiento, así como los casos no previstos, serán resueltos por la comisión técnica. En caso de subsistir, las partes se someten a la '
          'jurisdicción de los tribunales federales con sede en Tuxtla Gutiérrez, renunciando al fuero que por razón de su domicilio pudiera corresponderles.'),
         ('p',
          'Leído el presente instrumento y enteradas “LAS PARTES” de su contenido, alcances y fuerza legal, lo suscriben por duplicado en español e inglés, en la ciudad de '
          'Ocosingo, Chiapas, a los 3 días del mes de marzo de 2027.'),
         ('tabla', [['POR “LA UTS”|||DR. JORGE MÉNDEZ LUNA|RECTOR', 'POR “LA WIU”|||DR. ANN PARKER|PRESIDENTE']]),
         ('p',
          'LA PRESENTE HOJA DE FIRMAS FORMA PARTE DEL CONVENIO MARCO DE COLABORACIÓN ACADÉMICA, CIENTÍFICA Y CULTURAL CELEBRADO ENTRE “LA UTS” Y “LA WIU”, EL 3 DE MARZO DE '
          '2027.')]),
    Texto("c09_decimal", False, "", [('h', 'Acuerdo de Cooperación entre el Gobierno del Estado de México, Estados Unidos Mexicanos, y la Provincia de Buenos Aires, República Argentina'),
         ('p', 'Las Partes, deseosas de ampliar su cooperación, acuerdan:'),
         ('niveles', '**Propósito**',
          ['El propósito de este Acuerdo es fomentar la cooperación técnica en materia de agua entre el Estado de México y la Provincia de Buenos Aires.',
           'Cada Parte actuará dentro de sus competencias.'],
          False),
         ('niveles', '**Ámbitos de cooperación**', ['Gestión de cuencas.', 'Saneamiento.', 'Riego tecnificado.'], True),
         ('niveles', '**Instrumentación**',
          ['La cooperación se instrumentará por medio de asistencia técnica, pasantías, seminarios y misiones de expertos.',
           'Las Partes elaborarán un Plan Anual de Trabajo, que se agregará como anexo.'],
          True),
         ('niveles', '**Autoridades de aplicación**',
          ['Por el Estado de México, la Comisión del Agua.', 'Por la Provincia de Buenos Aires, la Autoridad del Agua.',
           'Ambas se reunirán una vez al año y darán cuenta de lo avanzado.'],
          True),
         ('niveles', '**Gastos**',
          ['Salvo pacto en contrario, la Parte que envía pagará el traslado internacional y la que recibe el hospedaje y la alimentación, de acuerdo con sus disponibilidades.'],
          True),
         ('niveles', '**Resultados**', ['La propiedad de los resultados se determinará en cada proyecto, con apego a la legislación de ambas Partes.'], True),
         ('niveles', '**Personal**', ['El personal no adquirirá derechos laborales frente a la otra Parte.'], True),
         ('niveles', '**Solución de divergencias**', ['Toda divergencia se solucionará mediante negociaciones directas.'], True),
         ('niveles', '**Disposiciones finales**',
          ['Este Acuerdo entrará en vigor en la fecha de su firma y permanecerá vigente cinco años, prorrogables automáticamente.', 'Podrá enmendarse por escrito.',
           'Cualquier Parte podrá denunciarlo con noventa días de aviso previo por escrito.'],
          True),
         ('p', 'Suscrito en Toluca de Lerdo, Estado de México, el 9 de agosto de 2027, en dos ejemplares en lengua española.'),
         ('p', 'Por el Gobierno del Estado de México\tPor la Provincia de Buenos Aires'), ('p', 'Irma Colín Vega\tHugo Peralta'), ('p', 'Gobernadora Constitucional\tGobernador'),
         ('salto',), ('c', '**ANEXO 1**'), ('c', '**Plan Anual de Trabajo 2027**'),
         ('tabla', [['Actividad', 'Mes', 'Responsable'], ['Misión técnica', 'Octubre', 'Comisión del Agua'], ['Seminario', 'Noviembre', 'Autoridad del Agua']])]),
    Texto("c10_faltas", False, "areas competencias compromete_federacion contraparte_privada controversias_otras deuda_extranjera idiomas ley_extranjera marcadores modalidades nombre_corto pago_extranjero poa propiedad_intelectual responsables seguimiento terminacion", [('c', '**ACUERDO DE COLABORACIÓN EN MATERIA DE INVERSIÓN Y DESARROLLO ECONÓMICO ENTRE EL MUNICIPIO DE REYNOSA Y LA CIUDAD DE HIDALGO, TEXAS**'),
         ('p',
          'EL MUNICIPIO DE REYNOSA, TAMAULIPAS, REPRESENTADO POR EL C. JULIO CANTÚ RÍOS, y LA CIUDAD DE HIDALGO, TEXAS, USA, y la empresa Cross Border Logistics LLC, suscriben '
          'el presente bajo lo siguiente:'),
         ('p', '**1.- Objeto.** Detonar la inversión en la zona del puente internacional.'),
         ('p',
          '**2.- Compromisos de Reynosa.** Otorgar exención del impuesto predial y gestionar que la Secretaría de Hacienda y Crédito Público exente el IVA a las empresas '
          'texanas.'),
         ('p', '**3.- Compromisos de Hidalgo.** Promover el parque industrial.'),
         ('p', '**4.- Recursos.** Reynosa aportará USD 2,000,000.00 (dos millones de dólares) y avalará con sus participaciones federales los créditos que contrate Hidalgo.'),
         ('p',
          '**5.- Controversias.** Cualquier disputa será resuelta en forma definitiva conforme al Reglamento de la Cámara de Comercio Internacional (ICC) con sede en Houston.'),
         ('p', '**6.- Ley aplicable.** Este acuerdo se interpretará conforme al derecho texano.'),
         ('p', '**7.- Personal.** Cada parte responde por sus trabajadores y no habrá relación laboral con la otra.'),
         ('p', '**8.- Vigencia.** Indefinida, a partir de la firma.'), ('p', '**9.- Modificaciones.** Por escrito firmado por las tres partes.'),
         ('p', 'Firmado en Reynosa, Tamps., a XX de XXXX de 2027, en español.'), ('p', 'C. Julio Cantú Ríos, Presidente Municipal'), ('p', 'Mark Lopez, Mayor of Hidalgo')]),
    Texto("c11_barra", False, "", [('c', '**CONVENIO DE HERMANAMIENTO**'),
         ('p',
          'Que celebran el H. Ayuntamiento de Zitácuaro, Michoacán de Ocampo, México, y el Gobierno Autónomo Descentralizado del Cantón El Naranjal, República del Ecuador.'),
         ('p', '**Título Primero. Generalidades**'), ('p', 'Artículo 1o. Ambas municipalidades se declaran ciudades hermanas a fin de acercar a sus pueblos.'),
         ('p', 'Artículo 2o. Se dará prioridad a los temas siguientes: I. Agricultura; II. Artesanía; III. Turismo rural, y IV. Educación básica.'),
         ('p', 'Artículo 3o. Para ello se podrán celebrar ferias, enviar delegaciones, compartir material didáctico e impartir talleres.'),
         ('p', 'Artículo 4o. Ninguna de las municipalidades se obligará más allá de lo que sus leyes orgánicas le permiten.'), ('p', '**Título Segundo. De la ejecución**'),
         ('p', 'Artículo 5o. A más tardar en febrero, los regidores comisionados presentarán el plan de actividades del año a los respectivos cabildos.'),
         ('p',
          'Artículo 6o. Serán responsables de la ejecución la Regiduría de Turismo, por Zitácuaro, y la Jefatura de Desarrollo Local, por El Naranjal; valorarán los avances '
          'cada semestre.'),
         ('p', 'Artículo 7o. Los viáticos y demás erogaciones serán por cuenta de quien los origine.'),
         ('p', 'Artículo 8o. No se generan derechos de autor distintos de los que la ley reconozca a los creadores.'),
         ('p', 'Artículo 9o. Los comisionados no tendrán carácter de empleados de la municipalidad que visitan.'), ('p', '**Título Tercero. Disposiciones últimas**'),
         ('p', 'Artículo 10. Los desacuerdos se conciliarán entre el Presidente y el Alcalde.'),
         ('p',
          'Artículo 11. El convenio rige desde el día en que se firme y durará mientras ambas municipalidades lo quieran; cualquiera puede dejarlo sin efecto con tres meses de '
          'aviso.'),
         ('p', 'Artículo 12. Toda reforma se pactará por escrito.'),
         ('p', 'Se extiende en dos tantos, en castellano, en Heroica Zitácuaro, Michoacán, el quinto día de septiembre de dos mil veintisiete.'),
         ('tabla', [['El Presidente Municipal||______________|Prof. Antonio Ixtláhuac', 'El Alcalde||______________|Ing. Luis Rivera']])]),
    Texto("c12_corrido", False, "", [('c', '**ACUERDO ESPECÍFICO DE INTERCAMBIO CULTURAL ENTRE EL INSTITUTO DE CULTURA DE MORELIA Y EL DEPARTAMENTO DE ARTES DE SACRAMENTO**'),
         ('p',
          'El Instituto de Cultura de Morelia y el Departamento de Artes de la Ciudad de Sacramento, California, Estados Unidos de América (“los Firmantes”) acuerdan realizar '
          'un intercambio de artistas plásticos, músicos y bailarines. Cada año se elegirán cinco artistas de cada ciudad, que trabajarán durante un mes en los talleres de la '
          'otra.'),
         ('p',
          'Los Firmantes actuarán conforme a sus atribuciones. Las áreas del intercambio son las artes visuales, la música y la danza. El programa de cada año lo elaborarán las '
          'coordinaciones de residencias de los Firmantes, que fungirán como enlaces y se reunirán a distancia dos veces al año para revisar lo hecho.'),
         ('p',
          'Cada Firmante pagará los pasajes de sus artistas y dará a los que reciba alojamiento y materiales, con cargo a su presupuesto. Los artistas conservarán los derechos '
          'sobre sus obras, según la ley del lugar en que se creen. No habrá relación de trabajo entre los artistas y quien los recibe.'),
         ('p', 'Si surgiera una diferencia, los Firmantes la conversarán y resolverán entre sí.'),
         ('p', 'Este Acuerdo comienza a regir al firmarse y dura dos años; puede renovarse y modificarse por escrito, y darse por terminado con aviso de treinta días.'),
         ('p', 'Firmado en Morelia, Michoacán, el 6 de febrero de 2027, en dos originales en español y dos en inglés; si discreparan, valdrá el texto en español.'),
         ('p', 'Fátima Chávez\nDirectora del Instituto de Cultura de Morelia'), ('p', 'Jonathan Fields\nDirector del Departamento de Artes')]),
    Texto("c13_contrato", False, "competencias controversias controversias_otras declaraciones entrada_en_vigor ley_extranjera modificacion pago_extranjero poa prorroga responsables seguimiento terminacion titulo_contrato", [('c', '**CONTRATO DE ALIANZA ESTRATÉGICA**'),
         ('p',
          'QUE CELEBRAN EL MUNICIPIO DE NAUCALPAN DE JUÁREZ, ESTADO DE MÉXICO, Y EL EXCELENTÍSIMO AYUNTAMIENTO DE POZUELO DE ALARCÓN, ESPAÑA, AL TENOR DE LOS SIGUIENTES '
          'ANTECEDENTES, DECLARACIONES Y CLÁUSULAS:'),
         ('p', '**DECLARACIONES**'), ('p', 'I.- Declara “NAUCALPAN”: a) Que es un municipio con personalidad jurídica.'),
         ('p', 'II.- Declara “POZUELO”: a) Que es una entidad local.'), ('p', '**CLÁUSULAS**'),
         ('p', '**PRIMERA.- OBJETO.** Intercambiar buenas prácticas de gobierno digital, en las áreas de trámites, transparencia y seguridad de la información.'),
         ('p', '**SEGUNDA.- FORMAS DE COLABORACIÓN.** Visitas de funcionarios, asesorías y cursos en línea.'),
         ('p', '**TERCERA.- LICENCIAS.** Los programas de cómputo que se compartan se regirán por la legislación española en materia de propiedad intelectual.'),
         ('p', '**CUARTA.- COSTO.** NAUCALPAN pagará a POZUELO la cantidad de 50,000 euros anuales por concepto de asesoría.'),
         ('p', '**QUINTA.- INCUMPLIMIENTO.** En caso de incumplimiento, la parte afectada podrá demandar ante los Juzgados de Madrid.'),
         ('p', '**SEXTA.- VIGENCIA.** Del 1 de enero de 2027 al 31 de diciembre de 2027.'),
         ('p', '**SÉPTIMA.- PERSONAL.** Ninguna de las partes será patrón del personal de la otra.'),
         ('p', 'Leído que fue, se firma por duplicado en idioma español en Naucalpan, Méx., el 2 de enero de 2027.'),
         ('tabla', [['POR NAUCALPAN||Ing. Rosa Salas|Presidenta Municipal', 'POR POZUELO||D. Pablo Gil|Alcalde']])]),
    Texto("c14_ingles_primero", False, "compromete_federacion controversias_otras idioma_prevalece nombre_corto", [('tabla',
          [['MEMORANDUM OF UNDERSTANDING BETWEEN THE STATE OF SONORA, MEXICO, AND THE STATE OF ARIZONA, USA',
            'MEMORÁNDUM DE ENTENDIMIENTO ENTRE EL ESTADO DE SONORA, MÉXICO, Y EL ESTADO DE ARIZONA, E.U.A.'],
           ['1. PURPOSE. The Participants intend to improve the management of border crossings.',
            '1. PROPÓSITO. Los Participantes se proponen mejorar la gestión de los cruces fronterizos, cada uno conforme a sus facultades.'],
           ['2. AREAS. Infrastructure, trade and tourism.', '2. ÁREAS. Infraestructura, comercio y turismo.'],
           ['3. ACTIVITIES. Meetings, joint studies and training courses.', '3. ACTIVIDADES. Reuniones, estudios conjuntos y cursos de capacitación.'],
           ['4. COMMISSION. The Sonora-Arizona Commission will adopt a yearly work plan and review progress.',
            '4. COMISIÓN. La Comisión Sonora-Arizona adoptará un plan de trabajo anual y revisará el avance; la integran la Secretaría de Economía y la Autoridad de Comercio.'],
           ['5. FUNDS. Each Participant bears its own costs.',
            '5. FONDOS. Cada Participante asume sus propios gastos. La Federación otorgará los permisos de importación temporal.'],
           ['6. PROPERTY. Copyright shall follow the laws of each State.', '6. PROPIEDAD INTELECTUAL. Los derechos de autor se sujetarán a las leyes de cada Estado.'],
           ['7. STAFF. No labor relationship arises.', '7. PERSONAL. No surge relación laboral alguna.'],
           ['8. DISPUTES. Disputes shall be settled by arbitration in Phoenix.', '8. DISPUTAS. Las disputas se resolverán mediante arbitraje en Phoenix.'],
           ['9. TERM. Four years from signature, renewable; it may be amended in writing and terminated with 60 days’ notice.',
            '9. PLAZO. Cuatro años desde la firma, renovables; podrá enmendarse por escrito y terminarse con aviso de 60 días.'],
           ['Signed at Hermosillo on May 24, 2027, in two originals in English and Spanish, both equally valid.',
            'Firmado en Hermosillo el 24 de mayo de 2027, en dos originales en inglés y español, igualmente válidos.'],
           ['FOR ARIZONA||Kate Hill|Governor', 'POR SONORA||Alfonso Durazo Paz|Gobernador']])]),
    Texto("c15_lista_de_puntos", True, "", [('c', '**PROTOCOLO DE COOPERACIÓN DEPORTIVA**'), ('c', '**Gobierno de la Ciudad de México – Alcaldía Mayor de Bogotá, Distrito Capital**'),
         ('p', 'Con base en los lazos que unen a ambas capitales, se conviene:'),
         ('p', 'a) Finalidad: fortalecer el deporte comunitario mediante la formación de entrenadoras y el préstamo recíproco de instalaciones.'),
         ('p', 'b) Materias: deporte adaptado, ciclovías recreativas y deporte para personas mayores.'),
         ('p', 'c) Maneras de cooperar: clínicas deportivas, torneos amistosos y estancias cortas de entrenadores.'),
         ('p',
          'd) Quién lo lleva: el Instituto del Deporte de la Ciudad de México y el Instituto Distrital de Recreación y Deporte, que sesionarán cada seis meses y harán cada '
          'diciembre la agenda del año siguiente.'),
         ('p', 'e) Dinero: cada ciudad usa el suyo; nadie transfiere fondos al otro.'), ('p', 'f) Marcas y fotografías: su uso se autoriza por escrito por la ciudad titular.'),
         ('p', 'g) Trabajadores: siguen siéndolo de la ciudad que los contrató.'), ('p', 'h) Límites: nada de lo aquí dicho excede las funciones legales de cada Instituto.'),
         ('p', 'i) Malentendidos: se hablan y se resuelven entre los directores de los Institutos.'),
         ('p',
          'j) Tiempo: tres años a partir de que se firme; puede extenderse otros tres si ambas ciudades lo escriben. Se cambia por escrito. Se termina con carta de una ciudad a '
          'la otra, sesenta días antes.'),
         ('p', 'Ciudad de México, a 20 de octubre de 2027. Dos ejemplares en español.'),
         ('tabla', [['Javier Hidalgo Mora|Director General del Instituto del Deporte', 'Blanca Durán Rojas|Directora del Instituto Distrital']])]),
    Texto("c16_articulado", False, "competencias compromete_federacion controversias financiamiento idiomas ley_extranjera modificacion poa propiedad_intelectual prorroga responsables seguimiento terminacion", [('c', '**ACUERDO DE COLABORACIÓN ENTRE LA SECRETARÍA DE TURISMO DE QUINTANA ROO Y LA OFICINA DE TURISMO DE LA REPÚBLICA DE CUBA EN CANCÚN**'),
         ('p', 'ARTÍCULO PRIMERO.- El presente Acuerdo persigue el incremento de los flujos turísticos entre Cancún y La Habana.'),
         ('p', 'ARTÍCULO SEGUNDO.- Las Partes colaborarán en promoción, capacitación hotelera y conectividad aérea.'),
         ('p', 'ARTÍCULO TERCERO.- Las Partes intercambiarán estadísticas, organizarán viajes de familiarización y participarán juntas en ferias.'),
         ('p', 'ARTÍCULO CUARTO.- El Gobierno de México otorgará facilidades migratorias a los turistas que participen en los circuitos.'),
         ('p', 'ARTÍCULO QUINTO.- La Secretaría garantizará un préstamo de cinco millones de pesos para la campaña conjunta.'),
         ('p', 'ARTÍCULO SEXTO.- Las materias no previstas se regirán por la legislación cubana.'),
         ('p', 'ARTÍCULO SÉPTIMO.- El personal de cada Parte no adquiere vínculo laboral con la otra.'),
         ('p', 'ARTÍCULO OCTAVO.- Este Acuerdo surtirá efectos al día siguiente de su firma y concluirá el 31 de diciembre de 2029.'),
         ('p', 'Cancún, Quintana Roo, 1 de marzo de 2027.'), ('p', 'Lic. Bernardo Cueto\nSecretario de Turismo'), ('p', 'Lic. Ana Valdés\nDirectora')]),
    Texto("c17_carta_larga", True, "", [('c', '**Carta de Amistad y Colaboración**'), ('c', '**entre el Municipio de Álamos, Sonora, y la Ciudad de Scottsdale, Arizona, Estados Unidos de América**'),
         ('p',
          'Reconociendo medio siglo de hermandad, y convencidos de que la cultura une a los pueblos, el Municipio de Álamos y la Ciudad de Scottsdale expresan en esta Carta su '
          'voluntad de seguir cooperando.'),
         ('p',
          'Nuestra cooperación abarcará la música, el patrimonio, la salud y la educación; se hará con visitas de jóvenes, conciertos del Festival Alfonso Ortiz Tirado, '
          'jornadas médicas y cursos de idiomas.'),
         ('p',
          'Los comités de ciudades hermanas de Álamos y de Scottsdale serán el conducto entre ambas ciudades. Entregarán a sus cabildos, en el primer trimestre, el programa de '
          'actividades del año, y al terminar, una memoria de lo cumplido.'),
         ('p',
          'Las familias anfitrionas darán hospedaje; el transporte lo pagará quien viaje o su ciudad, si tiene con qué. Ninguna ciudad manda sobre el personal de la otra ni '
          'responde por él como patrón.'),
         ('p', 'Cada ciudad hará lo que su ley le autorice. Si algo se entendiera de manera distinta, lo arreglaremos platicando.'),
         ('p', 'Lo que se grabe o publique será de quien lo haga, conforme a las leyes de cada país.'),
         ('p',
          'La Carta vale desde hoy y no tiene plazo; se corrige con otra carta firmada por ambas ciudades y deja de valer noventa días después de que una de ellas lo '
          'comunique.'),
         ('p',
          'Hecha en Álamos, Sonora, en español y en inglés, dos tantos de cada una, a los veintiséis días de noviembre de dos mil veintisiete. Si las versiones no coincidieran '
          'se estará a la española.'),
         ('tabla', [['Víctor Balderrama|Presidente Municipal de Álamos', 'David Ortega|Alcalde de Scottsdale']])]),
]
