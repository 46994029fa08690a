/* dictamenctl cargar-demo: bodies that really sign such agreements, and people of every role. The names of people are invented. */
#include <string.h>

#include "cli/ctl.h"
#include "services/directorio.h"

struct demo_organizacion {
	const char *nombre, *siglas, *nivel, *cve_ent, *municipio;
};
struct demo_usuario {
	int organizacion; /* index */
	const char *nombre, *correo;
	enum rol rol;
	bool maquina;
};

static const struct demo_organizacion organizaciones[] = {
	{"Secretaría de Relaciones Exteriores", "SRE", "federal", "", ""},
	{"Dirección General de Coordinación Política", "DGCP", "federal", "", ""},
	{"Consultoría Jurídica", "CJA", "federal", "", ""},
	{"Ayuntamiento de Guadalajara", "", "municipal", "14", "Guadalajara"},
	{"Ayuntamiento de Tijuana", "", "municipal", "02", "Tijuana"},
	{"Ayuntamiento de San Cristóbal de las Casas", "", "municipal", "07", "San Cristóbal de las Casas"},
	{"Ayuntamiento de Morelia", "", "municipal", "16", "Morelia"},
	{"Ayuntamiento de Monterrey", "", "municipal", "19", "Monterrey"},
	{"Gobierno del Estado de Nuevo León", "", "estatal", "19", ""},
	{"Gobierno del Estado de Jalisco", "", "estatal", "14", ""},
	{"Gobierno del Estado de Guanajuato", "", "estatal", "11", ""},
};
#define ORGANIZACIONES (sizeof organizaciones / sizeof *organizaciones)

static const struct demo_usuario usuarios[] = {
	{0, "Auditoría interna", NULL, ROL_AUDITORIA, false},
	{0, "Administración del sistema", NULL, ROL_ADMINISTRACION, false},
	{1, "Ana Lucía Robles", "ana.robles@sre.example", ROL_DGCP, false},
	{1, "Óscar Peñaloza", "oscar.penaloza@sre.example", ROL_DGCP, false},
	{2, "Ximena Ibáñez", "ximena.ibanez@sre.example", ROL_CJA, false},
	{2, "Julián Arce", "julian.arce@sre.example", ROL_CJA, false},
	{2, "Titular de la Consultoría Jurídica", NULL, ROL_CJA_TITULAR, false},
	{3, "Relaciones Internacionales de Guadalajara", "internacional@guadalajara.example", ROL_GOBIERNO_LOCAL, false},
	{3, "Sistema de gestión de Guadalajara", NULL, ROL_GOBIERNO_LOCAL, true},
	{4, "Asuntos Internacionales de Tijuana", "internacional@tijuana.example", ROL_GOBIERNO_LOCAL, false},
	{5, "Jurídico de San Cristóbal de las Casas", NULL, ROL_GOBIERNO_LOCAL, false},
	{6, "Jurídico de Morelia", NULL, ROL_GOBIERNO_LOCAL, false},
	{7, "Secretaría del Ayuntamiento de Monterrey", NULL, ROL_GOBIERNO_LOCAL, false},
	{8, "Enlace internacional de Nuevo León", NULL, ROL_GOBIERNO_LOCAL, false},
	{8, "Oficina de seguimiento municipal de Nuevo León", NULL, ROL_ENLACE_ESTATAL, false},
	{9, "Oficina de seguimiento municipal de Jalisco", NULL, ROL_ENLACE_ESTATAL, false},
	{10, "Jurídico del Estado de Guanajuato", NULL, ROL_GOBIERNO_LOCAL, false},
};
#define USUARIOS (sizeof usuarios / sizeof *usuarios)

static enum status ensure_organisation(struct ctl *c, const struct demo_organizacion *d, struct organizacion *out)
{
	struct organizacion like = {
		.nombre = d->nombre, .siglas = d->siglas, .nivel = d->nivel, .cve_ent = d->cve_ent, .municipio = d->municipio};
	struct error hallar;
	error_init(&hallar, c->arena);
	enum status st = directorio_organizacion_find(c->db, &like, c->arena, out, &hallar);
	if (st == STATUS_OK)
		return st;
	if (st != STATUS_NOT_FOUND) {
		c->err = hallar;
		return st;
	}
	*out = like;
	return organizacion_alta(c->db, &ctl_gestion, out, &c->err);
}

static enum status ensure_person(
	struct ctl *c, const struct demo_usuario *d, const struct organizacion *o, struct usuario *out, bool *nuevo)
{
	struct directorio_filtro f = {.organizacion = o->id, .rol = d->rol, .limite = 1000};
	struct usuario *filas = NULL;
	size_t n = 0;
	enum status st = directorio_usuarios(c->db, &f, c->arena, &filas, &n, &c->err);
	*nuevo = false;
	for (size_t i = 0; i < n && st == STATUS_OK; i++)
		if (strcmp(filas[i].nombre, d->nombre) == 0) {
			*out = filas[i];
			return STATUS_OK;
		}
	if (st != STATUS_OK)
		return st;
	*nuevo = true;
	*out = (struct usuario){.organizacion = o->id, .nombre = d->nombre, .correo = d->correo, .rol = d->rol, .maquina = d->maquina};
	return usuario_alta(c->db, &ctl_gestion, out, &c->err);
}

static enum status print_person(struct ctl *c, const struct usuario *u, const struct organizacion *o, bool con_clave)
{
	struct clave_pedido p = {.usuario = u->id, .expira_en = INSTANTE_NINGUNO};
	struct clave_entregada k = {.clave = ""};
	enum status st = con_clave ? clave_alta(c->db, &ctl_gestion, &p, c->arena, &k, &c->err) : STATUS_OK;
	if (st != STATUS_OK)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_string(&l.w, "organizacion", o->nombre);
	ctl_line_uuid(&l, "organizacion_id", &o->id);
	json_string(&l.w, "nombre", u->nombre);
	ctl_line_uuid(&l, "usuario_id", &u->id);
	json_string(&l.w, "rol", vocabulario_slug(&vocabulario_rol, (int)u->rol));
	json_bool(&l.w, "maquina", u->maquina);
	if (con_clave)
		json_string(&l.w, "clave", k.clave);
	ctl_line_end(&l);
	return STATUS_OK;
}

enum status ctl_cargar_demo(struct ctl *c)
{
	struct organizacion o[ORGANIZACIONES];
	bool claves = ctl_get(c, "claves") != NULL;
	enum status st = STATUS_OK;
	for (size_t i = 0; i < ORGANIZACIONES && st == STATUS_OK; i++)
		st = ensure_organisation(c, &organizaciones[i], &o[i]);
	for (size_t i = 0; i < USUARIOS && st == STATUS_OK; i++) {
		struct usuario u;
		bool nuevo;
		const struct organizacion *su = &o[usuarios[i].organizacion];
		st = ensure_person(c, &usuarios[i], su, &u, &nuevo);
		if (st == STATUS_OK)
			st = print_person(c, &u, su, nuevo || claves);
	}
	return st;
}
