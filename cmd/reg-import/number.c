/* SPDX-License-Identifier: MIT
 * Registration numbers. They are given in memory and written back at the end of the run. */
#include "number.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "store/db.h"

enum { Q_LAST, Q_SET_LAST, Q_NUMBER, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_LAST] = { "SELECT last FROM reg_number WHERE exam_id = :exam AND province = :province", NULL },
	[Q_SET_LAST] = { "INSERT INTO reg_number (exam_id, province, last) VALUES (:exam, :province, :last) "
		"ON CONFLICT DO UPDATE SET last = excluded.last", NULL },
	[Q_NUMBER] = { "SELECT 1 FROM registration WHERE reg_no = :reg_no", NULL },
};

static struct counter {
	int64_t exam_id, last;
	char province[8], prefix[24];
	bool changed;
} counters[512];
static size_t ncounters;

static struct counter *
counter(int64_t exam_id, const char *province)
{
	for (size_t i = 0; i < ncounters; i++)
		if (counters[i].exam_id == exam_id && strcmp(counters[i].province, province) == 0)
			return &counters[i];
	if (ncounters == sizeof counters / sizeof *counters)
		refuse("%s", L("too many exams and provinces in one run", "一次导入的考试和省份过多"));
	struct counter *c = &counters[ncounters++];

	c->exam_id = exam_id;
	snprintf(c->province, sizeof c->province, "%s", province);
	db_int(&q[Q_LAST], ":exam", exam_id);
	db_text(&q[Q_LAST], ":province", province);
	c->last = db_int1(&q[Q_LAST], 0);
	return c;
}

void
number_next(const struct enrolment *reg, char out_no[NUMBER_SIZE])
{
	struct counter *c = counter(reg->exam->id, reg->province);

	if (++c->last > 9999999)
		refuse(L("NUMBER_OVERFLOW: %s has no registration numbers left in province %s", "NUMBER_OVERFLOW: %s 在 %s 的报名号已用完"),
		    reg->exam->key, reg->province);
	if (*c->prefix == '\0')
		snprintf(c->prefix, sizeof c->prefix, "%s%02d%.2s", reg->exam->code, reg->exam->year % 100, reg->province);
	size_t n = strlen(c->prefix) + 7;
	int64_t rest = c->last;

	memcpy(out_no, c->prefix, n - 7);
	out_no[n] = '\0';
	for (size_t i = 1; i <= 7; i++, rest /= 10)
		out_no[n - i] = (char)('0' + rest % 10);
	c->changed = true;
}

void
number_take(const struct enrolment *reg, const char *no)
{
	struct counter *c = counter(reg->exam->id, reg->province);
	int64_t n = 0;

	if (num_parse(no + strlen(no) - 7, 1, 9999999, &n) && n > c->last) {
		c->last = n;
		c->changed = true;
	}
}

void
number_check(struct rec *r, const struct enrolment *reg)
{
	const char *no = r->v[E_REG_NO];
	char prefix[16];
	int n;

	if (*no == '\0' || reg->exam == NULL || reg->province == NULL)
		return;
	n = snprintf(prefix, sizeof prefix, "%s%02d%.2s", reg->exam->code, reg->exam->year % 100, reg->province);
	if (strncmp(no, prefix, (size_t)n) != 0 || !num_digits(no + n, 7)) {
		fault(r, E_REG_NO, "REG_NO_FORM", L("%s: a number of %s in this province is %s and seven digits; leave it empty to be given one",
		    "%s: %s 在本省的报名号应为 %s 加 7 位数字; 留空则自动编号"), no, reg->exam->key, prefix);
		return;
	}
	db_text(&q[Q_NUMBER], ":reg_no", no);
	if (db_int1(&q[Q_NUMBER], 0) != 0)
		fault(r, E_REG_NO, "REG_NO_TAKEN", L("%s belongs to another registration", "%s 已属于另一报名记录"), no);
}

void
number_keep(void)
{
	for (size_t i = 0; i < ncounters; i++) {
		if (!counters[i].changed)
			continue;
		db_int(&q[Q_SET_LAST], ":exam", counters[i].exam_id);
		db_text(&q[Q_SET_LAST], ":province", counters[i].province);
		db_int(&q[Q_SET_LAST], ":last", counters[i].last);
		db_do(&q[Q_SET_LAST]);
	}
}
