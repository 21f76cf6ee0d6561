/* SPDX-License-Identifier: MIT
 * Rooms from the database. */
#include "room.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "frame/print_text.h"
#include "store/card.h"
#include "store/db.h"

enum { Q_ROOM, Q_SEATS, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_ROOM] = { "SELECT coalesce(t.name, ''), coalesce(m.name, ''), coalesce(m.layout, ''), coalesce(m.capacity, 0), "
		"coalesce(n.number, 0) FROM (SELECT 1) LEFT JOIN site t ON t.city = :city AND t.site = :site "
		"LEFT JOIN room m ON m.city = :city AND m.site = :site AND m.room = :room "
		"LEFT JOIN seating_room n ON n.exam_id = :exam_id AND n.city = :city AND n.site = :site AND n.room = :room", NULL },
	[Q_SEATS] = { "SELECT k.session, k.batch, k.date, k.start, k.\"end\", s.seat, s.subject, r.id, r.reg_no, coalesce(r.admit_no, ''), r.level, "
		"r.specialty, r.province, r.city, r.review_point, p.name, p.id_no, coalesce(h.sha256, '') FROM session k "
		"CROSS JOIN seat s ON s.exam_id = :exam_id AND s.session = k.session AND s.city = :city AND s.site = :site AND s.room = :room "
		"JOIN registration r ON r.id = s.registration_id JOIN person p ON p.id = r.person_id LEFT JOIN photo h ON h.id = p.photo_id "
		"WHERE k.exam = :exam AND k.year = :year AND (:session IS NULL OR k.session = :session) AND r.deleted_at IS NULL AND r.paid_at IS NOT NULL "
		"AND NOT " CARD_UNREVIEWED " ORDER BY k.date, k.start, k.session, s.seat", NULL },
};

static struct arena memory;

int
room_key_compare(const struct room_key *a, const struct room_key *b)
{
	int c = strcmp(a->city, b->city);

	if (c == 0)
		c = strcmp(a->site, b->site);
	return c != 0 ? c : strcmp(a->room, b->room);
}

static const char *
keep(const char *s)
{
	return text_keep(&memory, s);
}

static const char *
keep_buf(struct buf *b)
{
	return text_keep_buf(&memory, b);
}

const char *
room_seat_text(const struct room *r, int64_t seat)
{
	struct buf b = BUF_INIT;

	text_padded(r->exam, NUMBER_SEAT, seat, &b);
	return keep_buf(&b);
}

static void
read_head(struct room *r)
{
	struct buf exam = BUF_INIT, number = BUF_INIT;

	db_int(&q[Q_ROOM], ":exam_id", r->exam->id);
	db_text(&q[Q_ROOM], ":city", r->key.city);
	db_text(&q[Q_ROOM], ":site", r->key.site);
	db_text(&q[Q_ROOM], ":room", r->key.room);
	db_row(&q[Q_ROOM]);
	int64_t n = db_col_int(&q[Q_ROOM], 4);

	text_exam(r->exam, &exam);
	if (n > 0)
		text_padded(r->exam, NUMBER_ROOM, n, &number);
	else
		buf_str(&number, r->key.room); /* seats brought from elsewhere may have no number */
	r->head = (struct head){ .exam = keep_buf(&exam), .site = keep(db_col(&q[Q_ROOM], 0)), .room = keep_buf(&number),
		.place = keep(db_col(&q[Q_ROOM], 1)) };
	r->layout = keep(db_col(&q[Q_ROOM], 2));
	r->capacity = (int)db_col_int(&q[Q_ROOM], 3);
	db_reset(&q[Q_ROOM]);
}

static size_t
session_of_row(struct room *r)
{
	struct stmt *s = &q[Q_SEATS];

	if (r->sessions == 0 || strcmp(r->session[r->sessions - 1].code, db_col(s, 0)) != 0) {
		r->session = grow(r->session, r->sessions, &r->session_cap, sizeof *r->session);
		r->session[r->sessions++] = (struct session_facts){ keep(db_col(s, 0)), keep(db_col(s, 1)), keep(db_col(s, 2)), keep(db_col(s, 3)),
			keep(db_col(s, 4)) };
	}
	return r->sessions - 1;
}

static size_t
occupant_of_row(const struct run *run, struct room *r, struct map *known)
{
	struct stmt *s = &q[Q_SEATS];
	bool fresh;
	int64_t *at = map_at(known, (uint64_t)db_col_int(s, 7), &fresh);
	struct buf owner = BUF_INIT;

	if (!fresh)
		return (size_t)*at;
	*at = (int64_t)r->people;
	if (!scope_holds(&run->scope, db_col(s, 12), db_col(s, 13), db_col(s, 14)) && r->foreign == NULL)
		r->foreign = keep(db_col(s, 8));
	buf_printf(&owner, "%s %s", db_col(s, 15), db_col(s, 8));
	r->who = grow(r->who, r->people, &r->who_cap, sizeof *r->who);
	r->who[r->people] = (struct occupant){ .id = db_col_int(s, 7), .place = { .owner = keep_buf(&owner), .name = keep(db_col(s, 15)),
		.admit_no = keep(db_col(s, 9)), .id_no = keep(shown_document(run, db_col(s, 16))), .photo = keep(db_col(s, 17)), .number = "" } };
	return r->people++;
}

static const char *
paper_of_row(const struct exam *e)
{
	struct stmt *s = &q[Q_SEATS];
	const char *specialty = exam_specialty_name(e, db_col(s, 10), db_col(s, 11));
	struct buf b = BUF_INIT;

	text_papers(e, db_col(s, 6), specialty != NULL ? specialty : "", &b);
	return keep_buf(&b);
}

void
room_read(const struct run *run, const struct exam *e, const struct room_key *key, const char *session, struct room *out)
{
	struct stmt *s = &q[Q_SEATS];
	struct map known = { NULL, 0, 0 };

	arena_clear(&memory);
	out->exam = e;
	out->key = *key;
	out->sessions = out->people = out->seats = 0;
	out->foreign = NULL;
	read_head(out);
	db_int(s, ":exam_id", e->id);
	db_text(s, ":exam", e->code);
	db_int(s, ":year", e->year);
	db_text(s, ":city", key->city);
	db_text(s, ":site", key->site);
	db_text(s, ":room", key->room);
	db_text(s, ":session", session);
	while (db_row(s)) {
		size_t k = session_of_row(out), who = occupant_of_row(run, out, &known);

		out->seat = grow(out->seat, out->seats, &out->seat_cap, sizeof *out->seat);
		out->seat[out->seats++] = (struct occupancy){ .session = k, .who = who, .seat = db_col_int(s, 5), .paper = paper_of_row(e) };
	}
	map_release(&known);
}

/* ---- numbers */

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Is b the number after a? */
static bool
follows(const char *a, const char *b)
{
	size_t n = strlen(a), tail = 0;

	if (strlen(b) != n)
		return false;
	while (tail < n && tail < 18 && isdigit((unsigned char)a[n - 1 - tail]) && isdigit((unsigned char)b[n - 1 - tail]))
		tail++;
	return tail > 0 && memcmp(a, b, n - tail) == 0 && strtoll(a + n - tail, NULL, 10) + 1 == strtoll(b + n - tail, NULL, 10);
}

void
admit_numbers(const char **number, size_t n, struct buf *out)
{
	enum { RUNS = 3 };
	size_t runs = 0, before = out->len;

	qsort(number, n, sizeof *number, by_text);
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && (strcmp(number[k], number[k - 1]) == 0 || follows(number[k - 1], number[k]));)
			k++;
		if (++runs > RUNS)
			break;
		buf_printf(out, "%s%s", runs > 1 ? "、" : "", number[i]);
		if (strcmp(number[k - 1], number[i]) != 0)
			buf_printf(out, " — %s", number[k - 1]);
	}
	if (runs > RUNS) {
		out->len = before;
		buf_printf(out, "%s — %s（不连号）", number[0], number[n - 1]);
	}
}
