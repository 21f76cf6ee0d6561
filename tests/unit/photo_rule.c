/* SPDX-License-Identifier: MIT
 * The thresholds of the judgement, one step on either side of each. */
#include "rule/photo.h"

#include <stddef.h>
#include <string.h>

#include "../tap.h"

/* What a good photo measures. */
static struct photo_measures
good(void)
{
	return (struct photo_measures){ .bytes = 60000,
		.fault = JPEG_OK,
		.width = 413,
		.height = 579,
		.measured = true,
		.header = { .kind = FILE_JPEG,
		    .width = 413,
		    .height = 579,
		    .components = 3,
		    .precision = 8,
		    .scans = 1,
		    .orientation = 1,
		    .quality = 92,
		    .end = true },
		.background = BACKGROUND_BLUE,
		.colour = { 128, 179, 84 },
		.even_permille = 990,
		.chroma_centi = 3000,
		.frame_permille = 200,
		.sharpness = 1500,
		.face_light = 120,
		.face_contrast = 45,
		.subject_permille = 990 };
}

#define AT(field) offsetof(struct photo_measures, field)

static void
test_steps(void)
{
	static const struct {
		const char *what;
		size_t field;
		int value;
		const char *verdict, *codes;
	} cases[] = {
		{ "even background", AT(even_permille), 780, "pass", "" },
		{ "even background", AT(even_permille), 779, "fail", "BG_UNIFORM" },
		{ "ramp", AT(ramp), 36, "pass", "" },
		{ "ramp", AT(ramp), 37, "review", "BG_GRADIENT" },
		{ "blue, Cb", AT(colour[1]), 152, "pass", "" },
		{ "pale blue, Cb", AT(colour[1]), 151, "review", "BG_COLOR" },
		{ "frame", AT(frame_permille), 749, "pass", "" },
		{ "frame", AT(frame_permille), 750, "fail", "BORDER" },
		{ "subject", AT(subject_permille), 100, "pass", "" },
		{ "subject", AT(subject_permille), 99, "fail", "NO_PERSON" },
		{ "sharpness", AT(sharpness), 240, "pass", "" },
		{ "sharpness", AT(sharpness), 239, "review", "BLUR" },
		{ "sharpness", AT(sharpness), 90, "review", "BLUR" },
		{ "sharpness", AT(sharpness), 89, "fail", "BLUR" },
		{ "colour", AT(chroma_centi), 200, "pass", "" },
		{ "colour", AT(chroma_centi), 199, "fail", "COLOR_GRAY" },
		{ "quality", AT(header.quality), 40, "pass", "" },
		{ "quality", AT(header.quality), 39, "review", "JPEG_QUALITY" },
		{ "quality", AT(header.quality), 20, "review", "JPEG_QUALITY" },
		{ "quality", AT(header.quality), 19, "fail", "JPEG_QUALITY" },
		{ "quality unknown", AT(header.quality), 0, "pass", "" },
		{ "light", AT(face_light), 50, "pass", "" },
		{ "light", AT(face_light), 49, "review", "EXPOSURE" },
		{ "light", AT(face_light), 185, "pass", "" },
		{ "light", AT(face_light), 186, "review", "EXPOSURE" },
		{ "contrast", AT(face_contrast), 22, "pass", "" },
		{ "contrast", AT(face_contrast), 21, "review", "EXPOSURE" },
		{ "decoder warnings", AT(damage.warnings), 1, "review", "FMT_CORRUPT" },
		{ "decoder warnings", AT(damage.warnings), 2, "fail", "FMT_CORRUPT" },
		{ "lost parts", AT(damage.lost), 1, "fail", "FMT_CORRUPT" },
		/* 413 wide: 5:7 is 578.2 high. 8 % and 22 % off. */
		{ "height", AT(height), 536, "pass", "" },
		{ "height", AT(height), 535, "review", "ASPECT" },
		{ "height", AT(height), 474, "review", "ASPECT" },
		{ "height", AT(height), 473, "fail", "ASPECT" },
		{ "height", AT(height), 629, "review", "ASPECT" },
		{ "height", AT(height), 742, "fail", "ASPECT" },
		{ "height", AT(height), 413, "fail", "ASPECT" },
		{ "height", AT(height), 412, "fail", "DIM_LANDSCAPE" },
	};
	const struct photo_rule rule = { .backgrounds = 1u << BACKGROUND_BLUE | 1u << BACKGROUND_WHITE };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct photo_measures m = good();
		struct photo_judgement j;
		struct buf codes = BUF_INIT;

		memcpy((char *)&m + cases[i].field, &cases[i].value, sizeof cases[i].value);
		photo_judge(&m, &rule, &j);
		photo_codes(&j, &codes);
		ok(strcmp(photo_verdict_name(j.verdict), cases[i].verdict) == 0 &&
			strcmp(buf_text(&codes), cases[i].codes) == 0,
		    "%s %d: %s %s", cases[i].what, cases[i].value, cases[i].verdict, buf_text(&codes));
		buf_release(&codes);
	}
}

static void
test_backgrounds(void)
{
	static const struct {
		enum photo_background background;
		const char *allowed, *verdict;
	} cases[] = {
		{ BACKGROUND_WHITE, "white", "pass" },
		{ BACKGROUND_WHITE, "red|blue", "fail" },
		{ BACKGROUND_LIGHT_GREY, "white", "review" },
		{ BACKGROUND_LIGHT_GREY, "red|blue", "fail" },
		{ BACKGROUND_LIGHT_GREY, "light_grey", "pass" },
		{ BACKGROUND_RED, "red", "pass" },
		{ BACKGROUND_BLUE, "red|white", "fail" },
		{ BACKGROUND_OTHER, "red|blue|white|light_grey", "fail" },
		{ BACKGROUND_OTHER, "", "pass" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct photo_measures m = good();
		struct photo_rule rule = { .kind = PHOTO_KIND_ID };
		struct photo_judgement j;

		m.background = cases[i].background;
		photo_backgrounds_parse(cases[i].allowed, &rule.backgrounds);
		photo_judge(&m, &rule, &j);
		ok(strcmp(photo_verdict_name(j.verdict), cases[i].verdict) == 0 &&
			j.n == (j.verdict != PHOTO_PASS),
		    "%s where '%s': %s", photo_background_name(cases[i].background), cases[i].allowed,
		    cases[i].verdict);
	}
}

/* What the decoder would not take, and what a clerk may still decide. */
static void
test_faults(void)
{
	static const struct {
		enum jpeg_fault fault;
		enum photo_code code;
	} cases[] = {
		{ JPEG_NOT_JPEG, PHOTO_FMT_NOT_JPEG },
		{ JPEG_CORRUPT, PHOTO_FMT_CORRUPT },
		{ JPEG_TRUNCATED, PHOTO_FMT_TRUNCATED },
		{ JPEG_UNSUPPORTED, PHOTO_FMT_UNSUPPORTED },
		{ JPEG_TOO_LARGE, PHOTO_SIZE_TOO_LARGE },
		{ JPEG_TOO_SMALL, PHOTO_DIM_TOO_SMALL },
		{ JPEG_RIBBON, PHOTO_ASPECT },
	};
	const struct photo_rule rules[] = { { .kind = PHOTO_KIND_ID }, { .kind = PHOTO_KIND_SCAN } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (int k = 0; k < 2; k++) {
			struct photo_measures m = good();
			struct photo_judgement j;

			m.fault = cases[i].fault;
			m.measured = false;
			photo_judge(&m, &rules[k], &j);
			ok(j.verdict == PHOTO_FAIL && j.findings[0].code == cases[i].code &&
				!photo_overridable(&m, &j),
			    "fault %d of a %s: %s", cases[i].fault, k ? "scan" : "portrait",
			    photo_code_name(j.findings[0].code));
		}
	struct photo_measures m = good();
	struct photo_judgement j;

	m.header.arithmetic = true;
	photo_judge(&m, &rules[0], &j);
	ok(j.verdict == PHOTO_REVIEW && j.findings[0].code == PHOTO_FMT_UNSUPPORTED &&
		photo_overridable(&m, &j),
	    "arithmetic coding is for review");
	m = good();
	m.header.end = false;
	photo_judge(&m, &rules[1], &j);
	ok(j.verdict == PHOTO_REVIEW && photo_overridable(&m, &j),
	    "a scan without its end marker is for review");
	m = good();
	m.sharpness = 1;
	photo_judge(&m, &rules[0], &j);
	ok(j.verdict == PHOTO_FAIL && photo_overridable(&m, &j), "a clerk may pass a blurred photo");
	photo_judge(&m, &rules[1], &j);
	ok(j.verdict == PHOTO_PASS, "blur is no matter of a scan");
}

int
main(void)
{
	test_steps();
	test_backgrounds();
	test_faults();
	return done();
}
