/* What the DGCP watches: agreements whose term is about to end, and files that should be inscribed by now. */
import {leer, procedimiento, unaVez} from "./api.js";
import {avisar, contarFalla} from "./accion.js";
import {cambiar, dicho, el} from "./dom.js";
import {listado} from "./listado.js";
import {estado, presentarse} from "./marco.js";
import {fichaAsiento} from "./registro.js";
import {fecha, mesesHasta} from "./texto.js";

const zona = document.getElementById("pagina");
const recado = document.getElementById("recado");
const PLAZOS = [12, 6, 3];
const MOTIVOS = {sin_copia: "No ha llegado la copia firmada.", sin_inscribir: "Llegó la copia firmada y no está inscrita."};

async function nombres(catalogo) {
  return Object.fromEntries((await unaVez(`/v1/catalogos/${catalogo}`)).datos.map((x) => [x.clave, x.nombre]));
}

/* What there is of those texts, each with its own direction of writing. */
const dichos = (textos, entre) => textos.filter(Boolean).map((x, i) => [i ? entre : "", dicho(x)]);

async function porVencer(meses) {
  const [entidades, paises] = await Promise.all([nombres("entidades"), nombres("paises")]);
  return listado({id: "vencen", titulo: `Terminan en los próximos ${meses} meses`, vacio: `Ningún acuerdo vigente termina en los próximos ${meses} meses.`, ruta: `/v1/registro/por-vencer?meses=${meses}`,
    renglon: (x) => fichaAsiento(x, el("p", {}, "Entre ", dichos(x.partes_mexicanas, "; "), " y ", dichos(x.contrapartes, "; "), "."),
      el("p", {class: "menor"}, dichos([x.municipio, entidades[x.cve_ent], paises[x.pais]], " · ")),
      el("p", {}, "Último día: ", el("time", {datetime: x.vigencia_hasta}, fecha(x.vigencia_hasta)), "; ", el("strong", {}, mesesHasta(x.vigencia_hasta)), "."))});
}

async function sinRegistrar() {
  const estados = Object.fromEntries((await procedimiento()).estados.map((s) => [s.estado, s.titulo]));
  const vistas = new Map(); /* names of organisations, asked for once */
  const nombrar = (id) => vistas.get(id) || vistas.set(id, leer(`/v1/organizaciones/${id}`).then((o) => o.nombre, () => "")).get(id);
  return listado({id: "firmados", titulo: "Ya debían estar inscritos", vacio: "Ningún expediente: nada pasó de su fecha de firma sin inscribirse.", ruta: "/v1/registro/firmados-sin-registrar",
    renglon(x) {
      const quien = el("p", {class: "menor"});
      nombrar(x.organizacion).then((nombre) => cambiar(quien, dicho(nombre)));
      return el("li", {class: "ficha"}, el("h3", {}, el("a", {href: `/expedientes/${encodeURIComponent(x.folio || x.expediente)}`}, dicho(x.denominacion || "(sin nombre)"))),
        el("p", {class: "datos"}, el("span", {class: "folio"}, dicho(x.folio)), estado(x, estados, "dgcp")), quien,
        el("p", {}, "Iba a firmarse el ", el("time", {datetime: x.fecha_firma_pretendida}, fecha(x.fecha_firma_pretendida)), ". ", el("strong", {}, MOTIVOS[x.motivo])));
    }});
}

async function empezar() {
  try {
    cambiar(recado);
    const yo = await presentarse();
    if (yo.usuario.rol !== "dgcp") {
      avisar(recado, "aviso", el("p", {}, "Esto lo vigila la DGCP y con su cuenta no se ve. Lo inscrito está a la vista de todos en el ", el("a", {href: "/v1/registro"}, "Registro público"), "."));
      return;
    }
    const vencen = el("div", {});
    const poner = async () => {
      const pedidos = meses.value;
      const seccion = await porVencer(pedidos);
      if (meses.value === pedidos) cambiar(vencen, seccion);
    };
    const otros = () => poner().catch((f) => contarFalla(vencen, f, otros));
    const meses = el("select", {id: "meses", al: {change: otros}}, PLAZOS.map((n) => el("option", {value: n}, `${n} meses`)));
    const [firmados] = await Promise.all([sinRegistrar(), poner()]);
    cambiar(zona, el("div", {class: "campo"}, el("label", {for: "meses"}, "Acuerdos que terminan dentro de"), meses), vencen, firmados);
  } catch (f) {
    contarFalla(recado, f, empezar);
  }
}
empezar();
