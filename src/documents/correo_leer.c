/* The parent's side: the record in memory, the parts' bytes straight into the caller's file. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "documents/correo_registro.h"
#include "documents/hijo.h"
#include "documents/jaula.h"

enum { PLAZO_MS = 20000, MEMORIA_MIB = 512, CPU_S = 15, TROZO = 65536 };

#define NS_PER_MS INT64_C(1000000)

struct corrida {
	struct hijo hijo;
	int mensaje, lectura, escritura;
	uint64_t partes, partes_max; /* bytes of the parts: a decoded message is never longer than itself */
	bool lista, vencida, mal, sin_espacio;
};

static enum status unavailable(struct error *err, const char *why)
{
	const enum status st = error_set(err, PROBLEM_INSPECCION_NO_DISPONIBLE);

	err->interno = why;
	return st;
}

static bool spawn(const struct correo_opciones *op, uint64_t tamano, struct corrida *c)
{
	char bytes[24], memoria[16], cpu[16];
	char *const argv[] = {"dictamen-inspector-correo", bytes, memoria, cpu, NULL};
	char *const envp[] = {NULL};
	const struct hijo_fd fds[] = {{c->mensaje, JAULA_FD_DOCUMENTO}, {c->escritura, JAULA_FD_SALIDA}};

	snprintf(bytes, sizeof bytes, "%llu", (unsigned long long)tamano);
	snprintf(memoria, sizeof memoria, "%u", op->memoria_mib > 0 ? op->memoria_mib : MEMORIA_MIB);
	snprintf(cpu, sizeof cpu, "%u", op->cpu_s > 0 ? op->cpu_s : CPU_S);
	return hijo_spawn(&c->hijo, op->inspector, argv, envp, fds, sizeof fds / sizeof *fds);
}

/* Exactly `n` bytes; false at the deadline (vencida) or when fewer come (mal). */
static bool read_exactly(struct corrida *c, uint8_t *p, size_t n)
{
	size_t got = 0;

	c->vencida = !hijo_read(c->lectura, c->hijo.plazo, p, n, &got);
	c->mal = !c->vencida && got < n;
	return !c->vencida && !c->mal;
}

static bool read_record(struct corrida *c, struct buf *record)
{
	uint8_t head[CORREO_REGISTRO_CABEZA], chunk[4096];

	if (!read_exactly(c, head, 1))
		return false;
	c->lista = head[0] == JAULA_LISTA;
	if (!c->lista || !read_exactly(c, head, sizeof head))
		return false;
	size_t left = correo_registro_largo(head);
	c->mal = left == 0;
	buf_append(record, head, sizeof head);
	for (left = c->mal ? 0 : left - sizeof head; left > 0;) {
		const size_t n = left < sizeof chunk ? left : sizeof chunk;

		if (!read_exactly(c, chunk, n))
			return false;
		buf_append(record, chunk, n);
		left -= n;
	}
	c->mal |= record->failed;
	return !c->mal;
}

static bool write_all(int fd, const uint8_t *p, size_t n)
{
	while (n > 0) {
		const ssize_t k = write(fd, p, n);

		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

static void read_parts(struct corrida *c, int partes_fd)
{
	uint8_t chunk[TROZO];
	size_t got;

	for (;;) {
		if (!hijo_read(c->lectura, c->hijo.plazo, chunk, sizeof chunk, &got)) {
			c->vencida = true;
			return;
		}
		if (got == 0)
			return;
		c->partes += got;
		c->mal = c->partes > c->partes_max;
		c->sin_espacio = !c->mal && !write_all(partes_fd, chunk, got);
		if (c->mal || c->sin_espacio)
			return;
	}
}

static enum correo_hallazgo judge(const struct corrida *c)
{
	const siginfo_t *end = &c->hijo.fin;

	if (c->vencida || (c->hijo.vencido && !c->mal))
		return CORREO_TIEMPO;
	if ((end->si_code == CLD_KILLED || end->si_code == CLD_DUMPED) && end->si_status == SIGXCPU)
		return CORREO_TIEMPO;
	return !c->mal && end->si_code == CLD_EXITED && end->si_status == 0 ? CORREO_NINGUNO : CORREO_FALLO_JAULA;
}

static enum status run(const struct correo_opciones *op, uint64_t tamano, int partes_fd, struct corrida *c, struct arena *a,
	struct correo *out, struct error *err)
{
	BUF_AUTO record;

	buf_init(&record, CORREO_REGISTRO_MAX);
	if (!spawn(op, tamano, c))
		return unavailable(err, "documents: the message inspector could not be started");
	close(c->escritura);
	c->escritura = -1;
	const bool watched = c->hijo.pidfd >= 0;
	if (watched && read_record(c, &record))
		read_parts(c, partes_fd);
	hijo_reap(&c->hijo, c->vencida || c->mal || c->sin_espacio || !c->lista);
	if (!watched || !c->lista)
		return unavailable(err, "documents: the cage for messages could not be set up");
	if (c->sin_espacio)
		return unavailable(err, "documents: no room for the parts of a message");
	out->hallazgo = judge(c);
	if (out->hallazgo == CORREO_NINGUNO && !correo_registro_decode((const uint8_t *)buf_str(&record), record.len, c->partes, a, out))
		out->hallazgo = CORREO_FALLO_JAULA;
	return STATUS_OK;
}

enum status correo_leer(
	const struct correo_opciones *op, int fd, uint64_t tamano, int partes_fd, struct arena *a, struct correo *out, struct error *err)
{
	struct corrida c = {.hijo = {.pidfd = -1}, .mensaje = -1, .lectura = -1, .escritura = -1, .partes_max = tamano};
	enum status st;
	struct stat s;

	*out = (struct correo){.hallazgo = CORREO_FALLO_JAULA,
		.fecha = INSTANTE_NINGUNO,
		.message_id = "",
		.de = "",
		.de_nombre = "",
		.responder_a = "",
		.para = "",
		.asunto = "",
		.texto = ""};
	if (fstat(fd, &s) != 0 || !S_ISREG(s.st_mode) || s.st_size < 0 || (uint64_t)s.st_size < tamano || tamano == 0)
		return error_set(err, PROBLEM_INTERNO);
	c.hijo.plazo = reloj_mono_ns() + (op->plazo_ms > 0 ? (int64_t)op->plazo_ms : PLAZO_MS) * NS_PER_MS;
	c.mensaje = fd_reopen_readonly(fd);
	if (c.mensaje < 0 || !fd_pipe(&c.lectura, &c.escritura))
		st = unavailable(err, "documents: no descriptors for the message inspector");
	else
		st = run(op, tamano, partes_fd, &c, a, out, err);
	fd_close(&c.mensaje);
	fd_close(&c.lectura);
	fd_close(&c.escritura);
	return st;
}
