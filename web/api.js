/* The API as these pages use it: with the session's cookie, its token against other sites' forms, and refusals in words. */

export class Falla extends Error {
  /* `problema`: RFC 9457, or null when there was no answer. */
  constructor(status, problema, espera = 0) {
    super(problema ? problema.detail : "No hubo respuesta del servicio.");
    this.status = status;
    this.problema = problema;
    this.espera = espera;
  }
  get nombre() {
    return this.problema ? this.problema.type.split("/").pop() : "sin-respuesta";
  }
  get sesion() {
    return ["sin-credencial", "credencial-invalida", "falta-csrf"].includes(this.nombre) || (this.status === 401 && !this.problema);
  }
  /* Whether it was done is not known: only the same request with the same key may follow. */
  get incierta() {
    return this.status === 0 || this.status >= 500 || this.status === 429 || this.status === 408 || this.nombre === "idempotencia-en-curso";
  }
}

/* For whom a liaison acts: a municipality's id, named in every request; nobody's until marco.js says so. */
export const porOtra = {id: null};
const actuar = () => (porOtra.id ? {"Actuar-Por": porOtra.id} : {});

let testigo = null;
let quien = null;

export const ensayo = {visto: false, al: () => {}};

function notar(encabezados) {
  if (!ensayo.visto && encabezados("Dictamen-Ensayo") !== null) {
    ensayo.visto = true;
    ensayo.al();
  }
}

/* `publico`: the same for everybody, so that the browser may keep it. What one person sees it keeps nothing of: the next one at this machine gets their own. */
async function pedir(metodo, ruta, {cuerpo, encabezados = {}, publico = false} = {}) {
  let r;
  try {
    r = await fetch(ruta, {method: metodo, body: cuerpo, headers: {Accept: "application/json", "Accept-Language": "es", ...(publico ? {} : actuar()), ...encabezados}, credentials: "same-origin",
      redirect: "error", cache: publico ? "no-cache" : "no-store"});
  } catch {
    throw new Falla(0, null);
  }
  notar((n) => r.headers.get(n));
  const texto = await r.text().catch(() => null);
  if (texto === null) throw new Falla(0, null);
  return respuesta(r.status, texto, (n) => r.headers.get(n));
}

function respuesta(status, texto, encabezado) {
  let datos = null;
  try {
    datos = texto ? JSON.parse(texto) : null;
  } catch {
    throw new Falla(status >= 400 ? status : 0, null);
  }
  if (status >= 400) {
    throw new Falla(status, datos && typeof datos.type === "string" ? datos : null, Number(encabezado("Retry-After")) || 0);
  }
  return {datos, etag: encabezado("ETag"), lugar: encabezado("Location")};
}

export async function leer(ruta) {
  return (await pedir("GET", ruta)).datos;
}

/* All pages of a list, up to so many rows. */
export async function leerTodo(ruta, maximo = 1000) {
  const filas = [];
  let cursor = null;
  do {
    const r = await leer(ruta + (ruta.includes("?") ? "&" : "?") + "limite=100" + (cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""));
    filas.push(...r.datos);
    cursor = r.siguiente;
  } while (cursor && filas.length < maximo);
  return filas;
}

const guardados = new Map();
/* What is the same for everybody and does not change while a page is open. */
export function unaVez(ruta) {
  if (!guardados.has(ruta)) {
    const p = pedir("GET", ruta, {publico: true}).then((r) => r.datos);
    guardados.set(ruta, p);
    p.catch(() => guardados.delete(ruta));
  }
  return guardados.get(ruta);
}

export const procedimiento = () => unaVez("/v1/procedimiento");

/* Who has the session, the same as long as the page is open: what one person typed is not sent as another's. */
export async function yo() {
  const r = await leer("/v1/yo");
  if (quien && quien.usuario.id !== r.usuario.id) throw new OtraPersona();
  quien = r;
  return r;
}

class OtraPersona extends Error {
  constructor() {
    super("En este navegador entró otra persona. Por seguridad no se envió nada: abra de nuevo su mesa.");
  }
}

async function conTestigo() {
  if (!testigo) {
    if (quien) await yo();
    testigo = (await leer("/v1/sesiones/actual")).csrf;
  }
  return {"X-CSRF-Token": testigo};
}

export function olvidarSesion() {
  testigo = null;
}

export function nuevaClave() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
}

function alFallar(f) {
  if (f instanceof Falla && f.sesion) olvidarSesion();
  throw f;
}

/* A change. `version`: of the file as it was read; `clave`: the same for the same operation, so that it is done once. */
export async function enviar(metodo, ruta, cuerpo, {version, clave, tipo = "application/json"} = {}) {
  const encabezados = {...(await conTestigo())};
  if (cuerpo !== undefined) encabezados["Content-Type"] = tipo;
  if (version !== undefined) encabezados["If-Match"] = `"${version}"`;
  if (clave) encabezados["Idempotency-Key"] = clave;
  return pedir(metodo, ruta, {cuerpo: cuerpo === undefined ? undefined : JSON.stringify(cuerpo), encabezados}).catch(alFallar);
}

/* RFC 9530, where the browser can (it can over https). */
async function digesto(archivo) {
  if (!globalThis.crypto?.subtle) return null;
  const b = new Uint8Array(await crypto.subtle.digest("SHA-256", await archivo.arrayBuffer()));
  return `sha-256=:${btoa(String.fromCharCode(...b))}:`;
}

/* A file, with how much of it has left (0 to 1). */
export async function subir(ruta, archivo, tipo, {clave, avance = () => {}} = {}) {
  const encabezados = {...(await conTestigo()), ...actuar(), Accept: "application/json", "Accept-Language": "es", "Content-Type": tipo, "Idempotency-Key": clave};
  const d = await digesto(archivo).catch(() => {
    throw new Error("El navegador no pudo leer el archivo. ¿Sigue donde estaba, y está cerrado en Word?");
  });
  if (d) encabezados["Content-Digest"] = d;
  return new Promise((bien, mal) => {
    const x = new XMLHttpRequest();
    x.open("POST", ruta);
    for (const [n, v] of Object.entries(encabezados)) x.setRequestHeader(n, v);
    x.upload.onprogress = (s) => s.lengthComputable && avance(s.loaded / s.total);
    x.onload = () => {
      try {
        bien(respuesta(x.status, x.responseText, (n) => x.getResponseHeader(n)));
      } catch (f) {
        mal(f);
      }
    };
    x.onerror = x.onabort = x.ontimeout = () => mal(new Falla(0, null));
    x.send(archivo);
  }).catch(alFallar);
}

/* The service's events while the page is looked at. `alLlegar` hears each one's data, and null when some may have been missed. False where the browser has no EventSource. */
export async function seguir(alLlegar) {
  if (!globalThis.EventSource) return false;
  const p = await procedimiento();
  const tipos = [...p.actos, ...p.asientos].map((a) => `mx.gob.sre.dictamen.acto.${a.acto}`).concat("mx.gob.sre.dictamen.plazo.proximo");
  let flujo = null;
  let ultimo = null;
  const abrir = () => {
    if (document.hidden || flujo) return;
    flujo = new EventSource("/v1/eventos/flujo" + (ultimo ? `?desde=${encodeURIComponent(ultimo)}` : ""));
    for (const t of tipos)
      flujo.addEventListener(t, (s) => {
        ultimo = s.lastEventId || ultimo;
        alLlegar(JSON.parse(s.data).data);
      });
    let nueva = true;
    flujo.onopen = () => { /* it tells what comes from now on: what came before, since the page was read, is looked for */
      if (nueva) alLlegar(null);
      nueva = false;
    };
    flujo.onerror = () => {
      if (flujo?.readyState !== EventSource.CLOSED) return; /* it comes back by itself */
      flujo = null;
      setTimeout(abrir, 30000);
    };
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && flujo) {
      flujo.close();
      flujo = null;
    } else {
      abrir();
    }
  });
  abrir();
  return true;
}
