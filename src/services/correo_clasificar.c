/*
 * A proposal, for a person to confirm: the request is a PDF that calls itself one, the draft a Word text that calls itself an agreement, all else
 * is an annex. Words are looked for in the file's name, and in the beginning of its text; of texts whose names say nothing, the one that begins as an agreement
 * and has its clauses is the draft, not the minutes or the summary that speak of it.
 */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "documents/inspeccion.h"
#include "services/correo.h"

#define TEXTO_MAX ((size_t)8192)

static const char *const palabras_solicitud[] = {"oficio", "solicitud", "peticion", "dictamen", "turno", "escrito", "sre", "dgcp", NULL};
static const char *const palabras_proyecto[] = {"acuerdo", "convenio", "proyecto", "instrumento", "memorandum", "memorando",
	"hermanamiento", "carta de intencion", "mou", "version final", "borrador", "texto", NULL};
static const char *const palabras_anexo[] = {"anexo", "acta", "dictamen de viabilidad", "suficiencia", "presupuest", "autorizacion",
	"identificacion", "nombramiento", "constancia", "informe", "traduccion", "poa", "programa de trabajo", NULL};

static const char *const palabras_clausulado[] = {"las partes", "objeto", "vigencia", "entrara en vigor", "propiedad intelectual",
	"primera", "clausula", "articulo", "han acordado", "han convenido", "considerando", "reconociendo", "ejemplares", NULL};
static const char *const comienzos_proyecto[] = {
	"acuerdo", "convenio", "memorandum", "memorando", "carta de intencion", "declaracion", NULL};

/* Lower case, without accents, "_", "-" and "." as spaces, one space at both ends: what words are looked for in. */
static void fold(const char *s, struct buf *out)
{
	utf8proc_uint8_t *plain = NULL;
	const utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s, 0, &plain,
		UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
	buf_putc(out, ' ');
	for (utf8proc_ssize_t i = 0; i < n; i++)
		buf_putc(out, strchr("_-.,;:()[]", plain[i]) ? ' ' : (char)plain[i]);
	buf_putc(out, ' ');
	free(plain);
}

static int score(const char *text, const char *const *words)
{
	int n = 0;
	for (; *words; words++) {
		const char *at = strstr(text, *words);
		n += at && at[-1] == ' '; /* at the beginning of a word; the text begins with a space */
	}
	return n;
}

static bool begins(const char *text, const char *const *words)
{
	text += strspn(text, " ");
	while (*words && strncmp(text, *words, strlen(*words)) != 0)
		words++;
	return *words != NULL;
}

struct puntos {
	int solicitud, proyecto, anexo, clausulado; /* clausulado: what a text says of itself as an agreement */
};

static struct puntos points(const char *nombre)
{
	BUF_AUTO b;
	buf_init(&b, TEXTO_MAX);
	fold(nombre, &b); /* what does not fit is not looked at */
	b.failed = false;
	const char *t = buf_str(&b);
	return (struct puntos){score(t, palabras_solicitud), score(t, palabras_proyecto), score(t, palabras_anexo),
		score(t, palabras_clausulado) + 6 * begins(t, comienzos_proyecto)};
}

static bool usable(const struct correo_parte_fila *p)
{
	return strcmp(p->tipo_parte, correo_parte_clase_name(CORREO_PARTE_ADJUNTO)) == 0 && *p->hallazgo == '\0' &&
		!sha256_is_zero(&p->sha256);
}

/* The part of this type whose name speaks most for the class; of several that say nothing, the first one that does not call itself an annex. */
static struct correo_parte_fila *best(
	struct correo_parte_fila *partes, const char *const *textos, size_t n, enum documento_tipo tipo, bool proyecto)
{
	struct correo_parte_fila *found = NULL;
	int top = 0;
	for (size_t i = 0; i < n; i++) {
		if (!usable(&partes[i]) || strcmp(partes[i].tipo_medio, documento_tipo_media(tipo)) != 0)
			continue;
		const struct puntos p = points(partes[i].nombre), t = points(textos[i] ? textos[i] : "");
		int v = 10 + 4 * (proyecto ? p.proyecto : p.solicitud) - 2 * (proyecto ? p.solicitud : p.proyecto) - 5 * p.anexo;
		v += proyecto ? t.proyecto + t.clausulado : t.solicitud;
		if (v > top) {
			top = v;
			found = &partes[i];
		}
	}
	return found;
}

void correo_clasificar(struct correo_parte_fila *partes, const char *const *textos, size_t n)
{
	for (size_t i = 0; i < n; i++)
		partes[i].clase = usable(&partes[i]) ? CLASE_DOCUMENTO_ANEXO : CLASE_DOCUMENTO_NINGUNO;
	struct correo_parte_fila *solicitud = best(partes, textos, n, DOCUMENTO_PDF, false),
				 *proyecto = best(partes, textos, n, DOCUMENTO_DOCX, true);
	if (solicitud)
		solicitud->clase = CLASE_DOCUMENTO_SOLICITUD;
	if (proyecto)
		proyecto->clase = CLASE_DOCUMENTO_PROYECTO;
}

struct correo_faltantes correo_faltan(const struct correo_parte_fila *partes, size_t n)
{
	struct correo_faltantes f = {.solicitud = true, .proyecto = true};
	for (size_t i = 0; i < n; i++) {
		f.solicitud &= partes[i].clase != CLASE_DOCUMENTO_SOLICITUD;
		f.proyecto &= partes[i].clase != CLASE_DOCUMENTO_PROYECTO;
	}
	return f;
}
