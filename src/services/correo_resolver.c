/*
 * A person's decision about a message. Confirming is several acts, each of its own: opening the file, a document at a time. Their ids are fixed
 * when the message is claimed, so that after any failure the same request goes on where it stopped.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codec/tipos.h"
#include "services/consulta.h"
#include "services/correo.h"
#include "services/documentos.h"
#include "services/idempotencia.h"
#include "store/calendario.h"
#include "store/contenido.h"
#include "store/directorio.h"

#define CUERPO_MAX (1u << 20)
#define DATOS_MAX (256u << 10)
#define CARGA_MAX (16u << 20)
#define VUELTAS_MAX 5
#define NOMBRE_ORIGINAL "mensaje-original.eml"

struct confirmacion {
	struct obrero *o;
	struct correo_tramite *t;
	const struct correo_decision *d;
	struct correo_vista v;
	struct datos_expediente datos;
	char ref[UUID_LEN]; /* of the file */
	/* the file as it stands; version 0: not opened yet */
	int version;
	struct {
		struct uuid id;
		enum clase_documento clase;
	} * hechos;
	size_t n_hechos;
};

/* ---- the request ---- */

static enum status remembered(struct obrero *o, struct correo_tramite *t)
{
	struct idempotencia_guardada g = {.usuario = t->who->usuario, .clave = t->idem_clave};
	if (!t->idem_clave)
		return STATUS_OK;
	enum status st = expedientes_idempotencia(o->db, &g, 1, t->arena, t->err);
	if (st != STATUS_OK || !g.hallada)
		return st;
	if (!sha256_equal(&g.huella, &t->idem_huella))
		return error_set(t->err, PROBLEM_IDEMPOTENCIA_OTRO_CUERPO);
	t->repetida = true;
	t->cuerpo = g.cuerpo;
	t->version_nueva = (int)strtol(g.encabezados, NULL, 10);
	return STATUS_OK;
}

static enum status stale(struct correo_tramite *t, int version)
{
	return error_set(t->err, PROBLEM_VERSION_OBSOLETA, arena_printf(t->arena, "%d", version));
}

/* Seen, current and undecided. */
static enum status look(struct obrero *o, struct correo_tramite *t, bool apartado_tambien, struct correo_vista *v)
{
	enum status st = correo_ver(o->db, t->who, &t->id, t->arena, v, t->err);
	if (st != STATUS_OK)
		return st;
	if (t->version && t->version != v->correo.version)
		return stale(t, v->correo.version);
	if (strcmp(v->correo.estado, "recibido") == 0 || (apartado_tambien && strcmp(v->correo.estado, "apartado") == 0))
		return STATUS_OK;
	return error_set(t->err, PROBLEM_CORREO_RESUELTO, v->correo.estado);
}

/* The end: state, and the answer remembered with it. */
static enum status resolve(struct obrero *o, struct correo_tramite *t, struct correo_fila *c)
{
	struct correo_vista v;
	enum status st = db_begin(o->db, t->err);
	if (st == STATUS_OK)
		st = correos_resolve(o->db, c, t->err);
	if (st == STATUS_CONFLICT)
		st = stale(t, c->version + 1);
	if (st == STATUS_OK)
		st = correo_ver(o->db, NULL, &t->id, t->arena, &v, t->err);
	if (st == STATUS_OK) {
		BUF_AUTO b;
		buf_init(&b, CUERPO_MAX);
		t->escribir(&b, &v);
		t->cuerpo = b.failed ? NULL : arena_strdup(t->arena, buf_str(&b));
		t->version_nueva = v.correo.version;
		st = t->cuerpo ? STATUS_OK : error_set(t->err, PROBLEM_INTERNO);
	}
	if (st == STATUS_OK && t->idem_clave) {
		struct idempotencia idem = {.clave = t->idem_clave,
			.huella = t->idem_huella,
			.http = 200,
			.cuerpo = t->cuerpo,
			.encabezados = arena_printf(t->arena, "%d", t->version_nueva)};
		st = calendario_remember(o->db, &t->who->usuario, &idem, t->err);
	}
	if (st == STATUS_OK)
		st = db_commit(o->db, t->err);
	if (st != STATUS_OK)
		db_rollback(o->db);
	return st == STATUS_RETRY ? error_set(t->err, PROBLEM_SATURADO) : st;
}

/* ---- dismissing ---- */

static enum status dismiss(struct obrero *o, struct correo_tramite *t, const char *motivo)
{
	struct correo_vista v;
	enum status st = look(o, t, true, &v);
	if (st != STATUS_OK)
		return st;
	if (!uuid_is_nil(&v.correo.expediente))
		return error_set(t->err, PROBLEM_CORREO_EN_TRAMITE, "el correo");
	v.correo.estado = "descartado";
	v.correo.motivo = motivo;
	v.correo.usuario = t->who->usuario;
	v.correo.resuelto_en = reloj_legal();
	return resolve(o, t, &v.correo);
}

enum status correo_descartar(struct obrero *o, struct correo_tramite *t, const char *motivo)
{
	if (t->idem_clave && !idempotencia_claim(&t->who->usuario, t->idem_clave))
		return error_set(t->err, PROBLEM_IDEMPOTENCIA_EN_CURSO);
	enum status st = remembered(o, t);
	if (st == STATUS_OK && !t->repetida)
		st = dismiss(o, t, motivo);
	if (t->idem_clave)
		idempotencia_release(&t->who->usuario, t->idem_clave);
	return st;
}

/* ---- the file as far as it has come ---- */

static enum status note_file(const struct expediente *e, void *arg, struct error *err)
{
	struct confirmacion *k = arg;
	k->hechos = arena_array(k->t->arena, e->n_documentos, sizeof *k->hechos);
	if (!k->hechos)
		return error_set(err, PROBLEM_INTERNO);
	k->version = e->version;
	k->n_hechos = e->n_documentos;
	for (size_t i = 0; i < e->n_documentos; i++) {
		k->hechos[i].id = e->documentos[i].id;
		k->hechos[i].clase = e->documentos[i].clase;
	}
	return STATUS_OK;
}

static enum status look_at_file(struct confirmacion *k)
{
	struct error own;
	ARENA_AUTO *carga = arena_create(CARGA_MAX);
	error_init(&own, k->t->arena);
	k->version = 0;
	k->n_hechos = 0;
	if (!carga)
		return error_set(k->t->err, PROBLEM_INTERNO);
	enum status st = expediente_with(k->o, k->t->who, k->ref, carga, note_file, k, &own);
	if (st == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (st != STATUS_OK && k->t->err->problem == PROBLEM_NONE)
		*k->t->err = own;
	return st;
}

static enum clase_documento done_as(const struct confirmacion *k, const struct uuid *documento)
{
	for (size_t i = 0; i < k->n_hechos; i++)
		if (uuid_cmp(&k->hechos[i].id, documento) == 0)
			return k->hechos[i].clase;
	return CLASE_DOCUMENTO_NINGUNO;
}

/* ---- the decision, with every fault at once ---- */

static struct correo_parte_fila *part_of(struct confirmacion *k, int n)
{
	for (size_t i = 0; i < k->v.n_partes; i++)
		if (k->v.partes[i].n == n)
			return &k->v.partes[i];
	return NULL;
}

static void decide_part(struct confirmacion *k, size_t i)
{
	const struct correo_parte_decidida *x = &k->d->partes[i];
	struct correo_parte_fila *p = part_of(k, x->n);
	struct error *err = k->t->err;
	char pointer[64], n[16];
	snprintf(pointer, sizeof pointer, "/partes/%zu/n", i);
	snprintf(n, sizeof n, "%d", x->n);
	for (size_t j = 0; j < i; j++)
		if (k->d->partes[j].n == x->n) {
			error_add(err, pointer, MENSAJE_DUPLICADO);
			return;
		}
	if (!p) {
		error_add(err, pointer, MENSAJE_PARTE_DESCONOCIDA, n);
		return;
	}
	snprintf(pointer, sizeof pointer, "/partes/%zu/clase", i);
	const enum clase_documento hecho = done_as(k, &p->documento);
	if (hecho && hecho != x->clase) {
		error_add(err, pointer, MENSAJE_PARTE_INCORPORADA, n);
	} else if (x->clase && (sha256_is_zero(&p->sha256) || *p->hallazgo)) {
		error_add(err, pointer, MENSAJE_PARTE_NO_USABLE, n, *p->hallazgo ? p->hallazgo : p->tipo_parte);
	} else if (x->clase && !documento_tipo_admitido(x->clase, p->tipo_medio)) {
		error_add(err, pointer, MENSAJE_TIPO_DOCUMENTO, vocabulario_slug(&vocabulario_clase_documento, (int)x->clase),
			documento_tipo_exigido(x->clase));
	} else {
		p->clase = x->clase;
	}
}

static enum status decide_organisation(struct confirmacion *k)
{
	struct correo_fila *c = &k->v.correo;
	struct organizacion org;
	struct error own;
	const bool otra = !uuid_is_nil(&k->d->organizacion) && uuid_cmp(&k->d->organizacion, &c->organizacion) != 0;
	error_init(&own, k->t->arena);
	if (otra && k->version > 0)
		return error_set(k->t->err, PROBLEM_CORREO_EN_TRAMITE, "la organización");
	if (k->d->datos && k->version > 0)
		return error_set(k->t->err, PROBLEM_CORREO_EN_TRAMITE, "lo que se capturó de él");
	if (otra)
		c->organizacion = k->d->organizacion;
	enum status st = directorio_organizacion(k->o->db, &c->organizacion, k->t->arena, &org, &own);
	if (st == STATUS_NOT_FOUND || (st == STATUS_OK && org.cve_ent[0] == '\0')) {
		error_add(k->t->err, "/organizacion", MENSAJE_NO_CORRESPONDE);
		return STATUS_OK;
	}
	if (st != STATUS_OK)
		*k->t->err = own;
	else if (!org.activa)
		st = error_set(k->t->err, PROBLEM_ORGANIZACION_INACTIVA);
	return st;
}

static enum status decide(struct confirmacion *k)
{
	struct correo_fila *c = &k->v.correo;
	BUF_AUTO json;
	buf_init(&json, DATOS_MAX);
	if (!uuid_is_nil(&c->expediente)) {
		uuid_format(&c->expediente, k->ref);
		enum status st = look_at_file(k);
		if (st != STATUS_OK)
			return st;
	}
	enum status st = decide_organisation(k);
	if (st != STATUS_OK)
		return st;
	for (size_t i = 0; i < k->d->n_partes; i++)
		decide_part(k, i);
	if (k->t->err->n_items)
		return error_set(k->t->err, PROBLEM_CUERPO_INVALIDO);
	k->datos = k->d->datos ? *k->d->datos : k->v.propuestos;
	json_encode(&desc_datos_expediente, &k->datos, &json);
	c->datos = json.failed ? NULL : arena_strdup(k->t->arena, buf_str(&json));
	c->usuario = k->t->who->usuario;
	if (uuid_is_nil(&c->expediente))
		c->expediente = uuid_v7(reloj_now() / 1000);
	if (uuid_is_nil(&c->documento))
		c->documento = uuid_v7(reloj_now() / 1000);
	return c->datos ? STATUS_OK : error_set(k->t->err, PROBLEM_INTERNO);
}

/* ---- doing it ---- */

static enum status claim(struct confirmacion *k)
{
	struct correo_fila *c = &k->v.correo;
	struct db *db = k->o->db;
	enum status st = db_begin(db, k->t->err);
	if (st == STATUS_OK)
		st = correos_claim(db, c, k->t->err);
	if (st == STATUS_CONFLICT)
		st = stale(k->t, c->version + 1);
	for (size_t i = 0; i < k->v.n_partes && st == STATUS_OK; i++)
		st = correos_classify(db, &c->id, k->v.partes[i].n, k->v.partes[i].clase, k->t->err);
	if (st == STATUS_OK)
		st = db_commit(db, k->t->err);
	if (st != STATUS_OK)
		db_rollback(db);
	uuid_format(&c->expediente, k->ref);
	return st == STATUS_RETRY ? error_set(k->t->err, PROBLEM_SATURADO) : st;
}

static struct tramite new_step(struct confirmacion *k, struct error *err)
{
	struct tramite s = {.who = k->t->who,
		.ref = k->ref,
		.fecha_legal = DIA_NINGUNO,
		.contenido_fd = -1,
		.arena = k->t->arena,
		.err = err,
		.version = k->version};
	error_init(err, k->t->arena);
	buf_init(&s.cuerpo, CUERPO_MAX);
	return s;
}

static enum status open_file(struct confirmacion *k)
{
	struct error err;
	enum status st = look_at_file(k);
	if (st != STATUS_OK || k->version > 0)
		return st;
	struct tramite s = new_step(k, &err);
	s.id = k->v.correo.expediente;
	tramite_open(k->o, &s, &k->v.correo.organizacion, &k->datos);
	buf_free(&s.cuerpo);
	if (s.status != STATUS_OK) {
		/* Somebody who goes on with the same confirmation opened it in between. */
		st = look_at_file(k);
		if (st == STATUS_OK && k->version > 0)
			return st;
		*k->t->err = err;
		return s.status;
	}
	return look_at_file(k);
}

static enum status fetch(struct confirmacion *k, const struct sha256 *sha, int64_t tamano, int *fd)
{
	*fd = open(k->o->app->config->carpeta_temporal, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (*fd < 0)
		return error_set_errno(k->t->err, PROBLEM_SATURADO, "carpeta_temporal");
	return contenido_get(k->o->db, sha, 0, tamano, *fd, k->t->err);
}

/*
 * One document, unless the file has it. The version at which it was missing is the one that it is added at: whoever else goes on with the same
 * confirmation makes one of the two look again.
 */
static enum status add_once(struct confirmacion *k, const struct documento_entrada *in)
{
	enum status st = STATUS_PRECONDITION;
	struct error err;
	for (int i = 0; i < VUELTAS_MAX && st == STATUS_PRECONDITION; i++) {
		if (done_as(k, &in->id))
			return STATUS_OK;
		struct tramite s = new_step(k, &err);
		documento_add(k->o, &s, in);
		buf_free(&s.cuerpo);
		st = s.status;
		if (st == STATUS_OK || st == STATUS_PRECONDITION) {
			enum status look_st = look_at_file(k);
			if (look_st != STATUS_OK)
				return look_st;
		}
	}
	if (st != STATUS_OK)
		*k->t->err = err;
	return st;
}

static enum status add_content(struct confirmacion *k, struct documento_entrada *in)
{
	int fd = -1;
	if (done_as(k, &in->id))
		return STATUS_OK;
	enum status st = fetch(k, &in->sha256, in->tamano, &fd);
	in->fd = fd;
	if (st == STATUS_OK)
		st = add_once(k, in);
	if (fd >= 0)
		close(fd);
	return st;
}

static enum status add_documents(struct confirmacion *k)
{
	const struct correo_fila *c = &k->v.correo;
	struct documento_entrada original = {
		.id = c->documento, .clase = CLASE_DOCUMENTO_CORREO, .nombre = NOMBRE_ORIGINAL, .tamano = c->tamano, .sha256 = c->sha256};
	enum status st = add_content(k, &original);
	for (size_t i = 0; i < k->v.n_partes && st == STATUS_OK; i++) {
		const struct correo_parte_fila *p = &k->v.partes[i];
		struct documento_entrada in = {.id = p->documento,
			.clase = p->clase,
			.nombre = *p->nombre ? p->nombre : NULL,
			.tipo_medio = p->tipo_medio,
			.tamano = p->tamano,
			.sha256 = p->sha256};
		if (p->clase)
			st = add_content(k, &in);
	}
	return st;
}

static enum status confirm(struct obrero *o, struct correo_tramite *t, const struct correo_decision *d)
{
	struct confirmacion k = {.o = o, .t = t, .d = d};
	enum status st = look(o, t, false, &k.v);
	if (st == STATUS_OK)
		st = decide(&k);
	if (st == STATUS_OK)
		st = claim(&k);
	if (st == STATUS_OK)
		st = open_file(&k);
	if (st == STATUS_OK)
		st = add_documents(&k);
	if (st != STATUS_OK)
		return st;
	k.v.correo.estado = "confirmado";
	k.v.correo.motivo = "";
	k.v.correo.resuelto_en = reloj_legal();
	return resolve(o, t, &k.v.correo);
}

enum status correo_confirmar(struct obrero *o, struct correo_tramite *t, const struct correo_decision *d)
{
	if (t->idem_clave && !idempotencia_claim(&t->who->usuario, t->idem_clave))
		return error_set(t->err, PROBLEM_IDEMPOTENCIA_EN_CURSO);
	enum status st = remembered(o, t);
	if (st == STATUS_OK && !t->repetida)
		st = confirm(o, t, d);
	if (t->idem_clave)
		idempotencia_release(&t->who->usuario, t->idem_clave);
	return st;
}
