/* SPDX-License-Identifier: MIT
 * Facts of admit cards. */
#include "facts.h"

#include <string.h>

#include "base/mem.h"
#include "frame/print_text.h"
#include "store/card.h"
#include "store/db.h"
#include "value/word.h"

enum { Q_PERSON, Q_SEATS, Q_CONTACT, Q_COMMON, Q_ENTRIES, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_PERSON] = { "SELECT r.id, r.exam_id, r.province, r.city, r.review_point, r.level, r.specialty, r.deleted_at IS NOT NULL, "
		"r.paid_at IS NOT NULL, r.seated_at IS NOT NULL, coalesce(r.admit_no, ''), p.name, coalesce(p.gender, 0), p.id_type, p.id_no, "
		"coalesce(h.sha256, ''), " CARD_UNREVIEWED " "
		"FROM registration r JOIN person p ON p.id = r.person_id LEFT JOIN photo h ON h.id = p.photo_id "
		"WHERE r.reg_no = :reg_no", NULL },
	[Q_SEATS] = { "SELECT s.session, s.city, s.site, s.room, s.seat, s.subject, coalesce(k.date, ''), coalesce(k.start, ''), "
		"coalesce(k.\"end\", ''), coalesce(k.batch, ''), coalesce(t.name, ''), coalesce(t.address, ''), coalesce(m.name, ''), "
		"coalesce(n.number, 0) FROM seat s LEFT JOIN session k ON k.exam = :exam AND k.year = :year AND k.session = s.session "
		"LEFT JOIN site t ON t.city = s.city AND t.site = s.site "
		"LEFT JOIN room m ON m.city = s.city AND m.site = s.site AND m.room = s.room "
		"LEFT JOIN seating_room n ON n.exam_id = s.exam_id AND n.city = s.city AND n.site = s.site AND n.room = s.room "
		"WHERE s.registration_id = :id ORDER BY k.date, k.start, s.session", NULL },
	[Q_CONTACT] = { "SELECT name, phone FROM review_point WHERE city = :city AND review_point = :review_point", NULL },
	[Q_COMMON] = { "SELECT name FROM subject WHERE exam = :exam AND year = :year UNION SELECT name FROM level WHERE exam = :exam AND "
		"year = :year UNION SELECT name FROM specialty WHERE exam = :exam AND year = :year UNION SELECT name FROM doc_type", NULL },
	[Q_ENTRIES] = { "SELECT CAST(value AS INTEGER) FROM setting WHERE setting = 'entry_late_minutes' AND (exam = :exam OR exam = '*') "
		"UNION SELECT :otherwise ORDER BY 1", NULL },
};

static struct arena memory;

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

static const char *
region(const char *province, const char *city)
{
	struct buf b = BUF_INIT;

	text_region(province, city, &b);
	return keep_buf(&b);
}

static const char *
papers(const struct exam *e, const char *codes, const char *specialty)
{
	struct buf b = BUF_INIT;

	text_papers(e, codes, specialty, &b);
	return keep_buf(&b);
}

static const char *
long_date(const char *date)
{
	struct buf b = BUF_INIT;

	text_date(date, &b);
	return keep_buf(&b);
}

static const char *
hours(const char *start, const char *end)
{
	struct buf b = BUF_INIT;

	text_hours(start, end, &b);
	return keep_buf(&b);
}

/* The review point of the registration, by name and telephone: it is the office that the candidate knows. */
static const char *
contact(const char *city, const char *review_point)
{
	struct buf b = BUF_INIT;

	db_text(&q[Q_CONTACT], ":city", city);
	db_text(&q[Q_CONTACT], ":review_point", review_point);
	if (db_row(&q[Q_CONTACT])) {
		if (*db_col(&q[Q_CONTACT], 1) != '\0')
			buf_printf(&b, "%s　咨询电话 %s", db_col(&q[Q_CONTACT], 0), db_col(&q[Q_CONTACT], 1));
		db_reset(&q[Q_CONTACT]);
	}
	return keep_buf(&b);
}

static bool
passes(const struct print_where *f)
{
	return (f->session == NULL || strcmp(f->session, db_col(&q[Q_SEATS], 0)) == 0) &&
	    (f->site == NULL || strcmp(f->site, db_col(&q[Q_SEATS], 2)) == 0) &&
	    (f->room == NULL || strcmp(f->room, db_col(&q[Q_SEATS], 3)) == 0);
}

static const char *
padded(const struct exam *e, enum number_field field, int64_t number)
{
	struct buf b = BUF_INIT;

	text_padded(e, field, number, &b);
	return keep_buf(&b);
}

static void
add_session(struct facts *f)
{
	struct card *c = &f->card;
	struct stmt *s = &q[Q_SEATS];
	struct buf place = BUF_INIT;
	int64_t number = db_col_int(s, 13); /* of the room in this exam; seats brought from elsewhere may have none */

	if (f->sessions == 0) {
		c->site = keep(db_col(s, 10));
		c->address = keep(db_col(s, 11));
	}
	if (f->sessions++ >= CARD_SESSIONS)
		return;
	if (strcmp(c->site, db_col(s, 10)) != 0) /* moved for this session: the card's head names another site */
		buf_str(&place, db_col(s, 10));
	buf_str(&place, db_col(s, 12));
	c->session[c->sessions++] = (struct card_session){ .subject = papers(f->exam, db_col(s, 5), c->specialty),
		.date = long_date(db_col(s, 6)), .time = hours(db_col(s, 7), db_col(s, 8)), .room = number > 0 ? padded(f->exam, NUMBER_ROOM, number) : keep(db_col(s, 3)),
		.seat = padded(f->exam, NUMBER_SEAT, db_col_int(s, 4)), .place = keep_buf(&place) };
}

static void
read_seats(struct facts *f, const struct print_where *where)
{
	struct stmt *s = &q[Q_SEATS];

	db_text(s, ":exam", f->exam->code);
	db_int(s, ":year", f->exam->year);
	db_int(s, ":id", f->id);
	while (db_row(s)) {
		if (!f->wanted && passes(where)) {
			f->wanted = true;
			f->seat_city = keep(db_col(s, 1));
			f->seat_site = keep(db_col(s, 2));
			f->seat_room = keep(db_col(s, 3));
			f->seat = db_col_int(s, 4);
			f->seat_batch = keep(db_col(s, 9));
		}
		add_session(f);
	}
}

bool
facts_read(const char *reg_no, const struct print_where *where, struct facts *out)
{
	struct stmt *s = &q[Q_PERSON];

	db_text(s, ":reg_no", reg_no);
	if (!db_row(s))
		return false;
	arena_release(&memory);
	const struct exam *e = exam_by_id(db_col_int(s, 1));
	const struct level *level = exam_level(e, db_col(s, 5));
	const char *specialty = exam_specialty_name(e, db_col(s, 5), db_col(s, 6));
	const struct doc_type *type = doc_type_get(db_col(s, 13));

	*out = (struct facts){ .id = db_col_int(s, 0), .exam = e, .province = keep(db_col(s, 2)), .city = keep(db_col(s, 3)),
		.review_point = keep(db_col(s, 4)), .deleted = db_col_int(s, 7) != 0, .paid = db_col_int(s, 8) != 0,
		.seated = db_col_int(s, 9) != 0, .photo = keep(db_col(s, 15)), .unreviewed = db_col_int(s, 16) != 0, .seat_city = "", .seat_site = "", .seat_room = "",
		.seat_batch = "", .card = { .name = keep(db_col(s, 11)), .gender = word_gender_text((int)db_col_int(s, 12)),
		.id_type = type != NULL ? type->name : "", .id_no = keep(db_col(s, 14)), .admit_no = keep(db_col(s, 10)),
		.level = level != NULL ? level->name : "", .specialty = specialty != NULL ? specialty : "",
		.region = region(db_col(s, 2), db_col(s, 3)), .site = "", .address = "" } };
	db_reset(s);
	out->card.contact = contact(out->city, out->review_point);
	read_seats(out, where);
	out->seated = out->seated && out->sessions > 0 && *out->card.admit_no != '\0';
	return true;
}

/* The texts of a card in the order in which they are packed. */
enum { TEXTS = 11, SESSION_TEXTS = 6 };

static void
texts(struct card *c, const char **out[TEXTS])
{
	const char **const all[TEXTS] = { &c->name, &c->gender, &c->id_type, &c->id_no, &c->admit_no, &c->level, &c->specialty,
		&c->region, &c->site, &c->address, &c->contact };

	memcpy(out, all, sizeof all);
}

static void
session_texts(struct card_session *s, const char **out[SESSION_TEXTS])
{
	const char **const all[SESSION_TEXTS] = { &s->subject, &s->date, &s->time, &s->room, &s->seat, &s->place };

	memcpy(out, all, sizeof all);
}

void
facts_pack(const struct facts *f, struct buf *out)
{
	struct card c = f->card;
	const char **t[TEXTS];

	text_pack(out, f->exam->key);
	text_pack(out, f->photo);
	texts(&c, t);
	for (int i = 0; i < TEXTS; i++)
		text_pack(out, *t[i]);
	buf_char(out, (char)('0' + c.sessions));
	for (int k = 0; k < c.sessions; k++) {
		session_texts(&c.session[k], t);
		for (int i = 0; i < SESSION_TEXTS; i++)
			text_pack(out, *t[i]);
	}
}

void
facts_unpack(const char *p, struct card *card, const char **exam, const char **photo)
{
	const char **t[TEXTS];

	*card = (struct card){ .sessions = 0 };
	*exam = text_unpack(&p);
	*photo = text_unpack(&p);
	texts(card, t);
	for (int i = 0; i < TEXTS; i++)
		*t[i] = text_unpack(&p);
	card->sessions = *p++ - '0';
	for (int k = 0; k < card->sessions; k++) {
		session_texts(&card->session[k], t);
		for (int i = 0; i < SESSION_TEXTS; i++)
			*t[i] = text_unpack(&p);
	}
}

void
facts_common(const struct exam *e, struct buf *out)
{
	db_text(&q[Q_COMMON], ":exam", e->code);
	db_int(&q[Q_COMMON], ":year", e->year);
	while (db_row(&q[Q_COMMON]))
		buf_str(out, db_col(&q[Q_COMMON], 0));
	buf_str(out, "0123456789X年月日:—男女、()咨询电话 -");
}

int
facts_entries(const struct exam *e, int minutes[CARD_ENTRIES])
{
	struct stmt *s = &q[Q_ENTRIES];
	int n = 0;

	db_text(s, ":exam", e->code);
	db_int(s, ":otherwise", CARD_ENTRY_MINUTES);
	while (db_row(s)) {
		if (n == CARD_ENTRIES)
			refuse(L("setting entry_late_minutes: more than %d different values; a run prints cards of %d at most; nothing was changed",
			    "配置项 entry_late_minutes 有 %d 种以上不同取值; 一次最多打印 %d 种; 未作任何改动"), CARD_ENTRIES, CARD_ENTRIES);
		minutes[n++] = (int)db_col_int(s, 0);
	}
	return n;
}
