/* SPDX-License-Identifier: MIT
 * Talking to the operator and leaving: messages on standard error in the operator's
 * language, and the exit statuses of the contract, which are written here only. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>

enum {
	EX_OK = 0,       /* every record passed */
	EX_FINDINGS = 1, /* the run is complete, with refused records or differences */
	EX_USAGE = 2,    /* wrong call, nothing read */
	EX_ENV = 3,      /* nothing was changed; the message says what to do */
	EX_OUTPUT = 4,   /* committed, but the output could not be written whole */
	EX_BUSY = 75     /* another writer held on past the timeout; nothing was changed */
};

#if defined(__GNUC__)
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#else
#define PRINTF_LIKE(f, a)
#endif

/* The program's name for messages; call once, first. Keeps the pointer. */
void diag_program(const char *name);
const char *diag_name(void);

/* True where LC_ALL, LC_MESSAGES or LANG (the first that is set) asks for Chinese. */
bool diag_chinese(void);
/* From now on texts are in Chinese, or in English: what a candidate is told does not follow the operator. Returns what was. */
bool diag_speak(bool in_chinese);

/* The one of the two texts that the operator reads. Both must take the same arguments. */
const char *L(const char *en, const char *zh) __attribute__((format_arg(1), format_arg(2)));

/* What an errno means, in the operator's language. */
const char *errno_text(int error);

/* Print "program: message" (control characters masked) and exit with status (EX_*).
 * Only cmd/, frame/ and store/ call it: other library functions return errors. */
_Noreturn void die(int status, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* die(EX_USAGE) with a pointer to -h. */
_Noreturn void die_usage(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* Print "program: message" and go on. */
void notice(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* A broken invariant of the program itself: print where, and abort. */
#define bug(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void bug_at(const char *file, int line, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif
