/* pairs - read examples that people wrote
 * SPDX-License-Identifier: MIT
 *
 * Each TSV or CSV file is one task, or each group of its rows. A task is in memory while its file is read, grouped ones all together. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cli.h"
#include "base/table.h"
#include "base/utf8.h"
#include "task.h"

static struct {
	const char *from, *to, *group, *out;
	bool csv, tsv, header, raw, skip_empty, quiet;
	long first;
} opt = { .from = "1", .to = "2", .out = "-" };

static const struct cli_option options[] = {
	CLI_TEXT(0, "from", "COLUMN", opt.from, "column of the inputs: a number, or a name of the header line"),
	CLI_TEXT(0, "to", "COLUMN", opt.to, "column of the outputs"),
	CLI_TEXT(0, "group", "COLUMN", opt.group, "rows that agree in this column are one task, which is called so"),
	CLI_FLAG(0, "header", opt.header, "the first line has the columns' names; a name for a column implies it"),
	CLI_FLAG(0, "skip-empty", opt.skip_empty, "rows whose output is empty or missing are no examples"),
	CLI_FLAG(0, "tsv", opt.tsv, "every FILE is TSV, whatever its name"),
	CLI_FLAG(0, "csv", opt.csv, "every FILE is CSV; without it, those called *.csv are"),
	CLI_FLAG(0, "no-escapes", opt.raw, "backslashes in TSV mean nothing"),
	CLI_INT(0, "first", "N", opt.first, 0, 1e12, "id of the first task"),
	CLI_OUTPUT(opt.out), CLI_QUIET(opt.quiet), CLI_END
};

static const struct cli tool = {
	.tool = "pairs", .what = "read examples that people wrote", .usage = "[OPTION]... [FILE]...", .options = options, .operands = INT_MAX,
	.example = "printf 'Ada Lovelace\\tA. Lovelace\\nGrace Hopper\\tG. Hopper\\n' | pairs | show",
};

struct example { struct str group; struct task_pair pair; size_t at, begin; }; /* begin: the row where its group began */
struct examples { struct example *rows; size_t n, cap; struct arena arena; };
struct columns { size_t from, to, group, most; };

static struct columns find_columns(const char *name, const struct table_row *header)
{
	const char *wanted[] = { opt.from, opt.to, opt.group };
	size_t at[3] = { 0 }, most = 0;
	struct buf why = { 0 };

	for (int i = 0; i < 3 && wanted[i]; i++) {
		long column = table_column(header, wanted[i], &why);

		if (column < 0)
			die("%s: %s", name, buf_cstr(&why));
		at[i] = (size_t)column;
		if (at[i] > most && !(i == 1 && opt.skip_empty))
			most = at[i];
	}
	buf_free(&why);
	return (struct columns){ at[0], at[1], at[2], most };
}

static void add_row(struct examples *all, const char *name, const struct columns *c, const struct table_row *row)
{
	struct str output = c->to < row->n ? row->fields[c->to] : STR("");
	struct arena *a = &all->arena;

	if (row->n == 1 && row->raw[0].n == 0)
		return;                         /* an empty line */
	if (row->n <= c->most)
		die("%s: line %ld: no column %zu: the row has %zu", name, row->line, c->most + 1, row->n);
	if (opt.skip_empty && output.n == 0)
		return;
	all->rows = mem_room(all->rows, all->n, &all->cap, sizeof *all->rows);
	all->rows[all->n] = (struct example){ .pair = { arena_copy(a, row->fields[c->from]), arena_copy(a, output) }, .at = all->n };
	if (opt.group)
		all->rows[all->n].group = arena_copy(a, row->fields[c->group]);
	all->n++;
}

static void read_file(struct examples *all, int fd, const char *name)
{
	struct table_format format = { .csv = opt.csv || (!opt.tsv && table_named_csv(name)), .raw = opt.raw };
	struct table_reader *t = table_open(fd, name, format);
	bool header = opt.header || table_by_name(opt.from) || table_by_name(opt.to) || (opt.group && table_by_name(opt.group));
	struct table_row row = { 0 };
	struct columns columns;
	int got;

	if ((got = table_next(t, &row)) > 0) {
		columns = find_columns(name, header ? &row : NULL);
		if (header)
			got = table_next(t, &row);
	}
	for (; got > 0; got = table_next(t, &row))
		add_row(all, name, &columns, &row);
	if (got < 0)
		die("%s", table_error(t));
	if (all->n == 0)
		die("%s: no examples", name);
	table_row_free(&row);
	table_close(t);
}

static int by_group(const void *a, const void *b)
{
	const struct example *x = a, *y = b;
	size_t n = x->group.n < y->group.n ? x->group.n : y->group.n;
	int order = n ? memcmp(x->group.p, y->group.p, n) : 0;

	if (order == 0)
		order = (x->group.n > y->group.n) - (x->group.n < y->group.n);
	return order ? order : (x->at > y->at) - (x->at < y->at);
}

static int by_begin(const void *a, const void *b)
{
	const struct example *x = a, *y = b;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* Brings the rows of a group together, the groups in the order of their first rows. */
static void sort_groups(struct examples *all)
{
	struct example *rows = all->rows;

	qsort(rows, all->n, sizeof *rows, by_group);
	for (size_t i = 0; i < all->n; i++)
		rows[i].begin = i && str_eq(rows[i].group, rows[i - 1].group) ? rows[i - 1].begin : rows[i].at;
	qsort(rows, all->n, sizeof *rows, by_begin);
}

/* The file's name without folders and without what follows its last dot; nothing when it is not UTF-8. */
static struct str base_name(const char *path)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path, *dot = strrchr(base, '.');
	struct str name = { base, dot && dot != base ? (size_t)(dot - base) : strlen(base) };

	return utf8_check(name) == UTF8_BROKEN ? STR("") : name;
}

static void write_task(struct head_writer *out, const char *file, struct str name, const struct example *rows, size_t n)
{
	struct task task = { .id = (uint64_t)(opt.first + head_written(out)), .name = name, .npairs = n };
	struct buf packed = { 0 };

	if (n > OBJ_VALUES / 4)
		die("%s: more than %d examples for one task", file, OBJ_VALUES / 4);
	task.pairs = mem_get(n * sizeof *task.pairs);
	for (size_t i = 0; i < n; i++)
		task.pairs[i] = rows[i].pair;
	task_pack(&packed, &task);
	if (packed.n > OBJ_BYTES)
		die("%s: more than %d MiB of examples for one task", file, OBJ_BYTES >> 20);
	head_put(out, packed.p, packed.n);
	free(task.pairs);
	buf_free(&packed);
}

static size_t convert(struct head_writer *out, const char *path)
{
	bool standard = strcmp(path, "-") == 0;
	const char *name = standard ? "<stdin>" : path;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct examples all = { 0 };

	if (fd < 0)
		die("%s: %s", name, strerror(errno));
	read_file(&all, fd, name);
	if (!standard)
		close(fd);
	if (!opt.group) {
		write_task(out, name, standard ? STR("") : base_name(path), all.rows, all.n);
	} else {
		sort_groups(&all);
		for (size_t i = 0, n; i < all.n; i += n) {
			for (n = 1; i + n < all.n && all.rows[i + n].begin == all.rows[i].begin; n++)
				;
			write_task(out, name, all.rows[i].group, all.rows + i, n);
		}
	}
	free(all.rows);
	arena_free(&all.arena);
	return all.n;
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct head_writer *out;
	size_t examples = 0;

	if (opt.tsv && opt.csv)
		usage_die("--tsv and --csv exclude each other");
	out = head_create(opt.out, FORMAT_TASKS, NULL);
	if (!operands[0])
		examples += convert(out, "-");
	for (char **path = operands; *path; path++)
		examples += convert(out, *path);
	head_commit(out);
	if (!opt.quiet)
		warn("%ld tasks, %zu examples", head_written(out), examples);
	return cli_finish(0);
}
