/* show - what is in a stream, as text
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cli.h"
#include "base/json.h"
#include "base/utf8.h"
#include "dsl/dsl.h"
#include "model.h"
#include "safetensors.h"
#include "task.h"

enum {
	ALIGNED = 60,   /* inputs up to so many characters are padded to one width */
	LAST_ROWS = 10, /* of a training's curve */
};

static struct { long n; bool json, head, programs, answers, safetensors; } opt;

static const struct cli_option options[] = {
	CLI_INT('n', "count", "N", opt.n, 0, 1e12, "show the first N tasks; 0 is all"),
	CLI_FLAG(0, "json", opt.json, "one JSON object a line, with all fields; a model's numbers summed up"),
	CLI_FLAG(0, "head", opt.head, "where the stream comes from, as JSON, and no records"),
	CLI_FLAG(0, "programs", opt.programs, "one program a line, in the token text; an empty line for a task that has none"),
	CLI_FLAG(0, "answers", opt.answers, "the same of the answers that were found"),
	CLI_FLAG(0, "safetensors", opt.safetensors, "a model as a file of safetensors, which PyTorch and others read"),
	CLI_END
};

static const struct cli tool = {
	.tool = "show", .what = "show what is in a stream of tasks or a model", .usage = "[OPTION]... [FILE]", .options = options, .operands = 1,
	.example = "dslsample -n 3 | iogen | show",
};

/* ---- where it comes from ---- */

static const msgpack_object *field_of(const msgpack_object *map, const char *name, msgpack_object_type type)
{
	for (uint32_t i = 0; map && map->type == MSGPACK_OBJECT_MAP && i < map->via.map.size; i++) {
		const msgpack_object_kv *kv = &map->via.map.ptr[i];

		if (kv->key.type == MSGPACK_OBJECT_STR && kv->val.type == type &&
		    str_eq((struct str){ kv->key.via.str.ptr, kv->key.via.str.size }, str_of(name)))
			return &kv->val;
	}
	return NULL;
}

/* Text of a stranger's file, safe for a terminal. */
static void put_plain(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_putc(out, (unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f ? '?' : s.p[i]);
}

static void put_field(struct buf *out, const msgpack_object *map, const char *name)
{
	const msgpack_object *o = field_of(map, name, MSGPACK_OBJECT_STR);

	put_plain(out, o ? (struct str){ o->via.str.ptr, o->via.str.size } : STR("?"));
}

/* The tools that a stream went through, first to last: `dslsample 0.1.0 --count 1000 --seed 1 | iogen 0.1.0 --pairs 20`; behind one that used a
 * model, how that was made, in brackets. */
static void put_history(struct buf *out, const msgpack_object *head)
{
	const msgpack_object *from = field_of(head, "from", MSGPACK_OBJECT_ARRAY), *made = field_of(head, "made", MSGPACK_OBJECT_MAP);
	const msgpack_object *told = field_of(made, "options", MSGPACK_OBJECT_MAP), *model = field_of(head, "model", MSGPACK_OBJECT_MAP);

	for (uint32_t i = 0; from && i < from->via.array.size; i++) {
		put_history(out, &from->via.array.ptr[i]);
		buf_puts(out, i + 1 < from->via.array.size ? " + " : " | ");
	}
	put_field(out, made, "tool");
	buf_putc(out, ' ');
	put_field(out, made, "version");
	for (uint32_t i = 0; told && i < told->via.map.size; i++) {
		const msgpack_object_kv *kv = &told->via.map.ptr[i];
		bool flag = kv->val.type == MSGPACK_OBJECT_BOOLEAN, text = kv->val.type == MSGPACK_OBJECT_STR;

		if (kv->key.type != MSGPACK_OBJECT_STR || (flag && !kv->val.via.boolean))
			continue;
		buf_puts(out, " --");
		put_plain(out, (struct str){ kv->key.via.str.ptr, kv->key.via.str.size });
		if (flag)
			continue;
		buf_putc(out, ' ');
		if (text)
			put_plain(out, (struct str){ kv->val.via.str.ptr, kv->val.via.str.size });
		else
			json_put(out, &kv->val);
	}
	if (model) {
		buf_puts(out, " with [");
		put_history(out, model);
		buf_putc(out, ']');
	}
}

static void put_head(struct buf *out, const struct stream_reader *in)
{
	struct str bytes = stream_provenance(in);
	msgpack_unpacked head;

	msgpack_unpacked_init(&head);
	if (msgpack_unpack_next(&head, bytes.p, bytes.n, NULL) != MSGPACK_UNPACK_SUCCESS)
		die("the head can't be read");
	if (opt.head) {
		json_put(out, &head.data);
	} else {
		put_field(out, &head.data, "format");
		buf_puts(out, " made by ");
		put_history(out, &head.data);
	}
	buf_putc(out, '\n');
	msgpack_unpacked_destroy(&head);
}

/* ---- a task ---- */

/* The program in the readable spelling, or token by token; false when it is none. */
static bool put_program(struct buf *out, struct str text, bool tokens, struct buf *why)
{
	struct arena arena = { 0 };
	struct dsl_program program;
	bool good = dsl_parse(text, DSL_SHELL, &arena, &program, why) == 0;

	if (good)
		(tokens ? dsl_print : dsl_print_readable)(out, &program);
	arena_free(&arena);
	return good;
}

static void put_line(struct buf *out, const char *what, struct str program)
{
	buf_printf(out, "  %-8s ", what);
	if (!put_program(out, program, false, NULL)) {
		buf_puts(out, "(not a program) ");
		json_put_str(out, program);
	}
	buf_putc(out, '\n');
}

static void put_answer(struct buf *out, const struct task_answer *a)
{
	if (a->program.n)
		put_line(out, "answer", a->program);
	else
		buf_puts(out, "  answer   none\n");
	buf_puts(out, "           ");
	put_plain(out, a->method);
	buf_printf(out, ", %s on the %ld given, score %g", a->solved ? "right" : "not right", a->given, a->score);
	if (a->seconds >= 0)
		buf_printf(out, ", %.3g s", a->seconds);
	if (a->why.n) {
		buf_puts(out, "; ");
		put_plain(out, a->why);
	}
	if (!a->complete)
		buf_puts(out, "; the search was not at its end");
	buf_putc(out, '\n');
}

static void put_verdict(struct buf *out, const struct task_verdict *v)
{
	buf_printf(out, "  verdict  %ld of %ld pairs right, %ld of the %ld given", v->passed, v->total, v->given_passed, v->given);
	if (v->why.n) {
		buf_puts(out, "; no program: ");
		put_plain(out, v->why);
	}
	buf_putc(out, '\n');
}

static void put_pairs(struct buf *out, const struct task *t)
{
	struct buf text = { 0 };
	size_t width = 0;

	/* all once to know the width, then again to put them */
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < t->npairs; i++) {
			size_t n;

			text.n = 0;
			json_put_str(&text, t->pairs[i].input);
			n = utf8_length(buf_view(&text));
			if (pass == 0) {
				width = n > width && n <= ALIGNED ? n : width;
				continue;
			}
			buf_puts(out, "  ");
			buf_str(out, buf_view(&text));
			buf_printf(out, "%*s  ->  ", (int)(n < width ? width - n : 0), "");
			json_put_str(out, t->pairs[i].output);
			buf_putc(out, '\n');
		}
	buf_free(&text);
}

static void put_task(struct buf *out, const struct task *t)
{
	buf_printf(out, "\ntask %llu", (unsigned long long)t->id);
	if (t->name.n) {
		buf_putc(out, ' ');
		json_put_str(out, t->name);
	}
	buf_putc(out, '\n');
	if (t->program.n)
		put_line(out, "program", t->program);
	for (size_t i = 0; i < t->nparts; i++)
		put_line(out, "part", t->parts[i].program);
	for (size_t i = 0; i < t->nanswers; i++)
		put_answer(out, &t->answers[i]);
	if (t->has_verdict)
		put_verdict(out, &t->verdict);
	if (t->embedding.n)
		buf_printf(out, "  embedding of %zu numbers\n", t->embedding.n / 4);
	if (t->others.n)
		buf_printf(out, "  fields that this version doesn't know: %zu\n", t->others.n);
	put_pairs(out, t);
}

/* One line: the task's program, or the first of its answers. */
static void put_one_program(struct buf *out, struct stream_reader *in, const struct task *t)
{
	struct str text = !opt.answers ? t->program : t->nanswers ? t->answers[0].program : STR("");
	struct buf why = { 0 };

	if (text.n && !put_program(out, text, true, &why)) {
		stream_blame(in, "program: %s", buf_cstr(&why));
		die("%s", stream_error(in));
	}
	buf_putc(out, '\n');
	buf_free(&why);
}

/* ---- a model ---- */

static void put_number(struct buf *out, double x, bool single)
{
	msgpack_object o = { .type = single ? MSGPACK_OBJECT_FLOAT32 : MSGPACK_OBJECT_FLOAT64, .via.f64 = x };

	json_put(out, &o);
}

static void put_values_json(struct buf *out, const char *kind, const struct model_value *value, size_t n)
{
	buf_printf(out, "{\"%s\": {", kind);
	for (size_t i = 0; i < n; i++) {
		buf_puts(out, i ? ", " : "");
		json_put_str(out, str_of(value[i].name));
		buf_puts(out, ": ");
		if (value[i].text)
			json_put_str(out, str_of(value[i].text));
		else
			put_number(out, value[i].number, false);
	}
	buf_puts(out, "}}\n");
}

static void put_strings_json(struct buf *out, const char *kind, const char **string, size_t n)
{
	buf_printf(out, "{\"%s\": [", kind);
	for (size_t i = 0; i < n; i++) {
		buf_puts(out, i ? ", " : "");
		json_put_str(out, str_of(string[i]));
	}
	buf_putc(out, ']');
}

/* Of the numbers only what they are like: the stream has them, and few would want millions of them as text. */
static void put_tensor_json(struct buf *out, const struct model_tensor *t)
{
	long n = t->rows * t->cols;
	float least = t->value[0], most = t->value[0];
	double sum = 0;

	for (long i = 0; i < n; i++) {
		least = t->value[i] < least ? t->value[i] : least;
		most = t->value[i] > most ? t->value[i] : most;
		sum += (double)t->value[i];
	}
	buf_puts(out, "{\"tensor\": ");
	json_put_str(out, str_of(t->name));
	buf_printf(out, ", \"rows\": %ld, \"cols\": %ld, \"type\": \"%s\", \"values\": {\"count\": %ld, \"min\": ", t->rows, t->cols,
		   model_type_name(t->type), n);
	put_number(out, (double)least, true);
	buf_puts(out, ", \"max\": ");
	put_number(out, (double)most, true);
	buf_puts(out, ", \"mean\": ");
	put_number(out, sum / (double)n, false);
	buf_puts(out, "}}\n");
}

static void put_model_json(struct buf *out, const struct model *m)
{
	put_values_json(out, "config", m->config, m->nconfig);
	put_strings_json(out, "tokens", m->tokens, m->ntokens);
	buf_puts(out, "}\n");
	for (size_t i = 0; i < m->ntensors; i++)
		put_tensor_json(out, &m->tensors[i]);
	if (m->ncolumns > 0) {
		put_strings_json(out, "curve", m->columns, m->ncolumns);
		buf_puts(out, ", \"rows\": [");
		for (size_t i = 0; i < m->nrows * m->ncolumns; i++) {
			buf_puts(out, i % m->ncolumns ? ", " : i ? "], [" : "[");
			put_number(out, m->curve[i], false);
		}
		buf_puts(out, m->nrows ? "]]}\n" : "]}\n");
	}
	if (m->nprogress > 0)
		put_values_json(out, "progress", m->progress, m->nprogress);
}

static void put_values(struct buf *out, const struct model_value *value, size_t n)
{
	int width = 0;

	for (size_t i = 0; i < n; i++)
		width = (int)strlen(value[i].name) > width ? (int)strlen(value[i].name) : width;
	for (size_t i = 0; i < n; i++) {
		buf_printf(out, "  %-*s  ", width, value[i].name);
		if (value[i].text)
			put_plain(out, str_of(value[i].text));
		else
			put_number(out, value[i].number, false);
		buf_putc(out, '\n');
	}
}

static void put_tensors(struct buf *out, const struct model *m)
{
	long long numbers = 0, bytes = 0;
	int name = 0, rows = 0, cols = 0;

	/* all once to know the widths, then again to put them */
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < m->ntensors; i++) {
			const struct model_tensor *t = &m->tensors[i];
			int n = (int)strlen(t->name), r = snprintf(NULL, 0, "%ld", t->rows), c = snprintf(NULL, 0, "%ld", t->cols);

			if (pass == 0) {
				name = n > name ? n : name;
				rows = r > rows ? r : rows;
				cols = c > cols ? c : cols;
				numbers += t->rows * t->cols;
				bytes += t->rows * t->cols * (long)model_type_bytes(t->type);
			} else {
				buf_printf(out, "  %-*s  %*ld x %-*ld  %-4s  %ld\n", name, t->name, rows, t->rows, cols, t->cols,
					   model_type_name(t->type), t->rows * t->cols);
			}
		}
		if (pass == 0)
			buf_printf(out, "\n%zu tensor%s, %lld numbers, %lld bytes\n", m->ntensors, m->ntensors == 1 ? "" : "s", numbers, bytes);
	}
}

/* A number of the curve in a few digits; steps are whole. */
static int print_cell(char cell[32], double x)
{
	return snprintf(cell, 32, isnan(x) ? "-" : x == trunc(x) && fabs(x) < 1e15 ? "%.0f" : "%.5g", x);
}

static void put_curve(struct buf *out, const struct model *m)
{
	size_t first = m->nrows > LAST_ROWS ? m->nrows - LAST_ROWS : 0;
	int *width = mem_zero(m->ncolumns, sizeof *width);
	char cell[32];

	buf_printf(out, "\ncurve, %s%zu of %zu rows\n", first ? "the last " : "", m->nrows - first, m->nrows);
	for (size_t i = first * m->ncolumns; i < m->nrows * m->ncolumns; i++) {
		int *w = &width[i % m->ncolumns], n = print_cell(cell, m->curve[i]);

		*w = n > *w ? n : *w;
	}
	for (size_t i = 0; i < m->ncolumns; i++) {
		int n = (int)strlen(m->columns[i]);

		width[i] = n > width[i] ? n : width[i];
		buf_printf(out, "  %*s", width[i], m->columns[i]);
	}
	for (size_t i = first * m->ncolumns; i < m->nrows * m->ncolumns; i++) {
		print_cell(cell, m->curve[i]);
		buf_printf(out, "%s  %*s", i % m->ncolumns ? "" : "\n", width[i % m->ncolumns], cell);
	}
	buf_putc(out, '\n');
	free(width);
}

static const char *word_of(const struct model *m, const char *name)
{
	for (size_t i = 0; i < m->nconfig; i++)
		if (m->config[i].text && strcmp(m->config[i].name, name) == 0)
			return m->config[i].text;
	return NULL;
}

static void put_model(struct buf *out, const struct model *m)
{
	const char *kind = word_of(m, "kind"), *preset = word_of(m, "preset");

	buf_puts(out, "\nmodel ");
	put_plain(out, str_of(kind ? kind : "of no kind"));
	if (preset) {
		buf_puts(out, ", preset ");
		put_plain(out, str_of(preset));
	}
	buf_puts(out, m->nprogress ? "; a checkpoint\n" : "; finished\n");
	put_values(out, m->config, m->nconfig);
	buf_printf(out, "\n%zu token%s\n", m->ntokens, m->ntokens == 1 ? "" : "s");
	put_tensors(out, m);
	if (m->ncolumns > 0)
		put_curve(out, m);
	if (m->nprogress > 0) {
		buf_puts(out, "\nthe training was here\n");
		put_values(out, m->progress, m->nprogress);
	}
}

static void show_model(struct buf *out, struct stream_reader *in)
{
	struct model m;

	if (model_read_from(&m, in))
		die_if(buf_cstr(&m.why));
	if (!opt.json && !opt.safetensors)
		put_head(out, in);
	if (opt.safetensors)
		safetensors_put(out, &m, stream_provenance(in));
	else
		(opt.json ? put_model_json : put_model)(out, &m);
	fwrite(out->p, 1, out->n, stdout);
	model_free(&m);
}

/* ---- all ---- */

static int show_tasks(struct buf *out, struct stream_reader *in)
{
	int got = 1;

	while ((opt.n == 0 || stream_count(in) < opt.n) && !ferror(stdout)) {
		struct task task;

		out->n = 0;
		if ((got = task_read(in, &task)) <= 0)
			break;
		if (opt.json) {
			json_put(out, &stream_record(in)->value);
			buf_putc(out, '\n');
		} else if (opt.programs || opt.answers) {
			put_one_program(out, in, &task);
		} else {
			put_task(out, &task);
		}
		fwrite(out->p, 1, out->n, stdout);
	}
	return got;
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct stream_reader *in;
	struct buf out = { 0 };
	bool model;
	int got = 1;

	if (opt.json + opt.head + (opt.programs || opt.answers) + opt.safetensors > 1)
		usage_die("--json, --head, --safetensors and --programs or --answers exclude each other");
	if (opt.safetensors && isatty(STDOUT_FILENO))
		die("standard output is a terminal: write to a file or a pipe");
	in = stream_open(operands[0], NULL);
	die_if(stream_error(in));
	model = strcmp(stream_format(in), FORMAT_MODEL) == 0;
	if (model && (opt.programs || opt.answers || cli_given("count")))
		usage_die("--programs, --answers and --count are for tasks, and %s is a model", stream_name(in));
	if (!model && opt.safetensors)
		usage_die("--safetensors is for models, and %s has tasks", stream_name(in));
	if (opt.head || (!model && !opt.json && !opt.programs && !opt.answers)) {
		put_head(&out, in);
		fwrite(out.p, 1, out.n, stdout);
	}
	if (model && !opt.head)
		show_model(&out, in);
	else if (!opt.head)
		got = show_tasks(&out, in);
	/* whoever writes to us is not to be cut off */
	if (got > 0 && (!operands[0] || strcmp(operands[0], "-") == 0)) {
		struct obj record;

		fflush(stdout);
		while ((got = stream_next(in, &record)) > 0)
			;
	}
	if (got < 0)
		die("%s", stream_error(in));
	stream_close(in);
	buf_free(&out);
	return cli_finish(0);
}
