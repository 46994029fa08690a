/* Entries of the public registry, as other pages list them and lead to them. */
import {dicho, el} from "./dom.js";

/* Roles that record what happens to an inscribed agreement; the service decides. */
export const ANOTAN = ["dgcp", "cja_titular"];

export const rutaAsiento = (numero) => `/v1/registro/${encodeURIComponent(numero)}`;

/* The officials' page of an entry. `expediente`: the file it was born of, where it is known; the registry does not tell it. */
export const paginaAsiento = (numero, expediente) => `/asientos/${encodeURIComponent(numero)}${expediente ? `#${expediente}` : ""}`;

export function fichaAsiento({numero, denominacion, expediente}, ...mas) {
  return el("li", {class: "ficha"}, el("h3", {}, el("a", {href: paginaAsiento(numero, expediente)}, dicho(numero), " · ", dicho(denominacion || "(sin nombre)"))), mas);
}
