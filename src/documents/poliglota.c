#include <string.h>

#include "documents/detalle.h"

static uint32_t le(const uint8_t *p, int n)
{
	uint32_t v = 0;

	for (int i = 0; i < n; i++)
		v |= (uint32_t)p[i] << (8 * i);
	return v;
}

/* A ZIP is read from its end: an end record whose directory stands where it says (APPNOTE.TXT 4.3.16). */
static bool ends_as_zip(const uint8_t *p, size_t n)
{
	const size_t window = n < 65557 ? n : 65557;

	for (size_t i = n - window; n >= 22 && i + 22 <= n; i++) {
		if (memcmp(p + i, "PK\x05\x06", 4) != 0 || le(p + i + 10, 2) == 0)
			continue;
		const uint32_t size = le(p + i + 12, 4);

		if (size >= 46 && size <= i && memcmp(p + i - size, "PK\x01\x02", 4) == 0)
			return true;
	}
	return false;
}

static const char *begins_as(const uint8_t *p, size_t n)
{
	static const struct {
		const char *magic;
		size_t n;
		const char *name;
	} known[] = {
		{"MZ", 2, "un programa de Windows"},
		{"\x7F"
		 "ELF",
			4, "un programa de Linux"},
		{"#!", 2, "un programa"},
		{"<!DOCTYPE", 9, "una página web"},
		{"<html", 5, "una página web"},
		{"<script", 7, "una página web"},
		{"GIF8", 4, "una imagen GIF"},
		{"BM", 2, "una imagen BMP"},
		{"Rar!", 4, "un archivo RAR"},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (n >= known[i].n && memcmp(p, known[i].magic, known[i].n) == 0)
			return known[i].name;
	return NULL;
}

const char *poliglota_find(const uint8_t *p, size_t n, enum documento_tipo tipo)
{
	if (tipo != DOCUMENTO_DOCX && tipo != DOCUMENTO_XLSX && tipo != DOCUMENTO_ODT && ends_as_zip(p, n))
		return "un archivo ZIP";
	if (tipo == DOCUMENTO_PDF)
		return begins_as(p, n);
	/* A PDF reader opens what says so within the first 1024 bytes. */
	if (n > 0 && memmem(p, n < 1024 ? n : 1024, "%PDF-", 5) != NULL)
		return "un PDF";
	return NULL;
}
