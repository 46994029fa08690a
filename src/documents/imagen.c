/* Sizes of images, from their headers alone. PNG: ISO 15948 §11.2.2. JPEG: ITU-T T.81 annex B. TIFF 6.0 §2. */
#include <stdio.h>
#include <string.h>

#include "documents/detalle.h"

enum { TIFF_PAGINAS_MAX = 1000 };

static uint32_t be(const uint8_t *p, int n)
{
	uint32_t v = 0;

	for (int i = 0; i < n; i++)
		v = v << 8 | p[i];
	return v;
}

static bool size_png(const uint8_t *p, size_t n, uint32_t *w, uint32_t *h)
{
	if (n < 33 || memcmp(p + 12, "IHDR", 4) != 0)
		return false;
	*w = be(p + 16, 4);
	*h = be(p + 20, 4);
	return true;
}

/* The frame header: any SOFn; DHT (C4), JPG (C8) and DAC (CC) are not among them. */
static bool is_frame(uint8_t marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static bool size_jpeg(const uint8_t *p, size_t n, uint32_t *w, uint32_t *h)
{
	size_t at = 2;

	while (at + 4 <= n) {
		if (p[at] != 0xFF)
			return false;
		if (p[at + 1] == 0xFF) { /* fill */
			at++;
			continue;
		}
		if (is_frame(p[at + 1])) {
			if (at + 9 > n)
				return false;
			*h = be(p + at + 5, 2);
			*w = be(p + at + 7, 2);
			return true;
		}
		if (p[at + 1] == 0xDA || be(p + at + 2, 2) < 2) /* the scan begins, and there was no frame */
			return false;
		at += 2 + be(p + at + 2, 2);
	}
	return false;
}

struct tiff {
	const uint8_t *p;
	size_t n;
	bool big;
};

static uint32_t tiff_get(const struct tiff *t, size_t at, int n)
{
	uint32_t v = 0;

	if (at > t->n || t->n - at < (size_t)n)
		return 0;
	for (int i = 0; i < n; i++)
		v |= (uint32_t)t->p[at + (size_t)i] << (8 * (t->big ? n - 1 - i : i));
	return v;
}

/* Each directory is a page; the largest counts. The chain may be circular: its length is bounded. */
static bool size_tiff(const uint8_t *p, size_t n, uint32_t *w, uint32_t *h, int *pages)
{
	const struct tiff t = {.p = p, .n = n, .big = p[0] == 'M'};
	size_t at = tiff_get(&t, 4, 4);

	for (*pages = 0; at != 0 && *pages < TIFF_PAGINAS_MAX; (*pages)++) {
		const uint32_t entries = tiff_get(&t, at, 2);
		uint32_t wide = 0, high = 0;

		if (entries == 0 || at + 2 + (size_t)entries * 12 + 4 > n)
			return false;
		for (uint32_t i = 0; i < entries; i++) {
			const size_t e = at + 2 + (size_t)i * 12;
			const uint32_t value = tiff_get(&t, e + 8, tiff_get(&t, e + 2, 2) == 3 ? 2 : 4);

			wide = tiff_get(&t, e, 2) == 256 ? value : wide;
			high = tiff_get(&t, e, 2) == 257 ? value : high;
		}
		if ((uint64_t)wide * high > (uint64_t)*w * *h) {
			*w = wide;
			*h = high;
		}
		at = tiff_get(&t, at + 2 + (size_t)entries * 12, 4);
	}
	return *pages > 0;
}

void imagen_detallar(const uint8_t *p, size_t n, enum documento_tipo tipo, struct obra *o)
{
	uint32_t w = 0, h = 0;
	int pages = 0;
	const bool known = tipo == DOCUMENTO_PNG ? size_png(p, n, &w, &h)
		: tipo == DOCUMENTO_JPEG         ? size_jpeg(p, n, &w, &h)
						 : n >= 8 && size_tiff(p, n, &w, &h, &pages);

	if (!known || w == 0 || h == 0) {
		obra_hallazgo(o, HALLAZGO_IMAGEN_ILEGIBLE, 0, 0, NULL, NULL);
		return;
	}
	o->i.total_paginas = pages;
	if ((uint64_t)w * h > (uint64_t)IMAGEN_PIXELES_MAX) {
		char size[48];

		snprintf(size, sizeof size, "%u × %u puntos", w, h);
		obra_hallazgo(o, HALLAZGO_IMAGEN_DESMEDIDA, 0, 0, NULL, size);
	}
	o->i.ancho = (int)(w < 100000000 ? w : 100000000);
	o->i.alto = (int)(h < 100000000 ? h : 100000000);
}
