/* A list of the API as a section of a page: a heading that counts, rows, and «Ver más» while there are more. */
import {leer} from "./api.js";
import {contarFalla} from "./accion.js";
import {cambiar, el, llevar} from "./dom.js";

const POR_PAGINA = 25;
const abiertas = new Set(); /* folded sections that were opened, so that painting them again leaves them open */

/* `vacio`: what is said when there is nothing; `renglon(x)`: the <li> of a row; `plegada`: closed until it is asked for. */
export async function listado({id, titulo, vacio, ruta, renglon, plegada = false}) {
  const cuerpo = el("ul", {class: "fichas"});
  const pie = el("p", {});
  let cursor = null;
  const traer = async () => {
    const r = await leer(`${ruta}${ruta.includes("?") ? "&" : "?"}limite=${POR_PAGINA}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    cursor = r.siguiente;
    const filas = r.datos.map(renglon);
    cuerpo.append(...filas);
    cambiar(pie, cursor ? el("button", {type: "button", al: {click: () => traer().then((n) => llevar(n[0].querySelector("a, summary")), (f) => contarFalla(pie, f))}}, "Ver más") : null);
    return filas;
  };
  const n = (await traer()).length;
  const rotulo = el("h2", {id}, `${titulo} (${cursor ? `${n} o más` : n})`);
  const dentro = n ? [cuerpo, pie] : el("p", {class: "menor"}, vacio);
  return el("section", {"aria-labelledby": id}, plegada
    ? el("details", {open: abiertas.has(id), al: {toggle: (s) => (s.target.open ? abiertas.add(id) : abiertas.delete(id))}}, el("summary", {}, rotulo), dentro)
    : [rotulo, dentro]);
}
