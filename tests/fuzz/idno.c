/* SPDX-License-Identifier: MIT
 * A number that is accepted is its own canonical form, and one changed digit is noticed. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "value/date.h"
#include "value/idno.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(int condition)
{
	if (!condition)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = malloc(size + 1);
	struct idno id, again;
	int32_t today = date_days(2026, 11, 22);

	if (s == NULL)
		return 0;
	memcpy(s, data, size);
	s[size] = '\0';
	enum idno_result r = idno_parse(s, today, &id);

	require(r == idno_parse(s, today, NULL));
	if (r == IDNO_OK) {
		require(strlen(id.full) == 18 && id.birth <= today && (id.sex == 1 || id.sex == 2));
		require(idno_parse(id.full, today, &again) == IDNO_OK);
		require(strcmp(id.full, again.full) == 0 && id.birth == again.birth && id.sex == again.sex);
		/* MOD 11-2 finds every single substitution */
		for (int i = 0; i < 17; i++) {
			char c = id.full[i];

			id.full[i] = c == '9' ? '0' : (char)(c + 1);
			require(idno_parse(id.full, today, NULL) != IDNO_OK);
			id.full[i] = c;
		}
	}
	free(s);
	return 0;
}
