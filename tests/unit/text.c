/* SPDX-License-Identifier: MIT
 * Text: UTF-8, folding, name keys, masking, phone numbers. */
#include "value/text.h"

#include <string.h>

#include "../tap.h"
#include "table.h"

static void
test_utf8(void)
{
	static const struct {
		const char *bytes;
		size_t valid; /* bytes before the first fault */
	} table[] = {
		{ "abc", 3 },
		{ "王\xF0\xA0\x82\x87", 7 },
		{ "a\xC0\xAF", 1 },         /* overlong */
		{ "\xE0\x80\xAF", 0 },
		{ "\xF0\x8F\xBF\xBF", 0 },
		{ "a\xED\xA0\x80", 1 },     /* surrogate */
		{ "\xF4\x90\x80\x80", 0 },  /* > U+10FFFF */
		{ "\xF4\x8F\xBF\xBF", 4 },
		{ "王\xE7\x8E", 3 },        /* cut */
		{ "\x80", 0 },
		{ "\xFF", 0 },
	};
	int wrong = 0;

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		ok(utf8_valid(table[i].bytes, strlen(table[i].bytes)) == table[i].valid, "bytes %d: valid up to %d",
		    (int)i, (int)table[i].valid);
	for (uint32_t cp = 1; cp <= 0x10FFFF; cp++) {
		char b[4];
		uint32_t back = 0;
		int n = utf8_encode(cp, b), m = utf8_decode(b, (size_t)n, &back);

		if (cp >= 0xD800 && cp <= 0xDFFF)
			wrong += m != 0;
		else
			wrong += m != n || back != cp || utf8_decode(b, (size_t)n - 1, &back) != 0;
	}
	ok(wrong == 0, "every code point there and back, none when cut");
	ok(text_width("ab") == 2 && text_width("报名号") == 6 && text_width("王\xF0\xA0\x82\x87x") == 5, "Han characters are two columns wide");
	ok(text_width("买·提") == 5 && text_width("e\xCC\x81") == 1 && text_width("\xE2\x80\x8B") == 0 && text_width("（Ａ") == 4,
	    "so are full-width forms; combining and invisible characters take none");
	ok(utf8_length("王\xF0\xA0\x82\x87x") == 3, "length counts code points");
}

typedef size_t in_place_fn(char *s, size_t n);

static void
test_in_place(in_place_fn *fn, const char *name, const char *in, const char *want)
{
	char s[100];
	size_t n = strlen(in);

	memcpy(s, in, n + 1);
	size_t len = fn(s, n);

	ok(len == strlen(want) && strcmp(s, want) == 0, "%s '%s' is '%s'", name, in, want);
}

static void
test_keys(void)
{
	static const struct {
		const char *a, *b;
		bool equal;
	} table[] = {
		{ "\xEE\xA1\xA3", "䶮", true },                /* U+E863 */
		{ "王\xEE\xA1\xA3", "王䶮", true },
		{ "\xEE\xA0\x96", "\xF0\xA0\x82\x87", true },  /* U+E816, U+20087 */
		{ "\xEE\xA1\xA4", "\xE9\xBE\xBB", true },      /* U+E864, U+9FBB */
		{ "\xEE\xA0\x9E", "\xE9\xBE\xB4", true },      /* U+E81E, U+9FB4 */
		{ "\xEE\xA1\xA5", "\xEE\xA1\xA4", false },     /* U+E865: no one's, stays itself */
		{ "\xEE\xA1\xA5", "\xEE\xA1\xA5", true },
		{ "艾力·买买提", "艾力•买买提", true },
		{ "艾力·买买提", "艾力‧买买提", true },
		{ "艾力·买买提", "艾力・买买提", true },
		{ "艾力·买买提", "艾力.买买提", true },
		{ "艾力·买买提", "艾力．买买提", true },
		{ "艾力·买买提", "艾力･买买提", true },
		{ "艾力·买买提", "艾力买买提", false },
		{ "王 芳", "王芳", true },
		{ "王　芳", "王芳", true },
		{ "王\xC2\xA0芳", "王芳", true },
		{ "Anna Maria", "ＡＮＮＡmaria", true },
		{ "王晓[沛]", "王晓沛", false }, /* the bracket says that the printed form differs */
		{ "王芳", "王方", false },
		{ "\xFF", "\xFE", false }, /* not UTF-8: not equal to other garbage */
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct buf a = BUF_INIT, b = BUF_INIT, again = BUF_INIT;

		text_name_key(table[i].a, &a);
		text_name_key(table[i].b, &b);
		text_name_key(buf_text(&a), &again);
		ok((strcmp(buf_text(&a), buf_text(&b)) == 0) == table[i].equal, "'%s' and '%s' are %s name", table[i].a,
		    table[i].b, table[i].equal ? "one" : "not one");
		ok(strcmp(buf_text(&a), buf_text(&again)) == 0, "the key of a key is itself");
		buf_release(&a);
		buf_release(&b);
		buf_release(&again);
	}
	ok(text_private_use("王\xEE\xA1\xA3") == 0xE863 && text_private_use("王䶮") == 0, "private use is seen");
	ok(text_private_use("\xF3\xB0\x80\x80") == 0xF0000, "also in plane 15");
}

static void
test_names(void)
{
	static const struct {
		const char *name;
		bool good;
	} table[] = {
		{ "王芳", true }, { "艾力·买买提", true }, { "王晓[沛]", true }, { "䶮", true }, { "Anna", true },
		{ "", false }, { "王 芳", false }, { "王　芳", false }, { "王\t芳", false }, { "王\n", false },
		{ "王\xE2\x80\x8B芳", false }, { "王\xE2\x80\xAE芳", false }, { "王\xC2\xA0芳", false },
		{ "\xFF", false }, { "王\xEF\xBF\xBD", false },
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		ok(text_name_ok(table[i].name) == table[i].good, "'%s' is %s name", table[i].name,
		    table[i].good ? "a" : "no");
}

static void
test_masks(void)
{
	static const struct {
		void (*mask)(const char *, struct buf *);
		const char *in, *out;
	} table[] = {
		{ text_mask_document, "370112199101012531", "3701121991****2531" },
		{ text_mask_document, "370112910101253", "3701129101*1253" },
		{ text_mask_document, "E12345678", "E1*****78" },
		{ text_mask_document, "军字第12345号", "军字*****5号" },
		{ text_mask_document, "1234", "****" },
		{ text_mask_document, "", "" },
		{ text_mask_phone, "13812345678", "138****5678" },
		{ text_mask_phone, "1234567", "*******" },
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct buf b = BUF_INIT;

		table[i].mask(table[i].in, &b);
		ok(strcmp(buf_text(&b), table[i].out) == 0, "%s is shown as %s", table[i].in, table[i].out);
		buf_release(&b);
	}
}

static void
test_phones(void)
{
	static const struct {
		const char *in, *out; /* NULL: none */
	} table[] = {
		{ "13812345678", "13812345678" }, { "+8613812345678", "13812345678" },
		{ "138 1234 5678", NULL }, { "138-1234-5678", NULL }, { "0086-138-1234-5678", NULL }, { "008613812345678", "13812345678" },
		{ "86-13812345678", NULL }, { "8613812345678", NULL }, { "13812345678 ", NULL }, { "19912345678", "19912345678" }, { "12812345678", NULL },
		{ "1381234567", NULL }, { "138123456789", NULL }, { "03812345678", NULL }, { "1381234567a", NULL },
		{ "010-12345678", NULL }, { "+8510012345678", NULL }, { "", NULL },
	};
	struct table t;
	int rows = 0;

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		char out[12] = "";
		bool good = phone_parse(table[i].in, out);

		ok(table[i].out ? good && strcmp(out, table[i].out) == 0 : !good && out[0] == '\0', "phone '%s' is %s",
		    table[i].in, table[i].out ? table[i].out : "refused");
	}
	if (!table_open(&t, "vectors/mobile.csv")) {
		skip("no mobile.csv");
		return;
	}
	while (table_next(&t)) {
		char out[12];
		bool want = strcmp(t.cell[1], "valid") == 0;

		/* ours differ on purpose: 92 and 98 are not in use */
		if (strstr(t.cell[0], "8692") != NULL || strstr(t.cell[0], "8698") != NULL)
			want = false;
		ok(phone_parse(t.cell[0], out) == want, "'%s' is %s", t.cell[0], want ? "a phone" : "none");
		rows++;
	}
	ok(rows > 0, "%d rows of mobile.csv", rows);
}

int
main(void)
{
	test_utf8();
	test_in_place(text_trim, "trimmed", " \t王 芳　\r\n ", "王 芳");
	test_in_place(text_trim, "trimmed", "　　", "");
	test_in_place(text_trim, "trimmed", "", "");
	test_in_place(text_trim, "trimmed", "a", "a");
	test_in_place(text_fold, "folded", "１２３ＡｂＸ（）－～王", "123AbX()-~王");
	test_in_place(text_fold, "folded", "a　b", "a　b");
	char s[] = "e12x王z";

	text_upper(s);
	ok(strcmp(s, "E12X王Z") == 0, "upper case of ASCII letters only");
	test_keys();
	test_names();
	test_masks();
	test_phones();
	return done();
}
