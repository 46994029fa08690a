/* dictamenctl listo: the health check of the container. */
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli/ctl.h"

#define ESPERA_S 5

static int dial(const char *host, const char *port)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list = NULL;
	struct timeval espera = {.tv_sec = ESPERA_S};
	int fd = -1;
	if (getaddrinfo(host, port, &hints, &list) != 0)
		return -1;
	for (struct addrinfo *p = list; p && fd < 0; p = p->ai_next) {
		fd = socket(p->ai_family, p->ai_socktype | SOCK_CLOEXEC, p->ai_protocol);
		if (fd < 0)
			continue;
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &espera, sizeof espera);
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &espera, sizeof espera);
		if (connect(fd, p->ai_addr, p->ai_addrlen) != 0) {
			close(fd);
			fd = -1;
		}
	}
	freeaddrinfo(list);
	return fd;
}

/* HTTP status of GET /readyz, 0 when nobody answers. */
static int ask(int fd)
{
	static const char request[] = "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
	char answer[32] = "";
	size_t n = 0;
	if (send(fd, request, sizeof request - 1, MSG_NOSIGNAL) != (ssize_t)sizeof request - 1)
		return 0;
	while (n < 12) {
		ssize_t r = recv(fd, answer + n, sizeof answer - 1 - n, 0);
		if (r <= 0)
			return 0;
		n += (size_t)r;
	}
	return strncmp(answer, "HTTP/1.1 ", 9) == 0 ? (int)strtol(answer + 9, NULL, 10) : 0;
}

enum status ctl_listo(struct ctl *c)
{
	char host[128], port[8];
	int http = 0;
	if (comun_loopback(c->config->escucha, host, sizeof host, port, sizeof port)) {
		int fd = dial(host, port);
		if (fd >= 0) {
			http = ask(fd);
			close(fd);
		}
	}
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_bool(&l.w, "listo", http == 200);
	json_int(&l.w, "http", http);
	ctl_line_end(&l);
	return http == 200 ? STATUS_OK : STATUS_UNAVAILABLE;
}
