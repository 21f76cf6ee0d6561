/* SPDX-License-Identifier: MIT
 * A record that no stream brought. */
#include "frame/scratch.h"

#include <stdlib.h>

#include "base/mem.h"
#include "frame/state.h"

struct scratch {
	struct rec rec;
	struct rec_state state;
};

struct rec *
scratch_new(struct run *run, const char *const *v)
{
	struct scratch *s = xcalloc(1, sizeof *s);

	s->rec = (struct rec){ .run = run, .v = v, .file = "", .state = &s->state };
	return &s->rec;
}

void
scratch_clear(struct rec *r)
{
	for (size_t i = 0; i < r->state->nfault; i++)
		free(r->state->fault[i].message);
	r->state->nfault = r->state->refusals = 0;
}

void
scratch_free(struct rec *r)
{
	scratch_clear(r);
	free(r->state->fault);
	free(r); /* the first member of its scratch */
}

bool
scratch_told(const struct rec *r, size_t i, struct told *out)
{
	if (i >= r->state->nfault)
		return false;
	const struct fault *f = &r->state->fault[i];

	*out = (struct told){ f->column, f->code, f->message, f->refuses };
	return true;
}
