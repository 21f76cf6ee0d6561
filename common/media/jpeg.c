/* SPDX-License-Identifier: MIT
 * JPEG: decoding under limits, encoding. The only file that knows libjpeg. */
#include "jpeg.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "base/diag.h"
#include "base/mem.h"

/* ----------------------------------------------------------------------- decoding */

void
picture_release(struct picture *pic)
{
	free(pic->px);
	*pic = (struct picture){ 0 };
}

static void
picture_size(struct picture *pic, enum pixels format, int width, int height)
{
	size_t need = (size_t)width * (size_t)height * 3;

	if (need > pic->cap) {
		free(pic->px);
		pic->px = xmalloc(need);
		pic->cap = need;
	}
	pic->format = format;
	pic->width = width;
	pic->height = height;
}

enum { WARNINGS_ENOUGH = 1000, SCANS_ENOUGH = 64, PADDING = 16 };

struct decoder {
	struct jpeg_decompress_struct jpeg;
	struct jpeg_error_mgr errors;
	struct jpeg_source_mgr source;
	struct jpeg_progress_mgr progress;
	jmp_buf out;
	int code; /* libjpeg's message that ended it */
	struct jpeg_damage damage;
	bool ran_out; /* data ended before the picture did */
};

_Noreturn static void
on_error(j_common_ptr jpeg)
{
	struct decoder *d = jpeg->client_data;

	d->code = jpeg->err->msg_code;
	longjmp(d->out, 1);
}

static void
on_message(j_common_ptr jpeg, int level)
{
	struct decoder *d = jpeg->client_data;

	if (level >= 0)
		return;
	switch (jpeg->err->msg_code) {
	case JWRN_EXTRANEOUS_DATA:
		/* Some cameras pad the end of a scan; bad codes leave most of one unread. */
		d->damage.lost += jpeg->err->msg_parm.i[0] > PADDING;
		break;
	case JWRN_HIT_MARKER:
	case JWRN_HUFF_BAD_CODE:
	case JWRN_ARITH_BAD_CODE:
	case JWRN_MUST_RESYNC:
		d->damage.lost++;
		break;
	default:
		break;
	}
	if (++d->damage.warnings >= WARNINGS_ENOUGH)
		on_error(jpeg);
}

static void
on_progress(j_common_ptr jpeg)
{
	struct decoder *d = jpeg->client_data;

	if (d->jpeg.input_scan_number > SCANS_ENOUGH)
		on_error(jpeg);
}

static void
source_nothing(j_decompress_ptr jpeg)
{
	(void)jpeg;
}

/* All bytes are in memory: asking for more means that the file has ended. An end marker is
 * fed in its place, so that a file which only lacks that marker decodes without warning. */
static boolean
source_ended(j_decompress_ptr jpeg)
{
	static const JOCTET end[2] = { 0xFF, JPEG_EOI };
	struct decoder *d = jpeg->client_data;

	d->ran_out = true;
	d->source.next_input_byte = end;
	d->source.bytes_in_buffer = sizeof end;
	return TRUE;
}

static void
source_skip(j_decompress_ptr jpeg, long n)
{
	struct decoder *d = jpeg->client_data;

	if (n <= 0)
		return;
	if ((size_t)n >= d->source.bytes_in_buffer) {
		source_ended(jpeg);
		return;
	}
	d->source.next_input_byte += n;
	d->source.bytes_in_buffer -= (size_t)n;
}

static void
decoder_start(struct decoder *d, const void *p, size_t n)
{
	d->jpeg.err = jpeg_std_error(&d->errors);
	d->errors.error_exit = on_error;
	d->errors.emit_message = on_message;
	d->jpeg.client_data = d;
	jpeg_create_decompress(&d->jpeg);
	d->jpeg.mem->max_memory_to_use = JPEG_MAX_MEMORY;
	d->source = (struct jpeg_source_mgr){ .next_input_byte = p,
		.bytes_in_buffer = n,
		.init_source = source_nothing,
		.fill_input_buffer = source_ended,
		.skip_input_data = source_skip,
		.resync_to_restart = jpeg_resync_to_restart,
		.term_source = source_nothing };
	d->jpeg.src = &d->source;
	d->progress.progress_monitor = on_progress;
	d->jpeg.progress = &d->progress;
}

static void
choose_output(struct decoder *d, int min_width, bool fine)
{
	struct jpeg_decompress_struct *j = &d->jpeg;
	unsigned scale = 8;

	while (scale > 1 && (j->image_width + scale - 1) / scale < (unsigned)min_width)
		scale /= 2;
	j->scale_num = 1;
	j->scale_denom = scale;
	j->dct_method = fine ? JDCT_ISLOW : JDCT_IFAST;
	j->do_fancy_upsampling = fine ? TRUE : FALSE;
	j->do_block_smoothing = FALSE;
	/* libjpeg converts nothing into YCbCr: pictures stored as RGB are converted here. */
	j->out_color_space = j->jpeg_color_space;
}

/* 16-bit fixed point coefficients of JFIF 1.02. */
static void
rgb_to_ycc(uint8_t *p, int width)
{
	for (; width > 0; width--, p += 3) {
		int r = p[0], g = p[1], b = p[2];
		int cb = (-11059 * r - 21709 * g + 32768 * b + (128 << 16) + 32767) >> 16;
		int cr = (32768 * r - 27439 * g - 5329 * b + (128 << 16) + 32767) >> 16;

		p[0] = (uint8_t)((19595 * r + 38470 * g + 7471 * b + 32768) >> 16);
		p[1] = (uint8_t)cb;
		p[2] = (uint8_t)cr;
	}
}

static void
grey_to_ycc(uint8_t *p, int width)
{
	for (int x = width - 1; x >= 0; x--) {
		uint8_t y = p[x];

		p[3 * x] = y;
		p[3 * x + 1] = p[3 * x + 2] = 128;
	}
}

static void
read_rows(struct decoder *d, struct picture *out)
{
	struct jpeg_decompress_struct *j = &d->jpeg;

	while (j->output_scanline < j->output_height) {
		uint8_t *row = out->px + (size_t)j->output_scanline * j->output_width * 3;

		if (jpeg_read_scanlines(j, &row, 1) != 1)
			break;
		if (j->out_color_space == JCS_RGB)
			rgb_to_ycc(row, out->width);
		else if (j->out_color_space == JCS_GRAYSCALE)
			grey_to_ycc(row, out->width);
	}
}

static enum jpeg_fault
fault_of(const struct decoder *d, const struct jpeg_header *h)
{
	switch (d->code) {
	case JERR_NO_BACKING_STORE:
	case JERR_OUT_OF_MEMORY:
	case JERR_IMAGE_TOO_BIG:
	case JERR_WIDTH_OVERFLOW:
		return JPEG_TOO_LARGE;
	case JERR_CCIR601_NOTIMPL:
	case JERR_CONVERSION_NOTIMPL:
	case JERR_FRACT_SAMPLE_NOTIMPL:
	case JERR_NOT_COMPILED:
	case JERR_SOF_UNSUPPORTED:
		return JPEG_UNSUPPORTED;
	default:
		return h->end ? JPEG_CORRUPT : JPEG_TRUNCATED;
	}
}

enum jpeg_fault
jpeg_decode(const void *p, size_t n, const struct jpeg_header *h, int min_width, bool fine,
    struct picture *out, struct jpeg_damage *damage)
{
	struct decoder d = { .code = 0 };
	volatile enum jpeg_fault fault = JPEG_OK;

	if (setjmp(d.out) != 0) {
		fault = fault_of(&d, h);
		goto done;
	}
	decoder_start(&d, p, n);
	jpeg_read_header(&d.jpeg, TRUE);
	if (d.jpeg.jpeg_color_space != JCS_YCbCr && d.jpeg.jpeg_color_space != JCS_RGB &&
	    d.jpeg.jpeg_color_space != JCS_GRAYSCALE) {
		fault = JPEG_UNSUPPORTED;
		goto done;
	}
	choose_output(&d, min_width, fine);
	jpeg_start_decompress(&d.jpeg);
	picture_size(out, PIXELS_YCC, (int)d.jpeg.output_width, (int)d.jpeg.output_height);
	read_rows(&d, out);
	/* Data that is left over when the picture is full is damage too: reading on finds it. */
	jpeg_finish_decompress(&d.jpeg);
	if (d.damage.lost > 0 && d.ran_out)
		fault = JPEG_TRUNCATED;
done:
	jpeg_destroy_decompress(&d.jpeg);
	*damage = d.damage;
	return fault;
}

/* ----------------------------------------------------------------------- encoding */

/* The destination writes straight into a struct buf. */
struct sink {
	struct jpeg_destination_mgr dest;
	struct buf *out;
};

enum { SINK_STEP = 64 * 1024 };

static void
sink_room(j_compress_ptr jpeg)
{
	struct sink *s = (struct sink *)jpeg->dest;

	buf_room(s->out, SINK_STEP);
	s->dest.next_output_byte = (JOCTET *)s->out->ptr + s->out->len;
	s->dest.free_in_buffer = SINK_STEP;
}

static boolean
sink_full(j_compress_ptr jpeg)
{
	struct sink *s = (struct sink *)jpeg->dest;

	s->out->len += SINK_STEP;
	sink_room(jpeg);
	return TRUE;
}

static void
sink_end(j_compress_ptr jpeg)
{
	struct sink *s = (struct sink *)jpeg->dest;

	s->out->len += SINK_STEP - s->dest.free_in_buffer;
	s->out->ptr[s->out->len] = '\0';
}

/* Only a caller's mistake stops the encoder: a size of 0 or beyond 65500. */
_Noreturn static void
encoder_stopped(j_common_ptr jpeg)
{
	char text[JMSG_LENGTH_MAX];

	jpeg->err->format_message(jpeg, text);
	bug("jpeg encoder: %s", text);
}

void
jpeg_encode(const struct picture *pic, const struct jpeg_options *o, struct buf *out)
{
	struct jpeg_compress_struct j = { 0 };
	struct jpeg_error_mgr errors;
	struct sink sink = { .dest = { .init_destination = sink_room,
				 .empty_output_buffer = sink_full,
				 .term_destination = sink_end },
		.out = out };

	j.err = jpeg_std_error(&errors);
	errors.error_exit = encoder_stopped;
	jpeg_create_compress(&j);
	j.dest = &sink.dest;
	j.image_width = (JDIMENSION)pic->width;
	j.image_height = (JDIMENSION)pic->height;
	j.input_components = 3;
	j.in_color_space = pic->format == PIXELS_RGB ? JCS_RGB : JCS_YCbCr;
	jpeg_set_defaults(&j);
	if (o->grey)
		jpeg_set_colorspace(&j, JCS_GRAYSCALE);
	else if (o->chroma_full)
		j.comp_info[0].h_samp_factor = j.comp_info[0].v_samp_factor = 1;
	jpeg_set_quality(&j, o->quality, TRUE);
	if (o->dpi > 0) {
		j.density_unit = 1;
		j.X_density = j.Y_density = (UINT16)o->dpi;
	}
	j.optimize_coding = o->small ? TRUE : FALSE;
	jpeg_start_compress(&j, TRUE);
	while (j.next_scanline < j.image_height) {
		JSAMPROW row = pic->px + (size_t)j.next_scanline * (size_t)pic->width * 3;

		jpeg_write_scanlines(&j, &row, 1);
	}
	jpeg_finish_compress(&j);
	jpeg_destroy_compress(&j);
}
