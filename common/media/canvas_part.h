/* SPDX-License-Identifier: MIT
 * What canvas.c (numbers, rules, pictures) and canvas_text.c (text) share. */
#ifndef MEDIA_CANVAS_PART_H
#define MEDIA_CANVAS_PART_H

#include "media/canvas.h"

/* A place as two numbers. */
void canvas_point(struct canvas *c, double x, double y);
/* Leave a fault, unless there is one; false. */
bool canvas_fail(struct canvas *c, enum canvas_fault fault, uint32_t cp);

#endif
