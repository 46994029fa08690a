#include <string.h>

#include "documents/analisis.h"

/* OLE2: the old .doc, or the envelope in which Word and Excel put what they encrypt ([MS-OFFCRYPTO] §1.3.2). */
static void analizar_ole2(const uint8_t *p, size_t n, enum documento_tipo declarado, struct inspeccion *out)
{
	if (ole2_names(p, n, "EncryptedPackage"))
		out->hallazgo = INSPECCION_CIFRADO;
	else if (ole2_names(p, n, "WordDocument"))
		out->encontrado = DOCUMENTO_DOC;
	if (out->hallazgo == INSPECCION_CIFRADO && declarado != DOCUMENTO_DOCX && declarado != DOCUMENTO_XLSX &&
		declarado != DOCUMENTO_OTRO)
		out->hallazgo = INSPECCION_TIPO_FALSO;
}

static void analizar_zip(
	const uint8_t *p, size_t n, enum documento_tipo declarado, paquete_fn paquete, struct docx_lectura *detalle, struct inspeccion *out)
{
	/* A PDF reader would open it too, and show something else than Word does. */
	if (memmem(p, n < 1024 ? n : 1024, "%PDF-", 5) != NULL) {
		out->hallazgo = INSPECCION_TIPO_FALSO;
		return;
	}
	if (paquete == NULL) {
		out->hallazgo = INSPECCION_ILEGIBLE;
		return;
	}
	paquete(p, n, detalle, out);
	if (declarado == DOCUMENTO_DOCX && out->hallazgo == INSPECCION_NINGUNO && out->encontrado != DOCUMENTO_DOCX)
		out->hallazgo = INSPECCION_NO_ES_WORD;
	/* That a package is no text document says nothing about what was not declared to be one. */
	if (declarado != DOCUMENTO_DOCX && out->hallazgo == INSPECCION_NO_ES_WORD)
		out->hallazgo = INSPECCION_NINGUNO;
	if (declarado != DOCUMENTO_DOCX && declarado != DOCUMENTO_XLSX && declarado != DOCUMENTO_ODT && declarado != DOCUMENTO_OTRO)
		out->hallazgo = INSPECCION_TIPO_FALSO;
}

static void analizar_magia(
	const uint8_t *p, size_t n, enum documento_tipo declarado, paquete_fn paquete, struct docx_lectura *detalle, struct inspeccion *out)
{
	switch (magia_of(p, n)) {
	case MAGIA_PDF:
		out->encontrado = DOCUMENTO_PDF;
		if (declarado == DOCUMENTO_PDF || declarado == DOCUMENTO_OTRO)
			out->hallazgo = pdf_check(p, n);
		return;
	case MAGIA_ZIP:
		analizar_zip(p, n, declarado, paquete, detalle, out);
		return;
	case MAGIA_ODT:
		out->encontrado = DOCUMENTO_ODT;
		if (declarado == DOCUMENTO_DOCX)
			out->hallazgo = INSPECCION_NO_ES_WORD;
		return;
	case MAGIA_OLE2:
		analizar_ole2(p, n, declarado, out);
		return;
	case MAGIA_JPEG:
		out->encontrado = DOCUMENTO_JPEG;
		return;
	case MAGIA_PNG:
		out->encontrado = DOCUMENTO_PNG;
		return;
	case MAGIA_TIFF:
		out->encontrado = DOCUMENTO_TIFF;
		return;
	case MAGIA_TEXTO:
		out->encontrado = DOCUMENTO_TEXTO;
		return;
	case MAGIA_NADA:
		return;
	}
}

void documento_analizar(
	const uint8_t *p, size_t n, enum documento_tipo declarado, paquete_fn paquete, struct docx_lectura *detalle, struct inspeccion *out)
{
	*out = (struct inspeccion){.encontrado = DOCUMENTO_OTRO};
	if (n == 0) {
		out->hallazgo = INSPECCION_VACIO;
		return;
	}
	analizar_magia(p, n, declarado, paquete, detalle, out);
	out->cabe_tipo = out->encontrado != DOCUMENTO_OTRO && (declarado == DOCUMENTO_OTRO || declarado == out->encontrado);
	if (out->hallazgo == INSPECCION_NINGUNO && !out->cabe_tipo && declarado != DOCUMENTO_OTRO)
		out->hallazgo = INSPECCION_TIPO_FALSO;
	if (out->hallazgo != INSPECCION_NINGUNO) {
		out->tiene_huella = false;
		out->palabras = 0;
		memset(&out->huella, 0, sizeof out->huella);
	}
}
