/* SPDX-License-Identifier: MIT
 * Classes and actions of reconciliation: their words, what may be decided, and the names of
 * differences. */
#include <string.h>

#include "base/hash.h"
#include "rule/reconcile.h"

#define MAY(action) (1u << (action))

static const struct {
	const char *word, *zh;
	unsigned may; /* decisions allowed */
} classes[RECON_CLASSES] = {
	[RECON_MATCHED] = { "MATCHED", "相符", 0 },
	[RECON_MISSING_OURS] = { "MISSING_OURS", "掉单",
	    MAY(RECON_ACCEPT) | MAY(RECON_REFUND) | MAY(RECON_SUSPENSE) },
	[RECON_MISSING_BANK] = { "MISSING_BANK", "银行漏单", MAY(RECON_SUSPENSE) | MAY(RECON_WAIVE) },
	[RECON_IN_DOUBT] = { "IN_DOUBT", "存疑", 0 },
	[RECON_AMOUNT_MISMATCH] = { "AMOUNT_MISMATCH", "金额不符",
	    MAY(RECON_ACCEPT) | MAY(RECON_REFUND) | MAY(RECON_SUSPENSE) | MAY(RECON_WAIVE) },
	[RECON_DUPLICATE] = { "DUPLICATE", "重复支付", MAY(RECON_REFUND) | MAY(RECON_SUSPENSE) },
	[RECON_LATE] = { "LATE", "逾期到账", MAY(RECON_ACCEPT) | MAY(RECON_REFUND) | MAY(RECON_SUSPENSE) },
	[RECON_UNKNOWN_ORDER] = { "UNKNOWN_ORDER", "不明订单",
	    MAY(RECON_ACCEPT) | MAY(RECON_REFUND) | MAY(RECON_SUSPENSE) | MAY(RECON_WAIVE) },
	[RECON_REFUND_UNKNOWN] = { "REFUND_UNKNOWN", "不明退款", MAY(RECON_ACCEPT) | MAY(RECON_SUSPENSE) | MAY(RECON_WAIVE) },
	[RECON_REFUND_MISSING] = { "REFUND_MISSING", "退款未到", MAY(RECON_SUSPENSE) | MAY(RECON_WAIVE) },
	[RECON_REFUND_PENDING] = { "REFUND_PENDING", "退款处理中", 0 },
	[RECON_REFUND_OK] = { "REFUND_OK", "退款相符", 0 },
	[RECON_STATUS_MISMATCH] = { "STATUS_MISMATCH", "状态不符", MAY(RECON_ACCEPT) | MAY(RECON_SUSPENSE) | MAY(RECON_WAIVE) },
	[RECON_FEE_MISMATCH] = { "FEE_MISMATCH", "手续费不符", MAY(RECON_WAIVE) },
};

static const char *const actions[RECON_ACTIONS] = { [RECON_NONE] = "", [RECON_ACCEPT] = "accept",
	[RECON_REFUND] = "refund", [RECON_SUSPENSE] = "suspense", [RECON_WAIVE] = "waive", [RECON_WAIT] = "wait",
	[RECON_QUERY] = "query", [RECON_SETTLE] = "settle" };

const char *
recon_class_word(enum recon_class class)
{
	return classes[class].word;
}

const char *
recon_class_zh(enum recon_class class)
{
	return classes[class].zh;
}

const char *
recon_action_word(enum recon_action action)
{
	return actions[action];
}

bool
recon_class_parse(const char *word, enum recon_class *class)
{
	for (int c = 0; c < RECON_CLASSES; c++)
		if (strcmp(classes[c].word, word) == 0) {
			*class = (enum recon_class)c;
			return true;
		}
	return false;
}

bool
recon_action_parse(const char *word, enum recon_action *action)
{
	for (int a = RECON_ACCEPT; a <= RECON_WAIVE; a++)
		if (strcmp(actions[a], word) == 0) {
			*action = (enum recon_action)a;
			return true;
		}
	return false;
}

bool
recon_is_difference(enum recon_class class)
{
	return class != RECON_MATCHED && class != RECON_REFUND_OK;
}

bool
recon_allows(enum recon_class class, enum recon_action action)
{
	return (classes[class].may & MAY(action)) != 0;
}

static void
add(struct hash *h, struct span s)
{
	hash_add(h, "|", 1);
	hash_add(h, s.ptr, s.len);
}

static struct span
text(const char *s)
{
	return (struct span){ s, (uint32_t)strlen(s) };
}

void
recon_id(const struct recon_order *order, const struct recon_finding *f, char out[RECON_ID])
{
	unsigned char digest[HASH_SIZE];
	char hex[HASH_HEX];
	struct hash *h = hash_new();
	const char *word = classes[f->class].word;

	hash_add(h, word, strlen(word));
	add(h, order->order_no);
	if (f->entry != NULL) {
		add(h, f->entry->channel);
		add(h, text(f->entry->row.kind == ROW_PAY ? "pay" : "refund"));
		add(h, f->entry->row.txn_no);
		add(h, f->entry->row.refund_no);
	} else if (f->payment != NULL) {
		add(h, f->payment->channel);
		add(h, text("pay"));
		add(h, f->payment->txn_no);
		add(h, text(""));
	} else if (f->refund != NULL) {
		add(h, f->refund->channel);
		add(h, text("refund"));
		add(h, f->refund->txn_no);
		add(h, f->refund->refund_no);
	}
	hash_finish(h, digest);
	hash_hex(digest, hex);
	memcpy(out, hex, RECON_ID - 1);
	out[RECON_ID - 1] = '\0';
}
