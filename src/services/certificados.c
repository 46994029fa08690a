#include "services/certificados.h"

#include <string.h>

#include "codec/registro.h"
#include "services/no_localizacion.h"
#include "services/plantillas.h"

#define CARGA_MAX (64u << 20)

struct copia {
	struct obrero *o;
	struct arena *a;
	struct asiento_presente presente;
	struct bitacora_hoja *actos;
	struct bitacora_cabeza cabeza;
	struct bitacora_inclusion prueba;
	struct certificado_hechos hechos;
	char codigo[CODIGO_LEN];
};

/* The acts of the entry, all of them in the last signed tree. */
static enum status gather_proof(struct copia *k, struct error *err)
{
	enum status st = bitacora_latest(k->o, k->a, &k->cabeza, err);
	if (st == STATUS_OK && k->cabeza.tamano <= k->presente.indice)
		st = error_set(err, PROBLEM_BITACORA_SIN_CABEZA); /* recorded this very second */
	if (st == STATUS_OK)
		st = bitacora_inclusion_of(k->o, k->presente.indice, k->cabeza.tamano, k->a, &k->prueba, err);
	if (st == STATUS_OK)
		st = bitacora_leaves_of(
			k->o->db, k->hechos.numero, k->presente.n, BITACORA_ACTOS_MAX, k->a, &k->actos, &k->hechos.n_actos, err);
	if (st != STATUS_OK)
		return st;
	k->prueba.cabeza = &k->cabeza;
	k->prueba.n_actos = k->hechos.n_actos;
	k->prueba.actos = ARENA_ARRAY(k->a, k->prueba.n_actos + 1, const char *);
	for (size_t i = 0; k->prueba.actos && i < k->prueba.n_actos; i++)
		if (!(k->prueba.actos[i] = bitacora_text_of(&k->actos[i], k->a)))
			return error_set(err, PROBLEM_INTERNO);
	/* Never certify what would not verify. */
	const char *porque = NULL;
	if (!k->prueba.actos || !bitacora_check_inclusion(&k->prueba, k->a, &porque)) {
		err->interno = porque;
		return error_set(err, PROBLEM_INTERNO);
	}
	return STATUS_OK;
}

static enum status gather(struct copia *k, struct error *err)
{
	enum status st = certificado_asiento(k->o->db, k->hechos.numero, k->a, &k->presente, err);
	if (st == STATUS_OK)
		st = json_decode_trusted(&desc_asiento_datos, k->presente.datos, strlen(k->presente.datos), &k->hechos.datos, k->a, err);
	if (st == STATUS_OK)
		st = gather_proof(k, err);
	if (st != STATUS_OK)
		return st;
	codigo_nuevo(k->codigo);
	k->hechos.hoy = instante_dia(reloj_legal());
	k->hechos.codigo = k->codigo;
	k->hechos.url = emision_url(k->o->app->escribania->url_publica, k->codigo, k->a);
	k->hechos.actos = k->actos;
	k->hechos.prueba = &k->prueba;
	return k->hechos.url ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status certificado_issue(
	struct obrero *o, const struct pliego *p, struct certificado_fila *f, struct arena *a, struct buf *pdf, struct error *err)
{
	const struct escribania *e = o->app->escribania;
	struct plantillas *vigentes = NULL;
	struct sellado s;
	struct sello_datos certificado;
	enum status st = plantillas_for_document(o->db, o->app->plantillas, a, &vigentes, &f->plantillas, err);
	const struct imprenta im = plantillas_press(o->app, vigentes);
	if (st == STATUS_OK)
		st = emision_imprimir_pliego(&im, p, a, pdf, err);
	plantillas_free(vigentes);
	if (st == STATUS_OK)
		st = sello_pdf(e->sello, pdf, reloj_now(), a, &s, err);
	if (st == STATUS_OK)
		st = sello_datos(e->sello, a, &certificado, err);
	if (st != STATUS_OK)
		return st;
	f->certificado = certificado.huella;
	f->sello = s.tiempo ? "B-T" : "B-B";
	f->sello_nota = s.motivo;
	f->sellado_en = s.en;
	sha256_of(pdf->data, pdf->len, &f->sha256);
	return certificado_add(o->db, f, err);
}

static enum status issue(struct copia *k, struct buf *pdf, struct error *err)
{
	struct json_writer w;
	BUF_AUTO datos, adjunto;
	buf_init(&datos, BITACORA_JSON_MAX);
	buf_init(&adjunto, BITACORA_JSON_MAX);
	json_begin(&w, &adjunto);
	bitacora_write_inclusion(&w, NULL, &k->prueba);
	enum status st = certificado_datos(&k->hechos, k->a, &datos, err);
	if (st != STATUS_OK || adjunto.failed)
		return st != STATUS_OK ? st : error_set(err, PROBLEM_INTERNO);
	const struct pliego p = {
		.plantilla = "copia_certificada.html",
		.titulo = arena_printf(k->a, CERTIFICADO_TITULO " del asiento %s", k->hechos.numero),
		.autor = CERTIFICADO_AUTOR,
		.asunto = k->hechos.numero,
		.creado = reloj_legal(),
		.datos = buf_str(&datos),
		.adjunto_nombre = EMISION_PRUEBA,
		.adjunto = buf_str(&adjunto),
	};
	struct certificado_fila f = {
		.codigo = k->codigo,
		.asiento = k->hechos.numero,
		.n = k->presente.n,
		.momento = INSTANTE_NINGUNO,
		.tamano = k->cabeza.tamano,
	};
	return p.titulo ? certificado_issue(k->o, &p, &f, k->a, pdf, err) : error_set(err, PROBLEM_INTERNO);
}

enum status certificado_make(struct obrero *o, const char *numero, struct arena *a, struct buf *pdf, struct error *err)
{
	if (!o->app->escribania)
		return error_set(err, PROBLEM_SELLO_NO_DISPONIBLE, "no hay ningún certificado configurado (sello_certificado)");
	struct copia *k = ARENA_NEW(a, struct copia);
	if (!k)
		return error_set(err, PROBLEM_INTERNO);
	*k = (struct copia){.o = o, .a = a, .hechos = {.numero = numero}};
	enum status st = gather(k, err);
	return st == STATUS_OK ? issue(k, pdf, err) : st;
}

static void as_copy(const struct certificado_fila *f, struct verificado *out)
{
	out->clase = CERTIFICADO_CLASE;
	out->titulo = CERTIFICADO_TITULO;
	out->numero = f->asiento;
	out->vigor.vigente = !f->superado;
	out->fecha = instante_dia(f->sellado_en);
	if (f->superado) {
		out->vigor.motivo = "asiento_con_actos_posteriores";
		out->vigor.texto = "El asiento tiene actos posteriores; la copia dice cómo estaba en su fecha.";
	}
}

enum status certificado_verify(
	struct obrero *o, const char *codigo, const struct sha256 *sha, struct arena *a, struct verificado *out, struct error *err)
{
	struct certificado_fila f;
	bool hay = false;
	enum status st = certificado_find(o->db, codigo, sha, a, &f, &hay, err);
	if (st != STATUS_OK || !hay)
		return st;
	*out = (struct verificado){.emitido = true, .sellado_en = f.sellado_en, .sello = f.sello, .sha256 = f.sha256, .codigo = f.codigo};
	if (!f.asiento)
		return no_localizacion_describe(&f, a, out, err);
	as_copy(&f, out);
	return STATUS_OK;
}
