/* SPDX-License-Identifier: MIT
 * What the files of reg-amend share: a row as it was read, the case it belongs to, and the registration or person that a
 * case changes. */
#ifndef REG_AMEND_AMEND_H
#define REG_AMEND_AMEND_H

#include "base/mem.h"
#include "frame/enrolment.h"
#include "frame/scratch.h"
#include "rule/amendment.h"
#include "store/registration.h"

enum {
	I_CASE_NO, I_REG_NO, I_PERSON_NO, I_FIELD, I_VALUE, I_AUTHORITY, I_IN_PERSON, I_PROXY_NAME, I_PROXY_ID_NO, I_DOCUMENTS,
	I_REASON, I_END
};

/* What can be changed: the columns of an enrolment by their indexes, photo (E_PHOTO) meaning the portrait; and these. */
enum { F_DELETE = E_END, F_QUESTION, F_ANSWER, F_ACCOUNT_STATE, F_END };

/* Something said about a row. */
struct said {
	struct said *next;
	bool refuses;
	int column;
	const char *code, *message;
};

/* A row. Strings live to the end of the run. */
struct change {
	const char *case_no, *reg_no, *person_no, *value, *proxy_name, *proxy_id_no, *documents, *reason, *file;
	const char *hash, *hash_seen; /* of an answer: what is to be kept, and what was kept when that was made */
	int64_t line;
	int field;
	const char *field_name, *group;
	enum authority authority;
	bool in_person;
	bool faulty;           /* check() has refused it */
	bool decides, legible; /* its authority, its value can be judged */
	struct said *said, **last;
	bool refused;          /* one of said refuses */
	size_t next;           /* row of the same case; 0: none (else index + 1) */
	/* found in the transaction */
	int64_t person_id, registration_id;
	bool found;            /* whom it is about; the fields below hold only then */
	bool same;             /* it is so already, or was done before */
	bool made;             /* this very row was done before */
	const char *old, *now;
	const char *basis;     /* the policy row */
	bool cancels;          /* the candidate's own change takes the confirmation back */
};

struct docket {                /* a case */
	size_t first, last;    /* rows, index + 1 */
	const char *broken_file; int64_t broken_line; /* a row of it that could not be read, NULL: none */
	bool done, refused;
	const struct change *why; /* the row that is refused */
	const char *why_code;
};

/* What a case changes: a registration and its person, or a person alone. */
struct unit {
	int64_t person_id, registration_id; /* 0: a person alone */
	struct registration reg;            /* as registration_find; strings live to the end of the run */
	const char *cur[E_END];             /* as it stands, in the words of reg-import */
	const char *v[E_END];               /* as it is to be */
	const char *was[E_END];             /* cur with the newest education and degree records filled in */
	struct enrolment g;                 /* v understood */
	bool touched[F_END];                /* by rows that are not the same */
	bool choice;                        /* level, specialty, subjects or province change */
	bool further[2];                    /* the case brings a further education, degree record */
	struct education newest[2];         /* kind NULL: none */
	int records[2];
	struct { int column; const char *code; } base[32]; /* what was wrong before */
	size_t nbase;
	struct rec *scratch;                /* judges v */
};

extern struct change *changes;
extern size_t nchanges;
extern struct arena keep; /* to the end of the run */

/* fields.c: what a field of the stream is called, and its group; a fault FIELD_UNKNOWN where it is none that is changed here. */
bool field_find(struct rec *r, const char *name, struct change *c);
bool field_of_person(int field);
bool field_of_education(int field);

/* Say something about a row: replayed when its turn comes. */
void say(struct change *c, bool refuses, int column, const char *code, const char *fmt, ...) PRINTF_LIKE(5, 6);
/* Hand what was said about the unit's values to the rows that are about them, and forget it. */
void say_all(const struct docket *d, const struct unit *u);

/* unit.c: read it as it stands, overlay the rows of the case, judge. */
void unit_read(struct run *run, struct unit *u);
/* Does the case bring a whole record (level, school, major, month), so that it is a further one? */
bool unit_known_record(const struct unit *u, int kind);
void unit_judge(struct unit *u);
/* The value of a field as we keep it: as it stands, as it is to be. */
const char *unit_text(const struct unit *u, int field, bool now);

/* policy.c: faults where the table does not allow the change; fills basis and cancels. */
void policy_check(struct run *run, struct change *c, const struct unit *u);

/* clash.c: what the database holds against it: phones, documents, exams, records, seats. Faults of the unit's values. */
void clash_check(const struct docket *d, struct unit *u);
/* Persons of one case may change phones among themselves: what counts is how it ends. Before the first unit of a case; the phone that a
 * person still has for the case although another has it already, ""; after the last unit. */
void phones_begin(void);
const char *phone_freed(int64_t person_id);
void phones_check(void);

/* write.c: the change itself, the row that keeps it, and all that follows from it. */
void unit_write(struct run *run, const struct docket *d, struct unit *u);
/* effect.c: what a change brings with it: eligibility, confirmation, cards; orders. */
void effect_change(struct run *run, struct unit *u, struct change *c);
void effect_orders(struct unit *u);
void effect_close_orders(struct run *run, int64_t registration_id);
void effect_refund(struct run *run, const struct unit *u, struct change *c);

/* other.c: deleting, recovery question, state, portrait: what is no column of an enrolment. */
void other_prepare(struct change *c);   /* before the lock: hash the answer */
const char *other_text(const struct change *c); /* as it stands; "" for secrets */
bool other_same(const struct change *c);
void other_check(const struct docket *d, struct change *c);
void other_write(struct run *run, struct change *c, const struct unit *u);

/* case.c */
void docket_decide(struct run *run, struct docket *d);

#define EACH(d, c) (struct change *c = (d)->first > 0 ? &changes[(d)->first - 1] : NULL; c != NULL; c = c->next > 0 ? &changes[c->next - 1] : NULL)

#endif
