/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * medlitd-worker: one service behind one socket, its descriptor WIRE_FD.  Says
 * hello, then answers a frame at a time until the front closes the socket.  It
 * bounds its own memory and asks to be replaced when it has served long or
 * grown much: the engine leaks a little for some questions.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/log.h"
#include "daemon/worker/service.h"
#include "daemon/settings.h"
#include "daemon/wire.h"

#define PART        "worker"
#define READ_SIZE   ((size_t)65536)
#define MEASURE     64u /* requests between looks at our size */
#define MIB         ((uint64_t)1024 * 1024)
#define OUTPUT_KEPT ((size_t)1024 * 1024)

struct worker {
	const struct settings *settings;
	struct service *service;
	struct buffer input, output;
	uint64_t requests, start_size;
	bool old;
};

/* Memory of our own in bytes: mapped files, as the thesaurus, are not ours. */
static uint64_t own_size(void)
{
	unsigned long long pages, resident, shared;
	FILE *file = fopen("/proc/self/statm", "re");
	int found = 0;

	if (file) {
		found = fscanf(
			file, "%llu %llu %llu", &pages, &resident, &shared);
		fclose(file);
	}
	if (found != 3 || resident < shared)
		return 0;
	return (resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void limit(int resource, rlim_t bytes)
{
	struct rlimit limits = {bytes, bytes};

	if (setrlimit(resource, &limits))
		log_line(LOG_WARNING, PART, "a limit cannot be set: %s",
			strerror(errno));
}

/* The front says when to end, by closing the socket: a signal to the whole
 * group must not end what it still waits for. */
static void set_up_process(const struct settings *settings)
{
	static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};

	for (size_t i = 0; i < sizeof(ignored) / sizeof(*ignored); i++)
		signal(ignored[i], SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* A core would hold the questions of users. */
	limit(RLIMIT_CORE, 0);
#ifdef MEDLIT_SANITIZERS
	(void)settings;
#else
	limit(RLIMIT_AS, settings->worker_memory * MIB);
#endif
}

static int send_reply(struct worker *worker, const struct wire_reply *reply)
{
	/* One large reply must not be kept for the life of the worker. */
	if (worker->output.capacity > OUTPUT_KEPT)
		buffer_clear(&worker->output);
	buffer_reset(&worker->output);
	wire_put_reply(&worker->output, reply);
	return write_whole(WIRE_FD, buffer_slice(&worker->output));
}

static bool is_old(struct worker *worker)
{
	const struct settings *settings = worker->settings;

	worker->requests++;
	if (worker->requests >= settings->worker_requests)
		worker->old = true;
	if (worker->requests % MEASURE == 0 &&
		own_size() > worker->start_size + settings->worker_growth * MIB)
		worker->old = true;
	return worker->old;
}

static int answer(struct worker *worker, const struct wire_request *request)
{
	struct wire_reply reply = {0};

	service_answer(worker->service, request, &reply);
	if (is_old(worker))
		reply.flags |= WIRE_RECYCLE;
	return send_reply(worker, &reply);
}

/* Until the socket ends: 0, or -1 with the cause. */
static int serve(struct worker *worker, struct error *err)
{
	for (;;) {
		struct buffer *input = &worker->input;
		struct wire_request request;
		size_t used = 0;
		int have = wire_get_request(
			buffer_slice(input), &request, &used, err);

		if (have < 0)
			return -1;
		if (have > 0) {
			if (answer(worker, &request))
				return 0; /* nobody is there any more */
			memmove(input->data, input->data + used,
				input->length - used);
			input->length -= used;
			continue;
		}
		char *at = buffer_reserve(input, READ_SIZE);
		ssize_t length = read(WIRE_FD, at, READ_SIZE);

		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0)
			return error_set_errno(err, "cannot read from the front");
		if (length == 0)
			return 0;
		input->length += (size_t)length;
	}
}

static int say_hello(struct worker *worker, const struct error *err)
{
	struct wire_reply hello = {
		.status = worker->service ? 200 : 503, .flags = WIRE_HELLO};

	if (!worker->service)
		hello.body = slice_of(err->text);
	return send_reply(worker, &hello);
}

/* With the thesaurus that the workers share, see WIRE_THESAURUS_FD. */
static struct service *open_service(
	struct settings *settings, struct error *err)
{
	static char shared[] = "/proc/self/fd/4";
	struct stat status;
	bool is_first;

	if (!*settings->thesaurus || fstat(WIRE_THESAURUS_FD, &status) ||
		!S_ISREG(status.st_mode))
		return service_open(settings, err);
	is_first = status.st_size == 0;
	if (!is_first)
		settings->thesaurus = shared;
	struct service *service = service_open(settings, err);

	if (service && is_first &&
		(lseek(WIRE_THESAURUS_FD, 0, SEEK_SET) ||
			write_whole(WIRE_THESAURUS_FD,
				service_thesaurus(service)))) {
		error_set_errno(err, "cannot put the thesaurus into memory");
		service_close(service);
		return NULL;
	}
	return service;
}

static int work(struct settings settings)
{
	struct worker worker = {.settings = &settings};
	struct error err = {0};
	int result = 1;

	worker.service = open_service(&settings, &err);
	if (say_hello(&worker, &err) == 0 && worker.service) {
		worker.start_size = own_size();
		result = serve(&worker, &err);
		if (result)
			log_line(LOG_ERROR, PART, "%s", err.text);
	}
	service_close(worker.service);
	buffer_clear(&worker.input);
	buffer_clear(&worker.output);
	return result ? 1 : 0;
}

int main(int argc, char **argv)
{
	struct settings settings;
	enum settings_action action;
	struct error err;

	if (settings_load(&settings, argc, argv, &action, &err)) {
		fprintf(stderr, "medlitd-worker: %s\n", err.text);
		return 2;
	}
	if (action != SETTINGS_RUN) {
		fputs("medlitd-worker is started by medlitd\n", stderr);
		settings_clear(&settings);
		return 2;
	}
	log_set_level((enum log_level)log_level_parse(settings.log_level));
	set_up_process(&settings);
	int result = work(settings);

	settings_clear(&settings);
	return result;
}
