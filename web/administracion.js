/* Administration: organisations, their people and systems, and the keys of each. By the address after #: all of them, one (ORG), or somebody (ORG/QUIEN). */
import {enviar, leer, procedimiento, unaVez} from "./api.js";
import {avisar, contarFalla} from "./accion.js";
import {delegaciones, relevar} from "./delegar.js";
import {cambiar, dicho, el, llevar} from "./dom.js";
import {editar, formulario} from "./formulario.js";
import {listado} from "./listado.js";
import {presentarse} from "./marco.js";
import {momento} from "./texto.js";

const zona = document.getElementById("pagina");
const recado = document.getElementById("recado");
const NIVELES = [["municipal", "Municipal"], ["estatal", "Estatal"], ["federal", "Federal (la Secretaría)"]].map(([valor, titulo]) => ({valor, titulo}));
/* Which roles are offered; the service decides. */
const ROLES = {municipal: ["gobierno_local"], estatal: ["gobierno_local", "enlace_estatal"], federal: ["dgcp", "cja", "cja_titular", "auditoria", "administracion"]};
const AMBITOS = {"expedientes:leer": "Leer expedientes", "expedientes:presentar": "Actuar como gobierno local", "expedientes:tramitar": "Actuar como oficina de la Secretaría",
  "eventos:suscribir": "Suscribirse a los avisos", "directorio:leer": "Leer el directorio", "directorio:escribir": "Administrar el directorio", "calendario:escribir": "Cambiar el calendario",
  "plantillas:escribir": "Cambiar las plantillas", "seguridad:leer": "Leer el diario de seguridad"};
const nivel = (o) => NIVELES.find((x) => x.valor === o.nivel).titulo;

function titular(nombre, ...migas) {
  document.title = `${nombre} · Acuerdos interinstitucionales`;
  cambiar(document.getElementById("titulo"), dicho(nombre));
  return migas.length ? el("p", {}, migas) : null;
}

function seccion(id, titulo, ...hijos) {
  return el("section", {"aria-labelledby": id}, el("h2", {id}, titulo), hijos);
}

/* What follows a change: everything as it then is, and what was done said above it. */
function hecho(...dicen) {
  return async () => {
    await pintar();
    avisar(recado, "bien", el("p", {}, ...dicen));
  };
}

/* ---- all of them ---- */

let busca = "";
async function todas() {
  const {datos: entidades} = await unaVez("/v1/catalogos/entidades");
  const q = el("input", {id: "q", type: "search", maxlength: 200, value: busca});
  const lista = await listado({id: "organizaciones", titulo: busca ? "Encontradas" : "Organizaciones", vacio: "Ninguna tiene esas palabras.",
    ruta: `/v1/organizaciones${busca ? `?q=${encodeURIComponent(busca)}` : ""}`,
    renglon: (o) => el("li", {class: "ficha"}, el("h3", {}, el("a", {href: `#${o.id}`}, dicho(o.nombre))),
      el("p", {class: "menor"}, nivel(o), o.cve_ent ? `, ${entidades.find((e) => e.clave === o.cve_ent)?.nombre || o.cve_ent}` : "", o.activa ? "." : el("strong", {}, ". Desactivada."))) });
  const nueva = formulario([
    {nombre: "nombre", tipo: "texto", rotulo: "Nombre", requerido: true, max: 300, ayuda: "Ejemplo: Ayuntamiento de Zapopan."},
    {nombre: "nivel", tipo: "opcion", rotulo: "Nivel", requerido: true, opciones: NIVELES},
    {nombre: "cve_ent", tipo: "opcion", rotulo: "Entidad", vacia: "Ninguna (federal)", opciones: entidades.map((e) => ({valor: e.clave, titulo: e.nombre})), ayuda: "No cambia después, como el nivel: de ellos depende quién ve sus expedientes."},
    {nombre: "municipio", tipo: "texto", rotulo: "Municipio", max: 200},
    {nombre: "siglas", tipo: "texto", rotulo: "Siglas", max: 40}], "Dar de alta la organización", {
    hacer: (v, clave) => enviar("POST", "/v1/organizaciones", v, {clave}),
    async alFin({datos}) {
      location.hash = datos.id;
    },
  });
  cambiar(zona, titular("Administración"),
    el("form", {role: "search", class: "busqueda", al: {submit: (s) => { s.preventDefault(); busca = q.value.trim(); ver(); }}}, el("label", {for: "q"}, "Palabras del nombre, las siglas o el municipio"), q, el("button", {}, "Buscar")),
    el("details", {}, el("summary", {}, "Nueva organización"), nueva), lista);
}

/* ---- one ---- */

function dominios(o, {datos}) {
  const ruta = `/v1/organizaciones/${o.id}/dominios`;
  return seccion("dominios", "Dominios de correo", el("p", {class: "ayuda"}, "Dicen de quién es una solicitud que llega por correo. Un dominio es de una sola organización."),
    el("ul", {class: "fichas"}, datos.map((d) => el("li", {class: "ficha"}, el("p", {}, el("strong", {}, dicho(d.dominio)), d.subdominios ? " y los que cuelgan de él" : ""),
      formulario([], `Quitar ${d.dominio}`, {principal: false, hacer: () => enviar("DELETE", `${ruta}/${encodeURIComponent(d.dominio)}`), alFin: hecho("Se quitó ", dicho(d.dominio), ".")})))),
    formulario([{nombre: "dominio", tipo: "texto", rotulo: "Dominio", requerido: true, max: 253, ayuda: "Ejemplo: zapopan.gob.mx."},
      {nombre: "subdominios", tipo: "si", rotulo: "También los que cuelgan de él"}], "Agregar el dominio", {
      principal: false,
      hacer: (v, clave) => enviar("POST", ruta, v, {clave}),
      alFin: hecho("Se agregó el dominio."),
    }));
}

/* With which its systems come; kept, also those that no longer serve. */
async function certificados(o) {
  const ruta = `/v1/organizaciones/${o.id}/certificados`;
  const lista = await listado({id: "certificados", titulo: "Certificados de cliente", vacio: "Ninguno.", ruta,
    renglon: (x) => el("li", {class: "ficha"}, el("h3", {}, dicho(x.etiqueta || x.asunto)), el("p", {class: "menor"}, dicho(x.asunto)),
      el("p", {}, x.revocado_en ? `Revocado el ${momento(x.revocado_en)}.` : `Vence el ${momento(x.vence_en)}.`), el("p", {class: "menor"}, "SHA-256: ", el("code", {}, x.sha256)),
      x.revocado_en ? null : formulario([], "Revocar el certificado", {principal: false, etiqueta: `Revocar el certificado ${x.etiqueta || x.asunto}`,
        seguro: "Deja de servir en un segundo, y con él los tokens que se dieron atados a él. Revocar el último no deja de exigirlo.",
        hacer: () => enviar("DELETE", `${ruta}/${x.id}`), alFin: hecho("Se revocó el certificado.")}))});
  return [lista, el("details", {}, el("summary", {}, "Registrar un certificado o exigirlo"),
    el("p", {class: "ayuda"}, "Lo hace la organización y nunca entrega su llave. Registre el nuevo antes de que venza el anterior: los dos sirven a la vez."),
    formulario([{nombre: "certificado", tipo: "parrafo", rotulo: "Certificado, en PEM", requerido: true, max: 16384, renglones: 6}, {nombre: "etiqueta", tipo: "texto", rotulo: "Para reconocerlo", max: 100}], "Registrar el certificado", {
      hacer: (v, clave) => enviar("POST", ruta, v, {clave}),
      alFin: hecho("Se registró el certificado."),
    }),
    interruptor(`/v1/organizaciones/${o.id}`, o, "exige_certificado", o.exige_certificado ? "Dejar de exigir certificado" : "Exigir certificado",
      o.exige_certificado ? "Sus claves y tokens servirán desde cualquier máquina." : "Sus claves y tokens solo servirán con uno de sus certificados. Las sesiones de personas no cambian."))];
}

async function una(id) {
  const ruta = `/v1/organizaciones/${id}`;
  const [o, p, suyos] = await Promise.all([leer(ruta), procedimiento(), leer(`${ruta}/dominios`)]);
  const roles = Object.fromEntries(p.roles.map((r) => [r.rol, r.titulo]));
  const gente = await listado({id: "gente", titulo: "Personas y sistemas", vacio: "Nadie todavía.", ruta: `/v1/usuarios?organizacion=${id}`,
    renglon: (u) => el("li", {class: "ficha"}, el("h3", {}, el("a", {href: `#${id}/${u.id}`}, dicho(u.nombre))),
      el("p", {class: "menor"}, roles[u.rol], u.maquina ? ", sistema" : "", u.correo ? [", ", dicho(u.correo)] : null, u.activo ? "." : el("strong", {}, ". Suspendido.")))});
  const alta = formulario([
    {nombre: "nombre", tipo: "texto", rotulo: "Nombre", requerido: true, max: 200},
    {nombre: "correo", tipo: "texto", clase: "email", rotulo: "Correo", max: 254, ayuda: "El suyo propio: a él llega la invitación."},
    {nombre: "rol", tipo: "opcion", rotulo: "Función", requerido: true, opciones: ROLES[o.nivel].map((r) => ({valor: r, titulo: roles[r]}))},
    {nombre: "maquina", tipo: "si", rotulo: "Es un sistema, no una persona"}], "Dar de alta", {
    hacer: (v, clave) => enviar("POST", "/v1/usuarios", {...v, organizacion: id}, {clave}),
    async alFin({datos}) {
      location.hash = `${id}/${datos.id}`;
    },
  });
  cambiar(zona, titular(o.nombre, el("a", {href: "#"}, "Todas las organizaciones"), ` · ${nivel(o)}`, o.activa ? null : el("strong", {}, " · Desactivada")),
    gente, el("details", {}, el("summary", {}, "Dar de alta a una persona o un sistema"), alta),
    seccion("datos", "Datos", editar([{nombre: "nombre", tipo: "texto", rotulo: "Nombre de la organización", requerido: true, max: 300}, {nombre: "siglas", tipo: "texto", rotulo: "Siglas", max: 40},
      ...(o.nivel === "municipal" ? [{nombre: "municipio", tipo: "texto", rotulo: "Municipio", max: 200}] : [])], "Guardar los datos", ruta, o, hecho("Se guardaron los datos.")),
    interruptor(ruta, o, "activa", o.activa ? "Desactivar la organización" : "Reactivar la organización",
      o.activa ? "Las claves y sesiones de toda su gente dejan de servir en un segundo. Sus expedientes quedan como están." : "Su gente podrá entrar de nuevo y sus claves volverán a servir.")),
    dominios(o, suyos), await certificados(o), o.nivel === "federal" ? null : await Promise.all([delegaciones(o, {otorga: true, hecho, nombrar: async (x) => (await leer(`/v1/organizaciones/${x}`)).nombre}), relevar(o)]));
}

/* Nothing is ever deleted: put out of use, and back. */
function interruptor(ruta, x, miembro, rotulo, seguro) {
  return formulario([], rotulo, {principal: false, seguro, negada: otroLoCambio,
    hacer: () => enviar("PATCH", ruta, {[miembro]: !x[miembro]}, {version: x.version, tipo: "application/merge-patch+json"}), alFin: hecho(`Hecho: ${rotulo.charAt(0).toLowerCase()}${rotulo.slice(1)}.`)});
}

function otroLoCambio(x) {
  if (x.status !== 412) return false;
  pintar().then(() => avisar(recado, "aviso", el("p", {}, "Mientras usted lo miraba, alguien más lo cambió. No se hizo nada de lo suyo: véalo como está ahora y, si todavía corresponde, repita.")), (f) => contarFalla(recado, f, ver));
  return true;
}

/* ---- somebody ---- */

function clave(ruta, k) {
  const estado = k.revocada_en ? `Revocada el ${momento(k.revocada_en)}.` : k.expira_en ? `Sirve hasta el ${momento(k.expira_en)}.` : "Sin vencimiento.";
  return el("li", {class: "ficha"}, el("p", {}, k.creada_en ? `Creada el ${momento(k.creada_en)}. ` : "", estado), el("p", {class: "menor"}, k.ambitos.map((a) => AMBITOS[a] || a).join(", ")),
    k.revocada_en ? null : formulario([], "Revocar la clave", {principal: false, etiqueta: `Revocar la clave creada el ${momento(k.creada_en)}`, seguro: "Lo que la use deja de poder entrar en un segundo. No se puede deshacer.",
      hacer: () => enviar("DELETE", `${ruta}/${k.id}`), alFin: hecho("Se revocó la clave.")}));
}

/* Its text is in this answer and in no other. */
function mostrarClave(k) {
  if (!k.clave) {
    avisar(recado, "aviso", el("p", {}, el("strong", {}, "La clave se creó, pero su texto no llegó"), " y no se puede volver a mostrar: revóquela y cree otra."));
    return;
  }
  const copiar = navigator.clipboard ? el("button", {type: "button", al: {click: (s) => navigator.clipboard.writeText(k.clave).then(() => cambiar(s.target, "Copiada"))}}, "Copiar") : null;
  avisar(recado, "bien", el("p", {}, el("strong", {}, "Guarde esta clave ahora: no se vuelve a mostrar.")), el("p", {}, el("code", {id: "clave"}, k.clave)),
    el("p", {class: "botones"}, copiar, el("button", {type: "button", al: {click: () => cambiar(recado)}}, "Ya la guardé")));
}

async function alguien(org, id) {
  const ruta = `/v1/usuarios/${id}`;
  const [o, u, p] = await Promise.all([leer(`/v1/organizaciones/${org}`), leer(ruta), procedimiento()]);
  const roles = Object.fromEntries(p.roles.map((r) => [r.rol, r.titulo]));
  const claves = await listado({id: "claves", titulo: "Claves", vacio: "Ninguna.", ruta: `${ruta}/claves`, renglon: (k) => clave(`${ruta}/claves`, k)});
  cambiar(zona, titular(u.nombre, el("a", {href: `#${org}`}, dicho(o.nombre)), ` · ${roles[u.rol]}`, u.maquina ? " · Sistema" : null, u.activo ? null : el("strong", {}, " · Suspendido")),
    seccion("datos", "Datos y función", editar([{nombre: "nombre", tipo: "texto", rotulo: "Nombre", requerido: true, max: 200}, {nombre: "correo", tipo: "texto", clase: "email", rotulo: "Correo", max: 254},
      {nombre: "rol", tipo: "opcion", rotulo: "Función", requerido: true, opciones: ROLES[o.nivel].map((r) => ({valor: r, titulo: roles[r]}))}], "Guardar los datos", ruta, u, hecho("Se guardaron los datos.")),
    interruptor(ruta, u, "activo", u.activo ? "Suspender" : "Reactivar", u.activo ? "Sus claves y sesiones dejan de servir en un segundo. Lo que hizo queda como está." : "Podrá entrar de nuevo y sus claves volverán a servir.")),
    u.maquina ? null : seccion("cuenta", "Su cuenta", el("p", {class: "ayuda"}, "La invitación lleva a su correo un enlace para elegir contraseña; nadie más lo ve."),
      formulario([], "Enviar la invitación", {principal: false, hacer: (v, c) => enviar("POST", `${ruta}/invitacion`, undefined, {clave: c}), alFin: hecho("La invitación va en camino a ", dicho(u.correo || "su correo"), ".")}),
      formulario([], "Retirar el segundo factor", {principal: false, seguro: "Para quien perdió el teléfono y los códigos de recuperación. Compruebe antes, por otra vía, que quien lo pide es quien dice. Sus sesiones terminan.",
        hacer: () => enviar("DELETE", `${ruta}/segundo-factor`), alFin: hecho("Ya no tiene segundo factor: entra con su contraseña y pone otro.")})),
    claves,
    el("details", {}, el("summary", {}, "Crear una clave"), formulario([
      {nombre: "ambitos", tipo: "varias", rotulo: "Para qué sirve", ayuda: "Sin marcar nada: para todo lo de su función. Nunca da más de lo que da la función.", opciones: Object.entries(AMBITOS).map(([valor, titulo]) => ({valor, titulo}))},
      {nombre: "vence", tipo: "fecha", rotulo: "Sirve hasta el día"}], "Crear la clave", {
      hacer: (v, c) => enviar("POST", `${ruta}/claves`, v, {clave: c}),
      async alFin({datos}) {
        await pintar();
        mostrarClave(datos);
      },
    })));
}

/* ---- which ---- */

async function pintar() {
  const [org, quien] = location.hash.slice(1).split("/");
  await (quien ? alguien(encodeURIComponent(org), encodeURIComponent(quien)) : org ? una(encodeURIComponent(org)) : todas());
}

async function ver() {
  try {
    cambiar(recado);
    await pintar();
  } catch (f) {
    cambiar(zona);
    contarFalla(recado, f, ver);
  }
}

async function empezar() {
  try {
    cambiar(recado);
    const yo = await presentarse();
    if (yo.usuario.rol !== "administracion") {
      avisar(recado, "aviso", el("p", {}, "Esta página es de quien administra el servicio. Con su cuenta no se administra; si necesita un alta, una clave o un cambio, pídalo a la administración."));
      return;
    }
    addEventListener("hashchange", () => ver().then(() => llevar(recado.firstChild || document.getElementById("titulo"))));
    await ver();
  } catch (f) {
    contarFalla(recado, f, empezar);
  }
}
empezar();
