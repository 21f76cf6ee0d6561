/* SPDX-License-Identifier: MIT
 * The registration that a record names. */
#ifndef FRAME_LIVE_H
#define FRAME_LIVE_H

#include "frame/tool.h"
#include "store/registration.h"

/* No registration has the number in column: REG_UNKNOWN. */
void reg_unknown(struct rec *r, int column);

/* The live registration of the number in column (index of tool->in); as registration_find. False with a fault:
 * REG_UNKNOWN, REG_DELETED. */
bool live_registration(struct rec *r, int column, struct registration *out);

/* May the operator act on a person? False with a fault NOT_AUTHORISED where the exams that the person takes part in are all
 * elsewhere. The frame asks for person_no itself; a tool asks where a record names somebody otherwise. */
bool need_person_here(struct rec *r, int column, int64_t person_id);

#endif
