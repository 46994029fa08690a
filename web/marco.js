/* What every page of a person who signed in has: who it is, signing out, and the mark of a sandbox. */
import {Falla, ensayo, enviar, leer, porOtra, procedimiento, yo} from "./api.js";
import {guardado} from "./campos.js";
import {cambiar, dicho, el} from "./dom.js";

/* Pages of some roles only. */
const SUYAS = {gobierno_local: [["/organizacion", "Mi organización"]], enlace_estatal: [["/organizacion", "Mi organización"]],
  dgcp: [["/correo", "Correo recibido"], ["/vigilancia", "Vigilancia"]], auditoria: [["/correo", "Correo recibido"]], administracion: [["/administracion", "Administración"]]};
const OFICINAS = {gobierno_local: "gobierno_local", dgcp: "dgcp", cja: "cja", cja_titular: "cja"};

function deEnsayo() {
  document.querySelector("main").before(el("p", {class: "grave ensayo"}, el("strong", {}, "ENSAYO — SIN VALIDEZ."), " Esto viene de un servicio de pruebas: ni sus expedientes ni su Registro existen."));
}

async function salir() {
  try {
    await enviar("DELETE", "/v1/sesiones/actual");
  } catch (f) {
    if (!(f instanceof Falla && f.sesion)) throw f;
  }
  sessionStorage.clear();
  location.assign("/entrar");
}

/* What one person left half written in this tab is not shown to the next. Returns where they were going when they had to sign in (null: nowhere). */
function nadieMas(id) {
  const [marca, volver] = [guardado("quien"), guardado("volver")];
  const adonde = [null, id].includes(marca.leer()) ? volver.leer() : null;
  if (marca.leer() !== id) sessionStorage.clear();
  volver.quitar();
  marca.poner(id);
  return adonde;
}

const por = guardado("por"); /* in this tab, until somebody else signs in */

/* A liaison takes a municipality's place, or its own again (null). */
export function actuarPor(municipio) {
  if (municipio) por.poner(municipio);
  else por.quitar();
  location.assign("/mesa");
}

/* The organisation for which a liaison said to act; null: none, or its delegation ended, which is then told. */
async function enNombreDe() {
  porOtra.id = por.leer();
  if (!porOtra.id) return null;
  try {
    return await leer(`/v1/organizaciones/${porOtra.id}`);
  } catch (f) {
    if (!(f instanceof Falla && f.nombre === "sin-delegacion")) throw f;
    porOtra.id = null;
    por.quitar();
    document.querySelector("main").prepend(el("p", {class: "recado aviso", role: "alert"}, "La delegación con que actuaba por ese municipio terminó: está de nuevo como enlace."));
    return null;
  }
}

/*
 * {usuario, organizacion, oficina, enlace}; the page's head says who it is. Who acts for a municipality is its local government in all but `enlace`, which says so.
 * `oficina` is null for who holds no file (liaison, audit).
 */
export async function presentarse() {
  ensayo.al = deEnsayo;
  porOtra.id = null;
  const [persona, p] = await Promise.all([yo(), procedimiento()]);
  const adonde = nadieMas(persona.usuario.id);
  if (adonde && location.pathname === "/mesa" && adonde !== "/mesa") { /* where signing in leads everybody */
    location.replace(adonde);
    await new Promise(() => {});
  }
  const otra = await enNombreDe();
  const q = otra ? {usuario: {...persona.usuario, rol: "gobierno_local"}, organizacion: otra} : persona;
  const rol = p.roles.find((r) => r.rol === q.usuario.rol);
  cambiar(document.getElementById("suyas"), (SUYAS[q.usuario.rol] || []).map(([camino, nombre]) => [" ", el("a", {href: camino}, nombre)]));
  cambiar(document.getElementById("quien"), el("span", {}, el("a", {href: "/cuenta", "aria-label": `Mi cuenta: ${q.usuario.nombre}`}, dicho(q.usuario.nombre)), otra ? " · por " : " · ", dicho(q.organizacion.nombre), q.usuario.rol === "gobierno_local" ? null : [" · ", rol ? rol.titulo : q.usuario.rol]),
    " ", otra ? [el("button", {type: "button", class: "chico", al: {click: () => actuarPor(null)}}, "Dejar de actuar por él"), " "] : null, el("button", {type: "button", class: "chico", al: {click: salir}}, "Salir"));
  return {...q, enlace: otra !== null, oficina: OFICINAS[q.usuario.rol] || null};
}

/* The state in words and, not by colour alone, whose turn it is. */
export function estado(ficha, estados, miOficina) {
  const titulo = estados[ficha.estado] || ficha.estado;
  return el("span", {class: `estado ${ficha.turno === miOficina && ficha.estado !== "concluido" ? "mio" : ""}`}, titulo);
}
