/* The one page of those who sign in: by its address, the heading it has and the module that fills it in. */
const PAGINAS = {"/mesa": ["Mi mesa", "mesa"], "/cuenta": ["Mi cuenta", "cuenta"], "/expedientes/nuevo": ["Nuevo expediente", "nuevo"],
  "/correo": ["Correo recibido", "correo"], "/administracion": ["Administración", "administracion"],
  "/organizacion": ["Mi organización", "organizacion"], "/vigilancia": ["Vigilancia del Registro", "vigilancia"]};
const DE_UNO = {asientos: ["Asiento del Registro", "asiento"], expedientes: ["Expediente", "expediente"]};
const [titulo, modulo] = PAGINAS[location.pathname] || DE_UNO[location.pathname.split("/")[1]];

document.title = `${titulo} · Acuerdos interinstitucionales`;
document.getElementById("titulo").textContent = titulo;
import(`./${modulo}.js`).catch(() => {
  document.getElementById("recado").textContent = "La página no pudo cargarse completa: puede ser la conexión. Recárguela.";
});
