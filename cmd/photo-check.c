/* SPDX-License-Identifier: MIT
 * photo-check: are the photos that candidates hand in such as the office's rule asks for? What passes becomes the
 * person's photograph; what does not is told with its measures, and may go to photo-review. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "frame/photo_file.h"
#include "frame/photo_list.h"
#include "frame/photo_owner.h"
#include "frame/tool.h"
#include "store/db.h"

static const char *dir, *rule_name, *report;
static bool every;
static int argument_count;

static const struct opt opts[] = {
	OPT_TEXT('D', "dir", &dir, "DIR", "the folder of the photos", "照片目录"),
	OPT_TEXT(0, "rule", &rule_name, "NAME", "the rule of photo_rule.csv (default: setting photo_rule)", "photo_rule.csv 中的规则 (默认: 设置 photo_rule)"),
	OPT_TEXT(0, "report", &report, "FILE", "every photo with its measures and verdict, as CSV", "全部照片的检测值与结论, 写入此 CSV"),
	OPT_FLAG(0, "every", &every, "check every file of DIR, store nothing", "检查 DIR 中全部文件, 不入库"),
	OPT_END
};

enum { I_REG_NO, I_PERSON_NO, I_ID_TYPE, I_ID_NO, I_PHOTO };
static const struct incol in[] = {
	[I_REG_NO] = { "reg_no", false }, [I_PERSON_NO] = { "person_no", false }, [I_ID_TYPE] = { "id_type", false },
	[I_ID_NO] = { "id_no", false }, [I_PHOTO] = { "photo", false }, { NULL, false }
};
static const struct photo_columns columns = { I_REG_NO, I_PERSON_NO, I_ID_TYPE, I_ID_NO, I_PHOTO };

enum { O_REG_NO, O_PERSON_NO, O_PHOTO, O_WIDTH, O_HEIGHT, O_BYTES, O_BACKGROUND, O_SHARPNESS, O_FACES, O_VERDICT, O_CODES, O_COUNT };
static const char *const out[] = { "reg_no", "person_no", "photo", "width", "height", "bytes", "background", "sharpness", "faces", "verdict",
	"codes", NULL };

static struct tool tool;

/* A record's photo: whose it is to be, or nobody's (it is judged only), and by which rule. */
struct wanted {
	struct photo_owner owner;
	bool owned;
	int rule;
};

static int chosen_rule = -1;
/* Persons with a hash of their first photo in this run; or, where photos are nobody's, hashes with the number of the first
 * file of each in first_file. */
static struct map seen;
static char **first_file;

/* ---- what is wanted */

static bool
wanted_find(struct rec *r, struct wanted *w)
{
	*w = (struct wanted){ .owned = !every && (r->has[I_REG_NO] || r->has[I_PERSON_NO] || r->has[I_ID_NO]) };
	const char *name = every ? photo_every_name(r) : r->v[I_PHOTO];

	if (w->owned) {
		if (!photo_owner_find(r, &columns, &w->owner))
			return false;
	} else if (*name == '\0') {
		fault(r, I_PHOTO, "MISSING", "%s", L("a file name is required", "照片文件名必填"));
		return false;
	} else if (!photo_name_check(r, I_PHOTO, name)) {
		return false;
	} else {
		w->owner.exam = r->run->exam;
		memcpy(w->owner.file, name, strlen(name) + 1);
	}
	w->rule = chosen_rule >= 0 ? chosen_rule : photo_rule_of(w->owner.exam, *w->owner.province != '\0' ? w->owner.province : NULL);
	return true;
}

static const char *
who(const struct rec *r, const struct wanted *w)
{
	return w->owned ? photo_owner_text(&w->owner) : shown_photo(r->run, w->owner.file);
}

static void
check(struct rec *r)
{
	struct wanted w;
	struct shot s;

	if (!wanted_find(r, &w)) {
		if (w.owned)
			photo_owner_look(r, &columns, &w.owner);
		return;
	}
	memset(&s, 0, sizeof s); /* its padding goes through a file */
	memcpy(s.file, w.owner.file, strlen(w.owner.file) + 1);
	s.rule = w.rule;
	s.person_id = w.owner.person_id;
	attach(r, &s, sizeof s);
}

static void
compute(const struct rec *r, struct buf *result)
{
	struct shot s;

	memcpy(&s, r->attached, sizeof s);
	shot_take(&s, r->run->db, s.person_id == 0 || r->run->dry_run ? SHOT_KEEP_NONE : SHOT_KEEP_PASSED);
	buf_add(result, &s, sizeof s);
}

/* ---- the answer */

/* A row of the stream and of the report. */
struct answer {
	struct shot_figures figures;
	const char *verdict;
	struct buf *codes;
};

static void
add_code(struct answer *a, const char *code)
{
	if (a->codes->len > 0)
		buf_char(a->codes, '|');
	buf_str(a->codes, code);
}

static void
answer(struct rec *r, const struct wanted *w, const struct answer *a)
{
	const struct shot_figures *f = &a->figures;
	bool keyed = *w->owner.reg_no != '\0' || *w->owner.person_no != '\0';
	const char *value[O_COUNT] = { [O_REG_NO] = w->owner.reg_no, [O_PERSON_NO] = w->owner.person_no, [O_PHOTO] = every ? r->v[I_PHOTO] : w->owner.file,
		[O_WIDTH] = f->width, [O_HEIGHT] = f->height, [O_BYTES] = f->bytes, [O_BACKGROUND] = f->background, [O_SHARPNESS] = f->sharpness,
		[O_FACES] = "", [O_VERDICT] = a->verdict, [O_CODES] = buf_text(a->codes) };

	for (int i = 0; i < O_COUNT; i++)
		put(r, i, value[i]);
	if (keyed)
		value[O_PHOTO] = shown_text(r->run, value[O_PHOTO]);
	photo_report_row(value);
}

/* Nobody's photo: by the rule alone. The same bytes under another name are no fault of the file, but of interest. */
static void
judge_alone(struct rec *r, const struct wanted *w, const struct shot *s, const struct photo_judgement *j, struct answer *a)
{
	static size_t n, cap;
	bool fresh;

	shot_findings(r, I_PHOTO, s, j, who(r, w));
	if (*s->sha256 == '\0')
		return;
	int64_t *first = map_at(&seen, hash64(s->sha256, HASH_HEX), &fresh);

	if (fresh) {
		first_file = grow(first_file, n, &cap, sizeof *first_file);
		first_file[n] = xstrdup(s->file);
		*first = (int64_t)n++;
	} else if (strcmp(first_file[*first], s->file) != 0) {
		add_code(a, "DUP_EXACT");
		warning(r, I_PHOTO, "DUP_EXACT", L("%s: the same file as %s", "%s: 与 %s 是同一个文件"), shown_photo(r->run, s->file),
		    shown_photo(r->run, first_file[*first]));
	}
}

/* One person has one photograph: a second one in the same run would take turns with it for ever. */
static bool
only_one(struct rec *r, const struct wanted *w, const struct shot *s)
{
	int64_t hash = (int64_t)hash64(s->sha256, HASH_HEX);
	bool fresh;
	int64_t *first = map_at(&seen, (uint64_t)s->person_id, &fresh);

	if (fresh)
		*first = hash;
	if (*first == hash)
		return true;
	fault(r, I_PHOTO, "PHOTO_TWICE", L("%s: an earlier record of this run has another photo of %s; which of the two is it?",
	    "%s: 本次数据中 %s 已有另一张照片; 请只保留一张"), who(r, w), w->owner.person_no);
	return false;
}

/* Make it the person's photograph. row: theirs of these bytes, id 0 where there is none. */
static enum verdict
accept(struct rec *r, const struct wanted *w, const struct shot *s, const struct photo_row *row, struct answer *a)
{
	bool present = row->id != 0 && row->id == w->owner.photo_id;
	struct photo_row now;

	if (!present && !photo_may_replace(r, I_PHOTO, &w->owner, false)) {
		add_code(a, "PHOTO_EXISTS");
		return UNCHANGED;
	}
	/* an old list that runs again, rather than a photograph that comes back */
	if (!present && row->id != 0 && photo_row_in_force(&w->owner, &now) && !photo_opened(&w->owner)) {
		warning(r, I_PHOTO, "DECIDED_SINCE", L("%s: this photo passed on %.10s; on %.10s another took its place and stays: photo-review puts this one back",
		    "%s: 该照片曾于 %.10s 通过, 已于 %.10s 被另一张取代, 以后者为准: 如须换回请用 photo-review"), who(r, w), row->at, now.at);
		return UNCHANGED;
	}
	if (!only_one(r, w, s)) {
		add_code(a, "PHOTO_TWICE");
		return UNCHANGED;
	}
	shot_keep(r->run, s); /* where it is present: a file that was lost comes back */
	if (present)
		return UNCHANGED;
	photo_of_person(r->run, s->person_id, row->id != 0 ? row->id : photo_row_add(r->run, s, "pass", buf_text(a->codes), "", ""));
	return CHANGED;
}

/* A person's photo: what a clerk has decided about these bytes stands; else the rule, and nobody else may have it. */
static enum verdict
judge_owned(struct rec *r, const struct wanted *w, const struct shot *s, const struct photo_judgement *j, struct answer *a)
{
	struct photo_row row;
	bool decided = photo_row_find(s->person_id, s->sha256, &row) && *row.decided_by != '\0';
	const char *other;

	if (decided) {
		a->verdict = strcmp(row.verdict, "pass") == 0 ? "pass" : "fail";
		buf_clear(a->codes);
		buf_str(a->codes, row.codes);
	}
	if (decided && strcmp(row.verdict, "pass") != 0) {
		fault(r, I_PHOTO, "PHOTO_REFUSED", L("%s: %s has refused this photo on %.10s: %s; another one is needed", "%s: %s 已于 %.10s 审核不通过: %s; 须更换照片"),
		    who(r, w), row.decided_by, row.at, row.reason);
		add_code(a, "PHOTO_REFUSED");
		return UNCHANGED;
	}
	if (!decided && j->verdict != PHOTO_PASS) {
		shot_findings(r, I_PHOTO, s, j, who(r, w));
		return UNCHANGED;
	}
	if (row.id == 0 && (other = photo_row_other(s->person_id, s->sha256)) != NULL) {
		fault(r, I_PHOTO, "DUP_EXACT", L("%s: %s: the same file is the photo of %s; look at both, photo-review decides",
		    "%s: %s: 与 %s 的照片是同一个文件; 请核对两人, 由 photo-review 决定"), who(r, w), photo_verdict_text(PHOTO_REVIEW), other);
		a->verdict = photo_verdict_name(PHOTO_REVIEW);
		add_code(a, "DUP_EXACT");
		return UNCHANGED;
	}
	return accept(r, w, s, &row, a);
}

static enum verdict
apply(struct rec *r)
{
	static struct buf codes;
	struct wanted w;
	struct shot s = { .state = SHOT_MISSING };
	struct answer a = { .figures.background = "", .verdict = photo_verdict_name(PHOTO_FAIL), .codes = &codes };
	struct photo_judgement j;
	enum verdict v = UNCHANGED;

	buf_clear(&codes);
	if (!wanted_find(r, &w))
		return UNCHANGED;
	if (!shot_of(r, I_PHOTO, w.owner.file, w.owner.person_id, &s)) {
		add_code(&a, r->attached == NULL ? "INTERNAL" : "TRY_AGAIN");
	} else if (!shot_readable(r, I_PHOTO, &s, who(r, &w))) {
		add_code(&a, shot_code(&s));
	} else {
		shot_figures(&s, &a.figures);
		photo_judge(&s.measures, photo_rule_at(s.rule), &j);
		photo_codes(&j, &codes);
		a.verdict = photo_verdict_name(j.verdict);
		if (w.owned)
			v = judge_owned(r, &w, &s, &j, &a);
		else
			judge_alone(r, &w, &s, &j, &a);
	}
	answer(r, &w, &a);
	return v;
}

/* ---- the run */

static void
start(struct run *run)
{
	int operands = argument_count - optind; /* what getopt has left */

	if (!every && !run->all && operands == 0 && isatty(STDIN_FILENO))
		die_usage("%s", L("no FILE, no --all, no --every, and standard input is a terminal", "没有 FILE、--all 或 --every, 标准输入又是终端"));
	photo_folder_open(dir);
	if (rule_name != NULL)
		chosen_rule = photo_rule_find(rule_name, !every);
	if (every) {
		photo_every_begin(run, operands);
		tool.writes = ""; /* no lock for a look at files */
	} else {
		shot_begin(run);
	}
	photo_report_begin(run, report);
}

static void
work(struct run *run)
{
	static const int any[] = { I_REG_NO, I_PERSON_NO, I_ID_NO, I_PHOTO };

	photo_need_column(run, any, sizeof any / sizeof *any);
}

static void
end(struct run *run)
{
	photo_report_end();
	shot_sweep(run);
}

static struct tool tool = {
	.name = "photo-check",
	.synopsis = "[options] -D DIR [--rule NAME] [--report FILE] [--every] [FILE ...]",
	.does_en = "check photos by the office's rule; those that pass become the candidates' photographs",
	.does_zh = "按规则检查照片, 合格的入库",
	.opts = opts,
	.flags = TOOL_ALL | TOOL_OPTIONAL_STREAM,
	.writes = "photo person registration card",
	.roles = "district reviewer clerk",
	.in = in,
	.out = out,
	.start = start,
	.check = check,
	.work = work,
	.compute = compute,
	.apply = apply,
	.end = end,
};

int
main(int argc, char **argv)
{
	argument_count = argc;
	return tool_main(&tool, argc, argv);
}
