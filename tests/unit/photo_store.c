/* SPDX-License-Identifier: MIT */
#include "store/photo_store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../tap.h"
#include "base/mem.h"
#include "store/beside.h"

static void
test_names(void)
{
	static const struct {
		const char *db, *key;
	} cases[] = {
		{ "exam.db", "exam.key" },
		{ "/srv/2025/sx.exam.db", "/srv/2025/sx.exam.key" },
		{ "/srv/v1.2/exam", "/srv/v1.2/exam.key" },
		{ "./exam", "./exam.key" },
		{ "dir/.db", "dir/.db.key" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *got = beside(cases[i].db, BESIDE_KEY);

		ok(strcmp(got, cases[i].key) == 0, "beside %s: %s", cases[i].db, got);
		free(got);
	}
}

static void
test_keys(const char *dir)
{
	unsigned char key[SIGN_PUBLIC], got[SIGN_PUBLIC];
	char *path = xasprintf("%s/exam.pub", dir);
	struct buf err = BUF_INIT;
	struct stat st;

	memset(key, 0xa7, sizeof key);
	ok(key_write(path, 0600, key, sizeof key), "a key is written");
	ok(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600, "with its mode");
	ok(!key_write(path, 0600, key, sizeof key) && errno == EEXIST, "and never over another");
	ok(key_read(path, got, sizeof got, &err) && memcmp(got, key, sizeof key) == 0, "it reads back");
	ok(!key_read(path, got, 16, &err) && strstr(buf_text(&err), path) != NULL,
	    "but not as a shorter key: %s", buf_text(&err));
	buf_clear(&err);
	unlink(path);
	ok(!key_read(path, got, sizeof got, &err) && strstr(buf_text(&err), "No such file") != NULL,
	    "none: %s", buf_text(&err));
	buf_release(&err);
	free(path);
}

static void
damage(const char *path)
{
	FILE *f = fopen(path, "r+");

	fputc('x', f);
	fclose(f);
}

static void
test_photos(const char *dir)
{
	/* SHA-256 of "abc": FIPS 180-4, example 1 */
	static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
	char *db = xasprintf("%s/exam.db", dir), *want = xasprintf("%s/exam.photos/ba/%s.jpg", dir, abc);
	char *path = photo_store_path(db, abc), sha256[HASH_HEX];
	struct buf got = BUF_INIT;
	struct stat st;

	ok(strcmp(path, want) == 0, "a photo's path: %s", path);
	ok(!photo_store_read(db, abc, &got) && errno == ENOENT, "not there yet");
	ok(photo_store_write(db, "abc", 3, sha256) && strcmp(sha256, abc) == 0,
	    "written, and its digest given");
	ok(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600 && st.st_size == 3, "mode 0600");
	buf_str(&got, "before ");
	ok(photo_store_read(db, abc, &got) && strcmp(got.ptr, "before abc") == 0, "read back, appended");
	ino_t first = st.st_ino;

	ok(photo_store_write(db, "abc", 3, sha256) && stat(path, &st) == 0 && st.st_ino == first,
	    "the same bytes again: not written");
	damage(path);
	ok(!photo_store_read(db, abc, &got) && errno == EBADMSG && strcmp(got.ptr, "before abc") == 0,
	    "damaged bytes are not given out");
	ok(photo_store_write(db, "abc", 3, sha256) && photo_store_read(db, abc, &got), "and are replaced");
	unlink(path);
	for (int i = 0; i < 2; i++) {
		*strrchr(path, '/') = '\0';
		ok(rmdir(path) == 0, "nothing else was left in %s", strrchr(path, '/'));
	}
	buf_release(&got);
	free(db);
	free(want);
	free(path);
	ok(!photo_store_write("/proc/exam.db", "abc", 3, sha256) && errno != 0,
	    "where no folder can be made: errno %d", errno);
}

int
main(void)
{
	char dir[] = "/tmp/kaowu-photos.XXXXXX";

	if (mkdtemp(dir) == NULL)
		return 1;
	test_names();
	test_keys(dir);
	test_photos(dir);
	rmdir(dir);
	return done();
}
