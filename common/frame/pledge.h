/* SPDX-License-Identifier: MIT
 * Who may not use the commitment: asked wherever somebody adopts it or goes on with it. */
#ifndef FRAME_PLEDGE_H
#define FRAME_PLEDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "frame/tool.h"
#include "rule/ban.h"
#include "store/ban.h"

/* The term of an entry, for rule/ban. */
struct ban_term ban_term_of(const struct ban_entry *e);

/* Does an entry of the dishonesty list hold on this day for this document? Of several, the one that ends last; its strings live
 * until the next call. No statement is run while the list is empty. */
bool ban_in_force(const char *id_key, int32_t day, struct ban_entry *out);

/* Faults where this person may not adopt the commitment today for this exam: PLEDGE_BANNED, PLEDGE_BARRED. document: that of the
 * registration (registration.document), 0: nobody has it yet. */
void pledge_check_adopt(struct rec *r, int column, const char *id_key, int64_t document, const struct exam *e);

#endif
