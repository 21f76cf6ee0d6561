/* SPDX-License-Identifier: MIT
 * What a registration costs, from the rows of fee.csv, in fen.
 *
 * Fees are per subject, by its kind (objective; subjective, as which mixed papers count),
 * plus a registration fee per person in some provinces (上海 10 yuan) and an archive fee for
 * new candidates in some (重庆 20 yuan); a part of the subject fee (考务费) is passed up to the
 * centre (rules.md (b) L). Each component by itself takes the most specific row: province
 * and level, province, level, neither. An empty upward share falls back the same way. */
#ifndef RULE_FEE_H
#define RULE_FEE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fee_component { FEE_OBJECTIVE, FEE_SUBJECTIVE, FEE_REGISTRATION, FEE_ARCHIVE_NEW };
enum { FEE_LINES_MAX = 128 }; /* of a bill */

bool fee_component_parse(const char *word, enum fee_component *component);
const char *fee_component_code(enum fee_component component); /* static */
/* A subject's question_kind (objective, subjective, mixed) as the component that prices it. */
bool fee_kind_parse(const char *word, enum fee_component *component);

/* A row of fee.csv for the exam. */
struct fee_row {
	const char *province, *level; /* "*": every */
	enum fee_component component;
	int64_t fen;
	int64_t upward_fen;           /* < 0: empty */
};

/* The row that prices component there, NULL where none does; *upward_fen the share passed
 * up, 0 where no row names one. */
const struct fee_row *fee_find(const struct fee_row *row, size_t n, const char *province, const char *level,
    enum fee_component component, int64_t *upward_fen);

struct fee_subject {
	const char *subject;
	enum fee_component component; /* FEE_OBJECTIVE or FEE_SUBJECTIVE */
};

struct fee_line {
	enum fee_component component;
	const char *subject;          /* borrowed; NULL: per person */
	int64_t fen, upward_fen;
};

struct fee_bill {
	size_t n;
	int64_t fen, upward_fen;      /* the sums of the lines */
	const char *unpriced;         /* the subject that has no price, NULL: the bill is whole */
};

/* Write the bill of a registration: a line for each subject in their order, then the
 * registration and the archive fee where there are such rows. line has room for
 * n_subject + 2. Where a subject has no price the bill stops at it. */
struct fee_bill fee_make(const struct fee_row *row, size_t n_row, const char *province, const char *level,
    bool new_candidate, const struct fee_subject *subject, size_t n_subject, struct fee_line *line);

/* The lines of a supplement: the bill less a credit of fen that were paid before, which covers first the lines that were ordered
 * before, then the others; what it covers wholly is left out. passed_fen of the centre's shares went up with the credit: the
 * supplement carries what is missing of the bill's, on its whole lines first. The number of lines; out has room for n. */
size_t fee_supplement(const struct fee_line *line, const bool *ordered, size_t n, int64_t credit_fen, int64_t passed_fen, struct fee_line *out);

/* Which part of an order's lines a refund of fen over the order gives back, and what of the centre's shares with it: back[i] for
 * line[i]. All of it gives back every line. Else the lines that are not to be sat any more (dropped) go first, whole, as far as they
 * fit; what is left is spread over the rest by their amounts, and their shares go back in proportion (rounded down). More than the
 * order is not given back. */
struct fee_back {
	int64_t fen, upward_fen;
};
void fee_give_back(const struct fee_line *line, const bool *dropped, size_t n, int64_t fen, struct fee_back *back);

#endif
