/* What strangers send to be believed: the first byte says as what. Nothing that was not signed by the one key is ever good, and one cookie is one cookie. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "credencial/certificado.h"
#include "credencial/contrasena.h"
#include "credencial/jose.h"
#include "credencial/remoto.h"
#include "services/identidad.h"

static const char una[] =
	"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
	"\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}"; /* the public key of RFC 7515, appendix A.3 */

static void token(const char *s, const struct jose_llaves *k)
{
	JOSE_CLAIMS_AUTO *c = NULL;
	const bool good = jose_verificar(k, s, NULL, &c) == JOSE_BUENA;
	if (good != (c != NULL) || (good && strlen(s) < 100)) /* a signature alone has 86 characters */
		abort();
}

static void keys(const char *s, size_t n)
{
	struct jose_llaves *k = jose_llaves_parse(s, n);
	if (k && (jose_llaves_cuantas(k) == 0 || jose_llaves_cuantas(k) > JOSE_LLAVES_MAX))
		abort();
	jose_llaves_free(k);
}

static void claims(const char *s, size_t n)
{
	JOSE_CLAIMS_AUTO *c = jose_json(s, n);
	if (c && jose_vigente(c, "a", "b", INT64_C(1800000000) * 1000000, 0) && !jose_tiene(c, "aud", "b"))
		abort();
}

static void cookie(const char *s)
{
	char v[OPACO_LEN];
	struct sha256 sha;
	bool hay;
	if (credencial_cookie(s, SESION_COOKIE, "ds_", v, &sha, &hay) && (!hay || strlen(v) != OPACO_LEN - 1 || !strstr(s, v)))
		abort();
}

/* The header of a proxy in either form, and what the administration registers; whom a token names. */
static void certificate(const char *s)
{
	struct sha256 sha;
	struct certificado c;
	char iss[100];
	const bool una_forma = certificado_huella(CERTIFICADO_RFC9440, s, &sha);
	if ((una_forma && certificado_huella(CERTIFICADO_PEM_ESCAPADO, s, &sha)) || certificado_huella(CERTIFICADO_NO_SE_CREE, s, &sha))
		abort();
	if (certificado_parse(s, &c) != CERTIFICADO_ILEGIBLE && (!*c.asunto || c.vence_en <= c.desde))
		abort();
	if (jose_emisor_dicho(s, iss, sizeof iss) && strlen(iss) >= sizeof iss)
		abort();
}

static void password(const char *s, struct arena *a)
{
	struct error err;
	error_init(&err, a);
	if (contrasena_admisible(NULL, s, (const char *const[]){"rosaura", NULL}, "/x", &err) != (err.n_items == 0))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct jose_llaves *k;
	if (!k && hash_init() && jose_init())
		k = jose_llaves_parse(una, sizeof una - 1);
	ARENA_AUTO *a = arena_create((size_t)1 << 20);
	char *s = size > 0 && a ? arena_memdup(a, data + 1, size - 1) : NULL;
	if (!k || !s)
		return 0;
	switch (data[0] % 7) {
	case 0:
		token(s, k);
		break;
	case 1:
		keys(s, size - 1);
		break;
	case 2:
		claims(s, size - 1);
		break;
	case 3:
		cookie(s);
		break;
	case 4:
		password(s, a);
		break;
	case 5:
		certificate(s);
		break;
	default:
		if (remoto_url_valida(s) && (strchr(s, ' ') || strchr(s, '@') || strncmp(s, "http", 4) != 0))
			abort();
	}
	return 0;
}
