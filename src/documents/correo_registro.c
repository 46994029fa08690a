#include "documents/correo_registro.h"

#include <string.h>

#include "base/utf8.h"
#include "documents/correo_analisis.h"

/* ---- out ---- */

static void put(struct buf *b, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_putc(b, (char)(v >> (8 * i)));
}

static void put_text(struct buf *b, const char *s)
{
	const size_t n = s ? strlen(s) : 0;

	put(b, n, 4);
	buf_append(b, s ? s : "", n);
}

void correo_registro_encode(const struct correo *c, struct buf *out)
{
	BUF_AUTO b;

	buf_init(&b, CORREO_REGISTRO_MAX - CORREO_REGISTRO_CABEZA);
	put(&b, (uint64_t)c->hallazgo, 1);
	put(&b, c->automatico, 1);
	put(&b, (uint64_t)c->fecha, 8);
	const char *const texts[] = {c->message_id, c->de, c->de_nombre, c->responder_a, c->para, c->asunto, c->texto};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		put_text(&b, texts[i]);
	put(&b, c->n_autenticaciones, 2);
	for (size_t i = 0; i < c->n_autenticaciones; i++) {
		const struct correo_autenticacion *x = &c->autenticaciones[i];

		put_text(&b, x->servidor);
		put(&b, x->n, 2);
		for (size_t j = 0; j < x->n; j++) {
			put_text(&b, x->resultados[j].metodo);
			put_text(&b, x->resultados[j].resultado);
			put_text(&b, x->resultados[j].dominio);
		}
	}
	put(&b, c->n_partes, 2);
	for (size_t i = 0; i < c->n_partes; i++) {
		const struct correo_parte *x = &c->partes[i];

		put(&b, (uint64_t)x->clase, 1);
		put(&b, x->danada, 1);
		put(&b, (uint64_t)x->nivel, 1);
		put_text(&b, x->nombre);
		put_text(&b, x->tipo);
		put(&b, x->tamano, 8);
	}
	buf_puts(out, "DCO1");
	put(out, b.len, 4);
	buf_append(out, buf_str(&b), b.len);
	out->failed |= b.failed;
}

/* ---- in ---- */

struct entrada {
	const uint8_t *p;
	size_t left;
	struct arena *a;
	bool mal;
};

static uint64_t get(struct entrada *e, int bytes)
{
	uint64_t v = 0;

	if (e->left < (size_t)bytes) {
		e->mal = true;
		return 0;
	}
	for (int i = 0; i < bytes; i++)
		v |= (uint64_t)e->p[i] << (8 * i);
	e->p += bytes;
	e->left -= (size_t)bytes;
	return v;
}

/* Valid UTF-8 of at most `max` bytes that correo_texto_limpio would leave as it is. */
static const char *get_text(struct entrada *e, size_t max, bool lineas)
{
	const uint64_t n = get(e, 4);
	char *s;

	if (e->mal || n > max || n > e->left || memchr(e->p, '\0', (size_t)n) || !utf8_valid((const char *)e->p, (size_t)n)) {
		e->mal = true;
		return "";
	}
	s = arena_memdup(e->a, e->p, (size_t)n);
	e->p += n;
	e->left -= (size_t)n;
	const char *clean = s ? correo_texto_limpio(s, max, lineas, e->a) : NULL;
	e->mal |= !clean || strcmp(clean, s) != 0;
	return s ? s : "";
}

/* Visible ASCII without what would mean something in a header or an address list. */
static const char *get_token(struct entrada *e, size_t max)
{
	const char *s = get_text(e, max, false);

	for (const char *p = s; *p; p++)
		e->mal |= *p <= 0x20 || *p >= 0x7F || strchr("<>,;\"()\\", *p) != NULL;
	return s;
}

static void get_authentications(struct entrada *e, struct correo *c)
{
	c->n_autenticaciones = (size_t)get(e, 2);
	e->mal |= c->n_autenticaciones > CORREO_AUTENTICACIONES_MAX;
	c->autenticaciones = e->mal ? NULL : ARENA_ARRAY(e->a, c->n_autenticaciones, struct correo_autenticacion);
	e->mal |= !c->autenticaciones;
	for (size_t i = 0; i < c->n_autenticaciones && !e->mal; i++) {
		struct correo_autenticacion *x = &c->autenticaciones[i];

		x->servidor = get_text(e, 256, false);
		x->n = (size_t)get(e, 2);
		e->mal |= x->n > CORREO_RESULTADOS_MAX;
		x->resultados = e->mal ? NULL : ARENA_ARRAY(e->a, x->n, struct correo_resultado);
		e->mal |= !x->resultados;
		for (size_t j = 0; j < x->n && !e->mal; j++) {
			x->resultados[j].metodo = get_text(e, 256, false);
			x->resultados[j].resultado = get_text(e, 256, false);
			x->resultados[j].dominio = get_text(e, 256, false);
		}
	}
}

static void get_parts(struct entrada *e, uint64_t sobran, struct correo *c)
{
	uint64_t at = 0;

	c->n_partes = (size_t)get(e, 2);
	e->mal |= c->n_partes > CORREO_PARTES_MAX || (c->hallazgo != CORREO_NINGUNO && c->n_partes > 0);
	c->partes = e->mal ? NULL : ARENA_ARRAY(e->a, c->n_partes, struct correo_parte);
	e->mal |= !c->partes;
	for (size_t i = 0; i < c->n_partes && !e->mal; i++) {
		struct correo_parte *x = &c->partes[i];
		const uint64_t clase = get(e, 1), danada = get(e, 1), nivel = get(e, 1);

		e->mal |= clase >= CORREO_PARTE_CLASE_COUNT || danada > 1 || nivel > CORREO_NIVELES_MAX;
		x->clase = (enum correo_parte_clase)(e->mal ? 0 : clase);
		x->danada = danada == 1;
		x->nivel = (int)nivel;
		x->nombre = get_text(e, (size_t)4 * CORREO_NOMBRE_MAX, false);
		x->tipo = get_token(e, 127);
		x->tamano = get(e, 8);
		x->inicio = at;
		e->mal |= strpbrk(x->nombre, "/\\") != NULL || *x->tipo == '\0' || x->tamano > sobran - at;
		e->mal |= x->tamano > 0 && x->clase != CORREO_PARTE_ADJUNTO && x->clase != CORREO_PARTE_INCRUSTADA;
		at += e->mal ? 0 : x->tamano;
	}
	e->mal |= at != sobran;
}

size_t correo_registro_largo(const uint8_t cabeza[static CORREO_REGISTRO_CABEZA])
{
	struct entrada e = {.p = cabeza + 4, .left = 4};
	const uint64_t n = get(&e, 4);

	if (memcmp(cabeza, "DCO1", 4) != 0 || n > CORREO_REGISTRO_MAX - CORREO_REGISTRO_CABEZA)
		return 0;
	return (size_t)n + CORREO_REGISTRO_CABEZA;
}

bool correo_registro_decode(const uint8_t *p, size_t n, uint64_t sobran, struct arena *a, struct correo *out)
{
	struct entrada e = {.p = p, .left = n, .a = a};
	struct correo c = {0};

	if (n < CORREO_REGISTRO_CABEZA || correo_registro_largo(p) != n)
		return false;
	(void)get(&e, 8);
	const uint64_t hallazgo = get(&e, 1), automatico = get(&e, 1);
	/* The last three findings are the parent's to make. */
	if (hallazgo >= CORREO_TAMANO || automatico > 1)
		return false;
	c.hallazgo = (enum correo_hallazgo)hallazgo;
	c.automatico = automatico == 1;
	c.fecha = (instante_t)get(&e, 8);
	c.message_id = get_token(&e, CORREO_ID_MAX);
	c.de = get_token(&e, CORREO_DIRECCION_MAX);
	c.de_nombre = get_text(&e, (size_t)4 * CORREO_NOMBRE_MAX, false);
	c.responder_a = get_token(&e, CORREO_DIRECCION_MAX);
	c.para = get_text(&e, 4096, false);
	c.asunto = get_text(&e, (size_t)4 * CORREO_ASUNTO_MAX, false);
	c.texto = get_text(&e, CORREO_TEXTO_MAX, true);
	get_authentications(&e, &c);
	if (!e.mal)
		get_parts(&e, sobran, &c);
	/* A message that nobody sent has a finding. */
	if (e.mal || e.left > 0 || (c.hallazgo == CORREO_NINGUNO && *c.de == '\0'))
		return false;
	*out = c;
	return true;
}
