/* SPDX-License-Identifier: MIT
 * Troubles of printing, in words. */
#include "frame/print_trouble.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/photo_store.h"

void
trouble_add(struct buf *lines, struct buf *one)
{
	const char *all = buf_text(lines), *p = all;

	while ((p = strstr(p, buf_text(one))) != NULL && !((p == all || p[-1] == '\n') && (p[one->len] == '\n' || p[one->len] == '\0')))
		p++;
	if (p == NULL)
		buf_printf(lines, "%s%s", lines->len > 0 ? "\n" : "", buf_text(one));
	buf_release(one);
}

void
trouble_tell(void *trouble_of, const char *field, uint32_t cp)
{
	const struct trouble_of *t = trouble_of;
	struct buf one = BUF_INIT;
	char code[16];

	snprintf(code, sizeof code, "U+%04X", (unsigned)cp);
	if (field == NULL && strstr(buf_text(t->lines), code) != NULL)
		return; /* a heading that repeats a field */
	trouble_glyph(&one, field != NULL ? field : "document", t->owner, cp);
	trouble_add(t->lines, &one);
}

void
trouble_glyph(struct buf *to, const char *field, const char *owner, uint32_t cp)
{
	bool private_use = (cp >= 0xe000 && cp <= 0xf8ff) || cp >= 0xf0000;

	buf_printf(to, private_use ? L("CHAR_UNCOVERED: %s of %s: U+%04X is a private-use character, which every font draws as it likes; correct "
	    "it to the encoded character with reg-amend", "CHAR_UNCOVERED: %s (%s): U+%04X 是自定义区字符, 各字体字形不一; 请用 reg-amend 更正为正式编码的字") :
	    L("CHAR_UNCOVERED: %s of %s: no font has U+%04X; correct the character with reg-amend",
	    "CHAR_UNCOVERED: %s (%s): 字库中没有 U+%04X; 请用 reg-amend 更正该字"), field, owner, (unsigned)cp);
}

void
trouble_fit(struct buf *to, const char *field, const char *owner)
{
	buf_printf(to, L("TEXT_OVERFLOW: %s of %s does not fit its place at the smallest type; shorten it",
	    "TEXT_OVERFLOW: %s (%s) 用最小字号也放不下; 请缩短"), field, owner);
}

void
trouble_photo_file(struct buf *to, const char *owner, const char *db, const char *sha256, int error)
{
	char *path = photo_store_path(db, sha256);

	buf_printf(to, L("PHOTO_UNREADABLE: the photo of %s, %s: %s; run photo-check again, or put the file back from the backup",
	    "PHOTO_UNREADABLE: %s 的照片 %s: %s; 请重新运行 photo-check 或从备份恢复"), owner, path,
	    error == EBADMSG ? L("damaged", "已损坏") : errno_text(error));
	free(path);
}

void
trouble_photo(struct buf *to, const char *owner)
{
	buf_printf(to, L("PHOTO_UNREADABLE: the photo of %s is not a JPEG that can be printed; run photo-check with another",
	    "PHOTO_UNREADABLE: %s 的照片不是可打印的 JPEG; 请换照片后运行 photo-check"), owner);
}

void
trouble_faults(struct rec *r, int column, const char *lines)
{
	char code[32];

	for (size_t n; *lines != '\0'; lines += n + (lines[n] == '\n')) {
		n = strcspn(lines, "\n");
		size_t word = strcspn(lines, ":"), text = word + strspn(lines + word, ": ");

		snprintf(code, sizeof code, "%.*s", (int)word, lines);
		fault(r, column, code, "%.*s", (int)(n - text), lines + text);
	}
}
