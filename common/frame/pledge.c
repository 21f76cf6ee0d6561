/* SPDX-License-Identifier: MIT
 * Who may not use the commitment. */
#include "frame/pledge.h"

#include "base/diag.h"
#include "store/pledge.h"

enum { ENTRIES_MAX = 64 };

static int32_t
day_of(const char *text, int32_t otherwise)
{
	char date[DATE_SIZE] = "";
	int32_t day;

	for (int i = 0; i < DATE_SIZE - 1 && text[i] != '\0'; i++) /* a time begins with its date */
		date[i] = text[i];
	return date_parse(date, &day) ? day : otherwise;
}

struct ban_term
ban_term_of(const struct ban_entry *e)
{
	return (struct ban_term){ day_of(e->from, BAN_NEVER), day_of(e->to, BAN_NEVER), day_of(e->lifted_at, BAN_NEVER) };
}

bool
ban_in_force(const char *id_key, int32_t day, struct ban_entry *out)
{
	struct ban_entry entry[ENTRIES_MAX];
	int32_t last = INT32_MIN;

	if (!ban_any())
		return false;
	size_t n = ban_of_document(id_key, entry, ENTRIES_MAX);

	for (size_t i = 0; i < n && i < ENTRIES_MAX; i++) {
		struct ban_term t = ban_term_of(&entry[i]);

		if (ban_covers(&t, day) && t.to > last) {
			*out = entry[i];
			last = t.to;
		}
	}
	return last != INT32_MIN;
}

void
pledge_check_adopt(struct rec *r, int column, const char *id_key, int64_t document, const struct exam *e)
{
	struct ban_entry entry;

	if (ban_in_force(id_key, r->run->today, &entry))
		fault(r, column, "PLEDGE_BANNED", L("on the dishonesty list from %s until %s (article %s, %s): the commitment is not for them; "
		    "decline, and the papers are checked by people", "在诚信档案库中, 记录期 %s 至 %s (第 %s 条, %s): 不适用告知承诺制; 请选择不采用, 按人工核查办理"),
		    entry.from, *entry.to != '\0' ? entry.to : L("for ever", "长期"), entry.article, entry.doc_no);
	if (document != 0 && pledge_chosen_before(document, e->id))
		fault(r, column, "PLEDGE_BARRED", L("an earlier registration for %s declined or withdrew the commitment: it is barred for this exam in this year; "
		    "decline", "此前报考 %s 时已选择不采用或撤回承诺: 本年度此项考试不再适用告知承诺制; 请选择不采用"), e->key);
}
