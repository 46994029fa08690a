/* Requests that came by e-mail: who wrote, why that is believed or not, what came, and the window's decision. */
import {enviar, leer} from "./api.js";
import {avisar, contarFalla} from "./accion.js";
import {TIPOS} from "./documentos.js";
import {cambiar, dicho, el, parrafos, poner} from "./dom.js";
import {formulario} from "./formulario.js";
import {listado} from "./listado.js";
import {presentarse} from "./marco.js";
import {momento, plural, tamano, titulos} from "./texto.js";

const zona = document.getElementById("pagina");
const recado = document.getElementById("recado");
const alDia = el("span", {});
let decide = false; /* the window; internal control only reads */

const ESTADOS = [
  ["recibido", "Esperan su confirmación", "Ningún correo espera.", false],
  ["apartado", "Apartados", "No hay correos apartados.", false],
  ["confirmado", "Con expediente", "Ninguno todavía.", true],
  ["descartado", "Descartados", "Ninguno.", true]];
const AHORA = {recibido: "sigue por confirmar", apartado: "está apartado", confirmado: "ya tiene expediente", descartado: "ya se descartó"};
const MOTIVOS = {
  remitente_desconocido: "El dominio de esa dirección no está registrado como de ninguna organización.",
  organizacion_inactiva: "Es de una organización dada de baja.",
  sin_autenticacion: "Nuestro servidor de correo no confirmó que venga de ese dominio: cualquiera pudo escribir esa dirección.",
  autenticacion_fallida: "Nuestro servidor de correo comprobó que no viene de ese dominio.",
  no_es_correo: "No tiene la forma de un mensaje de correo.",
  de_ambiguo: "Dice más de un remitente.",
  anidado: "Trae mensajes dentro de mensajes, más adentro de lo que se abre.",
  demasiadas_partes: "Trae más partes de las que se abren.",
  demasiados_encabezados: "Trae más encabezados de los que se leen.",
  demasiado_grande: "Rebasa el tamaño máximo; se guardó solo su principio.",
  fallo_jaula: "No pudo abrirse sin peligro.",
  tiempo: "No terminó de abrirse a tiempo.",
};
const RESPUESTAS = {ninguna: "No se le respondió.", pendiente: "Se le va a responder.", enviando: "Se empezó a enviarle la respuesta y no se sabe si salió.", enviada: "Se le respondió",
  fallida: "La respuesta no ha podido enviarse."};

function remitente(c) {
  return [c.remitente.nombre ? [dicho(c.remitente.nombre), " "] : null, c.remitente.correo ? ["<", dicho(c.remitente.correo), ">"] : "sin dirección"];
}

/* Why it was kept aside. */
function porque(c) {
  return [MOTIVOS[c.motivo], c.hallazgo && c.hallazgo !== c.motivo ? [" ", MOTIVOS[c.hallazgo]] : null];
}

function creible(c, organizacion) {
  const dijo = c.autenticacion ? ["Nuestro servidor de correo comprobó: ", el("code", {}, c.autenticacion), "."] : "Nuestro servidor de correo no comprobó nada de él.";
  return [el("p", {}, organizacion ? ["Se reconoció por su dominio, ", el("strong", {}, dicho(c.dominio)), ", registrado como de ", el("strong", {}, dicho(organizacion.nombre)), ". "]
    : [el("strong", {}, "No se le cree. "), MOTIVOS[c.motivo], " "], dijo),
  c.estado === "apartado" && organizacion ? el("p", {}, el("strong", {}, "Se apartó. "), porque(c)) : null,
  c.estado === "descartado" ? el("p", {}, el("strong", {}, "Se descartó: "), dicho(c.motivo)) : null];
}

function ficha(c) {
  const filas = [["De", remitente(c)], c.responder_a ? ["Pide responder a", dicho(c.responder_a)] : null, ["Para", dicho(c.para)], c.enviado_en ? ["Dice que se envió", momento(c.enviado_en)] : null,
    ["Se recibió", momento(c.recibido_en)], c.resuelto_en ? ["Se decidió", momento(c.resuelto_en)] : null];
  return el("dl", {class: "ficha-datos"}, filas.filter(Boolean).map(([t, d]) => el("div", {}, el("dt", {}, t), el("dd", {}, d))));
}

const usable = (p) => p.sha256 !== undefined && p.hallazgo === undefined;
const nombreParte = (p) => p.nombre || "archivo sin nombre";
/* «PDF, 12 KB» */
function como(p) {
  const tipo = p.tipo_medio || p.tipo_declarado;
  return `${Object.keys(TIPOS).find((fin) => TIPOS[fin] === tipo)?.toUpperCase() || tipo}, ${tamano(p.tamano)}`;
}

function partes(c, clases) {
  const de = (p) => (p.remedio ? el("li", {}, "«", dicho(nombreParte(p)), "» ", p.remedio) : usable(p)
    ? el("li", {}, el("strong", {}, p.clase === "ninguna" ? "No se incorpora" : clases[p.clase]), ": ", dicho(nombreParte(p)), ` (${como(p)})`,
      p.documento ? [" ", el("a", {href: `/v1/expedientes/${c.expediente}/documentos/${p.documento}/contenido`}, "Descargar")] : null)
    : el("li", {}, dicho(nombreParte(p)), ` (${como(p)}): no se abre.`));
  return [el("p", {}, el("strong", {}, "Lo que trae")), c.partes.length ? el("ul", {}, c.partes.map(de)) : el("p", {}, c.estado === "apartado" ? "No se abrió." : "Ningún archivo adjunto."),
    c.faltan.length && c.estado !== "apartado" ? el("p", {class: "recado aviso"}, el("strong", {}, "Falta: "), c.faltan.map((f) => clases[f]).join("; "), ".") : null];
}

/* Somebody else decided meanwhile: nothing of this person's was done, and what there is now is shown. */
function yaNo(c) {
  return (x) => {
    if (x.status !== 412 && x.nombre !== "correo-resuelto") return false;
    leer(`/v1/correos/${c.id}`).then(async (ahora) => {
      await pintar();
      avisar(recado, "aviso", el("p", {}, el("strong", {}, "No se hizo nada de lo suyo."), " Mientras usted lo miraba, alguien más actuó sobre «", dicho(c.asunto || "sin asunto"), `»: ${AHORA[ahora.estado]}. Véalo como está ahora y, si todavía corresponde, repita.`));
    }).catch((f) => contarFalla(recado, f, pintar));
    return true;
  };
}

function formaConfirmar(c, clases) {
  const usables = c.partes.filter(usable);
  const empezada = c.expediente !== undefined;
  const opciones = [...["solicitud", "proyecto", "anexo"].map((x) => ({valor: x, titulo: clases[x]})), {valor: "ninguna", titulo: "No incorporarla"}];
  const inicial = {partes: usables.map((p) => ({numero: p.n, clase: p.clase})), datos: {denominacion: c.datos.denominacion}};
  const campos = [{nombre: "partes", tipo: "respuestas", rotulo: "Qué será cada archivo en el expediente", ninguna: "No trae archivos que puedan incorporarse.",
    cosas: usables.map((p) => ({numero: p.n, titulo: nombreParte(p), texto: como(p)})), campos: [{nombre: "clase", tipo: "opcion", rotulo: "Clase", vacia: "Como se propone", opciones}]},
  ...(empezada ? [] : [
    {nombre: "datos", tipo: "grupo", rotulo: "Con qué nombre se abre", ayuda: "Los demás datos los completa la organización en su expediente.", campos: [{nombre: "denominacion", tipo: "texto", rotulo: "Nombre del acuerdo", max: 500}]},
    {nombre: "organizacion", tipo: "organizacion", rotulo: "De quién será el expediente", vacia: "De la organización del remitente", acepta: (o) => o.nivel !== "federal"}])];
  return [empezada ? el("p", {class: "recado aviso"}, "La confirmación se quedó a la mitad: ", el("a", {href: `/expedientes/${c.expediente}`}, "su expediente"), " ya está abierto. Complétela: continúa donde quedó y no repite nada.") : null,
    formulario(campos, empezada ? "Completar la confirmación" : "Confirmar y abrir el expediente", {
      inicial,
      hacer(v, clave) {
        const cuerpo = {partes: v.partes.map((p) => ({n: p.numero, clase: p.clase})), organizacion: v.organizacion};
        if (!empezada && v.datos?.denominacion !== inicial.datos.denominacion) cuerpo.datos = {...c.datos, denominacion: v.datos?.denominacion};
        return enviar("POST", `/v1/correos/${c.id}/confirmar`, cuerpo, {version: c.version, clave});
      },
      negada: yaNo(c),
      async alFin({datos}) {
        await pintar();
        avisar(recado, "bien", el("p", {}, el("strong", {}, "Se abrió el expediente"), " de «", dicho(c.asunto || "sin asunto"), "»: ", el("a", {href: `/expedientes/${datos.expediente}`}, "verlo"),
          ". La organización completa sus datos y lo presenta; eso no lo hace nadie por ella."));
      },
    })];
}

function formaDescartar(c) {
  return el("section", {"aria-label": "Descartarlo"}, el("p", {}, el("strong", {}, c.estado === "recibido" ? "O descartarlo" : "Su decisión")),
    formulario([{nombre: "motivo", tipo: "parrafo", renglones: 2, rotulo: "Por qué se descarta", requerido: true, max: 1000, ayuda: "El mensaje se conserva; el motivo queda escrito."}], "Descartarlo", {
      principal: false,
      hacer: (v, clave) => enviar("POST", `/v1/correos/${c.id}/descartar`, v, {version: c.version, clave}),
      negada: yaNo(c),
      async alFin() {
        await pintar();
        avisar(recado, "bien", el("p", {}, el("strong", {}, "Se descartó"), " «", dicho(c.asunto || "sin asunto"), "». El mensaje se conserva."));
      },
    }));
}

async function mostrar(lugar, id) {
  const c = await leer(`/v1/correos/${id}`);
  const [clases, organizacion] = await Promise.all([titulos("clase_documento"), c.organizacion ? leer(`/v1/organizaciones/${c.organizacion}`) : null]);
  const r = c.respuesta;
  cambiar(lugar, ficha(c), creible(c, organizacion),
    c.texto ? el("blockquote", {}, parrafos(c.texto)) : el("p", {class: "menor"}, "Sin texto."), partes(c, clases),
    el("p", {class: "menor"}, c.automatico ? "Lo escribió una máquina o una lista de correo. " : null, RESPUESTAS[r.estado], r.en ? ` el ${momento(r.en)}.` : r.estado === "enviada" ? "." : null, r.error ? [" ", dicho(r.error)] : null),
    el("p", {}, el("a", {href: `/v1/correos/${c.id}/contenido`}, "Descargar el mensaje original"), ` (${tamano(c.tamano)}, tal como llegó)`),
    c.estado === "confirmado" ? el("p", {}, el("a", {class: "boton", href: `/expedientes/${c.expediente}`}, "Ver su expediente")) : null,
    c.estado === "apartado" ? el("p", {class: "ayuda"}, "No se abre desde aquí. Si es legítimo, pida a la organización que escriba desde su dirección institucional o que abra el expediente en línea.") : null);
  if (decide && c.estado === "recibido") poner(lugar, el("section", {"aria-label": "Su decisión"}, el("p", {}, el("strong", {}, "Su decisión")), formaConfirmar(c, clases)));
  if (decide && (c.estado === "apartado" || (c.estado === "recibido" && !c.expediente))) poner(lugar, formaDescartar(c));
}

function renglon(c) {
  const lugar = el("div", {"aria-live": "off"});
  const abrir = () => mostrar(lugar, c.id).catch((f) => contarFalla(lugar, f, abrir));
  return el("li", {class: "ficha"}, el("h3", {}, dicho(c.asunto || "(sin asunto)")),
    el("p", {}, "De ", remitente(c), `, el ${momento(c.recibido_en)}. `, c.partes ? plural(c.partes, "archivo adjunto.", "archivos adjuntos.") : null),
    c.estado === "recibido" && c.expediente ? el("p", {}, el("strong", {}, "Su confirmación quedó a la mitad.")) : null,
    c.estado === "apartado" ? el("p", {}, porque(c)) : null,
    el("details", {al: {toggle: (s) => s.target.open && abrir()}}, el("summary", {}, decide && ["recibido", "apartado"].includes(c.estado) ? "Ver el mensaje y decidir" : "Ver el mensaje"), lugar));
}

async function pintar() {
  const hechas = await Promise.all(ESTADOS.map(([estado, titulo, vacio, plegada]) => listado({id: estado, titulo, vacio, plegada, ruta: `/v1/correos?estado=${estado}`, renglon})));
  cambiar(alDia, `Al día: ${momento(new Date().toISOString())}`);
  cambiar(zona, el("p", {}, "Nada se abre hasta que la DGCP lo confirma. Lo que llega de quien no se reconoce se aparta y no se responde."),
    el("p", {class: "menor"}, alDia, " ", el("button", {type: "button", class: "chico", al: {click: () => pintar().catch((f) => contarFalla(recado, f, pintar))}}, "Actualizar")), hechas);
}

async function empezar() {
  try {
    cambiar(recado);
    const yo = await presentarse();
    decide = yo.usuario.rol === "dgcp";
    if (!decide && yo.usuario.rol !== "auditoria") {
      avisar(recado, "aviso", el("p", {}, "Los correos los ve la DGCP, que decide sobre ellos, y la auditoría. Con su cuenta no se ven; si le corresponde, pida esa función a la administración."));
      return;
    }
    await pintar();
  } catch (f) {
    contarFalla(recado, f, empezar);
  }
}
empezar();
