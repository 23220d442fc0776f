/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * medlit-index thesaurus COMMAND: each command one function, which gets its
 * arguments as main() does, its own name first, and returns an exit status.
 */
#ifndef MEDLIT_THESAURUS_COMMAND_H
#define MEDLIT_THESAURUS_COMMAND_H

#include "base/error.h"

int thesaurus_apply(int argc, char **argv);
int thesaurus_check(int argc, char **argv);
int thesaurus_diff(int argc, char **argv);
int thesaurus_stats(int argc, char **argv);
int thesaurus_which(int argc, char **argv);
int thesaurus_import(int argc, char **argv);
int thesaurus_export(int argc, char **argv);
int thesaurus_compile_file(int argc, char **argv);

/* "medlit-index: thesaurus NAME: sentence" and where help is; EXIT_USAGE. */
int thesaurus_usage(const char *name, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The option getopt has just refused, `key` being ':' or '?'. */
int thesaurus_bad_option(const char *name, int key, char **argv);
/* "medlit-index: sentence"; the exit status that all verbs give the error. */
int thesaurus_failed(const struct error *err);

#endif
