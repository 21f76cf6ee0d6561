/* SPDX-License-Identifier: MIT
 * Documents as bytes, and what they draw alike. */
#include "sheet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "frame/print_text.h"
#include "frame/print_trouble.h"
#include "media/grid.h"
#include "store/photo_store.h"

static const struct doc *const docs[] = { &door_doc, &desk_doc, &sign_doc, &plan_doc, &record_doc, &bag_doc };
enum { DOCS = sizeof docs / sizeof *docs };

/* ---- putting together */

void
sheet_begin(struct sheet *s, struct fontset *fonts, const struct doc *doc)
{
	s->fonts = fonts;
	buf_clear(&s->content);
	buf_clear(&s->trouble);
	text_pack(&s->content, doc->name);
}

void
sheet_text(struct sheet *s, const char *field, const char *owner, const char *text)
{
	for (enum font_style style = 0; style < FONT_STYLES; style++)
		fontset_ask(s->fonts, style, text, field, trouble_tell, &(struct trouble_of){ &s->trouble, owner });
	text_pack(&s->content, text);
}

/* A text without which the document is of no use. */
static void
must_text(struct sheet *s, const char *field, const char *owner, const char *text)
{
	struct buf line = BUF_INIT;

	if (*text == '\0') {
		buf_printf(&line, L("FIELD_EMPTY: %s of %s is empty, and its documents must have it; complete the configuration",
		    "FIELD_EMPTY: %s (%s) 为空, 单据上不可缺少; 请补全配置"), field, owner);
		trouble_add(&s->trouble, &line);
	}
	sheet_text(s, field, owner, text);
}

void
sheet_int(struct sheet *s, int64_t v)
{
	buf_printf(&s->content, "%lld", (long long)v);
	buf_char(&s->content, '\0');
}

void
head_add(struct sheet *s, const struct head *h)
{
	sheet_text(s, "exam", h->exam, h->exam);
	must_text(s, "site", h->room, h->site);
	sheet_text(s, "room", h->site, h->room);
	sheet_text(s, "place", h->site, h->place);
}

void
sitting_add(struct sheet *s, const struct sitting *t)
{
	sheet_text(s, "subject", t->paper, t->paper);
	must_text(s, "date", t->paper, t->date);
	must_text(s, "time", t->paper, t->hours);
	sheet_text(s, "session", t->paper, t->session);
	sheet_text(s, "admit_no", t->paper, t->numbers);
	sheet_int(s, t->people);
}

void
place_add(struct sheet *s, const struct place *p)
{
	sheet_int(s, p->seat);
	text_pack(&s->content, p->owner); /* not drawn */
	sheet_text(s, "seat", p->owner, p->number);
	sheet_text(s, "name", p->owner, p->name);
	sheet_text(s, "admit_no", p->owner, p->admit_no);
	sheet_text(s, "id_no", p->owner, p->id_no);
	text_pack(&s->content, p->photo);
}

/* ---- taking apart */

const char *
next_text(struct sheet_reader *r)
{
	return text_unpack(&r->p);
}

int64_t
next_int(struct sheet_reader *r)
{
	return strtoll(next_text(r), NULL, 10);
}

const struct doc *
sheet_doc(const char *content, struct sheet_reader *r)
{
	*r = (struct sheet_reader){ content };
	const char *name = next_text(r);

	for (int i = 0; i < DOCS; i++)
		if (strcmp(docs[i]->name, name) == 0)
			return docs[i];
	bug("no document %s", name);
}

static void
next_texts(struct sheet_reader *r, const char **const *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		*text[i] = next_text(r);
}
#define NEXT_TEXTS(r, ...) \
	next_texts(r, (const char **[]){ __VA_ARGS__ }, sizeof(const char **[]){ __VA_ARGS__ } / sizeof(const char **))

struct head
head_next(struct sheet_reader *r)
{
	struct head h;

	NEXT_TEXTS(r, &h.exam, &h.site, &h.room, &h.place);
	return h;
}

struct sitting
sitting_next(struct sheet_reader *r)
{
	struct sitting t;

	NEXT_TEXTS(r, &t.paper, &t.date, &t.hours, &t.session, &t.numbers);
	t.people = next_int(r);
	return t;
}

struct place
place_next(struct sheet_reader *r)
{
	struct place p;

	p.seat = next_int(r);
	NEXT_TEXTS(r, &p.owner, &p.number, &p.name, &p.admit_no, &p.id_no, &p.photo);
	return p;
}

/* ---- flaws */

bool
drawn(const struct canvas *c, int row, const char *field, const char *owner, struct flaw *flaw)
{
	if (row < 0)
		return true;
	*flaw = (struct flaw){ .field = field, .owner = owner, .fault = c->fault, .cp = c->fault_cp };
	return false;
}

bool
draw_text(struct canvas *c, const struct text_box *box, const char *s, const char *field, const char *owner, struct flaw *flaw)
{
	return drawn(c, *s == '\0' || canvas_box(c, box, s, NULL) ? -1 : 0, field, owner, flaw);
}

void
flaw_text(const struct flaw *f, const char *db, struct buf *to)
{
	if (f->photo != NULL) {
		trouble_photo_file(to, f->owner, db, f->photo, f->error);
		return;
	}
	switch (f->fault) {
	case CANVAS_IMAGE:
		trouble_photo(to, f->owner);
		break;
	case CANVAS_FIT:
		trouble_fit(to, f->field, f->owner);
		break;
	case CANVAS_GLYPH:
	case CANVAS_OK:
		trouble_glyph(to, f->field, f->owner, f->cp);
		break;
	}
}

/* ---- drawing */

static const char *photos_of;

void
sheet_photos(const char *db)
{
	photos_of = db;
}

bool
draw_photo(struct canvas *c, const struct place *p, double x, double y, double w, double h, struct flaw *flaw)
{
	static struct buf bytes;

	*flaw = (struct flaw){ .field = "photo", .owner = p->owner };
	if (*p->photo == '\0') {
		canvas_frame(c, x, y, w, h, 0.4);
		return draw_text(c, &(struct text_box){ .x = x, .y = y, .w = w, .h = h, .style = FONT_BODY, .size = 8, .min_size = 5,
		    .align = ALIGN_CENTRE }, "无照片", "photo", p->owner, flaw);
	}
	buf_clear(&bytes);
	if (!photo_store_read(photos_of, p->photo, &bytes)) {
		flaw->error = errno;
		flaw->photo = p->photo;
		return false;
	}
	return drawn(c, canvas_jpeg(c, bytes.ptr, bytes.len, x, y, w, h) ? -1 : 0, "photo", p->owner, flaw);
}

bool
draw_title(struct canvas *c, const struct head *h, const char *title, struct flaw *flaw)
{
	size_t characters = strlen(title) / 3;
	double w = c->width - 2 * MARGIN, titled = 9.5 * (double)characters;

	return draw_text(c, &(struct text_box){ .x = MARGIN, .y = 9, .w = w, .h = 10, .style = FONT_HEADING, .size = 14, .min_size = 9,
	    .line_size = 11, .lines = 2, .align = ALIGN_CENTRE }, h->exam, "exam", h->exam, flaw) &&
	    draw_text(c, &(struct text_box){ .x = (c->width - titled) / 2, .y = 19.5, .w = titled, .h = 11, .style = FONT_HEADING, .size = 21,
	    .align = ALIGN_SPREAD }, title, "doc", title, flaw);
}

bool
draw_where(struct canvas *c, const struct head *h, const struct sitting *t, double y, double *bottom, struct flaw *flaw)
{
	static const char *const first[] = { "site", "site", "room", "room", "room", "room" };
	static const char *const second[] = { "subject", "subject", "time", "time" };
	static const char *const third[] = { "admit_no", "admit_no", "admit_no", "admit_no" };
	double w = c->width - 2 * MARGIN, x = MARGIN, label = 20, row = 8.5;
	struct buf when = BUF_INIT, people = BUF_INIT;
	double room = 22, place = 36, date = 62, count = 22;

	buf_printf(&when, "%s %s", t->date, t->hours);
	buf_printf(&people, "%lld 人", (long long)t->people);
	int bad = grid_row(c, x, y, row, (struct grid_cell[]){ { label, "考点", GRID_LABEL, 0, 0 },
	    { w - 3 * label - room - place, h->site, GRID_VALUE, 0, 2 }, { label, "考场号", GRID_LABEL, 0, 0 },
	    { room, h->room, GRID_STRONG, 14, 0 }, { label, "教室", GRID_LABEL, 0, 0 }, { place, h->place, GRID_CENTRE, 0, 2 } }, 6);
	bool good = drawn(c, bad, bad >= 0 ? first[bad] : "", h->site, flaw);

	if (good) {
		bad = grid_row(c, x, y + row, row, (struct grid_cell[]){ { label, "科目", GRID_LABEL, 0, 0 },
		    { w - 2 * label - date, t->paper, GRID_VALUE, 0, 2 }, { label, "考试时间", GRID_LABEL, 0, 0 },
		    { date, buf_text(&when), GRID_CENTRE, 0, 0 } }, 4);
		good = drawn(c, bad, bad >= 0 ? second[bad] : "", t->paper, flaw);
	}
	if (good) {
		bad = grid_row(c, x, y + 2 * row, row, (struct grid_cell[]){ { label, "准考证号", GRID_LABEL, 0, 0 },
		    { w - 2 * label - count, t->numbers, GRID_VALUE, 0, 2 }, { label, "应考人数", GRID_LABEL, 0, 0 },
		    { count, buf_text(&people), GRID_STRONG, 12, 0 } }, 4);
		good = drawn(c, bad, bad >= 0 ? third[bad] : "", h->room, flaw);
	}
	buf_release(&when);
	buf_release(&people);
	*bottom = y + 3 * row;
	canvas_frame(c, x, y, w, *bottom - y, 1.1);
	return good;
}
