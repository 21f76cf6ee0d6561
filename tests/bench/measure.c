/* SPDX-License-Identifier: MIT
 * measure FILE COMMAND…: run it and append a line to FILE: processor seconds (user and system), wall seconds, peak memory in MB.
 * The exit status is the command's. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	struct timespec begin, end;
	struct rusage used;
	int status;

	if (argc < 3)
		return 2;
	FILE *f = fopen(argv[1], "a");

	if (f == NULL)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	pid_t pid = fork();

	if (pid == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &used) < 0)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &end);
	fprintf(f, "%.3f %.3f %ld\n", (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
	    (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
	    (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9, used.ru_maxrss / 1024);
	return fclose(f) != 0 ? 2 : WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
