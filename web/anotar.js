/* What is recorded of an inscribed agreement afterwards: a form for each act of the registry that a person may ask for, and how such an act reads. */
import {enviar, leer, leerTodo, procedimiento} from "./api.js";
import {avisar} from "./accion.js";
import {campos, guardado} from "./campos.js";
import {ficha, parche} from "./datos.js";
import {el} from "./dom.js";
import {formaAsiento, minuscula} from "./formas.js";
import {formulario} from "./formulario.js";
import {renglonActo} from "./historia.js";
import {rutaAsiento} from "./registro.js";
import {dia, enumerar, momento} from "./texto.js";

const motivo = (requerido) => ({nombre: "motivo", tipo: "parrafo", renglones: 3, rotulo: "Motivo", requerido, max: 4000, ayuda: "Lo lee cualquiera: no ponga datos de personas."});
const instrumento = {nombre: "instrumento", tipo: "texto", rotulo: "Número en el Registro del instrumento que lo dispone, si está inscrito", max: 100};
const cambios = (asiento) => ({nombre: "cambios", tipo: "grupo", rotulo: "Lo que debe decir el asiento", ayuda: "Cambie solo lo que haga falta: lo demás queda como está.", campos: asiento});
const fecha = (rotulo, maximo) => ({nombre: "fecha", tipo: "fecha", rotulo, requerido: true, maximo});

/* By the registry's acts: when each is the one, and its members, given the entry's (`asiento`), the closed lists (`v`) and the public versions in its file (`publicas`). */
const ACTOS = {
  correccion: {cuando: "El asiento decía mal.", datos: ({asiento}) => [motivo(true), cambios(asiento)]},
  renovacion: {cuando: "El acuerdo se prorrogó: tiene un último día posterior, o ya no tiene.", datos: ({v}) => [
    {nombre: "vigencia_hasta", tipo: "fecha", rotulo: "Nuevo último día", ayuda: "Vacío si desde ahora es indefinida."},
    {nombre: "vigencia", tipo: "opcion", rotulo: "Vigencia, si es de otra clase que antes", vacia: "La misma", opciones: v.vigencia.filter((x) => x.valor !== "sin_dato")}, motivo(false), instrumento]},
  modificacion: {cuando: "Un instrumento posterior cambió el acuerdo.", datos: ({asiento}) => [motivo(true), instrumento, cambios(asiento)]},
  terminacion: {cuando: "El acuerdo dejó de regir antes de su término, o no tenía.", datos: () => [fecha("Primer día sin vigencia"), motivo(true), instrumento]},
  vencimiento: {cuando: "El plazo pasó y nadie lo prorrogó.", datos: () => [fecha("Último día vigente", dia()), motivo(false)]},
  version_publica: {cuando: "El texto que el Registro muestra enseña de más, o no es el que debe.", datos: ({publicas}) => [
    publicas.length ? {nombre: "documento", tipo: "opcion", rotulo: "Versión pública que queda en su lugar", requerido: true, opciones: publicas}
      : {nombre: "documento", tipo: "texto", rotulo: "Identificador de la versión pública que queda en su lugar", requerido: true, max: 36, ayuda: "El que el servicio le dio al subirla al expediente."}, motivo(true)]},
};

/* Those of the file that the entry was born of, where this person sees it. */
async function publicas(expediente) {
  if (!expediente) return [];
  const {datos} = await leer(`/v1/expedientes/${expediente}/documentos`).catch(() => ({datos: []}));
  return datos.filter((d) => d.clase === "version_publica").map((d) => ({valor: d.id, titulo: `${d.nombre}, del ${momento(d.en)}`}));
}

async function miembros(acto, asiento, expediente) {
  const [{vocabularios: v}, suyos] = await Promise.all([procedimiento(), formaAsiento(asiento)]);
  return ACTOS[acto].datos({v, asiento: suyos, publicas: acto === "version_publica" ? await publicas(expediente) : []});
}

/* Acts after the last that was read: told, and what was typed stays. Returns the version of now. */
async function otroAnoto(donde, ruta, version) {
  const nuevos = (await leerTodo(`${ruta}/actos`)).filter((a) => a.n > version);
  avisar(donde, "aviso", el("p", {}, el("strong", {}, "Mientras usted escribía, alguien más anotó este asiento:")), el("ul", {class: "diario"}, await anotados(nuevos)),
    el("p", {}, "No se anotó nada de lo suyo, y lo que escribió sigue aquí. Revise si todavía corresponde y pulse otra vez."));
  return nuevos[nuevos.length - 1].n;
}

/* The form of one act of an entry as it was read. `alHacer(acto)` after it was recorded. */
async function forma({valor: acto, titulo}, e, expediente, alHacer) {
  const datos = await miembros(acto, e.asiento, expediente);
  const ruta = rutaAsiento(e.numero);
  const propio = guardado(`asiento:${e.numero}:${acto}`);
  const cambia = datos.find((d) => d.nombre === "cambios");
  let version = e.version;
  /* What the fields themselves make of the entry: only what a person then changes in them differs from it. */
  const antes = {};
  if (cambia) {
    const leido = campos(cambia.campos);
    leido.escribir(e.asiento);
    Object.assign(antes, leido.leer());
  }
  const pedido = ({datos: d = {}, ...mas}) => ({...mas, datos: cambia ? {...d, cambios: parche(antes, d.cambios || {})} : d});
  const borrador = {...propio, poner: (v) => propio.poner(pedido(v)), leer() {
    const p = propio.leer();
    return p && cambia ? {...p, datos: {...p.datos, cambios: {...antes, ...p.datos.cambios}}} : p;
  }};
  return formulario([{nombre: "datos", tipo: "grupo", rotulo: "Qué se anota", campos: datos},
    {nombre: "fecha_legal", tipo: "fecha", rotulo: "Fecha del oficio o instrumento, si no es la de hoy", maximo: dia()}], `Anotar ${minuscula(titulo)}`, {
    inicial: cambia ? {datos: {cambios: antes}} : {}, borrador,
    seguro: "Queda en el Registro, a la vista de todos, con su función y la hora. No se borra: si resulta equivocado, se anota una corrección.",
    hacer: (v, clave) => enviar("POST", `${ruta}/anotaciones`, {acto, ...pedido(v)}, {version, clave}),
    negada(x, donde) {
      if (x.status !== 412) return false;
      otroAnoto(donde, ruta, version).then((v) => { version = v; }, (f) => avisar(donde, "grave", f.message));
      return true;
    },
    alFin: (r) => alHacer(r.datos),
  });
}

/* {acto, titulo, cuando, borrador, forma()}[]: those that the registry knows and this page has a form for. `borrador`: something was typed and not sent. */
export async function anotaciones(e, expediente, alHacer) {
  const {vocabularios: v} = await procedimiento();
  return v.registro_acto.filter((x) => ACTOS[x.valor]).map((x) => ({acto: x.valor, titulo: x.titulo, cuando: ACTOS[x.valor].cuando,
    borrador: guardado(`asiento:${e.numero}:${x.valor}`).leer() !== null, forma: () => forma(x, e, expediente, alHacer)}));
}

/* A public version, as an act that puts it in place has it. */
const TEXTO = {nombre: "texto", tipo: "grupo", rotulo: "Texto que se publica desde entonces", campos: [{nombre: "nombre", tipo: "texto"}]};

/* What an act of the registry said: its members, and of what it changed, how it then read. */
async function loAnotado(a) {
  const d = a.datos;
  const asiento = d.asiento || {};
  const propios = ACTOS[a.acto] ? await miembros(a.acto, asiento) : [motivo(false)];
  const cambiados = (await formaAsiento(asiento)).filter((x) => d.cambios?.includes(x.nombre));
  const quitados = cambiados.filter((x) => asiento[x.nombre] === undefined);
  return [ficha([...propios.filter((x) => x.nombre !== "cambios"), TEXTO], d), cambiados.length ? [el("p", {class: "menor"}, "Desde entonces dice:"), ficha(cambiados, asiento)] : null,
    quitados.length ? el("p", {}, `Ya no dice: ${enumerar(quitados.map((x) => minuscula(x.rotulo)))}.`) : null];
}

/* Acts of the registry for a person to read, in their order. */
export async function anotados(actos) {
  const roles = Object.fromEntries((await procedimiento()).roles.map((r) => [r.rol, r.titulo]));
  return Promise.all(actos.map(async (a) => renglonActo(a, roles, "fecha del oficio o instrumento", await loAnotado(a))));
}
