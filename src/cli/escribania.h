/* The place where documents are sealed, as configured; shared by dictamend and dictamenctl. */
#ifndef CLI_ESCRIBANIA_H
#define CLI_ESCRIBANIA_H

#include "services/config.h"
#include "services/emision.h"

/* OK with *hay false when no certificate is configured. `out` lives in the arena but for what escribania_close frees. */
enum status escribania_open(const struct config *c, struct arena *a, struct escribania *out, bool *hay, struct error *err);
void escribania_close(struct escribania *e);

#endif
