/*
 * Fields of a form. Each gives {nodo, leer(), escribir(valor), marcar(camino, texto)}: `leer` is the JSON value (undefined: left empty), `marcar` puts
 * what is wrong beside the field that a JSON pointer names, and tells whether it found it.
 */
import {leer} from "./api.js";
import {cambiar, dicho, el, parrafos, poner, unico} from "./dom.js";

/* The frame of every field: label, help, what is wrong; `control` is told how to point at them. */
function marco(d, control, {grupo = false} = {}) {
  const id = unico();
  const rotulo = [d.rotulo, d.requerido ? el("span", {class: "req"}, " (obligatorio)") : null];
  const ayuda = d.ayuda ? el("p", {class: "ayuda", id: `${id}-a`}, d.ayuda) : null;
  const error = el("p", {class: "error", id: `${id}-e`, hidden: true});
  control.setAttribute("aria-describedby", [ayuda ? `${id}-a` : "", `${id}-e`].join(" ").trim());
  let nodo;
  if (grupo) {
    nodo = poner(control, el("legend", {}, rotulo), ayuda, error);
  } else {
    control.id = id;
    if (d.nombre) control.setAttribute("name", d.nombre);
    const etiqueta = el("label", {for: id}, rotulo);
    nodo = control.type === "checkbox" ? el("div", {class: "campo si"}, control, etiqueta, ayuda, error) : el("div", {class: "campo"}, etiqueta, ayuda, control, error);
  }
  return {nodo, marcar(texto) {
    cambiar(error, texto);
    error.hidden = !texto;
    if (texto) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    return true;
  }};
}

function simple(d, control, leer = (v) => (v.trim() === "" ? undefined : v)) {
  const m = marco(d, control);
  return {nodo: m.nodo, control, leer: () => leer(control.value), escribir: (v) => { control.value = v ?? ""; }, marcar: (_, t) => m.marcar(t)};
}

const tipos = {
  texto: (d) => simple(d, el("input", {type: d.clase || "text", maxlength: d.max, dir: "auto", autocomplete: d.auto || "off"})),
  parrafo: (d) => simple(d, el("textarea", {rows: d.renglones || 4, maxlength: d.max, dir: "auto"})),
  fecha: (d) => simple(d, el("input", {type: "date", min: d.minimo, max: d.maximo})),
  entero: (d) => simple(d, el("input", {type: "number", min: d.minimo, max: d.maximo, inputmode: "numeric"}), (v) => (v === "" ? undefined : Number(v))),

  opcion(d) {
    const control = el("select", {}, el("option", {value: ""}, d.vacia || "Elija…"), d.opciones.map((o) => el("option", {value: o.valor}, o.titulo)));
    return simple(d, control, (v) => (v === "" ? undefined : d.numero ? Number(v) : v));
  },

  si(d) {
    const control = el("input", {type: "checkbox"});
    const m = marco(d, control);
    return {nodo: m.nodo, leer: () => control.checked || (d.siempre ? false : undefined), escribir: (v) => { control.checked = v === true; }, marcar: (_, t) => m.marcar(t)};
  },

  /* Several of a closed list. */
  varias(d) {
    const cajas = d.opciones.map((o) => {
      const id = unico();
      const caja = el("input", {type: "checkbox", id, value: o.valor});
      return {o, caja, nodo: el("div", {class: "si"}, caja, el("label", {for: id}, o.titulo))};
    });
    const f = el("fieldset", {class: "campo"});
    const m = marco(d, f, {grupo: true});
    poner(f, el("div", {class: "cajas"}, cajas.map((c) => c.nodo)));
    return {nodo: m.nodo,
      leer() {
        const v = cajas.filter((c) => c.caja.checked).map((c) => c.o.valor);
        return v.length ? v : undefined;
      },
      escribir: (v) => cajas.forEach((c) => { c.caja.checked = (v || []).includes(c.o.valor); }),
      marcar: (_, t) => m.marcar(t)};
  },

  /* An organisation of the directory, by the words of its name. `acepta(o)`: which may be chosen. */
  organizacion(d) {
    const f = el("fieldset", {class: "campo"});
    const m = marco(d, f, {grupo: true});
    const [q, lista] = [unico(), unico()];
    const palabras = el("input", {type: "search", id: q, maxlength: 200});
    const control = el("select", {id: lista});
    const dice = el("p", {class: "ayuda", role: "status"});
    const buscar = async () => {
      const v = palabras.value.trim();
      try {
        const r = await leer(`/v1/organizaciones?limite=100${v ? `&q=${encodeURIComponent(v)}` : ""}`);
        const filas = r.datos.filter((o) => o.activa && d.acepta(o));
        cambiar(control, el("option", {value: ""}, d.vacia || "Elija…"), filas.map((o) => el("option", {value: o.id}, o.nombre)));
        cambiar(dice, r.siguiente ? "Hay más: escriba alguna palabra del nombre y pulse «Buscar»." : filas.length ? "" : "Ninguna organización activa tiene esas palabras.");
      } catch (x) {
        cambiar(dice, x.message);
      }
    };
    palabras.addEventListener("keydown", (s) => {
      if (s.key === "Enter") {
        s.preventDefault();
        buscar();
      }
    });
    poner(f, el("div", {class: "busqueda"}, el("label", {for: q}, "Palabras del nombre"), palabras, el("button", {type: "button", class: "chico", al: {click: buscar}}, "Buscar")),
      el("div", {class: "campo"}, el("label", {for: lista}, "Organización"), control), dice);
    buscar();
    return {nodo: m.nodo, leer: () => control.value || undefined, escribir: (v) => { control.value = v ?? ""; }, marcar: (_, t) => m.marcar(t)};
  },

  /* A list of short texts, one a line. */
  renglones(d) {
    return {...simple({...d, ayuda: d.ayuda || "Uno por renglón."}, el("textarea", {rows: 2, dir: "auto"}), (v) => {
      const filas = v.split("\n").map((x) => x.trim()).filter(Boolean);
      return filas.length ? filas : undefined;
    })};
  },

  /* Members under one name. */
  grupo(d) {
    const f = el("fieldset", {class: "campo"});
    const m = marco(d, f, {grupo: true});
    const dentro = campos(d.campos);
    poner(f, dentro.nodos);
    return {nodo: m.nodo, leer: () => (Object.keys(dentro.leer()).length ? dentro.leer() : undefined), escribir: (v) => dentro.escribir(v || {}),
      marcar: (camino, t) => (camino.length ? dentro.marcar(camino, t) : m.marcar(t))};
  },

  /* Rows of members that a person adds and takes away. */
  lista(d) {
    const f = el("fieldset", {class: "campo lista"});
    const m = marco(d, f, {grupo: true});
    const lugar = el("div", {});
    let filas = [];
    const numerar = () => filas.forEach((x, i) => {
      cambiar(x.titulo, `${d.uno} ${i + 1}`);
      x.quitar.setAttribute("aria-label", `Quitar ${d.uno} ${i + 1}`);
      x.quitar.hidden = filas.length <= (d.minimas ?? 1);
    });
    const agregar = (valor) => {
      const c = campos(d.campos);
      const fila = {c, titulo: el("legend", {})};
      fila.quitar = el("button", {type: "button", class: "chico", al: {click: () => {
        filas = filas.filter((x) => x !== fila);
        fila.nodo.remove();
        numerar();
        mas.focus();
        f.dispatchEvent(new Event("input", {bubbles: true}));
      }}}, "Quitar");
      fila.nodo = el("fieldset", {class: "fila"}, fila.titulo, c.nodos, fila.quitar);
      filas.push(fila);
      poner(lugar, fila.nodo);
      if (valor) c.escribir(valor);
      numerar();
      return fila;
    };
    const mas = el("button", {type: "button", class: "chico", al: {click: () => {
      agregar().nodo.querySelector("input,select,textarea").focus();
    }}}, `Agregar ${d.uno}`);
    poner(f, lugar, mas);
    for (let i = 0; i < (d.minimas ?? 1); i++) agregar();
    return {nodo: m.nodo,
      leer() {
        const v = filas.map((x) => x.c.leer()).filter((x) => Object.keys(x).length);
        return v.length ? v : undefined;
      },
      escribir(v) {
        filas = [];
        cambiar(lugar);
        for (const x of v || []) agregar(x);
        while (filas.length < (d.minimas ?? 1)) agregar();
      },
      marcar(camino, t) {
        if (!camino.length) return m.marcar(t);
        /* The service counts the rows that were sent: those with something in them. */
        const llenas = filas.filter((x) => Object.keys(x.c.leer()).length);
        const fila = (llenas.length ? llenas : filas)[Number(camino[0])];
        return fila ? fila.c.marcar(camino.slice(1), t) : m.marcar(t);
      }};
  },

  /* One row for each thing that waits for an answer: {numero, …}. `cosas`: [{numero, titulo, texto, nota}] */
  respuestas(d) {
    const f = el("fieldset", {class: "campo lista"});
    const m = marco(d, f, {grupo: true});
    const filas = d.cosas.map((x) => {
      const c = campos(d.campos);
      return {x, c, nodo: el("fieldset", {class: "fila"}, el("legend", {}, `${x.numero}. `, dicho(x.titulo)), parrafos(x.texto), x.nota ? el("p", {class: "ayuda"}, x.nota) : null, c.nodos)};
    });
    poner(f, filas.length ? filas.map((x) => x.nodo) : el("p", {}, d.ninguna));
    return {nodo: m.nodo,
      leer: () => filas.filter((r) => Object.keys(r.c.leer()).length).map((r) => ({numero: r.x.numero, ...r.c.leer()})),
      escribir: (v) => filas.forEach((r) => r.c.escribir((v || []).find((y) => y.numero === r.x.numero) || {})),
      marcar(camino, t) {
        const llenas = filas.filter((r) => Object.keys(r.c.leer()).length);
        const fila = camino.length ? llenas[Number(camino[0])] : null;
        return fila ? fila.c.marcar(camino.slice(1), t) : m.marcar(t);
      }};
  },
};

/* A set of fields: what they are called in JSON, and where they stand. */
export function campos(descripciones) {
  const hechos = descripciones.map((d) => ({d, c: tipos[d.tipo](d)}));
  return {
    nodos: hechos.map((x) => x.c.nodo),
    leer() {
      return Object.fromEntries(hechos.map((x) => [x.d.nombre, x.c.leer()]).filter(([, v]) => v !== undefined));
    },
    escribir: (v) => hechos.forEach((x) => x.c.escribir(v[x.d.nombre])),
    marcar(camino, texto) {
      const x = hechos.find((y) => y.d.nombre === camino[0]);
      return x ? x.c.marcar(camino.slice(1), texto) : false;
    },
  };
}

/* "/datos/contrapartes/0/pais" → ["datos", "contrapartes", "0", "pais"] */
export function camino(puntero) {
  return puntero.split("/").slice(1).map((x) => x.replace(/~1/g, "/").replace(/~0/g, "~"));
}

/* What was typed, kept for this tab until it is sent. */
export function guardado(nombre) {
  const clave = `dictamen:${nombre}`;
  return {
    leer() {
      try {
        return JSON.parse(sessionStorage.getItem(clave));
      } catch {
        return null;
      }
    },
    poner(v) {
      try {
        sessionStorage.setItem(clave, JSON.stringify(v));
      } catch {
        /* a full or forbidden store: the form itself still has it */
      }
    },
    quitar() {
      try {
        sessionStorage.removeItem(clave);
      } catch {
        /* as above */
      }
    },
  };
}
