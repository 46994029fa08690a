#include "services/delegacion.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "codec/json.h"
#include "store/directorio.h"

#define VIDA_NS INT64_C(1000000000)
#define LUGARES 64 /* liaisons' organisations: 32 states */
#define DIA_US (INT64_C(86400) * 1000000)

/* ---- granting ---- */

static void check_term(const struct delegacion *d, struct error *err)
{
	if (d->desde == INSTANTE_NINGUNO)
		error_add(err, "/desde", MENSAJE_REQUERIDO);
	if (d->hasta == INSTANTE_NINGUNO)
		error_add(err, "/hasta", MENSAJE_REQUERIDO);
	if (d->desde == INSTANTE_NINGUNO || d->hasta == INSTANTE_NINGUNO)
		return;
	if (d->hasta <= d->desde)
		error_add(err, "/hasta", MENSAJE_FECHAS_INVERTIDAS);
	else if (d->hasta <= reloj_legal())
		error_add(err, "/hasta", MENSAJE_FECHA_PASADA);
	else if (d->hasta - d->desde > DELEGACION_DIAS_MAX * DIA_US + DIA_US / 2)
		error_add(err, "/hasta", MENSAJE_PLAZO_MAX, "1096");
}

/* Under the lock: between whom. */
static enum status check_parties(struct db *db, const struct delegacion *d, struct error *err)
{
	struct organizacion municipio, estado;
	enum status st = directorio_organizacion(db, &d->municipio, err->arena, &municipio, err);
	if (st == STATUS_OK)
		st = directorio_organizacion(db, &d->enlace, err->arena, &estado, err);
	if (st != STATUS_OK)
		return st;
	if (strcmp(municipio.nivel, "municipal") != 0 || strcmp(estado.nivel, "estatal") != 0 ||
		strcmp(municipio.cve_ent, estado.cve_ent) != 0) {
		error_add(err, "/enlace", MENSAJE_NO_CORRESPONDE);
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	}
	if (!municipio.activa || !estado.activa)
		return error_set(err, PROBLEM_ORGANIZACION_INACTIVA);
	bool encimada = false;
	st = delegacion_overlaps(db, d, &encimada, err);
	return st == STATUS_OK && encimada ? error_set(err, PROBLEM_YA_EXISTE, "una delegación para esos días") : st;
}

static void write_instant(struct json_writer *w, const char *key, instante_t t)
{
	char texto[INSTANTE_LEN];
	instante_format_utc(t, texto);
	json_string(w, key, texto);
}

static const char *describe(const struct delegacion *d, const char *accion, struct arena *a)
{
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, (size_t)8 * 1024);
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_string(&w, "accion", accion);
	write_instant(&w, "desde", d->desde);
	json_uuid(&w, "enlace", &d->enlace);
	write_instant(&w, "hasta", d->hasta);
	json_string(&w, "motivo", d->motivo);
	json_uuid(&w, "municipio", &d->municipio);
	json_object_end(&w);
	return b.failed ? NULL : arena_strdup(a, buf_str(&b));
}

enum status delegacion_otorgar(struct db *db, const struct gestion *g, struct delegacion *d, struct error *err)
{
	check_term(d, err);
	if (err->n_items)
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	enum status st = gestion_begin(db, err);
	if (st != STATUS_OK)
		return st;
	d->otorgada_en = reloj_legal();
	d->id = uuid_v7(d->otorgada_en / 1000);
	d->otorgada_por = g->quien->usuario;
	d->revocada_por = (struct uuid){{0}};
	d->revocada_en = INSTANTE_NINGUNO;
	st = check_parties(db, d, err);
	if (st == STATUS_OK)
		st = delegacion_create(db, d, err);
	const struct gestion_hecho h = {.tipo = SEGURIDAD_DELEGACION,
		.objeto = "delegacion",
		.id = &d->id,
		.datos = st == STATUS_OK ? describe(d, "alta", err->arena) : NULL,
		.hecho = d};
	return gestion_end(db, g, st, &h, err->arena, err);
}

enum status delegacion_revocar(
	struct db *db, const struct gestion *g, const struct uuid *municipio, const struct uuid *id, struct error *err)
{
	struct delegacion d;
	enum status st = gestion_begin(db, err);
	if (st != STATUS_OK)
		return st;
	st = delegacion_find(db, id, err->arena, &d, err);
	if (st == STATUS_OK && uuid_cmp(&d.municipio, municipio) != 0)
		st = error_set(err, PROBLEM_NO_ENCONTRADO);
	const bool ya = st == STATUS_OK && d.revocada_en != INSTANTE_NINGUNO;
	if (st == STATUS_OK && !ya)
		st = delegacion_revoke(db, id, &g->quien->usuario, reloj_legal(), err);
	const struct gestion_hecho h = {.tipo = SEGURIDAD_DELEGACION,
		.objeto = "delegacion",
		.id = id,
		.datos = st == STATUS_OK ? describe(&d, "revocacion", err->arena) : NULL,
		.sin_cambio = ya};
	return gestion_end(db, g, st, &h, err->arena, err);
}

/* ---- in force ---- */

struct lugar {
	struct uuid enlace;
	int64_t hasta_ns; /* monotonic; 0: free */
	size_t n;
	struct uuid *municipios, *delegaciones; /* one allocation, `municipios` */
};
struct delegaciones_cache {
	pthread_mutex_t mx;
	struct lugar lugares[LUGARES];
};
struct vigentes {
	size_t n;
	struct uuid *municipios, *delegaciones;
};

struct delegaciones_cache *delegaciones_cache_create(void)
{
	struct delegaciones_cache *c = calloc(1, sizeof *c);
	if (c)
		pthread_mutex_init(&c->mx, NULL);
	return c;
}

void delegaciones_cache_destroy(struct delegaciones_cache *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < LUGARES; i++)
		free(c->lugares[i].municipios);
	pthread_mutex_destroy(&c->mx);
	free(c);
}

static bool copy_list(const struct lugar *l, struct arena *a, struct vigentes *out)
{
	*out = (struct vigentes){.n = l->n};
	if (l->n == 0)
		return true;
	out->municipios = (struct uuid *)(void *)arena_memdup(a, (const void *)l->municipios, l->n * sizeof *l->municipios);
	out->delegaciones = (struct uuid *)(void *)arena_memdup(a, (const void *)l->delegaciones, l->n * sizeof *l->delegaciones);
	return out->municipios && out->delegaciones;
}

static bool cache_get(struct delegaciones_cache *c, const struct uuid *enlace, struct arena *a, struct vigentes *out)
{
	const int64_t now = reloj_mono_ns();
	bool found = false;
	pthread_mutex_lock(&c->mx);
	for (size_t i = 0; i < LUGARES && !found; i++)
		if (c->lugares[i].hasta_ns > now && uuid_cmp(&c->lugares[i].enlace, enlace) == 0)
			found = copy_list(&c->lugares[i], a, out);
	pthread_mutex_unlock(&c->mx);
	return found;
}

/* Takes its own place if it has one, else the one that ends first. Without memory nothing is kept. */
static void cache_put(struct delegaciones_cache *c, const struct uuid *enlace, const struct vigentes *v, int64_t hasta_ns)
{
	struct uuid *copy = calloc(2 * v->n + 1, sizeof *copy);
	if (!copy)
		return;
	for (size_t i = 0; i < v->n; i++) {
		copy[i] = v->municipios[i];
		copy[v->n + i] = v->delegaciones[i];
	}
	pthread_mutex_lock(&c->mx);
	struct lugar *best = &c->lugares[0];
	for (size_t i = 0; i < LUGARES; i++) {
		struct lugar *l = &c->lugares[i];
		if (uuid_cmp(&l->enlace, enlace) == 0) {
			best = l;
			break;
		}
		if (l->hasta_ns < best->hasta_ns)
			best = l;
	}
	free(best->municipios);
	*best = (struct lugar){.enlace = *enlace, .hasta_ns = hasta_ns, .n = v->n, .municipios = copy, .delegaciones = copy + v->n};
	pthread_mutex_unlock(&c->mx);
}

static enum status current(
	struct delegaciones_cache *c, struct db *db, const struct uuid *enlace, struct arena *a, struct vigentes *out, struct error *err)
{
	if (cache_get(c, enlace, a, out))
		return STATUS_OK;
	/* The life of the entry begins before the question: what was revoked meanwhile is not kept longer for it. */
	const int64_t hasta = reloj_mono_ns() + VIDA_NS;
	enum status st = delegaciones_current(db, enlace, reloj_adelanto(), a, &out->municipios, &out->delegaciones, &out->n, err);
	if (st == STATUS_OK)
		cache_put(c, enlace, out, hasta);
	return st;
}

static enum status act_for(const struct vigentes *v, const struct uuid *por, struct actor *who, struct error *err)
{
	for (size_t i = 0; i < v->n; i++) {
		if (uuid_cmp(&v->municipios[i], por) != 0)
			continue;
		who->enlace = who->organizacion;
		who->delegacion = v->delegaciones[i];
		who->organizacion = *por;
		who->rol = ROL_GOBIERNO_LOCAL;
		who->delegantes = NULL;
		who->n_delegantes = 0;
		return STATUS_OK;
	}
	return error_set(err, PROBLEM_SIN_DELEGACION);
}

enum status delegacion_apply(
	struct delegaciones_cache *c, struct db *db, const struct uuid *por, struct arena *a, struct actor *who, struct error *err)
{
	struct vigentes v = {0};
	if (who->rol != ROL_ENLACE_ESTATAL)
		return uuid_is_nil(por) ? STATUS_OK : error_set(err, PROBLEM_SIN_DELEGACION);
	enum status st = current(c, db, &who->organizacion, a, &v, err);
	if (st != STATUS_OK)
		return st;
	who->delegantes = v.municipios;
	who->n_delegantes = v.n;
	return uuid_is_nil(por) ? STATUS_OK : act_for(&v, por, who, err);
}
