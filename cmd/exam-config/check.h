/* SPDX-License-Identifier: MIT
 * Is a configuration right? Every fault at once: repeated keys, rows that name what is not there, values
 * that make no sense together, settings, number templates. */
#ifndef EXAM_CONFIG_CHECK_H
#define EXAM_CONFIG_CHECK_H

#include "flaw.h"
#include "index.h"

struct check {
	struct config *config;
	struct flaws *flaws;
	struct index exam, code, level, level_code, subject, subject_code, province, city, site, point, rule, group, major_class;
};

/* All of it, into flaws. Records that could not be read whole are only looked at for their key. */
void check_config(struct config *c, struct flaws *flaws);

/* Its parts, in files of their own. */
void check_keys(struct check *ck);
void check_references(struct check *ck);
void check_settings(struct check *ck);
void check_exams(struct check *ck);   /* levels, subjects, sessions, fees of each exam */
void check_values(struct check *ck);  /* tables that stand alone */
void check_numbers(struct check *ck);

/* The value of a record's field by the column's name. */
const char *value_of(enum table_id t, const struct record *r, const char *field);
int64_t int_of(enum table_id t, const struct record *r, const char *field); /* 0 where empty */

/* Refuse a value: flaw_add with the column's name and the record's line. */
#define BAD(ck, t, r, name, code, ...) \
	flaw_add((ck)->flaws, t, (r)->line, (int)field_index(&tables[t], name), code, __VA_ARGS__)

/* Call part for each part of a list ("101|201" at any character of separators); an empty part too. */
void each_part(const char *list, const char *separators, void (*part)(void *context, const char *s), void *context);

#endif
