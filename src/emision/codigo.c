#include "emision/codigo.h"

#include <stdint.h>
#include <string.h>

#include "base/hash.h"

#define SIMBOLOS 20
#define GRUPO 5

static const char alfabeto[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void write_groups(const unsigned char valores[static SIMBOLOS], char out[static CODIGO_LEN])
{
	char *p = out;
	for (int i = 0; i < SIMBOLOS; i++) {
		if (i > 0 && i % GRUPO == 0)
			*p++ = '-';
		*p++ = alfabeto[valores[i]];
	}
	*p = '\0';
}

void codigo_nuevo(char out[static CODIGO_LEN])
{
	unsigned char v[SIMBOLOS];
	random_bytes(v, sizeof v);
	for (int i = 0; i < SIMBOLOS; i++)
		v[i] &= 31; /* five bits of each byte: uniform */
	write_groups(v, out);
}

static int value_of(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		return 0;
	if (c == 'I' || c == 'L')
		return 1;
	const char *p = c ? strchr(alfabeto, c) : NULL;
	return p ? (int)(p - alfabeto) : -1;
}

bool codigo_parse(const char *s, char out[static CODIGO_LEN])
{
	unsigned char v[SIMBOLOS];
	int n = 0;
	for (; *s; s++) {
		if (*s == '-' || *s == ' ')
			continue;
		int d = value_of(*s);
		if (d < 0 || n == SIMBOLOS)
			return false;
		v[n++] = (unsigned char)d;
	}
	if (n != SIMBOLOS)
		return false;
	write_groups(v, out);
	return true;
}
