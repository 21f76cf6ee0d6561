/* SPDX-License-Identifier: MIT
 * Photographs of a folder. */
#include "frame/photo_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/db.h"
#include "store/photo_journal.h"
#include "store/photo_store.h"
#include "value/text.h"

/* ---- rules */

struct named_rule {
	char *name;
	struct photo_rule rule;
};

static struct named_rule *rules;
static size_t nrules;

static void
read_rules(void)
{
	static struct stmt q = { "SELECT rule, kind, min_bytes, max_bytes, min_width, min_height, out_width, out_height, backgrounds "
		"FROM photo_rule ORDER BY row", NULL };
	size_t cap = 0;

	while (db_row(&q)) {
		rules = grow(rules, nrules, &cap, sizeof *rules);
		struct named_rule *r = &rules[nrules++];

		*r = (struct named_rule){ xstrdup(db_col(&q, 0)), { .min_bytes = db_col_int(&q, 2), .max_bytes = db_col_int(&q, 3),
			.min_width = (int)db_col_int(&q, 4), .min_height = (int)db_col_int(&q, 5), .out_width = (int)db_col_int(&q, 6),
			.out_height = (int)db_col_int(&q, 7) } };
		if (!photo_kind_parse(db_col(&q, 1), &r->rule.kind) || !photo_backgrounds_parse(db_col(&q, 8), &r->rule.backgrounds))
			refuse(L("PHOTO_RULE_FAULTY: rule %s of photo_rule: kind %s, backgrounds %s; exam-config check says what is wrong; nothing was changed",
			    "PHOTO_RULE_FAULTY: photo_rule 中规则 %s 的 kind %s、backgrounds %s 有误; 请运行 exam-config check; 未作任何改动"), r->name,
			    db_col(&q, 1), db_col(&q, 8));
	}
}

int
photo_rule_find(const char *name, bool portrait)
{
	struct buf there = BUF_INIT;

	if (rules == NULL)
		read_rules();
	for (size_t i = 0; i < nrules; i++) {
		if (portrait && rules[i].rule.kind != PHOTO_KIND_ID)
			continue;
		if (strcmp(rules[i].name, name) == 0)
			return (int)i;
		buf_printf(&there, " %s", rules[i].name);
	}
	refuse(L("PHOTO_RULE_UNKNOWN: %s is no rule for this in photo_rule; there are:%s; nothing was changed",
	    "PHOTO_RULE_UNKNOWN: photo_rule 中没有可用的规则 %s; 现有:%s; 未作任何改动"), name, buf_text(&there));
}

int
photo_rule_of(const struct exam *e, const char *province)
{
	const char *name = setting_text(e, province, "photo_rule");

	if (name == NULL)
		refuse("%s", L("SETTING_MISSING: no setting photo_rule; name a rule with --rule, or complete setting.csv; nothing was changed",
		    "SETTING_MISSING: 没有 photo_rule 设置; 请用 --rule 指明或补全 setting.csv; 未作任何改动"));
	return photo_rule_find(name, true);
}

const struct photo_rule *
photo_rule_at(int rule)
{
	return &rules[rule].rule;
}

const char *
photo_rule_name(int rule)
{
	return rules[rule].name;
}

/* ---- the folder */

static int folder = -1;
static const char *folder_name;

void
photo_folder_open(const char *dir)
{
	if (dir == NULL)
		die_usage("%s", L("-D DIR is required: the folder of the photos", "须用 -D DIR 指明照片目录"));
	folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		refuse(L("%s: %s; nothing was changed", "%s: %s; 未作任何改动"), dir, errno_text(errno));
	folder_name = dir;
}

const char *
photo_folder_name(void)
{
	return folder_name;
}

int
photo_folder(void)
{
	return folder;
}

bool
photo_name_ok(const char *name)
{
	return *name != '\0' && strlen(name) < sizeof((struct shot *)NULL)->file && strpbrk(name, "/\\") == NULL && strcmp(name, ".") != 0 &&
	    strcmp(name, "..") != 0;
}

bool
photo_name_check(struct rec *r, int column, const char *name)
{
	if (photo_name_ok(name))
		return true;
	fault(r, column, "PHOTO_NAME", L("\"%.80s\" is no file of the photo folder: a file name alone, of at most %d bytes, without a folder before it",
	    "“%.80s” 不是照片目录内的文件: 只写文件名, 至多 %d 字节, 前面不带目录"), shown_photo(r->run, name), (int)sizeof((struct shot *)NULL)->file - 1);
	return false;
}

void
photo_name_text(struct buf *out, const char *name)
{
	uint32_t cp;

	for (size_t left = strlen(name); left > 0;) {
		int n = utf8_decode(name, left, &cp);

		if (n > 0)
			buf_add(out, name, (size_t)n);
		else
			buf_char(out, '?');
		name += n > 0 ? n : 1;
		left -= n > 0 ? (size_t)n : 1;
	}
}

const char *
shown_photo(const struct run *run, const char *name)
{
	static struct buf ring[2], text;
	static int next;
	struct buf *b = &ring[next++ % 2];

	buf_clear(b);
	buf_clear(&text);
	photo_name_text(&text, name);
	for (const char *p = buf_text(&text); *p != '\0';) {
		size_t n = strspn(p, "0123456789Xx");

		if (n >= 15) {
			char *number = xstrndup(p, n);

			buf_str(b, shown_document(run, number));
			free(number);
		} else {
			n += n == 0;
			buf_add(b, p, n);
		}
		p += n;
	}
	return buf_text(b);
}

/* ---- a photo */

enum { SECONDS = 20, ADDRESS_SPACE = 1 << 30 };

/* A worker that a picture drives beyond these dies, which costs that picture only. */
static void
limit(void)
{
	signal(SIGALRM, SIG_DFL);
	alarm(SECONDS);
#ifndef __SANITIZE_ADDRESS__ /* its shadow memory alone is larger */
	setrlimit(RLIMIT_AS, &(struct rlimit){ ADDRESS_SPACE, ADDRESS_SPACE });
#endif
}

/* Open without following a link or waiting for a pipe. */
static enum shot_state
open_in_folder(const char *name, int *fd, struct stat *st, int *error)
{
	*fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (*fd < 0) {
		*error = errno;
		return errno == ENOENT ? SHOT_MISSING : errno == ELOOP || errno == ENXIO ? SHOT_NOT_FILE : SHOT_UNREADABLE;
	}
	return fstat(*fd, st) == 0 && S_ISREG(st->st_mode) ? SHOT_MEASURED : SHOT_NOT_FILE;
}

static enum shot_state
read_in_folder(const char *name, struct buf *out, int64_t *size, int *error)
{
	struct stat st = { .st_size = 0 };
	int fd;
	enum shot_state state = open_in_folder(name, &fd, &st, error);

	if (fd < 0)
		return state;
	if (state == SHOT_MEASURED && !buf_read_fd(out, fd, PHOTO_FILE_MAX)) {
		*error = errno;
		state = errno == EFBIG ? SHOT_MEASURED : SHOT_UNREADABLE;
	}
	*size = st.st_size;
	close(fd);
	return state;
}

static bool
in_store(const char *db, const char *sha256)
{
	char *path = photo_store_path(db, sha256);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

static void
digest_of(const struct buf *b, char sha256[HASH_HEX])
{
	unsigned char sum[HASH_SIZE];

	hash_once(buf_text(b), b->len, sum);
	hash_hex(sum, sha256);
}

static void
keep_in_store(struct shot *s, const char *db, const struct buf *b)
{
	char digest[HASH_HEX];

	if (!photo_store_write(db, buf_text(b), b->len, digest))
		s->keep_error = errno != 0 ? errno : EIO;
}

void
shot_take(struct shot *s, const char *db, enum shot_keep keep)
{
	static struct buf bytes;
	static struct photo_work work;
	struct photo_judgement j;
	int64_t size = 0;

	limit();
	buf_clear(&bytes);
	s->state = read_in_folder(s->file, &bytes, &size, &s->error);
	if (s->state == SHOT_MEASURED && s->error == EFBIG) {
		s->measures.bytes = size;
		s->measures.fault = JPEG_TOO_LARGE;
		s->measures.header.kind = file_kind_of(buf_text(&bytes), bytes.len);
	} else if (s->state == SHOT_MEASURED) {
		digest_of(&bytes, s->sha256);
		photo_measure(buf_text(&bytes), bytes.len, &work, &s->measures);
		photo_judge(&s->measures, photo_rule_at(s->rule), &j);
		if (keep == SHOT_KEEP_ALL || (keep == SHOT_KEEP_PASSED && j.verdict == PHOTO_PASS))
			keep_in_store(s, db, &bytes);
	}
	alarm(0);
}

bool
shot_of(struct rec *r, int column, const char *file, int64_t person_id, struct shot *s)
{
	if (r->attached == NULL && faulty(r))
		return false; /* as check() has said */
	if (r->attached == NULL) {
		fault(r, column, "INTERNAL", L("%s: measuring it took more than %d s or ended the worker process; look at the file, and send it to the "
		    "makers of the program", "%s: 检测超过 %d 秒或导致工作进程异常终止; 请检查该文件并反馈给开发者"), shown_photo(r->run, file), SECONDS);
		return false;
	}
	if (r->attached_len == sizeof *s)
		memcpy(s, r->attached, sizeof *s);
	if (r->attached_len != sizeof *s || strcmp(s->file, file) != 0 || s->person_id != person_id) {
		fault(r, column, "TRY_AGAIN", "%s", L("the registration was changed meanwhile; run it again", "处理期间报名信息已变化; 请重新运行"));
		return false;
	}
	return true;
}

const char *
shot_code(const struct shot *s)
{
	return s->state == SHOT_MISSING ? "PHOTO_FILE_MISSING" : s->state == SHOT_NOT_FILE ? "PHOTO_FILE_KIND" : "PHOTO_FILE_UNREADABLE";
}

bool
shot_readable(struct rec *r, int column, const struct shot *s, const char *who)
{
	const char *file = shown_photo(r->run, s->file);

	if (s->state == SHOT_MEASURED)
		return true;
	if (s->state == SHOT_MISSING)
		fault(r, column, shot_code(s), L("%s: no file %s in %s; names are compared letter by letter", "%s: 没有文件 %s (目录 %s); 文件名须完全一致"), who,
		    file, folder_name);
	else if (s->state == SHOT_NOT_FILE)
		fault(r, column, shot_code(s), L("%s: %s is a folder, a link or a device; a plain file is needed", "%s: %s 是目录、链接或设备; 须为普通文件"), who, file);
	else
		fault(r, column, shot_code(s), L("%s: %s: %s", "%s: %s: %s"), who, file, errno_text(s->error));
	return false;
}

void
shot_look(struct rec *r, int column, const char *file, const char *who)
{
	struct shot s;
	struct stat st;
	int fd;

	snprintf(s.file, sizeof s.file, "%s", file);
	s.state = open_in_folder(file, &fd, &st, &s.error);
	if (fd >= 0)
		close(fd);
	shot_readable(r, column, &s, who);
}

void
shot_findings(struct rec *r, int column, const struct shot *s, const struct photo_judgement *j, const char *who)
{
	static struct buf text;

	for (int i = 0; i < j->n; i++) {
		const struct photo_finding *f = &j->findings[i];

		buf_clear(&text);
		photo_finding_text(f, &s->measures, photo_rule_at(s->rule), &text);
		fault(r, column, photo_code_name(f->code), "%s: %s: %s", who, photo_verdict_text(f->level), buf_text(&text));
	}
}

/* ---- the store */

static _Noreturn void
cannot_keep(const char *db, const char *sha256, int error)
{
	refuse(L("%s: %s; the photo cannot be kept; nothing was changed", "%s: %s; 照片无法保存; 未作任何改动"), photo_store_path(db, sha256),
	    errno_text(error));
}

void
shot_keep(const struct run *run, const struct shot *s)
{
	struct shot again = *s;

	if (run->dry_run)
		return;
	if (s->keep_error != 0)
		cannot_keep(run->db, s->sha256, s->keep_error);
	if (!in_store(run->db, s->sha256)) { /* a run that was refused meanwhile may have swept it away */
		struct buf bytes = BUF_INIT;
		char digest[HASH_HEX] = "";
		int64_t size;

		if (read_in_folder(s->file, &bytes, &size, &again.error) == SHOT_MEASURED && again.error == 0)
			digest_of(&bytes, digest);
		if (strcmp(digest, s->sha256) != 0)
			refuse(L("%s: it was changed while it was read; nothing was changed; run again", "%s: 读取期间文件被修改; 未作任何改动; 请重新运行"),
			    shown_photo(run, s->file));
		keep_in_store(&again, run->db, &bytes);
		buf_release(&bytes);
		if (again.keep_error != 0)
			cannot_keep(run->db, s->sha256, again.keep_error);
	}
}

void
shot_begin(const struct run *run)
{
	if (!run->dry_run)
		photo_journal_begin(run->db);
}

void
shot_sweep(const struct run *run)
{
	photo_journal_sweep(run->strict && run->rejected > 0 ? run->batch_id : 0);
}

void
shot_figures(const struct shot *s, struct shot_figures *out)
{
	const struct photo_measures *m = &s->measures;

	*out = (struct shot_figures){ .background = "" };
	if (s->state != SHOT_MEASURED)
		return;
	snprintf(out->bytes, sizeof out->bytes, "%lld", (long long)m->bytes);
	if (m->width > 0 && m->height > 0) {
		snprintf(out->width, sizeof out->width, "%d", m->width);
		snprintf(out->height, sizeof out->height, "%d", m->height);
	}
	if (m->measured) {
		out->background = photo_background_name(m->background);
		snprintf(out->sharpness, sizeof out->sharpness, "%d.%04d", m->sharpness / 10000, m->sharpness % 10000);
	}
}
