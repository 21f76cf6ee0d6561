/* SPDX-License-Identifier: MIT
 * The outbox: what a person is to be told, queued in the transaction that makes it true. notify-send(1) makes the texts
 * and hands them out. The calling tool declares message among its writes. */
#ifndef STORE_MESSAGE_H
#define STORE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Queue template about a registration, to its person. Each template, registration and reason is queued at most once; reason says
 * what it is about ("" where the template alone does). True where a row was added; false where it stood there already,
 * or the configuration has no such template: an office that writes no such messages queues none. */
bool message_queue(const char *template, int64_t registration_id, const char *reason, const char *now, int64_t batch_id);
/* The same about a person alone. secret: what the text holds until it is handed out, sealed by the caller; "" mostly. */
bool message_queue_person(const char *template, int64_t person_id, const char *reason, const char *secret, const char *now, int64_t batch_id);

/* A decision of a review or of elig-verify stands: where the registration is now reviewed and has not paid, queue review_passed;
 * again where a failure was told since. */
bool message_queue_reviewed(int64_t registration_id, const char *now, int64_t batch_id);
/* An order was paid: where nothing else is owed, queue paid. */
bool message_queue_paid(int64_t registration_id, const char *order_no, const char *now, int64_t batch_id);

enum { MESSAGE_NO_SIZE = 32 };
/* 'M' and at least eight digits; "-2" behind them where it is handed out for the second time, so that what the gateway says of the
 * first is not taken for the second. outs 0, 1: the first. */
void message_no_text(int64_t id, int64_t outs, char out[MESSAGE_NO_SIZE]);
/* False where it is no message_no. */
bool message_no_parse(const char *message_no, int64_t *id, int64_t *outs);

/* SQL that lists, as message_no, what is to be handed out at :now: queued and not handed out, or failed less often than the
 * setting message_tries (3) says; no codes that have expired, nothing about deleted registrations, no pay_reminder
 * to who has paid; of the operator's place. Parameters: todo_bind's (:exam 0: any), :due_id. Where :due_id is not 0: instead what hand-out :due_id held and no gateway has sent. */
extern const char message_due_sql[];
/* SQL that counts: a row an exam, its id (0: messages about persons alone), how many are to be handed out, and how many the gateway could
 * not send so often that they never are again. Same parameters, :due_id 0. */
extern const char message_counts_sql[];

#endif
