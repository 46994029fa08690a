#include "services/directorio.h"

#include <string.h>

#include "base/utf8.h"
#include "codec/tipos.h"

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

enum status organizacion_alta(struct db *db, struct organizacion *o, struct error *err)
{
	check_text(o->nombre, "/nombre", 300, "300", true, err);
	check_text(o->siglas, "/siglas", 40, "40", false, err);
	check_text(o->municipio, "/municipio", 200, "200", false, err);
	bool federal = o->nivel && strcmp(o->nivel, "federal") == 0;
	bool hay = o->cve_ent && *o->cve_ent;
	if (!o->nivel || !*o->nivel)
		error_add(err, "/nivel", MENSAJE_REQUERIDO);
	else if (!federal && strcmp(o->nivel, "estatal") != 0 && strcmp(o->nivel, "municipal") != 0)
		error_add(err, "/nivel", MENSAJE_ENUM, "municipal, estatal, federal");
	else if (federal && hay)
		error_add(err, "/entidad", MENSAJE_NO_CORRESPONDE);
	else if (!federal && !hay)
		error_add(err, "/entidad", MENSAJE_REQUERIDO);
	if (!federal && hay && !entidad_valida(o->cve_ent))
		error_add(err, "/entidad", MENSAJE_ENTIDAD);
	enum status st = checked(err);
	o->id = new_id();
	return st == STATUS_OK ? directorio_organizacion_create(db, o, err) : st;
}

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

enum status usuario_alta(struct db *db, struct usuario *u, struct error *err)
{
	check_text(u->nombre, "/nombre", 200, "200", true, err);
	if (u->correo && *u->correo && !correo_valido(u->correo))
		error_add(err, "/correo", MENSAJE_FORMATO, "nombre@dominio.gob.mx");
	if (u->rol == ROL_NINGUNO)
		error_add(err, "/rol", MENSAJE_ENUM, "gobierno_local, enlace_estatal, dgcp, cja, cja_titular, auditoria, administracion");
	enum status st = checked(err);
	struct organizacion o;
	if (st == STATUS_OK)
		st = directorio_organizacion(db, &u->organizacion, err->arena, &o, err);
	if (st != STATUS_OK)
		return st;
	if (!o.activa)
		return error_set(err, PROBLEM_ORGANIZACION_INACTIVA);
	if (!nivel_de_rol(u->rol, o.nivel))
		error_add(err, "/rol", MENSAJE_NO_CORRESPONDE);
	st = checked(err);
	u->id = new_id();
	if (u->correo && !*u->correo)
		u->correo = NULL;
	return st == STATUS_OK ? directorio_usuario_create(db, u, err) : st;
}

enum status clave_alta(struct db *db, const struct clave_pedido *p, struct arena *a, struct clave_entregada *out, struct error *err)
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
	st = checked(err);
	if (st != STATUS_OK)
		return st;
	struct sha256 sha;
	clave_generar(out->clave, &sha);
	out->id = new_id();
	out->rol = u.rol;
	out->organizacion = u.organizacion;
	out->ambitos = ambitos_texto(a, ambitos);
	if (!out->ambitos)
		return error_set(err, PROBLEM_INTERNO);
	struct clave_api k = {.id = out->id, .usuario = p->usuario, .ambitos = out->ambitos, .expira_en = p->expira_en};
	return directorio_clave_create(db, &k, &sha, err);
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
