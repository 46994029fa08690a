#include "services/directorio.h"

#include <string.h>

#include "base/utf8.h"
#include "codec/tipos.h"
#include "services/correo.h"
#include "services/directorio_diario.h"
#include "store/certificados_cliente.h"
#include "store/suscripciones.h"

#define PALABRAS_MAX 10

static struct uuid new_id(void)
{
	return uuid_v7(reloj_now() / 1000);
}

static void check_text(const char *s, const char *pointer, size_t max, const char *max_texto, bool required, struct error *err)
{
	size_t n = s ? strlen(s) : 0;
	if (n == 0 && required)
		error_add(err, pointer, MENSAJE_REQUERIDO);
	else if (n > 0 && (!utf8_valid(s, n) || utf8_has_control(s) || strpbrk(s, "\n\t")))
		error_add(err, pointer, MENSAJE_CARACTERES);
	else if (n > 0 && utf8_length(s) > max)
		error_add(err, pointer, MENSAJE_LARGO_MAX, max_texto);
}

static enum status checked(struct error *err)
{
	return err->n_items ? error_set(err, PROBLEM_CUERPO_INVALIDO) : STATUS_OK;
}

static bool entidad_valida(const char *s)
{
	if (strlen(s) != 2 || s[0] < '0' || s[0] > '3' || s[1] < '0' || s[1] > '9')
		return false;
	int n = (s[0] - '0') * 10 + s[1] - '0';
	return n >= 1 && n <= 32;
}

static void check_organisation(const struct organizacion *o, struct error *err)
{
	check_text(o->nombre, "/nombre", 300, "300", true, err);
	check_text(o->siglas, "/siglas", 40, "40", false, err);
	check_text(o->municipio, "/municipio", 200, "200", false, err);
}

static void check_level(const struct organizacion *o, struct error *err)
{
	bool federal = o->nivel && strcmp(o->nivel, "federal") == 0;
	bool hay = o->cve_ent && *o->cve_ent;
	if (!o->nivel || !*o->nivel)
		error_add(err, "/nivel", MENSAJE_REQUERIDO);
	else if (!federal && strcmp(o->nivel, "estatal") != 0 && strcmp(o->nivel, "municipal") != 0)
		error_add(err, "/nivel", MENSAJE_ENUM, "municipal, estatal, federal");
	else if (federal && hay)
		error_add(err, "/cve_ent", MENSAJE_NO_CORRESPONDE);
	else if (!federal && !hay)
		error_add(err, "/cve_ent", MENSAJE_REQUERIDO);
	if (!federal && hay && !entidad_valida(o->cve_ent))
		error_add(err, "/cve_ent", MENSAJE_ENTIDAD);
}

/* ---- organisations ---- */

enum status organizacion_alta(struct db *db, const struct gestion *g, struct organizacion *o, struct error *err)
{
	check_organisation(o, err);
	check_level(o, err);
	enum status st = checked(err);
	if (st == STATUS_OK)
		st = gestion_begin(db, err);
	if (st != STATUS_OK)
		return st;
	o->id = new_id();
	o->activa = true;
	o->version = 1;
	st = directorio_organizacion_create(db, o, err);
	const struct gestion_hecho h = {.tipo = SEGURIDAD_ORGANIZACION,
		.objeto = "organizacion",
		.id = &o->id,
		.datos = directorio_diario_organizacion(NULL, o, err->arena),
		.hecho = o};
	return gestion_end(db, g, st, &h, err->arena, err);
}

/* Of the row as it is: the version that the caller saw, unless any will do. */
static enum status check_seen(int vista, int version, struct error *err)
{
	return vista == 0 || vista == version ? STATUS_OK
					      : error_set(err, PROBLEM_VERSION_OBSOLETA, arena_printf(err->arena, "%d", version));
}

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Under the lock, after a change that took an administrator away. */
static enum status check_administrators(struct db *db, struct error *err)
{
	int quedan = 0;
	enum status st = directorio_administradores(db, &quedan, err);
	return st == STATUS_OK && quedan == 0 ? error_set(err, PROBLEM_ULTIMA_ADMINISTRACION) : st;
}

/* Demanding a certificate begins when there is one to come with; that the last one ends later opens nothing. */
static enum status check_certificate(struct db *db, const struct organizacion *antes, const struct organizacion *o, struct error *err)
{
	int vivos, vigentes = 0;
	if (antes->exige_certificado || !o->exige_certificado)
		return STATUS_OK;
	enum status st = certificados_cliente_count(db, &o->id, reloj_now(), &vivos, &vigentes, err);
	return st == STATUS_OK && vigentes == 0 ? error_set(err, PROBLEM_SIN_CERTIFICADO_VIGENTE) : st;
}

static enum status change_organisation(
	struct db *db, const struct organizacion *antes, struct organizacion *o, bool *igual, struct error *err)
{
	int habia = 0;
	*igual = same_text(antes->nombre, o->nombre) && same_text(antes->siglas, o->siglas) && same_text(antes->municipio, o->municipio) &&
		antes->activa == o->activa && antes->exige_certificado == o->exige_certificado;
	if (*igual)
		return STATUS_OK;
	const bool cierra = antes->activa && !o->activa;
	enum status st = check_certificate(db, antes, o, err);
	if (st == STATUS_OK && cierra)
		st = directorio_administradores(db, &habia, err);
	if (st == STATUS_OK)
		st = directorio_organizacion_change(db, o, err);
	if (st == STATUS_OK && habia > 0)
		st = check_administrators(db, err);
	o->version++;
	return st;
}

enum status organizacion_cambiar(struct db *db, const struct gestion *g, struct organizacion *o, struct error *err)
{
	struct organizacion antes;
	bool igual = false;
	check_organisation(o, err);
	enum status st = checked(err);
	if (st == STATUS_OK)
		st = gestion_begin(db, err);
	if (st != STATUS_OK)
		return st;
	st = directorio_organizacion(db, &o->id, err->arena, &antes, err);
	if (st == STATUS_OK)
		st = check_seen(o->version, antes.version, err);
	if (st == STATUS_OK) {
		o->nivel = antes.nivel;
		o->cve_ent = antes.cve_ent;
		o->version = antes.version;
		o->creada_en = antes.creada_en;
		st = change_organisation(db, &antes, o, &igual, err);
	}
	const struct gestion_hecho h = {.tipo = SEGURIDAD_ORGANIZACION,
		.objeto = "organizacion",
		.id = &o->id,
		.datos = st == STATUS_OK ? directorio_diario_organizacion(&antes, o, err->arena) : NULL,
		.hecho = o,
		.sin_cambio = igual};
	return gestion_end(db, g, st, &h, err->arena, err);
}

/* ---- people ---- */

static bool nivel_de_rol(enum rol rol, const char *nivel)
{
	bool federal = strcmp(nivel, "federal") == 0, estatal = strcmp(nivel, "estatal") == 0;
	switch (rol) {
	case ROL_GOBIERNO_LOCAL:
		return !federal;
	case ROL_ENLACE_ESTATAL:
		return estatal;
	case ROL_DGCP:
	case ROL_CJA:
	case ROL_CJA_TITULAR:
	case ROL_AUDITORIA:
	case ROL_ADMINISTRACION:
		return federal;
	case ROL_NINGUNO:
	case ROL_COUNT:
		break;
	}
	return false;
}

static void check_person(struct usuario *u, struct error *err)
{
	check_text(u->nombre, "/nombre", 200, "200", true, err);
	if (u->correo && *u->correo && !correo_valido(u->correo))
		error_add(err, "/correo", MENSAJE_FORMATO, "nombre@dominio.gob.mx");
	if (u->rol == ROL_NINGUNO)
		error_add(err, "/rol", MENSAJE_ENUM, "gobierno_local, enlace_estatal, dgcp, cja, cja_titular, auditoria, administracion");
	if (u->correo && !*u->correo)
		u->correo = NULL;
}

static enum status check_role(const struct usuario *u, const char *nivel, struct error *err)
{
	if (!nivel_de_rol(u->rol, nivel))
		error_add(err, "/rol", MENSAJE_NO_CORRESPONDE);
	return checked(err);
}

static enum status create_person(struct db *db, struct usuario *u, struct error *err)
{
	struct organizacion o;
	enum status st = directorio_organizacion(db, &u->organizacion, err->arena, &o, err);
	if (st != STATUS_OK)
		return st;
	if (!o.activa)
		return error_set(err, PROBLEM_ORGANIZACION_INACTIVA);
	st = check_role(u, o.nivel, err);
	u->id = new_id();
	u->activo = true;
	u->version = 1;
	return st == STATUS_OK ? directorio_usuario_create(db, u, err) : st;
}

enum status usuario_alta(struct db *db, const struct gestion *g, struct usuario *u, struct error *err)
{
	check_person(u, err);
	enum status st = checked(err);
	if (st == STATUS_OK)
		st = gestion_begin(db, err);
	if (st != STATUS_OK)
		return st;
	st = create_person(db, u, err);
	const struct gestion_hecho h = {.tipo = SEGURIDAD_USUARIO,
		.objeto = "usuario",
		.id = &u->id,
		.datos = st == STATUS_OK ? directorio_diario_usuario(NULL, u, 0, err->arena) : NULL,
		.hecho = u};
	return gestion_end(db, g, st, &h, err->arena, err);
}

static bool administers(const struct usuario *u)
{
	return u->rol == ROL_ADMINISTRACION && u->activo && u->organizacion_activa;
}

static enum status change_person(struct db *db, const struct usuario *antes, struct usuario *u, bool *igual, struct error *err)
{
	*igual = same_text(antes->nombre, u->nombre) && same_text(antes->correo, u->correo) && antes->rol == u->rol &&
		antes->activo == u->activo;
	if (*igual)
		return STATUS_OK;
	enum status st = check_role(u, antes->nivel, err);
	if (st == STATUS_OK)
		st = directorio_usuario_change(db, u, err);
	if (st == STATUS_OK && administers(antes) && !administers(u))
		st = check_administrators(db, err);
	u->version++;
	return st;
}

/* What a change leaves as it was. */
static void keep_person(const struct usuario *antes, struct usuario *u)
{
	u->organizacion = antes->organizacion;
	u->maquina = antes->maquina;
	u->version = antes->version;
	u->creado_en = antes->creado_en;
	u->organizacion_nombre = antes->organizacion_nombre;
	u->nivel = antes->nivel;
	u->cve_ent = antes->cve_ent;
	u->organizacion_activa = antes->organizacion_activa;
}

/* Its subscriptions are then another's concern: those of the CJA belong to both of its roles. */
static bool leaves(const struct usuario *antes, const struct usuario *u)
{
	const bool cja = (antes->rol == ROL_CJA || antes->rol == ROL_CJA_TITULAR) && (u->rol == ROL_CJA || u->rol == ROL_CJA_TITULAR);
	return antes->activo && (!u->activo || (antes->rol != u->rol && !cja));
}

enum status usuario_cambiar(struct db *db, const struct gestion *g, struct usuario *u, struct error *err)
{
	struct usuario antes = {.rol = ROL_NINGUNO};
	bool igual = false;
	int huerfanas = 0;
	check_person(u, err);
	enum status st = checked(err);
	if (st == STATUS_OK)
		st = gestion_begin(db, err);
	if (st != STATUS_OK)
		return st;
	st = directorio_usuario(db, &u->id, err->arena, &antes, err);
	if (st == STATUS_OK)
		st = check_seen(u->version, antes.version, err);
	if (st == STATUS_OK) {
		keep_person(&antes, u);
		st = change_person(db, &antes, u, &igual, err);
	}
	/* Subscriptions belong to the organisation and stay (docs/eventos.md); that nobody answers for them is told. */
	if (st == STATUS_OK && leaves(&antes, u))
		st = suscripciones_of_user(db, &u->id, &huerfanas, err);
	const struct gestion_hecho h = {.tipo = antes.rol == u->rol ? SEGURIDAD_USUARIO : SEGURIDAD_ROL,
		.objeto = "usuario",
		.id = &u->id,
		.datos = st == STATUS_OK ? directorio_diario_usuario(&antes, u, huerfanas, err->arena) : NULL,
		.hecho = u,
		.sin_cambio = igual};
	return gestion_end(db, g, st, &h, err->arena, err);
}

/* ---- keys ---- */

/* Under the lock: whose key it will be, and what it may do. */
static enum status judge_key(struct db *db, const struct clave_pedido *p, struct arena *a, struct clave_entregada *out, struct error *err)
{
	struct usuario u;
	enum status st = directorio_usuario(db, &p->usuario, a, &u, err);
	if (st != STATUS_OK)
		return st;
	if (!u.activo || !u.organizacion_activa)
		return error_set(err, PROBLEM_ORGANIZACION_INACTIVA);
	unsigned todos = ambitos_de_rol(u.rol), ambitos = todos;
	if (p->ambitos && (!ambitos_parse(p->ambitos, &ambitos) || ambitos & ~todos))
		error_add(err, "/ambitos", MENSAJE_ENUM, ambitos_texto(a, todos));
	if (p->expira_en != INSTANTE_NINGUNO && p->expira_en <= reloj_now())
		error_add(err, "/vence", MENSAJE_FECHA_PASADA);
	out->rol = u.rol;
	out->organizacion = u.organizacion;
	out->usuario = u.id;
	out->expira_en = p->expira_en;
	out->ambitos = ambitos_texto(a, ambitos);
	st = checked(err);
	return st == STATUS_OK && !out->ambitos ? error_set(err, PROBLEM_INTERNO) : st;
}

static enum status create_key(struct db *db, struct clave_entregada *k, struct error *err)
{
	struct sha256 sha;
	clave_generar(k->clave, &sha);
	k->id = new_id();
	const struct clave_api fila = {.id = k->id, .usuario = k->usuario, .ambitos = k->ambitos, .expira_en = k->expira_en};
	return directorio_clave_create(db, &fila, &sha, err);
}

enum status clave_alta(struct db *db, const struct gestion *g, const struct clave_pedido *p, struct arena *a, struct clave_entregada *out,
	struct error *err)
{
	enum status st = gestion_begin(db, err);
	if (st != STATUS_OK)
		return st;
	st = judge_key(db, p, a, out, err);
	if (st == STATUS_OK)
		st = create_key(db, out, err);
	const struct gestion_hecho h = {.tipo = SEGURIDAD_CLAVE,
		.objeto = "clave",
		.id = &out->id,
		.datos = st == STATUS_OK ? directorio_diario_clave("alta", out->ambitos, &out->usuario, out->expira_en, a) : NULL,
		.hecho = out};
	return gestion_end(db, g, st, &h, a, err);
}

enum status clave_revocar(struct db *db, const struct gestion *g, const struct uuid *usuario, const struct uuid *id, struct error *err)
{
	struct clave_api k;
	enum status st = gestion_begin(db, err);
	if (st != STATUS_OK)
		return st;
	st = directorio_clave(db, id, err->arena, &k, err);
	if (st == STATUS_OK && !uuid_is_nil(usuario) && uuid_cmp(usuario, &k.usuario) != 0)
		st = error_set(err, PROBLEM_NO_ENCONTRADO);
	const bool ya = st == STATUS_OK && k.revocada_en != INSTANTE_NINGUNO;
	if (st == STATUS_OK && !ya)
		st = directorio_clave_revoke(db, id, err);
	const struct gestion_hecho h = {.tipo = SEGURIDAD_CLAVE,
		.objeto = "clave",
		.id = id,
		.datos = st == STATUS_OK ? directorio_diario_clave("revocacion", k.ambitos, &k.usuario, k.expira_en, err->arena) : NULL,
		.sin_cambio = ya};
	return gestion_end(db, g, st, &h, err->arena, err);
}

/* ---- domains ---- */

static enum status change_domain(struct db *db, const struct gestion *g, struct organizacion_dominio *d, bool alta, struct error *err)
{
	d->dominio = d->dominio ? correo_dominio_valido(d->dominio, err->arena) : NULL;
	if (!d->dominio)
		error_add(err, "/dominio", MENSAJE_DOMINIO);
	enum status st = checked(err);
	if (st == STATUS_OK)
		st = gestion_begin(db, err);
	if (st != STATUS_OK)
		return st;
	st = alta ? dominio_create(db, d, err) : dominio_remove(db, d, err);
	const struct gestion_hecho h = {.tipo = SEGURIDAD_ORGANIZACION,
		.objeto = "organizacion",
		.id = &d->organizacion,
		.datos = arena_printf(err->arena, "{\"accion\":\"%s\",\"dominio\":\"%s\",\"subdominios\":%s}",
			alta ? "alta_dominio" : "baja_dominio", d->dominio, d->subdominios ? "true" : "false"),
		.hecho = d};
	return gestion_end(db, g, st, &h, err->arena, err);
}

enum status dominio_alta(struct db *db, const struct gestion *g, struct organizacion_dominio *d, struct error *err)
{
	return change_domain(db, g, d, true, err);
}

enum status dominio_baja(struct db *db, const struct gestion *g, struct organizacion_dominio *d, struct error *err)
{
	return change_domain(db, g, d, false, err);
}

/* ---- searching ---- */

/* Vowels with accent, ü and ñ in UTF-8 (both cases) to their plain letter; 0 for any other pair. The query folds the same letters. */
static char plain(const unsigned char *p)
{
	static const struct {
		unsigned char low;
		char plain;
	} pairs[] = {{0xA1, 'a'}, {0xA9, 'e'}, {0xAD, 'i'}, {0xB3, 'o'}, {0xBA, 'u'}, {0xBC, 'u'}, {0xB1, 'n'}, {0x81, 'a'}, {0x89, 'e'},
		{0x8D, 'i'}, {0x93, 'o'}, {0x9A, 'u'}, {0x9C, 'u'}, {0x91, 'n'}};
	for (size_t i = 0; p[0] == 0xC3 && i < sizeof pairs / sizeof *pairs; i++)
		if (pairs[i].low == p[1])
			return pairs[i].plain;
	return 0;
}

static const char *patron(struct arena *a, const char *word, size_t n)
{
	char *out = arena_alloc(a, 2 * n + 3), *o = out;
	if (!out)
		return NULL;
	*o++ = '%';
	for (size_t i = 0; i < n; i++) {
		const unsigned char *p = (const unsigned char *)word + i;
		char c = i + 1 < n ? plain(p) : 0;
		if (c) {
			*o++ = c;
			i++;
			continue;
		}
		if (*p == '%' || *p == '_' || *p == '\\')
			*o++ = '\\';
		*o++ = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
	}
	*o++ = '%';
	*o = '\0';
	return out;
}

const char *const *busqueda_patrones(struct arena *a, const char *q, size_t *n)
{
	const char **out = ARENA_ARRAY(a, PALABRAS_MAX, const char *);
	*n = 0;
	for (q += strspn(q, " \t"); out && *q && *n < PALABRAS_MAX; q += strspn(q, " \t")) {
		size_t len = strcspn(q, " \t");
		out[*n] = patron(a, q, len);
		if (!out[(*n)++])
			return NULL;
		q += len;
	}
	return out;
}
