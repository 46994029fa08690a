#include "domain/trimestre.h"

#include <string.h>

bool trimestre_parse(const char *s, struct trimestre *out)
{
	if (strlen(s) != TRIMESTRE_LEN - 1 || strspn(s, "0123456789") != 4 || s[4] != '-' || s[5] < '1' || s[5] > '4')
		return false;
	*out = (struct trimestre){(s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + (s[3] - '0'), s[5] - '0'};
	return civil_valid((struct civil){out->anio, 1, 1});
}

void trimestre_format(struct trimestre t, char out[static TRIMESTRE_LEN])
{
	memcpy(out, "AAAA-T", TRIMESTRE_LEN);
	for (int i = 3; i >= 0; i--, t.anio /= 10)
		out[i] = (char)('0' + t.anio % 10);
	out[5] = (char)('0' + t.n);
}

struct trimestre trimestre_of(dia_t d)
{
	const struct civil c = dia_to_civil(d);
	return (struct trimestre){c.anio, (c.mes - 1) / 3 + 1};
}

struct trimestre trimestre_next(struct trimestre t)
{
	return t.n < 4 ? (struct trimestre){t.anio, t.n + 1} : (struct trimestre){t.anio + 1, 1};
}

dia_t trimestre_first(struct trimestre t)
{
	return dia_from_civil((struct civil){t.anio, 3 * t.n - 2, 1});
}

int trimestre_compare(struct trimestre a, struct trimestre b)
{
	return a.anio != b.anio ? a.anio - b.anio : a.n - b.n;
}
