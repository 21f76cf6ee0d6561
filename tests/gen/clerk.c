/* SPDX-License-Identifier: MIT
 * What people decide: eyes on photos, reviewers at the counter, the cashier's decisions on
 * differences. Each reads what a tool has printed and prints what the next one reads. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "gen.h"

static const char *
file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* in: photo-check --report. Every photo that the program leaves to people is looked at; truth-photos.csv
 * stands for what is to be seen on it. */
void
stage_eyes(const struct world *w, const struct table *in)
{
	struct table truth;
	struct sheet out;
	int reg_no = table_find(in, "reg_no"), photo = table_column(in, "photo"),
	    verdict = table_column(in, "verdict");
	char *path = xasprintf("%s/truth-photos.csv", w->out);

	table_read(&truth, path);
	free(path);
	int file = table_column(&truth, "photo"), good = table_column(&truth, "good");
	sheet_open(&out, NULL, NULL, CODING_UTF8, false);
	sheet_row(&out, "reg_no", "photo", "decision", "reason", "by", NULL);
	for (size_t i = 0; i < in->rows; i++) {
		const char *name = file_name(table_get(in, i, photo));

		if (strcmp(table_get(in, i, verdict), "review") != 0)
			continue;
		for (size_t t = 0; t < truth.rows; t++) {
			if (strcmp(table_get(&truth, t, file), name) != 0)
				continue;
			bool pass = table_get(&truth, t, good)[0] == '1';

			sheet_row(&out, table_get(in, i, reg_no), name, pass ? "pass" : "fail",
			    pass ? "" : "照片不符合要求,请重新拍摄", "zhang", NULL);
			break;
		}
	}
	sheet_close(&out);
	table_release(&truth);
}

/* in: elig-verify's stream, or reg-list --todo elig-review. Whoever is not through
 * automatically has been seen at the counter, on line, or after the exam. */
void
stage_review(const struct world *w, const struct table *in)
{
	struct sheet out;
	int reg_no = table_column(in, "reg_no"), outcome = table_find(in, "outcome");

	sheet_open(&out, NULL, NULL, CODING_UTF8, false);
	sheet_row(&out, "reg_no", "decision", "reason", "documents_seen", "by", "time", NULL);
	for (size_t i = 0; i < in->rows; i++) {
		const char *no = table_get(in, i, reg_no);
		struct rng r = rng_start(w, "review", no);
		int x = rng_below(&r, 1000);

		if (strcmp(table_get(in, i, outcome), "auto") == 0)
			continue;
		if (x < 900)
			sheet_row(&out, no, "pass", "", "id+diploma+work_certificate", "li",
			    w->from ? w->from : "", NULL);
		else if (x < 940)
			sheet_row(&out, no, "fail", "工作年限不足", "id+diploma", "li",
			    w->from ? w->from : "", NULL);
		else if (x < 970)
			sheet_row(&out, no, "return", "请补交学历认证报告", "id", "wang",
			    w->from ? w->from : "", NULL);
		else
			sheet_row(&out, no, "absent", "", "", "wang", w->from ? w->from : "", NULL);
	}
	sheet_close(&out);
}

/* in: fee-reconcile's stream. What is only in doubt waits. */
void
stage_decide(const struct world *w, const struct table *in)
{
	static const char *const actions[][3] = {
		{ "MISSING_OURS", "accept", "银行已到账,补记缴费" },
		{ "DUPLICATE", "refund", "同一订单付款两次" },
		{ "LATE", "refund", "截止之后到账" },
		{ "AMOUNT_MISMATCH", "refund", "金额不符" },
		{ "UNKNOWN_ORDER", "suspense", "查无此单,暂挂" },
		{ "REFUND_UNKNOWN", "suspense", "平台退款,我方没有申请" },
		{ "MISSING_BANK", "suspense", "向支付平台查询" },
	};
	struct sheet out;
	int diff = table_column(in, "diff_id"), class = table_column(in, "class");

	(void)w;
	sheet_open(&out, NULL, NULL, CODING_UTF8, false);
	sheet_row(&out, "diff_id", "action", "reason", NULL);
	for (size_t i = 0; i < in->rows; i++)
		for (size_t k = 0; k < sizeof actions / sizeof *actions; k++)
			if (strcmp(table_get(in, i, class), actions[k][0]) == 0)
				sheet_row(&out, table_get(in, i, diff), actions[k][1], actions[k][2], NULL);
	sheet_close(&out);
}
