// The whole procedure through the client that openapi-typescript and openapi-fetch make of openapi.yaml: no cast, no patch. What the
// compiler accepts here is what the service accepts, and the other way round.
//   node tramite.mjs http://127.0.0.1:8080 <folder with claves.json and the documents>
import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as dormir } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Esquemas = components["schemas"];
type Persona = ReturnType<typeof cliente>;

const [servicio = "", carpeta = ""] = process.argv.slice(2);
const claves: Record<"municipio" | "dgcp" | "cja" | "titular", string> = JSON.parse(readFileSync(`${carpeta}/claves.json`, "utf8"));
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** Some addresses give pages and tables too, to whoever asks for them; this client reads JSON. */
function cliente(clave?: string) {
  return createClient<paths, "application/json" | "application/problem+json">({
    baseUrl: servicio,
    headers: clave ? { Authorization: `Bearer ${clave}` } : {},
    querySerializer: { array: { style: "form", explode: false } },
  });
}

const municipio = cliente(claves.municipio), dgcp = cliente(claves.dgcp), cja = cliente(claves.cja), titular = cliente(claves.titular);
const cualquiera = cliente();

/** What was asked for, or the service's own words about why not. */
function dado<T>(r: { data?: T; error?: unknown; response: Response }): NonNullable<T> {
  assert.ok(r.data, `${r.response.url}: ${r.response.status} ${JSON.stringify(r.error)}`);
  return r.data;
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const hoy = () => new Date().toLocaleDateString("sv-SE", { timeZone: "America/Mexico_City" });

/** One file: its address, and its version as the last answer said it. */
class Expediente {
  constructor(readonly id: string, private etag: string) {}

  static async abrir(datos: Esquemas["Datos"]) {
    const header = { "Idempotency-Key": randomUUID() };
    const primera = await municipio.POST("/v1/expedientes", { params: { header }, body: { datos } });
    const repetida = await municipio.POST("/v1/expedientes", { params: { header }, body: { datos } });
    assert.deepEqual(dado(repetida), dado(primera), "the same key twice opens one file");
    assert.equal(repetida.response.headers.get("Idempotency-Replayed"), "true");
    const { id, estado } = dado(primera).expediente;
    assert.equal(estado, "borrador");
    return new Expediente(id, primera.response.headers.get("ETag") ?? "");
  }

  async ver(persona: Persona = dgcp) {
    return dado(await persona.GET("/v1/expedientes/{id}", { params: { path: { id: this.id } } }));
  }

  async modificar(body: Esquemas["DatosParche"]) {
    const r = await municipio.PATCH("/v1/expedientes/{id}", {
      params: { path: { id: this.id }, header: { "If-Match": this.etag } },
      headers: { "Content-Type": "application/merge-patch+json" },
      body,
    });
    this.etag = r.response.headers.get("ETag") ?? "";
    return dado(r);
  }

  async subir(persona: Persona, clase: Esquemas["ClaseDocumento"], nombre: string) {
    const bytes = readFileSync(`${carpeta}/${nombre}`);
    const r = await persona.POST("/v1/expedientes/{id}/documentos", {
      params: {
        path: { id: this.id },
        query: { clase, nombre },
        header: { "Idempotency-Key": randomUUID(), "Content-Digest": `sha-256=:${createHash("sha256").update(bytes).digest("base64")}:` },
      },
      headers: { "Content-Type": nombre.endsWith(".docx") ? WORD : "application/pdf" },
      body: new Blob([bytes]),
      bodySerializer: (archivo) => archivo,
    });
    const documento = dado(r);
    assert.deepEqual([documento.clase, documento.nombre, documento.sha256], [clase, nombre, sha256(bytes)]);
    this.etag = r.response.headers.get("ETag") ?? "";
    return documento;
  }

  /** One attempt, whatever comes of it. */
  intentar(persona: Persona, body: Esquemas["SolicitudActo"], version = this.etag) {
    return persona.POST("/v1/expedientes/{id}/actos", {
      params: { path: { id: this.id }, header: { "If-Match": version, "Idempotency-Key": randomUUID() } },
      body,
    });
  }

  async acto(persona: Persona, body: Esquemas["SolicitudActo"], estado: Esquemas["Estado"]) {
    const r = await this.intentar(persona, body), hecho = dado(r);
    assert.deepEqual([hecho.acto.acto, hecho.expediente.estado], [body.acto, estado]);
    this.etag = r.response.headers.get("ETag") ?? "";
    return hecho;
  }

  /** The bytes of a document, compared with what its description says. */
  async bajar(persona: Persona, documento: Esquemas["Documento"] | Esquemas["DocumentoEmitido"]) {
    const r = await persona.GET("/v1/expedientes/{id}/documentos/{documento}/contenido", {
      params: { path: { id: this.id, documento: documento.id } },
      parseAs: "arrayBuffer",
    });
    const bytes = new Uint8Array(dado(r));
    assert.equal(sha256(bytes), documento.sha256);
    return bytes;
  }

  /** A document that the service writes and seals by itself after an act. */
  async emitido(persona: Persona, clase: Esquemas["ClaseEmitida"]) {
    for (;;) {
      const { datos } = dado(await persona.GET("/v1/expedientes/{id}/documentos", { params: { path: { id: this.id } } }));
      for (const d of datos) if ("origen" in d && d.clase === clase) return d;
      await dormir(300);
    }
  }
}

// Step 1: the file, and its data in two parts.
const datos = JSON.parse(readFileSync(`${carpeta}/datos.json`, "utf8")) as Esquemas["Datos"];
const e = await Expediente.abrir(datos);
assert.deepEqual((await e.modificar({ lugar_firma: "Kioto, Japón", ods: [11, 17] })).datos.ods, [11, 17]);

// Steps 1 to 3: the letter, the text in Word, an annex; before them, all that is missing is told at once.
const temprano = await e.intentar(municipio, { acto: "presentar", datos: { declaracion_version_final: true } });
assert.equal(temprano.response.status, 409);
assert.deepEqual(temprano.error?.errors?.map((x) => x.codigo).sort(), ["falta-proyecto", "falta-solicitud"]);
const solicitud = await e.subir(municipio, "solicitud", "solicitud.pdf");
await e.subir(municipio, "proyecto", "proyecto.docx");
await e.subir(municipio, "anexo", "anexo.pdf");
assert.equal((await e.bajar(dgcp, solicitud)).length, solicitud.tamano);

// Step 4, with the side branch that most files take.
const { numero: folio = "" } = await e.acto(municipio, { acto: "presentar", datos: { declaracion_version_final: true } }, "presentado");
const faltantes = [{ requisito: "Autorización del cabildo", detalle: "Adjunte el acta de la sesión." }];
await e.acto(dgcp, { acto: "prevenir", datos: { faltantes, plazo_dias_habiles: 5 } }, "prevenido");
await e.acto(municipio, { acto: "desahogar", datos: { respuestas: [{ numero: 1, respuesta: "Se adjunta el acta." }] } }, "presentado");

// Steps 5 and 6. Who holds an old version is told so.
await e.acto(dgcp, { acto: "turnar" }, "turnado");
const viejo = await e.intentar(cja, { acto: "recibir" }, '"1"');
assert.deepEqual([viejo.response.status, viejo.error?.type], [412, "/problemas/version-obsoleta"]);
await e.acto(cja, { acto: "recibir" }, "en_revision");

// Step 7: observed, attended with a new text, the dictamen written by one person and given by another.
const observaciones = [{ clausula: "PRIMERA.", texto: "Precisar el objeto.", severidad: "alta" as const }];
await e.acto(cja, { acto: "observar", datos: { observaciones } }, "observado");
await e.subir(municipio, "proyecto", "proyecto2.docx");
const pendientes = (await e.ver(municipio)).observaciones.filter((o) => !o.respuesta);
assert.equal(pendientes.length, 1);
const respuestas = pendientes.map(({ numero }) => ({ numero, respuesta: "Se precisó." }));
await e.acto(municipio, { acto: "atender", datos: { respuestas } }, "en_revision");
await e.subir(cja, "proyecto_dictamen", "dictamen.pdf");
await e.acto(titular, {
  acto: "dictaminar",
  datos: {
    sentido: "procedente_con_recomendaciones",
    fundamento: "Artículos 2, fracción II, y 7 de la Ley sobre la Celebración de Tratados.",
    motivacion: "El objeto está dentro de las facultades del Ayuntamiento.",
    recomendaciones: [{ clausula: "TERCERA", texto: "Señalar la fecha de entrada en vigor." }],
  },
}, "dictaminado");
assert.equal((await e.ver(municipio)).dictamen, undefined, "not told before step 8");

// Step 8.
await e.acto(dgcp, { acto: "responder" }, "respondido");
assert.equal((await e.ver(municipio)).dictamen?.sentido, "procedente_con_recomendaciones");
await e.acto(municipio, { acto: "acusar" }, "respondido");

// Steps 9 to 12.
await e.subir(municipio, "copia_firmada", "copia.pdf");
await e.acto(municipio, { acto: "remitir_copia", datos: { fecha_suscripcion: hoy(), lugar_suscripcion: "Kioto, Japón" } }, "copia_recibida");
await e.acto(dgcp, { acto: "solicitar_registro" }, "registro_solicitado");
const verificaciones = (await e.ver(cja)).observaciones.map(({ numero }) => ({ numero, resultado: "incorporada" as const }));
const inscrito = await e.acto(titular, { acto: "inscribir", datos: { terminos: "Se inscribe el texto firmado.", verificaciones } }, "inscrito");
const numero = inscrito.numero ?? "";
await e.acto(dgcp, { acto: "concluir" }, "concluido");
const { pasos } = dado(await municipio.GET("/v1/expedientes/{id}/pasos", { params: { path: { id: folio } } }));
assert.deepEqual(pasos.map((p) => p.paso), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
assert.ok(pasos.every((p) => p.estado === "hecho"));
const lista = dado(await municipio.GET("/v1/expedientes", { params: { query: { estado: ["inscrito", "concluido"], q: folio } } }));
assert.deepEqual(lista.datos.map((x) => x.folio), [folio]);

// The constancia, for the municipality and for anybody; the public registry, without a key.
const constancia = await e.emitido(municipio, "constancia");
const sellada = await e.bajar(municipio, constancia);
const publica = await cualquiera.GET("/v1/registro/{numero}/constancia", { params: { path: { numero } }, parseAs: "arrayBuffer" });
assert.equal(sha256(new Uint8Array(dado(publica))), constancia.sha256);
const verificada = await cualquiera.POST("/v1/verificacion", {
  headers: { "Content-Type": "application/pdf" },
  body: new Blob([sellada]),
  bodySerializer: (archivo) => archivo,
});
assert.equal(dado(verificada).emitido, true);
const asiento = dado(await cualquiera.GET("/v1/registro/{numero}", { params: { path: { numero } } }));
const encontrados = dado(await cualquiera.GET("/v1/registro", { params: { query: { q: datos.denominacion ?? "", limite: 5 } } }));
console.log(JSON.stringify({ expediente: e.id, folio, numero, asiento, encontrados }));
