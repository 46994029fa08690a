/* dictamenctl: a table of commands; each prints JSON lines on standard output, errors in Spanish on standard error. Exit: 0, 1 failed, 2 usage. */
#ifndef CLI_CTL_H
#define CLI_CTL_H

#include "base/buf.h"
#include "cli/comun.h"
#include "codec/json.h"
#include "services/gestion.h"
#include "store/db.h"

#define CTL_OPCIONES_MAX 8
#define CTL_LINEA_MAX ((size_t)1024 * 1024)

struct ctl_opcion {
	const char
		*nombre; /* "--nombre VALOR", or a switch when `valor` is NULL; in capitals: the bare word, its name is only for the help */
	const char *valor; /* what to write in the help */
	bool requerida;
	const char *ayuda;
};
struct ctl {
	const struct config *config;
	const struct ctl_orden *orden;
	const char *valores[CTL_OPCIONES_MAX]; /* NULL: not given; "" for a switch */
	struct arena *arena;
	struct error err;
	struct db *db; /* NULL for commands without one */
	int salida;    /* exit status of a failure; 0 = the command's usual one */
};
enum ctl_base {
	CTL_SIN_BASE,
	CTL_DUENO,
	CTL_ADMIN,
	CTL_SERVICIO /* the service's own rights; a mail server starts it: any failure is EX_TEMPFAIL unless `salida` says otherwise */
};
struct ctl_orden {
	const char *grupo, *verbo; /* verbo NULL: one word */
	enum ctl_base base;
	enum status (*run)(struct ctl *c); /* a failure is in c->err, or was said already (PROBLEM_NONE) */
	const char *ayuda;
	struct ctl_opcion opciones[CTL_OPCIONES_MAX]; /* ends with a NULL name */
};
extern const struct ctl_orden ctl_ordenes[];
extern const size_t ctl_ordenes_count;

/* Value of an option; NULL when not given. A name that the command lacks is a defect. */
const char *ctl_get(const struct ctl *c, const char *nombre);
/* UUID of an option: items in c->err when malformed; nil when not given. */
struct uuid ctl_uuid(struct ctl *c, const char *nombre);

/* Who changes things here: nobody that the service knows by name (services/gestion.h). */
extern const struct gestion ctl_gestion;

/* One JSON line. */
struct ctl_linea {
	struct buf buf;
	struct json_writer w;
};
void ctl_line_begin(struct ctl_linea *l);
void ctl_line_uuid(struct ctl_linea *l, const char *key, const struct uuid *id); /* nil writes nothing */
void ctl_line_end(struct ctl_linea *l);                                          /* prints and frees */

/* Commands (ctl_*.c). */
enum status ctl_migrar(struct ctl *c);
enum status ctl_organizacion_alta(struct ctl *c);
enum status ctl_organizacion_baja(struct ctl *c);
enum status ctl_organizacion_lista(struct ctl *c);
enum status ctl_organizacion_dominio(struct ctl *c);
enum status ctl_organizacion_certificado(struct ctl *c);
enum status ctl_organizacion_exigir_certificado(struct ctl *c);
enum status ctl_usuario_alta(struct ctl *c);
enum status ctl_usuario_baja(struct ctl *c);
enum status ctl_usuario_lista(struct ctl *c);
enum status ctl_clave_crear(struct ctl *c);
enum status ctl_clave_revocar(struct ctl *c);
enum status ctl_clave_lista(struct ctl *c);
enum status ctl_cuenta_invitar(struct ctl *c);
enum status ctl_cuenta_enlace(struct ctl *c);
enum status ctl_cuenta_retirar_segundo_factor(struct ctl *c);
enum status ctl_cuenta_crear_llave(struct ctl *c);
enum status ctl_token_crear_llave(struct ctl *c);
enum status ctl_calendario_cargar(struct ctl *c);
enum status ctl_calendario_avisos(struct ctl *c);
enum status ctl_municipios_cargar(struct ctl *c);
enum status ctl_registro_exportar(struct ctl *c);
enum status ctl_registro_importar(struct ctl *c);
enum status ctl_registro_indexar(struct ctl *c);
enum status ctl_recibir_correo(struct ctl *c);
enum status ctl_verificar(struct ctl *c);
enum status ctl_verificar_paquete(struct ctl *c);
enum status ctl_cargar_demo(struct ctl *c);
enum status ctl_reglas_probar(struct ctl *c);
enum status ctl_reglas_aplicar(struct ctl *c);
enum status ctl_sello_crear(struct ctl *c);
enum status ctl_sello_mostrar(struct ctl *c);
enum status ctl_plantillas_revisar(struct ctl *c);
enum status ctl_plantillas_lista(struct ctl *c);
enum status ctl_plantillas_ver(struct ctl *c);
enum status ctl_plantillas_versiones(struct ctl *c);
enum status ctl_plantillas_poner(struct ctl *c);
enum status ctl_plantillas_volver(struct ctl *c);
enum status ctl_plantillas_probar(struct ctl *c);
enum status ctl_bitacora_crear_llave(struct ctl *c);
enum status ctl_bitacora_comprobar(struct ctl *c);
enum status ctl_suscripciones_crear_llave(struct ctl *c);
enum status ctl_avisos_problemas(struct ctl *c);
enum status ctl_listo(struct ctl *c);

#endif
