/* SPDX-License-Identifier: MIT
 * Levels of education and degrees, and what the registries can check by themselves.
 *
 * The order is that of the eligibility rules (rules.md (b) F; GB/T 4658): high school <
 * college < bachelor < second or double bachelor < master < doctor. Studies that ended
 * without graduation (结业, 肄业) have no level here: they do not count (统计 2024 notice). */
#ifndef RULE_EDUCATION_H
#define RULE_EDUCATION_H

#include <stdbool.h>
#include <stdint.h>

enum edu_level {
	EDU_ANY, /* none, or none asked for */
	EDU_HIGH_SCHOOL,
	EDU_COLLEGE,
	EDU_BACHELOR,
	EDU_SECOND_BACHELOR,
	EDU_DOUBLE_BACHELOR, /* same rank as second bachelor */
	EDU_MASTER,
	EDU_DOCTOR
};

/* Read a code ("college") or an office's Chinese word (大专, 专科 …; for degrees 学士 …).
 * 研究生班 reads as double_bachelor, whose rank the rules give it. "any" and "" are EDU_ANY. */
bool edu_level_parse(const char *word, enum edu_level *level);
/* The code; "any" for EDU_ANY. Static. */
const char *edu_level_code(enum edu_level level);
/* The operator's word; static. */
const char *edu_level_text(enum edu_level level);
/* Does have reach need? Second and double bachelor reach each other. */
bool edu_level_reaches(enum edu_level have, enum edu_level need);
/* Steps from have up to need, 0 where it is reached. */
int edu_level_gap(enum edu_level have, enum edu_level need);

/* What the registries answer for (S2: education from 2002 and college upward, degrees
 * from 2008-09; settings auto_education_from, auto_degree_from, auto_education_min).
 * Months as month_parse gives them. */
struct edu_auto {
	int32_t education_from, degree_from;
	enum edu_level education_min;
};

/* Can this record be checked automatically? Overseas studies never (they need the
 * certificate of 教育部留学服务中心), nor a record without a month. */
bool edu_auto_range(const struct edu_auto *range, bool is_degree, enum edu_level level, int32_t month, bool overseas);

/* A certificate's number says who issued it, when, and what it is (rules.md (b) D):
 * education: 5 digits of the school, type (1 general, 5 adult, 6 self-taught, 7 network), 4 of the year, level (01 doctor,
 * 02 master, 04 second bachelor, 05 bachelor, 06 college), serial of 6 digits (5 in 2001 and 2002);
 * degree: 5 of the unit, level (2 doctor, 3 master, 4 bachelor), 4 of the year, serial of 6, whose first may be S (double
 * degree), E (second degree) or, behind C, Z (self-taught); before it all C (adult), Z (professional), T (同等学力). */
enum edu_cert_form {
	EDU_CERT_UNKNOWN,  /* none of these layouts */
	EDU_CERT_NUMBER,
	EDU_CERT_OVERSEAS  /* of 教育部留学服务中心: 12 digits, before that 教留服认…号 */
};

struct edu_cert {
	enum edu_cert_form form;
	int year;              /* with EDU_CERT_NUMBER */
	enum edu_level level;
};

struct edu_cert edu_cert_parse(const char *number, bool is_degree);

enum edu_cert_fault { EDU_CERT_FITS, EDU_CERT_NO_LAYOUT, EDU_CERT_OTHER_YEAR, EDU_CERT_OTHER_LEVEL };

/* Does the number agree with the level and the month (0: not known) that the person has stated? Of several faults the first. A
 * self-taught examination's number may have another layout, of 17 digits. */
enum edu_cert_fault edu_cert_compare(const char *number, bool is_degree, enum edu_level level, int32_t month, bool self_taught);

#endif
