/*
 * What open data need beside themselves: the dictionary of the columns, and a description of what there is for catalogues that gather others (DCAT 2, with
 * the vocabularies of DCAT-AP, as JSON-LD).
 */
#include <stdio.h>
#include <string.h>

#include "base/licencia.h"
#include "codec/diccionario.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/descargas.h"
#include "services/estadisticas.h"
#include "services/registro.h"

#define CUERPO_MAX ((size_t)1 << 20)
#define DIRECCION_MAX 1024
#define UE "http://publications.europa.eu/resource/authority/"
#define IANA "http://www.iana.org/assignments/media-types/"

/* ---- the dictionary ---- */

static void write_licence(struct json_writer *w)
{
	json_object(w, "licencia");
	json_string(w, "nombre", LICENCIA_NOMBRE);
	json_string(w, "uri", LICENCIA_URI);
	json_object_end(w);
}

static void write_csv_form(struct json_writer *w)
{
	json_object(w, "csv");
	json_string(w, "norma", "RFC 4180");
	json_string(w, "codificacion", "UTF-8");
	json_string(w, "separador", ",");
	json_string(w, "comillas", "\"");
	json_string(w, "fin_de_renglon", "\r\n");
	json_string(w, "listas", ";");
	json_string(w, "escape_en_listas", "\\");
	json_string(w, "formulas", "Un apóstrofo antecede a la celda que empieza con = + - @, tabulador, retorno o apóstrofo.");
	json_object_end(w);
}

enum status recurso_ver_diccionario(struct exchange *ex, void *worker)
{
	(void)worker;
	struct json_writer w;
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st != STATUS_OK)
		return st;
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_string(&w, "titulo", "Registro de Acuerdos Interinstitucionales");
	json_string(&w, "descripcion", "Un renglón por asiento, como está en el Registro. En JSON por líneas, un objeto por asiento.");
	write_licence(&w);
	write_csv_form(&w);
	diccionario_write(&w);
	json_object_end(&w);
	if (!solicitud_public_tag(ex, &out))
		exchange_json(ex, 200, &out);
	return STATUS_OK;
}

/* ---- the catalogue ---- */

struct catalogo {
	struct exchange *ex;
	struct obrero *o;
	const char *raiz;
	struct registro_extremos extremos;
	struct registro_alcance alcance;
};

static void reference(struct json_writer *w, const char *key, const char *iri)
{
	json_object(w, key);
	json_string(w, "@id", iri);
	json_object_end(w);
}

/* An address of this service. */
static void local(struct json_writer *w, const struct catalogo *c, const char *key, const char *path)
{
	char iri[DIRECCION_MAX];
	snprintf(iri, sizeof iri, "%s%s", c->raiz, path);
	if (key)
		reference(w, key, iri);
	else
		json_string(w, "@id", iri);
}

static void spanish(struct json_writer *w, const char *key, const char *text)
{
	json_object(w, key);
	json_string(w, "@value", text);
	json_string(w, "@language", "es");
	json_object_end(w);
}

static void typed(struct json_writer *w, const char *key, const char *value, const char *type)
{
	json_object(w, key);
	json_string(w, "@value", value);
	json_string(w, "@type", type);
	json_object_end(w);
}

static void moment(struct json_writer *w, const char *key, instante_t t)
{
	char iso[INSTANTE_LEN];
	if (t == INSTANTE_NINGUNO)
		return;
	instante_format(t, iso);
	typed(w, key, iso, "xsd:dateTime");
}

static void history(struct json_writer *w, const struct catalogo *c)
{
	moment(w, "dct:issued", c->extremos.primero);
	moment(w, "dct:modified", c->extremos.ultimo);
}

static void licence(struct json_writer *w)
{
	reference(w, "dct:license", LICENCIA_URI);
}

static void publisher(struct json_writer *w)
{
	json_object(w, "dct:publisher");
	json_string(w, "@id", PUBLICADOR_URI);
	json_string(w, "@type", "foaf:Agent");
	spanish(w, "foaf:name", PUBLICADOR_NOMBRE);
	json_object_end(w);
}

static void references(struct json_writer *w, const char *key, const char *const *iris)
{
	json_array(w, key);
	for (; *iris; iris++)
		reference(w, NULL, *iris);
	json_array_end(w);
}

/* What every set of data here shares. */
static void about(struct json_writer *w, const struct catalogo *c)
{
	static const char *const temas[] = {UE "data-theme/INTR", UE "data-theme/GOVE", NULL};
	char fecha[FECHA_LEN];
	publisher(w);
	licence(w);
	history(w, c);
	reference(w, "dct:language", UE "language/SPA");
	reference(w, "dct:accessRights", UE "access-right/PUBLIC");
	reference(w, "dct:spatial", UE "country/MEX");
	references(w, "dcat:theme", temas);
	local(w, c, "dcat:landingPage", "/v1/registro");
	if (c->alcance.primera == DIA_NINGUNO)
		return;
	json_object(w, "dct:temporal");
	json_string(w, "@type", "dct:PeriodOfTime");
	fecha_format(c->alcance.primera, fecha);
	typed(w, "dcat:startDate", fecha, "xsd:date");
	fecha_format(c->alcance.ultima, fecha);
	typed(w, "dcat:endDate", fecha, "xsd:date");
	json_object_end(w);
}

static void keywords(struct json_writer *w)
{
	static const char *const palabras[] = {"acuerdos interinstitucionales", "hermanamientos",
		"cooperación internacional descentralizada", "gobiernos locales", "paradiplomacia", NULL};
	json_array(w, "dcat:keyword");
	for (const char *const *p = palabras; *p; p++)
		spanish(w, NULL, *p);
	json_array_end(w);
}

static void distribution(struct json_writer *w, const struct catalogo *c, const char *path, const char *title, const char *media)
{
	json_object(w, NULL);
	json_string(w, "@type", "dcat:Distribution");
	spanish(w, "dct:title", title);
	local(w, c, "dcat:accessURL", path);
	licence(w);
	if (media)
		reference(w, "dcat:mediaType", media);
}

/* Size and checksum of a file that is there already and is the present one; nothing is made for it. */
static void file_facts(struct json_writer *w, const struct catalogo *c, enum registro_formato formato)
{
	char hex[SHA256_HEX_LEN], n[24];
	struct descargas *d = c->o->app->descargas;
	const struct descarga *f = descargas_take(d, formato, c->extremos.version, INT64_MAX);
	if (!f)
		return;
	snprintf(n, sizeof n, "%lld", (long long)f->tamano);
	typed(w, "dcat:byteSize", n, "xsd:decimal");
	hex_encode(f->sha256.b, SHA256_LEN, hex);
	json_object(w, "spdx:checksum");
	json_string(w, "@type", "spdx:Checksum");
	reference(w, "spdx:algorithm", "http://spdx.org/rdf/terms#checksumAlgorithm_sha256");
	typed(w, "spdx:checksumValue", hex, "xsd:hexBinary");
	json_object_end(w);
	descargas_release(d, f);
}

static void download(struct json_writer *w, const struct catalogo *c, enum registro_formato formato)
{
	const bool csv = formato == REGISTRO_CSV;
	const char *path = csv ? "/v1/registro/descargas/registro.csv" : "/v1/registro/descargas/registro.jsonl";
	distribution(w, c, path, csv ? "El Registro completo, en CSV" : "El Registro completo, en JSON por líneas",
		csv ? IANA "text/csv" : NULL);
	local(w, c, "dcat:downloadURL", path);
	if (csv)
		reference(w, "dct:format", UE "file-type/CSV");
	else
		spanish(w, "dct:format", "JSON Lines (application/jsonl)"); /* no registered type of its own */
	history(w, c);
	local(w, c, "dct:conformsTo", "/v1/registro/diccionario");
	file_facts(w, c, formato);
	json_object_end(w);
}

static void registry_dataset(struct json_writer *w, const struct catalogo *c)
{
	char n[24];
	json_object(w, NULL);
	local(w, c, NULL, "/v1/registro/catalogo#registro");
	json_string(w, "@type", "dcat:Dataset");
	local(w, c, "dct:identifier", "/v1/registro/catalogo#registro");
	spanish(w, "dct:title", "Registro de Acuerdos Interinstitucionales");
	spanish(w, "dct:description",
		"Los acuerdos que dependencias y organismos de los estados y municipios de México celebraron con órganos gubernamentales "
		"extranjeros y "
		"organismos internacionales y que la Secretaría de Relaciones Exteriores inscribió (Ley sobre la Celebración de Tratados, "
		"artículo 7): "
		"partes, fechas, vigencia, áreas y lo que les siguió.");
	snprintf(n, sizeof n, "%lld", (long long)c->extremos.version);
	json_string(w, "owl:versionInfo", n);
	reference(w, "dct:accrualPeriodicity", UE "frequency/UPDATE_CONT");
	local(w, c, "foaf:page", "/v1/registro/diccionario");
	about(w, c);
	keywords(w);
	json_array(w, "dcat:distribution");
	download(w, c, REGISTRO_CSV);
	download(w, c, REGISTRO_JSONL);
	distribution(w, c, "/v1/registro/novedades.atom", "Lo nuevo, como canal Atom", IANA "application/atom+xml");
	json_object_end(w);
	json_array_end(w);
	json_object_end(w);
}

static void quarters_dataset(struct json_writer *w, const struct catalogo *c)
{
	json_object(w, NULL);
	local(w, c, NULL, "/v1/registro/catalogo#trimestres");
	json_string(w, "@type", "dcat:Dataset");
	local(w, c, "dct:identifier", "/v1/registro/catalogo#trimestres");
	spanish(w, "dct:title", "Cifras trimestrales del Registro de Acuerdos Interinstitucionales");
	spanish(w, "dct:description",
		"Actos registrados en cada trimestre y asientos al final, por clase, estado y entidad federativa (Ley General de "
		"Transparencia y Acceso "
		"a la Información Pública, artículo 58).");
	reference(w, "dct:accrualPeriodicity", UE "frequency/QUARTERLY");
	about(w, c);
	keywords(w);
	json_array(w, "dcat:distribution");
	distribution(w, c, "/v1/registro/trimestres", "Todos los trimestres, en JSON", IANA "application/json");
	json_object_end(w);
	distribution(w, c, "/v1/registro/trimestres", "Todos los trimestres, en CSV (Accept: text/csv)", IANA "text/csv");
	json_object_end(w);
	json_array_end(w);
	json_object_end(w);
}

static void service(struct json_writer *w, const struct catalogo *c)
{
	json_object(w, NULL);
	local(w, c, NULL, "/v1/registro/catalogo#consulta");
	json_string(w, "@type", "dcat:DataService");
	spanish(w, "dct:title", "Consulta del Registro");
	local(w, c, "dcat:endpointURL", "/v1/registro");
	local(w, c, "dcat:endpointDescription", "/openapi.yaml");
	local(w, c, "dcat:servesDataset", "/v1/registro/catalogo#registro");
	licence(w);
	json_object_end(w);
}

static void context(struct json_writer *w)
{
	static const char *const prefijos[][2] = {{"dcat", "http://www.w3.org/ns/dcat#"}, {"dct", "http://purl.org/dc/terms/"},
		{"foaf", "http://xmlns.com/foaf/0.1/"}, {"owl", "http://www.w3.org/2002/07/owl#"}, {"spdx", "http://spdx.org/rdf/terms#"},
		{"xsd", "http://www.w3.org/2001/XMLSchema#"}};
	json_object(w, "@context");
	for (size_t i = 0; i < sizeof prefijos / sizeof *prefijos; i++)
		json_string(w, prefijos[i][0], prefijos[i][1]);
	json_object_end(w);
}

static void write_catalogue(struct buf *out, const struct catalogo *c)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	context(&w);
	local(&w, c, NULL, "/v1/registro/catalogo");
	json_string(&w, "@type", "dcat:Catalog");
	spanish(&w, "dct:title", "Datos abiertos del Registro de Acuerdos Interinstitucionales");
	spanish(&w, "dct:description", "El Registro completo, sus novedades y sus cifras trimestrales.");
	publisher(&w);
	licence(&w);
	history(&w, c);
	reference(&w, "dct:language", UE "language/SPA");
	reference(&w, "dct:spatial", UE "country/MEX");
	reference(&w, "dcat:themeTaxonomy", UE "data-theme");
	local(&w, c, "foaf:homepage", "/v1/registro");
	json_array(&w, "dcat:dataset");
	registry_dataset(&w, c);
	quarters_dataset(&w, c);
	json_array_end(&w);
	json_array(&w, "dcat:service");
	service(&w, c);
	json_array_end(&w);
	json_object_end(&w);
}

enum status recurso_ver_catalogo_datos(struct exchange *ex, void *worker)
{
	struct catalogo c = {.ex = ex, .o = worker, .raiz = solicitud_raiz(ex)};
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		st = registro_extremes(c.o->db, &c.extremos, &ex->err);
	if (st == STATUS_OK)
		st = registro_extent(c.o->db, &c.alcance, &ex->err);
	if (st != STATUS_OK)
		return st;
	write_catalogue(&out, &c);
	if (!solicitud_public_tag(ex, &out))
		exchange_body(ex, 200, "application/ld+json", &out);
	return STATUS_OK;
}
