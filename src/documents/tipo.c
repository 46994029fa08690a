#include <string.h>
#include <strings.h>

#include "documents/analisis.h"

static const struct {
	const char *media, *extension;
} tipos[DOCUMENTO_TIPO_COUNT] = {
#define DOCUMENTO_X(tipo, media_, extension_) [tipo] = {media_, extension_},
	DOCUMENTO_TIPOS(DOCUMENTO_X)
#undef DOCUMENTO_X
};

const char *documento_tipo_media(enum documento_tipo tipo)
{
	return tipos[(unsigned)tipo < DOCUMENTO_TIPO_COUNT ? tipo : DOCUMENTO_OTRO].media;
}

const char *documento_tipo_extension(enum documento_tipo tipo)
{
	return tipos[(unsigned)tipo < DOCUMENTO_TIPO_COUNT ? tipo : DOCUMENTO_OTRO].extension;
}

bool documento_tipo_parse(const char *media, enum documento_tipo *out)
{
	size_t n;

	*out = DOCUMENTO_OTRO;
	if (media == NULL)
		return true;
	media += strspn(media, " \t");
	n = strcspn(media, "; \t");
	if (n == 0)
		return *media == '\0';
	for (int i = 0; i < DOCUMENTO_TIPO_COUNT; i++) {
		if (strlen(tipos[i].media) == n && strncasecmp(tipos[i].media, media, n) == 0) {
			*out = (enum documento_tipo)i;
			return true;
		}
	}
	return false;
}

const char *inspeccion_hallazgo_name(enum inspeccion_hallazgo h)
{
	static const char *const names[INSPECCION_HALLAZGO_COUNT] = {
		[INSPECCION_NINGUNO] = "ninguno",
		[INSPECCION_VACIO] = "vacio",
		[INSPECCION_TIPO_FALSO] = "tipo_falso",
		[INSPECCION_TRUNCADO] = "truncado",
		[INSPECCION_NO_ES_WORD] = "no_es_word",
		[INSPECCION_CIFRADO] = "cifrado",
		[INSPECCION_MACROS] = "macros",
		[INSPECCION_DEMASIADO] = "demasiado",
		[INSPECCION_ILEGIBLE] = "ilegible",
		[INSPECCION_SIN_TEXTO] = "sin_texto",
		[INSPECCION_FALLO_JAULA] = "fallo_jaula",
		[INSPECCION_TIEMPO] = "tiempo",
		[INSPECCION_VIRUS] = "virus",
	};

	return (unsigned)h < INSPECCION_HALLAZGO_COUNT ? names[h] : "desconocido";
}

const struct rechazo_info *rechazo_info(enum inspeccion_hallazgo h)
{
	static const struct rechazo_info filas[INSPECCION_HALLAZGO_COUNT] = {
#define RECHAZO(name, des, den, qes, qen) [INSPECCION_##name] = {.detail = {(des), (den)}, .que_hacer = {(qes), (qen)}},
#include "documents/rechazos.def"
#undef RECHAZO
	};

	return &filas[(unsigned)h < INSPECCION_HALLAZGO_COUNT && filas[h].detail.es != NULL ? h : INSPECCION_ILEGIBLE];
}

static bool begins(const uint8_t *p, size_t n, const char *magic, size_t len)
{
	return n >= len && memcmp(p, magic, len) == 0;
}
#define BEGINS(p, n, literal) begins((p), (n), "" literal, sizeof literal - 1)

/* OpenDocument 1.2 part 3, §3.3: the first entry is called "mimetype", is stored, and holds the media type alone. */
static bool is_odt(const uint8_t *p, size_t n)
{
	static const char mime[] = "application/vnd.oasis.opendocument.text";
	const size_t len = sizeof mime - 1;
	size_t skip;

	if (n < 38 || p[8] != 0 || p[9] != 0 || p[26] != 8 || p[27] != 0 || memcmp(p + 30, "mimetype", 8) != 0)
		return false;
	skip = 38u + (size_t)p[28] + ((size_t)p[29] << 8);
	return p[18] == len && p[19] == 0 && n >= skip + len && memcmp(p + skip, mime, len) == 0;
}

/* No control characters but the usual four: UTF-8 or a Windows code page, it does not matter which. */
static bool is_text(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((p[i] < 0x20 && p[i] != '\t' && p[i] != '\n' && p[i] != '\r' && p[i] != '\f') || p[i] == 0x7F)
			return false;
	return n > 0;
}

enum magia magia_of(const uint8_t *p, size_t n)
{
	if (BEGINS(p, n, "PK\x03\x04") || BEGINS(p, n, "PK\x05\x06"))
		return is_odt(p, n) ? MAGIA_ODT : MAGIA_ZIP;
	if (BEGINS(p, n, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
		return MAGIA_OLE2;
	if (BEGINS(p, n, "\xFF\xD8\xFF"))
		return MAGIA_JPEG;
	if (BEGINS(p, n, "\x89PNG\r\n\x1A\n"))
		return MAGIA_PNG;
	if (BEGINS(p, n, "II*\0") || BEGINS(p, n, "MM\0*"))
		return MAGIA_TIFF;
	/* A PDF may begin with up to 1024 bytes of anything (ISO 32000-2, annex H of 32000-1): that is why it comes after those that may not. */
	if (n > 0 && memmem(p, n < 1024 ? n : 1024, "%PDF-", 5) != NULL)
		return MAGIA_PDF;
	return is_text(p, n) ? MAGIA_TEXTO : MAGIA_NADA;
}

bool ole2_names(const uint8_t *p, size_t n, const char *stream)
{
	uint8_t utf16[64];
	const size_t len = strlen(stream);

	if (n == 0 || len * 2 > sizeof utf16)
		return false;
	for (size_t i = 0; i < len; i++) {
		utf16[2 * i] = (uint8_t)stream[i];
		utf16[2 * i + 1] = 0;
	}
	return memmem(p, n, utf16, len * 2) != NULL;
}
