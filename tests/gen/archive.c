/* SPDX-License-Identifier: MIT
 * Archives of earlier years, a file a year, as the national platform hands them out; and the registries'
 * answers. Old entries keep what old systems did: 15-digit numbers, another dot in a name. */
#include <stdio.h>
#include <string.h>

#include "people.h"
#include "value/date.h"

enum { FIRST_YEAR = 2020, LAST_YEAR = 2024 };

struct archives {
	struct sheet year[LAST_YEAR - FIRST_YEAR + 1], truth;
	int n; /* archives so far */
};

static void
write_pass(struct sheet *s, const struct reg *reg, const char *name, const char *id_type, const char *id_no,
    const struct pass *a)
{
	sheet_cell(s, reg->archive_no);
	sheet_cell(s, exam_facts[reg->exam].code);
	sheet_number(s, a->year);
	sheet_cell(s, reg->level);
	sheet_cell(s, reg->specialty);
	sheet_cell(s, name);
	sheet_cell(s, id_type);
	sheet_cell(s, id_no);
	sheet_cell(s, a->subject);
	sheet_number(s, a->score);
	sheet_row(s, a->passed ? "1" : "0", NULL);
}

/* The name as an older system held it: the middle dot was U+2022. */
static void
old_name(const char *name, char out[96])
{
	const char *dot = strstr(name, "·");

	if (dot)
		(void)snprintf(out, 96, "%.*s•%s", (int)(dot - name), name, dot + 2);
	else
		(void)snprintf(out, 96, "%s", name);
}

static void
one_archive(const struct world *w, const struct person *p, void *context)
{
	struct archives *all = context;
	struct reg reg;
	char name[96], old_id[16];

	for (int e = 0; e < EXAMS; e++) {
		if (p->exam != (enum exam)e && p->second != (enum exam)e)
			continue;
		reg_make(w, p, (enum exam)e, &reg);
		if (reg.passes == 0)
			continue;
		bool fifteen =
		    strcmp(p->id_type, "01") == 0 && p->birth < date_days(2000, 1, 1) && ++all->n % 40 == 0;

		(void)snprintf(old_id, sizeof old_id, "%.6s%.9s", p->id_no, p->id_no + 8);
		old_name(p->name, name);
		for (int i = 0; i < reg.passes; i++) {
			const struct pass *a = &reg.pass[i];
			struct sheet *s = &all->year[a->year - FIRST_YEAR];

			write_pass(s, &reg, a->year < 2023 ? name : p->name, fifteen ? "01O" : p->id_type,
			    fifteen ? old_id : p->id_no, a);
			if (all->n % 60 == 7 && i == 0) /* the same row once more */
				write_pass(s, &reg, name, p->id_type, p->id_no, a);
		}
		sheet_row(&all->truth, reg.archive_no, exam_facts[e].name, reg.old ? "old" : "new",
		    reg.carried, NULL);
	}
}

/* Rows that must not be taken in: another name under the same document, a subject that the
 * exam does not have, a number that is none. */
static void
bad_rows(const struct world *w, struct sheet *s)
{
	struct person p;
	struct reg reg = { .passes = 0 };

	for (int i = 0; i < w->people && reg.passes == 0; i++) {
		person_make(w, i, &p);
		if (strcmp(p.id_type, "01") == 0)
			reg_make(w, &p, p.exam, &reg);
	}
	if (reg.passes > 0)
		sheet_row(s, "21110000001", "AQ", "2024", "01", "07", "王冒名", "01", p.id_no, "1", "88", "1",
		    NULL);
	sheet_row(s, "21110000002", "AQ", "2024", "01", "07", "李科目", "01", "110101199003070556", "7", "88",
	    "1", NULL);
	sheet_row(s, "21110000003", "AQ", "2024", "01", "07", "赵号码", "01", "110101199003070551", "1", "88",
	    "1", NULL);
}

static void
each_person(const struct world *w, person_fn *each, void *context)
{
	struct person p;

	for (int i = 0; i < w->people; i++) {
		person_make(w, i, &p);
		each(w, &p, context);
	}
}

void
gen_archive(const struct world *w)
{
	struct archives all = { .n = 0 };
	char name[32];

	for (int y = FIRST_YEAR; y <= LAST_YEAR; y++) {
		struct sheet *s = &all.year[y - FIRST_YEAR];

		(void)snprintf(name, sizeof name, "archive-%d.csv", y);
		sheet_open(s, w->out, name, y < 2022 ? CODING_GB18030 : CODING_UTF8, y < 2022);
		sheet_row(s, "archive_no", "exam", "year", "level", "specialty", "name", "id_type", "id_no",
		    "subject", "score", "passed", NULL);
	}
	sheet_open(&all.truth, w->out, "truth-archive.csv", CODING_UTF8, false);
	sheet_row(&all.truth, "archive_no", "exam", "candidate", "carried", NULL);
	each_person(w, one_archive, &all);
	bad_rows(w, &all.year[LAST_YEAR - FIRST_YEAR]);
	for (int y = FIRST_YEAR; y <= LAST_YEAR; y++)
		sheet_close(&all.year[y - FIRST_YEAR]);
	sheet_close(&all.truth);
}

/* ---- the registries ---- */

struct answers {
	struct sheet edu, identity;
};

static void
one_answer(const struct world *w, const struct person *p, void *context)
{
	struct answers *to = context;
	struct rng r = rng_index(w, "registry", p->index);
	int x = rng_below(&r, 1000);

	if (p->edu_cert[0] && x >= 15) /* 15 of 1000 questions are never answered */
		sheet_row(&to->edu, p->edu_cert, p->name, p->id_no,
		    x < 30   ? "mismatch"
		    : x < 45 ? "none"
			     : "match",
		    NULL);
	x = rng_below(&r, 1000);
	if (strcmp(p->id_type, "01") == 0)
		sheet_row(&to->identity, p->name, p->id_no,
		    x < 5    ? "mismatch"
		    : x < 10 ? "none"
			     : "match",
		    NULL);
}

void
gen_registries(const struct world *w)
{
	struct answers to;

	sheet_open(&to.edu, w->out, "registry-edu.csv", CODING_UTF8, false);
	sheet_row(&to.edu, "edu_cert_no", "name", "id_no", "result", NULL);
	sheet_open(&to.identity, w->out, "registry-identity.csv", CODING_UTF8, false);
	sheet_row(&to.identity, "name", "id_no", "result", NULL);
	each_person(w, one_answer, &to);
	sheet_close(&to.edu);
	sheet_close(&to.identity);
}
