/* SPDX-License-Identifier: MIT
 * The documents: each knows who may have it, what of the facts it needs, and how it looks. */
#ifndef FORM_PRINT_DOCUMENT_H
#define FORM_PRINT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "facts.h"
#include "frame/tool.h"
#include "media/flow.h"

/* A document being put together. */
struct paper {
	struct flow *flow;
	const struct facts *f; /* n of them: the registrations of a list, in its order; else one */
	size_t n;
	size_t *part;          /* of a list: the part that each of them begins with, to be set */
	const char *group;     /* of a list: by what it is divided, "person", "city" … */
	const void *photo;     /* a JPEG, or NULL */
	size_t photo_size;
	struct arena *memory;  /* for texts made here */
};

struct document {
	const char *name;      /* of --doc */
	const char *title;     /* in Chinese */
	bool list;             /* registrations share its pages */
	bool masked;           /* numbers of documents and phones are: it is not the person's own declaration */
	bool of_seats;         /* may be divided by rooms and sites: it is printed for people who may have a seat */
	bool photo;            /* it has the photograph */
	unsigned tables;       /* that it needs: 1 << T_… */
	/* Is there anything to print for it? The same that due.c asks in SQL. */
	bool (*due)(const struct facts *f);
	/* Faults: why it is not due, or cannot be printed whole. */
	void (*check)(struct rec *r, const struct facts *f);
	void (*put)(struct paper *p);
};

/* SQL for --all (run->due): who is due for any of the documents whose bits are in :due_id. */
enum { D_FORM, D_PLEDGE, D_RECEIPT, D_CHANGE, D_REVIEW, D_RETURN, D_REFUND, DOCUMENTS };
extern const struct document *const documents[DOCUMENTS];
extern const char due_sql[];

extern const struct document form_document, pledge_document, receipt_document, change_document, review_document, return_document,
    refund_document;

/* What every run prints: index of tool->in of the column for faults. */
enum { I_REG_NO };

/* ---- shared by documents */

/* A text that lives as long as the paper. */
const char *say(struct paper *p, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The single fact, "—" where there is none. */
const char *shown(const struct facts *f, enum fact fact);
/* 2025-08-20…, 2025-08 → 2025年08月20日, 2025年08月; "—" for none. */
const char *day(struct paper *p, const char *date);
/* Fen as "1,234.00" would be read: "1234.00". */
const char *yuan(struct paper *p, const char *fen);
/* The exam's name, and the document's title below it. */
void put_title(struct paper *p, const char *title);
/* Two labelled values side by side; right.label NULL: one over the whole width. */
struct pair {
	const char *label, *text, *field; /* field: its column, NULL where the program or the configuration says the text */
};
struct pair_look {
	double h, label, value; /* height; widths of a label and of the left value, 0: what is left */
};
void put_pair(struct paper *p, const struct pair_look *look, struct pair left, struct pair right);
/* The text, "—" for none. */
const char *or_dash(const char *s);
/* FIELD_EMPTY for each of these facts that is empty. */
void need_facts(struct rec *r, const struct facts *f, const enum fact *fact, size_t n);

#endif
