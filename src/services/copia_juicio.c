/*
 * Does a recommendation stand in the signed text? When it quotes the words it wants, they are looked for. Else the clause must have changed, and what it says
 * anew must speak of what was recommended. Between yes and no there is "look here": the person decides.
 */
#include <string.h>

#include "services/copia_examen.h"
#include "texto/fichas.h"

#define PALABRAS 300
#define CITAS_MAX 8
#define CITA_PALABRAS_MIN 3
#define CITA_BUENA 90
#define CITA_DUDOSA 70
#define RAIZ 5 /* letters in which two forms of a word agree */
#define NUEVAS_MIN 4

/* ---- what is asked for ---- */

static const struct {
	const char *abre, *cierra;
} comillas[] = {{"«", "»"}, {"“", "”"}, {"\"", "\""}};

static size_t quotes(const char *texto, struct arena *a, const char **citas)
{
	size_t n = 0;
	for (size_t i = 0; i < sizeof comillas / sizeof *comillas; i++)
		for (const char *s = texto; n < CITAS_MAX && (s = strstr(s, comillas[i].abre)) != NULL;) {
			s += strlen(comillas[i].abre);
			const char *fin = strstr(s, comillas[i].cierra);
			struct palabra_plegada p[CITA_PALABRAS_MIN];
			const char *cita = fin ? arena_memdup(a, s, (size_t)(fin - s)) : NULL;
			if (!fin)
				break;
			if (cita && palabras_plegar(cita, p, CITA_PALABRAS_MIN) == CITA_PALABRAS_MIN)
				citas[n++] = cita;
			s = fin + strlen(comillas[i].cierra);
		}
	return n;
}

/* Words of every recommendation, whatever it is about. */
static const char *const vacias[] = {"precisar", "agregar", "senalar", "sustituir", "suprimir", "eliminar", "incluir", "indicar",
	"establecer", "anadir", "parrafo", "clausula", "articulo", "segundo", "primer", "presente", "acuerdo", "convenio", "memorandum",
	"instrumento", "partes", "parte", "texto", "referencia", "mediante", "sobre", "entre", "donde", "cuando", "desde", "hasta", "para",
	"como", "todas", "todos", "ambas", "conforme", "debera", "deberan", "fijar", "referente", "relativo", NULL};

static bool empty_word(const char *s)
{
	for (const char *const *v = vacias; *v; v++)
		if (strncmp(s, *v, strlen(*v)) == 0)
			return true;
	return strlen(s) < RAIZ;
}

/* The same word in another form ("formaliza", "formalizará") or badly read. "contratante" is not "controversias". */
static bool same_root(const char *a, const char *b)
{
	size_t comun = 0, corta = strlen(a) < strlen(b) ? strlen(a) : strlen(b);
	while (a[comun] && a[comun] == b[comun])
		comun++;
	return (comun >= RAIZ && comun * 10 >= corta * 6) || palabra_parecida(a, b);
}

/* ---- what is new ---- */

struct novedad {
	struct palabra_plegada nuevas[PALABRAS], quitadas[PALABRAS];
	size_t n_nuevas, n_quitadas;
	const struct copia_diferencia *mayor; /* the longest addition */
	const char *pasaje;
	int pagina;
};

/* Words of one side that the other side of the change does not have. */
static size_t only_in(const char *aqui, const char *alla, struct palabra_plegada *out, size_t n)
{
	struct palabra_plegada p[PALABRAS], q[PALABRAS];
	size_t k = palabras_plegar(aqui, p, PALABRAS), m = palabras_plegar(alla, q, PALABRAS);
	for (size_t i = 0; i < k && n < PALABRAS; i++) {
		bool esta = false;
		for (size_t j = 0; j < m && !esta; j++)
			esta = palabra_parecida(p[i].s, q[j].s);
		if (!esta)
			out[n++] = p[i];
	}
	return n;
}

static void add_clause(const struct copia_examen *x, const struct copia_clausula *q, struct novedad *v)
{
	for (size_t i = 0; i < q->n; i++) {
		const struct copia_diferencia *d = &q->diferencias[i];
		v->n_nuevas = only_in(d->despues, d->antes, v->nuevas, v->n_nuevas);
		v->n_quitadas = only_in(d->antes, d->despues, v->quitadas, v->n_quitadas);
		if (!v->mayor || strlen(d->despues) > strlen(v->mayor->despues))
			v->mayor = d;
	}
	if (q->cambio == CAMBIO_AGREGADA) {
		const char *texto = x->comparacion.a.v[q->cotejo->a].texto;
		v->n_nuevas = only_in(texto, "", v->nuevas, v->n_nuevas);
		if (!v->pasaje) {
			v->pasaje = texto;
			v->pagina = q->pagina;
		}
	}
}

/* Hundredths of the recommendation's own words that appear among `p`. */
static int coverage(const char *texto, const struct palabra_plegada *p, size_t n)
{
	struct palabra_plegada r[PALABRAS];
	size_t k = palabras_plegar(texto, r, PALABRAS), pedidas = 0, vistas = 0;
	for (size_t i = 0; i < k; i++) {
		if (empty_word(r[i].s))
			continue;
		bool esta = false;
		for (size_t j = 0; j < n && !esta; j++)
			esta = p[j].largo >= RAIZ && same_root(r[i].s, p[j].s);
		pedidas++;
		vistas += esta;
	}
	return pedidas ? (int)(vistas * 100 / pedidas) : 0;
}

/* ---- judging ---- */

static const struct copia_clausula *clause_of(const struct copia_examen *x, const char *nombre, struct arena *a)
{
	int k = nombre ? clausula_buscar(&x->comparacion.de, nombre, a) : -1;
	for (size_t i = 0; i < x->n_clausulas && k >= 0; i++)
		if (x->clausulas[i].cotejo->de == k)
			return &x->clausulas[i];
	return NULL;
}

/* Lines are missing on a sheet on which the clause stands, or on which the next one begins. */
static bool in_part(const struct copia_examen *x, const struct clausula *c)
{
	for (size_t i = c->primero; i <= c->primero + c->n && i < x->texto.n; i++)
		if (x->fallas[x->texto.parrafos[i].pagina - 1] & FALLA_INCOMPLETA)
			return true;
	return false;
}

/* What was not found may be where nothing could be read. */
static bool unreadable(const struct copia_examen *x, const struct copia_clausula *q)
{
	const bool huecos = copia_con_huecos(x);
	if (q && q->cotejo->a >= 0)
		return q->confianza < LECTURA_DUDA || (huecos && q->cotejo->semejanza < 60) ||
			in_part(x, &x->comparacion.a.v[q->cotejo->a]);
	return huecos;
}

static enum status judge_quotes(struct copia_examen *x, const char **citas, size_t n, const struct copia_clausula *q, struct arena *a,
	struct copia_juicio *j, struct error *err)
{
	int puntos = 100;
	bool cifras = true;
	for (size_t i = 0; i < n; i++) {
		struct pasaje p;
		enum status st = pasaje_buscar(&x->comparacion.a, citas[i], q ? q->cotejo->a : -1, a, &p, err);
		if (st != STATUS_OK)
			return st;
		if (p.puntos <= puntos && p.clausula >= 0) {
			j->pasaje = p.puntos >= CITA_DUDOSA ? p.texto : NULL;
			j->pagina = p.puntos >= CITA_DUDOSA && p.parrafo < x->texto.n ? x->texto.parrafos[p.parrafo].pagina : 0;
		}
		puntos = p.puntos < puntos ? p.puntos : puntos;
		cifras = cifras && (p.puntos < CITA_DUDOSA || p.cifras_iguales);
	}
	if (puntos >= CITA_BUENA && cifras) {
		j->hallazgo = RECOMENDACION_HALLADA;
		j->motivo = "El texto que pide la recomendación está en la copia.";
	} else if (puntos >= CITA_DUDOSA) {
		j->hallazgo = RECOMENDACION_DUDOSA;
		j->motivo = cifras ? "Hay un texto parecido al que pide la recomendación; compare las palabras."
				   : "Hay un texto parecido al que pide la recomendación, con otra cifra; compárelas.";
	} else {
		j->hallazgo = RECOMENDACION_NO_HALLADA;
		j->motivo = "El texto que pide la recomendación no está en la copia.";
	}
	return STATUS_OK;
}

static bool asks_to_remove(const char *texto)
{
	struct palabra_plegada p[1];
	return palabras_plegar(texto, p, 1) == 1 &&
		(strncmp(p[0].s, "suprim", 6) == 0 || strncmp(p[0].s, "elimin", 6) == 0 || strncmp(p[0].s, "retir", 5) == 0);
}

static void judge_change(const struct copia_examen *x, const struct copia_recomendacion *r, const struct copia_clausula *q,
	struct novedad *v, struct copia_juicio *j)
{
	if (q)
		add_clause(x, q, v);
	for (size_t i = 0; i < x->n_clausulas; i++) /* it may stand in a clause of its own; without an anchor, anywhere */
		if (&x->clausulas[i] != q && (x->clausulas[i].cambio == CAMBIO_AGREGADA || !q))
			add_clause(x, &x->clausulas[i], v);
	int dice = coverage(r->texto, v->nuevas, v->n_nuevas),
	    calla = asks_to_remove(r->texto) ? coverage(r->texto, v->quitadas, v->n_quitadas) : 0;
	if (v->mayor) {
		j->pasaje = *v->mayor->despues ? v->mayor->despues : v->mayor->antes;
		j->pagina = v->mayor->pagina;
	} else {
		j->pasaje = v->pasaje;
		j->pagina = v->pagina;
	}
	if (v->n_nuevas + v->n_quitadas < NUEVAS_MIN) {
		j->hallazgo = RECOMENDACION_NO_HALLADA;
		j->motivo = q ? "La cláusula dice lo mismo que el texto dictaminado." : "El texto dice lo mismo que el dictaminado.";
		j->pasaje = NULL;
		j->pagina = q ? q->pagina : 0;
	} else if (dice >= 40 || calla >= 40) {
		j->hallazgo = RECOMENDACION_HALLADA;
		j->motivo = "La cláusula cambió y lo nuevo habla de lo recomendado.";
	} else {
		j->hallazgo = RECOMENDACION_DUDOSA;
		j->motivo = "La cláusula cambió, pero en lo nuevo no se reconoce lo recomendado; compárelo.";
	}
}

enum status copia_juzgar(struct copia_examen *x, struct arena *a, struct error *err)
{
	struct novedad *v = ARENA_NEW(a, struct novedad);
	x->juicios = ARENA_ARRAY(a, x->encargo->n, struct copia_juicio);
	if (!v || !x->juicios)
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; i < x->encargo->n; i++) {
		const struct copia_recomendacion *r = &x->encargo->recomendaciones[i];
		const struct copia_clausula *q = clause_of(x, r->clausula, a);
		const char *citas[CITAS_MAX];
		size_t n = quotes(r->texto, a, citas);
		memset(v, 0, sizeof *v);
		if (n) {
			enum status st = judge_quotes(x, citas, n, q, a, &x->juicios[i], err);
			if (st != STATUS_OK)
				return st;
		} else {
			judge_change(x, r, q, v, &x->juicios[i]);
		}
		if (x->juicios[i].hallazgo == RECOMENDACION_NO_HALLADA && unreadable(x, q)) {
			x->juicios[i].hallazgo = RECOMENDACION_ILEGIBLE;
			x->juicios[i].motivo = "No se halló, pero falta la hoja en que estaría, o no se lee toda; búsquela a la vista.";
		}
	}
	return STATUS_OK;
}
