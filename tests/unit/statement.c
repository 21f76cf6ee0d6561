/* SPDX-License-Identifier: MIT
 * Statements: real bills are read or refused for the right reason, generated ones come back
 * row by row, and a file that was cut is never taken for a whole one. */
#include "stream/statement.h"

#include <stdlib.h>
#include <string.h>

#include "stream/statement_part.h"
#include "value/date.h"
#include "../gen/statement.c"
#include "../tap.h"

static struct profiles all;
static const struct profile *alipay, *wechat;

/* "" where the file is accepted, else the code of its first fault. */
static const char *
verdict(const struct buf *b, struct statement *st)
{
	enum statement_code code;
	const struct profile *p = statement_recognise(&all, buf_text(b), b->len, &code);

	if (p == NULL) {
		memset(st, 0, sizeof *st);
		return statement_code_word(code);
	}
	return statement_read(st, p, buf_text(b), b->len, (struct statement_source){ NULL, NEAR_NONE }) ? "" : statement_code_word(st->fault[0].code);
}

static bool
accepts(const char *bytes, size_t n)
{
	struct buf b = BUF_INIT;
	struct statement st;

	buf_add(&b, bytes, n);
	bool good = *verdict(&b, &st) == '\0';

	statement_release(&st);
	buf_release(&b);
	return good;
}

static bool
has_fault(const struct statement *st, enum statement_code code, const char *value)
{
	for (size_t i = 0; i < st->faults && i < STATEMENT_FAULTS; i++)
		if (st->fault[i].code == code && strstr(st->fault[i].value, value) != NULL)
			return true;
	return false;
}

/* ---- samples of real files ---- */

static const struct {
	const char *path; /* '+' in front: read with the newline that its end lacks */
	size_t rows;
	int fault;         /* -1: accepted; else this is among its faults */
	const char *value; /* … with this in its value */
} samples[] = {
	{ "alipay/trade_2017_hospital.csv", 2, TOTALS_MISSING, "" }, /* an excerpt without trailer */
	{ "alipay/trade_2026_refund_bad_totals.csv", 3, TOTALS_DIFFER, "3/2" },
	{ "wechat/gunsluo_trade_ALL_ok.csv", 3, -1, "" },
	{ "wechat/gunsluo_trade_SUCCESS_ok.csv", 1, -1, "" },
	{ "wechat/gunsluo_trade_ALL_bad_row.csv", 2, AMOUNT_FORM, "a0.00" },
	{ "wechat/gunsluo_trade_ALL_bad_total_amount.csv", 3, TOTALS_FORM, "a0.00" },
	{ "wechat/gunsluo_trade_REFUND_bad.csv", 1, AMOUNT_FORM, "a0.01" },
	{ "wechat/gunsluo_trade_SUCCESS_bad.csv", 0, AMOUNT_FORM, "a0.01" },
	{ "wechat/official_trade_ALL_2022.csv", 1, TOTALS_DIFFER, "12/1" },
	{ "wechat/official_trade_ALL_2014.csv", 1, -1, "" },
	{ "wechat/gunsluo_fundflow_trimmed.csv", 2, TOTALS_DIFFER, "3/2" },
	{ "wechat/gunsluo_fundflow_bad_row.csv", 1, AMOUNT_FORM, "a0.01" },
	{ "wechat/official_fundflow_2018.csv", 1, TOTALS_DIFFER, "20/1" },
	{ "alipay/account_2012_air_trimmed.csv", 3, TOTALS_DIFFER, "18/3" },
	{ "alipay/account_2012_air_trimmed.csv", 3, BALANCE_DIFFERS, "12261.39/12259.03" },
	{ "alipay/account_2026_padded_trailer.csv", 1, -1, "" },
	{ "deg/example-icbc-debit-v1-records.csv", 5, TOTALS_DIFFER, "9876.54/" },
	{ "deg/example-icbc-debit-v1-records.csv", 5, BALANCE_FORM, "xx,yyyy.zz" },
	{ "deg/example-icbc-debit-v2-records.csv", 5, TOTALS_DIFFER, "9876.54/" },
	{ "deg/example-icbc-credit-records.csv", 1, TOTALS_DIFFER, "6543.21/363.13" },
	{ "deg/example-abc_debit-records.csv", 2, FILE_CUT, "个人活期结息" },
	{ "deg/example-abc_debit-records.csv", 2, BALANCE_DIFFERS, "11000.00/10990.00" },
	{ "+deg/example-boc-debit-records.csv", 4, -1, "" },
	{ "deg/example-boc-debit-records.csv", 4, -1, "" },
	{ "deg/example-bocom_debit-records.csv", 4, BALANCE_DIFFERS, "2334.62/1331.42" },
	{ "deg/example-cmb-debit-records.csv", 1, BALANCE_DIFFERS, "" },
	{ "deg/example-cgb_credit-records.csv", 2, -1, "" },
	{ "deg/example-boc-credit-records.csv", 0, STATEMENT_UNKNOWN, "" },
	{ "deg/example-bocom_credit-records.csv", 0, STATEMENT_UNKNOWN, "" },
	{ "deg/example-cmb-credit-records.csv", 0, STATEMENT_UNKNOWN, "" },
	{ "deg/example-alipay-records.csv", 0, STATEMENT_UNKNOWN, "" },
	{ "deg/example-wechat-records.csv", 0, STATEMENT_UNKNOWN, "" },
	{ "deg/example-jd-records.csv", 0, STATEMENT_UNKNOWN, "" },
	{ "deg/example-mt-records.csv", 0, STATEMENT_UNKNOWN, "" },
	{ "deg/example-ccb-records.xls", 0, STATEMENT_UNKNOWN, "" },
};

static void
test_samples(void)
{
	const char *shared = getenv("SHARED");

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		struct buf b = BUF_INIT;
		struct statement st;
		char path[512];

		snprintf(path, sizeof path, "%s/data/statements/%s", shared != NULL ? shared : "../shared",
		    samples[i].path + (samples[i].path[0] == '+'));
		if (!buf_read_file(&b, path, 0)) {
			skip(samples[i].path);
			continue;
		}
		if (samples[i].path[0] == '+')
			buf_char(&b, '\n');
		const char *word = verdict(&b, &st);
		bool good = samples[i].fault < 0 ? *word == '\0' :
		    samples[i].fault == STATEMENT_UNKNOWN ?
		    strcmp(word, "STATEMENT_UNKNOWN") == 0 :
		    has_fault(&st, (enum statement_code)samples[i].fault, samples[i].value);

		ok(good && st.rows == samples[i].rows, "%s: %zu rows, %s %s", samples[i].path, st.rows, word,
		    st.faults > 0 ? st.fault[0].value : "");
		statement_release(&st);
		buf_release(&b);
	}
}

/* ---- round trip ---- */

enum { DAY0 = 20331 }; /* 2025-08-31 */
#define DAY ((int64_t)DAY0 * 86400)

/* names: U+4DAE is two bytes or four by edition, U+2CB4E is always four */
static const struct bill_row rows[] = {
	{ false, "2025083122001", "AQ25A0001", NULL, 12300, 74000, DAY + 60, "安全工程师报名费", "䶮*(137****2600)", NULL },
	{ false, "2025083122002", "AQ25A0002", NULL, 6100, 37000, DAY + 86399, "报名费 𬭎堃", "𬭎*(a`b)", NULL },
	{ true, "2025083122001", "AQ25A0001", "R0001", 12300, -74000, DAY + 7200, "退费", "䶮*(137****2600)", NULL },
	{ false, "2025083122003", "AQ25A0003", NULL, 1, 0, DAY, "x", "王*", NULL },
	{ true, "2025083122002", "AQ25A0002", "R0002", 100, 0, DAY + 7201, "退费", "𬭎*(a`b)", "PROCESSING" },
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static bool
same(struct span s, const char *text)
{
	return s.len == strlen(text) && memcmp(s.ptr, text, s.len) == 0;
}

static bool
comes_back(const struct statement *st, size_t i, bool has_status)
{
	const struct statement_row *got = &st->row[i];
	const struct bill_row *r = &rows[i];
	struct buf text = BUF_INIT;

	statement_text(st, got, BILL_TEXT, &text);
	bool good = got->kind == (r->refund ? ROW_REFUND : ROW_PAY) && same(got->txn_no, r->txn_no) &&
	    same(got->order_no, r->order_no) && same(got->refund_no, r->refund ? r->refund_no : "") &&
	    got->amount == r->amount && got->settled == r->amount && got->fee == r->fee && got->time == r->time &&
	    got->status == (r->status != NULL && has_status ? ROW_WAITING : ROW_FINAL) &&
	    strcmp(buf_text(&text), r->subject) == 0;

	buf_release(&text);
	return good;
}

static void
make_alipay(struct buf *b)
{
	bill_alipay(b, rows, ROWS, "20885212319120680156", DAY, DAY + 86400);
}

static void
make_wechat(struct buf *b)
{
	bill_wechat(b, rows, ROWS, "1601959334", 6000);
}

static void
test_round_trip(void)
{
	struct buf a = BUF_INIT, w = BUF_INIT;
	struct statement st;

	make_alipay(&a);
	ok(*verdict(&a, &st) == '\0' && st.profile == alipay && st.rows == ROWS, "an Alipay bill is recognised and whole");
	for (size_t i = 0; i < st.rows; i++)
		ok(comes_back(&st, i, false) && same(st.row[i].merchant, "20885212319120680156") && st.row[i].rate == -1,
		    "Alipay row %zu comes back", i);
	ok(st.declared && st.from == DAY && st.to == DAY + 86400, "its declared range is half-open");
	ok(st.totals == 4 && st.total[1].declared == 18401 && st.total[3].counted == 12400, "four totals were checked");
	statement_release(&st);

	make_wechat(&w);
	ok(*verdict(&w, &st) == '\0' && st.profile == wechat && st.rows == ROWS, "a WeChat bill is recognised and whole");
	for (size_t i = 0; i < st.rows; i++)
		ok(comes_back(&st, i, true) && same(st.row[i].merchant, "1601959334") && st.row[i].rate == 6000,
		    "WeChat row %zu comes back", i);
	ok(!st.declared && st.from == DAY && st.to == DAY + 86400, "it covers the days of its rows");
	ok(st.covers_pay && st.covers_refund, "a bill of type ALL covers payments and refunds");
	ok(st.totals == 6, "six totals were checked");
	statement_release(&st);
	buf_release(&a);
	buf_release(&w);
}

/* ---- cutting ---- */

static void
test_cut(const char *name, void make(struct buf *))
{
	struct buf b = BUF_INIT;
	size_t taken = 0, wrong = 0;

	make(&b);
	for (size_t cut = 1; cut <= 300; cut++) {
		if (!accepts(b.ptr, b.len - cut))
			continue;
		/* whole: only the last newline is missing */
		taken++;
		wrong += cut != 1;
	}
	ok(taken >= 1 && wrong == 0, "%s: of 300 cuts %zu leave the bill whole, %zu others are taken", name, taken, wrong);
	buf_release(&b);
}

/* ---- bills that were changed ---- */

static void
replace(struct buf *b, const char *from, const char *to)
{
	struct buf out = BUF_INIT;
	const char *at = memmem(b->ptr, b->len, from, strlen(from));

	if (at == NULL) {
		ok(false, "the test looks for '%s' in vain", from);
		return;
	}
	buf_add(&out, b->ptr, (size_t)(at - b->ptr));
	buf_str(&out, to);
	buf_add(&out, at + strlen(from), b->len - (size_t)(at - b->ptr) - strlen(from));
	buf_release(b);
	*b = out;
}

static const struct {
	const char *what, *from, *to;
	int fault; /* -1: accepted */
	const char *field, *value;
} changes[] = {
	{ "another spelling of a name", "申请退款金额", "\xEF\xBB\xBF 申请退款金额\t", -1, "", "" },
	{ "a required column that is gone", ",微信订单号,", ",微信号,", STATEMENT_UNKNOWN, "", "" },
	{ "an amount column that is gone", ",订单金额,", ",金额,", HEADER_MISSING, "订单金额", "" },
	{ "a column that is there twice", ",费率备注", ",费率", HEADER_DUPLICATE, "费率", "" },
	{ "an unknown kind", "`NATIVE,`SUCCESS", "`NATIVE,`CLOSED", KIND_UNKNOWN, "交易状态", "CLOSED" },
	{ "an unknown refund status", "`PROCESSING", "`PERHAPS", STATUS_UNKNOWN, "退款状态", "PERHAPS" },
	{ "a refund without status", "`PROCESSING", "`", -1, "", "" },
	{ "a cancelled payment without status", "`REFUND,`OTHERS,`CNY,`0.00,`0.00,`5R0001,`R0001,`123.00,`0.00,`ORIGINAL,`SUCCESS",
	    "`REVOKED,`OTHERS,`CNY,`0.00,`0.00,`5R0001,`R0001,`123.00,`0.00,`ORIGINAL,`", -1, "", "" },
	{ "no number of the payment", ",`2025083122003", ",`", FIELD_FORM, "微信订单号", "" },
	{ "a zero for the number of the payment", ",`2025083122003", ",`0", FIELD_FORM, "微信订单号", "" },
	{ "no number of the payment that a refund is of", ",`2025083122001,`AQ25A0001,`䶮*(137****2600),`NATIVE,`REFUND",
	    ",`,`AQ25A0001,`䶮*(137****2600),`NATIVE,`REFUND", FIELD_FORM, "微信订单号", "" },
	{ "a blank line in front of the totals' values", "\n`5,`", "\n\n \r\n`5,`", -1, "", "" },
	{ "blank lines and no values of the totals", "\n`5,`", "\n\n\n5,`", TOTALS_FORM, "", "" },
	{ "a refund that failed", "`PROCESSING", "`CHANGE", -1, "", "" },
	{ "another currency", "`CNY", "`USD", CURRENCY_UNKNOWN, "货币种类", "USD" },
	{ "an amount with a letter", "`123.00", "`1O3.00", AMOUNT_FORM, "应结订单金额", "1O3.00" },
	{ "an amount with an exponent", "`61.00", "`6.1e1", AMOUNT_FORM, "", "6.1e1" },
	{ "a payment of nothing", "`0.00000,`0.60%,`0.01", "`0.00000,`0.60%,`0.00", AMOUNT_SIGN, "订单金额", "0.00" },
	{ "a negative refund", "SUCCESS,`退费,`,`-0.74000,`0.60%,`0.00,`123.00",
	    "SUCCESS,`退费,`,`-0.74000,`0.60%,`0.00,`-123.00", AMOUNT_SIGN, "申请退款金额", "-123.00" },
	{ "a rate without %", "0.60%", "0.60", RATE_FORM, "费率", "0.60" },
	{ "a time that is none", "2025-08-31 00:01:00", "2025-08-32 00:01:00", TIME_FORM, "交易时间", "2025-08-32" },
	{ "a field too many", ",`AQ25A0001,", ",`x,`AQ25A0001,", FIELD_COUNT, "", "" },
	{ "a row without its backtick", "`2025-08-31 23:59:59", "2025-08-31 23:59:59", FIELD_PREFIX, "", "" },
	{ "a comma inside a text", "报名费 𬭎堃", "报名费, 𬭎堃", -1, "", "" },
	{ "a number with a control character", "AQ25A0001", "AQ25\x01""A0001", FIELD_FORM, "商户订单号", "" },
	{ "a number that is no UTF-8", "AQ25A0001", "AQ25\xD6\xD0", FIELD_FORM, "商户订单号", "" },
	{ "a text that is no UTF-8", "报名费 𬭎堃", "报名费 \xFF", -1, "", "" },
	{ "a wrong count", "\n`5,`", "\n`6,`", TOTALS_DIFFER, "总交易单数", "6/5" },
	{ "a count with decimals", "\n`5,`", "\n`5.0,`", -1, "", "" },
	{ "a wrong sum", "`184.01,`124.00", "`184.02,`124.00", TOTALS_DIFFER, "应结订单总金额", "184.02/184.01" },
	{ "a wrong fee", ",`0.37000,`184", ",`0.37001,`184", TOTALS_DIFFER, "手续费总金额", "0.37001/0.37000" },
	{ "a total that is gone", ",手续费总金额,", ",手续费,", TOTALS_MISSING, "手续费总金额", "" },
	{ "one payment of a number twice", "`2025083122003", "`2025083122002", E_CHANGED, "txn_no", "2025083122002" },
	{ "one refund of a number, another payment", "R0002", "R0001", -1, "", "" },
};

static void
test_changes(void)
{
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
		struct buf b = BUF_INIT;
		struct statement st;

		make_wechat(&b);
		replace(&b, changes[i].from, changes[i].to);
		const char *word = verdict(&b, &st);

		if (changes[i].fault < 0)
			ok(*word == '\0', "%s is accepted (%s)", changes[i].what, word);
		else
			ok(strcmp(word, statement_code_word((enum statement_code)changes[i].fault)) == 0 &&
			    (st.faults == 0 || (strcmp(st.fault[0].field, changes[i].field) == 0 || *changes[i].field == '\0')) &&
			    (st.faults == 0 || strstr(st.fault[0].value, changes[i].value) != NULL),
			    "%s: %s at %u %s '%s'", changes[i].what, word, st.fault[0].line, st.fault[0].field,
			    st.fault[0].value);
		statement_release(&st);
		buf_release(&b);
	}
}

/* What an empty 退款状态 means: a refund waits, a cancelled payment is done. */
static void
test_no_status(void)
{
	static const struct {
		const char *kind;
		uint8_t status;
	} cases[] = { { "REFUND", ROW_WAITING }, { "REVOKED", ROW_FINAL } };

	for (size_t i = 0; i < 2; i++) {
		struct buf b = BUF_INIT;
		struct statement st;

		make_wechat(&b);
		replace(&b, "`PROCESSING", "`");
		char *end = memmem(b.ptr, b.len, "`5R0002", 7), *at = b.ptr;

		for (char *next = at; (next = memmem(next, (size_t)(end - next), "`REFUND", 7)) != NULL; next++)
			at = next;
		struct buf changed = BUF_INIT;

		buf_add(&changed, b.ptr, (size_t)(at - b.ptr));
		buf_printf(&changed, "`%s", cases[i].kind);
		buf_add(&changed, at + 7, b.len - (size_t)(at + 7 - b.ptr));
		ok(*verdict(&changed, &st) == '\0' && st.rows == ROWS && st.row[ROWS - 1].kind == ROW_REFUND &&
		    st.row[ROWS - 1].status == cases[i].status, "%s without a status", cases[i].kind);
		statement_release(&st);
		buf_release(&changed);
		buf_release(&b);
	}
}

/* A NUL in any line, whatever stands there. */
static void
test_nul(void)
{
	struct buf b = BUF_INIT;
	size_t taken = 0, tried = 0;

	make_alipay(&b);
	for (size_t i = 0; i < b.len; i += 7) {
		char saved = b.ptr[i];

		b.ptr[i] = '\0';
		taken += accepts(b.ptr, b.len);
		b.ptr[i] = saved;
		tried++;
	}
	ok(taken == 0, "none of %zu bills with a NUL is taken (%zu)", tried, taken);
	buf_clear(&b);
	make_wechat(&b);
	struct statement st;
	char *at = memmem(b.ptr, b.len, "报名费", 9);

	*at = '\0';
	const char *word = verdict(&b, &st);

	ok(strcmp(word, "FIELD_FORM") == 0 && strcmp(st.fault[0].value, "NUL") == 0 && st.fault[0].line == 2,
	    "a NUL in a text is named with its line (%u: %s)", st.fault[0].line, st.fault[0].value);
	statement_release(&st);
	buf_release(&b);
}

static void
add_line(struct buf *b, const char *line)
{
	for (; *line != '\0'; line++) {
		if (*line == '\n')
			buf_char(b, '\r');
		buf_char(b, *line);
	}
}

static void
test_shapes(void)
{
	struct buf b = BUF_INIT, crlf = BUF_INIT, twice = BUF_INIT, utf8 = BUF_INIT;
	struct statement st;

	make_wechat(&b);
	buf_str(&crlf, "\xEF\xBB\xBF");
	add_line(&crlf, buf_text(&b));
	buf_str(&crlf, "\r\n\r\n");
	ok(*verdict(&crlf, &st) == '\0' && st.rows == ROWS && same(st.row[4].order_no, "AQ25A0002"),
	    "BOM, CRLF and blank lines at the end are read");
	statement_release(&st);
	buf_add(&twice, b.ptr, b.len);
	buf_add(&twice, b.ptr, b.len);
	ok(strcmp(verdict(&twice, &st), "TRAILER_TEXT") == 0, "two WeChat bills in one file are refused");
	statement_release(&st);
	buf_clear(&b);
	buf_clear(&twice);
	make_alipay(&b);
	buf_add(&twice, b.ptr, b.len);
	buf_add(&twice, b.ptr, b.len);
	verdict(&twice, &st);
	ok(has_fault(&st, TRAILER_TEXT, ""), "two Alipay bills in one file are refused");

	struct span whole = { b.ptr, (uint32_t)b.len };

	decode(st.decoder, whole, &utf8);
	statement_release(&st);
	ok(*verdict(&utf8, &st) == '\0' && st.rows == ROWS && comes_back(&st, 1, false),
	    "an Alipay bill saved as UTF-8 is the same");
	statement_release(&st);
	replace(&utf8, "笔，商家实收共184.01元，商家优惠共0.00元", "笔，商家实收共184.01元，商家优惠共0.00元,,,,,,,");
	replace(&utf8, "（元）", "(元)");
	ok(*verdict(&utf8, &st) == '\0', "padded trailers and half-width parentheses are read");
	statement_release(&st);
	struct buf more = BUF_INIT;

	buf_add(&more, utf8.ptr, utf8.len);
	replace(&more, "#退款合计", "#交易合计：3笔，商家实收共184.01元\n#退款合计");
	ok(strcmp(verdict(&more, &st), "TRAILER_TEXT") == 0, "a total that is there twice is refused");
	statement_release(&st);
	more.len = (size_t)((char *)memmem(more.ptr, more.len, "#导出时间", 13) - more.ptr);
	replace(&more, "#交易合计：3笔，商家实收共184.01元\n#退款合计", "#退款合计");
	ok(strcmp(verdict(&more, &st), "FILE_CUT") == 0, "a bill that ends with its totals lacks the line of its export");
	statement_release(&st);
	buf_release(&more);
	replace(&utf8, "2025年09月01日 00:00:00", "2025年08月31日 23:59:59");
	ok(strcmp(verdict(&utf8, &st), "TIME_RANGE") == 0 && st.fault[0].line == 7, "a row at the end of the range is outside");
	statement_release(&st);
	replace(&utf8, "2025年08月31日 23:59:59", "2025年08月32日 23:59:59");
	ok(strcmp(verdict(&utf8, &st), "RANGE_FORM") == 0, "a range that is no time is refused");
	statement_release(&st);
	buf_release(&b);
	buf_release(&crlf);
	buf_release(&twice);
	buf_release(&utf8);
}

static void
test_empty(void)
{
	static const char *const none[] = {
		"<xml><return_code><![CDATA[FAIL]]></return_code><return_msg><![CDATA[No Bill Exist]]></return_msg>"
		"<error_code><![CDATA[20002]]></error_code></xml>",
		"{\"code\":\"NO_STATEMENT_EXIST\",\"message\":\"请求的账单文件不存在\"}",
		"{\"error_code\": \"20002\"}",
	};
	struct buf b = BUF_INIT;
	struct statement st;

	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
		buf_clear(&b);
		buf_str(&b, none[i]);
		ok(*verdict(&b, &st) == '\0' && st.empty_day && st.rows == 0 && st.profile == wechat,
		    "\"no bill\" %zu is an empty day", i + 1);
		statement_release(&st);
	}
	ok(!accepts("", 0), "an empty file is no statement");
	ok(!accepts("{\"code\":\"SIGN_ERROR\"}", 21), "another error of the channel is no statement");
	buf_clear(&b);
	bill_wechat(&b, NULL, 0, "1", 6000);
	ok(*verdict(&b, &st) == '\0' && st.rows == 0 && st.to == 0, "a bill without rows is whole and covers nothing");
	statement_release(&st);
	buf_clear(&b);
	bill_alipay(&b, NULL, 0, "2088", DAY, DAY + 86400);
	ok(*verdict(&b, &st) == '\0' && st.rows == 0 && st.from == DAY, "an Alipay bill without rows covers its day");
	statement_release(&st);
	buf_release(&b);
}

/* The other forms of the WeChat bill: what they cover, and which column is which. */
static const char head[] = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,"
			   "付款银行,货币种类,";
static const char row_head[] = "`2025-08-31 12:00:00,`wx0,`1601,`0,`,`4200,`A1,`u,`NATIVE,`%s,`OTHERS,`CNY,";
static const struct {
	const char *what, *columns, *status, *row, *trailer;
	bool pay, refund;
	int64_t amount, settled, time;
} forms[] = {
	{ "SUCCESS, 20 columns", "应结订单金额,代金券金额,商品名称,商户数据包,手续费,费率,订单金额,费率备注", "SUCCESS",
	    "`0.90,`0.10,`x,`,`0.00500,`0.60%,`1.00,`",
	    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\n"
	    "`1,`0.90,`0.00,`0.00,`0.00500,`1.00,`0.00\n",
	    true, false, 100, 90, DAY + 43200 },
	{ "SUCCESS, a trailer of 4 columns", "应结订单金额,代金券金额,商品名称,商户数据包,手续费,费率,订单金额,费率备注",
	    "SUCCESS", "`0.90,`0.10,`x,`,`0.00500,`0.60%,`1.00,`",
	    "总交易单数,应结订单总金额,手续费总金额,订单总金额\n`1,`0.90,`0.00500,`1.00\n", true, false, 100, 90, DAY + 43200 },
	{ "REFUND, 29 columns",
	    "应结订单金额,代金券金额,退款申请时间,退款成功时间,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,"
	    "退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注",
	    "REFUND",
	    "`0.00,`0.00,`2025-09-01 10:00:00,`2025-09-01 10:00:03,`50,`R1,`0.90,`0.10,`ORIGINAL,`SUCCESS,`x,`,"
	    "`-0.00500,`0.60%,`0.00,`1.00,`",
	    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\n"
	    "`1,`0.00,`0.90,`0.10,`-0.00500,`0.00,`1.00\n",
	    false, true, 100, 90, DAY + 86400 + 36003 },
	{ "REFUND, not through yet",
	    "应结订单金额,代金券金额,退款申请时间,退款成功时间,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,"
	    "退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注",
	    "REFUND",
	    "`0.00,`0.00,`2025-09-01 10:00:00,`,`50,`R1,`1.00,`0.00,`ORIGINAL,`PROCESSING,`x,`,"
	    "`0.00000,`0.60%,`0.00,`1.00,`",
	    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\n"
	    "`1,`0.00,`1.00,`0.00,`0.00000,`0.00,`1.00\n",
	    false, true, 100, 100, DAY + 86400 + 36000 },
	{ "old, 24 columns",
	    "总金额,代金券或立减优惠金额,微信退款单号,商户退款单号,退款金额,代金券或立减优惠退款金额,退款类型,退款状态,"
	    "商品名称,商户数据包,手续费,费率",
	    "SUCCESS", "`1.0,`0,`0,`0,`0,`0,`,`,`x,`,`0.00600,`0.60%",
	    "总交易单数,总交易额,总退款金额,总代金券或立减优惠退款金额,手续费总金额\n`1,`1.0,`0.0,`0.0,`0.00600\n", true, true,
	    100, 100, DAY + 43200 },
	{ "old, a cancelled order",
	    "总金额,企业红包金额,微信退款单号,商户退款单号,退款金额,企业红包退款金额,退款类型,退款状态,商品名称,商户数据包,"
	    "手续费,费率",
	    "REVOKED", "`0,`0,`50,`0,`1.00,`0,`ORIGINAL,`SUCCESS,`x,`,`-0.00600,`0.60%",
	    "总交易单数,总交易额,总退款金额,总企业红包退款金额,手续费总金额\n`1,`0.0,`1.0,`0.0,`-0.00600\n", true, true, 100,
	    100, DAY + 43200 },
};

static void
test_forms(void)
{
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		struct buf b = BUF_INIT;
		struct statement st;

		buf_str(&b, head);
		buf_str(&b, forms[i].columns);
		buf_char(&b, '\n');
		buf_printf(&b, row_head, forms[i].status);
		buf_str(&b, forms[i].row);
		buf_char(&b, '\n');
		buf_str(&b, forms[i].trailer);
		const char *word = verdict(&b, &st);
		bool good = *word == '\0' && st.rows == 1 && st.row[0].amount == forms[i].amount &&
		    st.row[0].settled == forms[i].settled && st.row[0].time == forms[i].time &&
		    st.covers_pay == forms[i].pay && st.covers_refund == forms[i].refund &&
		    st.row[0].kind == (strcmp(forms[i].status, "SUCCESS") == 0 ? ROW_PAY : ROW_REFUND);

		ok(good, "WeChat bill %s: %s %s", forms[i].what, word, st.faults > 0 ? st.fault[0].value : "");
		statement_release(&st);
		buf_release(&b);
	}
}

/* A bank that needs no code: fen, semicolons, signs, a number inside a text, no numbers. */
static const char bank[] =
    "[profile]\nid=bank\nversion=1\n[file]\nencoding=gb18030\ndelimiter=semicolon\nheader=日期|摘要|类型\n"
    "skip_prefix=--\noverflow=last\n[map]\norder_no=订单|-\norder_extract=摘要:订单编号([0-9]+)\nkind=类型\n"
    "amount=金额\ntime=日期\nremark=备注\n[value]\namount_unit=fen\nrefund_sign=negative\nkind.pay=收入|贷\n"
    "kind.refund=支出\nkind.ignore=利息\ntime_format=%Y%m%d\nfee_rate=0.10%\n"
    "[range]\nline=^期间 ([0-9]+)-([0-9]+)\nformat=%Y%m%d\nend=closed\n";

static void
make_bank(struct buf *b, const char *last)
{
	struct buf text = BUF_INIT;

	buf_printf(&text, "某银行对账单\n期间 20250831-20250901\n日期;类型;金额;摘要;备注\n"
			  "20250831;收入;6100;缴费 订单编号00123 谢;a;b;c\n-- 第二页\n"
			  "20250831;贷;6100;缴费 订单编号00123 谢;a\n20250901;利息;3;;\n"
			  "20250831;支出;-100;退 订单编号00124;\n20250831;收入;6100;缴费 订单编号00123 谢;z\n%s", last);
	to_gb18030(&text, b);
	buf_release(&text);
}

static void
test_declared(void)
{
	static const struct {
		const char *what, *last, *word;
	} ends[] = {
		{ "the first moment of the last day is inside", "20250901;收入;1;订单编号1;\n", "" },
		{ "the next day is outside", "20250902;收入;1;订单编号1;\n", "TIME_RANGE" },
		{ "a positive refund", "20250901;支出;100;订单编号1;\n", "AMOUNT_SIGN" },
		{ "a negative payment", "20250901;收入;-100;订单编号1;\n", "AMOUNT_SIGN" },
		{ "yuan where fen are meant", "20250901;收入;1.00;订单编号1;\n", "AMOUNT_FORM" },
		{ "a field too few", "20250901;收入;1;订单编号1\n", "FIELD_COUNT" },
	};
	struct profile_fault fault;
	struct profile *p = profile_parse(bank, sizeof bank - 1, &fault);
	struct profiles saved = all;
	struct buf remark = BUF_INIT, b = BUF_INIT;
	struct statement st;

	if (!ok(p != NULL, "a bank's profile is read"))
		return;
	all = (struct profiles){ &p, 1 };
	make_bank(&b, "");
	if (ok(*verdict(&b, &st) == '\0' && st.rows == 4 && st.ignored == 1, "a bank's file is read by its profile alone")) {
		struct span no[] = { st.row[0].txn_no, st.row[1].txn_no, st.row[3].txn_no };

		statement_text(&st, &st.row[0], BILL_REMARK, &remark);
		ok(same(st.row[0].order_no, "00123") && st.row[0].amount == 6100 && st.row[0].rate == 1000,
		    "the order number stands in a text");
		ok(strcmp(buf_text(&remark), "a;b;c") == 0, "overflow belongs to the last column");
		ok(no[0].len == 19 && no[0].ptr[0] == '#' && memcmp(no[0].ptr, no[1].ptr, 17) == 0 && no[0].ptr[18] == '1' &&
		    no[1].ptr[18] == '2' && no[2].ptr[18] == '3', "equal rows without numbers are numbered");
		ok(st.row[2].kind == ROW_REFUND && st.row[2].amount == 100 && st.row[2].refund_no.ptr[0] == '#',
		    "a negative refund without a number");
		ok(st.to - st.from == 2 * 86400, "its range is closed: the last day belongs to it");
	}
	statement_release(&st);
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		buf_clear(&b);
		make_bank(&b, ends[i].last);
		const char *word = verdict(&b, &st);

		ok(strcmp(word, ends[i].word) == 0, "%s: %s", ends[i].what, word);
		statement_release(&st);
	}
	all = saved;
	buf_release(&remark);
	buf_release(&b);
	profile_free(p);
}

static void
test_content(void)
{
	struct buf b = BUF_INIT;
	struct statement st;

	make_wechat(&b);
	verdict(&b, &st);
	struct statement_row changed = st.row[0], refund = st.row[2];
	uint64_t before = statement_row_content(&changed), refund_before = statement_row_content(&refund);

	changed.amount++;
	ok(statement_row_content(&changed) != before, "another amount is another content");
	changed = st.row[0];
	changed.order_no = st.row[1].order_no;
	ok(statement_row_content(&changed) != before, "another order is another content");
	refund.time++;
	refund.status = ROW_WAITING;
	ok(statement_row_content(&refund) == refund_before, "a refund's progress is not");
	statement_release(&st);
	buf_release(&b);
	for (int c = 0; c < STATEMENT_CODES; c++)
		if (statement_code_word((enum statement_code)c) == NULL || *statement_code_text((enum statement_code)c) == '\0')
			ok(false, "code %d has words", c);
}

int
main(void)
{
	struct profile_fault fault;
	char *path;

	if (!profiles_read(&all, "common/channels", &fault, &path)) {
		printf("Bail out! %s: %s\n", path, fault.message);
		return 1;
	}
	alipay = profiles_find(&all, "alipay_trade");
	wechat = profiles_find(&all, "wechat_trade");
	test_samples();
	test_round_trip();
	test_cut("Alipay", make_alipay);
	test_cut("WeChat", make_wechat);
	test_changes();
	test_no_status();
	test_nul();
	test_shapes();
	test_empty();
	test_forms();
	test_declared();
	test_content();
	profiles_release(&all);
	return done();
}
