/*
 * Elements. What a person or a file says enters a page only as text, and attributes only from this list: no markup is ever parsed, no handler or
 * style is ever written as text, and no link leaves this service.
 */
const ATRIBUTOS = new Set(["accept", "autocomplete", "class", "datetime", "dir", "disabled", "for", "hidden", "href", "id", "inputmode", "max", "maxlength", "min",
  "name", "open", "rel", "role", "rows", "tabindex", "target", "type", "value", "aria-busy", "aria-current", "aria-describedby", "aria-expanded", "aria-invalid",
  "aria-label", "aria-labelledby", "aria-live"]);

/* el("p", {class: "nota"}, "texto", otro): a false, null or undefined attribute or child is left out; `al` has the listeners. */
export function el(etiqueta, atributos = {}, ...hijos) {
  const e = document.createElement(etiqueta);
  for (const [nombre, valor] of Object.entries(atributos)) {
    if (nombre === "al") {
      for (const [suceso, f] of Object.entries(valor)) e.addEventListener(suceso, f);
    } else if (!ATRIBUTOS.has(nombre)) {
      throw new Error(`attribute ${nombre}`);
    } else if (nombre === "href" && !/^(#|\/(?!\/))/.test(valor)) {
      throw new Error("a link that leaves");
    } else if (valor !== false && valor !== null && valor !== undefined) {
      e.setAttribute(nombre, valor === true ? "" : String(valor));
    }
  }
  poner(e, ...hijos);
  return e;
}

/* Adds children: elements as they are, everything else as text; lists of them too. */
export function poner(e, ...hijos) {
  for (const h of hijos.flat(3)) {
    if (h !== null && h !== undefined && h !== false) e.append(h instanceof Node ? h : document.createTextNode(String(h)));
  }
  return e;
}

/* A drawing: one path in a square of so many units, as the service gives it. */
export function trazo(lado, d, rotulo) {
  const [dibujo, camino] = ["svg", "path"].map((x) => document.createElementNS("http://www.w3.org/2000/svg", x));
  for (const [n, v] of [["viewBox", `0 0 ${Number(lado)} ${Number(lado)}`], ["role", "img"], ["aria-label", rotulo], ["class", "qr"]]) dibujo.setAttribute(n, v);
  camino.setAttribute("d", d);
  dibujo.append(camino);
  return dibujo;
}

export function cambiar(e, ...hijos) {
  e.replaceChildren();
  return poner(e, ...hijos);
}

/* What somebody wrote, whatever its direction: isolated, so that it turns nothing beside it. */
export function dicho(texto) {
  return el("bdi", {}, texto);
}

/* The same with its paragraphs. */
export function parrafos(texto) {
  return el("div", {class: "dicho", dir: "auto"}, texto);
}

let cuenta = 0;
export function unico(prefijo = "c") {
  cuenta += 1;
  return `${prefijo}${cuenta}`;
}

/* Moves a person, whatever they read with, to what they must know now. */
export function llevar(e) {
  if (e.tabIndex < 0) e.setAttribute("tabindex", "-1");
  e.focus({preventScroll: true});
  e.scrollIntoView({block: "nearest"});
}
