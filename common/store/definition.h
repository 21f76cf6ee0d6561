/* SPDX-License-Identifier: MIT
 * The office's configuration as the tools ask for it, read from the definition tables once
 * a run and kept in memory until the program ends: exams with their levels, subjects and
 * specialties, settings by place, windows, places, kinds of documents, working days. */
#ifndef STORE_DEFINITION_H
#define STORE_DEFINITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Before anything else is read: which configuration the program goes by. */
void definition_begin(void);
/* Has exam-config load changed it since definition_begin()? False where that was not called. */
bool definition_changed(void);

struct subject {
	const char *code, *name;
	bool specialty_paper;       /* kind specialty: one paper per specialty */
	const char *question_kind;  /* objective, subjective, mixed */
	int minutes, full_mark, pass_mark; /* pass_mark -1: full_mark × pass_ratio */
	int forms, mark_decimals;
};

struct level {
	const char *code, *name;
	int required_subjects, validity_years;
	bool new_candidate_only;
	const struct subject **subject; /* nsubject of them, in the order of level_subject */
	size_t nsubject;
};

struct session {
	const char *code, *batch, *date, *start, *end;
	const char *subjects;       /* "101|201", "31+32" */
};

struct exam {
	int64_t id;
	const char *key;            /* "308-2024" */
	const char *code;
	int year, cycle;
	const char *name, *short_name, *delivery, *archive_mode, *eligibility_day, *paper_bags;
	bool choose_all;            /* subject_choice all: every subject of the level */
	bool same_sitting, pledge;
	int room_size;
	const char *admit_no, *archive_no, *cert_no; /* number templates */
	const struct level *level;
	size_t nlevel;
	const struct subject *subject;
	size_t nsubject;
	const struct session *session;
	size_t nsession;
};

/* The instance, or NULL. key: "308-2024"; code "308" and year "2024" separately where a stream has both
 * (year "" with a full key in code is fine). */
const struct exam *exam_get(const char *code, const char *year);
const struct exam *exam_by_id(int64_t id);
/* The i-th, in the order of the configuration; NULL: there are no more. */
const struct exam *exam_nth(size_t i);
/* The instance that a registration number names: its code, two digits of the year, two of the province, seven digits. NULL: none. */
const struct exam *exam_of_reg_no(const char *reg_no);
/* By code or by name; NULL. */
const struct level *exam_level(const struct exam *e, const char *code_or_name);
const struct subject *exam_subject(const struct exam *e, const char *code);
const struct subject *level_subject(const struct level *l, const char *code);
/* The specialty's code (level's own row or '*'), from code or name; NULL. */
const char *exam_specialty(const struct exam *e, const struct level *l, const char *code_or_name);
const char *exam_specialty_name(const struct exam *e, const char *level, const char *specialty);

/* A setting for an exam and a province code (either may be NULL: '*'): the most specific row wins
 * (config README). NULL where there is none. */
const char *setting_text(const struct exam *e, const char *province, const char *setting);
int64_t setting_int(const struct exam *e, const char *province, const char *setting, int64_t otherwise);

/* Is a window of this kind open at the time ("YYYY-MM-DDTHH:MM:SS")? Rows of the province replace those of '*'.
 * Where closed: *next_open is the next opening or "", *last_close the latest past closing or "". May be NULL. */
bool window_open(const struct exam *e, const char *province, const char *window, const char *now,
    const char **next_open, const char **last_close);
/* Has the province windows of this kind of its own, in place of those of '*'? */
bool window_own(const struct exam *e, const char *province, const char *window);
/* The closing time of the opening that holds now, else of the last opening; "" never closes or no row. */
const char *window_close(const struct exam *e, const char *province, const char *window, const char *now);

/* Places, by code or name; NULL where unknown. */
const char *province_code(const char *code_or_name);
const char *province_name(const char *code);
/* The city's code within the province. */
const char *city_code(const char *province, const char *code_or_name);
const char *city_name(const char *city);
bool review_point_exists(const char *city, const char *review_point);
bool site_exists(const char *city, const char *site);

/* A kind of document, by code or name; "" is 01. */
struct doc_type {
	const char *code, *name;
	bool checksum, carries_birth;
	bool (*matches)(const struct doc_type *t, const char *number); /* its pattern */
	struct pattern *pattern;    /* value/pattern.h */
};
const struct doc_type *doc_type_get(const char *code_or_name);

/* Working day, from the calendar table, else Monday to Friday; a date_workday_fn (value/date.h). */
bool calendar_workday(void *unused, int32_t days);

#endif
