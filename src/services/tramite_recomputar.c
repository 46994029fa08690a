/* After a change of calendar: every open file computed with an older one is looked at again, and the change leaves a trace in it. */
#include "services/calendario.h"
#include "services/tramite_privado.h"

#define RECOMPUTO_GRUPO 64
#define ARENA_UNO (8u << 20)

static enum status recompute_one(struct obrero *o, const struct uuid *id, int calendario_version, struct error *err)
{
	ARENA_AUTO *a = arena_create(ARENA_UNO);
	if (!a)
		return error_set(err, PROBLEM_INTERNO);
	struct error propio;
	error_init(&propio, a);
	char ref[UUID_LEN];
	uuid_format(id, ref);
	struct tramite uno = {
		.clase = TRAMITE_RECOMPUTAR, .ref = ref, .fecha_legal = DIA_NINGUNO, .arena = a, .err = &propio, .contenido_fd = -1};
	struct tramite *t = &uno;
	buf_init(&t->cuerpo, TRAMITE_CUERPO_MAX);
	tramites_perform_claimed(o, &t, 1);
	buf_free(&t->cuerpo);
	if (t->status != STATUS_OK)
		return error_set(err, propio.problem);
	return t->version_nueva ? STATUS_OK : expedientes_calendar_seen(o->db, id, t->version, calendario_version, err);
}

enum status tramites_recompute(struct obrero *o, bool *quedan, struct error *err)
{
	ARENA_AUTO *a = arena_create(ARENA_UNO);
	struct uuid *ids = NULL;
	size_t n = 0;
	if (!a)
		return error_set(err, PROBLEM_INTERNO);
	const struct calendario *cal = calendario_vivo_get(o->app->calendario);
	int version = cal->version;
	calendario_vivo_put(o->app->calendario, cal);
	enum status st = expedientes_stale(o->db, version, RECOMPUTO_GRUPO, a, &ids, &n, err);
	*quedan = st == STATUS_OK && n == RECOMPUTO_GRUPO;
	for (size_t i = 0; i < n && st != STATUS_UNAVAILABLE; i++) { /* one file that fails does not stop the others */
		enum status uno = recompute_one(o, &ids[i], version, err);
		if (uno != STATUS_OK)
			st = uno;
	}
	return st;
}
