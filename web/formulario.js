/* A form whose button does one thing, and what is wrong with it, said beside each field. */
import {avisar, lista, operacion} from "./accion.js";
import {camino, campos} from "./campos.js";
import {cambiar, el, llevar} from "./dom.js";

export function limpiarMarcas(forma) {
  for (const x of forma.querySelectorAll("[aria-invalid]")) x.removeAttribute("aria-invalid");
  for (const x of forma.querySelectorAll(".error")) {
    x.hidden = true;
    cambiar(x);
  }
}

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
 * itself (true: it did), `otraVez()` sends once more. `alFin(resultado)` afterwards; the fields are then empty, unless `inicial` says what they hold.
 */
export function formulario(descripciones, rotulo, {hacer, alFin, inicial = {}, distintos = () => null, negada = () => false, principal = true}) {
  const c = campos(descripciones);
  const recado = el("div", {});
  const boton = el("button", {type: "submit", class: principal ? "principal" : "chico"}, rotulo);
  const intentar = operacion(recado, boton, {
    preparar() {
      limpiarMarcas(f);
      const v = c.leer();
      const falta = descripciones.find((d) => d.requerido && v[d.nombre] === undefined);
      const mal = falta ? [falta.nombre, "Falta llenarlo."] : distintos(v);
      if (mal) {
        c.marcar([mal[0]], mal[1]);
        llevar(f.querySelector("[aria-invalid]") || f);
        throw new Error("Revise lo que está señalado. No se envió nada.");
      }
      return v;
    },
    mandar: hacer,
    negada(x, donde) {
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
      c.escribir(inicial);
      await alFin(r);
    },
  });
  const f = el("form", {class: "forma", al: {submit: (s) => { s.preventDefault(); intentar(); }}}, c.nodos, recado, el("p", {class: "botones"}, boton));
  f.noValidate = true;
  c.escribir(inicial);
  return f;
}
