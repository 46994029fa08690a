/* The table of whoever signed in: what is theirs to do, what falls due soon, drafts, and what others have. */
import {procedimiento, seguir} from "./api.js";
import {contarFalla} from "./accion.js";
import {cambiar, dicho, el, llevar, poner} from "./dom.js";
import {listado} from "./listado.js";
import {estado, presentarse} from "./marco.js";
import {ANOTAN, fichaAsiento} from "./registro.js";
import {falta, fecha, masDias, momento} from "./texto.js";

const PRONTO_DIAS = 15;
const EN_MANOS = {gobierno_local: "del gobierno local", dgcp: "de la DGCP", cja: "de la Consultoría Jurídica"};
const mandos = el("div", {});
const zona = el("div", {}); /* the sections */
const alDia = el("span", {});
poner(document.getElementById("pagina"), mandos, zona);
const vistas = new Map(); /* versions as last shown, to say what moved */

function renglon(x, titulos, oficina) {
  const vence = el("span", {});
  if (x.vence) {
    cambiar(vence, "Vence el ", el("time", {datetime: x.vence}, fecha(x.vence)));
    falta(x.vence).then((t) => t && cambiar(vence, "Vence el ", el("time", {datetime: x.vence}, fecha(x.vence)), ": ", el("strong", {}, t), "."));
  }
  const movido = vistas.has(x.id) && vistas.get(x.id) !== x.version;
  vistas.set(x.id, x.version);
  return el("li", {class: "ficha"},
    el("h3", {}, el("a", {href: `/expedientes/${encodeURIComponent(x.folio || x.id)}`}, dicho(x.denominacion || "(sin nombre todavía)"))),
    el("p", {class: "datos"}, x.folio ? el("span", {class: "folio"}, dicho(x.folio)) : el("span", {}, "Sin folio"), estado(x, titulos, oficina), movido ? el("strong", {class: "novedad"}, "Cambió ahora") : null),
    el("p", {class: "menor"}, x.contrapartes ? ["Con ", dicho(x.contrapartes), ". "] : null, x.estado === "concluido" ? null : `En manos ${EN_MANOS[x.turno]}; último movimiento, ${momento(x.actualizado_en)}. `, vence));
}

let busca = "";
let asiento = ""; /* the beginning of the number of an entry that is looked for instead */
async function pintar(yo) {
  const p = await procedimiento();
  const titulos = Object.fromEntries(p.estados.map((s) => [s.estado, s.titulo]));
  const vivos = p.estados.filter((s) => !["borrador", "concluido"].includes(s.estado));
  const mios = vivos.filter((s) => s.turno === yo.oficina).map((s) => s.estado);
  const otros = vivos.filter((s) => s.turno !== yo.oficina).map((s) => s.estado);
  const de = (estados) => `orden=antiguos&estado=${estados.join(",")}`;
  const s = (id, titulo, vacio, filtro, plegada = false) => listado({id, titulo, vacio, plegada, ruta: `/v1/expedientes?${filtro}`, renglon: (x) => renglon(x, titulos, yo.oficina)});
  const pedidas = asiento ? [listado({id: "asientos", titulo: "Asientos del Registro", vacio: "Ningún asiento tiene ese número, ni comienza así.", ruta: `/v1/registro?numero=${encodeURIComponent(asiento)}`,
    renglon: (x) => fichaAsiento({numero: x.numero, denominacion: x.asiento.denominacion}, el("p", {class: "menor"}, p.vocabularios.estado_asiento.find((e) => e.valor === x.estado).titulo, "."))})] : busca ? [s("hallados", "Encontrados", "Ningún expediente a su alcance tiene esas palabras.", `q=${encodeURIComponent(busca)}`)] : [
    mios.length ? s("mios", "En mi mesa", "No hay nada que le toque hacer ahora.", de(mios)) : null,
    s("pronto", "Vence pronto", `Nada vence en los próximos ${PRONTO_DIAS} días.`, `${de(vivos.map((x) => x.estado))}&vence_antes=${masDias(PRONTO_DIAS)}`),
    ["gobierno_local", "dgcp"].includes(yo.oficina) ? s("borradores", "Borradores", "No hay borradores.", "estado=borrador") : null,
    s("otros", yo.oficina ? "En otras manos" : "En trámite", "Nada está en otras manos.", de(otros)),
    s("cerrados", "Concluidos", "Ninguno todavía.", "estado=concluido", true)];
  const hechas = await Promise.all(pedidas.filter(Boolean));
  cambiar(zona, hechas);
  cambiar(alDia, `Al día: ${momento(new Date().toISOString())}`);
}

function mostrarMandos(yo, otraVez) {
  const q = el("input", {id: "q", type: "search", maxlength: 200});
  const numero = el("input", {id: "numero", type: "search", maxlength: 100});
  const buscar = (s) => {
    s.preventDefault();
    const suya = s.target.contains(q);
    busca = suya ? q.value.trim() : "";
    asiento = suya ? "" : numero.value.trim();
    otraVez().then(() => zona.querySelector("h2") && llevar(zona.querySelector("h2")));
  };
  cambiar(mandos, yo.usuario.rol === "gobierno_local" ? el("p", {class: "botones"}, el("a", {class: "boton principal", href: "/expedientes/nuevo"}, "Nuevo expediente")) : null,
    el("form", {role: "search", class: "busqueda", al: {submit: buscar}}, el("label", {for: "q"}, "Buscar por folio, nombre o contraparte"), q, el("button", {}, "Buscar")),
    ANOTAN.includes(yo.usuario.rol) ? el("form", {class: "busqueda", al: {submit: buscar}}, el("label", {for: "numero"}, "Asiento del Registro, por su número o como comienza"), numero, el("button", {}, "Buscar el asiento")) : null,
    el("p", {class: "menor"}, alDia, " ", el("button", {type: "button", class: "chico", al: {click: otraVez}}, "Actualizar")));
}

async function empezar() {
  try {
    const yo = await presentarse();
    if (yo.usuario.rol === "administracion") {
      cambiar(mandos, el("p", {}, "Su función no ve expedientes: lo suyo está en ", el("a", {href: "/administracion"}, "Administración"), "."));
      return;
    }
    let pendiente = null;
    const otraVez = () => pintar(yo).catch((f) => contarFalla(zona, f, otraVez));
    const luego = () => {
      clearTimeout(pendiente);
      pendiente = setTimeout(otraVez, 400);
    };
    mostrarMandos(yo, otraVez);
    await pintar(yo);
    let primera = true; /* just painted */
    await seguir((s) => {
      if (s || !primera) luego();
      primera = false;
    });
  } catch (f) {
    contarFalla(zona, f, empezar);
  }
}
empezar();
