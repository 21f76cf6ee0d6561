/* SPDX-License-Identifier: MIT
 * What a run leaves: messages, batches, entries of the audit log (11). */
#include "invariant.h"

#include <stddef.h>

/* The rows of a table by the run that added them. */
#define COUNTED(table) "SELECT batch_id, '" table "', count(*) FROM " table " GROUP BY batch_id"
#define ALSO(table) " UNION ALL " COUNTED(table)

const struct invariant run_invariants[] = {
	/* messages: each template, registration and reason at most once; handed out once, again only where the gateway failed */
	{ "MESSAGE_ONCE", "message",
	    "SELECT format('M%08d', max(id)), count(*) || ' of ' || template FROM message WHERE registration_id IS NOT NULL GROUP BY registration_id, template, reason "
	    "HAVING count(*) > 1",
	    "a registration is told a thing once", "同一报名同一事由只通知一次" },
	{ "MESSAGE_STATE", "message",
	    "SELECT format('M%08d', id), format('handed out %d times, result %s', outs, result) FROM message WHERE (outs = 0) <> (out_at IS NULL) OR "
	    "(outs = 0 AND (result <> '' OR out_id IS NOT NULL)) OR (outs > 0 AND out_id IS NULL AND result <> 'failed') OR (result <> '') <> (result_at IS NOT NULL)",
	    "a message has a result when it was handed out, and belongs to a hand-out", "消息交出后才有结果, 且属于某次交出" },
	{ "MESSAGE_SECRET", "message",
	    "SELECT format('M%08d', m.id), 'hand-out ' || o.id FROM message m JOIN message_out o ON o.id = m.out_id WHERE m.secret <> '' AND o.written_at IS NOT NULL",
	    "a code leaves the database when it was handed out", "验证码交出后不再留存" },
	{ "MESSAGE_OUT_SUM", "message_out",
	    "SELECT 'all', m.n || ' messages handed out, recorded ' || o.n FROM (SELECT coalesce(sum(outs), 0) AS n FROM message) m, "
	    "(SELECT coalesce(sum(messages), 0) AS n FROM message_out) o WHERE m.n <> o.n",
	    "every message that was handed out stands in a hand-out", "交出的消息数与交出记录一致" },
	/* 11: batches */
	{ "BATCH_WHOLE", "batch",
	    "WITH found (batch_id, \"table\", n) AS MATERIALIZED ("
	    COUNTED("person") ALSO("account") ALSO("recovery") ALSO("person_merge") ALSO("ban") ALSO("ban_act") ALSO("amendment")
	    ALSO("education") ALSO("photo") ALSO("photo_decision") ALSO("archive") ALSO("archive_correction") ALSO("archive_decision") ALSO("registration")
	    ALSO("card") ALSO("pledge_act") ALSO("review") ALSO("fee_order") ALSO("order_alias") ALSO("payment") ALSO("statement")
	    ALSO("difference") ALSO("refund") ALSO("refund_out") ALSO("seating_plan") ALSO("message") ALSO("message_out") ALSO("attendance")
	    ALSO("score") ALSO("publication") ALSO("result") ALSO("correction") "), "
	    "both (batch_id, \"table\", n, added) AS (SELECT f.batch_id, f.\"table\", f.n, coalesce(c.added, 0) FROM found f LEFT JOIN batch_count c "
	    "ON c.batch_id = f.batch_id AND c.\"table\" = f.\"table\" UNION ALL SELECT c.batch_id, c.\"table\", 0, c.added FROM batch_count c "
	    "WHERE (c.batch_id, c.\"table\") NOT IN (SELECT batch_id, \"table\" FROM found)) "
	    "SELECT batch_id || ' ' || \"table\", added || ' rows were added, found ' || n FROM both WHERE n <> added",
	    "every batch is whole: its counts equal the records that point to it", "每批次记录数与登记数一致" },
	/* the entry's text is that of frame/run.c */
	{ "BATCH_AUDIT", "batch",
	    "SELECT b.id, b.tool || ' accepted ' || b.accepted FROM (SELECT *, format('accepted=%d rejected=%d unchanged=%d as_of=%s', accepted, rejected, unchanged, "
	    "as_of) || iif(override = '', '', ' override=' || override) || iif(operator = '', '', ' operator=' || operator) AS detail FROM batch) b "
	    "LEFT JOIN audit_entry a ON a.batch_id = b.id AND a.action = b.tool AND a.login = b.login AND a.detail IN (b.detail, b.detail || ' unmask') "
	    "WHERE a.id IS NULL",
	    "every batch has its entry in the audit log, with its counts", "每批次在审计日志中有计数一致的条目" },
	{ NULL, NULL, NULL, NULL, NULL },
};
