/* SPDX-License-Identifier: MIT
 * What the commands of user-recover share: whom a record asks for, who holds that account, how often it was tried.
 *
 * Whoever asks learns nothing from an answer that he did not know: a wrong name and an unknown person are answered in the same words, by
 * the same statements and the same work; what is written about the one is written about the other. */
#ifndef USER_RECOVER_RECOVER_H
#define USER_RECOVER_RECOVER_H

#include "base/secret.h"
#include "frame/identity.h"
#include "frame/tool.h"
#include "store/recovery.h"

/* The first columns of every command, in and out. */
enum { C_NAME, C_ID_TYPE, C_ID_NO, C_FIRST };

extern const struct tool recover_find, recover_start, recover_finish, recover_counter;

/* ---- asked.c */

/* start(): read the office's key. */
void asked_begin(struct run *run);
/* start() of what could be tried for ever where it is not counted: exit 2 with --dry-run or --strict. */
void need_counting(const struct run *run, const char *command);

struct asked {
	struct identity identity;
	char key[SECRET_MAC_HEX]; /* keyed hash of name and document: recovery.asked */
	char document[SECRET_MAC_HEX]; /* of the document alone: what find counts by */
	char now[TIME_SIZE];      /* run_limit_time: all times of recovery are of it */
};
/* Name and document of the record; false with the faults of identity_check. */
bool asked_read(struct rec *r, struct asked *a);
/* The keyed hash of a code that was asked for so. */
void asked_code(const struct asked *a, const char *code, char out[SECRET_MAC_HEX]);

/* Who holds the account that is asked for. */
struct holder {
	int64_t person_id;     /* 0: nobody */
	const char *username, *phone, *question, *answer, *registered_at;
	bool suspended;
};
/* One statement, whoever asks. Strings live until the next call. */
void holder_find(const struct asked *a, struct holder *h);
/* Is there an account that its owner can get back by himself? */
bool holder_active(const struct holder *h);

/* Fault RECOVERY_REFUSED: the one answer to whatever does not fit. */
void refuse_recovery(struct rec *r);
/* Fault RECOVERY_LOCKED. */
void refuse_locked(struct rec *r);

/* Name and document as they were asked for, into the first columns of the output. */
void put_asked(struct rec *r, const struct asked *a);

/* ---- fresh.c: the password that is given */

/* start(): make this run's key. */
void fresh_begin(void);
/* compute(): make a random password and its hash; appended. */
void fresh_make(struct buf *result);
enum { FRESH_SIZE = PASSWORD_HASH + 256 };
/* apply(): from what fresh_make appended (FRESH_SIZE bytes): set it, and put username, password and result into the columns behind
 * the first. The only time that anybody sees it. */
void fresh_give(struct rec *r, const char *made, const struct holder *h);
/* For struct tool: it is kept nowhere. */
#define FRESH_LOST_EN "the passwords that were set are in it alone, and lost: those accounts are got back once more (start or find, then finish), or at the counter"
#define FRESH_LOST_ZH "新密码只在输出中, 已无法取得: 须重新找回 (start 或 find, 再 finish), 或到现场办理"

#endif
