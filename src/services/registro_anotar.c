/* Acts that follow the first: judged on the entry as it stands, recorded if it still stands so. */
#include <stdio.h>
#include <string.h>

#include "services/consulta.h"
#include "services/idempotencia.h"
#include "services/informes.h"
#include "services/registro.h"
#include "store/calendario.h"
#include "store/expedientes.h"

#define RESPUESTA_MAX ((size_t)1 << 20)

struct anotar {
	struct obrero *o;
	struct anotacion *p;
	struct arena *a;
	struct registro_estado actual;
	struct asiento_datos datos;
	enum registro_acto acto;
	struct asiento_acto x;
	struct asiento_texto texto; /* version_publica */
	dia_t fecha_legal, hoy;
};

static enum status read_present(struct anotar *n, struct error *err)
{
	char vigente[16];
	enum status st = registro_present(n->o->db, &n->p->numero, 1, n->a, &n->actual, err);
	if (st != STATUS_OK)
		return st;
	if (n->actual.n == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	snprintf(vigente, sizeof vigente, "%d", n->actual.n);
	if (n->p->version != 0 && n->p->version != n->actual.n)
		return error_set(err, PROBLEM_VERSION_OBSOLETA, vigente);
	return json_decode_trusted(&desc_asiento_datos, n->actual.datos, strlen(n->actual.datos), &n->datos, n->a, err);
}

/* Other entries that the act names must be in the registry, and not this one. */
static enum status check_named(struct anotar *n, struct error *err)
{
	const char *antes = n->datos.antecesor, *ahora = n->x.asiento ? n->x.asiento->antecesor : NULL;
	const char *const nombrados[] = {n->x.instrumento, ahora && (!antes || strcmp(antes, ahora) != 0) ? ahora : NULL};
	static const char *const donde[] = {"/datos/instrumento", "/datos/cambios/antecesor"};
	for (size_t i = 0; i < sizeof nombrados / sizeof *nombrados; i++) {
		struct registro_estado e;
		if (!nombrados[i])
			continue;
		enum status st = registro_present(n->o->db, &nombrados[i], 1, n->a, &e, err);
		if (st != STATUS_OK)
			return st;
		if (e.n == 0 || strcmp(nombrados[i], n->p->numero) == 0)
			error_add(err, donde[i], MENSAJE_ASIENTO_DESCONOCIDO, nombrados[i]);
	}
	return err->n_items ? error_set(err, PROBLEM_CUERPO_INVALIDO) : STATUS_OK;
}

/* What the file has is gone when the call ends. */
static enum status take_text(const struct expediente *e, void *arg, struct error *err)
{
	struct anotar *n = arg;
	const enum status st = asiento_sustituir(&n->datos, e, &n->x, &n->texto, err);
	if (st != STATUS_OK || !n->x.texto)
		return st;
	n->texto.nombre = arena_strdup(n->a, n->texto.nombre);
	n->texto.tipo_medio = arena_strdup(n->a, n->texto.tipo_medio);
	return n->texto.nombre && n->texto.tipo_medio ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

static enum status find_text(struct anotar *n, struct error *err)
{
	struct uuid expediente;
	char id[UUID_LEN];
	enum status st = registro_origin(n->o->db, n->p->numero, &expediente, err);
	if (st != STATUS_OK)
		return st;
	if (uuid_is_nil(&expediente))
		return take_text(NULL, n, err);
	uuid_format(&expediente, id);
	return expediente_with(n->o, n->p->actor, id, n->a, take_text, n, err);
}

static enum status judge(struct anotar *n, struct error *err)
{
	n->hoy = instante_dia(reloj_legal());
	enum status st = anotacion_request_decode(n->p->cuerpo, n->p->cuerpo_len, &n->datos, n->a, &n->acto, &n->x, &n->fecha_legal, err);
	if (st != STATUS_OK)
		return st;
	if (n->fecha_legal != DIA_NINGUNO && n->fecha_legal > n->hoy) {
		error_add(err, "/fecha_legal", MENSAJE_FECHA_FUTURA);
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	}
	if (n->fecha_legal == DIA_NINGUNO)
		n->fecha_legal = n->hoy;
	if (n->acto == REGISTRO_ACTO_VERSION_PUBLICA)
		st = find_text(n, err);
	if (st == STATUS_OK)
		st = asiento_judge(&n->datos, n->acto, &n->x, n->hoy, err);
	return st == STATUS_OK ? check_named(n, err) : st;
}

static enum status write_answer(struct anotar *n, const struct registro_entrada *v, struct error *err)
{
	struct json_writer w;
	BUF_AUTO datos;
	BUF_AUTO b;
	buf_init(&datos, REGISTRO_ACTO_MAX);
	buf_init(&b, RESPUESTA_MAX);
	asiento_acto_encode(n->acto, &n->x, &datos);
	json_begin(&w, &b);
	registro_hecho_write(&w, NULL, &v->hecho, buf_str(&datos));
	n->p->http = 201;
	n->p->respuesta = b.failed || datos.failed ? NULL : arena_strdup(n->a, buf_str(&b));
	return n->p->respuesta ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

/* Of the new text, as it was read when it was uploaded; "" when it was not. NULL: no memory, or another act. */
static const char *words(struct anotar *n)
{
	if (n->acto != REGISTRO_ACTO_VERSION_PUBLICA)
		return NULL;
	ARENA_AUTO *a = arena_create(INFORME_ARENA + INFORME_JSON_MAX);
	if (!a)
		return NULL;
	const char *s = registro_document_text(n->o, &n->texto.sha256, n->texto.tamano, false, a);
	return arena_strdup(n->a, s ? s : "");
}

static enum status record(struct anotar *n, struct error *err)
{
	const struct anotacion *p = n->p;
	struct registro_entrada v = {.numero = p->numero,
		.acto = n->acto,
		.datos = &n->x,
		.fecha_legal = n->fecha_legal,
		.usuario = p->actor->usuario,
		.organizacion = p->actor->organizacion,
		.rol = p->actor->rol,
		.version = n->actual.n,
		.texto = words(n)};
	if (n->acto == REGISTRO_ACTO_VERSION_PUBLICA && !v.texto)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = db_begin(n->o->db, err);
	if (st == STATUS_OK)
		st = registro_asentar_en(n->o->db, &v, 1, n->a, err);
	if (st == STATUS_OK)
		st = write_answer(n, &v, err);
	if (st == STATUS_OK && p->idem_clave) {
		const struct idempotencia idem = {
			.clave = p->idem_clave, .huella = p->idem_huella, .http = p->http, .cuerpo = p->respuesta, .encabezados = ""};
		st = calendario_remember(n->o->db, &p->actor->usuario, &idem, err);
	}
	if (st == STATUS_OK)
		st = db_commit(n->o->db, err);
	if (st != STATUS_OK)
		db_rollback(n->o->db);
	return st;
}

static enum status remembered(struct anotar *n, struct error *err)
{
	struct anotacion *p = n->p;
	struct idempotencia_guardada g = {.usuario = p->actor->usuario, .clave = p->idem_clave};
	enum status st = expedientes_idempotencia(n->o->db, &g, 1, n->a, err);
	if (st != STATUS_OK || !g.hallada)
		return st;
	if (!sha256_equal(&g.huella, &p->idem_huella))
		return error_set(err, PROBLEM_IDEMPOTENCIA_OTRO_CUERPO);
	p->repetida = true;
	p->http = g.http;
	p->respuesta = g.cuerpo;
	return STATUS_OK;
}

static enum status perform(struct anotar *n, struct error *err)
{
	enum status st = n->p->idem_clave ? remembered(n, err) : STATUS_OK;
	if (st != STATUS_OK || n->p->repetida)
		return st;
	st = read_present(n, err);
	if (st == STATUS_OK)
		st = judge(n, err);
	return st == STATUS_OK ? record(n, err) : st;
}

enum status registro_anotar(struct obrero *o, struct anotacion *p, struct arena *a, struct error *err)
{
	struct anotar n = {.o = o, .p = p, .a = a};
	p->repetida = false;
	if (p->idem_clave && !idempotencia_claim(&p->actor->usuario, p->idem_clave))
		return error_set(err, PROBLEM_IDEMPOTENCIA_EN_CURSO);
	enum status st = perform(&n, err);
	if (p->idem_clave)
		idempotencia_release(&p->actor->usuario, p->idem_clave);
	return st;
}
