/* One file: where it stands, what can be done now, its data, documents, observations and history. */
import {Falla, enviar, leer, procedimiento, seguir} from "./api.js";
import {avisar, contarFalla, lista, operacion} from "./accion.js";
import {desdeEntonces, resultado, tarjetas} from "./actos.js";
import {guardado} from "./campos.js";
import {formularioDatos, mostrarDatos, parche} from "./datos.js";
import {documentos, formaSubir, reciente} from "./documentos.js";
import {cambiar, dicho, el, llevar, parrafos, poner} from "./dom.js";
import {historia, lineaDePasos} from "./historia.js";
import {limpiarMarcas, marcarErrores} from "./formulario.js";
import {presentarse} from "./marco.js";
import {ANOTAN, paginaAsiento, rutaAsiento} from "./registro.js";
import {falta, fecha, momento, titulos} from "./texto.js";

const ident = decodeURIComponent(location.pathname.split("/").pop());
const base = `/v1/expedientes/${encodeURIComponent(ident)}`;
const zona = document.getElementById("pagina");
const recado = document.getElementById("recado");
const OFICINA = {gobierno_local: "el gobierno local", dgcp: "la DGCP", cja: "la Consultoría Jurídica"};
let yo = null;
let e = null;
let sellos = 0; /* sealed documents that are shown */
let esperas = 0;

function seccion(id, titulo, ...hijos) {
  return el("section", {id, "aria-labelledby": `${id}-t`}, el("h2", {id: `${id}-t`}, titulo), hijos);
}

function vencimiento() {
  const v = e.plazos;
  const p = el("p", {class: "vence"});
  if (v.vence && e.estado !== "concluido") {
    cambiar(p, "Lo próximo que vence: ", el("strong", {}, fecha(v.vence)));
    falta(v.vence).then((t) => t && poner(p, ` (${t})`));
  }
  const mas = [];
  if (e.prevencion && !e.prevencion.desahogo_acto) mas.push(`La prevención se responde a más tardar el ${fecha(e.prevencion.vence)}.`);
  if (v.fecha_firma && v.ultima_recepcion && ["borrador", "presentado", "prevenido", "turnado"].includes(e.estado))
    mas.push(`Para firmar el ${fecha(v.fecha_firma)}, la Consultoría Jurídica debe recibirlo a más tardar el ${fecha(v.ultima_recepcion)}: diez días hábiles antes${v.calendario_incompleto ? " (el calendario oficial de ese año no está completo todavía)" : ""}.`);
  if (e.caducidad) mas.push(`Hay una advertencia de caducidad: si no se actúa, podrá cerrarse desde el ${fecha(e.caducidad.desde)}.`);
  return [p, mas.map((m) => el("p", {}, m))];
}

function cabeza(pasos, p) {
  const nombre = dicho(e.datos.denominacion || "Expediente sin nombre todavía");
  document.title = `${e.folio || "Borrador"} · Acuerdos interinstitucionales`;
  cambiar(document.getElementById("titulo"), nombre);
  const mio = e.turno === yo.oficina && e.estado !== "concluido";
  const res = e.resultado ? p.vocabularios.resultado.find((x) => x.valor === e.resultado).titulo : null;
  return el("div", {class: "cabeza"},
    el("p", {class: "datos"}, el("span", {class: "folio"}, e.folio ? ["Folio ", dicho(e.folio)] : "Sin folio: todavía no se presenta"), el("span", {class: `estado ${mio ? "mio" : ""}`}, e.estado_titulo, res ? `: ${res.toLowerCase()}` : "")),
    e.estado === "concluido" ? el("p", {}, `Terminó en el paso ${e.paso} de 12.`)
      : el("p", {}, `Paso ${e.paso} de 12. `, mio ? el("strong", {}, "Le toca a su oficina.") : `Lo tiene ${OFICINA[e.turno]}.`, pasos.pendiente ? ` ${pasos.pendiente}` : ""),
    e.registro ? el("p", {}, "En el Registro, con el número ", el("a", {href: ANOTAN.includes(yo.usuario.rol) ? paginaAsiento(e.registro.numero, e.id) : rutaAsiento(e.registro.numero)}, dicho(e.registro.numero)), ".") : null,
    lineaDePasos(pasos), vencimiento());
}

async function libro() {
  if (!e.observaciones.length && !e.prevencion) return null;
  const [tipos, gravedad, verif, cambios] = await Promise.all([titulos("renglon"), titulos("severidad"), titulos("verificacion"), leer(`/v1/expedientes/${e.id}/observaciones`).catch(() => ({datos: []}))]);
  const QUE = {pasaje_cambiado: "cambió justo el pasaje señalado", clausula_cambiada: "cambió la cláusula", clausula_quitada: "la cláusula se quitó", sin_cambio: "lo señalado sigue igual"};
  const cambio = (n) => QUE[cambios.datos.find((x) => x.numero === n)?.cambio?.resultado];
  const fila = (o) => el("li", {class: "observacion"}, el("h3", {}, `${o.numero}. `, dicho(o.clausula)),
    el("p", {class: "menor"}, tipos[o.tipo], o.severidad ? ` · severidad ${gravedad[o.severidad].toLowerCase()}` : "", o.version_proyecto ? ` · sobre la versión ${o.version_proyecto}` : ""),
    parrafos(o.texto), o.pasaje ? el("blockquote", {}, dicho(o.pasaje)) : null,
    o.respuesta ? [el("p", {class: "menor"}, "Respuesta:"), parrafos(o.respuesta)] : el("p", {class: "menor"}, o.tipo === "recomendacion" ? "" : "Sin respuesta todavía."),
    cambio(o.numero) ? el("p", {class: "menor"}, `En la última versión: ${cambio(o.numero)}.`) : null,
    o.verificacion ? el("p", {class: "menor"}, `Comprobada: ${verif[o.verificacion].toLowerCase()}`, o.verificacion_motivo ? [". ", dicho(o.verificacion_motivo)] : "", ".") : null);
  const versiones = e.documentos.filter((d) => d.clase === "proyecto").length;
  return seccion("observaciones", "Observaciones y recomendaciones",
    e.prevencion ? [el("h3", {}, "Prevención"), el("ol", {}, e.prevencion.faltantes.map((x) => el("li", {}, el("strong", {}, dicho(x.requisito)), ". ", dicho(x.detalle), x.respuesta ? [" Respuesta: ", dicho(x.respuesta)] : "")))] : null,
    versiones > 1 ? el("p", {}, el("a", {href: `/v1/expedientes/${e.id}/comparacion`}, "Qué cambió entre las dos últimas versiones")) : null,
    el("ul", {class: "libro"}, e.observaciones.map(fila)));
}

/* For the offices: files of the same parties whose text is much like this one's. Looked for when it is asked for: it takes a while. */
function parecidos() {
  if (!e._enlaces.parecidos || !e.folio) return null;
  const lugar = el("div", {"aria-live": "polite"});
  const buscar = async () => {
    cambiar(lugar, el("p", {class: "menor"}, "Comparando…"));
    try {
      const {datos, mirados} = await leer(e._enlaces.parecidos);
      cambiar(lugar, datos.length ? el("ul", {}, datos.map((x) => el("li", {}, el("a", {href: `/expedientes/${encodeURIComponent(x.folio || x.expediente)}`}, dicho(x.denominacion || x.folio || "Expediente")), `: ${x.semejanza} % de sus frases en común.`)))
        : el("p", {}, `Ninguno, de ${mirados} que se miraron.`));
    } catch (f) {
      cambiar(lugar, el("p", {}, f.message));
    }
  };
  return el("details", {al: {toggle: (s) => s.target.open && buscar()}}, el("summary", {}, "¿Hay otro expediente parecido de las mismas partes?"), lugar);
}

function editable() {
  return yo.usuario.rol === "gobierno_local" && ["borrador", "prevenido"].includes(e.estado);
}

async function seccionDatos() {
  const lugar = el("div", {});
  const mostrar = async () => {
    cambiar(lugar, await mostrarDatos(yo, e.datos), editable() ? el("p", {class: "botones"}, el("button", {type: "button", id: "cambiar-datos", al: {click: editar}}, "Cambiar los datos")) : null);
  };
  const borrador = guardado(`${e.id}:datos`);
  const editar = async () => {
    const datos = await formularioDatos(yo, e.datos);
    datos.escribir(borrador.leer() || e.datos);
    let leido = e.datos;
    let version = e.version;
    const zonaDatos = el("div", {});
    const boton = el("button", {type: "submit", class: "principal"}, "Guardar los datos");
    const intentar = operacion(zonaDatos, boton, {
      preparar() {
        limpiarMarcas(f);
        return parche(leido, datos.leer());
      },
      async mandar(p) {
        if (Object.keys(p).length) await enviar("PATCH", `/v1/expedientes/${e.id}`, p, {version, tipo: "application/merge-patch+json"});
      },
      negada(x, donde) {
        if (x.status === 412) {
          Promise.all([leer(base), desdeEntonces(e.id, version)]).then(([ahora, que]) => {
            leido = ahora.datos;
            version = ahora.version;
            avisar(donde, "aviso", el("h3", {}, "Mientras usted escribía, el expediente cambió"), que, el("p", {}, "No se guardó nada de lo suyo, y lo que escribió sigue aquí. Al guardar otra vez quedará lo que ahora dice este formulario."));
          }, () => avisar(donde, "grave", x.message));
          return true;
        }
        if (!x.problema?.errors?.length) return false;
        const {sueltos, primero} = marcarErrores(f, datos, x.problema.errors);
        avisar(donde, "grave", el("p", {}, el("strong", {}, x.problema.title), ". No se guardó nada."), sueltos.length ? lista(sueltos) : null);
        if (primero) llevar(primero);
        return true;
      },
      async alFin() {
        borrador.quitar();
        await cargar();
        avisar(recado, "bien", "Se guardaron los datos.");
      },
    });
    const f = el("form", {class: "forma", al: {submit: (s) => { s.preventDefault(); intentar(); }, input: () => borrador.poner(datos.leer())}});
    f.noValidate = true;
    poner(f, datos.nodo, zonaDatos, el("p", {class: "botones"}, boton, el("button", {type: "button", al: {click: () => {
      borrador.quitar();
      mostrar().then(() => document.getElementById("cambiar-datos").focus());
    }}}, "Dejar como estaba")));
    cambiar(lugar, f);
    llevar(f.querySelector("input"));
  };
  await mostrar();
  if (editable() && borrador.leer()) await editar();
  return seccion("datos", "Datos del acuerdo", lugar);
}

async function trabajos() {
  if (!e.copia) return null;
  const {datos} = await leer(`/v1/expedientes/${e.id}/trabajos`).catch(() => ({datos: []}));
  const t = datos.filter((x) => x.clase === "revisar_copia").pop();
  if (!t) return null;
  const atencion = t.resultado?.atencion || [];
  return seccion("copia", "La copia firmada, leída por el servicio",
    t.estado === "hecho" ? atencion.length ? el("ul", {}, atencion.map((a) => el("li", {}, a.texto, a.pagina ? ` (página ${a.pagina})` : ""))) : el("p", {}, "No señaló nada que mirar.")
      : el("p", {}, t.estado === "fallido" ? t.problema?.detalle || "No pudo leerse." : `La está leyendo. ${t.avance.texto}`),
    el("p", {class: "ayuda"}, "Señala dónde mirar; decidir le toca a una persona."));
}

async function pintar() {
  const p = await procedimiento();
  const pasos = await leer(`/v1/expedientes/${e.id}/pasos`);
  const [docs, subirForma, actos, obs, datos, copia, hist] = await Promise.all([
    documentos(e), formaSubir(e, yo, async (d) => { await cargar(); await reciente(recado, e, d); }), tarjetas(e, alActuar), libro(), seccionDatos(), trabajos(), historia(e, pasos)]);
  sellos = docs.actos.length;
  cambiar(zona, cabeza(pasos, p),
    el("div", {class: "columnas"},
      el("div", {}, seccion("ahora", "Qué puede hacer ahora", actos),
        parecidos(),
        e.avisos?.length ? seccion("avisos", "Conviene saber", el("ul", {}, e.avisos.map((a) => el("li", {}, a.texto, " ", el("span", {class: "ayuda"}, a.fundamento))))) : null,
        el("div", {id: "sellados", "aria-live": "polite"}, sellados(docs)),
        seccion("documentos", "Documentos que se subieron", docs.subidos, subirForma,
          e.documentos.some((d) => ["solicitud", "proyecto"].includes(d.clase)) ? el("p", {}, el("a", {href: `/v1/expedientes/${e.id}/revision`}, "Qué conviene corregir en el oficio y el proyecto (revisión de cláusulas)")) : null)),
      el("div", {}, obs, copia, datos)),
    hist,
    seccion("llevarse", "Llevarse el expediente", el("p", {}, el("a", {href: `/v1/expedientes/${e.id}/paquete`}, "Descargar todo en un ZIP firmado"), ": documentos, diario y sellos. Quien lo reciba puede comprobarlo sin este servicio.")));
}

function sellados(docs) {
  return docs.emitidos ? seccion("emitidos", "Documentos sellados", docs.emitidos, el("p", {class: "ayuda"}, "Guarde el archivo, no solo la impresión: el sello está en el archivo.")) : null;
}

/* What an act writes is sealed a moment later, without moving the version: looked for during a minute, ever less often, whoever acted. The last call goes on alone. */
async function esperarSellados() {
  esperas += 1;
  const mia = esperas;
  for (let s = 1; s <= 10; s += 1) {
    await new Promise((listo) => setTimeout(listo, s * 1000));
    if (mia !== esperas) return;
    const docs = await documentos(e);
    if (mia !== esperas || docs.actos.length === sellos) continue;
    sellos = docs.actos.length;
    cambiar(document.getElementById("sellados"), sellados(docs));
  }
}

async function alActuar(r) {
  await cargar();
  await resultado(recado, r);
}

async function cargar() {
  e = await leer(base);
  await pintar();
  esperarSellados().catch(() => {});
}

/* Others acted: shown at once, unless a form is open, which is only told of. */
async function movido(suceso) {
  if (document.querySelector("[aria-busy]")) { /* this page's own act, most likely: its answer says which version it made */
    setTimeout(() => movido(suceso).catch(() => {}), 1000);
    return;
  }
  if (suceso ? suceso.expediente !== e.id || suceso.version <= e.version : (await leer(base)).version <= e.version) return;
  if (zona.querySelector("form.forma:not(.subir)")) {
    if (recado.querySelector(".movido")) return;
    /* Said, without taking anybody away from what they are typing. */
    cambiar(recado, el("div", {class: "recado aviso movido", role: "status"}, el("p", {}, "Alguien más acaba de actuar en este expediente. ", el("button", {type: "button", al: {click: () => cargar().then(() => cambiar(recado))}}, "Ver lo nuevo"), " Lo que escribió se conserva.")));
  } else {
    await cargar();
    cambiar(recado, el("p", {class: "recado nota", role: "status"}, `El expediente cambió a las ${momento(new Date().toISOString())}: esto es lo de ahora.`));
  }
}

async function empezar() {
  try {
    cambiar(recado);
    yo = await presentarse();
    await cargar();
    const buscado = location.hash && document.getElementById(location.hash.slice(1));
    if (buscado) llevar(buscado);
    seguir((s) => movido(s).catch(() => {}));
  } catch (f) {
    if (f instanceof Falla && f.status === 404) document.getElementById("titulo").textContent = "No se encontró ese expediente";
    contarFalla(recado, f, empezar);
  }
}
empezar();
