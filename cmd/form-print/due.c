/* SPDX-License-Identifier: MIT
 * The documents, and who is due for which. */
#include "document.h"
#include "store/operator.h"

const struct document *const documents[DOCUMENTS] = { [D_FORM] = &form_document, [D_PLEDGE] = &pledge_document, [D_RECEIPT] = &receipt_document,
	[D_CHANGE] = &change_document, [D_REVIEW] = &review_document, [D_RETURN] = &return_document, [D_REFUND] = &refund_document };

_Static_assert(D_FORM == 0 && D_REFUND == 6, "the bits below");

const char due_sql[] = "SELECT r.reg_no FROM registration r JOIN exam e ON e.id = r.exam_id WHERE r.exam_id = :exam AND r.deleted_at IS NULL "
	"AND :now <> '' AND " SCOPE_SQL " AND "
	"(((:due_id & 1) AND r.confirmed_at IS NOT NULL) OR ((:due_id & 2) AND e.pledge = 1 AND r.pledge = 'adopt') "
	"OR ((:due_id & 4) AND EXISTS (SELECT 1 FROM fee_order o JOIN payment y ON y.order_id = o.id AND y.effective = 1 WHERE o.registration_id = r.id)) "
	"OR ((:due_id & 8) AND (EXISTS (SELECT 1 FROM amendment t WHERE t.registration_id = r.id) OR EXISTS (SELECT 1 FROM amendment t WHERE "
	"t.person_id = r.person_id AND t.registration_id IS NULL))) "
	/* as reg-list --todo elig-review has it (store/todo) */
	"OR ((:due_id & 16) AND EXISTS (SELECT 1 FROM registration_state s WHERE s.registration_id = r.id AND ((s.review_mode = 'pre' AND s.state = 'confirmed' "
	"AND (r.outcome = 'online' OR r.outcome = 'onsite')) OR (s.review_mode = 'post' AND s.state = 'passed' AND r.review <> 'pass')))) "
	"OR ((:due_id & 32) AND r.review = 'return') "
	"OR ((:due_id & 64) AND EXISTS (SELECT 1 FROM fee_order o JOIN refund f ON f.order_id = o.id WHERE o.registration_id = r.id AND "
	"(f.state = 'proposed' OR f.state = 'approved')))) ORDER BY r.reg_no";
