#include "services/bitacora.h"

#include <string.h>

#include "codec/registro.h"
#include "services/archivo_llave.h"

#define UN_DIA_US (INT64_C(86400) * 1000000)
#define LLAVE_BYTES_MAX 1024

/* ---- the key ---- */

enum status bitacora_key_load(const char *path, struct firma_llave *out, struct error *err)
{
	char pem[LLAVE_BYTES_MAX];
	enum status st = archivo_llave_read(path, PROBLEM_BITACORA_LLAVE, pem, sizeof pem, err);
	if (st != STATUS_OK)
		return st;
	const bool ok = firma_llave_parse(pem, out);
	explicit_bzero(pem, sizeof pem);
	return ok ? STATUS_OK : error_set(err, PROBLEM_BITACORA_LLAVE, path, "no es una llave Ed25519 en PEM sin contraseña");
}

enum status bitacora_key_create(const char *path, struct firma_llave *out, struct error *err)
{
	char pem[FIRMA_PEM_MAX];
	firma_new(out);
	firma_llave_pem(out, pem);
	enum status st = archivo_llave_write(path, PROBLEM_BITACORA_LLAVE, pem, err);
	explicit_bzero(pem, sizeof pem);
	if (st != STATUS_OK)
		firma_forget(out);
	return st;
}

/* ---- trees ---- */

static enum status edge_of(struct obrero *o, int64_t tamano, struct merkle_borde *out, struct error *err)
{
	struct merkle_lugar lugares[MERKLE_NIVELES];
	struct sha256 hashes[MERKLE_NIVELES];
	size_t n = merkle_edge_places(tamano, lugares);
	enum status st = bitacora_nodes(o->db, lugares, n, hashes, err);
	if (st == STATUS_OK)
		merkle_edge_load(out, tamano, hashes);
	return st;
}

enum status bitacora_root_of(struct obrero *o, int64_t tamano, struct sha256 *out, struct error *err)
{
	struct merkle_borde b;
	enum status st = edge_of(o, tamano, &b, err);
	if (st == STATUS_OK)
		merkle_root(&b, out);
	return st;
}

static enum status proof_of(
	struct obrero *o, const struct merkle_plan *plan, struct arena *a, struct sha256 **out, size_t *n, struct error *err)
{
	struct sha256 hashes[MERKLE_LUGARES_MAX];
	struct merkle_prueba *p = ARENA_NEW(a, struct merkle_prueba);
	if (!p)
		return error_set(err, PROBLEM_INTERNO);
	enum status st = bitacora_nodes(o->db, plan->lugares, plan->n_lugares, hashes, err);
	if (st != STATUS_OK)
		return st;
	merkle_plan_proof(plan, hashes, p);
	*out = p->v;
	*n = p->n;
	return STATUS_OK;
}

const char *bitacora_text_of(const struct bitacora_hoja *h, struct arena *a)
{
	BUF_AUTO b;
	buf_init(&b, REGISTRO_ACTO_MAX);
	registro_canonica(&h->hecho, h->datos, &b);
	return b.failed ? NULL : arena_memdup(a, buf_str(&b), b.len);
}

static enum status leaf_text(struct obrero *o, int64_t indice, struct arena *a, struct bitacora_inclusion *out, struct error *err)
{
	struct bitacora_hoja *v;
	size_t n;
	enum status st = bitacora_leaves(o->db, indice, 1, a, &v, &n, err);
	if (st != STATUS_OK)
		return st;
	out->actos = ARENA_ARRAY(a, 1, const char *);
	const char *texto = n == 1 && v[0].hecho.indice == indice ? bitacora_text_of(&v[0], a) : NULL;
	if (!out->actos || !texto)
		return error_set(err, PROBLEM_INTERNO);
	out->actos[0] = texto;
	out->n_actos = 1;
	merkle_leaf(texto, strlen(texto), &out->hoja);
	return STATUS_OK;
}

enum status bitacora_inclusion_of(
	struct obrero *o, int64_t indice, int64_t tamano, struct arena *a, struct bitacora_inclusion *out, struct error *err)
{
	struct merkle_plan plan;
	struct bitacora_cabeza *c = ARENA_NEW(a, struct bitacora_cabeza);
	bool hay = false;
	*out = (struct bitacora_inclusion){.indice = indice, .tamano = tamano};
	if (!c || !merkle_inclusion_plan(indice, tamano, &plan))
		return error_set(err, PROBLEM_INTERNO);
	enum status st = leaf_text(o, indice, a, out, err);
	if (st == STATUS_OK)
		st = proof_of(o, &plan, a, &out->prueba, &out->n_prueba, err);
	if (st == STATUS_OK)
		st = bitacora_root_of(o, tamano, &out->raiz, err);
	if (st == STATUS_OK)
		st = bitacora_head_of(o->db, tamano, c, &hay, err);
	out->cabeza = hay ? c : NULL;
	return st;
}

enum status bitacora_consistency_of(
	struct obrero *o, int64_t de, int64_t hasta, struct arena *a, struct bitacora_consistencia *out, struct error *err)
{
	struct merkle_plan plan;
	*out = (struct bitacora_consistencia){.de = de, .a = hasta};
	if (!merkle_consistency_plan(de, hasta, &plan))
		return error_set(err, PROBLEM_INTERNO);
	enum status st = proof_of(o, &plan, a, &out->prueba, &out->n_prueba, err);
	if (st == STATUS_OK)
		st = bitacora_root_of(o, de, &out->raiz_de, err);
	return st == STATUS_OK ? bitacora_root_of(o, hasta, &out->raiz_a, err) : st;
}

/* ---- heads ---- */

enum status bitacora_latest(struct obrero *o, struct arena *a, struct bitacora_cabeza *out, struct error *err)
{
	struct bitacora_cabeza_fila *v;
	size_t n;
	enum status st = bitacora_heads(o->db, 0, 1, a, &v, &n, err);
	if (st != STATUS_OK)
		return st;
	if (n == 0)
		return error_set(err, PROBLEM_BITACORA_SIN_CABEZA);
	*out = v[0].cabeza;
	return STATUS_OK;
}

enum status bitacora_size_for(struct obrero *o, int64_t indice, int64_t total, struct arena *a, int64_t *tamano, struct error *err)
{
	struct bitacora_cabeza_fila *v;
	size_t n;
	enum status st = bitacora_heads(o->db, 0, 1, a, &v, &n, err);
	*tamano = st == STATUS_OK && n > 0 && v[0].cabeza.tamano > indice && v[0].cabeza.tamano <= total ? v[0].cabeza.tamano : total;
	return st;
}

/* What was signed must still be there: the tree of now begins with it. */
static enum status check_against(struct obrero *o, const struct bitacora_cabeza *antes, int64_t tamano, struct arena *a, struct error *err)
{
	struct bitacora_consistencia k;
	bool bien = tamano >= antes->tamano;
	enum status st = STATUS_OK;
	if (bien && antes->tamano > 0) {
		st = bitacora_consistency_of(o, antes->tamano, tamano, a, &k, err);
		k.raiz_de = antes->raiz;
		bien = st == STATUS_OK && bitacora_check_consistency(&k);
	}
	if (st == STATUS_OK && !bien)
		st = error_set(err, PROBLEM_BITACORA_ROTA, arena_printf(a, "%lld", (long long)antes->tamano));
	return st;
}

static bool is_due(const struct obrero *o, const struct bitacora_cabeza_fila *ultima, int64_t tamano, instante_t ahora)
{
	return !ultima || ultima->cabeza.tamano != tamano || ultima->cabeza.momento <= ahora - UN_DIA_US ||
		memcmp(ultima->cabeza.llave.b, o->app->llave_bitacora->publica.b, FIRMA_PUBLICA_LEN) != 0;
}

static enum status look(struct obrero *o, struct bitacora_cabeza_fila **ultima, int64_t *tamano, struct error *err)
{
	size_t n = 0;
	enum status st = bitacora_heads(o->db, 0, 1, err->arena, ultima, &n, err);
	if (n == 0)
		*ultima = NULL;
	return st == STATUS_OK ? bitacora_size(o->db, tamano, err) : st;
}

static enum status sign(struct obrero *o, int64_t *firmado, struct error *err)
{
	struct bitacora_cabeza_fila *ultima = NULL;
	struct bitacora_cabeza c = {.momento = reloj_legal()};
	enum status st = bitacora_lock(o->db, err);
	if (st == STATUS_OK)
		st = look(o, &ultima, &c.tamano, err);
	if (st == STATUS_OK && !is_due(o, ultima, c.tamano, c.momento))
		return st; /* another instance did it meanwhile */
	if (st == STATUS_OK && ultima)
		st = check_against(o, &ultima->cabeza, c.tamano, err->arena, err);
	if (st == STATUS_OK)
		st = bitacora_root_of(o, c.tamano, &c.raiz, err);
	if (st != STATUS_OK)
		return st;
	bitacora_sign(o->app->llave_bitacora, &c);
	st = bitacora_head_add(o->db, &c, err);
	if (st == STATUS_OK)
		*firmado = c.tamano;
	return st;
}

enum status bitacora_sign_due(struct obrero *o, int64_t *firmado, struct error *err)
{
	struct bitacora_cabeza_fila *ultima = NULL;
	int64_t tamano = 0;
	*firmado = -1;
	enum status st = look(o, &ultima, &tamano, err);
	if (st != STATUS_OK || !is_due(o, ultima, tamano, reloj_legal()))
		return st;
	st = db_begin(o->db, err);
	if (st == STATUS_OK)
		st = sign(o, firmado, err);
	if (st == STATUS_OK)
		st = db_commit(o->db, err);
	if (st == STATUS_OK)
		return st;
	db_rollback(o->db);
	*firmado = -1;
	return st;
}
