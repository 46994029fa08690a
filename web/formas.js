/* Fields: of an agreement's data and of each act, by the names that the API gives them. */
import {leerTodo, procedimiento, unaVez} from "./api.js";
import {fecha} from "./texto.js";

const IDIOMAS = ["es", "en", "fr", "de", "it", "pt", "ja", "zh", "ko", "ar", "ru", "nl", "pl", "uk", "he", "hi", "vi", "tr", "el", "sv", "fi", "hu", "cs", "ro"];
const nombreIdioma = new Intl.DisplayNames(["es"], {type: "language"});
const ODS = ["Fin de la pobreza", "Hambre cero", "Salud y bienestar", "Educación de calidad", "Igualdad de género", "Agua limpia y saneamiento", "Energía asequible y no contaminante",
  "Trabajo decente y crecimiento económico", "Industria, innovación e infraestructura", "Reducción de las desigualdades", "Ciudades y comunidades sostenibles",
  "Producción y consumo responsables", "Acción por el clima", "Vida submarina", "Vida de ecosistemas terrestres", "Paz, justicia e instituciones sólidas", "Alianzas para lograr los objetivos"];

const deCatalogo = async (cual) => (await unaVez(`/v1/catalogos/${cual}`)).datos.map((x) => ({valor: x.clave, titulo: x.nombre}));
/* `ademas`: values that must stay choosable. */
const losIdiomas = (ademas = []) => [...new Set([...IDIOMAS, ...ademas])].map((i) => ({valor: i, titulo: nombreIdioma.of(i)}));

/* {titulo, campos}[]: the data of an agreement, in the order in which an office has them at hand. `actuales`: values that must stay choosable. */
export async function formaDatos(yo, actuales = {}) {
  const [{vocabularios: v}, paises] = await Promise.all([procedimiento(), deCatalogo("paises")]);
  const municipal = yo.organizacion.nivel === "municipal";
  return [
    {titulo: "El acuerdo", campos: [
      {nombre: "denominacion", tipo: "texto", rotulo: "Nombre del acuerdo", requerido: true, max: 500, ayuda: "Completo, como está en el texto. Ejemplo: Acuerdo de Hermanamiento entre Guadalajara y Kioto."},
      {nombre: "tipo", tipo: "opcion", rotulo: "Tipo", requerido: true, opciones: v.tipo},
      {nombre: "areas", tipo: "varias", rotulo: "Áreas de cooperación", requerido: true, opciones: v.area},
      {nombre: "idiomas", tipo: "varias", rotulo: "Idiomas en que se firma", requerido: true, opciones: losIdiomas(actuales.idiomas)},
    ]},
    {titulo: "Quién firma por México", campos: [
      {nombre: "organo_firmante", tipo: "texto", rotulo: "Órgano que firma", requerido: true, max: 300, ayuda: "Ejemplo: Ayuntamiento de Guadalajara."},
      {nombre: "nivel", tipo: "opcion", rotulo: "Nivel de gobierno", requerido: true, opciones: v.nivel},
      {nombre: "clase_organo", tipo: "opcion", rotulo: "Qué clase de órgano es", requerido: true, opciones: v.clase_organo},
      {nombre: "fundamento_facultades", tipo: "parrafo", rotulo: "De dónde le vienen las facultades", requerido: true, max: 4000, ayuda: "Ley y artículos. Ejemplo: artículo 115 constitucional y artículo 37 de la ley municipal."},
      {nombre: "organos_locales", tipo: "renglones", rotulo: "Otros órganos locales que participan"},
    ]},
    {titulo: "Con quién", campos: [
      {nombre: "contrapartes", tipo: "lista", rotulo: "Contrapartes extranjeras", requerido: true, uno: "contraparte", campos: [
        {nombre: "nombre", tipo: "texto", rotulo: "Nombre", requerido: true, max: 300, ayuda: "Ejemplo: Ciudad de Kioto."},
        {nombre: "clase", tipo: "opcion", rotulo: "Qué es", requerido: true, opciones: v.clase_contraparte},
        {nombre: "pais", tipo: "opcion", rotulo: "País", vacia: "Sin país (organismo internacional)", opciones: paises},
        {nombre: "ciudad", tipo: "texto", rotulo: "Ciudad o región", max: 200},
      ]},
    ]},
    {titulo: "Cuándo y dónde", campos: [
      {nombre: "fecha_firma_pretendida", tipo: "fecha", rotulo: "Fecha en que se quiere firmar", ayuda: "La Consultoría Jurídica debe recibir el expediente al menos diez días hábiles antes."},
      {nombre: "lugar_firma", tipo: "texto", rotulo: "Lugar de la firma", max: 300},
      {nombre: "vigencia", tipo: "opcion", rotulo: "Vigencia", requerido: true, opciones: v.vigencia},
      {nombre: "vigencia_desde", tipo: "fecha", rotulo: "Vigente desde, si ya se sabe"},
      {nombre: "vigencia_hasta", tipo: "fecha", rotulo: "Vigente hasta, si la vigencia es determinada"},
    ]},
    {titulo: "A quién llamar", campos: [
      {nombre: "contacto", tipo: "grupo", rotulo: "Persona de contacto en su oficina", campos: [
        {nombre: "nombre", tipo: "texto", rotulo: "Nombre", requerido: true, max: 200, auto: "name"},
        {nombre: "cargo", tipo: "texto", rotulo: "Cargo", max: 200, auto: "organization-title"},
        {nombre: "correo", tipo: "texto", clase: "email", rotulo: "Correo", requerido: true, max: 254, auto: "email"},
        {nombre: "telefono", tipo: "texto", clase: "tel", rotulo: "Teléfono", max: 40, auto: "tel"},
      ]},
    ]},
    {titulo: "Si viene al caso", campos: [
      {nombre: "tratado_base", tipo: "texto", rotulo: "Tratado o acuerdo marco en que se apoya", max: 500},
      {nombre: "modifica_a", tipo: "texto", rotulo: "Registro o folio del acuerdo que renueva, modifica o termina", max: 100},
      {nombre: "programa_trabajo", tipo: "parrafo", rotulo: "Programa de trabajo", max: 10000},
      {nombre: "ods", tipo: "varias", rotulo: "Objetivos de Desarrollo Sostenible", opciones: ODS.map((t, i) => ({valor: i + 1, titulo: `${i + 1}. ${t}`}))},
      municipal ? {nombre: "compartir_con_estado", tipo: "si", rotulo: "Que el enlace internacional de nuestro estado pueda leer el expediente", siempre: actuales.compartir_con_estado !== undefined} : null,
    ].filter(Boolean)},
  ];
}

/* What an entry of the registry says of an agreement and may be corrected. */
export async function formaAsiento(actual) {
  const [{vocabularios: v}, paises, entidades] = await Promise.all([procedimiento(), deCatalogo("paises"), deCatalogo("entidades")]);
  return [
    {nombre: "denominacion", tipo: "texto", rotulo: "Nombre del acuerdo", max: 500},
    {nombre: "tipo", tipo: "opcion", rotulo: "Tipo", opciones: v.tipo},
    {nombre: "nivel", tipo: "opcion", rotulo: "Nivel de gobierno", opciones: v.nivel},
    {nombre: "partes_mexicanas", tipo: "lista", rotulo: "Por México", uno: "parte mexicana", campos: [
      {nombre: "nombre", tipo: "texto", rotulo: "Nombre", max: 300},
      {nombre: "nivel", tipo: "opcion", rotulo: "Nivel", opciones: v.nivel},
      {nombre: "cve_ent", tipo: "opcion", rotulo: "Entidad", opciones: entidades},
      {nombre: "municipio", tipo: "texto", rotulo: "Municipio", max: 200},
      {nombre: "cve_mun", tipo: "texto", rotulo: "Clave del municipio (INEGI)", max: 3, ayuda: "Tres cifras."},
    ]},
    {nombre: "contrapartes", tipo: "lista", rotulo: "Por la otra parte", uno: "contraparte", campos: [
      {nombre: "nombre", tipo: "texto", rotulo: "Nombre", max: 300},
      {nombre: "lugar", tipo: "texto", rotulo: "Ciudad o región", max: 200},
      {nombre: "pais", tipo: "opcion", rotulo: "País", vacia: "Sin país (organismo internacional)", opciones: paises},
      {nombre: "clase", tipo: "opcion", rotulo: "Qué es", opciones: v.clase_contraparte},
    ]},
    {nombre: "areas", tipo: "varias", rotulo: "Áreas de cooperación", opciones: v.area},
    {nombre: "idiomas", tipo: "varias", rotulo: "Idiomas en que se firmó", opciones: losIdiomas(actual.idiomas)},
    {nombre: "fecha_firma", tipo: "fecha", rotulo: "Fecha de la firma", ayuda: "Si solo se sabe el mes o el año, su primer día."},
    {nombre: "precision_fecha", tipo: "opcion", rotulo: "Qué se sabe de esa fecha", opciones: v.precision_fecha},
    {nombre: "lugar_firma", tipo: "texto", rotulo: "Lugar de la firma", max: 300},
    {nombre: "vigencia", tipo: "opcion", rotulo: "Vigencia", opciones: v.vigencia},
    {nombre: "vigencia_desde", tipo: "fecha", rotulo: "Vigente desde"},
    {nombre: "vigencia_hasta", tipo: "fecha", rotulo: "Último día vigente"},
    {nombre: "terminado_en", tipo: "fecha", rotulo: "Terminado desde"},
    {nombre: "antecesor", tipo: "texto", rotulo: "Número del acuerdo anterior", max: 100},
  ];
}

const clausula = {nombre: "clausula", tipo: "texto", rotulo: "Cláusula", max: 200, ayuda: "Como la llama el texto: TERCERA, Artículo 5, Financiamiento…"};
const pasaje = {nombre: "pasaje", tipo: "parrafo", renglones: 2, rotulo: "Pasaje (si quiere señalar unas palabras)", max: 4000, ayuda: "Copiado del texto, tal cual: se comprueba que ahí esté."};
const sinAncla = {nombre: "sin_ancla", tipo: "si", rotulo: "El pasaje está en una nota al pie, un encabezado o una imagen"};

const pendientes = (e, tipo) => e.observaciones.filter((o) => o.tipo === tipo && !o.respuesta);
const renglon = (o) => ({numero: o.numero, titulo: o.clausula, texto: o.texto});

/* How each member of an act is asked for, given the file and the closed lists. */
const MIEMBROS = {
  declaracion_version_final: () => ({tipo: "si", rotulo: "Declaro que el Word subido es la versión final, acordada por ambas partes"}),
  faltantes: () => ({tipo: "lista", uno: "faltante", rotulo: "Lo que falta", ayuda: "Póngalo todo: solo se puede prevenir una vez.", campos: [
    {nombre: "requisito", tipo: "texto", rotulo: "Requisito", max: 200}, {nombre: "detalle", tipo: "parrafo", renglones: 3, rotulo: "Qué falta y cómo subsanarlo", max: 2000}]}),
  plazo_dias_habiles: () => ({tipo: "entero", rotulo: "Plazo, en días hábiles", minimo: 5, maximo: 250, ayuda: "Cinco por lo menos."}),
  respuestas: (e, acto) => ({tipo: "respuestas", rotulo: acto === "desahogar" ? "Responda cada punto" : "Responda cada observación", ninguna: "No hay puntos que esperen respuesta.",
    cosas: acto === "desahogar" ? (e.prevencion?.faltantes || []).map((x) => ({numero: x.numero, titulo: x.requisito, texto: x.detalle}))
      : pendientes(e, acto === "atender" ? "observacion" : "registro").map(renglon),
    campos: [{nombre: "respuesta", tipo: "parrafo", renglones: 3, rotulo: "Su respuesta: qué cambió, o por qué no", max: 4000}]}),
  motivo: () => ({tipo: "parrafo", rotulo: "Motivo", max: 4000}),
  observaciones: (e, acto, v) => ({tipo: "lista", uno: "observación", rotulo: "Observaciones", campos: [clausula,
    {nombre: "texto", tipo: "parrafo", rotulo: "Observación", max: 4000}, {nombre: "severidad", tipo: "opcion", rotulo: "Severidad", opciones: v.severidad}, pasaje, sinAncla]}),
  sentido: (e, acto, v) => ({tipo: "opcion", rotulo: "Sentido del dictamen", opciones: v.sentido}),
  fundamento: () => ({tipo: "parrafo", rotulo: "Fundamento", max: 10000}),
  motivacion: () => ({tipo: "parrafo", rotulo: "Motivación", max: 20000, renglones: 8}),
  recomendaciones: () => ({tipo: "lista", uno: "recomendación", minimas: 0, rotulo: "Recomendaciones", ayuda: "Solo si el sentido es con recomendaciones. Las palabras que pide, entre «comillas»: así se buscan solas en la copia firmada.",
    campos: [clausula, {nombre: "texto", tipo: "parrafo", rotulo: "Recomendación", max: 4000}, pasaje, sinAncla]}),
  fecha_suscripcion: () => ({tipo: "fecha", rotulo: "Fecha en que se firmó"}),
  lugar_suscripcion: () => ({tipo: "texto", rotulo: "Lugar en que se firmó", max: 300}),
  motivo_devolucion: (e, acto, v) => ({tipo: "opcion", rotulo: "Por qué se devuelve la copia", opciones: v.motivo_devolucion}),
  detalle: () => ({tipo: "parrafo", rotulo: "Detalle", max: 4000, ayuda: "Por ejemplo, qué páginas."}),
  no_incorporadas: (e) => ({tipo: "lista", uno: "punto", rotulo: "Lo que no está en el texto firmado", campos: [clausula, {nombre: "texto", tipo: "parrafo", rotulo: "Qué falta", max: 4000},
    {nombre: "recomendacion", tipo: "opcion", numero: true, rotulo: "Recomendación que no se incorporó", vacia: "Ninguna en particular",
      opciones: e.observaciones.filter((o) => o.tipo === "recomendacion").map((o) => ({valor: o.numero, titulo: `${o.numero}. ${o.clausula}`}))}, pasaje]}),
  terminos: () => ({tipo: "parrafo", rotulo: "Términos de la inscripción", max: 10000}),
  verificaciones: (e, acto, v) => ({tipo: "respuestas", rotulo: "Compruebe cada observación y recomendación en el texto firmado", ninguna: "No hay nada pendiente de comprobar.",
    cosas: e.observaciones.filter((o) => !o.verificacion).map((o) => ({...renglon(o), nota: o.respuesta ? `Respondió: ${o.respuesta}` : null})),
    campos: [{nombre: "resultado", tipo: "opcion", rotulo: "Resultado", opciones: v.verificacion}, {nombre: "motivo", tipo: "texto", rotulo: "Motivo, si se dispensa", max: 4000}]}),
  fecha_firma_pretendida: () => ({tipo: "fecha", rotulo: "Nueva fecha en que se quiere firmar"}),
  responsable: (e, acto, v, gente) => ({tipo: "opcion", rotulo: "Persona responsable", opciones: gente.filter((u) => u.activo && !u.maquina).map((u) => ({valor: u.id, titulo: u.nombre}))}),
  acto: (e, acto, v, gente, p) => ({tipo: "opcion", numero: true, rotulo: "Qué comunicación recibió", vacia: "La última pendiente",
    opciones: e.comunicaciones.filter((c) => !c.acusada).map((c) => ({valor: c.acto, titulo: `${c.acto}. ${titulo(p, c.tipo)}`}))}),
  nota: () => ({tipo: "parrafo", rotulo: "Nota interna", max: 10000, ayuda: "El gobierno local no la lee."}),
  numero_oficial: () => ({tipo: "texto", rotulo: "Número del oficio, si ya tiene uno dado en otra parte", max: 100}),
  corrige: () => ({tipo: "entero", minimo: 1, rotulo: "Número del acto equivocado que éste corrige"}),
};

/* «Turnar a la CJA» inside a sentence. */
export const minuscula = (t) => t.charAt(0).toLowerCase() + t.slice(1);
export const titulo = (p, acto) => [...p.actos, ...p.asientos].find((a) => a.acto === acto)?.titulo || acto;

const APARTE = ["numero_oficial", "corrige"];

/* {propios, aparte}: the fields of one act, and those that few need. */
export async function formaActo(disponible, e) {
  const p = await procedimiento();
  const gente = disponible.datos.some((m) => m.nombre === "responsable") ? await leerTodo("/v1/usuarios") : [];
  const campo = (m) => ({nombre: m.nombre, requerido: m.requerido, ...MIEMBROS[m.nombre](e, disponible.acto, p.vocabularios, gente, p)});
  const conocidos = disponible.datos.filter((m) => MIEMBROS[m.nombre]);
  return {propios: conocidos.filter((m) => !APARTE.includes(m.nombre)).map(campo), aparte: conocidos.filter((m) => APARTE.includes(m.nombre)).map(campo)};
}

/* What an act will do, said before it is done: {cambia, texto, fundamento}. */
export function consecuencia(p, acto, e) {
  const filas = p.transiciones.filter((t) => t.acto === acto && (t.desde.includes(e.estado) || t.desde.includes("*")));
  const de = (estado) => p.estados.find((s) => s.estado === estado);
  const oficina = (o) => ({gobierno_local: "del gobierno local", dgcp: "de la DGCP", cja: "de la Consultoría Jurídica"})[o];
  const cambia = filas.some((t) => t.hacia !== "=");
  const destinos = filas.filter((t) => t.hacia !== "=").map((t) => (t.hacia === "concluido" ? "el expediente quedará concluido y cerrado"
    : `el expediente pasará a «${de(t.hacia).titulo}» y quedará en manos ${oficina(de(t.hacia).turno)}`));
  return {cambia, fundamento: filas[0]?.fundamento || "", produce: [...new Set(filas.flatMap((t) => t.produce.split("; ")))].filter((x) => x && !/[=+]/.test(x)).join("; "), /* what the table notes for itself left out */
    texto: cambia ? `Al hacerlo, ${[...new Set(destinos)].join(", o ")}. Queda escrito con su nombre y la hora; no se puede deshacer.` : "El expediente sigue donde está. Queda escrito con su nombre y la hora."};
}

/* The last day on which CJA may receive, for a day of signing, in words. */
export async function avisoFirma(f) {
  const p = await unaVez(`/v1/plazos?fecha_firma=${f}`);
  return `Para firmar el ${fecha(f)}, la Consultoría Jurídica debe recibir el expediente a más tardar el ${fecha(p.ultima_recepcion)}.`;
}
