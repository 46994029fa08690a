#include "base/csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FIN (-1)
#define MALO (-2)

ssize_t csv_leer_memoria(void *ctx, void *p, size_t n)
{
	struct csv_memoria *m = ctx;
	n = n < m->n ? n : m->n;
	if (n == 0)
		return 0;
	memcpy(p, m->p, n);
	m->p = (const char *)m->p + n;
	m->n -= n;
	return (ssize_t)n;
}

bool csv_init(struct csv_lector *c)
{
	*c = (struct csv_lector){.linea_ahora = 1, .columna_ahora = 1};
	buf_init(&c->registro, CSV_REGISTRO_MAX + CSV_CAMPO_MAX);
	c->bloque = malloc(CSV_BLOQUE);
	return c->bloque;
}

void csv_free(struct csv_lector *c)
{
	buf_free(&c->registro);
	free(c->bloque);
	c->bloque = NULL;
}

/* ---- bytes ---- */

static bool fill(struct csv_lector *c)
{
	ssize_t n;
	do
		n = c->leer(c->ctx, c->bloque, CSV_BLOQUE);
	while (n < 0 && errno == EINTR);
	c->pos = 0;
	c->len = n > 0 ? (size_t)n : 0;
	c->bytes += n > 0 ? n : 0;
	c->fin = n <= 0;
	c->roto = n < 0;
	return n >= 0;
}

/* The next byte without taking it; FIN at the end, MALO when reading failed. */
static int peek(struct csv_lector *c)
{
	if (c->pos == c->len && !c->fin && !fill(c))
		return MALO;
	return c->pos < c->len ? c->bloque[c->pos] : c->roto ? MALO : FIN;
}

/* Takes a byte that peek has shown; lines end with LF, CRLF or CR. */
static void take(struct csv_lector *c)
{
	const unsigned char b = c->bloque[c->pos++];
	if (b == '\r' || (b == '\n' && !c->alterno)) {
		c->linea_ahora++;
		c->columna_ahora = 1;
	} else if (b != '\n' && (c->codificacion == CSV_LATIN1 || (b & 0xC0) != 0x80)) {
		c->columna_ahora++;
	}
	c->alterno = b == '\r';
}

/* ---- records ---- */

static void fault_at(struct csv_lector *c, enum csv_falta f, int64_t linea, int columna)
{
	if (c->falta != CSV_FALTA_NINGUNA)
		return;
	c->falta = f;
	c->linea_falta = linea;
	c->columna_falta = columna;
}

static void fault(struct csv_lector *c, enum csv_falta f)
{
	fault_at(c, f, c->linea_ahora, c->columna_ahora);
}

/* How many bytes a sequence that begins so has, with the bounds of its second byte (RFC 3629); 0: nothing begins so. */
static size_t sequence(unsigned char b, unsigned char *menor, unsigned char *mayor)
{
	*menor = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
	*mayor = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
	return b < 0x80 ? 1 : b >= 0xC2 && b <= 0xDF ? 2 : b >= 0xE0 && b <= 0xEF ? 3 : b >= 0xF0 && b <= 0xF4 ? 4 : 0;
}

/* One character into the record. False: a fault was set, and the byte is left. */
static bool put_char(struct csv_lector *c, size_t en_celda)
{
	int b = peek(c);
	unsigned char menor, mayor;
	size_t n = c->codificacion == CSV_UTF8 ? sequence((unsigned char)b, &menor, &mayor) : 1;
	if (b == 0)
		fault(c, CSV_FALTA_NULO);
	else if (n == 0 || (c->codificacion == CSV_LATIN1 && b >= 0x80 && b < 0xA0))
		fault(c, CSV_FALTA_CODIFICACION);
	else if (c->registro.len >= CSV_REGISTRO_MAX)
		fault(c, CSV_FALTA_RENGLON_LARGO);
	else if (c->registro.len - en_celda >= CSV_CAMPO_MAX)
		fault(c, CSV_FALTA_CAMPO_LARGO);
	if (c->falta != CSV_FALTA_NINGUNA)
		return false;
	if (c->codificacion == CSV_LATIN1 && b >= 0x80) {
		buf_putc(&c->registro, (char)(0xC0 | b >> 6));
		buf_putc(&c->registro, (char)(0x80 | (b & 0x3F)));
		take(c);
		return true;
	}
	const int columna = c->columna_ahora;
	buf_putc(&c->registro, (char)b);
	take(c);
	for (size_t i = 1; i < n; i++, menor = 0x80, mayor = 0xBF) {
		b = peek(c);
		if (b < menor || b > mayor) {
			fault_at(c, CSV_FALTA_CODIFICACION, c->linea_ahora, columna);
			return false;
		}
		buf_putc(&c->registro, (char)b);
		take(c);
	}
	return true;
}

/* After a fault: to the end of the line, whatever it holds, and keeping nothing of it. A line may be the whole file: block by block. */
static void skip_line(struct csv_lector *c)
{
	int b;
	while ((b = peek(c)) >= 0 && b != '\n' && b != '\r') {
		while (c->pos < c->len && c->bloque[c->pos] != '\n' && c->bloque[c->pos] != '\r')
			c->pos++;
		c->alterno = false;
	}
	if (b == '\r')
		take(c);
	if (peek(c) == '\n')
		take(c);
}

static bool ends_cell(const struct csv_lector *c, int b)
{
	return b < 0 || b == '\n' || b == '\r' || b == c->separador;
}

static void quoted(struct csv_lector *c, size_t inicio)
{
	const int64_t linea = c->linea_ahora;
	const int columna = c->columna_ahora;
	take(c);
	for (;;) {
		int b = peek(c);
		if (b < 0) {
			fault_at(c, CSV_FALTA_SIN_CERRAR, linea, columna);
			return;
		}
		if (b == '"') {
			take(c);
			if (peek(c) != '"')
				break;
		}
		if (!put_char(c, inicio)) {
			/* Most often it is this quote that lacks its partner. */
			if (c->falta == CSV_FALTA_CAMPO_LARGO)
				c->linea_falta = linea, c->columna_falta = columna;
			return;
		}
	}
	if (!ends_cell(c, peek(c)))
		fault(c, CSV_FALTA_COMILLA);
}

static void plain(struct csv_lector *c, size_t inicio)
{
	for (int b; !ends_cell(c, b = peek(c));) {
		if (b == '"') {
			fault(c, CSV_FALTA_COMILLA);
			return;
		}
		if (!put_char(c, inicio))
			return;
	}
}

/* One cell and, after it, its separator. False at the end of the record or on a fault. */
static bool cell(struct csv_lector *c)
{
	if (c->n == CSV_COLUMNAS_MAX) {
		fault(c, CSV_FALTA_COLUMNAS);
		return false;
	}
	c->celda[c->n] = (struct csv_celda){.linea = c->linea_ahora, .columna = c->columna_ahora};
	c->inicio[c->n] = c->registro.len;
	if (peek(c) == '"')
		quoted(c, c->registro.len);
	else
		plain(c, c->registro.len);
	buf_putc(&c->registro, '\0');
	c->n++;
	if (c->falta != CSV_FALTA_NINGUNA || peek(c) != c->separador)
		return false;
	take(c);
	return true;
}

static void begin(struct csv_lector *c)
{
	c->empezado = true;
	if (!c->separador)
		c->separador = ',';
	if (peek(c) < 0)
		return;
	/* A pipe may hand over less than a mark at once. */
	for (ssize_t n = 1; c->len < 3 && n > 0;) {
		n = c->leer(c->ctx, c->bloque + c->len, CSV_BLOQUE - c->len);
		c->len += n > 0 ? (size_t)n : 0;
		c->bytes += n > 0 ? n : 0;
	}
	if (c->len >= 2 && ((c->bloque[0] == 0xFF && c->bloque[1] == 0xFE) || (c->bloque[0] == 0xFE && c->bloque[1] == 0xFF))) {
		fault(c, CSV_FALTA_UTF16);
		c->pos = c->len = 0;
		c->fin = true;
	} else if (c->len >= 3 && memcmp(c->bloque, "\xef\xbb\xbf", 3) == 0) {
		c->pos = 3;
		c->codificacion = CSV_UTF8;
	}
}

static enum csv_paso faulty(struct csv_lector *c)
{
	c->linea = c->linea_falta;
	c->columna = c->columna_falta;
	if (c->falta != CSV_FALTA_SIN_CERRAR && c->falta != CSV_FALTA_UTF16)
		skip_line(c);
	return CSV_FALTA;
}

enum csv_paso csv_next(struct csv_lector *c)
{
	c->n = 0;
	c->falta = CSV_FALTA_NINGUNA;
	buf_reset(&c->registro);
	if (!c->empezado)
		begin(c);
	if (c->falta != CSV_FALTA_NINGUNA)
		return faulty(c);
	int b;
	while ((b = peek(c)) == '\n' || b == '\r')
		take(c);
	if (b < 0)
		return b == MALO ? CSV_ERROR : CSV_FIN;
	while (cell(c))
		;
	if (peek(c) == MALO || c->registro.failed)
		return CSV_ERROR;
	if (c->falta != CSV_FALTA_NINGUNA)
		return faulty(c);
	for (size_t i = 0; i < c->n; i++)
		c->celda[i].texto = c->registro.data + c->inicio[i];
	c->linea = c->celda[0].linea;
	c->columna = 1;
	return CSV_FILA;
}

const char *csv_falta_texto(enum csv_falta f)
{
	switch (f) {
	case CSV_FALTA_CODIFICACION:
		return "aquí el texto no está en la codificación esperada. Guarde el archivo como «CSV UTF-8», o diga que es latin-1";
	case CSV_FALTA_UTF16:
		return "el archivo está en UTF-16. Guárdelo como «CSV UTF-8»";
	case CSV_FALTA_NULO:
		return "hay un byte nulo: no es un archivo de texto, o está dañado. Expórtelo de nuevo";
	case CSV_FALTA_COMILLA:
		return "una comilla está fuera de lugar. Encierre la celda entre comillas y duplique las que lleve dentro";
	case CSV_FALTA_SIN_CERRAR:
		return "estas comillas no se cierran hasta el final del archivo. Ciérrelas";
	case CSV_FALTA_CAMPO_LARGO:
		return "la celda pasa de 64 KiB. Acórtela; si empieza con comillas, vea que se cierren";
	case CSV_FALTA_RENGLON_LARGO:
		return "el renglón pasa de 512 KiB. Compruebe que el archivo tenga saltos de línea";
	case CSV_FALTA_COLUMNAS:
		return "el renglón tiene más de 64 columnas. Compruebe el separador";
	case CSV_FALTA_NINGUNA:
		break;
	}
	return "";
}

/* ---- writing ---- */

static bool dangerous(char c)
{
	return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' || c == '\'';
}

/* What ends a stretch that goes out as it is. */
static const bool llano_fin[256] = {['\0'] = true, [','] = true, ['"'] = true, ['\r'] = true, ['\n'] = true};

void csv_write_cell(struct buf *out, const char *s)
{
	if (!*s) /* most are */
		return;
	size_t llano = 0;
	while (!llano_fin[(unsigned char)s[llano]])
		llano++;
	const bool citar = s[llano] != '\0' || *s == ' ' || *s == '\t';
	if (citar)
		buf_putc(out, '"');
	if (dangerous(*s))
		buf_putc(out, '\'');
	buf_append(out, s, llano);
	for (s += llano; *s; s++) {
		const size_t n = strcspn(s, "\"");
		buf_append(out, s, n);
		s += n;
		if (!*s)
			break;
		buf_puts(out, "\"\"");
	}
	if (citar)
		buf_putc(out, '"');
}

const char *csv_disarm(const char *s)
{
	return *s == '\'' && dangerous(s[1]) ? s + 1 : s;
}
