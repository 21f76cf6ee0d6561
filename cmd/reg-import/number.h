/* SPDX-License-Identifier: MIT
 * Registration numbers: EXAM, year, province and seven digits, counted per exam and province. */
#ifndef REG_IMPORT_NUMBER_H
#define REG_IMPORT_NUMBER_H

#include "frame/enrolment.h"

enum { NUMBER_SIZE = 48 };

/* The next number: the same files in the same order give the same. Dies where there are no more. */
void number_next(const struct enrolment *reg, char out_no[NUMBER_SIZE]);
/* A number that the file brings must name its exam and province, and be free: faults REG_NO_FORM, REG_NO_TAKEN. */
void number_check(struct rec *r, const struct enrolment *reg);
/* It is taken: those that are given later come behind it. */
void number_take(const struct enrolment *reg, const char *no);
/* Write back the last numbers given, at the end of the run. */
void number_keep(void);

#endif
