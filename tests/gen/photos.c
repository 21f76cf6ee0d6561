/* SPDX-License-Identifier: MIT
 * The photo folder: a drawn portrait for each person, named by the document number. Some are
 * defective, some belong to somebody else, some are missing; truth-photos.csv says which. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "people.h"
#include "portrait.h"

/* What is to be seen on a photo: what a program must say of it, and what people would. */
static const struct {
	const char *word, *verdict;
	bool good;
} defects[PORTRAIT_DEFECTS] = {
	[PORTRAIT_SOUND] = { "sound", "pass", true },
	[PORTRAIT_GREY] = { "grey", "fail", false },
	[PORTRAIT_LANDSCAPE] = { "landscape", "fail", false },
	[PORTRAIT_SQUARE] = { "square", "fail", false },
	[PORTRAIT_SMALL] = { "small", "fail", false },
	[PORTRAIT_BLURRED] = { "blurred", "fail", false },
	[PORTRAIT_SOFT] = { "soft", "review", true },
	[PORTRAIT_FRAME] = { "frame", "fail", false },
	[PORTRAIT_NOBODY] = { "nobody", "fail", false },
	[PORTRAIT_DARK] = { "dark", "review", false },
	[PORTRAIT_BRIGHT] = { "bright", "review", false },
	[PORTRAIT_LOW_QUALITY] = { "low_quality", "fail", false },
	[PORTRAIT_TURNED] = { "turned", "pass", true },
	[PORTRAIT_TRUNCATED] = { "truncated", "fail", false },
	[PORTRAIT_NO_END] = { "no_end", "review", true },
	[PORTRAIT_CORRUPT] = { "corrupt", "fail", false },
	[PORTRAIT_PNG] = { "png", "fail", false },
};

struct shot {
	uint64_t seed;
	enum portrait_background background;
	enum portrait_defect defect;
	bool missing;
};

static struct shot
choose(const struct world *w, int index)
{
	struct rng r = rng_index(w, "photo", index);
	struct shot p = { .seed = rng_next(&r) };
	int x = rng_below(&r, 1000);

	p.background = x < 700   ? PORTRAIT_WHITE
		       : x < 880 ? PORTRAIT_BLUE
		       : x < 985 ? PORTRAIT_RED
		       : x < 992 ? PORTRAIT_LIGHT_GREY
		       : x < 996 ? PORTRAIT_GREEN
				 : PORTRAIT_ROOM;
	if (index % 25 == 24) /* each defect in turn */
		p.defect = (enum portrait_defect)(1 + index / 25 % (PORTRAIT_DEFECTS - 1));
	p.missing = index % 400 == 399;
	return p;
}

/* Some hand in the photo of another person, who enters for the same exam and stands before them in the same
 * file: the index of that person, else -1. */
static int
copy_of(const struct world *w, int index)
{
	struct person p, q;

	if (index % 250 != 160)
		return -1;
	person_make(w, index, &p);
	for (int i = index - 1; i >= 0 && p.second == EXAMS; i--) {
		struct shot s = choose(w, i);

		person_make(w, i, &q);
		if (q.exam == p.exam && q.second == EXAMS && strcmp(q.city, p.city) == 0 && !s.missing &&
		    s.defect == PORTRAIT_SOUND && s.background <= PORTRAIT_RED)
			return i;
	}
	return -1;
}

static void
draw(const struct world *w, const char *dir, int index, const char *id_no)
{
	int copied = copy_of(w, index);
	struct shot p = choose(w, copied >= 0 ? copied : index);
	struct buf b = BUF_INIT;
	char *name = xasprintf("%s.jpg", id_no);

	if (!p.missing) {
		portrait_draw(p.seed, p.background, p.defect, &b);
		file_write(dir, name, b.ptr, b.len);
	}
	buf_release(&b);
	free(name);
}

static void
truth(const struct world *w, struct sheet *s, const struct person *person)
{
	struct shot p = choose(w, person->index);
	bool green = p.background == PORTRAIT_GREEN || p.background == PORTRAIT_ROOM,
	     grey = p.background == PORTRAIT_LIGHT_GREY;
	const char *verdict = defects[p.defect].verdict;
	bool good = defects[p.defect].good && !green;
	char *name = xasprintf("%s.jpg", person->id_no);

	if (green)
		verdict = "fail";
	else if (grey && strcmp(verdict, "pass") == 0)
		verdict = "review";
	if (copy_of(w, person->index) >= 0)
		sheet_row(s, name, "copied", "review", "0", NULL);
	else if (p.missing)
		sheet_row(s, name, "missing", "fail", "0", NULL);
	else
		sheet_row(s, name,
		    green  ? "background"
		    : grey ? "grey_background"
			   : defects[p.defect].word,
		    verdict, good ? "1" : "0", NULL);
	free(name);
}

void
gen_photos(const struct world *w)
{
	char *dir = xasprintf("%s/photos", w->out);
	struct sheet s;
	struct person p;
	int workers = (int)sysconf(_SC_NPROCESSORS_ONLN), failed = 0, status;

	if (mkdir(dir, 0777) != 0 && errno != EEXIST)
		die(EX_ENV, "%s: %s", dir, strerror(errno));
	if (workers < 1 || workers > 64)
		workers = 1;
	for (int k = 0; k < workers; k++) {
		pid_t pid = fork();

		if (pid < 0)
			die(EX_ENV, "fork: %s", strerror(errno));
		if (pid > 0)
			continue;
		for (int i = k; i < w->photos; i += workers) {
			person_make(w, i, &p);
			draw(w, dir, i, p.id_no);
		}
		_exit(0);
	}
	while (wait(&status) > 0)
		failed += status != 0;
	if (failed)
		die(EX_ENV, "%s: the portraits could not be written", dir);
	sheet_open(&s, w->out, "truth-photos.csv", CODING_UTF8, false);
	sheet_row(&s, "photo", "kind", "verdict", "good", NULL);
	for (int i = 0; i < w->photos; i++) {
		person_make(w, i, &p);
		truth(w, &s, &p);
	}
	sheet_close(&s);
	free(dir);
}
