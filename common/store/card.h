/* SPDX-License-Identifier: MIT
 * Admit cards that were printed, and which of them hold no more. A card is known by a digest of all that it says
 * (rule/token.h). The statements that write: the calling tool declares card and registration. */
#ifndef STORE_CARD_H
#define STORE_CARD_H

#include <stdbool.h>
#include <stdint.h>

/* SQL, of registration r: its papers have to pass review before payment, and have not, or no more. It gets no card, a card that it had holds no more,
 * and no paper of a room says that it sits there. */
#define CARD_UNREVIEWED "iif(r.review <> 'pass' AND (r.review <> '' OR (r.outcome <> '' AND r.outcome <> 'auto')), " \
	"(SELECT v.review_mode FROM registration_state v WHERE v.registration_id = r.id) IS 'pre', 0)"

/* The card was printed: it is in force, and registration.printed_at says since when. False where all that was so before. */
bool card_printed(int64_t registration_id, const char *card, const char *admit_no, const char *now, int64_t batch_id);

/* What its cards say is no longer so, by this cause (moved: to another seat; amended: name, document or photograph): they are
 * revoked, and the registration has none until one is printed. */
void card_revoke(int64_t registration_id, const char *cause, const char *now);

/* The person's name, document or photograph has changed, or is about to: the cards of the live registrations whose results are not published are
 * revoked (amended). */
void card_stale(int64_t person_id, const char *now);

struct revoked_card {
	const char *admit_no, *card;
	const char *cause; /* moved, amended; of the whole registration: deleted, unpaid, unseated, unreviewed */
	const char *at;    /* since when; "" not known */
};

/* Each card of the exam that holds no more, by admit number; the strings live until each() returns. */
void card_each_revoked(int64_t exam_id, void (*each)(void *context, const struct revoked_card *card), void *context);

#endif
