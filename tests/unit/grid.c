/* SPDX-License-Identifier: MIT */
#include "media/grid.h"

#include <string.h>

#include "../tap.h"
#include "media/pdf.h"

int
main(void)
{
	struct buf err = BUF_INIT, out = BUF_INIT;
	struct fontset *fonts = fontset_open(&font_standard, &err);

	for (enum font_style s = 0; s < FONT_STYLES; s++) {
		fontset_need(fonts, s, "考点北京市第一");
		fontset_need(fonts, s, grid_foot_words);
	}
	ok(fontset_build(fonts, &err), "fonts: %s", buf_text(&err));
	struct pdf *pdf = pdf_new(fonts, NULL);
	struct canvas *c = pdf_page(pdf, 210, 297);

	ok(grid_row(c, 10, 10, 8, (struct grid_cell[]){ { 20, "考点", GRID_LABEL, 0, 0 }, { 60, "北京市第一考点", GRID_VALUE, 0, 2 },
	       { 20, "", GRID_CENTRE, 0, 0 }, { 20, NULL, GRID_NOTE, 0, 0 }, { 20, "考", GRID_STRONG, 14, 0 }, { 20, "点", GRID_HEAD, 0, 0 } }, 6) == -1,
	    "a row of every look, with cells left empty");
	ok(grid_foot(c, 10, 200, 290, "考点", 1, 12) && grid_foot(c, 10, 200, 290, "", 10, 12), "foot lines");
	ok(grid_row(c, 10, 30, 8, (struct grid_cell[]){ { 20, "考点", GRID_LABEL, 0, 0 }, { 6, "北京市第一考点", GRID_VALUE, 0, 0 } }, 2) == 1,
	    "the cell whose text does not fit is named");
	ok(c->fault == CANVAS_FIT, "and the fault is the canvas's");
	pdf_drop(pdf);
	c = pdf_page(pdf, 210, 297);
	ok(grid_row(c, 10, 30, 8, (struct grid_cell[]){ { 20, "龘", GRID_CENTRE, 0, 0 }, { 20, "点", GRID_HEAD, 0, 0 } }, 2) == 0 &&
	    c->fault == CANVAS_GLYPH && c->fault_cp == 0x9f98, "a character that was not needed before the build");
	pdf_drop(pdf);
	c = pdf_page(pdf, 210, 297);
	ok(grid_row(c, 10, 30, 8, (struct grid_cell[]){ { 14, "北京市第一", GRID_LABEL, 0, 0 } }, 1) == -1, "a long label shrinks");
	ok(pdf_finish(pdf, &out, &err), "written: %s", buf_text(&err));
	pdf_free(pdf);
	fontset_free(fonts);
	buf_release(&out);
	buf_release(&err);
	return done();
}
