/* The procedure's table as a diagram (Mermaid), for docs/arquitectura. Acts that leave the state as it is are listed below it. */
#include <string.h>

#include "codec/diagrama.h"
#include "domain/procedimiento.h"

static void write_transition(struct buf *out, const struct transicion *t)
{
	const char *desde = t->desde ? vocabulario_slug(&vocabulario_estado, (int)t->desde) : "[*]";
	buf_printf(out, "    %s --> %s: %s", desde, vocabulario_slug(&vocabulario_estado, (int)t->hacia),
		vocabulario_slug(&vocabulario_acto, (int)t->acto));
	if (t->paso)
		buf_printf(out, " (%d)", t->paso);
	buf_putc(out, '\n');
}

static void write_staying(struct buf *out, enum acto_tipo acto)
{
	bool first = true;
	for (size_t i = 0; i < transiciones_count; i++) {
		const struct transicion *t = &transiciones[i];
		if (t->acto != acto || t->desde != t->hacia)
			continue;
		if (first)
			buf_printf(out, "| `%s` |", vocabulario_slug(&vocabulario_acto, (int)acto));
		buf_printf(out, "%s %s", first ? "" : ",", vocabulario_slug(&vocabulario_estado, (int)t->desde));
		first = false;
	}
	if (!first)
		buf_puts(out, " |\n");
}

void diagrama_write(struct buf *out)
{
	buf_puts(out,
		"# El procedimiento\n\nDibujado de la tabla del programa con `dictamenctl diagrama`; el número es el paso de los doce.\n\n"
		"```mermaid\nstateDiagram-v2\n");
	for (size_t i = 0; i < transiciones_count; i++)
		if (transiciones[i].desde != transiciones[i].hacia)
			write_transition(out, &transiciones[i]);
	buf_puts(out, "    concluido --> [*]\n```\n\nActos que no cambian el estado:\n\n| acto | desde |\n|---|---|\n");
	for (int a = ACTO_NINGUNO + 1; a < ACTO_COUNT; a++)
		write_staying(out, (enum acto_tipo)a);
}
