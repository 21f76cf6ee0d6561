/* SPDX-License-Identifier: MIT
 * Messages and leaving. A message is built whole and written with one call, so that
 * the lines of tools that share a pipeline's standard error do not mix. */
#include "diag.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *program = "kaowu";

void
diag_program(const char *name)
{
	program = name;
}

const char *
diag_name(void)
{
	return program;
}

static int chinese = -1;

bool
diag_speak(bool in_chinese)
{
	bool before = diag_chinese();

	chinese = in_chinese;
	return before;
}

bool
diag_chinese(void)
{
	if (chinese < 0) {
		static const char *const vars[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

		chinese = 0;
		for (size_t i = 0; i < sizeof vars / sizeof *vars; i++) {
			const char *v = getenv(vars[i]);

			if (v != NULL && *v != '\0') {
				chinese = strncmp(v, "zh", 2) == 0;
				break;
			}
		}
	}
	return chinese;
}

const char *
L(const char *en, const char *zh)
{
	return diag_chinese() ? zh : en;
}

const char *
errno_text(int error)
{
	static const struct {
		int error;
		const char *zh;
	} texts[] = {
		{ EACCES, "没有权限" }, { EAGAIN, "资源暂时不可用" }, { EBADF, "文件没有打开" }, { EBUSY, "正被占用" },
		{ EDQUOT, "超出磁盘配额" }, { EEXIST, "已经存在" }, { EFBIG, "文件过大" }, { EINTR, "被信号中断" }, { EINVAL, "参数无效" },
		{ EIO, "磁盘读写错误" }, { EISDIR, "这是一个文件夹" }, { ELOOP, "符号链接层数过多" }, { EMFILE, "打开的文件过多" },
		{ ENAMETOOLONG, "文件名过长" }, { ENFILE, "系统打开的文件过多" }, { ENODEV, "没有此设备" }, { ENOENT, "没有这个文件或文件夹" },
		{ ENOMEM, "内存不足" }, { ENOSPC, "磁盘空间不足" }, { ENOSYS, "系统不支持此操作" }, { ENOTDIR, "路径中有一段不是文件夹" },
		{ ENOTEMPTY, "文件夹不为空" }, { ENOTSUP, "不支持此操作" }, { ENXIO, "没有此设备或地址" }, { EPERM, "不允许此操作" }, { EPIPE, "读取方已关闭" },
		{ EROFS, "文件系统为只读" }, { ESPIPE, "不能定位" }, { ESTALE, "网络文件已失效" }, { ETXTBSY, "程序文件正在使用" }, { EXDEV, "不在同一文件系统" },
	};

	for (size_t i = 0; diag_chinese() && i < sizeof texts / sizeof *texts; i++)
		if (texts[i].error == error)
			return texts[i].zh;
	return strerror(error);
}

static void
say(const char *fmt, va_list ap)
{
	char text[4096];
	int n = snprintf(text, sizeof text, "%s: ", program);

	if (n < 0)
		return;
	vsnprintf(text + n, sizeof text - (size_t)n - 1, fmt, ap);
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			text[i] = text[i] == '\n' && i + 1 < len ? '\n' : '?';
	text[len++] = '\n';
	for (size_t done = 0; done < len;) {
		ssize_t w = write(STDERR_FILENO, text + done, len - done);

		if (w <= 0)
			break;
		done += (size_t)w;
	}
}

void
die(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	exit(status);
}

void
die_usage(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	notice(L("see '%s -h'", "用法见 '%s -h'"), program);
	exit(EX_USAGE);
}

void
notice(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void
bug_at(const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: bug: %s:%d: ", program, file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}
