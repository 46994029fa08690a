/* The data of an agreement: shown, and as one form that says everything that is wrong at once. */
import {avisoFirma, formaDatos} from "./formas.js";
import {campos} from "./campos.js";
import {cambiar, dicho, el, parrafos} from "./dom.js";
import {fecha} from "./texto.js";

/* {nodo, leer, escribir, marcar}: fieldsets by subject. */
export async function formularioDatos(yo, actuales) {
  const partes = (await formaDatos(yo, actuales)).map((p) => ({p, c: campos(p.campos)}));
  const aviso = el("p", {class: "recado nota", "aria-live": "polite", hidden: true});
  const nodo = el("div", {}, partes.map(({p, c}) => el("section", {class: "parte"}, el("h2", {}, p.titulo), c.nodos, p.titulo === "Cuándo y dónde" ? aviso : null)));
  const leer = () => Object.assign({}, ...partes.map((x) => x.c.leer()));
  nodo.addEventListener("change", () => {
    const f = leer().fecha_firma_pretendida;
    aviso.hidden = true;
    if (f) avisoFirma(f).then((t) => { cambiar(aviso, t); aviso.hidden = false; }, () => {});
  });
  return {nodo, leer, escribir: (v) => partes.forEach((x) => x.c.escribir(v)), marcar: (camino, t) => partes.some((x) => x.c.marcar(camino, t))};
}

/* The merge patch (RFC 7396) that makes `antes` into `ahora`. */
export function parche(antes, ahora) {
  const p = {};
  for (const k of new Set([...Object.keys(antes), ...Object.keys(ahora)])) {
    if (JSON.stringify(antes[k]) === JSON.stringify(ahora[k])) continue;
    const objetos = [antes[k], ahora[k]].every((x) => x && typeof x === "object" && !Array.isArray(x));
    p[k] = ahora[k] === undefined ? null : objetos ? parche(antes[k], ahora[k]) : ahora[k];
  }
  return p;
}

/* A field's value as it is shown. */
export function valor(d, v) {
  const de = (x) => d.opciones?.find((o) => String(o.valor) === String(x))?.titulo || x;
  switch (d.tipo) {
    case "fecha": return fecha(v);
    case "si": return v ? "Sí" : "No";
    case "opcion": return dicho(de(v));
    case "varias": return v.map(de).join(", ");
    case "renglones": return el("ul", {}, v.map((x) => el("li", {}, dicho(x))));
    case "parrafo": return parrafos(v);
    case "lista": return el("ul", {}, v.map((x) => el("li", {}, miembros(d.campos, x))));
    case "grupo": return miembros(d.campos, v);
    default: return dicho(v);
  }
}

function miembros(lista, v) {
  return lista.filter((d) => v[d.nombre] !== undefined).map((d, i) => [i ? " · " : "", valor(d, v[d.nombre])]);
}

/* Those fields that have a value, each with its name. */
export function ficha(lista, datos) {
  return el("dl", {class: "ficha-datos"}, lista.filter((d) => datos[d.nombre] !== undefined).map((d) => el("div", {}, el("dt", {}, d.rotulo), el("dd", {}, valor(d, datos[d.nombre])))));
}

export async function mostrarDatos(yo, datos) {
  const dl = ficha((await formaDatos(yo, datos)).flatMap((p) => p.campos), datos);
  return dl.children.length ? dl : el("p", {}, "Todavía no hay datos.");
}
