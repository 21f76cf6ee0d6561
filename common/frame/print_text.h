/* SPDX-License-Identifier: MIT
 * How papers of the office name things: the exam, the papers of a sitting, days and hours, numbers of rooms and seats. Each
 * appends to a buffer; what the configuration does not know appends nothing or the code. */
#ifndef FRAME_PRINT_TEXT_H
#define FRAME_PRINT_TEXT_H

#include <stdint.h>

#include "base/buf.h"
#include "rule/number.h"
#include "store/definition.h"

/* "2025年度中级注册安全工程师职业资格考试": the year in front, unless the name says it itself. */
void text_exam(const struct exam *e, struct buf *out);

/* "综合知识、案例分析(系统分析师)": the papers of a sitting (codes "31+32"), with the specialty's name where they differ by it. */
void text_papers(const struct exam *e, const char *codes, const char *specialty, struct buf *out);

/* 2025-10-25 → 2025年10月25日 */
void text_date(const char *date, struct buf *out);
/* 09:00, 11:30 → 09:00—11:30 */
void text_hours(const char *start, const char *end, struct buf *out);

/* A number of a room or seat, as wide as it stands in the exam's admit numbers (two figures where it does not). */
void text_padded(const struct exam *e, enum number_field field, int64_t number, struct buf *out);

#endif
