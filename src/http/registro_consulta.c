#include "http/registro_consulta.h"

#include <string.h>

#include "domain/busqueda.h"

#define CONSULTA_MAX 400
#define CONSULTA_TEXTO_MAX ((size_t)8192)

static const char *const si_no[] = {"", "si", "no"}, *const si_no_titulos[] = {"", "Sí", "No"};
const struct vocabulario consulta_si_no = {"si_no", si_no, si_no_titulos, 3};
static const char *const procedencias[] = {"", "expediente", "carga_historica"},
			 *const procedencia_titulos[] = {"", "Expediente de este servicio", "Carga histórica"};
const struct vocabulario consulta_procedencia = {"procedencia", procedencias, procedencia_titulos, 3};

const char *consulta_dada(const struct exchange *ex, const char *name)
{
	const char *s = exchange_query(ex, name);
	return s && *s ? s : NULL;
}

static const char *slugs(struct arena *a, const struct vocabulario *v)
{
	BUF_AUTO b;
	buf_init(&b, 4096);
	for (int i = 1; i < v->n; i++) {
		buf_puts(&b, i > 1 ? ", " : "");
		buf_puts(&b, v->slugs[i]);
	}
	return arena_strdup(a, buf_str(&b));
}

enum status consulta_lista(struct exchange *ex, const char *name, const struct vocabulario *voc, bool (*ok)(const char *s),
	const char *forma, struct registro_lista *out)
{
	const char *s = consulta_dada(ex, name);
	while (s && *s) {
		const size_t n = strcspn(s, ",");
		const char *v = arena_memdup(ex->arena, s, n);
		if (!v)
			return error_set(&ex->err, PROBLEM_SATURADO);
		if (out->n == REGISTRO_VALORES_MAX)
			return exchange_param_error(ex, name, MENSAJE_ELEMENTOS_MAX, "40");
		if (voc && vocabulario_find(voc, v) <= 0)
			return exchange_param_error(ex, name, MENSAJE_ENUM, slugs(ex->arena, voc));
		if (ok && !ok(v))
			return exchange_param_error(ex, name, MENSAJE_FORMATO, forma);
		out->v[out->n++] = v;
		s += n + (s[n] == ',');
	}
	return STATUS_OK;
}

static bool two_letters(const char *s)
{
	return strlen(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z';
}

static bool bounded(const char *s)
{
	return *s && strlen(s) <= 200;
}

static enum status read_lists(struct exchange *ex, struct registro_filtro *f)
{
	const struct {
		const char *name;
		const struct vocabulario *voc;
		bool (*ok)(const char *s);
		const char *forma;
		struct registro_lista *out;
	} t[] = {
		{"entidad", NULL, entidad_valida, "01 a 32, separadas por comas", &f->entidades},
		{"nivel", &vocabulario_nivel, NULL, NULL, &f->niveles},
		{"clase", &vocabulario_clase_contraparte, NULL, NULL, &f->clases},
		{"pais", NULL, two_letters, "dos letras mayúsculas (ISO 3166-1), separadas por comas", &f->paises},
		{"region", NULL, bounded, "el nombre de una región", &f->regiones},
		{"tipo", &vocabulario_tipo_acuerdo, NULL, NULL, &f->tipos},
		{"area", &vocabulario_area, NULL, NULL, &f->areas},
		{"estado", &vocabulario_asiento_estado, NULL, NULL, &f->estados},
		{"vigencia", &vocabulario_vigencia, NULL, NULL, &f->vigencias},
		{"precision", &vocabulario_precision, NULL, NULL, &f->precisiones},
		{"procedencia", &consulta_procedencia, NULL, NULL, &f->procedencias},
	};
	enum status st = STATUS_OK;
	for (size_t i = 0; i < sizeof t / sizeof *t && st == STATUS_OK; i++)
		st = consulta_lista(ex, t[i].name, t[i].voc, t[i].ok, t[i].forma, t[i].out);
	for (size_t i = 0; i < f->procedencias.n; i++)
		if (strcmp(f->procedencias.v[i], procedencias[1]) == 0)
			f->procedencias.v[i] = "";
	return st;
}

static enum status read_dates(struct exchange *ex, struct registro_filtro *f)
{
	dia_t al = DIA_NINGUNO;
	const struct {
		const char *name;
		dia_t *out;
	} t[] = {
		{"firma_desde", &f->firma_desde},
		{"firma_hasta", &f->firma_hasta},
		{"inscrito_desde", &f->inscrito_desde},
		{"inscrito_hasta", &f->inscrito_hasta},
		{"inicia_desde", &f->inicia_desde},
		{"inicia_hasta", &f->inicia_hasta},
		{"vence_desde", &f->vence_desde},
		{"vence_hasta", &f->vence_hasta},
		{"al", &al},
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		const char *s = consulta_dada(ex, t[i].name);
		if (s && !fecha_parse(s, t[i].out))
			return exchange_param_error(ex, t[i].name, MENSAJE_FECHA, NULL);
	}
	f->antes_de = registro_al(al, &f->dia);
	return STATUS_OK;
}

/* Words of one parameter, looked for where they have that weight: another condition of the same search. */
static enum status read_words(struct exchange *ex, struct obrero *o, const char *name, char peso, struct buf *todas)
{
	const char *s = consulta_dada(ex, name);
	bool busca = false;
	int palabras;
	if (!s)
		return STATUS_OK;
	BUF_AUTO b;
	buf_init(&b, CONSULTA_TEXTO_MAX);
	if (strlen(s) > CONSULTA_MAX)
		return exchange_param_error(ex, name, MENSAJE_LARGO_MAX, "400");
	if (busqueda_parse(s, peso, &b, &palabras) != STATUS_OK)
		return exchange_param_error(ex, name, MENSAJE_ELEMENTOS_MAX, "32");
	if (palabras == 0)
		return exchange_param_error(ex, name, MENSAJE_SIN_PALABRAS, NULL);
	enum status st = registro_has_words(o->db, buf_str(&b), &busca, &ex->err);
	if (st == STATUS_OK && !busca)
		st = exchange_param_error(ex, name, MENSAJE_SIN_PALABRAS, NULL);
	buf_puts(todas, todas->len ? " & " : "");
	buf_puts(todas, buf_str(&b));
	return st;
}

static enum status read_all_words(struct exchange *ex, struct obrero *o, struct registro_filtro *f)
{
	BUF_AUTO b;
	buf_init(&b, 2 * CONSULTA_TEXTO_MAX);
	enum status st = read_words(ex, o, "q", 0, &b);
	if (st == STATUS_OK)
		st = read_words(ex, o, "parte", REGISTRO_PESO_PARTES, &b);
	f->consulta = b.len ? arena_strdup(ex->arena, buf_str(&b)) : NULL;
	return st == STATUS_OK && (b.failed || !f->consulta != !b.len) ? error_set(&ex->err, PROBLEM_SATURADO) : st;
}

static enum status read_text(struct exchange *ex, const char *name, const char **out)
{
	*out = consulta_dada(ex, name);
	return *out && !bounded(*out) ? exchange_param_error(ex, name, MENSAJE_LARGO_MAX, "200") : STATUS_OK;
}

static enum status read_with(struct exchange *ex, const char *name, enum registro_con *out)
{
	const char *s = consulta_dada(ex, name);
	const int n = s ? vocabulario_find(&consulta_si_no, s) : 0;
	if (s && n <= 0)
		return exchange_param_error(ex, name, MENSAJE_ENUM, "si, no");
	*out = n == 1 ? REGISTRO_CON : n == 2 ? REGISTRO_SIN : REGISTRO_CUALQUIERA;
	return STATUS_OK;
}

static enum status read_rest(struct exchange *ex, struct registro_filtro *f)
{
	enum status st = read_text(ex, "municipio", &f->municipio);
	if (st == STATUS_OK)
		st = read_text(ex, "antecesor", &f->antecesor);
	if (st == STATUS_OK)
		st = read_text(ex, "numero", &f->numero);
	if (st == STATUS_OK)
		st = read_text(ex, "lugar", &f->lugar);
	if (st == STATUS_OK)
		st = read_with(ex, "con_antecesor", &f->antecesores);
	return st == STATUS_OK ? read_with(ex, "con_sucesor", &f->sucesores) : st;
}

enum status consulta_read(struct exchange *ex, struct obrero *o, struct registro_filtro *f)
{
	registro_filtro_init(f);
	enum status st = read_lists(ex, f);
	if (st == STATUS_OK)
		st = read_dates(ex, f);
	if (st == STATUS_OK)
		st = read_rest(ex, f);
	return st == STATUS_OK ? read_all_words(ex, o, f) : st;
}
