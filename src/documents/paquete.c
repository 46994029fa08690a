/* An OOXML package (ECMA-376-2, OPC): which part is the main one, of what type, and whether it is safe to open at all. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "documents/docx.h"
#include "documents/parte.h"
#include "domain/texto.h"

#define NS_RELS "http://schemas.openxmlformats.org/package/2006/relationships"
#define NS_TIPOS "http://schemas.openxmlformats.org/package/2006/content-types"

static const char *const rel_principal[] = {
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
	"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
};

struct indice {
	char *principal; /* part name without the leading slash */
	char *tipo;      /* its content type */
	bool override_;  /* the type came from an Override, which wins over a Default */
	bool macros;
};

static void indice_free(struct indice *x)
{
	xmlFree(x->principal);
	xmlFree(x->tipo);
}

/* Names that climb, are absolute or hold what no part name may hold (OPC §6.2.2): whoever unpacked this could be made to write elsewhere. */
static bool name_safe(const char *name)
{
	const char *p = name;

	if (*name == '\0' || *name == '/' || strlen(name) > 1024)
		return false;
	for (; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == '\\' || *p == ':' || *p == 0x7F)
			return false;
	for (p = name; p != NULL; p = strchr(p, '/')) {
		p += *p == '/';
		if (p[0] == '.' && p[1] == '.' && (p[2] == '/' || p[2] == '\0'))
			return false;
	}
	return true;
}

static bool ends_with(const char *s, const char *end)
{
	const size_t n = strlen(s), m = strlen(end);

	return n >= m && strcasecmp(s + n - m, end) == 0;
}

/* Looks at every entry of the directory before any is expanded. */
static enum inspeccion_hallazgo revisar_entradas(zip_t *zip, bool *macros)
{
	const zip_int64_t n = zip_get_num_entries(zip, 0);
	const zip_uint64_t need = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
	uint64_t total = 0;

	if (n > PAQUETE_ENTRADAS_MAX)
		return INSPECCION_DEMASIADO;
	for (zip_int64_t i = 0; i < n; i++) {
		zip_stat_t st;

		if (zip_stat_index(zip, (zip_uint64_t)i, 0, &st) != 0 || (st.valid & need) != need || !name_safe(st.name))
			return INSPECCION_ILEGIBLE;
		if (st.encryption_method != ZIP_EM_NONE)
			return INSPECCION_CIFRADO;
		if (st.size > PAQUETE_TOTAL_MAX || (total += st.size) > PAQUETE_TOTAL_MAX)
			return INSPECCION_DEMASIADO;
		if (st.size > PAQUETE_RATIO_DESDE && st.size / PAQUETE_RATIO_MAX >= st.comp_size)
			return INSPECCION_DEMASIADO;
		*macros = *macros || ends_with(st.name, "vbaProject.bin");
	}
	return INSPECCION_NINGUNO;
}

/* Part names are equal without regard to ASCII case (OPC §6.2.2.3). Two entries of one name: readers would differ, so neither counts. */
enum inspeccion_hallazgo paquete_find(zip_t *zip, const char *name, zip_uint64_t *index)
{
	const zip_int64_t n = zip_get_num_entries(zip, 0);
	int found = 0;

	for (zip_int64_t i = 0; i < n; i++) {
		const char *have = zip_get_name(zip, (zip_uint64_t)i, 0);

		if (have != NULL && strcasecmp(have, name) == 0) {
			*index = (zip_uint64_t)i;
			found++;
		}
	}
	if (found == 0)
		return INSPECCION_NO_ES_WORD;
	return found == 1 ? INSPECCION_NINGUNO : INSPECCION_ILEGIBLE;
}

/* One Relationship of the package whose type is officeDocument. Takes `target`. */
static enum visita set_principal(struct indice *x, char *target, const char *mode)
{
	if (x->principal != NULL || target == NULL || (mode != NULL && strcmp(mode, "Internal") != 0)) {
		xmlFree(target);
		return VISITA_ILEGIBLE;
	}
	if (*target == '/')
		memmove(target, target + 1, strlen(target));
	x->principal = target;
	return name_safe(target) ? VISITA_SIGUE : VISITA_ILEGIBLE;
}

static enum visita visita_rels(xmlTextReaderPtr reader, void *ctx)
{
	enum visita v = VISITA_SIGUE;
	char *type, *mode;

	if (xmlTextReaderNodeType(reader) != XML_READER_TYPE_ELEMENT || !parte_es(reader, NS_RELS, "Relationship"))
		return v;
	type = parte_atributo(reader, "Type");
	mode = parte_atributo(reader, "TargetMode");
	for (size_t i = 0; type != NULL && i < sizeof rel_principal / sizeof *rel_principal; i++)
		if (strcmp(type, rel_principal[i]) == 0)
			v = set_principal(ctx, parte_atributo(reader, "Target"), mode);
	xmlFree(type);
	xmlFree(mode);
	return v;
}

static bool default_matches(const char *part, const char *extension)
{
	const char *dot = strrchr(part, '.');

	return dot != NULL && strcasecmp(dot + 1, extension) == 0;
}

static enum visita visita_tipos(xmlTextReaderPtr reader, void *ctx)
{
	struct indice *x = ctx;
	bool override_, match;
	char *key, *type;

	if (xmlTextReaderNodeType(reader) != XML_READER_TYPE_ELEMENT)
		return VISITA_SIGUE;
	override_ = parte_es(reader, NS_TIPOS, "Override");
	if (!override_ && !parte_es(reader, NS_TIPOS, "Default"))
		return VISITA_SIGUE;
	key = parte_atributo(reader, override_ ? "PartName" : "Extension");
	type = parte_atributo(reader, "ContentType");
	if (key == NULL || type == NULL) {
		xmlFree(key);
		xmlFree(type);
		return VISITA_ILEGIBLE;
	}
	match = override_ ? *key == '/' && strcasecmp(key + 1, x->principal) == 0 : default_matches(x->principal, key);
	x->macros = x->macros || strcasecmp(type, "application/vnd.ms-office.vbaProject") == 0;
	if (match && (override_ || !x->override_)) {
		/* Two rows of the same kind for one part: which would Word take? */
		const bool twice = x->tipo != NULL && x->override_ == override_;

		xmlFree(x->tipo);
		x->tipo = type;
		x->override_ = override_;
		type = NULL;
		if (twice) {
			xmlFree(key);
			return VISITA_ILEGIBLE;
		}
	}
	xmlFree(key);
	xmlFree(type);
	return VISITA_SIGUE;
}

static enum documento_tipo tipo_of_principal(const char *content_type, bool *macros)
{
#define OOXML "application/vnd.openxmlformats-officedocument."
	static const struct {
		const char *content_type;
		enum documento_tipo tipo;
		bool macros;
	} known[] = {
		{OOXML "wordprocessingml.document.main+xml", DOCUMENTO_DOCX, false},
		{"application/vnd.ms-word.document.macroEnabled.main+xml", DOCUMENTO_DOCX, true},
		{"application/vnd.ms-word.template.macroEnabledTemplate.main+xml", DOCUMENTO_DOCX, true},
		{OOXML "spreadsheetml.sheet.main+xml", DOCUMENTO_XLSX, false},
		{"application/vnd.ms-excel.sheet.macroEnabled.main+xml", DOCUMENTO_XLSX, true},
	};

	for (size_t i = 0; content_type != NULL && i < sizeof known / sizeof *known; i++) {
		if (strcasecmp(content_type, known[i].content_type) == 0) {
			*macros = *macros || known[i].macros;
			return known[i].tipo;
		}
	}
	return DOCUMENTO_OTRO;
}

/* Relationships, then content types: from the two, what the main part is. */
static enum inspeccion_hallazgo leer_indice(zip_t *zip, struct indice *x)
{
	zip_uint64_t tipos = 0, rels = 0;
	enum inspeccion_hallazgo h = paquete_find(zip, "[Content_Types].xml", &tipos);

	if (h == INSPECCION_NINGUNO)
		h = paquete_find(zip, "_rels/.rels", &rels);
	if (h == INSPECCION_NINGUNO)
		h = parte_recorrer(zip, rels, PAQUETE_INDICE_MAX, visita_rels, x);
	if (h == INSPECCION_NINGUNO && x->principal == NULL)
		h = INSPECCION_NO_ES_WORD;
	if (h == INSPECCION_NINGUNO)
		h = parte_recorrer(zip, tipos, PAQUETE_INDICE_MAX, visita_tipos, x);
	return h;
}

static enum inspeccion_hallazgo tomar_huella(zip_t *zip, const char *principal, struct docx_lectura *detalle, struct inspeccion *out)
{
	BUF_AUTO propio = {.data = NULL}, normal;
	struct buf *texto = detalle ? &detalle->texto : &propio;
	zip_uint64_t index = 0;
	enum inspeccion_hallazgo h = paquete_find(zip, principal, &index);

	buf_init(&propio, DOCX_TEXTO_MAX);
	buf_init(&normal, DOCX_TEXTO_MAX);
	if (detalle != NULL)
		snprintf(detalle->principal, sizeof detalle->principal, "%s", principal);
	if (h == INSPECCION_NO_ES_WORD)
		return INSPECCION_ILEGIBLE; /* declared, and missing */
	if (h == INSPECCION_NINGUNO)
		h = docx_texto(zip, index, texto, detalle);
	if (h != INSPECCION_NINGUNO)
		return h;
	/* libxml2 hands over valid UTF-8 only: what can fail here is room. */
	if (texto_normalize(buf_str(texto), texto->len, &normal) != STATUS_OK)
		return INSPECCION_DEMASIADO;
	if (normal.len == 0)
		return INSPECCION_SIN_TEXTO;
	sha256_of(buf_str(&normal), normal.len, &out->huella);
	out->palabras = texto_palabras(buf_str(&normal), normal.len);
	out->tiene_huella = true;
	return INSPECCION_NINGUNO;
}

static void analizar_abierto(zip_t *zip, struct docx_lectura *detalle, struct inspeccion *out)
{
	struct indice x = {0};

	out->hallazgo = revisar_entradas(zip, &x.macros);
	if (out->hallazgo == INSPECCION_NINGUNO)
		out->hallazgo = leer_indice(zip, &x);
	if (out->hallazgo == INSPECCION_NINGUNO) {
		out->encontrado = tipo_of_principal(x.tipo, &x.macros);
		if (x.macros)
			out->hallazgo = INSPECCION_MACROS;
		else if (out->encontrado == DOCUMENTO_DOCX)
			out->hallazgo = tomar_huella(zip, x.principal, detalle, out);
	}
	indice_free(&x);
}

zip_t *paquete_open(const uint8_t *p, size_t n, enum inspeccion_hallazgo *h)
{
	zip_error_t e;
	zip_source_t *source;
	zip_t *zip;

	zip_error_init(&e);
	source = zip_source_buffer_create(p, n, 0, &e);
	zip = source ? zip_open_from_source(source, ZIP_RDONLY, &e) : NULL;
	if (zip == NULL) {
		const int code = source ? zip_error_code_zip(&e) : ZIP_ER_MEMORY;

		/* The directory is at the end: a ZIP without one was cut. */
		*h = code == ZIP_ER_NOZIP ? INSPECCION_TRUNCADO : code == ZIP_ER_MEMORY ? INSPECCION_DEMASIADO : INSPECCION_ILEGIBLE;
		zip_source_free(source);
	}
	zip_error_fini(&e);
	return zip;
}

void paquete_analizar(const uint8_t *p, size_t n, struct docx_lectura *detalle, struct inspeccion *out)
{
	zip_t *zip = paquete_open(p, n, &out->hallazgo);

	if (zip == NULL)
		return;
	analizar_abierto(zip, detalle, out);
	zip_discard(zip);
}
