/*
 * dictamenctl recibir-correo, organizacion dominio. Exit statuses of sysexits.h, as mail servers read them: what is not the message's own fault is
 * EX_TEMPFAIL, so that the relay keeps it and tries again.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "cli/ctl.h"
#include "notify/mensaje.h"
#include "notify/servidor_correo.h"
#include "services/correo.h"
#include "services/directorio.h"

#define MENSAJE_BYTES ((size_t)32 * 1024 * 1024) /* arena for one message */
#define RESPUESTA_MAX ((size_t)1024 * 1024)
#define RESPUESTAS_MAX 100          /* in one run */
#define CORTE ((int64_t)256 * 1024) /* what is kept of a message over the limit */

/* ---- what both ways share ---- */

static const char *correo_inspector(struct ctl *c)
{
	if (!*c->config->inspector)
		return comun_beside(c->arena, "dictamen-inspector-correo");
	return arena_printf(c->arena, "%s-correo", c->config->inspector);
}

static int temporary(struct ctl *c)
{
	int fd = open(c->config->carpeta_temporal, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0) {
		(void)error_set(&c->err, PROBLEM_SATURADO);
		c->err.interno = arena_printf(c->arena, "carpeta_temporal: %s", strerror(errno));
	}
	return fd;
}

static void print_received(const struct correo_recibido *r)
{
	struct ctl_linea l;
	ctl_line_begin(&l);
	ctl_line_uuid(&l, "correo", &r->id);
	json_string(&l.w, "estado", r->estado);
	if (*r->motivo)
		json_string(&l.w, "motivo", r->motivo);
	json_bool(&l.w, "repetido", r->repetido);
	ctl_line_end(&l);
}

/* Envelope senders that mean "nobody": the null path, and what Postfix writes for it. */
static bool empty_envelope(struct ctl *c)
{
	const char *s = ctl_get(c, "sobre");
	return s && (*s == '\0' || strcmp(s, "<>") == 0 || strcasecmp(s, "MAILER-DAEMON") == 0);
}

/* One message, in an arena of its own. */
static enum status receive(struct ctl *c, int fd, int64_t tamano, bool cortado, struct arena *a, struct correo_recibido *out)
{
	struct correo_recepcion r = {.db = c->db,
		.config = c->config,
		.inspector = *c->config->inspector ? c->config->inspector : comun_beside(c->arena, "dictamen-inspector"),
		.lanzador = *c->config->lanzador ? c->config->lanzador : comun_beside(c->arena, "dictamen-jaula"),
		.inspector_correo = correo_inspector(c),
		.fd = fd,
		.tamano = cortado && tamano > CORTE ? CORTE : tamano,
		.cortado = cortado,
		.sobre_vacio = empty_envelope(c)};
	if (!r.inspector || !r.lanzador || !r.inspector_correo)
		return error_set(&c->err, PROBLEM_INTERNO);
	enum status st = correo_recibir(&r, a, out, &c->err);
	if (st == STATUS_OK)
		print_received(out);
	return st;
}

static const char *secret(struct ctl *c, const char *archivo, const char *clave)
{
	const char *s = comun_secret(c->arena, archivo, clave);
	if (!s)
		fprintf(stderr, "dictamenctl: no se puede leer la contraseña de «%s»\n", archivo);
	return s;
}

static bool server(struct ctl *c, bool imap, struct servidor_correo *s)
{
	const struct config *k = c->config;
	*s = (struct servidor_correo){.url = imap ? k->imap_url : k->smtp_url,
		.usuario = imap ? k->imap_usuario : k->smtp_usuario,
		.clave = secret(c, imap ? k->imap_clave_archivo : k->smtp_clave_archivo, imap ? k->imap_clave : k->smtp_clave),
		.ca = k->correo_ca,
		.plazo_s = k->correo_plazo};
	return s->clave != NULL;
}

/* ---- answers: after the commit, at most once ---- */

static bool deliver(struct ctl *c, const struct correo_respuesta *r, const struct buf *bytes, char motivo[static SERVIDOR_MOTIVO_LEN])
{
	struct servidor_correo s;
	if (ctl_get(c, "respuesta-a-salida"))
		return fwrite(buf_str(bytes), 1, bytes->len, stdout) == bytes->len && fflush(stdout) == 0;
	snprintf(motivo, SERVIDOR_MOTIVO_LEN, "no password");
	return server(c, false, &s) && smtp_send(&s, "", r->a, buf_str(bytes), bytes->len, motivo) == SMTP_ENVIADO;
}

static enum status answer_one(struct ctl *c, const struct uuid *id)
{
	ARENA_AUTO *a = arena_create(MENSAJE_BYTES);
	char motivo[SERVIDOR_MOTIVO_LEN] = "could not be written";
	struct correo_respuesta r;
	BUF_AUTO bytes;
	buf_init(&bytes, RESPUESTA_MAX);
	if (!a)
		return error_set(&c->err, PROBLEM_INTERNO);
	struct error own; /* what is wrong with one answer is kept in its entry, and stops nothing else */
	error_init(&own, a);
	enum status st = correo_respuesta_compose(c->db, id, a, &r, &own);
	if (st == STATUS_UNAVAILABLE)
		return error_set(&c->err, PROBLEM_BASE_NO_DISPONIBLE);
	if (st == STATUS_OK) {
		const struct mensaje_saliente m = {.de = c->config->correo_remitente,
			.a = r.a,
			.asunto = r.asunto,
			.en_respuesta_a = r.en_respuesta_a,
			.texto = r.texto,
			.fecha = reloj_now()};
		st = mensaje_write(&m, &bytes, &own);
	}
	const bool sent = st == STATUS_OK && deliver(c, &r, &bytes, motivo);
	if (!sent)
		fprintf(stderr, "dictamenctl: no se pudo responder; se intentará en la próxima corrida: %s\n", motivo);
	return correos_answer_end(c->db, id, sent, sent ? "" : motivo, reloj_now(), &c->err);
}

/* With SMTP every answer that is owed; to standard output only that of the message just received. */
static enum status answer_owed(struct ctl *c, const struct correo_recibido *solo)
{
	struct uuid hechas[RESPUESTAS_MAX], uno;
	const bool salida = ctl_get(c, "respuesta-a-salida") != NULL;
	enum status st = STATUS_OK;
	if (!*c->config->correo_remitente || (!salida && !*c->config->smtp_url) || (salida && (!solo || !solo->debe_respuesta)))
		return STATUS_OK;
	for (size_t n = 0; n < RESPUESTAS_MAX && st == STATUS_OK; n++) {
		st = correos_answer_take(c->db, salida ? &solo->id : NULL, hechas, n, reloj_now(), &uno, &c->err);
		if (st != STATUS_OK || uuid_is_nil(&uno))
			return st;
		hechas[n] = uno;
		st = answer_one(c, &uno);
	}
	return st;
}

/* The message is safe: whatever happens to answers is told, and left for the next run. */
static void answer(struct ctl *c, const struct correo_recibido *solo)
{
	if (answer_owed(c, solo) != STATUS_OK)
		comun_print_error(stderr, &c->err);
	error_init(&c->err, c->arena);
}

/* ---- standard input ---- */

/* Everything up to the limit into a file without a name; what is beyond is read, so that the relay is not cut off, and dropped. */
static bool spool(int de, int a, int64_t max, int64_t *bytes, bool *cortado)
{
	char chunk[65536];
	for (*bytes = 0, *cortado = false;;) {
		ssize_t n = read(de, chunk, sizeof chunk);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		const int64_t room = max - *bytes;
		const ssize_t k = n < room ? n : (ssize_t)room;
		*cortado |= k < n;
		if (k > 0 && write(a, chunk, (size_t)k) != k)
			return false;
		*bytes += k;
	}
}

static enum status from_input(struct ctl *c)
{
	struct correo_recibido r = {.debe_respuesta = false};
	int64_t bytes = 0;
	bool cortado = false;
	int fd = temporary(c);
	if (fd < 0)
		return error_status(&c->err);
	ARENA_AUTO *a = arena_create(MENSAJE_BYTES);
	enum status st = STATUS_OK;
	if (!a || !spool(STDIN_FILENO, fd, c->config->correo_max, &bytes, &cortado))
		st = error_set(&c->err, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		st = receive(c, fd, bytes, cortado, a, &r);
	close(fd);
	if (st == STATUS_OK)
		answer(c, &r);
	return st;
}

/* ---- IMAP ---- */

static enum status imap_away(const struct imap *m)
{
	fprintf(stderr, "dictamenctl: IMAP: %s\n", imap_motivo(m));
	return STATUS_UNAVAILABLE;
}

/* One message of the folder: taken, committed, and only then marked. */
static enum status from_imap_one(struct ctl *c, struct imap *m, uint32_t uid)
{
	struct correo_recibido r;
	int64_t bytes;
	bool cortado, ilegible = false;
	ARENA_AUTO *a = arena_create(MENSAJE_BYTES);
	int fd = a ? temporary(c) : -1;
	if (fd < 0)
		return error_set(&c->err, PROBLEM_SATURADO);
	enum status st = STATUS_OK;
	if (!imap_fetch(m, uid, fd, c->config->correo_max, &bytes, &cortado))
		st = imap_away(m);
	if (st == STATUS_OK) {
		st = receive(c, fd, bytes, cortado, a, &r);
		ilegible = st == STATUS_INVALID;
	}
	close(fd);
	if (ilegible) { /* nobody can be answered; people find it flagged where it is */
		fprintf(stderr, "dictamenctl: IMAP: el mensaje %u no puede leerse; queda señalado en su carpeta\n", uid);
		error_init(&c->err, c->arena);
		st = STATUS_OK;
	}
	if (st == STATUS_OK && !imap_done(m, uid, ilegible, c->config->imap_carpeta_final))
		st = imap_away(m);
	return st;
}

static enum status from_imap(struct ctl *c)
{
	struct servidor_correo s;
	uint32_t *uids;
	size_t n;
	if (!*c->config->imap_url) {
		fputs("dictamenctl: falta imap_url\n", stderr);
		return STATUS_INVALID;
	}
	if (!server(c, true, &s))
		return STATUS_UNAVAILABLE;
	struct imap *m = imap_open(&s, c->config->imap_carpeta);
	if (!m) {
		fputs("dictamenctl: imap_carpeta: el nombre debe ser ASCII sin comillas\n", stderr);
		return STATUS_INVALID;
	}
	enum status st = imap_search(m, c->arena, &uids, &n) ? STATUS_OK : imap_away(m);
	for (size_t i = 0; i < n && st == STATUS_OK; i++)
		st = from_imap_one(c, m, uids[i]);
	imap_close(m);
	answer(c, NULL);
	return st;
}

enum status ctl_recibir_correo(struct ctl *c)
{
	signal(SIGPIPE, SIG_IGN);
	enum status st = servidor_correo_init() ? db_ready(c->db, &c->err) : error_set(&c->err, PROBLEM_INTERNO);
	if (st == STATUS_OK)
		st = ctl_get(c, "imap") ? from_imap(c) : from_input(c);
	if (st == STATUS_INVALID && c->err.problem == PROBLEM_CORREO_ILEGIBLE)
		c->salida = EX_DATAERR;
	return st;
}

/* ---- organizacion dominio ---- */

static void print_domain(const struct organizacion_dominio *d)
{
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_string(&l.w, "dominio", d->dominio);
	ctl_line_uuid(&l, "organizacion", &d->organizacion);
	json_bool(&l.w, "subdominios", d->subdominios);
	ctl_line_end(&l);
}

static enum status list_domains(struct ctl *c, const struct uuid *id)
{
	struct organizacion_dominio *filas;
	size_t n;
	enum status st = dominios_list(c->db, id, c->arena, &filas, &n, &c->err);
	for (size_t i = 0; st == STATUS_OK && i < n; i++)
		print_domain(&filas[i]);
	return st;
}

enum status ctl_organizacion_dominio(struct ctl *c)
{
	const char *agregar = ctl_get(c, "agregar"), *quitar = ctl_get(c, "quitar"), *cual = agregar ? agregar : quitar;
	struct organizacion_dominio d = {.organizacion = ctl_uuid(c, "id"), .subdominios = ctl_get(c, "subdominios") != NULL};
	d.dominio = cual;
	if (agregar && quitar)
		error_add(&c->err, "--quitar", MENSAJE_NO_CORRESPONDE);
	if (c->err.n_items)
		return error_set(&c->err, PROBLEM_CUERPO_INVALIDO);
	if (!cual)
		return list_domains(c, &d.organizacion);
	enum status st = agregar ? dominio_alta(c->db, &ctl_gestion, &d, &c->err) : dominio_baja(c->db, &ctl_gestion, &d, &c->err);
	if (st == STATUS_OK)
		print_domain(&d);
	return st;
}
