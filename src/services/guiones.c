#include "services/guiones.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/tipos.h"
#include "recursos/embedded.h"

#define CARPETA "config/ensayo/"
#define SUFIJO ".ini"
#define TEXTO_MAX ((size_t)256 * 1024)
#define ARENA_GUIONES ((size_t)8 * 1024 * 1024)
#define PASOS_MAX 100
#define GUIONES_MAX 100
#define NOMBRE_MAX 60
#define TITULO_MAX 300

struct guiones {
	struct arena *a;
	struct guion v[GUIONES_MAX];
	size_t n;
};

/* ---- one script ---- */

struct lector_guion {
	const char *archivo;
	int linea;
	struct arena *a;
	struct buf *faltas;
	struct guion *g;
	struct guion_paso *pasos;
	enum estado estado; /* of the section; ESTADO_NINGUNO: before the first, or in a faulty one */
	bool seccion, mala;
	/* of the step being read */
	const char *acto;
	int acto_linea, datos_linea;
	bool espera_dada;
	struct buf datos;
	int espera;
};

static void fault(struct lector_guion *l, int linea, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void fault(struct lector_guion *l, int linea, const char *fmt, ...)
{
	char texto[600];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(texto, sizeof texto, fmt, ap);
	va_end(ap);
	buf_printf(l->faltas, "%s:%d: %s\n", l->archivo, linea, texto);
	l->mala = true;
}

/* The one office whose act it is; ROL_NINGUNO: the local government's, or more than one's. */
static enum rol office_of(enum acto_tipo acto, enum estado estado)
{
	const enum rol oficinas[] = {ROL_DGCP, ROL_CJA, ROL_CJA_TITULAR};
	for (size_t i = 0; i < transiciones_count; i++) {
		const struct transicion *t = &transiciones[i];
		if (t->acto != acto || t->desde != estado)
			continue;
		for (size_t k = 0; k < sizeof oficinas / sizeof *oficinas; k++)
			if (t->roles == ROL_BIT(oficinas[k]))
				return oficinas[k];
	}
	return ROL_NINGUNO;
}

static void list_acts(struct lector_guion *l)
{
	char texto[400] = "";
	size_t n = 0;
	for (int acto = ACTO_ABRIR; acto < ACTO_COUNT; acto++)
		if (office_of((enum acto_tipo)acto, l->estado) && n < sizeof texto)
			n += (size_t)snprintf(
				texto + n, sizeof texto - n, "%s%s", n ? ", " : "", vocabulario_slug(&vocabulario_acto, acto));
	fault(l, l->acto_linea, "en «%s» las oficinas no tienen el acto «%.40s»; pueden: %s",
		vocabulario_slug(&vocabulario_estado, (int)l->estado), l->acto, n ? texto : "ninguno");
}

/* The faults of the decoder, as lines of the script's file. */
static void data_faults(struct lector_guion *l, const struct error *err)
{
	const int linea = l->datos_linea ? l->datos_linea : l->acto_linea;
	if (err->n_items == 0)
		fault(l, linea, "%s", err->detail.es ? err->detail.es : "no hay memoria");
	for (size_t i = 0; i < err->n_items; i++)
		fault(l, linea, "%s: %s", err->items[i].pointer, err->items[i].detail.es);
}

/* The data are judged as those of a request would be. What is verified is not known beforehand: the actor adds it. */
static void read_data(struct lector_guion *l, struct guion_paso *p)
{
	BUF_AUTO cuerpo;
	struct error err;
	struct acto_datos *datos = NULL;
	dia_t fecha;
	buf_init(&cuerpo, TEXTO_MAX + 1024);
	buf_printf(&cuerpo, "{\"acto\":\"%s\",\"datos\":%s}", vocabulario_slug(&vocabulario_acto, (int)p->acto),
		l->datos.len ? buf_str(&l->datos) : "{}");
	error_init(&err, l->a);
	if (acto_request_decode(buf_str(&cuerpo), cuerpo.len, l->a, &p->acto, &datos, &fecha, &err) != STATUS_OK)
		data_faults(l, &err);
	p->datos = datos;
}

static void end_step(struct lector_guion *l)
{
	if (!l->acto && (l->datos_linea || l->espera_dada))
		fault(l, l->datos_linea ? l->datos_linea : l->linea, "falta «acto» antes de sus datos");
	if (l->acto && l->estado) {
		const int acto = vocabulario_find(&vocabulario_acto, l->acto);
		struct guion_paso p = {.estado = l->estado,
			.acto = acto > 0 ? (enum acto_tipo)acto : ACTO_NINGUNO,
			.espera = l->espera,
			.linea = l->acto_linea};
		p.rol = p.acto ? office_of(p.acto, p.estado) : ROL_NINGUNO;
		if (!p.rol)
			list_acts(l);
		else if (l->g->n_pasos == PASOS_MAX)
			fault(l, l->acto_linea, "un guion tiene a lo más %d actos", PASOS_MAX);
		else {
			read_data(l, &p);
			l->pasos[l->g->n_pasos++] = p;
		}
	}
	l->acto = NULL;
	l->espera = 0;
	l->espera_dada = false;
	l->datos_linea = 0;
	buf_reset(&l->datos);
}

static void read_section(struct lector_guion *l, char *s)
{
	char *fin = strchr(s, ']');
	end_step(l);
	l->seccion = true;
	l->estado = ESTADO_NINGUNO;
	if (!fin || fin[1]) {
		fault(l, l->linea, "una sección se escribe [estado]");
		return;
	}
	*fin = '\0';
	const int estado = vocabulario_find(&vocabulario_estado, s + 1);
	if (estado <= 0 || estado == ESTADO_BORRADOR || estado == ESTADO_CONCLUIDO)
		fault(l, l->linea, "«%.40s» no es un estado en que las oficinas actúen", s + 1);
	else
		l->estado = (enum estado)estado;
}

static void read_wait(struct lector_guion *l, const char *valor)
{
	char *fin;
	const long n = strtol(valor, &fin, 10);
	l->espera_dada = true;
	if (fin == valor || *fin || n < 0 || n > GUION_ESPERA_MAX)
		fault(l, l->linea, "«espera» es un número de días hábiles, de 0 a %d", GUION_ESPERA_MAX);
	else
		l->espera = (int)n;
}

static void read_key(struct lector_guion *l, const char *clave, const char *valor)
{
	if (!l->seccion && strcmp(clave, "titulo") == 0) {
		l->g->titulo = arena_strdup(l->a, valor);
		if (!*valor || utf8_length(valor) > TITULO_MAX)
			fault(l, l->linea, "el título tiene de 1 a %d caracteres", TITULO_MAX);
	} else if (l->seccion && strcmp(clave, "acto") == 0) {
		end_step(l);
		l->acto = arena_strdup(l->a, valor);
		l->acto_linea = l->linea;
	} else if (l->seccion && strcmp(clave, "datos") == 0 && !l->datos_linea) {
		buf_puts(&l->datos, valor);
		l->datos_linea = l->linea;
	} else if (l->seccion && strcmp(clave, "espera") == 0 && !l->espera_dada) {
		read_wait(l, valor);
	} else {
		fault(l, l->linea, "no se espera aquí «%.40s»: antes de la primera sección, titulo; en una, acto, datos y espera", clave);
	}
}

static char *trim(char *s)
{
	s += strspn(s, " \t");
	for (size_t n = strlen(s); n > 0 && isspace((unsigned char)s[n - 1]); n--)
		s[n - 1] = '\0';
	return s;
}

static void read_line(struct lector_guion *l, char *renglon)
{
	const bool sigue = *renglon == ' ' || *renglon == '\t';
	char *s = trim(renglon), *igual;
	if (!*s || *s == ';' || *s == '#')
		return;
	if (sigue && l->datos_linea) { /* JSON over several lines */
		buf_putc(&l->datos, '\n');
		buf_puts(&l->datos, s);
	} else if (*s == '[') {
		read_section(l, s);
	} else if ((igual = strchr(s, '='))) {
		*igual = '\0';
		read_key(l, trim(s), trim(igual + 1));
	} else {
		fault(l, l->linea, "se espera «clave = valor» o [estado]");
	}
}

enum status guion_read(const char *archivo, const char *nombre, const char *texto, struct arena *a, struct guion *out, struct buf *faltas)
{
	*out = (struct guion){.nombre = nombre};
	struct lector_guion l = {
		.archivo = archivo, .a = a, .faltas = faltas, .g = out, .pasos = ARENA_ARRAY(a, PASOS_MAX, struct guion_paso)};
	char *copia = arena_strdup(a, texto);
	if (!l.pasos || !copia)
		return STATUS_UNAVAILABLE;
	buf_init(&l.datos, TEXTO_MAX);
	out->pasos = l.pasos;
	if (!utf8_valid(texto, strlen(texto))) {
		l.linea = 1;
		fault(&l, 1, "no es UTF-8");
		*copia = '\0';
	}
	for (char *p = copia; *p;) {
		const size_t n = strcspn(p, "\n");
		char *siguiente = p + n + (p[n] == '\n');
		p[n] = '\0';
		l.linea++;
		read_line(&l, p);
		p = siguiente;
	}
	end_step(&l);
	if (!out->titulo)
		fault(&l, 1, "falta «titulo»");
	buf_free(&l.datos);
	return l.mala ? STATUS_INVALID : STATUS_OK;
}

const struct guion_paso *guion_paso_for(const struct guion *g, enum estado e, int estancia)
{
	const struct guion_paso *ultimo = NULL;
	for (size_t i = 0; i < g->n_pasos; i++) {
		if (g->pasos[i].estado != e)
			continue;
		ultimo = &g->pasos[i];
		if (--estancia <= 0)
			break;
	}
	return ultimo;
}

/* ---- all of them ---- */

/* The name of a script is that of its file: lower case letters, digits, hyphens. NULL: it is none. */
static const char *name_of(const char *archivo, struct arena *a)
{
	const size_t n = strlen(archivo), sufijo = strlen(SUFIJO);
	if (n <= sufijo || n - sufijo > NOMBRE_MAX || strcmp(archivo + n - sufijo, SUFIJO) != 0)
		return NULL;
	char *nombre = arena_memdup(a, archivo, n - sufijo);
	return nombre && nombre[strspn(nombre, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0' && strcmp(nombre, GUION_NINGUNO) != 0
		? nombre
		: NULL;
}

static enum status add(struct guiones *g, const char *ruta, const char *nombre, const char *texto, struct buf *faltas)
{
	struct guion *lugar = NULL;
	for (size_t i = 0; i < g->n; i++)
		if (strcmp(g->v[i].nombre, nombre) == 0)
			lugar = &g->v[i];
	if (!lugar && g->n == GUIONES_MAX) {
		buf_printf(faltas, "%s:1: hay más de %d guiones\n", ruta, GUIONES_MAX);
		return STATUS_INVALID;
	}
	return guion_read(ruta, nombre, texto, g->a, lugar ? lugar : &g->v[g->n++], faltas);
}

static enum status load_embedded(struct guiones *g, struct buf *faltas)
{
	enum status st = STATUS_OK;
	for (size_t i = 0; i < recurso_count; i++) {
		const char *ruta = recursos[i].name;
		const char *nombre = strncmp(ruta, CARPETA, strlen(CARPETA)) == 0 ? name_of(ruta + strlen(CARPETA), g->a) : NULL;
		if (nombre && add(g, ruta, nombre, (const char *)recursos[i].data, faltas) != STATUS_OK)
			st = STATUS_INVALID;
	}
	return st;
}

static enum status load_file(struct guiones *g, const char *carpeta, const char *archivo, struct buf *faltas)
{
	BUF_AUTO texto;
	buf_init(&texto, TEXTO_MAX);
	const char *ruta = arena_printf(g->a, "%s/%s", carpeta, archivo), *nombre = name_of(archivo, g->a);
	if (!ruta)
		return STATUS_UNAVAILABLE;
	if (!nombre) {
		buf_printf(faltas,
			"%s:1: el nombre de un guion son minúsculas, cifras y guiones, y «" SUFIJO "»; «" GUION_NINGUNO
			"» no se puede usar\n",
			ruta);
		return STATUS_INVALID;
	}
	const bool bien = buf_append_file(&texto, ruta);
	if (!bien)
		buf_printf(faltas, "%s:1: no se puede leer: %s\n", ruta, errno == EFBIG ? "tiene más de 256 KiB" : strerror(errno));
	return bien ? add(g, ruta, nombre, buf_str(&texto), faltas) : STATUS_INVALID;
}

static int visible(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static enum status load_folder(struct guiones *g, const char *carpeta, struct buf *faltas)
{
	struct dirent **lista = NULL;
	enum status st = STATUS_OK;
	const int n = scandir(carpeta, &lista, visible, alphasort);
	if (n < 0) {
		buf_printf(faltas, "%s:1: no se puede leer: %s\n", carpeta, strerror(errno));
		return STATUS_INVALID;
	}
	for (int i = 0; i < n; i++) {
		if (load_file(g, carpeta, lista[i]->d_name, faltas) != STATUS_OK)
			st = STATUS_INVALID;
		free(lista[i]);
	}
	free(lista);
	return st;
}

static int by_name(const void *a, const void *b)
{
	const struct guion *x = a, *y = b;
	return strcmp(x->nombre, y->nombre);
}

enum status guiones_load(const char *carpeta, struct guiones **out, struct buf *faltas)
{
	*out = NULL;
	struct guiones *g = calloc(1, sizeof *g);
	if (g)
		g->a = arena_create(ARENA_GUIONES);
	if (!g || !g->a) {
		guiones_free(g);
		return STATUS_UNAVAILABLE;
	}
	enum status st = load_embedded(g, faltas);
	if (*carpeta && load_folder(g, carpeta, faltas) != STATUS_OK)
		st = STATUS_INVALID;
	if (st != STATUS_OK) {
		guiones_free(g);
		return st;
	}
	qsort(g->v, g->n, sizeof *g->v, by_name);
	*out = g;
	return STATUS_OK;
}

void guiones_free(struct guiones *g)
{
	if (!g)
		return;
	arena_destroy(g->a);
	free(g);
}

const struct guion *guiones_all(const struct guiones *g, size_t *n)
{
	*n = g->n;
	return g->v;
}

const struct guion *guiones_find(const struct guiones *g, const char *nombre)
{
	for (size_t i = 0; i < g->n; i++)
		if (strcmp(g->v[i].nombre, nombre) == 0)
			return &g->v[i];
	return NULL;
}
