/*
 * The signature's place in the PDF. The renderer wrote the whole file, signature dictionary included, with blanks of a fixed width: nothing is parsed
 * here and no offset moves. ISO 32000-2 §12.8.1: the byte range covers the file but for the value of /Contents.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "emision/sello_interno.h"

/* As config/plantillas/componer.py writes them, each once. */
#define RANGO "/ByteRange [0 0000000000 0000000000 0000000000]"
#define FECHA "/M (D:00000000000000Z)"
#define CONTENIDO "/Contents <"
#define RESERVA_MAX 65536 /* bytes of the signature */

struct hueco {
	char *rango, *fecha, *contenido; /* contenido: at '<' */
	size_t digitos;                  /* between '<' and '>' */
};

static char *only(const struct buf *pdf, const char *marca)
{
	size_t n = strlen(marca);
	char *p = memmem(pdf->data, pdf->len, marca, n);
	if (!p)
		return NULL;
	size_t resto = pdf->len - (size_t)(p - pdf->data) - n;
	return memmem(p + n, resto, marca, n) ? NULL : p;
}

static bool find(struct buf *pdf, struct hueco *h)
{
	h->rango = only(pdf, RANGO);
	h->fecha = only(pdf, FECHA);
	char *c = only(pdf, CONTENIDO "00000000000000000000000000000000");
	if (!h->rango || !h->fecha || !c)
		return false;
	h->contenido = c + strlen(CONTENIDO) - 1;
	h->digitos = strspn(h->contenido + 1, "0");
	return h->contenido[1 + h->digitos] == '>' && h->digitos % 2 == 0 && h->digitos <= (size_t)2 * RESERVA_MAX;
}

static void write_date(char *at, instante_t now)
{
	char iso[INSTANTE_LEN], d[sizeof FECHA];
	instante_format_utc(now, iso); /* AAAA-MM-DDTHH:MM:SS… */
	snprintf(d, sizeof d, "/M (D:%.4s%.2s%.2s%.2s%.2s%.2sZ)", iso, iso + 5, iso + 8, iso + 11, iso + 14, iso + 17);
	memcpy(at, d, strlen(FECHA));
}

static void write_range(char *at, size_t antes, size_t despues, size_t largo)
{
	char r[sizeof RANGO + 32];
	snprintf(r, sizeof r, "/ByteRange [0 %-10zu %-10zu %-10zu]", antes, despues, largo);
	memcpy(at, r, strlen(RANGO));
}

enum status sello_pdf(const struct sello *s, struct buf *pdf, instante_t now, struct arena *a, struct sellado *out, struct error *err)
{
	struct hueco h;
	if (!pdf->data || !find(pdf, &h))
		return error_set(err, PROBLEM_INTERNO);
	size_t antes = (size_t)(h.contenido - pdf->data), despues = antes + h.digitos + 2;
	write_date(h.fecha, now);
	write_range(h.rango, antes, despues, pdf->len - despues);
	struct sha256_ctx c;
	struct sha256 suma;
	sha256_begin(&c);
	sha256_add(&c, pdf->data, antes);
	sha256_add(&c, pdf->data + despues, pdf->len - despues);
	sha256_end(&c, &suma);
	BUF_AUTO der;
	buf_init(&der, h.digitos / 2);
	enum status st = sello_firmar(s, &suma, a, &der, out, err);
	if (st != STATUS_OK)
		return st;
	out->en = now;
	char *hex = arena_alloc(a, 2 * der.len + 1);
	if (!hex)
		return error_set(err, PROBLEM_INTERNO);
	hex_encode((const uint8_t *)der.data, der.len, hex);
	memcpy(h.contenido + 1, hex, 2 * der.len); /* the zeros that stay are padding: DER knows its own length */
	return STATUS_OK;
}

/* ---- back ---- */

/* One number and the blanks after it. */
static bool read_number(const char **p, size_t *out)
{
	char *end;
	if (**p < '0' || **p > '9')
		return false;
	*out = (size_t)strtoumax(*p, &end, 10);
	*p = end + strspn(end, " ");
	return true;
}

static bool read_range(const char *pdf, size_t len, size_t *antes, size_t *despues)
{
	static const char marca[] = "/ByteRange [0 ";
	const char *p = memmem(pdf, len, marca, sizeof marca - 1);
	char copia[64] = "";
	const char *q = copia;
	size_t a, d, n;
	if (!p || (size_t)(pdf + len - p) < sizeof RANGO)
		return false;
	memcpy(copia, p + sizeof marca - 1, sizeof RANGO - sizeof marca);
	if (!read_number(&q, &a) || !read_number(&q, &d) || !read_number(&q, &n) || *q != ']')
		return false;
	*antes = a;
	*despues = d;
	return a < d && d <= len && len - d == n && pdf[a] == '<' &&
		pdf[d - 1] == '>'; /* everything but the signature, up to the last byte */
}

enum status sello_verificar_pdf(
	const void *pdf, size_t len, const char *confianza, struct arena *a, bool *valido, const char **sujeto, struct error *err)
{
	size_t antes, despues;
	const char *p = pdf;
	*valido = false;
	if (!read_range(p, len, &antes, &despues))
		return STATUS_OK;
	size_t digitos = despues - antes - 2;
	char *hex = arena_memdup(a, p + antes + 1, digitos);
	unsigned char *der = arena_alloc(a, digitos / 2 + 1);
	char *contenido = arena_alloc(a, len);
	if (!hex || !der || !contenido)
		return error_set(err, PROBLEM_INTERNO);
	if (digitos % 2 || !hex_decode(hex, der, digitos / 2))
		return STATUS_OK;
	memcpy(contenido, p, antes);
	memcpy(contenido + antes, p + despues, len - despues);
	return sello_verificar(der, digitos / 2, contenido, antes + len - despues, confianza, a, valido, sujeto, err);
}
