/* SPDX-License-Identifier: MIT
 * What a registration costs. */
#include "rule/fee.h"

#include <string.h>

#include "../tap.h"

static const struct fee_row rows[] = {
	{ "*", "*", FEE_OBJECTIVE, 6100, 1100 },
	{ "*", "*", FEE_SUBJECTIVE, 6900, 1500 },
	{ "110000", "*", FEE_OBJECTIVE, 5600, -1 },      /* the share falls back */
	{ "110000", "*", FEE_SUBJECTIVE, 6400, 1200 },
	{ "310000", "*", FEE_REGISTRATION, 1000, -1 },   /* subjects cost what they cost everywhere */
	{ "500000", "*", FEE_ARCHIVE_NEW, 2000, -1 },
	{ "110000", "03", FEE_OBJECTIVE, 9900, -1 },
	{ "*", "03", FEE_OBJECTIVE, 8800, 1300 },
	{ "*", "03", FEE_SUBJECTIVE, 8900, -1 },
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static const struct fee_subject both[] = { { "1", FEE_OBJECTIVE }, { "4", FEE_SUBJECTIVE } };

static const struct {
	const char *what, *province, *level;
	bool new_candidate;
	size_t subjects;
	const char *lines; /* component subject fen upward; … */
} table[] = {
	{ "the common price", "370000", "01", true, 2, "objective 1 6100 1100;subjective 4 6900 1500" },
	{ "a province's price, its share or the common one", "110000", "01", true, 2,
	    "objective 1 5600 1100;subjective 4 6400 1200" },
	{ "a registration fee per person", "310000", "01", false, 2,
	    "objective 1 6100 1100;subjective 4 6900 1500;registration - 1000 0" },
	{ "an archive fee for a new candidate", "500000", "01", true, 1, "objective 1 6100 1100;archive_new - 2000 0" },
	{ "and none for an old one", "500000", "01", false, 1, "objective 1 6100 1100" },
	{ "the level's price", "370000", "03", true, 2, "objective 1 8800 1300;subjective 4 8900 1500" },
	{ "province and level before province, province before level", "110000", "03", true, 2,
	    "objective 1 9900 1300;subjective 4 6400 1200" },
};

static void
test_bills(void)
{
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct fee_line line[4];
		struct fee_bill bill = fee_make(rows, ROWS, table[i].province, table[i].level, table[i].new_candidate,
		    both, table[i].subjects, line);
		char text[300] = "";
		size_t at = 0;
		int64_t fen = 0, upward = 0;

		for (size_t k = 0; k < bill.n; k++) {
			at += (size_t)snprintf(text + at, sizeof text - at, "%s%s %s %d %d", k ? ";" : "",
			    fee_component_code(line[k].component), line[k].subject ? line[k].subject : "-",
			    (int)line[k].fen, (int)line[k].upward_fen);
			fen += line[k].fen;
			upward += line[k].upward_fen;
		}
		ok(strcmp(text, table[i].lines) == 0 && bill.unpriced == NULL, "%s: %s", table[i].what, text);
		ok(fen == bill.fen && upward == bill.upward_fen, "the bill is the sum of its lines");
	}
}

/* four lines, 61.00 (11.00) for subjects 1 to 3 and 69.00 (15.00) for 4 */
static const struct fee_line four[] = { { FEE_OBJECTIVE, "1", 6100, 1100 }, { FEE_OBJECTIVE, "2", 6100, 1100 },
	{ FEE_OBJECTIVE, "3", 6100, 1100 }, { FEE_SUBJECTIVE, "4", 6900, 1500 } };

static const struct {
	const char *what;
	const char *dropped; /* of the four */
	int64_t fen;
	const char *back;    /* fen upward; … */
} backs[] = {
	{ "all", "----", 25200, "6100 1100;6100 1100;6100 1100;6900 1500" },
	{ "more than all is all", "----", 99900, "6100 1100;6100 1100;6100 1100;6900 1500" },
	{ "nothing", "-d--", 0, "0 0;0 0;0 0;0 0" },
	{ "the line that was dropped", "-d--", 6100, "0 0;6100 1100;0 0;0 0" },
	{ "two of them", "d--d", 13000, "6100 1100;0 0;0 0;6900 1500" },
	{ "of two only one fits: the rest is spread over the others", "dd--", 7100, "6100 1100;319 57;319 57;362 78" },
	{ "nothing was dropped: over all by amount, to the fen", "----", 10000, "2420 436;2421 436;2420 436;2739 595" },
};

static void
test_backs(void)
{
	for (size_t i = 0; i < sizeof backs / sizeof backs[0]; i++) {
		struct fee_back back[4];
		bool dropped[4];
		char text[200] = "";
		size_t at = 0;
		int64_t fen = 0;

		for (size_t k = 0; k < 4; k++)
			dropped[k] = backs[i].dropped[k] == 'd';
		fee_give_back(four, dropped, 4, backs[i].fen, back);
		for (size_t k = 0; k < 4; k++) {
			at += (size_t)snprintf(text + at, sizeof text - at, "%s%d %d", k ? ";" : "", (int)back[k].fen, (int)back[k].upward_fen);
			fen += back[k].fen;
		}
		ok(strcmp(text, backs[i].back) == 0, "given back: %s: %s", backs[i].what, text);
		ok(fen == (backs[i].fen > 25200 ? 25200 : backs[i].fen), "it adds up");
	}
}

/* 北京 of 2025: subjects 1 and 4 for 56.00 (11.00) and 64.00 (15.00) were paid, 26.00 of it for the centre */
static const struct {
	const char *what;
	struct fee_line line[3];
	size_t n;
	const char *ordered;
	int64_t credit, passed;
	const char *lines; /* subject fen upward; … */
} supplements[] = {
	{ "another subject", { { FEE_OBJECTIVE, "1", 5600, 1100 }, { FEE_OBJECTIVE, "2", 5600, 1100 }, { FEE_SUBJECTIVE, "4", 6400, 1500 } }, 3,
	    "o-o", 12000, 2600, "2 5600 1100" },
	{ "another one at prices that have risen by one yuan", { { FEE_OBJECTIVE, "1", 5700, 1100 }, { FEE_OBJECTIVE, "2", 5700, 1100 },
	    { FEE_SUBJECTIVE, "4", 6500, 1500 } }, 3, "o-o", 12000, 2600, "4 200 0;2 5700 1100" },
	{ "a dearer one in place of a cheaper: what the centre's part is more", { { FEE_SUBJECTIVE, "4", 6400, 1500 }, { FEE_SUBJECTIVE, "5", 6400, 1500 } }, 2,
	    "o-", 12000, 2600, "5 800 400" },
	{ "the centre's part has fallen: none goes up", { { FEE_SUBJECTIVE, "4", 6400, 500 }, { FEE_SUBJECTIVE, "5", 6400, 500 } }, 2, "o-", 12000, 2600,
	    "5 800 0" },
};

static void
test_supplements(void)
{
	for (size_t i = 0; i < sizeof supplements / sizeof supplements[0]; i++) {
		struct fee_line line[3];
		bool ordered[3];
		char text[200] = "";
		size_t at = 0;

		for (size_t k = 0; k < supplements[i].n; k++)
			ordered[k] = supplements[i].ordered[k] == 'o';
		size_t n = fee_supplement(supplements[i].line, ordered, supplements[i].n, supplements[i].credit, supplements[i].passed, line);

		for (size_t k = 0; k < n; k++)
			at += (size_t)snprintf(text + at, sizeof text - at, "%s%s %d %d", k ? ";" : "", line[k].subject, (int)line[k].fen, (int)line[k].upward_fen);
		ok(strcmp(text, supplements[i].lines) == 0, "supplement: %s: %s", supplements[i].what, text);
	}
}

int
main(void)
{
	struct fee_line line[4];
	enum fee_component c = FEE_REGISTRATION;

	test_bills();
	test_backs();
	test_supplements();
	struct fee_bill bill = fee_make(rows, 1, "370000", "01", true, both, 2, line);

	ok(bill.unpriced == both[1].subject && bill.n == 1, "a subject without a price is named");
	ok(fee_kind_parse("mixed", &c) && c == FEE_SUBJECTIVE && fee_kind_parse("objective", &c) &&
	        c == FEE_OBJECTIVE && !fee_kind_parse("registration", &c),
	    "mixed papers are priced as subjective");
	ok(fee_component_parse("archive_new", &c) && c == FEE_ARCHIVE_NEW && !fee_component_parse("total", &c),
	    "the components of fee.csv");
	return done();
}
