/* SPDX-License-Identifier: MIT
 * Orders, payments and a statement in bulk for scripts/bench: money N SEED, into the present folder.
 *
 *   orders.csv     n,order_no,amount,pay_until,paid_at    N orders, in the order of their registrations; amounts in fen; paid_at empty: unpaid
 *   payments.csv   n,txn_no,paid_at,amount         what the gateway told, in the order of its times
 *   statement.csv  the raw bill of Alipay (25 columns, GB18030, frame and totals), in the order of its times
 *   flat.csv       the same rows as a peer reads them: UTF-8, txn_no,order_no,refund_no,kind,amount,settled,fee,at
 *   truth.csv      order_no,class for every order and entry that does not simply match
 *
 * Half a per cent of each difference, one per cent never paid. The bill covers 2025-08-20 to 2025-09-06; reconciled
 * as of 2025-09-07T12:00:00, with pay_until 2025-09-05T16:00:00. money.sql makes an office's database of it. */
#include <inttypes.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum class { MATCHED, MISSING_OURS, MISSING_BANK, IN_DOUBT, AMOUNT_MISMATCH, DUPLICATE, LATE, UNKNOWN_ORDER, UNPAID };
static const char *const word[] = { "MATCHED", "MISSING_OURS", "MISSING_BANK", "IN_DOUBT", "AMOUNT_MISMATCH", "DUPLICATE", "LATE",
	"UNKNOWN_ORDER", "NOT_PAID" };
enum { FEE = 23200, DAY = 86400 };

/* Something that happens at a moment: a payment of ours, a row of the bill, or both. */
struct event {
	uint32_t at;     /* seconds from 2025-08-20 */
	uint32_t order;  /* N…: nobody's */
	uint32_t serial;
	uint8_t class;
	uint8_t ours, bank;
};

static uint64_t
mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static void *
need(void *p)
{
	if (p == NULL) {
		perror("money");
		exit(1);
	}
	return p;
}

/* "2025-08-20 09:00:00" */
static const char *
moment(uint32_t at, char between)
{
	static char s[8][32];
	static int next;
	char *p = s[next++ % 8];
	uint32_t day = 20 + at / DAY;

	snprintf(p, sizeof s[0], "2025-%02u-%02u%c%02u:%02u:%02u", day > 31 ? 9 : 8, day > 31 ? day - 31 : day, between, at % DAY / 3600,
	    at % 3600 / 60, at % 60);
	return p;
}

static const char *
order_no(const struct event *e, uint32_t n)
{
	static char s[24];

	snprintf(s, sizeof s, e->order < n ? "AQ2511%07u01" : "TB2511%07u77", e->order + 1);
	return s;
}

static const char *
txn_no(const struct event *e)
{
	static char s[40];

	snprintf(s, sizeof s, "%.4s%.2s%.2s2200141%013" PRIu64, moment(e->at, ' '), moment(e->at, ' ') + 5, moment(e->at, ' ') + 8,
	    UINT64_C(1000000000000) + mix(e->serial) % 1000000 * 10000000 + e->serial);
	return s;
}

static int64_t
bank_amount(const struct event *e)
{
	return e->class == AMOUNT_MISMATCH ? FEE - 100 * (1 + e->order % 9) : FEE;
}

static int
by_time(const void *a, const void *b)
{
	const struct event *x = a, *y = b;

	return x->at != y->at ? (x->at > y->at) - (x->at < y->at) : (x->serial > y->serial) - (x->serial < y->serial);
}

static FILE *
create(const char *name)
{
	FILE *f = need(fopen(name, "w"));

	setvbuf(f, NULL, _IOFBF, 1 << 20);
	return f;
}

/* What of a bill's text is not ASCII, once in GB18030. */
static const char *
gb(const char *utf8)
{
	iconv_t cd = iconv_open("GB18030", "UTF-8");
	size_t in = strlen(utf8), room = 4 * in + 1;
	char *out = need(calloc(1, room)), *to = out, *from = (char *)utf8;

	if (cd == (iconv_t)-1 || iconv(cd, &from, &in, &to, &room) == (size_t)-1)
		need(NULL);
	iconv_close(cd);
	return out;
}

static void
write_bill(const struct event *e, size_t events, uint32_t n)
{
	FILE *f = create("statement.csv"), *flat = create("flat.csv");
	const char *goods = gb("2025年度中级注册安全工程师职业资格考试报名费"), *kind = gb("交易");
	int64_t count = 0, sum = 0;

	fputs(gb("#支付宝业务明细查询\r\n#账号：[20887210001234560156]\r\n#起始日期：[2025年08月20日 00:00:00]   终止日期：[2025年09月07日 00:00:00]\r\n"
	    "#-----------------------------------------业务明细列表----------------------------------------\r\n"
	    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,"
	    "支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,"
	    "服务费（元）,分润（元）,备注\r\n"), f);
	fputs("txn_no,order_no,refund_no,kind,amount,settled,fee,at\n", flat);
	for (size_t i = 0; i < events; i++) {
		if (!e[i].bank)
			continue;
		int64_t amount = bank_amount(&e[i]);

		fprintf(f, "%s\t,%s\t,%s,%s,%s,", txn_no(&e[i]), order_no(&e[i], n), kind, goods, moment(e[i].at - 7, ' '));
		fprintf(f, "%s,\t,\t,\t,\t,138****%04u\t,%" PRId64 ".%02d,%" PRId64 ".%02d,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,\t,-1.39,0.00,\r\n",
		    moment(e[i].at, ' '), e[i].order % 10000, amount / 100, (int)(amount % 100), amount / 100, (int)(amount % 100));
		fprintf(flat, "%s,%s,,pay,%" PRId64 ",%" PRId64 ",139,%s\n", txn_no(&e[i]), order_no(&e[i], n), amount, amount, moment(e[i].at, 'T'));
		count++;
		sum += amount;
	}
	char *end = need(malloc(1000));

	snprintf(end, 1000, "#-----------------------------------------业务明细列表结束------------------------------------\r\n"
	    "#交易合计：%" PRId64 "笔，商家实收共%" PRId64 ".%02d元，商家优惠共0.00元\r\n#退款合计：0笔，商家实收退款共0.00元，商家优惠退款共0.00元\r\n"
	    "#导出时间：[2025年09月07日 09:00:00]\r\n", count, sum / 100, (int)(sum % 100));
	fputs(gb(end), f);
	if (fclose(f) != 0 || fclose(flat) != 0)
		need(NULL);
}

int
main(int argc, char **argv)
{
	uint32_t n = argc == 3 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;
	uint64_t seed = argc == 3 ? strtoull(argv[2], NULL, 10) : 0;

	if (n < 1000) {
		fputs("usage: money N SEED, N at least 1000\n", stderr);
		return 2;
	}
	uint32_t *rank = need(calloc(n, sizeof *rank));
	struct event *e = need(calloc((size_t)n * 2, sizeof *e));
	size_t events = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t j = (uint32_t)(mix(seed * 1000003 + i) % (i + 1));

		rank[i] = rank[j];
		rank[j] = i;
	}
	FILE *orders = create("orders.csv"), *payments = create("payments.csv"), *truth = create("truth.csv");

	fputs("order_no,class\n", truth);
	fputs("n,order_no,amount,pay_until,paid_at\n", orders);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t share = (uint32_t)((uint64_t)rank[i] * 200 / n); /* half a per cent each */
		enum class class = share < 7 ? (enum class)(share + 1) : share < 9 ? UNPAID : MATCHED;
		uint32_t at = 9 * 3600 + (uint32_t)(mix(seed + (uint64_t)i * 2 + 1) % (10 * DAY));
		struct event one = { at, i, i, (uint8_t)class, 1, 1 };

		if (class == UNKNOWN_ORDER) { /* beside its own, which matches */
			e[events++] = (struct event){ at, n + i, n + i, (uint8_t)class, 0, 1 };
			one.class = MATCHED;
		} else if (class == DUPLICATE) {
			e[events++] = (struct event){ at + 60, i, n + i, (uint8_t)class, 0, 1 };
		}
		if (class == LATE)
			one.at = 17 * DAY + at % DAY;
		if (class == IN_DOUBT)
			one.at = 16 * DAY + 12 * 3600 + at % (4 * 3600);
		one.ours = class != MISSING_OURS && class != LATE;
		one.bank = class != MISSING_BANK && class != IN_DOUBT;
		fprintf(orders, "%u,AQ2511%07u01,%d,2025-09-05T16:00:00,%s\n", i + 1, i + 1, FEE, one.ours && class != UNPAID ? moment(one.at, 'T') : "");
		if (class != UNPAID)
			e[events++] = one;
	}
	qsort(e, events, sizeof *e, by_time);
	for (size_t i = 0; i < events; i++) {
		if (e[i].ours)
			fprintf(payments, "%u,%s,%s,%d\n", e[i].order + 1, txn_no(&e[i]), moment(e[i].at, 'T'), FEE);
		if (e[i].class != MATCHED && (e[i].class != DUPLICATE || !e[i].ours))
			fprintf(truth, "%s,%s\n", order_no(&e[i], n), word[e[i].class]);
	}
	if (fclose(orders) != 0 || fclose(payments) != 0 || fclose(truth) != 0)
		need(NULL);
	write_bill(e, events, n);
	return 0;
}
