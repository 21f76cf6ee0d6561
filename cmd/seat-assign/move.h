/* SPDX-License-Identifier: MIT
 * seat-assign --move: single persons and whole rooms to other seats, after the plan was made. */
#ifndef SEAT_ASSIGN_MOVE_H
#define SEAT_ASSIGN_MOVE_H

#include "frame/tool.h"

extern const struct incol move_in[];

/* Read the stream, move whom it names, write the plan's new digest. All rows count together, so two people can change
 * places in two rows. */
int move_people(struct run *run, const char *file);
/* The row by itself (tool.check). */
void move_check(struct rec *r);

#endif
