/* Addresses of the other end: of clients, with the proxies that are believed when they say for whom they ask, and of those we call. Pure, thread-safe. */
#ifndef BASE_DIRECCION_H
#define BASE_DIRECCION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sockaddr;

/* IPv6, or IPv4 as ::ffff:a.b.c.d. All zeros: none. */
struct direccion {
	uint8_t b[16];
};

#define PROXIES_MAX 32
/* Some networks: whose X-Forwarded-For is believed, or which may be called although they are not public. Empty: none. */
struct proxies {
	struct {
		struct direccion red;
		int bits; /* of the 128 */
	} redes[PROXIES_MAX];
	size_t n;
};

/* "10.0.0.0/8, 192.0.2.7, fd00::/8": networks or single addresses, separated by commas or spaces. False when malformed or more than PROXIES_MAX. */
bool proxies_parse(const char *text, struct proxies *out);

/* Address of the other end of a connection; none when it is neither IPv4 nor IPv6. */
struct direccion direccion_de(const struct sockaddr *a);

/*
 * Who asks: `peer`, unless that is a believed proxy. Then the last address in `forwarded` (X-Forwarded-For, joined; NULL = none) that is not a
 * believed proxy itself: what stands before it was written by a stranger. What cannot be read ends the search at the proxy that wrote it.
 */
struct direccion direccion_cliente(const struct proxies *p, struct direccion peer, const char *forwarded);

/* Text of an address ("192.0.2.7", "2001:db8::1"); "" for none. */
#define DIRECCION_TEXTO_LEN 46
void direccion_format(const struct direccion *d, char out[static DIRECCION_TEXTO_LEN]);
/* Whether the address is in one of the networks. */
bool proxies_contain(const struct proxies *p, const struct direccion *d);

/*
 * Whether it is a global unicast address (IANA's special-purpose registries, RFC 6890): not this machine, not a private, shared, link-local, documentation,
 * multicast or reserved one, and no IPv6 form that carries an IPv4 address inside (mapped ones are judged as IPv4).
 */
bool direccion_publica(const struct direccion *d);

/* What one subscriber holds: of an IPv6 address its /64. */
struct direccion direccion_abonado(struct direccion d);

#endif
