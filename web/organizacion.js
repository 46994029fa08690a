/* One's own organisation: what it has open, who may act for it, and handing it over. */
import {leerTodo} from "./api.js";
import {avisar, contarFalla} from "./accion.js";
import {delegaciones, loPendiente, relevar, relevos} from "./delegar.js";
import {cambiar, dicho, el} from "./dom.js";
import {actuarPor, presentarse} from "./marco.js";

const zona = document.getElementById("pagina");
const recado = document.getElementById("recado");

async function pintar(yo) {
  const o = yo.organizacion;
  const local = yo.usuario.rol === "gobierno_local";
  const propia = local && !yo.enlace; /* who acts for another gives nothing of what is its */
  const hecho = (...dice) => async () => {
    await pintar(yo);
    avisar(recado, "bien", el("p", {}, ...dice));
  };
  let vistas = null;
  const nombrar = async (id) => (await (vistas ??= leerTodo("/v1/organizaciones"))).find((x) => x.id === id)?.nombre;
  cambiar(zona, el("p", {}, dicho(o.nombre)), await Promise.all([local ? loPendiente(o) : null, delegaciones(o, {otorga: propia, nombrar, hecho, actuar: local ? null : actuarPor}), local ? relevos(o) : null, propia ? relevar(o) : null]));
}

async function empezar() {
  try {
    cambiar(recado);
    const yo = await presentarse();
    if (!["gobierno_local", "enlace_estatal"].includes(yo.usuario.rol)) {
      avisar(recado, "aviso", el("p", {}, "Esta página es de los gobiernos locales y los enlaces estatales. Quien administra lo hace en ", el("a", {href: "/administracion"}, "Administración"), "."));
      return;
    }
    await pintar(yo);
  } catch (f) {
    contarFalla(recado, f, empezar);
  }
}
empezar();
