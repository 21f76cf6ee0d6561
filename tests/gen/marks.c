/* SPDX-License-Identifier: MIT
 * The marks, as they come from the scanner and, keyed in a second time, from people: two files with every
 * seated subject, a few cells of the first wrong, and the correction that follows the comparison. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "people.h"

struct subject_facts {
	char code[8];
	int full, pass;
};

/* subject.csv of the configuration that was written. */
static int
read_subjects(const struct world *w, const struct exam_facts *x, struct subject_facts *out, int room)
{
	struct table t;
	char *path = xasprintf("%s/config/subject.csv", w->out);
	int n = 0;

	table_read(&t, path);
	free(path);
	int exam = table_column(&t, "exam"), code = table_column(&t, "subject"),
	    full = table_column(&t, "full_mark"), pass = table_column(&t, "pass_mark");
	for (size_t i = 0; i < t.rows && n < room; i++) {
		int64_t f, p;

		if (strcmp(table_get(&t, i, exam), x->code) != 0 ||
		    !num_parse(table_get(&t, i, full), 1, 1000, &f) ||
		    !num_parse(table_get(&t, i, pass), 0, 1000, &p))
			continue;
		(void)snprintf(out[n].code, sizeof out[n].code, "%s", table_get(&t, i, code));
		out[n].full = (int)f;
		out[n++].pass = (int)p;
	}
	table_release(&t);
	return n;
}

/* One seated subject: the cells of a row in each file. */
struct mark {
	const char *admit_no;
	char subject[8];
	int score;        /* -1: none */
	const char *flag; /* absent, violation, void or "" */
	bool as_number;   /* the flag is written as a mark: -1, -2, -4 */
};

static struct mark
make_mark(const struct world *w, const char *reg_no, const char *admit_no, const char *subject,
    const struct subject_facts *f)
{
	struct rng person = rng_start(w, "ability", reg_no), r = rng_start(w, subject, reg_no);
	struct mark m = { .admit_no = admit_no, .flag = "" };
	bool stays_away = rng_permille(&person, 70);
	int talent = rng_range(&person, -22, 26), x = rng_below(&r, 1000);

	(void)snprintf(m.subject, sizeof m.subject, "%s", subject);
	m.as_number = rng_permille(&r, 500);
	if (stays_away || x < 15)
		m.flag = "absent";
	else if (x < 18)
		m.flag = "violation";
	else if (x < 20)
		m.flag = "void";
	m.score = f->full * (58 + talent + rng_range(&r, -14, 14)) / 100;
	if (m.score > f->full)
		m.score = f->full;
	if (m.score < 0)
		m.score = 0;
	if (x >= 990) /* the edge of the pass line */
		m.score = f->pass - (x & 1);
	if (m.flag[0])
		m.score = -1;
	return m;
}

static void
write_mark(struct sheet *s, const struct mark *m)
{
	sheet_cell(s, m->admit_no);
	sheet_cell(s, m->subject);
	if (!m->flag[0])
		sheet_number(s, m->score);
	else if (m->as_number)
		sheet_cell(s, m->flag[0] == 'a' ? "-1" : m->flag[1] == 'i' ? "-2" : "-4");
	else
		sheet_cell(s, "");
	sheet_row(s, m->as_number ? "" : m->flag, NULL);
}

struct files {
	struct sheet first, second, corrected, truth;
	int cells, wrong;
	const char *first_name;
};

static void
one_cell(struct files *f, const struct mark *m, int full)
{
	const char *code = "";

	write_mark(&f->second, m);
	if (++f->cells % 250 != 40 || m->flag[0]) {
		write_mark(&f->first, m);
	} else {
		int kind = f->wrong++ % 3;

		sheet_cell(&f->first, m->admit_no);
		sheet_cell(&f->first, m->subject);
		if (kind == 0) { /* mistyped */
			sheet_number(&f->first, m->score > 9 ? m->score - 9 : m->score + 9);
			code = "ENTRY_DIFFERS";
		} else if (kind == 1) {
			sheet_number(&f->first, full + 1);
			code = "SCORE_RANGE";
		} else {
			sheet_cell(&f->first, "7I");
			code = "SCORE_FORM";
		}
		sheet_row(&f->first, "", NULL);
		write_mark(&f->corrected, m);
	}
	sheet_cell(&f->truth, f->first_name);
	sheet_number(&f->truth, f->first.line);
	sheet_row(&f->truth, *code ? "rejected" : "accepted", code, NULL);
}

/* in: seat-assign's stream; a session in which one person writes several papers has them joined by +. */
void
stage_score(const struct world *w, const struct table *in)
{
	enum exam e = exam_of_name(w->exam);
	struct subject_facts subjects[32];
	int n = read_subjects(w, &exam_facts[e], subjects, 32);
	int reg_no = table_column(in, "reg_no"), admit_no = table_column(in, "admit_no"),
	    subject = table_column(in, "subject");
	struct files f = { .cells = 0 };
	char name[4][48];

	(void)snprintf(name[0], sizeof name[0], "scores-%s.csv", w->exam);
	(void)snprintf(name[1], sizeof name[1], "scores-%s-second.csv", w->exam);
	(void)snprintf(name[2], sizeof name[2], "scores-%s-corrected.csv", w->exam);
	(void)snprintf(name[3], sizeof name[3], "truth-scores-%s.csv", w->exam);
	f.first_name = name[0];
	sheet_open(&f.first, w->out, name[0], CODING_GB18030, true);
	sheet_open(&f.second, w->out, name[1], CODING_UTF8, false);
	sheet_open(&f.corrected, w->out, name[2], CODING_UTF8, false);
	sheet_open(&f.truth, w->out, name[3], CODING_UTF8, false);
	sheet_row(&f.first, "准考证号", "科目", "成绩", "标记", NULL);
	sheet_row(&f.second, "admit_no", "subject", "score", "flag", NULL);
	sheet_row(&f.corrected, "admit_no", "subject", "score", "flag", NULL);
	sheet_row(&f.truth, "file", "line", "result", "code", NULL);
	for (size_t i = 0; i < in->rows; i++) {
		char list[64], *rest = list;

		(void)snprintf(list, sizeof list, "%s", table_get(in, i, subject));
		for (char *code; (code = strsep(&rest, "+|")) != NULL;) {
			int k = 0;

			while (k < n && strcmp(subjects[k].code, code) != 0)
				k++;
			if (k == n)
				die(EX_ENV, "%s has no subject %s", w->exam, code);
			struct mark m = make_mark(
			    w, table_get(in, i, reg_no), table_get(in, i, admit_no), code, &subjects[k]);
			one_cell(&f, &m, subjects[k].full);
		}
	}
	sheet_row(&f.first, "99999999999", subjects[0].code, "60", "", NULL);
	sheet_cell(&f.truth, f.first_name);
	sheet_number(&f.truth, f.first.line);
	sheet_row(&f.truth, "rejected", "ADMIT_NO_UNKNOWN", NULL);
	sheet_close(&f.first);
	sheet_close(&f.second);
	sheet_close(&f.corrected);
	sheet_close(&f.truth);
}
