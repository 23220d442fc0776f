/* SPDX-License-Identifier: MIT */
/*
 * Where the daemon is and the token that opens it: options and environment to
 * strings that are known to be usable, before anything is sent.
 */
#include "config.h"

#include "client/lib/internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/un.h>
#include <unistd.h>

#define SYSTEM_SOCKET   "/run/medlit/medlitd.sock"
#define TOKEN_BYTES_MAX 1024

static const char *setting(const char *option, const char *variable)
{
	const char *value = option ? option : getenv(variable);

	return value && *value ? value : NULL;
}

static int use_socket(struct medlit_client *client, const char *path,
	struct medlit_error *err)
{
	const size_t size = sizeof(((struct sockaddr_un *)0)->sun_path);

	if (strlen(path) >= size)
		return fail_with(err, MEDLIT_INVALID,
			"the path of the socket has more than %zu bytes: "
			"%.200s",
			size - 1, path);
	client->socket = copy_string(path);
	client->address = copy_string(path);
	client->base = copy_string("http://localhost");
	if (!client->socket || !client->address || !client->base)
		return fail_memory(err);
	return 0;
}

/* http://HOST... without blanks, user, query or fragment; curl judges the
 * rest. */
static bool url_is_usable(const char *url)
{
	const char *host = strncasecmp(url, "http://", 7) == 0    ? url + 7
			   : strncasecmp(url, "https://", 8) == 0 ? url + 8
								  : NULL;
	const char *at;

	if (!host || !*host || *host == '/')
		return false;
	for (at = host; *at; at++)
		if ((unsigned char)*at <= ' ' || *at == 0x7f)
			return false;
	return !strpbrk(host, "@?#");
}

static int use_url(
	struct medlit_client *client, const char *url, struct medlit_error *err)
{
	size_t length;

	if (!url_is_usable(url))
		return fail_with(err, MEDLIT_INVALID,
			"not a URL of a daemon: %.200s; it looks like "
			"http://127.0.0.1:8080",
			url);
	client->address = copy_string(url);
	client->base = copy_string(url);
	if (!client->address || !client->base)
		return fail_memory(err);
	length = strlen(client->base);
	if (client->base[length - 1] == '/')
		client->base[length - 1] = '\0';
	return 0;
}

/* The user's own daemon before that of the system. */
static int use_default_socket(
	struct medlit_client *client, struct medlit_error *err)
{
	const char *folder = setting(NULL, "XDG_RUNTIME_DIR");
	char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
	int length;

	if (folder) {
		length = snprintf(
			path, sizeof(path), "%s/medlit/medlitd.sock", folder);
		if (length < (int)sizeof(path) && access(path, F_OK) == 0)
			return use_socket(client, path, err);
	}
	return use_socket(client, SYSTEM_SOCKET, err);
}

int address_choose(struct medlit_client *client,
	const struct medlit_options *options, struct medlit_error *err)
{
	const char *value;

	if (options->socket_path && options->url)
		return fail_with(err, MEDLIT_INVALID,
			"a socket and a URL are named; only one can be used");
	if (options->socket_path)
		return use_socket(client, options->socket_path, err);
	if (options->url)
		return use_url(client, options->url, err);
	value = setting(NULL, "MEDLIT_SOCKET");
	if (value)
		return use_socket(client, value, err);
	value = setting(NULL, "MEDLIT_URL");
	if (value)
		return use_url(client, value, err);
	return use_default_socket(client, err);
}

/* What a header may carry: RFC 6750 knows only visible ASCII. */
static int token_use(struct medlit_client *client, const char *path,
	char *token, struct medlit_error *err)
{
	static const char header[] = "Authorization: Bearer ";
	size_t length = strcspn(token, "\r\n"), i;

	token[length] = '\0';
	if (length == 0 || length >= TOKEN_BYTES_MAX)
		return fail_with(err, MEDLIT_INVALID,
			"%.200s: the first line should be a token of 1 to %d "
			"characters",
			path, TOKEN_BYTES_MAX - 1);
	for (i = 0; i < length; i++)
		if (token[i] <= ' ' || token[i] > '~')
			return fail_with(err, MEDLIT_INVALID,
				"%.200s: character %zu of the token is not "
				"visible ASCII",
				path, i + 1);
	client->bearer = malloc(sizeof(header) + length);
	if (!client->bearer)
		return fail_memory(err);
	memcpy(client->bearer, header, sizeof(header) - 1);
	memcpy(client->bearer + sizeof(header) - 1, token, length + 1);
	return 0;
}

int token_read(struct medlit_client *client, const char *path,
	struct medlit_error *err)
{
	char token[TOKEN_BYTES_MAX + 1];
	FILE *file;
	size_t length;
	bool broken;

	path = setting(path, "MEDLIT_TOKEN_FILE");
	if (!path)
		return 0;
	file = fopen(path, "re");
	if (!file)
		return fail_with(err,
			errno == ENOMEM ? MEDLIT_NO_MEMORY : MEDLIT_IO,
			"cannot read the token file %.200s: %s", path,
			strerror(errno));
	length = fread(token, 1, sizeof(token) - 1, file);
	broken = ferror(file) != 0;
	token[length] = '\0';
	fclose(file);
	if (broken)
		return fail_with(err, MEDLIT_IO,
			"cannot read the token file %.200s", path);
	return token_use(client, path, token, err);
}
