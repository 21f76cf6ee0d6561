/* SPDX-License-Identifier: MIT
 * The configuration folder. Facts of the exams are tables in tests/gen/data/config and are
 * copied; places (review points, sites, rooms) grow with the number of people, the calendar is computed
 * from the official holidays and the weekends worked for them, majors are unfolded from a table by class. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/mem.h"
#include "gen.h"
#include "value/date.h"

static const char *const copied[] = {
	"city",
	"doc_type",
	"eligibility",
	"exam",
	"exemption",
	"fee",
	"field_group",
	"level",
	"level_subject",
	"major_class",
	"message",
	"operator",
	"pass_line",
	"photo_rule",
	"policy",
	"proof_kind",
	"province",
	"session",
	"setting",
	"specialty",
	"subject",
	"validity_extension",
	"window",
};

static void
read_table(const struct world *w, const char *name, struct table *t)
{
	char *path = xasprintf("%s/%s", w->data, name);

	table_read(t, path);
	free(path);
}

static void
copy_tables(const struct world *w, const char *dir)
{
	for (size_t i = 0; i < sizeof copied / sizeof *copied; i++) {
		struct buf b = BUF_INIT;
		char *from = xasprintf("%s/config/%s.csv", w->data, copied[i]),
		     *name = xasprintf("%s.csv", copied[i]);

		if (!buf_read_file(&b, from, 0))
			die(EX_ENV, "%s: %s", from, strerror(errno));
		file_write(dir, name, b.ptr, b.len);
		buf_release(&b);
		free(from);
		free(name);
	}
}

static void
calendar(const struct world *w, const char *dir)
{
	struct table holiday;
	struct sheet s;
	int32_t first = date_days(2018, 1, 1), last = date_days(2026, 12, 31);
	int *day = xcalloc((size_t)(last - first + 1), sizeof *day);

	read_table(w, "holiday.csv", &holiday);
	for (int32_t d = first; d <= last; d++)
		day[d - first] = date_weekday(d);
	for (size_t i = 0; i < holiday.rows; i++) {
		int32_t from, to;

		if (!date_parse(table_get(&holiday, i, 0), &from) ||
		    !date_parse(table_get(&holiday, i, 1), &to) || from < first || to > last)
			die(EX_ENV, "holiday.csv: record %zu", i + 1);
		for (int32_t d = from; d <= to; d++)
			day[d - first] = table_get(&holiday, i, 2)[0] == '1';
	}
	sheet_open(&s, dir, "calendar.csv", CODING_UTF8, false);
	sheet_row(&s, "date", "workday", NULL);
	for (int32_t d = first; d <= last; d++) {
		char text[DATE_SIZE];

		date_text(d, text);
		sheet_row(&s, text, day[d - first] ? "1" : "0", NULL);
	}
	sheet_close(&s);
	free(day);
	table_release(&holiday);
}

static void
majors(const struct world *w, const char *dir)
{
	struct table t;
	struct sheet s;

	read_table(w, "major.csv", &t);
	sheet_open(&s, dir, "major.csv", CODING_UTF8, false);
	sheet_row(&s, "discipline", "major_class", "major", "degree_note", NULL);
	for (size_t i = 0; i < t.rows; i++) {
		char list[512], *rest = list;

		(void)snprintf(list, sizeof list, "%s", table_get(&t, i, 2));
		for (char *m; (m = strsep(&rest, "|")) != NULL;)
			sheet_row(&s, table_get(&t, i, 0), table_get(&t, i, 1), m, "", NULL);
	}
	sheet_close(&s);
	table_release(&t);
}

/* Rooms of one site: paper rooms of 30, then computer rooms of 40. */
static void
rooms(struct sheet *s, const char *city, const char *site, int paper, int computer)
{
	char code[8], name[48], floor[8];

	for (int i = 1; i <= paper + computer; i++) {
		bool pc = i > paper;
		int storey = pc ? 1 : 1 + (i - 1) % 40 / 8;

		(void)snprintf(code, sizeof code, "%03d", i % 1000);
		(void)snprintf(floor, sizeof floor, "%d", storey % 100);
		if (pc)
			(void)snprintf(name, sizeof name, "实验楼机房%d", i - paper);
		else
			(void)snprintf(name, sizeof name, "%c座%d%02d", 'A' + (i - 1) / 40 % 26, storey,
			    1 + (i - 1) % 8);
		sheet_row(s, city, site, code, name, pc ? "40" : "30", pc ? "5x8" : "7-7-8-8",
		    pc ? "computer" : "paper", floor, storey == 1 ? "1" : "0", NULL);
	}
}

static void
places(const struct world *w, const char *dir)
{
	static const char *const ordinal[] = { "第一", "第二", "第三", "第四", "第五", "第六", "第七", "第八",
		"第九" };
	struct table city;
	struct sheet point, site, room;
	/* a city holds an eighth of the people; the largest exam is a third of all: twice what it needs */
	int paper = 12 + w->people / 8 / 30 / 4, computer = 3 + w->people / 8 / 40 / 24;

	if (paper > 90)
		paper = 90;
	int sites = 2 + w->people / 8 / 30 / 90;
	if (sites > 9)
		sites = 9;
	read_table(w, "config/city.csv", &city);
	sheet_open(&point, dir, "review_point.csv", CODING_UTF8, false);
	sheet_row(&point, "city", "review_point", "name", "address", "phone", "hours", NULL);
	sheet_open(&site, dir, "site.csv", CODING_UTF8, false);
	sheet_row(&site, "city", "site", "name", "address", NULL);
	sheet_open(&room, dir, "room.csv", CODING_UTF8, false);
	sheet_row(&room, "city", "site", "room", "name", "capacity", "layout", "delivery", "floor",
	    "accessible", NULL);
	for (size_t c = 0; c < city.rows; c++) {
		const char *code = table_get(&city, c, 0), *name = table_get(&city, c, 2);
		char no[4], text[96], where[96];

		for (int i = 0; i < 2; i++) {
			(void)snprintf(no, sizeof no, "%02d", (i + 1) % 100);
			(void)snprintf(text, sizeof text, "%s人事考试服务%s窗口", name, ordinal[i]);
			(void)snprintf(where, sizeof where, "%s政务大厅%d号台", name, 10 + i);
			sheet_row(&point, code, no, text, where, "000-00000000", "09:00-17:00", NULL);
		}
		for (int i = 0; i < sites; i++) {
			(void)snprintf(no, sizeof no, "%02d", (i + 1) % 100);
			(void)snprintf(text, sizeof text, "%s%s高级中学", name, ordinal[i]);
			(void)snprintf(where, sizeof where, "%s学府路%d号", name, 100 + i);
			sheet_row(&site, code, no, text, where, NULL);
			rooms(&room, code, no, paper, computer);
		}
	}
	sheet_close(&point);
	sheet_close(&site);
	sheet_close(&room);
	table_release(&city);
}

void
gen_config(const struct world *w)
{
	char *dir = xasprintf("%s/config", w->out);

	if (mkdir(dir, 0777) != 0 && errno != EEXIST)
		die(EX_ENV, "%s: %s", dir, strerror(errno));
	copy_tables(w, dir);
	calendar(w, dir);
	majors(w, dir);
	places(w, dir);
	free(dir);
}
