/* SPDX-License-Identifier: MIT
 * The commitment, and until when a confirmation can be taken back. */
#include "rule/pledge.h"

#include <string.h>

#include "../tap.h"
#include "rule/edit.h"

static void
test_words(void)
{
	static const char *const choices[] = { "", "adopt", "decline", "withdrawn" }, *const actions[] = { "adopt", "decline", "withdraw" };
	enum pledge_action action;

	for (int i = 0; i < 4; i++)
		ok(strcmp(pledge_choice_word(pledge_choice_of(choices[i])), choices[i]) == 0, "choice '%s'", choices[i]);
	for (int i = 0; i < 3; i++)
		ok(pledge_action_parse(actions[i], &action) && strcmp(pledge_action_word(action), actions[i]) == 0, "action %s", actions[i]);
	ok(!pledge_action_parse("withdrawn", &action), "withdrawn is no action");
}

/* Every choice × action (Shenyang's answers 12 and 13): what stands against it where nothing else does. */
static void
test_choices(void)
{
	static const unsigned obstacle[4][3] = {
		[PLEDGE_UNDECIDED] = { 0, 0, PLEDGE_NOTHING },
		[PLEDGE_ADOPTED] = { 0, PLEDGE_IS_FINAL, 0 },
		[PLEDGE_DECLINED] = { PLEDGE_IS_FINAL, 0, PLEDGE_NOTHING },
		[PLEDGE_WITHDRAWN] = { PLEDGE_IS_FINAL, PLEDGE_IS_FINAL, 0 },
	};

	for (int c = PLEDGE_UNDECIDED; c <= PLEDGE_WITHDRAWN; c++)
		for (int a = PLEDGE_ADOPT; a <= PLEDGE_WITHDRAW; a++) {
			struct pledge_case k = { true, (enum pledge_choice)c, false, false };
			unsigned late = c == PLEDGE_ADOPTED && a == PLEDGE_WITHDRAW ? PLEDGE_IS_PAID | PLEDGE_IS_OVER : obstacle[c][a];

			ok(pledge_obstacles(&k, (enum pledge_action)a) == obstacle[c][a], "choice %d, action %d", c, a);
			k.paid = k.registration_over = true;
			ok(pledge_obstacles(&k, (enum pledge_action)a) == late, "choice %d, action %d: paid and over", c, a);
			k.used = false;
			ok(pledge_obstacles(&k, (enum pledge_action)a) == PLEDGE_NO_SYSTEM, "choice %d, action %d: an exam without the system", c, a);
		}
}

static void
test_edit(void)
{
	static const struct {
		const char *until, *mode;
		bool reviewed, paid;
		enum edit_end end;
	} cases[] = {
		{ NULL, "pre", false, false, EDIT_ENDED_CONFIRM }, { "confirm", "pre", false, false, EDIT_ENDED_CONFIRM },
		{ "review", "pre", false, false, EDIT_OPEN }, { "review", "pre", true, false, EDIT_ENDED_REVIEW },
		{ "review", "post", false, false, EDIT_OPEN }, { "review", "none", false, false, EDIT_ENDED_CONFIRM },
		{ "payment", "pre", true, false, EDIT_OPEN }, { "payment", "none", false, false, EDIT_OPEN },
		{ "payment", "pre", true, true, EDIT_ENDED_PAYMENT }, { "review", "post", false, true, EDIT_ENDED_PAYMENT },
		{ "confirm", "pre", false, true, EDIT_ENDED_PAYMENT },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct edit_case c = { cases[i].until, cases[i].mode, cases[i].reviewed, cases[i].paid };

		ok(edit_ended(&c) == cases[i].end, "edit_until %s, review %s, reviewed %d, paid %d", cases[i].until != NULL ? cases[i].until : "-",
		    cases[i].mode, cases[i].reviewed, cases[i].paid);
	}
}

int
main(void)
{
	test_words();
	test_choices();
	test_edit();
	return done();
}
