/* SPDX-License-Identifier: MIT
 * Judging a photo's measures by a rule set. */
#include "photo.h"

#include <stdlib.h>
#include <string.h>

/* Thresholds: design/photo.md 3. BLUR and EXPOSURE are measured in a fixed box (hair
 * and collar included) where that study used the found face, and were measured anew for it:
 * sharp portraits 273…8226, Gaussian blur of sigma 2 at 600 pixels 56…373 (median 107), of
 * sigma 5 at most 67. BORDER is measured above the shoulders: portraits up to 443, drawn frames
 * from 863. */
enum {
	ASPECT_REVIEW = 80,
	ASPECT_FAIL = 220, /* permille off the asked proportions */
	CHROMA_GREY = 200, /* hundredths */
	QUALITY_REVIEW = 40,
	QUALITY_FAIL = 20,
	EVEN_FAIL = 780,
	FRAME_FAIL = 750,
	SUBJECT_FAIL = 100, /* permille */
	BLUE_PALE = 24,     /* Cb-128 of studio blues is 37…55; of skies and blue-grey walls less */
	BLUR_REVIEW = 240,
	BLUR_FAIL = 90, /* 1/10000 */
	LIGHT_LOW = 50,
	LIGHT_HIGH = 185,
	CONTRAST_LOW = 22
};

static void
find(struct photo_judgement *j, enum photo_code code, enum photo_verdict level, int64_t measured,
    int64_t limit)
{
	j->findings[j->n++] = (struct photo_finding){ code, level, measured, limit };
	if (level > j->verdict)
		j->verdict = level;
}

/* A figure that may not fall below `review`, and badly does below `fail`. The limit told is the
 * one that lets a photo pass. */
static void
find_below(struct photo_judgement *j, enum photo_code code, int measured, int review, int fail)
{
	if (measured < fail)
		find(j, code, PHOTO_FAIL, measured, review);
	else if (measured < review)
		find(j, code, PHOTO_REVIEW, measured, review);
}

static void
judge_format(const struct photo_measures *m, struct photo_judgement *j)
{
	const struct jpeg_header *h = &m->header;
	int damage = m->damage.warnings;

	if (m->fault == JPEG_NOT_JPEG)
		find(j, PHOTO_FMT_NOT_JPEG, PHOTO_FAIL, h->kind, FILE_JPEG);
	if (m->fault == JPEG_CORRUPT || (m->fault == JPEG_OK && (m->damage.lost > 0 || damage > 1)))
		find(j, PHOTO_FMT_CORRUPT, PHOTO_FAIL, damage, 0);
	else if (m->fault == JPEG_OK && damage == 1)
		find(j, PHOTO_FMT_CORRUPT, PHOTO_REVIEW, damage, 0);
	if (m->fault == JPEG_TRUNCATED)
		find(j, PHOTO_FMT_TRUNCATED, PHOTO_FAIL, m->bytes, 0);
	else if (m->fault == JPEG_OK && !h->end)
		find(j, PHOTO_FMT_TRUNCATED, PHOTO_REVIEW, m->bytes, 0);
	if (m->fault == JPEG_UNSUPPORTED)
		find(j, PHOTO_FMT_UNSUPPORTED, PHOTO_FAIL, h->components, 3);
	else if (m->fault == JPEG_OK && h->arithmetic)
		find(j, PHOTO_FMT_UNSUPPORTED, PHOTO_REVIEW, h->components, 3);
	if (m->fault == JPEG_TOO_LARGE)
		find(j, PHOTO_SIZE_TOO_LARGE, PHOTO_FAIL, m->bytes, PHOTO_MAX_BYTES);
}

static void
judge_bytes(const struct photo_measures *m, const struct photo_rule *rule, struct photo_judgement *j)
{
	/* A small file of a good portrait is a clerk's matter; a document's limit is the site's. */
	enum photo_verdict low = rule->kind == PHOTO_KIND_ID ? PHOTO_REVIEW : PHOTO_FAIL;

	if (rule->min_bytes > 0 && m->bytes < rule->min_bytes)
		find(j, PHOTO_FILE_BYTES_LOW, low, m->bytes, rule->min_bytes);
	if (rule->max_bytes > 0 && m->bytes > rule->max_bytes)
		find(j, PHOTO_FILE_BYTES_HIGH, PHOTO_FAIL, m->bytes, rule->max_bytes);
}

static void
judge_size(const struct photo_measures *m, const struct photo_rule *rule, struct photo_judgement *j)
{
	int64_t across = rule->out_width > 0 && rule->out_height > 0 ? rule->out_width : 5;
	int64_t down = rule->out_width > 0 && rule->out_height > 0 ? rule->out_height : 7;

	if (m->width == 0 || m->height == 0)
		return;
	if (m->width < rule->min_width || m->height < rule->min_height || m->fault == JPEG_TOO_SMALL)
		find(j, PHOTO_DIM_TOO_SMALL, PHOTO_FAIL, m->width, rule->min_width);
	if (rule->kind == PHOTO_KIND_ID && m->width > m->height) {
		find(j, PHOTO_DIM_LANDSCAPE, PHOTO_FAIL, m->width, m->height);
	} else if (rule->kind == PHOTO_KIND_ID || m->fault == JPEG_RIBBON) {
		/* Width and height in the units of the proportions: equal where they are kept. */
		int64_t w = m->width * down, h = m->height * across, permille = w * 1000 / h;
		int64_t off = llabs(w - h) * 1000;

		if (off > ASPECT_FAIL * h || m->fault == JPEG_RIBBON)
			find(j, PHOTO_ASPECT, PHOTO_FAIL, permille, 1000);
		else if (off > ASPECT_REVIEW * h)
			find(j, PHOTO_ASPECT, PHOTO_REVIEW, permille, 1000);
	}
}

static void
judge_background(const struct photo_measures *m, const struct photo_rule *rule, struct photo_judgement *j)
{
	unsigned asked = rule->backgrounds;
	bool allowed = asked & 1u << m->background;

	if (asked == 0)
		return;
	if (!allowed && m->background == BACKGROUND_LIGHT_GREY && asked & 1u << BACKGROUND_WHITE)
		find(j, PHOTO_BG_COLOR, PHOTO_REVIEW, m->background, asked);
	else if (!allowed)
		find(j, PHOTO_BG_COLOR, PHOTO_FAIL, m->background, asked);
	else if (m->background == BACKGROUND_BLUE && m->colour[1] - 128 < BLUE_PALE)
		find(j, PHOTO_BG_COLOR, PHOTO_REVIEW, m->background, asked);
	find_below(j, PHOTO_BG_UNIFORM, m->even_permille, EVEN_FAIL, EVEN_FAIL);
	if (m->even_permille >= EVEN_FAIL && m->ramp > EVEN_DISTANCE)
		find(j, PHOTO_BG_GRADIENT, PHOTO_REVIEW, m->ramp, EVEN_DISTANCE);
}

static void
judge_picture(const struct photo_measures *m, const struct photo_rule *rule, struct photo_judgement *j)
{
	if (m->chroma_centi < CHROMA_GREY)
		find(j, PHOTO_COLOR_GRAY, PHOTO_FAIL, m->chroma_centi, CHROMA_GREY);
	if (m->header.quality > 0)
		find_below(j, PHOTO_JPEG_QUALITY, m->header.quality, QUALITY_REVIEW, QUALITY_FAIL);
	judge_background(m, rule, j);
	if (m->frame_permille >= FRAME_FAIL)
		find(j, PHOTO_BORDER, PHOTO_FAIL, m->frame_permille, FRAME_FAIL);
	if (m->subject_permille < SUBJECT_FAIL) {
		/* Nobody there: blur and light would be those of the wall. */
		find(j, PHOTO_NO_PERSON, PHOTO_FAIL, m->subject_permille, SUBJECT_FAIL);
		return;
	}
	find_below(j, PHOTO_BLUR, m->sharpness, BLUR_REVIEW, BLUR_FAIL);
	if (m->face_light < LIGHT_LOW)
		find(j, PHOTO_EXPOSURE, PHOTO_REVIEW, m->face_light, LIGHT_LOW);
	else if (m->face_light > LIGHT_HIGH)
		find(j, PHOTO_EXPOSURE, PHOTO_REVIEW, m->face_light, LIGHT_HIGH);
	else if (m->face_contrast < CONTRAST_LOW)
		find(j, PHOTO_EXPOSURE, PHOTO_REVIEW, m->face_contrast, CONTRAST_LOW);
}

void
photo_judge(const struct photo_measures *m, const struct photo_rule *rule, struct photo_judgement *j)
{
	*j = (struct photo_judgement){ .verdict = PHOTO_PASS };
	judge_format(m, j);
	if (m->fault == JPEG_NOT_JPEG)
		return;
	judge_bytes(m, rule, j);
	judge_size(m, rule, j);
	if (m->measured && rule->kind == PHOTO_KIND_ID)
		judge_picture(m, rule, j);
}

bool
photo_overridable(const struct photo_measures *m, const struct photo_judgement *j)
{
	if (!m->measured)
		return false;

	for (int i = 0; i < j->n; i++)
		if (j->findings[i].code <= PHOTO_SIZE_TOO_LARGE && j->findings[i].level == PHOTO_FAIL)
			return false;
	return true;
}

bool
photo_kind_parse(const char *s, enum photo_kind *kind)
{
	if (strcmp(s, "id_photo") == 0)
		*kind = PHOTO_KIND_ID;
	else if (strcmp(s, "id_scan") == 0 || strcmp(s, "proof") == 0)
		*kind = PHOTO_KIND_SCAN;
	else
		return false;
	return true;
}

bool
photo_backgrounds_parse(const char *s, unsigned *backgrounds)
{
	unsigned bits = 0;

	while (*s != '\0') {
		char word[16];
		size_t len = strcspn(s, "|");

		if (len >= sizeof word)
			return false;
		memcpy(word, s, len);
		word[len] = '\0';
		enum photo_background b = photo_background_parse(word);

		if (b == BACKGROUND_NONE || b == BACKGROUND_OTHER)
			return false;
		bits |= 1u << b;
		s += len;
		if (*s == '|' && *++s == '\0')
			return false;
	}
	*backgrounds = bits;
	return true;
}
