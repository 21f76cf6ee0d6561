/* SPDX-License-Identifier: MIT
 * On which pages of which documents everybody is, or why a document was not printed. */
#ifndef ROOM_PRINT_LEDGER_H
#define ROOM_PRINT_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame/print.h"

/* A document: its number in print; or, where it was not given to print, its trouble ("CODE: message", copied). Its number here. */
size_t ledger_document(size_t number, const char *trouble);
/* The registration is on this page of it, from 0. */
void ledger_note(int64_t id, size_t document, int page);
/* After the last note, before the first find. */
void ledger_close(void);

/* The registration is of the input, and not refused so far. Before ledger_close. */
void ledger_want(int64_t id);

/* Who of the input is on a document that cannot be printed is refused whole; a document is printed where somebody of the input passes on it. Withdraw
 * the others from print: before print_draw, and after it (drawn), when more documents may have proved unprintable; true: what was drawn then holds some
 * of them, draw again. */
bool ledger_withdraw(struct print *print, bool drawn);

/* After print_draw: what was printed of a registration, calling back for each page on which it is, by file and page; or, and then no page, the
 * troubles of its documents, lines of CODE: message. Each once. */
void ledger_find(struct print *print, int64_t id, void (*page)(void *context, const char *file, int page),
    void (*trouble)(void *context, const char *text), void *context);

#endif
