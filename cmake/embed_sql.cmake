# cmake -DROOT=… -DLISTING=… -DOUT=… -P embed_sql.cmake: sql/queries and sql/migrations as C arrays.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/bytes.cmake)
read_listing(${LISTING} files)

set(ids "")
set(q_data "")
set(q_rows "")
set(m_data "")
set(m_rows "")
set(n 0)
set(numbers "")
foreach(file IN LISTS files)
	file(RELATIVE_PATH path ${ROOT}/sql ${file})
	bytes_of(${file} bytes)
	math(EXPR n "${n} + 1")
	if(path MATCHES "^queries/([^/]+)/([^/]+)\\.sql$")
		set(name "${CMAKE_MATCH_1}/${CMAKE_MATCH_2}")
		string(TOUPPER "${CMAKE_MATCH_1}_${CMAKE_MATCH_2}" id)
		string(REGEX REPLACE "[^A-Z0-9]" "_" id "${id}")
		string(APPEND ids "\tQUERY_${id},\n")
		string(APPEND q_data "static const unsigned char text_${n}[] = {\n${bytes}};\n")
		string(APPEND q_rows "\t{\"${name}\", (const char *)text_${n}},\n")
	elseif(path MATCHES "^migrations/(0*([0-9]+)_[^/]*)\\.sql$")
		set(stem ${CMAKE_MATCH_1})
		set(number ${CMAKE_MATCH_2})
		if(number IN_LIST numbers)
			message(FATAL_ERROR "two migrations have the number ${number}")
		endif()
		list(APPEND numbers ${number})
		string(APPEND m_data "static const unsigned char text_${n}[] = {\n${bytes}};\n")
		string(APPEND m_rows "\t{${number}, \"${stem}\", (const char *)text_${n}},\n")
	else()
		message(FATAL_ERROR "sql/${path}: expected queries/<aggregate>/<name>.sql or migrations/NNNN_what.sql")
	endif()
endforeach()

file(WRITE ${OUT}/sql/embedded.h "/* Generated from sql/ by cmake/embed_sql.cmake. Arrays end with a row of NULLs. */
#ifndef SQL_EMBEDDED_H
#define SQL_EMBEDDED_H

#include <stddef.h>

/* Index into sql_queries. */
enum sql_query_id {
${ids}\tSQL_QUERY_COUNT
};

struct sql_query {
	const char *name; /* \"aggregate/name\" */
	const char *text;
};
extern const struct sql_query sql_queries[];

struct sql_migration {
	int number;
	const char *name; /* \"NNNN_what\" */
	const char *text;
};
extern const struct sql_migration sql_migrations[];
extern const size_t sql_migration_count;

#endif
")
file(WRITE ${OUT}/sql_queries.c "#include \"sql/embedded.h\"

${q_data}
const struct sql_query sql_queries[] = {
${q_rows}\t{NULL, NULL},
};
")
file(WRITE ${OUT}/sql_migrations.c "#include \"sql/embedded.h\"

${m_data}
const struct sql_migration sql_migrations[] = {
${m_rows}\t{0, NULL, NULL},
};
const size_t sql_migration_count = sizeof sql_migrations / sizeof sql_migrations[0] - 1;
")
