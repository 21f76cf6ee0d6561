/* SPDX-License-Identifier: MIT
 * Choices about the commitment as rows. The statements that write: the calling tool declares pledge_act and registration. */
#ifndef STORE_PLEDGE_H
#define STORE_PLEDGE_H

#include <stdbool.h>
#include <stdint.h>

/* Did an earlier, deleted registration for this exam with this document (registration.document) decline, or withdraw? */
bool pledge_chosen_before(int64_t document, int64_t exam_id);

/* The registration's choice is now this word (adopt, decline, withdrawn), by that action. The outcome of elig-verify and a
 * reviewer's pass rested on another choice and are dropped; every decision is kept in review. */
void pledge_record(int64_t registration_id, const char *choice, const char *action, const char *login, const char *now, int64_t batch_id);

#endif
