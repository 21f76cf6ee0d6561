/* SPDX-License-Identifier: MIT
 * seat-assign: rooms, seats and admit numbers for everybody who has paid. The plan is made
 * once; run again it is printed as it stands. Newcomers are seated by --late, who moves nobody. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "frame/tool.h"
#include "move.h"
#include "plan.h"
#include "store/db.h"

static const char *seed, *move_file;
static bool plan_only, late, seal;

static const struct opt opts[] = {
	OPT_TEXT(0, "seed", &seed, "TEXT", "what the seats are drawn by (default: the exam)", "抽签种子 (默认: 考试代码)"),
	OPT_FLAG(0, "plan-only", &plan_only, "make and print the plan, write nothing", "只计算并输出, 不写入"),
	OPT_FLAG(0, "late", &late, "seat newcomers, move nobody", "为新增考生补排, 不动已排座位"),
	OPT_FLAG(0, "seal", &seal, "fix the plan", "封存编排"),
	OPT_TEXT(0, "move", &move_file, "FILE", "move the people or rooms that FILE names", "按 FILE 调整个人或整个考场"),
	OPT_END
};

static const char *const out[] = { "reg_no", "admit_no", "session", "subject", "city", "site", "room", "seat", NULL };

enum { Q_VERSION, Q_ADD_PLAN, Q_DIGEST, Q_SEAL, Q_ROOM, Q_SEAT, Q_PERSON, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	/* changes where another connection has committed in between */
	[Q_VERSION] = { "PRAGMA data_version", NULL },
	[Q_ADD_PLAN] = { "INSERT INTO seating_plan (exam_id, seed, digest, made_at, batch_id) VALUES (:exam, :seed, :digest, :now, :run)", NULL },
	[Q_DIGEST] = { "UPDATE seating_plan SET digest = :digest WHERE exam_id = :exam", NULL },
	[Q_SEAL] = { "UPDATE seating_plan SET sealed_at = :now WHERE exam_id = :exam", NULL },
	[Q_ROOM] = { "INSERT INTO seating_room (exam_id, city, site, room, scope, number) VALUES (:exam, :city, :site, :room, :scope, :number)", NULL },
	[Q_SEAT] = { "INSERT INTO seat (exam_id, session, city, site, room, seat, registration_id, subject) "
		"VALUES (:exam, :session, :city, :site, :room, :seat, :registration, :subject)", NULL },
	[Q_PERSON] = { "UPDATE registration SET admit_no = :admit_no, seated_at = :now, batch = :batch WHERE id = :id", NULL },
};

void
plan_impossible(struct plan *p, const char *fmt, ...)
{
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	notice("%s", text);
	p->impossible++;
}

/* ---- what is to be done */

/* People who have paid and have no seat, where the plan stands and they are not asked for. */
static void
name_newcomers(const struct run *run, const struct plan *p)
{
	enum { NAMED = 20 };
	size_t n = 0;

	if (run->quiet)
		return;
	for (size_t i = 0; i < p->n && n < NAMED; i++)
		if (!p->who[i].seated) {
			notice(L("NOT_SEATED: %s (%s) has paid since the plan was made", "NOT_SEATED: %s (%s) 在编排之后缴费"), p->who[i].reg_no,
			    city_name(p->who[i].city));
			n++;
		}
	notice(L("%zu paid registrations have no seat: seat-assign --late seats them and moves nobody; reg-list --todo seat-assign lists them",
	    "%zu 条已缴费报名尚无座位: seat-assign --late 可补排且不动他人; reg-list --todo seat-assign 可列出"), p->newcomers);
}

static void
check_sealed(const struct run *run, const struct plan *p)
{
	if (*p->sealed_at != '\0' && run->override == NULL)
		refuse(L("PLAN_SEALED: the plan of %s was fixed on %s; %zu newcomers; role centre may add them with --override 'DOC_NO: REASON'; "
		    "nothing was changed", "PLAN_SEALED: %s 的编排已于 %s 封存; 新增 %zu 人; 中心可用 --override '文号: 理由' 补排; 未作任何改动"),
		    p->exam->key, p->sealed_at, p->newcomers);
}

/* Read everything and make what is missing: true where newcomers got seats. */
static bool
make(const struct run *run, struct plan *p)
{
	plan_load(p, run->exam, seed);
	bool stands = *p->digest != '\0', seats = p->newcomers > 0 && (late || !stands);

	if (stands && seed != NULL && strcmp(seed, p->seed) != 0)
		refuse(L("PLAN_STANDS: the plan of %s was drawn on %s by the seed '%s': it is not drawn again; without --seed it is printed, "
		    "--late seats newcomers; nothing was changed", "PLAN_STANDS: %s 的编排已于 %s 以种子“%s”抽定, 不再重抽; 不带 --seed 即输出现有编排, "
		    "--late 可补排; 未作任何改动"), run->exam->key, p->made_at, p->seed);
	if (seats) {
		if (stands)
			check_sealed(run, p);
		plan_place(p, stands);
		if (p->impossible == 0)
			plan_number(p);
		if (p->impossible > 0)
			refuse(L("%s: the plan cannot be made (reasons: %zu); nothing was changed", "%s: 无法编排 (原因 %zu 项, 见上); 未作任何改动"),
			    run->exam->key, p->impossible);
	}
	if (seal && !stands && !seats)
		refuse(L("%s: nobody has paid, there is no plan to fix; nothing was changed", "%s: 无人缴费, 没有可封存的编排; 未作任何改动"), run->exam->key);
	if (seal && p->newcomers > 0 && !seats)
		refuse(L("NOT_SEATED: %zu paid registrations of %s have no seat: --late --seal seats them and fixes the plan; nothing was changed",
		    "NOT_SEATED: %zu 条已缴费报名 (%s) 尚无座位: 用 --late --seal 补排并封存; 未作任何改动"), p->newcomers, run->exam->key);
	plan_rows(p);
	if (stands && !seats && strcmp(p->digest, p->new_digest) != 0)
		notice(L("PLAN_CHANGED: the seats are no longer those of the plan's digest %s: run seat-verify and exam-check",
		    "PLAN_CHANGED: 座位与编排摘要 %s 不符: 请运行 seat-verify 与 exam-check"), p->digest);
	return seats;
}

/* ---- writing */

void
plan_write_rooms(const struct plan *p)
{
	bool within_site = strstr(p->exam->admit_no, "{site") != NULL;

	for (size_t i = 0; i < p->nroom; i++) {
		const struct room *r = &p->room[i];

		if (!r->numbered_now)
			continue;
		db_int(&q[Q_ROOM], ":exam", p->exam->id);
		db_text(&q[Q_ROOM], ":city", r->city);
		db_text(&q[Q_ROOM], ":site", r->site);
		db_text(&q[Q_ROOM], ":room", r->code);
		db_text(&q[Q_ROOM], ":scope", within_site ? r->site : "");
		db_int(&q[Q_ROOM], ":number", r->number);
		db_do(&q[Q_ROOM]);
	}
}

static void
write_person(const struct run *run, const struct plan *p, const struct candidate *c)
{
	db_text(&q[Q_PERSON], ":admit_no", c->admit_no);
	db_text(&q[Q_PERSON], ":now", run->now);
	db_text(&q[Q_PERSON], ":batch", p->batch[c->batch]);
	db_int(&q[Q_PERSON], ":id", c->id);
	db_do(&q[Q_PERSON]);
}

static void
write_seats(struct run *run, const struct plan *p)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < p->n; i++)
		if (!p->who[i].seated)
			write_person(run, p, &p->who[i]);
	for (size_t i = 0; i < p->nrow; i++) {
		const struct row *r = &p->row[i];
		const struct room *room = &p->room[r->sitting->room];

		if (r->who->seated)
			continue;
		db_int(&q[Q_SEAT], ":exam", p->exam->id);
		db_text(&q[Q_SEAT], ":session", r->sitting->session);
		db_text(&q[Q_SEAT], ":city", room->city);
		db_text(&q[Q_SEAT], ":site", room->site);
		db_text(&q[Q_SEAT], ":room", room->code);
		db_int(&q[Q_SEAT], ":seat", r->sitting->seat);
		db_int(&q[Q_SEAT], ":registration", r->who->id);
		db_text(&q[Q_SEAT], ":subject", r->sitting->subject);
		db_do(&q[Q_SEAT]);
		buf_clear(&b);
		row_text(p, r, &b);
		run_digest(run, buf_text(&b));
	}
	buf_release(&b);
}

static void
write_plan(struct run *run, const struct plan *p)
{
	if (*p->digest == '\0') {
		db_int(&q[Q_ADD_PLAN], ":exam", p->exam->id);
		db_text(&q[Q_ADD_PLAN], ":seed", p->seed);
		db_text(&q[Q_ADD_PLAN], ":digest", p->new_digest);
		db_text(&q[Q_ADD_PLAN], ":now", run->now);
		db_int(&q[Q_ADD_PLAN], ":run", run->batch_id);
		db_do(&q[Q_ADD_PLAN]);
	} else {
		db_text(&q[Q_DIGEST], ":digest", p->new_digest);
		db_int(&q[Q_DIGEST], ":exam", p->exam->id);
		db_do(&q[Q_DIGEST]);
	}
	plan_write_rooms(p);
	write_seats(run, p);
}

static void
write_seal(struct run *run, const struct plan *p)
{
	db_text(&q[Q_SEAL], ":now", run->now);
	db_int(&q[Q_SEAL], ":exam", p->exam->id);
	db_do(&q[Q_SEAL]);
	audit_act(run, "seal", p->exam->key, p->new_digest);
}

/* ---- */

static void
print(struct run *run, const struct plan *p, bool seats)
{
	for (size_t i = 0; i < p->nrow; i++) {
		const struct row *r = &p->row[i];
		const struct room *room = &p->room[r->sitting->room];
		char seat[16];
		const char *value[O_COUNT] = { [O_REG_NO] = r->who->reg_no, [O_ADMIT_NO] = r->who->admit_no,
			[O_SESSION] = r->sitting->session, [O_SUBJECT] = r->sitting->subject, [O_CITY] = room->city, [O_SITE] = room->site,
			[O_ROOM] = room->code, [O_SEAT] = seat };

		snprintf(seat, sizeof seat, "%d", r->sitting->seat);
		if (!r->who->seated || !run->only_changed)
			run_row(run, value);
	}
	size_t seated = p->n - (seats ? 0 : p->newcomers);

	if (p->nrow == 0)
		run_summary(run, L("%s: nobody has paid", "%s: 无人缴费"), run->exam->key);
	else if (!seats)
		run_summary(run, L("%s: %zu people in %zu rooms, as it stands since %s; digest %s", "%s: %zu 人, %zu 个考场, 编排于 %s; 摘要 %s"),
		    run->exam->key, seated, p->rooms, p->made_at, p->new_digest);
	else
		run_summary(run, L("%s: %zu people seated, %zu in all, in %zu rooms (%zu with mixed papers, %zu under the minimum, %zu pairs of "
		    "neighbours left); digest %s", "%s: 本次编排 %zu 人, 共 %zu 人, %zu 个考场 (混编 %zu, 不足人数 %zu, 相邻同单位 %zu 对); 摘要 %s"),
		    run->exam->key, p->newcomers, seated, p->rooms, p->mixed_rooms, p->small_rooms, p->neighbours, p->new_digest);
	run->accepted = seats ? (int64_t)p->newcomers : 0;
	run->unchanged = (int64_t)(p->n - p->newcomers);
}

static int64_t
read_version(void)
{
	return db_int1(&q[Q_VERSION], 0);
}

static int
assign(struct run *run, int argc, char **argv)
{
	struct plan p;

	(void)argc, (void)argv;
	if (plan_only && seal)
		die_usage("%s", L("--plan-only writes nothing, --seal does", "--plan-only 不写入, 不能与 --seal 同用"));
	db_prepare(q, Q_COUNT);
	if (move_file != NULL) {
		if (seed != NULL || plan_only || late || seal)
			die_usage("%s", L("--move stands alone", "--move 不能与其他编排选项同用"));
		return move_people(run, move_file);
	}
	db_begin_read();
	int64_t version = read_version();
	bool seats = make(run, &p);

	db_end_read();
	if ((seats || (seal && *p.sealed_at == '\0')) && !plan_only) {
		run_begin(run, (int64_t)p.nrow * 512);
		if (read_version() != version) { /* somebody has written since we read: once more, under the lock */
			plan_release(&p);
			seats = make(run, &p);
		}
		if (seats)
			write_plan(run, &p);
		if (seal && *p.sealed_at == '\0')
			write_seal(run, &p);
	}
	run->dry_run |= plan_only;
	if (p.newcomers > 0 && !seats)
		name_newcomers(run, &p);
	print(run, &p, seats);
	plan_release(&p);
	return EX_OK;
}

static const struct tool tool = {
	.name = "seat-assign",
	.synopsis = "[options] -e EXAM [--seed TEXT] [--plan-only] [--late] [--seal] [--move FILE]",
	.does_en = "give everybody who has paid a room, a seat and an admit number",
	.does_zh = "为已缴费考生编排考场、座位与准考证号",
	.opts = opts,
	.flags = TOOL_EXAM | TOOL_NO_FILES,
	.writes = "seating_plan seating_room seat registration card message",
	.roles = "centre",
	.in = move_in,
	.out = out,
	.check = move_check,
	.main = assign,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
