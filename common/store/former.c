/* SPDX-License-Identifier: MIT
 * Documents that persons had before: few, so they are kept by hash, and a run without them asks nothing. */
#include "store/former.h"

#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "store/db.h"
#include "value/text.h"

static struct map documents, merges, persons;

static uint64_t
key(const char *name_key, const char *id_no)
{
	static struct buf b;

	buf_clear(&b);
	buf_add(&b, name_key, strlen(name_key) + 1);
	buf_str(&b, id_no);
	return hash64(b.ptr, b.len);
}

void
former_read(void)
{
	static struct stmt merged = { "SELECT m.id_no, m.name, coalesce(p.merged_into, p.id) FROM person_merge m JOIN person p ON p.id = m.keep_id /*scan*/",
		NULL };
	static struct stmt amended = { "SELECT a.old, coalesce(p.merged_into, p.id) FROM amendment a JOIN person p ON p.id = a.person_id "
		"WHERE a.field = 'id_no' /*scan*/", NULL };
	struct buf name = BUF_INIT;

	while (db_row(&merged)) {
		buf_clear(&name);
		text_name_key(db_col(&merged, 1), &name);
		*map_at(&documents, key("", db_col(&merged, 0)), NULL) = db_col_int(&merged, 2);
		*map_at(&merges, key("", db_col(&merged, 0)), NULL) = db_col_int(&merged, 2);
		*map_at(&persons, key(buf_text(&name), db_col(&merged, 0)), NULL) = db_col_int(&merged, 2);
	}
	while (db_row(&amended))
		*map_at(&documents, key("", db_col(&amended, 0)), NULL) = db_col_int(&amended, 1);
	buf_release(&name);
}

int64_t
former_document(const char *id_no)
{
	return documents.n == 0 ? 0 : *map_at(&documents, key("", id_no), NULL);
}

int64_t
former_merged(const char *id_no)
{
	return merges.n == 0 ? 0 : *map_at(&merges, key("", id_no), NULL);
}

int64_t
former_person(const char *name_key, const char *id_no)
{
	return persons.n == 0 ? 0 : *map_at(&persons, key(name_key, id_no), NULL);
}
