#include "credencial/contrasena.h"

#include <openssl/evp.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/hash.h"
#include "base/utf8.h"

_Static_assert(CONTRASENA_HASH >= crypto_pwhash_argon2id_STRBYTES, "libsodium's text fits");

/* ---- Argon2id ---- */

#define SAL crypto_pwhash_argon2id_SALTBYTES
#define RESUMEN 32 /* what libsodium writes */
#define SIN_RELLENO sodium_base64_VARIANT_ORIGINAL_NO_PADDING

/* NFC, so that the same keys give the same password on every machine; NULL when it is no UTF-8. The caller wipes and frees it. */
static char *composed(const char *contrasena)
{
	return (char *)utf8proc_NFC((const utf8proc_uint8_t *)contrasena);
}

static void forget(char *s)
{
	if (s)
		explicit_bzero(s, strlen(s));
	free(s);
}

static atomic_uint_fast64_t calculos;

uint64_t contrasena_calculos(void)
{
	return atomic_load_explicit(&calculos, memory_order_relaxed);
}

bool contrasena_hash(const struct contrasena_costo *c, const char *contrasena, char out[static CONTRASENA_HASH])
{
	char *s = composed(contrasena);
	atomic_fetch_add_explicit(&calculos, s != NULL, memory_order_relaxed);
	const bool ok = s &&
		crypto_pwhash_str_alg(out, s, strlen(s), (unsigned long long)c->vueltas, c->memoria, crypto_pwhash_ALG_ARGON2ID13) == 0;
	forget(s);
	return ok;
}

bool contrasena_es(const char *hash, const char *contrasena)
{
	char *s = composed(contrasena);
	atomic_fetch_add_explicit(&calculos, s != NULL, memory_order_relaxed);
	const bool ok = s && crypto_pwhash_str_verify(hash, s, strlen(s)) == 0;
	forget(s);
	return ok;
}

void contrasena_hash_nadie(const struct contrasena_costo *c, char out[static CONTRASENA_HASH])
{
	uint8_t azar[SAL + RESUMEN];
	char sal[sodium_base64_ENCODED_LEN(SAL, SIN_RELLENO)], resumen[sodium_base64_ENCODED_LEN(RESUMEN, SIN_RELLENO)];
	random_bytes(azar, sizeof azar);
	sodium_bin2base64(sal, sizeof sal, azar, SAL, SIN_RELLENO);
	sodium_bin2base64(resumen, sizeof resumen, azar + SAL, RESUMEN, SIN_RELLENO);
	snprintf(out, CONTRASENA_HASH, "%sv=19$m=%zu,t=%d,p=1$%s$%s", crypto_pwhash_argon2id_STRPREFIX, c->memoria / 1024, c->vueltas, sal,
		resumen);
}

bool contrasena_vieja(const struct contrasena_costo *c, const char *hash)
{
	return crypto_pwhash_str_needs_rehash(hash, (unsigned long long)c->vueltas, c->memoria) != 0;
}

/* Without case and accents; false when it is no UTF-8 or does not fit. */
static bool fold(const char *s, char *out, size_t cap)
{
	utf8proc_uint8_t *p = NULL;
	const utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s, 0, &p,
		UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
	const bool ok = n >= 0 && (size_t)n < cap;
	if (ok)
		memcpy(out, p, (size_t)n + 1);
	else
		out[0] = '\0';
	if (n > 0)
		explicit_bzero(p, (size_t)n);
	free(p);
	return ok;
}

/* ---- the file ---- */

#define LINEA_MAX 1024
#define DIGITOS_MIN 16

struct contrasenas_vedadas {
	uint64_t *marcas; /* first 64 bits of each SHA-1, sorted */
	size_t n, cap;
};

static uint64_t sha1_mark(const char *s, size_t n)
{
	unsigned char h[EVP_MAX_MD_SIZE];
	uint64_t v = 0;
	if (EVP_Digest(s, n, h, NULL, EVP_sha1(), NULL) != 1)
		return 0;
	for (int i = 0; i < 8; i++)
		v = v << 8 | h[i];
	return v;
}

static int mark_cmp(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static bool has(const struct contrasenas_vedadas *v, uint64_t mark)
{
	return v && v->n > 0 && bsearch(&mark, v->marcas, v->n, sizeof mark, mark_cmp) != NULL;
}

static bool add(struct contrasenas_vedadas *v, uint64_t mark)
{
	if (v->n == v->cap) {
		const size_t cap = v->cap ? v->cap * 2 : 1024;
		uint64_t *p = v->n < VEDADAS_MAX ? realloc(v->marcas, cap * sizeof *p) : NULL;
		if (!p)
			return false;
		v->marcas = p;
		v->cap = cap;
	}
	v->marcas[v->n++] = mark;
	return true;
}

static bool add_line(struct contrasenas_vedadas *v, char *linea)
{
	uint8_t raw[DIGITOS_MIN / 2];
	char digitos[DIGITOS_MIN + 1], llana[LINEA_MAX];
	linea[strcspn(linea, "\r\n")] = '\0';
	if (!*linea)
		return true;
	snprintf(digitos, sizeof digitos, "%.16s", linea);
	if (strspn(linea, "0123456789abcdefABCDEF") >= DIGITOS_MIN && hex_decode(digitos, raw, sizeof raw)) {
		uint64_t mark = 0;
		for (size_t i = 0; i < sizeof raw; i++)
			mark = mark << 8 | raw[i];
		return add(v, mark);
	}
	return fold(linea, llana, sizeof llana) && add(v, sha1_mark(llana, strlen(llana)));
}

enum status contrasenas_vedadas_load(const char *ruta, struct contrasenas_vedadas **out, struct error *err)
{
	char linea[LINEA_MAX], numero[24] = "0";
	size_t n = 0;
	struct contrasenas_vedadas *v = calloc(1, sizeof *v);
	*out = v;
	if (!v)
		return error_set(err, PROBLEM_INTERNO);
	FILE *f = *ruta ? fopen(ruta, "re") : NULL;
	bool ok = !*ruta || f;
	while (ok && f && fgets(linea, sizeof linea, f)) {
		snprintf(numero, sizeof numero, "%zu", ++n);
		ok = (strchr(linea, '\n') || feof(f)) && add_line(v, linea);
	}
	ok = ok && !(f && ferror(f));
	if (f)
		fclose(f);
	if (!ok) {
		contrasenas_vedadas_free(v);
		*out = NULL;
		return error_set(err, PROBLEM_CONFIGURACION_INVALIDA, "contrasenas_vedadas", ruta, numero);
	}
	if (v->n > 0)
		qsort(v->marcas, v->n, sizeof *v->marcas, mark_cmp);
	return STATUS_OK;
}

void contrasenas_vedadas_free(struct contrasenas_vedadas *v)
{
	if (v)
		free(v->marcas);
	free(v);
}

/* ---- the built-in rule ---- */

#define LLANA_MAX 1200

/* Words that guessers try, folded; longest of one family first, so that taking one away leaves nothing of it. */
static const char *const palabras[] = {"contrasenias", "contrasenia", "contrasenas", "contrasena", "passwords", "password", "passw",
	"clavesecreta", "claves", "clave", "acceso", "secreto", "secreta", "administradora", "administrador", "administracion", "admin",
	"usuario", "usuaria", "root", "sistemas", "sistema", "bienvenido", "bienvenida", "welcome", "letmein", "iloveyou", "teamo",
	"tequiero", "monkey", "dragon", "master", "football", "futbol", "beisbol", "princesa", "princess", "sunshine", "shadow", "superman",
	"batman", "pokemon", "estrella", "america", "chivas", "pumas", "cruzazul", "tigres", "rayados", "mexicano", "mexicana", "mexicanos",
	"mexico", "viva", "guadalupe", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "setiembre",
	"octubre", "noviembre", "diciembre", "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo", "primavera",
	"verano", "otono", "invierno", "aguascalientes", "bajacaliforniasur", "bajacalifornia", "campeche", "coahuila", "colima", "chiapas",
	"chihuahua", "ciudaddemexico", "cdmx", "durango", "guanajuato", "guerrero", "hidalgo", "jalisco", "michoacan", "morelos", "nayarit",
	"nuevoleon", "oaxaca", "puebla", "queretaro", "quintanaroo", "sanluispotosi", "sinaloa", "sonora", "tabasco", "tamaulipas",
	"tlaxcala", "veracruz", "yucatan", "zacatecas", "estado", "municipio", "ayuntamiento", "presidencia", "gobierno", "secretaria",
	"relaciones", "exteriores", "dictamenes", "dictamen", "registros", "registro", "acuerdos", "acuerdo", "expediente", "convenio",
	"internacional", "hermanamiento", "direccion", "general", "juridica", "consultoria", NULL};
static const char *const corridas[] = {"abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba", "qwertyuiop", "poiuytrewq", "asdfghjkl",
	"lkjhgfdsa", "zxcvbnm", "mnbvcxz", "qazwsxedc", "1qaz2wsx3edc", NULL};

/* Letters and digits only, folded; figures that stand for letters are undone when `letras`. */
static void flatten(const char *s, bool letras, char *out, size_t cap)
{
	static const char cifras[] = "013457@$", suyas[] = "oieastas";
	char llana[LLANA_MAX];
	size_t n = 0;
	out[0] = '\0';
	if (!fold(s, llana, sizeof llana))
		return;
	for (const char *p = llana; *p && n + 1 < cap; p++) {
		const char *c = letras ? strchr(cifras, *p) : NULL;
		const char x = c ? suyas[c - cifras] : *p;
		if ((x >= 'a' && x <= 'z') || (x >= '0' && x <= '9') || (unsigned char)x >= 0x80)
			out[n++] = x;
	}
	out[n] = '\0';
}

static void take_word(char *s, const char *word)
{
	const size_t n = strlen(word);
	for (char *p = n >= 3 ? strstr(s, word) : NULL; p; p = strstr(p, word))
		memmove(p, p + n, strlen(p + n) + 1);
}

/* Takes away every stretch of four or more that runs along one of the rows. */
static void take_runs(char *s)
{
	for (size_t i = 0; s[i];) {
		size_t mejor = 0;
		for (const char *const *r = corridas; *r; r++) {
			for (const char *q = strchr(*r, s[i]); q; q = strchr(q + 1, s[i])) {
				size_t n = 0;
				while (s[i + n] && s[i + n] == q[n])
					n++;
				mejor = n > mejor ? n : mejor;
			}
		}
		if (mejor >= 4)
			memmove(s + i, s + i + mejor, strlen(s + i + mejor) + 1);
		else
			i++;
	}
}

/* Different characters that are no figures. */
static size_t distinct(const char *s)
{
	bool seen[256] = {false};
	size_t n = 0;
	for (; *s; s++) {
		if ((*s < '0' || *s > '9') && !seen[(unsigned char)*s])
			n++;
		seen[(unsigned char)*s] = true;
	}
	return n;
}

static size_t left_over(const char *contrasena, bool letras, const char *const *propios)
{
	char s[LLANA_MAX], propio[LLANA_MAX];
	flatten(contrasena, letras, s, sizeof s);
	for (const char *const *p = propios; p && *p; p++) {
		flatten(*p, letras, propio, sizeof propio);
		take_word(s, propio);
	}
	for (const char *const *p = palabras; *p; p++)
		take_word(s, *p);
	take_runs(s);
	return distinct(s);
}

bool contrasena_admisible(
	const struct contrasenas_vedadas *v, const char *contrasena, const char *const *propios, const char *pointer, struct error *err)
{
	const size_t largo = utf8_length(contrasena), n = strlen(contrasena);
	char llana[LLANA_MAX];
	if (largo < CONTRASENA_MIN || largo > CONTRASENA_MAX) {
		error_add(err, pointer, MENSAJE_CONTRASENA_LARGO);
		return false;
	}
	const bool vedada =
		has(v, sha1_mark(contrasena, n)) || (fold(contrasena, llana, sizeof llana) && has(v, sha1_mark(llana, strlen(llana))));
	const bool facil =
		left_over(contrasena, false, propios) < CONTRASENA_RESTO || left_over(contrasena, true, propios) < CONTRASENA_RESTO;
	explicit_bzero(llana, sizeof llana);
	if (vedada || facil)
		error_add(err, pointer, vedada ? MENSAJE_CONTRASENA_CONOCIDA : MENSAJE_CONTRASENA_FACIL);
	return !vedada && !facil;
}
