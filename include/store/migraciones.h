/*
 * The schema's own history: forward only, each migration in its own transaction, its SHA-256 recorded in table `migracion`; then the
 * database's copy of the procedure's table. Runners that race wait for each other (advisory lock) and apply each migration once.
 */
#ifndef STORE_MIGRACIONES_H
#define STORE_MIGRACIONES_H

#include "store/db.h"

/* Called after each migration that this runner applied. May be NULL. */
typedef void migracion_aviso(void *arg, int numero, const char *nombre);

/*
 * Brings the schema to what the program expects (connection: DB_DUENO, outside a transaction). INTERNAL, with the reason in Spanish in
 * err->interno, when an applied migration differs from the program's, when the database is newer than the program, when a migration fails
 * (it is undone, the earlier ones stay) or when acts rest on a transition that the program no longer has. UNAVAILABLE: connection lost.
 */
NODISCARD enum status migraciones_apply(struct db *db, migracion_aviso *aviso, void *arg, struct error *err);

#endif
