/* SPDX-License-Identifier: MIT
 * The judgement on identity photos: drawn portraits with every defect, the limits of rule
 * sets, and the labelled photos of the shared folder where they are present. */
#include "rule/photo.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../tap.h"
#include "../gen/brush.c"
#include "../gen/portrait.c"
#include "../gen/portrait_file.c"

static struct photo_work work;
static bool seen[PHOTO_CODE_COUNT]; /* codes that any test has met */

static struct photo_rule
rule_cpta(void)
{
	struct photo_rule r = {
		.min_bytes = 30720, .min_width = 215, .min_height = 300, .out_width = 295, .out_height = 413
	};

	photo_backgrounds_parse("red|blue|white", &r.backgrounds);
	return r;
}

static struct photo_judgement
judge(const struct buf *file, const struct photo_rule *rule, struct photo_measures *m)
{
	struct photo_judgement j;

	photo_measure(file->ptr, file->len, &work, m);
	photo_judge(m, rule, &j);
	for (int i = 0; i < j.n; i++)
		seen[j.findings[i].code] = true;
	return j;
}

static const struct photo_finding *
finding(const struct photo_judgement *j, enum photo_code code)
{
	for (int i = 0; i < j->n; i++)
		if (j->findings[i].code == code)
			return &j->findings[i];
	return NULL;
}

static const char *
codes_of(const struct photo_judgement *j)
{
	static struct buf text;

	buf_clear(&text);
	photo_codes(j, &text);
	return buf_text(&text);
}

/* ---------------------------------------------------------------- drawn portraits */

static void
test_sound(void)
{
	static const enum photo_background expected[] = { BACKGROUND_WHITE, BACKGROUND_BLUE, BACKGROUND_RED };
	struct photo_rule rule = rule_cpta();
	int wrong = 0;

	for (uint64_t seed = 0; seed < 60; seed++) {
		struct buf b = BUF_INIT;
		struct photo_measures m;

		portrait_draw(seed, (enum portrait_background)(seed % 3),
		    seed % 5 == 0 ? PORTRAIT_TURNED : PORTRAIT_SOUND, &b);
		struct photo_judgement j = judge(&b, &rule, &m);
		bool good = j.verdict == PHOTO_PASS && j.n == 0 && m.background == expected[seed % 3] &&
			    m.width == 413 && m.height == 579 && b.len > 30720 && b.len < 102400;

		wrong += !good;
		if (!good)
			printf("# seed %d: %s %s %zu bytes\n", (int)seed, photo_verdict_name(j.verdict),
			    codes_of(&j), b.len);
		buf_release(&b);
	}
	ok(wrong == 0, "60 drawn portraits before white, blue and red pass");
}

static void
test_defects(void)
{
	static const struct {
		enum portrait_background background;
		enum portrait_defect defect;
		enum photo_verdict verdict;
		enum photo_code code;
		bool decodes;
	} cases[] = {
		{ PORTRAIT_LIGHT_GREY, PORTRAIT_SOUND, PHOTO_REVIEW, PHOTO_BG_COLOR, true },
		{ PORTRAIT_GREEN, PORTRAIT_SOUND, PHOTO_FAIL, PHOTO_BG_COLOR, true },
		{ PORTRAIT_GRADIENT, PORTRAIT_SOUND, PHOTO_REVIEW, PHOTO_BG_GRADIENT, true },
		{ PORTRAIT_ROOM, PORTRAIT_SOUND, PHOTO_FAIL, PHOTO_BG_UNIFORM, true },
		{ PORTRAIT_WHITE, PORTRAIT_GREY, PHOTO_FAIL, PHOTO_COLOR_GRAY, true },
		{ PORTRAIT_WHITE, PORTRAIT_LANDSCAPE, PHOTO_FAIL, PHOTO_DIM_LANDSCAPE, true },
		{ PORTRAIT_WHITE, PORTRAIT_SQUARE, PHOTO_FAIL, PHOTO_ASPECT, true },
		{ PORTRAIT_WHITE, PORTRAIT_SMALL, PHOTO_FAIL, PHOTO_DIM_TOO_SMALL, true },
		{ PORTRAIT_WHITE, PORTRAIT_SMALL, PHOTO_FAIL, PHOTO_FILE_BYTES_LOW, true },
		{ PORTRAIT_WHITE, PORTRAIT_BLURRED, PHOTO_FAIL, PHOTO_BLUR, true },
		{ PORTRAIT_RED, PORTRAIT_SOFT, PHOTO_REVIEW, PHOTO_BLUR, true },
		{ PORTRAIT_BLUE, PORTRAIT_FRAME, PHOTO_FAIL, PHOTO_BORDER, true },
		{ PORTRAIT_RED, PORTRAIT_NOBODY, PHOTO_FAIL, PHOTO_NO_PERSON, true },
		{ PORTRAIT_WHITE, PORTRAIT_DARK, PHOTO_REVIEW, PHOTO_EXPOSURE, true },
		{ PORTRAIT_WHITE, PORTRAIT_BRIGHT, PHOTO_REVIEW, PHOTO_EXPOSURE, true },
		{ PORTRAIT_BLUE, PORTRAIT_LOW_QUALITY, PHOTO_FAIL, PHOTO_JPEG_QUALITY, true },
		{ PORTRAIT_WHITE, PORTRAIT_TRUNCATED, PHOTO_FAIL, PHOTO_FMT_TRUNCATED, false },
		{ PORTRAIT_WHITE, PORTRAIT_NO_END, PHOTO_REVIEW, PHOTO_FMT_TRUNCATED, true },
		{ PORTRAIT_RED, PORTRAIT_CORRUPT, PHOTO_FAIL, PHOTO_FMT_CORRUPT, false },
		{ PORTRAIT_WHITE, PORTRAIT_PNG, PHOTO_FAIL, PHOTO_FMT_NOT_JPEG, false },
	};
	struct photo_rule rule = rule_cpta();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (uint64_t seed = 100; seed < 103; seed++) {
			struct buf b = BUF_INIT;
			struct photo_measures m;

			portrait_draw(seed, cases[i].background, cases[i].defect, &b);
			struct photo_judgement j = judge(&b, &rule, &m);

			ok(j.verdict == cases[i].verdict && finding(&j, cases[i].code) &&
				photo_overridable(&m, &j) == cases[i].decodes,
			    "defect %d on %d: %s, %s", cases[i].defect, cases[i].background,
			    photo_verdict_name(j.verdict), codes_of(&j));
			buf_release(&b);
		}
}

/* Faults that a portrait gets by changing one byte of its header. */
static void
test_header_faults(void)
{
	static const struct {
		int at; /* in the frame header, counted from its marker */
		unsigned char byte;
		enum photo_code code;
	} cases[] = {
		{ 4, 12, PHOTO_FMT_UNSUPPORTED },
		{ 5, 0xFF, PHOTO_ASPECT }, /* 65 347 high, 413 wide */
		{ 7, 0xFF, PHOTO_DIM_LANDSCAPE },
	};
	struct photo_rule rule = rule_cpta();
	struct photo_measures m;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = BUF_INIT;

		portrait_draw(1, PORTRAIT_WHITE, PORTRAIT_SOUND, &b);
		char *frame = memmem(b.ptr, b.len, "\xFF\xC0\0\x11\x08", 5);

		frame[cases[i].at] = (char)cases[i].byte;
		struct photo_judgement j = judge(&b, &rule, &m);

		ok(j.verdict == PHOTO_FAIL && finding(&j, cases[i].code) && !m.measured, "header byte %d: %s",
		    cases[i].at, codes_of(&j));
		if (i == 0) {
			frame[4] = 8;
			frame[1] = '\xC9';
			j = judge(&b, &rule, &m);
			ok(m.header.arithmetic &&
				(finding(&j, PHOTO_FMT_UNSUPPORTED) || finding(&j, PHOTO_FMT_CORRUPT)),
			    "arithmetic coding is told: %s", codes_of(&j));
			frame[1] = '\xC0';
			memset(frame + 5, 0xFF, 4);
			j = judge(&b, &rule, &m);
			ok(finding(&j, PHOTO_SIZE_TOO_LARGE) && !photo_overridable(&m, &j),
			    "65535 by 65535: %s", codes_of(&j));
		}
		buf_release(&b);
	}
}

/* ------------------------------------------------------------------------- limits */

static void
test_limits(void)
{
	struct buf b = BUF_INIT;
	struct photo_measures m;
	struct photo_rule rule = rule_cpta();

	portrait_draw(3, PORTRAIT_WHITE, PORTRAIT_SOUND, &b);
	int64_t n = (int64_t)b.len;
	const struct {
		int64_t min_bytes, max_bytes;
		int min_width, min_height;
		const char *codes;
	} cases[] = {
		{ n, n, 413, 579, "" },
		{ 0, 0, 0, 0, "" },
		{ n + 1, 0, 0, 0, "FILE_BYTES_LOW" },
		{ 0, n - 1, 0, 0, "FILE_BYTES_HIGH" },
		{ 0, 0, 414, 0, "DIM_TOO_SMALL" },
		{ 0, 0, 0, 580, "DIM_TOO_SMALL" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		rule.min_bytes = cases[i].min_bytes;
		rule.max_bytes = cases[i].max_bytes;
		rule.min_width = cases[i].min_width;
		rule.min_height = cases[i].min_height;
		struct photo_judgement j = judge(&b, &rule, &m);

		ok(strcmp(codes_of(&j), cases[i].codes) == 0, "limits are inclusive: '%s'", codes_of(&j));
	}
	rule = rule_cpta();
	photo_backgrounds_parse("blue", &rule.backgrounds);
	struct photo_judgement j = judge(&b, &rule, &m);

	ok(j.verdict == PHOTO_FAIL && finding(&j, PHOTO_BG_COLOR), "white where only blue is allowed fails");
	rule.backgrounds = 0;
	j = judge(&b, &rule, &m);
	ok(j.verdict == PHOTO_PASS, "any background where the rule names none");
	buf_release(&b);
}

static void
test_scans(void)
{
	struct photo_rule proof = { .kind = PHOTO_KIND_SCAN, .min_bytes = 102401, .max_bytes = 307199 };
	struct buf b = BUF_INIT;
	struct photo_measures m;

	portrait_draw(3, PORTRAIT_ROOM, PORTRAIT_LANDSCAPE, &b);
	struct photo_judgement j = judge(&b, &proof, &m);

	ok(j.verdict == PHOTO_FAIL && strcmp(codes_of(&j), "FILE_BYTES_LOW") == 0,
	    "a scan below its limit fails: %s", codes_of(&j));
	proof.min_bytes = 0;
	j = judge(&b, &proof, &m);
	ok(j.verdict == PHOTO_PASS, "a scan may be landscape, before anything");
	buf_release(&b);
}

static void
test_words(void)
{
	static const struct {
		const char *list;
		bool good;
		unsigned bits;
	} lists[] = {
		{ "", true, 0 },
		{ "white", true, 1u << BACKGROUND_WHITE },
		{ "red|blue|white", true,
		    1u << BACKGROUND_WHITE | 1u << BACKGROUND_BLUE | 1u << BACKGROUND_RED },
		{ "light_grey", true, 1u << BACKGROUND_LIGHT_GREY },
		{ "white|", false, 0 },
		{ "|white", false, 0 },
		{ "green", false, 0 },
		{ "other", false, 0 },
		{ "a_word_longer_than_any_colour", false, 0 },
	};
	enum photo_kind kind;

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		unsigned bits = 0;
		bool good = photo_backgrounds_parse(lists[i].list, &bits);

		ok(good == lists[i].good && bits == lists[i].bits, "backgrounds '%s'", lists[i].list);
	}
	ok(photo_kind_parse("id_photo", &kind) && kind == PHOTO_KIND_ID && photo_kind_parse("proof", &kind) &&
		kind == PHOTO_KIND_SCAN && !photo_kind_parse("video", &kind),
	    "kinds");
}

/* Every finding tells its figure, its limit and a next step, in both languages. */
static void
say_all(const char *need[PHOTO_CODE_COUNT], int *told)
{
	struct photo_rule rule = rule_cpta();
	struct photo_measures m = { .bytes = 1234,
		.width = 90,
		.height = 80,
		.colour = { 90, 100, 110 },
		.background = BACKGROUND_OTHER,
		.header = { .kind = FILE_WEBP, .components = 4, .precision = 8, .scans = 410 },
		.damage = { 7, 7 },
		.face_light = 31,
		.face_contrast = 40 };

	for (int c = 0; c < PHOTO_CODE_COUNT; c++) {
		struct photo_finding f = { (enum photo_code)c, PHOTO_FAIL, 31,
			c == PHOTO_BG_COLOR ? (int64_t)rule.backgrounds : 50 };
		struct buf b = BUF_INIT;

		photo_finding_text(&f, &m, &rule, &b);
		bool good = strstr(buf_text(&b), need[c]) &&
			    strstr(buf_text(&b), photo_code_advice((enum photo_code)c));

		*told += good;
		if (!good)
			printf("# %s: %s\n", photo_code_name((enum photo_code)c), buf_text(&b));
		buf_release(&b);
	}
}

static void
test_texts(void)
{
	const char *need[PHOTO_CODE_COUNT] = { [PHOTO_FMT_NOT_JPEG] = "WEBP",
		[PHOTO_FMT_CORRUPT] = "7",
		[PHOTO_FMT_TRUNCATED] = "1234",
		[PHOTO_FMT_UNSUPPORTED] = "4",
		[PHOTO_SIZE_TOO_LARGE] = "410",
		[PHOTO_FILE_BYTES_LOW] = "31",
		[PHOTO_FILE_BYTES_HIGH] = "50",
		[PHOTO_DIM_TOO_SMALL] = "215×300",
		[PHOTO_DIM_LANDSCAPE] = "90×80",
		[PHOTO_ASPECT] = "295:413",
		[PHOTO_COLOR_GRAY] = "0.31",
		[PHOTO_JPEG_QUALITY] = "50",
		[PHOTO_BG_COLOR] = "Cb 100",
		[PHOTO_BG_UNIFORM] = "3.1",
		[PHOTO_BG_GRADIENT] = "31",
		[PHOTO_BORDER] = "5.0",
		[PHOTO_NO_PERSON] = "3.1",
		[PHOTO_BLUR] = "0.0050",
		[PHOTO_EXPOSURE] = "31" };
	int told = 0;

	fflush(stdout);
	pid_t child = fork();

	if (child == 0) {
		setenv("LC_ALL", "zh_CN.UTF-8", 1);
		bool chinese = strcmp(photo_verdict_text(PHOTO_REVIEW), "人工复核") == 0;

		say_all(need, &told);
		fflush(stdout);
		_exit(chinese && told == PHOTO_CODE_COUNT ? 0 : 1);
	}
	int status = 1;

	waitpid(child, &status, 0);
	ok(status == 0, "every code tells figure, limit and next step in Chinese");
	setenv("LC_ALL", "C", 1);
	say_all(need, &told);
	ok(told == PHOTO_CODE_COUNT, "and in English");
}

/* -------------------------------------------------------------------- real photos */

static const char *
shared(const char *below)
{
	static char path[1024];
	const char *root = getenv("SHARED");

	snprintf(path, sizeof path, "%s/%s", root ? root : "../shared", below);
	return path;
}

/* Reasons in labels.csv that no measure of file, size or background can find. */
static bool
needs_eyes(const char *reasons)
{
	static const char *const words[] = { "not_portrait", "head_", "off_centre", "pose", "upside_down",
		"no_person" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(reasons, words[i]) != NULL)
			return true;
	return false;
}

/* Split a line of labels.csv (no quotes in it) at its commas. */
static int
split(char *line, char *field[], int most)
{
	int n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	for (char *next = line; n < most && next != NULL; n++) {
		field[n] = next;
		next = strchr(next, ',');
		if (next != NULL)
			*next++ = '\0';
	}
	return n;
}

static void
test_labelled(void)
{
	static const char *const labels[] = { "PASS", "MANUAL", "REJECT" };
	FILE *f = fopen(shared("data/photos/labels.csv"), "r");
	struct photo_rule rule = rule_cpta();
	int table[3][3] = { { 0 } }, missed = 0, photos = 0;
	char line[1024], *field[8];

	if (f == NULL) {
		skip("no shared photos");
		return;
	}
	while (fgets(line, sizeof line, f) != NULL) {
		struct buf b = BUF_INIT;
		struct photo_measures m;
		char name[512];

		if (split(line, field, 8) < 7 || strcmp(field[0], "file") == 0)
			continue;
		snprintf(name, sizeof name, "data/photos/%s", field[0]);
		if (!buf_read_file(&b, shared(name), 0))
			continue;
		struct photo_judgement j = judge(&b, &rule, &m);
		int label = 0;

		while (label < 2 && strcmp(labels[label], field[4]) != 0)
			label++;
		photos++;
		table[label][j.verdict]++;
		if (label == 2 && j.verdict == PHOTO_PASS && !needs_eyes(field[5])) {
			missed++;
			printf("# %s passes: %s\n", field[0], field[5]);
		}
		buf_release(&b);
	}
	fclose(f);
	printf("# %d photos, label: pass review fail\n", photos);
	for (int i = 0; i < 3; i++)
		printf("# %-6s %d %d %d\n", labels[i], table[i][0], table[i][1], table[i][2]);
	ok(table[0][PHOTO_PASS] >= 20 && table[0][PHOTO_FAIL] == 0, "no good photo is failed");
	ok(missed == 0, "no bad photo passes but for a face check to come");
}

static void
test_malformed(void)
{
	DIR *dir = opendir(shared("data/jpeg-malformed"));
	struct photo_rule rule = rule_cpta();
	int files = 0, passed = 0;
	struct dirent *e;

	if (dir == NULL) {
		skip("no malformed files");
		return;
	}
	while ((e = readdir(dir)) != NULL) {
		char name[512];
		struct buf b = BUF_INIT;
		struct photo_measures m;

		snprintf(name, sizeof name, "data/jpeg-malformed/%s", e->d_name);
		if (e->d_name[0] == '.' || !buf_read_file(&b, shared(name), 0))
			continue;
		struct photo_judgement j = judge(&b, &rule, &m);

		files++;
		passed += j.verdict == PHOTO_PASS;
		buf_release(&b);
	}
	closedir(dir);
	ok(files > 0 && passed == 0, "%d malformed files are survived, none passes", files);
}

int
main(void)
{
	test_sound();
	test_defects();
	test_header_faults();
	test_limits();
	test_scans();
	test_words();
	int missing = 0;

	for (int c = 0; c < PHOTO_CODE_COUNT; c++)
		if (!seen[c]) {
			missing++;
			printf("# nothing produced %s\n", photo_code_name((enum photo_code)c));
		}
	ok(missing == 0, "every code was produced by a drawn portrait");
	test_texts();
	test_labelled();
	test_malformed();
	photo_work_release(&work);
	return done();
}
