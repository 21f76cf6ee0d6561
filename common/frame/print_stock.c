/* SPDX-License-Identifier: MIT
 * What every document of a run is drawn with. */
#include "base/diag.h"
#include "frame/print.h"
#include "media/pdf_stock.h"

static _Noreturn void
cannot(const struct buf *err)
{
	refuse(L("%s; nothing was changed", "%s; 未作任何改动"), buf_text(err));
}

struct fontset *
print_fonts(void)
{
	struct buf err = BUF_INIT;
	struct fontset *fonts = fontset_open(&font_standard, &err);

	if (fonts == NULL)
		refuse(L("%s; install the fonts that scripts/deps names; nothing was changed", "%s; 请安装 scripts/deps 所列字体; 未作任何改动"), buf_text(&err));
	return fonts;
}

struct pdf_stock *
print_stock(struct fontset *fonts, const char *words)
{
	struct buf err = BUF_INIT;

	for (enum font_style style = 0; style < FONT_STYLES; style++)
		fontset_need(fonts, style, words);
	if (!fontset_build(fonts, &err))
		cannot(&err);
	struct pdf_stock *stock = pdf_stock_new(fonts);

	for (enum font_style style = 0; style < FONT_STYLES; style++)
		pdf_stock_words(stock, style, words);
	if (!pdf_stock_finish(stock, &err))
		cannot(&err);
	return stock;
}
