// openapi.yaml → a Postman collection: one request for each operation, with the description's own examples. Identifiers, which the
// converter makes anew each time, and answers, which only repeat the description, stay out: the same description gives the same file.
//   node .ci/npm/postman.mjs openapi.yaml collection.json
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const { convertV2 } = createRequire(new URL("../../var/npm/", import.meta.url))("openapi-to-postmanv2");
const [descripcion, salida] = process.argv.slice(2);
const { result, reason, output } = await promisify(convertV2)(
  { type: "string", data: await readFile(descripcion, "utf8") },
  { folderStrategy: "Tags", parametersResolution: "Example", enableOptionalParameters: false, alwaysInheritAuthentication: true },
);
if (!result) throw new Error(reason);

// Postman's own variables, where an example would be used up by its first use; a body that is a file is chosen from the disk.
const propios = {
  "Idempotency-Key": { value: "{{$guid}}", disabled: false },
  "If-Match": { value: "{{etag}}" },
};

function limpiar(nodo) {
  if (Array.isArray(nodo)) return nodo.map(limpiar);
  if (nodo === null || typeof nodo !== "object") return nodo;
  if (nodo.mode === "raw" && nodo.raw === "string") return { mode: "file", file: {} };
  // A form is filled in by hand: for a field without an example the converter makes a value up.
  if (nodo.mode === "urlencoded") return { mode: nodo.mode, urlencoded: nodo.urlencoded.map((campo) => limpiar({ ...campo, value: "" })) };
  const { id, _postman_id, response, ...resto } = nodo;
  return Object.fromEntries(Object.entries({ ...resto, ...propios[nodo.key] }).map(([k, v]) => [k, limpiar(v)]));
}

const coleccion = limpiar(output[0].data);
coleccion.variable = [
  { key: "baseUrl", value: "http://127.0.0.1:8080" },
  { key: "bearerToken", value: "" },
  { key: "etag", value: "" },
];
// The answer to whatever was read or changed has the version that the next change must name.
coleccion.event = [
  { listen: "test", script: { type: "text/javascript", exec: ['if (pm.response.headers.has("ETag")) pm.collectionVariables.set("etag", pm.response.headers.get("ETag"));'] } },
];
await writeFile(salida, JSON.stringify(coleccion, null, 1) + "\n");
