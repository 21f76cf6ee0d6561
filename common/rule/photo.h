/* SPDX-License-Identifier: MIT
 * The judgement on an identity photo or a scan: measures and a rule set (photo_rule.csv) →
 * pass, review or fail, with every reason, its figure, its limit and what to do.
 * fail: only what the candidate can see and mend; review: what needs a clerk's eyes
 * (design/photo.md 3, thresholds measured there and on data/photos). Pure. */
#ifndef RULE_PHOTO_H
#define RULE_PHOTO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "media/photo_measure.h"

enum photo_verdict { PHOTO_PASS, PHOTO_REVIEW, PHOTO_FAIL };

/* The reasons. Their names are public (streams, rejects, kaowu-explain). */
enum photo_code {
	PHOTO_FMT_NOT_JPEG,
	PHOTO_FMT_CORRUPT,
	PHOTO_FMT_TRUNCATED,
	PHOTO_FMT_UNSUPPORTED,
	PHOTO_SIZE_TOO_LARGE,
	PHOTO_FILE_BYTES_LOW,
	PHOTO_FILE_BYTES_HIGH,
	PHOTO_DIM_TOO_SMALL,
	PHOTO_DIM_LANDSCAPE,
	PHOTO_ASPECT,
	PHOTO_COLOR_GRAY,
	PHOTO_JPEG_QUALITY,
	PHOTO_BG_COLOR,
	PHOTO_BG_UNIFORM,
	PHOTO_BG_GRADIENT,
	PHOTO_BORDER,
	PHOTO_NO_PERSON,
	PHOTO_BLUR,
	PHOTO_EXPOSURE,
	PHOTO_CODE_COUNT
};

enum photo_kind {
	PHOTO_KIND_ID,   /* id_photo: a portrait, judged whole */
	PHOTO_KIND_SCAN, /* id_scan, proof: a document, judged as a file only */
};

/* One row of photo_rule. Limits are inclusive, 0 is no limit. */
struct photo_rule {
	enum photo_kind kind;
	int64_t min_bytes, max_bytes;
	int min_width, min_height;
	int out_width, out_height; /* also the proportions asked for; 0: 5:7, the one-inch photo */
	unsigned backgrounds;      /* bits 1 << enum photo_background; 0: any, unchecked */
};

/* The columns that are words. False where s is none; an empty list of backgrounds is legal. */
bool photo_kind_parse(const char *s, enum photo_kind *kind);
bool photo_backgrounds_parse(const char *s, unsigned *backgrounds);

struct photo_finding {
	enum photo_code code;
	enum photo_verdict level; /* PHOTO_REVIEW or PHOTO_FAIL */
	int64_t measured, limit;  /* in the unit of the code; photo_finding_text writes them */
};

struct photo_judgement {
	enum photo_verdict verdict; /* the worst level, PHOTO_PASS without findings */
	int n;
	struct photo_finding findings[PHOTO_CODE_COUNT]; /* in the order of enum photo_code, each code once */
};

void photo_judge(const struct photo_measures *m, const struct photo_rule *rule, struct photo_judgement *j);

/* True where a clerk may decide otherwise: the picture can be looked at (contract,
 * photo-review: never a file that does not decode). */
bool photo_overridable(const struct photo_measures *m, const struct photo_judgement *j);

/* "pass", "review", "fail"; the same as people read it; "BG_COLOR" …. Static. */
const char *photo_verdict_name(enum photo_verdict verdict);
const char *photo_verdict_text(enum photo_verdict verdict);
const char *photo_code_name(enum photo_code code);
/* The codes of a judgement joined by '|', appended to out. */
void photo_codes(const struct photo_judgement *j, struct buf *out);

/* Append what is wrong in the operator's language: the figure, the limit, the next step. */
void photo_finding_text(const struct photo_finding *f, const struct photo_measures *m,
    const struct photo_rule *rule, struct buf *out);
/* The next step alone; static. */
const char *photo_code_advice(enum photo_code code);

#endif
