/* SPDX-License-Identifier: MIT
 * What a load must not do to registrations that exist. */
#ifndef EXAM_CONFIG_GUARD_H
#define EXAM_CONFIG_GUARD_H

#include "flaw.h"

/* Before anything is written: exams of old that new lacks although there are registrations of them. */
void guard_exams(const struct config *old, const struct config *new, struct flaws *flaws);
/* After writing, in the same transaction: levels, specialties, subjects, places and kinds of documents that live
 * registrations have and the configuration has no more. */
void guard_registrations(struct flaws *flaws);
/* Is anybody seated? */
bool guard_seated(void);

#endif
