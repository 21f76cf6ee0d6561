/* SPDX-License-Identifier: MIT
 * Patterns that the configuration brings (doc_type, settings): extended regular expressions
 * over UTF-8. */
#ifndef VALUE_PATTERN_H
#define VALUE_PATTERN_H

#include <stdbool.h>

#include "base/buf.h"

struct pattern;

/* Compile; NULL with the reason in *err (may be NULL) where it is no pattern. Owned; pattern_free. */
struct pattern *pattern_compile(const char *text, struct buf *err);
void pattern_free(struct pattern *p);
/* Does it match somewhere in s? Anchors are the pattern's own. A pattern that takes too long on s does not match. */
bool pattern_matches(const struct pattern *p, const char *s);

#endif
