/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int parse_port(const char *text, uint16_t *port)
{
	unsigned value = 0;

	if (*text == '\0' || strlen(text) > 5)
		return -1;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return -1;
		value = value * 10 + (unsigned)(*text - '0');
	}
	if (value > 65535)
		return -1;
	*port = htons((uint16_t)value);
	return 0;
}

static int parse_host(
	const char *host, bool bracketed, uint16_t port, struct address *out)
{
	struct sockaddr_in *four = (struct sockaddr_in *)&out->socket;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)&out->socket;

	if (bracketed) {
		if (inet_pton(AF_INET6, host, &six->sin6_addr) != 1)
			return -1;
		six->sin6_family = AF_INET6;
		six->sin6_port = port;
		out->length = sizeof(*six);
		out->loopback = IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
		return 0;
	}
	if (strcmp(host, "localhost") == 0)
		host = "127.0.0.1";
	if (inet_pton(AF_INET, host, &four->sin_addr) != 1)
		return -1;
	four->sin_family = AF_INET;
	four->sin_port = port;
	out->length = sizeof(*four);
	out->loopback = ntohl(four->sin_addr.s_addr) >> 24 == 127;
	return 0;
}

static int parse_both(const char *text, struct address *out)
{
	const char *colon = strrchr(text, ':');
	char host[ADDRESS_TEXT_MAX];
	uint16_t port;

	if (!colon || parse_port(colon + 1, &port))
		return -1;
	bool bracketed = *text == '[' && colon > text + 1 && colon[-1] == ']';
	size_t length = (size_t)(colon - text);

	if (bracketed) {
		text++;
		length -= 2;
	}
	if (length >= sizeof(host))
		return -1;
	memcpy(host, text, length);
	host[length] = '\0';
	return parse_host(host, bracketed, port, out);
}

int address_parse(const char *text, struct address *out, struct error *err)
{
	struct address address = {0};

	if (parse_both(text, &address))
		return error_set(err, ERROR_INVALID,
			"\"%s\" is not ADDRESS:PORT; write 127.0.0.1:8017 or "
			"[::1]:8017",
			text);
	*out = address;
	return 0;
}

void address_host(const struct address *address, char text[ADDRESS_TEXT_MAX])
{
	const struct sockaddr *socket = (const void *)&address->socket;
	const void *at =
		socket->sa_family == AF_INET6
			? (const void *)&(
				  (const struct sockaddr_in6 *)(const void *)
					  socket)
				  ->sin6_addr
			: (const void *)&(
				  (const struct sockaddr_in *)(const void *)
					  socket)
				  ->sin_addr;

	if (!inet_ntop(socket->sa_family, at, text, ADDRESS_TEXT_MAX))
		text[0] = '\0';
}

unsigned address_port(const struct address *address)
{
	if (address->socket.ss_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)&address->socket)
				     ->sin6_port);
	return ntohs(((const struct sockaddr_in *)&address->socket)->sin_port);
}
