/* SPDX-License-Identifier: MIT
 * Alipay and WeChat bills (layouts: fees.md 1.1 and 1.4). */
#include "statement.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "value/date.h"
#include "value/money.h"

static void
add_time(struct buf *b, int64_t t)
{
	char text[TIME_SIZE];

	time_text(t, text);
	text[10] = ' ';
	buf_str(b, text);
}

/* 2017年08月31日 00:00:00 */
static void
add_frame_time(struct buf *b, int64_t t)
{
	char text[TIME_SIZE];

	time_text(t, text);
	buf_printf(b, "[%.4s年%.2s月%.2s日 %s]", text, text + 5, text + 8, text + 11);
}

static void
add_yuan(struct buf *b, int64_t fen)
{
	char text[MONEY_SIZE];

	money_text(fen, text);
	buf_str(b, text);
}

static void
alipay_row(struct buf *b, const struct bill_row *r)
{
	int64_t amount = r->refund ? -r->amount : r->amount;

	buf_printf(b, "%s\t,%s\t,%s\t,%s,", r->txn_no, r->order_no, r->refund ? "退款" : "交易", r->subject);
	add_time(b, r->time - 1);
	buf_char(b, ',');
	add_time(b, r->time);
	buf_printf(b, ",\t,\t,\t,\t,%s\t,", r->payer);
	add_yuan(b, amount);
	buf_char(b, ',');
	add_yuan(b, amount);
	buf_printf(b, ",0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,%s\t,", r->refund ? r->refund_no : "");
	add_yuan(b, -r->fee / 1000);
	buf_printf(b, ",0.00,%s\n", r->subject);
}

static void
to_gb18030(const struct buf *in, struct buf *out)
{
	iconv_t cd = iconv_open("GB18030", "UTF-8");
	char *from = in->ptr, *to;
	size_t left = in->len, room = in->len * 2;

	if (cd == (iconv_t)-1)
		bug("no GB18030 in iconv");
	buf_room(out, room);
	to = out->ptr + out->len;
	if (iconv(cd, &from, &left, &to, &room) == (size_t)-1)
		bug("a bill that GB18030 cannot hold");
	out->len = (size_t)(to - out->ptr);
	*to = '\0';
	iconv_close(cd);
}

void
bill_alipay(struct buf *out, const struct bill_row *row, size_t n, const char *account, int64_t from, int64_t to)
{
	static const char dashes[] = "-----------------------------------------";
	struct buf b = BUF_INIT;
	int64_t count[2] = { 0, 0 }, sum[2] = { 0, 0 };

	buf_printf(&b, "#支付宝业务明细查询\n#账号：[%s]\n#起始日期：", account);
	add_frame_time(&b, from);
	buf_str(&b, "   终止日期：");
	add_frame_time(&b, to);
	buf_printf(&b, "\n#%s业务明细列表%s\n", dashes, dashes);
	buf_str(&b, "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
		    "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,"
		    "券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,"
		    "分润（元）,备注\n");
	for (size_t i = 0; i < n; i++) {
		alipay_row(&b, &row[i]);
		count[row[i].refund]++;
		sum[row[i].refund] += row[i].refund ? -row[i].amount : row[i].amount;
	}
	buf_printf(&b, "#%s业务明细列表结束%s\n", dashes, dashes);
	buf_printf(&b, "#交易合计：%lld笔，商家实收共", (long long)count[0]);
	add_yuan(&b, sum[0]);
	buf_printf(&b, "元，商家优惠共0.00元\n#退款合计：%lld笔，商家实收退款共", (long long)count[1]);
	add_yuan(&b, sum[1]);
	buf_str(&b, "元，商家优惠退款共0.00元\n#导出时间：");
	add_frame_time(&b, to + 9 * 3600);
	buf_char(&b, '\n');
	to_gb18030(&b, out);
	buf_release(&b);
}

static void
add_fee(struct buf *b, int64_t fee)
{
	unsigned long long u = fee < 0 ? -(unsigned long long)fee : (unsigned long long)fee;

	buf_printf(b, "%s%llu.%05llu", fee < 0 ? "-" : "", u / 100000, u % 100000);
}

static void
wechat_row(struct buf *b, const struct bill_row *r, const char *merchant, int32_t rate)
{
	int64_t paid = r->refund ? 0 : r->amount, back = r->refund ? r->amount : 0;
	const char *status = r->status != NULL ? r->status : "SUCCESS";

	buf_char(b, '`');
	add_time(b, r->time);
	buf_printf(b, ",`wx0000000000000000,`%s,`0,`,`%s,`%s,`%s,`NATIVE,`%s,`OTHERS,`CNY,`", merchant, r->txn_no,
	    r->order_no, r->payer, r->refund ? "REFUND" : "SUCCESS");
	add_yuan(b, paid);
	if (r->refund)
		buf_printf(b, ",`0.00,`5%s,`%s,`", r->refund_no, r->refund_no);
	else
		buf_str(b, ",`0.00,`0,`0,`");
	add_yuan(b, back);
	buf_printf(b, ",`0.00,`%s,`%s,`%s,`,`", r->refund ? "ORIGINAL" : "", r->refund ? status : "", r->subject);
	add_fee(b, r->fee);
	buf_printf(b, ",`%d.%02d%%,`", (int)(rate / 10000), (int)(rate / 100 % 100));
	add_yuan(b, paid);
	buf_str(b, ",`");
	add_yuan(b, back);
	buf_str(b, ",`\n");
}

void
bill_wechat(struct buf *out, const struct bill_row *row, size_t n, const char *merchant, int32_t rate)
{
	int64_t paid = 0, back = 0, fee = 0;

	buf_str(out, "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,"
		     "付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,"
		     "退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\n");
	for (size_t i = 0; i < n; i++) {
		wechat_row(out, &row[i], merchant, rate);
		*(row[i].refund ? &back : &paid) += row[i].amount;
		fee += row[i].fee;
	}
	buf_str(out, "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\n");
	buf_printf(out, "`%zu,`", n);
	add_yuan(out, paid);
	buf_str(out, ",`");
	add_yuan(out, back);
	buf_str(out, ",`0.00,`");
	add_fee(out, fee);
	buf_str(out, ",`");
	add_yuan(out, paid);
	buf_str(out, ",`");
	add_yuan(out, back);
	buf_char(out, '\n');
}
