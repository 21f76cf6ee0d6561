/* SPDX-License-Identifier: MIT
 * Which sessions a person sits. A session offers alternatives for different people
 * ("101|201"), each of one or more papers for one person ("31+32"); a subject that a batch
 * offers in several sessions is sat once, and nobody is in two sessions at a time. The
 * first choice in the order of session.csv that gives every subject its session is taken. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "plan.h"

enum { SUBJECTS = 32 };

struct search {
	const struct exam *exam;
	const char *batch;
	const char *code[SUBJECTS];   /* to be sat */
	size_t len[SUBJECTS];
	int n;
	unsigned done;                /* bits of the subjects that have their session */
	unsigned *chosen;             /* by session of the exam: the subjects written there, 0: not attended */
	const char **alternative;
};

/* Minutes of the day; -1 where it is no time. */
static int
minutes(const char *s)
{
	int h, m;

	return sscanf(s, "%2d:%2d", &h, &m) == 2 ? h * 60 + m : -1;
}

bool
times_overlap(const char *date_a, const char *start_a, const char *end_a, const char *date_b, const char *start_b,
    const char *end_b)
{
	return strcmp(date_a, date_b) == 0 && minutes(start_a) < minutes(end_b) && minutes(start_b) < minutes(end_a);
}

bool
sitting_elsewhere(const struct candidate *c, size_t k)
{
	for (size_t i = 0; i < k; i++)
		if (c->sitting[i].room == c->sitting[k].room && c->sitting[i].seat == c->sitting[k].seat)
			return false;
	return true;
}

static bool
is_free(const struct search *s, size_t session)
{
	const struct session *x = &s->exam->session[session];

	if (s->chosen[session] != 0)
		return false;
	for (size_t i = 0; i < s->exam->nsession; i++) {
		const struct session *y = &s->exam->session[i];

		if (s->chosen[i] != 0 && times_overlap(x->date, x->start, x->end, y->date, y->start, y->end))
			return false;
	}
	return true;
}

static int
subject_index(const struct search *s, const char *code, size_t len)
{
	for (int i = 0; i < s->n; i++)
		if (s->len[i] == len && memcmp(s->code[i], code, len) == 0)
			return i;
	return -1;
}

/* The person's subjects among the papers of an alternative that still have no session. */
static unsigned
written(const struct search *s, const char *alternative)
{
	unsigned mask = 0;

	for (const char *p = alternative; *p != '\0' && *p != '|'; p += *p == '+') {
		size_t n = strcspn(p, "+|");
		int i = subject_index(s, p, n);

		if (i >= 0)
			mask |= 1u << i;
		p += n;
	}
	return mask & ~s->done;
}

static bool
solve(struct search *s)
{
	int first = 0;

	while (first < s->n && (s->done >> first & 1))
		first++;
	if (first == s->n)
		return true;
	for (size_t k = 0; k < s->exam->nsession; k++) {
		const struct session *x = &s->exam->session[k];

		if (strcmp(x->batch, s->batch) != 0 || !is_free(s, k))
			continue;
		for (const char *a = x->subjects; *a != '\0'; a += strcspn(a, "|"), a += *a == '|') {
			unsigned mask = written(s, a);

			if (!(mask >> first & 1))
				continue;
			s->chosen[k] = mask;
			s->alternative[k] = a;
			s->done |= mask;
			if (solve(s))
				return true;
			s->done &= ~mask;
			s->chosen[k] = 0;
		}
	}
	return false;
}

/* The papers of a session that the person writes, in the order of the configuration. */
static const char *
paper_text(struct plan *p, const struct search *s, size_t session)
{
	struct buf b = BUF_INIT;

	for (const char *a = s->alternative[session]; *a != '\0' && *a != '|'; a += *a == '+') {
		size_t n = strcspn(a, "+|");
		int i = subject_index(s, a, n);

		if (i >= 0 && (s->chosen[session] >> i & 1)) {
			buf_str(&b, b.len > 0 ? "+" : "");
			buf_add(&b, a, n);
		}
		a += n;
	}
	const char *text = arena_strdup(&p->memory, buf_text(&b));

	buf_release(&b);
	return text;
}

static void
search(struct plan *p, struct program *g)
{
	struct search s = { .exam = p->exam, .batch = p->batch[g->batch] };

	s.chosen = arena_alloc(&p->memory, (p->exam->nsession + 1) * sizeof *s.chosen);
	s.alternative = arena_alloc(&p->memory, (p->exam->nsession + 1) * sizeof *s.alternative);
	for (const char *c = g->subjects; *c != '\0'; c += *c == '|') {
		if (s.n == SUBJECTS)
			bug("more than %d subjects: %s", SUBJECTS, g->subjects);
		s.code[s.n] = c;
		s.len[s.n] = strcspn(c, "|");
		c += s.len[s.n++];
	}
	if (s.n == 0 || !solve(&s))
		return;
	g->sitting = arena_alloc(&p->memory, p->exam->nsession * sizeof *g->sitting);
	for (size_t k = 0; k < p->exam->nsession; k++)
		if (s.chosen[k] != 0)
			g->sitting[g->n++] = (struct sitting){ p->exam->session[k].code, paper_text(p, &s, k), NO_ROOM, 0 };
}

const struct program *
program_get(struct plan *p, int batch, const char *subjects)
{
	struct program *g;

	for (size_t i = 0; i < p->nprogram; i++) {
		g = &p->program[i];
		if (g->batch == batch && strcmp(g->subjects, subjects) == 0)
			return g->n > 0 ? g : NULL;
	}
	p->program = grow(p->program, p->nprogram, &p->program_cap, sizeof *p->program);
	g = &p->program[p->nprogram++];
	*g = (struct program){ .batch = batch, .subjects = subjects };
	search(p, g);
	return g->n > 0 ? g : NULL;
}
