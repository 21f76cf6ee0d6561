/* SPDX-License-Identifier: MIT
 * Stocks of forms and fonts. */
#include "media/pdf_stock.h"

#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"

struct pdf_stock *
pdf_stock_new(const struct fontset *fonts)
{
	struct pdf_stock *s = xcalloc(1, sizeof *s);

	font_use_init(&s->use, fonts);
	s->canvas.fonts = fonts;
	s->canvas.use = &s->use;
	s->canvas.prefix = 'S';
	return s;
}

static void
stock_take(struct pdf_stock *s)
{
	if (s->forms == 0)
		return;
	if (s->canvas.fault != CANVAS_OK && s->fault.len == 0)
		canvas_fault_text(&s->canvas, &s->fault);
	if (s->canvas.images > 0)
		bug("a picture on a form");
	buf_add(&s->form[s->forms - 1].ops, s->canvas.ops.ptr, s->canvas.ops.len);
}

struct canvas *
pdf_stock_form(struct pdf_stock *s, double width, double height)
{
	stock_take(s);
	if (s->forms == PDF_FORMS)
		bug("more than %d forms in a stock", s->forms);
	s->form[s->forms].width = width;
	s->form[s->forms++].height = height;
	canvas_begin(&s->canvas, width, height);
	return &s->canvas;
}

void
pdf_stock_words(struct pdf_stock *s, enum font_style style, const char *words)
{
	font_use_add(&s->use, s->canvas.fonts, style, words);
}

bool
pdf_stock_finish(struct pdf_stock *s, struct buf *err)
{
	struct press *z = NULL;
	struct buf pressed = BUF_INIT;

	stock_take(s);
	bool good = s->fault.len == 0 && (z = press_new(PRESS_THOROUGH)) != NULL;

	if (!good) {
		buf_str(err, s->fault.len > 0 ? s->fault.ptr : L("out of memory", "内存不足"));
		return false;
	}
	for (int i = 0; i < s->forms && good; i++) {
		struct buf *ops = &s->form[i].ops;

		buf_clear(&pressed);
		good = press_add(z, buf_text(ops), ops->len, &pressed);
		buf_clear(ops);
		buf_add(ops, pressed.ptr, pressed.len);
	}
	for (unsigned i = 0; i < fontset_faces(s->canvas.fonts) && good; i++)
		if (s->use.face[i].n > 1)
			good = font_parts_make(&s->font[s->fonts++], s->canvas.fonts, i, &s->use, z);
	press_free(z);
	buf_release(&pressed);
	if (!good)
		buf_str(err, L("a font cannot be cut", "无法裁剪字体"));
	return good;
}

void
pdf_stock_free(struct pdf_stock *s)
{
	if (s == NULL)
		return;
	for (int i = 0; i < s->fonts; i++)
		font_parts_release(&s->font[i]);
	for (int i = 0; i < s->forms; i++)
		buf_release(&s->form[i].ops);
	canvas_release(&s->canvas);
	font_use_release(&s->use);
	buf_release(&s->fault);
	free(s);
}
