/* SPDX-License-Identifier: MIT
 * office-gen makes the data of an exam office: everything that comes to it from outside
 * (registrations, portraits, archives, registries' answers, payments, bank statements,
 * clerks' decisions, scores), and beside each file the truth of what is wrong in it.
 * Everything follows from the seed: what a person is depends on (seed, index) only, so
 * files can be made one by one and in any order. */
#ifndef GEN_GEN_H
#define GEN_GEN_H

#include <stdbool.h>
#include <stdint.h>

#include "sheet.h"

struct world {
	uint64_t seed;
	int people;        /* persons 0 … people-1 */
	int photos;        /* portraits for the first so many of them */
	const char *out;   /* the folder that is written */
	const char *data;  /* tests/gen/data */
	const char *exam;  /* "AQ-2025" for the stages after the first */
	const char *from;  /* stage pay: the time from which people pay */
	const char *last;  /* stage pay: the time until which those who are not late pay */
	const char *until; /* stage pay: the end of the statements' period, exclusive */
};

/* ---- chance: a stream of numbers for one purpose and one index ---- */
struct rng {
	uint64_t state;
};

/* The same seed, purpose and key give the same stream. */
struct rng rng_start(const struct world *w, const char *purpose, const char *key);
struct rng rng_index(const struct world *w, const char *purpose, int64_t index);
uint64_t rng_next(struct rng *r);
int rng_below(struct rng *r, int n);          /* 0 … n-1; n ≥ 1 */
int rng_range(struct rng *r, int lo, int hi); /* lo … hi */
bool rng_permille(struct rng *r, int n);      /* true in n of 1000 cases */

/* ---- what is written, a file each ---- */
void gen_config(const struct world *w);     /* config/ */
void gen_regs(const struct world *w);       /* regs-*.csv, map.csv, truth-regs.csv */
void gen_archive(const struct world *w);    /* archive-YYYY.csv, truth-archive.csv */
void gen_registries(const struct world *w); /* registry-edu.csv, registry-identity.csv */
void gen_photos(const struct world *w);     /* photos/, truth-photos.csv */
void gen_accounts(const struct world *w);   /* users.csv */
void gen_bans(const struct world *w);       /* bans.csv */

/* The stages that read what a tool has printed; each prints its stream to standard output
 * or writes files into w->out. */
void stage_pledge(const struct world *w, const struct table *in); /* → pledge-record */
void stage_amend(const struct world *w, const struct table *in);  /* → reg-amend */
void stage_eyes(const struct world *w, const struct table *in);   /* → photo-review */
void stage_review(const struct world *w, const struct table *in); /* → elig-review */
void stage_pay(const struct world *w, const struct table *in);    /* → fee-pay, fee-reconcile */
void stage_decide(const struct world *w, const struct table *in); /* → fee-decide */
void stage_score(const struct world *w, const struct table *in);  /* → score-import */

#endif
