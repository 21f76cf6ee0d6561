/* SPDX-License-Identifier: MIT
 * The registration that a record names. */
#ifndef FRAME_LIVE_H
#define FRAME_LIVE_H

#include "frame/tool.h"
#include "store/registration.h"

/* The live registration of the number in column (index of tool->in); as registration_find. False with a fault:
 * REG_UNKNOWN, REG_DELETED. */
bool live_registration(struct rec *r, int column, struct registration *out);

#endif
