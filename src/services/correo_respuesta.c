/* The answer: what arrived, what is missing, what comes next. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "documents/inspeccion.h"
#include "services/correo.h"

#define TEXTO_MAX ((size_t)64 * 1024)
#define RENGLON 76

/* A paragraph, broken at spaces into lines of at most RENGLON characters; `sangria` stands before each line but the first. */
static void paragraph(struct buf *b, const char *primero, const char *sangria, const char *texto)
{
	size_t col = utf8_length(primero);
	buf_puts(b, primero);
	for (const char *p = texto; *p;) {
		size_t n = strcspn(p, " ");
		char word[512];
		snprintf(word, sizeof word, "%.*s", (int)(n < sizeof word ? n : sizeof word - 1), p);
		size_t len = utf8_length(word);
		if (col + 1 + len > RENGLON && col > utf8_length(sangria)) {
			buf_printf(b, "\n%s", sangria);
			col = utf8_length(sangria);
		} else if (p != texto) {
			buf_putc(b, ' ');
			col++;
		}
		buf_append(b, p, n);
		col += len;
		p += n + (p[n] == ' ');
	}
	buf_putc(b, '\n');
}

/* Why a file cannot be used, and how to mend it, by the finding's machine name. */
static const char *remedy(const char *hallazgo)
{
	static const struct {
		const char *hallazgo, *texto;
	} filas[] = {
		{"vacio", "está vacío. Envíelo de nuevo."},
		{"tipo_falso", "no es del tipo que aparenta. Guárdelo o expórtelo otra vez y envíelo de nuevo."},
		{"truncado", "está incompleto. Genérelo otra vez y envíelo de nuevo."},
		{"cifrado", "está protegido con contraseña. Envíelo sin contraseña."},
		{"macros", "contiene macros. Guárdelo como documento de Word sin macros (.docx) y envíelo de nuevo."},
		{"virus", "contiene un virus según el antivirus. Revise su equipo y envíe una copia limpia."},
		{"demasiado", "se expande a un tamaño que no puede revisarse. Guárdelo de nuevo y envíelo."},
		{"demasiado_grande", "rebasa el tamaño máximo. Envíelo en partes o con menos resolución."},
		{"codificacion_danada", "llegó dañado. Adjúntelo y envíelo de nuevo."},
		{"tipo_no_admitido", "es de un tipo que no se recibe. Envíe cada archivo suelto, en PDF o en Word, sin comprimir."},
		{"sin_texto", "no contiene texto. Envíe el Word editable."},
	};
	for (size_t i = 0; i < sizeof filas / sizeof *filas; i++)
		if (strcmp(hallazgo, filas[i].hallazgo) == 0)
			return filas[i].texto;
	return "no pudo leerse. Guárdelo de nuevo y envíelo otra vez.";
}

static const char *name_of(const struct correo_parte_fila *p)
{
	return *p->nombre ? p->nombre : "archivo sin nombre";
}

static void list_received(struct buf *b, const struct correo_vista *v, struct arena *a)
{
	bool any = false;
	for (size_t i = 0; i < v->n_partes; i++) {
		const struct correo_parte_fila *p = &v->partes[i];
		if (!p->clase)
			continue;
		if (!any)
			buf_puts(b, "\nRecibimos:\n\n");
		any = true;
		const char *line = arena_printf(a, "%s: %s", name_of(p), vocabulario_titulo(&vocabulario_clase_documento, (int)p->clase));
		paragraph(b, "  - ", "    ", line ? line : "");
	}
}

static void list_missing(struct buf *b, const struct correo_vista *v)
{
	struct correo_faltantes f = correo_faltan(v->partes, v->n_partes);
	if (!f.solicitud && !f.proyecto)
		return;
	buf_puts(b, "\nFalta:\n\n");
	if (f.solicitud)
		paragraph(b, "  - ", "    ",
			"La solicitud firmada, en PDF: el oficio dirigido a la persona titular de la Dirección General de Coordinación "
			"Política.");
	if (f.proyecto)
		paragraph(b, "  - ", "    ",
			"El proyecto del instrumento, en Word editable (.docx), con el texto final acordado por ambas partes.");
}

/* Why a part of this class is not opened, and what to send instead; NULL: it was looked at, or nobody misses it. */
static const char *unopened(const char *tipo_parte)
{
	if (strcmp(tipo_parte, correo_parte_clase_name(CORREO_PARTE_TNEF)) == 0)
		return "es un formato propio de Outlook que no abrimos. Escriba un mensaje nuevo, en HTML o texto, con el oficio en PDF y "
		       "el texto en "
		       "Word (.docx) como archivos adjuntos.";
	if (strcmp(tipo_parte, correo_parte_clase_name(CORREO_PARTE_CIFRADA)) == 0)
		return "trae el mensaje cifrado, o firmado de modo que solo se abre con su firma. Envíe un mensaje sin cifrar, con el "
		       "oficio en PDF y el "
		       "texto en Word (.docx) como archivos adjuntos; si lo firma, en texto claro.";
	return NULL;
}

const char *correo_parte_remedio(const struct correo_parte_fila *p)
{
	const char *por = unopened(p->tipo_parte);
	return !por && *p->hallazgo ? remedy(p->hallazgo) : por;
}

static void list_faulty(struct buf *b, const struct correo_vista *v, struct arena *a)
{
	bool any = false;
	for (size_t i = 0; i < v->n_partes; i++) {
		const struct correo_parte_fila *p = &v->partes[i];
		const char *por = correo_parte_remedio(p);
		if (!por)
			continue;
		if (!any)
			buf_puts(b, "\nNo pudimos usar:\n\n");
		any = true;
		const char *line = arena_printf(a, "«%s» %s", name_of(p), por);
		paragraph(b, "  - ", "    ", line ? line : "");
	}
}

static void write_body(struct buf *b, const struct correo_vista *v, struct arena *a)
{
	const struct correo_fila *c = &v->correo;
	char id[UUID_LEN], fecha[INSTANTE_LEN];
	uuid_format(&c->id, id);
	instante_format(c->recibido_en, fecha);
	paragraph(b, "", "", "Este es un mensaje automático de la Dirección General de Coordinación Política (DGCP).");
	buf_putc(b, '\n');
	const char *line = arena_printf(a, "Su mensaje «%s» se recibió el %.10s a las %.5s y quedó registrado con la referencia %s.",
		*c->asunto ? c->asunto : "(sin asunto)", fecha, fecha + 11, id);
	paragraph(b, "", "", line ? line : "");
	if (*c->hallazgo) {
		buf_putc(b, '\n');
		paragraph(b, "", "",
			"No pudimos abrir sus adjuntos por la forma del mensaje. Envíe un mensaje nuevo, sin reenviar otros, con los "
			"archivos "
			"adjuntos directamente.");
		return;
	}
	list_received(b, v, a);
	list_missing(b, v);
	list_faulty(b, v, a);
	buf_putc(b, '\n');
	paragraph(b, "", "",
		"Una persona de la DGCP revisará lo recibido y abrirá el expediente a nombre de su organización. La solicitud se tiene por "
		"presentada cuando su organización la presenta en el sistema, no antes. Si falta algo, responda a este mensaje con los "
		"archivos.");
}

enum status correo_respuesta_compose(struct db *db, const struct uuid *id, struct arena *a, struct correo_respuesta *out, struct error *err)
{
	struct correo_vista v;
	enum status st = correo_ver(db, NULL, id, a, &v, err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, TEXTO_MAX);
	write_body(&b, &v, a);
	bool own = strncmp(v.correo.message_id, "sha256:", 7) == 0;
	bool re = strncasecmp(v.correo.asunto, "re:", 3) == 0;
	*out = (struct correo_respuesta){.id = *id,
		.a = v.correo.respuesta_a,
		.asunto = arena_printf(a, "%s%s", re ? "" : "Re: ", v.correo.asunto),
		.en_respuesta_a = own ? "" : v.correo.message_id,
		.texto = b.failed ? NULL : arena_strdup(a, buf_str(&b))};
	return out->asunto && out->texto ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}
