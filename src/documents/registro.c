#include "documents/registro.h"

#include <string.h>

void registro_encode(const struct inspeccion *in, uint8_t out[static REGISTRO_LEN])
{
	memcpy(out, "DIN1", 4);
	out[4] = (uint8_t)in->encontrado;
	out[5] = (uint8_t)in->hallazgo;
	out[6] = in->cabe_tipo;
	out[7] = in->tiene_huella;
	for (int i = 0; i < 4; i++)
		out[8 + i] = (uint8_t)(in->palabras >> (8 * i));
	memcpy(out + 12, in->huella.b, SHA256_LEN);
}

/* What follows from the rest must follow. */
static bool consistent(const struct inspeccion *x, enum documento_tipo declarado)
{
	const bool fits = x->encontrado != DOCUMENTO_OTRO && (declarado == DOCUMENTO_OTRO || declarado == x->encontrado);
	const bool clean_docx = x->encontrado == DOCUMENTO_DOCX && x->hallazgo == INSPECCION_NINGUNO;

	if (x->cabe_tipo != fits || x->tiene_huella != clean_docx)
		return false;
	if (x->hallazgo == INSPECCION_NINGUNO && !fits && declarado != DOCUMENTO_OTRO)
		return false;
	return x->tiene_huella ? x->palabras > 0 && !sha256_is_zero(&x->huella) : x->palabras == 0 && sha256_is_zero(&x->huella);
}

bool registro_decode(const uint8_t in[static REGISTRO_LEN], enum documento_tipo declarado, struct inspeccion *out)
{
	struct inspeccion x = {0};

	/* These two findings are the parent's to make. */
	if (memcmp(in, "DIN1", 4) != 0 || in[4] >= DOCUMENTO_TIPO_COUNT || in[5] >= INSPECCION_FALLO_JAULA || in[6] > 1 || in[7] > 1)
		return false;
	x.encontrado = (enum documento_tipo)in[4];
	x.hallazgo = (enum inspeccion_hallazgo)in[5];
	x.cabe_tipo = in[6] == 1;
	x.tiene_huella = in[7] == 1;
	for (int i = 0; i < 4; i++)
		x.palabras |= (uint32_t)in[8 + i] << (8 * i);
	memcpy(x.huella.b, in + 12, SHA256_LEN);
	if (!consistent(&x, declarado))
		return false;
	*out = x;
	return true;
}
