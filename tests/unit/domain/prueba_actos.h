/* One file brought to a state and then only tried on: S is the scenario, D the data of the act being tried. */
#ifndef TESTS_UNIT_DOMAIN_PRUEBA_ACTOS_H
#define TESTS_UNIT_DOMAIN_PRUEBA_ACTOS_H

#include "escenario.h"

static struct escenario S;
static struct acto_datos D;

static inline void clean(void)
{
	esc_free(&S);
}

static inline void open_at(enum estado estado, enum acto_tipo acto)
{
	esc_open_at(&S, estado);
	D = datos_de(&S, acto);
}

#define REFUSED(acto, quien, status, problem) assert_refused(&S, status, problem, esc_try(&S, acto, &D, quien))
#define OK(acto, quien) assert_refused(&S, STATUS_OK, PROBLEM_NONE, esc_try(&S, acto, &D, quien))
#define ITEM(pointer, slug) assert_item(&S, pointer, slug)

#endif
