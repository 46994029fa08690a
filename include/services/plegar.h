/* A file as it was after one of its acts, for work that an act left to be done later. One thread per `struct db`. */
#ifndef SERVICES_PLEGAR_H
#define SERVICES_PLEGAR_H

#include "store/expedientes.h"

/* Folds the journal itself (lists leave out what later acts replaced, and here it counts) up to act `n`, which goes into `ultimo`. */
NODISCARD enum status expediente_fold_to(
	struct db *db, const struct uuid *id, int n, struct arena *a, struct expediente *e, struct acto *ultimo, struct error *err);

#endif
