#include "base/merkle.h"

#include <string.h>

void merkle_leaf(const void *d, size_t n, struct sha256 *out)
{
	struct sha256_ctx c;
	sha256_begin(&c);
	sha256_add(&c, "\x00", 1);
	sha256_add(&c, d, n);
	sha256_end(&c, out);
}

void merkle_join(const struct sha256 *left, const struct sha256 *right, struct sha256 *out)
{
	struct sha256_ctx c;
	sha256_begin(&c);
	sha256_add(&c, "\x01", 1);
	sha256_add(&c, left->b, sizeof left->b);
	sha256_add(&c, right->b, sizeof right->b);
	sha256_end(&c, out);
}

/* --- Growing ------------------------------------------------------------------------------------------------------------ */

/* Appends to `out` the places of the perfect subtrees of [desde, hasta), where `desde` is aligned; returns how many. */
static size_t cover(int64_t desde, int64_t hasta, struct merkle_lugar *out)
{
	size_t n = 0;
	for (int nivel = MERKLE_NIVELES - 1; nivel >= 0; nivel--) {
		if (!((hasta - desde) >> nivel & 1))
			continue;
		out[n++] = (struct merkle_lugar){nivel, desde >> nivel};
		desde += INT64_C(1) << nivel;
	}
	return n;
}

size_t merkle_edge_places(int64_t tamano, struct merkle_lugar out[static MERKLE_NIVELES])
{
	return cover(0, tamano, out);
}

void merkle_edge_load(struct merkle_borde *b, int64_t tamano, const struct sha256 *hashes)
{
	*b = (struct merkle_borde){.tamano = tamano, .n = (size_t)__builtin_popcountll((unsigned long long)tamano)};
	if (b->n)
		memcpy(b->v, hashes, b->n * sizeof *hashes);
}

size_t merkle_append(struct merkle_borde *b, const struct sha256 *leaf, struct merkle_nodo out[static MERKLE_NIVELES])
{
	size_t n = 0;
	struct merkle_nodo nodo = {{0, b->tamano}, *leaf};
	out[n++] = nodo;
	while (nodo.lugar.indice & 1) { /* a right child: its sibling is the last of the edge */
		merkle_join(&b->v[--b->n], &nodo.hash, &nodo.hash);
		nodo.lugar.nivel++;
		nodo.lugar.indice >>= 1;
		out[n++] = nodo;
	}
	b->v[b->n++] = nodo.hash;
	b->tamano++;
	return n;
}

/* MTH of what perfect subtrees, largest first, make up. */
static void fold(const struct sha256 *v, size_t n, struct sha256 *out)
{
	*out = v[n - 1];
	for (size_t i = n - 1; i-- > 0;)
		merkle_join(&v[i], out, out);
}

void merkle_root(const struct merkle_borde *b, struct sha256 *out)
{
	if (b->n)
		fold(b->v, b->n, out);
	else
		sha256_of("", 0, out);
}

/* --- Proofs ------------------------------------------------------------------------------------------------------------- */

/* Largest power of two smaller than n (n ≥ 2). */
static int64_t split(int64_t n)
{
	return INT64_C(1) << (63 - __builtin_clzll((unsigned long long)(n - 1)));
}

/*
 * The recursion of the RFC, from the root down: it finds the last hash of the proof first. So places are put down backwards too, and `turn`
 * brings everything into its order at the end.
 */
static void needs(struct merkle_plan *p, int64_t desde, int64_t hasta)
{
	struct merkle_lugar v[MERKLE_NIVELES];
	for (size_t n = cover(desde, hasta, v); n > 0;) {
		p->de[p->n_lugares] = (uint8_t)p->n_prueba;
		p->lugares[p->n_lugares++] = v[--n];
	}
	p->n_prueba++;
}

static void turn(struct merkle_plan *p)
{
	for (size_t i = 0, j = p->n_lugares; i < j && i < --j; i++) {
		const struct merkle_lugar lugar = p->lugares[i];
		const uint8_t de = p->de[i];
		p->lugares[i] = p->lugares[j];
		p->de[i] = p->de[j];
		p->lugares[j] = lugar;
		p->de[j] = de;
	}
	for (size_t i = 0; i < p->n_lugares; i++)
		p->de[i] = (uint8_t)(p->n_prueba - 1 - p->de[i]);
}

bool merkle_inclusion_plan(int64_t indice, int64_t tamano, struct merkle_plan *out)
{
	*out = (struct merkle_plan){0};
	if (indice < 0 || indice >= tamano || tamano > MERKLE_TAMANO_MAX)
		return false;
	for (int64_t desde = 0, hasta = tamano; hasta - desde > 1;) {
		int64_t medio = desde + split(hasta - desde);
		if (indice < medio) {
			needs(out, medio, hasta);
			hasta = medio;
		} else {
			needs(out, desde, medio);
			desde = medio;
		}
	}
	turn(out);
	return true;
}

bool merkle_consistency_plan(int64_t de, int64_t a, struct merkle_plan *out)
{
	*out = (struct merkle_plan){0};
	if (de < 1 || de > a || a > MERKLE_TAMANO_MAX)
		return false;
	int64_t desde = 0, hasta = a;
	while (de < hasta) {
		int64_t medio = desde + split(hasta - desde);
		if (de <= medio) {
			needs(out, medio, hasta);
			hasta = medio;
		} else {
			needs(out, desde, medio);
			desde = medio;
		}
	}
	if (desde > 0) /* what the old tree ends with; when that is all of it, whoever asks has its root */
		needs(out, desde, hasta);
	turn(out);
	return true;
}

void merkle_plan_proof(const struct merkle_plan *plan, const struct sha256 *hashes, struct merkle_prueba *out)
{
	*out = (struct merkle_prueba){.n = plan->n_prueba};
	for (size_t i = 0, desde = 0; i < plan->n_prueba; i++) {
		size_t n = 0;
		while (desde + n < plan->n_lugares && plan->de[desde + n] == i)
			n++;
		fold(hashes + desde, n, &out->v[i]);
		desde += n;
	}
}

/* --- Verification ------------------------------------------------------------------------------------------------------- */

bool merkle_inclusion_verify(
	int64_t indice, int64_t tamano, const struct sha256 *leaf, const struct merkle_prueba *p, const struct sha256 *raiz)
{
	if (indice < 0 || indice >= tamano || tamano > MERKLE_TAMANO_MAX || p->n > MERKLE_PRUEBA_MAX)
		return false;
	int64_t fn = indice, sn = tamano - 1;
	struct sha256 r = *leaf;
	for (size_t i = 0; i < p->n; i++) {
		if (sn == 0)
			return false;
		if (fn & 1 || fn == sn) {
			merkle_join(&p->v[i], &r, &r);
			while (!(fn & 1) && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			merkle_join(&r, &p->v[i], &r);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && sha256_equal(&r, raiz);
}

bool merkle_consistency_verify(
	int64_t de, int64_t a, const struct sha256 *raiz_de, const struct sha256 *raiz_a, const struct merkle_prueba *p)
{
	if (de < 1 || de > a || a > MERKLE_TAMANO_MAX || p->n > MERKLE_PRUEBA_MAX)
		return false;
	if (de == a)
		return p->n == 0 && sha256_equal(raiz_de, raiz_a);
	bool potencia = !(de & (de - 1)); /* then the old root is itself a node of the new tree, and the proof does not repeat it */
	if (!potencia && !p->n)
		return false;
	int64_t fn = de - 1, sn = a - 1;
	for (; fn & 1; fn >>= 1)
		sn >>= 1;
	size_t i = 0;
	struct sha256 fr = potencia ? *raiz_de : p->v[i++], sr = fr;
	for (; i < p->n; i++) {
		if (sn == 0)
			return false;
		if (fn & 1 || fn == sn) {
			merkle_join(&p->v[i], &fr, &fr);
			merkle_join(&p->v[i], &sr, &sr);
			while (!(fn & 1) && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			merkle_join(&sr, &p->v[i], &sr);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && sha256_equal(&fr, raiz_de) && sha256_equal(&sr, raiz_a);
}
