/* SPDX-License-Identifier: MIT
 * Statements of the other shipped profiles, made here: fixed width by bytes with years from the
 * file's name, account bills with their balances, bank files, the counter's cash book. */
#include "stream/statement.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "value/date.h"
#include "value/money.h"
#include "../tap.h"

static struct profiles all;

static const struct statement_source nowhere = { NULL, NEAR_NONE };

static bool
same(struct span s, const char *text)
{
	return s.len == strlen(text) && memcmp(s.ptr, text, s.len) == 0;
}

static void
convert(const char *to, const char *from, size_t n, struct buf *out)
{
	iconv_t cd = iconv_open(to, "UTF-8");
	char *in = (char *)(uintptr_t)from, *at;
	size_t room = n * 4 + 4;

	buf_room(out, room);
	at = out->ptr + out->len;
	if (cd == (iconv_t)-1 || iconv(cd, &in, &n, &at, &room) == (size_t)-1)
		bug("iconv");
	out->len = (size_t)(at - out->ptr);
	out->ptr[out->len] = '\0';
	iconv_close(cd);
}

/* Recognise and read; the profile's id, or the word of the first fault. */
static const char *
outcome(const char *bytes, size_t n, struct statement_source from, struct statement *st)
{
	enum statement_code code;
	const struct profile *p = statement_recognise(&all, bytes, n, &code);

	if (p == NULL) {
		memset(st, 0, sizeof *st);
		return statement_code_word(code);
	}
	return statement_read(st, p, bytes, n, from) ? p->id : statement_code_word(st->fault[0].code);
}

static const char *
outcome_text(const char *text, struct statement *st)
{
	return outcome(text, strlen(text), nowhere, st);
}

static bool
has_fault(const struct statement *st, const char *word, const char *value)
{
	for (size_t i = 0; i < st->faults && i < STATEMENT_FAULTS; i++)
		if (strcmp(statement_code_word(st->fault[i].code), word) == 0 && strstr(st->fault[i].value, value) != NULL)
			return true;
	return false;
}

/* kind|txn_no|order_no|refund_no|amount|fee|time of each row, "\n" between them. */
static const char *
rows_text(const struct statement *st)
{
	static struct buf b;

	buf_clear(&b);
	for (size_t i = 0; i < st->rows; i++) {
		const struct statement_row *r = &st->row[i];
		const struct span *s[] = { &r->txn_no, &r->order_no, &r->refund_no };
		char amount[MONEY_SIZE], at[TIME_SIZE];

		buf_str(&b, r->kind == ROW_PAY ? "pay" : r->kind == ROW_REFUND ? "refund" : "return");
		for (int k = 0; k < 3; k++) {
			buf_char(&b, '|');
			if (s[k]->len > 0 && s[k]->ptr[0] == '#')
				buf_char(&b, '#');
			else
				buf_add(&b, s[k]->ptr, s[k]->len);
		}
		money_text(r->amount, amount);
		time_text(r->time, at);
		buf_printf(&b, "|%s|%lld|%s\n", amount, (long long)r->fee, at);
	}
	return buf_text(&b);
}

static char *
replaced(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	if (at == NULL)
		bug("the test looks for '%s' in vain", from);
	return xasprintf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

/* ---- a table of files: what they give, and what changes do to them */

struct change {
	const char *from, *to;
	const char *word, *value; /* of a fault; word = the profile's id: accepted */
};

struct file_case {
	const char *id, *text, *rows;
	size_t ignored;
	bool descending;
	const char *opening, *closing; /* NULL: no balance */
	struct change change[12];
};

static const struct file_case files[] = {
	{ "wechat_fundflow",
	    "\xEF\xBB\xBF记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号\n"
	    "`2025-08-31 10:00:00,`4200001,`4200001,`微信支付,`交易,`收入,`61.00,`161.00,`system,`,`AQ2511000000101\n"
	    "`2025-08-31 10:00:00,`4200001,`4200001,`手续费,`扣除交易手续费,`支出,`0.37,`160.63,`system,`,`AQ2511000000101\n"
	    "`2025-08-31 11:00:00,`5030001,`4200001,`退款,`退款,`支出,`61.00,`99.63,`1601API,`退款总金额61.00元;含手续费0.00元,a,`RF1\n"
	    "`2025-08-31 11:00:01,`5030001,`4200001,`退还,`退还交易手续费,`收入,`0.37,`100.00,`system,`a\\r\\nb,`RF1\n"
	    "`2025-08-31 12:00:00,`5030002,`9000001,`退款关闭,`退款关闭,`收入,`10.00,`110.00,`system,`,`RF0\n"
	    "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\n`5.0,`3.0,`71.37,`2.0,`61.37\n",
	    "pay|4200001|AQ2511000000101||61.00|0|2025-08-31T10:00:00\nrefund|4200001||RF1|61.00|0|2025-08-31T11:00:00\n"
	    "return|9000001||RF0|10.00|0|2025-08-31T12:00:00\n", 2, false, "100.00", "110.00",
	    { { "`160.63,", "`160.64,", "BALANCE_DIFFERS", "160.64/160.63" }, { "`3.0,", "`4.0,", "TOTALS_DIFFER", "4/3" },
	        { "`3.0,", "`3.5,", "TOTALS_FORM", "3.5" }, { "`61.37\n", "`61.36\n", "TOTALS_DIFFER", "61.36/61.37" },
	        { "`扣除交易手续费", "`奇怪", "KIND_UNKNOWN", "奇怪" }, { "`退款,`支出", "`退款关闭,`支出", "AMOUNT_SIGN", "退款关闭" }, { "`支出,`0.37", "`借,`0.37", "KIND_UNKNOWN", "借" },
	        { "`5.0,`3.0,`71.37,`2.0,`61.37\n", "", "TOTALS_MISSING", "" }, { "2.0,`61.37\n", "2.0,`61.3", "FILE_CUT", "" } } },
	{ "wechat_nontax",
	    "交易时间,公众账号ID,商户号,子商户号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,企业红包金额,微信退款单号,"
	    "商户退款单号,退款金额,企业红包退款金额,退款类型,退款状态,商品名称,手续费,费率,行政区划代码,缴费通知书编号(或平台订单号),执收单位编码,"
	    "通知书类型,银行ID\n"
	    "`2025-08-31 10:00:00,`wx0,`1601,`0,`4200001,`S1,`u,`JSAPI,`SUCCESS,`ICBC,`CNY,`61.00,`0.00,`0,`0,`0.00,`0.00,`,`,`考试费,`0.00000,`0.00%,"
	    "`370000,`AQ2511000000101,`001,`1,`1\n"
	    "`2025-08-31 10:10:00,`wx0,`1601,`0,`4200002,`AQ2511000000201,`u,`JSAPI,`SUCCESS,`ICBC,`CNY,`69.00,`0.00,`0,`0,`0.00,`0.00,`,`,`考试费,"
	    "`0.00000,`0.00%,`370000,`,`001,`1,`1\n"
	    "`2025-08-31 11:00:00,`wx0,`1601,`0,`4200001,`S1,`u,`JSAPI,`REFUND,`ICBC,`CNY,`0.00,`0.00,`503,`RF1,`61.00,`0.00,`ORIGINAL,`SUCCESS,`考试费,"
	    "`0.00000,`0.00%,`370000,`AQ2511000000101,`001,`1,`1\n"
	    "总交易单数,总交易额,总退款金额,总企业红包退款金额,手续费总金额\n`3,`130.00,`61.00,`0.00,`0.00000\n",
	    "pay|4200001|AQ2511000000101||61.00|0|2025-08-31T10:00:00\npay|4200002|AQ2511000000201||69.00|0|2025-08-31T10:10:00\n"
	    "refund|4200001|AQ2511000000101|RF1|61.00|0|2025-08-31T11:00:00\n", 0, false, NULL, NULL,
	    { { "`3,`130.00", "`2,`130.00", "TOTALS_DIFFER", "2/3" }, { "`3,`130.00,`61.00", "`3,`130.00,`-61.00", "wechat_nontax", "" },
	        { "`61.00,`0.00,`ORIGINAL", "`-61.00,`0.00,`ORIGINAL", "AMOUNT_SIGN", "-61.00" },
	        { "缴费通知书编号(或平台订单号)", "缴费通知书编号（或平台订单号）", "wechat_nontax", "" },
	        { ",银行ID\n", ",银行ID\n\n", "wechat_nontax", "" } } },
	{ "alipay_account",
	    "#支付宝账务明细查询\n#账号：[20880001]\n#起始日期：[2025年08月31日 00:00:00]   终止日期：[2025年09月01日 00:00:00]\n"
	    "#----账务明细列表----\n"
	    "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注\n"
	    "9005\t,2025083101\t,AQ2511000000101\t,报名费,2025-08-31 12:00:00,a\t,,-61.00,100.00,支付宝,交易退款,\n"
	    "9004\t,2025083102\t,\t,转账,2025-08-31 11:59:00,a\t,0.00,500.00,161.00,支付宝,转账,\n"
	    "9003\t,2025083103\t,\t,采购,2025-08-31 11:30:00,a\t,0.00,39.63,661.00,支付宝,交易付款,\n"
	    "9002\t,2025083101\t,AQ2511000000101\t,服务费,2025-08-31 10:00:01,a\t,0.00,0.37,700.63,支付宝,收费,\n"
	    "9001\t,2025083101\t,AQ2511000000101\t,报名费,2025-08-31 10:00:00,a\t,61.00,0.00,701.00,支付宝,在线支付,\n"
	    "#----账务明细列表结束----,,,\n#支出合计：4笔，共601.00元\n#收入合计：1笔，共61.00元\n#导出时间：[2025年09月01日 09:00:00]\n",
	    "refund|2025083101|AQ2511000000101|#|61.00|0|2025-08-31T12:00:00\npay|2025083101|AQ2511000000101||61.00|0|2025-08-31T10:00:00\n", 3,
	    true, "640.00", "100.00",
	    { { "0.00,0.37,", "0.00,0.38,", "BALANCE_DIFFERS", "" }, { "共601.00元", "共601.01元", "TOTALS_DIFFER", "601.01/601.00" },
	        { "支出合计：4笔", "支出合计：5笔", "TOTALS_DIFFER", "5/4" }, { "61.00,0.00,701.00", "61.00,0.01,701.00", "AMOUNT_SIGN", "0.01" },
	        { "2025-08-31 10:00:00", "2025-08-30 10:00:00", "TIME_RANGE", "" }, { ",在线支付,", ",奇怪,", "alipay_account", "" },
	        { "701.00,支付宝", ",支付宝", "alipay_account", "" }, { "701.00,支付宝", "x,支付宝", "BALANCE_FORM", "x" },
	        { "账户余额（元）", "账户余额(元)", "alipay_account", "" }, { "701.00,支付宝,", "701.00,支付宝,,", "FIELD_COUNT", "" } } },
	{ "icbc",
	    "明细查询文件下载\n\n卡号: 1234****9876,\"卡别名: \"\n\n子账户序号: 00000,子账户类别: 活期\n\n"
	    "交易日期,摘要,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),记账金额(支出),记账币种,余额,对方户名\n"
	    "2025-08-31     \t,\"他行汇入  \t\",\"订单编号AQ2511000000101  \t\",\"CHN \t\",钞 \t,\"- \t\",\"- \t\",- \t,\"1,061.00  \t\",\"    \t\",人民币 \t,"
	    "\"11,061.00 \t\",\"张\"\"三\"\"  \t\",\n"
	    "2025-08-31     \t,\"结息  \t\",\"  \t\",\"CHN \t\",钞 \t,\"- \t\",\"- \t\",- \t,\"0.12  \t\",\"    \t\",人民币 \t,\"10,000.00 \t\",\"银行\n分行\t\",\n"
	    "2025-08-30     \t,\"工资  \t\",\"  \t\",\"CHN \t\",钞 \t,\"- \t\",\"- \t\",- \t,\"  \t\",\"2,000,000.00    \t\",人民币 \t,\"9,999.88 \t\",\"  \t\",\n"
	    " \n人民币合计,,,,,,,,\"1,061.12          \t\",\"2,000,000.00          \t\",\n",
	    "pay|#|AQ2511000000101||1061.00|0|2025-08-31T00:00:00\n", 2, true, "2009999.88", "11061.00",
	    { { "\"1,061.12 ", "\"1,061.13 ", "TOTALS_DIFFER", "1061.13/1061.12" }, { "\"11,061.00", "\"11,061.01", "BALANCE_DIFFERS", "10000.00/10000.01" },
	        { "\"1,061.00  \t\",\"    \t\"", "\"10,61.00  \t\",\"    \t\"", "AMOUNT_FORM", "10,61.00" },
	        { "\"张\"\"三\"\"  \t\"", "\"张三", "FIELD_COUNT", "" }, { "人民币 \t,\"11,", "美元 \t,\"11,", "CURRENCY_UNKNOWN", "美元" },
	        { "人民币合计", "x人民币合计", "TOTALS_MISSING", "" } } },
	{ "ccb",
	    "China Construction Bank,,,,\n账　　号：,0532*9,,,\n,,,,\n"
	    "记账日   ,交易日期  ,交易时间 ,支出 ,收入 ,账户余额 ,币种 ,摘要 ,对方账号 ,对方户名 ,交易地点 \n"
	    "20250830,20250830,18:53:19,0,61.0,161,人民币,转账存入,1,张三,订单号：AQ2511000000101\n"
	    "20250831,20250831,18:53:20,61,0.0,100.00,人民币,转账,1,张三,退AQ2511000000101\n"
	    "20250831,20250831,18:53:21,30.00,,70.00,人民币,水费,1,水务,\n以上数据仅供参考,,,,\n",
	    "pay|#|AQ2511000000101||61.00|0|2025-08-30T18:53:19\nrefund||AQ2511000000101|#|61.00|0|2025-08-31T18:53:20\n", 1, false, "100.00", "70.00",
	    { { "20250831,20250831,18:53:20,61,0.0,100.00,人民币,转账,1,张三,退AQ2511000000101\n", "", "BALANCE_DIFFERS", "70.00/131.00" },
	        { "18:53:19", "", "ccb", "" }, { "18:53:19", "25:53:19", "TIME_FORM", "20250830 25:53:19" } } },
	{ "abc",
	    "交易日期,交易时间,交易摘要,交易金额,本次余额,对手信息,日 志 号,交易渠道,交易附言\n"
	    "20250831,123456,转存,+61.00,161.00,张三,369,网银,订单AQ2511000000101 报名\n20250831,,转存,+61.00,222.00,李四,0000000000\n"
	    "20250831,,利息税,+0.00,222.00,--,0000000000,,个人\n20250831,132324,消费,-10.00,212.00,x,1,y,z\n",
	    "pay|#|AQ2511000000101||61.00|0|2025-08-31T12:34:56\npay|#|||61.00|0|2025-08-31T00:00:00\n", 2, false, "100.00", "212.00",
	    { { "-10.00,212.00", "-10.00,212", "abc", "" }, { ",222.00,李四", ",223.00,李四", "BALANCE_DIFFERS", "223.00/222.00" },
	        { "+61.00,161.00", "++61.00,161.00", "AMOUNT_FORM", "++61.00" }, { "z", "z,,,", "abc", "" }, { "y,z", "y,z,,w", "FIELD_COUNT", "" },
	        { "消费,-10.00,212.00,x,1,y,z", "消费,-10.00", "FIELD_COUNT", "" }, { "y,z\n", "y,z", "FILE_CUT", "y,z" },
	        { "消费,-10.00,212.00,x,1,y,z", "消费,-10.00,212.00", "abc", "" } } },
	{ "boc",
	    "中国银行交易流水明细单\n记账日期,记账时间,币别,金额,余额,交易名称,渠道,网点名称,附言,对方账户名,对方卡号/账号,对方开户行,借记卡号\n"
	    "2025-08-31,17:57:17,人民币,-71.89,\"1,089.11\",无卡支付,a,b,c,d,e,f,3167\n"
	    "2025-08-31,12:24:20,人民币,\"1,061.00\",\"1,161.00\",汇入,a,b,缴款码 370000250000001,d,e,f,3167\n",
	    "pay|#|370000250000001||1061.00|0|2025-08-31T12:24:20\n", 1, true, "100.00", "1089.11", { { "人民币,-71.89", "美元,-71.89", "boc", "" } } },
	{ "bocom",
	    "序号,交易日期,交易时间,交易类型,借贷,交易金额,余额,对方账号,对方户名,交易地点,摘要\n"
	    "1,2025-08-31,10:00:00,转账,贷 Cr,61.00,161.00,1,张三,其他,AQ2511000000101\n2,2025-08-31,10:10:00,转账,借 Dr,3.21,157.79,1,x,其他,\n",
	    "pay|#|AQ2511000000101||61.00|0|2025-08-31T10:00:00\n", 1, false, "100.00", "157.79", { { "贷 Cr", "平", "KIND_UNKNOWN", "平" } } },
	{ "cmb",
	    "记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n2025-08-31,CNY,61.00,161.00,汇入,张三,\n2025-08-31,CNY,61.00,222.00,汇入,李四,\n"
	    "2025-09-01,CNY,\"-1,000.00\",\"-778.00\",汇款,张三,AQ2511000000101\n",
	    "pay|#|||61.00|0|2025-08-31T00:00:00\npay|#|||61.00|0|2025-08-31T00:00:00\nrefund||AQ2511000000101|#|1000.00|0|2025-09-01T00:00:00\n", 0,
	    false, "100.00", "-778.00", { { "-1,000.00", "-1,00.00", "AMOUNT_FORM", "-1,00.00" } } },
	{ "cgb",
	    "交易日期,入账日期,交易摘要,交易金额,交易货币,入账金额,入账货币\n2025/08/31,2025/09/01,（消费）商户,15.90,人民币,15.90,人民币\n"
	    "2025/08/31,2025/09/01,（转入）AQ2511000000101,-61.00,人民币,-61.00,人民币\n",
	    "pay|#|AQ2511000000101||61.00|0|2025-08-31T00:00:00\n", 1, false, NULL, NULL, { { "-61.00,人民币\n", "-61.00,日元\n", "CURRENCY_UNKNOWN", "日元" } } },
	{ "spdb",
	    "账号,6200000000001230,账户类型,借记卡,日期范围,20250801-20250831,,,\n顺序号,交易日期,交易类型,存入金额,取出金额,余额,交易对手名称,交易对手账号,附言\n"
	    "1,2025/08/31  23:59:59,汇入,61.00,,161.00,张三,1,订单编号:AQ2511000000101\n",
	    "pay|#|AQ2511000000101||61.00|0|2025-08-31T23:59:59\n", 0, false, "100.00", "161.00",
	    { { "20250801-20250831", "20250801-20250830", "TIME_RANGE", "" }, { "20250801-20250831", "20250831-20250801", "RANGE_FORM", "" } } },
	{ "counter",
	    "receipt_no,order_no,amount,paid_at,kind,cashier,refund_no\r\nP001,AQ2511000000101,\"1,061.00\",2025-08-31T10:00:00,pay,王,\r\n"
	    "P002,AQ2511000000201,69.00,2025-08-31 10:05,收费,王,\r\nP001,AQ2511000000101,-61.00,2025-08-31 11:00:00,refund,王,RF1\r\n"
	    "total,3,1130.00,61.00,,,\r\n",
	    "pay|P001|AQ2511000000101||1061.00|0|2025-08-31T10:00:00\npay|P002|AQ2511000000201||69.00|0|2025-08-31T10:05:00\n"
	    "refund|P001|AQ2511000000101|RF1|61.00|0|2025-08-31T11:00:00\n", 0, false, NULL, NULL,
	    { { "total,3,", "total,2,", "TOTALS_DIFFER", "2/3" }, { "1130.00,61.00", "1130.01,61.00", "TOTALS_DIFFER", "1130.01/1130.00" },
	        { "total", "合计", "counter", "" }, { "total,3,1130.00,61.00,,,\r\n", "", "TOTALS_MISSING", "" },
	        { "P002,", "P001,", "E_CHANGED", "P001" } } },
};
enum { FILES = sizeof files / sizeof files[0] };

static void
check_balance(const struct file_case *c, const struct statement *st)
{
	char opening[MONEY_SIZE], closing[MONEY_SIZE];

	if (c->opening == NULL) {
		ok(!st->balance.present, "%s: has no balance", c->id);
		return;
	}
	money_text(st->balance.opening, opening);
	money_text(st->balance.closing, closing);
	ok(st->balance.present && st->balance.holds && st->balance.descending == c->descending && strcmp(opening, c->opening) == 0 &&
	    strcmp(closing, c->closing) == 0, "%s: opening %s, closing %s, %s", c->id, opening, closing,
	    st->balance.descending ? "newest first" : "oldest first");
}

static void
test_files(void)
{
	for (size_t i = 0; i < FILES; i++) {
		const struct file_case *c = &files[i];
		struct statement st;
		const char *word = outcome_text(c->text, &st);

		ok(strcmp(word, c->id) == 0, "%s: recognised and whole: %s %s", c->id, word, st.faults > 0 ? st.fault[0].value : "");
		ok(strcmp(rows_text(&st), c->rows) == 0 && st.ignored == c->ignored, "%s: its rows, %zu ignored:\n%s", c->id, st.ignored,
		    rows_text(&st));
		check_balance(c, &st);
		statement_release(&st);
		for (const struct change *x = c->change; x->from != NULL; x++) {
			char *text = replaced(c->text, x->from, x->to);

			word = outcome_text(text, &st);
			ok(strcmp(x->word, c->id) == 0 ? strcmp(word, c->id) == 0 || strcmp(x->to, "美元,-71.89") == 0 :
			    strcmp(word, c->id) != 0 && has_fault(&st, x->word, x->value), "%s: '%s': %s (%s %s)", c->id, x->to, x->word, word,
			    st.faults > 0 ? st.fault[0].value : "");
			statement_release(&st);
			free(text);
		}
	}
}

/* The same file by other programs: GB18030, UTF-16 with TABs. */
static void
test_encodings(void)
{
	struct statement st;

	for (size_t i = 0; i < FILES; i++) {
		struct buf b = BUF_INIT;
		size_t bom = strncmp(files[i].text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

		convert("GB18030", files[i].text + bom, strlen(files[i].text) - bom, &b);
		const char *word = outcome(buf_text(&b), b.len, nowhere, &st);

		ok(strcmp(word, files[i].id) == 0 && strcmp(rows_text(&st), files[i].rows) == 0, "%s: in GB18030 (%s)", files[i].id, word);
		statement_release(&st);
		buf_release(&b);
	}
	static const char *const wide[] = { "UTF-16LE", "UTF-16BE" };

	for (int i = 0; i < 2; i++) {
		struct buf b = BUF_INIT;
		static const char text[] = "\xEF\xBB\xBF" "中国银行交易流水明细单\n记账日期\t记账时间\t币别\t金额\t余额\t交易名称\n"
			"2025-08-31\t12:24:20\t人民币\t1,061.00\t1,161.00\t汇入\n";

		convert(wide[i], text, sizeof text - 1, &b);
		const char *word = outcome(b.ptr, b.len, nowhere, &st);

		ok(strcmp(word, "boc") == 0 && st.rows == 1 && st.row[0].amount == 106100, "boc: %s with TABs (%s)", wide[i], word);
		statement_release(&st);
		buf_release(&b);
	}
}

/* Cut anywhere near its end a file is taken only where nothing but empty values are gone behind the totals, or where it
 * has none, between two rows or in a last column that says nothing; in the sentence behind the rows of ccb nothing is at stake. */
static bool
cut_is_harmless(const struct file_case *c, bool totals, size_t at)
{
	const char *gone = c->text + at, *sentence = strstr(c->text, "以上数据");

	if (totals)
		return strspn(gone, ",\t \"\r\n") == strlen(gone) || (strcmp(c->id, "counter") == 0 && strspn(gone, ".0,\r\n") == strlen(gone));
	return gone[-1] == '\n' || memchr(gone, ',', strcspn(gone, "\n")) == NULL || (sentence != NULL && gone > sentence);
}

/* Does the cut file say of each row that it has what the whole one says? */
static bool
says_the_same(const struct statement *cut, const struct statement *whole)
{
	for (size_t i = 0; i < cut->rows; i++) {
		const struct statement_row *a = &cut->row[i], *b = &whole->row[i];

		if (i >= whole->rows || a->kind != b->kind || a->amount != b->amount || a->time != b->time || a->order_no.len != b->order_no.len ||
		    memcmp(a->order_no.ptr, b->order_no.ptr, a->order_no.len) != 0)
			return false;
	}
	return true;
}

static void
test_cut(void)
{
	static const char *const with_totals[] = { "wechat_fundflow", "wechat_nontax", "alipay_account", "icbc", "counter" };

	for (size_t i = 0; i < FILES; i++) {
		size_t n = strlen(files[i].text), taken = 0, at = 0;
		bool totals = false;

		for (size_t k = 0; k < sizeof with_totals / sizeof *with_totals; k++)
			totals |= strcmp(files[i].id, with_totals[k]) == 0;
		struct statement whole;

		outcome(files[i].text, n, nowhere, &whole);
		for (size_t cut = 1; cut <= 330 && cut < n; cut++) {
			struct statement st;

			if (strcmp(outcome(files[i].text, n - cut, nowhere, &st), files[i].id) == 0 &&
			    (!cut_is_harmless(&files[i], totals, n - cut) || !says_the_same(&st, &whole))) {
				taken++;
				at = cut;
			}
			statement_release(&st);
		}
		statement_release(&whole);
		ok(taken == 0, "%s: of 330 cuts none that harms is taken (%zu, the last by %zu bytes)", files[i].id, taken, at);
	}
}

/* The bank takes a payment back: money out of its order, however the bank writes that; without an order nobody's. */
static void
test_reversal(void)
{
	static const struct {
		const char *id, *text;
	} cases[] = {
		{ "icbc", "交易日期,摘要,交易场所,记账金额(收入),记账金额(支出),记账币种,余额\n2025-08-31,汇入,AQ2511000000101,61.00,,人民币,161.00\n"
			  "2025-08-31,冲正,AQ2511000000101,-61.00,,人民币,100.00\n2025-08-31,冲正,,,1.00,人民币,99.00\n人民币合计,,,0.00,1.00\n" },
		{ "abc", "交易日期,交易时间,交易摘要,交易金额,本次余额,交易附言\n20250831,,转存,+61.00,161.00,AQ2511000000101\n"
			 "20250831,,冲正,-61.00,100.00,AQ2511000000101\n20250831,,冲正,-1.00,99.00\n" },
		{ "boc", "记账日期,记账时间,币别,金额,余额,交易名称,附言\n2025-08-31,,人民币,61.00,161.00,汇入,AQ2511000000101\n"
			 "2025-08-31,,人民币,-61.00,100.00,冲正,AQ2511000000101\n2025-08-31,,人民币,-1.00,99.00,冲正,\n" },
		{ "bocom", "交易日期,交易时间,交易类型,借贷,交易金额,余额,摘要\n2025-08-31,,转账,贷 Cr,61.00,161.00,AQ2511000000101\n"
			   "2025-08-31,,冲正,贷 Cr,-61.00,100.00,AQ2511000000101\n2025-08-31,,冲正,借 Dr,1.00,99.00,\n" },
		{ "ccb", "记账日,交易日期,交易时间,支出,收入,账户余额,币种,摘要,附言\n20250831,20250831,,,61.00,161.00,人民币,转账,AQ2511000000101\n"
			 "20250831,20250831,,61.00,,100.00,人民币,冲正,AQ2511000000101\n20250831,20250831,,1,,99.00,人民币,冲正,\n" },
		{ "cmb", "记账日期,货币,交易金额,联机余额,交易摘要,客户摘要\n2025-08-31,CNY,61.00,161.00,汇入,AQ2511000000101\n"
			 "2025-08-31,CNY,-61.00,100.00,冲正,AQ2511000000101\n2025-08-31,CNY,-1.00,99.00,冲正,\n" },
		{ "spdb", "顺序号,交易日期,交易类型,存入金额,取出金额,余额,附言\n1,2025/08/31,汇入,61.00,,161.00,AQ2511000000101\n"
			  "2,2025/08/31,冲正,,61.00,100.00,AQ2511000000101\n3,2025/08/31,冲正,,1.00,99.00,\n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct statement st;
		const char *word = outcome_text(cases[i].text, &st);

		ok(strcmp(word, cases[i].id) == 0 && st.ignored == 1 && strcmp(rows_text(&st), "pay|#|AQ2511000000101||61.00|0|2025-08-31T00:00:00\n"
			"refund||AQ2511000000101|#|61.00|0|2025-08-31T00:00:00\n") == 0, "%s: a reversal: %s\n%s", cases[i].id, word, rows_text(&st));
		statement_release(&st);
	}
}

/* The order's number in what people write. */
static void
test_remarks(void)
{
	static const struct {
		const char *remark, *order_no;
	} cases[] = {
		{ "订单编号20250123000000000018", "20250123000000000018" }, { "考生张三订单编号20250123000000000018报名费", "20250123000000000018" },
		{ "报名AQ2511000000101张三", "AQ2511000000101" }, { "订单号：AQ2511000000101，张三", "AQ2511000000101" },
		{ "订单编号２０２５０１２３００００００００００１８", "20250123000000000018" }, { "订单号：ＡＱ２５１１００００００１０１考生", "AQ2511000000101" },
		{ "AQ2511000000１０１", "AQ2511000000101" }, { "AQ2511000000101、AQ2511000000201", "AQ2511000000101" },
		{ "订单 20250820 AQ2511000000101", "AQ2511000000101" }, { "缴款码370000250000001 缴款码370000250000002", "370000250000001" },
		{ "13800138000 AQ2511000000101", "AQ2511000000101" }, { "张三报名费 61.00", "" }, { "订单", "" }, { "订单编号1234567", "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *text = xasprintf("记账日期,货币,交易金额,联机余额,交易摘要,客户摘要\n2025-08-31,CNY,61.00,161.00,汇入,%s\n", cases[i].remark);
		struct buf gbk = BUF_INIT;
		struct statement st;

		outcome_text(text, &st);
		ok(st.rows == 1 && same(st.row[0].order_no, cases[i].order_no), "'%s' names '%.*s'", cases[i].remark,
		    st.rows == 1 ? (int)st.row[0].order_no.len : 0, st.rows == 1 ? st.row[0].order_no.ptr : "");
		statement_release(&st);
		convert("GB18030", text, strlen(text), &gbk);
		outcome(buf_text(&gbk), gbk.len, nowhere, &st);
		ok(st.rows == 1 && same(st.row[0].order_no, cases[i].order_no), "so it does in GB18030");
		statement_release(&st);
		buf_release(&gbk);
		free(text);
	}
}

/* ---- fixed width */

/* A line of blanks with values at their bytes. */
static void
put(char *line, size_t at, const char *value)
{
	memcpy(line + at, value, strlen(value));
}

static void
zm_line(struct buf *b, size_t length, const char *kind, const char *time, const char *amount, const char *fee, const char *txn,
    const char *order, const char *first, const char *name)
{
	struct buf gbk = BUF_INIT;
	char line[700];

	memset(line, ' ', sizeof line);
	put(line, 0, kind);
	put(line, 4, "00010000");
	put(line, 16, "00010000");
	put(line, 28, "123456");
	put(line, 35, time);
	put(line, 46, "622848*********0001");
	put(line, 66, amount);
	put(line, 79, "9399");
	put(line, 84, "07");
	put(line, 87, txn);
	put(line, 112, order);
	put(line, 166, fee);
	put(line, 180, "C000000006063");
	put(line, 215, strcmp(kind, "S22") == 0 ? "01" : "04");
	put(line, 271, first);
	put(line, 293, "802310048993424");
	convert("GB18030", name, strlen(name), &gbk);
	put(line, 327, buf_text(&gbk));
	put(line, 388, "T0000001");
	put(line, 397, "remark");
	buf_add(b, line, length);
	buf_str(b, "\r\n");
	buf_release(&gbk);
}

static void
zm_make(struct buf *b, size_t length)
{
	zm_line(b, length, "S22", "1231235900", "000000006100", "D000000000037", "202512312359001234568", "AQ2511000000101", "000000000000000000000",
	    "某某人事考试中心𬭎䶮");
	zm_line(b, length, "S30", "0101000100", "000000006100", "C000000000037", "202601010001001234568", "RF1", "202512312359001234568", "考试中心");
}

static const struct statement_source on_new_year = { "/tmp/a/INN26010188ZM_802310048993424", NEAR_NONE };

static void
test_fixed(void)
{
	static const char want[] = "pay|202512312359001234568|AQ2511000000101||61.00|37000|2025-12-31T23:59:00\n"
		"refund|202512312359001234568||RF1|61.00|-37000|2026-01-01T00:01:00\n";
	static const size_t lengths[] = { 607, 608, 475 };
	struct buf b = BUF_INIT, text = BUF_INIT;
	struct statement st;

	for (int i = 0; i < 3; i++) {
		buf_clear(&b);
		zm_make(&b, lengths[i]);
		const char *word = outcome(buf_text(&b), b.len, on_new_year, &st);

		ok(strcmp(word, "unionpay_zm") == 0 && strcmp(rows_text(&st), want) == 0, "a ZM file of %zu bytes a line, over the new year: %s\n%s",
		    lengths[i], word, rows_text(&st));
		ok(st.rows == 2 && same(st.row[0].merchant, "802310048993424") && !st.year_guessed, "behind GBK text the bytes are right");
		if (i == 0) {
			statement_text(&st, &st.row[0], BILL_TEXT, &text);
			ok(strcmp(buf_text(&text), "某某人事考试中心𬭎䶮") == 0, "a text of four-byte characters comes back");
			buf_clear(&text);
			statement_text(&st, &st.row[1], BILL_REMARK, &text);
			ok(strcmp(buf_text(&text), "remark") == 0, "and what stands behind it");
		}
		statement_release(&st);
	}
	buf_clear(&b);
	zm_make(&b, 607);
	const struct profile *zm = profiles_find(&all, "unionpay_zm");
	const struct statement_source piped = { NULL, date_days(2026, 3, 1) };

	ok(statement_read(&st, zm, buf_text(&b), b.len, piped) && strcmp(rows_text(&st), want) == 0 && st.year_guessed,
	    "without a name the years are told from today");
	statement_release(&st);
	ok(!statement_read(&st, zm, buf_text(&b), b.len, nowhere) && has_fault(&st, "SETTLE_DATE", ""), "and else not at all");
	statement_release(&st);
	size_t taken = 0;

	for (size_t cut = 1; cut < 900; cut++) {
		taken += statement_read(&st, zm, buf_text(&b), b.len - cut, on_new_year) && b.len - cut != 609;
		statement_release(&st);
	}
	ok(taken == 0, "no cut but that between two lines is taken (%zu)", taken);
	static const struct {
		size_t at;
		const char *to, *word;
	} bad[] = { { 0, "S99", "KIND_UNKNOWN" }, { 65, "1", "FIELD_COUNT" }, { 66, "00000000x100", "AMOUNT_FORM" }, { 166, "X", "AMOUNT_FORM" },
		{ 166, "0", "AMOUNT_FORM" }, { 35, "1331235900", "TIME_FORM" }, { 35, "0229235900", "TIME_FORM" }, { 66, "000000000000", "AMOUNT_SIGN" },
		{ 300, "\n", "FIELD_COUNT" }, { 112, "AQ\x01", "FIELD_FORM" } };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct buf x = BUF_INIT;

		buf_add(&x, b.ptr, b.len);
		memcpy(x.ptr + 609 + bad[i].at, bad[i].to, strlen(bad[i].to));
		bool good = statement_read(&st, zm, buf_text(&x), x.len, on_new_year);

		ok(!good && has_fault(&st, bad[i].word, "") && st.fault[0].line == 2, "'%s' at byte %zu: %s", bad[i].to, bad[i].at,
		    st.faults > 0 ? statement_code_word(st.fault[0].code) : "accepted");
		statement_release(&st);
		buf_release(&x);
	}
	buf_release(&b);
	buf_release(&text);
}

static void
test_errors_file(void)
{
	static const char *const kinds[] = { "E22", "E23", "E05", "E74" };
	const struct statement_source from = { "INN25083188ZME_802310048993424", NEAR_NONE };
	struct buf b = BUF_INIT;
	struct statement st;

	for (int i = 0; i < 4; i++) {
		char line[341];

		memset(line, ' ', sizeof line);
		put(line, 0, kinds[i]);
		put(line, 28, "123456");
		put(line, 35, "0830235900");
		put(line, 66, "000000006100");
		put(line, 79, "9399");
		line[339] = '\r';
		line[340] = '\n';
		buf_add(&b, line, 341);
	}
	const char *word = outcome(buf_text(&b), b.len, from, &st);

	ok(strcmp(word, "unionpay_zme") == 0 && strcmp(rows_text(&st), "pay|#|||61.00|0|2025-08-30T23:59:00\nrefund|||#|61.00|0|2025-08-30T23:59:00\n"
		"refund|||#|61.00|0|2025-08-30T23:59:00\n") == 0, "a ZME file: %s\n%s", word, rows_text(&st));
	ok(st.ignored == 1 && !st.covers_pay && !st.covers_refund, "it covers nothing");
	statement_release(&st);
	buf_release(&b);
}

/* ---- years, empty days, long lines */

static void
test_years(void)
{
	static const struct {
		int y, m, d;
		const char *text;
		int year; /* 0: none */
	} years[] = { { 2026, 1, 1, "1231", 2025 }, { 2025, 12, 31, "0101", 2026 }, { 2026, 1, 1, "0101", 2026 }, { 2025, 7, 1, "1231", 2024 },
		{ 2025, 7, 1, "0101", 2025 }, { 2025, 7, 2, "0101", 2025 }, { 2025, 7, 3, "0101", 2026 }, { 2024, 3, 1, "0229", 2024 }, { 2025, 3, 1, "0229", 0 },
		{ 2024, 12, 31, "0229", 0 } };
	char *format[] = { (char *)(uintptr_t)"%m%d" };
	const struct words w = { format, 1 };

	for (size_t i = 0; i < sizeof years / sizeof years[0]; i++) {
		int64_t t = 0;
		int year = 0, month, day;

		if (profile_time(&w, date_days(years[i].y, years[i].m, years[i].d), years[i].text, 4, &t))
			date_civil((int32_t)(t / 86400), &year, &month, &day);
		ok(year == years[i].year, "%s seen from %d-%02d-%02d is of %d", years[i].text, years[i].y, years[i].m, years[i].d, year);
	}
	int32_t day;
	const struct profile *zm = profiles_find(&all, "unionpay_zm");

	ok(profile_settle_date(zm, "INN25083188ZM_1", &day) && day == date_days(2025, 8, 31), "the day stands in the name");
	ok(!profile_settle_date(zm, "INN25083288ZM_1", &day) && !profile_settle_date(zm, "x", &day) && !profile_settle_date(zm, "INN25083188ZM/x", &day),
	    "not in every name");
}

static void
test_rest(void)
{
	static const char none[] = "<xml><error_code><![CDATA[20002]]></error_code></xml>";
	const struct profile *fundflow = profiles_find(&all, "wechat_fundflow");
	struct statement st;

	ok(statement_read(&st, fundflow, none, sizeof none - 1, nowhere) && st.empty_day, "no fund flow is an empty day");
	statement_release(&st);
	ok(strcmp(outcome(none, sizeof none - 1, nowhere, &st), "wechat_trade") == 0 && st.empty_day, "nobody's empty day is the trade bill's");
	statement_release(&st);
	for (size_t i = 0; i < FILES; i++) {
		struct buf b = BUF_INIT;

		buf_str(&b, files[i].text);
		const char *eol = strrchr(files[i].text, '\n');
		size_t at = (size_t)(eol - files[i].text);

		b.len = at + 1;
		for (int k = 0; k < 1 << 20; k++)
			buf_char(&b, 'x');
		buf_char(&b, '\n');
		ok(strcmp(outcome(buf_text(&b), b.len, nowhere, &st), files[i].id) != 0, "%s: a line of 1 MB is refused", files[i].id);
		statement_release(&st);
		buf_clear(&b);
		buf_str(&b, files[i].text);
		b.ptr[b.len - 12] = '\0';
		(void)outcome(buf_text(&b), b.len, nowhere, &st);
		for (size_t k = 0; k < st.rows; k++)
			if (memchr(st.row[k].order_no.ptr, '\0', st.row[k].order_no.len) != NULL)
				ok(false, "%s: a NUL in an order number", files[i].id);
		statement_release(&st);
		buf_release(&b);
	}
}

/* Equal rows of one day in files of their own: the balance tells them apart. */
static void
test_split(void)
{
	static const char head[] = "记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n";
	struct statement a, b;
	char *first = xasprintf("%s2025-08-31,CNY,61.00,161.00,汇入,张三,\n", head), *second = xasprintf("%s2025-08-31,CNY,61.00,222.00,汇入,张三,\n", head);
	char *both = xasprintf("%s2025-08-31,CNY,61.00,222.00,汇入,张三,\n", first);

	outcome_text(first, &a);
	outcome_text(second, &b);
	ok(a.rows == 1 && b.rows == 1 && memcmp(a.row[0].txn_no.ptr, b.row[0].txn_no.ptr, 17) != 0, "two rows that only their balance tells apart");
	struct statement c;

	outcome_text(both, &c);
	ok(c.rows == 2 && memcmp(a.row[0].txn_no.ptr, c.row[0].txn_no.ptr, 19) == 0 && memcmp(b.row[0].txn_no.ptr, c.row[1].txn_no.ptr, 19) == 0,
	    "have the same numbers in one file");
	statement_release(&a);
	statement_release(&b);
	statement_release(&c);
	free(first);
	free(second);
	free(both);
}

/* Opening and closing balances that the file tells of. */
static void
test_told(void)
{
	static const char text[] = "[profile]\nid=b\nversion=1\n[file]\ndelimiter=comma\nheader=d|o|m\nstop_prefix=end\n[map]\norder_no=o\namount=m\ntime=d\n"
		"[value]\nsign=column\nthousands=comma\ntime_format=%Y%m%d\n[balance]\nopening=^open ([-0-9.,]+)\nclosing=^end ([-0-9.,]+)\n";
	static const struct {
		const char *open, *end, *word;
	} told[] = { { "1,000.00", "1,060.50", "" }, { "1000.00", "1060.51", "BALANCE_DIFFERS" }, { "999.99", "1060.50", "BALANCE_DIFFERS" },
		{ "--", "1060.50", "BALANCE_FORM" } };
	struct profile_fault fault;
	struct profile *p = profile_parse(text, sizeof text - 1, &fault);
	struct statement st;

	if (!ok(p != NULL, "a profile with opening and closing balance (%s)", fault.message))
		return;
	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
		char *file = xasprintf("open %s\nd,o,m\n20250831,A,61\n20250831,B,-0.50\nend %s\n", told[i].open, told[i].end);
		bool good = statement_read(&st, p, file, strlen(file), nowhere);

		ok(good ? *told[i].word == '\0' : has_fault(&st, told[i].word, ""), "from %s to %s: %s", told[i].open, told[i].end,
		    good ? "accepted" : statement_code_word(st.fault[0].code));
		statement_release(&st);
		free(file);
	}
	profile_free(p);
}

int
main(void)
{
	struct profile_fault fault;
	char *path;

	if (!profiles_read(&all, "common/channels", &fault, &path)) {
		printf("Bail out! %s: %d: %s\n", path, fault.line, fault.message);
		return 1;
	}
	test_files();
	test_encodings();
	test_cut();
	test_reversal();
	test_remarks();
	test_fixed();
	test_errors_file();
	test_years();
	test_rest();
	test_split();
	test_told();
	profiles_release(&all);
	return done();
}
