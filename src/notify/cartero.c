#include "notify/cartero.h"

#include <stdio.h>
#include <string.h>

#include "domain/procedimiento.h"
#include "notify/carta.h"
#include "notify/mensaje.h"
#include "store/avisos.h"

#define ARRIENDO_EXTRA_MS 30000
#define VIDA_US (INT64_C(72) * 3600 * 1000000)
#define ESPERA_MAX_MS (INT64_C(6) * 3600 * 1000)
#define ASUNTO_MAX ((size_t)500)
#define CUERPO_MAX ((size_t)256 * 1024)
#define MENSAJE_MAX ((size_t)1 << 20)
#define MESA_MAX 50
#define ESPERAN_MAX 32
#define AVISO_REPETIDO \
	"Es posible que ya haya recibido este mensaje: no se pudo confirmar su envío anterior. Es el mismo; no tiene que hacer nada dos " \
	"veces."

/* ---- values ---- */

static const char *date_text(dia_t d, struct arena *a)
{
	static const char *const meses[] = {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
		"octubre", "noviembre", "diciembre"};
	if (d == DIA_NINGUNO)
		return "";
	const struct civil c = dia_to_civil(d);
	return arena_printf(a, "%d de %s de %d", c.dia, meses[c.mes - 1], c.anio);
}

static const char *day_of(instante_t t, struct arena *a)
{
	const dia_t d = instante_dia(t);
	return date_text(d, a);
}

struct valores {
	struct carta_dato v[14];
	size_t n;
};

static void put(struct valores *x, const char *nombre, const char *valor)
{
	x->v[x->n++] = (struct carta_dato){nombre, valor};
}

static void event_values(const struct cartero *c, const struct aviso_correo *v, struct valores *x, struct arena *a)
{
	char id[UUID_LEN], doc[UUID_LEN];
	uuid_format(&v->expediente, id);
	uuid_format(&v->documento, doc);
	const enum acto_tipo acto = (enum acto_tipo)vocabulario_find(&vocabulario_acto, v->tipo);
	put(x, "acto", vocabulario_titulo(&vocabulario_acto, (int)acto));
	put(x, "folio", *v->folio ? v->folio : "sin folio todavía");
	put(x, "denominacion", v->denominacion);
	put(x, "fecha", day_of(v->ocurrido_en, a));
	put(x, "vence", date_text(v->vence, a));
	put(x, "meses", strncmp(v->tipo, "vigencia.", 9) == 0 ? v->tipo + 9 : "");
	put(x, "enlace", arena_printf(a, "%s/expedientes/%s", c->raiz, id));
	/* To its place on the page: a browser that comes from a mail brings no session of SameSite=Strict, and the page asks with it. */
	put(x, "documento", uuid_is_nil(&v->documento) ? "" : arena_printf(a, "%s/expedientes/%s#documento-%s", c->raiz, id, doc));
	put(x, "verificacion", *v->codigo ? arena_printf(a, "%s/v1/verificacion/%s", c->raiz, v->codigo) : "");
}

/* *hay false: nothing is on the table. */
static enum status table_values(const struct cartero *c, struct db *db, const struct aviso_correo *v, struct valores *x, struct arena *a,
	bool *hay, struct error *err)
{
	const char *oficina = v->rol == ROL_DGCP ? "dgcp" : "cja";
	struct mesa_fila *f = NULL;
	size_t n = 0;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	enum status st = avisos_table(db, oficina, &v->usuario, MESA_MAX + 1, a, &f, &n, err);
	*hay = n > 0;
	if (st != STATUS_OK || !*hay)
		return st;
	for (size_t i = 0; i < n && i < MESA_MAX; i++) {
		const enum estado e = (enum estado)vocabulario_find(&vocabulario_estado, f[i].estado);
		buf_printf(&b, "%s- %s · %s · %s · %s", i ? "\n" : "", *f[i].folio ? f[i].folio : "sin folio", f[i].denominacion,
			f[i].organizacion, vocabulario_titulo(&vocabulario_estado, (int)e));
		if (f[i].vence != DIA_NINGUNO)
			buf_printf(&b, " · %s el %s", f[i].vence < v->dia ? "venció" : "vence", date_text(f[i].vence, a));
	}
	put(x, "fecha", date_text(v->dia, a));
	put(x, "mesa", arena_strdup(a, buf_str(&b)));
	put(x, "cuantos", n == 1 ? "un expediente" : n > MESA_MAX ? "más de 50 expedientes" : arena_printf(a, "%zu expedientes", n));
	put(x, "enlace", arena_printf(a, "%s/v1/expedientes?turno=%s", c->raiz, oficina));
	return b.failed ? error_set(err, PROBLEM_SATURADO) : STATUS_OK;
}

/* ---- one mail ---- */

static enum status write_mail(const struct cartero *c, const struct aviso_correo *v, const char *clase, const struct valores *x,
	struct buf *out, struct error *err)
{
	const char *plantilla = clase ? carta_plantilla(clase) : NULL;
	BUF_AUTO asunto;
	BUF_AUTO texto;
	BUF_AUTO html;
	char id[UUID_LEN];
	buf_init(&asunto, ASUNTO_MAX);
	buf_init(&texto, CUERPO_MAX);
	buf_init(&html, CUERPO_MAX);
	if (!plantilla || !carta_write(plantilla, x->v, x->n, v->repetido ? AVISO_REPETIDO : NULL, &asunto, &texto, &html)) {
		err->interno = "notify: the template is at fault";
		return error_set(err, PROBLEM_INTERNO);
	}
	uuid_format(&v->id, id);
	return mensaje_write(&(struct mensaje_saliente){.de = c->remitente,
				     .a = v->correo,
				     .asunto = buf_str(&asunto),
				     .en_respuesta_a = "",
				     .id = id,
				     .texto = buf_str(&texto),
				     .html = buf_str(&html),
				     .fecha = v->creado_en},
		out, err);
}

static int64_t backoff(const struct cartero *c, int intentos)
{
	int64_t ms = c->espera_ms;
	for (int i = 1; i < intentos && ms < ESPERA_MAX_MS; i++)
		ms *= 2;
	return ms < ESPERA_MAX_MS ? ms : ESPERA_MAX_MS;
}

static enum status send_mail(const struct cartero *c, struct db *db, const struct aviso_correo *v, const struct buf *bytes, struct arena *a,
	struct cartero_paso *paso, struct error *err)
{
	char motivo[SERVIDOR_MOTIVO_LEN] = "", id[UUID_LEN];
	uuid_format(&v->id, id);
	const char *arroba = strrchr(c->remitente, '@');
	const char *sobre = c->rebotes && arroba
		? arena_printf(a, "%.*s" AVISO_REBOTE "%s%s", (int)(arroba - c->remitente), c->remitente, id, arroba)
		: "";
	if (!sobre)
		return error_set(err, PROBLEM_SATURADO);
	const enum smtp_resultado r = smtp_send(&c->smtp, sobre, v->correo, buf_str(bytes), bytes->len, motivo);
	paso->enviado = r == SMTP_ENVIADO;
	paso->motivo = arena_strdup(a, motivo);
	if (paso->enviado)
		return avisos_end(db, v, "enviado", 0, "", false, err);
	const bool fin = r == SMTP_RECHAZADO || reloj_now() - v->creado_en > VIDA_US;
	return avisos_end(db, v, fin ? "fallido" : "pendiente", backoff(c, v->intentos), motivo, r == SMTP_INCIERTO, err);
}

static enum status handle(
	const struct cartero *c, struct db *db, const struct aviso_correo *v, struct arena *a, struct cartero_paso *paso, struct error *err)
{
	struct valores x = {.n = 0};
	BUF_AUTO bytes;
	buf_init(&bytes, MENSAJE_MAX);
	bool hay = true;
	const bool resumen = v->dia != DIA_NINGUNO;
	enum status st = STATUS_OK;
	put(&x, "nombre", v->nombre);
	put(&x, "organizacion", v->organizacion);
	if (resumen)
		st = table_values(c, db, v, &x, a, &hay, err);
	else
		event_values(c, v, &x, a);
	if (st != STATUS_OK)
		return st;
	if (!hay)
		return avisos_end(db, v, "omitido", 0, "", false, err);
	struct error propio; /* what is wrong with one mail is kept in its row, and stops nothing else */
	error_init(&propio, a);
	if (write_mail(c, v, resumen ? "resumen" : carta_de_evento(v->tipo), &x, &bytes, &propio) == STATUS_OK)
		return send_mail(c, db, v, &bytes, a, paso, err);
	paso->motivo = propio.interno ? propio.interno : "could not be written";
	return avisos_end(db, v, "fallido", 0, paso->motivo, false, err);
}

enum status cartero_step(const struct cartero *c, struct db *db, struct arena *a, struct cartero_paso *paso, struct error *err)
{
	const char *esperan[ESPERAN_MAX], *tipo;
	size_t n = 0;
	bool sellado;
	struct aviso_correo v;
	*paso = (struct cartero_paso){0};
	for (size_t i = 0; c->espera_sello_s > 0 && n < ESPERAN_MAX && (tipo = carta_tipo_en(i, &sellado)); i++)
		if (sellado)
			esperan[n++] = tipo;
	enum status st =
		avisos_take(db, c->smtp.plazo_s * 1000 + ARRIENDO_EXTRA_MS, esperan, n, c->espera_sello_s, a, &v, &paso->hubo, err);
	return st == STATUS_OK && paso->hubo ? handle(c, db, &v, a, paso, err) : st;
}
