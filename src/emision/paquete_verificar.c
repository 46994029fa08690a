/* The checks of a package in their order: what is trusted later is what was proven before. */
#include <stdlib.h>
#include <string.h>

#include "emision/clases.h"
#include "emision/paquete_interno.h"

enum status examen_difiere(struct examen *x, const char *donde, const char *difiere)
{
	const char *copy = arena_strdup(x->a, donde);
	x->out->donde = copy ? copy : "";
	x->out->difiere = difiere;
	return STATUS_CONFLICT;
}

enum status examen_difiere_acto(struct examen *x, int n, const char *difiere)
{
	const char *donde = arena_printf(x->a, "acto %d", n);
	return examen_difiere(x, donde ? donde : "acto", difiere);
}

/* ---- the manifest and its signature ---- */

static enum status read_small(struct examen *x, const char *nombre, struct buf *out)
{
	const struct paquete_archivo *f = paquete_zip_find(&x->zip, nombre);
	return f ? paquete_zip_read(x, f, out) : examen_difiere(x, nombre, "falta");
}

static enum status check_signature(struct examen *x, const struct buf *texto)
{
	const char *porque = "la firma no se pudo comprobar";
	const struct paquete_control *k = x->control;
	BUF_AUTO firma;
	BUF_AUTO pem;
	buf_init(&firma, PAQUETE_FIRMA_MAX);
	buf_init(&pem, PAQUETE_FIRMA_MAX);
	enum status st = read_small(x, PAQUETE_FIRMA, &firma);
	if (st == STATUS_OK)
		st = read_small(x, PAQUETE_CERTIFICADOS, &pem);
	if (st != STATUS_OK ||
		k->firma(k->ctx, buf_str(texto), texto->len, buf_str(&firma), firma.len, arena_strdup(x->a, buf_str(&pem)), x->a,
			&x->out->firma, &porque))
		return st;
	return examen_difiere(x, PAQUETE_FIRMA, porque);
}

static int by_name(const void *a, const void *b)
{
	return strcmp((*(const struct manifiesto_entrada *const *)a)->nombre, (*(const struct manifiesto_entrada *const *)b)->nombre);
}

static enum status decode_manifest(struct examen *x, const struct buf *texto)
{
	struct manifiesto *m = &x->out->manifiesto;
	struct error err;
	error_init(&err, x->a);
	if (manifiesto_decode(buf_str(texto), texto->len, x->a, m, &err) != STATUS_OK)
		return examen_difiere(x, PAQUETE_MANIFIESTO, "no es un manifiesto de los que se conocen");
	x->entradas = ARENA_ARRAY(x->a, m->n_entradas + 1, const struct manifiesto_entrada *);
	if (!x->entradas)
		return error_set(x->err, PROBLEM_INTERNO);
	for (size_t i = 0; i < m->n_entradas; i++)
		x->entradas[i] = &m->entradas[i];
	qsort(x->entradas, m->n_entradas, sizeof *x->entradas, by_name);
	return STATUS_OK;
}

static enum status check_manifest(struct examen *x)
{
	BUF_AUTO texto;
	buf_init(&texto, PAQUETE_MANIFIESTO_MAX);
	enum status st = read_small(x, PAQUETE_MANIFIESTO, &texto);
	if (st == STATUS_OK)
		st = check_signature(x, &texto);
	return st == STATUS_OK ? decode_manifest(x, &texto) : st;
}

/* ---- archive and manifest name the same entries ---- */

static bool beside_the_list(const char *nombre)
{
	return strcmp(nombre, PAQUETE_MANIFIESTO) == 0 || strcmp(nombre, PAQUETE_FIRMA) == 0;
}

static enum status check_names(struct examen *x)
{
	const struct manifiesto *m = &x->out->manifiesto;
	size_t i = 0;
	for (size_t k = 0; k < x->zip.n; k++) {
		const char *have = x->zip.archivos[k].nombre;
		if (beside_the_list(have))
			continue;
		int cmp = i < m->n_entradas ? strcmp(x->entradas[i]->nombre, have) : 1;
		if (cmp < 0)
			return examen_difiere(x, x->entradas[i]->nombre, "falta, y el manifiesto lo nombra");
		if (cmp > 0)
			return examen_difiere(x, have, "el manifiesto no lo nombra");
		i++;
	}
	return i == m->n_entradas ? STATUS_OK : examen_difiere(x, x->entradas[i]->nombre, "falta, y el manifiesto lo nombra");
}

/* ---- the entries ---- */

static enum status add_to_hash(void *ctx, const char *p, size_t n)
{
	sha256_add(ctx, p, n);
	return STATUS_OK;
}

static enum status check_bytes(struct examen *x, const struct manifiesto_entrada *m)
{
	const struct paquete_archivo *f = paquete_zip_find(&x->zip, m->nombre);
	struct sha256_ctx c;
	struct sha256 real;
	if (!f)
		return examen_difiere(x, m->nombre, "falta, y el manifiesto lo nombra");
	if (f->tamano != m->tamano)
		return examen_difiere(x, m->nombre, "no mide lo que dice el manifiesto");
	sha256_begin(&c);
	enum status st = paquete_zip_walk(x, f, add_to_hash, &c);
	sha256_end(&c, &real);
	if (st == STATUS_OK && !sha256_equal(&real, &m->sha256))
		st = examen_difiere(x, m->nombre, "su SHA-256 no es el del manifiesto");
	return st;
}

static bool same_text(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* The journal's word on a document is older than the manifest's. */
static enum status check_document(struct examen *x, const struct manifiesto_entrada *m)
{
	const struct documento *d = expediente_documento_by_id(x->e, &m->id);
	if (!d || d->n != m->acto)
		return examen_difiere(x, m->nombre, "ningún acto del diario lo incorporó");
	if (d->tamano != m->tamano || !sha256_equal(&d->sha256, &m->sha256))
		return examen_difiere(x, m->nombre, "no es el documento que incorporó su acto");
	if (!same_text(vocabulario_slug(&vocabulario_clase_documento, (int)d->clase), m->clase) || !same_text(d->nombre, m->original))
		return examen_difiere(x, m->nombre, "su clase o su nombre no son los que registró su acto");
	x->out->documentos++;
	return STATUS_OK;
}

static enum status check_emitted_seal(struct examen *x, const struct manifiesto_entrada *m)
{
	const char *porque = "su sello no se pudo comprobar";
	BUF_AUTO pdf;
	buf_init(&pdf, PAQUETE_EMITIDO_MAX);
	enum status st = read_small(x, m->nombre, &pdf);
	if (st != STATUS_OK || x->control->pdf(x->control->ctx, buf_str(&pdf), pdf.len, x->a, &porque))
		return st;
	return examen_difiere(x, m->nombre, porque);
}

/* What the service wrote rests on an act that produces such a document, carries the code under which it is on record, and its seal. */
static enum status check_emitted(struct examen *x, const struct manifiesto_entrada *m)
{
	if (m->acto < 1 || m->acto > x->e->version || !m->codigo || m->emitido_en == INSTANTE_NINGUNO)
		return examen_difiere(x, m->nombre, "su registro de emisión está incompleto");
	const struct emision *produce = emision_find((enum acto_tipo)x->tipos.data[m->acto - 1]);
	if (!produce || !same_text(vocabulario_slug(&vocabulario_emitido, (int)produce->clase), m->clase))
		return examen_difiere(x, m->nombre, "su acto no produce un documento de esa clase");
	x->out->emitidos++;
	return check_emitted_seal(x, m);
}

static enum status check_entry(struct examen *x, const struct manifiesto_entrada *m)
{
	enum status st = check_bytes(x, m);
	if (st != STATUS_OK)
		return st;
	switch (m->tipo) {
	case MANIFIESTO_DOCUMENTO:
		return check_document(x, m);
	case MANIFIESTO_EMITIDO:
		return check_emitted(x, m);
	case MANIFIESTO_DIARIO:
	case MANIFIESTO_CERTIFICADOS:
	case MANIFIESTO_LEEME:
	case MANIFIESTO_NINGUNO:
	case MANIFIESTO_TIPO_COUNT:
		break;
	}
	return STATUS_OK;
}

/* Every document that the journal tells of is there, once. */
static enum status check_complete(struct examen *x)
{
	const struct manifiesto *m = &x->out->manifiesto;
	for (size_t i = 0; i < x->e->n_documentos; i++) {
		const struct documento *d = &x->e->documentos[i];
		int veces = 0;
		for (size_t k = 0; k < m->n_entradas; k++)
			veces += m->entradas[k].tipo == MANIFIESTO_DOCUMENTO && uuid_cmp(&m->entradas[k].id, &d->id) == 0;
		if (veces != 1)
			return examen_difiere_acto(x, d->n, veces ? "su documento está repetido" : "falta el documento que incorporó");
	}
	return STATUS_OK;
}

/* ---- all of it ---- */

static enum status check_all(struct examen *x, const uint8_t *p, size_t n)
{
	const struct manifiesto *m = &x->out->manifiesto;
	enum status st = paquete_zip_open(x, p, n);
	if (st == STATUS_OK)
		st = check_manifest(x);
	if (st == STATUS_OK)
		st = check_names(x);
	const struct paquete_archivo *diario = st == STATUS_OK ? paquete_zip_find(&x->zip, PAQUETE_DIARIO) : NULL;
	if (st == STATUS_OK) /* before its SHA-256: it names the act that differs */
		st = diario ? paquete_diario_check(x, diario) : examen_difiere(x, PAQUETE_DIARIO, "falta");
	for (size_t i = 0; i < m->n_entradas && st == STATUS_OK; i++)
		st = check_entry(x, &m->entradas[i]);
	return st == STATUS_OK ? check_complete(x) : st;
}

enum status paquete_verificar(const uint8_t *p, size_t n, const struct paquete_control *control, struct arena *a,
	struct paquete_veredicto *out, struct error *err)
{
	struct expediente e;
	struct examen x = {
		.a = a, .control = control, .out = out, .err = err, .e = &e, .de_expediente = arena_create(PAQUETE_EXPEDIENTE_MAX)};
	*out = (struct paquete_veredicto){0};
	buf_init(&x.tipos, (size_t)1 << 24);
	if (!x.de_expediente)
		return error_set(err, PROBLEM_INTERNO);
	enum status st = check_all(&x, p, n);
	paquete_zip_close(&x.zip);
	buf_free(&x.tipos);
	arena_destroy(x.de_expediente);
	out->integro = st == STATUS_OK;
	return st == STATUS_CONFLICT ? STATUS_OK : st;
}
