#include "services/mantenimiento.h"

#include "services/bitacora.h"
#include "services/calendario.h"
#include "services/cuentas.h"
#include "services/emision.h"
#include "services/ensayo.h"
#include "services/identidad.h"
#include "services/registro.h"
#include "services/trabajos.h"
#include "services/tramite.h"
#include "services/vigilancia.h"
#include "store/mantenimiento.h"

#define CADA_LIMPIEZA_NS (INT64_C(600) * 1000000000)
#define CADA_RECORDATORIO_NS (INT64_C(60) * 1000000000)
#define CADA_BARRIDO_NS (INT64_C(3600) * 1000000000)
#define GRUPOS_POR_PASO 20 /* of files to recompute, so that the other work is not kept waiting */

static enum status recompute(struct obrero *o, struct error *err)
{
	bool quedan = true;
	enum status st = STATUS_OK;
	for (int i = 0; i < GRUPOS_POR_PASO && quedan && st == STATUS_OK; i++)
		st = tramites_recompute(o, &quedan, err);
	return st;
}

static enum status remind(struct obrero *o, struct mantenimiento *m, int dias, struct error *err)
{
	m->recordatorios = 0;
	if (dias <= 0)
		return STATUS_OK;
	instante_t now = reloj_legal();
	const dia_t hoy = instante_dia(now);
	const struct calendario *c = calendario_vivo_get(o->app->calendario);
	dia_t hasta = calendario_add_habiles(c, hoy, dias);
	calendario_vivo_put(o->app->calendario, c);
	return mantenimiento_recordar(o->db, hoy, hasta, now, &m->recordatorios, err);
}

/* A pass over all files is made of many short steps, one a second; then an hour's rest. */
static enum status sweep(struct obrero *o, struct mantenimiento *m, int64_t now, struct error *err)
{
	int puestos = 0;
	enum status st = emision_sweep(o, &m->barrer_desde, &puestos, err);
	if (puestos > 0)
		trabajos_wake(o->app->timbre);
	if (st == STATUS_OK && uuid_is_nil(&m->barrer_desde))
		m->barrer_ns = now + CADA_BARRIDO_NS;
	return st;
}

/* Entries without their act in the registry: all of them in one statement, as long as there are any, then an hour's rest. */
static enum status sweep_registry(struct obrero *o, struct mantenimiento *m, int64_t now, struct error *err)
{
	int puestos = 0;
	enum status st = registro_sweep(o, &puestos, err);
	if (puestos > 0)
		trabajos_wake(o->app->timbre);
	else if (st == STATUS_OK)
		m->asentar_ns = now + CADA_BARRIDO_NS;
	return st;
}

static enum status step(struct obrero *o, struct mantenimiento *m, struct error *err)
{
	int64_t now = reloj_mono_ns();
	if (m->adelanto != reloj_adelanto()) { /* what is due by the clock is due now */
		m->adelanto = reloj_adelanto();
		m->recordar_ns = m->vigilar_ns = 0;
	}
	enum status st = calendario_vivo_refresh(o->app->calendario, o->db, err);
	if (st == STATUS_OK)
		st = recompute(o, err);
	/* A file that cannot be recomputed must not keep reminders and cleaning from being done: the first failure is told, all are tried. */
	const int dias = atomic_load(&o->app->recordatorio_dias);
	if (now >= m->recordar_ns || dias != m->recordatorio_dias) {
		enum status uno = remind(o, m, dias, err);
		if (uno == STATUS_OK) {
			m->recordar_ns = now + CADA_RECORDATORIO_NS;
			m->recordatorio_dias = dias;
		}
		st = st == STATUS_OK ? uno : st;
	}
	if (now >= m->vigilar_ns) {
		enum status uno = vigilancia_tell(o, err);
		if (uno == STATUS_OK)
			m->vigilar_ns = now + CADA_RECORDATORIO_NS;
		st = st == STATUS_OK ? uno : st;
	}
	m->factores_sellados = 0;
	if (now >= m->limpiar_ns) {
		enum status uno = mantenimiento_limpiar(o->db, err);
		if (uno == STATUS_OK)
			uno = cuentas_limpiar(o->db, reloj_now(), err);
		if (uno == STATUS_OK)
			uno = cuentas_factores_sellar(o, &m->factores_sellados, &m->factores_cerrados, err);
		if (uno == STATUS_OK)
			m->limpiar_ns = now + CADA_LIMPIEZA_NS;
		st = st == STATUS_OK ? uno : st;
	}
	if (o->app->llave_bitacora) {
		enum status uno = bitacora_sign_due(o, &m->bitacora_firmada, err);
		st = st == STATUS_OK ? uno : st;
	}
	if (o->app->escribania && now >= m->barrer_ns) {
		enum status uno = sweep(o, m, now, err);
		st = st == STATUS_OK ? uno : st;
	}
	const enum status vistas = identidad_flush(o->app->identidad, o->db, err);
	st = st == STATUS_OK ? vistas : st;
	const enum status censo = censo_advance(o, &m->censo, err);
	st = st == STATUS_OK ? censo : st;
	if (now >= m->asentar_ns) {
		enum status uno = sweep_registry(o, m, now, err);
		st = st == STATUS_OK ? uno : st;
	}
	const struct calendario *c = calendario_vivo_get(o->app->calendario);
	m->calendario_version = c->version;
	calendario_vivo_put(o->app->calendario, c);
	return st;
}

enum status mantenimiento_step(struct obrero *o, struct mantenimiento *m, struct error *err)
{
	m->recordatorios = 0;
	m->bitacora_firmada = -1;
	db_wake(o->db);
	enum status st = db_ready(o->db, err);
	if (st == STATUS_OK)
		st = ensayo_check(o, err);
	atomic_store(&o->app->lista, st == STATUS_OK);
	return st == STATUS_OK ? step(o, m, err) : st;
}
