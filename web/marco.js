/* What every page of a person who signed in has: who it is, signing out, and the mark of a sandbox. */
import {Falla, ensayo, enviar, procedimiento, yo} from "./api.js";
import {guardado} from "./campos.js";
import {cambiar, dicho, el} from "./dom.js";

/* Pages of some roles only. */
const SUYAS = {gobierno_local: [["/organizacion", "Mi organización"]], enlace_estatal: [["/organizacion", "Mi organización"]],
  dgcp: [["/correo", "Correo recibido"]], auditoria: [["/correo", "Correo recibido"]], administracion: [["/administracion", "Administración"]]};
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

/* What one person left half written in this tab is not shown to the next. */
function nadieMas(id) {
  const marca = guardado("quien");
  if (marca.leer() !== id) sessionStorage.clear();
  marca.poner(id);
}

/* {usuario, organizacion, oficina}; the page's head says who it is. `oficina` is null for who holds no file (liaison, audit). */
export async function presentarse() {
  ensayo.al = deEnsayo;
  const [q, p] = await Promise.all([yo(), procedimiento()]);
  nadieMas(q.usuario.id);
  const rol = p.roles.find((r) => r.rol === q.usuario.rol);
  cambiar(document.getElementById("suyas"), (SUYAS[q.usuario.rol] || []).map(([camino, nombre]) => [" ", el("a", {href: camino}, nombre)]));
  cambiar(document.getElementById("quien"), el("span", {}, el("a", {href: "/cuenta", "aria-label": `Mi cuenta: ${q.usuario.nombre}`}, dicho(q.usuario.nombre)), " · ", dicho(q.organizacion.nombre), q.usuario.rol === "gobierno_local" ? null : [" · ", rol ? rol.titulo : q.usuario.rol]),
    " ", el("button", {type: "button", class: "chico", al: {click: salir}}, "Salir"));
  return {...q, oficina: OFICINAS[q.usuario.rol] || null};
}

/* The state in words and, not by colour alone, whose turn it is. */
export function estado(ficha, estados, miOficina) {
  const titulo = estados[ficha.estado] || ficha.estado;
  return el("span", {class: `estado ${ficha.turno === miOficina && ficha.estado !== "concluido" ? "mio" : ""}`}, titulo);
}
