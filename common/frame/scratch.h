/* SPDX-License-Identifier: MIT
 * A record that no stream brought: values that are judged by the same functions as a stream's, and what they said about it.
 * A tool that has to judge several records as one (reg-amend's cases) puts together what they come to, has it
 * judged, and hands each fault to the record that it is about. */
#ifndef FRAME_SCRATCH_H
#define FRAME_SCRATCH_H

#include "frame/tool.h"

/* A record with these values (by whatever index the judging functions use; the caller's). Owned; scratch_free. */
struct rec *scratch_new(struct run *run, const char *const *v);
void scratch_free(struct rec *r);
/* Forget what was said. */
void scratch_clear(struct rec *r);

struct told {
	int column;
	const char *code, *message;
	bool refuses;          /* false: a warning */
};
/* The i-th thing that was said, in order; false behind the last. Valid until the next fault() or scratch_clear(). */
bool scratch_told(const struct rec *r, size_t i, struct told *out);

#endif
