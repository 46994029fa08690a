/* dictamen-inspector-pdf: what begins as a PDF does. */
#include <qpdf/qpdf-c.h>
#include <string.h>

#include "documents/detalle.h"
#include "documents/registro.h"
#include "documents/tareas.h"

enum { ARENA_MAX = 48 << 20 };

/* Between the two parts of the answer. */
static struct arena *arena;
static struct inspeccion inspeccion;

static bool prepare(void)
{
	qpdf_data q = qpdf_init();

	/* The cryptography of libqpdf chooses its provider at the first use. */
	qpdf_silence_errors(q);
	(void)qpdf_empty_pdf(q);
	qpdf_cleanup(&q);
	arena = arena_create(ARENA_MAX);
	return hash_init() && arena != NULL;
}

/* `argumento`: enum documento_tipo that was declared. */
static bool run_documento(const uint8_t *p, size_t n, uint32_t argumento, struct buf *out)
{
	uint8_t record[REGISTRO_LEN];

	if (argumento >= DOCUMENTO_TIPO_COUNT)
		return false;
	documento_analizar(p, n, (enum documento_tipo)argumento, NULL, NULL, &inspeccion);
	registro_encode(&inspeccion, record);
	buf_append(out, record, sizeof record);
	return true;
}

static bool run_detalle(const uint8_t *p, size_t n, uint32_t argumento, struct buf *out)
{
	const char *also;
	struct obra o;

	(void)argumento;
	if (inspeccion.hallazgo != INSPECCION_NINGUNO)
		return true;
	obra_init(&o, arena);
	pdf_detallar(p, n, &o);
	also = poliglota_find(p, n, DOCUMENTO_PDF);
	if (also != NULL)
		obra_hallazgo(&o, HALLAZGO_POLIGLOTA, 0, 0, NULL, also);
	obra_encode(&o, out);
	return !o.llena;
}

static const struct tarea_hija tareas[] = {
	{"documento", prepare, run_documento, REGISTRO_LEN + OBRA_CABLE_MAX, run_detalle},
};

const struct tarea_hija *tarea_hija_find(const char *nombre)
{
	for (size_t i = 0; i < sizeof tareas / sizeof *tareas; i++)
		if (strcmp(tareas[i].nombre, nombre) == 0)
			return &tareas[i];
	return NULL;
}
