#include "services/relevo.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/json.h"
#include "services/calendario.h"
#include "services/consulta.h"
#include "store/directorio.h"

#define LISTA_MAX ((size_t)8 << 20)
#define CARGA_MAX ((size_t)64 << 20)
#define PAGINA 200

/* ---- what is pending ---- */

struct lista {
	struct obrero *o;
	const struct calendario *cal;
	struct json_writer w;
	struct buf b;
};

static enum status write_file(const struct expediente *e, void *arg, struct error *err)
{
	(void)err;
	struct lista *l = arg;
	size_t por_acusar;
	const enum acto_tipo debe = expediente_debe(e, &por_acusar);
	json_object(&l->w, NULL);
	json_uuid(&l->w, "id", &e->id);
	json_string(&l->w, "folio", e->folio);
	json_string(&l->w, "denominacion", e->datos.denominacion);
	json_slug(&l->w, "estado", &vocabulario_estado, e->estado);
	json_slug(&l->w, "turno", &vocabulario_oficina, estado_turno(e->estado));
	json_int(&l->w, "version", e->version);
	json_slug(&l->w, "debe", &vocabulario_acto, debe);
	json_int(&l->w, "por_acusar", (int64_t)por_acusar);
	json_fecha(&l->w, "vence", expediente_vence(e, l->cal, &l->o->app->reglas));
	json_object_end(&l->w);
	return STATUS_OK;
}

static enum status write_page(struct lista *l, const struct uuid *ids, size_t n, struct error *err)
{
	enum status st = STATUS_OK;
	for (size_t i = 0; i < n && st == STATUS_OK; i++) {
		ARENA_AUTO *a = arena_create(CARGA_MAX);
		char ref[UUID_LEN];
		uuid_format(&ids[i], ref);
		st = a ? expediente_with(l->o, NULL, ref, a, write_file, l, err) : error_set(err, PROBLEM_INTERNO);
	}
	return st;
}

static enum status write_list(struct lista *l, const struct uuid *organizacion, int *n, struct error *err)
{
	struct uuid despues = {{0}};
	size_t k = PAGINA;
	*n = 0;
	while (k == PAGINA) {
		ARENA_AUTO *a = arena_create(LISTA_MAX);
		struct uuid *ids = NULL;
		enum status st =
			a ? relevo_open_files(l->o->db, organizacion, &despues, PAGINA, a, &ids, &k, err) : error_set(err, PROBLEM_INTERNO);
		if (st == STATUS_OK)
			st = write_page(l, ids, k, err);
		if (st != STATUS_OK)
			return st;
		*n += (int)k;
		if (*n > RELEVO_EXPEDIENTES_MAX)
			return error_set(err, PROBLEM_SATURADO);
		if (k > 0)
			despues = ids[k - 1];
	}
	return STATUS_OK;
}

enum status relevo_pendientes(
	struct obrero *o, const struct uuid *organizacion, struct arena *a, const char **lista, int *n, struct error *err)
{
	struct lista l = {.o = o, .cal = calendario_vivo_get(o->app->calendario)};
	buf_init(&l.b, LISTA_MAX);
	json_begin(&l.w, &l.b);
	json_array(&l.w, NULL);
	enum status st = write_list(&l, organizacion, n, err);
	json_array_end(&l.w);
	calendario_vivo_put(o->app->calendario, l.cal);
	*lista = st == STATUS_OK && !l.b.failed ? arena_strdup(a, buf_str(&l.b)) : NULL;
	buf_free(&l.b);
	return st == STATUS_OK && !*lista ? error_set(err, PROBLEM_SATURADO) : st;
}

/* ---- handing over ---- */

static void check_person(
	struct obrero *o, const struct relevo_pedido *p, const struct uuid *id, const char *pointer, bool recibe, struct error *err)
{
	struct usuario u;
	struct error nadie;
	error_init(&nadie, err->arena);
	const bool hay = directorio_usuario(o->db, id, err->arena, &u, &nadie) == STATUS_OK;
	if (!hay || !u.activo || uuid_cmp(&u.organizacion, &p->organizacion) != 0 || (recibe && u.rol != ROL_GOBIERNO_LOCAL))
		error_add(err, pointer, MENSAJE_NO_CORRESPONDE);
}

/* Under the lock. */
static enum status check_request(struct obrero *o, const struct relevo_pedido *p, struct error *err)
{
	struct organizacion org;
	char pointer[40];
	enum status st = directorio_organizacion(o->db, &p->organizacion, err->arena, &org, err);
	if (st != STATUS_OK)
		return st;
	if (!org.activa)
		return error_set(err, PROBLEM_ORGANIZACION_INACTIVA);
	if (org.cve_ent[0] == '\0')
		error_add(err, "", MENSAJE_NO_CORRESPONDE);
	check_person(o, p, &p->recibe, "/recibe", true, err);
	for (size_t i = 0; i < p->n_permanecen; i++) {
		snprintf(pointer, sizeof pointer, "/permanecen/%zu", i);
		check_person(o, p, &p->permanecen[i], pointer, false, err);
	}
	return err->n_items ? error_set(err, PROBLEM_CUERPO_INVALIDO) : STATUS_OK;
}

static enum status hand_over(
	struct obrero *o, const struct gestion *g, const struct relevo_pedido *p, struct arena *a, struct relevo *e, struct error *err)
{
	struct uuid quedan[RELEVO_QUEDAN_MAX + 1] = {p->recibe};
	for (size_t i = 0; i < p->n_permanecen && i < RELEVO_QUEDAN_MAX; i++)
		quedan[i + 1] = p->permanecen[i];
	enum status st = check_request(o, p, err);
	if (st == STATUS_OK)
		st = relevo_pendientes(o, &p->organizacion, a, &e->pendientes, &e->expedientes, err);
	if (st == STATUS_OK)
		st = relevo_leave(o->db, &p->organizacion, quedan, p->n_permanecen + 1, &e->bajas, err);
	if (st == STATUS_OK)
		st = relevo_end_delegations(o->db, &p->organizacion, &g->quien->usuario, e->entregada_en, &e->delegaciones, err);
	if (st != STATUS_OK)
		return st;
	sha256_of(e->pendientes, strlen(e->pendientes), &e->sha256);
	return relevo_create(o->db, e, err);
}

static const char *describe(const struct relevo *e, struct arena *a)
{
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, (size_t)8 * 1024);
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_string(&w, "administracion", e->administracion);
	json_int(&w, "bajas", e->bajas);
	json_int(&w, "delegaciones", e->delegaciones);
	json_uuid(&w, "relevo", &e->id);
	json_int(&w, "expedientes", e->expedientes);
	json_uuid(&w, "recibe", &e->recibe);
	json_sha256(&w, "sha256", &e->sha256);
	json_object_end(&w);
	return b.failed ? NULL : arena_strdup(a, buf_str(&b));
}

enum status relevar(
	struct obrero *o, const struct gestion *g, const struct relevo_pedido *p, struct arena *a, struct relevo *out, struct error *err)
{
	if (!p->administracion || utf8_length(p->administracion) > 200 || p->n_permanecen > RELEVO_QUEDAN_MAX)
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	enum status st = gestion_begin(o->db, err);
	if (st != STATUS_OK)
		return st;
	*out = (struct relevo){.organizacion = p->organizacion,
		.entregada_por = g->quien->usuario,
		.recibe = p->recibe,
		.administracion = p->administracion,
		.entregada_en = reloj_legal()};
	out->id = uuid_v7(out->entregada_en / 1000);
	st = hand_over(o, g, p, a, out, err);
	const struct gestion_hecho h = {.tipo = SEGURIDAD_RELEVO,
		.objeto = "organizacion",
		.id = &out->organizacion,
		.datos = st == STATUS_OK ? describe(out, a) : NULL,
		.hecho = out};
	return gestion_end(o->db, g, st, &h, a, err);
}
