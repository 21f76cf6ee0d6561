/* SPDX-License-Identifier: MIT
 * office-gen: the data of an exam office, from a seed. See gen.h. */
#include <errno.h>
#include <getopt.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/num.h"
#include "gen.h"

static const char usage[] =
    "usage: office-gen --out DIR [--seed N] [--people N] [--photos N]\n"
    "       office-gen --stage NAME --out DIR [--seed N] [--exam EXAM] [FILE]\n"
    "\n"
    "Without --stage: writes what an office has before its year begins: config/, regs-*.csv,\n"
    "map.csv, archive-*.csv, registry-*.csv, photos/, users.csv, bans.csv, and truth-*.csv.\n"
    "With --stage, FILE (or standard input) is what a tool has printed:\n"
    "  pledge  reg-list -c pledge     -> choices for pledge-record, on stdout\n"
    "  amend   reg-list's stream      -> cases for reg-amend, on stdout\n"
    "  eyes    photo-check --report   -> decisions for photo-review, on stdout\n"
    "  review  elig-verify's stream   -> decisions for elig-review, on stdout\n"
    "  pay     fee-bill's stream      -> DIR/notices-EXAM.csv, DIR/statement-EXAM-*.csv;\n"
    "          needs --from, --last, --until TIME: when payments\n"
    "          begin, when the last in time is made, when the statements end\n"
    "  decide  fee-reconcile's stream -> decisions for fee-decide, on stdout\n"
    "  score   seat-assign's stream   -> DIR/scores-EXAM*.csv\n"
    "\n"
    "  --people N  persons (default 2000)     --photos N  portraits (default: one each)\n"
    "  --seed N    default 1                  --data DIR  tests/gen/data\n"
    "  --exam E    308-2024, RK1-2025, JZ-2025 or AQ-2025\n";

static const struct {
	const char *name;
	void (*run)(const struct world *w, const struct table *in);
} stages[] = {
	{ "pledge", stage_pledge },
	{ "amend", stage_amend },
	{ "eyes", stage_eyes },
	{ "review", stage_review },
	{ "pay", stage_pay },
	{ "decide", stage_decide },
	{ "score", stage_score },
};

/* tests/gen/data of the tree in which this program was built: build/tests/office-gen. */
static const char *
find_data(void)
{
	static char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);

	if (n <= 0)
		die(EX_ENV, "/proc/self/exe: %s", strerror(errno));
	self[n] = '\0';
	return xasprintf("%s/../../tests/gen/data", dirname(self));
}

static int64_t
number(const char *option, const char *text, int64_t max)
{
	int64_t n;

	if (!num_parse(text, 0, max, &n))
		die(EX_USAGE, "--%s: not a number from 0 to %lld: %s", option, (long long)max, text);
	return n;
}

static void
run_stage(const struct world *w, const char *stage, const char *file)
{
	struct table in;

	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
		if (strcmp(stages[i].name, stage) != 0)
			continue;
		table_read(&in, file);
		stages[i].run(w, &in);
		table_release(&in);
		return;
	}
	die(EX_USAGE, "no such stage: %s", stage);
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "seed", required_argument, NULL, 's' },
		{ "people", required_argument, NULL, 'p' },
		{ "photos", required_argument, NULL, 'f' },
		{ "out", required_argument, NULL, 'o' },
		{ "data", required_argument, NULL, 'd' },
		{ "stage", required_argument, NULL, 'g' },
		{ "exam", required_argument, NULL, 'e' },
		{ "from", required_argument, NULL, 'a' },
		{ "last", required_argument, NULL, 'l' },
		{ "until", required_argument, NULL, 'z' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct world w = { .seed = 1, .people = 2000, .photos = -1 };
	const char *stage = NULL;

	diag_program("office-gen");
	for (int o; (o = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
		switch (o) {
		case 's':
			w.seed = (uint64_t)number("seed", optarg, INT64_MAX);
			break;
		case 'p':
			w.people = (int)number("people", optarg, 2000000);
			break;
		case 'f':
			w.photos = (int)number("photos", optarg, 2000000);
			break;
		case 'o':
			w.out = optarg;
			break;
		case 'd':
			w.data = optarg;
			break;
		case 'g':
			stage = optarg;
			break;
		case 'e':
			w.exam = optarg;
			break;
		case 'a':
			w.from = optarg;
			break;
		case 'l':
			w.last = optarg;
			break;
		case 'z':
			w.until = optarg;
			break;
		case 'h':
			fputs(usage, stdout);
			return EX_OK;
		default:
			fputs(usage, stderr);
			return EX_USAGE;
		}
	}
	if (!w.out || argc - optind > (stage ? 1 : 0)) {
		fputs(usage, stderr);
		return EX_USAGE;
	}
	if (!w.data)
		w.data = find_data();
	if (w.photos < 0 || w.photos > w.people)
		w.photos = w.people;
	if (stage) {
		run_stage(&w, stage, optind < argc ? argv[optind] : "-");
		return EX_OK;
	}
	if (mkdir(w.out, 0777) != 0 && errno != EEXIST)
		die(EX_ENV, "%s: %s", w.out, strerror(errno));
	gen_config(&w);
	gen_archive(&w);
	gen_registries(&w);
	gen_regs(&w);
	gen_photos(&w);
	gen_accounts(&w);
	gen_bans(&w);
	return EX_OK;
}
