/* How a file came to where it is: its twelve steps and its journal, for a person to read. */
import {leerTodo, procedimiento} from "./api.js";
import {dicho, el, parrafos} from "./dom.js";
import {fecha, momento, plural} from "./texto.js";

const PASO = {hecho: "hecho", en_curso: "en curso", pendiente: "pendiente", no_aplica: "no hizo falta", interrumpido: "interrumpido"};

/* The small line under the title. What each step is stands in its text, not in its colour. */
export function lineaDePasos(pasos) {
  return el("ol", {class: "linea", "aria-label": "Los doce pasos"}, pasos.pasos.map((x) => el("li", {class: x.estado, "aria-current": x.estado === "en_curso" ? "step" : false},
    el("span", {class: "n"}, x.estado === "hecho" ? "✓" : x.paso), el("span", {class: "que"}, x.titulo), el("span", {class: "oculto"}, ` (${PASO[x.estado]})`))));
}

/* What the act said, in its own words. */
function dichos(a) {
  const d = a.datos || {};
  const filas = [];
  for (const k of ["motivo", "nota", "fundamento", "motivacion", "terminos", "detalle"]) if (d[k]) filas.push(parrafos(d[k]));
  if (d.documento) filas.push(el("p", {}, dicho(d.documento.nombre), d.documento.version ? `, versión ${d.documento.version}` : ""));
  for (const [k, uno, varios] of [["observaciones", "observación", "observaciones"], ["respuestas", "respuesta", "respuestas"], ["recomendaciones", "recomendación", "recomendaciones"], ["faltantes", "faltante", "faltantes"], ["verificaciones", "comprobación", "comprobaciones"]])
    if (d[k]?.length) filas.push(el("p", {}, `${plural(d[k].length, uno, varios)}.`));
  if (d.fecha_firma_pretendida) filas.push(el("p", {}, `Nueva fecha: ${fecha(d.fecha_firma_pretendida)}.`));
  if (d.fecha_suscripcion) filas.push(el("p", {}, `Firmado el ${fecha(d.fecha_suscripcion)}${d.lugar_suscripcion ? ", en " : ""}`, dicho(d.lugar_suscripcion || ""), "."));
  if (a.reservado) filas.push(el("p", {}, "Reservado a las oficinas."));
  return filas;
}

/* One act of a journal. `fechada`: what its legal date is called. */
export function renglonActo(a, roles, fechada, ...dice) {
  return el("li", {}, el("p", {}, el("strong", {}, `${a.n}. ${a.titulo}`), a.efectos?.numero ? [" · ", dicho(a.efectos.numero.texto)] : "", a.datos?.numero_oficial ? [" · ", dicho(a.datos.numero_oficial)] : ""),
    el("p", {class: "menor"}, momento(a.registrado_en), " · ", roles[a.actor.rol] || "El servicio", a.fecha_legal ? ` · ${fechada}: ${fecha(a.fecha_legal)}` : ""), dice);
}

export async function historia(e, pasos) {
  const [actos, p] = await Promise.all([leerTodo(`/v1/expedientes/${e.id}/actos`), procedimiento()]);
  const roles = Object.fromEntries(p.roles.map((r) => [r.rol, r.titulo]));
  const fila = (a) => renglonActo(a, roles, "fecha del oficio", dichos(a));
  const d = pasos.dias_por_oficina;
  return el("section", {id: "historia", "aria-labelledby": "historia-t"}, el("h2", {id: "historia-t"}, "Historia"),
    el("p", {}, `Días hábiles en manos de cada oficina: gobierno local ${d.gobierno_local}, DGCP ${d.dgcp}, Consultoría Jurídica ${d.cja}.`),
    el("details", {}, el("summary", {}, `El diario: ${plural(actos.length, "acto", "actos")}, del último al primero`), el("ul", {class: "diario"}, actos.reverse().map(fila))),
    el("details", {}, el("summary", {}, "Los doce pasos, uno por uno"), el("ol", {class: "doce"}, pasos.pasos.map((x) => el("li", {}, el("p", {}, el("strong", {}, x.titulo), `: ${PASO[x.estado]}`, x.dias_habiles !== undefined ? `, ${plural(x.dias_habiles, "día hábil", "días hábiles")}` : "", "."),
      x.actos.map((a) => el("p", {class: "menor"}, `${momento(a.en)}: ${a.titulo}`, a.numero ? [" ", dicho(a.numero)] : "")), x.pendiente ? el("p", {}, x.pendiente) : null)))));
}
