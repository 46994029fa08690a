#include "documents/antivirus.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/fecha.h"
#include "documents/hijo.h"
#include "documents/informe.h"

enum { TROZO = 65536, PLAZO_S = 30, RESPUESTA_MAX = 512 };

union direccion {
	struct sockaddr any;
	struct sockaddr_un un;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
};

static socklen_t parse_port(const char *s, uint16_t *port)
{
	char *end;
	const unsigned long n = strtoul(s, &end, 10);

	if (*s < '0' || *s > '9' || *end != '\0' || n == 0 || n > 65535)
		return 0;
	*port = htons((uint16_t)n);
	return 1;
}

/* Length of the address, 0 when it has none of the forms. */
static socklen_t parse(const char *donde, union direccion *out)
{
	memset(out, 0, sizeof *out);
	if (*donde == '/') {
		if (strlen(donde) >= sizeof out->un.sun_path)
			return 0;
		out->un.sun_family = AF_UNIX;
		snprintf(out->un.sun_path, sizeof out->un.sun_path, "%s", donde);
		return sizeof out->un;
	}
	if (strncmp(donde, "127.0.0.1:", 10) == 0) {
		out->in.sin_family = AF_INET;
		out->in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		return parse_port(donde + 10, &out->in.sin_port) ? (socklen_t)sizeof out->in : 0;
	}
	if (strncmp(donde, "[::1]:", 6) == 0) {
		out->in6.sin6_family = AF_INET6;
		out->in6.sin6_addr = in6addr_loopback;
		return parse_port(donde + 6, &out->in6.sin6_port) ? (socklen_t)sizeof out->in6 : 0;
	}
	return 0;
}

bool informe_clamd_valid(const char *donde)
{
	union direccion a;

	return parse(donde, &a) > 0;
}

static int dial(const char *donde)
{
	union direccion a;
	const socklen_t n = parse(donde, &a);
	const struct timeval limit = {.tv_sec = PLAZO_S};
	int fd = n > 0 ? socket(a.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;

	if (fd >= 0 &&
		(setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) != 0 ||
			setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) != 0 || connect(fd, &a.any, n) != 0)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static bool send_all(int fd, const void *p, size_t n)
{
	const char *at = p;

	while (n > 0) {
		const ssize_t k = send(fd, at, n, MSG_NOSIGNAL);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		at += k;
		n -= (size_t)k;
	}
	return true;
}

/* Chunks with their length before them, network order; one of length zero ends. */
static bool send_document(int sock, int fd, uint64_t size)
{
	unsigned char chunk[4 + TROZO];
	uint64_t at = 0;

	if (!send_all(sock, "zINSTREAM", 10))
		return false;
	while (at < size) {
		const size_t want = size - at < TROZO ? (size_t)(size - at) : TROZO;
		const ssize_t got = pread(fd, chunk + 4, want, (off_t)at);
		const uint32_t length = htonl((uint32_t)got);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		memcpy(chunk, &length, 4);
		if (!send_all(sock, chunk, 4 + (size_t)got))
			return false;
		at += (uint64_t)got;
	}
	return send_all(sock, "\0\0\0", 4);
}

/* One line, ended by NUL or by the end of the connection. */
static bool read_reply(int sock, char out[static RESPUESTA_MAX])
{
	const int64_t deadline = reloj_mono_ns() + PLAZO_S * INT64_C(1000000000);
	size_t got = 0;

	while (got < RESPUESTA_MAX - 1 && hijo_wait_ready(sock, deadline)) {
		const ssize_t k = recv(sock, out + got, RESPUESTA_MAX - 1 - got, 0);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			break;
		got += (size_t)k;
		if (memchr(out, '\0', got) != NULL)
			break;
	}
	out[got] = '\0';
	return got > 0;
}

static enum status unavailable(struct error *err, const char *why)
{
	const enum status st = error_set(err, PROBLEM_ANTIVIRUS_NO_DISPONIBLE);

	err->interno = why;
	return st;
}

enum status antivirus_ask(
	const char *donde, int fd, uint64_t size, bool *infectado, char nombre[static ANTIVIRUS_NOMBRE_MAX], struct error *err)
{
	static const char found[] = " FOUND", begin[] = "stream: ";
	FD_AUTO sock = dial(donde);
	char reply[RESPUESTA_MAX];
	bool sent;
	size_t n;

	*infectado = false;
	*nombre = '\0';
	if (sock < 0)
		return unavailable(err, "antivirus: clamd does not answer");
	/* It may answer, and hang up, before it has taken all: its word counts then. */
	sent = send_document(sock, fd, size);
	if (!read_reply(sock, reply))
		return unavailable(err, sent ? "antivirus: clamd was silent" : "antivirus: clamd hung up");
	n = strlen(reply);
	if (strncmp(reply, begin, sizeof begin - 1) == 0 && n > sizeof begin + sizeof found - 2 &&
		strcmp(reply + n - (sizeof found - 1), found) == 0) {
		*infectado = true;
		snprintf(
			nombre, ANTIVIRUS_NOMBRE_MAX, "%.*s", (int)(n - (sizeof begin - 1) - (sizeof found - 1)), reply + sizeof begin - 1);
		return STATUS_OK;
	}
	if (sent && strcmp(reply, "stream: OK") == 0)
		return STATUS_OK;
	return unavailable(err, "antivirus: clamd did not look at the document (its StreamMaxLength may be too small)");
}
