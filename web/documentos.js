/* The documents of a file: what there is, what the inspection found in each, and adding another. */
import {leer, subir} from "./api.js";
import {avisar, operacion} from "./accion.js";
import {cambiar, dicho, el} from "./dom.js";
import {fecha, momento, plural, tamano, titulos} from "./texto.js";

const MAXIMO_MB = 50;
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
export const TIPOS = {pdf: "application/pdf", docx: WORD, doc: "application/msword", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  odt: "application/vnd.oasis.opendocument.text", jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", tif: "image/tiff", tiff: "image/tiff", txt: "text/plain"};

/* Which class from whom and when; the service decides, this is only what is offered. */
const BORRADOR = ["solicitud", "proyecto", "anexo"];
const OFICINA = ["oficio", "anexo"];
const SE_SUBE = {
  gobierno_local: {borrador: BORRADOR, prevenido: BORRADOR, observado: ["proyecto", "anexo"], respondido: ["copia_firmada", "version_publica", "anexo"],
    registro_observado: ["copia_firmada", "version_publica", "instrumento_modificatorio", "anexo"]},
  dgcp: {presentado: OFICINA, dictaminado: OFICINA, copia_recibida: [...OFICINA, "version_publica"], inscrito: [...OFICINA, "version_publica"], registro_negado: OFICINA,
    concluido: ["version_publica"]},
  cja: {en_revision: ["proyecto_dictamen", ...OFICINA], registro_solicitado: [...OFICINA, "version_publica"], inscrito: ["version_publica"], concluido: ["version_publica"]},
};
const SOLO = {solicitud: ".pdf", proyecto: ".docx", copia_firmada: ".pdf", instrumento_modificatorio: ".pdf", oficio: ".pdf", version_publica: ".pdf"};

const gravedad = {alta: "Importante", media: "Conviene corregirlo", baja: "Detalle"};

function hallazgo(h) {
  return el("li", {class: h.severidad === "alta" ? "grave" : h.severidad === "media" ? "aviso" : "nota"},
    el("p", {}, el("strong", {}, `${gravedad[h.severidad]}: ${h.titulo}`), h.detalle ? [" (", dicho(h.detalle), ")"] : null, ". ", h.donde ? ["Dónde: ", dicho(h.donde), ". "] : null),
    h.pasaje ? el("blockquote", {}, dicho(h.pasaje)) : null, el("p", {}, h.por_que, " ", el("span", {class: "remedio"}, h.que_hacer)));
}

async function inspeccion(lugar, url) {
  cambiar(lugar, el("p", {class: "menor"}, "Leyendo…"));
  try {
    const {hallazgos} = await leer(`${url}/inspeccion`);
    cambiar(lugar, hallazgos.length ? [el("p", {}, `${plural(hallazgos.length, "cosa", "cosas")} que conviene ver:`), el("ul", {class: "hallazgos"}, hallazgos.map(hallazgo))]
      : el("p", {}, "La revisión del archivo no encontró nada que corregir."));
  } catch (f) {
    cambiar(lugar, el("p", {}, f.message));
  }
}

function descarga(e, d, texto) {
  return el("a", {href: `/v1/expedientes/${e.id}/documentos/${d.id}/contenido`}, texto);
}

function renglon(e, d) {
  const lugar = el("div", {"aria-live": "polite"});
  const url = `/v1/expedientes/${e.id}/documentos/${d.id}`;
  return el("li", {}, el("p", {}, d.version ? el("strong", {}, `Versión ${d.version}: `) : null, descarga(e, d, dicho(d.nombre)), ` (${tamano(d.tamano)})`),
    el("p", {class: "menor"}, `Subido el ${momento(d.en)}.`),
    el("details", {al: {toggle: (s) => s.target.open && inspeccion(lugar, url)}}, el("summary", {}, "Qué encontró la revisión del archivo"), lugar));
}

/* The letters that tell of it lead to this place (config/correos). */
function emitido(e, d) {
  return el("li", {id: `documento-${d.id}`}, el("p", {}, descarga(e, d, ["Descargar: ", d.titulo, d.numero ? [" ", dicho(d.numero)] : ""]), ` (PDF, ${tamano(d.tamano)})`),
    el("p", {class: "menor"}, `Del ${fecha(d.fecha)}. Código para verificarlo: `, el("a", {href: `/v1/verificacion/${d.codigo}`}, el("code", {}, d.codigo))));
}

/* {subidos, emitidos, actos}: what people added, by class and newest first; what the service wrote and sealed, newest first (null: nothing), and for which acts. */
export async function documentos(e) {
  const [{datos}, nombres] = await Promise.all([leer(`/v1/expedientes/${e.id}/documentos`), titulos("clase_documento")]);
  const clases = new Map();
  const sellados = datos.filter((d) => d.origen === "servicio").reverse();
  for (const d of datos)
    if (d.origen !== "servicio") clases.set(d.clase, [d, ...(clases.get(d.clase) || [])]);
  return {subidos: clases.size ? [...clases].map(([c, docs]) => [el("h3", {}, nombres[c]), el("ul", {class: "documentos"}, docs.map((d) => renglon(e, d)))]) : el("p", {}, "Todavía no hay documentos."),
    actos: sellados.map((d) => d.acto), emitidos: sellados.length ? el("ul", {class: "descargas"}, sellados.map((d) => emitido(e, d))) : null};
}

function problemaLocal(archivo, clase) {
  const fin = archivo.name.toLowerCase().split(".").pop();
  if (archivo.size === 0) return "El archivo está vacío.";
  if (archivo.size > MAXIMO_MB * 1048576) return `El archivo mide ${tamano(archivo.size)}; el máximo es ${MAXIMO_MB} MB. Digitalice a 200 puntos por pulgada, o divídalo.`;
  if (SOLO[clase] && !archivo.name.toLowerCase().endsWith(SOLO[clase])) return `Este documento debe ser ${SOLO[clase] === ".pdf" ? "un PDF" : "un Word (.docx)"}.`;
  return TIPOS[fin] ? null : "Ese tipo de archivo no se recibe: use PDF, Word, Excel, ODT, imagen o texto.";
}

/* The form that adds one; null when the office adds nothing now. `alSubir(documento)` afterwards. */
export async function formaSubir(e, yo, alSubir) {
  const clases = SE_SUBE[yo.oficina]?.[e.estado];
  if (!clases || (e.estado === "concluido" && !e.registro)) return null; // what was never inscribed has no public text
  const nombres = await titulos("clase_documento");
  const zona = el("div", {});
  const clase = el("select", {id: "clase"}, clases.map((c) => el("option", {value: c}, nombres[c])));
  const archivo = el("input", {type: "file", id: "archivo", "aria-describedby": "archivo-a"});
  const barra = el("progress", {max: 1, value: 0, "aria-label": "Cuánto se ha enviado", hidden: true});
  const boton = el("button", {type: "submit"}, "Subir el documento");
  const aceptar = () => archivo.setAttribute("accept", SOLO[clase.value] || Object.keys(TIPOS).map((x) => `.${x}`).join(","));
  clase.addEventListener("change", aceptar);
  aceptar();
  const intentar = operacion(zona, boton, {
    preparar() {
      const a = archivo.files[0];
      const mal = a ? problemaLocal(a, clase.value) : "Elija primero el archivo.";
      if (mal) throw new Error(mal);
      return {a, clase: clase.value};
    },
    async mandar({a, clase: c}, clave) {
      barra.hidden = false;
      try {
        return await subir(`/v1/expedientes/${e.id}/documentos?clase=${c}&nombre=${encodeURIComponent(a.name)}`, a, TIPOS[a.name.toLowerCase().split(".").pop()],
          {clave, avance: (x) => { barra.value = x; }});
      } finally {
        barra.hidden = true;
      }
    },
    alFin: (r) => alSubir(r.datos),
  });
  const f = el("form", {class: "forma subir", id: "subir", al: {
    submit: (s) => { s.preventDefault(); intentar(); },
    dragover: (s) => s.preventDefault(),
    drop: (s) => {
      s.preventDefault();
      if (s.dataTransfer.files.length) archivo.files = s.dataTransfer.files;
    }}},
  el("h3", {}, "Subir un documento"),
  el("div", {class: "campo"}, el("label", {for: "clase"}, "Qué es"), clase),
  el("div", {class: "campo"}, el("label", {for: "archivo"}, "Archivo"), el("p", {class: "ayuda", id: "archivo-a"}, `Hasta ${MAXIMO_MB} MB. También puede arrastrarlo hasta aquí. Se comprueba que sea de verdad lo que dice ser.`), archivo),
  barra, zona, el("p", {class: "botones"}, boton));
  return f;
}

/* What the inspection found in one that was just added. */
export async function reciente(zona, e, d) {
  const lugar = el("div", {});
  avisar(zona, "bien", el("p", {}, el("strong", {}, "Se recibió "), dicho(d.nombre), d.version ? ` (versión ${d.version} del proyecto)` : "", "."), lugar);
  await inspeccion(lugar, `/v1/expedientes/${e.id}/documentos/${d.id}`);
}
