/* Private to the resources of the registry: what a search asks, read from the address. */
#ifndef HTTP_REGISTRO_CONSULTA_H
#define HTTP_REGISTRO_CONSULTA_H

#include "http/servidor.h"
#include "services/registro.h"

/* The parameters that say which entries: for lists of names. */
#define REGISTRO_CONSULTA_PARAMETROS \
	"q", "entidad", "municipio", "nivel", "clase", "pais", "region", "tipo", "area", "estado", "vigencia", "precision", "firma_desde", \
		"firma_hasta", "inscrito_desde", "inscrito_hasta", "antecesor", "numero", "parte", "lugar", "inicia_desde", \
		"inicia_hasta", "vence_desde", "vence_hasta", "con_antecesor", "con_sucesor", "procedencia", "al"

/* "si", "no"; where an entry comes from, with its titles. */
extern const struct vocabulario consulta_si_no, consulta_procedencia;
/* A parameter, NULL when absent or empty: an empty field of the form is no filter. */
const char *consulta_dada(const struct exchange *ex, const char *name);
/* "a,b", at most REGISTRO_VALORES_MAX: each of the vocabulary, or of the form that `ok` knows and `forma` tells. */
NODISCARD enum status consulta_lista(struct exchange *ex, const char *name, const struct vocabulario *voc, bool (*ok)(const char *s),
	const char *forma, struct registro_lista *out);
/* All of them, into a filter that is initialised here; asks the database whether words are left to look for. INVALID: PARAMETRO_INVALIDO. */
NODISCARD enum status consulta_read(struct exchange *ex, struct obrero *o, struct registro_filtro *f);

#endif
