/* SPDX-License-Identifier: MIT
 * A peer of admit-print: the same cards drawn as libharu's documentation shows it, public interface only, fonts loaded into each document. Also what a peer
 * cannot be asked to compute: the QR code.
 *
 *   cards-haru qr <RECORDS >WITH_QR     the last column, a text, becomes SIZE:HEX, rows of a QR code
 *   cards-haru draw FORM RECORDS N DIR  the first N records, DIR/ADMIT_NO.pdf each */
#include <hpdf.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES = 48, LINES = 256, ADMIT_NO = 4 };

static void
fail(const char *what)
{
	fprintf(stderr, "cards-haru: %s\n", what);
	exit(2);
}

/* The values between tabs; the number. */
static int
split(char *line, char *value[VALUES])
{
	int n = 0;

	line[strcspn(line, "\n")] = '\0';
	for (char *p = line; n < VALUES; p++) {
		value[n++] = p;
		p += strcspn(p, "\t");
		if (*p == '\0')
			break;
		*p = '\0';
	}
	return n;
}

static int
add_qr(void)
{
	static char line[65536];
	char *value[VALUES];

	while (fgets(line, sizeof line, stdin) != NULL) {
		int n = split(line, value);
		QRcode *q = QRcode_encodeString8bit(value[n - 1], 0, QR_ECLEVEL_M);

		if (q == NULL)
			fail("QR");
		for (int i = 0; i + 1 < n; i++)
			printf("%s\t", value[i]);
		printf("%d:", q->width);
		for (int y = 0; y < q->width; y++)
			for (int x = 0; x < q->width; x += 8) {
				unsigned byte = 0;

				for (int k = 0; k < 8; k++)
					byte = byte << 1 | (x + k < q->width && (q->data[y * q->width + x + k] & 1));
				printf("%02x", byte);
			}
		puts("");
		QRcode_free(q);
	}
	return fflush(stdout) != 0;
}

static char *form[LINES];
static int lines;

static void
read_form(const char *path)
{
	static char text[65536];
	FILE *f = fopen(path, "r");

	if (f == NULL)
		fail(path);
	size_t n = fread(text, 1, sizeof text - 1, f);

	fclose(f);
	text[n] = '\0';
	for (char *p = strtok(text, "\n"); p != NULL && lines < LINES; p = strtok(NULL, "\n"))
		form[lines++] = p;
}

static void
show(HPDF_Page page, HPDF_Font font, double size, double x, double y, char align, const char *s)
{
	HPDF_Page_SetFontAndSize(page, font, (HPDF_REAL)size);
	if (align == 'c')
		x -= (double)HPDF_Page_TextWidth(page, s) / 2;
	HPDF_Page_BeginText(page);
	HPDF_Page_TextOut(page, (HPDF_REAL)x, (HPDF_REAL)y, s);
	HPDF_Page_EndText(page);
}

static void
draw_line(HPDF_Page page, HPDF_Font body, HPDF_Font heading, const char *l, char *value[VALUES])
{
	char font, align;
	double a, b, c, d, e;
	int at = 0;

	if (sscanf(l, "T\t%c\t%lf\t%lf\t%lf\t%c\t%n", &font, &a, &b, &c, &align, &at) == 5)
		show(page, font == 'B' ? body : heading, a, b, c, align, l + at);
	else if (sscanf(l, "V\t%c\t%lf\t%lf\t%lf\t%c\t%d", &font, &a, &b, &c, &align, &at) == 6)
		show(page, font == 'B' ? body : heading, a, b, c, align, value[at]);
	else if (sscanf(l, "%*c\t%lf\t%lf\t%lf\t%lf\t%lf", &a, &b, &c, &d, &e) == 5) {
		if (*l == 'F') {
			HPDF_Page_SetGrayFill(page, (HPDF_REAL)e);
			HPDF_Page_Rectangle(page, (HPDF_REAL)a, (HPDF_REAL)b, (HPDF_REAL)c, (HPDF_REAL)d);
			HPDF_Page_Fill(page);
			HPDF_Page_SetGrayFill(page, 0);
			return;
		}
		HPDF_Page_SetLineWidth(page, (HPDF_REAL)e);
		if (*l == 'R')
			HPDF_Page_Rectangle(page, (HPDF_REAL)a, (HPDF_REAL)b, (HPDF_REAL)c, (HPDF_REAL)d);
		else {
			HPDF_Page_MoveTo(page, (HPDF_REAL)a, (HPDF_REAL)b);
			HPDF_Page_LineTo(page, (HPDF_REAL)c, (HPDF_REAL)d);
		}
		HPDF_Page_Stroke(page);
	}
}

/* A rectangle for each run of black modules. */
static void
draw_qr(HPDF_Page page, const char *qr)
{
	int size = atoi(qr);
	const char *hex = strchr(qr, ':') + 1;
	double x0 = 456.4, y0 = 252, module = 76.0 / size;

	for (int y = 0; y < size; y++, hex += (size + 7) / 8 * 2)
		for (int x = 0, from = -1; x <= size; x++) {
			int digit = x < size ? (hex[x / 4] <= '9' ? hex[x / 4] - '0' : hex[x / 4] - 'a' + 10) : 0;
			int black = x < size && (digit >> (3 - x % 4) & 1);

			if (black && from < 0)
				from = x;
			if (!black && from >= 0) {
				HPDF_Page_Rectangle(page, (HPDF_REAL)(x0 + from * module), (HPDF_REAL)(y0 + (size - 1 - y) * module),
				    (HPDF_REAL)((x - from) * module), (HPDF_REAL)module);
				from = -1;
			}
		}
	HPDF_Page_Fill(page);
}

/* The bars of a number of this length: as many rectangles as Code 128 has. */
static void
draw_bars(HPDF_Page page, const char *number)
{
	double x = 270;

	for (const char *p = number; *p != '\0'; p += p[1] != '\0' ? 2 : 1)
		for (int k = 0; k < 3; k++, x += 4.1)
			HPDF_Page_Rectangle(page, (HPDF_REAL)x, 630, (HPDF_REAL)(1 + (*p + k) % 3), 27);
	HPDF_Page_Fill(page);
}

static void
on_error(HPDF_STATUS code, HPDF_STATUS detail, void *user)
{
	(void)user;
	fprintf(stderr, "cards-haru: libharu: error 0x%04x, %u\n", (unsigned)code, (unsigned)detail);
	exit(2);
}

static void
draw_card(char *value[VALUES], int n, const char *dir)
{
	static const char babelstone[] = "/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf", zenhei[] = "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc";
	char path[4096];
	HPDF_Doc doc = HPDF_New(on_error, NULL);

	HPDF_UseUTFEncodings(doc);
	HPDF_SetCompressionMode(doc, HPDF_COMP_ALL);
	HPDF_Font body = HPDF_GetFont(doc, HPDF_LoadTTFontFromFile(doc, babelstone, HPDF_TRUE), "UTF-8");
	HPDF_Font heading = HPDF_GetFont(doc, HPDF_LoadTTFontFromFile2(doc, zenhei, 0, HPDF_TRUE), "UTF-8");
	HPDF_Page page = HPDF_AddPage(doc);

	HPDF_Page_SetSize(page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
	for (int i = 0; i < lines; i++)
		draw_line(page, body, heading, form[i], value);
	HPDF_Page_DrawImage(page, HPDF_LoadJpegImageFromFile(doc, value[n - 2]), 459, 602, 71, 99);
	draw_qr(page, value[n - 1]);
	draw_bars(page, value[ADMIT_NO]);
	snprintf(path, sizeof path, "%s/%s.pdf", dir, value[ADMIT_NO]);
	HPDF_SaveToFile(doc, path);
	HPDF_Free(doc);
}

int
main(int argc, char **argv)
{
	static char line[65536];
	char *value[VALUES];

	if (argc == 2 && strcmp(argv[1], "qr") == 0)
		return add_qr();
	if (argc != 6 || strcmp(argv[1], "draw") != 0)
		fail("qr, or draw FORM RECORDS N DIR");
	read_form(argv[2]);
	FILE *f = fopen(argv[3], "r");

	if (f == NULL)
		fail(argv[3]);
	for (int i = atoi(argv[4]); i > 0 && fgets(line, sizeof line, f) != NULL; i--)
		draw_card(value, split(line, value), argv[5]);
	return fclose(f) != 0;
}
