/* SPDX-License-Identifier: MIT
 * On which pages everybody is. */
#include "ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct document {
	size_t number;       /* of print */
	const char *trouble; /* it cannot be printed */
	bool withdrawn;      /* or was not given to print */
	bool wanted;         /* somebody of the input is on it and passes */
};
static struct document *document;
static size_t documents, document_cap;

/* Somebody is on a page of a document. */
struct entry {
	int64_t id;
	uint32_t document;
	int32_t page; /* from 0 */
};
static struct entry *entry;
static size_t entries, entry_cap;

static struct arena memory;

/* Of the input; sorted, once each, when the ledger is closed. */
static int64_t *input;
static size_t inputs, input_cap;

size_t
ledger_document(size_t number, const char *trouble)
{
	document = grow(document, documents, &document_cap, sizeof *document);
	document[documents] = (struct document){ number, trouble != NULL ? arena_strdup(&memory, trouble) : NULL, trouble != NULL, false };
	return documents++;
}

void
ledger_note(int64_t id, size_t doc, int page)
{
	entry = grow(entry, entries, &entry_cap, sizeof *entry);
	entry[entries++] = (struct entry){ id, (uint32_t)doc, page };
}

void
ledger_want(int64_t id)
{
	input = grow(input, inputs, &input_cap, sizeof *input);
	input[inputs++] = id;
}

static int
by_person(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->id != y->id)
		return x->id > y->id ? 1 : -1;
	if (x->document != y->document)
		return x->document > y->document ? 1 : -1;
	return (x->page > y->page) - (x->page < y->page);
}

void
ledger_close(void)
{
	if (entries > 0)
		qsort(entry, entries, sizeof *entry, by_person);
}

struct found_page {
	const char *file;
	int page;
};

static int
by_page(const void *a, const void *b)
{
	const struct found_page *x = a, *y = b;
	int c = strcmp(x->file, y->file);

	return c != 0 ? c : (x->page > y->page) - (x->page < y->page);
}

static size_t
first_entry(int64_t id)
{
	size_t from = 0, to = entries;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (entry[middle].id < id)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static bool
refused(int64_t id, size_t from)
{
	for (size_t i = from; i < entries && entry[i].id == id; i++)
		if (document[entry[i].document].trouble != NULL)
			return true;
	return false;
}

bool
ledger_withdraw(struct print *print, bool drawn)
{
	bool again = false;

	for (size_t i = 0; i < documents; i++) {
		struct document *d = &document[i];
		const char *trouble = drawn && !d->withdrawn ? print_find(print, d->number).trouble : NULL;

		d->wanted = false;
		if (trouble != NULL)
			d->trouble = arena_strdup(&memory, trouble);
	}
	for (size_t k = 0; k < inputs; k++) {
		size_t from = first_entry(input[k]);

		for (size_t i = from; i < entries && entry[i].id == input[k] && !refused(input[k], from); i++)
			document[entry[i].document].wanted = true;
	}
	for (size_t i = 0; i < documents; i++) {
		struct document *d = &document[i];

		if (d->wanted || d->withdrawn)
			continue;
		again |= drawn && d->trouble == NULL;
		print_withdraw(print, d->number);
		d->withdrawn = true;
	}
	return again;
}

void
ledger_find(struct print *print, int64_t id, void (*page)(void *context, const char *file, int page), void (*trouble)(void *context, const char *text),
    void *context)
{
	static struct found_page *found;
	static size_t cap;
	static struct arena files;
	size_t n = 0, from = first_entry(id);
	bool passes = !refused(id, from);

	arena_clear(&files);
	for (size_t i = from; i < entries && entry[i].id == id; i++) {
		const struct document *d = &document[entry[i].document];

		if (d->trouble != NULL)
			trouble(context, d->trouble);
		if (!passes)
			continue;
		struct printed p = print_find(print, d->number);

		found = grow(found, n, &cap, sizeof *found);
		found[n++] = (struct found_page){ arena_strdup(&files, p.file), p.page + entry[i].page };
	}
	if (n > 0)
		qsort(found, n, sizeof *found, by_page);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || by_page(&found[i - 1], &found[i]) != 0)
			page(context, found[i].file, found[i].page);
}
