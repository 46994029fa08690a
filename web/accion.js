/*
 * What a button does, once: while it works it is not pressed again; when no answer comes, the same request with the same key is what «Reintentar»
 * sends; when the session ended, one signs in elsewhere and goes on here. Nothing that was typed is touched.
 */
import {Falla, nuevaClave, olvidarSesion, yo} from "./api.js";
import {guardado} from "./campos.js";
import {cambiar, el, llevar, poner} from "./dom.js";

/* A notice that is read aloud and that keyboard and eye are taken to. `clase`: grave, aviso or bien. */
export function avisar(zona, clase, ...hijos) {
  const nodo = el("div", {class: `recado ${clase}`, role: clase === "bien" ? "status" : "alert", tabindex: "-1"}, hijos);
  cambiar(zona, nodo);
  llevar(nodo);
  return nodo;
}

export function lista(errores) {
  return el("ul", {}, errores.map((e) => el("li", {}, e.detail || e.detalle, e.que_hacer ? [" ", el("span", {class: "remedio"}, e.que_hacer)] : null)));
}

const SIN_RESPUESTA = "No llegó respuesta: puede ser la conexión.";
const INCIERTA = " No sabemos si el servicio lo recibió. Pulse «Reintentar»: se envía exactamente lo mismo y, si ya había llegado, no se hace dos veces.";

function enPalabras(f, cambiaAlgo = false) {
  if (!(f instanceof Falla)) return [el("p", {}, f.message)];
  if (!f.problema) return [el("p", {}, f.status ? "El servicio falló y no dijo por qué." : SIN_RESPUESTA, cambiaAlgo ? INCIERTA : "")];
  const p = f.problema;
  return [el("p", {}, el("strong", {}, p.title), ". ", p.detail), p.errors?.length ? lista(p.errors) : null, el("p", {class: "remedio"}, p.que_hacer),
    f.status >= 500 ? el("p", {class: "ayuda"}, "Si lo cuenta a la administración, dé este número: ", el("code", {}, p.request_id)) : null];
}

/* What could not be shown, in its place. Who must sign in first comes back to it (marco.js). */
export function contarFalla(zona, f, otraVez) {
  if (f instanceof Falla && f.sesion) guardado("volver").poner(location.pathname + location.hash);
  const n = f instanceof Falla && f.sesion
    ? avisar(zona, "aviso", el("h2", {}, "Para ver esto hay que entrar"), el("p", {}, "No hay una sesión abierta en este navegador, o ya terminó."), el("p", {}, el("a", {href: "/entrar", class: "boton"}, "Entrar con mi cuenta")))
    : avisar(zona, "grave", enPalabras(f));
  if (otraVez && !(f instanceof Falla && (f.sesion || f.status === 404)))
    poner(n, el("p", {}, el("button", {type: "button", al: {click: otraVez}}, "Reintentar")));
}

/*
 * What happens when `boton` is pressed: `preparar()` gives what is sent (or throws what is wrong, in words), `mandar(pedido, clave)` sends it, `alFin(resultado)`
 * shows how things then are. `negada(falla, zona)` may tell a refusal itself (true: it did). While it is not known whether a request was heard, only the same one
 * follows, with the same key. Returns the function to call.
 */
export function operacion(zona, boton, {preparar, mandar, negada = () => false, alFin}) {
  let pedido = null;
  let clave = null;
  let ocupado = false;
  const intentar = async () => {
    if (ocupado) return;
    ocupado = true;
    const antes = boton.textContent;
    boton.setAttribute("aria-busy", "true");
    cambiar(boton, "Enviando…");
    try {
      if (!clave) pedido = preparar();
      clave = clave || nuevaClave();
      const r = await mandar(pedido, clave);
      clave = null;
      cambiar(zona);
      await alFin(r).catch(() => avisar(zona, "bien", "Se hizo, pero la página no pudo ponerse al día. Recárguela para ver cómo quedó."));
    } catch (f) {
      if (!(f instanceof Falla && f.incierta)) clave = null;
      contar(f);
    } finally {
      ocupado = false;
      boton.removeAttribute("aria-busy");
      cambiar(boton, antes);
    }
  };
  const contar = (f) => {
    if (f instanceof Falla && f.sesion) {
      poner(avisar(zona, "aviso", el("h3", {}, "Su sesión terminó"), el("p", {}, "Lo que escribió sigue aquí y no se perdió. "),
        el("p", {}, "1. ", el("a", {href: "/entrar", target: "_blank", rel: "noopener"}, "Entre en otra pestaña"), ". 2. Vuelva a esta. 3. Pulse el botón.")),
      el("p", {}, el("button", {type: "button", al: {click: continuar}}, "Ya entré: continuar")));
    } else if (!(f instanceof Falla) || !negada(f, zona)) {
      const n = avisar(zona, "grave", enPalabras(f, true));
      if (f instanceof Falla && f.incierta) poner(n, el("p", {}, el("button", {type: "button", al: {click: intentar}}, "Reintentar")));
    }
  };
  const continuar = async () => {
    olvidarSesion();
    try {
      await yo();
    } catch (f) {
      contar(f);
      return;
    }
    intentar();
  };
  return intentar;
}
