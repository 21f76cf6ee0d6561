/* SPDX-License-Identifier: MIT
 * What profile.c (the file) and profile_key.c (its keys) share. Nobody else includes it. */
#ifndef STREAM_PROFILE_PART_H
#define STREAM_PROFILE_PART_H

#include "stream/profile.h"

/* "" and more: where a value is refused, why. */
enum { WHY_SIZE = 128 };

/* The key of a section; its number, or -1. */
int key_find(const char *section, const char *name);
bool section_known(const char *section);
bool key_repeats(int key);
/* False with why. */
bool key_set(struct profile *p, int key, const char *value, char why[static WHY_SIZE]);
void keys_release(struct profile *p);
enum { KEYS_MAX = 160 };

#endif
