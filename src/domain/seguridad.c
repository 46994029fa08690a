#include "domain/seguridad.h"

static const char *const slugs[SEGURIDAD_COUNT] = {"",
#define X(n, s, t, r) s,
	SEGURIDAD_TIPOS(X)
#undef X
};
static const char *const titulos[SEGURIDAD_COUNT] = {"",
#define X(n, s, t, r) t,
	SEGURIDAD_TIPOS(X)
#undef X
};
const struct vocabulario vocabulario_seguridad = {.nombre = "seguridad", .slugs = slugs, .titulos = titulos, .n = SEGURIDAD_COUNT};

bool seguridad_se_repite(enum seguridad_tipo t)
{
	static const bool repite[SEGURIDAD_COUNT] = {
#define X(n, s, t, r) [SEGURIDAD_##n] = (r),
		SEGURIDAD_TIPOS(X)
#undef X
	};
	return (unsigned)t < SEGURIDAD_COUNT && repite[t];
}
