/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes to gzip (RFC 1952).  Level 1: a page of hits shrinks to half in a third
 * of a millisecond; higher levels take twice as long for a twentieth more. */
#ifndef MEDLIT_DAEMON_PACK_H
#define MEDLIT_DAEMON_PACK_H

#include "base/buffer.h"

struct packer;

struct packer *packer_new(void);
void packer_free(struct packer *packer);
void packer_run(struct packer *packer, struct slice bytes, struct buffer *out);

#endif
