/* One's own account: the password, the second factor, and where one's session is open. Nothing typed here is kept by the browser. */
import {enviar, leer, olvidarSesion} from "./api.js";
import {avisar, contarFalla, operacion} from "./accion.js";
import {cambiar, dicho, el, llevar, poner, trazo} from "./dom.js";
import {formulario} from "./formulario.js";
import {presentarse} from "./marco.js";
import {momento} from "./texto.js";

const zona = document.getElementById("pagina");
const CODIGO = {tipo: "texto", nombre: "codigo", rotulo: "Código de seis cifras", max: 6, auto: "one-time-code", requerido: true};

/* A form; what asks for the password to be fresh asks for it, and goes on. */
function forma(descripciones, rotulo, {cuenta, ...mas}) {
  return formulario(descripciones, rotulo, {...mas, negada(x, donde, otraVez) {
    if (x.nombre !== "elevacion-necesaria") return false;
    confirmar(donde, cuenta, otraVez);
    return true;
  }});
}

/* Who asks for a change of the account says again who they are; then what they asked for goes on. */
function confirmar(donde, cuenta, seguir) {
  const f = forma([{tipo: "texto", nombre: "contrasena", rotulo: "Su contraseña de ahora", clase: "password", auto: "current-password", requerido: true},
    ...(cuenta.segundo_factor ? [CODIGO] : [])], "Confirmar y continuar", {
    cuenta,
    hacer: (v) => enviar("POST", "/v1/sesiones/actual/elevar", v),
    async alFin() {
      olvidarSesion(); /* its token is another one now */
      seguir();
    },
  });
  cambiar(donde, el("div", {class: "recado aviso", role: "group", "aria-labelledby": "t-confirmar"}, el("h3", {id: "t-confirmar"}, "Confirme que es usted"), f));
  llevar(f.querySelector("input"));
}

function contrasena(cuenta) {
  return el("section", {"aria-labelledby": "t-contrasena"}, el("h2", {id: "t-contrasena"}, "Contraseña"),
    el("p", {class: "ayuda"}, "De 12 a 256 caracteres; una frase de varias palabras es fácil de recordar. No se admiten las que se han filtrado, ni las hechas de palabras comunes o de sus propios datos. Al cambiarla terminan sus demás sesiones."),
    forma([{tipo: "texto", nombre: "nueva", rotulo: "Contraseña nueva", clase: "password", auto: "new-password", requerido: true},
      {tipo: "texto", nombre: "otra", rotulo: "La misma, otra vez", clase: "password", auto: "new-password", requerido: true}], "Cambiar la contraseña", {
      cuenta,
      distintos: (v) => (v.nueva !== v.otra ? ["otra", "No es igual a la de arriba."] : null),
      hacer: (v) => enviar("PUT", "/v1/yo/contrasena", {nueva: v.nueva}),
      async alFin() {
        await pintar();
        avisar(zona.querySelector(".hecho"), "bien", "La contraseña se cambió. Sus demás sesiones terminaron.");
      },
    }));
}

function boton(rotulo, cuenta, {hacer, alFin}) {
  return forma([], rotulo, {cuenta, hacer, alFin});
}

function ponerFactor(cuenta) {
  const lugar = el("div", {});
  poner(lugar, el("p", {}, "Con un segundo factor, quien robe su contraseña no puede entrar: hace falta además un código que da una aplicación de su teléfono (por ejemplo Aegis, FreeOTP o Google Authenticator)."),
    boton("Poner un segundo factor", cuenta, {
      hacer: () => enviar("POST", "/v1/yo/segundo-factor"),
      async alFin({datos}) {
        const pasos = el("ol", {},
          el("li", {}, "Abra la aplicación en su teléfono y lea este código:", trazo(datos.qr.lado, datos.qr.trazo, "Código QR del segundo factor"),
            el("p", {class: "ayuda"}, "Si no puede leerlo, escriba esta clave en la aplicación: ", el("code", {id: "secreto"}, datos.secreto.match(/.{4}/g).join(" ")))),
          el("li", {}, "Escriba aquí las seis cifras que la aplicación muestra:", forma([CODIGO], "Confirmar el segundo factor", {
            cuenta,
            hacer: (v) => enviar("POST", "/v1/yo/segundo-factor/confirmar", v),
            alFin: async (r) => recuperacion(lugar, r.datos.recuperacion),
          })));
        llevar(cambiar(lugar, pasos));
      },
    }));
  return lugar;
}

/* Shown this once: nobody, the administration included, can see them again. */
function recuperacion(lugar, codigos) {
  const copiar = navigator.clipboard ? el("button", {type: "button", al: {click: (s) => navigator.clipboard.writeText(codigos.join("\n")).then(() => cambiar(s.target, "Copiados"))}}, "Copiar") : null;
  cambiar(lugar, el("h3", {tabindex: "-1"}, "Guarde estos códigos de recuperación"),
    el("p", {}, "El segundo factor ya está puesto. Si pierde el teléfono, cada uno de estos códigos sirve ", el("strong", {}, "una vez"), " para entrar. No se vuelven a mostrar: imprímalos o guárdelos donde guarda lo importante, no en el teléfono."),
    el("ol", {class: "codigos"}, codigos.map((x) => el("li", {}, x))),
    el("p", {class: "botones"}, el("button", {type: "button", al: {click: () => window.print()}}, "Imprimir"), copiar, el("button", {type: "button", class: "principal", al: {click: pintar}}, "Ya los guardé")));
  llevar(lugar.querySelector("h3"));
}

function segundoFactor(cuenta) {
  const quitar = () => el("details", {}, el("summary", {}, "Quitar el segundo factor"), el("p", {}, "Bastará la contraseña para entrar, y los códigos de recuperación dejarán de servir."),
    boton("Quitarlo", cuenta, {hacer: () => enviar("DELETE", "/v1/yo/segundo-factor"), alFin: pintar}));
  return el("section", {"aria-labelledby": "t-factor"}, el("h2", {id: "t-factor"}, "Segundo factor"),
    cuenta.segundo_factor ? [el("p", {}, el("strong", {}, "Puesto."), " Al entrar se le pide el código de su aplicación, o uno de recuperación."), quitar()] : ponerFactor(cuenta));
}

function sesion(s) {
  const recado = el("div", {});
  const terminar = el("button", {type: "button", class: "chico", "aria-label": `Terminar la sesión abierta el ${momento(s.creada_en)}`}, "Terminar");
  terminar.addEventListener("click", operacion(recado, terminar, {preparar: () => null, mandar: () => enviar("DELETE", `/v1/sesiones/${s.id}`), alFin: pintar}));
  return el("li", {class: "ficha"},
    el("p", {}, s.actual ? el("strong", {}, "Esta. ") : null, "Abierta el ", momento(s.creada_en), "; usada por última vez el ", momento(s.vista_en), "."),
    el("p", {class: "menor"}, s.direccion ? ["Desde ", dicho(s.direccion), ". "] : null, s.agente ? dicho(s.agente) : null),
    recado, s.actual ? null : el("p", {}, terminar));
}

async function pintar() {
  const [{sesion: esta, cuenta}, lista] = await Promise.all([leer("/v1/sesiones/actual"), leer("/v1/sesiones")]);
  cambiar(zona, el("div", {class: "hecho"}),
    cuenta.contrasena ? [contrasena(cuenta), segundoFactor(cuenta)]
      : el("p", {}, "Usted entra con la cuenta de su institución: su contraseña y su segundo factor se cambian allá."),
    el("section", {"aria-labelledby": "t-sesiones"}, el("h2", {id: "t-sesiones"}, `Sesiones abiertas (${lista.datos.length})`),
      el("p", {class: "ayuda"}, "Si una no es suya, termínela y cambie la contraseña."),
      el("ul", {class: "fichas"}, lista.datos.map((s) => sesion({...s, actual: s.id === esta.id})))));
}

async function empezar() {
  try {
    await presentarse();
    await pintar();
  } catch (f) {
    contarFalla(zona, f, empezar);
  }
}
empezar();
