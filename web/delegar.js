/* Who may act for an organisation: delegations in the state's liaison, and handing over to the next administration. */
import {enviar, leer, leerTodo, procedimiento} from "./api.js";
import {contarFalla} from "./accion.js";
import {cambiar, dicho, el, llevar} from "./dom.js";
import {titulo} from "./formas.js";
import {formulario} from "./formulario.js";
import {listado} from "./listado.js";
import {dia, fecha, momento, plural} from "./texto.js";

function vigencia(d) {
  if (d.revocada_en) return `Revocada el ${momento(d.revocada_en)}.`;
  return d.hasta < dia() ? "Venció." : d.desde > dia() ? "Todavía no empieza." : "Vigente.";
}

/* Given by a municipality, or received by a state. `otorga`: may give and take back; `nombrar(id)` promises an organisation's name; `hecho(...dice)`: what follows a change; `actuar(municipio)`: takes its place. */
export async function delegaciones(o, {otorga, nombrar, hecho, actuar}) {
  const ruta = `/v1/organizaciones/${o.id}/delegaciones`;
  const otra = (d) => {
    const id = o.nivel === "municipal" ? d.enlace : d.municipio;
    const n = dicho(id);
    nombrar(id).then((nombre) => nombre && cambiar(n, nombre), () => {});
    return n;
  };
  const lista = await listado({id: "delegaciones", titulo: o.nivel === "municipal" ? "Delegaciones en el enlace estatal" : "Delegaciones recibidas", vacio: "Ninguna.", ruta,
    renglon: (d) => el("li", {class: "ficha"}, el("h3", {}, otra(d)),
      el("p", {}, `Del ${fecha(d.desde)} al ${fecha(d.hasta)}. `, el("strong", {}, vigencia(d))), el("p", {class: "menor"}, dicho(d.motivo)),
      otorga && !d.revocada_en && d.hasta >= dia() ? formulario([], "Revocar la delegación", {principal: false, etiqueta: `Revocar la delegación del ${fecha(d.desde)} al ${fecha(d.hasta)}`, seguro: "El enlace deja de poder actuar por la organización en un segundo. Lo que hizo queda como está.",
        hacer: () => enviar("DELETE", `${ruta}/${d.id}`), alFin: hecho("Se revocó la delegación.")}) : null,
      actuar && vigencia(d) === "Vigente." ? el("p", {}, el("button", {type: "button", al: {click: () => actuar(d.municipio)}}, "Actuar por ", otra(d))) : null)});
  if (!otorga || o.nivel !== "municipal") return lista;
  return [lista, el("details", {}, el("summary", {}, "Delegar en el enlace estatal"),
    el("p", {class: "ayuda"}, "El enlace verá sus expedientes y podrá hacer por la organización lo que haría su propia gente; cada acto dice quién lo hizo y con qué delegación."),
    formulario([
      {nombre: "enlace", tipo: "organizacion", rotulo: "En quién", requerido: true, acepta: (x) => x.nivel === "estatal" && x.cve_ent === o.cve_ent},
      {nombre: "desde", tipo: "fecha", rotulo: "Desde el día", requerido: true},
      {nombre: "hasta", tipo: "fecha", rotulo: "Hasta el día, inclusive", requerido: true, ayuda: "Tres años a lo más."},
      {nombre: "motivo", tipo: "texto", rotulo: "Convenio o acuerdo en que se apoya", requerido: true, max: 500}], "Delegar", {
      hacer: (v, clave) => enviar("POST", ruta, v, {clave}),
      alFin: hecho("Se otorgó la delegación."),
    }))];
}

async function pendientes(filas) {
  const p = await procedimiento();
  const estados = Object.fromEntries(p.estados.map((s) => [s.estado, s.titulo]));
  return filas.length ? el("ul", {}, filas.map((x) => el("li", {}, el("a", {href: `/expedientes/${encodeURIComponent(x.folio || x.id)}`}, dicho(x.denominacion || x.folio || "(sin nombre todavía)")), x.folio ? ` (${x.folio})` : "", `: ${estados[x.estado]}. `,
    x.debe ? [el("strong", {}, `Le toca: ${titulo(p, x.debe)}.`), " "] : "Lo tiene otra oficina. ", x.por_acusar ? `${plural(x.por_acusar, "comunicación", "comunicaciones")} sin acuse. ` : "", x.vence ? `Vence el ${fecha(x.vence)}.` : "")))
    : el("p", {}, "Ningún expediente abierto.");
}

/* What it has open now, for whoever may read its files. */
export async function loPendiente(o) {
  const r = await leer(`/v1/organizaciones/${o.id}/pendientes`);
  return el("section", {"aria-labelledby": "pendiente"}, el("h2", {id: "pendiente"}, `Expedientes abiertos (${r.expedientes})`), await pendientes(r.pendientes));
}

/* Those of before, each with the list that was handed over. */
export function relevos(o) {
  const ruta = `/v1/organizaciones/${o.id}/relevos`;
  return listado({id: "relevos", titulo: "Relevos", vacio: "Ninguno todavía.", ruta,
    renglon(r) {
      const lugar = el("div", {});
      const abrir = () => leer(`${ruta}/${r.id}`).then(async (x) => cambiar(lugar, await pendientes(x.pendientes)), (f) => contarFalla(lugar, f, abrir));
      return el("li", {class: "ficha"}, el("h3", {}, dicho(r.administracion)), el("p", {}, `Entregado el ${momento(r.entregada_en)}: ${cuanto(r)}`), el("p", {class: "menor"}, "SHA-256 de la lista: ", el("code", {}, r.sha256)),
        el("details", {al: {toggle: (s) => s.target.open && abrir()}}, el("summary", {}, "La lista que se entregó"), lugar));
    }});
}

const cuanto = (r) => `${plural(r.expedientes, "expediente abierto", "expedientes abiertos")}, ${plural(r.bajas, "acceso terminado", "accesos terminados")}, ${plural(r.delegaciones, "delegación terminada", "delegaciones terminadas")}.`;

/* In one act; whoever does it may lose their own access by it, so the result is said where the form was. */
export async function relevar(o) {
  const gente = (await leerTodo(`/v1/usuarios?organizacion=${o.id}`)).filter((u) => u.activo);
  const lugar = el("div", {});
  return el("details", {}, el("summary", {}, "Entregar a la administración siguiente"),
    el("p", {class: "ayuda"}, "Los expedientes son de la organización y no se mueven: cambia quién puede hablar por ella. Quien recibe debe tener ya su alta."),
    cambiar(lugar, formulario([
      {nombre: "administracion", tipo: "texto", rotulo: "Administración que entra", requerido: true, max: 200, ayuda: "Ejemplo: 2027-2030."},
      {nombre: "recibe", tipo: "opcion", rotulo: "Quién recibe", requerido: true, opciones: gente.filter((u) => u.rol === "gobierno_local" && !u.maquina).map((u) => ({valor: u.id, titulo: u.nombre}))},
      {nombre: "permanecen", tipo: "varias", rotulo: "Quién más conserva su acceso", opciones: gente.map((u) => ({valor: u.id, titulo: u.maquina ? `${u.nombre} (sistema)` : u.nombre}))}], "Hacer el relevo", {
      seguro: "Se guarda la lista de lo pendiente con su huella. Pierden el acceso todas las personas y sistemas de la organización que no reciben ni permanecen, también usted si no se nombró, y terminan sus delegaciones.",
      hacer: (v, clave) => enviar("POST", `/v1/organizaciones/${o.id}/relevos`, v, {clave}),
      async alFin({datos: r}) {
        llevar(cambiar(lugar, el("div", {class: "recado bien", role: "status", tabindex: "-1"}, el("p", {}, el("strong", {}, "Se hizo el relevo"), " a ", dicho(r.administracion), `: ${cuanto(r)}`),
          el("p", {}, "SHA-256 de la lista: ", el("code", {}, r.sha256)), el("p", {}, "Quien recibe la lee en «Mi organización»."))).firstChild);
      },
    })));
}
