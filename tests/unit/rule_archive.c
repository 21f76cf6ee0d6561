/* SPDX-License-Identifier: MIT
 * Archive windows: who is old, what carries, when a certificate follows. */
#include "rule/archive.h"

#include "../tap.h"
#include "table.h"

static const struct {
	int n, year, archive_first, archive_last, score_first, score_last;
} windows[] = {
	{ 2, 2014, 2012, 2013, 2013, 2014 }, /* S1 */
	{ 2, 2015, 2013, 2014, 2014, 2015 },
	{ 2, 2018, 2016, 2017, 2017, 2018 }, /* notices of the years */
	{ 2, 2021, 2019, 2020, 2020, 2021 },
	{ 1, 2024, 2023, 2023, 2024, 2024 },
	{ 4, 2025, 2021, 2024, 2022, 2025 },
	{ 3, 2025, 2022, 2024, 2023, 2025 },
};

static void
check_window(int n, int year, int af, int al, int sf, int sl)
{
	struct archive_rule rule = { .mode = ARCHIVE_ROLLING, .validity_years = n };
	struct archive_window w = archive_years(&rule, year);

	ok(w.archive_first == af && w.archive_last == al && w.score_first == sf && w.score_last == sl,
	    "N=%d, %d: archive %d…%d, scores %d…%d", n, year, af, al, sf, sl);
}

static void
test_windows(void)
{
	struct table t;

	for (size_t i = 0; i < sizeof windows / sizeof windows[0]; i++)
		check_window(windows[i].n, windows[i].year, windows[i].archive_first, windows[i].archive_last,
		    windows[i].score_first, windows[i].score_last);
	if (!table_open(&t, "vectors/archive_window.csv")) {
		skip("no archive_window.csv");
		return;
	}
	while (table_next(&t)) {
		int v[6];

		for (int i = 0; i < 6; i++)
			v[i] = (int)strtol(t.cell[i], NULL, 10);
		check_window(v[0], v[1], v[2], v[3], v[4], v[5]);
	}
}

/* "2023:1,2;2024:3" → entries. The texts live in text. */
static size_t
read_passes(char *text, const char *level, struct archive_entry *entry)
{
	size_t n = 0;
	int year = 0;

	for (char *p = text, *end; *p != '\0'; p = end) {
		long number = strtol(p, &end, 10);

		if (*end == ':') {
			year = (int)number;
		} else {
			entry[n++] = (struct archive_entry){ year, level, "01", p, true, NULL };
		}
		if (*end != '\0')
			*end++ = '\0';
	}
	return n;
}

/* The first year in which earlier passes and this year's fill all subjects, or 0. */
static int
certificate_year(const struct archive_rule *rule, const char *level, const struct archive_entry *entry, size_t n,
    const char *const *required)
{
	for (int year = 2020; year < 2030; year++) {
		struct archive_subject s[4];
		size_t k = 0, have = 0;

		for (; k < 4 && required[k] != NULL; k++)
			s[k] = (struct archive_subject){ required[k], false, 0 };
		archive_carry(rule, year, level, "01", entry, n, s, k);
		for (size_t i = 0; i < k; i++) {
			bool now = false;

			for (size_t e = 0; e < n; e++)
				now |= entry[e].year == year && strcmp(entry[e].subject, s[i].subject) == 0;
			have += now || s[i].carried_year != 0;
		}
		if (have == k)
			return year;
	}
	return 0;
}

static const struct example {
	const char *exam, *level;
	int n;
	const char *required[5];
} levels[] = {
	{ "JZ", "01", 2, { "1", "2", "3", "4" } },
	{ "JZ", "02", 1, { "2", "4" } },
	{ "AQ", "01", 4, { "1", "2", "3", "4" } },
	{ "AQ", "02", 3, { "1", "2", "4" } },
	{ "AQ", "03", 2, { "1", "4" } },
	{ "308", "02", 1, { "201", "202" } },
};

static const struct {
	int level;
	const char *passes;
	int certificate;
} cases[] = {
	{ 0, "2024:1,2;2025:3,4", 2025 },
	{ 0, "2023:1,2;2024:3;2025:1,2,4", 2025 },
	{ 0, "2022:1,2,3;2024:4", 0 },
	{ 1, "2024:2;2025:4", 0 },
	{ 2, "2022:1;2023:2;2024:3;2025:4", 2025 },
	{ 2, "2021:1;2022:2;2023:3;2024:1;2025:4", 2025 }, /* 1 passed again while it still counted */
	{ 2, "2021:1;2023:2;2024:3;2025:4", 0 },
	{ 3, "2023:1;2024:2;2025:4", 2025 },
	{ 4, "2023:1;2025:4", 0 },
	{ 5, "2023:201;2024:202", 0 },
	{ 5, "2024:201,202", 2024 },
};

static void
check_case(const struct example *x, const char *passes, int want)
{
	char text[200];
	struct archive_entry entry[20];
	struct archive_rule rule = { .mode = ARCHIVE_ROLLING, .validity_years = x->n };

	snprintf(text, sizeof text, "%s", passes);
	size_t n = read_passes(text, x->level, entry);
	int year = certificate_year(&rule, x->level, entry, n, x->required);

	ok(year == want, "%s %s, %s: certificate %d", x->exam, x->level, passes, want);
}

static void
test_examples(void)
{
	struct table t;
	int rows = 0;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		check_case(&levels[cases[i].level], cases[i].passes, cases[i].certificate);
	if (!table_open(&t, "exams/rolling_examples.csv")) {
		skip("no rolling_examples.csv");
		return;
	}
	while (table_next(&t))
		for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
			if (strcmp(t.cell[0], levels[i].exam) == 0 && strcmp(t.cell[1], levels[i].level) == 0) {
				check_case(&levels[i], t.cell[3], (int)strtol(t.cell[4], NULL, 10));
				rows++;
			}
	ok(rows == 9, "9 of the 10 rows are about years");
}

static const struct archive_entry history[] = {
	{ 2022, "01", "05", "1", true, NULL },
	{ 2023, "01", "05", "2", false, NULL },
	{ 2023, "01", "05", "4", true, NULL },
	{ 2024, "01", "05", "1", true, NULL },
	{ 2024, "02", "05", "2", true, NULL },
	{ 2025, "01", "05", "3", true, NULL },
	{ 2026, "01", "05", "2", true, NULL },
};
enum { HISTORY = sizeof history / sizeof history[0] };

static const struct archive_extension covid[] = { { 2022, 1, "A" }, { 2019, 9, "B" } };

static const struct {
	const char *what;
	struct archive_rule rule;
	int year;
	const char *level, *specialty;
	bool old;
	int carried[4]; /* year of subjects 1 2 3 4, the last of the specialty */
} persons[] = {
	{ "four years, same specialty", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, 2025, "01", "05", true,
	    { 2024, 0, 0, 2023 } },
	{ "another specialty loses the specialty subject", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, 2025, "01",
	    "06", true, { 2024, 0, 0, 0 } },
	{ "another level: only its own passes", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, 2025, "02", "05", true,
	    { 0, 2024, 0, 0 } },
	{ "a level never registered: new", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, 2025, "03", "05", false,
	    { 0, 0, 0, 0 } },
	{ "two years in 2024: old by 2022, which carries nothing", { ARCHIVE_ROLLING, 2, false, false, NULL, 0, ARCHIVE_LOCKED }, 2024,
	    "01", "05", true, { 0, 0, 0, 2023 } },
	{ "two years in 2023", { ARCHIVE_ROLLING, 2, false, false, NULL, 0, ARCHIVE_LOCKED }, 2023, "01", "05", true,
	    { 2022, 0, 0, 0 } },
	{ "passes of 2022 made to last a year longer", { ARCHIVE_ROLLING, 2, false, false, covid, 2, ARCHIVE_LOCKED }, 2024, "01", "05",
	    true, { 2022, 0, 0, 2023 } },
	{ "but not two", { ARCHIVE_ROLLING, 2, false, false, covid, 1, ARCHIVE_LOCKED }, 2025, "01", "06", true, { 2024, 0, 0, 0 } },
	{ "one sitting: old, nothing carries", { ARCHIVE_ROLLING, 4, true, false, covid, 1, ARCHIVE_LOCKED }, 2025, "01", "05", true,
	    { 0, 0, 0, 0 } },
	{ "new candidates only", { ARCHIVE_ROLLING, 4, false, true, NULL, 0, ARCHIVE_LOCKED }, 2025, "01", "05", false,
	    { 0, 0, 0, 0 } },
	{ "no archive", { ARCHIVE_NONE, 4, false, false, covid, 1, ARCHIVE_LOCKED }, 2025, "01", "05", false, { 0, 0, 0, 0 } },
	{ "previous year", { ARCHIVE_PREVIOUS_YEAR, 1, false, false, NULL, 0, ARCHIVE_LOCKED }, 2025, "01", "05", true,
	    { 0, 0, 0, 0 } },
	{ "previous year, gone", { ARCHIVE_PREVIOUS_YEAR, 1, false, false, NULL, 0, ARCHIVE_LOCKED }, 2028, "01", "05", false,
	    { 0, 0, 0, 0 } },
	{ "a new person's first year", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, 2022, "01", "05", false,
	    { 0, 0, 0, 0 } },
	{ "the archive window's far end", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, 2030, "01", "05", true,
	    { 0, 0, 0, 0 } },
	{ "past it", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, 2031, "01", "05", false, { 0, 0, 0, 0 } },
};

static void
test_persons(void)
{
	for (size_t i = 0; i < sizeof persons / sizeof persons[0]; i++) {
		struct archive_subject s[4] = { { "1", false, 7 }, { "2", false, 7 }, { "3", false, 7 },
			{ "4", true, 7 } };
		size_t want = 0, n = archive_carry(&persons[i].rule, persons[i].year, persons[i].level,
		                 persons[i].specialty, history, HISTORY, s, 4);
		bool same = true;

		for (int k = 0; k < 4; k++) {
			same &= s[k].carried_year == persons[i].carried[k];
			want += persons[i].carried[k] != 0;
		}
		ok(archive_old(&persons[i].rule, persons[i].year, persons[i].level, history, HISTORY) == persons[i].old,
		    "%s: %s candidate", persons[i].what, persons[i].old ? "old" : "new");
		ok(same && n == want, "%s: carries %d subjects", persons[i].what, (int)want);
	}
}

/* ---- the law of the year: 中级注安 two years before 2019, four since (应急〔2019〕8号) */

static const struct {
	int year, validity, pass;
	bool counts, old;
} laws[] = {
	{ 2018, 2, 2015, false, false }, { 2018, 2, 2016, false, true }, { 2018, 2, 2017, true, true },
	{ 2019, 4, 2014, false, false }, { 2019, 4, 2015, false, true }, { 2019, 4, 2016, true, true }, /* lost in 2018, counts again */
	{ 2019, 4, 2018, true, true }, { 2020, 4, 2016, false, true }, { 2020, 4, 2017, true, true },
};

static void
test_laws(void)
{
	for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
		struct archive_rule rule = { .mode = ARCHIVE_ROLLING, .validity_years = laws[i].validity };
		struct archive_entry e = { laws[i].pass, "01", "05", "1", true, NULL };

		ok(archive_counts(&rule, laws[i].pass, laws[i].year) == laws[i].counts && archive_old(&rule, laws[i].year, "01", &e, 1) == laws[i].old,
		    "AQ-%d, N=%d: a pass of %d %s", laws[i].year, laws[i].validity, laws[i].pass, laws[i].counts ? "counts" : "does not count");
	}
}

/* ---- decisions */

static const struct {
	const char *article;
	enum archive_scope scope;
} articles[] = {
	{ "6", ARTICLE_SUBJECT }, { "第六条", ARTICLE_SUBJECT }, { "11", ARTICLE_SUBJECT }, { "第十一条", ARTICLE_SUBJECT },
	{ "7", ARTICLE_SITTING }, { "7(3)", ARTICLE_SITTING }, { "令第31号第七条第一项", ARTICLE_SITTING }, { "第八条", ARTICLE_SITTING },
	{ "10", ARTICLE_SITTING }, { "第十条", ARTICLE_SITTING }, { "", ARTICLE_UNKNOWN }, { "9", ARTICLE_UNKNOWN }, { "12", ARTICLE_UNKNOWN },
};

static void
test_articles(void)
{
	static const struct { const char *article; bool own, sitting; } deeds[] = {
		{ NULL, false, false }, { "", true, false }, { "6", true, false }, { "11", true, false }, { "7", true, true }, { "8", true, true },
		{ "10", true, true },
	};

	for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
		ok(archive_article(articles[i].article) == articles[i].scope, "article '%s'", articles[i].article);
	for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
		struct archive_entry e[] = { { 2023, "01", "05", "1", deeds[i].article == NULL, deeds[i].article }, { 2023, "01", "05", "2", true, NULL },
			{ 2022, "01", "05", "3", true, NULL }, { 2023, "02", "05", "3", true, NULL } };

		ok((archive_voided(e, 4, 0) != NULL) == deeds[i].own && (archive_voided(e, 4, 1) == &e[0]) == deeds[i].sitting &&
		    (archive_voided(e, 4, 3) == &e[0]) == deeds[i].sitting && archive_voided(e, 4, 2) == NULL,
		    "article %s: the subject, the sitting, never earlier years", deeds[i].article != NULL ? deeds[i].article : "none");
	}
}

/* ---- what becomes of a result, and who is old */

static const struct archive_entry life[] = {
	{ 2021, "01", "05", "1", true, NULL },  /* 0 */
	{ 2022, "01", "05", "2", true, NULL },  /* 1 */
	{ 2022, "01", "05", "3", false, "7" },  /* 2: takes 1 as well */
	{ 2023, "01", "05", "4", true, NULL },  /* 3 */
	{ 2023, "01", "05", "3", false, NULL }, /* 4 */
	{ 2024, "02", "05", "1", true, NULL },  /* 5 */
	{ 2025, "01", "05", "1", true, NULL },  /* 6 */
	{ 2020, "01", "05", "3", true, NULL },  /* 7 */
	{ 2024, "01", "05", "3", false, "6" },  /* 8 */
};
enum { LIFE = sizeof life / sizeof *life };
static const struct archive_extension longer[] = { { 2021, 1, "X" }, { 2021, 2, "Y" } };

static const struct {
	const char *what;
	struct archive_rule rule;
	const char *level, *specialty;
	size_t i;
	enum archive_fate fate;
} fates[] = {
	{ "four years", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, "01", "05", 0, ARCHIVE_LOST_YEARS },
	{ "a decree", { ARCHIVE_ROLLING, 4, false, false, longer, 2, ARCHIVE_LOCKED }, "01", "05", 0, ARCHIVE_COUNTS_BY_DECREE },
	{ "the sitting is void", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, "01", "05", 1, ARCHIVE_VOID_SITTING },
	{ "the deed itself", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, "01", "05", 2, ARCHIVE_VOID_SITTING },
	{ "a subject is void", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, "01", "05", 8, ARCHIVE_VOID },
	{ "counts", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, "01", "05", 3, ARCHIVE_COUNTS },
	{ "another specialty", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, "01", "06", 3, ARCHIVE_LOST_SPECIALTY },
	{ "another level", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, "01", "05", 5, ARCHIVE_LOST_LEVEL },
	{ "not passed", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, "01", "05", 4, ARCHIVE_NOT_PASSED },
	{ "this year", { ARCHIVE_ROLLING, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, "01", "05", 6, ARCHIVE_NOT_EARLIER },
	{ "no archive", { ARCHIVE_NONE, 4, false, false, NULL, 0, ARCHIVE_LOCKED }, "01", "05", 3, ARCHIVE_LOST_MODE },
	{ "new candidates only", { ARCHIVE_ROLLING, 4, false, true, NULL, 0, ARCHIVE_LOCKED }, "01", "05", 3, ARCHIVE_LOST_ALWAYS },
	{ "one sitting", { ARCHIVE_ROLLING, 4, true, false, NULL, 0, ARCHIVE_LOCKED }, "01", "05", 3, ARCHIVE_LOST_SITTING },
};

static void
test_fates(void)
{
	for (size_t k = 0; k < sizeof fates / sizeof *fates; k++)
		ok(archive_fate(&fates[k].rule, 2025, fates[k].level, fates[k].specialty, true, life, LIFE, fates[k].i) == fates[k].fate, "%s", fates[k].what);
	struct archive_rule rule = { .mode = ARCHIVE_ROLLING, .validity_years = 4, .extension = longer, .n_extension = 2 };

	ok(archive_decree(&rule, 2021) == &longer[1] && archive_decree(&rule, 2022) == NULL, "of two decrees the longer one");
}

/* The level's subjects; 4 is the specialty's paper. */
static const struct archive_subject papers[] = { { "1", false, 0 }, { "2", false, 0 }, { "4", true, 0 } };
static const struct archive_entry publics[] = { { 2023, "01", "05", "1", true, NULL }, { 2024, "01", "05", "4", false, NULL } };
static const struct archive_entry bound[] = { { 2023, "01", "05", "4", true, NULL } };
static const struct archive_entry expired[] = { { 2021, "01", "05", "4", true, NULL }, { 2024, "01", "05", "1", true, NULL } };
static const struct archive_entry taken[] = { { 2023, "01", "05", "4", false, "6" }, { 2024, "01", "05", "1", true, NULL } };
static const struct archive_entry moved[] = { { 2023, "01", "05", "1", true, NULL }, { 2024, "01", "06", "2", true, NULL } };
static const struct archive_entry no_name[] = { { 2023, "01", "", "1", true, NULL } };

static const struct {
	const char *what;
	const struct archive_entry *entry;
	size_t n;
	enum archive_change change;
	const char *level, *specialty;
	int year;
	enum archive_standing standing;
	int by; /* year of the entry that decides, 0: none */
} people[] = {
	{ "the same again", publics, 2, ARCHIVE_LOCKED, "01", "05", 2025, ARCHIVE_OLD, 2024 },
	{ "nothing in the archive", publics, 0, ARCHIVE_LOCKED, "01", "05", 2025, ARCHIVE_NEW_EMPTY, 0 },
	{ "long ago", publics, 2, ARCHIVE_LOCKED, "01", "05", 2029, ARCHIVE_NEW_WINDOW, 0 },
	{ "another level", publics, 2, ARCHIVE_LOCKED, "02", "05", 2025, ARCHIVE_NEW_LEVEL, 2024 },
	{ "another specialty where it is locked", publics, 2, ARCHIVE_LOCKED, "01", "06", 2025, ARCHIVE_NEW_SPECIALTY, 2024 },
	{ "only public subjects passed", publics, 2, ARCHIVE_SPECIALTY_UNTIL_PASSED, "01", "06", 2025, ARCHIVE_OLD, 2024 },
	{ "a specialty paper passed", bound, 1, ARCHIVE_SPECIALTY_UNTIL_PASSED, "01", "06", 2025, ARCHIVE_REFUSED, 2023 },
	{ "passed, and the same specialty", bound, 1, ARCHIVE_SPECIALTY_UNTIL_PASSED, "01", "05", 2025, ARCHIVE_OLD, 2023 },
	{ "the paper's pass has run out", expired, 2, ARCHIVE_SPECIALTY_UNTIL_PASSED, "01", "06", 2025, ARCHIVE_OLD, 2024 },
	{ "the paper's pass is void", taken, 2, ARCHIVE_SPECIALTY_UNTIL_PASSED, "01", "06", 2025, ARCHIVE_OLD, 2024 },
	{ "the newest year names the specialty", moved, 2, ARCHIVE_LOCKED, "01", "06", 2025, ARCHIVE_OLD, 2024 },
	{ "and not an earlier one", moved, 2, ARCHIVE_LOCKED, "01", "05", 2025, ARCHIVE_NEW_SPECIALTY, 2024 },
	{ "a specialty that is not known binds nobody", no_name, 1, ARCHIVE_LOCKED, "01", "06", 2025, ARCHIVE_OLD, 2023 },
};

static void
test_standing(void)
{
	const struct archive_entry *by;

	for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
		struct archive_rule rule = { .mode = ARCHIVE_ROLLING, .validity_years = 4, .change = people[i].change };
		enum archive_standing got = archive_standing(&rule, people[i].year, people[i].level, people[i].specialty, people[i].entry, people[i].n,
		    papers, 3, &by);

		ok(got == people[i].standing && (by != NULL ? by->year : 0) == people[i].by, "%s", people[i].what);
	}
	struct archive_rule always = { .mode = ARCHIVE_ROLLING, .validity_years = 1, .new_candidate_only = true }, none = { .mode = ARCHIVE_NONE };

	ok(archive_standing(&always, 2025, "01", "05", publics, 2, papers, 3, NULL) == ARCHIVE_NEW_ALWAYS, "增报: always new");
	ok(archive_standing(&none, 2025, "01", "05", publics, 2, papers, 3, NULL) == ARCHIVE_NEW_MODE, "软考: always new");
}

int
main(void)
{
	enum archive_mode mode = ARCHIVE_NONE;

	ok(archive_mode_parse("rolling", &mode) && mode == ARCHIVE_ROLLING && archive_mode_parse("none", &mode) &&
	        mode == ARCHIVE_NONE && archive_mode_parse("previous_year", &mode) &&
	        mode == ARCHIVE_PREVIOUS_YEAR && !archive_mode_parse("", &mode),
	    "the words of exam.csv");
	test_windows();
	test_examples();
	test_persons();
	test_laws();
	test_articles();
	test_fates();
	test_standing();
	return done();
}
