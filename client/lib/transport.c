/* SPDX-License-Identifier: MIT */
/*
 * A request to the bytes of its reply, over libcurl.  Promises that a reply is
 * never larger than REPLY_BYTES_MAX (after decompression), that no signal, no
 * proxy and no redirect is involved, and that every failure is an error with a
 * sentence.  Leaves what the bytes mean to reply.c and problem.c.
 */
#include "config.h"

#include "client/lib/internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONNECT_TIMEOUT_MS 5000L
#define TIMEOUT_MS         30000L

/* curl_easy_setopt() in a row, ending at the first failure. */
#define SET(curl, code, option, value)                                         \
	((code) ? (code)                                                       \
		: ((code) = curl_easy_setopt((curl), (option), (value))))

void answer_clear(struct answer *answer)
{
	free(answer->data);
	memset(answer, 0, sizeof(*answer));
}

static size_t receive(char *data, size_t one, size_t length, void *to)
{
	struct answer *answer = to;
	size_t capacity = answer->capacity ? answer->capacity : 4096;
	char *grown;

	(void)one; /* always 1 */
	if (length > REPLY_BYTES_MAX - answer->length) {
		answer->too_large = true;
		return 0;
	}
	while (capacity < answer->length + length + 1)
		capacity *= 2;
	if (capacity != answer->capacity) {
		grown = realloc(answer->data, capacity);
		if (!grown)
			return 0;
		answer->data = grown;
		answer->capacity = capacity;
	}
	memcpy(answer->data + answer->length, data, length);
	answer->length += length;
	answer->data[answer->length] = '\0';
	return length;
}

int transport_open(struct medlit_client *client,
	const struct medlit_options *options, struct medlit_error *err)
{
	const char *agent = options->user_agent;
	long connect = options->connect_timeout_ms, total = options->timeout_ms;
	CURLcode code = CURLE_OK;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return fail_memory(err);
	client->curl = curl_easy_init();
	if (!client->curl) {
		curl_global_cleanup();
		return fail_memory(err);
	}
	SET(client->curl, code, CURLOPT_NOSIGNAL, 1L);
	SET(client->curl, code, CURLOPT_PROXY, "");
	/* An id may be "..". */
	SET(client->curl, code, CURLOPT_PATH_AS_IS, 1L);
	SET(client->curl, code, CURLOPT_HTTP_VERSION,
		(long)CURL_HTTP_VERSION_1_1);
	SET(client->curl, code, CURLOPT_ACCEPT_ENCODING, "gzip");
	SET(client->curl, code, CURLOPT_ERRORBUFFER, client->cause);
	SET(client->curl, code, CURLOPT_WRITEFUNCTION, receive);
	SET(client->curl, code, CURLOPT_CONNECTTIMEOUT_MS,
		connect > 0 ? connect : CONNECT_TIMEOUT_MS);
	SET(client->curl, code, CURLOPT_TIMEOUT_MS,
		total > 0 ? total : TIMEOUT_MS);
	SET(client->curl, code, CURLOPT_USERAGENT,
		agent ? agent : "libmedlit/" PACKAGE_VERSION);
	if (client->socket)
		SET(client->curl, code, CURLOPT_UNIX_SOCKET_PATH,
			client->socket);
	return code ? fail_memory(err) : 0;
}

void transport_close(struct medlit_client *client)
{
	if (!client->curl)
		return;
	curl_easy_cleanup(client->curl);
	curl_global_cleanup();
}

char *transport_escape(struct medlit_client *client, const char *text)
{
	char *escaped = curl_easy_escape(client->curl, text, 0);
	char *copy = escaped ? copy_string(escaped) : NULL;

	curl_free(escaped);
	return copy;
}

static int fail_connect(struct medlit_client *client, struct medlit_error *err)
{
	long cause = 0;

	curl_easy_getinfo(client->curl, CURLINFO_OS_ERRNO, &cause);
	return fail_with(err, MEDLIT_UNREACHABLE,
		"cannot connect to %.200s: %s", client->address,
		cause ? strerror((int)cause) : client->cause);
}

static int fail_late(struct medlit_client *client, struct medlit_error *err)
{
	curl_off_t sent = 0;

	/* Nothing was sent yet: nobody is there to be late. */
	curl_easy_getinfo(client->curl, CURLINFO_PRETRANSFER_TIME_T, &sent);
	if (sent == 0)
		return fail_with(err, MEDLIT_UNREACHABLE,
			"cannot connect to %.200s: %s", client->address,
			client->cause);
	return fail_with(err, MEDLIT_TIMEOUT,
		"no whole answer from %.200s in time", client->address);
}

static int fail_transfer(struct medlit_client *client, CURLcode code,
	const struct answer *answer, struct medlit_error *err)
{
	const char *cause =
		*client->cause ? client->cause : curl_easy_strerror(code);

	switch (code) {
	case CURLE_OUT_OF_MEMORY:
		return fail_memory(err);
	case CURLE_WRITE_ERROR:
		if (!answer->too_large)
			return fail_memory(err);
		return fail_with(err, MEDLIT_LIMIT,
			"the reply of %.200s is larger than %zu MB",
			client->address, REPLY_BYTES_MAX / 1000000);
	case CURLE_OPERATION_TIMEDOUT:
		return fail_late(client, err);
	case CURLE_URL_MALFORMAT:
		return fail_with(err, MEDLIT_INVALID, "%.200s: %s",
			client->address, cause);
	case CURLE_GOT_NOTHING:
	case CURLE_PARTIAL_FILE:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
		return fail_with(err, MEDLIT_SERVER,
			"%.200s broke the connection off before the reply was "
			"whole (%s)",
			client->address, cause);
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_BAD_CONTENT_ENCODING:
		return fail_with(err, MEDLIT_FORMAT,
			"the reply of %.200s is not HTTP (%s)", client->address,
			cause);
	default:
		return fail_connect(client, err);
	}
}

/* Whatever the reply is, its status comes first. */
static int check_status(struct medlit_client *client,
	const struct answer *answer, struct medlit_error *err)
{
	const char *type = NULL;
	curl_off_t retry = 0;
	long status = 0;

	curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &status);
	if (status == 200)
		return 0;
	curl_easy_getinfo(client->curl, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(client->curl, CURLINFO_RETRY_AFTER, &retry);
	return problem_fail(
		status, type, (long)retry, client->address, answer, err);
}

static struct curl_slist *request_headers(
	const struct medlit_client *client, const char *body)
{
	const char *wanted[] = {"Accept: application/json, "
				"application/problem+json",
		body ? "Content-Type: application/json" : NULL, client->bearer};
	struct curl_slist *list = NULL, *grown;
	size_t i;

	for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		if (!wanted[i])
			continue;
		grown = curl_slist_append(list, wanted[i]);
		if (!grown) {
			curl_slist_free_all(list);
			return NULL;
		}
		list = grown;
	}
	return list;
}

static CURLcode prepare(struct medlit_client *client, const char *url,
	const char *body, struct curl_slist *headers, struct answer *answer)
{
	CURLcode code = CURLE_OK;

	*client->cause = '\0';
	SET(client->curl, code, CURLOPT_URL, url);
	SET(client->curl, code, CURLOPT_HTTPHEADER, headers);
	SET(client->curl, code, CURLOPT_WRITEDATA, answer);
	if (!body) {
		SET(client->curl, code, CURLOPT_HTTPGET, 1L);
		return code;
	}
	SET(client->curl, code, CURLOPT_POST, 1L);
	SET(client->curl, code, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
	SET(client->curl, code, CURLOPT_POSTFIELDS, body);
	return code;
}

int transport_call(struct medlit_client *client, const char *path,
	const char *body, struct answer *answer, struct medlit_error *err)
{
	size_t size = strlen(client->base) + strlen(path) + 1;
	struct curl_slist *headers = request_headers(client, body);
	char *url = malloc(size);
	CURLcode code;
	int status = -1;

	if (!headers || !url) {
		fail_memory(err);
		goto out;
	}
	snprintf(url, size, "%s%s", client->base, path);
	code = prepare(client, url, body, headers, answer);
	if (code) {
		fail_memory(err);
		goto out;
	}
	code = curl_easy_perform(client->curl);
	if (code)
		fail_transfer(client, code, answer, err);
	else
		status = check_status(client, answer, err);
	/* Nothing of this request may be pointed to by the handle. */
	curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, NULL);
	curl_easy_setopt(client->curl, CURLOPT_POSTFIELDS, NULL);
out:
	curl_slist_free_all(headers);
	free(url);
	return status;
}
