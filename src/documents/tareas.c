#include "documents/tareas.h"

#include <libxml/parser.h>
#include <string.h>

#include "documents/analisis.h"
#include "documents/registro.h"

static bool prepare_documento(void)
{
	static const uint8_t nothing[1] = {0};
	struct inspeccion out;

	if (!hash_init())
		return false;
	xmlInitParser();
	paquete_analizar(nothing, 0, &out);
	return true;
}

/* `argumento`: enum documento_tipo that was declared. */
static bool run_documento(const uint8_t *p, size_t n, uint32_t argumento, struct buf *out)
{
	uint8_t record[REGISTRO_LEN];
	struct inspeccion x;

	if (argumento >= DOCUMENTO_TIPO_COUNT)
		return false;
	documento_analizar(p, n, (enum documento_tipo)argumento, &x);
	registro_encode(&x, record);
	buf_append(out, record, sizeof record);
	return true;
}

static const struct tarea_hija tareas[] = {
	{"documento", prepare_documento, run_documento, REGISTRO_LEN},
};

const struct tarea_hija *tarea_hija_find(const char *nombre)
{
	for (size_t i = 0; i < sizeof tareas / sizeof *tareas; i++)
		if (strcmp(tareas[i].nombre, nombre) == 0)
			return &tareas[i];
	return NULL;
}
