/* pairs - read examples that people wrote
 * SPDX-License-Identifier: MIT
 *
 * Each TSV or CSV file is one task, or each group of its rows. A task is in memory while its file is read, grouped ones all together. */
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cli.h"
#include "base/examples.h"
#include "base/table_options.h"
#include "base/utf8.h"
#include "task.h"

static struct {
	const char *from, *to, *group, *out;
	struct table_options table;
	bool rows, skip_empty, quiet;
	long first;
} opt = { .from = "1", .to = "2", .out = "-" };

static const struct cli_option options[] = {
	CLI_TEXTS("from", "COLUMN[,COLUMN]...", opt.from, "columns of the inputs: numbers, or names of the header line"),
	CLI_TEXT(0, "to", "COLUMN", opt.to, "column of the outputs"),
	CLI_FLAG(0, "rows", opt.rows, "the last column is that of the outputs, unless --to says another, and all others are those of the inputs"),
	CLI_TEXT(0, "group", "COLUMN", opt.group, "rows that agree in this column are one task, which is called so"),
	TABLE_OPTIONS(opt.table),
	CLI_FLAG(0, "skip-empty", opt.skip_empty, "rows whose output is empty or missing are no examples"),
	CLI_INT(0, "first", "N", opt.first, 0, 1e12, "id of the first task"),
	CLI_OUTPUT(opt.out), CLI_QUIET(opt.quiet), CLI_END
};

static const struct cli tool = {
	.tool = "pairs", .what = "read examples that people wrote", .usage = "[OPTION]... [FILE]...", .options = options, .operands = INT_MAX,
	.example = "printf 'Ada Lovelace\\tA. Lovelace\\nGrace Hopper\\tG. Hopper\\n' | pairs | show",
};

/* An example and its place: rows of one group are brought together. `begin` is the row where the group began. */
struct row { struct example e; size_t at, begin; };

static int by_group(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	struct str p = x->e.group, q = y->e.group;
	size_t n = p.n < q.n ? p.n : q.n;
	int order = n ? memcmp(p.p, q.p, n) : 0;

	if (order == 0)
		order = (p.n > q.n) - (p.n < q.n);
	return order ? order : (x->at > y->at) - (x->at < y->at);
}

static int by_begin(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* Brings the rows of a group together, the groups in the order of their first rows. */
static void sort_groups(struct row *rows, size_t n)
{
	qsort(rows, n, sizeof *rows, by_group);
	for (size_t i = 0; i < n; i++)
		rows[i].begin = i && str_eq(rows[i].e.group, rows[i - 1].e.group) ? rows[i - 1].begin : rows[i].at;
	qsort(rows, n, sizeof *rows, by_begin);
}

/* The file's name without folders and without what follows its last dot; nothing when it is not UTF-8. */
static struct str base_name(const char *path)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path, *dot = strrchr(base, '.');
	struct str name = { base, dot && dot != base ? (size_t)(dot - base) : strlen(base) };

	return utf8_check(name) == UTF8_BROKEN ? STR("") : name;
}

static void write_task(struct stream_writer *out, const char *file, struct str name, const struct row *rows, size_t n)
{
	struct task task = { .id = (uint64_t)(opt.first + stream_written(out)), .name = name, .npairs = n };
	struct buf packed = { 0 };

	if (n > OBJ_VALUES / 4)
		die("%s: more than %d examples for one task", file, OBJ_VALUES / 4);
	task.pairs = mem_get(n * sizeof *task.pairs);
	for (size_t i = 0; i < n; i++)
		task.pairs[i] = (struct task_pair){ rows[i].e.input, rows[i].e.output };
	task_pack(&packed, &task);
	if (packed.n > OBJ_BYTES)
		die("%s: more than %d MiB of examples for one task", file, OBJ_BYTES >> 20);
	die_if(stream_put(out, packed.p, packed.n));
	free(task.pairs);
	buf_free(&packed);
}

static size_t convert(struct stream_writer *out, const char *path, const char *const *columns)
{
	struct examples_from from = { .header = opt.table.header, .input = opt.rows && !cli_given("from") ? NULL : opt.from,
	                              .output = opt.rows && !cli_given("to") ? NULL : opt.to, .group = opt.group, .partial = opt.skip_empty };
	struct examples all = { 0 };
	struct buf why = { 0 };
	struct source *table = table_options_open(&opt.table, path);
	const char *name = strcmp(path, "-") ? path : "<stdin>";
	struct row *rows;
	size_t n = 0;

	from.format = table_options_format(&opt.table, columns, table, opt.quiet);
	if (examples_read(&all, table, &from, SIZE_MAX, &why) < 0)
		die("%s", buf_cstr(&why));
	if (!opt.quiet)
		table_options_say_plain(name, all.plain, all.first_plain);
	if (all.odd && !opt.quiet)
		table_options_say_odd(name, all.odd, all.first_odd, all.odd_reason);
	rows = mem_get(all.n * sizeof *rows);
	for (size_t i = 0; i < all.n; i++)
		if (all.rows[i].output.n || !opt.skip_empty) {
			rows[n] = (struct row){ all.rows[i], n, 0 };
			n++;
		}
	if (n == 0)
		die("%s: no examples", name);
	if (opt.group)
		sort_groups(rows, n);
	for (size_t i = 0, size; i < n; i += size) {
		for (size = 1; i + size < n && rows[i + size].begin == rows[i].begin; size++)
			;
		write_task(out, name, opt.group ? rows[i].e.group : strcmp(path, "-") ? base_name(path) : STR(""), rows + i, size);
	}
	free(rows);
	examples_free(&all);
	source_close(table);
	return n;
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct stream_writer *out;
	size_t examples = 0;

	const char *columns[TABLE_NAMES];

	if (opt.rows && opt.table.json)
		usage_die("--rows and --json exclude each other");
	table_options_paths(&opt.table, &opt.from, &opt.to, &opt.group, !opt.skip_empty);
	table_options_columns(opt.from, opt.to, opt.group, columns);
	table_options_check(&opt.table, columns);
	out = stream_create(opt.out, FORMAT_TASKS, NULL);
	die_if(stream_writer_error(out));
	if (!operands[0])
		examples += convert(out, "-", columns);
	for (char **path = operands; *path; path++)
		examples += convert(out, *path, columns);
	die_if(stream_commit(out));
	if (!opt.quiet)
		warn("%ld tasks, %zu examples", stream_written(out), examples);
	return cli_finish(0);
}
