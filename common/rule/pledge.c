/* SPDX-License-Identifier: MIT
 * The commitment system. */
#include "rule/pledge.h"

#include <string.h>

static const char *const choices[] = { [PLEDGE_UNDECIDED] = "", [PLEDGE_ADOPTED] = "adopt", [PLEDGE_DECLINED] = "decline",
	[PLEDGE_WITHDRAWN] = "withdrawn" };
static const char *const actions[] = { [PLEDGE_ADOPT] = "adopt", [PLEDGE_DECLINE] = "decline", [PLEDGE_WITHDRAW] = "withdraw" };

enum pledge_choice
pledge_choice_of(const char *word)
{
	for (int i = PLEDGE_ADOPTED; i <= PLEDGE_WITHDRAWN; i++)
		if (strcmp(word, choices[i]) == 0)
			return (enum pledge_choice)i;
	return PLEDGE_UNDECIDED;
}

const char *
pledge_choice_word(enum pledge_choice choice)
{
	return choices[choice];
}

bool
pledge_action_parse(const char *word, enum pledge_action *action)
{
	for (int i = PLEDGE_ADOPT; i <= PLEDGE_WITHDRAW; i++)
		if (strcmp(word, actions[i]) == 0) {
			*action = (enum pledge_action)i;
			return true;
		}
	return false;
}

const char *
pledge_action_word(enum pledge_action action)
{
	return actions[action];
}

enum pledge_choice
pledge_result(enum pledge_action action)
{
	return action == PLEDGE_ADOPT ? PLEDGE_ADOPTED : action == PLEDGE_DECLINE ? PLEDGE_DECLINED : PLEDGE_WITHDRAWN;
}

unsigned
pledge_obstacles(const struct pledge_case *c, enum pledge_action action)
{
	if (!c->used)
		return PLEDGE_NO_SYSTEM;
	if (c->choice == pledge_result(action))
		return 0;
	if (action != PLEDGE_WITHDRAW)
		return c->choice != PLEDGE_UNDECIDED ? PLEDGE_IS_FINAL : 0;
	if (c->choice != PLEDGE_ADOPTED)
		return PLEDGE_NOTHING;
	return (c->paid ? PLEDGE_IS_PAID : 0) | (c->registration_over ? PLEDGE_IS_OVER : 0);
}
