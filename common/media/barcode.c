/* SPDX-License-Identifier: MIT
 * QR and Code 128. The only file that includes libqrencode. */
#include "media/barcode.h"

#include <qrencode.h>
#include <string.h>

/* The library exports this without declaring it: the code with a given mask pattern instead
 * of the best of eight, in 9 µs in place of 116. Any mask is a valid code; the best one
 * matters for hostile content, not for the random letters of a signature. Weak, so
 * that a library without it still links. */
extern QRcode *QRcode_encodeMask(QRinput *input, int mask) __attribute__((weak));

static bool
is_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s < ' ' || *s > '~')
			return false;
	return true;
}

bool
qr_make(const char *text, struct qr *out)
{
	size_t n = strlen(text);

	if (n == 0 || n > 2000 || !is_ascii(text))
		return false;
	QRinput *in = QRinput_new2(0, QR_ECLEVEL_M);

	if (in == NULL)
		return false;
	QRcode *code = NULL;

	if (QRinput_append(in, QR_MODE_8, (int)n, (const unsigned char *)text) == 0)
		code = QRcode_encodeMask != NULL ? QRcode_encodeMask(in, 3) : QRcode_encodeInput(in);
	QRinput_free(in);
	if (code == NULL)
		return false;
	size_t row = (size_t)(code->width + 7) / 8;

	out->size = code->width;
	memset(out->bits, 0, row * (size_t)code->width);
	for (int y = 0; y < code->width; y++)
		for (int x = 0; x < code->width; x++)
			if (code->data[y * code->width + x] & 1)
				out->bits[(size_t)y * row + (size_t)x / 8] |= (unsigned char)(0x80 >> x % 8);
	QRcode_free(code);
	return true;
}

bool
barcode_qr(struct canvas *c, const char *text, double x, double y, double side)
{
	struct qr qr;

	if (!qr_make(text, &qr))
		return false;
	double quiet = side * 4 / (qr.size + 8);

	canvas_bits(c, qr.bits, qr.size, qr.size, x + quiet, y + quiet, side - 2 * quiet, side - 2 * quiet);
	return true;
}

/* ISO/IEC 15417, table 1: three bars and three spaces of each value, 11 modules. */
static const char pattern[106][7] = { "212222", "222122", "222221", "121223", "121322", "131222", "122213",
	"122312", "132212", "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
	"223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112",
	"322211", "212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313",
	"231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331", "231131",
	"213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411",
	"431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114", "122411",
	"142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242", "121142", "121241", "114212",
	"124112", "124211", "411212", "421112", "421211", "212141", "214121", "412121", "111143", "111341", "131141",
	"114113", "114311", "411113", "411311", "113141", "114131", "311141", "411131", "211412", "211214", "211232" };
static const char stop[] = "2331112";

enum { CODE_C = 99, CODE_B = 100, START_B = 104, START_C = 105 };

static int
digits_at(const char *s)
{
	int n = 0;

	while (s[n] >= '0' && s[n] <= '9')
		n++;
	return n;
}

/* The symbol values with start and without check: pairs of digits in set C where a run of
 * them is worth the change (four at either end, six inside), all else in set B. */
static int
code128_values(const char *s, int value[2 * CODE128_MAX + 2])
{
	int n = 0, run = digits_at(s);
	bool c = run >= 4 || (run == 2 && s[2] == '\0');

	value[n++] = c && run % 2 == 0 ? START_C : START_B;
	c = value[0] == START_C;
	while (*s != '\0') {
		run = digits_at(s);
		if (c && run < 2) {
			value[n++] = CODE_B;
			c = false;
		} else if (!c && run % 2 == 0 && (run >= 6 || (run >= 4 && s[run] == '\0'))) {
			value[n++] = CODE_C;
			c = true;
		}
		if (c) {
			value[n++] = (s[0] - '0') * 10 + s[1] - '0';
			s += 2;
		} else
			value[n++] = *s++ - ' ';
	}
	return n;
}

int
code128_make(const char *text, unsigned char widths[CODE128_WIDTHS])
{
	int value[2 * CODE128_MAX + 2], count = 0;
	size_t length = strlen(text);

	if (length == 0 || length > CODE128_MAX || !is_ascii(text))
		return 0;
	int n = code128_values(text, value), sum = value[0];

	for (int i = 1; i < n; i++)
		sum += i * value[i];
	value[n++] = sum % 103;
	for (int i = 0; i < n; i++)
		for (int k = 0; k < 6; k++)
			widths[count++] = (unsigned char)(pattern[value[i]][k] - '0');
	for (int k = 0; k < 7; k++)
		widths[count++] = (unsigned char)(stop[k] - '0');
	return count;
}

bool
barcode_code128(struct canvas *c, const char *text, double x, double y, double w, double h)
{
	unsigned char widths[CODE128_WIDTHS];
	int n = code128_make(text, widths), modules = 20;

	for (int i = 0; i < n; i++)
		modules += widths[i];
	double module = w / modules < 0.4 ? w / modules : 0.4;

	if (n == 0 || module < 0.19)
		return false;
	canvas_bars(c, widths, n, module, x + (w - modules * module) / 2 + 10 * module, y, h);
	return true;
}
