# cmake -DROOT=… -DLISTING=… -DOUT=… -P embed_recursos.cmake: openapi.yaml, web/ and the files of config/ as C arrays.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/bytes.cmake)
read_listing(${LISTING} files)

set(data "")
set(rows "")
set(n 0)
foreach(file IN LISTS files)
	file(RELATIVE_PATH path ${ROOT} ${file})
	bytes_of(${file} bytes)
	file(SHA256 ${file} sha256)
	string(SUBSTRING ${sha256} 0 32 version) # half a digest names a version well enough
	math(EXPR n "${n} + 1")
	string(APPEND data "static const unsigned char data_${n}[] = {\n${bytes}};\n")
	string(APPEND rows "\t{\"${path}\", data_${n}, sizeof data_${n} - 1, \"\\\"${version}\\\"\"},\n")
endforeach()

file(WRITE ${OUT}/recursos/embedded.h "/* Generated from openapi.yaml, web/ and config/ by cmake/embed_recursos.cmake. Sorted by name; ends with a row of NULLs. */
#ifndef RECURSOS_EMBEDDED_H
#define RECURSOS_EMBEDDED_H

#include <stddef.h>

struct recurso {
	const char *name; /* path from the repository's root, e.g. \"web/index.html\" */
	const unsigned char *data; /* a NUL follows the last byte */
	size_t len;
	const char *etag; /* strong, in its quotation marks */
};
extern const struct recurso recursos[];
extern const size_t recurso_count;

#endif
")
file(WRITE ${OUT}/recursos.c "#include \"recursos/embedded.h\"

${data}
const struct recurso recursos[] = {
${rows}\t{NULL, NULL, 0, NULL},
};
const size_t recurso_count = sizeof recursos / sizeof recursos[0] - 1;
")
