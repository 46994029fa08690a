/*
 * dictamenctl verificar, the registry: every act's hash and chain computed again from what is stored, the whole tree built anew from the acts,
 * each of its perfect subtrees compared with the stored one, and each signed head with the root at its size. Ends at the first thing that is wrong.
 */
#include <string.h>

#include "cli/ctl.h"
#include "cli/ctl_verificar.h"
#include "codec/registro.h"
#include "services/bitacora.h"

#define PAGINA 500
#define PAGINA_BYTES ((size_t)256 << 20) /* a bound, not an allocation */

struct bitacora_auditoria {
	struct ctl *ctl;
	struct registro_verificado *out;
	struct merkle_borde borde;
	struct bitacora_cabeza_fila *cabezas; /* those from here on, by size */
	size_t n_cabezas, i_cabeza;
	struct arena *arena_cabezas;
};

enum status ctl_registro_broken(const char *asiento, int64_t indice, const char *que)
{
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_bool(&l.w, "integro", false);
	json_string(&l.w, "asiento", asiento);
	if (indice >= 0)
		json_int(&l.w, "indice", indice);
	json_string(&l.w, "difiere", que);
	ctl_line_end(&l);
	return STATUS_CONFLICT;
}

/* ---- heads ---- */

static enum status next_heads(struct bitacora_auditoria *v)
{
	struct bitacora_cabeza_fila ultima = {.cabeza = {.tamano = -1}};
	if (v->n_cabezas > 0)
		ultima = v->cabezas[v->n_cabezas - 1];
	arena_destroy(v->arena_cabezas);
	v->arena_cabezas = arena_create(PAGINA_BYTES);
	v->i_cabeza = v->n_cabezas = 0;
	if (!v->arena_cabezas)
		return error_set(&v->ctl->err, PROBLEM_INTERNO);
	return bitacora_heads_after(
		v->ctl->db, ultima.cabeza.tamano, ultima.n, PAGINA, v->arena_cabezas, &v->cabezas, &v->n_cabezas, &v->ctl->err);
}

/* Those that were signed at the size that the tree has now. */
static enum status check_heads(struct bitacora_auditoria *v)
{
	struct sha256 raiz;
	merkle_root(&v->borde, &raiz);
	while (v->i_cabeza < v->n_cabezas && v->cabezas[v->i_cabeza].cabeza.tamano == v->borde.tamano) {
		const struct bitacora_cabeza *c = &v->cabezas[v->i_cabeza].cabeza;
		if (!bitacora_signed(c))
			return ctl_registro_broken(NULL, -1, "una cabeza guardada no lleva la firma de la llave que dice");
		if (!sha256_equal(&c->raiz, &raiz))
			return ctl_registro_broken(NULL, c->tamano, "la historia no es la que se firmó en la cabeza de ese tamaño");
		v->out->cabezas++;
		enum status st = ++v->i_cabeza < v->n_cabezas ? STATUS_OK : next_heads(v);
		if (st != STATUS_OK)
			return st;
	}
	return STATUS_OK;
}

/* ---- leaves ---- */

struct hojas {
	struct arena *a;
	struct merkle_nodo *nodos; /* that the page's leaves complete */
	size_t n_nodos;
};

static enum status check_leaf(struct bitacora_auditoria *v, const struct bitacora_hoja *h, struct hojas *p)
{
	const struct registro_hecho *e = &h->hecho;
	struct sha256 real, hoja;
	struct merkle_nodo nuevos[MERKLE_NIVELES];
	if (e->indice != v->borde.tamano)
		return ctl_registro_broken(e->asiento, v->borde.tamano, "falta este acto del Registro");
	if (!h->enlaza)
		return ctl_registro_broken(e->asiento, e->indice, "no enlaza con el acto anterior de su asiento");
	const char *texto = bitacora_text_of(h, p->a);
	if (!texto)
		return error_set(&v->ctl->err, PROBLEM_INTERNO);
	sha256_of(texto, strlen(texto), &real);
	if (!sha256_equal(&real, &e->hash))
		return ctl_registro_broken(e->asiento, e->indice, "su contenido no corresponde a su hash");
	merkle_leaf(texto, strlen(texto), &hoja);
	size_t n = merkle_append(&v->borde, &hoja, nuevos);
	memcpy(p->nodos + p->n_nodos, nuevos, n * sizeof *nuevos);
	p->n_nodos += n;
	v->out->actos++;
	return check_heads(v);
}

static enum status check_nodes(struct bitacora_auditoria *v, const struct hojas *p)
{
	struct merkle_lugar *lugares = ARENA_ARRAY(p->a, p->n_nodos + 1, struct merkle_lugar);
	struct sha256 *hashes = ARENA_ARRAY(p->a, p->n_nodos + 1, struct sha256);
	if (!lugares || !hashes)
		return error_set(&v->ctl->err, PROBLEM_INTERNO);
	for (size_t i = 0; i < p->n_nodos; i++)
		lugares[i] = p->nodos[i].lugar;
	struct error propio;
	error_init(&propio, p->a);
	enum status st = bitacora_nodes(v->ctl->db, lugares, p->n_nodos, hashes, &propio);
	if (st == STATUS_INTERNAL)
		return ctl_registro_broken(NULL, v->borde.tamano, "falta un nodo de la bitácora");
	if (st != STATUS_OK)
		return error_set(&v->ctl->err, propio.problem);
	for (size_t i = 0; i < p->n_nodos; i++)
		if (!sha256_equal(&hashes[i], &p->nodos[i].hash))
			return ctl_registro_broken(
				NULL, p->nodos[i].lugar.indice << p->nodos[i].lugar.nivel, "un nodo de la bitácora no es el de sus hojas");
	return STATUS_OK;
}

static enum status check_page(struct bitacora_auditoria *v, size_t *n)
{
	ARENA_AUTO *a = arena_create(PAGINA_BYTES);
	struct hojas p = {.a = a, .nodos = a ? ARENA_ARRAY(a, (size_t)2 * PAGINA + MERKLE_NIVELES, struct merkle_nodo) : NULL};
	struct bitacora_hoja *hojas = NULL;
	*n = 0;
	if (!p.nodos)
		return error_set(&v->ctl->err, PROBLEM_INTERNO);
	enum status st = bitacora_leaves(v->ctl->db, v->borde.tamano, PAGINA, a, &hojas, n, &v->ctl->err);
	for (size_t i = 0; i < *n && st == STATUS_OK; i++)
		st = check_leaf(v, &hojas[i], &p);
	return st == STATUS_OK && p.n_nodos > 0 ? check_nodes(v, &p) : st;
}

static enum status check_all(struct bitacora_auditoria *v)
{
	size_t n = 0;
	int64_t guardados = 0;
	enum status st = next_heads(v);
	if (st == STATUS_OK)
		st = check_heads(v);
	do {
		if (st == STATUS_OK)
			st = check_page(v, &n);
	} while (st == STATUS_OK && n == PAGINA);
	if (st == STATUS_OK && v->i_cabeza < v->n_cabezas)
		return ctl_registro_broken(
			NULL, v->borde.tamano, "hay una cabeza firmada de una bitácora más larga: faltan actos del Registro");
	if (st == STATUS_OK)
		st = bitacora_count_nodes(v->ctl->db, &guardados, &v->ctl->err);
	/* A tree of n leaves has 2n − (ones of n) perfect subtrees. */
	if (st == STATUS_OK && guardados != 2 * v->borde.tamano - (int64_t)v->borde.n)
		return ctl_registro_broken(NULL, v->borde.tamano, "la bitácora tiene nodos que no son de ninguna hoja");
	return st;
}

enum status ctl_verificar_registro(struct ctl *c, struct registro_verificado *out)
{
	struct bitacora_auditoria v = {.ctl = c, .out = out};
	*out = (struct registro_verificado){0};
	enum status st = db_begin_snapshot(c->db, &c->err);
	if (st == STATUS_OK)
		st = check_all(&v);
	if (st == STATUS_OK)
		st = ctl_verificar_fichas(c);
	db_rollback(c->db);
	arena_destroy(v.arena_cabezas);
	return st;
}
