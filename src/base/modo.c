#include "base/modo.h"

static bool ensayo;

void modo_ensayo_set(void)
{
	ensayo = true;
}

bool modo_ensayo(void)
{
	return ensayo;
}
