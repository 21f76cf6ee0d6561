/* SPDX-License-Identifier: MIT
 * Codes for scanners on printed documents: QR (ISO/IEC 18004, by libqrencode) for signed
 * tokens, Code 128 (ISO/IEC 15417) for admit and registration numbers. */
#ifndef MEDIA_BARCODE_H
#define MEDIA_BARCODE_H

#include <stdbool.h>
#include <stddef.h>

#include "media/canvas.h"

enum { QR_MAX = 177, CODE128_MAX = 48 };

struct qr {
	int size; /* modules on a side */
	unsigned char bits[QR_MAX * ((QR_MAX + 7) / 8)]; /* rows, high bit left, 1 is black */
};

/* Error correction level M. False where text is empty, is not ASCII (a code has no mark
 * for its encoding that scanners agree on), or is too long. */
bool qr_make(const char *text, struct qr *out);

/* Draw text as QR code into the square of side mm at x, y; the quiet zone of four modules is
 * inside it. False where qr_make says so; nothing is drawn. */
bool barcode_qr(struct canvas *c, const char *text, double x, double y, double side);

/* Code 128 in sets B and C: the widths of bars and spaces in turn, in modules, without
 * quiet zones. The number of widths, or 0 where text is empty, longer than CODE128_MAX or has characters
 * outside ASCII 32 … 126. */
enum { CODE128_WIDTHS = (CODE128_MAX + 3) * 6 + 7 };
int code128_make(const char *text, unsigned char widths[CODE128_WIDTHS]);

/* Draw text as Code 128 in the middle of the box, with quiet zones of ten modules inside it
 * and modules as wide as fit but at most 0.4 mm. False where the text cannot be encoded or
 * modules would be narrower than 0.19 mm, which hand scanners do not read. */
bool barcode_code128(struct canvas *c, const char *text, double x, double y, double w, double h);

#endif
