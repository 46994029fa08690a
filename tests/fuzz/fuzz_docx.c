/* libFuzzer: a DOCX package, and the same bytes as the main part of a correct one (mutating XML under deflate finds little). */
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "documents/parte.h"
#include "documents/registro.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	if (!hash_init())
		abort();
	xmlInitParser();
	return 0;
}

/* A stored entry around `data`, read through the same door as in a package. */
static void main_part(const uint8_t *data, size_t size)
{
	zip_error_t e;
	zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &e);
	zip_t *zip = memory != NULL ? zip_open_from_source(memory, ZIP_CREATE | ZIP_TRUNCATE, &e) : NULL;
	BUF_AUTO text;

	buf_init(&text, DOCX_TEXTO_MAX);
	if (zip == NULL)
		abort();
	zip_source_keep(memory);
	if (zip_set_file_compression(
		    zip, (zip_uint64_t)zip_file_add(zip, "d", zip_source_buffer(zip, data, size, 0), 0), ZIP_CM_STORE, 0) != 0 ||
		zip_close(zip) != 0)
		abort();
	zip = zip_open_from_source(memory, ZIP_RDONLY, &e);
	if (zip == NULL)
		abort();
	(void)docx_texto(zip, 0, &text, NULL);
	zip_discard(zip);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct inspeccion out, back;
	uint8_t record[REGISTRO_LEN];

	documento_analizar(data, size, DOCUMENTO_DOCX, paquete_analizar, NULL, &out);
	registro_encode(&out, record);
	/* Whatever came in, what goes out is a record that the parent accepts. */
	if (!registro_decode(record, DOCUMENTO_DOCX, &back))
		abort();
	main_part(data, size);
	return 0;
}
