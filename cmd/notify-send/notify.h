/* SPDX-License-Identifier: MIT
 * What the commands of notify-send share: a message with all that its text may speak of. */
#ifndef NOTIFY_SEND_NOTIFY_H
#define NOTIFY_SEND_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "frame/tool.h"
#include "rule/message.h"
#include "store/definition.h"

struct letter {
	int64_t id, outs, out_id, person_id, registration_id; /* 0: none */
	const char *template, *reason, *secret, *queued_at, *result, *detail;
	const char *name, *phone, *email; /* of the person as it is now: merged ones are who they became */
	const struct exam *exam;          /* NULL: about the person alone */
	const char *reg_no, *province, *city, *review_point, *level, *specialty, *admit_no;
	const char *point_name, *point_address, *point_phone, *point_hours;
	bool deleted;                     /* its registration is */
};

/* ---- letter.c */

/* False where there is no such message. Strings live until the next call. */
bool letter_find(int64_t id, struct letter *out);
/* The template's text, Chinese where there is one; NULL: the configuration has none. Lives until the next call. */
const char *template_text(const char *template);
/* The text to the person; appended. False with a fault in column: TEMPLATE_UNKNOWN, FIELD_EMPTY, SECRET_UNREADABLE. */
bool letter_text(struct rec *r, int column, const struct letter *l, struct buf *out);
/* Put message_no, template, person_no, reg_no in columns 0 to 3. */
void put_letter(struct rec *r, const struct letter *l);

/* ---- the commands: queue.c, out.c, result.c */

extern const struct tool command_queue, command_out, command_result;

#endif
