/* SPDX-License-Identifier: MIT
 * The dishonesty list as rows: an entry is a person's document and the document of the decision (doc_no). Entries are never
 * removed, and every change stands in ban_act. What the dates mean is rule/ban's to say. */
#ifndef STORE_BAN_H
#define STORE_BAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/date.h"

struct ban_entry {
	int64_t id;            /* 0: none */
	const char *name, *name_key, *id_type, *id_no, *id_key;
	const char *from, *to; /* YYYY-MM-DD; to "": for ever */
	const char *article, *authority, *doc_no;
	const char *lifted_at; /* "": it was not */
};

/* Is anybody on the list? Asked once a run, when it is first needed. */
bool ban_any(void);
/* The entries of a document, oldest first: up to max; the number there are. Strings live until the next call. */
size_t ban_of_document(const char *id_key, struct ban_entry *out, size_t max);
/* The entry of a document by its doc_no: as it is compared, or, where person-merge has moved the entry to the person's other document, as the
 * list writes it. False: none. Strings live until the next call. */
bool ban_find(const char *id_key, const char *id_no, const char *doc_no, struct ban_entry *out);
/* Was the entry added with these contents (ban_act.new)? */
bool ban_was_added_as(int64_t id, const char *contents);
/* Was it corrected to these contents once, and to others since? When it was, and when to those that stand. */
bool ban_was_corrected_to(int64_t id, const char *contents, char at[TIME_SIZE], char since[TIME_SIZE]);

/* The write statements: the caller declares ban and ban_act among its writes. */
int64_t ban_add(const struct ban_entry *e, int64_t batch_id);
void ban_correct(int64_t id, const struct ban_entry *e);
void ban_lift(int64_t id, const char *now, const char *by);
/* Keep what was done: action add, lift, correct; the contents before and after, "" where there are none. */
void ban_keep_act(int64_t id, const char *action, const char *before, const char *after, const char *login, const char *now, int64_t batch_id);

#endif
