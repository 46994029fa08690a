/*
 * What is new in the registry, as an Atom feed (RFC 4287, paged as RFC 5005 §3 says): every act is an entry, the latest first. An act never changes, so an
 * entry never does; the identifier is made of the act's hash, and stays the same wherever the feed is served from.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/licencia.h"
#include "http/recursos.h"
#include "http/registro_vista.h"
#include "http/solicitud.h"

#define RUTA "/v1/registro/novedades.atom"
#define CUERPO_MAX ((size_t)16 << 20)
#define DIRECCION_MAX ((size_t)8 << 10)
#define CURSOR_DIGITOS 18

struct novedades {
	const char *raiz; /* address of the service, without a closing slash */
	int64_t tamano;
	instante_t ultimo;
	int64_t antes_de; /* -1: from the latest on */
	int limite;
	struct registro_novedad *v;
	size_t n;
	struct asiento_vista *asientos;
};

/* "a<n>": acts before the one at n. */
static enum status read_cursor(struct exchange *ex, struct novedades *p)
{
	const char *s = exchange_query(ex, "cursor");
	p->antes_de = -1;
	if (!s)
		return STATUS_OK;
	const size_t n = strspn(s + (*s == 'a'), "0123456789");
	const bool bien = *s == 'a' && n >= 1 && n <= CURSOR_DIGITOS && s[n + 1] == '\0' && s[1] != '0';
	p->antes_de = bien ? strtoll(s + 1, NULL, 10) : -1;
	return bien && p->antes_de <= p->tamano ? STATUS_OK : solicitud_cursor_ajeno(ex);
}

static enum status read_request(struct exchange *ex, struct obrero *o, struct novedades *p)
{
	p->raiz = solicitud_raiz(ex);
	enum status st = exchange_query_only(ex, (const char *const[]){"cursor", "limite", NULL});
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &p->limite);
	if (st == STATUS_OK)
		st = registro_end(o->db, &p->tamano, &p->ultimo, &ex->err);
	return st == STATUS_OK ? read_cursor(ex, p) : st;
}

static enum status load(struct exchange *ex, struct obrero *o, struct novedades *p, struct arena *a)
{
	enum status st = registro_news(o->db, p->antes_de, p->limite, a, &p->v, &p->n, &ex->err);
	p->asientos = st == STATUS_OK ? ARENA_ARRAY(a, p->n, struct asiento_vista) : NULL;
	if (st == STATUS_OK && !p->asientos)
		st = error_set(&ex->err, PROBLEM_SATURADO);
	for (size_t i = 0; i < p->n && st == STATUS_OK; i++) {
		const struct registro_ficha f = {
			.numero = p->v[i].asiento, .datos = p->v[i].datos, .region = "", .hasta = INSTANTE_NINGUNO};
		st = asiento_vista_make(&f, DIA_NINGUNO, a, &p->asientos[i], &ex->err);
	}
	return st;
}

/* ---- XML ---- */

static void element(struct buf *out, const char *name, const char *text)
{
	buf_printf(out, "<%s>", name);
	xml_text(out, text);
	buf_printf(out, "</%s>\n", name);
}

static void moment(struct buf *out, const char *name, instante_t t)
{
	char iso[INSTANTE_LEN];
	instante_format(t, iso);
	element(out, name, iso);
}

/* The first 16 bytes of the act's hash as a UUID of version 8 (RFC 9562 §5.8): one for each act, for ever. */
static void identifier(struct buf *out, const struct sha256 *hash)
{
	struct uuid u;
	char texto[UUID_LEN];
	memcpy(u.b, hash->b, sizeof u.b);
	u.b[6] = (uint8_t)(0x80 | (u.b[6] & 0x0F));
	u.b[8] = (uint8_t)(0x80 | (u.b[8] & 0x3F));
	uuid_format(&u, texto);
	buf_printf(out, "<id>urn:uuid:%s</id>\n", texto);
}

static void link(struct buf *out, const char *rel, const char *type, const char *raiz, const char *path)
{
	buf_printf(out, "<link rel=\"%s\" type=\"%s\" href=\"", rel, type);
	xml_text(out, raiz);
	xml_text(out, path);
	buf_puts(out, "\"/>\n");
}

/* A page of this feed; antes_de -1: the first. */
static void page_link(struct buf *out, const struct novedades *p, const char *rel, int64_t antes_de)
{
	BUF_AUTO b;
	buf_init(&b, DIRECCION_MAX);
	buf_printf(&b, RUTA "?limite=%d", p->limite);
	if (antes_de >= 0)
		buf_printf(&b, "&cursor=a%lld", (long long)antes_de);
	link(out, rel, "application/atom+xml", p->raiz, buf_str(&b));
}

/* Acts have consecutive places, so every page's neighbours are known. */
static void page_links(struct buf *out, const struct novedades *p)
{
	page_link(out, p, "self", p->antes_de);
	page_link(out, p, "first", -1);
	if (p->antes_de >= 0)
		page_link(out, p, "previous", p->antes_de + p->limite < p->tamano ? p->antes_de + p->limite : -1);
	if (p->n && p->v[p->n - 1].indice > 0)
		page_link(out, p, "next", p->v[p->n - 1].indice);
}

static void summary(struct buf *out, const struct asiento_vista *v)
{
	BUF_AUTO b;
	buf_init(&b, REGISTRO_HOJA_MAX);
	asiento_parties(&b, &v->d, true);
	if (*v->entidad)
		buf_printf(&b, " (%s)", v->entidad);
	buf_puts(&b, "; ");
	asiento_parties(&b, &v->d, false);
	if (*v->pais)
		buf_printf(&b, " (%s)", v->pais);
	buf_puts(&b, ". Firma: ");
	asiento_date(&b, v->d.fecha_firma, v->d.precision_fecha);
	buf_puts(&b, ".");
	out->failed = out->failed || b.failed;
	element(out, "summary", buf_str(&b));
}

static void entry(struct buf *out, const struct novedades *p, size_t i)
{
	const struct registro_novedad *n = &p->v[i];
	const struct asiento_vista *v = &p->asientos[i];
	BUF_AUTO b;
	buf_init(&b, REGISTRO_HOJA_MAX);
	buf_puts(out, "<entry>\n");
	identifier(out, &n->hash);
	buf_printf(&b, "%s: %s", vocabulario_titulo(&vocabulario_registro_acto, (int)n->acto), n->asiento);
	if (v->d.denominacion)
		buf_printf(&b, ", %s", v->d.denominacion);
	element(out, "title", buf_str(&b));
	moment(out, "updated", n->registrado_en);
	moment(out, "published", n->registrado_en);
	buf_reset(&b);
	asiento_path(&b, n->asiento);
	link(out, "alternate", "text/html", p->raiz, buf_str(&b));
	buf_puts(&b, "/actos");
	link(out, "related", "application/json", p->raiz, buf_str(&b));
	buf_printf(out, "<category term=\"%s\" label=\"", vocabulario_slug(&vocabulario_registro_acto, (int)n->acto));
	xml_text(out, vocabulario_titulo(&vocabulario_registro_acto, (int)n->acto));
	buf_puts(out, "\"/>\n");
	summary(out, v);
	buf_puts(out, "</entry>\n");
	out->failed = out->failed || b.failed;
}

static void write_feed(struct buf *out, const struct novedades *p)
{
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"es-MX\">\n<id>");
	xml_text(out, p->raiz);
	buf_puts(out,
		RUTA "</id>\n<title>Registro de Acuerdos Interinstitucionales: novedades</title>\n"
		     "<subtitle>Inscripciones, cargas y anotaciones, de la más reciente a la más antigua</subtitle>\n");
	moment(out, "updated", p->n ? p->v[0].registrado_en : 0);
	buf_puts(out,
		"<author><name>" PUBLICADOR_NOMBRE "</name><uri>" PUBLICADOR_URI "</uri></author>\n<rights>" LICENCIA_NOMBRE
		"</rights>\n<link rel=\"license\" href=\"" LICENCIA_URI "\"/>\n");
	link(out, "alternate", "text/html", p->raiz, "/v1/registro");
	page_links(out, p);
	for (size_t i = 0; i < p->n; i++)
		entry(out, p, i);
	buf_puts(out, "</feed>\n");
}

enum status recurso_listar_novedades(struct exchange *ex, void *worker)
{
	struct novedades p = {0};
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	enum status st = read_request(ex, worker, &p);
	if (st != STATUS_OK)
		return st;
	ARENA_AUTO *a = arena_create(REGISTRO_PAGINA_ARENA);
	st = a ? load(ex, worker, &p, a) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st != STATUS_OK)
		return st;
	write_feed(&out, &p);
	const char *etag = out.failed ? NULL : solicitud_etag(ex, &out);
	if (!etag)
		return error_set(&ex->err, PROBLEM_SATURADO);
	if (!solicitud_public_version(ex, etag, p.n ? p.v[0].registrado_en : INSTANTE_NINGUNO, true))
		exchange_body(ex, 200, "application/atom+xml; charset=utf-8", &out);
	return STATUS_OK;
}
