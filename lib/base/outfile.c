/* outfile - an output file that appears only when it is whole
 * SPDX-License-Identifier: MIT */
#include "base/outfile.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int outfile_open(struct outfile *f, const char *path)
{
	struct stat there;
	bool is_there;

	*f = (struct outfile){ .fd = STDOUT_FILENO, .name = "standard output" };
	if (!path || strcmp(path, "-") == 0)
		return 0;
	f->name = path;
	is_there = stat(path, &there) == 0;
	if (is_there && !S_ISREG(there.st_mode)) {
		f->fd = open(path, O_WRONLY | O_CLOEXEC);
		return f->fd < 0 ? -1 : 0;
	}
	f->path = path;
	f->mode = is_there ? there.st_mode & 07777 : 0;
	buf_printf(&f->part, "%s.part", path);
	f->fd = open(buf_cstr(&f->part), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	return f->fd < 0 ? -1 : 0;
}

int outfile_commit(struct outfile *f)
{
	int failed = 0;

	if (f->fd != STDOUT_FILENO)
		failed = (f->mode && fchmod(f->fd, f->mode)) || close(f->fd) || (f->path && rename(buf_cstr(&f->part), f->path));
	buf_free(&f->part);
	return failed ? -1 : 0;
}

void outfile_abandon(struct outfile *f)
{
	if (f->path)
		unlink(buf_cstr(&f->part));
	buf_free(&f->part);
}
