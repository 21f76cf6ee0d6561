/* SPDX-License-Identifier: MIT
 * Options that the printing tools share. */
#include "frame/print_options.h"

#include <stdbool.h>
#include <string.h>

#include "store/db.h"

void
print_where_check(const struct run *run, const struct print_where *where)
{
	/* of the configuration, or of a plan that outlives it */
	static struct stmt site = { "SELECT EXISTS (SELECT 1 FROM site WHERE site = :site) OR EXISTS (SELECT 1 FROM seating_room WHERE "
		"site = :site)", NULL };
	static struct stmt room = { "SELECT EXISTS (SELECT 1 FROM room WHERE room = :room AND (:site IS NULL OR site = :site)) OR EXISTS "
		"(SELECT 1 FROM seating_room WHERE room = :room AND (:site IS NULL OR site = :site))", NULL };
	bool session = where->session == NULL || run->exam == NULL;

	db_text(&site, ":site", where->site);
	if (where->site != NULL && db_int1(&site, 0) == 0)
		die_usage(L("--site: no city has a site %s", "--site: 没有代码为 %s 的考点"), where->site);
	db_text(&room, ":site", where->site);
	db_text(&room, ":room", where->room);
	if (where->room != NULL && db_int1(&room, 0) == 0)
		die_usage(L("--room: no site has a room %s", "--room: 没有代码为 %s 的考场"), where->room);
	for (size_t i = 0; !session && i < run->exam->nsession; i++)
		session = strcmp(run->exam->session[i].code, where->session) == 0;
	if (!session)
		die_usage(L("--session: %s has no session %s", "--session: %s 没有场次 %s"), run->exam->key, where->session);
}

void
print_one_exam(const struct rec *r, const struct exam **exam, const struct exam *e)
{
	if (*exam == NULL)
		*exam = e;
	if (*exam != e)
		refuse(L("EXAM_MIXED: %s:%lld: a registration of %s among those of %s; print one exam at a time, with -e; nothing was changed",
		    "EXAM_MIXED: %s:%lld: %s 的报名混在 %s 中; 请用 -e 一次打印一个考试; 未作任何改动"), r->file, (long long)r->line, e->key, (*exam)->key);
}

void
print_left_out(struct run *run, int64_t n, const char *nothing)
{
	run->filtered -= n; /* of the exam they are */
	if (n > 0 && !run->quiet)
		notice(L("%lld sit elsewhere and were left out", "%lld 人不在所选考点、考场或场次, 未打印"), (long long)n);
	if (n > 0 && nothing != NULL && run->accepted + run->unchanged + run->rejected == 0)
		notice("%s", nothing);
}

/* The index of the word of n bytes; dies, naming them all, where there is none. */
static size_t
find(const char *option, const char *text, size_t n, const char *const *words)
{
	struct buf all = BUF_INIT;

	for (size_t i = 0; words[i] != NULL; i++)
		if (strlen(words[i]) == n && memcmp(words[i], text, n) == 0)
			return i;
	for (size_t i = 0; words[i] != NULL; i++)
		buf_printf(&all, "%s%s", i > 0 ? ", " : "", words[i]);
	die_usage(L("%s: one of %s, not '%.*s'", "%s: 可用 %s, 不是 '%.*s'"), option, buf_text(&all), (int)n, text);
}

size_t
print_word(const char *option, const char *text, const char *const *words)
{
	return find(option, text, strlen(text), words);
}

unsigned
print_words(const char *option, const char *list, const char *const *words)
{
	unsigned bits = 0;
	size_t n = 0, all = 0;

	while (words[n] != NULL)
		n++;
	for (const char *p = list;; p++) {
		size_t length = strcspn(p, "+,|");
		bool every = length == 3 && memcmp(p, "all", 3) == 0;

		while (all < n && strcmp(words[all], "all") != 0)
			all++;
		bits |= every && all == n ? (1U << n) - 1 : 1U << find(option, p, length, words);
		p += length;
		if (*p == '\0')
			return bits;
	}
}
