#include "credencial/totp.h"

#include <liboath/oath.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "credencial/base64url.h"

#define PASO_S 30
#define DIGITOS 6
#define RECUPERACION_BYTES 10
#define RECUPERACION_LETRAS 16

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
static const char base64url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Of whole groups of five bytes, so that there is no padding. */
static void base32_write(const uint8_t *p, size_t n, char *out, size_t cap)
{
	char *texto = NULL;
	size_t len = 0;
	out[0] = '\0';
	if (oath_base32_encode((const char *)p, n, &texto, &len) == OATH_OK && len < cap)
		memcpy(out, texto, len + 1);
	if (texto)
		explicit_bzero(texto, len);
	free(texto);
}

/* ---- codes from the clock ---- */

void totp_generar(uint8_t secreto[static TOTP_SECRETO])
{
	random_bytes(secreto, TOTP_SECRETO);
}

void totp_base32(const uint8_t secreto[static TOTP_SECRETO], char out[static TOTP_BASE32])
{
	base32_write(secreto, TOTP_SECRETO, out, TOTP_BASE32);
}

static void percent(struct buf *out, const char *s)
{
	static const char libres[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	for (; *s; s++) {
		if (strchr(libres, *s))
			buf_putc(out, *s);
		else
			buf_printf(out, "%%%02X", (unsigned char)*s);
	}
}

void totp_uri(struct buf *out, const uint8_t secreto[static TOTP_SECRETO], const char *emisor, const char *cuenta)
{
	char texto[TOTP_BASE32];
	totp_base32(secreto, texto);
	buf_puts(out, "otpauth://totp/");
	percent(out, emisor);
	buf_putc(out, ':');
	percent(out, cuenta);
	buf_printf(out, "?secret=%s&issuer=", texto);
	percent(out, emisor);
	explicit_bzero(texto, sizeof texto);
}

int64_t totp_paso(const uint8_t secreto[static TOTP_SECRETO], const char *codigo, instante_t now)
{
	const int64_t ahora = now / 1000000 / PASO_S;
	int64_t hallado = 0;
	if (strlen(codigo) != DIGITOS || strspn(codigo, "0123456789") != DIGITOS)
		return 0;
	for (int64_t paso = ahora - TOTP_HOLGURA; paso <= ahora + TOTP_HOLGURA; paso++) {
		char otp[DIGITOS + 1];
		unsigned char distinto = 0;
		if (paso <= 0 ||
			oath_totp_generate((const char *)secreto, TOTP_SECRETO, (time_t)(paso * PASO_S), PASO_S,
				OATH_TOTP_DEFAULT_START_TIME, DIGITOS, otp) != OATH_OK)
			continue;
		for (int i = 0; i < DIGITOS; i++)
			distinto |= (unsigned char)(otp[i] ^ codigo[i]);
		if (!distinto)
			hallado = paso;
	}
	return hallado;
}

/* ---- recovery ---- */

void recuperacion_generar(char out[static RECUPERACION_LEN], struct sha256 *sha)
{
	uint8_t raw[RECUPERACION_BYTES];
	char letras[RECUPERACION_LETRAS + 1];
	random_bytes(raw, sizeof raw);
	base32_write(raw, sizeof raw, letras, sizeof letras);
	snprintf(out, RECUPERACION_LEN, "%.4s-%.4s-%.4s-%.4s", letras, letras + 4, letras + 8, letras + 12);
	sha256_of(letras, RECUPERACION_LETRAS, sha);
	explicit_bzero(raw, sizeof raw);
	explicit_bzero(letras, sizeof letras);
}

bool recuperacion_leer(const char *s, struct sha256 *sha)
{
	char letras[RECUPERACION_LETRAS];
	size_t n = 0;
	for (; *s; s++) {
		const char c = (char)(*s >= 'a' && *s <= 'z' ? *s - 'a' + 'A' : *s);
		if (c == '-' || c == ' ')
			continue;
		if (n == sizeof letras || !strchr(base32, c))
			return false;
		letras[n++] = c;
	}
	if (n != sizeof letras)
		return false;
	sha256_of(letras, n, sha);
	return true;
}

/* ---- opaque texts ---- */

#define PREFIJO_LEN 3
#define CUERPO_LEN 43 /* base64url of 32 bytes, no padding */

void opaco_generar(const char prefijo[static 3], char out[static OPACO_LEN], struct sha256 *sha)
{
	uint8_t raw[SHA256_LEN];
	random_bytes(raw, sizeof raw);
	memcpy(out, prefijo, PREFIJO_LEN);
	base64url_encode32(raw, out + PREFIJO_LEN);
	sha256_of(out, OPACO_LEN - 1, sha);
	explicit_bzero(raw, sizeof raw);
}

bool opaco_forma(const char *s, const char prefijo[static 3], struct sha256 *sha)
{
	const size_t n = strnlen(s, OPACO_LEN);
	if (n != OPACO_LEN - 1 || strncmp(s, prefijo, PREFIJO_LEN) != 0 || strspn(s + PREFIJO_LEN, base64url) != CUERPO_LEN)
		return false;
	sha256_of(s, n, sha);
	return true;
}

void opaco_derivar(const char *opaco, const char *uso, char out[static OPACO_DERIVADO])
{
	struct sha256_ctx c;
	struct sha256 h;
	sha256_begin(&c);
	sha256_add(&c, uso, strlen(uso));
	sha256_add(&c, ":", 1);
	sha256_add(&c, opaco, strlen(opaco));
	sha256_end(&c, &h);
	base64url_encode32(h.b, out);
}

void opaco_reto(const char *texto, char out[static OPACO_DERIVADO])
{
	struct sha256 h;
	sha256_of(texto, strlen(texto), &h);
	base64url_encode32(h.b, out);
}
