#include "texto/diferencia.h"

#include <string.h>

struct busqueda {
	const uint32_t *a, *b;
	int32_t *adelante, *atras; /* furthest x on each diagonal x - y, from the beginning and from the end; both reach below 0 */
	bool *en_a, *en_b;
};
struct caja { /* the part looked at: a[a0, a1) against b[b0, b1) */
	int32_t a0, a1, b0, b1;
};
struct punto {
	int32_t x, y;
};
struct franja { /* diagonals looked at, every second one */
	int32_t desde, hasta;
};

/* One more difference on every side; a diagonal outside the box falls away, its neighbour must then never win. */
static void abrir(struct franja *f, const struct caja *c, int32_t *v, int32_t fuera)
{
	if (f->desde > c->a0 - c->b1)
		v[--f->desde - 1] = fuera;
	else
		f->desde++;
	if (f->hasta < c->a1 - c->b0)
		v[++f->hasta + 1] = fuera;
	else
		f->hasta--;
}

/* True when a path from the beginning meets one from the end; *p is where. */
static bool avanzar(struct busqueda *s, const struct caja *c, struct franja *f, const struct franja *otra, bool impar, struct punto *p)
{
	abrir(f, c, s->adelante, -1);
	for (int32_t d = f->hasta; d >= f->desde; d -= 2) {
		int32_t x = s->adelante[d - 1] >= s->adelante[d + 1] ? s->adelante[d - 1] + 1 : s->adelante[d + 1];
		while (x < c->a1 && x - d < c->b1 && s->a[x] == s->b[x - d])
			x++;
		s->adelante[d] = x;
		if (impar && d >= otra->desde && d <= otra->hasta && s->atras[d] <= x) {
			*p = (struct punto){x, x - d};
			return true;
		}
	}
	return false;
}

static bool retroceder(struct busqueda *s, const struct caja *c, struct franja *f, const struct franja *otra, bool impar, struct punto *p)
{
	abrir(f, c, s->atras, INT32_MAX);
	for (int32_t d = f->hasta; d >= f->desde; d -= 2) {
		int32_t x = s->atras[d - 1] < s->atras[d + 1] ? s->atras[d - 1] : s->atras[d + 1] - 1;
		while (x > c->a0 && x - d > c->b0 && s->a[x - 1] == s->b[x - d - 1])
			x--;
		s->atras[d] = x;
		if (!impar && d >= otra->desde && d <= otra->hasta && x <= s->adelante[d]) {
			*p = (struct punto){x, x - d};
			return true;
		}
	}
	return false;
}

/* The point that got furthest from its end of the box. */
static struct punto mas_lejano(const struct busqueda *s, const struct caja *c, const struct franja *ida, const struct franja *vuelta)
{
	struct punto mejor = {c->a0, c->b0}, peor = {c->a1, c->b1};
	for (int32_t d = ida->hasta; d >= ida->desde; d -= 2) {
		const int32_t x = s->adelante[d] < c->a1 ? s->adelante[d] : c->a1;
		const struct punto p = x - d <= c->b1 ? (struct punto){x, x - d} : (struct punto){c->b1 + d, c->b1};
		if (p.x + p.y > mejor.x + mejor.y)
			mejor = p;
	}
	for (int32_t d = vuelta->hasta; d >= vuelta->desde; d -= 2) {
		const int32_t x = s->atras[d] > c->a0 ? s->atras[d] : c->a0;
		const struct punto p = x - d >= c->b0 ? (struct punto){x, x - d} : (struct punto){c->b0 + d, c->b0};
		if (p.x + p.y < peor.x + peor.y)
			peor = p;
	}
	const int32_t ganado_ida = mejor.x + mejor.y - c->a0 - c->b0, ganado_vuelta = c->a1 + c->b1 - peor.x - peor.y;
	return ganado_ida >= ganado_vuelta ? mejor : peor;
}

static struct punto partir(struct busqueda *s, const struct caja *c)
{
	const int32_t inicio = c->a0 - c->b0, fin = c->a1 - c->b1;
	const bool impar = ((inicio - fin) & 1) != 0;
	struct franja ida = {inicio, inicio}, vuelta = {fin, fin};
	struct punto p;

	s->adelante[inicio] = c->a0;
	s->atras[fin] = c->a1;
	for (int costo = 0; costo < DIFERENCIA_COSTO; costo++) {
		if (avanzar(s, c, &ida, &vuelta, impar, &p) || retroceder(s, c, &vuelta, &ida, impar, &p))
			return p;
	}
	return mas_lejano(s, c, &ida, &vuelta);
}

/* Takes the smaller half by recursion and the larger one by the loop: the stack stays as deep as a logarithm. */
static void comparar(struct busqueda *s, struct caja c) // NOLINT(misc-no-recursion) the depth is at most the logarithm of the length
{
	for (;;) {
		while (c.a0 < c.a1 && c.b0 < c.b1 && s->a[c.a0] == s->b[c.b0])
			c.a0++, c.b0++;
		while (c.a0 < c.a1 && c.b0 < c.b1 && s->a[c.a1 - 1] == s->b[c.b1 - 1])
			c.a1--, c.b1--;
		if (c.a0 == c.a1 || c.b0 == c.b1) {
			memset(s->en_a + c.a0, true, (size_t)(c.a1 - c.a0) * sizeof *s->en_a);
			memset(s->en_b + c.b0, true, (size_t)(c.b1 - c.b0) * sizeof *s->en_b);
			return;
		}
		const struct punto p = partir(s, &c);
		const struct caja izquierda = {c.a0, p.x, c.b0, p.y}, derecha = {p.x, c.a1, p.y, c.b1};
		const bool primera = p.x + p.y - c.a0 - c.b0 < c.a1 + c.b1 - p.x - p.y;
		comparar(s, primera ? izquierda : derecha);
		c = primera ? derecha : izquierda;
	}
}

void diferencia(const uint32_t *a, size_t n, const uint32_t *b, size_t m, int32_t *memoria, bool *en_a, bool *en_b)
{
	struct busqueda s = {
		.a = a, .b = b, .adelante = memoria + m + 1, .atras = memoria + (n + m + 3) + m + 1, .en_a = en_a, .en_b = en_b};

	memset(en_a, 0, n * sizeof *en_a);
	memset(en_b, 0, m * sizeof *en_b);
	comparar(&s, (struct caja){0, (int32_t)n, 0, (int32_t)m});
}
