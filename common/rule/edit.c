/* SPDX-License-Identifier: MIT
 * Until when a confirmation can be taken back. */
#include "rule/edit.h"

#include <string.h>

enum edit_end
edit_ended(const struct edit_case *c)
{
	if (c->paid)
		return EDIT_ENDED_PAYMENT;
	if (c->until == NULL || strcmp(c->until, "confirm") == 0)
		return EDIT_ENDED_CONFIRM;
	if (strcmp(c->until, "payment") == 0)
		return EDIT_OPEN;
	if (strcmp(c->review_mode, "none") == 0)
		return EDIT_ENDED_CONFIRM;
	return c->reviewed ? EDIT_ENDED_REVIEW : EDIT_OPEN;
}
