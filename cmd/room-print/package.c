/* SPDX-License-Identifier: MIT
 * Which documents a room has, and on which of their pages everybody is. */
#include "package.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "frame/print_text.h"
#include "ledger.h"
#include "plan.h"

static const struct doc *const kinds[DOC_COUNT] = { &door_doc, &desk_doc, &bag_doc, &sign_doc, &plan_doc, &record_doc };
enum { SIGN_PAGE = 30, DESK_PAGE = 30 };

static struct arena memory;
static struct sheet sheet;

/* The file of -O. */
static void
group_name(const struct package_options *o, const struct room_key *k, struct buf *out)
{
	buf_str(out, k->city);
	if (o->per != PER_CITY)
		buf_printf(out, "-%s", k->site);
	if (o->per == PER_ROOM)
		buf_printf(out, "-%s", k->room);
}

/* Give the sheet to print: its place in the file is city and site, then stage ("1" door, "2" desks, "3" sessions) and rest. */
static size_t
add(const struct package_options *o, const struct room_key *k, const char *stage, const char *rest)
{
	struct buf group = BUF_INIT, order = BUF_INIT;
	const char *trouble = NULL;
	size_t number = 0;

	if (sheet.trouble.len > 0) {
		trouble = buf_text(&sheet.trouble);
	} else {
		group_name(o, k, &group);
		buf_printf(&order, "%s\t%s\t%s\t%s", k->city, k->site, stage, rest);
		number = print_add(o->print, buf_text(&group), buf_text(&order), sheet.content.ptr, sheet.content.len);
		buf_release(&group);
		buf_release(&order);
	}
	return ledger_document(number, trouble);
}

static void
begin(const struct package_options *o, int kind, const struct head *h)
{
	sheet_begin(&sheet, o->fonts, kinds[kind]);
	if (kind != DOC_DESK)
		head_add(&sheet, h);
}

/* ---- people and papers of sessions */

/* Seats of the sessions for which take[session] is set: each seat and person once, by seat. */
struct seating {
	const struct occupancy **seat;
	size_t n, cap;
};

static int
by_seat(const void *a, const void *b)
{
	const struct occupancy *x = *(const struct occupancy *const *)a, *y = *(const struct occupancy *const *)b;
	int c = (x->seat > y->seat) - (x->seat < y->seat);

	return c != 0 ? c : (x->who > y->who) - (x->who < y->who);
}

static void
seating_of(const struct room *r, const bool *take, struct seating *out)
{
	size_t n = 0;

	out->n = 0;
	for (size_t i = 0; i < r->seats; i++)
		if (take[r->seat[i].session]) {
			out->seat = grow(out->seat, out->n, &out->cap, sizeof *out->seat);
			out->seat[out->n++] = &r->seat[i];
		}
	if (out->n > 0)
		qsort(out->seat, out->n, sizeof *out->seat, by_seat);
	for (size_t i = 0; i < out->n; i++)
		if (n == 0 || by_seat(&out->seat[n - 1], &out->seat[i]) != 0)
			out->seat[n++] = out->seat[i];
	out->n = n;
}

/* Do other people sit on seats of the sessions taken? */
static bool
clashes(const struct room *r, const bool *take, size_t session)
{
	for (size_t i = 0; i < r->seats; i++)
		for (size_t k = 0; take[r->seat[i].session] && k < r->seats; k++)
			if (r->seat[k].session == session && r->seat[k].seat == r->seat[i].seat && r->seat[k].who != r->seat[i].who)
				return true;
	return false;
}

/* Are the same people on the same seats? */
static bool
alike(const struct room *r, size_t a, size_t b)
{
	size_t i = 0, k = 0;

	while (i < r->seats && r->seat[i].session != a)
		i++;
	while (k < r->seats && r->seat[k].session != b)
		k++;
	for (;; i++, k++) {
		bool more_a = i < r->seats && r->seat[i].session == a, more_b = k < r->seats && r->seat[k].session == b;

		if (!more_a || !more_b)
			return more_a == more_b;
		if (r->seat[i].seat != r->seat[k].seat || r->seat[i].who != r->seat[k].who)
			return false;
	}
}

static void
numbers_of(const struct room *r, const struct seating *s, const char *paper, struct buf *out)
{
	const char **number = xcalloc(s->n + 1, sizeof *number);
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (paper == NULL || strcmp(s->seat[i]->paper, paper) == 0)
			number[n++] = r->who[s->seat[i]->who].place.admit_no;
	if (n > 0)
		admit_numbers(number, n, out);
	free(number);
}

/* A sitting of a paper in a session: what it says, in the arena. */
static struct sitting
sitting_of(const struct room *r, size_t session, const char *paper)
{
	const struct session_facts *f = &r->session[session];
	struct buf date = BUF_INIT, hours = BUF_INIT, numbers = BUF_INIT;
	bool *take = xcalloc(r->sessions, sizeof *take);
	struct seating s = { NULL, 0, 0 };
	int64_t people = 0;

	take[session] = true;
	seating_of(r, take, &s);
	for (size_t i = 0; i < s.n; i++)
		people += strcmp(s.seat[i]->paper, paper) == 0;
	numbers_of(r, &s, paper, &numbers);
	text_date(f->date, &date);
	text_hours(f->start, f->end, &hours);
	free(take);
	free(s.seat);
	struct sitting t = { .paper = paper, .date = arena_strdup(&memory, buf_text(&date)), .hours = arena_strdup(&memory, buf_text(&hours)), .session = f->code,
		.numbers = arena_strdup(&memory, buf_text(&numbers)), .people = people };

	buf_release(&date);
	buf_release(&hours);
	buf_release(&numbers);
	return t;
}

/* The papers of a session in the order of their texts; their number. At most most. */
enum { PAPERS = 64 };
static size_t
papers_of(const struct room *r, size_t session, const char *paper[PAPERS])
{
	size_t n = 0;

	for (size_t i = 0; i < r->seats && n < PAPERS; i++) {
		size_t k = 0;

		if (r->seat[i].session != session)
			continue;
		while (k < n && strcmp(paper[k], r->seat[i].paper) < 0)
			k++;
		if (k < n && strcmp(paper[k], r->seat[i].paper) == 0)
			continue;
		memmove(&paper[k + 1], &paper[k], (n - k) * sizeof *paper);
		paper[k] = r->seat[i].paper;
		n++;
	}
	return n;
}

static struct place
place_of(const struct room *r, const struct occupancy *o)
{
	struct place p = r->who[o->who].place;

	p.seat = o->seat;
	p.number = room_seat_text(r, o->seat);
	return p;
}

/* ---- once for the same people: door and desks */

static void
add_door(const struct package_options *o, const struct room *r, const bool *take, const struct seating *s, int nth)
{
	const char *paper[PAPERS];
	struct buf numbers = BUF_INIT, rest = BUF_INIT;
	int64_t people = 0, n = 0;
	bool *seen = xcalloc(r->people + 1, sizeof *seen);

	begin(o, DOC_DOOR, &r->head);
	numbers_of(r, s, NULL, &numbers);
	sheet_text(&sheet, "admit_no", r->head.room, buf_text(&numbers));
	for (size_t i = 0; i < s->n; i++) {
		people += !seen[s->seat[i]->who];
		seen[s->seat[i]->who] = true;
	}
	sheet_int(&sheet, people);
	for (size_t k = 0; k < r->sessions; k++)
		n += take[k] ? (int64_t)papers_of(r, k, paper) : 0;
	sheet_int(&sheet, n);
	for (size_t k = 0; k < r->sessions; k++)
		for (size_t i = 0, m = take[k] ? papers_of(r, k, paper) : 0; i < m; i++) {
			struct sitting t = sitting_of(r, k, paper[i]);

			sitting_add(&sheet, &t);
		}
	buf_printf(&rest, "%s\t%03d", r->key.room, nth);
	size_t d = add(o, &r->key, "1", buf_text(&rest));

	for (size_t i = 0; i < s->n; i++)
		ledger_note(r->who[s->seat[i]->who].id, d, 0);
	free(seen);
	buf_release(&numbers);
	buf_release(&rest);
}

/* Labels that wait for the end of their room or site, in seat order; room NULL: a blank that fills up a page. */
struct label {
	const char *room, *foot;
	struct place place;
	int64_t id;
};
static struct label *label;
static size_t labels, label_cap;
static struct room_key labels_of; /* the room of the last one */
static int labels_nth;
static struct arena label_memory;

static void
flush_labels(const struct package_options *o)
{
	size_t n = labels / DESK_PAGE;
	struct buf rest = BUF_INIT;

	if (labels == 0)
		return;
	sheet_begin(&sheet, o->fonts, &desk_doc);
	sheet_int(&sheet, (int64_t)n);
	for (size_t i = 0; i < labels; i++) {
		/* cut into thirty stacks and laid one upon the other, page i / 30 of n holds every n-th label */
		const struct label *l = &label[o->cut_stack ? i % DESK_PAGE * n + i / DESK_PAGE : i];

		sheet_text(&sheet, "room", "", l->room != NULL ? l->room : "");
		if (l->room == NULL)
			continue;
		sheet_text(&sheet, "exam", l->foot, l->foot);
		place_add(&sheet, &l->place);
	}
	buf_printf(&rest, "%s\t%03d", labels_of.room, labels_nth);
	size_t d = add(o, &labels_of, "2", buf_text(&rest));

	for (size_t i = 0; i < labels; i++)
		if (label[i].room != NULL)
			ledger_note(label[i].id, d, (int)(o->cut_stack ? i % n : i / DESK_PAGE));
	labels = 0;
	arena_clear(&label_memory);
	buf_release(&rest);
}

static const char *
label_text(const char *s)
{
	return *s == '\0' ? "" : arena_strdup(&label_memory, s);
}

static void
add_label(struct label l)
{
	label = grow(label, labels, &label_cap, sizeof *label);
	label[labels++] = l;
}

/* The exam, and where others sit on the desks in other sessions (take not NULL), when these do: "中级注安 10月25日 09:00、14:00". */
static const char *
label_foot(const struct room *r, const bool *take)
{
	const char *date = "";
	struct buf b = BUF_INIT;

	buf_str(&b, r->exam->short_name);
	for (size_t k = 0; take != NULL && k < r->sessions; k++) {
		const struct session_facts *f = &r->session[k];

		if (!take[k])
			continue;
		if (strcmp(date, f->date) != 0 && strlen(f->date) == 10)
			buf_printf(&b, " %.2s月%.2s日 %s", f->date + 5, f->date + 8, f->start);
		else
			buf_printf(&b, "、%s", f->start);
		date = f->date;
	}
	const char *text = label_text(buf_text(&b));

	buf_release(&b);
	return text;
}

/* With --cut-stack the labels of a site (with -O by room, of a room) are one stack. */
static void
add_desks(const struct package_options *o, const struct room *r, const bool *take, const struct seating *s, int nth)
{
	bool stack = o->cut_stack && labels > 0 && strcmp(labels_of.city, r->key.city) == 0 && strcmp(labels_of.site, r->key.site) == 0 &&
	    (o->one_file || o->per != PER_ROOM || strcmp(labels_of.room, r->key.room) == 0);

	if (!stack)
		flush_labels(o);
	labels_of = (struct room_key){ label_text(r->key.city), label_text(r->key.site), label_text(r->key.room) };
	labels_nth = nth;
	const char *foot = label_foot(r, take);

	for (size_t i = 0; i < s->n; i++) {
		struct place p = place_of(r, s->seat[i]);
		struct label l = { .room = label_text(r->head.room), .foot = foot, .id = r->who[s->seat[i]->who].id, .place = { .seat = p.seat, .owner = label_text(p.owner),
			.number = label_text(p.number), .name = label_text(p.name), .admit_no = label_text(p.admit_no), .id_no = "", .photo = "" } };

		add_label(l);
	}
	while (labels % DESK_PAGE != 0)
		add_label((struct label){ .room = NULL });
}

/* Sessions with the same people on the desks, or some of them, are one occasion: as many sessions as have no desk with two people. */
static void
add_occasions(const struct package_options *o, const struct room *r)
{
	bool *take = xcalloc(r->sessions, sizeof *take), *done = xcalloc(r->sessions, sizeof *done);
	struct seating s = { NULL, 0, 0 };
	size_t left = r->sessions;

	for (int nth = 0; left > 0; nth++) {
		memset(take, 0, r->sessions * sizeof *take);
		for (size_t k = 0; k < r->sessions; k++)
			if (!done[k] && !clashes(r, take, k)) {
				take[k] = done[k] = true;
				left--;
			}
		seating_of(r, take, &s);
		if (o->docs & 1U << DOC_DOOR)
			add_door(o, r, take, &s, nth);
		if (o->docs & 1U << DOC_DESK)
			add_desks(o, r, nth > 0 || left > 0 ? take : NULL, &s, nth);
	}
	free(s.seat);
	free(done);
	free(take);
}

/* ---- session by session */

/* The place of a session's document among those of the site. */
static void
session_order(const struct room *r, size_t session, int kind, size_t nth, struct buf *out)
{
	const struct session_facts *f = &r->session[session];

	buf_clear(out);
	buf_printf(out, "%s %s %s\t%s\t%d\t%03zu", f->date, f->start, f->code, r->key.room, kind, nth);
}

static void
add_paper(const struct package_options *o, const struct room *r, size_t session, int kind, const struct sitting *t, const struct seating *s, size_t nth)
{
	struct buf rest = BUF_INIT;
	int row = 0;

	begin(o, kind, &r->head);
	sitting_add(&sheet, t);
	for (size_t i = 0; kind == DOC_SIGN && i < s->n; i++)
		if (strcmp(s->seat[i]->paper, t->paper) == 0) {
			struct place p = place_of(r, s->seat[i]);

			place_add(&sheet, &p);
		}
	session_order(r, session, kind, nth, &rest);
	size_t d = add(o, &r->key, "3", buf_text(&rest));

	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->seat[i]->paper, t->paper) == 0)
			ledger_note(r->who[s->seat[i]->who].id, d, kind == DOC_SIGN ? row++ / SIGN_PAGE : 0);
	buf_release(&rest);
}

/* A day: "2025年10月25日 09:00—11:30 法律法规，14:00—16:30 管理" of the sessions taken from session k on; the next one of another day. */
static size_t
add_day(const struct room *r, const bool *take, size_t k)
{
	const char *paper[PAPERS], *date = r->session[k].date;
	struct buf b = BUF_INIT;

	text_date(date, &b);
	for (bool first = true; k < r->sessions && strcmp(r->session[k].date, date) == 0; k++) {
		if (!take[k])
			continue;
		buf_str(&b, first ? " " : "，");
		first = false;
		text_hours(r->session[k].start, r->session[k].end, &b);
		for (size_t i = 0, n = papers_of(r, k, paper); i < n; i++)
			buf_printf(&b, "%s%s", i == 0 ? " " : "、", paper[i]);
	}
	sheet_text(&sheet, "subject", r->head.room, buf_text(&b));
	buf_release(&b);
	return k;
}

/* The days of the sessions taken. */
static void
add_days(const struct room *r, const bool *take)
{
	const char *date = "";
	int64_t days = 0;

	for (size_t k = 0; k < r->sessions; k++)
		if (take[k] && strcmp(r->session[k].date, date) != 0) {
			date = r->session[k].date;
			days++;
		}
	sheet_int(&sheet, days);
	for (size_t k = 0; k < r->sessions;)
		k = take[k] ? add_day(r, take, k) : k + 1;
}

static void
add_plan(const struct package_options *o, const struct room *r, size_t session)
{
	bool *take = xcalloc(r->sessions, sizeof *take);
	struct seating s = { NULL, 0, 0 };
	struct layout layout;
	struct buf rest = BUF_INIT;
	int seats = r->capacity;

	for (size_t k = 0; k < r->sessions; k++)
		take[k] = alike(r, session, k);
	for (size_t k = 0; k < session; k++)
		if (take[k])
			goto out; /* it has its plan */
	seating_of(r, take, &s);
	for (size_t i = 0; i < s.n; i++)
		seats = s.seat[i]->seat > seats ? (int)s.seat[i]->seat : seats;
	plan_layout(r->layout, seats, &layout);
	begin(o, DOC_PLAN, &r->head);
	add_days(r, take);
	sheet_text(&sheet, "layout", r->head.room, r->layout);
	sheet_int(&sheet, seats);
	sheet_int(&sheet, (int64_t)s.n);
	for (size_t i = 0; i < s.n; i++) {
		struct place p = place_of(r, s.seat[i]);

		place_add(&sheet, &p);
	}
	session_order(r, session, DOC_PLAN, 0, &rest);
	size_t d = add(o, &r->key, "3", buf_text(&rest));

	for (size_t i = 0; i < s.n; i++)
		ledger_note(r->who[s.seat[i]->who].id, d, plan_page(&layout, (int)s.seat[i]->seat));
out:
	buf_release(&rest);
	free(s.seat);
	free(take);
}

static void
add_session(const struct package_options *o, const struct room *r, size_t session)
{
	static const int by_paper[] = { DOC_BAG, DOC_SIGN, DOC_RECORD };
	const char *paper[PAPERS];
	bool *take = xcalloc(r->sessions, sizeof *take);
	struct seating s = { NULL, 0, 0 };
	size_t n = papers_of(r, session, paper);

	take[session] = true;
	seating_of(r, take, &s);
	for (size_t i = 0; i < n; i++) {
		struct sitting t = sitting_of(r, session, paper[i]);

		for (size_t k = 0; k < sizeof by_paper / sizeof *by_paper; k++)
			if (o->docs & 1U << by_paper[k])
				add_paper(o, r, session, by_paper[k], &t, &s, i);
	}
	if (o->docs & 1U << DOC_PLAN)
		add_plan(o, r, session);
	free(s.seat);
	free(take);
}

void
package_room(const struct package_options *o, const struct room *r)
{
	add_occasions(o, r);
	for (size_t k = 0; k < r->sessions; k++)
		add_session(o, r, k);
}

void
package_refuse(const struct room *r, const char *trouble)
{
	size_t d = ledger_document(0, trouble);

	for (size_t i = 0; i < r->people; i++)
		ledger_note(r->who[i].id, d, 0);
}

void
package_end(const struct package_options *o)
{
	flush_labels(o);
	ledger_close();
}
