#include "emision/letra.h"

static const char *const meses[] = {
	"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"};
static const char *const hasta_29[] = {"cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once",
	"doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidós",
	"veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve"};
static const char *const decenas[] = {"", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"};
static const char *const centenas[] = {"", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos",
	"setecientos", "ochocientos", "novecientos"};

/* `apocopa`: before "mil" one says veintiún, treinta y un. */
static void under_1000(struct buf *out, int n, bool apocopa)
{
	if (n == 100) {
		buf_puts(out, "cien");
		return;
	}
	if (n > 100) {
		buf_puts(out, centenas[n / 100]);
		n %= 100;
		if (n == 0)
			return;
		buf_putc(out, ' ');
	}
	if (n >= 30) {
		buf_puts(out, decenas[n / 10]);
		n %= 10;
		if (n == 0)
			return;
		buf_puts(out, " y ");
	}
	if (apocopa && n == 21)
		buf_puts(out, "veintiún");
	else if (apocopa && n == 1)
		buf_puts(out, "un");
	else
		buf_puts(out, hasta_29[n]);
}

void letra_numero(struct buf *out, int n)
{
	if (n >= 1000) {
		if (n >= 2000) {
			under_1000(out, n / 1000, true);
			buf_putc(out, ' ');
		}
		buf_puts(out, "mil");
		n %= 1000;
		if (n == 0)
			return;
		buf_putc(out, ' ');
	}
	under_1000(out, n, false);
}

void letra_fecha(struct buf *out, dia_t d)
{
	if (d == DIA_NINGUNO)
		return;
	struct civil c = dia_to_civil(d);
	if (c.dia == 1)
		buf_puts(out, "1.º");
	else
		buf_int(out, c.dia);
	buf_printf(out, " de %s de %d", meses[c.mes - 1], c.anio);
}

void letra_fecha_palabras(struct buf *out, dia_t d)
{
	if (d == DIA_NINGUNO)
		return;
	struct civil c = dia_to_civil(d);
	if (c.dia == 1)
		buf_puts(out, "primero");
	else
		letra_numero(out, c.dia);
	buf_printf(out, " de %s de ", meses[c.mes - 1]);
	letra_numero(out, c.anio);
}
