/* SPDX-License-Identifier: MIT
 * The Chinese names of codes, and a row of the policy table in them. */
#include "value/term.h"

#include <string.h>

#include "../tap.h"
#include "base/diag.h"
#include "rule/amendment.h"

/* Every state of registration_state, stage and authority has a name of its own. */
static void
test_names(void)
{
	static const char *const states[] = { "filled", "confirmed", "reviewed", "rejected", "paid", "seated", "printed", "scored", "passed", "failed",
		"certified", "deleted", "published", "none" };
	static const char *const authorities[] = { "self", "site", "district", "centre" };
	size_t n = sizeof states / sizeof *states;

	for (size_t i = 0; i < n; i++) {
		ok(strcmp(term_chinese(TERM_STATE, states[i]), states[i]) != 0, "%s has a name", states[i]);
		for (size_t k = 0; k < i; k++)
			if (strcmp(term_chinese(TERM_STATE, states[i]), term_chinese(TERM_STATE, states[k])) == 0)
				ok(false, "%s and %s have one name", states[i], states[k]);
	}
	for (size_t i = 0; i < 4; i++)
		ok(strcmp(term_chinese(TERM_AUTHORITY, authorities[i]), authorities[i]) != 0, "%s has a name", authorities[i]);
	ok(strcmp(term_chinese(TERM_STATE, "self"), "self") == 0, "each kind has its own words; what is none stays");
}

static void
test_row(bool chinese, const char *want)
{
	const struct policy_row row = { .exam = "*", .province = "110000", .group = "exam_choice", .from = STAGE_CONFIRMED, .until = "review_end+5wd",
		.authority = BY_CENTRE, .in_person = true, .proxy = true, .documents = "id+id_copy", .condition = "proxy needs proxy_letter", .source = "000" };
	struct buf b = BUF_INIT;
	bool before = diag_speak(chinese);

	policy_words(&row, &b);
	ok(strcmp(buf_text(&b), want) == 0, "%s", buf_text(&b));
	buf_clear(&b);
	term_list(TERM_DOCUMENT, "id+id_copy", '+', &b);
	ok(strcmp(buf_text(&b), chinese ? "身份证件原件、身份证件复印件" : "id+id_copy") == 0, "%s", buf_text(&b));
	ok(strcmp(term(TERM_STEP, ""), chinese ? "无" : "-") == 0, "no step");
	ok(strcmp(term(TERM_STATE, "paid"), chinese ? "已缴费" : "paid") == 0, "paid");
	diag_speak(before);
	buf_release(&b);
}

int
main(void)
{
	test_names();
	test_row(false, "* 110000 exam_choice: from confirmed until review_end+5wd, centre, in person, or by proxy, id+id_copy, proxy needs proxy_letter (000)");
	test_row(true, "考试 不限 省份 110000 的报考信息: 自“已确认”起, 至审核截止后 5 个工作日, 由考试中心办理, 须本人到场, 可由他人代办, "
	    "材料: 身份证件原件、身份证件复印件, 代办须有委托书 (依据 000)");
	return done();
}
