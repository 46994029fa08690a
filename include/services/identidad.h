/*
 * Who calls: by API key, or by the session of a person who signed in (services/sesiones.h). One door, one `struct identidad`. A key is "dk_" and 32
 * random bytes in base64url, a session's cookie "ds_" and as much; only the SHA-256 of either is stored and compared. What the database said is kept for
 * a second at most: what was revoked stops within a second. Scopes (ámbitos) are what a key may do; roles what a person may do; a session may do all
 * that its person's role may. An access token (services/tokens.h) is a key for a few minutes: what it says is checked by its signature, whether its key still
 * stands is asked like everything else.
 */
#ifndef SERVICES_IDENTIDAD_H
#define SERVICES_IDENTIDAD_H

#include "credencial/certificado.h"
#include "credencial/totp.h"
#include "domain/expediente.h"
#include "store/db.h"

#define AMBITOS(X) \
	X(EXPEDIENTES_LEER, "expedientes:leer") \
	X(EXPEDIENTES_PRESENTAR, "expedientes:presentar") \
	X(EXPEDIENTES_TRAMITAR, "expedientes:tramitar") \
	X(CALENDARIO_ESCRIBIR, "calendario:escribir") \
	X(DIRECTORIO_LEER, "directorio:leer") \
	X(DIRECTORIO_ESCRIBIR, "directorio:escribir") \
	X(SEGURIDAD_LEER, "seguridad:leer") \
	X(EVENTOS_SUSCRIBIR, "eventos:suscribir") \
	X(PLANTILLAS_ESCRIBIR, "plantillas:escribir")
enum ambito {
#define X(n, s) AMBITO_##n,
	AMBITOS(X)
#undef X
		AMBITO_COUNT
};
#define AMBITO_BIT(a) (1u << (a))
const char *ambito_nombre(enum ambito a);
/* "a,b" → set of AMBITO_BIT; false when one is unknown, repeated or empty. */
bool ambitos_parse(const char *list, unsigned *out);
/* What a key of this role may carry at most, and carries when nothing is asked for. */
unsigned ambitos_de_rol(enum rol rol);
/* "a,b" in the order of the list; arena. */
const char *ambitos_texto(struct arena *a, unsigned ambitos);

struct identidad {
	struct actor actor;    /* its texts live in the arena given to identidad_resolve */
	struct uuid clave_id;  /* of a token, the key it was given for; nil: a session, or a token of another issuer */
	struct uuid sesion_id; /* nil: a key or a token */
	unsigned ambitos;
	instante_t expira_en;      /* INSTANTE_NINGUNO */
	instante_t elevada_en;     /* of a session: when its person last proved who they are */
	struct sha256 certificado; /* of the organisation's in force, the one that came along; all zeros: none */
};

/* What a request brings to say who it is. Headers as received, NULL = none. */
struct credencial {
	const char *authorization, *cookie;
	const char *csrf;        /* X-CSRF-Token */
	bool cambia;             /* it may change something: with a cookie it needs the session's token */
	const char *certificado; /* Client-Cert, of a proxy that is believed */
};
#define SESION_COOKIE "__Host-sesion"
#define EQUIPO_COOKIE "__Host-equipo"
/*
 * The value of one cookie of a Cookie header (RFC 6265 §5.4), as an opaque text with this prefix. False when it is absent, malformed or given twice; *hay
 * tells whether a cookie of that name came at all.
 */
bool credencial_cookie(
	const char *cookie, const char *nombre, const char prefijo[static 3], char out[static OPACO_LEN], struct sha256 *sha, bool *hay);

/* ---- keys ---- */
#define CLAVE_TEXTO_LEN 47 /* "dk_", 43 characters, NUL */
/* A new key from the system's random generator and its SHA-256. */
void clave_generar(char out[static CLAVE_TEXTO_LEN], struct sha256 *sha);
/* True when `s` has exactly the form of a key; then its SHA-256. */
bool clave_forma(const char *s, struct sha256 *sha);

/* ---- resolving ---- */
struct identidad_cache; /* thread-safe; bounded: 4096 good keys, 1024 bad ones */
struct tokens;          /* services/tokens.h */
struct emisores;        /* services/emisores.h */
struct identidad_opciones {
	int sesion_ociosa_s;                /* a session not used for so long is over */
	const struct tokens *tokens;        /* our own access tokens, NULL: none are taken; must outlive the cache */
	struct emisores *emisores;          /* whose others are, NULL: nobody's; must outlive the cache */
	enum certificado_forma certificado; /* how the proxy tells with which certificate the client came */
};
struct identidad_cache *identidad_cache_create(const struct identidad_opciones *o);
void identidad_cache_destroy(struct identidad_cache *c);

/*
 * SIN_CREDENCIAL without any; CREDENCIAL_DOBLE with Authorization and a session cookie; CREDENCIAL_INVALIDA, the same for all, when malformed, unknown,
 * revoked, expired, idle for too long, or of an inactive person or organisation; FALTA_CSRF for a change by cookie without its token;
 * CERTIFICADO_NECESARIO, the same for whatever is wrong with it, when the key's organisation demands a client certificate, or the token is bound to one, and the right one
 * did not come, and then *out says whose it would be; EMISOR_NO_DISPONIBLE for a token of another issuer whose key is not here yet; SIN_FUNCION for a good one of somebody whom no rule knows, or who was
 * deactivated. May ask the database (UNAVAILABLE).
 */
NODISCARD enum status identidad_resolve(
	struct identidad_cache *c, struct db *db, const struct credencial *k, struct arena *a, struct identidad *out, struct error *err);
/*
 * No I/O: whom the requests of a credential are counted for, that was good when it was last asked about, however long ago: its key (a token's: the key that
 * it was given for) or, of a session and of another issuer's token, its person. It opens nothing. Of `k`, the credentials and the certificate are read.
 */
bool identidad_conocida(struct identidad_cache *c, const struct credencial *k, struct uuid *titular);
/* This process asks again about what it remembers of a session (nil: of any session of this person). */
void identidad_forget(struct identidad_cache *c, const struct uuid *sesion, const struct uuid *usuario);
/* Writes down when sessions were last used: those whose stored time is more than half a minute behind. The maintenance thread's. */
NODISCARD enum status identidad_flush(struct identidad_cache *c, struct db *db, struct error *err);
/*
 * SIN_PERMISO unless the key has the scope. "expedientes:actuar" (route table) is expedientes:presentar for the local government and
 * expedientes:tramitar for the offices; "organizacion:gestionar" is directorio:escribir for the administration and expedientes:presentar for the organisation's
 * own people. NULL: any key will do. The administration never has expedientes:*.
 */
NODISCARD enum status identidad_require_scope(const struct identidad *id, const char *ambito, struct error *err);

#endif
