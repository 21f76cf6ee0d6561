/* SPDX-License-Identifier: MIT
 * The rows of one person. The account is made from the first of them; later ones add records, and repeat the columns of
 * the person or leave them empty. Of each person there are numbers only, so that a file of any size can pass. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "import.h"

static const int columns[] = { I_USERNAME, I_PASSWORD, I_PASSWORD_HASH, I_PHONE, I_EMAIL, I_QUESTION, I_ANSWER, I_REGISTERED_AT };
enum { COLUMNS = sizeof columns / sizeof *columns };

struct person_rows {
	const char *file;
	int64_t line;
	uint32_t value[COLUMNS]; /* hashes of the first row's values */
	bool education;
};

static struct person_rows *group;
static size_t ngroup, group_cap;
static struct map by_key; /* hash of name and document, hash of user name → number of the group + 1 */

static uint64_t
identity_hash(const struct row *w)
{
	static struct buf b;

	buf_clear(&b);
	buf_printf(&b, "D%s\n%s", w->identity.id_key, buf_text(&w->identity.name_key));
	return hash64(b.ptr, b.len);
}

static uint64_t
username_hash(const char *username)
{
	static struct buf b;

	buf_clear(&b);
	buf_printf(&b, "U%s", username);
	return hash64(b.ptr, b.len);
}

static uint32_t
value_hash(const char *s)
{
	return *s == '\0' ? 0 : (uint32_t)hash64(s, strlen(s)) | 1;
}

/* The document's form does not matter where it is the user name. */
static const char *
value(const struct rec *r, const struct row *w, int i)
{
	return columns[i] == I_USERNAME ? w->username : columns[i] == I_PHONE ? w->person.phone : r->v[columns[i]];
}

static void
compare(struct rec *r, const struct row *w, const struct person_rows *g)
{
	for (int i = 0; i < COLUMNS; i++) {
		uint32_t h = value_hash(value(r, w, i));

		if (h != 0 && h != g->value[i])
			fault(r, columns[i], "ROWS_DIFFER", L("line %lld, the first of this person, says otherwise: later rows repeat it or leave it empty",
			    "与此人第一行 (第 %lld 行) 不一致: 后续行应相同或留空"), (long long)g->line);
	}
}

static uint64_t
key_of(const struct row *w)
{
	return w->named ? identity_hash(w) : username_hash(w->username);
}

static void
begin(const struct rec *r, const struct row *w)
{
	struct person_rows g = { .file = r->file, .line = r->line };

	for (int i = 0; i < COLUMNS; i++)
		g.value[i] = value_hash(value(r, w, i));
	group = grow(group, ngroup, &group_cap, sizeof *group);
	group[ngroup++] = g;
	*map_at(&by_key, key_of(w), NULL) = (int64_t)ngroup;
	if (w->named && *w->username != '\0') {
		int64_t *named = map_at(&by_key, username_hash(w->username), NULL);

		if (*named == 0)
			*named = (int64_t)ngroup;
	}
}

void
group_take(struct rec *r, const struct row *w)
{
	int64_t n = *map_at(&by_key, key_of(w), NULL);

	if (n == 0) {
		begin(r, w);
		n = (int64_t)ngroup;
	} else {
		compare(r, w, &group[n - 1]);
	}
	if (!faulty(r) && w->has_record && strcmp(w->record.kind, "education") == 0)
		group[n - 1].education = true;
}

struct group
group_of(const struct row *w)
{
	int64_t n = *map_at(&by_key, key_of(w), NULL);

	if (n == 0)
		bug("a row was not seen before");
	return (struct group){ .file = group[n - 1].file, .line = group[n - 1].line, .education = group[n - 1].education };
}

bool
group_first(const struct group *g, const struct rec *r)
{
	return g->line == r->line && strcmp(g->file, r->file) == 0;
}
