#include "domain/evento.h"

#include <stdio.h>
#include <string.h>

#include "domain/vocabulario.h"

#define PREFIJO "mx.gob.sre.dictamen."
#define ACTO "acto."

static const struct {
	const char *publico, *interno;
} tipos[] = {
#define X(n, s, t) {PREFIJO ACTO s, s},
	VOCABULARIO_ACTO(X)
#undef X
		{PREFIJO "plazo.proximo", "plazo.proximo"},
	{PREFIJO "vigencia.12", "vigencia.12"},
	{PREFIJO "vigencia.6", "vigencia.6"},
	{PREFIJO "vigencia.3", "vigencia.3"},
	{PREFIJO "registro.pendiente", "registro.pendiente"},
};
#define TIPOS (sizeof tipos / sizeof *tipos)

void evento_tipo_publico(const char *tipo, char out[static EVENTO_TIPO_LEN])
{
	snprintf(out, EVENTO_TIPO_LEN, PREFIJO "%s%s", strchr(tipo, '.') ? "" : ACTO, tipo);
}

const char *evento_tipo_interno(const char *publico)
{
	for (size_t i = 0; i < TIPOS; i++)
		if (strcmp(tipos[i].publico, publico) == 0)
			return tipos[i].interno;
	return NULL;
}

bool evento_es_acto(const struct evento *e)
{
	return !strchr(e->tipo, '.');
}
