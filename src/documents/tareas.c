/* dictamen-inspector: everything but PDF. */
#include <libxml/parser.h>
#include <string.h>

#include "documents/detalle.h"
#include "documents/parte.h"
#include "documents/raster.h"
#include "documents/registro.h"
#include "documents/tareas.h"

enum { ARENA_MAX = 48 << 20, IMAGEN_MAX = 64 << 20 };

/* Between the two parts of the answer. */
static struct docx_lectura lectura;
static struct inspeccion inspeccion;

static bool prepare(void)
{
	static const uint8_t nothing[1] = {0};
	struct inspeccion out;
	struct arena *a = arena_create(ARENA_MAX);

	if (!hash_init() || a == NULL)
		return false;
	docx_lectura_init(&lectura, a);
	xmlInitParser();
	paquete_analizar(nothing, 0, NULL, &out);
	return true;
}

/* `argumento`: enum documento_tipo that was declared. */
static bool run_documento(const uint8_t *p, size_t n, uint32_t argumento, struct buf *out)
{
	uint8_t record[REGISTRO_LEN];

	if (argumento >= DOCUMENTO_TIPO_COUNT)
		return false;
	documento_analizar(p, n, (enum documento_tipo)argumento, paquete_analizar, &lectura, &inspeccion);
	registro_encode(&inspeccion, record);
	buf_append(out, record, sizeof record);
	return true;
}

static bool run_detalle(const uint8_t *p, size_t n, uint32_t argumento, struct buf *out)
{
	const enum documento_tipo tipo = inspeccion.encontrado;
	const char *also;
	struct obra o;

	(void)argumento;
	if (inspeccion.hallazgo != INSPECCION_NINGUNO)
		return true;
	obra_init(&o, lectura.a);
	if (tipo == DOCUMENTO_DOCX)
		docx_detallar(p, n, &lectura, &o);
	else if (tipo == DOCUMENTO_JPEG || tipo == DOCUMENTO_PNG || tipo == DOCUMENTO_TIFF)
		imagen_detallar(p, n, tipo, &o);
	also = poliglota_find(p, n, tipo);
	if (also != NULL)
		obra_hallazgo(&o, HALLAZGO_POLIGLOTA, 0, 0, NULL, also);
	obra_encode(&o, out);
	return !o.llena;
}

static bool prepare_pagina(void)
{
	return true;
}

/* `argumento`: pixels per inch of the image. */
static bool run_pagina(const uint8_t *p, size_t n, uint32_t argumento, struct buf *out)
{
	uint8_t record[RASTER_REGISTRO_LEN];
	struct raster_medida m;

	if (!raster_medir(p, n, argumento, &m))
		return false;
	raster_encode(&m, record);
	buf_append(out, record, sizeof record);
	return true;
}

/* `argumento`: the inclination, in hundredths of a degree, plus RASTER_INCLINACION_MAX. */
static bool run_derecha(const uint8_t *p, size_t n, uint32_t argumento, struct buf *out)
{
	return argumento <= 2 * RASTER_INCLINACION_MAX && raster_enderezar(p, n, (int)argumento - RASTER_INCLINACION_MAX, out);
}

/* `argumento`: quarters of a turn, clockwise. */
static bool run_giro(const uint8_t *p, size_t n, uint32_t argumento, struct buf *out)
{
	return raster_girar(p, n, argumento, out);
}

static const struct tarea_hija tareas[] = {
	{"documento", prepare, run_documento, REGISTRO_LEN + OBRA_CABLE_MAX, run_detalle},
	{"pagina", prepare_pagina, run_pagina, RASTER_REGISTRO_LEN, NULL},
	{"derecha", prepare_pagina, run_derecha, IMAGEN_MAX, NULL},
	{"giro", prepare_pagina, run_giro, IMAGEN_MAX, NULL},
};

const struct tarea_hija *tarea_hija_find(const char *nombre)
{
	for (size_t i = 0; i < sizeof tareas / sizeof *tareas; i++)
		if (strcmp(tareas[i].nombre, nombre) == 0)
			return &tareas[i];
	return NULL;
}
