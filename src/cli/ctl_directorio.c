/* dictamenctl migrar, organizacion, usuario, clave. */
#include <string.h>

#include "cli/ctl.h"
#include "services/directorio.h"
#include "store/migraciones.h"

#define PAGINA 500

/* ---- migrar ---- */

static void applied(void *arg, int numero, const char *nombre)
{
	(void)arg;
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_int(&l.w, "numero", numero);
	json_string(&l.w, "migracion", nombre);
	ctl_line_end(&l);
}

enum status ctl_migrar(struct ctl *c)
{
	enum status st = migraciones_apply(c->db, applied, NULL, &c->err);
	if (st != STATUS_OK)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_string(&l.w, "esquema", "al corriente");
	ctl_line_end(&l);
	return STATUS_OK;
}

/* ---- shared ---- */

const struct gestion ctl_gestion = {.quien = NULL};

static void print_id(const struct uuid *id)
{
	struct ctl_linea l;
	ctl_line_begin(&l);
	ctl_line_uuid(&l, "id", id);
	ctl_line_end(&l);
}

/* ---- organizacion ---- */

enum status ctl_organizacion_alta(struct ctl *c)
{
	struct organizacion o = {.nombre = ctl_get(c, "nombre"),
		.nivel = ctl_get(c, "nivel"),
		.cve_ent = ctl_get(c, "entidad"),
		.municipio = ctl_get(c, "municipio"),
		.siglas = ctl_get(c, "siglas")};
	enum status st = organizacion_alta(c->db, &ctl_gestion, &o, &c->err);
	if (st == STATUS_OK)
		print_id(&o.id);
	return st;
}

enum status ctl_organizacion_baja(struct ctl *c)
{
	struct organizacion o;
	struct uuid id = ctl_uuid(c, "id");
	if (c->err.n_items)
		return error_set(&c->err, PROBLEM_CUERPO_INVALIDO);
	enum status st = directorio_organizacion(c->db, &id, c->arena, &o, &c->err);
	o.activa = false;
	if (st == STATUS_OK)
		st = organizacion_cambiar(c->db, &ctl_gestion, &o, &c->err);
	if (st == STATUS_OK)
		print_id(&id);
	return st;
}

static void print_organisation(const struct organizacion *o)
{
	struct ctl_linea l;
	ctl_line_begin(&l);
	ctl_line_uuid(&l, "id", &o->id);
	json_string(&l.w, "nombre", o->nombre);
	json_string(&l.w, "siglas", o->siglas);
	json_string(&l.w, "nivel", o->nivel);
	json_string(&l.w, "entidad", o->cve_ent);
	json_string(&l.w, "municipio", o->municipio);
	json_bool(&l.w, "activa", o->activa);
	json_bool(&l.w, "exige_certificado", o->exige_certificado);
	ctl_line_end(&l);
}

enum status ctl_organizacion_lista(struct ctl *c)
{
	struct directorio_filtro f = {.limite = PAGINA};
	for (;;) {
		ARENA_AUTO *a = arena_create((size_t)16 * 1024 * 1024);
		struct organizacion *filas = NULL;
		size_t n = 0;
		enum status st = a ? directorio_organizaciones(c->db, &f, a, &filas, &n, &c->err) : error_set(&c->err, PROBLEM_INTERNO);
		if (st != STATUS_OK || n == 0)
			return st;
		for (size_t i = 0; i < n; i++)
			print_organisation(&filas[i]);
		f.despues_de = filas[n - 1].id;
	}
}

/* ---- usuario ---- */

enum status ctl_usuario_alta(struct ctl *c)
{
	struct usuario u = {.organizacion = ctl_uuid(c, "organizacion"),
		.nombre = ctl_get(c, "nombre"),
		.correo = ctl_get(c, "correo"),
		.rol = (enum rol)vocabulario_find(&vocabulario_rol, ctl_get(c, "rol")),
		.maquina = ctl_get(c, "maquina") != NULL};
	enum status st = usuario_alta(c->db, &ctl_gestion, &u, &c->err);
	if (st == STATUS_OK)
		print_id(&u.id);
	return st;
}

enum status ctl_usuario_baja(struct ctl *c)
{
	struct usuario u;
	struct uuid id = ctl_uuid(c, "id");
	if (c->err.n_items)
		return error_set(&c->err, PROBLEM_CUERPO_INVALIDO);
	enum status st = directorio_usuario(c->db, &id, c->arena, &u, &c->err);
	u.activo = false;
	if (st == STATUS_OK)
		st = usuario_cambiar(c->db, &ctl_gestion, &u, &c->err);
	if (st == STATUS_OK)
		print_id(&id);
	return st;
}

static void print_person(const struct usuario *u)
{
	struct ctl_linea l;
	ctl_line_begin(&l);
	ctl_line_uuid(&l, "id", &u->id);
	ctl_line_uuid(&l, "organizacion", &u->organizacion);
	json_string(&l.w, "organizacion_nombre", u->organizacion_nombre);
	json_string(&l.w, "nombre", u->nombre);
	json_string(&l.w, "correo", u->correo);
	json_string(&l.w, "rol", vocabulario_slug(&vocabulario_rol, (int)u->rol));
	json_bool(&l.w, "maquina", u->maquina);
	json_bool(&l.w, "activo", u->activo);
	ctl_line_end(&l);
}

enum status ctl_usuario_lista(struct ctl *c)
{
	struct directorio_filtro f = {.limite = PAGINA, .organizacion = ctl_uuid(c, "organizacion")};
	if (c->err.n_items)
		return error_set(&c->err, PROBLEM_CUERPO_INVALIDO);
	for (;;) {
		ARENA_AUTO *a = arena_create((size_t)16 * 1024 * 1024);
		struct usuario *filas = NULL;
		size_t n = 0;
		enum status st = a ? directorio_usuarios(c->db, &f, a, &filas, &n, &c->err) : error_set(&c->err, PROBLEM_INTERNO);
		if (st != STATUS_OK || n == 0)
			return st;
		for (size_t i = 0; i < n; i++)
			print_person(&filas[i]);
		f.despues_de = filas[n - 1].id;
	}
}

/* ---- clave ---- */

enum status ctl_clave_crear(struct ctl *c)
{
	struct clave_pedido p = {.usuario = ctl_uuid(c, "usuario"), .ambitos = ctl_get(c, "ambitos"), .expira_en = INSTANTE_NINGUNO};
	const char *vence = ctl_get(c, "vence");
	dia_t dia;
	if (vence && !fecha_parse(vence, &dia))
		error_add(&c->err, "--vence", MENSAJE_FECHA);
	else if (vence)
		p.expira_en = instante_from_dia(dia + 1); /* good to the end of that day */
	if (c->err.n_items)
		return error_set(&c->err, PROBLEM_CUERPO_INVALIDO);
	struct clave_entregada k;
	enum status st = clave_alta(c->db, &ctl_gestion, &p, c->arena, &k, &c->err);
	if (st != STATUS_OK)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	ctl_line_uuid(&l, "id", &k.id);
	json_string(&l.w, "clave", k.clave);
	json_string(&l.w, "ambitos", k.ambitos);
	ctl_line_end(&l);
	return STATUS_OK;
}

enum status ctl_clave_revocar(struct ctl *c)
{
	struct uuid id = ctl_uuid(c, "id"), cualquiera = {{0}};
	if (c->err.n_items)
		return error_set(&c->err, PROBLEM_CUERPO_INVALIDO);
	enum status st = clave_revocar(c->db, &ctl_gestion, &cualquiera, &id, &c->err);
	if (st == STATUS_OK)
		print_id(&id);
	return st;
}

static void print_key(const struct clave_api *k)
{
	struct ctl_linea l;
	ctl_line_begin(&l);
	ctl_line_uuid(&l, "id", &k->id);
	ctl_line_uuid(&l, "usuario", &k->usuario);
	json_string(&l.w, "ambitos", k->ambitos);
	json_instante(&l.w, "creada_en", k->creada_en);
	if (k->expira_en != INSTANTE_NINGUNO)
		json_instante(&l.w, "expira_en", k->expira_en);
	if (k->revocada_en != INSTANTE_NINGUNO)
		json_instante(&l.w, "revocada_en", k->revocada_en);
	ctl_line_end(&l);
}

enum status ctl_clave_lista(struct ctl *c)
{
	struct directorio_filtro f = {.limite = PAGINA, .usuario = ctl_uuid(c, "usuario")};
	if (c->err.n_items)
		return error_set(&c->err, PROBLEM_CUERPO_INVALIDO);
	for (;;) {
		ARENA_AUTO *a = arena_create((size_t)16 * 1024 * 1024);
		struct clave_api *filas = NULL;
		size_t n = 0;
		enum status st = a ? directorio_claves(c->db, &f, a, &filas, &n, &c->err) : error_set(&c->err, PROBLEM_INTERNO);
		if (st != STATUS_OK || n == 0)
			return st;
		for (size_t i = 0; i < n; i++)
			print_key(&filas[i]);
		f.despues_de = filas[n - 1].id;
	}
}
