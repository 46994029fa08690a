/* Short forms for the rows of the descriptors, here and where a service describes what the domain does not know. */
#ifndef CODEC_CAMPOS_H
#define CODEC_CAMPOS_H

#include <stddef.h>

#include "codec/json.h"

#define CAMPO(T, m, n, k, ...) \
	{ \
		.name = (n), .kind = JSON_KIND_##k, .offset = offsetof(T, m), __VA_ARGS__ \
	}
#define CAMPO_TEXTO(T, m, n, lo, hi, fl) CAMPO(T, m, n, STRING, .min = (lo), .max = (hi), .flags = (fl))
#define CAMPO_FORMA(T, m, n, lo, hi, f, msg) CAMPO(T, m, n, STRING, .min = (lo), .max = (hi), .check = (f), .check_msg = MENSAJE_##msg)
#define CAMPO_ENUM(T, m, n, v, fl) CAMPO(T, m, n, ENUM, .vocabulario = &vocabulario_##v, .flags = (fl))
#define CAMPO_INT(T, m, n, lo, hi, fl) CAMPO(T, m, n, INT, .min = (lo), .max = (hi), .flags = (fl))
/* Items of kind k; the count stands in n_<m>. */
#define CAMPO_LISTA(T, m, n, lo, hi, k, ...) \
	CAMPO(T, m, n, ARRAY, .count_offset = offsetof(T, n_##m), .min = (lo), .max = (hi), .item = JSON_KIND_##k, \
		.item_size = sizeof *((T *)0)->m, __VA_ARGS__)
#define DESC(nombre, T, f) \
	{ \
		.name = (nombre), .size = sizeof(T), .fields = (f), .n_fields = sizeof(f) / sizeof((f)[0]) \
	}

#endif
