/* SPDX-License-Identifier: MIT
 * The main() of a fuzz target outside libFuzzer: feeds it every file named, and every file
 * in every folder named. Exits 0 with their number on standard output, 2 where one cannot
 * be read; a property that fails aborts. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int files;

static void
fail(const char *path)
{
	perror(path);
	exit(2);
}

static void
feed(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct stat st;

	if (f == NULL || fstat(fileno(f), &st) != 0)
		fail(path);
	/* exactly as large as the input, so that a sanitizer sees a read past its end */
	size_t size = (size_t)st.st_size;
	uint8_t *data = malloc(size > 0 ? size : 1);

	if (data == NULL || fread(data, 1, size, f) != size)
		fail(path);
	fclose(f);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	files++;
}

static void
visit(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		fail(path);
	if (!S_ISDIR(st.st_mode)) {
		feed(path);
		return;
	}
	struct dirent **entry;
	int n = scandir(path, &entry, NULL, alphasort);

	if (n < 0)
		fail(path);
	for (int i = 0; i < n; i++) {
		char child[4096];

		if (entry[i]->d_name[0] != '.' &&
		    snprintf(child, sizeof child, "%s/%s", path, entry[i]->d_name) < (int)sizeof child)
			visit(child);
		free(entry[i]);
	}
	free(entry);
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		visit(argv[i]);
	printf("%d inputs\n", files);
	return 0;
}
