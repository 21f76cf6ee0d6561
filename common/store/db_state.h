/* SPDX-License-Identifier: MIT
 * What db.c and statement.c share and nobody else sees. */
#ifndef STORE_DB_STATE_H
#define STORE_DB_STATE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

/* db.c */
extern sqlite3 *db;
_Noreturn void db_fail(const char *what); /* with SQLite's message; exit EX_BUSY or EX_ENV */
bool db_listed(const char *list, const char *word); /* words separated by blanks */

/* statement.c */
void statement_inserts(const char *table); /* the authorizer, while a statement is prepared: it inserts into table */
void statements_reset(void);
void statements_finalize(void);
/* Remember how many rows were inserted per table; go back to that. */
void statements_mark(void);
void statements_undo(void);
/* Rows inserted per table since statements_count_anew(): into batch_count, for the tables of the list. */
void statements_count_anew(void);
void statements_count(int64_t batch_id, const char *tables);

#endif
