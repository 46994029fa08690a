/* The shared snapshot and the publication of notices. Loading: calendario_carga.c. */
#include "services/calendario.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOTO_BYTES ((size_t)16 * 1024 * 1024)
#define RESPUESTA_BYTES ((size_t)64 * 1024)

/* ---- the snapshot ---- */

struct foto {
	struct calendario calendario; /* first member: calendario_vivo_put gets back here */
	struct arena *arena;
	int usos; /* under the lock of its owner */
};
struct calendario_vivo {
	pthread_mutex_t mx;
	struct foto *actual;
};

static struct foto *foto_new(void)
{
	struct arena *a = arena_create(FOTO_BYTES);
	struct foto *f = a ? ARENA_NEW(a, struct foto) : NULL;
	if (!f) {
		arena_destroy(a);
		return NULL;
	}
	f->arena = a;
	f->usos = 1;
	return f;
}

struct calendario_vivo *calendario_vivo_create(void)
{
	struct calendario_vivo *v = calloc(1, sizeof *v);
	if (!v)
		return NULL;
	v->actual = foto_new();
	if (!v->actual) {
		free(v);
		return NULL;
	}
	pthread_mutex_init(&v->mx, NULL);
	return v;
}

void calendario_vivo_destroy(struct calendario_vivo *v)
{
	if (!v)
		return;
	arena_destroy(v->actual->arena);
	pthread_mutex_destroy(&v->mx);
	free(v);
}

const struct calendario *calendario_vivo_get(struct calendario_vivo *v)
{
	pthread_mutex_lock(&v->mx);
	struct foto *f = v->actual;
	f->usos++;
	pthread_mutex_unlock(&v->mx);
	return &f->calendario;
}

void calendario_vivo_put(struct calendario_vivo *v, const struct calendario *c)
{
	if (!c)
		return;
	struct foto *f = (struct foto *)(uintptr_t)c;
	pthread_mutex_lock(&v->mx);
	bool last = --f->usos == 0;
	pthread_mutex_unlock(&v->mx);
	if (last)
		arena_destroy(f->arena);
}

enum status calendario_vivo_refresh(struct calendario_vivo *v, struct db *db, struct error *err)
{
	int version = 0;
	enum status st = calendario_version(db, &version, err);
	if (st != STATUS_OK)
		return st;
	const struct calendario *vigente = calendario_vivo_get(v);
	bool same = vigente->version == version;
	calendario_vivo_put(v, vigente);
	if (same)
		return STATUS_OK;
	struct foto *nueva = foto_new();
	if (!nueva)
		return error_set(err, PROBLEM_INTERNO);
	st = calendario_load(db, version, nueva->arena, &nueva->calendario, err);
	if (st != STATUS_OK) {
		arena_destroy(nueva->arena);
		return st;
	}
	/* Two threads may refresh at once and the older version may win: the maintenance thread puts it right within a second. */
	pthread_mutex_lock(&v->mx);
	struct foto *vieja = v->actual;
	v->actual = nueva;
	pthread_mutex_unlock(&v->mx);
	calendario_vivo_put(v, &vieja->calendario);
	return STATUS_OK;
}

/* ---- publishing ---- */

static const char *const aviso_slugs[AVISO_TIPO_COUNT] = {"", "suspension", "habilitacion", "revocacion"};
static const char *const aviso_titulos[AVISO_TIPO_COUNT] = {"", "Suspensión de labores", "Habilitación de días", "Revocación de un aviso"};
const struct vocabulario vocabulario_aviso = {.nombre = "aviso", .slugs = aviso_slugs, .titulos = aviso_titulos, .n = AVISO_TIPO_COUNT};

static void item_at(struct error *err, size_t i, enum mensaje m, const char *arg)
{
	char pointer[40];
	snprintf(pointer, sizeof pointer, "/fechas/%zu", i);
	error_add(err, pointer, m, arg);
}

/* The days, however they were given. */
static void check_range(const struct aviso_peticion *p, struct error *err)
{
	if (p->desde == DIA_NINGUNO && p->hasta == DIA_NINGUNO)
		error_add(err, "/fechas", MENSAJE_REQUERIDO);
	else if (p->desde == DIA_NINGUNO)
		error_add(err, "/desde", MENSAJE_REQUERIDO);
	else if (p->hasta == DIA_NINGUNO)
		error_add(err, "/hasta", MENSAJE_REQUERIDO);
	else if (p->hasta < p->desde)
		error_add(err, "/hasta", MENSAJE_FECHAS_INVERTIDAS);
	else if (p->hasta - p->desde >= AVISO_FECHAS_MAX)
		error_add(err, "/hasta", MENSAJE_ELEMENTOS_MAX, "366");
}

static void check_dates(const struct aviso_peticion *p, struct error *err)
{
	if (p->n_fechas > AVISO_FECHAS_MAX) {
		error_add(err, "/fechas", MENSAJE_ELEMENTOS_MAX, "366");
		return;
	}
	for (size_t i = 0; i < p->n_fechas; i++)
		for (size_t j = 0; j < i; j++)
			if (p->fechas[j] == p->fechas[i]) {
				item_at(err, i, MENSAJE_DUPLICADO, NULL);
				break;
			}
	if (p->desde != DIA_NINGUNO)
		error_add(err, "/desde", MENSAJE_NO_CORRESPONDE);
	if (p->hasta != DIA_NINGUNO)
		error_add(err, "/hasta", MENSAJE_NO_CORRESPONDE);
}

/* What does not depend on the calendar. */
static void check_shape(const struct aviso_peticion *p, struct error *err)
{
	bool revocacion = p->tipo == AVISO_TIPO_REVOCACION;
	if (revocacion) {
		if (p->n_fechas > 0)
			error_add(err, "/fechas", MENSAJE_NO_CORRESPONDE);
		if (p->desde != DIA_NINGUNO)
			error_add(err, "/desde", MENSAJE_NO_CORRESPONDE);
		if (p->hasta != DIA_NINGUNO)
			error_add(err, "/hasta", MENSAJE_NO_CORRESPONDE);
		if (p->n_anios > 0)
			error_add(err, "/anios", MENSAJE_NO_CORRESPONDE);
		if (p->revoca <= 0)
			error_add(err, "/revoca", MENSAJE_REQUERIDO);
		return;
	}
	if (p->revoca)
		error_add(err, "/revoca", MENSAJE_NO_CORRESPONDE);
	if (p->n_fechas == 0)
		check_range(p, err);
	else
		check_dates(p, err);
}

static enum status expand(struct aviso_peticion *p, struct arena *a, struct error *err)
{
	if (p->tipo == AVISO_TIPO_REVOCACION || p->n_fechas > 0)
		return STATUS_OK;
	size_t n = (size_t)(p->hasta - p->desde) + 1;
	p->fechas = ARENA_ARRAY(a, n, dia_t);
	if (!p->fechas)
		return error_set(err, PROBLEM_INTERNO);
	for (size_t i = 0; i < n; i++)
		p->fechas[i] = p->desde + (dia_t)i;
	p->n_fechas = n;
	return STATUS_OK;
}

static const struct calendario_dia *enabled(const struct calendario *c, dia_t d)
{
	for (size_t i = 0; i < c->n_dias; i++)
		if (c->dias[i].fecha == d && c->dias[i].habilitado)
			return &c->dias[i];
	return NULL;
}

/* An enabled day wins over its suspension: it must be revoked, not suspended. Enabling a working day would outlive a later suspension. */
static enum status check_days(const struct aviso_peticion *p, const struct calendario *c, struct arena *a, struct error *err)
{
	for (size_t i = 0; i < p->n_fechas; i++) {
		const struct calendario_dia *d = enabled(c, p->fechas[i]);
		if (d) {
			char fecha[FECHA_LEN];
			fecha_format(d->fecha, fecha);
			return error_set(err, PROBLEM_CALENDARIO_CONFLICTO, fecha, arena_printf(a, "habilitado, %s", d->motivo));
		}
		if (p->tipo == AVISO_TIPO_HABILITACION && calendario_habil(c, p->fechas[i]))
			item_at(err, i, MENSAJE_NO_CORRESPONDE, NULL);
	}
	return STATUS_OK;
}

static enum status check_revoked(struct db *db, const struct aviso_peticion *p, struct arena *a, struct error *err)
{
	struct aviso_fila fila;
	enum status st = calendario_notice(db, p->revoca, a, &fila, err);
	if (st != STATUS_OK)
		return st;
	if (strcmp(fila.tipo, "suspension") != 0 && strcmp(fila.tipo, "habilitacion") != 0)
		error_add(err, "/revoca", MENSAJE_NO_CORRESPONDE);
	else if (fila.revocado_por)
		return error_set(err, PROBLEM_YA_EXISTE,
			arena_printf(a, "la revocación del aviso %d, que es el aviso %d", p->revoca, fila.revocado_por));
	return STATUS_OK;
}

static struct aviso_nuevo compose(const struct aviso_peticion *p, struct arena *a, bool *full)
{
	struct aviso_nuevo n = {.tipo = vocabulario_slug(&vocabulario_aviso, (int)p->tipo),
		.fuente = p->fuente,
		.motivo = p->motivo,
		.n_dias = p->n_fechas,
		.anios = p->anios,
		.n_anios = p->n_anios,
		.revoca = p->revoca,
		.usuario = p->usuario,
		.publicado_en = reloj_legal()};
	struct aviso_dia *dias = ARENA_ARRAY(a, p->n_fechas + 1, struct aviso_dia);
	*full = !dias;
	for (size_t i = 0; dias && i < p->n_fechas; i++)
		dias[i] = (struct aviso_dia){.fecha = p->fechas[i],
			.habilitado = p->tipo == AVISO_TIPO_HABILITACION,
			.motivo = p->motivo,
			.fuente = p->fuente,
			.origen = "sre"};
	n.dias = dias;
	return n;
}

/* Under the lock: judge on the newest calendar, then write. */
static enum status judge_and_write(
	struct db *db, const struct aviso_peticion *p, struct arena *a, struct aviso_fila *out, struct error *err)
{
	int version = 0;
	struct calendario vigente;
	enum status st = calendario_lock(db, &version, err);
	if (st == STATUS_OK)
		st = calendario_load(db, version, a, &vigente, err);
	if (st == STATUS_OK)
		st = p->tipo == AVISO_TIPO_REVOCACION ? check_revoked(db, p, a, err) : check_days(p, &vigente, a, err);
	if (st != STATUS_OK)
		return st;
	if (err->n_items > 0)
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	bool full;
	struct aviso_nuevo nuevo = compose(p, a, &full);
	if (full)
		return error_set(err, PROBLEM_INTERNO);
	st = calendario_publish(db, &nuevo, version + 1, err);
	return st == STATUS_OK ? calendario_notice(db, version + 1, a, out, err) : st;
}

/* The answer goes under its key in the transaction of the notice. */
static enum status remember(
	struct db *db, struct recuerdo *r, aviso_writer *write, const struct aviso_fila *aviso, struct arena *a, struct error *err)
{
	BUF_AUTO b;
	buf_init(&b, RESPUESTA_BYTES);
	write(&b, aviso);
	r->http = 201;
	r->cuerpo = b.failed ? NULL : arena_strdup(a, buf_str(&b));
	r->encabezados = "";
	return r->cuerpo ? recuerdo_keep(db, r, err) : error_set(err, PROBLEM_INTERNO);
}

static enum status record(struct db *db, const struct gestion *g, const struct aviso_fila *v, struct arena *a, struct error *err)
{
	const char *datos = arena_printf(a, "{\"accion\":\"%s\",\"version\":%d}", v->tipo, v->version);
	return datos ? gestion_record(db, g, SEGURIDAD_CALENDARIO, "calendario", NULL, datos, err) : error_set(err, PROBLEM_INTERNO);
}

static enum status publish(
	struct db *db, const struct gestion *g, struct aviso_peticion *p, aviso_writer *write, struct arena *a, struct error *err)
{
	struct aviso_fila aviso;
	check_shape(p, err);
	if (err->n_items > 0)
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	enum status st = expand(p, a, err);
	if (st == STATUS_OK)
		st = db_begin(db, err);
	if (st == STATUS_OK)
		st = judge_and_write(db, p, a, &aviso, err);
	if (st == STATUS_OK)
		st = remember(db, g->recuerdo, write, &aviso, a, err);
	if (st == STATUS_OK)
		st = record(db, g, &aviso, a, err);
	if (st == STATUS_OK)
		st = db_commit(db, err);
	if (st != STATUS_OK)
		db_rollback(db);
	return st;
}

enum status calendario_aviso_publish(
	struct db *db, const struct gestion *g, struct aviso_peticion *p, aviso_writer *write, struct arena *a, struct error *err)
{
	enum status st = recuerdo_begin(db, g->recuerdo, a, err);
	if (st != STATUS_OK)
		return st;
	if (!g->recuerdo->repetida)
		st = publish(db, g, p, write, a, err);
	recuerdo_end(g->recuerdo);
	return st;
}
