/* Reading a map. */
#include "services/registro_mapa.h"

#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/busqueda.h"
#include "recursos/embedded.h"
#include "services/fecha_escrita.h"
#include "texto/renglones.h"

#define VALORES_MAX 2000 /* of one datum */
#define VALOR_MAX 1000   /* bytes */
#define VALORES "valores "

struct mapa_lectura {
	const char *origen;
	struct arena *a;
	struct registro_mapa *m;
	struct buf *faltas;
	struct renglones renglones;
	bool sin_memoria;
};

static void fault(struct mapa_lectura *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void fault(struct mapa_lectura *l, const char *fmt, ...)
{
	char que[VALOR_MAX];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(que, sizeof que, fmt, ap);
	va_end(ap);
	buf_printf(l->faltas, "%s, renglón %d: %s\n", l->origen, l->renglones.renglon, que);
}

static void bad_line(void *ctx, int renglon, const char *que)
{
	(void)renglon;
	fault(ctx, "%s", que);
}

static const char *keep(struct mapa_lectura *l, const char *s)
{
	const char *copia = arena_strdup(l->a, s);
	l->sin_memoria = l->sin_memoria || !copia;
	return copia;
}

/* ---- words of the map ---- */

struct palabra {
	const char *dice;
	int vale;
};

/* -1 and a fault when it is none of them (the list ends with NULL). */
static int word(struct mapa_lectura *l, const char *clave, const char *s, const struct palabra *v)
{
	BUF_AUTO b;
	buf_init(&b, VALOR_MAX);
	for (; v->dice; v++) {
		if (strcmp(s, v->dice) == 0)
			return v->vale;
		buf_printf(&b, "%s%s", b.len ? ", " : "", v->dice);
	}
	fault(l, "«%s» no puede ser «%s»; elija entre %s", clave, s, buf_str(&b));
	return -1;
}

static const struct palabra separadores[] = {
	{"coma", ','}, {"punto_y_coma", ';'}, {"tabulador", '\t'}, {"barra", '|'}, {"diagonal", '/'}, {NULL, 0}};
static const struct palabra codificaciones[] = {{"utf-8", CSV_UTF8}, {"latin-1", CSV_LATIN1}, {NULL, 0}};
static const struct palabra si_no[] = {{"si", 1}, {"no", 0}, {NULL, 0}};

/* ---- sections ---- */

static void file_key(struct mapa_lectura *l, const char *clave, const char *valor)
{
	struct registro_mapa *m = l->m;
	int v;
	if (strcmp(clave, "separador") == 0) {
		if ((v = word(l, clave, valor, separadores)) >= 0)
			m->separador = (char)v;
	} else if (strcmp(clave, "codificacion") == 0) {
		if ((v = word(l, clave, valor, codificaciones)) >= 0)
			m->codificacion = (enum csv_codificacion)v;
	} else if (strcmp(clave, "recortar") == 0) {
		m->recortar = word(l, clave, valor, si_no) != 0;
	} else if (strcmp(clave, "apostrofos") == 0) {
		m->apostrofos = word(l, clave, valor, si_no) == 1;
	} else if (strcmp(clave, "conjunto") == 0) {
		m->conjunto = keep(l, valor);
	} else {
		fault(l, "[archivo] no tiene «%s»; tiene separador, codificacion, recortar, apostrofos y conjunto", clave);
	}
}

/* The datum of a key; NULL and a fault when it is none that a file can give. */
static struct mapa_dato *datum(struct mapa_lectura *l, const char *nombre, enum asiento_columna *cual)
{
	const enum asiento_columna c = asiento_columna_find(nombre);
	if (c == COLUMNA_COUNT)
		fault(l, "el Registro no tiene el dato «%s»; los que tiene son las columnas de su exportación", nombre);
	else if (c != COLUMNA_NUMERO && !asiento_columnas[c].miembro)
		fault(l, "«%s» se deriva de otro dato: quítelo del mapa", nombre);
	else {
		*cual = c;
		return &l->m->dato[c];
	}
	return NULL;
}

static void once(struct mapa_lectura *l, const char **donde, const char *clave, const char *valor)
{
	if (*donde)
		fault(l, "«%s» aparece dos veces", clave);
	else
		*donde = keep(l, valor);
}

static bool is_list(enum asiento_columna c)
{
	const char *m = asiento_columnas[c].miembro;
	return m &&
		(strcmp(m, "areas") == 0 || strcmp(m, "idiomas") == 0 || strcmp(m, "partes_mexicanas") == 0 ||
			strcmp(m, "contrapartes") == 0);
}

static void list_key(struct mapa_lectura *l, enum asiento_columna c, struct mapa_dato *d, const char *valor)
{
	if (!is_list(c)) {
		fault(l, "«%s» no es una lista", asiento_columnas[c].nombre);
		return;
	}
	d->propia = strcmp(valor, "propia") == 0;
	const int v = d->propia ? ';' : word(l, asiento_columnas[c].nombre, valor, separadores);
	d->lista = v > 0 ? (char)v : '\0';
}

static void condition_key(struct mapa_lectura *l, struct mapa_dato *d, const char *valor)
{
	char otro[60];
	const size_t n = strcspn(valor, " \t");
	enum asiento_columna c = COLUMNA_COUNT;
	snprintf(otro, sizeof otro, "%.*s", (int)n, valor);
	if (!valor[n]) {
		fault(l, "una condición se escribe «dato = otro_dato valor»");
	} else if (datum(l, otro, &c)) {
		d->si = c;
		once(l, &d->si_valor, otro, valor + n + strspn(valor + n, " \t"));
	}
}

/* Four digits, with blanks around them; what follows, NULL: they are not there. */
static const char *year(const char *s, int *out)
{
	s += strspn(s, " \t");
	if (strspn(s, "0123456789") != 4)
		return NULL;
	*out = 0;
	for (int i = 0; i < 4; i++)
		*out = *out * 10 + (*s++ - '0');
	return s + strspn(s, " \t");
}

static void date_key(struct mapa_lectura *l, const char *clave, const char *valor)
{
	struct registro_mapa *m = l->m;
	if (strcmp(clave, "entre") == 0) {
		const char *otro = year(valor, &m->anio_desde);
		otro = otro && *otro == '|' ? year(otro + 1, &m->anio_hasta) : NULL;
		if (!otro || *otro || m->anio_desde > m->anio_hasta)
			fault(l, "«entre» se escribe con dos años: entre = 1900 | 2100");
	} else if (strcmp(clave, "formato") != 0) {
		fault(l, "[fechas] no tiene «%s»; tiene formato y entre", clave);
	} else if (!fecha_patron_valido(valor)) {
		fault(l, "«%s» no es una forma de fecha: aaaa, mm, dd y mes, cada uno a lo más una vez, y siempre el año", valor);
	} else if (m->n_formatos == MAPA_FORMATOS_MAX) {
		fault(l, "hay demasiadas formas de fecha");
	} else {
		m->formatos[m->n_formatos++] = keep(l, valor);
	}
}

/* ---- values ---- */

static const char *folded(struct mapa_lectura *l, const char *s)
{
	BUF_AUTO b;
	buf_init(&b, VALOR_MAX);
	if (busqueda_fold(s, strlen(s), VALOR_MAX, &b) != STATUS_OK)
		return "";
	return keep(l, buf_str(&b));
}

static void one_value(struct mapa_lectura *l, struct mapa_dato *d, const char *valor, char *dice)
{
	dice += strspn(dice, " \t");
	for (size_t n = strlen(dice); n > 0 && (dice[n - 1] == ' ' || dice[n - 1] == '\t'); n--)
		dice[n - 1] = '\0';
	const char *plegado = folded(l, dice);
	if (!plegado || !*plegado) {
		fault(l, "falta lo que dice la fuente por «%s»", valor);
		return;
	}
	for (size_t i = 0; i < d->n_valores; i++)
		if (strcmp(d->valores[i].dice, plegado) == 0) {
			fault(l, "«%s» ya vale «%s»", dice, d->valores[i].valor);
			return;
		}
	if (!d->valores)
		d->valores = ARENA_ARRAY(l->a, VALORES_MAX, struct mapa_valor);
	l->sin_memoria = l->sin_memoria || !d->valores;
	if (d->valores && d->n_valores == VALORES_MAX)
		fault(l, "hay demasiados valores");
	else if (d->valores)
		d->valores[d->n_valores++] = (struct mapa_valor){.dice = plegado, .valor = keep(l, valor)};
}

/* registry's value = what the source says | another way to say it */
static void value_key(struct mapa_lectura *l, struct mapa_dato *d, const char *clave, const char *valor)
{
	char *s = arena_strdup(l->a, valor);
	l->sin_memoria = l->sin_memoria || !s;
	while (s) {
		char *barra = strchr(s, '|');
		if (barra)
			*barra = '\0';
		one_value(l, d, clave, s);
		s = barra ? barra + 1 : NULL;
	}
}

static int on_key(void *user, const char *seccion, const char *clave, const char *valor)
{
	struct mapa_lectura *l = user;
	struct mapa_dato *d = NULL;
	enum asiento_columna c = COLUMNA_COUNT;
	const bool valores = strncmp(seccion, VALORES, strlen(VALORES)) == 0;
	if (!*valor) /* a value that begins on the next line */
		return 1;
	if (strcmp(seccion, "archivo") == 0)
		file_key(l, clave, valor);
	else if (strcmp(seccion, "fechas") == 0)
		date_key(l, clave, valor);
	else if (valores ? !(d = datum(l, seccion + strlen(VALORES), &c))
			 : strcmp(seccion, "columnas") != 0 && strcmp(seccion, "constantes") != 0 && strcmp(seccion, "listas") != 0 &&
				strcmp(seccion, "solo_si") != 0)
		fault(l, "no hay una sección [%s]; hay [archivo], [columnas], [constantes], [fechas], [listas], [solo_si] y [valores DATO]",
			seccion);
	else if (valores)
		value_key(l, d, clave, valor);
	else if (!(d = datum(l, clave, &c)))
		return !l->sin_memoria;
	else if (strcmp(seccion, "columnas") == 0)
		once(l, &d->columna, clave, valor);
	else if (strcmp(seccion, "constantes") == 0)
		once(l, &d->constante, clave, valor);
	else if (strcmp(seccion, "listas") == 0)
		list_key(l, c, d, valor);
	else
		condition_key(l, d, valor);
	return !l->sin_memoria;
}

/* ---- the whole ---- */

/* What no row could be loaded without. */
static void check_whole(struct mapa_lectura *l)
{
	struct registro_mapa *m = l->m;
	const bool clave = m->dato[COLUMNA_NUMERO].columna || (m->conjunto && m->dato[COLUMNA_PROCEDENCIA_CLAVE].columna);
	if (!clave)
		fault(l,
			"no dice cómo se reconoce un renglón ya cargado: dé en [columnas] «numero», o «procedencia_clave» y en [archivo] "
			"«conjunto»");
	if (m->conjunto && utf8_length(m->conjunto) > 60)
		fault(l, "«conjunto» debe tener a lo más 60 caracteres");
	if (m->n_formatos == 0)
		m->formatos[m->n_formatos++] = "aaaa-mm-dd";
}

enum status registro_mapa_load(
	const char *ini, size_t n, const char *origen, struct arena *a, struct registro_mapa *out, struct buf *faltas)
{
	struct mapa_lectura l = {.origen = origen, .a = a, .m = out, .faltas = faltas};
	*out = (struct registro_mapa){.separador = ',', .recortar = true, .anio_desde = 1900, .anio_hasta = 2100};
	l.renglones = (struct renglones){.p = ini, .end = ini + n, .falta = bad_line, .ctx = &l};
	if (n > MAPA_MAX || !utf8_valid(ini, n) || memchr(ini, '\0', n)) {
		fault(&l, "no es un texto UTF-8 de menos de 256 KiB");
		return STATUS_INVALID;
	}
	const int malo = ini_parse_stream(renglones_next, &l.renglones, on_key, &l);
	if (malo > 0 && !l.sin_memoria)
		buf_printf(faltas, "%s, renglón %d: se espera «clave = valor», «[sección]» o una continuación sangrada\n", origen, malo);
	check_whole(&l);
	return l.sin_memoria || malo == -2 || faltas->failed ? STATUS_UNAVAILABLE : faltas->len ? STATUS_INVALID : STATUS_OK;
}

const char *registro_mapa_carried(const char *nombre, size_t *n)
{
	char ruta[120];
	snprintf(ruta, sizeof ruta, "config/mapas/%s.ini", nombre);
	for (size_t i = 0; i < recurso_count; i++)
		if (strcmp(recursos[i].name, ruta) == 0) {
			*n = recursos[i].len;
			return (const char *)recursos[i].data;
		}
	return NULL;
}
