/* SPDX-License-Identifier: MIT
 * How papers of the office name things: the exam, the papers of a sitting, days and hours, numbers of rooms and seats. Each
 * appends to a buffer; what the configuration does not know appends nothing or the code. And how texts get from the database to the workers. */
#ifndef FRAME_PRINT_TEXT_H
#define FRAME_PRINT_TEXT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"
#include "rule/number.h"
#include "store/definition.h"

/* "2025年度中级注册安全工程师职业资格考试": the year in front, unless the name says it itself. */
void text_exam(const struct exam *e, struct buf *out);

/* Province and city by name, a municipality once: "北京市", "江苏省苏州市". */
void text_region(const char *province, const char *city, struct buf *out);

/* "综合知识、案例分析（系统分析师）": the papers of a sitting (codes "31+32"), with the specialty's name where they differ by it. */
void text_papers(const struct exam *e, const char *codes, const char *specialty, struct buf *out);

/* 2025-10-25 → 2025年10月25日 */
void text_date(const char *date, struct buf *out);
/* 09:00, 11:30 → 09:00—11:30 */
void text_hours(const char *start, const char *end, struct buf *out);

/* A number of a room or seat, as wide as it stands in the exam's admit numbers (two figures where it does not). */
void text_padded(const struct exam *e, enum number_field field, int64_t number, struct buf *out);

/* A copy in the arena; of a buffer, which is released. "" takes no room. */
const char *text_keep(struct arena *memory, const char *s);
const char *text_keep_buf(struct arena *memory, struct buf *b);

/* ---- texts as bytes that a worker draws from: each up to its NUL, one behind the other */

void text_pack(struct buf *out, const char *s);
/* The text at *p; *p goes on to the next. */
const char *text_unpack(const char **p);

#endif
