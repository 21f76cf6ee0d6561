/* SPDX-License-Identifier: MIT
 * UTF-8, folding, name keys, masking, phone numbers. */
#include "text.h"

#include <string.h>

int
utf8_decode(const char *s, size_t n, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t c;
	int len;

	if (n == 0)
		return 0;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	if (p[0] >= 0xC2 && p[0] <= 0xDF)
		len = 2, c = p[0] & 0x1FU;
	else if (p[0] >= 0xE0 && p[0] <= 0xEF)
		len = 3, c = p[0] & 0x0FU;
	else if (p[0] >= 0xF0 && p[0] <= 0xF4)
		len = 4, c = p[0] & 0x07U;
	else
		return 0;
	if (n < (size_t)len)
		return 0;
	for (int i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3FU);
	}
	if ((len == 3 && c < 0x800) || (len == 4 && c < 0x10000) || c > 0x10FFFF ||
	    (c >= 0xD800 && c <= 0xDFFF))
		return 0;
	*cp = c;
	return len;
}

int
utf8_encode(uint32_t cp, char out[4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

size_t
utf8_valid(const char *s, size_t n)
{
	size_t at = 0;

	while (at < n) {
		uint64_t eight;
		uint32_t cp;

		/* runs of ASCII, eight bytes at a time */
		if (n - at >= sizeof eight) {
			memcpy(&eight, s + at, sizeof eight);
			if ((eight & UINT64_C(0x8080808080808080)) == 0) {
				at += sizeof eight;
				continue;
			}
		}
		const unsigned char *p = (const unsigned char *)s + at;

		if (p[0] < 0x80) {
			at++;
			continue;
		}
		/* the Han characters of the basic plane, U+4000…U+CFFF, have no special cases */
		if (p[0] >= 0xe4 && p[0] <= 0xec && n - at >= 3 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80) {
			at += 3;
			continue;
		}
		int len = utf8_decode(s + at, n - at, &cp);

		if (len == 0)
			break;
		at += (size_t)len;
	}
	return at;
}

/* One step through a text: a code point, or a lone byte that is not UTF-8 (false). */
static bool
step(const char **s, size_t *left, uint32_t *cp)
{
	int len = utf8_decode(*s, *left, cp);
	size_t used = len > 0 ? (size_t)len : 1;

	if (len == 0)
		*cp = (unsigned char)**s;
	*s += used;
	*left -= used;
	return len > 0;
}

size_t
utf8_length(const char *s)
{
	size_t left = strlen(s), n = 0;
	uint32_t cp;

	for (; left > 0; n++) {
		if ((unsigned char)*s < 0x80) {
			s++;
			left--;
		} else {
			step(&s, &left, &cp);
		}
	}
	return n;
}

struct range {
	uint32_t first, last;
};

static bool
in_ranges(const struct range *r, size_t n, uint32_t cp)
{
	for (size_t i = 0; i < n; i++)
		if (cp >= r[i].first && cp <= r[i].last)
			return true;
	return false;
}

size_t
text_width(const char *s)
{
	static const struct range wide[] = { { 0x1100, 0x115f }, { 0x2e80, 0x303e }, { 0x3041, 0xa4cf }, { 0xa960, 0xa97c }, { 0xac00, 0xd7a3 },
		{ 0xf900, 0xfaff }, { 0xfe30, 0xfe6f }, { 0xff01, 0xff60 }, { 0xffe0, 0xffe6 }, { 0x16fe0, 0x18cff }, { 0x1b000, 0x1b2fb },
		{ 0x1f300, 0x1f64f }, { 0x1f900, 0x1f9ff }, { 0x20000, 0x3fffd } };
	static const struct range none[] = { { 0x0300, 0x036f }, { 0x200b, 0x200f }, { 0x20d0, 0x20ff }, { 0xfe00, 0xfe0f }, { 0xe0100, 0xe01ef } };
	size_t width = 0, left = strlen(s);

	while (left > 0) {
		uint32_t cp = 0;
		int n = utf8_decode(s, left, &cp);

		if (n == 0)
			n = 1;
		if (!in_ranges(none, sizeof none / sizeof *none, cp))
			width += in_ranges(wide, sizeof wide / sizeof *wide, cp) ? 2 : 1;
		s += n;
		left -= (size_t)n;
	}
	return width;
}

size_t
text_han(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t n = 0;

	for (; *p != '\0'; p += 3, n++)
		if (p[0] < 0xe4 || p[0] > 0xe9 || (p[0] == 0xe4 && p[1] < 0xb8) || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80)
			return 0;
	return n;
}

/* U+3000 IDEOGRAPHIC SPACE in UTF-8 */
#define WIDE_BLANK "\xE3\x80\x80"

static bool
ascii_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

size_t
text_trim(char *s, size_t n)
{
	size_t from = 0, to = n;

	for (;;) {
		if (from < to && ascii_blank(s[from]))
			from++;
		else if (to - from >= 3 && memcmp(s + from, WIDE_BLANK, 3) == 0)
			from += 3;
		else
			break;
	}
	for (;;) {
		if (from < to && ascii_blank(s[to - 1]))
			to--;
		else if (to - from >= 3 && memcmp(s + to - 3, WIDE_BLANK, 3) == 0)
			to -= 3;
		else
			break;
	}
	memmove(s, s + from, to - from);
	if (to - from < n)
		s[to - from] = '\0';
	return to - from;
}

size_t
text_fold(char *s, size_t n)
{
	size_t to = 0;

	for (size_t from = 0; from < n;) {
		uint32_t cp;

		if (utf8_decode(s + from, n - from, &cp) == 3 && cp >= 0xFF01 && cp <= 0xFF5E) {
			s[to++] = (char)(cp - 0xFF01 + '!');
			from += 3;
		} else {
			s[to++] = s[from++];
		}
	}
	if (to < n)
		s[to] = '\0';
	return to;
}

void
text_upper(char *s)
{
	for (; *s != '\0'; s++)
		if (*s >= 'a' && *s <= 'z')
			*s = (char)(*s - 'a' + 'A');
}

/* GBK gave the two-byte codes FE50…FE7E, FE80…FEA0 to characters that Unicode did not have:
 * old software stores them as U+E815…U+E864 in this order. The characters are those of
 * GB 18030-2005, as glibc's GB18030 charmap has them. */
enum { PUA_ROW = 0xE815 };
static const uint32_t pua_row[] = {
	0x2E81, 0x20087, 0x20089, 0x200CC, 0x2E84, 0x3473, 0x3447, 0x2E88,
	0x2E8B, 0x9FB4, 0x359E, 0x361A, 0x360E, 0x2E8C, 0x2E97, 0x396E,
	0x3918, 0x9FB5, 0x39CF, 0x39DF, 0x3A73, 0x39D0, 0x9FB6, 0x9FB7,
	0x3B4E, 0x3C6E, 0x3CE0, 0x2EA7, 0x215D7, 0x9FB8, 0x2EAA, 0x4056,
	0x415F, 0x2EAE, 0x4337, 0x2EB3, 0x2EB6, 0x2EB7, 0x2298F, 0x43B1,
	0x43AC, 0x2EBB, 0x43DD, 0x44D6, 0x4661, 0x464C, 0x9FB9, 0x4723,
	0x4729, 0x477C, 0x478D, 0x2ECA, 0x4947, 0x497A, 0x497D, 0x4982,
	0x4983, 0x4985, 0x4986, 0x499F, 0x499B, 0x49B7, 0x49B6, 0x9FBA,
	0x241FE, 0x4CA3, 0x4C9F, 0x4CA0, 0x4CA1, 0x4C77, 0x4CA2, 0x4D13,
	0x4D14, 0x4D15, 0x4D16, 0x4D17, 0x4D18, 0x4D19, 0x4DAE, 0x9FBB,
};

/* The other cells: GB 18030-2022 (vertical forms A6D9…A6F3), 2005 (A8BC). */
static const struct {
	uint16_t old, now;
} pua_cell[] = {
	{ 0xE78D, 0xFE10 }, { 0xE78E, 0xFE12 }, { 0xE78F, 0xFE11 }, { 0xE790, 0xFE13 },
	{ 0xE791, 0xFE14 }, { 0xE792, 0xFE15 }, { 0xE793, 0xFE16 }, { 0xE794, 0xFE17 },
	{ 0xE795, 0xFE18 }, { 0xE796, 0xFE19 }, { 0xE7C7, 0x1E3F },
};

static uint32_t
encoded_since(uint32_t cp)
{
	if (cp >= PUA_ROW && cp - PUA_ROW < sizeof pua_row / sizeof pua_row[0])
		return pua_row[cp - PUA_ROW];
	for (size_t i = 0; i < sizeof pua_cell / sizeof pua_cell[0]; i++)
		if (pua_cell[i].old == cp)
			return pua_cell[i].now;
	return cp;
}

static bool
is_blank(uint32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200B) ||
	    cp == 0x202F || cp == 0x205F || cp == 0x3000 || cp == 0xFEFF;
}

static bool
is_dot(uint32_t cp)
{
	return cp == 0xB7 || cp == 0x2022 || cp == 0x2027 || cp == 0x30FB || cp == 0xFF65 || cp == '.';
}

void
text_name_key(const char *name, struct buf *out)
{
	size_t left = strlen(name);
	uint32_t cp;

	while (left > 0) {
		char bytes[4];

		if (!step(&name, &left, &cp)) {
			buf_char(out, (char)cp); /* not UTF-8: kept, so that it stays different */
			continue;
		}
		if (is_blank(cp))
			continue;
		cp = encoded_since(cp);
		if (cp >= 0xFF01 && cp <= 0xFF5E)
			cp = cp - 0xFF01 + '!';
		if (is_dot(cp))
			cp = 0xB7;
		if (cp >= 'a' && cp <= 'z')
			cp = cp - 'a' + 'A';
		buf_add(out, bytes, (size_t)utf8_encode(cp, bytes));
	}
}

/* Characters that cannot be seen and only make two equal names differ. */
static bool
is_invisible(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) ||
	    (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF || cp == 0xFFFD;
}

bool
text_name_ok(const char *name)
{
	size_t left = strlen(name);
	uint32_t cp;

	if (left == 0)
		return false;
	while (left > 0)
		if (!step(&name, &left, &cp) || is_blank(cp) || is_invisible(cp))
			return false;
	return true;
}

uint32_t
text_private_use(const char *s)
{
	size_t left = strlen(s);
	uint32_t cp;

	while (left > 0)
		if (step(&s, &left, &cp) && ((cp >= 0xE000 && cp <= 0xF8FF) || cp >= 0xF0000))
			return cp;
	return 0;
}

/* Append s with all but the first and the last characters replaced; where both ends would
 * show everything, nothing is shown. */
static void
mask(const char *s, size_t first, size_t last, struct buf *out)
{
	size_t n = utf8_length(s), left = strlen(s);
	uint32_t cp;

	if (n == left && n > first + last) { /* one byte a character */
		buf_add(out, s, n);
		memset(out->ptr + out->len - n + first, '*', n - first - last);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const char *at = s;

		step(&s, &left, &cp);
		if (n > first + last && (i < first || i >= n - last))
			buf_add(out, at, (size_t)(s - at));
		else
			buf_char(out, '*');
	}
}

void
text_mask_document(const char *s, struct buf *out)
{
	if (utf8_length(s) >= 15)
		mask(s, 10, 4, out);
	else
		mask(s, 2, 2, out);
}

void
text_mask_phone(const char *s, struct buf *out)
{
	mask(s, 3, 4, out);
}

static bool
digit_or_letter(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

void
text_mask_numbers(const char *s, struct buf *out)
{
	while (*s != '\0') {
		size_t word = 0, digits = strspn(s, "0123456789");

		while (digit_or_letter(s[word]))
			word++;
		if (word == 0) {
			buf_char(out, *s++);
			continue;
		}
		bool document = (word == 18 && (digits == 18 || (digits == 17 && (s[17] == 'X' || s[17] == 'x')))) ||
		    (word == 15 && digits == 15);
		bool phone = word == 11 && digits == 11 && s[0] == '1' && s[1] >= '3';
		char copy[24];

		if (document || phone) {
			memcpy(copy, s, word);
			copy[word] = '\0';
			if (document)
				text_mask_document(copy, out);
			else
				text_mask_phone(copy, out);
		} else {
			buf_add(out, s, word);
		}
		s += word;
	}
}

bool
phone_parse(const char *s, char out[12])
{
	if (strncmp(s, "+86", 3) == 0)
		s += 3;
	else if (strncmp(s, "0086", 4) == 0)
		s += 4;
	if (s[0] != '1' || s[1] < '3' || strspn(s, "0123456789") != 11 || s[11] != '\0')
		return false;
	memcpy(out, s, 12);
	return true;
}
