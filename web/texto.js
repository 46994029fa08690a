/* Dates, sizes and names of the vocabularies, as people write them. */
import {procedimiento, unaVez} from "./api.js";

const LARGA = new Intl.DateTimeFormat("es-MX", {dateStyle: "long", timeZone: "UTC"});
const MOMENTO = new Intl.DateTimeFormat("es-MX", {day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "America/Mexico_City"});
const DIA = new Intl.DateTimeFormat("en-CA", {year: "numeric", month: "2-digit", day: "2-digit", timeZone: "America/Mexico_City"});

export const fecha = (f) => LARGA.format(new Date(`${f}T12:00:00Z`));
export const momento = (i) => `${MOMENTO.format(new Date(i))} h`;
/* The day in Mexico City of an instant, or of now. */
export const dia = (i) => DIA.format(i ? new Date(i) : new Date());

export function masDias(n) {
  return dia(Date.now() + n * 86400000);
}

/* Whole months from today to a day, in words. */
export function mesesHasta(f) {
  const [[a, m, d], [a2, m2, d2]] = [dia(), f].map((x) => x.split("-").map(Number));
  const n = (a2 - a) * 12 + m2 - m - (d2 < d ? 1 : 0);
  return n < 1 ? "falta menos de un mes" : n === 1 ? "falta 1 mes" : `faltan ${n} meses`;
}

export function tamano(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

export const plural = (n, uno, varios) => `${n} ${n === 1 ? uno : varios}`;

/* «a, b y c» */
export function enumerar(lista) {
  return lista.length < 2 ? lista.join("") : `${lista.slice(0, -1).join(", ")} y ${lista[lista.length - 1]}`;
}

/* Titles of a closed list: {valor: titulo}. */
export async function titulos(vocabulario) {
  return Object.fromEntries(((await procedimiento()).vocabularios[vocabulario] || []).map((x) => [x.valor, x.titulo]));
}

/* Business days from today up to a day, as the service counts them: «quedan 4 días hábiles». Empty where it does not say. */
export async function falta(f) {
  const hoy = dia();
  if (f < hoy) return "ya venció";
  if (f === hoy) return "vence hoy";
  const p = await unaVez(`/v1/plazos?fecha_firma=${f}&recepcion=${encodeURIComponent(`${hoy}T09:00:00-06:00`)}`).catch(() => null);
  if (!p || p.n_distancia === undefined) return "";
  return p.n_distancia === 1 ? "queda 1 día hábil" : `quedan ${p.n_distancia} días hábiles`;
}
