#include "base/direccion.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define TEXTO_MAX 64
#define V4_BITS 96 /* before the IPv4 address in its mapped form */

static const uint8_t mapped[12] = {[10] = 0xFF, [11] = 0xFF};

static bool is_v4(const struct direccion *d)
{
	return memcmp(d->b, mapped, sizeof mapped) == 0;
}

static bool parse(const char *text, struct direccion *out)
{
	memcpy(out->b, mapped, sizeof mapped);
	return inet_pton(AF_INET, text, out->b + sizeof mapped) == 1 || inet_pton(AF_INET6, text, out->b) == 1;
}

/* Digits only, no more than `max`; -1 otherwise. */
static int parse_bits(const char *text, int max)
{
	size_t n = strspn(text, "0123456789");
	int v = n > 0 && n <= 3 && !text[n] ? (int)strtol(text, NULL, 10) : -1;
	return v <= max ? v : -1;
}

static void mask(struct direccion *d, int bits)
{
	for (int i = 0; i < (int)sizeof d->b; i++, bits -= 8) {
		if (bits < 8)
			d->b[i] &= (uint8_t)(bits <= 0 ? 0 : 0xFF00 >> bits);
	}
}

static bool add_network(struct proxies *p, const char *item, size_t n)
{
	char text[TEXTO_MAX];
	if (p->n == PROXIES_MAX || n >= sizeof text)
		return false;
	memcpy(text, item, n);
	text[n] = '\0';
	char *slash = strchr(text, '/');
	if (slash)
		*slash = '\0';
	struct direccion d;
	if (!parse(text, &d))
		return false;
	int before = is_v4(&d) ? V4_BITS : 0, bits = slash ? parse_bits(slash + 1, 128 - before) : 128 - before;
	if (bits < 0)
		return false;
	mask(&d, before + bits);
	p->redes[p->n].red = d;
	p->redes[p->n++].bits = before + bits;
	return true;
}

bool proxies_parse(const char *text, struct proxies *out)
{
	*out = (struct proxies){0};
	for (const char *p = text + strspn(text, ", "); *p; p += strspn(p, ", ")) {
		size_t n = strcspn(p, ", ");
		if (!add_network(out, p, n))
			return false;
		p += n;
	}
	return true;
}

bool proxies_contain(const struct proxies *p, const struct direccion *d)
{
	for (size_t i = 0; i < p->n; i++) {
		struct direccion m = *d;
		mask(&m, p->redes[i].bits);
		if (memcmp(m.b, p->redes[i].red.b, sizeof m.b) == 0)
			return true;
	}
	return false;
}

struct prefijo {
	uint8_t b[16];
	int bits;
};

static bool in_any(const struct direccion *d, const struct prefijo *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct direccion m = *d;
		mask(&m, p[i].bits);
		if (memcmp(m.b, p[i].b, sizeof m.b) == 0)
			return true;
	}
	return false;
}

bool direccion_publica(const struct direccion *d)
{
#define V4(a, b, c, d_, n) \
	{ \
		{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, a, b, c, d_}, V4_BITS + (n) \
	}
	static const struct prefijo v4[] = {V4(0, 0, 0, 0, 8), V4(10, 0, 0, 0, 8), V4(100, 64, 0, 0, 10), V4(127, 0, 0, 0, 8),
		V4(169, 254, 0, 0, 16), V4(172, 16, 0, 0, 12), V4(192, 0, 0, 0, 24), V4(192, 0, 2, 0, 24), V4(192, 88, 99, 0, 24),
		V4(192, 168, 0, 0, 16), V4(198, 18, 0, 0, 15), V4(198, 51, 100, 0, 24), V4(203, 0, 113, 0, 24), V4(224, 0, 0, 0, 4),
		V4(240, 0, 0, 0, 4)};
#undef V4
	/* Of IPv6, only 2000::/3 is in use; in it 2001::/23 (protocols, Teredo), documentation, 6to4. */
	static const struct prefijo global[] = {{{0x20}, 3}};
	static const struct prefijo v6[] = {{{0x20, 0x01}, 23}, {{0x20, 0x01, 0x0d, 0xb8}, 32}, {{0x20, 0x02}, 16}, {{0x3f, 0xff}, 20}};
	if (is_v4(d))
		return !in_any(d, v4, sizeof v4 / sizeof *v4);
	return in_any(d, global, 1) && !in_any(d, v6, sizeof v6 / sizeof *v6);
}

struct direccion direccion_de(const struct sockaddr *a)
{
	struct direccion d = {{0}};
	if (a && a->sa_family == AF_INET) {
		struct sockaddr_in v4;
		memcpy(&v4, a, sizeof v4);
		memcpy(d.b, mapped, sizeof mapped);
		memcpy(d.b + sizeof mapped, &v4.sin_addr, 4);
	} else if (a && a->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;
		memcpy(&v6, a, sizeof v6);
		memcpy(d.b, &v6.sin6_addr, sizeof d.b);
	}
	return d;
}

/* One entry: an address, perhaps with a port ("192.0.2.7:4711", "[2001:db8::1]:4711"). */
static bool parse_entry(const char *s, size_t n, struct direccion *out)
{
	char text[TEXTO_MAX];
	if (n == 0 || n >= sizeof text)
		return false;
	memcpy(text, s, n);
	text[n] = '\0';
	char *start = text, *colon = strchr(text, ':');
	if (*text == '[') {
		char *close = strchr(text, ']');
		if (!close || (close[1] && close[1] != ':'))
			return false;
		*close = '\0';
		start++;
	} else if (colon && !strchr(colon + 1, ':')) {
		*colon = '\0';
	}
	return parse(start, out);
}

struct direccion direccion_cliente(const struct proxies *p, struct direccion peer, const char *forwarded)
{
	struct direccion d = peer;
	size_t end = forwarded ? strlen(forwarded) : 0;
	while (end > 0 && proxies_contain(p, &d)) {
		size_t begin = end;
		while (begin > 0 && forwarded[begin - 1] != ',')
			begin--;
		size_t from = begin, to = end;
		while (from < to && (forwarded[from] == ' ' || forwarded[from] == '\t'))
			from++;
		while (to > from && (forwarded[to - 1] == ' ' || forwarded[to - 1] == '\t'))
			to--;
		struct direccion next;
		if (!parse_entry(forwarded + from, to - from, &next))
			break;
		d = next;
		end = begin > 0 ? begin - 1 : 0;
	}
	return d;
}

struct direccion direccion_abonado(struct direccion d)
{
	if (!is_v4(&d))
		mask(&d, 64);
	return d;
}

void direccion_format(const struct direccion *d, char out[static DIRECCION_TEXTO_LEN])
{
	static const struct direccion ninguna = {{0}};
	const bool v4 = is_v4(d);
	out[0] = '\0';
	if (memcmp(d->b, ninguna.b, sizeof d->b) != 0 &&
		!inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? d->b + sizeof mapped : d->b, out, DIRECCION_TEXTO_LEN))
		out[0] = '\0';
}
