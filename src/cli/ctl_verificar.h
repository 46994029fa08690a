/* Parts of dictamenctl verificar. */
#ifndef CLI_CTL_VERIFICAR_H
#define CLI_CTL_VERIFICAR_H

#include "cli/ctl.h"
#include "store/verificacion.h"

struct registro_verificado {
	int64_t actos, cabezas;
};
/* The registry's journal, its tree and its signed heads, in one snapshot. CONFLICT: what is wrong was printed. */
enum status ctl_verificar_registro(struct ctl *c, struct registro_verificado *out);

/* The security journal: every hash again, each naming the one before it. In one snapshot. CONFLICT: the first broken link was printed. */
enum status ctl_verificar_seguridad(struct ctl *c, int64_t *actos);

/* What the registry's journal adds up to: every entry folded again and compared with its cards, the counters counted again. In the same snapshot. */
enum status ctl_verificar_fichas(struct ctl *c);
/* Prints what is wrong with the registry; indice < 0: of no one act. CONFLICT. */
enum status ctl_registro_broken(const char *asiento, int64_t indice, const char *que);

#endif
