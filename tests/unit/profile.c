/* SPDX-License-Identifier: MIT
 * Profiles: the shipped ones load; each way to write one wrongly is named with its line. */
#include "stream/profile.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "../tap.h"

static const char good[] =
    "[profile]\nid=x\nversion=1\n[file]\ndelimiter=comma\nheader=a|b\n"
    "[map]\norder_no=a\nkind=b\namount=c\ntime=d\n[value]\nkind.pay=P\ntime_format=%Y%m%d\n";

static const struct {
	const char *what, *add; /* behind the good one; NULL add: instead of it */
	int line;               /* 0: the file as a whole */
	const char *says;
} bad[] = {
	{ "an unknown section", "[nonsense]\n", 15, "nonsense" },
	{ "an unknown key", "colour=red\n", 15, "colour" },
	{ "a key of another section", "delimiter=comma\n", 15, "delimiter" },
	{ "a key before any section", "\n[\n", 16, "[" },
	{ "a key given twice", "kind.pay=Q\n", 15, "kind.pay" },
	{ "a line that is no key", "hello\n", 15, "=" },
	{ "an empty value", "zero_id=\n", 15, "zero_id" },
	{ "an empty word in a list", "zero_id=a||b\n", 15, "zero_id" },
	{ "a word that is no choice", "amount_unit=cents\n", 15, "yuan fen" },
	{ "a rate without %", "fee_rate=0.6\n", 15, "fee_rate" },
	{ "a delimiter that can be half a character", "[file]\nfield_prefix=|\n", 16, "field_prefix" },
	{ "a broken expression", "[file]\nempty_body=(\n", 16, "empty_body" },
	{ "an expression without its group", "[file]\nmerchant=^#x\n", 16, "merchant" },
	{ "a totals line of unknown measure", "[totals]\nline=sum@pay:([0-9]+)\n", 16, "MEASURE" },
	{ "a totals line with too few groups", "[totals]\nline=count@pay,fee@pay:([0-9]+)\n", 16, "2" },
	{ "a trailer header without columns", "[totals]\nheader=n\n", 0, "header" },
	{ "totals columns without a trailer header", "[totals]\ncount@all=n\n", 0, "header" },
	{ "a range line without its format", "[range]\nline=(.*)-(.*)\n", 0, "[range]" },
	{ "a status column without words", "[map]\nrefund_status=s\n", 0, "refund_final" },
	{ "a currency column without words", "[map]\ncurrency=s\n", 0, "currency" },
	{ "an extraction without column", "[map]\norder_extract=(x)\n", 16, "order_extract" },
	{ "itself as companion", "[profile]\ncompanion=x\n", 0, "companion" },
	{ "a sign that is none", "sign=both\n", 15, "two_columns" },
	{ "two columns without their names", "sign=two_columns\n", 0, "map.amount_in" },
	{ "debit and credit without words", "sign=dc\n", 0, "map.direction" },
	{ "columns of another sign", "[map]\namount_in=x\n", 0, "amount_in" },
	{ "income of another sign", "income=negative\n", 0, "income" },
	{ "a balance that nothing adds up to", "[map]\nbalance=x\n", 0, "balance" },
	{ "a balance of a line likewise", "[balance]\nopening=^o(.*)\n", 0, "opening" },
	{ "an opening balance without its group", "[balance]\nopening=^o\n", 16, "1" },
	{ "letters of no fee", "letter.plus=C\nletter.minus=D\n", 0, "fee" },
	{ "one letter only", "letter.plus=C\n", 0, "letter.minus" },
	{ "a day of the file that no time needs", "[file]\nsettle_date=(..)(..)(..)\n", 0, "settle_date" },
	{ "a day of the file without its groups", "[file]\nsettle_date=(..)(..)\n", 16, "3" },
	{ "a place in a file with header", "[fixed]\namount=1,2\n", 0, "fixed" },
	{ "a place that is none", "[fixed]\namount=1-2\n", 16, "OFFSET" },
	{ "a place without length", "[fixed]\namount=1,0\n", 16, "OFFSET" },
	{ "a file of another kind", "[file]\nkind=xlsx\n", 16, "delimited fixed" },
	{ "a fixed file with a header", "[file]\nkind=fixed\nmin_length=9\n[fixed]\nkind=0,1\namount=2,2\ntime=5,1\n", 0, "header" },
	{ "a fixed file without its length", "[file]\nkind=fixed\n", 0, "min_length" },
	{ "a thousands separator that is none", "thousands=dot\n", 15, "comma" },
	{ "no column where one is needed", "[map]\nfee=-\n", 16, "fee" },
	{ "totals of no side", "[totals]\nline=fee@in:(.)\n", 16, "MEASURE" },
	{ "bytes that are no UTF-8", "# \xD6\xD0\n", 0, "UTF-8" },
};

static void
test_faults(void)
{
	struct profile_fault fault;
	struct profile *p = profile_parse(good, strlen(good), &fault);

	ok(p != NULL && strcmp(p->id, "x") == 0 && p->fee_rate == -1 && p->companion == NULL, "a profile with just what is needed");
	profile_free(p);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct buf text = BUF_INIT;

		buf_str(&text, good);
		buf_str(&text, bad[i].add);
		p = profile_parse(buf_text(&text), text.len, &fault);
		ok(p == NULL && fault.line == bad[i].line && strstr(fault.message, bad[i].says) != NULL,
		    "%s is refused (line %d: %s)", bad[i].what, fault.line, fault.message);
		profile_free(p);
		buf_release(&text);
	}
}

/* A fixed file needs no header, but places. */
static void
test_fixed(void)
{
	static const char text[] = "[profile]\nid=f\nversion=1\n[file]\nkind=fixed\nmin_length=30\n[fixed]\nkind=0,3\namount=4,6\ntime=11,8\n"
		"order_no=20,10\n[value]\nkind.pay=S\ntime_format=%Y%m%d\n";
	static const struct {
		const char *from, *to, *says;
	} bad_ones[] = { { "order_no=20,10", "order_no=20,11", "31" }, { "kind=0,3\n", "", "fixed.kind" }, { "order_no=20,10\n", "", "order_no" },
		{ "kind=fixed", "kind=delimited", "delimiter" }, { "order_no=20,10", "balance=20,10", "order_no" } };
	struct profile_fault fault;
	struct profile *p = profile_parse(text, sizeof text - 1, &fault);

	ok(p != NULL, "a fixed file (%s)", p == NULL ? fault.message : "");
	profile_free(p);
	for (size_t i = 0; i < sizeof bad_ones / sizeof bad_ones[0]; i++) {
		struct buf b = BUF_INIT;
		const char *at = strstr(text, bad_ones[i].from);

		buf_add(&b, text, (size_t)(at - text));
		buf_str(&b, bad_ones[i].to);
		buf_str(&b, at + strlen(bad_ones[i].from));
		p = profile_parse(buf_text(&b), b.len, &fault);
		ok(p == NULL && strstr(fault.message, bad_ones[i].says) != NULL, "'%s': %s", bad_ones[i].to, fault.message);
		profile_free(p);
		buf_release(&b);
	}
}

/* Each key of the smallest profile is needed. */
static void
test_needed(void)
{
	static const char *const lines[] = { "id=x\n", "version=1\n", "delimiter=comma\n", "header=a|b\n",
		"order_no=a\n", "kind=b\n", "amount=c\n", "time=d\n", "kind.pay=P\n", "time_format=%Y%m%d\n" };
	struct profile_fault fault;

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct buf text = BUF_INIT;
		const char *at = strstr(good, lines[i]);

		buf_add(&text, good, (size_t)(at - good));
		buf_str(&text, at + strlen(lines[i]));
		struct profile *p = profile_parse(buf_text(&text), text.len, &fault);

		ok(p == NULL && fault.line == 0, "without %.*s: %s", (int)strcspn(lines[i], "="), lines[i],
		    fault.message);
		profile_free(p);
		buf_release(&text);
	}
}

static void
test_shipped(void)
{
	struct profile_fault fault = { 0, "" };
	struct profiles all;
	char *path;
	bool good_folder = profiles_read(&all, "common/channels", &fault, &path);

	if (!ok(good_folder && all.n == 16, "the shipped profiles load (%s:%d: %s)", path != NULL ? path : "", fault.line,
	        fault.message)) {
		free(path);
		return;
	}
	ok(profiles_find(&all, "alipay_trade") != NULL && profiles_find(&all, "alipay") == profiles_find(&all, "alipay_trade"),
	    "a channel is found by its id and by another word for it");
	ok(profiles_find(&all, "counter") == profiles_find(&all, "现场缴费") && profiles_find(&all, "counter") != NULL,
	    "the counter's cash book is a statement");
	for (size_t i = 0; i < all.n; i++) {
		const char *companion = all.v[i]->companion;

		if (companion != NULL)
			ok(profiles_find(&all, companion) != NULL && profiles_find(&all, companion)->companion == NULL,
			    "%s goes with %s, which stands for itself", all.v[i]->id, companion);
	}
	profiles_release(&all);
	ok(!profiles_read(&all, "/nonexistent", &fault, &path) && strcmp(path, "/nonexistent") == 0,
	    "a folder that is not there: %s", fault.message);
	free(path);
}

static void
test_values(void)
{
	static const struct {
		const char *format, *text;
		int64_t seconds; /* -1: refused */
	} times[] = {
		{ "%Y-%m-%d %H:%M:%S", "1970-01-02 00:00:01", 86401 },
		{ "%Y-%m-%d %H:%M:%S", "1970-01-02 00:00", -1 },
		{ "%Y-%m-%d %H:%M:%S", "1970-01-02 00:00:01 ", -1 },
		{ "%Y-%m-%d %H:%M:%S", "1970-02-29 00:00:00", -1 },
		{ "%Y-%m-%d %H:%M:%S", "1972-02-29 24:00:00", -1 },
		{ "%Y-%m-%d %H:%M:%S", "0001-01-01 00:00:00", -1 },
		{ "%Y年%m月%d日", "1970年01月02日", 86400 },
		{ "%Y%m%d", "19700102", 86400 },
	};
	static const struct {
		const char *text;
		int32_t ppm;
	} rates[] = { { "0.60%", 6000 }, { "1.00%", 10000 }, { "0%", 0 }, { "0.6", -1 }, { "%", -1 }, { "-1%", -1 },
		{ "0.00001%", -1 }, { "101%", -1 }, { "100%", 1000000 } };

	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		char *format[] = { (char *)(uintptr_t) "%Y", (char *)(uintptr_t)times[i].format };
		struct words w = { format, 2 };
		int64_t t = -1;
		bool read = profile_time(&w, NEAR_NONE, times[i].text, strlen(times[i].text), &t);

		ok(read == (times[i].seconds >= 0) && t == times[i].seconds, "time '%s' as %s", times[i].text,
		    times[i].format);
	}
	for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
		int32_t ppm = -1;

		profile_rate(rates[i].text, &ppm);
		ok(ppm == rates[i].ppm, "rate '%s' is %d millionths", rates[i].text, (int)rates[i].ppm);
	}
}

int
main(void)
{
	test_faults();
	test_needed();
	test_fixed();
	test_shipped();
	test_values();
	return done();
}
