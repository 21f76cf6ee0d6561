/* SPDX-License-Identifier: MIT
 * What a registration costs. */
#include "rule/fee.h"

#include <string.h>

static const char *const codes[] = {
	[FEE_OBJECTIVE] = "objective",
	[FEE_SUBJECTIVE] = "subjective",
	[FEE_REGISTRATION] = "registration",
	[FEE_ARCHIVE_NEW] = "archive_new",
};

bool
fee_component_parse(const char *word, enum fee_component *component)
{
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (strcmp(word, codes[i]) == 0) {
			*component = (enum fee_component)i;
			return true;
		}
	return false;
}

const char *
fee_component_code(enum fee_component component)
{
	return codes[component];
}

bool
fee_kind_parse(const char *word, enum fee_component *component)
{
	if (strcmp(word, "objective") == 0)
		*component = FEE_OBJECTIVE;
	else if (strcmp(word, "subjective") == 0 || strcmp(word, "mixed") == 0)
		*component = FEE_SUBJECTIVE;
	else
		return false;
	return true;
}

/* 3 province and level, 2 province, 1 level, 0 neither; -1: not for them. */
static int
specificity(const struct fee_row *row, const char *province, const char *level)
{
	bool any_province = strcmp(row->province, "*") == 0, any_level = strcmp(row->level, "*") == 0;

	if ((!any_province && strcmp(row->province, province) != 0) || (!any_level && strcmp(row->level, level) != 0))
		return -1;
	return (any_province ? 0 : 2) + (any_level ? 0 : 1);
}

const struct fee_row *
fee_find(const struct fee_row *row, size_t n, const char *province, const char *level, enum fee_component component,
    int64_t *upward_fen)
{
	const struct fee_row *price = NULL;
	int best = -1, best_share = -1;

	*upward_fen = 0;
	for (size_t i = 0; i < n; i++) {
		int s = row[i].component == component ? specificity(&row[i], province, level) : -1;

		if (s > best) {
			best = s;
			price = &row[i];
		}
		if (s > best_share && row[i].upward_fen >= 0) {
			best_share = s;
			*upward_fen = row[i].upward_fen;
		}
	}
	return price;
}

static bool
add(struct fee_bill *bill, struct fee_line *line, const struct fee_row *row, size_t n_row, const char *province,
    const char *level, enum fee_component component, const char *subject)
{
	int64_t upward_fen;
	const struct fee_row *price = fee_find(row, n_row, province, level, component, &upward_fen);

	if (price == NULL)
		return false;
	line[bill->n++] = (struct fee_line){ component, subject, price->fen, upward_fen };
	bill->fen += price->fen;
	bill->upward_fen += upward_fen;
	return true;
}

struct fee_bill
fee_make(const struct fee_row *row, size_t n_row, const char *province, const char *level, bool new_candidate,
    const struct fee_subject *subject, size_t n_subject, struct fee_line *line)
{
	struct fee_bill bill = { 0 };

	for (size_t i = 0; i < n_subject; i++)
		if (!add(&bill, line, row, n_row, province, level, subject[i].component, subject[i].subject)) {
			bill.unpriced = subject[i].subject;
			return bill;
		}
	add(&bill, line, row, n_row, province, level, FEE_REGISTRATION, NULL);
	if (new_candidate)
		add(&bill, line, row, n_row, province, level, FEE_ARCHIVE_NEW, NULL);
	return bill;
}

/* Shares onto the lines that are whole (or those that are not), as far as they go; what is left of them. */
static int64_t
share_out(struct fee_line *out, const struct fee_line *const *of, size_t n, bool whole, int64_t upward_fen)
{
	for (size_t i = 0; i < n; i++) {
		int64_t most = of[i]->upward_fen < out[i].fen ? of[i]->upward_fen : out[i].fen, part = upward_fen < most ? upward_fen : most;

		if ((out[i].fen == of[i]->fen) != whole)
			continue;
		out[i].upward_fen = part;
		upward_fen -= part;
	}
	return upward_fen;
}

size_t
fee_supplement(const struct fee_line *line, const bool *ordered, size_t n, int64_t credit_fen, int64_t passed_fen, struct fee_line *out)
{
	const struct fee_line *of[FEE_LINES_MAX];
	int64_t missing = -passed_fen;
	size_t lines = 0;

	for (int before = 1; before >= 0; before--)
		for (size_t i = 0; i < n; i++) {
			if (ordered[i] != (before == 1))
				continue;
			int64_t used = credit_fen < line[i].fen ? credit_fen : line[i].fen;

			credit_fen -= used;
			missing += line[i].upward_fen;
			if (line[i].fen == used)
				continue;
			of[lines] = &line[i];
			out[lines] = line[i];
			out[lines].upward_fen = 0;
			out[lines++].fen -= used;
		}
	missing = share_out(out, of, lines, true, missing > 0 ? missing : 0);
	share_out(out, of, lines, false, missing);
	return lines;
}

static int64_t
whole_lines(const struct fee_line *line, const bool *dropped, size_t n, int64_t fen, bool all, struct fee_back *back)
{
	for (size_t i = 0; i < n; i++) {
		back[i] = (struct fee_back){ 0, 0 };
		if ((all || dropped[i]) && line[i].fen <= fen) {
			back[i] = (struct fee_back){ line[i].fen, line[i].upward_fen };
			fen -= line[i].fen;
		}
	}
	return fen;
}

void
fee_give_back(const struct fee_line *line, const bool *dropped, size_t n, int64_t fen, struct fee_back *back)
{
	int64_t sum = 0, rest = 0, before = 0;

	for (size_t i = 0; i < n; i++)
		sum += line[i].fen;
	fen = whole_lines(line, dropped, n, fen, fen >= sum, back);
	for (size_t i = 0; i < n; i++)
		rest += line[i].fen - back[i].fen;
	if (rest == 0)
		return;
	/* by running sums: the parts add up to fen */
	for (size_t i = 0; i < n; i++) {
		int64_t left = line[i].fen - back[i].fen;

		if (left == 0)
			continue;
		back[i].fen += fen * (before + left) / rest - fen * before / rest;
		back[i].upward_fen = line[i].upward_fen * back[i].fen / line[i].fen;
		before += left;
	}
}
