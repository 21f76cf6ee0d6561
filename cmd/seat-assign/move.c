/* SPDX-License-Identifier: MIT
 * Moves: a person to another seat, or all people of a room to another room. The admit number
 * stays, the card is stale, a message is queued, and each move is an act in the audit log. */
#include "move.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "moved.h"
#include "plan.h"
#include "store/card.h"
#include "store/db.h"
#include "store/message.h"

enum { I_REG_NO, I_SESSION, I_TO_SITE, I_TO_ROOM, I_TO_SEAT, I_REASON, I_CITY, I_SITE, I_ROOM };
const struct incol move_in[] = {
	[I_REG_NO] = { "reg_no", true },
	[I_SESSION] = { "session", false },
	[I_TO_SITE] = { "to_site", false },
	[I_TO_ROOM] = { "to_room", true },
	[I_TO_SEAT] = { "to_seat", false },
	[I_REASON] = { "reason", true },
	[I_CITY] = { "city", false },
	[I_SITE] = { "site", false },
	[I_ROOM] = { "room", false },
	{ NULL, false }
};

enum { Q_SCORED, Q_LEAVE, Q_TAKE, Q_DIGEST, Q_COUNT };
static struct stmt q[Q_COUNT] = {
	[Q_SCORED] = { "SELECT count(*) FROM score WHERE registration_id = :id", NULL },
	[Q_LEAVE] = { "DELETE FROM seat WHERE registration_id = :id AND session = :session", NULL },
	[Q_TAKE] = { "INSERT INTO seat (exam_id, session, city, site, room, seat, registration_id, subject) "
		"VALUES (:exam, :session, :city, :site, :room, :seat, :id, :subject)", NULL },
	[Q_DIGEST] = { "UPDATE seating_plan SET digest = :digest WHERE exam_id = :exam", NULL },
};

/* One person of a move. */
struct step {
	struct candidate *who;
	int seat;              /* 0: the first that is free */
};

enum { FINDINGS_MAX = 16 }; /* of every column and code the first */

struct finding {
	int column;
	const char *code;
	char *message;
};

struct move {
	int64_t record, line;
	const char *reg_no, *session, *to_site, *to_room, *reason, *city, *site, *room;
	int to_seat;
	int from, to;          /* rooms: NO_ROOM where a single person is named; the target */
	const struct candidate *named; /* whose reg_no it is, or NULL */
	struct step *step;
	size_t nstep;
	bool same;             /* everybody is there already, or was and has been moved since */
	char made[TIME_SIZE], since[TIME_SIZE]; /* "", or when it was made, and the later move that stands */
	bool refused;
	struct finding finding[FINDINGS_MAX]; /* beside what move_check() has said */
	size_t nfinding;
};

static struct plan plan;
static struct move *moves;
static size_t nmoves, moves_cap;
static bool resolved;

/* Where each sitting will be: by person and sitting of the plan. */
struct target {
	bool moving;
	int room, seat;        /* seat 0: not chosen yet */
};
static struct target **target; /* by index of plan.who */

/* ---- rows */

void
move_check(struct rec *r)
{
	int64_t seat = 0;
	bool whole = *r->v[I_REG_NO] == '\0';

	if (whole && (*r->v[I_SITE] == '\0' || *r->v[I_ROOM] == '\0'))
		fault(r, I_REG_NO, "MISSING", "%s", L("a registration, or site and room (and city) of a whole room", "须有报名号, 或整个考场的考点与考场 (及地市)"));
	if (*r->v[I_TO_ROOM] == '\0')
		fault(r, I_TO_ROOM, "MISSING", "%s", L("to_room is required", "to_room 必填"));
	if (*r->v[I_REASON] == '\0')
		fault(r, I_REASON, "MISSING", "%s", L("a move needs its reason", "调整座位须写明原因"));
	if (*r->v[I_TO_SEAT] != '\0' && (whole || !num_parse(r->v[I_TO_SEAT], 1, 9999, &seat)))
		fault(r, I_TO_SEAT, "SEAT_FORM", "%s", L("a seat number from 1; empty for a whole room, which keeps its seats", "座位号从 1 起; 整场调整时留空, 座位号不变"));
	moves = grow(moves, nmoves, &moves_cap, sizeof *moves);
	moves[nmoves++] = (struct move){ .record = r->record, .line = r->line, .reg_no = xstrdup(r->v[I_REG_NO]), .session = xstrdup(r->v[I_SESSION]),
		.to_site = xstrdup(r->v[I_TO_SITE]), .to_room = xstrdup(r->v[I_TO_ROOM]), .reason = xstrdup(r->v[I_REASON]),
		.city = xstrdup(r->v[I_CITY]), .site = xstrdup(r->v[I_SITE]), .room = xstrdup(r->v[I_ROOM]), .to_seat = (int)seat,
		.from = NO_ROOM, .to = NO_ROOM, .refused = faulty(r) };
}

static void PRINTF_LIKE(4, 5)
bad(struct move *m, int column, const char *code, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	m->refused = true;
	for (size_t i = 0; i < m->nfinding; i++)
		if (m->finding[i].column == column && strcmp(m->finding[i].code, code) == 0)
			return;
	if (m->nfinding == FINDINGS_MAX)
		bug("more than %d findings", FINDINGS_MAX);
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	m->finding[m->nfinding++] = (struct finding){ column, code, xstrdup(text) };
}

/* ---- whom a move is about, and where to */

static bool
concerned(const struct move *m, const struct sitting *s)
{
	return (*m->session == '\0' || strcmp(s->session, m->session) == 0) && (m->from == NO_ROOM || s->room == m->from);
}

static bool
sits(const struct move *m, const struct candidate *c)
{
	for (size_t k = 0; c->seated && k < c->nsitting; k++)
		if (concerned(m, &c->sitting[k]))
			return true;
	return false;
}

/* Has the exam the session at all, whoever is meant? */
static bool
find_session(struct move *m)
{
	for (size_t i = 0; i < plan.exam->nsession; i++)
		if (*m->session == '\0' || strcmp(plan.exam->session[i].code, m->session) == 0)
			return true;
	bad(m, I_SESSION, "SESSION_NOT_SAT", L("%s has no session %s: session.csv names them", "%s 没有场次 %s: 见 session.csv"), plan.exam->key, m->session);
	return false;
}

static void
find_people(struct move *m, bool session_known)
{
	struct candidate *named = NULL;

	m->step = arena_alloc(&plan.memory, plan.n * sizeof *m->step + 1);
	if (*m->reg_no == '\0' && m->from == NO_ROOM)
		return;
	for (size_t i = 0; i < plan.n; i++) {
		struct candidate *c = &plan.who[i];

		if (m->from == NO_ROOM && strcmp(c->reg_no, m->reg_no) != 0)
			continue;
		named = c;
		if (sits(m, c))
			m->step[m->nstep++] = (struct step){ c, m->to_seat };
	}
	m->named = named;
	if (m->nstep > 0 || m->from != NO_ROOM)
		return;
	if (named == NULL || !named->seated)
		bad(m, I_REG_NO, "NOT_SEATED", L("%s has no seat in %s", "%s 在 %s 中没有座位"), m->reg_no, plan.exam->key);
	else if (session_known)
		bad(m, I_SESSION, "SESSION_NOT_SAT", L("%s does not sit session %s", "%s 不参加场次 %s"), m->reg_no, m->session);
}

static int
find_room(const char *city, const char *site, const char *code, bool used, bool *several)
{
	int found = NO_ROOM;

	for (size_t i = 0; i < plan.nroom; i++) {
		const struct room *r = &plan.room[i];

		if (strcmp(r->site, site) != 0 || strcmp(r->code, code) != 0 || (*city != '\0' && strcmp(r->city, city) != 0) ||
		    (used && r->number == 0))
			continue;
		*several = found != NO_ROOM;
		found = (int)i;
	}
	return found;
}

static void
find_source(struct move *m)
{
	bool several = false;

	if (*m->reg_no != '\0' || *m->site == '\0' || *m->room == '\0')
		return;
	m->from = find_room(m->city, m->site, m->room, true, &several);
	if (several)
		m->from = NO_ROOM;
	if (several)
		bad(m, I_CITY, "MISSING", L("several cities use a room %s at a site %s: name the city", "多个地市都有考场 %s (考点 %s): 请写明地市"), m->room, m->site);
	else if (m->from == NO_ROOM)
		bad(m, I_ROOM, "ROOM_UNKNOWN", L("%s does not use room %s of site %s", "%s 未使用考场 %s (考点 %s)"), plan.exam->key, m->room, m->site);
}

/* A room of the city where they sit; where nobody knows who, it must be somewhere. */
static void
find_target(struct move *m)
{
	const struct room *from = m->from != NO_ROOM ? &plan.room[m->from] : m->nstep > 0 ? &plan.room[m->step[0].who->room] :
	    m->named != NULL && m->named->seated ? &plan.room[m->named->room] : NULL;
	const char *site = *m->to_site != '\0' ? m->to_site : from != NULL ? from->site : "";
	bool several = false;

	if (*m->to_room == '\0' || *site == '\0')
		return;
	m->to = find_room(from != NULL ? from->city : "", site, m->to_room, false, &several);
	if (m->to == NO_ROOM || (plan.room[m->to].capacity == 0 && !several))
		bad(m, I_TO_ROOM, "ROOM_UNKNOWN", L("site %s of %s has no room %s for %s exams: room.csv names them", "考点 %s (%s) 没有考场 %s (%s): 见 room.csv"), site,
		    from != NULL ? city_name(from->city) : L("any city", "各地市"), m->to_room, plan.exam->delivery);
}

/* Is the move done already? A room that nobody uses any more, and its people sit in the target. */
static bool
is_done(const struct move *m)
{
	size_t there = 0;

	for (size_t i = 0; i < m->nstep; i++) {
		const struct candidate *c = m->step[i].who;

		for (size_t k = 0; k < c->nsitting; k++)
			if (concerned(m, &c->sitting[k]) && (c->sitting[k].room != m->to || (m->to_seat != 0 && c->sitting[k].seat != m->to_seat)))
				return false;
	}
	for (size_t i = 0; i < plan.n; i++)
		there += plan.who[i].seated && plan.who[i].room == m->to;
	return m->nstep > 0 || there > 0;
}

static void
check_step(struct move *m, struct step *s)
{
	const struct room *to = &plan.room[m->to];
	int seat = m->from != NO_ROOM ? s->who->seat : s->seat;

	for (size_t k = 0; m->from != NO_ROOM && k < s->who->nsitting; k++)
		if (concerned(m, &s->who->sitting[k]))
			seat = s->who->sitting[k].seat;
	s->seat = seat;
	if (seat > to->capacity)
		bad(m, I_TO_SEAT, "SEAT_RANGE", L("seat %d: room %s has %d", "座位 %d: 考场 %s 只有 %d 座"), seat, to->code, to->capacity);
	if (s->who->needs_accessible && !to->accessible)
		bad(m, I_TO_ROOM, "ACCESSIBLE_NEEDED", L("%s has special needs, and room %s is not accessible", "%s 有特殊需要, 考场 %s 不是无障碍考场"),
		    s->who->reg_no, to->code);
	if (to->taken[s->who->batch])
		bad(m, I_TO_ROOM, "ROOM_TAKEN", L("room %s of site %s is used by another exam at the time", "考场 %s (考点 %s) 同时被其他考试占用"), to->code, to->site);
}

static void
check_scored(struct move *m, const struct candidate *c)
{
	db_int(&q[Q_SCORED], ":id", c->id);
	if (db_int1(&q[Q_SCORED], 0) > 0)
		bad(m, I_REG_NO, "SCORED", L("%s has scores already: the exam is over", "%s 已有成绩: 考试已结束"), c->reg_no);
}

/* What was sat stays, unless the centre has a mistake of that day put right. */
static void
check_sessions(struct move *m, const struct run *run)
{
	for (size_t i = 0; i < m->nstep && run->override == NULL; i++)
		for (size_t k = 0; k < m->step[i].who->nsitting; k++)
			for (size_t n = 0; n < plan.exam->nsession; n++) {
				const struct session *x = &plan.exam->session[n];

				if (concerned(m, &m->step[i].who->sitting[k]) && strcmp(x->code, m->step[i].who->sitting[k].session) == 0 &&
				    strncmp(run->now, x->date, 10) > 0)
					bad(m, I_SESSION, "SESSION_OVER", L("session %s of %s was on %s: name a session to come; role centre may pass with "
					    "--override 'DOC_NO: REASON'", "场次 %s (%s) 已于 %s 考完: 请写明未考的场次; 中心可用 --override '文号: 理由' 办理"),
					    x->code, plan.exam->key, x->date);
			}
}

/* Everybody was moved so, and elsewhere since: an old list that runs again, not a second change of mind. */
static bool
was_made(struct move *m)
{
	for (size_t i = 0; i < m->nstep; i++) {
		const struct candidate *c = m->step[i].who;
		const char **session = arena_alloc(&plan.memory, c->nsitting * sizeof *session + 1);
		struct moved one = { c->id, session, 0, plan.room[m->to].site, plan.room[m->to].code, m->reason, m->to_seat };

		for (size_t k = 0; k < c->nsitting; k++)
			if (concerned(m, &c->sitting[k]))
				session[one.nsession++] = c->sitting[k].session;
		if (!moved_before(&one, m->made, m->since)) {
			m->since[0] = '\0';
			return false;
		}
	}
	return m->nstep > 0;
}

static void
bind_move(struct move *m, const struct run *run)
{
	bool session_known = find_session(m);

	find_source(m);
	find_people(m, session_known);
	find_target(m);
	bool there = m->to != NO_ROOM && plan.room[m->to].capacity > 0;

	if (m->from != NO_ROOM && m->nstep == 0 && !(there && is_done(m)) && session_known)
		bad(m, I_ROOM, "ROOM_EMPTY", L("nobody sits in room %s of site %s", "考场 %s (考点 %s) 无人"), m->room, m->site);
	m->same = there && (m->nstep > 0 || m->from != NO_ROOM) && (is_done(m) || (!m->refused && was_made(m)));
	for (size_t i = 0; i < m->nstep && there && !m->same; i++)
		check_step(m, &m->step[i]);
	for (size_t i = 0; i < m->nstep && !m->same; i++)
		check_scored(m, m->step[i].who);
	if (!m->same)
		check_sessions(m, run);
}

/* ---- all moves together */

static size_t
index_of(const struct candidate *c)
{
	return (size_t)(c - plan.who);
}

/* Who else has this seat in the person's batch, after the moves; NULL: nobody. A seat is one person's in all sessions. */
static const struct candidate *
holder(const struct candidate *me, int room, int seat)
{
	for (size_t i = 0; i < plan.n; i++) {
		const struct candidate *c = &plan.who[i];

		for (size_t k = 0; c != me && c->seated && c->batch == me->batch && k < c->nsitting; k++) {
			const struct target *t = &target[i][k];

			if (t->moving ? t->room == room && t->seat == seat : c->sitting[k].room == room && c->sitting[k].seat == seat)
				return c;
		}
	}
	return NULL;
}

static void
refuse_both(struct move *a, struct move *b, const char *reg_no, const char *session)
{
	struct move *const both[] = { a, b };

	for (int i = 0; i < 2; i++)
		bad(both[i], I_REG_NO, "MOVE_TWICE", L("lines %lld and %lld both move %s in session %s: keep one, or name the session of each",
		    "第 %lld 行与第 %lld 行都调整 %s 的场次 %s: 请只留一行, 或分别写明场次"), (long long)a->line, (long long)b->line, reg_no, session);
}

/* Two rows about one sitting: which is meant nobody knows, unless both are so already. */
static void
find_contradictions(void)
{
	struct move ***first = arena_alloc(&plan.memory, plan.n * sizeof *first + 1);
	bool *twice = arena_alloc(&plan.memory, nmoves + 1);

	for (size_t i = 0; i < plan.n; i++)
		first[i] = arena_alloc(&plan.memory, plan.who[i].nsitting * sizeof **first + 1);
	for (size_t i = 0; i < nmoves; i++) {
		struct move *m = &moves[i];

		for (size_t n = 0; (!m->refused || twice[i]) && n < m->nstep; n++) {
			struct candidate *c = m->step[n].who;

			for (size_t k = 0; k < c->nsitting; k++) {
				struct move **other = &first[index_of(c)][k];

				if (!concerned(m, &c->sitting[k]))
					continue;
				if (*other != NULL && !(m->same && (*other)->same)) {
					refuse_both(*other, m, c->reg_no, c->sitting[k].session);
					twice[i] = twice[*other - moves] = true;
				}
				*other = m;
			}
		}
	}
}

static void
aim(const struct move *m, const struct step *s, int seat)
{
	for (size_t k = 0; k < s->who->nsitting; k++)
		if (concerned(m, &s->who->sitting[k]))
			target[index_of(s->who)][k] = (struct target){ true, m->to, seat };
}

static void
settle_step(struct move *m, struct step *s)
{
	const struct room *to = &plan.room[m->to];
	int seat = s->seat;

	if (seat != 0) {
		const struct candidate *other = holder(s->who, m->to, seat);

		if (other != NULL)
			bad(m, I_TO_SEAT, "SEAT_TAKEN", L("seat %d of room %s is %s's", "座位 %d (考场 %s) 属于 %s"), seat, to->code, other->reg_no);
		return;
	}
	for (seat = 1; seat <= to->capacity && holder(s->who, m->to, seat) != NULL;)
		seat++;
	if (seat > to->capacity)
		bad(m, I_TO_ROOM, "ROOM_FULL", L("room %s has no free seat", "考场 %s 没有空座"), to->code);
	else
		aim(m, s, seat);
}

/* A move that cannot be leaves its people where they are, which may be in the way of another: once more without it. */
static void
settle_all(void)
{
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < plan.n; i++)
			memset(target[i], 0, plan.who[i].nsitting * sizeof **target);
		for (size_t i = 0; i < nmoves; i++)
			for (size_t k = 0; !moves[i].refused && !moves[i].same && k < moves[i].nstep; k++)
				aim(&moves[i], &moves[i].step[k], moves[i].step[k].seat);
		for (size_t i = 0; i < nmoves; i++) {
			for (size_t k = 0; !moves[i].refused && !moves[i].same && k < moves[i].nstep; k++) {
				settle_step(&moves[i], &moves[i].step[k]);
				again |= moves[i].refused;
			}
		}
	}
}

/* Everybody who moves gets up before anybody sits down. */
static void
leave_seats(void)
{
	for (size_t i = 0; i < plan.n; i++)
		for (size_t k = 0; plan.who[i].seated && k < plan.who[i].nsitting; k++)
			if (target[i][k].moving) {
				db_int(&q[Q_LEAVE], ":id", plan.who[i].id);
				db_text(&q[Q_LEAVE], ":session", plan.who[i].sitting[k].session);
				db_do(&q[Q_LEAVE]);
			}
}

static void
resolve(const struct run *run)
{
	resolved = true;
	db_prepare(q, Q_COUNT);
	plan_load(&plan, run->exam, NULL);
	if (*plan.digest == '\0')
		refuse(L("PLAN_NONE: %s has no plan yet; nothing was changed", "PLAN_NONE: %s 尚无编排; 未作任何改动"), run->exam->key);
	target = arena_alloc(&plan.memory, plan.n * sizeof *target + 1);
	for (size_t i = 0; i < plan.n; i++)
		target[i] = arena_alloc(&plan.memory, plan.who[i].nsitting * sizeof **target + 1);
	for (size_t i = 0; i < nmoves; i++)
		bind_move(&moves[i], run);
	find_contradictions();
	settle_all();
	leave_seats();
}

/* ---- writing */

static void
tell_person(struct run *run, const struct move *m, const struct candidate *c, const char *how)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "%s: %s", how, m->reason);
	card_revoke(c->id, "moved", run->now);
	message_queue("seat_moved", c->id, buf_text(&b), run->now, run->batch_id);
	if (run->override != NULL)
		buf_printf(&b, "; override %s", run->override);
	audit_act(run, "move", c->reg_no, buf_text(&b));
	buf_release(&b);
}

static void
sit_down(struct run *run, const struct move *m, struct candidate *c)
{
	struct buf how = BUF_INIT;

	for (size_t k = 0; k < c->nsitting; k++) {
		const struct target *t = &target[index_of(c)][k];
		struct sitting *s = &c->sitting[k];

		if (!t->moving || !concerned(m, s))
			continue;
		struct room *room = &plan.room[t->room];

		moved_text(&how, s->session, plan.room[s->room].site, plan.room[s->room].code, s->seat, room->site, room->code, t->seat);
		db_int(&q[Q_TAKE], ":exam", plan.exam->id);
		db_text(&q[Q_TAKE], ":session", s->session);
		db_text(&q[Q_TAKE], ":city", room->city);
		db_text(&q[Q_TAKE], ":site", room->site);
		db_text(&q[Q_TAKE], ":room", room->code);
		db_int(&q[Q_TAKE], ":seat", t->seat);
		db_int(&q[Q_TAKE], ":id", c->id);
		db_text(&q[Q_TAKE], ":subject", s->subject);
		db_do(&q[Q_TAKE]);
		room->used = true;
	}
	tell_person(run, m, c, buf_text(&how));
	for (size_t k = 0; k < c->nsitting; k++) {
		const struct target *t = &target[index_of(c)][k];

		if (t->moving && concerned(m, &c->sitting[k]))
			c->sitting[k] = (struct sitting){ c->sitting[k].session, c->sitting[k].subject, t->room, t->seat };
	}
	buf_release(&how);
}

static void
print_person(struct rec *r, const struct candidate *c)
{
	for (size_t k = 0; k < c->nsitting; k++) {
		const struct room *room = &plan.room[c->sitting[k].room];

		put_row(r);
		put(r, O_REG_NO, c->reg_no);
		put(r, O_ADMIT_NO, c->admit_no);
		put(r, O_SESSION, c->sitting[k].session);
		put(r, O_SUBJECT, c->sitting[k].subject);
		put(r, O_CITY, room->city);
		put(r, O_SITE, room->site);
		put(r, O_ROOM, room->code);
		put_int(r, O_SEAT, c->sitting[k].seat);
	}
}

static enum verdict
apply(struct rec *r)
{
	struct move *m = moves;

	if (!resolved)
		resolve(r->run);
	while (m < moves + nmoves && m->record != r->record)
		m++;
	if (m == moves + nmoves)
		return UNCHANGED;
	for (size_t i = 0; i < m->nfinding; i++)
		fault(r, m->finding[i].column, m->finding[i].code, "%s", m->finding[i].message);
	if (m->refused)
		return UNCHANGED;
	if (*m->since != '\0')
		warning(r, I_TO_ROOM, "DECIDED_SINCE", L("this move was made on %s, and another since, on %s, which stands: to make it again, give another reason",
		    "该调整已于 %s 办理, 此后 %s 另有调整, 以其为准: 如确需再次调整, 请填写不同的 reason"), m->made, m->since);
	for (size_t i = 0; i < m->nstep && !m->same; i++)
		sit_down(r->run, m, m->step[i].who);
	for (size_t i = 0; i < m->nstep && (!m->same || !r->run->only_changed); i++)
		print_person(r, m->step[i].who);
	for (size_t i = 0; i < plan.n && m->nstep == 0 && !r->run->only_changed; i++)
		if (plan.who[i].seated && plan.who[i].room == m->to)
			print_person(r, &plan.who[i]);
	return m->same ? UNCHANGED : CHANGED;
}

int
move_people(struct run *run, const char *file)
{
	char *name = xstrdup(file);

	run_stream(run, 1, &name, apply);
	if (resolved) {
		plan_number_rooms(&plan);
		plan_write_rooms(&plan);
		plan_rows(&plan);
		if (strcmp(plan.digest, plan.new_digest) != 0) {
			db_text(&q[Q_DIGEST], ":digest", plan.new_digest);
			db_int(&q[Q_DIGEST], ":exam", plan.exam->id);
			db_do(&q[Q_DIGEST]);
		}
		plan_release(&plan);
	}
	free(name);
	return EX_OK;
}
