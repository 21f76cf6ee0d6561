/* SPDX-License-Identifier: MIT
 * The configuration's tables: one descriptor each, with the file, the columns and their types,
 * and the SQL; and the records of one office's configuration, as canonical text whether they came from
 * files or from the database (kaowu-config(5)). */
#ifndef EXAM_CONFIG_TABLE_H
#define EXAM_CONFIG_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"
#include "store/db.h"

enum table_id {
	EXAM, LEVEL, SPECIALTY, SUBJECT, LEVEL_SUBJECT, SESSION, FEE, ELIGIBILITY, MAJOR, MAJOR_CLASS, EXEMPTION,
	PASS_LINE, VALIDITY_EXTENSION, WINDOW, SETTING, POLICY, FIELD_GROUP, PROVINCE, CITY, REVIEW_POINT, SITE, ROOM,
	CALENDAR, PHOTO_RULE, PROOF_KIND, DOC_TYPE, MESSAGE, OPERATOR, TABLES
};

enum type {
	TYPE_CODE,   /* full-width characters folded */
	TYPE_TEXT,
	TYPE_INT,    /* min…max */
	TYPE_MONEY,  /* yuan in files, fen in the database */
	TYPE_DATE,
	TYPE_TIME,   /* a date and a time of day */
	TYPE_CLOCK,  /* HH:MM */
	TYPE_WORD    /* one of words */
};

enum { KEY = 1, EMPTY = 2 }; /* flags of a field: part of the key; may be empty */

struct field {
	const char *param;  /* ":exam"; the column's name stands behind the colon */
	enum type type;
	unsigned flags;
	int64_t min, max;   /* TYPE_INT */
	const char *words;  /* TYPE_WORD: "paper|computer" */
};

enum { FIELDS_MAX = 16 };

struct table {
	const char *file;   /* exam: DIR/exam.csv */
	const char *name;   /* in the database */
	bool may_be_empty;
	struct stmt select, insert, remove;
	size_t n;
	struct field field[FIELDS_MAX];
};

extern struct table tables[TABLES];

const char *field_name(const struct field *f);
/* The field of that name, which the table must have. */
size_t field_index(const struct table *t, const char *name);

struct record {
	int64_t line;                /* in its file; 0 from the database */
	bool whole;                  /* every field could be read */
	const char **value;          /* t->n canonical texts */
};

struct rows {
	struct record *row;
	size_t n, cap;
	bool present;                /* the file was there and could be read */
	bool broken;                 /* but not every record: nothing is said about what seems to be missing */
	bool key_broken;             /* not even every key: nothing is said about who names one */
};

struct config {
	struct rows rows[TABLES];
	struct arena memory;
};

void config_release(struct config *c);

/* A new record of t at the end, its values "". */
struct record *config_add(struct config *c, enum table_id t);

/* Bring the text of a file into canonical form, in place or in the arena; NULL where it does not
 * fit the field, then *code and *rule say why (static or in the arena). */
const char *field_read(const struct field *f, char *s, size_t n, struct arena *a, const char **code, const char **rule);

#endif
