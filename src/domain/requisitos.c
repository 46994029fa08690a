/* What a complete filing needs, what an act's data must and must not hold, and the form of documents. */
#include "domain/juicio.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define N_ELEMENTOS(a) (sizeof(a) / sizeof *(a))
#define POINTER_MAX 160

bool texto_vacio(const char *s)
{
	return !s || s[strspn(s, " \t\n")] == '\0';
}

/* ---- documents --------------------------------------------------------------------------------------------------------------------- */

#define TIPO_PDF "application/pdf"
#define TIPO_CORREO "message/rfc822"
#define TIPO_DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

const char *documento_tipo_exigido(enum clase_documento clase)
{
	static const char *const tipos[CLASE_DOCUMENTO_COUNT] = {
		[CLASE_DOCUMENTO_SOLICITUD] = TIPO_PDF,
		[CLASE_DOCUMENTO_PROYECTO] = TIPO_DOCX,
		[CLASE_DOCUMENTO_COPIA_FIRMADA] = TIPO_PDF,
		[CLASE_DOCUMENTO_INSTRUMENTO_MODIFICATORIO] = TIPO_PDF,
		[CLASE_DOCUMENTO_OFICIO] = TIPO_PDF,
		[CLASE_DOCUMENTO_CORREO] = TIPO_CORREO,
		[CLASE_DOCUMENTO_VERSION_PUBLICA] = TIPO_PDF,
	};
	return clase < CLASE_DOCUMENTO_COUNT ? tipos[clase] : NULL;
}

bool documento_tipo_admitido(enum clase_documento clase, const char *tipo_medio)
{
	const char *tipo = documento_tipo_exigido(clase);
	return tipo_medio && (!tipo || strcmp(tipo, tipo_medio) == 0);
}

/* ---- a complete filing (rule 4) ---------------------------------------------------------------------------------------------------- */

static size_t missing_contrapartes(const struct datos_expediente *d, struct error *err)
{
	char pointer[POINTER_MAX];
	size_t n = 0;
	if (d->n_contrapartes == 0) {
		error_add(err, "/datos/contrapartes", MENSAJE_FALTA_CONTRAPARTE);
		return 1;
	}
	for (size_t i = 0; i < d->n_contrapartes; i++) {
		if (texto_vacio(d->contrapartes[i].nombre)) {
			snprintf(pointer, sizeof pointer, "/datos/contrapartes/%zu/nombre", i);
			error_add(err, pointer, MENSAJE_FALTA_DATO, "nombre de la contraparte");
			n++;
		}
		if (!d->contrapartes[i].clase) {
			snprintf(pointer, sizeof pointer, "/datos/contrapartes/%zu/clase", i);
			error_add(err, pointer, MENSAJE_FALTA_DATO, "clase de la contraparte");
			n++;
		}
	}
	return n;
}

static size_t missing_documento(
	const struct expediente *e, enum clase_documento clase, const char *pointer, enum mensaje m, struct error *err)
{
	const struct documento *doc = expediente_documento(e, clase, 0);
	if (doc && documento_tipo_admitido(clase, doc->tipo_medio))
		return 0;
	error_add(err, pointer, m);
	return 1;
}

size_t requisitos_faltantes(const struct expediente *e, struct error *err)
{
	const struct datos_expediente *d = &e->datos;
	const struct {
		bool falta;
		const char *pointer, *nombre;
	} exigidos[] = {
		{texto_vacio(d->denominacion), "/datos/denominacion", "denominación"},
		{!d->tipo, "/datos/tipo", "tipo de acuerdo"},
		{!d->nivel, "/datos/nivel", "nivel"},
		{texto_vacio(d->organo_firmante), "/datos/organo_firmante", "órgano que firma"},
		{!d->clase_organo, "/datos/clase_organo", "clase del órgano que firma"},
		{texto_vacio(d->fundamento_facultades), "/datos/fundamento_facultades", "fundamento de las facultades"},
		{d->n_areas == 0, "/datos/areas", "áreas de cooperación"},
		{d->n_idiomas == 0, "/datos/idiomas", "idiomas"},
		{!d->vigencia, "/datos/vigencia", "vigencia"},
		{texto_vacio(d->contacto.nombre), "/datos/contacto/nombre", "nombre del contacto"},
		{texto_vacio(d->contacto.correo), "/datos/contacto/correo", "correo del contacto"},
	};
	size_t n = missing_documento(e, CLASE_DOCUMENTO_SOLICITUD, "/documentos/solicitud", MENSAJE_FALTA_SOLICITUD, err);
	n += missing_documento(e, CLASE_DOCUMENTO_PROYECTO, "/documentos/proyecto", MENSAJE_FALTA_PROYECTO, err);
	for (size_t i = 0; i < N_ELEMENTOS(exigidos); i++) {
		if (!exigidos[i].falta)
			continue;
		error_add(err, exigidos[i].pointer, MENSAJE_FALTA_DATO, exigidos[i].nombre);
		n++;
	}
	return n + missing_contrapartes(d, err);
}

size_t datos_forma_check(const struct datos_expediente *d, const char *prefijo, struct error *err)
{
	char pointer[POINTER_MAX];
	if (d->vigencia_desde == DIA_NINGUNO || d->vigencia_hasta == DIA_NINGUNO || d->vigencia_desde <= d->vigencia_hasta)
		return 0;
	snprintf(pointer, sizeof pointer, "%s/vigencia_hasta", prefijo);
	error_add(err, pointer, MENSAJE_FECHAS_INVERTIDAS);
	return 1;
}

/* ---- the members of an act --------------------------------------------------------------------------------------------------------- */

static const struct miembro {
	const char *nombre;
	size_t offset, size;
	bool texto;  /* given when it says something; any other member, when it differs from an empty record's */
	bool guarda; /* acto_miembro_guardado */
} catalogo[] = {
#define DONDE(member) offsetof(struct acto_datos, member), sizeof(((struct acto_datos *)NULL)->member)
#define TEXTO(member) \
	{ \
#member, DONDE(member), true, false \
	}
#define VALOR(member) \
	{ \
#member, DONDE(member), false, false \
	}
#define LISTA(member) \
	{ \
#member, DONDE(n_##member), false, false \
	}
	{"declaracion_version_final", DONDE(declaracion_version_final), false, true},
	{"respuestas", DONDE(n_respuestas), false, true},
	TEXTO(motivo),
	TEXTO(detalle),
	TEXTO(nota),
	TEXTO(fundamento),
	TEXTO(motivacion),
	TEXTO(terminos),
	TEXTO(lugar_suscripcion),
	VALOR(sentido),
	VALOR(motivo_devolucion),
	VALOR(plazo_dias_habiles),
	VALOR(fecha_suscripcion),
	VALOR(fecha_firma_pretendida),
	VALOR(responsable),
	VALOR(acto_referido),
	VALOR(organizacion),
	LISTA(observaciones),
	LISTA(verificaciones),
	LISTA(faltantes),
#undef DONDE
#undef TEXTO
#undef VALOR
#undef LISTA
};

bool acto_miembro_guardado(const char *nombre)
{
	for (size_t i = 0; i < N_ELEMENTOS(catalogo); i++)
		if (catalogo[i].guarda && strcmp(catalogo[i].nombre, nombre) == 0)
			return true;
	return false;
}

static bool given(const struct acto_datos *d, const struct miembro *m)
{
	struct acto_datos nada;
	acto_datos_init(&nada);
	const char *here = (const char *)d + m->offset;
	if (m->texto)
		return !texto_vacio(*(const char *const *)(const void *)here);
	return memcmp(here, (const char *)&nada + m->offset, m->size) != 0;
}

const char *observaciones_nombre(enum acto_tipo acto)
{
	return acto == ACTO_DICTAMINAR ? "recomendaciones" : acto == ACTO_OBSERVAR_REGISTRO ? "no_incorporadas" : "observaciones";
}

/* The act's row for a member, NULL when the act does not take it. */
static const struct acto_miembro *admitted(const struct acto_miembro *lista, size_t n, const char *nombre)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(lista[i].nombre, nombre) == 0)
			return &lista[i];
	}
	return NULL;
}

void miembros_check(struct juicio *j)
{
	size_t n;
	const struct acto_miembro *lista = acto_admite(j->t->acto, &n);
	for (size_t i = 0; i < N_ELEMENTOS(catalogo); i++) {
		const struct miembro *m = &catalogo[i];
		bool observaciones = m->offset == offsetof(struct acto_datos, n_observaciones);
		const char *nombre = observaciones ? observaciones_nombre(j->t->acto) : m->nombre;
		const struct acto_miembro *row = admitted(lista, n, nombre);
		bool has = given(j->datos, m);
		char pointer[POINTER_MAX];
		snprintf(pointer, sizeof pointer, "/datos/%s", nombre);
		if (has && !row)
			juicio_dato(j, pointer, MENSAJE_NO_CORRESPONDE, NULL);
		if (!has && row && row->requerido && !m->guarda)
			juicio_dato(j, pointer, MENSAJE_REQUERIDO, NULL);
	}
	if (j->datos->expediente && !admitted(lista, n, "expediente"))
		juicio_dato(j, "/datos/expediente", MENSAJE_NO_CORRESPONDE, NULL);
	if (j->datos->documento)
		juicio_dato(j, "/datos/documento", MENSAJE_NO_CORRESPONDE, NULL);
}
