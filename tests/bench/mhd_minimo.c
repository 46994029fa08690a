/*
 * The least that libmicrohttpd can do: one constant answer to everything, to know what an answer of that size costs without a service behind it.
 * mhd_minimo <port> <threads> <status> ["Name: value" …]; threads 0: one thread that drives MHD itself over poll(2), as the service does.
 */
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct MHD_Response *answer;
static unsigned status;
static volatile sig_atomic_t ended;

static void on_signal(int s)
{
	(void)s;
	ended = 1;
}

/* The first callback only takes note: an answer queued there would close the connection. */
static enum MHD_Result handler(void *cls, struct MHD_Connection *c, const char *url, const char *method, const char *version,
	const char *data, size_t *size, void **con_cls)
{
	static int seen;
	(void)cls, (void)url, (void)method, (void)version, (void)data;
	if (!*con_cls) {
		*con_cls = &seen;
		return MHD_YES;
	}
	if (*size) {
		*size = 0;
		return MHD_YES;
	}
	return MHD_queue_response(c, status, answer);
}

static bool add_header(char *line)
{
	char *colon = strstr(line, ": ");
	if (!colon)
		return false;
	*colon = '\0';
	return MHD_add_response_header(answer, line, colon + 2) == MHD_YES;
}

static void drive(struct MHD_Daemon *d)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(d, MHD_DAEMON_INFO_EPOLL_FD);
	struct pollfd fd = {.fd = info->epoll_fd, .events = POLLIN};
	while (!ended) {
		MHD_UNSIGNED_LONG_LONG ms;
		poll(&fd, 1, MHD_get_timeout(d, &ms) == MHD_YES && ms == 0 ? 0 : 1000);
		MHD_run(d);
	}
}

int main(int argc, char **argv)
{
	if (argc < 4)
		return 2;
	unsigned threads = (unsigned)atoi(argv[2]);
	struct sockaddr_in at = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	status = (unsigned)atoi(argv[3]);
	answer = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	for (int i = 4; i < argc; i++)
		if (!add_header(argv[i]))
			return 2;
	signal(SIGTERM, on_signal);
	signal(SIGINT, on_signal);
	unsigned flags = MHD_USE_EPOLL | MHD_USE_TURBO | (threads ? MHD_USE_INTERNAL_POLLING_THREAD : 0);
	/* A pool of one is no pool to MHD. */
	struct MHD_OptionItem options[] = {
		{MHD_OPTION_SOCK_ADDR, 0, &at},
		{MHD_OPTION_CONNECTION_LIMIT, 1024, NULL},
		{threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)threads, NULL},
		{MHD_OPTION_END, 0, NULL},
	};
	struct MHD_Daemon *d = MHD_start_daemon(flags, 0, NULL, NULL, handler, NULL, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
	if (!d) {
		fputs("mhd_minimo: cannot start\n", stderr);
		return 1;
	}
	if (threads == 0)
		drive(d);
	while (!ended)
		poll(NULL, 0, 100);
	MHD_stop_daemon(d);
	MHD_destroy_response(answer);
	return 0;
}
