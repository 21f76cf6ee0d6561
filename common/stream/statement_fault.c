/* SPDX-License-Identifier: MIT
 * What can be wrong with a statement, in words. */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "stream/statement_part.h"

static const struct {
	const char *word, *en, *zh;
} codes[STATEMENT_CODES] = {
	[STATEMENT_UNKNOWN] = { "STATEMENT_UNKNOWN", "no profile fits this file: name one with --channel or --profile",
	    "没有适用的格式文件: 请用 --channel 或 --profile 指定" },
	[STATEMENT_AMBIGUOUS] = { "STATEMENT_AMBIGUOUS", "several profiles fit this file: name one with --channel",
	    "多个格式文件适用: 请用 --channel 指定" },
	[HEADER_MISSING] = { "HEADER_MISSING", "a column that the profile needs is not in the header: get the file from the channel again",
	    "表头缺少所需的列: 请向渠道重新下载" },
	[HEADER_DUPLICATE] = { "HEADER_DUPLICATE", "a column that the profile needs is there twice",
	    "所需的列在表头中重复" },
	[FIELD_COUNT] = { "FIELD_COUNT", "the row has more or fewer fields than the header",
	    "本行栏数与表头不符" },
	[FIELD_PREFIX] = { "FIELD_PREFIX", "the row does not start as rows of this file must: was it saved again by another program?",
	    "本行开头不符合格式: 文件是否被其他程序另存过?" },
	[FIELD_FORM] = { "FIELD_FORM", "not a number as channels give them (1 to 64 printable characters), or a NUL",
	    "编号格式不符(须为 1 至 64 个可打印字符), 或含空字节" },
	[KIND_UNKNOWN] = { "KIND_UNKNOWN", "a kind of row that the profile does not name: ask the channel what it is, and complete the profile (kaowu-channel(5))",
	    "格式文件未列出的业务类型: 请向渠道查询后补充格式文件 (kaowu-channel(5))" },
	[STATUS_UNKNOWN] = { "STATUS_UNKNOWN", "a refund status that the profile does not name: ask the channel what it means, and complete the profile (kaowu-channel(5))",
	    "格式文件未列出的退款状态: 请向渠道查询后补充格式文件 (kaowu-channel(5))" },
	[CURRENCY_UNKNOWN] = { "CURRENCY_UNKNOWN", "not the currency of this channel",
	    "币种不符" },
	[AMOUNT_FORM] = { "AMOUNT_FORM", "not an amount",
	    "金额格式不符" },
	[AMOUNT_SIGN] = { "AMOUNT_SIGN", "an amount of the wrong sign, or zero",
	    "金额符号不符或为零" },
	[RATE_FORM] = { "RATE_FORM", "not a rate such as 0.60%",
	    "费率格式不符, 应如 0.60%" },
	[TIME_FORM] = { "TIME_FORM", "not a time in the form of this channel",
	    "时间格式不符" },
	[TIME_RANGE] = { "TIME_RANGE", "the time lies outside the range that the file declares",
	    "时间不在文件声明的起止范围内" },
	[RANGE_FORM] = { "RANGE_FORM", "the range that the file declares cannot be read",
	    "文件声明的起止时间无法识别" },
	[SETTLE_DATE] = { "SETTLE_DATE", "the file's times have no year, and its name does not tell the day: keep the name that the channel gave",
	    "文件中的时间没有年份, 文件名也未给出清算日期: 请保留渠道给出的文件名" },
	[ROW_REPEATED] = { "ROW_REPEATED", "the same row is there twice: are these two files in one? Give them one by one",
	    "同一行重复出现: 是否把两个文件合成了一个? 请分别导入" },
	[E_CHANGED] = { "E_CHANGED", "a row that was seen before, now with other contents: ask the channel",
	    "曾出现过的记录内容有变: 请向渠道查询" },
	[TRAILER_TEXT] = { "TRAILER_TEXT", "a line after the rows that does not belong there: are these two files in one?",
	    "明细之后出现不应有的内容: 是否把两个文件合成了一个?" },
	[TOTALS_MISSING] = { "TOTALS_MISSING", "the totals are not there, the file was cut: get it from the channel again",
	    "缺少合计行, 文件不完整: 请向渠道重新下载" },
	[TOTALS_FORM] = { "TOTALS_FORM", "a total that cannot be read",
	    "合计无法识别" },
	[TOTALS_DIFFER] = { "TOTALS_DIFFER", "the file disagrees with its own totals (declared/counted): get it from the channel again",
	    "与文件自身合计不符(声明值/实计值): 请向渠道重新下载" },
	[BALANCE_FORM] = { "BALANCE_FORM", "not a balance",
	    "余额格式不符" },
	[BALANCE_DIFFERS] = { "BALANCE_DIFFERS", "the balance does not follow from the rows (balance/what they give), rows are missing: get the file from the channel again",
	    "余额与各行收支不符(余额/应为), 有缺行: 请向渠道重新下载" },
	[FILE_CUT] = { "FILE_CUT", "the last line is not whole, the file was cut: get it from the channel again",
	    "末行不完整, 文件被截断: 请向渠道重新下载" },
};

const char *
statement_code_word(enum statement_code code)
{
	return codes[code].word;
}

const char *
statement_code_text(enum statement_code code)
{
	return diag_chinese() ? codes[code].zh : codes[code].en;
}

/* Take away half a character at the end of a text that was cut to size. */
static void
cut_whole(char *s, size_t size)
{
	size_t n = strlen(s), at = n;

	if (n + 1 < size)
		return;
	while (at > 0 && n - at < 3 && (s[at - 1] & 0xC0) == 0x80)
		at--;
	if (at > 0 && (s[at - 1] & 0xC0) == 0xC0)
		s[at - 1] = '\0';
}

void
fault_add(struct statement *st, uint32_t line, enum statement_code code, const char *field, const char *value)
{
	if (st->faults++ >= STATEMENT_FAULTS)
		return;
	struct statement_fault *f = &st->fault[st->faults - 1];

	f->line = line;
	f->code = code;
	snprintf(f->field, sizeof f->field, "%s", field);
	snprintf(f->value, sizeof f->value, "%s", value);
	cut_whole(f->value, sizeof f->value);
}

void
fault_span(struct statement *st, uint32_t line, enum statement_code code, const char *field, struct span value)
{
	struct buf text = BUF_INIT;

	if (value.len > 200)
		value.len = 200;
	decode(st->decoder, value, &text);
	fault_add(st, line, code, field, buf_text(&text));
	buf_release(&text);
}
