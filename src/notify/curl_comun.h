/* Private to src/notify: a libcurl handle with what SMTP and IMAP share. */
#ifndef NOTIFY_CURL_COMUN_H
#define NOTIFY_CURL_COMUN_H

#include <curl/curl.h>

#include "notify/servidor_correo.h"

/* `protocolos`: "smtp,smtps". NULL: out of memory, or a URL of another protocol. `error` lives as long as the handle. */
CURL *curl_new(const struct servidor_correo *s, const char *protocolos, char error[static CURL_ERROR_SIZE]);
/* The reason in one line: what libcurl says of it, never what was sent. */
void curl_reason(CURLcode rc, const char *error, char motivo[static SERVIDOR_MOTIVO_LEN]);

#endif
