/* One entry of the registry for the offices: what it says now, what was recorded of it, and recording more. */
import {Falla, leer, leerTodo} from "./api.js";
import {avisar, contarFalla} from "./accion.js";
import {anotaciones, anotados} from "./anotar.js";
import {ficha} from "./datos.js";
import {cambiar, dicho, el, poner} from "./dom.js";
import {formaAsiento} from "./formas.js";
import {presentarse} from "./marco.js";
import {ANOTAN, paginaAsiento, rutaAsiento} from "./registro.js";
import {fecha, plural, titulos} from "./texto.js";

const numero = decodeURIComponent(location.pathname.split("/").pop());
const ruta = rutaAsiento(numero);
const expediente = /^#[0-9a-f-]{36}$/.test(location.hash) ? location.hash.slice(1) : null; /* said by the page that led here (registro.js) */
const zona = document.getElementById("pagina");
const recado = document.getElementById("recado");
let yo = null;

function seccion(id, titulo, ...hijos) {
  return el("section", {"aria-labelledby": id}, el("h2", {id}, titulo), hijos);
}

/* Facts of the service, which no annotation changes. */
const HECHOS = [{nombre: "inscrito_en", tipo: "fecha", rotulo: "Inscrito"}, {nombre: "procedencia", tipo: "grupo", rotulo: "Carga histórica", campos: [
  {nombre: "fuente", tipo: "texto"}, {nombre: "fecha", tipo: "fecha"}, {nombre: "nota", tipo: "texto"}]}];

function enlaces(e) {
  const asiento = (n) => el("a", {href: paginaAsiento(n)}, dicho(n));
  return el("ul", {}, el("li", {}, el("a", {href: e.enlaces.propio}, "Su página pública")),
    e.enlaces.texto ? el("li", {}, el("a", {href: e.enlaces.texto}, "Texto público del instrumento")) : null,
    e.enlaces.constancia ? el("li", {}, el("a", {href: e.enlaces.constancia}, "Constancia de inscripción (PDF)"), ". Código: ", el("a", {href: `/v1/verificacion/${e.constancia.codigo}`}, el("code", {}, e.constancia.codigo))) : null,
    el("li", {}, el("a", {href: e.enlaces.copia_certificada}, "Copia certificada (PDF)")),
    expediente ? el("li", {}, el("a", {href: `/expedientes/${expediente}`}, "Su expediente")) : null,
    e.asiento.antecesor ? el("li", {}, "Acuerdo anterior: ", asiento(e.asiento.antecesor)) : null,
    e.sucesores.map((n) => el("li", {}, "Acuerdo posterior: ", asiento(n))));
}

function tarjeta(x) {
  const lugar = el("div", {});
  const abrir = () => x.forma().then((f) => cambiar(lugar, f), (f) => contarFalla(lugar, f, abrir));
  return el("li", {class: "tarjeta"}, el("details", {open: x.borrador, al: {toggle: (s) => s.target.open && !lugar.firstChild && abrir()}}, el("summary", {}, el("h3", {}, x.titulo)),
    el("p", {class: "ayuda"}, x.cuando), lugar));
}

async function historia() {
  const filas = await anotados(await leerTodo(`${ruta}/actos`));
  return seccion("historia", `Historia: ${plural(filas.length, "acto", "actos")}, del último al primero`, el("ul", {class: "diario"}, filas.reverse()));
}

async function cargar() {
  const e = await leer(ruta);
  const [estados, campos, formas, pasado] = await Promise.all([titulos("estado_asiento"), formaAsiento(e.asiento), ANOTAN.includes(yo.usuario.rol) ? anotaciones(e, expediente, alAnotar) : [], historia()]);
  document.title = `Asiento ${e.numero} · Acuerdos interinstitucionales`;
  cambiar(document.getElementById("titulo"), dicho(e.asiento.denominacion || "(sin nombre)"));
  cambiar(zona, el("p", {class: "datos"}, el("span", {class: "folio"}, "Asiento ", dicho(e.numero)), el("span", {class: "estado"}, estados[e.estado]), el("span", {class: "menor"}, `al ${fecha(e.al)}`)),
    el("div", {class: "columnas"},
      el("div", {}, seccion("dice", "Qué dice ahora", ficha([...campos.filter((d) => d.nombre !== "antecesor"), ...HECHOS], e.asiento)), seccion("enlaces", "Su página y sus documentos", enlaces(e))),
      el("div", {}, formas.length ? seccion("anotar", "Anotar lo que pasó después", el("p", {class: "ayuda"}, "Un asiento no se edita: cada anotación es otro acto, y lo anterior queda a la vista."), el("ul", {class: "tarjetas"}, formas.map(tarjeta))) : null)), pasado);
}

async function alAnotar(acto) {
  await cargar();
  avisar(recado, "bien", el("p", {}, el("strong", {}, `Hecho: ${acto.titulo}.`), ` Es el acto ${acto.n} de este asiento. `, el("a", {href: ruta}, "Ver su página pública"), "."));
}

async function empezar() {
  try {
    cambiar(recado);
    yo = await presentarse();
    await cargar();
  } catch (f) {
    const falta = f instanceof Falla && f.status === 404;
    if (falta) document.getElementById("titulo").textContent = "No se encontró ese asiento";
    contarFalla(recado, f, empezar);
    if (falta) poner(recado, el("p", {}, "Si se acaba de inscribir, aparece en unos segundos: recargue la página."));
  }
}
empezar();
