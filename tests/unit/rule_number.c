/* SPDX-License-Identifier: MIT
 * Number templates: what they make, what they refuse. */
#include "rule/number.h"

#include <string.h>

#include "../tap.h"

static const struct number_values person = {
	.year = 2012, .province = "510000", .city = "510100", .level = "01", .specialty = "301",
	.batch = "2", .site = "07", .room = 7, .seat = 15, .seq = 123456,
};

static const struct {
	const char *text;
	enum number_result result;
	const char *number;
	enum number_field fault;
} rendered[] = {
	/* 初级 2012 Chengdu, room 7, seat 15 (rules.md (b) I) */
	{ "{level:1}{yy}{province:2}{city:2}{room:2}{seat:2}", NUMBER_OK, "11251010715", 0 },
	{ "{province:2}{city:2}{yy}{site:2}{room:3}{seat:2}", NUMBER_OK, "5101120700715", 0 },
	{ "{province:2}{city:2}{yy}{batch:1}{site:2}{room:3}{seat:2}", NUMBER_OK, "51011220700715", 0 },
	{ "308{yyyy}{province:2}{specialty:3}{seq:6}{check}", NUMBER_OK, "3082012513011234564", 0 },
	{ "{yy:2}{yyyy:4}{seq:7}{check:1}", NUMBER_OK, "12201201234564", 0 },
	/* letters are not counted in the check */
	{ "A0794{check}", NUMBER_OK, "A07940", 0 },
	{ "0794{check}", NUMBER_OK, "07940", 0 },
	{ "000000012146438{check}", NUMBER_OK, "000000012146438X", 0 }, /* an ISNI */
	{ "川{yy}", NUMBER_OK, "川12", 0 },
	{ "{seq:6}", NUMBER_OK, "123456", 0 },
	{ "{seq:5}", NUMBER_OVERFLOW, NULL, NUMBER_SEQ },
	{ "{room:1}{seat:1}", NUMBER_OVERFLOW, NULL, NUMBER_SEAT },
	{ "{specialty:2}", NUMBER_OVERFLOW, NULL, NUMBER_SPECIALTY },
	{ "{city:4}", NUMBER_OK, "0001", 0 },
};

static const struct {
	const char *text;
	enum number_result result;
	size_t at;
} refused[] = {
	{ "", NUMBER_FORM, 0 },
	{ "12{seq:3", NUMBER_FORM, 2 },
	{ "12}", NUMBER_FORM, 2 },
	{ "{}", NUMBER_FIELD, 0 },
	{ "{name:3}", NUMBER_FIELD, 0 },
	{ "{YY}", NUMBER_FIELD, 0 },
	{ "ab{seq}", NUMBER_WIDTH, 2 },
	{ "{seq:}", NUMBER_WIDTH, 0 },
	{ "{seq:0}", NUMBER_WIDTH, 0 },
	{ "{seq:-1}", NUMBER_WIDTH, 0 },
	{ "{seq:19}", NUMBER_WIDTH, 0 },
	{ "{seq:1000}", NUMBER_WIDTH, 0 },
	{ "{yy:4}", NUMBER_WIDTH, 0 },
	{ "{check:2}", NUMBER_WIDTH, 0 },
	{ "{check}{seq:3}", NUMBER_FORM, 14 },
	{ "AB{check}", NUMBER_FORM, 9 },
	{ "{seq:18}{seq:18}{seq:18}{seq:18}", NUMBER_LONG, 24 },
};

static void
test_missing(void)
{
	static const struct number_values nothing;
	static const char *const each[] = { "{yy}", "{yyyy}", "{province:2}", "{city:2}", "{level:2}",
		"{specialty:2}", "{batch:2}", "{site:2}", "{room:2}", "{seat:2}", "{seq:2}" };
	struct number_template t;
	char out[NUMBER_SIZE];
	enum number_field fault;

	for (size_t i = 0; i < sizeof each / sizeof each[0]; i++) {
		number_parse(each[i], &t, NULL);
		ok(number_render(&t, &nothing, out, &fault) == NUMBER_MISSING &&
		        fault == (enum number_field)(NUMBER_YY + i),
		    "%s of nothing is missing", each[i]);
	}

	struct number_values odd = person;

	odd.site = "A1";
	odd.city = "5101";
	number_parse("{site:2}", &t, NULL);
	ok(number_render(&t, &odd, out, &fault) == NUMBER_CODE && fault == NUMBER_SITE, "a site 'A1' is no number");
	number_parse("{city:2}", &t, NULL);
	ok(number_render(&t, &odd, out, NULL) == NUMBER_CODE, "a city code has six digits");
}

static void
test_fits(void)
{
	struct number_template t;
	enum number_field fault = NUMBER_LITERAL;
	int64_t max[NUMBER_FIELDS] = { 0 };

	for (int f = 0; f < NUMBER_FIELDS; f++)
		max[f] = 99;
	number_parse("{level:1}{yy}{province:2}{city:2}{room:2}{seat:2}", &t, NULL);
	max[NUMBER_LEVEL] = 3;
	ok(number_fits(&t, max, &fault) == NUMBER_OK, "99 rooms fit {room:2}");
	max[NUMBER_ROOM] = 100;
	ok(number_fits(&t, max, &fault) == NUMBER_OVERFLOW && fault == NUMBER_ROOM, "100 rooms do not, and it says room");
	max[NUMBER_ROOM] = -1;
	ok(number_fits(&t, max, &fault) == NUMBER_MISSING && fault == NUMBER_ROOM, "a number without a room");
	number_parse("{yyyy}{seq:6}{check}", &t, NULL);
	max[NUMBER_SEQ] = 999999;
	ok(number_fits(&t, max, &fault) == NUMBER_OK && t.length == 11, "a million less one fits {seq:6}");
	max[NUMBER_SEQ] = 1000000;
	ok(number_fits(&t, max, &fault) == NUMBER_OVERFLOW && fault == NUMBER_SEQ, "a million does not");
	ok(number_has(&t, NUMBER_CHECK) && !number_has(&t, NUMBER_ROOM), "has {check}, has no {room}");
}

int
main(void)
{
	int64_t a, b;

	for (size_t i = 0; i < sizeof rendered / sizeof rendered[0]; i++) {
		struct number_template t;
		char out[NUMBER_SIZE] = "";
		enum number_field fault = NUMBER_LITERAL;
		bool parsed = number_parse(rendered[i].text, &t, NULL) == NUMBER_OK;
		enum number_result r = number_render(&t, &person, out, &fault);

		ok(parsed && r == rendered[i].result &&
		        (r == NUMBER_OK ? strcmp(out, rendered[i].number) == 0 && strlen(out) == t.length
		                        : fault == rendered[i].fault),
		    "%s: %s (%s)", rendered[i].text, rendered[i].number ? rendered[i].number : "refused", out);
	}
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		struct number_template t;
		size_t at = 99;
		enum number_result r = number_parse(refused[i].text, &t, &at);

		ok(r == refused[i].result && at == refused[i].at, "'%s': %s (%d at %d)", refused[i].text,
		    number_result_text(refused[i].result), (int)r, (int)at);
	}
	test_missing();
	test_fits();
	ok(number_code(NUMBER_CITY, "429004", &a) == NUMBER_OK && number_code(NUMBER_CITY, "429005", &b) == NUMBER_OK &&
	        a == b && a == 90,
	    "two county-level cities enter as one number, which a check must find");
	ok(number_code(NUMBER_SITE, "01", &a) == NUMBER_OK && a == 1, "site 01 is 1");
	return done();
}
