#include "cli/config.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/direccion.h"
#include "base/utf8.h"
#include "credencial/certificado.h"
#include "services/numeros.h"

#define PREFIJO "DICTAMEN_"
#define BOM "\xEF\xBB\xBF" /* what some editors put before UTF-8 */

enum config_tipo { CONFIG_T_TEXTO, CONFIG_T_ENTERO, CONFIG_T_TAMANO, CONFIG_T_HORA, CONFIG_T_LECTURA, CONFIG_T_NIVEL };

struct clave {
	const char *nombre, *entorno, *defecto, *ayuda;
	enum config_tipo tipo;
	int64_t min, max;
	unsigned flags;
	size_t offset;
};
enum {
#define CONFIG(tipo, nombre, defecto, min, max, flags, ayuda) CLAVE_##nombre,
#include "services/config.def"
#undef CONFIG
	CLAVE_COUNT
};
static const struct clave claves[] = {
#define CONFIG(tipo, nombre, defecto, min, max, flags, ayuda) \
	{#nombre, PREFIJO #nombre, defecto, ayuda, CONFIG_T_##tipo, min, max, flags, offsetof(struct config, nombre)},
#include "services/config.def"
#undef CONFIG
};
static const char *const niveles[] = {[LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error"};
static const char *const tipos[] = {[CONFIG_T_TEXTO] = "texto",
	[CONFIG_T_ENTERO] = "entero",
	[CONFIG_T_TAMANO] = "tamaño en bytes (K, M, G)",
	[CONFIG_T_HORA] = "hora HH:MM:SS",
	[CONFIG_T_LECTURA] = "distancia o integros",
	[CONFIG_T_NIVEL] = "debug, info, warn o error"};

void config_falta(struct config_lectura *l, const char *fmt, ...)
{
	char linea[1000];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(linea, sizeof linea, fmt, ap);
	va_end(ap);
	buf_printf(&l->faltas, "%s\n", linea);
}

void config_lectura_free(struct config_lectura *l)
{
	buf_free(&l->faltas);
	buf_free(&l->ajenas);
}

/* ---- values ---- */

static bool entero_parse(const char *s, int64_t *out)
{
	char *end = NULL;
	errno = 0;
	long long v = strtoll(s, &end, 10);
	if (errno || end == s || *end || isspace((unsigned char)*s))
		return false;
	*out = v;
	return true;
}

static bool tamano_parse(const char *s, int64_t *out)
{
	size_t n = strlen(s);
	char digits[24];
	if (n == 0 || n >= sizeof digits)
		return false;
	memcpy(digits, s, n + 1);
	static const char suf[] = "KMG";
	const char *p = strchr(suf, toupper((unsigned char)digits[n - 1]));
	int shift = 0;
	if (p && *p) {
		shift = 10 * (int)(p - suf + 1);
		digits[n - 1] = '\0';
	}
	return entero_parse(digits, out) && *out >= 0 && !__builtin_mul_overflow(*out, INT64_C(1) << shift, out);
}

static bool hora_parse(const char *s, int64_t *out)
{
	if (strlen(s) != 8 || s[2] != ':' || s[5] != ':')
		return false;
	for (int i = 0; i < 8; i++)
		if (i != 2 && i != 5 && !isdigit((unsigned char)s[i]))
			return false;
	int h = (s[0] - '0') * 10 + s[1] - '0', m = (s[3] - '0') * 10 + s[4] - '0', g = (s[6] - '0') * 10 + s[7] - '0';
	*out = h * 3600 + m * 60 + g;
	return h < 24 && m < 60 && g < 60;
}

bool config_escucha_valida(const char *s)
{
	const char *colon = strrchr(s, ':');
	int64_t puerto;
	if (!colon || colon == s || !isdigit((unsigned char)colon[1]) || !entero_parse(colon + 1, &puerto) || puerto < 0 || puerto > 65535)
		return false;
	if (*s == '[')
		return colon[-1] == ']' && colon - s > 2;
	return !memchr(s, ':', (size_t)(colon - s));
}

static bool texto_valido(const struct clave *k, const char *v)
{
	size_t n = strlen(v);
	if ((int64_t)n < k->min || (int64_t)n > k->max || !utf8_valid(v, n) || utf8_has_control(v))
		return false;
	if (k->flags & CONFIG_PATRON)
		return numero_patron_valido(v);
	struct proxies redes;
	if (k->flags & CONFIG_PROXIES)
		return proxies_parse(v, &redes);
	enum certificado_forma forma;
	if (k->flags & CONFIG_CERTIFICADO)
		return certificado_forma_parse(v, &forma);
	return k != &claves[CLAVE_escucha] || config_escucha_valida(v);
}

static int nivel_find(const char *v)
{
	for (size_t i = 0; i < sizeof niveles / sizeof *niveles; i++)
		if (strcmp(niveles[i], v) == 0)
			return (int)i;
	return -1;
}

static bool value_set(const struct clave *k, struct config *c, const char *v)
{
	void *dest = (char *)c + k->offset;
	int64_t n = 0;
	bool ok = false;
	switch (k->tipo) {
	case CONFIG_T_TEXTO:
		ok = texto_valido(k, v);
		*(const char **)dest = v;
		return ok;
	case CONFIG_T_ENTERO:
		ok = entero_parse(v, &n);
		break;
	case CONFIG_T_TAMANO:
		ok = tamano_parse(v, &n) && n >= k->min && n <= k->max;
		*(int64_t *)dest = n;
		return ok;
	case CONFIG_T_HORA:
		ok = hora_parse(v, &n);
		break;
	case CONFIG_T_LECTURA:
		*(enum lectura *)dest = (enum lectura)vocabulario_find(&vocabulario_lectura, v);
		return *(enum lectura *)dest != LECTURA_NINGUNO;
	case CONFIG_T_NIVEL:
		*(enum log_level *)dest = nivel_find(v) < 0 ? LOG_INFO : (enum log_level)nivel_find(v);
		return nivel_find(v) >= 0;
	}
	if (!ok || n < k->min || n > k->max)
		return false;
	*(int *)dest = (int)n;
	return true;
}

static void expected(const struct clave *k, char *out, size_t cap)
{
	if (k->tipo == CONFIG_T_TEXTO && k->flags & CONFIG_PATRON)
		snprintf(out, cap, "un texto con {AAAA} y {###} una vez cada uno");
	else if (k->flags & CONFIG_PROXIES)
		snprintf(out, cap, "direcciones o redes, a lo más %d", PROXIES_MAX);
	else if (k->flags & CONFIG_CERTIFICADO)
		snprintf(out, cap, "rfc9440, pem-escapado o nada");
	else if (k == &claves[CLAVE_escucha])
		snprintf(out, cap, "dirección:puerto");
	else if (k->tipo == CONFIG_T_ENTERO || k->tipo == CONFIG_T_TAMANO)
		snprintf(out, cap, "%s de %lld a %lld", tipos[k->tipo], (long long)k->min, (long long)k->max);
	else if (k->tipo == CONFIG_T_TEXTO)
		snprintf(out, cap, "un texto de %lld a %lld bytes", (long long)k->min, (long long)k->max);
	else
		snprintf(out, cap, "%s", tipos[k->tipo]);
}

/* ---- layers ---- */

struct capas {
	struct config_lectura *lectura;
	struct arena *arena;
	const char *valor[CLAVE_COUNT], *origen[CLAVE_COUNT];
	const char *archivo;
};

/* Index of the key written with - or _; -1 when there is none. */
static int clave_find(const char *s, size_t n)
{
	for (int i = 0; i < CLAVE_COUNT; i++) {
		const char *k = claves[i].nombre;
		size_t j = 0;
		while (j < n && k[j] && (k[j] == s[j] || (k[j] == '_' && s[j] == '-')))
			j++;
		if (j == n && !k[j])
			return i;
	}
	return -1;
}

static void capa_set(struct capas *c, int i, const char *value, const char *origen)
{
	c->valor[i] = arena_strdup(c->arena, value);
	c->origen[i] = origen;
	if (!c->valor[i]) {
		config_falta(c->lectura, "%s: no hay memoria para el valor", claves[i].nombre);
		c->valor[i] = claves[i].defecto;
	}
}

/* Without the white space around it, in place. */
static char *trim(char *s)
{
	while (isspace((unsigned char)*s))
		s++;
	size_t n = strlen(s);
	while (n > 0 && isspace((unsigned char)s[n - 1]))
		n--;
	s[n] = '\0';
	return s;
}

/* A line of n bytes. The whole of it is the value, whatever its length and signs: a password may have any. Sections only order the file for its reader. */
static void read_line(struct capas *c, char *line, size_t n, int renglon)
{
	const bool texto = strlen(line) == n;
	char *nombre = trim(line), *eq = strchr(nombre, '=');
	if (texto && (!*nombre || strchr("#;", *nombre) || (*nombre == '[' && nombre[strlen(nombre) - 1] == ']')))
		return;
	if (!texto || !eq) {
		config_falta(c->lectura, "%s: línea %d mal escrita: se espera clave = valor", c->archivo, renglon);
		return;
	}
	*eq = '\0';
	nombre = trim(nombre);
	int i = clave_find(nombre, strlen(nombre));
	if (i < 0)
		config_falta(c->lectura, "%s, línea %d: no existe la clave «%s» (vea --help)", c->archivo, renglon, nombre);
	else if (c->origen[i] == c->archivo)
		config_falta(c->lectura, "%s, línea %d: la clave «%s» está dos veces", c->archivo, renglon, nombre);
	else
		capa_set(c, i, trim(eq + 1), c->archivo);
}

static void read_file(struct capas *c, const char *archivo)
{
	c->archivo = archivo;
	FILE *f = fopen(archivo, "re");
	char *line = NULL;
	size_t cap = 0;
	ssize_t n = 0;
	for (int renglon = 1; f && (n = getline(&line, &cap, f)) > 0; renglon++) {
		const size_t bom = renglon == 1 && strncmp(line, BOM, sizeof BOM - 1) == 0 ? sizeof BOM - 1 : 0;
		read_line(c, line + bom, (size_t)n - bom, renglon);
	}
	if (!f || !feof(f))
		config_falta(c->lectura, "%s: no se puede leer: %s", archivo, strerror(errno));
	if (line)
		explicit_bzero(line, cap);
	free(line);
	if (f)
		fclose(f);
}

static void read_env(struct capas *c, char *const *env)
{
	for (; env && *env; env++) {
		const char *eq = strchr(*env, '=');
		if (!eq || strncmp(*env, PREFIJO, sizeof PREFIJO - 1) != 0)
			continue;
		char nombre[64] = "";
		size_t n = (size_t)(eq - *env) - (sizeof PREFIJO - 1);
		for (size_t j = 0; j < n && j < sizeof nombre - 1; j++)
			nombre[j] = (char)tolower((unsigned char)(*env)[sizeof PREFIJO - 1 + j]);
		int i = clave_find(nombre, strlen(nombre));
		if (i >= 0)
			capa_set(c, i, eq + 1, "entorno");
		else /* another program's, perhaps */
			buf_printf(&c->lectura->ajenas, "%s%.*s", c->lectura->ajenas.len ? " " : "", (int)(eq - *env), *env);
	}
}

/* Takes what is configuration; the file itself was found before (it is the lower layer). */
static void read_args(struct capas *c, const struct config_fuentes *f)
{
	for (int j = 0; j < f->argc; j++) {
		const char *arg = f->argv[j], *eq = strchr(arg, '=');
		if (strcmp(arg, "--config") == 0) {
			j++;
			continue;
		}
		if (strncmp(arg, "--config=", 9) == 0)
			continue;
		int i = strncmp(arg, "--", 2) == 0 && eq ? clave_find(arg + 2, (size_t)(eq - arg) - 2) : -1;
		if (i >= 0)
			capa_set(c, i, eq + 1, "línea de órdenes");
		else
			c->lectura->resto[c->lectura->n_resto++] = arg;
	}
}

static const char *find_file(const struct config_fuentes *f, struct config_lectura *l)
{
	const char *archivo = NULL;
	for (int j = 0; j < f->argc; j++) {
		if (strncmp(f->argv[j], "--config=", 9) == 0)
			archivo = f->argv[j] + 9;
		else if (strcmp(f->argv[j], "--config") == 0 && j + 1 < f->argc)
			archivo = f->argv[++j];
		else if (strcmp(f->argv[j], "--config") == 0)
			config_falta(l, "--config: falta el archivo");
	}
	if (!archivo && f->archivo_comun && access(f->archivo_comun, F_OK) == 0)
		archivo = f->archivo_comun;
	return archivo;
}

bool config_read(const struct config_fuentes *f, struct arena *a, struct config_lectura *out)
{
	*out = (struct config_lectura){0};
	buf_init(&out->faltas, CONFIG_FALTAS_BYTES);
	buf_init(&out->ajenas, CONFIG_FALTAS_BYTES);
	out->resto = ARENA_ARRAY(a, (size_t)f->argc + 1, const char *);
	struct capas c = {.lectura = out, .arena = a};
	if (!out->resto) {
		config_falta(out, "no hay memoria");
		return false;
	}
	for (int i = 0; i < CLAVE_COUNT; i++) {
		c.valor[i] = claves[i].defecto;
		c.origen[i] = "valor por omisión";
	}
	const char *archivo = find_file(f, out);
	if (archivo)
		read_file(&c, archivo);
	read_env(&c, f->env);
	read_args(&c, f);
	for (int i = 0; i < CLAVE_COUNT; i++) {
		if (value_set(&claves[i], &out->config, c.valor[i]))
			continue;
		char quiere[128];
		expected(&claves[i], quiere, sizeof quiere);
		bool secreto = claves[i].flags & CONFIG_SECRETO;
		config_falta(out, "%s (%s): el valor %s%s%s no sirve; se espera %s", claves[i].nombre, c.origen[i], secreto ? "" : "«",
			secreto ? "dado" : c.valor[i], secreto ? "" : "»", quiere);
	}
	return out->faltas.len == 0;
}

/* ---- what the table says about itself ---- */

static void env_name(const struct clave *k, char out[static 64])
{
	size_t i = 0;
	for (; i < 63 && k->entorno[i]; i++)
		out[i] = (char)toupper((unsigned char)k->entorno[i]);
	out[i] = '\0';
}

void config_help(struct buf *out)
{
	for (int i = 0; i < CLAVE_COUNT; i++) {
		const struct clave *k = &claves[i];
		char env[64];
		env_name(k, env);
		buf_printf(out, "  --%s=…  (%s; %s%s%s)\n      %s\n", k->nombre, env,
			k->flags & CONFIG_SECRETO ? "secreto" : "por omisión: ", k->flags & CONFIG_SECRETO ? "" : k->defecto,
			k->flags & CONFIG_RECARGABLE ? "; recargable" : "", k->ayuda);
	}
}

void config_doc(struct buf *out)
{
	buf_puts(out,
		"# Configuración\n\nGenerado con `dictamend --config-doc`; no se edita a mano.\n\n"
		"Cada clave se puede dar en el archivo (`clave = valor`), en el entorno o en la línea de órdenes (`--clave=valor`); lo "
		"último gana. "
		"En el archivo el valor es todo lo que sigue al `=` en su renglón, sin comillas; un comentario va en renglón propio, tras "
		"`#` o `;`. "
		"El archivo es el de `--config`, o `" CONFIG_ARCHIVO "` si existe. "
		"Todo se valida antes de abrir el puerto, y todas las faltas se dicen juntas. "
		"Las claves recargables se aplican con `SIGHUP`.\n\n"
		"| clave | entorno | tipo | por omisión | qué es |\n|---|---|---|---|---|\n");
	for (int i = 0; i < CLAVE_COUNT; i++) {
		const struct clave *k = &claves[i];
		char env[64], quiere[128];
		env_name(k, env);
		expected(k, quiere, sizeof quiere);
		buf_printf(out, "| `%s` | `%s` | %s | %s%s%s | %s%s%s |\n", k->nombre, env, quiere, *k->defecto ? "`" : "", k->defecto,
			*k->defecto ? "`" : "", k->ayuda, k->flags & CONFIG_SECRETO ? " **Secreta.**" : "",
			k->flags & CONFIG_RECARGABLE ? " Recargable." : "");
	}
}

static void value_print(const struct clave *k, const struct config *c, struct buf *out)
{
	const void *p = (const char *)c + k->offset;
	switch (k->tipo) {
	case CONFIG_T_TEXTO:
		buf_puts(out, *(const char *const *)p);
		return;
	case CONFIG_T_TAMANO:
		buf_int(out, *(const int64_t *)p);
		return;
	case CONFIG_T_HORA: {
		int h = *(const int *)p;
		buf_printf(out, "%02d:%02d:%02d", h / 3600, h / 60 % 60, h % 60);
		return;
	}
	case CONFIG_T_LECTURA:
		buf_puts(out, vocabulario_slug(&vocabulario_lectura, (int)*(const enum lectura *)p));
		return;
	case CONFIG_T_NIVEL:
		buf_puts(out, niveles[*(const enum log_level *)p]);
		return;
	case CONFIG_T_ENTERO:
		buf_int(out, *(const int *)p);
		return;
	}
}

void config_redacted(const struct config *c, struct buf *out)
{
	for (int i = 0; i < CLAVE_COUNT; i++) {
		const struct clave *k = &claves[i];
		buf_printf(out, "%s%s=", i ? " " : "", k->nombre);
		if (!(k->flags & CONFIG_SECRETO))
			value_print(k, c, out);
		else if (**(const char *const *)((const char *)c + k->offset))
			buf_puts(out, "***");
	}
}

void config_diff_fixed(const struct config *a, const struct config *b, struct buf *out)
{
	for (int i = 0; i < CLAVE_COUNT; i++) {
		const struct clave *k = &claves[i];
		if (k->flags & CONFIG_RECARGABLE)
			continue;
		BUF_AUTO x, y;
		buf_init(&x, 8192);
		buf_init(&y, 8192);
		value_print(k, a, &x);
		value_print(k, b, &y);
		if (strcmp(buf_str(&x), buf_str(&y)) != 0)
			buf_printf(out, "%s%s", out->len ? " " : "", k->nombre);
	}
}
