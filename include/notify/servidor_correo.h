/*
 * The mail servers: sending by SMTP, reading a folder by IMAP (libcurl). TLS from the first byte (smtps, imaps) or STARTTLS, which is demanded
 * unless the server is this machine; certificates are always verified. No password is ever part of a message of error.
 */
#ifndef NOTIFY_SERVIDOR_CORREO_H
#define NOTIFY_SERVIDOR_CORREO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct servidor_correo {
	const char *url; /* smtps://host:465, smtp://host:587; imaps://host:993, imap://host:143 */
	const char *usuario, *clave;
	const char *ca; /* PEM file of the authorities that are trusted; "" = the system's */
	int plazo_s;    /* for one operation */
};
#define SERVIDOR_MOTIVO_LEN 256

/* Once, before any other call and any thread. */
bool servidor_correo_init(void);

enum smtp_resultado {
	SMTP_ENVIADO,
	SMTP_RECHAZADO, /* the server does not want it, now or later (5xx to the message or its addressee) */
	SMTP_DESPUES,   /* nothing was handed over: nobody there, not now (4xx), a wrong password */
	SMTP_INCIERTO   /* all was said and nothing answered: it may have been taken */
};
/*
 * Hands the message over. `sobre`: the envelope sender, to which the relay's notices go; "": nobody, it is never bounced back. The reason, unless it
 * was sent.
 */
enum smtp_resultado smtp_send(const struct servidor_correo *s, const char *sobre, const char *a, const char *bytes, size_t n,
	char motivo[static SERVIDOR_MOTIVO_LEN]);

/* ---- IMAP: one folder, one connection, one thread ---- */

struct imap;
/* NULL without memory or for a folder name that is not plain (visible ASCII without quotes and backslashes). Connects at the first use. */
struct imap *imap_open(const struct servidor_correo *s, const char *carpeta);
void imap_close(struct imap *m);
/* Why the last call failed. */
const char *imap_motivo(const struct imap *m);
/* UIDs of the messages that imap_done has not marked; they live in `a`. */
bool imap_search(struct imap *m, struct arena *a, uint32_t **uids, size_t *n);
/* Appends the first `max` bytes to `fd`; *cortado: there were more. */
bool imap_fetch(struct imap *m, uint32_t uid, int fd, int64_t max, int64_t *bytes, bool *cortado);
/* Marks it as read and taken (keyword DictamenRecibido), with a flag for people when `senalar`; moves it to `destino` unless that is "". */
bool imap_done(struct imap *m, uint32_t uid, bool senalar, const char *destino);

#endif
