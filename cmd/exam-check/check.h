/* SPDX-License-Identifier: MIT
 * What the files of exam-check share: telling a violation, and the checks that are written in C. */
#ifndef EXAM_CHECK_CHECK_H
#define EXAM_CHECK_CHECK_H

/* Print a row. key: of the record in its table; message: what must hold. */
void violation(const char *code, const char *table, const char *key, const char *message);

/* NAME_KEY: person.name_key is that of the name. */
void check_names(void);
/* STATEMENT_CONTENT: statement_entry.content_hash is that of the columns. */
void check_statement_rows(void);
/* PLAN_DIGEST: seats and admit numbers are those of seating_plan.digest. */
void check_plans(void);
/* PUBLICATION_DIGEST: scores and results are those of publication.digest. */
void check_publications(void);

#endif
