/* SPDX-License-Identifier: MIT
 * Earlier moves, read from the messages that told people of them: those are kept for ever, each with its places and its reason. */
#include "moved.h"

#include <stdio.h>
#include <string.h>

#include "store/db.h"

static const char arrow[] = " -> ";

void
moved_text(struct buf *out, const char *session, const char *from_site, const char *from_room, int from_seat, const char *to_site, const char *to_room,
    int to_seat)
{
	buf_printf(out, "%s%s %s/%s/%d%s%s/%s/%d", out->len > 0 ? ", " : "", session, from_site, from_room, from_seat, arrow, to_site, to_room, to_seat);
}

/* Does the text move this session to the place? */
static bool
moves_session(const char *text, const struct moved *m, const char *session)
{
	char place[160];
	int n = m->seat != 0 ? snprintf(place, sizeof place, "%s/%s/%d", m->site, m->room, m->seat) : snprintf(place, sizeof place, "%s/%s/", m->site, m->room);
	size_t len = strlen(session);

	for (const char *p = text; p != NULL; p = strstr(p, ", ")) {
		p += p != text ? 2 : 0;
		const char *to = strstr(p, arrow);

		if (strncmp(p, session, len) != 0 || p[len] != ' ' || to == NULL)
			continue;
		to += strlen(arrow);
		return strncmp(to, place, (size_t)n) == 0 && (m->seat == 0 || to[n] < '0' || to[n] > '9');
	}
	return false;
}

static bool
is_move(const char *text, const struct moved *m)
{
	size_t n = strlen(text), reason = strlen(m->reason);

	if (n < reason + 2 || strcmp(text + n - reason, m->reason) != 0 || memcmp(text + n - reason - 2, ": ", 2) != 0)
		return false;
	for (size_t i = 0; i < m->nsession; i++)
		if (!moves_session(text, m, m->session[i]))
			return false;
	return true;
}

bool
moved_before(const struct moved *m, char at[TIME_SIZE], char since[TIME_SIZE])
{
	static struct stmt q = { "SELECT m.reason, m.queued_at FROM registration r JOIN message m ON m.person_id = r.person_id AND m.template = 'seat_moved' "
		"AND m.registration_id = r.id WHERE r.id = :id ORDER BY m.id", NULL };

	at[0] = since[0] = '\0';
	db_int(&q, ":id", m->registration_id);
	while (db_row(&q)) {
		bool so = is_move(db_col(&q, 0), m);

		if (so || at[0] != '\0')
			snprintf(so ? at : since, TIME_SIZE, "%s", db_col(&q, 1));
		if (so)
			since[0] = '\0';
	}
	return since[0] != '\0';
}
