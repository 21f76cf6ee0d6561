/* SPDX-License-Identifier: MIT
 * Who may change what, when: each cell of the table in rules.md (a) F, with the national manual, Liaoning and Beijing as data. */
#include "rule/amendment.h"

#include <stdlib.h>
#include <string.h>

#include "../tap.h"

/* policy.csv as it is shipped, and the audit examination's row of S0 (the form goes to the district that checks). */
static const char policy[] =
	"*,*,basic,filled,edit_until,self,0,0,,,001\n"
	"*,*,exam_choice,filled,edit_until,self,0,0,,,001\n"
	"*,*,contact,filled,certified,self,0,0,,,001\n"
	"*,110000,basic,filled,reviewed,self,0,0,,,000\n"
	"*,110000,basic,reviewed,reg_end,district,0,1,id+id_copy,,000\n"
	"*,110000,exam_choice,filled,reviewed,self,0,0,,,000\n"
	"*,110000,exam_choice,reviewed,reg_end,centre,0,1,id+id_copy,proxy needs proxy_letter,000\n"
	"*,110000,name,filled,reg_end,centre,0,1,id+id_copy+household_register,proxy needs proxy_letter,000\n"
	"*,110000,id_no,filled,reg_end,centre,0,1,id+id_copy,proxy needs proxy_letter,000\n"
	"*,110000,refund,paid,reg_end,centre,0,1,id+id_copy,proxy needs proxy_letter,000\n"
	"*,110000,photo,none,reg_end,centre,1,0,id+id_copy+new_photo,no_registration,000\n"
	"*,110000,delete,filled,review_end+5wd,centre,1,0,id+id_copy+statement,moving_province,000\n"
	"*,210000,basic,filled,reviewed,self,0,0,,,002\n"
	"*,210000,basic,reviewed,paid,centre,0,0,id_photo+change_form,,002\n"
	"*,210000,exam_choice,filled,reviewed,self,0,0,,,002\n"
	"*,210000,exam_choice,reviewed,paid,centre,0,0,id_photo+change_form,,002\n"
	"*,*,photo,filled,reg_end,centre,0,0,application,,001\n"
	"*,*,name,seated,scored,site,1,0,id,homophone or variant only,practice\n"
	"SJ,110000,basic,reviewed,reg_end,district,0,1,id+id_copy+application_form,,000\n";

static struct policy_row rows[32];
static size_t nrows;

static void
read_policy(char *text)
{
	for (char *line = text, *next; *line != '\0'; line = next) {
		char *cell[11];

		next = strchr(line, '\n');
		*next++ = '\0';
		for (int i = 0; i < 11; i++) {
			cell[i] = line;
			line += strcspn(line, ",");
			if (*line != '\0')
				*line++ = '\0';
		}
		struct policy_row *r = &rows[nrows++];

		*r = (struct policy_row){ .exam = cell[0], .province = cell[1], .group = cell[2], .until = cell[4], .in_person = *cell[6] == '1',
			.proxy = *cell[7] == '1', .documents = cell[8], .condition = cell[9], .source = cell[10] };
		if (!stage_parse(cell[3], &r->from) || !authority_parse(cell[5], &r->authority) || !policy_until_ok(r->until))
			abort();
	}
}

enum { IN = 10, OVER = 20 }; /* days: registration and review end on day 15 */

static bool
weekday(void *unused, int32_t days)
{
	(void)unused;
	return days != 18; /* a holiday */
}

struct cell {
	const char *place;     /* "AQ 110000 review": exam, province, edit_until; with " none": review_mode none */
	const char *stage;
	int day;
	const char *claim;     /* "basic self": group and authority; then "person", "proxy" */
	const char *documents, *reason;
	unsigned lacks;
};

static const struct cell cells[] = {
	/* S1 §2.2.6 (edit_until payment): before confirming, confirmed, checked; not when paid, not after the end */
	{ "AQ 310000 payment", "filled", IN, "basic self", "", "", 0 },
	{ "AQ 310000 payment", "filled", IN, "exam_choice self", "", "", 0 },
	{ "AQ 310000 payment", "confirmed", IN, "basic self", "", "", 0 },
	{ "AQ 310000 payment", "reviewed", IN, "exam_choice self", "", "", 0 },
	{ "AQ 310000 payment", "paid", IN, "basic self", "", "", LACKS_STAGE },
	{ "AQ 310000 payment", "paid", IN, "exam_choice centre", "", "", LACKS_STAGE },
	{ "AQ 310000 payment", "filled", OVER, "basic self", "", "", LACKS_TIME },
	/* S1 §2.2.3 note 3, S3 (edit_until confirm): before confirming, then nobody */
	{ "AQ 320000 confirm", "filled", IN, "basic self", "", "", 0 },
	{ "AQ 320000 confirm", "confirmed", IN, "basic self", "", "", LACKS_STAGE },
	{ "AQ 320000 confirm", "confirmed", IN, "exam_choice centre", "", "", LACKS_STAGE },
	{ "AQ 320000 confirm", "reviewed", IN, "exam_choice self", "", "", LACKS_STAGE },
	{ "AQ 320000 confirm", "paid", IN, "exam_choice self", "", "", LACKS_STAGE },
	{ "AQ 320000 confirm", "paid", OVER, "basic self", "", "", LACKS_STAGE | LACKS_TIME },
	/* S1 §3.3.1: the province's setting decides */
	{ "AQ 320000 review", "filled", IN, "basic self", "", "", 0 },
	{ "AQ 320000 review", "confirmed", IN, "basic self", "", "", 0 },
	{ "AQ 320000 review", "reviewed", IN, "basic self", "", "", LACKS_STAGE },
	{ "RK1 320000 review none", "confirmed", IN, "basic self", "", "", LACKS_STAGE }, /* nobody is reviewed: until confirmed */
	{ "RK1 320000 payment none", "confirmed", IN, "basic self", "", "", 0 },
	/* S2 Liaoning */
	{ "AQ 210000 review", "filled", IN, "exam_choice self", "", "", 0 },
	{ "AQ 210000 review", "confirmed", IN, "exam_choice self", "", "", 0 },
	{ "AQ 210000 review", "reviewed", IN, "exam_choice self", "", "", LACKS_AUTHORITY | LACKS_DOCUMENTS },
	{ "AQ 210000 review", "reviewed", IN, "basic centre", "id_photo+change_form", "", 0 },
	{ "AQ 210000 review", "reviewed", IN, "exam_choice centre", "id_photo", "", LACKS_DOCUMENTS },
	{ "AQ 210000 review", "paid", IN, "exam_choice centre", "id_photo+change_form", "", LACKS_STAGE },
	{ "AQ 210000 review", "paid", OVER, "exam_choice centre", "id_photo+change_form", "", LACKS_STAGE },
	{ "AQ 210000 review", "paid", IN, "basic centre", "id_photo+change_form", "", LACKS_STAGE },
	/* after the end nobody changes by himself what was entered, whatever stage the row names (S0 II-III, S1 2.2.6, S2 17) */
	{ "AQ 110000 review", "filled", OVER, "basic self", "", "", LACKS_TIME },
	{ "AQ 110000 review", "confirmed", OVER, "basic self", "", "", LACKS_TIME },
	{ "AQ 110000 review", "confirmed", OVER, "exam_choice self", "", "", LACKS_TIME },
	{ "AQ 210000 review", "confirmed", OVER, "exam_choice self", "", "", LACKS_TIME },
	{ "AQ 210000 review", "reviewed", OVER, "basic centre", "id_photo+change_form", "", 0 }, /* the office goes on as its row says */
	{ "AQ 310000 payment", "reviewed", OVER, "basic self", "", "", LACKS_TIME },
	{ "AQ 110000 review", "confirmed", OVER, "contact self", "", "", 0 },
	/* S0 Beijing, basic data: the limit is the check, without a check the confirmation */
	{ "AQ 110000 review", "filled", IN, "basic self", "", "", 0 },
	{ "AQ 110000 review", "confirmed", IN, "basic self", "", "", 0 },
	{ "RK1 110000 review none", "filled", IN, "basic self", "", "", 0 },
	{ "RK1 110000 review none", "confirmed", IN, "basic self", "", "", LACKS_AUTHORITY | LACKS_DOCUMENTS },
	{ "RK1 110000 review none", "confirmed", IN, "basic district", "id+id_copy", "", 0 },
	{ "AQ 110000 review", "reviewed", IN, "basic self", "id+id_copy", "", LACKS_AUTHORITY },
	{ "AQ 110000 review", "reviewed", IN, "basic district", "id+id_copy", "", 0 },
	{ "AQ 110000 review", "reviewed", IN, "basic centre person", "id_copy+id+more", "", 0 },
	{ "AQ 110000 review", "reviewed", IN, "basic district proxy", "id+id_copy", "", 0 },
	{ "AQ 110000 review", "reviewed", IN, "basic district", "id", "", LACKS_DOCUMENTS },
	{ "AQ 110000 review", "paid", IN, "basic district", "id+id_copy", "", 0 },
	{ "AQ 110000 review", "paid", OVER, "basic district", "id+id_copy", "", LACKS_TIME },
	/* level, specialty */
	{ "AQ 110000 review", "filled", IN, "exam_choice self", "", "", 0 },
	{ "AQ 110000 review", "confirmed", IN, "exam_choice self", "", "", 0 },
	{ "AQ 110000 review", "reviewed", IN, "exam_choice district", "id+id_copy", "", LACKS_AUTHORITY },
	{ "AQ 110000 review", "reviewed", IN, "exam_choice centre", "id+id_copy", "", 0 },
	{ "AQ 110000 review", "reviewed", IN, "exam_choice centre proxy", "id+id_copy", "", LACKS_DOCUMENTS },
	{ "AQ 110000 review", "reviewed", IN, "exam_choice centre proxy", "id+id_copy+proxy_letter", "", 0 },
	{ "AQ 110000 review", "paid", IN, "exam_choice centre", "id+id_copy", "", 0 },
	{ "AQ 110000 review", "paid", OVER, "exam_choice centre", "id+id_copy", "", LACKS_TIME },
	/* name, document number, refund */
	{ "AQ 110000 review", "filled", IN, "name centre", "id+id_copy+household_register", "", 0 },
	{ "AQ 110000 review", "filled", IN, "name centre", "id+id_copy", "", LACKS_DOCUMENTS },
	{ "AQ 110000 review", "filled", IN, "name self", "id+id_copy+household_register", "", LACKS_AUTHORITY },
	{ "AQ 110000 review", "confirmed", IN, "name centre proxy", "id+id_copy+household_register", "", LACKS_DOCUMENTS },
	{ "AQ 110000 review", "confirmed", IN, "name centre proxy", "id+id_copy+household_register+proxy_letter", "", 0 },
	{ "AQ 110000 review", "reviewed", IN, "id_no centre", "id+id_copy", "", 0 },
	{ "AQ 110000 review", "paid", IN, "id_no centre", "id+id_copy", "", 0 },
	{ "AQ 110000 review", "paid", OVER, "id_no centre", "id+id_copy", "", LACKS_TIME },
	{ "AQ 110000 review", "reviewed", IN, "refund centre", "id+id_copy", "", LACKS_BEGINNING },
	{ "AQ 110000 review", "paid", IN, "refund centre", "id+id_copy", "", 0 },
	{ "AQ 110000 review", "paid", OVER, "refund centre", "id+id_copy", "", LACKS_TIME },
	/* portrait: only where there is no registration, in person */
	{ "AQ 110000 review", "none", IN, "photo centre person", "id+id_copy+new_photo", "", 0 },
	{ "AQ 110000 review", "none", IN, "photo centre proxy", "id+id_copy+new_photo", "", LACKS_PRESENCE | LACKS_PROXY },
	{ "AQ 110000 review", "none", OVER, "photo centre person", "id+id_copy+new_photo", "", LACKS_TIME },
	{ "AQ 110000 review", "filled", IN, "photo centre person", "id+id_copy+new_photo", "", LACKS_CONDITION },
	{ "AQ 110000 review", "filled", IN, "photo centre", "application", "", LACKS_CONDITION | LACKS_PRESENCE | LACKS_DOCUMENTS },
	{ "AQ 110000 review", "paid", IN, "photo centre person", "id+id_copy+new_photo", "", LACKS_CONDITION },
	/* the audit examination: the form too */
	{ "SJ 110000 review", "reviewed", IN, "basic district", "id+id_copy", "", LACKS_DOCUMENTS },
	{ "SJ 110000 review", "reviewed", IN, "basic district", "id+id_copy+application_form", "", 0 },
	{ "SJ 110000 review", "confirmed", IN, "basic self", "", "", 0 },
	/* deleting: to register in another province, until five working days after the check; in person */
	{ "AQ 110000 review", "confirmed", IN, "delete centre person", "id+id_copy+statement", "moving_province", 0 },
	{ "AQ 110000 review", "paid", OVER, "delete centre person", "id+id_copy+statement", "moving_province: 调往天津", 0 },
	{ "AQ 110000 review", "paid", 21, "delete centre person", "id+id_copy+statement", "moving_province", 0 }, /* day 18 is none */
	{ "AQ 110000 review", "paid", 22, "delete centre person", "id+id_copy+statement", "moving_province", LACKS_TIME },
	{ "AQ 110000 review", "paid", IN, "delete centre person", "id+id_copy+statement", "no time", LACKS_CONDITION },
	{ "AQ 110000 review", "paid", IN, "delete centre proxy", "id+id_copy+statement", "moving_province", LACKS_PRESENCE | LACKS_PROXY },
	{ "AQ 110000 review", "seated", IN, "delete centre person", "id+id_copy+statement", "moving_province", LACKS_STAGE },
	{ "AQ 310000 review", "filled", IN, "delete centre person", "id+id_copy+statement", "moving_province", LACKS_ROW },
	/* a portrait elsewhere (S1 2.2.2), contact data (S1, statement 3), the name at the site */
	{ "AQ 310000 review", "confirmed", IN, "photo centre", "application", "", 0 },
	{ "AQ 310000 review", "confirmed", IN, "photo centre", "", "", LACKS_DOCUMENTS },
	{ "AQ 310000 review", "published", OVER, "contact self", "", "", 0 },
	{ "AQ 110000 review", "certified", OVER, "contact self", "", "", LACKS_STAGE },
	{ "AQ 310000 review", "printed", OVER, "name site person", "id", "", 0 },
	{ "AQ 110000 review", "printed", OVER, "name site person", "id", "", 0 },
	{ "AQ 310000 review", "printed", OVER, "name site", "id", "", LACKS_PRESENCE },
	{ "AQ 310000 review", "printed", OVER, "name district person", "id", "", LACKS_AUTHORITY },
	{ "AQ 310000 review", "printed", OVER, "name centre person", "id", "", 0 },
	{ "AQ 310000 review", "filled", IN, "name centre person", "id", "", LACKS_BEGINNING },
	{ "AQ 310000 review", "scored", OVER, "name site person", "id", "", LACKS_STAGE },
	/* an account without a registration: phone, recovery question, education */
	{ "AQ 310000 confirm", "none", OVER, "contact self", "", "", 0 },
	{ "AQ 310000 confirm", "none", OVER, "basic self", "", "", 0 },
	{ "AQ 310000 confirm", "none", IN, "photo centre", "application", "", LACKS_BEGINNING },
	{ "AQ 310000 confirm", "none", IN, "account centre", "", "", LACKS_ROW },
};

static char *
word(char **p)
{
	char *s = *p;

	*p += strcspn(*p, " ");
	if (**p != '\0')
		*(*p)++ = '\0';
	return s;
}

static struct policy_place
place_of(char *text, const char *stage, int day)
{
	struct policy_place p = { .now = day * 86400 + 3600, .reg_end = 15 * 86400 + 61200, .review_end = 15 * 86400 + 61200, .workday = weekday };

	p.exam = word(&text);
	p.province = word(&text);
	p.edit_until = word(&text);
	p.reviewed_never = strcmp(word(&text), "none") == 0;
	if (!stage_parse(stage, &p.stage))
		abort();
	p.registered = p.stage != STAGE_NONE;
	return p;
}

static struct policy_ruling
rule(const struct cell *c, bool override)
{
	char place[64], claim[64], *p = claim;

	snprintf(place, sizeof place, "%s", c->place);
	snprintf(claim, sizeof claim, "%s", c->claim);
	struct policy_place at = place_of(place, c->stage, c->day);
	struct policy_claim asked = { .group = word(&p), .documents = c->documents, .reason = c->reason, .override = override };

	if (!authority_parse(word(&p), &asked.authority))
		abort();
	char *who = word(&p);

	asked.in_person = strcmp(who, "person") == 0;
	asked.proxy = strcmp(who, "proxy") == 0;
	return policy_rule(rows, nrows, &at, &asked);
}

static void
test_cells(void)
{
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		const struct cell *c = &cells[i];
		struct policy_ruling r = rule(c, false);

		ok(r.lacks == c->lacks, "%s, %s, day %d: %s with '%s': lacks %u (%u)", c->place, c->stage, c->day, c->claim, c->documents, c->lacks, r.lacks);
	}
}

/* An override passes a time, and neither a stage nor papers. */
static void
test_override(void)
{
	static const struct cell late = { "AQ 110000 review", "paid", OVER, "basic district", "id+id_copy", "", 0 };
	static const struct cell self = { "AQ 110000 review", "confirmed", OVER, "basic self", "", "", 0 };
	static const struct cell stage = { "AQ 210000 review", "paid", OVER, "basic centre", "id_photo+change_form", "", 0 };
	static const struct cell papers = { "AQ 110000 review", "paid", OVER, "basic district", "id", "", 0 };
	static const struct cell open = { "AQ 110000 review", "paid", IN, "basic district", "id+id_copy", "", 0 };

	ok(rule(&late, true).lacks == 0 && rule(&late, true).overridden, "an override passes the end of registration");
	ok(rule(&late, false).closed == 15 * 86400 + 61200, "the ruling says when it closed");
	ok(rule(&self, true).lacks == 0 && rule(&self, true).overridden, "and of the candidate's own changes");
	ok(rule(&stage, true).lacks == LACKS_STAGE, "an override does not pass payment");
	ok(rule(&papers, true).lacks == LACKS_DOCUMENTS, "an override does not replace papers");
	ok(!rule(&open, true).overridden, "where nothing is closed nothing is overridden");
}

static void
test_words(void)
{
	struct buf b = BUF_INIT;
	struct policy_claim claim = { .documents = "id", .proxy = true };
	enum stage s;

	policy_missing(&rows[7], &claim, &b);
	ok(strcmp(buf_text(&b), "id_copy+household_register+proxy_letter") == 0, "missing: %s", buf_text(&b));
	buf_clear(&b);
	policy_text(&rows[11], &b);
	ok(strcmp(buf_text(&b), "* 110000 delete: from filled until review_end+5wd, centre, in person, id+id_copy+statement, moving_province (000)") == 0,
	    "in its own words: %s", buf_text(&b));
	buf_release(&b);
	ok(strcmp(policy_note(&rows[17]), "homophone or variant only") == 0 && *policy_note(&rows[10]) == '\0' && *policy_note(&rows[6]) == '\0',
	    "only what no program can judge is a note");
	ok(stage_of_state("rejected", false) == STAGE_FILLED && stage_of_state("rejected", true) == STAGE_PUBLISHED, "refused before payment: filled in anew");
	ok(stage_of_state("passed", true) == STAGE_PUBLISHED && stage_of_state("deleted", false) == STAGE_NONE, "results and deletion");
	ok(!stage_parse("rejected", &s) && !policy_until_ok("review_end+wd") && !policy_until_ok("reg_end+5") && policy_until_ok("reg_end+3wd") &&
	    !policy_until_ok(""), "words that are none");
	ok(!authority_reaches(BY_SELF, BY_SITE) && !authority_reaches(BY_SITE, BY_SELF) && authority_reaches(BY_CENTRE, BY_SITE) &&
	    authority_reaches(BY_DISTRICT, BY_SELF) && !authority_reaches(BY_DISTRICT, BY_CENTRE), "who acts for whom");
}

/* A province's own row sets the general one aside where they share a stage, and only there. */
static void
test_specific(void)
{
	struct policy_row two[] = {
		{ "*", "*", "contact", STAGE_FILLED, "certified", BY_SELF, false, false, "", "", "a" },
		{ "*", "500000", "contact", STAGE_FILLED, "paid", BY_SELF, false, false, "", "", "b" },
		{ "AQ", "*", "contact", STAGE_CONFIRMED, "paid", BY_DISTRICT, false, false, "", "", "c" },
	};
	char text[] = "AQ 500000 review";
	struct policy_place at = place_of(text, "paid", IN);
	struct policy_claim claim = { "contact", BY_SELF, false, false, "", "", false };

	ok(policy_rule(two, 3, &at, &claim).row == &two[1], "the province's row closes what the general row would leave open");
	ok(policy_rule(two, 3, &at, &claim).lacks == LACKS_STAGE, "and says so");
	at.province = "310000";
	ok(policy_rule(two, 2, &at, &claim).row == &two[0], "elsewhere the general row speaks");
	at.stage = STAGE_CONFIRMED;
	ok(policy_rule(two, 3, &at, &claim).row == &two[2], "an exam's row goes before it");
}

int
main(void)
{
	static char text[sizeof policy];

	memcpy(text, policy, sizeof policy);
	read_policy(text);
	test_cells();
	test_override();
	test_words();
	test_specific();
	return done();
}
