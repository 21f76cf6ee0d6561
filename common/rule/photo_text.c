/* SPDX-License-Identifier: MIT
 * What the judgement on a photo says to people: names, figures with limits, the next step. */
#include "photo.h"

#include <inttypes.h>

#include "base/diag.h"

static const struct {
	const char *name, *advice, *advice_zh;
} codes[PHOTO_CODE_COUNT] = {
	[PHOTO_FMT_NOT_JPEG] = { "FMT_NOT_JPEG",
	    "open it in a picture program and save it as JPEG; changing the name's ending does not convert "
	    "it",
	    "请用图片软件打开后另存为JPG格式，仅修改扩展名无效" },
	[PHOTO_FMT_CORRUPT] = { "FMT_CORRUPT",
	    "the file was damaged on its way: send the original file again",
	    "文件在传输或保存时损坏，请重新提交原始文件" },
	[PHOTO_FMT_TRUNCATED] = { "FMT_TRUNCATED", "the upload was cut off: send the original file again",
	    "文件没有传输完整，请重新提交原始文件" },
	[PHOTO_FMT_UNSUPPORTED] = { "FMT_UNSUPPORTED", "save it as an ordinary 8-bit RGB JPEG",
	    "请另存为普通的8位RGB彩色JPG文件" },
	[PHOTO_SIZE_TOO_LARGE] = { "SIZE_TOO_LARGE", "scale the picture down and save it as an ordinary JPEG",
	    "请缩小图片后另存为普通JPG文件" },
	[PHOTO_FILE_BYTES_LOW] = { "FILE_BYTES_LOW",
	    "use the photographer's original, not a copy that was compressed",
	    "请使用照相馆原始文件，不要使用压缩过的副本" },
	[PHOTO_FILE_BYTES_HIGH] = { "FILE_BYTES_HIGH",
	    "save it with a lower JPEG quality or at a smaller size",
	    "请降低JPG保存质量或缩小尺寸后重新保存" },
	[PHOTO_DIM_TOO_SMALL] = { "DIM_TOO_SMALL",
	    "use the original; enlarging a small picture is not allowed", "请使用原始照片，不得将小图放大" },
	[PHOTO_DIM_LANDSCAPE] = { "DIM_LANDSCAPE", "turn it upright, or cut an upright portrait out of it",
	    "请将照片旋转为竖幅，或裁剪出竖幅人像" },
	[PHOTO_ASPECT] = { "ASPECT", "cut it to the proportions asked for; do not stretch it",
	    "请按规定比例裁剪，不要拉伸" },
	[PHOTO_COLOR_GRAY] = { "COLOR_GRAY", "a colour photo is required", "必须使用彩色照片" },
	[PHOTO_JPEG_QUALITY] = { "JPEG_QUALITY",
	    "use the original, not a copy that was compressed again and again",
	    "请使用原始照片，不要使用多次压缩的副本" },
	[PHOTO_BG_COLOR] = { "BG_COLOR",
	    "have the photo taken before a plain wall of a colour that is allowed",
	    "请在规定颜色的纯色背景前重新拍摄" },
	[PHOTO_BG_UNIFORM] = { "BG_UNIFORM", "have the photo taken before an empty, plain, evenly lit wall",
	    "请在无杂物、光线均匀的纯色背景前重新拍摄" },
	[PHOTO_BG_GRADIENT] = { "BG_GRADIENT",
	    "light the wall evenly, or choose a plain background without a gradient",
	    "请使背景光线均匀，选用无渐变的纯色背景" },
	[PHOTO_BORDER] = { "BORDER", "cut the frame off", "请裁去边框" },
	[PHOTO_NO_PERSON] = { "NO_PERSON", "send a head-and-shoulders portrait that fills the picture",
	    "请提交人像居中、头肩占满画面的证件照" },
	[PHOTO_BLUR] = { "BLUR", "take it again, in focus and with a steady camera",
	    "请对焦清晰、保持相机稳定后重新拍摄" },
	[PHOTO_EXPOSURE] = { "EXPOSURE", "take it again in even light", "请在均匀光线下重新拍摄" },
};

const char *
photo_code_name(enum photo_code code)
{
	return codes[code].name;
}

const char *
photo_code_advice(enum photo_code code)
{
	return L(codes[code].advice, codes[code].advice_zh);
}

const char *
photo_verdict_name(enum photo_verdict verdict)
{
	static const char *const names[] = { "pass", "review", "fail" };

	return names[verdict];
}

const char *
photo_verdict_text(enum photo_verdict verdict)
{
	static const char *const chinese[] = { "合格", "人工复核", "不合格" };

	return L(photo_verdict_name(verdict), chinese[verdict]);
}

void
photo_codes(const struct photo_judgement *j, struct buf *out)
{
	for (int i = 0; i < j->n; i++) {
		if (i > 0)
			buf_char(out, '|');
		buf_str(out, codes[j->findings[i].code].name);
	}
}

/* A number of 1/10^digits, digits 1 … 4, without floating point. */
static void
decimal(struct buf *out, int64_t v, int digits)
{
	static const int power[] = { 1, 10, 100, 1000, 10000 };

	buf_printf(out, "%" PRId64 ".%0*" PRId64, v / power[digits], digits, v % power[digits]);
}

static void
backgrounds(struct buf *out, unsigned bits)
{
	bool first = true;

	for (int b = BACKGROUND_NONE + 1; b < BACKGROUND_COUNT; b++) {
		if (!(bits & 1u << b))
			continue;
		if (!first)
			buf_str(out, L(", ", "、"));
		buf_str(out, photo_background_text((enum photo_background)b));
		first = false;
	}
}

static void
text_format(const struct photo_finding *f, const struct photo_measures *m, struct buf *out)
{
	const struct jpeg_header *h = &m->header;
	bool usable = f->level == PHOTO_REVIEW;

	if (f->code == PHOTO_FMT_NOT_JPEG)
		buf_printf(out, L("the file is %s, not JPEG", "文件实际格式为%s，不是JPG"),
		    h->kind == FILE_EMPTY   ? L("empty", "空文件")
		    : h->kind == FILE_OTHER ? L("of an unknown kind", "未知格式")
					    : file_kind_name(h->kind));
	else if (f->code == PHOTO_FMT_CORRUPT)
		buf_printf(out,
		    L("the picture's data is damaged (%d decoding errors, none allowed)",
			"图像数据损坏（解码错误%d处，应为0）"),
		    m->damage.warnings);
	else if (f->code == PHOTO_FMT_TRUNCATED && usable)
		buf_str(out,
		    L("the file lacks its end marker, the picture is whole", "文件缺少结束标记，图像完整"));
	else if (f->code == PHOTO_FMT_TRUNCATED)
		buf_printf(out,
		    L("the file ends after %" PRId64 " bytes, before the picture does",
			"文件在%" PRId64 "字节处中断，图像不完整"),
		    m->bytes);
	else if (usable)
		buf_str(out, L("arithmetic coding, which many programs cannot open",
				 "采用算术编码，多数软件无法打开"));
	else
		buf_printf(out,
		    L("a kind of JPEG that is not accepted (%d components, %d bit; 1 or 3 and 8 are)",
			"不支持的JPG类型（%d通道、%d位，应为1或3通道、8位）"),
		    h->components, h->precision);
}

static void
text_size(const struct photo_finding *f, const struct photo_measures *m, const struct photo_rule *rule,
    struct buf *out)
{
	int floor_w = rule->min_width > JPEG_MIN_SIDE ? rule->min_width : JPEG_MIN_SIDE;
	int floor_h = rule->min_height > JPEG_MIN_SIDE ? rule->min_height : JPEG_MIN_SIDE;

	if (f->code == PHOTO_SIZE_TOO_LARGE)
		buf_printf(out,
		    L("%" PRId64 " bytes, %d×%d pixels, %d scans; at most %d bytes, %d pixels, %d scans",
			"%" PRId64 "字节、%d×%d像素、%d次扫描；上限为%d字节、%d像素、%d次扫描"),
		    m->bytes, m->width, m->height, m->header.scans, PHOTO_MAX_BYTES, JPEG_MAX_PIXELS,
		    JPEG_MAX_SCANS);
	else if (f->code == PHOTO_FILE_BYTES_LOW)
		buf_printf(out,
		    L("%" PRId64 " bytes, at least %" PRId64, "文件%" PRId64 "字节，不得小于%" PRId64 "字节"),
		    f->measured, f->limit);
	else if (f->code == PHOTO_FILE_BYTES_HIGH)
		buf_printf(out,
		    L("%" PRId64 " bytes, at most %" PRId64, "文件%" PRId64 "字节，不得大于%" PRId64 "字节"),
		    f->measured, f->limit);
	else if (f->code == PHOTO_DIM_TOO_SMALL)
		buf_printf(out, L("%d×%d pixels, at least %d×%d", "%d×%d像素，不得小于%d×%d像素"), m->width,
		    m->height, floor_w, floor_h);
	else if (f->code == PHOTO_DIM_LANDSCAPE)
		buf_printf(
		    out, L("%d×%d pixels, wider than high", "%d×%d像素，宽大于高"), m->width, m->height);
	else
		buf_printf(out, L("%d×%d pixels, proportions %d:%d asked for", "%d×%d像素，规定比例为%d:%d"),
		    m->width, m->height, rule->out_width > 0 ? rule->out_width : 5,
		    rule->out_height > 0 ? rule->out_height : 7);
}

static void
text_colour(const struct photo_finding *f, const struct photo_measures *m, struct buf *out)
{
	if (f->code == PHOTO_BG_COLOR) {
		bool pale = m->background == BACKGROUND_BLUE && f->level == PHOTO_REVIEW;

		buf_printf(out,
		    L("the background is %s%s (Y %d, Cb %d, Cr %d); allowed: ",
			"背景为%s%s（Y %d，Cb %d，Cr %d），允许："),
		    pale ? L("pale ", "淡") : "", photo_background_text(m->background), m->colour[0],
		    m->colour[1], m->colour[2]);
		backgrounds(out, (unsigned)f->limit);
		return;
	}
	buf_str(out, L("colourfulness ", "色彩度"));
	decimal(out, f->measured, 2);
	buf_str(out, L(", at least ", "，不得低于"));
	decimal(out, f->limit, 2);
}

/* Figures in permille or 1/10000, with their limit. */
static void
text_figure(const struct photo_finding *f, struct buf *out)
{
	const char *what, *bound = L(", at least ", "，不得低于");
	int digits = 1;

	switch (f->code) {
	case PHOTO_BG_UNIFORM:
		what = L("even background, percent: ", "背景均匀度（%）：");
		break;
	case PHOTO_BORDER:
		what = L("drawn frame, percent of the edge: ", "边框占边缘比例（%）：");
		bound = L(", below ", "，应低于");
		break;
	case PHOTO_NO_PERSON:
		what = L("little but background in the middle; person there, percent: ",
		    "画面中部几乎只有背景，人像占比（%）：");
		break;
	default:
		what = L("sharpness ", "清晰度");
		digits = 4;
		break;
	}
	buf_str(out, what);
	decimal(out, f->measured, digits);
	buf_str(out, bound);
	decimal(out, f->limit, digits);
}

static void
text_light(const struct photo_finding *f, const struct photo_measures *m, struct buf *out)
{
	bool flat = f->measured == m->face_contrast && f->measured != m->face_light;

	if (f->code == PHOTO_JPEG_QUALITY)
		buf_printf(out,
		    L("JPEG quality about %" PRId64 ", at least %" PRId64,
			"JPG质量约%" PRId64 "，不得低于%" PRId64),
		    f->measured, f->limit);
	else if (f->code == PHOTO_BG_GRADIENT)
		buf_printf(out,
		    L("the background changes by %" PRId64 " from top to bottom, at most %" PRId64,
			"背景上下色差%" PRId64 "，不得超过%" PRId64),
		    f->measured, f->limit);
	else if (flat)
		buf_printf(out,
		    L("too little contrast: %" PRId64 ", at least %" PRId64,
			"反差过小：%" PRId64 "，不得低于%" PRId64),
		    f->measured, f->limit);
	else if (f->measured < f->limit)
		buf_printf(out,
		    L("too dark: brightness %" PRId64 ", at least %" PRId64,
			"过暗：亮度%" PRId64 "，不得低于%" PRId64),
		    f->measured, f->limit);
	else
		buf_printf(out,
		    L("too bright: brightness %" PRId64 ", at most %" PRId64,
			"过亮：亮度%" PRId64 "，不得高于%" PRId64),
		    f->measured, f->limit);
}

void
photo_finding_text(const struct photo_finding *f, const struct photo_measures *m,
    const struct photo_rule *rule, struct buf *out)
{
	switch (f->code) {
	case PHOTO_FMT_NOT_JPEG:
	case PHOTO_FMT_CORRUPT:
	case PHOTO_FMT_TRUNCATED:
	case PHOTO_FMT_UNSUPPORTED:
		text_format(f, m, out);
		break;
	case PHOTO_SIZE_TOO_LARGE:
	case PHOTO_FILE_BYTES_LOW:
	case PHOTO_FILE_BYTES_HIGH:
	case PHOTO_DIM_TOO_SMALL:
	case PHOTO_DIM_LANDSCAPE:
	case PHOTO_ASPECT:
		text_size(f, m, rule, out);
		break;
	case PHOTO_COLOR_GRAY:
	case PHOTO_BG_COLOR:
		text_colour(f, m, out);
		break;
	case PHOTO_BG_UNIFORM:
	case PHOTO_BORDER:
	case PHOTO_NO_PERSON:
	case PHOTO_BLUR:
		text_figure(f, out);
		break;
	case PHOTO_JPEG_QUALITY:
	case PHOTO_BG_GRADIENT:
	case PHOTO_EXPOSURE:
	case PHOTO_CODE_COUNT:
		text_light(f, m, out);
		break;
	}
	buf_str(out, L("; ", "；"));
	buf_str(out, photo_code_advice(f->code));
}
