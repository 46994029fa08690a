/*
 * Private to the files of the identity provider. What all providers have in common (the cookie and what is derived from it, the rules, the directory) is in
 * proveedor.c; how one kind of them is spoken to is a `struct proveedor_clase`, in a file of its own.
 */
#ifndef SERVICES_PROVEEDOR_INTERNO_H
#define SERVICES_PROVEEDOR_INTERNO_H

#include <pthread.h>

#include "credencial/jose.h"
#include "credencial/remoto.h"
#include "credencial/totp.h"
#include "services/proveedor.h"
#include "store/externas.h"

#define REGLAS_MAX 200
#define EXIGE_MAX 8
#define SECCION_MAX 48 /* bytes of a name; inih cuts off more than 49 */

/* One rule: all of `exige` must be so; the first that fits counts. */
struct mapa_regla {
	struct {
		char *claim, *valor;
	} exige[EXIGE_MAX];
	int n;
	struct uuid organizacion;
	enum rol rol;
	unsigned ambitos; /* AMBITO_BIT set of an access token; 0: not said. Signing in leaves it aside */
};
struct mapa {
	struct mapa_regla reglas[REGLAS_MAX];
	size_t n;
};
/*
 * Reads an INI file: every line whole, or told. `par` says why a value is not taken (a literal; NULL: it is), `enteros` as in struct renglones. False with the first
 * fault and its line, 0: the whole file.
 */
bool proveedor_ini(const char *ruta, bool enteros,
	const char *(*par)(void *ctx, const char *seccion, const char *nombre, const char *valor), void *ctx, int *linea,
	const char **motivo);
/* Reads the file. False with what is wrong and the line, 0: the whole file. */
bool mapa_load(const char *ruta, struct mapa *out, int *linea, const char **motivo);
void mapa_free(struct mapa *m);
const struct mapa_regla *mapa_find(const struct mapa *m, const struct jose_claims *c);

/* What the browser's cookie gives for one sign-in; nothing of it is stored. */
struct proveedor_ida {
	char state[OPACO_DERIVADO], nonce[OPACO_DERIVADO], verificador[OPACO_DERIVADO], reto[OPACO_DERIVADO];
};

/* Who came, as the provider says and nobody has cleaned yet. `claims` is the caller's to free; the texts live as long as it, or in the arena. NULL = not told. */
struct proveedor_persona {
	struct jose_claims *claims; /* what the rules are about */
	const char *sujeto, *nombre, *correo;
};

/*
 * The same person as the directory takes it: cleaned, with what the rule gives. False when it has no subject that can be kept; the texts live in the arena, or as
 * long as those of `que`.
 */
bool proveedor_externa(
	const char *emisor, const struct proveedor_persona *que, const struct mapa_regla *regla, struct arena *a, struct externa *out);

/* The discovery document of an issuer, checked to be its own; the caller frees it. PROVEEDOR_NO_DISPONIBLE. */
enum status oidc_descubrir(const struct remoto *r, const char *emisor, struct jose_claims **out, struct error *err);
/* The keys at an address; the caller frees them. PROVEEDOR_NO_DISPONIBLE. */
enum status oidc_llaves(const struct remoto *r, const char *url, struct jose_llaves **out, struct error *err);

/* One kind of provider. */
struct proveedor_clase {
	const char *emisor_de; /* the setting that names the provider and chooses this kind */
	const char *(*emisor)(const struct config *c);
	/* Beyond what is common; NULL: nothing. CONFIGURACION_INVALIDA. */
	enum status (*comprobar)(const struct config *c, struct error *err);
	/* Appends the address of its page. PROVEEDOR_NO_DISPONIBLE. */
	enum status (*direccion)(struct proveedor *p, const struct proveedor_ida *ida, struct buf *url, struct error *err);
	/* The person behind a code that came with the right state. PROVEEDOR_NO_DISPONIBLE; ENTRADA_INVALIDA. */
	enum status (*persona)(struct proveedor *p, const char *code, const struct proveedor_ida *ida, struct arena *a,
		struct proveedor_persona *out, struct error *err);
};
extern const struct proveedor_clase proveedor_oidc, proveedor_llavemx;

/* What is kept of what an OpenID provider says of itself; NULL and 0: nothing yet. */
struct oidc_conocido {
	char *autorizar, *canjear, *llaves_uri;
	struct jose_llaves *llaves;
	int64_t buena_ns, intento_ns; /* monotonic: what is kept is from; last asked */
};
void oidc_olvidar(struct oidc_conocido *k);

struct proveedor {
	const struct proveedor_clase *clase;
	const struct config *config;
	const char *emisor;
	char *secreto, *regreso; /* regreso: the redirect_uri */
	struct remoto remoto;
	struct mapa mapa;
	pthread_mutex_t mx; /* what is below; held while the provider is asked: its lane is the only one that waits */
	struct oidc_conocido conocido;
};

/* PROVEEDOR_NO_DISPONIBLE, with the reason for the log (arena of err). */
enum status proveedor_ausente(struct error *err, const char *motivo);
/* ENTRADA_INVALIDA, with the reason for the log (a literal). */
enum status proveedor_ajeno(struct error *err, const char *por);
/* CONFIGURACION_INVALIDA. */
enum status proveedor_mal_puesto(struct error *err, const char *clave, const char *valor, const char *motivo);
/* Appends "nombre=valor&", escaped. */
void proveedor_parametro(struct buf *b, const char *nombre, const char *valor);
/* Whether two texts are the same, in constant time. */
bool proveedor_igual(const char *a, const char *b);

/* The most that a provider may answer, in bytes. */
#define PROVEEDOR_RESPUESTA_MAX ((size_t)128 * 1024)

#endif
