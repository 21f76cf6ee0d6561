/* SPDX-License-Identifier: MIT
 * photo-review: what a clerk's eyes have decided about a photo, over the program's review and fail. The decision stands for these
 * bytes and this person until a clerk decides otherwise. */
#include <string.h>
#include <strings.h>

#include "base/map.h"
#include "frame/photo_file.h"
#include "frame/photo_owner.h"
#include "frame/tool.h"

static const char *dir;

static const struct opt opts[] = {
	OPT_TEXT('D', "dir", &dir, "DIR", "the folder of the photos", "照片目录"),
	OPT_END
};

enum { I_REG_NO, I_PHOTO, I_DECISION, I_REASON, I_BY };
static const struct incol in[] = {
	[I_REG_NO] = { "reg_no", true }, [I_PHOTO] = { "photo", false }, [I_DECISION] = { "decision", true },
	[I_REASON] = { "reason", false }, [I_BY] = { "by", false }, { NULL, false }
};
static const struct photo_columns columns = { I_REG_NO, -1, -1, -1, I_PHOTO };

enum { O_REG_NO, O_PERSON_NO, O_PHOTO, O_VERDICT, O_CODES, O_REASON, O_BY };
static const char *const out[] = { "reg_no", "person_no", "photo", "verdict", "codes", "reason", "by", NULL };

/* A row, understood. */
struct decision {
	bool pass;
	const char *word, *reason, *by;
	struct photo_owner owner;
};

/* What this run has decided: for a person and file a hash of the decision, for a person one of the file that passed. */
static struct map decided, passed;

static const char *
decision_word(const char *s)
{
	static const char *const words[][2] = { { "pass", "pass" }, { "通过", "pass" }, { "合格", "pass" }, { "fail", "fail" },
		{ "不通过", "fail" }, { "不合格", "fail" } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(s, words[i][0]) == 0)
			return words[i][1];
	return NULL;
}

/* True where the owner was found; what is decided may be wrong all the same. */
static bool
decision_read(struct rec *r, struct decision *d)
{
	const struct run *run = r->run;

	*d = (struct decision){ .word = decision_word(r->v[I_DECISION]), .reason = r->v[I_REASON], .by = r->v[I_BY] };
	if (*d->by == '\0')
		d->by = *run->operator_name != '\0' ? run->operator_name : run->login;
	if (d->word == NULL)
		fault(r, I_DECISION, "DECISION_WORD", L("\"%s\": decision is pass or fail (通过, 不通过)", "“%s”: 结论应为 通过 或 不通过 (pass, fail)"),
		    r->v[I_DECISION]);
	d->pass = d->word != NULL && strcmp(d->word, "pass") == 0;
	if (d->word != NULL && !d->pass && *d->reason == '\0')
		fault(r, I_REASON, "MISSING", "%s", L("fail needs a reason: the candidate is told it", "不通过须填原因: 将告知考生"));
	return photo_owner_find(r, &columns, &d->owner);
}

static void
check(struct rec *r)
{
	struct decision d;
	struct shot s;

	if (!decision_read(r, &d)) {
		photo_owner_look(r, &columns, &d.owner);
		return;
	}
	memset(&s, 0, sizeof s); /* its padding goes through a file */
	memcpy(s.file, d.owner.file, strlen(d.owner.file) + 1);
	s.rule = photo_rule_of(d.owner.exam, d.owner.province);
	s.person_id = d.owner.person_id;
	attach(r, &s, sizeof s);
}

static void
compute(const struct rec *r, struct buf *result)
{
	struct shot s;

	memcpy(&s, r->attached, sizeof s);
	shot_take(&s, r->run->db, r->run->dry_run || faulty(r) ? SHOT_KEEP_NONE : SHOT_KEEP_ALL);
	buf_add(result, &s, sizeof s);
}

/* ---- may it be decided so? */

/* Nobody can look at a file that does not decode, and what is larger than any photo is not kept. */
static bool
can_be_seen(struct rec *r, const struct decision *d, const struct shot *s, const struct photo_judgement *j)
{
	if (*s->sha256 != '\0' && (!d->pass || photo_overridable(&s->measures, j)))
		return true;
	shot_findings(r, I_PHOTO, s, j, d->owner.reg_no);
	fault(r, I_PHOTO, "PHOTO_NOT_VIEWABLE", L("%s: what cannot be shown as a picture is not passed by eye; another file is needed",
	    "%s: 无法作为图片显示的文件不能人工通过; 须更换文件"), d->owner.reg_no);
	return false;
}

/* Two rows of one run that contradict each other would take turns for ever. */
static bool
decided_once(struct rec *r, const struct decision *d, const struct shot *s)
{
	static struct buf b;
	bool fresh;

	buf_clear(&b);
	buf_printf(&b, "%lld %s", (long long)s->person_id, s->sha256);
	int64_t *first = map_at(&decided, hash64(b.ptr, b.len), &fresh);

	buf_clear(&b);
	buf_printf(&b, "%s\n%s\n%s", d->word, d->reason, d->by);
	int64_t said = (int64_t)hash64(b.ptr, b.len);

	if (fresh)
		*first = said;
	if (*first == said)
		return true;
	fault(r, I_DECISION, "DECISION_TWICE", L("%s: an earlier record of this run decides otherwise about this photo",
	    "%s: 本次数据中对同一照片已有不同结论"), d->owner.reg_no);
	return false;
}

static bool
passed_once(struct rec *r, const struct decision *d, const struct shot *s)
{
	int64_t hash = (int64_t)hash64(s->sha256, HASH_HEX);
	bool fresh;

	if (!d->pass)
		return true;
	int64_t *first = map_at(&passed, (uint64_t)s->person_id, &fresh);

	if (fresh)
		*first = hash;
	if (*first == hash)
		return true;
	fault(r, I_PHOTO, "PHOTO_TWICE", L("%s: an earlier record of this run passes another photo of %s", "%s: 本次数据中 %s 已有另一张照片通过"),
	    d->owner.reg_no, d->owner.person_no);
	return false;
}

static bool
allowed(struct rec *r, const struct decision *d, const struct photo_row *row)
{
	bool present = row->id != 0 && row->id == d->owner.photo_id;
	const char *confirmed;

	if (d->pass)
		return present || photo_may_replace(r, I_PHOTO, &d->owner, true);
	if (!present || (confirmed = photo_confirmed(&d->owner, true)) == NULL)
		return true;
	fault(r, I_DECISION, "PHOTO_CONFIRMED", L("%s is confirmed with this photo: reg-confirm --undo comes first, or reg-amend (field photo) with another",
	    "%s 已凭此照片确认: 须先 reg-confirm --undo, 或用 reg-amend (字段 photo) 更换"), confirmed);
	return false;
}

/* ---- the decision */

static void
record(struct rec *r, const struct decision *d, const struct shot *s, const struct photo_row *row, const char *codes)
{
	static struct buf detail;
	int64_t id = row->id;

	if (id == 0)
		id = photo_row_add(r->run, s, d->word, codes, d->by, d->reason);
	photo_row_decide(r->run, id, d->word, d->by, d->reason);
	if (d->pass)
		photo_of_person(r->run, s->person_id, id);
	else if (id == d->owner.photo_id)
		photo_of_person(r->run, s->person_id, 0);
	buf_clear(&detail);
	buf_printf(&detail, "decision=%s photo=%s codes=%s by=%s reason=%s", d->word, s->sha256, codes, d->by, d->reason);
	audit_act(r->run, "photo-review", d->owner.reg_no, buf_text(&detail));
}

static void
answer(struct rec *r, const struct decision *d, const char *codes)
{
	put(r, O_REG_NO, d->owner.reg_no);
	put(r, O_PERSON_NO, d->owner.person_no);
	put(r, O_PHOTO, d->owner.file);
	put(r, O_VERDICT, d->word);
	put(r, O_CODES, codes);
	put(r, O_REASON, d->reason);
	put(r, O_BY, d->by);
}

/* What the program has found against it: where it is known from before, then. */
static const char *
found(const struct shot *s, const struct photo_judgement *j, const struct photo_row *row)
{
	static struct buf codes;

	if (row->id != 0)
		return row->codes;
	buf_clear(&codes);
	photo_codes(j, &codes);
	if (photo_row_other(s->person_id, s->sha256) != NULL)
		buf_printf(&codes, "%sDUP_EXACT", codes.len > 0 ? "|" : "");
	return buf_text(&codes);
}

/* The same row as before another decision: an old file that runs again, not a second change of mind. */
static bool
decided_since(struct rec *r, const struct decision *d, const struct photo_row *row)
{
	struct photo_row later;

	if (row->id == 0 || !photo_decided_since(row, d->word, d->by, d->reason, &later))
		return false;
	warning(r, I_DECISION, "DECIDED_SINCE", L("%s: it was decided so before; since then, on %s, %s has decided %s about %s, which stands: to decide so again, "
	    "give another reason", "%s: 此前已作过该结论, 此后 %s %s 另作结论 %s (照片 %s), 以其为准: 如确需再次改变, 请填写不同的 reason"), d->owner.reg_no,
	    later.at, later.decided_by, strcmp(later.verdict, "pass") == 0 ? L("pass", "通过") : L("fail", "不通过"), shown_photo(r->run, later.codes));
	return true;
}

static bool
stands(const struct decision *d, const struct photo_row *row)
{
	return strcmp(row->verdict, d->word) == 0 && strcmp(row->decided_by, d->by) == 0 && strcmp(row->reason, d->reason) == 0 &&
	    (row->id == d->owner.photo_id) == d->pass;
}

/* What stands about the photo in the record. */
static void
answer_standing(struct rec *r, const struct decision *d, const struct photo_row *row)
{
	struct decision as_is = *d;

	as_is.word = row->verdict;
	as_is.reason = row->reason;
	as_is.by = row->decided_by;
	answer(r, &as_is, row->codes);
}

static enum verdict
apply(struct rec *r)
{
	struct decision d;
	struct shot s;
	struct photo_judgement j;
	struct photo_row row;

	if (!decision_read(r, &d) || !shot_of(r, I_PHOTO, d.owner.file, d.owner.person_id, &s) ||
	    !shot_readable(r, I_PHOTO, &s, d.owner.reg_no))
		return UNCHANGED;
	photo_judge(&s.measures, photo_rule_at(s.rule), &j);
	photo_row_find(s.person_id, s.sha256, &row);
	bool counts = !faulty(r);

	if (d.word == NULL || !can_be_seen(r, &d, &s, &j))
		return UNCHANGED;
	counts = counts && decided_once(r, &d, &s);
	if (counts && !stands(&d, &row) && decided_since(r, &d, &row)) {
		answer_standing(r, &d, &row);
		return UNCHANGED;
	}
	if (!allowed(r, &d, &row) || !counts || !passed_once(r, &d, &s))
		return UNCHANGED;
	const char *codes = found(&s, &j, &row);

	answer(r, &d, codes);
	shot_keep(r->run, &s); /* where it is decided so: a file that was lost comes back */
	if (stands(&d, &row))
		return UNCHANGED;
	record(r, &d, &s, &row, codes);
	return CHANGED;
}

static void
start(struct run *run)
{
	photo_folder_open(dir);
	shot_begin(run);
}

static void
end(struct run *run)
{
	shot_sweep(run);
}

static const struct tool tool = {
	.name = "photo-review",
	.synopsis = "[options] -D DIR [FILE ...]",
	.does_en = "record a clerk's decisions on photos that the program left open or refused",
	.does_zh = "登记照片人工复核结论",
	.opts = opts,
	.writes = "photo photo_decision person registration card",
	.roles = "district reviewer clerk",
	.in = in,
	.out = out,
	.start = start,
	.check = check,
	.compute = compute,
	.apply = apply,
	.end = end,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
