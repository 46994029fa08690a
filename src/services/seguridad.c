/*
 * What was noted waits in a queue of fixed size for the thread that writes it. Kinds that repeat have a place for a minute (`repetido`), where equal ones are
 * only counted; new ones of strangers and of people are rationed by two buckets, so that nobody can fill the disk by being refused.
 */
#include "services/seguridad.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "codec/cadena_seguridad.h"
#include "codec/json.h"

#define COLA 512
#define REPETIDOS 512
#define USOS 4096u
#define HORA (INT64_C(3600) * 1000000) /* microseconds */
#define SEGUNDO_NS INT64_C(1000000000)
#define VENTANA_NS (60 * SEGUNDO_NS)
#define LOTE (COLA + REPETIDOS + 1) /* the queue, what was counted, and what was lost */

/* One fact. Made with memset, so that equal ones are equal bytes up to `en`. */
struct anotado {
	enum seguridad_tipo tipo;
	enum rol rol;
	struct uuid usuario, organizacion;
	struct uuid clave; /* of a use; nil: none */
	dia_t dia;
	char direccion[SEGURIDAD_DIRECCION_LEN], objeto[SEGURIDAD_OBJETO_MAX + 1], datos[SEGURIDAD_DATOS_MAX + 1];
	instante_t en;
	int64_t veces;
};
struct repetido {
	uint64_t huella;
	int64_t hasta_ns; /* monotonic; 0: free */
	struct anotado hecho;
};
struct racion {
	double quedan, capacidad, por_segundo;
	int64_t desde_ns;
};
struct seguridad {
	pthread_mutex_t mx;
	uint8_t llave[HASH_KEY_LEN];
	struct anotado cola[COLA];
	size_t n_cola;
	struct repetido repetidos[REPETIDOS];
	struct racion extranos, personas;
	int64_t perdidos[SEGURIDAD_COUNT]; /* not told yet */
	int64_t contar_ns;                 /* when they may be told again */
	_Atomic int64_t perdidos_total;
	_Atomic uint64_t usos[USOS];
	/* of the writing thread alone */
	struct anotado lote[LOTE];
	struct seguridad_acto filas[LOTE];
	size_t n_lote;
};

struct seguridad *seguridad_create(void)
{
	struct seguridad *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	pthread_mutex_init(&s->mx, NULL);
	random_bytes(s->llave, sizeof s->llave);
	const int64_t now = reloj_mono_ns();
	s->extranos = (struct racion){.quedan = 64, .capacidad = 64, .por_segundo = 0.1, .desde_ns = now};
	s->personas = (struct racion){.quedan = 256, .capacidad = 256, .por_segundo = 1, .desde_ns = now};
	return s;
}

void seguridad_destroy(struct seguridad *s)
{
	if (!s)
		return;
	pthread_mutex_destroy(&s->mx);
	free(s);
}

int64_t seguridad_perdidos(const struct seguridad *s)
{
	return s ? atomic_load_explicit(&s->perdidos_total, memory_order_relaxed) : 0;
}

/* ---- noting ---- */

/* At most `max` bytes, cut between characters. */
static void copy_text(char *out, const char *text, size_t max)
{
	size_t n = text ? strnlen(text, max + 1) : 0;
	if (n > max)
		for (n = max; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80;)
			n--;
	if (n > 0)
		memcpy(out, text, n);
}

static void take_note(struct anotado *h, const struct seguridad_suceso *s)
{
	memset(h, 0, sizeof *h);
	h->tipo = s->tipo;
	if (s->quien) {
		h->rol = s->quien->rol;
		h->usuario = s->quien->usuario;
		h->organizacion = s->quien->organizacion;
	}
	copy_text(h->direccion, s->direccion, sizeof h->direccion - 1);
	copy_text(h->objeto, s->objeto, SEGURIDAD_OBJETO_MAX);
	const char *datos = s->datos ? s->datos : "{}";
	copy_text(h->datos, strlen(datos) > SEGURIDAD_DATOS_MAX ? "{\"recortado\":true}" : datos, SEGURIDAD_DATOS_MAX);
	h->en = reloj_now();
	h->veces = 1;
}

static void lose(struct seguridad *s, enum seguridad_tipo tipo, int64_t n)
{
	s->perdidos[tipo] += n;
	atomic_fetch_add_explicit(&s->perdidos_total, n, memory_order_relaxed);
}

static bool ration(struct racion *r, int64_t now)
{
	r->quedan += (double)(now - r->desde_ns) / (double)SEGUNDO_NS * r->por_segundo;
	r->desde_ns = now;
	if (r->quedan > r->capacidad)
		r->quedan = r->capacidad;
	if (r->quedan < 1)
		return false;
	r->quedan -= 1;
	return true;
}

/* True when an equal one has its place already: it was counted. Else *libre is a place for it, NULL when there is none. */
static bool counted(struct seguridad *s, uint64_t huella, const struct anotado *h, struct repetido **libre)
{
	*libre = NULL;
	for (size_t i = 0; i < REPETIDOS; i++) {
		struct repetido *r = &s->repetidos[i];
		if (r->hasta_ns == 0) {
			*libre = *libre ? *libre : r;
		} else if (r->huella == huella) {
			r->hecho.veces++;
			r->hecho.en = h->en;
			return true;
		}
	}
	return false;
}

/* Under the lock. False: it is not written by itself, either because it was counted or because it is lost. */
static bool admit(struct seguridad *s, const struct anotado *h)
{
	if (!seguridad_se_repite(h->tipo))
		return true;
	const int64_t now = reloj_mono_ns();
	const uint64_t huella = hash_keyed(s->llave, h, offsetof(struct anotado, en));
	struct repetido *libre;
	if (counted(s, huella, h, &libre))
		return false;
	struct racion *r = uuid_is_nil(&h->usuario) ? &s->extranos : &s->personas;
	if (h->tipo != SEGURIDAD_EXPORTACION && !ration(r, now)) {
		lose(s, h->tipo, 1);
		return false;
	}
	if (libre) {
		*libre = (struct repetido){.huella = huella, .hasta_ns = now + VENTANA_NS, .hecho = *h};
		libre->hecho.veces = 0;
	}
	return true;
}

static void enqueue(struct seguridad *s, const struct anotado *h)
{
	pthread_mutex_lock(&s->mx);
	if (admit(s, h)) {
		if (s->n_cola < COLA)
			s->cola[s->n_cola++] = *h;
		else
			lose(s, h->tipo, 1);
	}
	pthread_mutex_unlock(&s->mx);
}

void seguridad_note(struct seguridad *s, const struct seguridad_suceso *suceso)
{
	if (!s)
		return;
	struct anotado h;
	take_note(&h, suceso);
	enqueue(s, &h);
}

bool seguridad_key_unseen(struct seguridad *s, const struct uuid *clave, const uint8_t abonado[static 16], instante_t now)
{
	struct {
		struct uuid clave;
		uint8_t direccion[16];
		int64_t hora; /* local days begin on whole hours of UTC, or are noted an hour late */
	} uso = {.clave = *clave, .hora = now / HORA};
	if (!s)
		return false;
	memcpy(uso.direccion, abonado, sizeof uso.direccion);
	const uint64_t huella = hash_keyed(s->llave, &uso, sizeof uso);
	_Atomic uint64_t *lugar = &s->usos[huella % USOS];
	/* Looked at first: a line that all threads write would be passed around by them. */
	return atomic_load_explicit(lugar, memory_order_relaxed) != huella &&
		atomic_exchange_explicit(lugar, huella, memory_order_relaxed) != huella;
}

void seguridad_note_key(
	struct seguridad *s, const struct actor *quien, const char *que, const struct uuid *clave, const char *direccion, instante_t now)
{
	char texto[UUID_LEN], objeto[64];
	struct anotado h;
	uuid_format(clave, texto);
	snprintf(objeto, sizeof objeto, "%s/%s", que, texto);
	take_note(&h, &(struct seguridad_suceso){.tipo = SEGURIDAD_USO_DE_CLAVE, .quien = quien, .direccion = direccion, .objeto = objeto});
	h.clave = *clave;
	h.dia = instante_dia(now);
	enqueue(s, &h);
}

/* ---- writing ---- */

/* Text of a JSON object: how many of each kind, sorted by its slug. */
static void describe_lost(const int64_t *perdidos, char *out, size_t max)
{
	const char *slugs[SEGURIDAD_COUNT] = {NULL};
	int64_t cuenta[SEGURIDAD_COUNT];
	size_t n = 0;
	for (int t = 1; t < SEGURIDAD_COUNT; t++) {
		if (perdidos[t] == 0)
			continue;
		const char *slug = vocabulario_slug(&vocabulario_seguridad, t);
		size_t i = n++;
		for (; i > 0 && strcmp(slugs[i - 1], slug) > 0; i--) {
			slugs[i] = slugs[i - 1];
			cuenta[i] = cuenta[i - 1];
		}
		slugs[i] = slug;
		cuenta[i] = perdidos[t];
	}
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, max);
	json_begin(&w, &b);
	json_object(&w, NULL);
	for (size_t i = 0; i < n; i++)
		json_int(&w, slugs[i], cuenta[i]);
	json_object_end(&w);
	copy_text(out, b.failed ? "{}" : buf_str(&b), max);
}

/* Under the lock: what was lost becomes a fact of its own, once a minute. */
static void gather_lost(struct seguridad *s, int64_t now, bool todo)
{
	int64_t total = 0;
	for (int t = 0; t < SEGURIDAD_COUNT; t++)
		total += s->perdidos[t];
	if (total == 0 || (!todo && now < s->contar_ns))
		return;
	struct anotado *h = &s->lote[s->n_lote++];
	take_note(h, &(struct seguridad_suceso){.tipo = SEGURIDAD_PERDIDA});
	memset(h->datos, 0, sizeof h->datos);
	describe_lost(s->perdidos, h->datos, SEGURIDAD_DATOS_MAX);
	h->veces = total;
	memset(s->perdidos, 0, sizeof s->perdidos);
	s->contar_ns = now + VENTANA_NS;
}

/* What waits goes to the writing thread's own rows, unless it has some that it could not write. */
static void gather(struct seguridad *s, bool todo)
{
	const int64_t now = reloj_mono_ns();
	pthread_mutex_lock(&s->mx);
	memcpy(s->lote, s->cola, s->n_cola * sizeof *s->cola);
	s->n_lote = s->n_cola;
	s->n_cola = 0;
	for (size_t i = 0; i < REPETIDOS; i++) {
		struct repetido *r = &s->repetidos[i];
		if (r->hasta_ns == 0 || (!todo && now < r->hasta_ns))
			continue;
		if (r->hecho.veces > 0 && uuid_is_nil(&r->hecho.clave))
			s->lote[s->n_lote++] = r->hecho;
		r->hasta_ns = 0;
	}
	gather_lost(s, now, todo);
	pthread_mutex_unlock(&s->mx);
}

static enum status link_row(struct seguridad_acto *f, int64_t *n, struct sha256 *cabeza, struct error *err)
{
	f->n = ++*n;
	f->anterior = *cabeza;
	if (seguridad_hash(f, &f->hash) != STATUS_OK)
		return error_set(err, PROBLEM_INTERNO);
	*cabeza = f->hash;
	return STATUS_OK;
}

/* Rows of what was noted; a use of a key that an earlier process noted leaves none. */
static enum status make_rows(struct seguridad *s, struct db *db, size_t *n, struct error *err)
{
	*n = 0;
	for (size_t i = 0; i < s->n_lote; i++) {
		const struct anotado *h = &s->lote[i];
		bool nuevo = true;
		enum status st = uuid_is_nil(&h->clave) ? STATUS_OK : seguridad_key_used(db, &h->clave, h->direccion, h->dia, &nuevo, err);
		if (st != STATUS_OK)
			return st;
		if (nuevo)
			s->filas[(*n)++] = (struct seguridad_acto){.tipo = h->tipo,
				.registrado_en = h->en,
				.usuario = h->usuario,
				.organizacion = h->organizacion,
				.rol = h->rol,
				.direccion = h->direccion,
				.objeto = h->objeto,
				.veces = h->veces,
				.datos = h->datos};
	}
	return STATUS_OK;
}

static enum status write_rows(struct seguridad *s, struct db *db, struct seguridad_estado *out, struct error *err)
{
	size_t n = 0;
	int64_t ultimo = 0;
	struct sha256 cabeza;
	enum status st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = make_rows(s, db, &n, err);
	if (st != STATUS_OK || n == 0)
		return st;
	st = seguridad_lock(db, &ultimo, &cabeza, err);
	for (size_t i = 0; i < n && st == STATUS_OK; i++)
		st = link_row(&s->filas[i], &ultimo, &cabeza, err);
	if (st == STATUS_OK)
		st = seguridad_append(db, s->filas, n, err);
	out->escritos = (int64_t)n;
	out->n = ultimo;
	out->hash = cabeza;
	return st;
}

/* Rows that the database will never take must not keep all later ones waiting. */
static void drop_batch(struct seguridad *s)
{
	pthread_mutex_lock(&s->mx);
	for (size_t i = 0; i < s->n_lote; i++)
		lose(s, s->lote[i].tipo, s->lote[i].veces);
	pthread_mutex_unlock(&s->mx);
	s->n_lote = 0;
}

enum status seguridad_flush(struct seguridad *s, struct db *db, bool todo, struct seguridad_estado *out, struct error *err)
{
	*out = (struct seguridad_estado){0};
	if (s->n_lote == 0)
		gather(s, todo);
	enum status st = STATUS_OK;
	if (s->n_lote > 0) {
		st = db_begin(db, err);
		if (st == STATUS_OK)
			st = write_rows(s, db, out, err);
		if (st == STATUS_OK)
			st = db_commit(db, err);
		if (st == STATUS_OK)
			s->n_lote = 0;
		else
			db_rollback(db);
		if (st == STATUS_INTERNAL)
			drop_batch(s);
	}
	if (st != STATUS_OK)
		*out = (struct seguridad_estado){0};
	out->perdidos = seguridad_perdidos(s);
	return st;
}

enum status seguridad_record(struct db *db, const struct seguridad_suceso *s, struct error *err)
{
	struct sha256 cabeza;
	struct seguridad_acto f = {.tipo = s->tipo,
		.registrado_en = reloj_now(),
		.direccion = s->direccion ? s->direccion : "",
		.objeto = s->objeto ? s->objeto : "",
		.veces = 1,
		.datos = s->datos ? s->datos : "{}"};
	if (s->quien) {
		f.usuario = s->quien->usuario;
		f.organizacion = s->quien->organizacion;
		f.rol = s->quien->rol;
	}
	int64_t n = 0;
	enum status st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = seguridad_lock(db, &n, &cabeza, err);
	if (st == STATUS_OK)
		st = link_row(&f, &n, &cabeza, err);
	return st == STATUS_OK ? seguridad_append(db, &f, 1, err) : st;
}

/* ---- configuration ---- */

static const char *describe(const char *redactada, bool recarga, struct arena *a)
{
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, (size_t)64 * 1024);
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_string(&w, "accion", recarga ? "recarga" : "arranque");
	json_string(&w, "configuracion", redactada);
	json_object_end(&w);
	return b.failed ? NULL : arena_strdup(a, buf_str(&b));
}

static enum status record_if_new(struct db *db, const char *redactada, bool recarga, struct arena *a, struct error *err)
{
	const char *ultimo = NULL, *datos = describe(redactada, recarga, a), *otro = describe(redactada, !recarga, a);
	if (!datos || !otro)
		return error_set(err, PROBLEM_INTERNO);
	enum status st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = seguridad_last(db, SEGURIDAD_CONFIGURACION, a, &ultimo, err);
	if (st != STATUS_OK || (!recarga && ultimo && (strcmp(ultimo, datos) == 0 || strcmp(ultimo, otro) == 0)))
		return st;
	return seguridad_record(db, &(struct seguridad_suceso){.tipo = SEGURIDAD_CONFIGURACION, .datos = datos}, err);
}

enum status seguridad_configuration(struct db *db, const char *redactada, bool recarga, struct arena *a, struct error *err)
{
	enum status st = db_begin(db, err);
	if (st == STATUS_OK)
		st = record_if_new(db, redactada, recarga, a, err);
	if (st == STATUS_OK)
		st = db_commit(db, err);
	if (st != STATUS_OK)
		db_rollback(db);
	return st;
}
