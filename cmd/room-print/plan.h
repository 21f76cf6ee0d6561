/* SPDX-License-Identifier: MIT
 * Which page of a seat plan a seat is on. */
#ifndef ROOM_PRINT_PLAN_H
#define ROOM_PRINT_PLAN_H

#include "rule/layout.h"

/* The layout of a room that has at least so many seats; one column where the text is none. */
void plan_layout(const char *text, int seats, struct layout *l);
/* From 0. */
int plan_page(const struct layout *l, int seat);

#endif
