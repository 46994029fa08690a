#include "domain/censo.h"

/* ---- one file ---- */

static int year_place(dia_t d)
{
	const int i = dia_to_civil(d).anio - CENSO_ANIO_BASE;
	return i < 0 ? 0 : i >= CENSO_ANIOS ? CENSO_ANIOS - 1 : i;
}

struct facto {
	dia_t presentado; /* first time; DIA_NINGUNO: never */
	bool v[CENSO_INDICADORES], copia, inscrito;
	enum estado ultimo;
};

static void look(struct facto *f, const struct censo_acto *a)
{
	if (a->con_computo)
		f->v[CENSO_TARDE] = !a->en_tiempo;
	if (a->tipo == ACTO_PRESENTAR && f->presentado == DIA_NINGUNO)
		f->presentado = instante_dia(a->en);
	f->v[CENSO_OBSERVADO] |= a->tipo == ACTO_OBSERVAR;
	f->v[CENSO_NEGADO] |= a->tipo == ACTO_NEGAR_REGISTRO || a->improcedente;
	f->v[CENSO_DEVUELTO] |= a->tipo == ACTO_DEVOLVER_TURNO || a->tipo == ACTO_DEVOLVER_COPIA;
	f->copia |= a->tipo == ACTO_REMITIR_COPIA;
	f->inscrito |= a->tipo == ACTO_INSCRIBIR;
	f->ultimo = a->hacia;
}

/* Stays that ended, by state and by the year of their end; several of one year are one number. */
static void add_stays(struct censo *c, const struct calendario *cal, const struct censo_acto *v, size_t n)
{
	for (int e = 1; e < ESTADO_COUNT; e++) {
		int anio = -1, dias = 0;
		dia_t desde = DIA_NINGUNO;
		if (e == ESTADO_BORRADOR || e == ESTADO_CONCLUIDO)
			continue;
		for (size_t i = 0; i < n; i++) {
			const bool entra = v[i].desde != v[i].hacia && (int)v[i].hacia == e,
				   sale = v[i].desde != v[i].hacia && (int)v[i].desde == e;
			const dia_t d = entra || sale ? instante_dia(v[i].en) : DIA_NINGUNO;
			if (sale && desde != DIA_NINGUNO) {
				if (anio >= 0 && anio != year_place(d)) {
					c->dias[e][anio][dias < CENSO_DIAS_MAX ? dias : CENSO_DIAS_MAX]++;
					dias = 0;
				}
				anio = year_place(d);
				dias += calendario_count(cal, desde, d);
			}
			desde = entra ? d : sale ? DIA_NINGUNO : desde;
		}
		if (anio >= 0)
			c->dias[e][anio][dias < CENSO_DIAS_MAX ? dias : CENSO_DIAS_MAX]++;
	}
}

void censo_add(struct censo *c, const struct calendario *cal, int entidad, const struct censo_acto *v, size_t n)
{
	struct facto f = {.presentado = DIA_NINGUNO};
	for (size_t i = 0; i < n; i++)
		look(&f, &v[i]);
	if (f.presentado == DIA_NINGUNO)
		return;
	f.v[CENSO_FIRMADO_SIN_INSCRIBIR] = f.copia && !f.inscrito;
	const int anio = year_place(f.presentado);
	c->expedientes++;
	c->por_estado[f.ultimo]++;
	c->por_entidad[entidad > 0 && entidad < CENSO_ENTIDADES ? entidad : 0]++;
	c->por_anio[anio]++;
	for (int i = 0; i < CENSO_INDICADORES; i++)
		c->indicador[anio][i] += f.v[i];
	add_stays(c, cal, v, n);
}

/* ---- what may be shown ---- */

int64_t censo_ocultar(const int64_t *n, size_t k, int64_t *out)
{
	int64_t ocultos = 0, suma = 0, total = 0;
	for (size_t i = 0; i < k; i++) {
		const bool oculto = n[i] < CENSO_MINIMO;
		out[i] = oculto ? CENSO_OCULTO : n[i];
		total += n[i];
		ocultos += oculto;
		suma += oculto ? n[i] : 0;
	}
	while (suma > 0 && (ocultos < 2 || suma < CENSO_MINIMO)) {
		size_t menor = k;
		for (size_t i = 0; i < k; i++)
			if (out[i] != CENSO_OCULTO && (menor == k || out[i] < out[menor]))
				menor = i;
		if (menor == k)
			break;
		suma += n[menor];
		out[menor] = CENSO_OCULTO;
		ocultos++;
	}
	return total < CENSO_MINIMO ? CENSO_OCULTO : total;
}

int64_t censo_parte(int64_t parte, int64_t todo)
{
	return parte < CENSO_MINIMO || todo - parte < CENSO_MINIMO ? CENSO_OCULTO : parte;
}

static int rank(const uint32_t *dias, int64_t lugar)
{
	int64_t suma = 0;
	int d = 0;
	for (; d < CENSO_DIAS_MAX; d++) {
		suma += dias[d];
		if (suma >= lugar)
			break;
	}
	return d;
}

struct censo_paso censo_step(const struct censo *c, enum estado e, size_t anio)
{
	const uint32_t *dias = c->dias[e][anio];
	int64_t n = 0;
	for (int d = 0; d <= CENSO_DIAS_MAX; d++)
		n += dias[d];
	if (n < CENSO_MINIMO)
		return (struct censo_paso){.expedientes = CENSO_OCULTO};
	return (struct censo_paso){.expedientes = n, .mediana = rank(dias, (n + 1) / 2), .p90 = rank(dias, (n * 9 + 9) / 10)};
}
