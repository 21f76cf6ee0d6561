/* SPDX-License-Identifier: MIT
 * The bytes of an input file as UTF-8, whatever they were: finds the encoding (BOM, else
 * valid UTF-8, else GB18030), decodes, and refuses what is in no encoding or in two. */
#ifndef STREAM_INPUT_H
#define STREAM_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/hash.h"

struct input;

/* Open PATH ('-': standard input) and find its encoding; encoding: NULL or "auto", else a
 * name iconv knows. NULL with a message in *err: cannot be read, unknown encoding, NUL
 * bytes, mixed encodings (file, line named). Owned; input_close. */
struct input *input_open(const char *path, const char *encoding, struct buf *err);
void input_close(struct input *in);

/* Append up to about 64 KB of UTF-8 text to out. 1: something came; 0: the end; -1: a sequence that is not in the
 * encoding, or a read error, described in *err. */
int input_read(struct input *in, struct buf *out, struct buf *err);

const char *input_name(const struct input *in);     /* PATH as given, "stdin" for '-' */
const char *input_encoding(const struct input *in); /* the name of the encoding found */
int64_t input_size(const struct input *in);         /* bytes */
/* SHA-256 of the raw bytes, hex; valid after input_read has returned 0. */
const char *input_digest(const struct input *in);

#endif
