#include "services/plegar.h"

#include "services/cache.h"

#define PAGINA 200

enum status expediente_fold_to(
	struct db *db, const struct uuid *id, int n, struct arena *a, struct expediente *e, struct acto *ultimo, struct error *err)
{
	expediente_init(e, *id);
	while (e->version < n) {
		struct acto_fila *filas;
		size_t k;
		enum status st = expedientes_journal(db, NULL, id, e->version + 1, PAGINA, a, &filas, &k, err);
		if (st == STATUS_OK && k == 0)
			st = error_set(err, PROBLEM_NO_ENCONTRADO);
		for (size_t i = 0; i < k && st == STATUS_OK && e->version < n; i++) {
			st = acto_from_fila(&filas[i], a, ultimo, err);
			if (st == STATUS_OK)
				st = expediente_apply(e, ultimo, a, err);
		}
		if (st != STATUS_OK)
			return st;
	}
	return STATUS_OK;
}
