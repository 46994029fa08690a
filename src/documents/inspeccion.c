#include "documents/inspeccion.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "documents/analisis.h"
#include "documents/hijo.h"
#include "documents/obra.h"
#include "documents/registro.h"

static enum status unavailable(struct error *err, const char *why)
{
	const enum status st = error_set(err, PROBLEM_INSPECCION_NO_DISPONIBLE);

	err->interno = why;
	return st;
}

/* What the end of the task says about the document. What it said before it died stands. */
static enum inspeccion_hallazgo judge(enum tarea_fin fin, const struct buf *answer, enum documento_tipo declarado, struct inspeccion *out)
{
	if (answer->len >= REGISTRO_LEN && registro_decode((const uint8_t *)answer->data, declarado, out))
		return INSPECCION_NINGUNO;
	return fin == TAREA_TIEMPO ? INSPECCION_TIEMPO : INSPECCION_FALLO_JAULA;
}

/* PDFs have an inspector of their own: what the others need is not loaded for them, nor theirs for the others. */
static const char *family_of(int fd, uint64_t size)
{
	uint8_t begin[1024];
	const ssize_t n = pread(fd, begin, size < sizeof begin ? (size_t)size : sizeof begin, 0);

	return n > 0 && magia_of(begin, (size_t)n) == MAGIA_PDF ? "pdf" : NULL;
}

static enum status run(const struct inspeccion_opciones *op, int fd, uint64_t size, enum documento_tipo declarado, struct inspeccion *out,
	struct buf *detalle, bool *completo, struct error *err)
{
	const struct tarea t = {
		.nombre = "documento", .familia = family_of(fd, size), .argumento = (uint32_t)declarado, .fd = fd, .tamano = size};
	enum inspeccion_hallazgo h;
	enum tarea_fin fin;
	BUF_AUTO answer;

	buf_init(&answer, REGISTRO_LEN + OBRA_CABLE_MAX);
	const enum status st = tarea_run(op, &t, &answer, &fin, err);
	if (st != STATUS_OK)
		return st;
	h = judge(fin, &answer, declarado, out);
	if (h != INSPECCION_NINGUNO) {
		*out = (struct inspeccion){.hallazgo = h};
		return STATUS_OK;
	}
	*completo = fin == TAREA_BIEN;
	if (detalle != NULL)
		buf_append(detalle, answer.data + REGISTRO_LEN, answer.len - REGISTRO_LEN);
	return STATUS_OK;
}

enum status inspeccion_run(const struct inspeccion_opciones *op, int fd, uint64_t size, const char *tipo_declarado, struct inspeccion *out,
	struct buf *detalle, bool *completo, struct error *err)
{
	enum documento_tipo declarado;
	const bool known = documento_tipo_parse(tipo_declarado, &declarado);
	enum status st;
	struct stat s;

	*out = (struct inspeccion){.hallazgo = INSPECCION_FALLO_JAULA};
	*completo = false;
	if (fstat(fd, &s) != 0 || !S_ISREG(s.st_mode))
		return error_set(err, PROBLEM_INTERNO);
	if (size == 0) {
		out->hallazgo = INSPECCION_VACIO;
		return STATUS_OK;
	}
	st = run(op, fd, size, declarado, out, detalle, completo, err);
	/* A media type that the service does not know cannot be confirmed. */
	if (st == STATUS_OK && !known) {
		out->cabe_tipo = false;
		if (out->hallazgo == INSPECCION_NINGUNO) {
			*out = (struct inspeccion){.encontrado = out->encontrado, .hallazgo = INSPECCION_TIPO_FALSO};
		}
	}
	return st;
}

enum status inspeccion_disponible(const struct inspeccion_opciones *op, struct error *err)
{
	static const char sample[] = "texto";
	FD_AUTO fd = memfd_create("inspeccion", MFD_CLOEXEC);
	struct inspeccion out;
	enum status st;
	bool whole;

	if (fd < 0 || write(fd, sample, sizeof sample - 1) != (ssize_t)(sizeof sample - 1))
		return unavailable(err, "documents: no memory file");
	st = inspeccion_run(op, fd, sizeof sample - 1, "text/plain", &out, NULL, &whole, err);
	if (st == STATUS_OK && (out.hallazgo != INSPECCION_NINGUNO || !out.cabe_tipo || !whole))
		return unavailable(err, "documents: the inspector does not answer as it must");
	return st;
}
