/* SPDX-License-Identifier: MIT
 * Identity numbers: what is one, and what it says. Today is 2026-11-22. */
#include "value/idno.h"

#include <string.h>

#include "value/date.h"

#include "../tap.h"
#include "table.h"

static const struct {
	const char *number;
	enum idno_result result;
	const char *full, *birth; /* where IDNO_OK */
	int sex;
} table[] = {
	/* the example of GB 11643-1999 */
	{ "11010519491231002X", IDNO_OK, "11010519491231002X", "1949-12-31", 2 },
	{ "11010519491231002x", IDNO_OK, "11010519491231002X", "1949-12-31", 2 },
	{ "310101199001011234", IDNO_OK, "310101199001011234", "1990-01-01", 1 },
	{ "150102880730303", IDNO_OK, "150102198807303035", "1988-07-30", 1 },
	{ "330102200403064", IDNO_OK, "33010219200403064X", "1920-04-03", 2 },
	{ "810000199806010016", IDNO_OK, "810000199806010016", "1998-06-01", 1 },
	/* a foreigner's card: 9, the province 31, the country 156 */
	{ "931156199001011236", IDNO_OK, "931156199001011236", "1990-01-01", 1 },
	{ "990101199001011230", IDNO_REGION, NULL, NULL, 0 },
	{ "010203197503102721", IDNO_REGION, NULL, NULL, 0 },
	{ "160101900101123", IDNO_REGION, NULL, NULL, 0 },
	/* today is a birthday, tomorrow is none; 1900 begins the count */
	{ "370112202611220011", IDNO_OK, "370112202611220011", "2026-11-22", 1 },
	{ "370112202611230017", IDNO_BIRTH, NULL, NULL, 0 },
	{ "370112189912310017", IDNO_BIRTH, NULL, NULL, 0 },
	{ "440308199902301512", IDNO_BIRTH, NULL, NULL, 0 },
	{ "610104620932690", IDNO_BIRTH, NULL, NULL, 0 },
	{ "310101199001011235", IDNO_CHECKSUM, NULL, NULL, 0 },
	{ "31010119900101123X", IDNO_CHECKSUM, NULL, NULL, 0 },
	{ "370112199001010004", IDNO_OK, "370112199001010004", "1990-01-01", 2 },
	/* Excel: as shown, and as saved with 15 digits left of 18 */
	{ "3.70112E+17", IDNO_EXCEL, NULL, NULL, 0 },
	{ "3.70112199001e+17", IDNO_EXCEL, NULL, NULL, 0 },
	{ "4E+17", IDNO_EXCEL, NULL, NULL, 0 },
	{ "310101199001011000", IDNO_EXCEL, NULL, NULL, 0 },
	{ "370112000000000000", IDNO_EXCEL, NULL, NULL, 0 },
	{ "370000000000000000", IDNO_EXCEL, NULL, NULL, 0 },
	{ "370112199000000000", IDNO_EXCEL, NULL, NULL, 0 },
	{ "370112199013010000", IDNO_BIRTH, NULL, NULL, 0 },
	{ "370112199001014013", IDNO_OK, "370112199001014013", "1990-01-01", 1 },
	{ "31010119900101123", IDNO_LENGTH, NULL, NULL, 0 },
	{ "3101011990010112340", IDNO_LENGTH, NULL, NULL, 0 },
	{ "", IDNO_LENGTH, NULL, NULL, 0 },
	{ " 10101199001011234", IDNO_FORM, NULL, NULL, 0 },
	{ "X10101199001011234", IDNO_FORM, NULL, NULL, 0 },
	{ "31010119900101X", IDNO_FORM, NULL, NULL, 0 },
	{ "T60426199101010078", IDNO_FORM, NULL, NULL, 0 },
};

static int32_t today;

static void
test_vectors(void)
{
	struct table t;
	int rows = 0;

	if (!table_open(&t, "vectors/idno.csv")) {
		skip("no idno.csv");
		return;
	}
	while (table_next(&t)) {
		enum idno_result r = idno_parse(t.cell[0], today, NULL);
		/* "invalid_…" is about districts and about 15 digits, which others may refuse;
		 * "invalid" with a district that never was and a right check character too */
		bool want = strcmp(t.cell[1], "invalid") != 0;

		ok((r == IDNO_OK) == want, "'%s' is %s (%s)", t.cell[0], t.cell[1], t.cell[4]);
		rows++;
	}
	ok(rows > 0, "%d rows of idno.csv", rows);

	if (!table_open(&t, "vectors/idno_upgrade.csv")) {
		skip("no idno_upgrade.csv");
		return;
	}
	while (table_next(&t)) {
		struct idno id;

		ok(idno_parse(t.cell[0], today, &id) == IDNO_OK && strcmp(id.full, t.cell[1]) == 0, "%s becomes %s",
		    t.cell[0], t.cell[1]);
	}
}

int
main(void)
{
	today = date_days(2026, 11, 22);
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct idno id = { "untouched", 0, 0 };
		char birth[DATE_SIZE];
		enum idno_result r = idno_parse(table[i].number, today, &id);

		date_text(id.birth, birth);
		ok(r == table[i].result && (r != IDNO_OK ? strcmp(id.full, "untouched") == 0
		                                         : strcmp(id.full, table[i].full) == 0 &&
		                                               strcmp(birth, table[i].birth) == 0 &&
		                                               id.sex == table[i].sex),
		    "'%s' gives result %d", table[i].number, (int)table[i].result);
	}
	ok(mod11_2("0794") == '0', "0794 has the check character 0 (the example of ISO 7064)");
	ok(mod11_2("000000012146438") == 'X', "an ISNI, which uses the same system");
	ok(mod11_2("11010519491231002") == 'X', "17 digits of a resident's number");
	test_vectors();
	return done();
}
