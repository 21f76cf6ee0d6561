/* SPDX-License-Identifier: MIT
 * The list of an exam's cards that hold no more, for admit-verify --revoked. */
#ifndef ADMIT_PRINT_REVOKED_H
#define ADMIT_PRINT_REVOKED_H

#include <stdint.h>

#include "frame/tool.h"

/* In the transaction: write what is to become path, unless the run is a dry one or refused by --strict; how many cards there are. Ends the
 * run (EX_ENV) where it cannot be written. */
int64_t revoked_write(const struct run *run, const char *path);
/* Behind the commit: put it into its place. False, having said why. */
bool revoked_commit(const char *path);

#endif
