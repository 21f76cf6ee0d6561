/* SPDX-License-Identifier: MIT
 * Accounts that people have opened before they register, the dishonesty list, and what they come back for: choices
 * about the commitment, and changes. */
#include <stdio.h>
#include <string.h>

#include "people.h"

/* An account: the education record, and a second row for the degree. */
static void
account_rows(struct sheet *out, const struct person *p, const char *phone)
{
	char username[24], month[12];
	bool typed = p->index % 600 == 3; /* passwords take a tenth of a second each */

	(void)snprintf(username, sizeof username, "user_%06d", p->index);
	(void)snprintf(month, sizeof month, "%d07", p->grad_year);
	sheet_row(out, username, typed ? "Exam2025ok" : "", p->name, p->id_type, p->id_no, phone, p->email, typed ? "我就读的第一所学校的名称?" : "",
	    typed ? "第一小学" : "", p->index % 5 ? "2019-06-01" : "2014-03-01", "education", edu_level_word(p->edu), p->school, p->major, month,
	    p->edu_mode, p->edu_cert, NULL);
	if (p->degree_cert[0] != '\0')
		sheet_row(out, username, "", "", "", "", "", "", "", "", "", "degree", degree_word(p), p->school, p->major, month, "", p->degree_cert, NULL);
}

/* users.csv: every eighth person; one in forty of them types a phone that is none. */
void
gen_accounts(const struct world *w)
{
	struct sheet out;

	sheet_open(&out, w->out, "users.csv", CODING_GB18030, true);
	sheet_raw(&out, "username,password,name,id_type,id_no,phone,email,question,answer,registered_at,edu_kind,edu_level,edu_school,edu_major,"
			"edu_month,edu_mode,edu_cert_no");
	for (int i = 3; i < w->people; i += 8) {
		struct person p;

		person_make(w, i, &p);
		account_rows(&out, &p, i % 320 == 3 + 160 ? "1380000" : p.phone);
	}
	sheet_close(&out);
}

/* bans.csv: three in a thousand of the candidates, and as many whom nobody here knows. */
void
gen_bans(const struct world *w)
{
	static const struct {
		const char *from, *to, *article;
	} terms[] = { { "2022-11-13", "2027-11-12", "7" }, { "2021-06-05", "", "8" }, { "2018-05-27", "2023-05-26", "7" } };
	struct sheet out;
	int n = 0;

	sheet_open(&out, w->out, "bans.csv", CODING_UTF8, false);
	sheet_row(&out, "name", "id_type", "id_no", "from", "to", "article", "authority", "doc_no", "action", NULL);
	for (int i = 150; i < w->people + w->people / 3; i += 333, n++) {
		struct person p;
		char doc_no[40];
		size_t k = (size_t)n % (sizeof terms / sizeof *terms);

		person_make(w, i, &p);
		(void)snprintf(doc_no, sizeof doc_no, "人考违〔%.4s〕%d号", terms[k].from, 10 + n);
		sheet_row(&out, p.name, p.id_type, p.id_no, terms[k].from, terms[k].to, terms[k].article, "省人事考试院", doc_no, "add", NULL);
	}
	sheet_close(&out);
}

/* in: reg-list -c pledge, of --exam. Those who left it open are asked; one in ten never answers. */
void
stage_pledge(const struct world *w, const struct table *in)
{
	struct sheet out;
	int reg_no = table_column(in, "reg_no"), pledge = table_column(in, "pledge");

	sheet_open(&out, NULL, NULL, CODING_UTF8, false);
	sheet_row(&out, "reg_no", "action", NULL);
	if (exam_of_name(w->exam) == EXAM_RK1) { /* has no commitment system */
		sheet_close(&out);
		return;
	}
	for (size_t i = 0; i < in->rows; i++) {
		const char *no = table_get(in, i, reg_no), *chosen = table_get(in, i, pledge);
		struct rng r = rng_start(w, "pledge", no);
		int x = rng_below(&r, 100);

		if (chosen[0] == '\0' && x < 90)
			sheet_row(&out, no, x < 75 ? "adopt" : "decline", NULL);
		else if (strcmp(chosen, "adopt") == 0 && x == 99)
			sheet_row(&out, no, "withdraw", NULL);
	}
	sheet_close(&out);
}

/* in: reg-list. Who has seen a mistake before confirming corrects it: another employer, another address; a new phone; and some ask
 * for what only the office may change. */
void
stage_amend(const struct world *w, const struct table *in)
{
	struct sheet out;
	int reg_no = table_column(in, "reg_no");

	sheet_open(&out, NULL, NULL, CODING_UTF8, false);
	sheet_row(&out, "case_no", "reg_no", "field", "value", "authority", "in_person", "documents", "reason", NULL);
	for (size_t i = 0; i < in->rows; i++) {
		const char *no = table_get(in, i, reg_no);
		struct rng r = rng_start(w, "amend", no);
		int x = rng_below(&r, 300);
		char case_no[40], phone[12];

		(void)snprintf(case_no, sizeof case_no, "C%.20s", no);
		if (x < 3) {
			sheet_row(&out, case_no, no, "employer", "滨海建设集团有限公司", "self", "0", "", "单位变动", NULL);
			sheet_row(&out, case_no, no, "address", "滨海新区第一大街1号", "self", "0", "", "单位变动", NULL);
		} else if (x < 6) {
			person_phone(w, 3000000 + (int64_t)i + (int64_t)no[strlen(no) - 1] * 1000, phone);
			sheet_row(&out, "", no, "phone", phone, "self", "0", "", "更换手机", NULL);
		} else if (x < 8) {
			sheet_row(&out, "", no, "name", "王小二", "self", "0", "", "姓名写错", NULL);
		}
	}
	sheet_close(&out);
}
