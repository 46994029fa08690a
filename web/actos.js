/* What a person can do with a file now: a card for each act, what it lacks, its form, its consequence said before, and its result. */
import {enviar, leer, leerTodo, procedimiento} from "./api.js";
import {avisar, contarFalla, lista, operacion} from "./accion.js";
import {camino, campos, guardado} from "./campos.js";
import {cambiar, dicho, el, llevar, poner} from "./dom.js";
import {limpiarMarcas, marcarErrores, recuperado} from "./formulario.js";
import {consecuencia, formaActo, minuscula, titulo} from "./formas.js";
import {dia, enumerar, fecha, momento} from "./texto.js";

/* Whether the lack is of the act's own members: the form asks for it. */
function loPideLaForma(f, d) {
  const [datos, nombre] = camino(f.pointer);
  return datos === "datos" && d.datos.some((m) => m.nombre === nombre);
}

/* What others did since a version, in words. */
export async function desdeEntonces(id, version) {
  const [actos, p] = await Promise.all([leerTodo(`/v1/expedientes/${id}/actos`), procedimiento()]);
  const quien = Object.fromEntries(p.roles.map((r) => [r.rol, r.titulo]));
  return el("ul", {}, actos.filter((a) => a.n > version).map((a) => el("li", {}, `${a.n}. ${a.titulo}`, a.actor.rol ? `, ${quien[a.actor.rol]}` : "", `, ${momento(a.registrado_en)}`)));
}

/* Another version than the one that was read: said with what changed; what was typed stays. Returns the version as it is now. */
async function otroActuo(zona, e, acto) {
  const [ahora, cambios] = await Promise.all([leer(`/v1/expedientes/${e.id}`), desdeEntonces(e.id, e.version)]);
  const procede = ahora.actos_disponibles.find((x) => x.acto === acto);
  avisar(zona, "aviso", el("h4", {}, "Mientras usted escribía, el expediente cambió"), cambios,
    el("p", {}, "No se registró nada de lo suyo, y lo que escribió sigue aquí. ", procede ? "Revise si todavía corresponde y pulse otra vez." : "En el estado de ahora, este acto ya no procede: recargue la página para ver qué sigue."));
  return ahora.version;
}

/* The form of one act. `alHacer(resultado)` after 201. */
async function forma(d, e, alHacer) {
  const p = await procedimiento();
  const {propios, aparte} = await formaActo(d, e);
  const dentro = campos([...propios, ...aparte]);
  const legal = campos([{nombre: "fecha_legal", tipo: "fecha", rotulo: "Fecha que lleva el oficio, si no es la de hoy", maximo: dia()}]);
  const c = consecuencia(p, d.acto, e);
  const borrador = guardado(`${e.id}:${d.acto}`);
  let version = e.version;
  const zona = el("div", {});
  const enviarBoton = el("button", {type: "submit", class: "principal"}, c.cambia ? `${d.titulo}…` : `Sí: ${minuscula(d.titulo)}`);
  const f = el("form", {class: "forma", al: {submit: (s) => {
    s.preventDefault();
    if (c.cambia && seguro.hidden) {
      confirmar();
      llevar(seguro);
    } else {
      intentar();
    }
  }, input: () => borrador.poner({datos: dentro.leer(), legal: legal.leer()})}});
  f.noValidate = true; /* the service says everything at once, in its words */

  /* The second look: what will happen, and two ways on. */
  const siBoton = el("button", {type: "submit", class: "principal"}, `Sí: ${minuscula(d.titulo)}`);
  const seguro = el("div", {class: "seguro", hidden: true, role: "group", "aria-label": "Confirmación", tabindex: "-1"}, el("p", {}, c.texto),
    el("p", {class: "botones"}, siBoton, el("button", {type: "button", al: {click: () => { volver(); enviarBoton.focus(); }}}, "Todavía no")));
  const confirmar = () => {
    seguro.hidden = false;
    enviarBoton.hidden = true;
  };
  const volver = () => {
    seguro.hidden = true;
    enviarBoton.hidden = false;
  };

  const intentar = operacion(zona, siBoton, {
    preparar() {
      limpiarMarcas(f);
      return {version, cuerpo: {acto: d.acto, ...legal.leer(), datos: dentro.leer()}};
    },
    mandar: (pedido, clave) => enviar("POST", `/v1/expedientes/${e.id}/actos`, pedido.cuerpo, {version: pedido.version, clave}),
    negada(x, donde) {
      volver();
      if (x.status === 412) {
        otroActuo(donde, {...e, version}, d.acto).then((v) => { version = v; }, () => avisar(donde, "grave", x.message));
        return true;
      }
      if (!x.problema?.errors?.length) return false;
      const {sueltos, primero} = marcarErrores(f, dentro, x.problema.errors, "datos");
      avisar(donde, "grave", el("p", {}, el("strong", {}, x.problema.title), ". No se registró nada."), sueltos.length ? lista(sueltos) : null, primero ? el("p", {}, "Lo que hay que corregir está señalado en su lugar.") : el("p", {}, x.problema.que_hacer));
      if (primero) llevar(primero);
      return true;
    },
    alFin(r) {
      borrador.quitar();
      return alHacer(r.datos);
    },
  });

  poner(f, dentro.nodos.slice(0, propios.length), el("details", {}, el("summary", {}, "Si el oficio lleva otra fecha o número"), legal.nodos, dentro.nodos.slice(propios.length)), zona, el("p", {class: "botones"}, enviarBoton), seguro);
  const antes = borrador.leer();
  if (antes) {
    dentro.escribir(antes.datos || {});
    legal.escribir(antes.legal || {});
    cambiar(zona, recuperado());
  } else if (d.acto === "reprogramar_firma" && e.datos.fecha_firma_pretendida) {
    dentro.escribir({fecha_firma_pretendida: e.datos.fecha_firma_pretendida});
  }
  if (c.cambia && !propios.length) confirmar();
  return f;
}

/* The ways to where what is lacking is mended on this page. */
function haceFalta(faltan) {
  const de = (parte) => faltan.some((f) => camino(f.pointer)[0] === parte);
  return [de("documentos") ? el("a", {href: "#subir"}, "Ir a subir documentos") : null, de("datos") ? el("a", {href: "#datos"}, "Ir a completar los datos") : null];
}

function tarjeta(d, e, p, alHacer) {
  const faltan = d.faltan.filter((f) => !loPideLaForma(f, d));
  const c = consecuencia(p, d.acto, e);
  const lugar = el("div", {});
  const boton = el("button", {type: "button", "aria-expanded": "false", disabled: faltan.length > 0, al: {click: () => abrir(true)}}, d.titulo);
  const abrir = async (conFoco) => {
    const abierta = boton.getAttribute("aria-expanded") === "true";
    boton.setAttribute("aria-expanded", String(!abierta));
    try {
      cambiar(lugar, abierta ? null : await forma(d, e, alHacer));
      if (!abierta && conFoco) llevar(lugar.querySelector(".seguro:not([hidden])") || [...lugar.querySelectorAll("input,select,textarea,button")].find((x) => x.offsetParent));
    } catch (f) {
      boton.setAttribute("aria-expanded", "false");
      contarFalla(lugar, f);
    }
  };
  if (guardado(`${e.id}:${d.acto}`).leer() && !boton.disabled) abrir(false);
  return el("li", {class: `tarjeta ${boton.disabled ? "falta" : ""}`, id: `acto-${d.acto}`}, el("h3", {}, d.titulo),
    el("p", {}, c.texto, c.produce ? ` Produce: ${c.produce}.` : ""),
    el("p", {class: "ayuda"}, d.paso ? `Paso ${d.paso}. ` : "", `Fundamento: ${c.fundamento}.`),
    d.hasta ? el("p", {}, `Hasta el ${fecha(d.hasta)}, inclusive.`) : null,
    d.a_partir_de ? el("p", {}, `No antes del ${fecha(d.a_partir_de)}.`) : null,
    faltan.length ? [el("p", {}, el("strong", {}, "Todavía no se puede. Falta:")), lista(faltan), el("p", {class: "botones"}, haceFalta(faltan))] : null,
    boton.disabled ? null : el("p", {class: "botones"}, boton), lugar);
}

/* First what moves the file, even while something is lacking for it: that is what there is to do. The rest is folded away. */
export async function tarjetas(e, alHacer) {
  const p = await procedimiento();
  const principal = (d) => d.acto === "acusar" || (d.paso && consecuencia(p, d.acto, e).cambia);
  const de = (lista) => el("ul", {class: "tarjetas"}, lista.map((d) => tarjeta(d, e, p, alHacer)));
  const primero = e.actos_disponibles.filter(principal);
  const otras = e.actos_disponibles.filter((d) => !principal(d));
  return [primero.length ? de(primero) : el("p", {}, "Por ahora no le toca a su oficina."),
    otras.length ? el("details", {open: otras.some((d) => guardado(`${e.id}:${d.acto}`).leer())}, el("summary", {}, `Otras cosas que puede hacer: ${enumerar(otras.map((d) => minuscula(d.titulo)))}`), de(otras)) : null];
}

/* The result of an act, where everybody sees it. */
export async function resultado(zona, r) {
  const p = await procedimiento();
  const s = p.estados.find((x) => x.estado === r.expediente.estado);
  avisar(zona, "bien", el("p", {}, el("strong", {}, `Hecho: ${titulo(p, r.acto.acto)}.`), r.numero ? [" Número: ", el("strong", {class: "numero"}, dicho(r.numero)), "."] : null),
    el("p", {}, `Estado: ${s.titulo}. `, r.acto.acto === "presentar" ? "Anote su folio: con él se consulta todo. " : "", r.acto.desde !== r.acto.hacia ? "En unos segundos aparece abajo, en «Documentos sellados», lo que este acto produce." : ""));
}
