/* Names within the package, and the text that explains it. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/modo.h"
#include "emision/paquete.h"

#define NOMBRE_MAX 80

static bool plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Accents fall off, runs of anything else become one underscore; dots only between letters or digits. */
static size_t ascii(const char *s, char out[static NOMBRE_MAX + 1])
{
	size_t n = 0;
	for (; *s && n < NOMBRE_MAX; s++) {
		bool separator = *s == '-' || *s == '.' || *s == '_';
		if (plain(*s))
			out[n++] = *s;
		else if (n && plain(out[n - 1]))
			out[n++] = separator ? *s : '_';
	}
	while (n && !plain(out[n - 1]))
		n--;
	out[n] = '\0';
	return n;
}

const char *paquete_nombre(struct arena *a, const char *carpeta, int acto, const char *original, const char *extension)
{
	char limpio[NOMBRE_MAX + 1];
	utf8proc_uint8_t *sin = NULL;
	size_t largo = strlen(original), ext = strlen(extension);
	/* The extension of the name goes: what counts is what the document was found to be. */
	const char *punto = strrchr(original, '.');
	if (punto && punto != original && strlen(punto) <= 6)
		largo = (size_t)(punto - original);
	utf8proc_map((const utf8proc_uint8_t *)original, (utf8proc_ssize_t)largo, &sin,
		UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK);
	size_t n = sin ? ascii((const char *)sin, limpio) : 0;
	free(sin);
	if (n == 0)
		return arena_printf(a, "%s/%04d%s%s", carpeta, acto, ext ? "." : "", extension);
	return arena_printf(a, "%s/%04d-%s%s%s", carpeta, acto, limpio, ext ? "." : "", extension);
}

void paquete_leeme(const struct manifiesto *m, struct buf *out)
{
	char id[UUID_LEN];
	uuid_format(&m->expediente, id);
	if (modo_ensayo())
		buf_puts(out, ENSAYO_MARCA "\n\n");
	buf_printf(out, "EXPEDIENTE SELLADO %s, versión %d\n\n", m->folio ? m->folio : id, m->version);
	buf_puts(out,
		"Este archivo reúne los documentos y el diario de actos de un expediente, tal como los puede leer quien lo exportó.\n"
		"El servicio que lo exportó firmó manifiesto.json; ese archivo lleva el SHA-256 de todos los demás.\n\n"
		"QUÉ CONTIENE\n\n"
		"  documentos/            los documentos que se incorporaron, por clase; el número es el del acto con que entraron\n"
		"  emitidos/              los documentos que el servicio emitió, si los hay\n"
		"  diario.jsonl           un acto por renglón, exactamente los bytes cuyo SHA-256 encadena el siguiente\n"
		"  manifiesto.json        de qué expediente y versión se trata, quién lo exportó y cuándo, y cada archivo con su SHA-256\n"
		"  manifiesto.json.p7s    la firma del manifiesto (CMS, DER)\n"
		"  certificados.pem       el certificado con que se firmó y los que lo respaldan\n\n");
	if (m->n_reservados)
		buf_printf(out,
			"QUÉ NO CONTIENE\n\n"
			"  De %zu de los %d actos solo están el encabezado y el hash: quien exportó no puede leer su contenido ni los "
			"documentos\n"
			"  que traen. «reservados», en el manifiesto, dice cuáles son. La cadena de los demás se comprueba igual.\n\n",
			m->n_reservados, m->version);
	buf_puts(out,
		"CÓMO COMPROBARLO CON DICTAMENCTL (sin red y sin base de datos)\n\n"
		"  dictamenctl verificar-paquete ARCHIVO.zip --ca autoridad.pem\n\n"
		"  autoridad.pem es el certificado raíz de la institución. Pídalo a ella: el que viene aquí dentro no prueba nada por sí "
		"solo.\n"
		"  La orden vuelve a calcular todo, señala lo primero que no corresponda y termina con 1 si lo hay.\n\n"
		"CÓMO COMPROBARLO SIN DICTAMENCTL\n\n"
		"  1. Extraiga todo en una carpeta vacía y entre en ella.\n"
		"  2. La firma:\n\n"
		"     openssl cms -verify -binary -inform DER -in manifiesto.json.p7s -content manifiesto.json \\\n"
		"         -CAfile autoridad.pem -purpose any -out /dev/null\n\n"
		"  3. Cada archivo (o «sha256sum ARCHIVO», y compare con el manifiesto):\n\n"
		"     jq -r '.entradas[] | .sha256 + \"  \" + .nombre' manifiesto.json | sha256sum -c\n\n"
		"     No debe haber más archivos que los que nombra el manifiesto, el propio manifiesto y su firma.\n"
		"  4. La cadena: el SHA-256 de cada renglón de diario.jsonl, sin su salto de línea, es el «anterior» del siguiente; el "
		"del\n"
		"     último es «cabeza» en el manifiesto. En un renglón reservado, su hash es el que él mismo declara.\n\n"
		"     sed -n 1p diario.jsonl | tr -d '\\n' | sha256sum\n\n"
		"  5. Los documentos: el SHA-256 de cada uno está también en el acto que lo incorporó (datos.documento.sha256).\n");
}
