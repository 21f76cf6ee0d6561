/* SPDX-License-Identifier: MIT
 * The token in an admit card's QR code: which exam, which admit number, which card, and the office's Ed25519
 * signature over that, so that whoever has exam.pub can tell a card of the office without its database.
 *
 *     KW1.EXAM-YEAR.ADMIT_NO.CARD.SIGNATURE
 *
 * CARD is a digest of all that the card says: a card that was printed before a change has another one than
 * the card that holds now. The signature (base64) covers everything before its own '.'. All is ASCII: QR
 * codes have no mark for other text that scanners agree on. An admit number may have dots in it, the other
 * fields have none. */
#ifndef RULE_TOKEN_H
#define RULE_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/hash.h"

enum { TOKEN_CARD = 9, TOKEN_CARD_TEXT = 13, TOKEN_EXAM_SIZE = 16, TOKEN_ADMIT_SIZE = 65, TOKEN_MAX = 256 };

struct token {
	char exam[TOKEN_EXAM_SIZE]; /* "AQ-2025" */
	char admit_no[TOKEN_ADMIT_SIZE];
	char card[TOKEN_CARD_TEXT]; /* 12 characters of base64 */
};

enum token_result {
	TOKEN_VALID,
	TOKEN_FORGED, /* calls itself a token or ends in a signature, but is cut, altered, or signed with another key */
	TOKEN_FOREIGN /* no token of this system */
};

/* The card field from all that the card says (n bytes at p). */
void token_card(const void *p, size_t n, char out[TOKEN_CARD_TEXT]);

/* Append the signed token. False, nothing appended, where a field is empty or has characters that a token
 * cannot carry. */
bool token_make(const struct token *t, const unsigned char secret[SIGN_SECRET], struct buf *out);

/* Read and check a scanned line (without its line end). *t is filled with TOKEN_VALID only: what a forger
 * wrote is not passed on. */
enum token_result token_read(const char *text, const unsigned char public[SIGN_PUBLIC], struct token *t);

#endif
