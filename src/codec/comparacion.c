/* The comparison as JSON: members that both answers share, then one writer for each. */
#include "codec/comparacion.h"

#include "codec/representacion_interno.h"

static void parte(struct json_writer *w, const char *key, const struct clausulado *t, int i)
{
	if (i < 0)
		return;
	const struct clausula *c = &t->v[i];
	json_object(w, key);
	json_int(w, "parte", i + 1);
	json_string(w, "clase", clausula_clase_slug(c->clase));
	json_string(w, "numero", *c->numero ? c->numero : NULL);
	if (c->ordinal)
		json_int(w, "ordinal", c->ordinal);
	json_string(w, "titulo", *c->titulo ? c->titulo : NULL);
	json_object_end(w);
}

static void tramo(struct json_writer *w, const struct tramo_texto *t)
{
	json_object(w, NULL);
	if (t->igual)
		json_stretch(w, "igual", t->b, t->b_len);
	if (!t->igual && t->a_len)
		json_stretch(w, "quita", t->a, t->a_len);
	if (!t->igual && t->b_len)
		json_stretch(w, "agrega", t->b, t->b_len);
	json_object_end(w);
}

/* `solo_cambios`: what stayed is left out, for whoever looks for what differs. */
static void cotejo(struct json_writer *w, const struct comparacion *c, const struct cotejo *k, bool solo_cambios)
{
	json_string(w, "cambio", cambio_slug(k->cambio));
	json_bool(w, "movida", k->movida);
	json_bool(w, "renumerada", k->renumerada);
	if (k->de >= 0 && k->a >= 0)
		json_int(w, "semejanza", k->semejanza);
	parte(w, "de", &c->de, k->de);
	parte(w, "a", &c->a, k->a);
	if (k->cambio == CAMBIO_AGREGADA)
		json_string(w, "texto", c->a.v[k->a].texto);
	if (k->cambio == CAMBIO_QUITADA)
		json_string(w, "texto", c->de.v[k->de].texto);
	if (k->n_tramos == 0)
		return;
	json_array(w, "tramos");
	for (size_t i = 0; i < k->n_tramos; i++) {
		if (!k->tramos[i].igual || !solo_cambios)
			tramo(w, &k->tramos[i]);
	}
	json_array_end(w);
}

static void resumen(struct json_writer *w, const struct comparacion *c)
{
	json_object(w, "resumen");
	json_int(w, "iguales", (int64_t)c->iguales);
	json_int(w, "movidas", (int64_t)c->movidas);
	json_int(w, "cambiadas", (int64_t)c->cambiadas);
	json_int(w, "agregadas", (int64_t)c->agregadas);
	json_int(w, "quitadas", (int64_t)c->quitadas);
	json_object_end(w);
	json_bool(w, "truncada", c->de.truncado || c->a.truncado);
}

static void version(struct json_writer *w, const char *key, const struct documento *d)
{
	json_object(w, key);
	json_uuid(w, "documento", &d->id);
	json_slug(w, "clase", &vocabulario_clase_documento, d->clase);
	json_string(w, "nombre", d->nombre);
	if (d->version)
		json_int(w, "version", d->version);
	json_sha256(w, "sha256", &d->sha256);
	json_object_end(w);
}

static void cabecera(struct json_writer *w, const struct libro *l)
{
	json_uuid(w, "expediente", &l->expediente);
	json_string(w, "folio", l->folio);
	json_int(w, "version", l->version);
}

/* Numbers of the lines that point at clause i of the comparison. */
static void senalada(struct json_writer *w, const struct careo *k, size_t i)
{
	json_array(w, "observaciones");
	for (size_t r = 0; r < k->libro->n_renglones; r++) {
		if (k->vinculos[r].cotejo == (int)i)
			json_int(w, NULL, k->libro->renglones[r].numero);
	}
	json_array_end(w);
}

static void vinculo(struct json_writer *w, const struct vinculo *v, const struct renglon *r)
{
	json_object(w, NULL);
	json_int(w, "numero", r->numero);
	json_string(w, "clausula", r->clausula);
	json_string(w, "resultado", vinculo_slug(v->resultado));
	if (v->cotejo >= 0)
		json_int(w, "cambio", v->cotejo + 1);
	json_object_end(w);
}

void careo_write(struct buf *out, const struct careo *k)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	cabecera(&w, k->libro);
	version(&w, "de", &k->de);
	version(&w, "a", &k->a);
	resumen(&w, &k->c);
	json_array(&w, "clausulas");
	for (size_t i = 0; i < k->c.n; i++) {
		json_object(&w, NULL);
		cotejo(&w, &k->c, &k->c.v[i], false);
		senalada(&w, k, i);
		json_object_end(&w);
	}
	json_array_end(&w);
	json_array(&w, "observaciones");
	for (size_t r = 0; r < k->libro->n_renglones; r++)
		vinculo(&w, &k->vinculos[r], &k->libro->renglones[r]);
	json_array_end(&w);
	json_object_end(&w);
}

/* ---- the ledger ---- */

static void atencion(struct json_writer *w, const struct atencion *t, size_t r)
{
	const struct careo *k = t->careo;
	if (!k && !t->sin_texto)
		return;
	json_object(w, "cambio");
	if (!k) {
		json_string(w, "resultado", "sin_texto");
		json_object_end(w);
		return;
	}
	const struct vinculo *v = &k->vinculos[r];
	json_string(w, "resultado", vinculo_slug(v->resultado));
	version(w, "de", &k->de);
	version(w, "a", &k->a);
	if (v->cotejo >= 0) {
		json_object(w, "clausula");
		cotejo(w, &k->c, &k->c.v[v->cotejo], true);
		json_object_end(w);
	}
	json_object_end(w);
}

void observaciones_write(struct buf *out, const struct libro *l, const struct atencion *atenciones)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	cabecera(&w, l);
	json_array(&w, "datos");
	for (size_t r = 0; r < l->n_renglones; r++) {
		json_object(&w, NULL);
		renglon_miembros(&w, &l->renglones[r], l->oculto_desde);
		atencion(&w, &atenciones[r], r);
		json_object_end(&w);
	}
	json_array_end(&w);
	json_object_end(&w);
}

/* ---- near-duplicates ---- */

static void semejante(struct json_writer *w, const struct semejante *s)
{
	json_uuid(w, "expediente", &s->expediente);
	json_string(w, "folio", s->folio);
	json_string(w, "denominacion", s->denominacion);
	json_uuid(w, "organizacion", &s->organizacion);
	json_slug(w, "estado", &vocabulario_estado, s->estado);
	json_uuid(w, "documento", &s->documento);
	json_int(w, "version_proyecto", s->version);
	json_int(w, "semejanza", s->medida.semejanza);
	json_int(w, "contencion", s->medida.contencion);
}

static void mirados_y_fin(struct json_writer *w, size_t mirados, bool completo)
{
	json_int(w, "mirados", (int64_t)mirados);
	json_bool(w, "completo", completo);
}

void diferencias_write(struct buf *out, const struct comparacion *c)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	resumen(&w, c);
	json_array(&w, "clausulas");
	for (size_t i = 0; i < c->n; i++) {
		if (c->v[i].cambio == CAMBIO_NINGUNO)
			continue;
		json_object(&w, NULL);
		cotejo(&w, c, &c->v[i], true);
		json_object_end(&w);
	}
	json_array_end(&w);
	json_object_end(&w);
}

static void lista(struct json_writer *w, const char *key, const struct semejante *v, size_t n)
{
	json_array(w, key);
	for (size_t i = 0; i < n; i++) {
		json_object(w, NULL);
		semejante(w, &v[i]);
		if (v[i].diferencias)
			json_raw(w, "diferencias", v[i].diferencias);
		json_object_end(w);
	}
	json_array_end(w);
}

void parecidos_write(struct buf *out, const struct libro *l, const struct semejante *v, size_t n, size_t mirados, bool completo)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	cabecera(&w, l);
	mirados_y_fin(&w, mirados, completo);
	lista(&w, "datos", v, n);
	json_object_end(&w);
}

void parecidos_write_breve(struct buf *out, const struct semejante *v, size_t n, size_t mirados, bool completo)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	mirados_y_fin(&w, mirados, completo);
	lista(&w, "parecidos", v, n);
	json_object_end(&w);
}
