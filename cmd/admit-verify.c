/* SPDX-License-Identifier: MIT
 * admit-verify: are the scanned codes those of cards that the office has printed and that still hold? It stands at the door of an exam
 * site, behind a scanner, without the database: the answer to a line leaves before the next one is read. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "frame/side.h"
#include "frame/tool.h"
#include "rule/token.h"
#include "store/beside.h"

static const char *key_file, *revoked_file;

static const struct opt opts[] = {
	OPT_TEXT(0, "key", &key_file, "FILE", "the office's public key (default: the .pub beside the database)", "考试机构的公钥 (默认: 数据库旁的 .pub)"),
	OPT_TEXT(0, "revoked", &revoked_file, "FILE", "cards that hold no more, of admit-print --revoked-out", "已作废的准考证, 由 admit-print --revoked-out 生成"),
	OPT_END
};

enum { O_LINE, O_ADMIT_NO, O_EXAM, O_VERDICT, O_COUNT };
static const char *const out[] = { "line", "admit_no", "exam", "verdict", NULL };

static unsigned char public[SIGN_PUBLIC];

enum answer { VALID, FORGED, REVOKED, WRONG_EXAM, ANSWERS };
static const char *const words[ANSWERS] = { "valid", "forged", "revoked", "wrong_exam" };
static long long counts[ANSWERS], skipped;

/* ---- cards that hold no more */

enum { R_EXAM, R_ADMIT_NO, R_CARD };
static const struct incol revoked_columns[] = { [R_EXAM] = { "exam", false }, [R_ADMIT_NO] = { "admit_no", true }, [R_CARD] = { "card", false }, { NULL, false } };
static struct map revoked;

static uint64_t
revoked_key(const char *exam, const char *admit_no, const char *card)
{
	static struct buf b;

	buf_clear(&b);
	buf_printf(&b, "%s\n", exam);
	for (const char *p = admit_no; *p != '\0'; p++)
		buf_char(&b, (char)toupper((unsigned char)*p)); /* as the column is read */
	buf_printf(&b, "\n%s", card);
	return hash64(b.ptr, b.len);
}

/* CODE-YEAR, as tokens have it; whether there is such an exam only the database knows. */
static bool
is_exam(const char *key)
{
	const char *dash = strrchr(key, '-');

	return dash != NULL && dash != key && strlen(dash + 1) == 4 && strspn(dash + 1, "0123456789") == 4 && strlen(key) < TOKEN_EXAM_SIZE;
}

static void
take_revoked(void *context, int64_t line, const char *const *v)
{
	(void)context;
	if (*v[R_ADMIT_NO] == '\0')
		refuse(L("%s:%lld: admit_no is empty; nothing was checked", "%s:%lld: admit_no 为空; 未作任何核验"), revoked_file, (long long)line);
	if (*v[R_EXAM] != '\0' && !is_exam(v[R_EXAM]))
		refuse(L("%s:%lld: exam: CODE-YEAR, like AQ-2025, not %s; nothing was checked", "%s:%lld: exam 须为 代码-年度, 如 AQ-2025, 不是 %s; 未作任何核验"),
		    revoked_file, (long long)line, v[R_EXAM]);
	*map_at(&revoked, revoked_key(v[R_EXAM], v[R_ADMIT_NO], v[R_CARD]), NULL) = 1;
}

/* A row without card is about every card of the number, one without exam about every exam. */
static bool
is_revoked(const struct token *t)
{
	const char *const exam[] = { t->exam, "" }, *const card[] = { t->card, "" };

	for (int i = 0; i < 2; i++)
		for (int k = 0; k < 2; k++)
			if (map_has(&revoked, revoked_key(exam[i], t->admit_no, card[k])))
				return true;
	return false;
}

/* ---- a line */

/* The longest that is kept: what is longer is no token, whatever follows. */
enum { KEPT = TOKEN_MAX + 1 };

struct scan {
	struct run *run;
	const char *name; /* of the file, for messages */
	int64_t line;
	char text[KEPT + 1];
	size_t n;
	bool begun;       /* a byte of the line has come */
	bool after_cr;    /* a line feed belongs to the line before */
};

static enum answer
judge(const struct run *run, const struct token *t)
{
	if (run->exam_key != NULL && strcmp(run->exam_key, t->exam) != 0)
		return WRONG_EXAM;
	return is_revoked(t) ? REVOKED : VALID;
}

static void
end_line(struct scan *s)
{
	char number[24];
	struct token t = { .exam = "" };
	const char *row[O_COUNT] = { [O_LINE] = number };
	enum answer a = FORGED;

	s->line++;
	while (s->n > 0 && isspace((unsigned char)s->text[s->n - 1]))
		s->n--;
	s->text[s->n] = '\0';
	enum token_result r = s->n > 0 ? token_read(s->text, public, &t) : TOKEN_FOREIGN;

	if (r == TOKEN_VALID)
		a = judge(s->run, &t);
	if (r != TOKEN_FOREIGN) {
		snprintf(number, sizeof number, "%lld", (long long)s->line);
		row[O_ADMIT_NO] = t.admit_no;
		row[O_EXAM] = t.exam;
		row[O_VERDICT] = words[a];
		counts[a]++;
		run_row(s->run, row);
	} else if (s->n > 0) {
		skipped++;
		notice(L("%s:%lld: not the QR code of an admit card; skipped", "%s:%lld: 不是准考证二维码, 已跳过"), s->name, (long long)s->line);
	}
	s->n = 0;
	s->begun = false;
}

static void
take_byte(struct scan *s, char c)
{
	bool second = c == '\n' && s->after_cr, blank = isspace((unsigned char)c);

	s->after_cr = c == '\r';
	if (second)
		return;
	s->begun = true;
	if (c == '\0')
		c = '\1'; /* it must not end the text */
	if (c == '\n' || c == '\r')
		end_line(s);
	else if (s->n < KEPT && (s->n > 0 || !blank))
		s->text[s->n++] = c;
	else if (!blank)
		s->text[KEPT - 1] = c; /* and no more: it is too long already */
}

static void
skip_mark(char *p, size_t *n)
{
	if (*n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		memmove(p, p + 3, *n -= 3);
}

static long long
answered(void)
{
	return counts[VALID] + counts[FORGED] + counts[REVOKED] + counts[WRONG_EXAM];
}

/* Read from whatever there is, as it comes. */
static void
scan_file(struct run *run, const char *path)
{
	bool input = strcmp(path, "-") == 0;
	struct scan s = { .run = run, .name = input ? "stdin" : path };
	int fd = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	bool first = true;
	char piece[65536];
	ssize_t got = -1;

	if (fd < 0)
		refuse(L("%s: %s; no line of it was read; of the FILEs before it %lld codes were answered", "%s: %s; 未读取其任何一行; 此前各文件已核验 %lld 条"), s.name, errno_text(errno),
		    answered());
	for (;;) {
		run_flush();
		got = read(fd, piece, sizeof piece);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		size_t n = (size_t)got;

		if (first)
			skip_mark(piece, &n);
		first = false;
		for (size_t i = 0; i < n; i++)
			take_byte(&s, piece[i]);
	}
	if (got < 0)
		refuse(L("%s: %s; lines up to %lld were answered", "%s: %s; 已核验至第 %lld 行"), s.name, errno_text(errno), (long long)s.line);
	if (s.begun)
		end_line(&s);
	if (!input)
		close(fd);
}

/* ---- the run */

static void
read_key(const struct run *run)
{
	char *path = key_file != NULL ? xstrdup(key_file) : beside(run->db, BESIDE_PUB);
	struct buf err = BUF_INIT;

	if (!key_read(path, public, sizeof public, &err))
		refuse(L("%s; codes are checked with the .pub that exam-init has made: name it with --key, or its database with -d",
		    "%s; 核验须用 exam-init 生成的 .pub 公钥: 用 --key 指定, 或用 -d 指定其数据库"), buf_text(&err));
	free(path);
}

static int
verify(struct run *run, int argc, char **argv)
{
	if (run->exam_key != NULL && !is_exam(run->exam_key))
		die_usage(L("-e: CODE-YEAR, like AQ-2025, not %s", "-e: 须为 代码-年度, 如 AQ-2025, 不是 %s"), run->exam_key);
	read_key(run);
	if (revoked_file != NULL)
		side_read(run, revoked_file, revoked_columns, take_revoked, NULL);
	run_live(run);
	if (argc == 0)
		scan_file(run, "-");
	for (int i = 0; i < argc; i++)
		scan_file(run, argv[i]);
	map_release(&revoked);
	if (answered() == 0)
		refuse(L("EMPTY: no code of an admit card was scanned; %lld lines skipped", "EMPTY: 没有扫到任何准考证二维码; 跳过 %lld 行"), skipped);
	run->rejected = counts[FORGED] + counts[REVOKED] + counts[WRONG_EXAM];
	run->unchanged = counts[VALID];
	run_summary(run, L("%lld valid, %lld forged, %lld revoked, %lld of another exam; %lld lines skipped",
	    "有效 %lld, 伪造 %lld, 作废 %lld, 非本考试 %lld; 跳过 %lld 行"), counts[VALID], counts[FORGED], counts[REVOKED], counts[WRONG_EXAM], skipped);
	return run->rejected == 0 ? EX_OK : EX_FINDINGS;
}

static const struct tool tool = {
	.name = "admit-verify",
	.synopsis = "[options] [--key FILE] [--revoked FILE] [FILE ...]",
	.does_en = "check scanned codes of admit cards, without the database",
	.does_zh = "核验扫描的准考证二维码, 不需数据库",
	.opts = opts,
	.flags = TOOL_NO_DB,
	.writes = "",
	.roles = "",
	.out = out,
	.main = verify,
};

int
main(int argc, char **argv)
{
	return tool_main(&tool, argc, argv);
}
