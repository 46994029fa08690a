/* From the file that was inscribed to its entry in the registry: only what is public of it (PROCEDURE, rule 10). */
#include <string.h>

#include "services/catalogos.h"
#include "services/informes.h"
#include "services/plegar.h"
#include "services/registro.h"
#include "services/trabajos.h"
#include "store/directorio.h"

#define CARGA_MAX ((size_t)192 << 20)
#define PALABRAS_MAX ((size_t)512 << 10)
#define BARRIDO_MAX 200

struct inscribir {
	struct obrero *o;
	struct arena *a;
	struct expediente e;
	struct acto acto;
	struct organizacion org;
	struct asiento_datos datos;
};

/* ---- parties ---- */

/* Municipalities by the catalogue's code, where it has one: whoever signs by its organisation, every other body by its own name. */
static enum status fill_municipalities(struct inscribir *i, struct parte_mexicana *p, size_t n, struct error *err)
{
	struct municipios m;
	const char *propio = i->org.municipio && *i->org.municipio ? i->org.municipio : NULL;
	p[0].municipio = propio;
	if (!p[0].cve_ent)
		return STATUS_OK;
	enum status st = municipios_load(i->o->db, p[0].cve_ent, i->a, &m, err);
	const struct municipio *x = st == STATUS_OK && propio ? municipios_find(&m, p[0].cve_ent, propio) : NULL;
	if (x)
		p[0].cve_mun = x->cve_mun;
	for (size_t k = 1; st == STATUS_OK && k < n; k++) {
		if (!(x = municipios_named(&m, p[k].cve_ent, p[k].nombre)))
			continue;
		p[k].cve_mun = x->cve_mun;
		p[k].municipio = x->nombre;
		p[k].nivel = NIVEL_MUNICIPAL;
	}
	return st;
}

static enum status fill_parties(struct inscribir *i, struct error *err)
{
	const struct datos_expediente *x = &i->e.datos;
	const size_t n = 1 + x->n_organos_locales;
	struct parte_mexicana *p = ARENA_ARRAY(i->a, n, struct parte_mexicana);
	struct parte_extranjera *c = ARENA_ARRAY(i->a, x->n_contrapartes, struct parte_extranjera);
	if (!p || !c)
		return error_set(err, PROBLEM_SATURADO);
	const enum nivel propio = (enum nivel)vocabulario_find(&vocabulario_nivel, i->org.nivel);
	for (size_t k = 0; k < n; k++) {
		p[k] = (struct parte_mexicana){.nombre = k ? x->organos_locales[k - 1]
				: x->organo_firmante       ? x->organo_firmante
							   : i->org.nombre,
			.nivel = propio ? propio : x->nivel,
			.cve_ent = i->org.cve_ent && *i->org.cve_ent ? i->org.cve_ent : NULL};
	}
	for (size_t k = 0; k < x->n_contrapartes; k++)
		c[k] = (struct parte_extranjera){.nombre = x->contrapartes[k].nombre ? x->contrapartes[k].nombre : "",
			.clase = x->contrapartes[k].clase,
			.pais = x->contrapartes[k].pais,
			.lugar = x->contrapartes[k].ciudad};
	i->datos.partes_mexicanas = p;
	i->datos.n_partes_mexicanas = n;
	i->datos.contrapartes = c;
	i->datos.n_contrapartes = x->n_contrapartes;
	return fill_municipalities(i, p, n, err);
}

/* ---- the rest ---- */

static enum status fill_text(struct inscribir *i, struct error *err)
{
	const struct documento *d = expediente_publico(&i->e);
	if (!d)
		return STATUS_OK;
	i->datos.texto = ARENA_NEW(i->a, struct asiento_texto);
	if (!i->datos.texto)
		return error_set(err, PROBLEM_SATURADO);
	*i->datos.texto = asiento_texto_de(d);
	return STATUS_OK;
}

/* What the file says that it modifies counts when the registry knows that number; else it is a folio, or somebody's own way to name it. */
static enum status fill_predecessor(struct inscribir *i, struct error *err)
{
	struct registro_estado e;
	const char *numero = i->e.datos.modifica_a;
	if (!numero)
		return STATUS_OK;
	enum status st = registro_present(i->o->db, &numero, 1, i->a, &e, err);
	if (st == STATUS_OK && e.n)
		i->datos.antecesor = numero;
	return st;
}

static enum status fill(struct inscribir *i, struct error *err)
{
	const struct datos_expediente *x = &i->e.datos;
	asiento_datos_init(&i->datos);
	i->datos.denominacion = x->denominacion;
	i->datos.tipo = x->tipo;
	i->datos.nivel = x->nivel ? x->nivel : (enum nivel)vocabulario_find(&vocabulario_nivel, i->org.nivel);
	i->datos.areas = x->areas;
	i->datos.n_areas = x->n_areas;
	i->datos.idiomas = x->idiomas;
	i->datos.n_idiomas = x->n_idiomas;
	i->datos.fecha_firma = i->e.copia.fecha_suscripcion;
	i->datos.precision_fecha = i->datos.fecha_firma == DIA_NINGUNO ? PRECISION_DESCONOCIDA : PRECISION_DIA;
	i->datos.lugar_firma = i->e.copia.lugar_suscripcion;
	i->datos.vigencia = x->vigencia ? x->vigencia : VIGENCIA_SIN_DATO;
	i->datos.vigencia_desde = x->vigencia_desde;
	i->datos.vigencia_hasta = x->vigencia_hasta;
	i->datos.inscrito_en = i->acto.fecha_legal;
	if (i->datos.inscrito_en == DIA_NINGUNO)
		i->datos.inscrito_en = instante_dia(i->acto.registrado_en);
	enum status st = fill_parties(i, err);
	if (st == STATUS_OK)
		st = fill_text(i, err);
	return st == STATUS_OK ? fill_predecessor(i, err) : st;
}

/* ---- words of the public text ---- */

/* The approved text, where what the public reads is the signed copy: it is what was signed. A public version hides something: then nothing else is read. */
static const struct documento *approved(const struct expediente *e, const struct sha256 *publico)
{
	const struct documento *copia = expediente_publico(e);
	if (!copia || copia->clase != CLASE_DOCUMENTO_COPIA_FIRMADA || !sha256_equal(&copia->sha256, publico))
		return NULL;
	for (size_t i = e->n_documentos; i > 0; i--) {
		const struct documento *d = &e->documentos[i - 1];
		if (d->clase == CLASE_DOCUMENTO_PROYECTO && d->tiene_huella && e->dictamen.acto &&
			sha256_equal(&d->huella, &e->dictamen.huella))
			return d;
	}
	return NULL;
}

/* A text that cannot be read leaves the entry without its words, never without its entry. */
const char *registro_document_text(struct obrero *o, const struct sha256 *sha, int64_t tamano, bool leer, struct arena *a)
{
	struct informe informe;
	struct error propio;
	bool hay = true;
	BUF_AUTO b;
	buf_init(&b, PALABRAS_MAX);
	error_init(&propio, a);
	const enum status st = leer ? informe_load(o, sha, tamano, a, &informe, &propio) : informe_find(o, sha, a, &informe, &hay, &propio);
	if (st != STATUS_OK || !hay || informe.texto.n == 0)
		return NULL;
	registro_text_mask(&informe.texto, PALABRAS_MAX / 2, &b);
	return b.failed ? NULL : arena_strdup(a, buf_str(&b));
}

const char *registro_file_text(
	struct obrero *o, const struct expediente *e, const struct asiento_texto *publico, bool leer, struct arena *a)
{
	const struct documento *d = approved(e, &publico->sha256);
	const char *propio = registro_document_text(o, &publico->sha256, publico->tamano, leer, a);
	return propio || !d ? propio : registro_document_text(o, &d->sha256, d->tamano, leer, a);
}

/* ---- the job ---- */

static void write_result(struct buf *out, const char *numero, int64_t indice, bool ya)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	json_string(&w, "asiento", numero);
	if (ya)
		json_bool(&w, "ya", true);
	else
		json_int(&w, "indice", indice);
	json_object_end(&w);
}

static enum status record(struct inscribir *i, struct buf *resultado, struct error *err)
{
	const struct asiento_acto datos = {.asiento = &i->datos, .fecha = DIA_NINGUNO, .vigencia_hasta = DIA_NINGUNO};
	struct registro_entrada v = {.numero = i->e.registro.numero,
		.acto = REGISTRO_ACTO_INSCRIPCION,
		.datos = &datos,
		.fecha_legal = i->datos.inscrito_en,
		.usuario = i->acto.actor.usuario,
		.organizacion = i->acto.actor.organizacion,
		.rol = i->acto.actor.rol,
		.texto = i->datos.texto ? registro_file_text(i->o, &i->e, i->datos.texto, true, i->a) : NULL};
	ARENA_AUTO *a = arena_create(REGISTRO_ARENA);
	struct error propio;
	if (!a)
		return error_set(err, PROBLEM_SATURADO);
	error_init(&propio, err->arena);
	enum status st = registro_asentar(i->o->db, &v, 1, a, &propio);
	if (st == STATUS_OK || v.obsoleta) {
		write_result(resultado, v.numero, v.hecho.indice, v.obsoleta);
		return STATUS_OK;
	}
	*err = propio;
	return st;
}

enum status registro_record(struct obrero *o, const struct uuid *expediente, int n, struct buf *resultado_json, struct error *err)
{
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	struct inscribir *i = a ? ARENA_NEW(a, struct inscribir) : NULL;
	struct registro_estado presente;
	if (!i)
		return error_set(err, PROBLEM_SATURADO);
	i->o = o;
	i->a = a;
	enum status st = expediente_fold_to(o->db, expediente, n, a, &i->e, &i->acto, err);
	if (st == STATUS_OK && !i->e.registro.numero)
		st = error_set(err, PROBLEM_INTERNO);
	if (st == STATUS_OK)
		st = directorio_organizacion(o->db, &i->e.organizacion, a, &i->org, err);
	if (st == STATUS_OK)
		st = registro_present(o->db, &i->e.registro.numero, 1, a, &presente, err);
	if (st == STATUS_OK && presente.n) {
		write_result(resultado_json, i->e.registro.numero, 0, true);
		return STATUS_OK;
	}
	if (st == STATUS_OK)
		st = fill(i, err);
	return st == STATUS_OK ? record(i, resultado_json, err) : st;
}

enum status registro_job(
	struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *resultado_json, struct error *err)
{
	const enum status st = trabajo_progress(av, 0, 1, "Se asienta en el Registro", err);
	return st == STATUS_OK ? registro_record(o, &t->expediente, t->n, resultado_json, err) : st;
}

enum status registro_sweep(struct obrero *o, int *puestos, struct error *err)
{
	*puestos = 0;
	return registro_replace(o->db, BARRIDO_MAX, puestos, err);
}
