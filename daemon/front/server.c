/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/front/server.h"

#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/listener.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/plural.h"
#include "daemon/address.h"
#include "daemon/front/connection.h"
#include "daemon/front/front.h"
#include "daemon/front/listen.h"
#include "daemon/front/notify.h"
#include "daemon/front/pool.h"
#include "daemon/front/reload.h"

#define PART            "medlitd"
#define SOCKETS_MAX     18
#define SIGNALS         4
#define OWN_DESCRIPTORS 16u /* standard ones, listening ones, the loop's */
#define PAUSE_MS        100 /* without accepting when descriptors ran out */
#define QUIET           (10 * 1000000000ull) /* between lines about that */

struct server {
	struct event_base *base;
	struct front front;
	struct evconnlistener *sockets[SOCKETS_MAX];
	unsigned socket_count;
	struct event *signals[SIGNALS], *drain, *resume;
	char *socket_path; /* ours to remove */
	struct buffer sockets_text; /* where it listens, for the log */
	uint64_t last_line; /* about descriptors */
	bool stopping, failed;
};

static const struct settings *settings_of(const struct server *server)
{
	return reload_settings(server->front.reload);
}

/* Before a worker is there nothing could be answered. */
static void on_ready(void *arg)
{
	const struct server *server = arg;

	if (server->sockets_text.length > 0)
		log_line(LOG_INFO, PART, "listening on %s",
			server->sockets_text.data);
	log_line(LOG_INFO, PART, "ready");
	notify_supervisor("READY=1");
}

static void on_failed(void *arg, const char *reason)
{
	struct server *server = arg;

	log_line(LOG_ERROR, PART, "not one worker can serve: %s", reason);
	server->failed = true;
	event_base_loopbreak(server->base);
}

static void on_note(void *arg, const char *text)
{
	(void)arg;
	log_line(LOG_WARNING, PART, "%s", text);
}

static void on_reloaded(void *arg, const char *reason)
{
	struct server *server = arg;

	reload_ended(server->front.reload, reason);
}

static void end_loop(evutil_socket_t fd, short what, void *arg)
{
	struct server *server = arg;
	unsigned count = connections_count(server->front.connections);

	(void)fd;
	(void)what;
	log_line(LOG_WARNING, PART,
		"stopped before %u %s finished", count,
		plural(count, "connection was", "connections were"));
	event_base_loopbreak(server->base);
}

static void stop(struct server *server)
{
	struct timeval wait = {settings_of(server)->drain / 1000,
		(suseconds_t)(settings_of(server)->drain % 1000) * 1000};

	if (server->stopping) {
		event_base_loopbreak(server->base);
		return;
	}
	server->stopping = true;
	log_line(LOG_INFO, PART, "stopping");
	notify_supervisor("STOPPING=1");
	/* Before the socket is closed: from then on the file at this path may
	 * be that of the next daemon. */
	if (server->socket_path)
		unlink(server->socket_path);
	for (unsigned i = 0; i < server->socket_count; i++)
		evconnlistener_free(server->sockets[i]);
	server->socket_count = 0;
	event_add(server->drain, &wait);
	connections_drain(server->front.connections);
}

static void on_signal(evutil_socket_t number, short what, void *arg)
{
	struct server *server = arg;

	(void)what;
	if (number == SIGCHLD)
		pool_reap(server->front.pool);
	else if (number != SIGHUP)
		stop(server);
	else if (!server->stopping)
		reload_start(server->front.reload, NULL, NULL);
}

static void listen_again(evutil_socket_t fd, short what, void *arg)
{
	struct server *server = arg;

	(void)fd;
	(void)what;
	for (unsigned i = 0; i < server->socket_count; i++)
		evconnlistener_enable(server->sockets[i]);
}

static void on_accept(struct evconnlistener *listener, evutil_socket_t fd,
	struct sockaddr *peer, int length, void *arg)
{
	struct server *server = arg;

	(void)listener;
	(void)length;
	connections_add(server->front.connections, fd, peer);
}

/* Out of descriptors, most likely: without a pause this would be called again
 * at once, and for ever. */
static void on_accept_error(struct evconnlistener *listener, void *arg)
{
	static const struct timeval pause = {0, PAUSE_MS * 1000};
	struct server *server = arg;
	int cause = EVUTIL_SOCKET_ERROR();
	uint64_t now = pool_now();

	evconnlistener_disable(listener);
	event_add(server->resume, &pause);
	connections_make_room(server->front.connections);
	if (server->last_line && now - server->last_line < QUIET)
		return;
	server->last_line = now;
	log_line(LOG_WARNING, PART, "cannot accept: %s",
		evutil_socket_error_to_string(cause));
}

static int add_socket(struct server *server, int fd, struct error *err)
{
	struct evconnlistener *listener = NULL;

	if (server->socket_count < SOCKETS_MAX)
		listener = evconnlistener_new(server->base, on_accept, server,
			LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
	if (!listener) {
		close(fd);
		return error_set(err, ERROR_IO, "socket %d is no use", fd);
	}
	evconnlistener_set_error_cb(listener, on_accept_error);
	server->sockets[server->socket_count++] = listener;
	return 0;
}

/* A passed socket must keep the rule that a setting keeps. */
static int add_passed(struct server *server, int fd, struct error *err)
{
	struct address address = {.length = sizeof(address.socket)};
	const void *at = &address.socket;
	const struct sockaddr_in *four = at;
	const struct sockaddr_in6 *six = at;
	bool near = true;

	if (getsockname(
		    fd, (struct sockaddr *)&address.socket, &address.length))
		return error_set_errno(err, "passed socket %d", fd);
	if (address.socket.ss_family == AF_INET)
		near = ntohl(four->sin_addr.s_addr) >> 24 == 127;
	else if (address.socket.ss_family == AF_INET6)
		near = IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
	if (!near && !server->front.token)
		return error_set(err, ERROR_FORMAT,
			"passed socket %d is reached from other machines, and "
			"there is no token_file: set token_file",
			fd);
	return add_socket(server, fd, err);
}

static void note_port(struct server *server, const char *host, int fd)
{
	struct address address = {.length = sizeof(address.socket)};

	getsockname(fd, (struct sockaddr *)&address.socket, &address.length);
	buffer_printf(&server->sockets_text, "%s port %u", host,
		address_port(&address));
}

static int open_tcp(struct server *server, struct error *err)
{
	struct address address;
	char host[ADDRESS_TEXT_MAX];

	if (address_parse(settings_of(server)->listen, &address, err))
		return -1;
	int fd = listen_tcp(&address, err);

	if (fd < 0)
		return -1;
	address_host(&address, host);
	note_port(server, host, fd);
	return add_socket(server, fd, err);
}

static int open_unix(struct server *server, struct error *err)
{
	const char *path = settings_of(server)->socket;
	int fd = listen_unix(path, settings_of(server)->socket_mode, err);

	if (fd < 0)
		return -1;
	server->socket_path = memory_copy(path);
	buffer_printf(&server->sockets_text, "%s%s",
		server->sockets_text.length > 0 ? " and " : "", path);
	return add_socket(server, fd, err);
}

/* What a supervisor passes stands in for both settings. */
static int open_sockets(struct server *server, struct error *err)
{
	int passed = listen_passed();

	for (int fd = LISTEN_PASSED; fd < LISTEN_PASSED + passed; fd++)
		if (add_passed(server, fd, err))
			return -1;
	if (passed > 0)
		return 0;
	if (!*settings_of(server)->socket && !*settings_of(server)->listen)
		return error_set(err, ERROR_FORMAT,
			"neither socket nor listen is set: nobody could ask");
	if (*settings_of(server)->listen && open_tcp(server, err))
		return -1;
	if (*settings_of(server)->socket && open_unix(server, err))
		return -1;
	return 0;
}

/* As many descriptors as the settings ask for; returns how many connections
 * the system gives. */
static unsigned make_descriptors(const struct settings *settings)
{
	unsigned workers = pool_workers(settings);
	/* Two sets of workers during a reload, the thesaurus of each, and one
	 * end on its way. */
	unsigned own = OWN_DESCRIPTORS + 2 * workers + 4;
	rlim_t wanted = settings->connections + own + 64;
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur < wanted) {
		limit.rlim_cur =
			wanted < limit.rlim_max ? wanted : limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	if (limit.rlim_cur < wanted)
		log_line(LOG_WARNING, PART,
			"%llu file descriptors allow fewer than the %u "
			"connections of the settings",
			(unsigned long long)limit.rlim_cur,
			settings->connections);
	return limit.rlim_cur > own + 4 ? (unsigned)(limit.rlim_cur - own) : 4;
}

/* The Host a TCP client must name; a token makes that needless, and behind one
 * the names may be many. */
static const char *own_host(
	const struct server *server, char text[ADDRESS_TEXT_MAX])
{
	struct address address;

	text[0] = '\0';
	if (server->front.token)
		return NULL;
	if (*settings_of(server)->listen &&
		address_parse(settings_of(server)->listen, &address, NULL) == 0)
		address_host(&address, text);
	return text;
}

static void library_line(int severity, const char *text)
{
	log_line(severity >= EVENT_LOG_WARN ? LOG_WARNING : LOG_DEBUG,
		"libevent", "%s", text);
}

static void watch_signals(struct server *server)
{
	static const int numbers[SIGNALS] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD};

	signal(SIGPIPE, SIG_IGN);
	for (unsigned i = 0; i < SIGNALS; i++) {
		server->signals[i] = evsignal_new(
			server->base, numbers[i], on_signal, server);
		event_add(server->signals[i], NULL);
	}
}

static void open_connections(struct server *server)
{
	static const struct connections_owner owner = {
		front_request, front_abandoned, front_drained};
	char host[ADDRESS_TEXT_MAX];

	server->front.connections = connections_new(server->base,
		settings_of(server), own_host(server, host),
		make_descriptors(settings_of(server)), &owner, &server->front);
}

static int open_all(struct server *server, struct error *err)
{
	static const struct pool_owner owner = {
		on_ready, on_failed, on_reloaded, on_note};
	const char *token_file = settings_of(server)->token_file;

	if (*token_file) {
		server->front.token = front_read_token(token_file, err);
		if (!server->front.token) {
			err->code = ERROR_FORMAT;
			return -1;
		}
	}
	open_connections(server);
	if (open_sockets(server, err))
		return -1;
	watch_signals(server);
	server->drain = evtimer_new(server->base, end_loop, server);
	server->resume = evtimer_new(server->base, listen_again, server);
	server->front.pool =
		pool_new(server->base, settings_of(server), &owner, server);
	return 0;
}

struct server *server_open(
	struct settings *settings, int argc, char **argv, struct error *err)
{
	struct server *server = memory_new(sizeof(*server));

	event_set_log_callback(library_line);
	server->base = server->front.base = event_base_new();
	server->front.reload =
		reload_new(&server->front, settings, argc, argv);
	server->front.started = pool_now();
	if (open_all(server, err)) {
		server_close(server);
		return NULL;
	}
	return server;
}

int server_run(struct server *server)
{
	if (!server->failed)
		event_base_dispatch(server->base);
	return server->failed ? -1 : 0;
}

static void free_event(struct event *event)
{
	if (event)
		event_free(event);
}

void server_close(struct server *server)
{
	if (!server)
		return;
	if (server->socket_path && !server->stopping)
		unlink(server->socket_path);
	/* Each connection cancels what it waits for. */
	for (unsigned i = 0; i < server->socket_count; i++)
		evconnlistener_free(server->sockets[i]);
	connections_free(server->front.connections);
	pool_free(server->front.pool);
	buffer_clear(&server->front.fields);
	buffer_clear(&server->sockets_text);
	for (unsigned i = 0; i < SIGNALS; i++)
		free_event(server->signals[i]);
	free_event(server->drain);
	free_event(server->resume);
	reload_free(server->front.reload);
	free(server->front.token);
	free(server->socket_path);
	event_base_free(server->base);
	free(server);
}
