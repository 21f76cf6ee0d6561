/* SPDX-License-Identifier: MIT
 * Troubles of printing, in words. */
#include "frame/print_trouble.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/photo_store.h"

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
	    error == EBADMSG ? L("damaged", "已损坏") : strerror(error));
	free(path);
}

void
trouble_photo(struct buf *to, const char *owner)
{
	buf_printf(to, L("PHOTO_UNREADABLE: the photo of %s is not a JPEG that can be printed; run photo-check with another",
	    "PHOTO_UNREADABLE: %s 的照片不是可打印的 JPEG; 请换照片后运行 photo-check"), owner);
}

void
trouble_fault(struct rec *r, int column, const char *text)
{
	char code[32];
	size_t n = strcspn(text, ":");

	snprintf(code, sizeof code, "%.*s", (int)n, text);
	fault(r, column, code, "%s", text + n + strspn(text + n, ": "));
}
