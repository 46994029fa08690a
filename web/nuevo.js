/* A new file: saved as a draft as early as one likes, then completed on its own page. */
import {enviar} from "./api.js";
import {avisar, contarFalla, lista, operacion} from "./accion.js";
import {guardado} from "./campos.js";
import {formularioDatos, parche} from "./datos.js";
import {cambiar, el, llevar, poner} from "./dom.js";
import {limpiarMarcas, marcarErrores} from "./formulario.js";
import {presentarse} from "./marco.js";

const zona = document.getElementById("pagina");

async function empezar() {
  let yo;
  let datos;
  try {
    yo = await presentarse();
    if (yo.usuario.rol !== "gobierno_local") {
      avisar(zona, "aviso", el("p", {}, "Los expedientes los abre el gobierno local que va a firmar. Con su cuenta no se abre ninguno desde aquí."));
      return;
    }
    datos = await formularioDatos(yo, {});
  } catch (f) {
    contarFalla(zona, f, empezar);
    return;
  }
  const borrador = guardado("nuevo");
  datos.escribir(borrador.leer() || {nivel: yo.organizacion.nivel === "municipal" ? "municipal" : yo.organizacion.nivel === "estatal" ? "estatal" : undefined,
    organo_firmante: yo.organizacion.nombre, contacto: {nombre: yo.usuario.nombre, correo: yo.usuario.correo}, idiomas: ["es"]});
  const recado = el("div", {});
  const boton = el("button", {type: "submit", class: "principal"}, "Guardar el borrador y seguir");
  const intentar = operacion(recado, boton, {
    preparar() {
      limpiarMarcas(f);
      return datos.leer();
    },
    async mandar(mandado, clave) {
      const {expediente} = (await enviar("POST", "/v1/expedientes", {datos: mandado}, {clave})).datos;
      /* What was typed after a request that had no answer goes on in the file's own form. */
      if (Object.keys(parche(mandado, datos.leer())).length) guardado(`${expediente.id}:datos`).poner(datos.leer());
      return expediente;
    },
    negada(x, donde) {
      if (!x.problema?.errors?.length) return false;
      const {sueltos, primero} = marcarErrores(f, datos, x.problema.errors, "datos");
      avisar(donde, "grave", el("p", {}, el("strong", {}, x.problema.title), ". Todavía no se guardó en el servicio."), sueltos.length ? lista(sueltos) : null, primero ? el("p", {}, "Cada punto está señalado en su lugar.") : null);
      if (primero) llevar(primero);
      return true;
    },
    async alFin(e) {
      borrador.quitar();
      location.assign(`/expedientes/${e.id}`);
    },
  });
  const f = el("form", {class: "forma", al: {submit: (s) => { s.preventDefault(); intentar(); }, input: () => borrador.poner(datos.leer())}});
  f.noValidate = true;
  poner(f, datos.nodo, recado, el("p", {class: "ayuda"}, "Puede guardar aunque falten datos: el procedimiento no empieza hasta que usted presente. Después se suben el oficio y el Word."), el("p", {class: "botones"}, boton));
  cambiar(zona, el("p", {}, "Los datos del acuerdo. Lo que se marca como obligatorio hace falta para presentar, no para guardar el borrador."), f);
}
empezar();
