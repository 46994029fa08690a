#include "codec/bitacora.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "codec/bitacora_interno.h"
#include "codec/campos.h"

#define BASE64_SHA 45
#define BASE64_FIRMA 89
#define BASE64_FIRMA_LEN 88

/* ---- heads ---- */

void bitacora_note(const struct bitacora_cabeza *c, char out[static BITACORA_NOTA_MAX])
{
	char raiz[BASE64_SHA], momento[INSTANTE_LEN];
	base64_encode(c->raiz.b, sizeof c->raiz.b, raiz, sizeof raiz);
	instante_format_utc(c->momento, momento);
	snprintf(out, BITACORA_NOTA_MAX, "%s\n%lld\n%s\nmomento %s\n", BITACORA_ORIGEN, (long long)c->tamano, raiz, momento);
}

void bitacora_sign(const struct firma_llave *k, struct bitacora_cabeza *c)
{
	char nota[BITACORA_NOTA_MAX];
	bitacora_note(c, nota);
	c->llave = k->publica;
	firma_sign(k, nota, strlen(nota), &c->firma);
}

bool bitacora_signed(const struct bitacora_cabeza *c)
{
	char nota[BITACORA_NOTA_MAX];
	bitacora_note(c, nota);
	return firma_verify(&c->llave, nota, strlen(nota), &c->firma);
}

void bitacora_write_head(struct json_writer *w, const char *key, const struct bitacora_cabeza *c)
{
	char nota[BITACORA_NOTA_MAX], firma[BASE64_FIRMA], llave[2 * FIRMA_PUBLICA_LEN + 1], momento[INSTANTE_LEN];
	bitacora_note(c, nota);
	base64_encode(c->firma.b, sizeof c->firma.b, firma, sizeof firma);
	hex_encode(c->llave.b, sizeof c->llave.b, llave);
	instante_format_utc(c->momento, momento);
	json_object(w, key);
	json_string(w, "firma", firma);
	json_string(w, "llave", llave);
	json_string(w, "momento", momento);
	json_string(w, "nota", nota);
	json_sha256(w, "raiz", &c->raiz);
	json_int(w, "tamano", c->tamano);
	json_object_end(w);
}

/* ---- reading what anybody sends: numbers, hexadecimal and texts are judged one by one ---- */

struct cabeza_leida {
	const char *firma, *nota;
	struct sha256 llave, raiz;
	instante_t momento;
	int64_t tamano;
};
#define T struct cabeza_leida
static const struct json_field cabeza_campos[] = {
	CAMPO_TEXTO(T, firma, "firma", BASE64_FIRMA_LEN, BASE64_FIRMA_LEN, JSON_REQUIRED),
	CAMPO(T, llave, "llave", SHA256, .flags = JSON_REQUIRED), /* as many digits */
	CAMPO(T, momento, "momento", INSTANTE, .flags = JSON_REQUIRED),
	CAMPO_TEXTO(T, nota, "nota", 1, BITACORA_NOTA_MAX, JSON_REQUIRED | JSON_MULTILINE),
	CAMPO(T, raiz, "raiz", SHA256, .flags = JSON_REQUIRED),
	CAMPO(T, tamano, "tamano", INT64, .min = 0, .max = MERKLE_TAMANO_MAX, .flags = JSON_REQUIRED),
};
#undef T
static const struct json_desc desc_cabeza = DESC("bitacora.cabeza", struct cabeza_leida, cabeza_campos);

static enum status head_of(const struct cabeza_leida *l, struct bitacora_cabeza *out, struct error *err)
{
	char nota[BITACORA_NOTA_MAX];
	*out = (struct bitacora_cabeza){.tamano = l->tamano, .raiz = l->raiz, .momento = l->momento};
	memcpy(out->llave.b, l->llave.b, sizeof out->llave.b);
	bitacora_note(out, nota);
	if (strcmp(nota, l->nota) != 0)
		error_add(err, "/nota", MENSAJE_BITACORA_NOTA);
	else if (!base64_decode(l->firma, strlen(l->firma), out->firma.b, sizeof out->firma.b) || !bitacora_signed(out))
		error_add(err, "/firma", MENSAJE_BITACORA_FIRMA);
	else
		return STATUS_OK;
	return error_set(err, PROBLEM_CUERPO_INVALIDO);
}

enum status bitacora_read_head(const char *text, size_t len, struct arena *a, struct bitacora_cabeza *out, struct error *err)
{
	struct cabeza_leida l;
	enum status st = json_decode(&desc_cabeza, text, len, &l, a, err);
	return st == STATUS_OK ? head_of(&l, out, err) : st;
}

/* ---- inclusion ---- */

static void write_proof(struct json_writer *w, const struct sha256 *v, size_t n)
{
	json_array(w, "prueba");
	for (size_t i = 0; i < n; i++)
		json_sha256(w, NULL, &v[i]);
	json_array_end(w);
}

void bitacora_write_inclusion(struct json_writer *w, const char *key, const struct bitacora_inclusion *p)
{
	json_object(w, key);
	json_array(w, "actos");
	for (size_t i = 0; i < p->n_actos; i++)
		json_string(w, NULL, p->actos[i]);
	json_array_end(w);
	if (p->cabeza)
		bitacora_write_head(w, "cabeza", p->cabeza);
	json_sha256(w, "hoja", &p->hoja);
	json_int(w, "indice", p->indice);
	write_proof(w, p->prueba, p->n_prueba);
	json_sha256(w, "raiz", &p->raiz);
	json_int(w, "tamano", p->tamano);
	json_object_end(w);
}

struct inclusion_leida {
	struct bitacora_inclusion p;
	struct cabeza_leida *cabeza;
};
#define T struct inclusion_leida
#define LISTA(m, n, max_, k, ...) \
	CAMPO(T, p.m, n, ARRAY, .count_offset = offsetof(T, p.n_##m), .min = 0, .max = (max_), .item = JSON_KIND_##k, \
		.item_size = sizeof *((T *)0)->p.m, .flags = JSON_REQUIRED, __VA_ARGS__)
static const struct json_field inclusion_campos[] = {
	LISTA(actos, "actos", BITACORA_ACTOS_MAX, STRING, .item_min = 1, .item_max = 1 << 20),
	CAMPO(T, cabeza, "cabeza", OBJECT, .sub = &desc_cabeza),
	CAMPO(T, p.hoja, "hoja", SHA256, .flags = JSON_REQUIRED),
	CAMPO(T, p.indice, "indice", INT64, .min = 0, .max = MERKLE_TAMANO_MAX, .flags = JSON_REQUIRED),
	LISTA(prueba, "prueba", MERKLE_PRUEBA_MAX, SHA256, .item_min = 0),
	CAMPO(T, p.raiz, "raiz", SHA256, .flags = JSON_REQUIRED),
	CAMPO(T, p.tamano, "tamano", INT64, .min = 1, .max = MERKLE_TAMANO_MAX, .flags = JSON_REQUIRED),
};
#undef LISTA
#undef T
static const struct json_desc desc_inclusion = DESC("bitacora.inclusion", struct inclusion_leida, inclusion_campos);

enum status bitacora_read_inclusion(const char *text, size_t len, struct arena *a, struct bitacora_inclusion *out, struct error *err)
{
	struct inclusion_leida l;
	enum status st = json_decode(&desc_inclusion, text, len, &l, a, err);
	if (st != STATUS_OK)
		return st;
	*out = l.p;
	if (!l.cabeza)
		return STATUS_OK;
	struct bitacora_cabeza *c = ARENA_NEW(a, struct bitacora_cabeza);
	out->cabeza = c;
	return c ? head_of(l.cabeza, c, err) : error_set(err, PROBLEM_SATURADO);
}

static bool check_chain(const struct bitacora_inclusion *p, struct arena *a, const char **porque)
{
	struct eslabon antes = {0};
	for (size_t i = 0; i < p->n_actos; i++) {
		struct eslabon e;
		struct sha256 previo = {0};
		*porque = "un acto no tiene la forma canónica de los actos del registro";
		if (!eslabon_read(p->actos[i], a, &e))
			return false;
		if (i > 0)
			sha256_of(p->actos[i - 1], strlen(p->actos[i - 1]), &previo);
		*porque = "los actos no forman una sola cadena: uno no enlaza con el anterior";
		if (i > 0 &&
			(strcmp(e.asiento, antes.asiento) != 0 || e.n != antes.n + 1 || e.indice <= antes.indice ||
				!sha256_equal(&e.anterior, &previo)))
			return false;
		antes = e;
	}
	*porque = "el acto dice estar en otro lugar de la bitácora";
	return p->n_actos > 0 && antes.indice == p->indice;
}

bool bitacora_check_inclusion(const struct bitacora_inclusion *p, struct arena *a, const char **porque)
{
	struct merkle_prueba prueba = {.n = p->n_prueba};
	struct sha256 hoja;
	if (!check_chain(p, a, porque))
		return false;
	const char *ultimo = p->actos[p->n_actos - 1];
	merkle_leaf(ultimo, strlen(ultimo), &hoja);
	*porque = "la hoja no es la del acto: su texto cambió";
	if (!sha256_equal(&hoja, &p->hoja))
		return false;
	*porque = "la prueba no lleva de la hoja a la raíz";
	if (p->n_prueba > MERKLE_PRUEBA_MAX)
		return false;
	if (p->n_prueba > 0)
		memcpy(prueba.v, p->prueba, p->n_prueba * sizeof *p->prueba);
	if (!merkle_inclusion_verify(p->indice, p->tamano, &hoja, &prueba, &p->raiz))
		return false;
	*porque = "la cabeza firmada que la acompaña es de otro tamaño o de otra raíz";
	if (p->cabeza && (p->cabeza->tamano != p->tamano || !sha256_equal(&p->cabeza->raiz, &p->raiz)))
		return false;
	*porque = NULL;
	return true;
}

/* ---- consistency ---- */

void bitacora_write_consistency(struct json_writer *w, const struct bitacora_consistencia *p)
{
	json_object(w, NULL);
	json_int(w, "a", p->a);
	json_int(w, "de", p->de);
	write_proof(w, p->prueba, p->n_prueba);
	json_sha256(w, "raiz_a", &p->raiz_a);
	json_sha256(w, "raiz_de", &p->raiz_de);
	json_object_end(w);
}

#define T struct bitacora_consistencia
static const struct json_field consistencia_campos[] = {
	CAMPO(T, a, "a", INT64, .min = 1, .max = MERKLE_TAMANO_MAX, .flags = JSON_REQUIRED),
	CAMPO(T, de, "de", INT64, .min = 1, .max = MERKLE_TAMANO_MAX, .flags = JSON_REQUIRED),
	CAMPO_LISTA(T, prueba, "prueba", 0, MERKLE_PRUEBA_MAX, SHA256, .flags = JSON_REQUIRED),
	CAMPO(T, raiz_a, "raiz_a", SHA256, .flags = JSON_REQUIRED),
	CAMPO(T, raiz_de, "raiz_de", SHA256, .flags = JSON_REQUIRED),
};
#undef T
static const struct json_desc desc_consistencia = DESC("bitacora.consistencia", struct bitacora_consistencia, consistencia_campos);

enum status bitacora_read_consistency(const char *text, size_t len, struct arena *a, struct bitacora_consistencia *out, struct error *err)
{
	return json_decode(&desc_consistencia, text, len, out, a, err);
}

bool bitacora_check_consistency(const struct bitacora_consistencia *p)
{
	struct merkle_prueba prueba = {.n = p->n_prueba};
	if (p->n_prueba > MERKLE_PRUEBA_MAX)
		return false;
	if (p->n_prueba > 0)
		memcpy(prueba.v, p->prueba, p->n_prueba * sizeof *p->prueba);
	return merkle_consistency_verify(p->de, p->a, &p->raiz_de, &p->raiz_a, &prueba);
}
