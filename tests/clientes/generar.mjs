// openapi.yaml → the types of tramite.ts. The one thing told to the generator is its own recipe for files (openapi-typescript.dev/node):
// TypeScript has no name of its own for «string, format binary».
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const archivo = ts.factory.createTypeReferenceNode("Blob");
const [descripcion, salida] = process.argv.slice(2);
const tipos = await openapiTS(pathToFileURL(descripcion), {
  transform: (esquema) => (esquema.format === "binary" ? archivo : undefined),
});
await writeFile(salida, astToString(tipos));
