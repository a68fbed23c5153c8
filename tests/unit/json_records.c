/* json_records - random JSON lines through dsl_map: every byte outside of the value that is filled stays the same
 * SPDX-License-Identifier: MIT
 *
 * 1,000 texts of up to 8 records; RECORDS=100000 in the environment makes more texts, SEED others. Values of any kind
 * and depth, blanks anywhere, keys that are there twice, escapes; the value that is filled is deep inside, null, empty
 * or not there; some lines are no records. */
#include "dsl/dsl_map.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/json_text.h"
#include "base/rng.h"
#include "base/table_json.h"

static struct rng rng;
static const char *where;
static long failures, filled, added, left_alone;

static bool often(int of, int all)
{
	return (int)rng_below(&rng, (uint32_t)all) < of;
}

static void put_blanks(struct buf *out)
{
	while (often(1, 4))
		buf_putc(out, often(1, 2) ? ' ' : '\t');
}

/* A string, each character spelled in one of the ways that JSON has for it. `said`: what it says; NULL: nobody wants to
 * know. */
static void put_string(struct buf *out, struct buf *said)
{
	static const char *const pieces[][3] = {
		{ "a", "\\u0061", "a" }, { "Z", "\\u005a", "Z" }, { "\"", "\\\"", "\\u0022" },
		{ "\\", "\\\\", "\\u005C" }, { "/", "\\/", "/" }, { "\n", "\\n", "\\u000a" }, { "\t", "\\t", "\\u0009" },
		{ "é", "é", "\\u00E9" }, { "\u20ac", "\\u20ac", "\u20ac" }, { "\U0001F600", "\\ud83D\\uDE00", "\U0001F600" },
		{ " ", " ", " " }, { "}", "}", "]" }, { ",", ",", "\\u002c" }, { "\b", "\\b", "\\f" },
	};

	buf_putc(out, '"');
	for (int n = (int)rng_below(&rng, 6); n > 0; n--) {
		const char *const *piece = pieces[rng_below(&rng, said ? 11 : 14)];
		const bool plain = !strchr("\"\\\n\t\b", **piece) && often(1, 2);

		buf_puts(out, plain ? piece[0] : piece[1 + rng_below(&rng, 2)]);
		if (said)
			buf_puts(said, piece[0]);
	}
	buf_putc(out, '"');
}

static void put_value(struct buf *out, int depth);

/* Members of an object, with a comma behind each; their keys are k0 to k3, or others. */
static void put_members(struct buf *out, int depth, int most)
{
	for (int n = (int)rng_below(&rng, (uint32_t)most); n > 0; n--) {
		put_blanks(out);
		if (often(1, 3))
			buf_printf(out, "\"k%u\"", rng_below(&rng, 4));
		else
			put_string(out, NULL);
		put_blanks(out);
		buf_putc(out, ':');
		put_value(out, depth + 1);
		buf_putc(out, ',');
	}
}

static void put_value(struct buf *out, int depth)
{
	static const char *const scalars[] = { "true", "false", "null", "0", "-0", "1.50", "1E400", "-2.5e-3",
	    "12345678901234567890123", "{}", "[]", "[ ]" };
	const uint32_t kind = rng_below(&rng, depth < 3 ? 5 : 3);

	put_blanks(out);
	if (kind == 0) {
		put_string(out, NULL);
	} else if (kind < 3) {
		buf_puts(out, scalars[rng_below(&rng, sizeof scalars / sizeof *scalars)]);
	} else if (kind == 3) {
		buf_putc(out, '[');
		for (int n = (int)rng_below(&rng, 3); n >= 0; n--) {
			put_value(out, depth + 1);
			buf_putc(out, n ? ',' : ']');
		}
	} else {
		buf_putc(out, '{');
		put_members(out, depth, 3);
		buf_puts(out, "\"last\":1}");
	}
	put_blanks(out);
}

/* A record, and what is known of it: what is to be written, and the place of the value that is filled, or where it is
 * added (end == begin). */
struct made { struct buf said; size_t begin, end; bool record, fills; };

/* An object with the place in it, so many keys down: k0, k1 and so on, none of which comes again behind the one that
 * counts. */
static void put_target(struct buf *out, struct made *m, int level, int levels)
{
	const size_t open = out->n + 1;

	buf_putc(out, '{');
	put_members(out, 0, 3);
	buf_puts(out, "\"z\"");
	put_blanks(out);
	buf_puts(out, ":1");
	m->begin = m->end = out->n;
	put_blanks(out);
	if (level + 1 < levels || often(2, 3)) {
		buf_putc(out, ',');
		put_blanks(out);
		buf_printf(out, often(1, 4) ? "\"\\u006b%d\"" : "\"k%d\"", level);
		put_blanks(out);
		buf_putc(out, ':');
		put_blanks(out);
		if (level + 1 < levels) {
			put_target(out, m, level + 1, levels);
		} else {
			m->begin = out->n;
			buf_puts(out, often(1, 2) ? "null" : "\"\"");
			m->end = out->n;
		}
		put_blanks(out);
		if (level + 1 < levels && often(1, 2))
			buf_puts(out, ", \"y\" : [ 1 ]");
	} else {
		/* the key may be there earlier, and then that one is meant: nothing is before it now */
		out->n = open;
		buf_puts(out, "\"z\":1");
		m->begin = m->end = out->n;
		put_blanks(out);
	}
	buf_putc(out, '}');
}

static void put_record(struct buf *out, struct made *m, int levels)
{
	const size_t start = out->n;

	m->record = m->fills = often(7, 8);
	put_blanks(out);
	if (!m->record) {
		static const char *const others[] = {
			"", "{", "[1,2]", "\"x\"", "{\"from\":\"x\"", "{\"from\":\"x\"} 1", "{\"from\":\"\\ud800\"}", "\xff",
			"{\"from\":[\"x\"]}", "{\"from\":\"x\",}", "{\"from\":01}", "{'from':1}", "{\"from\":\"x\",\"to\":true}",
		};

		buf_puts(out, others[rng_below(&rng, sizeof others / sizeof *others)]);
		return;
	}
	buf_putc(out, '{');
	put_members(out, 0, 3);
	buf_puts(out, "\"from\"");
	put_blanks(out);
	buf_putc(out, ':');
	put_blanks(out);
	put_string(out, &m->said);
	m->fills = m->said.n > 0;
	buf_puts(out, ",\"to\":");
	put_target(out, m, 0, levels);
	m->begin -= start, m->end -= start;
	put_blanks(out);
	buf_putc(out, '}');
	put_blanks(out);
}

static void wrong(const char *what, struct str before, struct str after)
{
	failures++;
	fprintf(stderr, "%s\n--- before\n%.*s\n--- after\n%.*s\n", what, (int)before.n, before.p, (int)after.n,
	    after.p);
}

static void compare(const struct made *m, struct str before, struct str after, const struct json_path *to)
{
	const size_t behind = before.n - m->end;
	struct buf said = { 0 };
	struct str value;
	const char *why;

	if (!m->fills) {
		left_alone++;
		if (!str_eq(before, after))
			wrong("a line that isn't filled is other bytes", before, after);
		return;
	}
	if (after.n < m->begin + behind || memcmp(before.p, after.p, m->begin) ||
	    memcmp(before.p + m->end, after.p + after.n - behind, behind)) {
		wrong("other bytes outside of the value", before, after);
		return;
	}
	value = json_text_value(after, &why);
	if (value.p)
		value = json_path_find(to, value).value;
	if (!value.p || !json_text_is_string(value) || !json_text_unquote(value, &said) ||
	    !str_eq(buf_view(&said), buf_view(&m->said)))
		wrong("the value says something else", before, after);
	else if (m->end > m->begin && value.p != after.p + m->begin)
		wrong("the value is elsewhere", before, after);
	filled++;
	added += m->end == m->begin;
	buf_free(&said);
}

/* The next line of a text, which is stepped over. */
static struct str next_line(struct str *text)
{
	const char *end = memchr(text->p, '\n', text->n);
	struct str line = { text->p, end ? (size_t)(end - text->p) : text->n };

	text->p += line.n + (end != NULL), text->n -= line.n + (end != NULL);
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

static void one(const struct dsl_ready *program)
{
	const int levels = 1 + (int)rng_below(&rng, 3), n = 1 + (int)rng_below(&rng, 8);
	struct buf text = { 0 }, list = { 0 }, made = { 0 }, why = { 0 };
	struct arena arena = { 0 };
	struct made records[8] = { 0 };
	struct json_path paths[2];
	struct dsl_map m = { .program = program, .table = true, .from = "1", .to = "2", .only_empty = true,
	    .pass_empty = true, .threads = 1 };
	struct str before, after;
	struct source *s;
	int fd = memfd_create("text", 0), out;

	buf_puts(&list, "from,to");
	for (int i = 0; i < levels; i++)
		buf_printf(&list, ".k%d", i);
	if (json_paths_read(buf_cstr(&list), paths, 2, &arena, &why) != 2)
		abort();
	m.format = (struct table_format){ .separator = "\t", .json = table_json_make(paths, 2, 1, &arena) };
	for (int i = 0; i < n; i++) {
		put_record(&text, &records[i], levels);
		if (i + 1 < n || often(1, 2))
			buf_puts(&text, often(1, 2) ? "\n" : "\r\n");
	}
	if (write(fd, text.p, text.n) != (ssize_t)text.n || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	s = source_of(fd, "text");
	if (dsl_map(&m, s, where, &why) < 0)
		wrong(buf_cstr(&why), buf_view(&text), STR(""));
	source_close(s);
	close(fd);
	out = open(where, O_RDONLY | O_CLOEXEC);
	s = source_of(out, "made");
	while (source_read(s, &made, 1 << 16, -1) > 0)
		;
	source_close(s);
	close(out);
	before = buf_view(&text), after = buf_view(&made);
	for (int i = 0; i < n && !failures; i++) {
		const struct str was = next_line(&before), is = next_line(&after);

		compare(&records[i], was, is, &paths[1]);
	}
	if (after.n)
		wrong("more lines", buf_view(&text), buf_view(&made));
	for (int i = 0; i < n; i++)
		buf_free(&records[i].said);
	arena_free(&arena);
	buf_free(&text);
	buf_free(&list);
	buf_free(&made);
	buf_free(&why);
}

int main(void)
{
	const char *records = getenv("RECORDS"), *seed = getenv("SEED"), *folder = getenv("TMPDIR");
	const long n = records ? atol(records) : 1000;
	struct arena arena = { 0 };
	struct dsl_program whole;
	struct dsl_ready *program;
	struct buf name = { 0 }, why = { 0 };

	buf_printf(&name, "%s/json_records-%ld", folder ? folder : "/tmp", (long)getpid());
	where = buf_cstr(&name);
	if (dsl_parse(STR("Concat(SubStr(ConstPos(0), END))"), DSL_SHELL, &arena, &whole, &why) < 0)
		abort();
	program = dsl_ready(&whole);
	for (long i = 0; i < n && !failures; i++) {
		rng = rng_at(seed ? (uint64_t)atol(seed) : 1, "json_records", (uint64_t)i);
		one(program);
	}
	unlink(where);
	if (!failures && (filled < n || added < n / 4 || left_alone < n / 4))
		fprintf(stderr, "%ld filled, %ld of them added, %ld left alone\n", filled, added, left_alone),
		    failures++;
	if (records)
		printf("%ld texts: %ld records filled, %ld of them added, %ld left alone\n", n, filled, added,
		    left_alone);
	dsl_done(program);
	arena_free(&arena);
	buf_free(&name);
	buf_free(&why);
	return failures != 0;
}
