/* SPDX-License-Identifier: MIT
 * CSV out: quoting, spreadsheets' guards, headers; whatever is written reads back. */
#include "stream/csvout.h"

#include "../csvref.h"
#include "../tap.h"

static const struct csvstyle plain, excel = { .excel = true }, chinese = { .chinese = true };

static const struct {
	const char *value, *plain, *excel;
} table[] = {
	{ "", "", "" },
	{ "abc", "abc", "abc" },
	{ "a b", "a b", "a b" },
	{ " a", "\" a\"", "\" a\"" },
	{ "a\t", "\"a\t\"", "\"a\t\"" },
	{ "a,b", "\"a,b\"", "\"a,b\"" },
	{ "say \"x\"", "\"say \"\"x\"\"\"", "\"say \"\"x\"\"\"" },
	{ "a\nb", "\"a\nb\"", "\"a\nb\"" },
	{ "a\rb", "\"a\rb\"", "\"a\rb\"" },
	{ "\xef\xbb\xbfx", "\"\xef\xbb\xbfx\"", "\"\xef\xbb\xbfx\"" },
	/* long numbers and leading zeros stay text */
	{ "370112199001011234", "370112199001011234", "\"=\"\"370112199001011234\"\"\"" },
	{ "0531", "0531", "\"=\"\"0531\"\"\"" },
	{ "0", "0", "0" },
	{ "13812345678", "13812345678", "13812345678" },
	{ "123456789012", "123456789012", "\"=\"\"123456789012\"\"\"" },
	{ "37011219900101123X", "37011219900101123X", "37011219900101123X" },
	{ "3701121990****1234", "3701121990****1234", "3701121990****1234" },
	/* formulas are defused, amounts are not formulas */
	{ "=1+2", "=1+2", "\"'=1+2\"" },
	{ "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"" },
	{ "+86 138", "+86 138", "\"'+86 138\"" },
	{ "-5.00", "-5.00", "-5.00" },
	{ "-5.00-2", "-5.00-2", "\"'-5.00-2\"" },
	{ "-", "-", "\"'-\"" },
	{ "@SUM(A1)", "@SUM(A1)", "\"'@SUM(A1)\"" },
	{ "\t=1", "\"\t=1\"", "\"'\t=1\"" },
	{ "\n=1", "\"\n=1\"", "\"'\n=1\"" },
	{ "＝1+2", "＝1+2", "\"'＝1+2\"" },
	{ "'=1", "'=1", "\"''=1\"" },
	{ "=\"007\"", "\"=\"\"007\"\"\"", "\"'=\"\"007\"\"\"" },
	{ "'quoted", "'quoted", "'quoted" },
};

static void
as_in_table(void)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct buf p = BUF_INIT, x = BUF_INIT;

		csvout_field(&p, &plain, table[i].value, strlen(table[i].value));
		csvout_field(&x, &excel, table[i].value, strlen(table[i].value));
		ok(strcmp(buf_text(&p), table[i].plain) == 0 && strcmp(buf_text(&x), table[i].excel) == 0, "field %zu: plain %s", i,
		    strchr(buf_text(&p), '\n') != NULL ? "…" : buf_text(&p));
		buf_release(&p);
		buf_release(&x);
	}
}

static void
rows_and_headers(void)
{
	const char *const column[] = { "reg_no", "id_no", "no_such_column" }, *const field[] = { "1", "a,b", "" }, *const lone[] = { "" };
	struct buf b = BUF_INIT;

	csvout_header(&b, &plain, column, 3);
	csvout_row(&b, &plain, field, 3);
	csvout_row(&b, &plain, lone, 1);
	ok(strcmp(buf_text(&b), "reg_no,id_no,no_such_column\n1,\"a,b\",\n\"\"\n") == 0, "plain: LF; a lone empty field is no blank line");
	buf_clear(&b);
	csvout_header(&b, &chinese, column, 2);
	ok(strcmp(buf_text(&b), "报名号,证件号码\n") == 0, "Chinese header");
	buf_clear(&b);
	csvout_header(&b, &excel, column, 2);
	csvout_row(&b, &excel, field, 2);
	ok(strcmp(buf_text(&b), "\xef\xbb\xbfreg_no,id_no\r\n1,\"a,b\"\r\n") == 0, "for a spreadsheet: BOM and CRLF");
	buf_release(&b);
}

static unsigned
rnd(unsigned n)
{
	static unsigned long long x = 1181783497276652981ULL;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (unsigned)(x >> 33) % n;
}

/* Random records, written and read: the same fields, in both styles. */
static void
reads_back(const struct csvstyle *style, const char *what)
{
	static const char *const piece[] = { "\"", ",", "\n", "\r", " ", "\t", "a", "0", "1234567", "中", "𠮷", "=", "+", "-", "@", "'", "＝", "\xef\xbb\xbf", ".5" };
	int differ = 0;

	for (int i = 0; i < 3000; i++) {
		struct buf value[4] = { BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT }, out = BUF_INIT, err = BUF_INIT;
		const char *field[4];
		struct csvrow row;
		int fd;
		size_t n = 1 + rnd(4);

		for (size_t k = 0; k < n; k++) {
			for (unsigned m = rnd(5); m > 0; m--)
				buf_str(&value[k], piece[rnd(sizeof piece / sizeof *piece)]);
			field[k] = buf_text(&value[k]);
		}
		csvout_row(&out, style, field, n);
		struct csvin *in = csvin_open(csvref_file(out.ptr, out.len, &fd), "UTF-8", &err);
		bool same = in != NULL && csvin_next(in, &row, &err) == 1 && row.n == n;

		for (size_t k = 0; same && k < n; k++) {
			if (style->excel)
				csvout_unguard(row.field[k], row.len[k]);
			same = strcmp(row.field[k], field[k]) == 0;
		}
		same = same && csvin_next(in, &row, &err) == 0;
		if (!same && differ++ == 0)
			printf("# %s# %s\n", buf_text(&out), buf_text(&err));
		csvin_close(in);
		close(fd);
		for (size_t k = 0; k < 4; k++)
			buf_release(&value[k]);
		buf_release(&out);
		buf_release(&err);
	}
	ok(differ == 0, "3000 random records read back, %s: %d differ", what, differ);
}

static void
unguarded(void)
{
	static const struct { const char *in, *out; } t[] = {
		{ "=\"0123\"", "0123" }, { "=\"\"", "" }, { "'=1", "=1" }, { "''=1", "'=1" }, { "'a", "'a" }, { "=1", "=1" }, { "\"x\"", "\"x\"" },
		{ "=\"", "=\"" }, { "", "" }, { "'", "'" },
	};

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		char s[32];

		snprintf(s, sizeof s, "%s", t[i].in);
		size_t n = csvout_unguard(s, strlen(s));
		ok(n == strlen(t[i].out) && strcmp(s, t[i].out) == 0, "%s without its guard: %s", t[i].in, s);
	}
}

int
main(void)
{
	as_in_table();
	rows_and_headers();
	unguarded();
	reads_back(&plain, "plain");
	reads_back(&excel, "for a spreadsheet");
	return done();
}
