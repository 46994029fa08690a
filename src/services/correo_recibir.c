/* Receiving: cage, sender, parts, one transaction. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "documents/informe.h"
#include "services/correo.h"
#include "services/informes.h"
#include "store/avisos.h"
#include "store/contenido.h"

#define INTENTOS_MAX 3
#define ID_SIN_MENSAJE "sha256:" /* stands for a Message-ID that is absent or not usable */
#define COPIA ((size_t)65536)
#define TEXTO_MAX ((size_t)2000) /* of a part's text: enough to tell what it is */

struct recepcion {
	const struct correo_recepcion *r;
	struct arena *a;
	struct error *err;
	struct correo leido;
	struct correo_fila fila;
	struct correo_parte_fila *partes;
	int *fds;             /* of the parts, -1: not kept */
	struct buf *informes; /* of the parts, empty: none to keep */
	const char **textos;  /* how they begin */
	int partes_fd;        /* all of them, as they left the cage */
	size_t n_partes;
};

static int temporary(const struct recepcion *x)
{
	return open(x->r->config->carpeta_temporal, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

static enum status no_room(struct recepcion *x)
{
	enum status st = error_set(x->err, PROBLEM_SATURADO);
	x->err->interno = arena_printf(x->a, "carpeta_temporal: %s", strerror(errno));
	return st;
}

/* Bytes [desde, desde + n) of `de`, appended to `a` (-1: nowhere), and their SHA-256. */
static bool copy_range(int de, int64_t desde, int64_t n, int a, struct sha256 *sha)
{
	char chunk[COPIA];
	struct sha256_ctx c;
	sha256_begin(&c);
	while (n > 0) {
		ssize_t k = pread(de, chunk, n < (int64_t)sizeof chunk ? (size_t)n : sizeof chunk, (off_t)desde);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0 || (a >= 0 && write(a, chunk, (size_t)k) != k))
			return false;
		sha256_add(&c, chunk, (size_t)k);
		desde += k;
		n -= k;
	}
	sha256_end(&c, sha);
	return true;
}

/* ---- what came ---- */

static enum status read_message(struct recepcion *x)
{
	const struct correo_opciones op = {.inspector = x->r->inspector_correo};
	struct correo *c = &x->leido;
	char hex[SHA256_HEX_LEN];
	x->partes_fd = temporary(x);
	if (x->partes_fd < 0)
		return no_room(x);
	enum status st = correo_leer(&op, x->r->fd, (uint64_t)x->r->tamano, x->partes_fd, x->a, c, x->err);
	if (st != STATUS_OK)
		return st;
	if (c->hallazgo == CORREO_NO_ES_CORREO)
		return error_set(x->err, PROBLEM_CORREO_ILEGIBLE);
	if (x->r->cortado) {
		c->hallazgo = CORREO_TAMANO;
		c->n_partes = 0;
	}
	if (!copy_range(x->r->fd, 0, x->r->tamano, -1, &x->fila.sha256))
		return no_room(x);
	hex_encode(x->fila.sha256.b, SHA256_LEN, hex);
	x->fila.id = uuid_v7(reloj_now() / 1000);
	x->fila.message_id = *c->message_id ? c->message_id : arena_printf(x->a, ID_SIN_MENSAJE "%s", hex);
	x->fila.tamano = x->r->tamano;
	x->fila.recibido_en = reloj_legal();
	x->fila.enviado_en = c->fecha;
	x->fila.de = c->de;
	x->fila.de_nombre = c->de_nombre;
	x->fila.responder_a = c->responder_a;
	x->fila.para = c->para;
	x->fila.asunto = c->asunto;
	x->fila.texto = c->texto;
	x->fila.automatico = c->automatico || x->r->sobre_vacio;
	x->fila.hallazgo = correo_hallazgo_name(c->hallazgo);
	x->fila.datos = "";
	return x->fila.message_id ? STATUS_OK : error_set(x->err, PROBLEM_INTERNO);
}

/* ---- who sent it ---- */

static const char *sender_motive(struct recepcion *x, const struct dominio_hallado *d)
{
	enum correo_veredicto v = correo_autentica(&x->leido, x->r->config->correo_autoridad, d, x->a, &x->fila.autenticacion);
	if (*d->dominio == '\0')
		return "remitente_desconocido";
	if (!d->activa)
		return "organizacion_inactiva";
	if (v == CORREO_AUTENTICACION_FALLIDA)
		return "autenticacion_fallida";
	return v == CORREO_SIN_AUTENTICACION && x->r->config->correo_exigir_autenticacion ? "sin_autenticacion" : "";
}

/* An answer goes to Reply-To only when that is the same organisation's: nobody is made to write to a third party. */
static const char *answer_address(const struct recepcion *x, const struct dominio_hallado *d)
{
	const char *otra = x->leido.responder_a;
	return *otra && correo_dominio_cubre(d, correo_dominio(otra, x->a)) ? otra : x->leido.de;
}

static enum status judge_sender(struct recepcion *x)
{
	struct dominio_hallado d;
	const char *dominio = correo_dominio(x->leido.de, x->a);
	enum status st = dominio_find(x->r->db, dominio, x->a, &d, x->err);
	if (st != STATUS_OK)
		return st;
	/* The statement compared by the same rule; held against it once more, since everything rests on it. */
	if (*d.dominio && !correo_dominio_cubre(&d, dominio))
		return error_set(x->err, PROBLEM_INTERNO);
	const char *motivo = sender_motive(x, &d);
	bool conocido = *motivo == '\0';
	if (conocido)
		x->fila.remitente = d.organizacion;
	if (conocido && x->leido.hallazgo != CORREO_NINGUNO)
		motivo = x->fila.hallazgo;
	x->fila.dominio = conocido ? d.dominio : "";
	x->fila.motivo = motivo;
	x->fila.estado = *motivo ? "apartado" : "recibido";
	/* Nobody unknown is answered (no backscatter), nor any machine. */
	bool responder = conocido && !x->fila.automatico;
	x->fila.respuesta = responder ? "pendiente" : "ninguna";
	x->fila.respuesta_a = responder ? answer_address(x, &d) : "";
	return STATUS_OK;
}

/* ---- its parts: only of those who are known ---- */

static const char *part_finding(const struct correo_parte *p, const struct informe *i)
{
	if (i->rechazo != INSPECCION_NINGUNO)
		return inspeccion_hallazgo_name(i->rechazo);
	if (p->danada)
		return "codificacion_danada";
	return i->tipo == DOCUMENTO_OTRO ? "tipo_no_admitido" : "";
}

static const char *beginning(const struct informe *i, struct arena *a)
{
	BUF_AUTO b;
	buf_init(&b, 2 * TEXTO_MAX);
	for (size_t k = 0; k < i->texto.n && b.len < TEXTO_MAX; k++)
		buf_printf(&b, "%.*s ", (int)TEXTO_MAX, i->texto.parrafos[k].texto);
	return arena_strdup(a, buf_str(&b));
}

/* The whole report, as for an upload: what the sender's program declared says little, the bytes tell. */
static enum status report(struct recepcion *x, size_t n)
{
	const struct correo_parte *p = &x->leido.partes[n];
	struct correo_parte_fila *f = &x->partes[n];
	const struct informe_opciones op = {
		.caja = {.inspector = x->r->inspector}, .lanzador = x->r->lanzador, .clamd = x->r->config->clamd};
	struct informe i;
	ARENA_AUTO *a = arena_create(INFORME_ARENA);
	if (!a)
		return error_set(x->err, PROBLEM_SATURADO);
	enum status st = informe_run(&op, x->fds[n], p->tamano, NULL, a, &i, x->err);
	if (st != STATUS_OK)
		return st;
	f->tipo_medio = documento_tipo_media(i.tipo);
	f->hallazgo = part_finding(p, &i);
	x->textos[n] = beginning(&i, x->a);
	if (i.rechazo == INSPECCION_NINGUNO)
		informe_encode(&i, &x->informes[n]);
	return x->informes[n].failed ? error_set(x->err, PROBLEM_SATURADO) : STATUS_OK;
}

static enum status look_at_part(struct recepcion *x, size_t n)
{
	const struct correo_parte *p = &x->leido.partes[n];
	if (p->tamano > (uint64_t)x->r->config->documento_max) {
		x->partes[n].hallazgo = "demasiado_grande";
		return STATUS_OK;
	}
	x->fds[n] = temporary(x);
	if (x->fds[n] < 0 || !copy_range(x->partes_fd, (int64_t)p->inicio, (int64_t)p->tamano, x->fds[n], &x->partes[n].sha256))
		return no_room(x);
	return report(x, n);
}

static enum status look_at_parts(struct recepcion *x)
{
	const struct correo *c = &x->leido;
	size_t n = *x->fila.motivo ? 0 : c->n_partes;
	enum status st = STATUS_OK;
	x->partes = ARENA_ARRAY(x->a, n, struct correo_parte_fila);
	x->fds = ARENA_ARRAY(x->a, n, int);
	x->informes = ARENA_ARRAY(x->a, n, struct buf);
	x->textos = ARENA_ARRAY(x->a, n, const char *);
	if (!x->partes || !x->fds || !x->informes || !x->textos)
		return error_set(x->err, PROBLEM_INTERNO);
	for (size_t i = 0; i < n && st == STATUS_OK; i++) {
		const struct correo_parte *p = &c->partes[i];
		x->partes[i] = (struct correo_parte_fila){.n = (int)i + 1,
			.tipo_parte = correo_parte_clase_name(p->clase),
			.nombre = p->nombre,
			.tipo_declarado = p->tipo,
			.tipo_medio = "",
			.hallazgo = "",
			.tamano = (int64_t)p->tamano,
			.documento = uuid_v7(reloj_now() / 1000)};
		x->fds[i] = -1;
		buf_init(&x->informes[i], INFORME_JSON_MAX);
		x->n_partes = i + 1;
		if (p->tamano > 0)
			st = look_at_part(x, i);
		else
			x->partes[i].hallazgo = p->clase == CORREO_PARTE_ADJUNTO ? "vacio" : "";
	}
	correo_clasificar(x->partes, x->textos, x->n_partes);
	return st;
}

/* ---- keeping it ---- */

/* A machine's message to the envelope sender of one of our mails is about that mail; who cannot know its id cannot name it. */
static enum status note_return(struct recepcion *x)
{
	const char *p = x->fila.automatico ? strstr(x->fila.para, AVISO_REBOTE) : NULL;
	char id[UUID_LEN];
	struct uuid aviso;
	bool suyo;
	if (!p || strlen(p) < sizeof AVISO_REBOTE - 1 + UUID_LEN - 1)
		return STATUS_OK;
	memcpy(id, p + sizeof AVISO_REBOTE - 1, UUID_LEN - 1);
	id[UUID_LEN - 1] = '\0';
	return uuid_parse(id, &aviso) ? avisos_returned(x->r->db, &aviso, &x->fila.id, &suyo, x->err) : STATUS_OK;
}

static enum status keep(struct recepcion *x, bool *nuevo)
{
	struct db *db = x->r->db;
	enum status st = db_begin(db, x->err);
	if (st == STATUS_OK)
		st = db_scope(db, NULL, x->err);
	if (st == STATUS_OK)
		st = correos_receive(db, &x->fila, nuevo, x->err);
	if (st == STATUS_OK && !*nuevo) {
		db_rollback(db);
		return STATUS_OK;
	}
	if (st == STATUS_OK)
		st = contenido_put(db, &x->fila.sha256, x->r->fd, x->r->tamano, x->err);
	for (size_t i = 0; i < x->n_partes && st == STATUS_OK; i++) {
		if (x->fds[i] >= 0)
			st = contenido_put(db, &x->partes[i].sha256, x->fds[i], x->partes[i].tamano, x->err);
		if (st == STATUS_OK && x->informes[i].len > 0)
			st = contenido_informe_put(db, &x->partes[i].sha256, INFORME_VERSION, buf_str(&x->informes[i]), x->err);
		if (st == STATUS_OK)
			st = correos_add_part(db, &x->fila.id, &x->partes[i], x->err);
	}
	if (st == STATUS_OK)
		st = note_return(x);
	if (st == STATUS_OK)
		st = db_commit(db, x->err);
	if (st != STATUS_OK)
		db_rollback(db);
	return st;
}

static enum status repeated(struct recepcion *x, struct correo_recibido *out)
{
	struct correo_fila otra;
	enum status st = db_scope(x->r->db, NULL, x->err);
	if (st == STATUS_OK)
		st = correos_repeated(x->r->db, x->fila.message_id, &x->fila.remitente, x->a, &otra, x->err);
	if (st != STATUS_OK)
		return st;
	*out = (struct correo_recibido){.id = otra.id,
		.estado = otra.estado,
		.motivo = otra.motivo,
		.repetido = true,
		.debe_respuesta = strcmp(otra.respuesta, "pendiente") == 0 || strcmp(otra.respuesta, "fallida") == 0};
	return STATUS_OK;
}

/* Two messages with the same attachments in another order may lock each other out: the one that was turned away tries again. */
static enum status keep_once(struct recepcion *x, struct correo_recibido *out)
{
	bool nuevo = false;
	enum status st = STATUS_RETRY;
	for (int i = 0; i < INTENTOS_MAX && st == STATUS_RETRY; i++)
		st = keep(x, &nuevo);
	if (st == STATUS_RETRY)
		return error_set(x->err, PROBLEM_SATURADO);
	if (st != STATUS_OK || !nuevo)
		return st == STATUS_OK ? repeated(x, out) : st;
	*out = (struct correo_recibido){.id = x->fila.id,
		.estado = x->fila.estado,
		.motivo = x->fila.motivo,
		.debe_respuesta = strcmp(x->fila.respuesta, "pendiente") == 0};
	return STATUS_OK;
}

enum status correo_recibir(const struct correo_recepcion *r, struct arena *a, struct correo_recibido *out, struct error *err)
{
	struct recepcion x = {.r = r, .a = a, .err = err, .partes_fd = -1};
	enum status st = r->tamano > 0 ? read_message(&x) : error_set(err, PROBLEM_CORREO_ILEGIBLE);
	if (st == STATUS_OK)
		st = judge_sender(&x);
	if (st == STATUS_OK)
		st = look_at_parts(&x);
	if (st == STATUS_OK)
		st = keep_once(&x, out);
	if (x.partes_fd >= 0)
		close(x.partes_fd);
	for (size_t i = 0; i < x.n_partes; i++) {
		buf_free(&x.informes[i]);
		if (x.fds[i] >= 0)
			close(x.fds[i]);
	}
	return st;
}
