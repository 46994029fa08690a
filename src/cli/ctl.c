/* The table of commands and what they share. */
#include "cli/ctl.h"

#include <stdlib.h>
#include <string.h>

#define PAGINAS " (todas, en orden de alta)"

const struct ctl_orden ctl_ordenes[] = {
	{"migrar", NULL, CTL_DUENO, ctl_migrar, "Lleva el esquema de la base al de este programa.", {{0}}},
	{"organizacion", "alta", CTL_ADMIN, ctl_organizacion_alta, "Da de alta una organización.",
		{{"nombre", "TEXTO", true, "nombre oficial"}, {"nivel", "NIVEL", true, "municipal, estatal o federal"},
			{"entidad", "CLAVE", false, "clave INEGI de dos dígitos; obligatoria salvo en la federación"},
			{"municipio", "TEXTO", false, "nombre del municipio"}, {"siglas", "TEXTO", false, "siglas"}, {0}}},
	{"organizacion", "baja", CTL_ADMIN, ctl_organizacion_baja, "Desactiva una organización; sus claves dejan de servir.",
		{{"id", "UUID", true, "la organización"}, {0}}},
	{"organizacion", "lista", CTL_ADMIN, ctl_organizacion_lista, "Lista las organizaciones" PAGINAS ".", {{0}}},
	{"organizacion", "dominio", CTL_ADMIN, ctl_organizacion_dominio,
		"Dominios de correo de una organización; sin más opciones, los lista.",
		{{"id", "UUID", true, "la organización"},
			{"agregar", "DOMINIO", false, "desde el que escribe, por ejemplo guadalajara.gob.mx"},
			{"subdominios", NULL, false, "con --agregar: también los que cuelgan de él"},
			{"quitar", "DOMINIO", false, "que ya no es suyo"}, {0}}},
	{"organizacion", "certificado", CTL_ADMIN, ctl_organizacion_certificado,
		"Certificados de cliente de una organización; sin más opciones, los lista.",
		{{"id", "UUID", true, "la organización"}, {"agregar", "ARCHIVO", false, "el de uno de sus sistemas, en PEM, sin su cadena"},
			{"etiqueta", "TEXTO", false, "con --agregar: para reconocerlo"},
			{"revocar", "UUID", false, "deja de servir en un segundo"}, {0}}},
	{"organizacion", "exigir-certificado", CTL_ADMIN, ctl_organizacion_exigir_certificado,
		"Las claves y los tokens de la organización solo sirven con uno de sus certificados de cliente.",
		{{"id", "UUID", true, "la organización"}, {"no", NULL, false, "deja de exigirlo"}, {0}}},
	{"usuario", "alta", CTL_ADMIN, ctl_usuario_alta, "Da de alta a una persona o un sistema.",
		{{"organizacion", "UUID", true, "su organización"}, {"nombre", "TEXTO", true, "su nombre"},
			{"rol", "ROL", true, "gobierno_local, enlace_estatal, dgcp, cja, cja_titular, auditoria o administracion"},
			{"correo", "CORREO", false, "correo institucional"},
			{"maquina", NULL, false, "es un sistema, no una persona: siempre debe enviar Idempotency-Key"}, {0}}},
	{"usuario", "baja", CTL_ADMIN, ctl_usuario_baja, "Desactiva a una persona; sus claves dejan de servir.",
		{{"id", "UUID", true, "la persona"}, {0}}},
	{"usuario", "lista", CTL_ADMIN, ctl_usuario_lista, "Lista a las personas" PAGINAS ".",
		{{"organizacion", "UUID", false, "solo las de esta"}, {0}}},
	{"clave", "crear", CTL_ADMIN, ctl_clave_crear, "Crea una clave y la muestra una sola vez.",
		{{"usuario", "UUID", true, "de quién"}, {"ambitos", "A,B", false, "permisos; si falta, los de su función"},
			{"vence", "AAAA-MM-DD", false, "último día en que sirve"}, {0}}},
	{"clave", "revocar", CTL_ADMIN, ctl_clave_revocar, "Revoca una clave; deja de servir en un segundo.",
		{{"id", "UUID", true, "la clave"}, {0}}},
	{"clave", "lista", CTL_ADMIN, ctl_clave_lista, "Lista las claves, sin su texto" PAGINAS ".",
		{{"usuario", "UUID", false, "solo las de esta persona"}, {0}}},
	{"cuenta", "invitar", CTL_ADMIN, ctl_cuenta_invitar,
		"Abre la cuenta de una persona y le envía por correo el enlace para elegir contraseña.",
		{{"usuario", "UUID", true, "la persona; debe tener correo"}, {0}}},
	{"cuenta", "enlace", CTL_ADMIN, ctl_cuenta_enlace,
		"Abre la cuenta de una persona y muestra el enlace, una sola vez, para entregarlo en persona.",
		{{"usuario", "UUID", true, "la persona; debe tener correo"}, {0}}},
	{"cuenta", "retirar-segundo-factor", CTL_ADMIN, ctl_cuenta_retirar_segundo_factor,
		"Quita el segundo factor de quien perdió teléfono y códigos, y termina sus sesiones.",
		{{"usuario", "UUID", true, "la persona"}, {0}}},
	{"cuenta", "crear-llave", CTL_SIN_BASE, ctl_cuenta_crear_llave, "Hace la llave con que se cifran los secretos del segundo factor.",
		{{"archivo", "ARCHIVO", true, "donde queda; no debe existir"}, {0}}},
	{"token", "crear-llave", CTL_SIN_BASE, ctl_token_crear_llave,
		"Hace la llave con que se firman los tokens de acceso de los sistemas.",
		{{"archivo", "RUTA", true, "dónde; no debe existir"}, {0}}},
	{"calendario", "cargar", CTL_ADMIN, ctl_calendario_cargar, "Carga días inhábiles y años; lo que ya está no se repite.",
		{{"archivo", "CSV", false, "fecha,tipo,motivo,fuente,origen o anio,fuente; si falta, los que trae el programa"},
			{"fuente", "TEXTO", false, "de dónde sale"}, {0}}},
	{"calendario", "avisos", CTL_ADMIN, ctl_calendario_avisos, "Lista los avisos del calendario, del más reciente al más antiguo.",
		{{0}}},
	{"municipios", "cargar", CTL_ADMIN, ctl_municipios_cargar,
		"Carga el catálogo de municipios del INEGI (AGEEML); repetirlo no cambia nada. Las faltas se listan todas, con línea y "
		"columna.",
		{{"ARCHIVO", "", true, "el CSV tal como lo publica el INEGI"},
			{"fuente", "TEXTO", false, "de dónde sale; si falta, el nombre del archivo"}, {0}}},
	{"registro", "exportar", CTL_ADMIN, ctl_registro_exportar,
		"Escribe todo el Registro, un asiento por renglón, como estaba en un solo momento (docs/registro.md).",
		{{"formato", "FORMATO", false, "csv (por omisión) o jsonl"}, {"archivo", "ARCHIVO", false, "dónde; si falta, la salida"},
			{0}}},
	{"registro", "importar", CTL_ADMIN, ctl_registro_importar,
		"Carga una tabla de acuerdos en el Registro (docs/registro.md). Primero revisa todo y lista las faltas, con línea y "
		"columna; si las "
		"hay, no carga nada. Repetirlo no duplica nada.",
		{{"ARCHIVO", "", true, "el CSV"},
			{"mapa", "MAPA", false, "qué columna da cada dato: un archivo .ini, o registro (por omisión) o acuerdos_reales"},
			{"fuente", "TEXTO", false, "de dónde sale, si el archivo no lo dice"},
			{"fecha", "AAAA-MM-DD", false, "cuándo se consultó o entregó"},
			{"omitir-malas", NULL, false, "carga los renglones que no tienen faltas"}, {"ensayo", NULL, false, "solo revisa"},
			{0}}},
	{"registro", "indexar", CTL_DUENO, ctl_registro_indexar,
		"Vuelve a hacer las palabras por las que se busca en el Registro, como las haría hoy: después de actualizar, si cambió qué "
		"se "
		"testa o qué se encuentra (docs/registro.md). No cambia ningún acto ni asiento; puede repetirse.",
		{{0}}},
	{"recibir-correo", NULL, CTL_SERVICIO, ctl_recibir_correo,
		"Registra el mensaje que llega por la entrada estándar, o los de un buzón. Sale como pide sysexits.h: 0, 65 o 75.",
		{{"imap", NULL, false, "toma los mensajes nuevos de imap_url"},
			{"sobre", "DIRECCION", false, "remitente del sobre; vacío: aviso de una máquina, que no se responde"},
			{"respuesta-a-salida", NULL, false, "escribe la respuesta en la salida en lugar de enviarla"}, {0}}},
	{"verificar", NULL, CTL_ADMIN, ctl_verificar,
		"Vuelve a calcular la cadena de actos y la bitácora del Registro; señala lo primero que difiera.",
		{{"expediente", "UUID", false, "solo este"}, {"documentos", NULL, false, "también el SHA-256 de cada documento"}, {0}}},
	{"verificar-paquete", NULL, CTL_SIN_BASE, ctl_verificar_paquete,
		"Comprueba un expediente sellado, sin red ni base de datos; señala lo primero que no corresponda.",
		{{"ARCHIVO", "", true, "el ZIP"},
			{"ca", "ARCHIVO", false, "PEM de la autoridad en que se confía; si falta, no se comprueba de quién es la firma"},
			{0}}},
	{"cargar-demo", NULL, CTL_ADMIN, ctl_cargar_demo, "Organizaciones, personas y claves de demostración; repetirlo no duplica nada.",
		{{"claves", NULL, false, "crea claves nuevas también para quienes ya existían"}, {0}}},
	{"reglas", "probar", CTL_SIN_BASE, ctl_reglas_probar,
		"Valida las reglas de la revisión previa y corre los textos de prueba de cada una.",
		{{"archivo", "INI", false, "qué reglas; si falta, las configuradas"}, {0}}},
	{"reglas", "aplicar", CTL_SIN_BASE, ctl_reglas_aplicar,
		"Aplica las reglas a un texto (un párrafo por renglón) y escribe lo que observan.",
		{{"texto", "ARCHIVO", true, "el texto; - es la entrada estándar"},
			{"ambito", "AMBITO", false, "proyecto (por omisión) o solicitud"},
			{"archivo", "INI", false, "qué reglas; si falta, las configuradas"}, {0}}},
	{"sello", "crear", CTL_SIN_BASE, ctl_sello_crear, "Hace una autoridad propia y un certificado para sellar documentos.",
		{{"carpeta", "CARPETA", true, "donde quedan ca.pem, sello.pem y sello.llave; debe existir"},
			{"nombre", "TEXTO", false, "de quién es el sello (hasta 64 caracteres)"}, {0}}},
	{"sello", "mostrar", CTL_SIN_BASE, ctl_sello_mostrar, "Muestra el certificado con que se sella, si sirve.", {{0}}},
	{"plantillas", "revisar", CTL_SIN_BASE, ctl_plantillas_revisar, "Revisa las plantillas de los documentos; señala archivo y línea.",
		{{0}}},
	{"plantillas", "lista", CTL_ADMIN, ctl_plantillas_lista, "Lista las plantillas vigentes, sin su texto.", {{0}}},
	{"plantillas", "ver", CTL_ADMIN, ctl_plantillas_ver, "Muestra una plantilla con su texto.",
		{{"nombre", "NOMBRE", true, "por ejemplo dictamen.html"}, {"version", "N", false, "si falta, la vigente"}, {0}}},
	{"plantillas", "versiones", CTL_ADMIN, ctl_plantillas_versiones,
		"Lista las versiones de una plantilla, de la más reciente a la del archivo, que es siempre la 1.",
		{{"nombre", "NOMBRE", true, "la plantilla"}, {0}}},
	{"plantillas", "poner", CTL_ADMIN, ctl_plantillas_poner,
		"Pone una versión nueva, después de revisarla y probarla con las demás; vale para todas las instancias.",
		{{"nombre", "NOMBRE", true, "la plantilla"}, {"archivo", "ARCHIVO", true, "el texto nuevo"},
			{"motivo", "TEXTO", true, "por qué"}, {0}}},
	{"plantillas", "volver", CTL_ADMIN, ctl_plantillas_volver, "Vuelve a una versión anterior, como versión nueva.",
		{{"nombre", "NOMBRE", true, "la plantilla"}, {"version", "N", true, "a cuál; 1 es la del archivo"},
			{"motivo", "TEXTO", true, "por qué"}, {0}}},
	{"plantillas", "probar", CTL_ADMIN, ctl_plantillas_probar,
		"Escribe una muestra en PDF, sin sello y marcada en cada página; no guarda nada.",
		{{"nombre", "NOMBRE", true, "la plantilla"}, {"archivo", "ARCHIVO", false, "otro texto; si falta, el vigente"},
			{"salida", "ARCHIVO", true, "dónde queda el PDF; no debe existir"}, {0}}},
	{"bitacora", "crear-llave", CTL_SIN_BASE, ctl_bitacora_crear_llave,
		"Hace la llave con que se firman las cabezas de la bitácora del Registro y muestra la pública.",
		{{"archivo", "ARCHIVO", true, "donde queda; no debe existir"}, {0}}},
	{"bitacora", "comprobar", CTL_SIN_BASE, ctl_bitacora_comprobar,
		"Comprueba una prueba de inclusión, u otra cabeza, contra una cabeza guardada; sin red ni base de datos.",
		{{"PRUEBA", "", false, "JSON de /v1/registro/bitacora/inclusion, o el PDF de una constancia o de una copia certificada"},
			{"cabeza", "ARCHIVO", true, "la cabeza guardada (JSON de /v1/registro/bitacora)"},
			{"otra", "ARCHIVO", false, "otra cabeza, anterior o posterior"},
			{"consistencia", "ARCHIVO", false, "JSON de /v1/registro/bitacora/consistencia; necesaria si los tamaños difieren"},
			{"llave", "ARCHIVO", false, "llave pública en PEM en que se confía"},
			{"ca", "ARCHIVO", false, "autoridad del sello en PEM: el PDF debe estar sellado por quien ella certificó"}, {0}}},
	{"listo", NULL, CTL_SIN_BASE, ctl_listo, "Pregunta al servicio si puede atender (GET /readyz).", {{0}}},
	{"suscripciones", "crear-llave", CTL_SIN_BASE, ctl_suscripciones_crear_llave,
		"Hace la llave con que se cifran los secretos de las suscripciones.",
		{{"archivo", "ARCHIVO", true, "donde queda; no debe existir"}, {0}}},
	{"avisos", "problemas", CTL_ADMIN, ctl_avisos_problemas, "Lista los avisos por correo que no pudieron enviarse o fueron devueltos.",
		{{0}}},
};
const size_t ctl_ordenes_count = sizeof ctl_ordenes / sizeof *ctl_ordenes;

const char *ctl_get(const struct ctl *c, const char *nombre)
{
	for (size_t i = 0; c->orden->opciones[i].nombre; i++)
		if (strcmp(c->orden->opciones[i].nombre, nombre) == 0)
			return c->valores[i];
	abort();
}

struct uuid ctl_uuid(struct ctl *c, const char *nombre)
{
	struct uuid id = {0};
	const char *s = ctl_get(c, nombre);
	char pointer[64];
	snprintf(pointer, sizeof pointer, "--%s", nombre);
	if (s && !uuid_parse(s, &id))
		error_add(&c->err, pointer, MENSAJE_UUID);
	return id;
}

void ctl_line_begin(struct ctl_linea *l)
{
	buf_init(&l->buf, CTL_LINEA_MAX);
	json_begin(&l->w, &l->buf);
	json_object(&l->w, NULL);
}

void ctl_line_uuid(struct ctl_linea *l, const char *key, const struct uuid *id)
{
	char text[UUID_LEN];
	if (uuid_is_nil(id))
		return;
	uuid_format(id, text);
	json_string(&l->w, key, text);
}

void ctl_line_end(struct ctl_linea *l)
{
	json_object_end(&l->w);
	puts(buf_str(&l->buf));
	buf_free(&l->buf);
}
