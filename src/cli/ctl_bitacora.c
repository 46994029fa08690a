/*
 * dictamenctl bitacora: the key that signs the registry's log, and the check of what anybody kept of it, without network, database or
 * configuration. ejemplos/comprobar-bitacora.py does the same check with nothing of this program.
 */
#include <errno.h>
#include <string.h>

#include "cli/ctl.h"
#include "emision/sello.h"
#include "services/bitacora.h"

#define ARCHIVO_MAX ((size_t)32 << 20)

enum status ctl_bitacora_crear_llave(struct ctl *c)
{
	struct firma_llave k;
	char pem[FIRMA_PEM_MAX], hex[2 * FIRMA_PUBLICA_LEN + 1];
	const char *archivo = ctl_get(c, "archivo");
	enum status st = bitacora_key_create(archivo, &k, &c->err);
	if (st != STATUS_OK)
		return st;
	firma_publica_pem(&k.publica, pem);
	hex_encode(k.publica.b, sizeof k.publica.b, hex);
	firma_forget(&k);
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_string(&l.w, "bitacora_llave", archivo);
	json_string(&l.w, "llave", hex);
	json_string(&l.w, "pem", pem);
	ctl_line_end(&l);
	return STATUS_OK;
}

/* ---- checking ---- */

struct comprobar {
	struct ctl *c;
	const char *archivo; /* being read, for what is wrong with it */
	const char *porque;  /* the PDF that carries the proof is not as it was sealed; NULL */
	const char *sujeto;  /* who sealed it, by its certificate; NULL: the proof came by itself */
	bool hay_prueba, hay_otra, hay_consistencia;
	struct bitacora_cabeza guardada, otra;
	struct bitacora_inclusion prueba;
	struct bitacora_consistencia consistencia;
};

static enum status cannot(struct comprobar *k, const char *porque)
{
	k->c->err.interno = arena_printf(k->c->arena, "%s: %s", k->archivo, porque);
	return error_set(&k->c->err, PROBLEM_INTERNO);
}

static enum status read_file(struct comprobar *k, const char *archivo, char **texto, size_t *n)
{
	k->archivo = archivo;
	FILE *f = fopen(archivo, "re");
	if (!f)
		return cannot(k, strerror(errno));
	*texto = arena_alloc(k->c->arena, ARCHIVO_MAX + 1);
	*n = *texto ? fread(*texto, 1, ARCHIVO_MAX + 1, f) : 0;
	bool entero = *texto && !ferror(f) && *n <= ARCHIVO_MAX;
	fclose(f);
	return entero ? STATUS_OK : cannot(k, "no se puede leer completo, o es demasiado grande");
}

static enum status read_head(struct comprobar *k, const char *archivo, struct bitacora_cabeza *out)
{
	char *texto;
	size_t n;
	enum status st = read_file(k, archivo, &texto, &n);
	return st == STATUS_OK ? bitacora_read_head(texto, n, k->c->arena, out, &k->c->err) : st;
}

/* The file inside a PDF as config/plantillas/componer.py writes it: not compressed, one line. NULL: there is none. */
static const char *attachment(const char *pdf, size_t n, size_t *len)
{
	static const char marca[] = "/Type /EmbeddedFile", antes[] = ">>\nstream\n", despues[] = "\nendstream";
	const char *p = memmem(pdf, n, marca, sizeof marca - 1);
	const char *q = p ? memmem(p, n - (size_t)(p - pdf), antes, sizeof antes - 1) : NULL;
	if (!q)
		return NULL;
	q += sizeof antes - 1;
	const char *fin = memmem(q, n - (size_t)(q - pdf), despues, sizeof despues - 1);
	*len = fin ? (size_t)(fin - q) : 0;
	return fin ? q : NULL;
}

/* A constancia or a certified copy: its seal covers all of it, and it carries a proof. */
static enum status read_pdf(struct comprobar *k, const char *pdf, size_t n)
{
	const char *archivo = k->archivo, *ca = ctl_get(k->c, "ca"), *json;
	char *pem = NULL;
	size_t n_pem = 0, len = 0;
	bool valido = false;
	enum status st = ca ? read_file(k, ca, &pem, &n_pem) : STATUS_OK;
	if (st == STATUS_OK && pem)
		pem[n_pem] = '\0';
	if (st == STATUS_OK)
		st = sello_verificar_pdf(pdf, n, pem, k->c->arena, &valido, &k->sujeto, &k->c->err);
	k->archivo = archivo;
	if (st != STATUS_OK)
		return st;
	if (!valido) {
		k->porque = ca ? "el sello del PDF no es válido, o no es de esa autoridad" : "el PDF no está como se selló";
		return STATUS_OK;
	}
	json = attachment(pdf, n, &len);
	return json ? bitacora_read_inclusion(json, len, k->c->arena, &k->prueba, &k->c->err)
		    : cannot(k, "el PDF no lleva dentro una prueba de inclusión");
}

static enum status read_proof(struct comprobar *k, const char *archivo)
{
	char *texto;
	size_t n;
	enum status st = read_file(k, archivo, &texto, &n);
	if (st != STATUS_OK)
		return st;
	return n > 5 && memcmp(texto, "%PDF-", 5) == 0 ? read_pdf(k, texto, n)
						       : bitacora_read_inclusion(texto, n, k->c->arena, &k->prueba, &k->c->err);
}

static enum status read_all(struct comprobar *k)
{
	const char *prueba = ctl_get(k->c, "PRUEBA"), *otra = ctl_get(k->c, "otra"), *consistencia = ctl_get(k->c, "consistencia");
	char *texto;
	size_t n;
	enum status st = read_head(k, ctl_get(k->c, "cabeza"), &k->guardada);
	if (st == STATUS_OK && otra)
		st = read_head(k, otra, &k->otra);
	if (st == STATUS_OK && prueba)
		st = read_proof(k, prueba);
	if (st == STATUS_OK && consistencia) {
		st = read_file(k, consistencia, &texto, &n);
		if (st == STATUS_OK)
			st = bitacora_read_consistency(texto, n, k->c->arena, &k->consistencia, &k->c->err);
	}
	k->hay_prueba = prueba != NULL;
	k->hay_otra = otra != NULL;
	k->hay_consistencia = consistencia != NULL;
	return st;
}

/* The keys: each head is signed by the one it names; with --llave, that one must be the key that is trusted. */
static enum status check_key(struct comprobar *k, const struct bitacora_cabeza *cabeza, const char **porque)
{
	const char *archivo = ctl_get(k->c, "llave");
	struct firma_publica llave;
	char *pem;
	size_t n;
	if (!archivo)
		return STATUS_OK;
	enum status st = read_file(k, archivo, &pem, &n);
	if (st != STATUS_OK)
		return st;
	if (strlen(pem) != n || !firma_publica_parse(pem, &llave))
		return cannot(k, "no es una llave pública Ed25519 en PEM");
	if (memcmp(llave.b, cabeza->llave.b, sizeof llave.b) != 0)
		*porque = "la cabeza está firmada con otra llave";
	return STATUS_OK;
}

/* Whether the tree of `tamano` leaves with that root and the kept head's are one and the same log. Why not, or NULL. */
static const char *check_same_log(const struct comprobar *k, int64_t tamano, const struct sha256 *raiz)
{
	const struct bitacora_cabeza *g = &k->guardada;
	const struct bitacora_consistencia *p = &k->consistencia;
	if (tamano == g->tamano)
		return sha256_equal(raiz, &g->raiz) ? NULL : "a ese mismo tamaño, la bitácora tenía otra raíz: su historia se cambió";
	if (g->tamano == 0 || tamano == 0)
		return NULL; /* every log begins with the empty one */
	if (!k->hay_consistencia)
		return "los tamaños difieren: hace falta la prueba de consistencia entre los dos (--consistencia)";
	bool crece = tamano > g->tamano;
	if (p->de != (crece ? g->tamano : tamano) || p->a != (crece ? tamano : g->tamano))
		return "la prueba de consistencia es de otros tamaños";
	if (!sha256_equal(&p->raiz_de, crece ? &g->raiz : raiz) || !sha256_equal(&p->raiz_a, crece ? raiz : &g->raiz))
		return "la prueba de consistencia es de otras raíces: la historia se cambió";
	return bitacora_check_consistency(p) ? NULL : "la mayor no empieza con lo que tenía la menor: la historia se cambió";
}

static enum status judge(struct comprobar *k, const char **porque)
{
	*porque = k->porque;
	if (*porque)
		return STATUS_OK;
	enum status st = check_key(k, &k->guardada, porque);
	if (st == STATUS_OK && !*porque && k->hay_otra)
		st = check_key(k, &k->otra, porque);
	if (st != STATUS_OK || *porque)
		return st;
	if (k->hay_prueba && !bitacora_check_inclusion(&k->prueba, k->c->arena, porque))
		return st;
	if (k->hay_prueba)
		*porque = check_same_log(k, k->prueba.tamano, &k->prueba.raiz);
	if (!*porque && k->hay_otra)
		*porque = check_same_log(k, k->otra.tamano, &k->otra.raiz);
	return st;
}

enum status ctl_bitacora_comprobar(struct ctl *c)
{
	struct comprobar k = {.c = c};
	const char *porque;
	enum status st = read_all(&k);
	if (st == STATUS_OK)
		st = judge(&k, &porque);
	if (st != STATUS_OK) {
		if (c->err.problem != PROBLEM_NONE && !c->err.interno)
			c->err.interno = k.archivo;
		return st;
	}
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_bool(&l.w, "integro", !porque);
	json_string(&l.w, "difiere", porque);
	if (k.sujeto)
		json_string(&l.w, "sello", k.sujeto);
	if (k.hay_prueba && !k.porque) {
		json_int(&l.w, "indice", k.prueba.indice);
		json_int(&l.w, "actos", (int64_t)k.prueba.n_actos);
	}
	json_int(&l.w, "tamano", k.guardada.tamano);
	ctl_line_end(&l);
	return porque ? STATUS_CONFLICT : STATUS_OK;
}
