/* The archive as a stranger hands it over: libzip over memory, its directory looked at before any entry is opened. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "emision/paquete_interno.h"

#define PIEZA ((size_t)64 * 1024)

/* Only what paquete_nombre makes: ASCII, no component that climbs, is empty or begins with a dot. */
static bool name_safe(const char *s)
{
	bool first = true;
	if (strlen(s) > 200)
		return false;
	for (; *s; s++) {
		bool plain = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9');
		if (first && !plain)
			return false;
		if (!plain && *s != '.' && *s != '-' && *s != '_' && *s != '/')
			return false;
		first = *s == '/';
	}
	return !first;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct paquete_archivo *)a)->nombre, ((const struct paquete_archivo *)b)->nombre);
}

static int by_name_folded(const void *a, const void *b)
{
	return strcasecmp(((const struct paquete_archivo *)a)->nombre, ((const struct paquete_archivo *)b)->nombre);
}

static enum status look_at(struct examen *x, zip_uint64_t i, size_t n, uint64_t *total)
{
	static const zip_uint64_t need =
		ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
	struct paquete_archivo *f = &x->zip.archivos[i];
	zip_stat_t st;
	if (zip_stat_index(x->zip.zip, i, ZIP_FL_ENC_RAW, &st) != 0 || (st.valid & need) != need)
		return examen_difiere(x, "ZIP", "el índice del archivo está dañado");
	if (!name_safe(st.name)) /* not repeated: it may be made to fool whoever reads it */
		return examen_difiere(x, "ZIP", "un nombre no es de los que pone el servicio");
	if (st.encryption_method != ZIP_EM_NONE)
		return examen_difiere(x, st.name, "está cifrado");
	/* Stored only: what is written here is as long as it says, and no bomb. */
	if (st.comp_method != ZIP_CM_STORE || st.comp_size != st.size)
		return examen_difiere(x, st.name, "está comprimido: el servicio no comprime lo que sella");
	if (st.size > n || (*total += st.size) > n)
		return examen_difiere(x, st.name, "dice ser más grande que el archivo que lo contiene");
	*f = (struct paquete_archivo){.nombre = arena_strdup(x->a, st.name), .indice = i, .tamano = (int64_t)st.size};
	return f->nombre ? STATUS_OK : error_set(x->err, PROBLEM_INTERNO);
}

static enum status look_at_all(struct examen *x, size_t size)
{
	struct paquete_zip *z = &x->zip;
	zip_int64_t n = zip_get_num_entries(z->zip, 0);
	uint64_t total = 0;
	enum status st = STATUS_OK;
	int comentario = 0;
	(void)zip_get_archive_comment(z->zip, &comentario, ZIP_FL_ENC_RAW);
	if (comentario > 0)
		return examen_difiere(x, "ZIP", "lleva un comentario, que el servicio no pone");
	if (n > PAQUETE_ENTRADAS_MAX)
		return examen_difiere(x, "ZIP", "tiene demasiados archivos");
	z->archivos = ARENA_ARRAY(x->a, (size_t)n + 1, struct paquete_archivo);
	if (!z->archivos)
		return error_set(x->err, PROBLEM_INTERNO);
	for (z->n = 0; z->n < (size_t)n && st == STATUS_OK; z->n++)
		st = look_at(x, z->n, size, &total);
	if (st != STATUS_OK)
		return st;
	qsort(z->archivos, z->n, sizeof *z->archivos, by_name_folded);
	for (size_t i = 1; i < z->n; i++)
		if (by_name_folded(&z->archivos[i - 1], &z->archivos[i]) == 0)
			return examen_difiere(x, z->archivos[i].nombre, "está dos veces");
	qsort(z->archivos, z->n, sizeof *z->archivos, by_name);
	return STATUS_OK;
}

enum status paquete_zip_open(struct examen *x, const uint8_t *p, size_t n)
{
	zip_error_t e;
	if (n == 0) /* libzip takes it for an archive without entries */
		return examen_difiere(x, "ZIP", "está vacío");
	zip_error_init(&e);
	zip_source_t *source = zip_source_buffer_create(p, n, 0, &e);
	x->zip.zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &e) : NULL;
	int code = zip_error_code_zip(&e);
	zip_error_fini(&e);
	if (x->zip.zip)
		return look_at_all(x, n);
	zip_source_free(source);
	if (code == ZIP_ER_MEMORY)
		return error_set(x->err, PROBLEM_INTERNO);
	/* The directory is at the end: a ZIP without one was cut. */
	return examen_difiere(x, "ZIP", code == ZIP_ER_NOZIP ? "no es un ZIP, o le falta el final" : "el índice del archivo está dañado");
}

void paquete_zip_close(struct paquete_zip *z)
{
	if (z->zip)
		zip_discard(z->zip);
	z->zip = NULL;
}

const struct paquete_archivo *paquete_zip_find(const struct paquete_zip *z, const char *nombre)
{
	struct paquete_archivo key = {.nombre = nombre};
	return z->n ? bsearch(&key, z->archivos, z->n, sizeof *z->archivos, by_name) : NULL;
}

enum status paquete_zip_walk(
	struct examen *x, const struct paquete_archivo *f, enum status (*pieza)(void *ctx, const char *p, size_t n), void *ctx)
{
	zip_file_t *file = zip_fopen_index(x->zip.zip, f->indice, 0);
	char *block = malloc(PIEZA);
	enum status st = STATUS_OK;
	zip_int64_t got = -1;
	int64_t total = 0;
	while (file && block && st == STATUS_OK && (got = zip_fread(file, block, PIEZA)) > 0) {
		total += got;
		st = pieza(ctx, block, (size_t)got);
	}
	free(block);
	/* The checksum of the entry is looked at where it ends. */
	bool whole = file && got == 0 && total == f->tamano;
	if (file)
		(void)zip_fclose(file);
	if (st != STATUS_OK || whole)
		return st;
	return examen_difiere(x, f->nombre, "está dañado");
}

static enum status append(void *ctx, const char *p, size_t n)
{
	buf_append(ctx, p, n);
	return STATUS_OK;
}

enum status paquete_zip_read(struct examen *x, const struct paquete_archivo *f, struct buf *out)
{
	if (f->tamano > (int64_t)out->max)
		return examen_difiere(x, f->nombre, "es demasiado grande");
	enum status st = paquete_zip_walk(x, f, append, out);
	return st == STATUS_OK && out->failed ? error_set(x->err, PROBLEM_INTERNO) : st;
}
