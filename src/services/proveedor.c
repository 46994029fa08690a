#include "services/proveedor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/tipos.h"
#include "services/cuentas_interno.h"
#include "services/identidad.h"
#include "services/proveedor_interno.h"
#include "store/externas.h"

#define PREFIJO_ENTRADA "dp_"
#define NOMBRE_MAX 200
#define SUJETO_MAX 255
#define CODIGO_MAX 2048

static const struct proveedor_clase *const clases[] = {&proveedor_oidc, &proveedor_llavemx};
#define CLASES (sizeof clases / sizeof *clases)

/* ---- for the kinds ---- */

enum status proveedor_ausente(struct error *err, const char *motivo)
{
	err->interno = arena_printf(err->arena, "proveedor: %s", motivo);
	return error_set(err, PROBLEM_PROVEEDOR_NO_DISPONIBLE);
}

enum status proveedor_ajeno(struct error *err, const char *por)
{
	err->interno = por;
	return error_set(err, PROBLEM_ENTRADA_INVALIDA);
}

enum status proveedor_mal_puesto(struct error *err, const char *clave, const char *valor, const char *motivo)
{
	return error_set(err, PROBLEM_CONFIGURACION_INVALIDA, clave, valor, motivo);
}

void proveedor_parametro(struct buf *b, const char *nombre, const char *valor)
{
	buf_printf(b, "%s=", nombre);
	remoto_escapar(b, valor);
	buf_putc(b, '&');
}

bool proveedor_igual(const char *a, const char *b)
{
	struct sha256 x, y;
	sha256_of(a, strlen(a), &x);
	sha256_of(b, strlen(b), &y);
	return sha256_equal(&x, &y);
}

/* ---- configuration ---- */

static char *read_secret(const struct config *c, bool *ok)
{
	char linea[1002] = "";
	*ok = true;
	if (!*c->proveedor_secreto_archivo)
		return strdup(c->proveedor_secreto);
	FILE *f = fopen(c->proveedor_secreto_archivo, "re");
	*ok = f && fgets(linea, sizeof linea, f);
	if (f)
		fclose(f);
	linea[strcspn(linea, "\r\n")] = '\0';
	char *out = strdup(linea);
	explicit_bzero(linea, sizeof linea);
	return out;
}

static enum status load(struct proveedor *p, const struct config *c, struct error *err)
{
	const char *motivo;
	char donde[200];
	int linea;
	bool ok;
	size_t n = strlen(c->url_publica);
	while (n > 0 && c->url_publica[n - 1] == '/')
		n--;
	if (!remoto_url_valida(p->emisor))
		return proveedor_mal_puesto(err, p->clase->emisor_de, p->emisor, "debe ser https, o http en la propia máquina");
	if (!*c->proveedor_cliente)
		return proveedor_mal_puesto(err, "proveedor_cliente", "", "es necesario con un proveedor de identidad");
	enum status st = p->clase->comprobar ? p->clase->comprobar(c, err) : STATUS_OK;
	if (st != STATUS_OK)
		return st;
	p->secreto = read_secret(c, &ok);
	if (!ok)
		return proveedor_mal_puesto(err, "proveedor_secreto_archivo", c->proveedor_secreto_archivo, "no se puede leer");
	if (!mapa_load(c->proveedor_mapa, &p->mapa, &linea, &motivo)) {
		snprintf(donde, sizeof donde, "%s%.0d%s%s", linea > 0 ? "renglón " : "", linea > 0 ? linea : 0, linea > 0 ? ": " : "",
			motivo);
		return proveedor_mal_puesto(err, "proveedor_mapa", c->proveedor_mapa, donde);
	}
	p->config = c;
	p->remoto = (struct remoto){.ca = c->proveedor_ca, .plazo_ms = c->proveedor_plazo_ms};
	if (asprintf(&p->regreso, "%.*s/v1/sesiones/proveedor/regreso", (int)n, c->url_publica) < 0)
		p->regreso = NULL;
	return p->secreto && p->regreso ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status proveedor_create(const struct config *c, struct proveedor **out, struct error *err)
{
	const struct proveedor_clase *clase = NULL;
	*out = NULL;
	for (size_t i = 0; i < CLASES; i++) {
		const char *emisor = clases[i]->emisor(c);
		if (*emisor && clase)
			return proveedor_mal_puesto(err, clases[i]->emisor_de, emisor, "ya hay otro proveedor de identidad: se usa uno");
		clase = *emisor ? clases[i] : clase;
	}
	struct proveedor *p = clase ? calloc(1, sizeof *p) : NULL;
	if (!p)
		return clase ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
	pthread_mutex_init(&p->mx, NULL);
	p->clase = clase;
	p->emisor = clase->emisor(c);
	enum status st = load(p, c, err);
	if (st == STATUS_OK)
		*out = p;
	else
		proveedor_destroy(p);
	return st;
}

void proveedor_destroy(struct proveedor *p)
{
	if (!p)
		return;
	oidc_olvidar(&p->conocido);
	mapa_free(&p->mapa);
	if (p->secreto)
		explicit_bzero(p->secreto, strlen(p->secreto));
	free(p->secreto);
	free(p->regreso);
	pthread_mutex_destroy(&p->mx);
	free(p);
}

/* ---- going ---- */

static void derive(const char *cookie, struct proveedor_ida *ida)
{
	opaco_derivar(cookie, "state", ida->state);
	opaco_derivar(cookie, "nonce", ida->nonce);
	opaco_derivar(cookie, "pkce", ida->verificador);
	opaco_reto(ida->verificador, ida->reto);
}

enum status proveedor_ir(struct proveedor *p, char cookie[static OPACO_LEN], const char **url, struct arena *a, struct error *err)
{
	struct sha256 sha;
	struct proveedor_ida ida;
	BUF_AUTO b;
	buf_init(&b, 8192);
	opaco_generar(PREFIJO_ENTRADA, cookie, &sha);
	derive(cookie, &ida);
	enum status st = p->clase->direccion(p, &ida, &b, err);
	if (st != STATUS_OK)
		return st;
	*url = b.failed ? NULL : arena_strdup(a, buf_str(&b));
	return *url ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

/* ---- who that is here ---- */

/* Text for the directory: no controls, cut at a character's end; NULL when there is none. */
static const char *plain(struct arena *a, const char *s)
{
	size_t n = 0, letras = 0;
	if (!s || !*s || !utf8_valid(s, strlen(s)) || utf8_has_control(s) || strpbrk(s, "\n\t"))
		return NULL;
	for (; s[n] && letras <= NOMBRE_MAX; n++)
		letras += ((unsigned char)s[n] & 0xC0) != 0x80;
	while (letras > NOMBRE_MAX)
		letras -= ((unsigned char)s[--n] & 0xC0) != 0x80;
	return arena_memdup(a, s, n);
}

static bool subject_ok(const char *sub)
{
	return sub && *sub && strlen(sub) <= SUJETO_MAX && utf8_valid(sub, strlen(sub)) && !utf8_has_control(sub) && !strpbrk(sub, "\n\t");
}

bool proveedor_externa(
	const char *emisor, const struct proveedor_persona *que, const struct mapa_regla *regla, struct arena *a, struct externa *out)
{
	const char *nombre = plain(a, que->nombre), *correo = que->correo ? identificador_normal(a, que->correo) : NULL;
	*out = (struct externa){.emisor = emisor,
		.sujeto = subject_ok(que->sujeto) ? arena_strdup(a, que->sujeto) : NULL,
		.nombre = nombre ? nombre : "(sin nombre)",
		.correo = correo && correo_valido(correo) ? correo : NULL,
		.organizacion = regla->organizacion,
		.rol = regla->rol};
	return out->sujeto != NULL;
}

static enum status settle_person(struct obrero *o, const struct proveedor *p, const struct proveedor_persona *que, struct arena *a,
	struct uuid *quien, struct error *err)
{
	struct externa e;
	if (!subject_ok(que->sujeto))
		return proveedor_ajeno(err, "proveedor: no dice quién es, o no como se pueda guardar");
	const struct mapa_regla *regla = mapa_find(&p->mapa, que->claims);
	if (!regla)
		return error_set(err, PROBLEM_SIN_FUNCION);
	if (!proveedor_externa(p->emisor, que, regla, a, &e))
		return error_set(err, PROBLEM_INTERNO);
	e.dicho_en = reloj_now();
	return externas_persona(o->db, &e, reloj_now(), quien, err);
}

enum status proveedor_volver(struct obrero *o, struct proveedor *p, const struct proveedor_regreso *r, const struct sesion_origen *de,
	struct arena *a, struct sesion_nueva *out, struct error *err)
{
	char cookie[OPACO_LEN];
	struct proveedor_ida ida;
	struct sha256 sha;
	struct uuid quien = {{0}};
	bool hay;
	struct proveedor_persona que = {0};
	if (!credencial_cookie(de->cookie, ENTRADA_COOKIE, PREFIJO_ENTRADA, cookie, &sha, &hay))
		return proveedor_ajeno(err, "proveedor: sin la cookie de la entrada");
	derive(cookie, &ida);
	if (!r->state || !proveedor_igual(r->state, ida.state))
		return proveedor_ajeno(err, "proveedor: state");
	if (r->iss && strcmp(r->iss, p->emisor) != 0) /* RFC 9207 */
		return proveedor_ajeno(err, "proveedor: iss");
	if (r->error)
		return error_set(err, PROBLEM_PROVEEDOR_NEGO);
	if (!r->code || !*r->code || strlen(r->code) > CODIGO_MAX)
		return proveedor_ajeno(err, "proveedor: code");
	enum status st = p->clase->persona(p, r->code, &ida, a, &que, err);
	if (st == STATUS_OK)
		st = settle_person(o, p, &que, a, &quien, err);
	jose_claims_free(que.claims);
	return st == STATUS_OK ? sesion_abrir(o, &quien, "proveedor", de, a, out, err) : st;
}
