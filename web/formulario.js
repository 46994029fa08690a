/* A form whose button does one thing, and what is wrong with it, said beside each field. */
import {enviar, leer} from "./api.js";
import {avisar, lista, operacion} from "./accion.js";
import {camino, campos} from "./campos.js";
import {parche, valor} from "./datos.js";
import {cambiar, el, llevar} from "./dom.js";

export function limpiarMarcas(forma) {
  for (const x of forma.querySelectorAll("[aria-invalid]")) x.removeAttribute("aria-invalid");
  for (const x of forma.querySelectorAll(".error")) {
    x.hidden = true;
    cambiar(x);
  }
}

/* Said above a form that has again what was typed into it. */
export const recuperado = () => el("p", {class: "recado aviso"}, "Se recuperó lo que había escrito en esta pestaña y no se envió.");

/* Puts each error beside its field; tells those that have none, and takes the person to the first. `pelar`: members of the pointer that the fields do not know. */
export function marcarErrores(forma, conjunto, errores, pelar) {
  const sueltos = errores.filter((x) => {
    const c = camino(x.pointer);
    return !conjunto.marcar(pelar && c[0] === pelar ? c.slice(1) : c, `${x.detail} ${x.que_hacer}`);
  });
  return {sueltos, primero: forma.querySelector("[aria-invalid]:not(fieldset)") || forma.querySelector("[aria-invalid]")};
}

/*
 * `hacer(valores, clave)` sends; `distintos(valores)`: what is wrong before anything is sent, as [campo, texto]; `negada(falla, zona, otraVez)` tells a refusal
 * itself (true: it did), `otraVez()` sends once more. `alFin(resultado)` afterwards; the fields then hold `inicial` again. `seguro`: what will happen, said before
 * a second «Sí»; `etiqueta`: the button's whole name, where others have the same words. `borrador`: where what is typed is kept until it is sent (campos.js, guardado).
 */
export function formulario(descripciones, rotulo, {hacer, alFin, inicial = {}, distintos = () => null, negada = () => false, principal = true, seguro = null, etiqueta = null, borrador = null}) {
  const c = campos(descripciones);
  const recado = el("div", {});
  const boton = el("button", {type: "submit", class: principal ? "principal" : "chico", "aria-label": etiqueta}, rotulo);
  const si = seguro ? el("button", {type: "submit", class: "principal"}, `Sí: ${rotulo.charAt(0).toLowerCase()}${rotulo.slice(1)}`) : boton;
  const pregunta = seguro ? el("div", {class: "seguro", hidden: true, role: "group", "aria-label": "Confirmación", tabindex: "-1"}, el("p", {}, seguro),
    el("p", {class: "botones"}, si, el("button", {type: "button", al: {click: () => { preguntar(false); boton.focus(); }}}, "Todavía no"))) : null;
  const preguntar = (abierta) => {
    if (!pregunta) return;
    pregunta.hidden = !abierta;
    boton.hidden = abierta;
  };
  const intentar = operacion(recado, si, {
    preparar() {
      limpiarMarcas(f);
      const v = c.leer();
      const falta = descripciones.find((d) => d.requerido && v[d.nombre] === undefined);
      const mal = falta ? [falta.nombre, "Falta llenarlo."] : distintos(v);
      if (mal) {
        preguntar(false);
        c.marcar([mal[0]], mal[1]);
        llevar(f.querySelector("[aria-invalid]") || f);
        throw new Error("Revise lo que está señalado. No se envió nada.");
      }
      return v;
    },
    mandar: hacer,
    negada(x, donde) {
      preguntar(false);
      if (negada(x, donde, intentar)) return true;
      if (x.nombre === "credenciales-incorrectas") c.escribir({});
      if (!x.problema?.errors?.length) return false;
      const {sueltos, primero} = marcarErrores(f, c, x.problema.errors);
      if (!primero) return false;
      avisar(donde, "grave", el("p", {}, el("strong", {}, x.problema.title), ". No se hizo nada."), sueltos.length ? lista(sueltos) : null);
      llevar(primero);
      return true;
    },
    async alFin(r) {
      borrador?.quitar();
      preguntar(false);
      c.escribir(inicial);
      await alFin(r);
    },
  });
  const oprimir = (s) => {
    s.preventDefault();
    if (!pregunta || !pregunta.hidden) {
      intentar();
      return;
    }
    preguntar(true);
    llevar(pregunta);
  };
  const f = el("form", {class: "forma", al: {submit: oprimir, input: () => borrador?.poner(c.leer())}}, c.nodos, recado, el("p", {class: "botones"}, boton), pregunta);
  f.noValidate = true;
  const antes = borrador?.leer();
  c.escribir(antes || inicial);
  if (antes) cambiar(recado, recuperado());
  return f;
}

/*
 * A form that changes what is there: only what differs is sent (RFC 7396), for the version that was read. When somebody else changed it meanwhile, what changed is
 * said, what was typed stays, and the same button then sends it for the version of now.
 */
export function editar(descripciones, rotulo, ruta, leida, alFin) {
  const propios = (x) => Object.fromEntries(descripciones.map((d) => [d.nombre, x[d.nombre]]));
  return formulario(descripciones, rotulo, {
    inicial: leida,
    principal: false,
    hacer: (v) => enviar("PATCH", ruta, parche(propios(leida), v), {version: leida.version, tipo: "application/merge-patch+json"}),
    negada(x, donde) {
      if (x.status !== 412) return false;
      leer(ruta).then((ahora) => {
        const cambios = descripciones.filter((d) => ahora[d.nombre] !== leida[d.nombre]).map((d) => el("li", {}, `${d.rotulo}: `, ahora[d.nombre] === undefined ? "(vacío)" : valor(d, ahora[d.nombre])));
        leida = ahora;
        avisar(donde, "aviso", el("p", {}, el("strong", {}, "Mientras usted escribía, alguien más lo cambió."), cambios.length ? " Ahora dice:" : ""), cambios.length ? el("ul", {}, cambios) : null,
          el("p", {}, "No se guardó nada de lo suyo, y lo que escribió sigue aquí. Al guardar otra vez quedará lo que ahora dice este formulario."));
      }, (f) => avisar(donde, "grave", f.message));
      return true;
    },
    alFin,
  });
}
