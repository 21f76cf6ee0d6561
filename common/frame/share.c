/* SPDX-License-Identifier: MIT
 * Data files beside the programs. */
#include "frame/share.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"

/* DIR/share/kaowu/NAME of the program DIR/bin/TOOL. Owned. */
static char *
share_path(const char *name)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);

	if (n <= 0)
		die(EX_ENV, "/proc/self/exe: %s", errno_text(errno));
	self[n] = '\0';
	for (int i = 0; i < 2; i++) {
		char *slash = strrchr(self, '/');

		if (slash != NULL)
			*slash = '\0';
	}
	return xasprintf("%s/share/kaowu/%s", self, name);
}

const struct profiles *
share_profiles(void)
{
	static struct profiles all;
	static bool done;
	const char *set = getenv("KAOWU_CHANNELS");
	struct profile_fault fault;
	char *folder, *path = NULL;

	if (done)
		return &all;
	folder = set != NULL && *set != '\0' ? xstrdup(set) : share_path("channels");
	if (!profiles_read(&all, folder, &fault, &path))
		die(EX_ENV, L("%s:%d: %s; nothing was changed; KAOWU_CHANNELS names another folder of profiles",
		    "%s:%d: %s; 未作任何改动; 可用 KAOWU_CHANNELS 指定格式文件夹"), path != NULL ? path : folder, fault.line, fault.message);
	if (all.n == 0)
		die(EX_ENV, L("%s: no statement profiles (*.conf); nothing was changed; KAOWU_CHANNELS names another folder",
		    "%s: 没有对账单格式文件 (*.conf); 未作任何改动; 可用 KAOWU_CHANNELS 指定文件夹"), folder);
	done = true;
	free(folder);
	return &all;
}

static const char *const counter[] = { "counter", "柜台", "现场", "现场缴费" };

/* Channels whose payments may be told of though their profile is not in the folder. */
static const char *const shipped[] = { "alipay_trade", "alipay_account", "wechat_trade", "wechat_fundflow", "wechat_nontax", "unionpay",
	"unionpay_zm", "unionpay_zme", "icbc", "ccb", "abc", "boc", "bocom", "cmb", "cgb", "spdb" };

static const char *
word_of(const char *const *words, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(words[i], name) == 0)
			return words[i];
	return NULL;
}

/* Words for the money of another channel, where no profile says so. */
static const char *const same_money[][2] = { { "wechat_fundflow", "wechat_trade" }, { "alipay_account", "alipay_trade" }, { "unionpay", "unionpay_zm" } };

static const char *
shipped_word(const char *name)
{
	for (size_t i = 0; i < sizeof same_money / sizeof *same_money; i++)
		if (strcmp(name, same_money[i][0]) == 0)
			return same_money[i][1];
	return word_of(shipped, sizeof shipped / sizeof *shipped, name);
}

const char *
share_channel(const char *name)
{
	if (word_of(counter, sizeof counter / sizeof *counter, name) != NULL)
		return counter[0];
	const struct profile *p = profiles_find(share_profiles(), name);

	return p == NULL ? shipped_word(name) : p->companion != NULL ? p->companion : p->id;
}

const char *
share_channel_words(void)
{
	static struct buf words;
	const struct profiles *all = share_profiles();

	if (words.len > 0)
		return buf_text(&words);
	buf_str(&words, counter[0]);
	for (size_t i = 0; i < all->n; i++) {
		if (strcmp(all->v[i]->id, counter[0]) == 0)
			continue;
		buf_printf(&words, " %s", all->v[i]->id);
		for (size_t k = 0; k < all->v[i]->aliases.n; k++)
			buf_printf(&words, " %s", all->v[i]->aliases.v[k]);
	}
	for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++)
		if (profiles_find(all, shipped[i]) == NULL)
			buf_printf(&words, " %s", shipped[i]);
	return buf_text(&words);
}
