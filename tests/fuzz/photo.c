/* SPDX-License-Identifier: MIT
 * Any bytes as a photo: header walk, decode, measures, judgement, text. The bytes are tried as
 * a file, and once more as the picture data behind a sound header, so that mutants reach the
 * measuring of whole pictures. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../gen/brush.c"
#include "../gen/portrait.c"
#include "rule/photo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static bool
permille(int v)
{
	return v >= 0 && v <= 1000;
}

static void
check_measures(const struct photo_measures *m, const struct photo_work *w)
{
	assert(m->measured == (m->fault == JPEG_OK));
	if (!m->measured)
		return;
	assert(m->width >= JPEG_MIN_SIDE && m->height >= JPEG_MIN_SIDE);
	assert((int64_t)m->width * m->height <= JPEG_MAX_PIXELS && m->header.scans <= JPEG_MAX_SCANS);
	assert(w->width <= PHOTO_WORK_WIDTH && w->width <= m->width && w->height <= m->height);
	assert(permille(m->even_permille) && permille(m->frame_permille) && permille(m->subject_permille));
	assert(m->background > BACKGROUND_NONE && m->background < BACKGROUND_COUNT);
	assert(m->sharpness >= 0 && m->face_light >= 0 && m->face_light <= 255 && m->face_contrast <= 128);
	assert(m->chroma_centi >= 0 && m->chroma_centi <= 25600 && m->header.quality <= 100);
}

static void
check_judgement(const struct photo_measures *m, const struct photo_rule *rule)
{
	struct photo_judgement j;
	enum photo_verdict worst = PHOTO_PASS;
	struct buf text = BUF_INIT;

	photo_judge(m, rule, &j);
	assert(j.n <= PHOTO_CODE_COUNT);
	for (int i = 0; i < j.n; i++) {
		assert(i == 0 || j.findings[i].code > j.findings[i - 1].code);
		worst = j.findings[i].level > worst ? j.findings[i].level : worst;
		photo_finding_text(&j.findings[i], m, rule, &text);
		assert(text.len > 0);
		buf_clear(&text);
	}
	assert(worst == j.verdict);
	/* What could not be decoded is never passed, nor can a clerk pass it. */
	assert(m->measured || (j.verdict == PHOTO_FAIL && !photo_overridable(m, &j)));
	buf_release(&text);
}

static void
check_file(const void *p, size_t n)
{
	static struct photo_work work;
	struct photo_rule photo = { .min_bytes = 30720,
		.max_bytes = 102400,
		.min_width = 215,
		.min_height = 300,
		.out_width = 295,
		.out_height = 413,
		.backgrounds = 1u << BACKGROUND_WHITE | 1u << BACKGROUND_BLUE };
	struct photo_rule scan = { .kind = PHOTO_KIND_SCAN };
	struct photo_measures m, again;
	struct jpeg_header h;

	/* Large pictures are slow, not different. */
	if (jpeg_walk(p, n, &h) == JPEG_OK && (int64_t)h.width * h.height > 2000 * 2000)
		return;
	memset(&m, 0, sizeof m);
	memset(&again, 0, sizeof again);
	photo_measure(p, n, &work, &m);
	check_measures(&m, &work);
	check_judgement(&m, &photo);
	check_judgement(&m, &scan);
	photo_measure(p, n, &work, &again);
	assert(m.fault == again.fault && m.sharpness == again.sharpness &&
	       m.chroma_centi == again.chroma_centi && m.even_permille == again.even_permille &&
	       m.background == again.background);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct buf head;
	static size_t head_len;

	check_file(data, n);
	if (head_len == 0) {
		struct picture p = {
			.width = 96, .height = 134, .cap = 96 * 134 * 3, .px = malloc(96 * 134 * 3)
		};
		struct jpeg_options o = { .quality = 60 };

		portrait_paint(1, PORTRAIT_WHITE, SITTER_ANY, &p);
		jpeg_encode(&p, &o, &head);
		picture_release(&p);
		char *scan = memmem(head.ptr, head.len, "\xFF\xDA", 2);

		assert(scan != NULL);
		head_len = (size_t)(scan - head.ptr) + 14;
	}
	head.len = head_len;
	buf_add(&head, data, n);
	buf_add(&head, "\xFF\xD9", 2);
	check_file(head.ptr, head.len);
	return 0;
}
