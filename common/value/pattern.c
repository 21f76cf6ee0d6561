/* SPDX-License-Identifier: MIT
 * Patterns of the configuration, by PCRE2: glibc's regcomp refuses ranges of Han characters
 * in C.UTF-8 ("Invalid collation character"), and doc_type.csv has one. pcre2.h is seen here only. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "value/pattern.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct pattern {
	pcre2_code *code;
	pcre2_match_data *match;
	pcre2_match_context *limits;
};

struct pattern *
pattern_compile(const char *text, struct buf *err)
{
	int number;
	PCRE2_SIZE at;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)text, strlen(text), PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NO_AUTO_CAPTURE,
	    &number, &at, NULL);

	if (code == NULL) {
		PCRE2_UCHAR message[128];

		pcre2_get_error_message(number, message, sizeof message);
		if (err != NULL)
			buf_printf(err, "%s (%zu)", (const char *)message, (size_t)at);
		return NULL;
	}
	struct pattern *p = xmalloc(sizeof *p);

	p->code = code;
	p->match = pcre2_match_data_create_from_pattern(code, NULL);
	p->limits = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(p->limits, 100000); /* the pattern may be careless, the text hostile */
	return p;
}

void
pattern_free(struct pattern *p)
{
	if (p == NULL)
		return;
	pcre2_match_context_free(p->limits);
	pcre2_match_data_free(p->match);
	pcre2_code_free(p->code);
	free(p);
}

bool
pattern_matches(const struct pattern *p, const char *s)
{
	return pcre2_match(p->code, (PCRE2_SPTR)s, strlen(s), 0, 0, p->match, p->limits) >= 0;
}
