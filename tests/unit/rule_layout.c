/* SPDX-License-Identifier: MIT
 * The seats of a room: the snake, neighbours, forms. */
#include "rule/layout.h"

#include <string.h>

#include "../tap.h"

/* The room seen from the front: rows downwards, "." where no desk stands. */
static const struct {
	const char *layout;
	int seats;
	const char *rows;
} drawings[] = {
	{ "7-7-8-8", 30,
	    "1 14 15 30|2 13 16 29|3 12 17 28|4 11 18 27|5 10 19 26|6 9 20 25|7 8 21 24|. . 22 23" },
	{ "5x6", 30, "1 12 13 24 25|2 11 14 23 26|3 10 15 22 27|4 9 16 21 28|5 8 17 20 29|6 7 18 19 30" },
	{ "3-2", 5, "1 5|2 4|3 ." },
	{ "1", 1, "1" },
};

static void
test_drawings(void)
{
	for (size_t i = 0; i < sizeof drawings / sizeof drawings[0]; i++) {
		struct layout l;
		char text[300] = "";
		size_t at = 0;
		int deepest = 0, wrong = 0;

		ok(layout_parse(drawings[i].layout, &l) && layout_seats(&l) == drawings[i].seats, "%s has %d seats",
		    drawings[i].layout, drawings[i].seats);
		for (int c = 0; c < l.columns; c++)
			deepest = l.rows[c] > deepest ? l.rows[c] : deepest;
		for (int r = 0; r < deepest; r++)
			for (int c = 0; c < l.columns; c++) {
				int seat = layout_seat(&l, c, r);
				const char *gap = c > 0 ? " " : r > 0 ? "|" : "";

				if (seat > 0)
					at += (size_t)snprintf(text + at, sizeof text - at, "%s%d", gap, seat);
				else
					at += (size_t)snprintf(text + at, sizeof text - at, "%s.", gap);
			}
		ok(strcmp(text, drawings[i].rows) == 0, "%s: %s", drawings[i].layout, text);
		for (int seat = 1; seat <= drawings[i].seats; seat++) {
			int c, r;

			wrong += !layout_place(&l, seat, &c, &r) || layout_seat(&l, c, r) != seat;
		}
		ok(wrong == 0 && !layout_place(&l, 0, &wrong, &wrong) &&
		        !layout_place(&l, drawings[i].seats + 1, &wrong, &wrong),
		    "every seat has its place");
	}
}

static void
test_near(void)
{
	struct layout l;
	int near[8], n, wrong = 0;

	layout_parse("7-7-8-8", &l);
	ok(layout_near(&l, 1, 4, near) == 2 && layout_near(&l, 1, 8, near) == 3, "seat 1 stands in a corner");
	n = layout_near(&l, 10, 4, near);
	ok(n == 4 && near[0] == 5 && near[1] == 11 && near[2] == 9 && near[3] == 19, "beside 10 stand 5, 11, 9, 19");
	ok(layout_near(&l, 10, 8, near) == 8, "with corners 8");
	ok(layout_near(&l, 31, 4, near) == 0, "no seat, no neighbours");
	for (int forms = 2; forms <= 4; forms++)
		for (int seat = 1; seat <= 30; seat++) {
			n = layout_near(&l, seat, forms == 4 ? 8 : 4, near);
			for (int k = 0; k < n; k++)
				wrong += layout_form(&l, seat, forms) == layout_form(&l, near[k], forms);
			wrong += layout_form(&l, seat, forms) >= forms;
		}
	ok(wrong == 0, "2 or 3 forms differ between neighbours, 4 also at the corners");
	ok(layout_form(&l, 5, 1) == 0, "one form for all");
}

int
main(void)
{
	static const char *const bad[] = { "", "0", "7-", "-7", "7-7-", "x8", "5x", "5x8x2", "5x0", "7,7", "7-a", "100",
		"65x1", "7 - 7" };
	struct layout l;
	int c, r;

	test_drawings();
	test_near();
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ok(!layout_parse(bad[i], &l), "'%s' is no layout", bad[i]);
	layout_parse("7-7-8-8", &l);
	layout_extend(&l, 33);
	ok(layout_seats(&l) == 38 && layout_place(&l, 31, &c, &r) && c == 4 && r == 0, "seat 31 opens a fifth column");
	layout_extend(&l, 20);
	ok(layout_seats(&l) == 38, "never made smaller");
	layout_parse("1x1", &l);
	layout_extend(&l, 5000);
	ok(layout_seats(&l) == 5000 && layout_place(&l, 5000, &c, &r), "a hall of 5000");
	return done();
}
