/* From a decision to what is written and answered: the act, its canonical texts and hash, the file after it, the row, the body. */

#include "codec/cadena.h"
#include "codec/representacion.h"
#include "codec/tipos.h"
#include "services/ficha.h"
#include "services/numeros.h"
#include "services/trabajos.h"
#include "services/tramite_privado.h"

#define TEXTO_ACTO_MAX (2u << 20)

/* ---- the act ---- */

static enum status write_number(struct obrero *o, struct paso_tramite *p)
{
	struct efectos *e = &p->decision.efectos;
	if (!e->serie)
		return STATUS_OK;
	e->numero_texto = numero_format(p->t->arena, config_patron(o->app->config, e->serie), e->anio, e->numero);
	return e->numero_texto ? STATUS_OK : error_set(p->t->err, PROBLEM_INTERNO);
}

static void make_act(struct paso_tramite *p)
{
	static const struct actor sistema = {.cve_ent = ""};
	const struct expediente *e = archivo_expediente(p->t->archivo);
	if (p->t->who) {
		p->decision.efectos.delegacion = p->t->who->delegacion;
		p->decision.efectos.enlace = p->t->who->enlace;
	}
	p->acto = (struct acto){
		.expediente = e->id,
		.n = e->version + 1,
		.tipo = p->t->acto,
		.desde = p->decision.desde,
		.hacia = p->decision.hacia,
		.registrado_en = p->now,
		.fecha_legal = p->t->fecha_legal,
		.actor = p->t->who ? *p->t->who : sistema,
		.datos = p->datos,
		.efectos = &p->decision.efectos,
		.anterior = e->cabeza,
	};
}

static enum status write_texts(struct paso_tramite *p)
{
	struct acto_fila *f = &p->aplicacion.fila;
	struct tramite *t = p->t;
	BUF_AUTO datos;
	BUF_AUTO efectos;
	buf_init(&datos, TEXTO_ACTO_MAX);
	buf_init(&efectos, TEXTO_ACTO_MAX);
	acto_datos_encode(p->acto.tipo, p->datos, &datos);
	efectos_encode(&p->decision.efectos, &efectos);
	f->datos = datos.failed ? NULL : arena_strdup(t->arena, buf_str(&datos));
	f->efectos = efectos.failed ? NULL : arena_strdup(t->arena, buf_str(&efectos));
	if (!f->datos || !f->efectos || cadena_hash(&p->acto, f->datos, f->efectos, &p->acto.hash) != STATUS_OK)
		return error_set(t->err, PROBLEM_INTERNO);
	return STATUS_OK;
}

/* ---- the row ---- */

static void fill_row(struct paso_tramite *p)
{
	const struct acto *a = &p->acto;
	struct acto_fila *f = &p->aplicacion.fila;
	f->expediente = a->expediente;
	f->n = a->n;
	f->tipo = a->tipo;
	f->desde = a->desde;
	f->hacia = a->hacia;
	f->registrado_en = a->registrado_en;
	f->fecha_legal = a->fecha_legal;
	f->usuario = a->actor.usuario;
	f->organizacion = a->actor.organizacion;
	f->rol = a->actor.rol;
	f->anterior = a->anterior;
	f->hash = a->hash;
}

static enum status fill_facts(struct paso_tramite *p)
{
	struct aplicacion *ap = &p->aplicacion;
	const struct efectos *e = &p->decision.efectos;
	enum acto_tipo tipo = p->acto.tipo;
	ap->serie = e->serie;
	ap->anio = e->anio;
	ap->numero = e->numero;
	ap->numero_texto = e->numero_texto;
	if (e->tiene_huella)
		*(tipo == ACTO_DICTAMINAR ? &ap->huella_dictamen : &ap->huella) = &e->huella;
	if (tipo == ACTO_MODIFICAR_DATOS || tipo == ACTO_REPROGRAMAR_FIRMA || tipo == ACTO_PRESENTAR || tipo == ACTO_ABRIR) {
		ap->ficha = ficha_make(ap->e, p->t->arena);
		if (!ap->ficha)
			return error_set(p->t->err, PROBLEM_INTERNO);
	}
	return STATUS_OK;
}

/* ---- the answer ---- */

static void write_summary(struct json_writer *w, const struct expediente *e)
{
	char id[UUID_LEN];
	uuid_format(&e->id, id);
	json_object(w, "expediente");
	json_string(w, "id", id);
	json_string(w, "folio", e->folio);
	json_string(w, "estado", vocabulario_slug(&vocabulario_estado, (int)e->estado));
	json_string(w, "turno", vocabulario_slug(&vocabulario_oficina, (int)estado_turno(e->estado)));
	json_int(w, "version", e->version);
	if (e->resultado)
		json_string(w, "resultado", vocabulario_slug(&vocabulario_resultado, (int)e->resultado));
	json_object_end(w);
}

static void answer_act(struct paso_tramite *p)
{
	struct tramite *t = p->t;
	BUF_AUTO acto;
	buf_init(&acto, TRAMITE_CUERPO_MAX);
	acto_write_json(&acto, &p->acto, p->aplicacion.fila.datos, p->aplicacion.fila.efectos, false);
	struct json_writer w;
	json_begin(&w, &t->cuerpo);
	json_object(&w, NULL);
	json_raw(&w, "acto", buf_str(&acto));
	write_summary(&w, p->aplicacion.e);
	json_string(&w, "numero", p->decision.efectos.numero_texto);
	json_object_end(&w);
	if (acto.failed)
		t->cuerpo.failed = true;
	t->http = 201;
}

enum status expediente_answer(struct obrero *o, const struct calendario *cal, const struct expediente *e, const struct actor *who,
	instante_t now, struct arena *a, struct buf *out, struct error *err)
{
	struct entorno env = {.now = now, .calendario = cal, .reglas = &o->app->reglas, .organizacion_activa = true};
	struct disponible *d = NULL;
	size_t n = 0;
	enum status st = disponibles_list(e, who, &env, a, &d, &n);
	if (st != STATUS_OK)
		(void)error_set(err, PROBLEM_INTERNO);
	else
		expediente_write(out, e, who, d, n, &env);
	return st;
}

static enum status write_answer(struct obrero *o, const struct calendario *cal, struct paso_tramite *p)
{
	struct tramite *t = p->t;
	enum status st = STATUS_OK;
	switch (t->clase) {
	case TRAMITE_ACTO:
		answer_act(p);
		break;
	case TRAMITE_MODIFICAR:
		t->http = 200;
		st = expediente_answer(o, cal, p->aplicacion.e, t->who, p->now, t->arena, &t->cuerpo, t->err);
		break;
	case TRAMITE_DOCUMENTO:
		t->http = 201;
		documento_write(&t->cuerpo, expediente_documento_by_id(p->aplicacion.e, &t->documento->id));
		break;
	case TRAMITE_RECOMPUTAR:
		break;
	}
	return st == STATUS_OK && t->cuerpo.failed ? error_set(t->err, PROBLEM_INTERNO) : st;
}

static enum status write_headers(struct paso_tramite *p)
{
	struct tramite *t = p->t;
	char id[UUID_LEN];
	uuid_format(&p->acto.expediente, id);
	t->version_nueva = p->acto.n;
	if (t->clase == TRAMITE_ACTO && t->acto == ACTO_ABRIR) {
		t->encabezados = arena_printf(t->arena, "ETag: \"%d\"\nLocation: /v1/expedientes/%s\n", p->acto.n, id);
	} else if (t->clase == TRAMITE_DOCUMENTO) {
		char doc[UUID_LEN];
		uuid_format(&t->documento->id, doc);
		t->encabezados = arena_printf(t->arena, "ETag: \"%d\"\nLocation: /v1/expedientes/%s/documentos/%s\n", p->acto.n, id, doc);
	} else if (t->clase == TRAMITE_ACTO) {
		t->encabezados = arena_printf(t->arena, "ETag: \"%d\"\nLocation: /v1/expedientes/%s/actos/%d\n", p->acto.n, id, p->acto.n);
	} else {
		t->encabezados = arena_printf(t->arena, "ETag: \"%d\"\n", p->acto.n);
	}
	return t->encabezados ? STATUS_OK : error_set(t->err, PROBLEM_INTERNO);
}

static enum status remember(struct paso_tramite *p)
{
	struct tramite *t = p->t;
	if (!t->idem_clave)
		return STATUS_OK;
	p->aplicacion.idem = (struct idempotencia){
		.clave = t->idem_clave,
		.huella = t->idem_huella,
		.http = t->http,
		.cuerpo = arena_strdup(t->arena, buf_str(&t->cuerpo)),
		.encabezados = t->encabezados,
	};
	return p->aplicacion.idem.cuerpo ? STATUS_OK : error_set(t->err, PROBLEM_INTERNO);
}

/* What this instance could not do is owed once one that can finds it (emision_sweep). */
static size_t owed_jobs(const struct obrero *o, enum acto_tipo acto, const char **slugs)
{
	size_t n = trabajos_de_acto(trabajo_clases, acto, slugs), k = 0;
	for (size_t i = 0; i < n; i++)
		if (trabajo_possible(trabajo_clase_find(trabajo_clases, slugs[i]), o->app))
			slugs[k++] = slugs[i];
	return k;
}

enum status tramite_compose(struct obrero *o, const struct calendario *cal, struct paso_tramite *p)
{
	struct tramite *t = p->t;
	enum status st = write_number(o, p);
	if (st != STATUS_OK)
		return st;
	make_act(p);
	st = write_texts(p);
	if (st == STATUS_OK)
		st = archivo_fold(t->archivo, &p->acto, t->err);
	if (st != STATUS_OK)
		return st;
	p->aplicacion.e = archivo_expediente(t->archivo);
	p->aplicacion.vence = expediente_vence(p->aplicacion.e, cal, &o->app->reglas);
	/* A new file owes nothing to earlier changes of calendar; an old one only once it was recomputed. */
	p->aplicacion.calendario_version = p->acto.tipo == ACTO_ABRIR ? cal->version : p->aplicacion.e->calendario_version;
	fill_row(p);
	p->aplicacion.n_trabajos = owed_jobs(o, p->acto.tipo, p->aplicacion.trabajos);
	st = fill_facts(p);
	if (st == STATUS_OK)
		st = write_answer(o, cal, p);
	if (st == STATUS_OK)
		st = write_headers(p);
	if (st == STATUS_OK)
		st = remember(p);
	return st;
}
