/* The offices of a sandbox: what a file's script says is due, done through the one door as any other act (tramites_perform). */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/modo.h"
#include "services/calendario.h"
#include "services/consulta.h"
#include "services/documentos.h"
#include "services/ensayo.h"
#include "services/plegar.h"
#include "services/textos.h"

#define ARCHIVOS_POR_PASO 50
#define PAUSA_MS 20000 /* between two tries of what was refused */
#define CARGA_MAX (TEXTOS_ARENA + ((size_t)32 << 20))
#define CUERPO_MAX ((size_t)4 << 20)
#define LISTA_BYTES ((size_t)1 << 20)

static const char proyecto[] = ENSAYO_MARCA "\n\nProyecto de dictamen que el guion de ensayo entrega por la Consultoría Jurídica.\n";

struct jugada {
	struct obrero *o;
	struct arena *a;
	const struct ensayo_pendiente *p;
	const struct actor *oficinas; /* by role */
	const struct guion_paso *paso;
	struct expediente e;
	struct error err;
};

/* ---- what is due ---- */

static int stays(const struct expediente *e)
{
	int n = 0;
	for (size_t i = 0; i < e->n_tramos; i++)
		n += e->tramos[i].estado == e->estado;
	return n;
}

/* The day from which the script acts. */
static dia_t due(const struct jugada *j)
{
	const dia_t llegada = instante_dia(j->e.tramos[j->e.n_tramos - 1].desde);
	if (j->paso->espera == 0)
		return llegada;
	const struct calendario *c = calendario_vivo_get(j->o->app->calendario);
	const dia_t d = calendario_add_habiles(c, llegada, j->paso->espera);
	calendario_vivo_put(j->o->app->calendario, c);
	return d;
}

/* ---- doing it ---- */

static struct tramite *new_tramite(struct jugada *j, enum rol rol)
{
	char id[UUID_LEN];
	struct tramite *t = ARENA_NEW(j->a, struct tramite);
	uuid_format(&j->p->expediente, id);
	if (!t)
		return NULL;
	*t = (struct tramite){.who = &j->oficinas[rol],
		.ref = arena_strdup(j->a, id),
		.version = j->p->version,
		.fecha_legal = DIA_NINGUNO,
		.contenido_fd = -1,
		.arena = j->a,
		.err = &j->err};
	buf_init(&t->cuerpo, CUERPO_MAX);
	return t->ref ? t : NULL;
}

/* What still waits to be verified is taken as incorporated: which lines there are is not known when a script is written. */
static bool verify_all(const struct jugada *j, struct acto_datos *d)
{
	d->verificaciones = ARENA_ARRAY(j->a, j->e.n_renglones + 1, struct entrada_verificacion);
	for (size_t i = 0; d->verificaciones && i < j->e.n_renglones; i++)
		if (!j->e.renglones[i].verificacion)
			d->verificaciones[d->n_verificaciones++] =
				(struct entrada_verificacion){.numero = j->e.renglones[i].numero, .resultado = VERIFICACION_INCORPORADA};
	return d->verificaciones;
}

static enum status act(struct jugada *j)
{
	struct tramite *t = new_tramite(j, j->paso->rol);
	struct acto_datos *d = ARENA_NEW(j->a, struct acto_datos);
	if (!t || !d)
		return error_set(&j->err, PROBLEM_INTERNO);
	*d = *j->paso->datos;
	t->clase = TRAMITE_ACTO;
	t->acto = j->paso->acto;
	t->datos = d;
	if (t->acto == ACTO_CADUCAR && !j->e.caducidad.acto) /* LFPA 60: nothing expires unwarned */
		t->acto = ACTO_ADVERTIR_CADUCIDAD;
	if (t->acto == ACTO_INSCRIBIR && d->n_verificaciones == 0 && !verify_all(j, d))
		return error_set(&j->err, PROBLEM_INTERNO);
	if ((t->acto == ACTO_OBSERVAR || t->acto == ACTO_DICTAMINAR) && d->n_observaciones > 0)
		anclas_find(j->o, t);
	tramites_perform(j->o, &t, 1);
	buf_free(&t->cuerpo);
	return t->status;
}

/* Whoever signs the dictamen needs somebody else's draft of it. */
static bool lacks_draft(const struct jugada *j)
{
	return j->paso->acto == ACTO_DICTAMINAR && !expediente_documento(&j->e, CLASE_DOCUMENTO_PROYECTO_DICTAMEN, 0);
}

static enum status add_draft(struct jugada *j)
{
	struct tramite *t = new_tramite(j, ROL_CJA);
	const size_t n = sizeof proyecto - 1;
	int fd = memfd_create("proyecto", MFD_CLOEXEC);
	if (!t || fd < 0 || write(fd, proyecto, n) != (ssize_t)n) {
		if (fd >= 0)
			close(fd);
		return error_set(&j->err, PROBLEM_SATURADO);
	}
	struct documento_entrada in = {.clase = CLASE_DOCUMENTO_PROYECTO_DICTAMEN,
		.nombre = "proyecto-de-dictamen-ensayo.txt",
		.tipo_medio = "text/plain",
		.fd = fd,
		.tamano = (int64_t)n};
	sha256_of(proyecto, n, &in.sha256);
	documento_add(j->o, t, &in);
	close(fd);
	buf_free(&t->cuerpo);
	return t->status;
}

/* ---- what is told of it ---- */

static const char *reason(struct jugada *j)
{
	const char *s = j->err.detail.es ? j->err.detail.es : "";
	for (size_t i = 0; i < j->err.n_items; i++) {
		const char *con = arena_printf(j->a, "%s %s: %s", s, j->err.items[i].pointer, j->err.items[i].detail.es);
		s = con ? con : s;
	}
	return s;
}

static enum status note(struct jugada *j, const char *problema, const char *detalle, struct error *err)
{
	db_rollback(j->o->db);
	return ensayo_tried(j->o->db, j->p, problema, detalle, err);
}

static enum status wait_for(struct jugada *j, dia_t d, struct error *err)
{
	char texto[FECHA_LEN];
	fecha_format(d, texto);
	const char *s = arena_printf(j->a, "El guion espera al %s.", texto);
	return note(j, "espera", s ? s : "", err);
}

/* The problem, when it is the file's and not the machine's. */
static enum status refused(struct jugada *j, struct error *err)
{
	if (j->err.problem == PROBLEM_VERSION_OBSOLETA)
		return STATUS_OK; /* somebody else was faster */
	if (error_status(&j->err) == STATUS_UNAVAILABLE) {
		err->interno = arena_strdup(err->arena, j->err.interno);
		return error_set(err, j->err.problem);
	}
	return note(j, problem_info(j->err.problem)->slug, reason(j), err);
}

static enum status play(struct jugada *j, const struct guion *g, int *hechos, struct error *err)
{
	struct acto ultimo;
	enum status st = expediente_fold_to(j->o->db, &j->p->expediente, j->p->version, j->a, &j->e, &ultimo, err);
	if (st != STATUS_OK)
		return st;
	j->paso = g ? guion_paso_for(g, j->e.estado, stays(&j->e)) : NULL;
	if (!j->paso)
		return note(j, "", g ? "" : "El guion elegido ya no existe en este servicio.", err);
	const dia_t desde = due(j);
	if (instante_dia(reloj_legal()) < desde)
		return wait_for(j, desde, err);
	if (lacks_draft(j))
		return add_draft(j) == STATUS_OK ? STATUS_OK : refused(j, err);
	if (act(j) != STATUS_OK)
		return refused(j, err);
	++*hechos;
	return STATUS_OK;
}

enum status ensayo_step(struct obrero *o, int *hechos, struct error *err)
{
	struct actor oficinas[ROL_COUNT];
	struct ensayo_pendiente *p = NULL;
	size_t n = 0;
	*hechos = 0;
	ARENA_AUTO *lista = arena_create(LISTA_BYTES);
	if (!lista)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = ensayo_check(o, err);
	if (st == STATUS_OK)
		st = ensayo_pending(o->db, GUION_COMUN, GUION_NINGUNO, PAUSA_MS, ARCHIVOS_POR_PASO, lista, &p, &n, err);
	if (st == STATUS_OK && n > 0)
		st = ensayo_offices(o->db, oficinas, err);
	for (size_t i = 0; i < n && st == STATUS_OK && !atomic_load(&o->app->parando); i++) {
		ARENA_AUTO *a = arena_create(CARGA_MAX);
		if (!a)
			return error_set(err, PROBLEM_SATURADO);
		struct jugada j = {.o = o, .a = a, .p = &p[i], .oficinas = oficinas};
		error_init(&j.err, a);
		st = play(&j, guiones_find(o->app->guiones, p[i].guion), hechos, err);
	}
	return st;
}

/* ---- choosing, and asking ---- */

struct mirada {
	const struct actor *who;
	struct uuid id, organizacion;
	enum estado estado;
	int estancias;
};

static enum status keep_state(const struct expediente *e, void *arg, struct error *err)
{
	struct mirada *m = arg;
	(void)err;
	m->id = e->id;
	m->organizacion = e->organizacion;
	m->estado = e->estado;
	m->estancias = stays(e);
	return STATUS_OK;
}

static enum status look_at(struct obrero *o, const char *ref, struct mirada *m, struct error *err)
{
	m->organizacion = m->who->organizacion;
	if (!ref)
		return STATUS_OK;
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	return a ? expediente_with(o, m->who, ref, a, keep_state, m, err) : error_set(err, PROBLEM_SATURADO);
}

enum status ensayo_look(
	struct obrero *o, const struct actor *who, const char *ref, struct arena *a, struct ensayo_vista *out, struct error *err)
{
	struct mirada m = {.who = who};
	struct ensayo_elegido k;
	char id[UUID_LEN];
	*out = (struct ensayo_vista){0};
	enum status st = look_at(o, ref, &m, err);
	if (st == STATUS_OK)
		st = ensayo_chosen(o->db, &m.id, &m.organizacion, GUION_COMUN, a, &k, err);
	if (st != STATUS_OK)
		return st;
	uuid_format(&m.id, id);
	out->guion = guiones_find(o->app->guiones, k.guion);
	out->propio = k.propio;
	out->expediente = ref ? arena_strdup(a, id) : NULL;
	out->paso = ref && out->guion ? guion_paso_for(out->guion, m.estado, m.estancias) : NULL;
	out->problema = k.problema && *k.problema ? k.problema : NULL;
	out->detalle = k.detalle && *k.detalle ? k.detalle : NULL;
	return STATUS_OK;
}

static const char *names(const struct guiones *g, struct arena *a)
{
	size_t n;
	const struct guion *v = guiones_all(g, &n);
	const char *s = GUION_NINGUNO;
	for (size_t i = 0; i < n; i++) {
		const char *con = arena_printf(a, "%s, %s", s, v[i].nombre);
		s = con ? con : s;
	}
	return s;
}

enum status ensayo_pick(struct obrero *o, const struct actor *who, const char *ref, const char *nombre, struct error *err)
{
	struct mirada m = {.who = who};
	if (strcmp(nombre, GUION_NINGUNO) != 0 && !guiones_find(o->app->guiones, nombre)) {
		error_add(err, "/guion", MENSAJE_ENUM, names(o->app->guiones, err->arena));
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	}
	enum status st = look_at(o, ref, &m, err);
	if (st == STATUS_OK)
		st = db_scope(o->db, NULL, err);
	return st == STATUS_OK ? ensayo_choose(o->db, ref ? &m.id : &m.organizacion, nombre, &who->usuario, reloj_legal(), err) : st;
}
