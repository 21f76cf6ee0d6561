/* SPDX-License-Identifier: MIT
 * The one main(): options, who and when, the run, the exit status. */
#include "frame/tool.h"

#include <errno.h>
#include <getopt.h>
#include <locale.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"
#include "frame/state.h"
#include "store/beside.h"
#include "store/db.h"
#include "store/todo.h"
#include "value/text.h"

enum { OPTIONS_MAX = 64 };

static struct run run;
static struct run_state state;

static const struct opt common[] = {
	OPT_TEXT('d', "db", &run.db, "FILE", "the database (default $KAOWU_DB, else exam.db)", "数据库 (默认 $KAOWU_DB, 否则 exam.db)"),
	OPT_TEXT('e', "exam", &run.exam_key, "CODE-YEAR", "the exam instance, e.g. 308-2024", "考试, 如 308-2024"),
	OPT_FLAG('a', "all", &run.all, "act on all records that are due", "处理全部待办记录"),
	OPT_TEXT('r', "rejects", &state.rejects, "FILE", "write refused records there as CSV", "被拒记录写入此 CSV"),
	OPT_FLAG('n', "dry-run", &run.dry_run, "do and print everything, change nothing", "试运行, 不作改动"),
	OPT_FLAG(0, "strict", &run.strict, "refuse the whole run if one record is refused", "有一条被拒则全部不改"),
	OPT_FLAG(0, "changed", &run.only_changed, "print only records that this run changed", "只输出本次有改动的记录"),
	OPT_TEXT(0, "encoding", &state.encoding, "NAME", "encoding of the input (default auto)", "输入编码 (默认 auto)"),
	OPT_TEXT(0, "out-encoding", &state.out_encoding, "NAME", "encoding of the output (default UTF-8)", "输出编码 (默认 UTF-8)"),
	OPT_TEXT(0, "header", &state.header, "zh|en", "language of the column names (default en)", "列名语言 (默认 en)"),
	OPT_TEXT(0, "map", &state.map, "FILE", "further header names of the input: theirs,ours", "列名对照表: theirs,ours"),
	OPT_FLAG(0, "excel", &state.excel, "CSV for spreadsheets", "供电子表格打开的 CSV"),
	OPT_FLAG(0, "unmask", &run.unmask, "personal data whole (audited)", "个人信息不掩码 (记入审计)"),
	OPT_TEXT(0, "as-of", &state.as_of, "TIME", "act as if it were TIME", "以 TIME 为当前时间"),
	OPT_TEXT(0, "operator", &run.operator_name, "NAME", "on whose behalf", "代何人操作"),
	OPT_TEXT(0, "override", &run.override, "'DOC_NO: REASON'", "pass a closed window (role centre)", "越过已关闭的窗口 (中心)"),
	OPT_INT(0, "busy-timeout", &state.busy_timeout, 0, 86400, "S", "seconds to wait for another writer (60)", "等待其他写入者的秒数 (60)"),
	OPT_FLAG('q', "quiet", &run.quiet, "no summary, no progress", "不输出摘要与进度"),
	OPT_FLAG(0, "progress", &state.progress, "show progress", "显示进度"),
	OPT_FLAG(0, "no-progress", &state.no_progress, "show no progress", "不显示进度"),
	OPT_INT('j', "jobs", &state.jobs, 1, 1024, "N", "worker processes (default: CPUs)", "工作进程数 (默认: CPU 数)"),
	OPT_END
};

/* The commands that take --all, "propose, settle: ", where others do not; false where nothing takes it. */
static bool
all_taken(const struct tool *t, struct buf *by)
{
	bool some = false, every = true;

	if (t->commands == NULL)
		return (t->flags & TOOL_ALL) != 0;
	for (const struct tool *c = t->commands; c->name != NULL; c++) {
		if (c->flags & TOOL_ALL)
			buf_printf(by, "%s%s", some ? ", " : "", strchr(c->name, ' ') + 1);
		some |= (c->flags & TOOL_ALL) != 0;
		every &= (c->flags & TOOL_ALL) != 0;
	}
	if (every)
		buf_clear(by);
	else
		buf_str(by, ": ");
	return some;
}

static void
help_option(const struct tool *t, const struct opt *o)
{
	struct buf left = BUF_INIT, by = BUF_INIT;

	if (o->value == &run.all && !all_taken(t, &by)) {
		buf_release(&by);
		return;
	}
	if (o->letter != 0)
		buf_printf(&left, "-%c, ", o->letter);
	buf_printf(&left, "--%s", o->name);
	if (o->argument != NULL)
		buf_printf(&left, " %s", o->argument);
	printf("  %-28s %s%s\n", buf_text(&left), buf_text(&by), diag_chinese() ? o->zh : o->en);
	buf_release(&left);
	buf_release(&by);
}

/* An option of this variable among the first n? */
static bool
listed(const struct opt *const *all, int n, const struct opt *o)
{
	for (int i = 0; i < n; i++)
		if (all[i]->value == o->value)
			return true;
	return false;
}

static int
collect(const struct opt **all, int n, const struct opt *table)
{
	for (const struct opt *o = table; o != NULL && o->kind != OPT_NONE && n < OPTIONS_MAX - 3; o++)
		if (!listed(all, n, o))
			all[n++] = o;
	return n;
}

/* The options of the tool, of its commands, and of every tool. */
static int
collect_all(const struct tool *t, const struct opt **all)
{
	int n = collect(all, 0, t->opts);

	for (const struct tool *c = t->commands; c != NULL && c->name != NULL; c++)
		n = collect(all, n, c->opts);
	return collect(all, n, common);
}

/* Who may run it, where there are operators. */
static void
help_roles(const struct tool *t)
{
	const char *command = strchr(t->name, ' '), *all = L("every role", "各种角色");

	printf(L("\nroles%s: %s%s\n", "\n角色%s: %s%s\n"), command != NULL ? command : "", *t->roles == '\0' ? all : strcmp(t->roles, "centre") == 0 ? "" : "centre ",
	    t->roles);
}

static _Noreturn void
help(const struct tool *t)
{
	const struct opt *all[OPTIONS_MAX];
	int n = collect_all(t, all);

	printf(L("usage: %s %s\n\n%s\n\n", "用法: %s %s\n\n%s\n\n"), t->name, t->synopsis, L(t->does_en, t->does_zh));
	for (int i = 0; i < n; i++)
		help_option(t, all[i]);
	printf("  %-28s %s\n  %-28s %s\n", "-h, --help", L("this text", "显示本说明"), "-V, --version",
	    L("the version", "显示版本"));
	if (t->commands == NULL)
		help_roles(t);
	for (const struct tool *c = t->commands; c != NULL && c->name != NULL; c++)
		help_roles(c);
	exit(fflush(stdout) == 0 && !ferror(stdout) ? EX_OK : EX_ENV);
}

static void
set_option(const struct opt *o, const char *argument)
{
	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)o->value = true;
		break;
	case OPT_TEXT:
		*(const char **)o->value = argument;
		break;
	case OPT_INT:
		if (!num_parse(argument, o->min, o->max, o->value))
			die_usage(L("--%s: not a whole number from %lld to %lld: %s", "--%s: 须为 %lld 至 %lld 的整数: %s"),
			    o->name, (long long)o->min, (long long)o->max, argument);
		break;
	case OPT_NONE:
		break;
	}
}

enum { HELP = 1000, VERSION };

/* What getopt says of what it does not understand, in the operator's language. wrong: '?' or, where the value is missing, ':'. */
static _Noreturn void
wrong_option(int wrong, const char *typed, const struct option *longs)
{
	char letter[3] = { '-', (char)optopt, '\0' };
	size_t len = strcspn(typed, "=");
	bool word = optopt == 0 || optopt > 255; /* a letter may stand in the middle of others: then typed is not it */
	int like = 0;

	for (const struct option *o = longs; o->name != NULL; o++)
		like += word && strncmp(o->name, typed + 2, len - 2) == 0;
	if (wrong == ':')
		die_usage(L("option '%s' requires an argument", "选项 '%s' 须给出值"), word ? typed : letter);
	if (word && optopt != 0)
		die_usage(L("option '%.*s' takes no argument", "选项 '%.*s' 不带值"), (int)len, typed);
	if (word && like > 1)
		die_usage(L("option '%s' is ambiguous: it is the beginning of several", "选项 '%s' 不明确: 有多个选项以此开头"), typed);
	die_usage(L("unrecognized option '%s'", "没有这个选项: '%s'"), word ? typed : letter);
}

/* What was given, for the commands that do not take it. */
static const struct opt *given[OPTIONS_MAX];
static int ngiven;

static void
parse_options(const struct tool *t, int argc, char **argv)
{
	const struct opt *all[OPTIONS_MAX];
	struct option longs[OPTIONS_MAX] = { { NULL, 0, NULL, 0 } };
	char shorts[OPTIONS_MAX * 2 + 1] = ":hV";
	int n = collect_all(t, all), letters = 3, c;

	for (int i = 0; i < n; i++) {
		longs[i] = (struct option){ all[i]->name, all[i]->kind == OPT_FLAG ? no_argument : required_argument, NULL, 256 + i };
		if (all[i]->letter != 0) {
			shorts[letters++] = (char)all[i]->letter;
			if (all[i]->kind != OPT_FLAG)
				shorts[letters++] = ':';
		}
	}
	longs[n] = (struct option){ "help", no_argument, NULL, HELP };
	longs[n + 1] = (struct option){ "version", no_argument, NULL, VERSION };
	opterr = 0;
	while ((c = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (c == 'h' || c == HELP)
			help(t);
		if (c == 'V' || c == VERSION) {
			printf("%s (kaowu) %s\n", t->name, KAOWU_VERSION);
			exit(fflush(stdout) == 0 ? EX_OK : EX_ENV);
		}
		if (c == '?' || c == ':')
			wrong_option(c, argv[optind - 1], longs);
		for (int i = 0; i < n; i++)
			if (c == 256 + i || (c < 256 && c == all[i]->letter)) {
				set_option(all[i], optarg);
				if (!listed(given, ngiven, all[i]))
					given[ngiven++] = all[i];
				break;
			}
	}
}

/* The command that the first operand names; options of the others are refused. */
static const struct tool *
choose_command(const struct tool *t, int argc, char **argv)
{
	const struct opt *taken[OPTIONS_MAX];
	const struct tool *c = t->commands;
	struct buf names = BUF_INIT;

	for (const struct tool *k = t->commands; k->name != NULL; k++)
		buf_printf(&names, "%s%s", names.len > 0 ? ", " : "", strchr(k->name, ' ') + 1);
	if (argc == 0)
		die_usage(L("which command: %s?", "须给出命令: %s"), buf_text(&names));
	while (c->name != NULL && strcmp(strchr(c->name, ' ') + 1, argv[0]) != 0)
		c++;
	if (c->name == NULL)
		die_usage(L("no such command: %s; there are %s", "没有这个命令: %s; 可用 %s"), argv[0], buf_text(&names));
	int n = collect(taken, collect(taken, 0, c->opts), common);

	for (int i = 0; i < ngiven; i++)
		if (!listed(taken, n, given[i]))
			die_usage(L("--%s: not an option of %s", "--%s: 不是 %s 的选项"), given[i]->name, c->name);
	buf_release(&names);
	return c;
}

/* SUDO_USER is believed of root and of the database's owner only: whoever is one of these writes the file as he likes, by
 * other programs too; anybody else would take another's name with it. */
static bool
sudo_called(const char *login)
{
	const char *uid = getenv("SUDO_UID");
	const struct passwd *pw;
	struct stat st;
	int64_t n;

	if (getuid() != geteuid() || (getuid() != 0 && stat(run.db, &st) == 0 && st.st_uid != getuid()))
		return false;
	/* sudo sets both; where they name two people it was not sudo */
	return uid == NULL || (num_parse(uid, 0, UINT32_MAX, &n) && ((pw = getpwnam(login)) == NULL || pw->pw_uid == (uid_t)n));
}

/* Who acts: the login that called sudo, else the real user. */
static const char *
acting_login(void)
{
	const char *sudo = getenv("SUDO_USER");

	if (sudo != NULL && *sudo != '\0' && sudo_called(sudo))
		return sudo;
	struct passwd *pw = getpwuid(getuid());

	return pw != NULL ? xstrdup(pw->pw_name) : xasprintf("uid%ld", (long)getuid());
}

static void
set_clock(void)
{
	const char *as_of = state.as_of != NULL ? state.as_of : getenv("KAOWU_NOW");
	const char *from = state.as_of != NULL ? "--as-of" : "KAOWU_NOW";

	if (as_of == NULL || *as_of == '\0')
		run.now_s = (int64_t)time(NULL) + 8 * 3600;
	else if (!time_parse(as_of, &run.now_s))
		die_usage(L("%s: not a time like 2025-08-20T10:00:00: %s", "%s: 不是 2025-08-20T10:00:00 形式的时间: %s"), from, as_of);
	time_text(run.now_s, run.now);
	run.today = (int32_t)(run.now_s / 86400 - (run.now_s % 86400 < 0));
}

static char *
masked_arguments(int argc, char **argv)
{
	struct buf b = BUF_INIT;

	for (int i = 0; i < argc; i++) {
		if (i > 0)
			buf_char(&b, ' ');
		typed_mask(argv[i], &b);
	}
	return buf_detach(&b);
}

static const char *
masked_text(const char *typed)
{
	struct buf b = BUF_INIT;

	typed_mask(typed, &b);
	return buf_detach(&b);
}

/* One person is one name, however it was typed. */
static const char *
operator_name(const char *typed)
{
	char *name = xstrdup(typed != NULL ? typed : "");

	text_trim(name, text_fold(name, strlen(name)));
	const char *masked = masked_text(name);

	free(name);
	return masked;
}

static void
check_role(const struct tool *t)
{
	operator_find(run.login, &run.role, &run.scope);
	char list[256];

	snprintf(list, sizeof list, " %s ", t->roles);
	char *word = xasprintf(" %s ", run.role);

	if (*run.role == '\0' || (*t->roles != '\0' && strcmp(run.role, "centre") != 0 && strstr(list, word) == NULL))
		die(EX_ENV, L("NOT_AUTHORISED: %s (role %s) may not run %s; the operator table names who may; nothing was changed",
		    "NOT_AUTHORISED: %s (角色 %s) 无权运行 %s; 见操作员表; 未作任何改动"), run.login,
		    *run.role != '\0' ? run.role : "-", t->name);
	free(word);
	if (run.override != NULL && strcmp(run.role, "centre") != 0)
		die(EX_ENV, "%s", L("NOT_AUTHORISED: --override is for role centre; nothing was changed",
		    "NOT_AUTHORISED: 仅中心可用 --override; 未作任何改动"));
}

static void
check_options(const struct tool *t)
{
	if (state.header != NULL && strcmp(state.header, "zh") != 0 && strcmp(state.header, "en") != 0)
		die_usage(L("--header: zh or en, not %s", "--header: 只能是 zh 或 en, 不是 %s"), state.header);
	state.style = (struct csvstyle){ .excel = state.excel, .chinese = state.header != NULL && strcmp(state.header, "zh") == 0 };
	if (run.all && !(t->flags & TOOL_ALL))
		die_usage("%s", L("--all: this tool has no list of what is due", "--all: 本工具没有待办清单"));
	if ((run.all || (t->flags & TOOL_EXAM)) && run.exam_key == NULL)
		die_usage("%s", L("-e CODE-YEAR is required", "须用 -e 指明考试"));
	if ((t->flags & TOOL_OWN_FORMS) && (state.encoding != NULL || state.map != NULL))
		die_usage("%s", L("--encoding, --map: this tool's files have forms of their own, described by profiles", "--encoding、--map: 本工具的文件格式由格式文件描述"));
	if (state.encoding != NULL && strcasecmp(state.encoding, "auto") != 0) {
		iconv_t cd = iconv_open("UTF-8", state.encoding);

		if (cd == (iconv_t)-1)
			die_usage(L("--encoding: unknown encoding: %s", "--encoding: 未知的编码: %s"), state.encoding);
		iconv_close(cd);
	}
	if (run.override != NULL && (strstr(run.override, ": ") == NULL || *run.override == ':' || strstr(run.override, ": ")[2] == '\0'))
		die_usage("%s", L("--override: 'DOC_NO: REASON'", "--override: 须为 '文号: 理由'"));
	if (run.override != NULL)
		run.override = masked_text(run.override); /* it is kept for ever, in the batch row and in each act that it allowed */
	if (run.db == NULL)
		run.db = getenv("KAOWU_DB");
	if (run.db == NULL || *run.db == '\0')
		run.db = "exam.db";
	run.operator_name = operator_name(run.operator_name);
	run.jobs = state.jobs != 0 ? (int)state.jobs : (int)sysconf(_SC_NPROCESSORS_ONLN);
}

/* Files that a run reads or lives from, and those that it writes: none may be both. */
struct named {
	const char *path;
	bool output;
};

static bool
same_file(const char *a, const char *b)
{
	struct stat x, y;

	if (stat(a, &x) != 0 || stat(b, &y) != 0)
		return strcmp(a, b) == 0;
	return S_ISREG(x.st_mode) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool
is_output(const struct opt *o)
{
	return o->letter == 'o' || strcmp(o->name, "report") == 0 || strcmp(o->name, "held") == 0 || strcmp(o->name, "revoked-out") == 0 || o->value == &state.rejects;
}

/* All of them; static. */
static const char *files_of_run[OPTIONS_MAX];
static size_t files_of_run_n;

size_t
run_files(const char *const **path)
{
	*path = files_of_run;
	return files_of_run_n;
}

static void
check_files(const struct tool *t, int argc, char **argv)
{
	static const char *const ending[] = { "", "-wal", "-shm", ".wlock" };
	const struct opt *const tables[] = { t->opts, common };
	struct named file[OPTIONS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		file[n++] = (struct named){ xasprintf("%s%s", run.db, ending[i]), false };
	file[n++] = (struct named){ beside(run.db, BESIDE_KEY), false };
	file[n++] = (struct named){ beside(run.db, BESIDE_PUB), false };
	for (int k = 0; k < 2; k++)
		for (const struct opt *o = tables[k]; o != NULL && o->kind != OPT_NONE && n < OPTIONS_MAX; o++)
			if (o->kind == OPT_TEXT && o->argument != NULL && *(const char **)o->value != NULL && o->value != &run.db &&
			    (is_output(o) || strstr(o->argument, "FILE") != NULL))
				file[n++] = (struct named){ *(const char **)o->value, is_output(o) };
	for (int i = 0; i < argc && n < OPTIONS_MAX; i++)
		file[n++] = (struct named){ argv[i], false };
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			if (i != k && file[i].output && same_file(file[i].path, file[k].path))
				die_usage(L("%s: an output would overwrite the database, its key, an input or another output",
				    "%s: 输出会覆盖数据库、密钥、输入或另一输出文件"), file[i].path);
	for (size_t i = 0; i < n; i++)
		files_of_run[files_of_run_n++] = file[i].path;
}

static void
open_database(const struct tool *t)
{
	const char *writes = t->writes;

	if (run.unmask && *writes == '\0')
		writes = "audit_entry"; /* looking at personal data leaves its entry */
	db_open(run.db, writes);
	if (*t->writes != '\0')
		definition_begin();
	check_role(t);
	if (run.exam_key != NULL && (run.exam = exam_get(run.exam_key, "")) == NULL)
		die(EX_ENV, L("EXAM_UNKNOWN: no exam %s in the configuration; exam-config load brings it",
		    "EXAM_UNKNOWN: 配置中没有考试 %s; 请用 exam-config load 载入"), run.exam_key);
}

static void
check_stream(const struct tool *t, int argc, char **argv)
{
	if (t->flags & TOOL_NO_FILES) {
		if (argc > 0)
			die_usage(L("unexpected operand: %s", "多余的参数: %s"), argv[0]);
		return;
	}
	if (run.all && argc > 0)
		die_usage("%s", L("--all reads no FILE", "--all 时不能再给 FILE"));
	if (!run.all && argc == 0 && !(t->flags & TOOL_OPTIONAL_STREAM) && isatty(STDIN_FILENO))
		die_usage("%s", L("no FILE, no --all, and standard input is a terminal", "没有 FILE 或 --all, 标准输入又是终端"));
}

int
tool_main(const struct tool *t, int argc, char **argv)
{
	int status = EX_OK;

	diag_program(t->name);
	setlocale(LC_CTYPE, "C.UTF-8");
	signal(SIGPIPE, SIG_IGN);
	outfile_guard();
	run.tool = t;
	run.state = &state;
	state.busy_timeout = 60;
	state.arguments = masked_arguments(argc, argv);
	parse_options(t, argc, argv);
	argc -= optind;
	argv += optind;
	if (t->commands != NULL) {
		run.tool = t = choose_command(t, argc, argv);
		argc--;
		argv++;
	}
	check_options(t);
	check_stream(t, argc, argv);
	check_files(t, argc, argv);
	set_clock();
	run.login = acting_login();
	run.role = "";
	run.scope = (struct scope){ "", "", "" };
	if (!(t->flags & TOOL_NO_DB))
		open_database(t);
	run_output_init(&run);
	if (t->start != NULL)
		t->start(&run);
	if (t->main != NULL)
		status = t->main(&run, argc, argv);
	else
		stream_run(&run, argc, argv);
	run_finish(&run, &status);
	db_close();
	return status;
}

void
refuse(const char *fmt, ...)
{
	char text[4096];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	die(EX_ENV, "%s", text);
}
