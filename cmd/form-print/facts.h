/* SPDX-License-Identifier: MIT
 * What the database says of a registration for its forms, as texts ready to be printed; and the same as bytes that a worker
 * draws from. */
#ifndef FORM_PRINT_FACTS_H
#define FORM_PRINT_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"
#include "frame/print_options.h"
#include "frame/tool.h"
#include "store/definition.h"

/* Single texts, "" where there is none. Dates are YYYY-MM-DD or times, words are those of the database unless said otherwise. */
enum fact {
	F_EXAM,                                                          /* its full name */
	F_REG_NO, F_NAME, F_GENDER, F_ID_TYPE, F_ID_NO, F_BIRTH,         /* gender and kind of document in Chinese */
	F_NATIONALITY, F_ETHNIC, F_POLITICS, F_PHONE, F_EMAIL, F_ADDRESS, F_POSTCODE,
	F_EMPLOYER, F_EMPLOYER_CODE, F_TITLE, F_WORK_YEARS, F_PRO_YEARS, F_PRIOR_CERT, F_PRIOR_CERT_DATE, F_SPECIAL_NEEDS,
	F_REGION, F_CITY, F_POINT, F_POINT_ADDRESS, F_POINT_PHONE, F_POINT_HOURS, /* by name */
	F_LEVEL, F_SPECIALTY,                                            /* by name */
	F_CANDIDATE, F_ARCHIVE_NO, F_USES_PLEDGE, F_PLEDGE, F_PLEDGE_DATE, /* F_USES_PLEDGE: "1" where the exam has the commitment */
	F_OUTCOME, F_ROUTE, F_CODES, F_REVIEW, F_REVIEW_REASON, F_REVIEW_BY, F_REVIEW_DATE,
	F_PHOTO,                                                         /* SHA-256 */
	FACTS
};

/* Rows of texts. */
enum facts_table {
	T_EDUCATION, /* kind, level, school, major, month, mode, cert_no, verified */
	T_SUBJECT,   /* name, year of the pass that carries or "" */
	T_PAYMENT,   /* order_no, kind, amount, channel, txn_no, paid_at, receipt_no, payer, cashier, given back; amounts in fen */
	T_LINE,      /* order_no, component, subject's name, amount in fen */
	T_AMENDMENT, /* case_no, field, old, new, authority, in_person, proxy_name, documents, reason, login, day */
	T_REFUND,    /* not yet handed to the channel: refund_no, order_no, channel, txn_no, amount in fen, cause, reason, state */
	T_PROOF,     /* name, required_when */
	FACTS_TABLES
};
enum { E_KIND, E_LEVEL, E_SCHOOL, E_MAJOR, E_MONTH, E_MODE, E_CERT_NO, E_VERIFIED, E_COLUMNS };
enum { S_NAME, S_YEAR, S_COLUMNS };
enum { P_ORDER_NO, P_KIND, P_AMOUNT, P_CHANNEL, P_TXN_NO, P_PAID_AT, P_RECEIPT_NO, P_PAYER, P_CASHIER, P_BACK, P_COLUMNS };
enum { L_ORDER_NO, L_COMPONENT, L_SUBJECT, L_AMOUNT, L_COLUMNS };
enum { A_CASE, A_FIELD, A_OLD, A_NEW, A_AUTHORITY, A_IN_PERSON, A_PROXY, A_DOCUMENTS, A_REASON, A_LOGIN, A_DAY, A_COLUMNS };
enum { R_REFUND_NO, R_ORDER_NO, R_CHANNEL, R_TXN_NO, R_AMOUNT, R_CAUSE, R_REASON, R_STATE, R_COLUMNS };
enum { O_NAME, O_WHEN, O_COLUMNS };

struct facts_rows {
	const char **cell; /* rows of them, each as many as the table has columns */
	size_t rows;
};

struct facts {
	const char *text[FACTS];
	struct facts_rows table[FACTS_TABLES];
	/* only where facts_read has filled it */
	int64_t id, person_id;
	const struct exam *exam;
	const char *province, *city, *review_point; /* codes */
	const char *state, *review_mode;
	bool deleted, confirmed, seated, wanted; /* wanted: has a seat that is all of where */
	const char *seat_city, *seat_site, *seat_room, *seat_batch;
	int64_t seat;
};

/* The registration with the tables whose bits are set (1 << T_EDUCATION …) and its seat; false where there is none. Strings live
 * until the next call. */
bool facts_read(const char *reg_no, unsigned tables, const struct print_where *where, struct facts *out);

/* Append the texts and those tables; and take them apart again: texts point into p, rows are of the arena. */
void facts_pack(const struct facts *f, unsigned tables, struct buf *out);
void facts_unpack(const char *p, struct arena *memory, struct facts *out);

/* The text of a row's column. */
const char *facts_cell(const struct facts *f, enum facts_table table, size_t row, size_t column);

#endif
