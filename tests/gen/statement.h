/* SPDX-License-Identifier: MIT
 * Statements as the channels write them, from rows of one's own: for the demo's data and
 * for tests of the reader, which must give the rows back. */
#ifndef GEN_STATEMENT_H
#define GEN_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct bill_row {
	bool refund;
	const char *txn_no, *order_no;
	const char *refund_no; /* refunds */
	int64_t amount;        /* fen, positive, of refunds too */
	int64_t fee;           /* 0.00001 yuan, positive: a cost; of refunds negative: given back */
	int64_t time;          /* local seconds */
	const char *subject, *payer; /* UTF-8, without commas */
	const char *status;    /* WeChat refunds: SUCCESS, PROCESSING …; NULL: SUCCESS */
};

/* An Alipay merchant bill (业务明细) in GB18030 of from ≤ time < to, LF, exported a day after.
 * Fees are written in whole fen, cut. */
void bill_alipay(struct buf *out, const struct bill_row *row, size_t n, const char *account, int64_t from,
    int64_t to);
/* A WeChat Pay trade bill, type ALL, in UTF-8, LF. rate: of the fee, in millionths. */
void bill_wechat(struct buf *out, const struct bill_row *row, size_t n, const char *merchant, int32_t rate);

#endif
