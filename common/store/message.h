/* SPDX-License-Identifier: MIT
 * The outbox: what a person is to be told, queued in the transaction that makes it true. notify-send(1) makes the texts
 * and hands them out. The calling tool declares message among its writes. */
#ifndef STORE_MESSAGE_H
#define STORE_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

/* Queue template about a registration, to its person. Each template, registration and reason is queued at most once; reason says
 * what it is about ("" where the template alone does). True where a row was added; false where it stood there already,
 * or the configuration has no such template: an office that writes no such messages queues none. */
bool message_queue(const char *template, int64_t registration_id, const char *reason, const char *now, int64_t batch_id);
/* The same about a person alone. secret: what the text holds until it is handed out, sealed by the caller; "" mostly. */
bool message_queue_person(const char *template, int64_t person_id, const char *reason, const char *secret, const char *now, int64_t batch_id);

#endif
