/* SPDX-License-Identifier: MIT
 * What the database says for a registration's admit card, and the same as bytes that a worker draws from. */
#ifndef ADMIT_PRINT_FACTS_H
#define ADMIT_PRINT_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "card.h"
#include "frame/print_options.h"
#include "store/definition.h"

struct facts {
	int64_t id;
	const struct exam *exam;
	const char *province, *city, *review_point; /* of the registration */
	bool deleted, paid, seated;
	bool unreviewed;             /* where papers are reviewed before payment, and these have not passed */
	bool wanted;                 /* a seat passed the filter; it is the next five */
	const char *seat_city, *seat_site, *seat_room, *seat_batch;
	int64_t seat;
	const char *photo;           /* SHA-256, or "" */
	struct card card;            /* without photo and token */
	int sessions;                /* may be more than a card has room for */
};

/* Whose cards: those with a seat that is all of where. False where there is no such registration. Strings live until the next call. */
bool facts_read(const char *reg_no, const struct print_where *where, struct facts *out);

/* Append exam, photo and all texts of the card. The same facts give the same bytes. */
void facts_pack(const struct facts *f, struct buf *out);
/* Take packed facts apart; texts point into p. */
void facts_unpack(const char *p, struct card *card, const char **exam, const char **photo);

/* Append what cards of the exam have in common, from the configuration alone: names of subjects, levels, specialties and
 * documents, figures of dates. */
void facts_common(const struct exam *e, struct buf *out);

/* The minutes after a session's start that the setting entry_late_minutes has for the exam anywhere; how many. Ends the run where they are more than
 * CARD_ENTRIES. Of the configuration alone, so that a card's bytes do not depend on who else is printed. */
int facts_entries(const struct exam *e, int minutes[CARD_ENTRIES]);

#endif
