/* streams - does the reader of streams refuse all that is wrong, and give back all that was written?
 * SPDX-License-Identifier: MIT
 *
 * streams          runs the checks; streams -v also prints the message of each stream that was refused
 * streams -w FILE  writes the sample stream; streams -r FILE prints a line `id input output` for each pair of a stream */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "base/cli.h"
#include "task.h"
#include "../lib/check.h"

static bool verbose;

/* ---- making and reading streams in memory ---- */

#define RAW(literal) ((struct str){ literal, sizeof(literal) - 1 })
#define HEAD "\x82\xa6" "format" "\xaa" "hnps.tasks" "\xa7" "version" "\x01"
#define OTHER_HEAD "\x83\xa6" "format" "\xaa" "hnps.tasks" "\xa7" "version" "\x01\xa4" "made" "\x80"
#define END(n) "\x81\xa3" "end" n
#define RECORD "\x81\xa2" "id" "\x07"

static void frame_with(struct buf *out, struct str raw, int checksum)
{
	ZSTD_CCtx *c = ZSTD_createCCtx();
	size_t room = ZSTD_compressBound(raw.n), n;

	ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, checksum);
	n = ZSTD_compress2(c, buf_want(out, room), room, raw.p, raw.n);
	if (ZSTD_isError(n))
		die("%s", ZSTD_getErrorName(n));
	out->n += n;
	ZSTD_freeCCtx(c);
}

static void frame(struct buf *out, struct str raw)
{
	frame_with(out, raw, 1);
}

/* A good head, one object that may be anything, a good end. */
static void frame_around(struct buf *out, struct str record)
{
	struct buf raw = { 0 };

	buf_str(&raw, RAW(HEAD));
	buf_str(&raw, record);
	buf_str(&raw, RAW(END("\x01")));
	frame(out, buf_view(&raw));
	buf_free(&raw);
}

static int descriptor(struct str bytes)
{
	int fd = memfd_create("stream", MFD_CLOEXEC);

	if (fd < 0 || write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n || lseek(fd, 0, SEEK_SET) != 0)
		die("memfd: no room");
	return fd;
}

/* What a reader makes of the bytes: 0 and all tasks packed again one behind the other, or -1 and the message. */
static int read_tasks(struct str bytes, struct buf *tasks, struct buf *error, long *count)
{
	struct stream_reader *r = stream_open_fd(descriptor(bytes), "x.zst", FORMAT_TASKS);
	struct task t;
	int got;

	tasks->n = error->n = 0;
	while ((got = task_read(r, &t)) > 0)
		task_pack(tasks, &t);
	*count = stream_count(r);
	buf_puts(error, stream_error(r));
	check((got < 0) == (error->n > 0), "the reader gives %d, and says '%s'", got, buf_cstr(error));
	if (got < 0)
		check(task_read(r, &t) == -1, "after an error the reader goes on");
	stream_close(r);
	return got;
}

static void refused(const char *what, struct str bytes, const char *message)
{
	struct buf tasks = { 0 }, error = { 0 };
	long count;
	int got = read_tasks(bytes, &tasks, &error, &count);

	if (check(got == -1, "%s: read as a good stream of %ld records", what, count))
		check(strstr(buf_cstr(&error), message) && strncmp(error.p, "x.zst: ", 7) == 0, "%s: '%s' where '%s' should be", what,
		      buf_cstr(&error), message);
	if (verbose)
		printf("%-40s %s\n", what, buf_cstr(&error));
	buf_free(&tasks);
	buf_free(&error);
}

static void refused_raw(const char *what, struct str raw, const char *message)
{
	struct buf bytes = { 0 };

	frame(&bytes, raw);
	refused(what, buf_view(&bytes), message);
	buf_free(&bytes);
}

static void refused_record(const char *what, struct str record, const char *message)
{
	struct buf bytes = { 0 };

	frame_around(&bytes, record);
	refused(what, buf_view(&bytes), message);
	buf_free(&bytes);
}

static void accepted(const char *what, struct str bytes, long records)
{
	struct buf tasks = { 0 }, error = { 0 };
	long count;
	int got = read_tasks(bytes, &tasks, &error, &count);

	check(got == 0, "%s: refused: %s", what, buf_cstr(&error));
	check(got != 0 || count == records, "%s: %ld records, not %ld", what, count, records);
	buf_free(&tasks);
	buf_free(&error);
}

/* ---- the sample ---- */

static struct task_pair pairs[] = {
	{ STR("Ada Lovelace, 1815"), STR("Lovelace") }, { STR("Grace Hopper, 1906"), STR("Hopper") },
	{ STR("\xc3\x89mile \xe2\x9c\x93"), STR("") },
};
static struct task_part parts[] = {
	{ 3, STR("Concat c( SubStr s( ConstPos p( 0 p) ConstPos p( 1 p) s) c)"), STR("\0\0\x80\x3f"), { STR("\xa1" "u" "\xcc\x01"), 1 } },
	{ 18446744073709551615u, STR("Concat c( ConstStr k( \".\" k) c)"), { 0 }, { { 0 }, 0 } },
};
static struct task_answer answers[] = {
	{ STR("Concat c( ConstStr k( \".\" k) c)"), true, -1.5, STR("exact"), 3, 0.25, { 0 }, true, { STR("\xa1" "v" "\xc0"), 1 } },
	{ { 0 }, false, 0, STR("greedy"), 3, -1, STR("ran out of time"), true, { { 0 }, 0 } },
};
static struct task sample[] = {
	{ .id = 0, .program = STR("Concat c( ConstStr k( \".\" k) c)"), .pairs = pairs, .npairs = 3 },
	{ .id = 70123, .name = STR("names.tsv"),
	  .program = STR("Concat c( SubStr s( Regex r( Word -1 Start r) ConstPos p( -1 p) s) ConstStr k( \".\" k) c)"),
	  .parts = parts, .nparts = 2, .pairs = pairs, .npairs = 1,
	  .embedding = STR("\0\0\x80\x3f\0\0\0\x40"), .answers = answers, .nanswers = 2,
	  .verdict = { 0, 1, 0, 1, { 0 }, { STR("\xa1" "w" "\x90"), 1 } }, .has_verdict = true,
	  .others = { STR("\xa5" "later" "\x93\x01\xc2\xa0" "\xa1" "x" "\xd4\x05\x00"), 2 } },
	{ .id = 4294967296u, .answers = answers, .nanswers = 1 },
};
enum { SAMPLES = sizeof sample / sizeof *sample };

static void write_sample(const char *path)
{
	struct stream_writer *w = stream_create(path, FORMAT_TASKS, NULL);

	for (int i = 0; i < SAMPLES; i++)
		die_if(task_write(w, &sample[i]));
	die_if(stream_commit(w));
	stream_writer_free(w);
}

static void print_pairs(const char *path)
{
	struct stream_reader *r = stream_open(path, FORMAT_TASKS);
	struct task t;
	int got;

	while ((got = task_read(r, &t)) > 0)
		for (size_t i = 0; i < t.npairs; i++)
			printf("%llu\t%.*s\t%.*s\n", (unsigned long long)t.id, (int)t.pairs[i].input.n, t.pairs[i].input.p,
			       (int)t.pairs[i].output.n, t.pairs[i].output.p);
	if (got < 0)
		die("%s", stream_error(r));
	stream_close(r);
}

static struct buf file_bytes(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b = { 0 };
	size_t n;

	if (!f)
		die("%s: can't be read", path);
	while ((n = fread(buf_want(&b, 4096), 1, 4096, f)) > 0)
		b.n += n;
	fclose(f);
	return b;
}

/* ---- the checks ---- */

static void round_trip(struct buf *stream, struct buf *packed)
{
	char path[] = "/tmp/streams-XXXXXX";
	struct buf tasks = { 0 }, error = { 0 };
	struct arena arena = { 0 };
	struct stat st;
	struct stream_writer *w;
	long count;
	int fd = mkstemp(path);

	if (fd < 0)
		die("%s: can't be made", path);
	close(fd);
	unlink(path);
	w = stream_create(path, FORMAT_TASKS, NULL);
	check(stat(path, &st) != 0, "the file is there before it is whole");
	for (int i = 0; i < SAMPLES; i++)
		die_if(task_write(w, &sample[i]));
	die_if(stream_commit(w));
	check(stream_written(w) == SAMPLES, "the writer counted %ld", stream_written(w));
	stream_writer_free(w);
	check(stat(path, &st) == 0, "commit did not give it its name");
	*stream = file_bytes(path);
	unlink(path);
	for (int i = 0; i < SAMPLES; i++) {
		struct task copy = task_copy(&arena, &sample[i]);

		task_pack(packed, &copy);
	}
	check(read_tasks(buf_view(stream), &tasks, &error, &count) == 0, "the sample: %s", buf_cstr(&error));
	check(count == SAMPLES, "the sample: %ld records", count);
	check(str_eq(buf_view(&tasks), buf_view(packed)), "the sample: not what was written");
	arena_free(&arena);
	buf_free(&tasks);
	buf_free(&error);
}

/* A cut must always be seen. A flipped bit may leave the meaning as it was (zstd has bits that nobody reads), but then all of it. */
static void damage(struct str stream, struct str packed)
{
	struct buf tasks = { 0 }, error = { 0 }, bad = { 0 };
	long count;
	int harmless = 0;

	for (size_t n = 0; n < stream.n; n++)
		check(read_tasks((struct str){ stream.p, n }, &tasks, &error, &count) == -1, "cut to %zu bytes: read as good", n);
	buf_str(&bad, stream);
	for (size_t bit = 0; bit < stream.n * 8; bit++) {
		bad.p[bit / 8] ^= (char)(1 << bit % 8);
		if (read_tasks(buf_view(&bad), &tasks, &error, &count) == 0) {
			harmless++;
			check(str_eq(buf_view(&tasks), packed), "bit %zu flipped: other records", bit);
		}
		bad.p[bit / 8] ^= (char)(1 << bit % 8);
	}
	check(harmless <= (int)(stream.n * 8 / 100), "%d flipped bits were not seen", harmless);
	if (verbose)
		printf("%d of %zu flipped bits change nothing\n", harmless, stream.n * 8);
	bad.n = 0;
	buf_str(&bad, stream);
	buf_str(&bad, stream);
	for (size_t n = stream.n + 1; n < bad.n; n += 7)
		check(read_tasks((struct str){ bad.p, n }, &tasks, &error, &count) == -1, "two joined, cut to %zu: read as good", n);
	buf_free(&tasks);
	buf_free(&error);
	buf_free(&bad);
}

static void other_files(void)
{
	struct buf b = { 0 };

	refused("zero bytes", RAW(""), "empty: no stream");
	refused("gzip", RAW("\x1f\x8b\x08\0\0\0\0\0\0\3\3\0\0\0\0\0\0\0\0\0"), "not a zstd stream");
	refused("text", RAW("input\toutput\n"), "not a zstd stream");
	refused("one byte", RAW("\x28"), "not a zstd stream");
	refused("the magic number only", RAW("\x28\xb5\x2f\xfd"), "cut short");
	refused("a window of 256 MiB", RAW("\x28\xb5\x2f\xfd\x04\x90\x01\x00\x00\0\0\0\0"), "128 MiB");
	refused("an empty skippable frame", RAW("\x50\x2a\x4d\x18\0\0\0\0"), "empty: no stream");
	refused("a skippable frame cut short", RAW("\x50\x2a\x4d\x18\x09\0\0\0zz"), "cut short");
	refused_raw("an empty frame", RAW(""), "a zstd frame without a head");
	refused_raw("text in zstd", RAW("input\toutput\n"), "does not begin with a head");
	frame_with(&b, RAW(HEAD RECORD END("\x01")), 0);
	refused("no checksum", buf_view(&b), "no checksum");
	buf_free(&b);
}

static void heads(void)
{
#define FORMAT "\x82\xa6" "format" "\xaa" "hnps.tasks"
#define FORMAT_AND_2 "\x83\xa6" "format" "\xaa" "hnps.tasks"
	refused_raw("a record first", RAW(RECORD END("\x01")), "does not begin with a head");
	refused_raw("an empty map first", RAW("\x80" END("\x00")), "does not begin with a head");
	refused_raw("a model", RAW("\x82\xa6" "format" "\xaa" "hnps.model" "\xa7" "version" "\x01" END("\x00")),
		    "the format is 'hnps.model', not 'hnps.tasks'");
	refused_raw("a format with control characters", RAW("\x81\xa6" "format" "\xa3" "\x1b[2" END("\x00")), "the format is '?[2', not");
	refused_raw("a format that is no string", RAW("\x81\xa6" "format" "\x01" END("\x00")), "the format is none, not");
	refused_raw("version 2", RAW(FORMAT "\xa7" "version" "\x02" END("\x00")),
		    "version 2 of hnps.tasks is newer than version 1");
	refused_raw("version 0", RAW(FORMAT "\xa7" "version" "\x00" END("\x00")), "'version' is not a positive");
	refused_raw("version 'x'", RAW(FORMAT "\xa7" "version" "\xa1x" END("\x00")), "'version' is not");
	refused_raw("no version", RAW("\x81\xa6" "format" "\xaa" "hnps.tasks" END("\x00")), "'version' is missing");
	refused_raw("two versions", RAW(FORMAT_AND_2 "\xa7" "version" "\x01\xa7" "version" "\x01" END("\x00")), "given twice");
	refused_raw("a key that is no string", RAW(FORMAT_AND_2 "\xa7" "version" "\x01\x05\x01" END("\x00")), "a key is no");
}

static void big_head(void)
{
	static char zeros[1 << 20];
	struct buf raw = { 0 };

	buf_str(&raw, RAW("\x83\xa6" "format" "\xaa" "hnps.tasks" "\xa7" "version" "\x01\xa4" "made" "\xc6\0\x10\0\0"));
	buf_put(&raw, zeros, sizeof zeros);
	buf_str(&raw, RAW(END("\x00")));
	refused_raw("a head of more than 1 MiB", buf_view(&raw), "heads of more than 1 MiB");
	buf_free(&raw);
}

static void ends(void)
{
	struct buf b = { 0 };

	refused_raw("a head only", RAW(HEAD), "ends without an end object");
	refused_raw("no end", RAW(HEAD RECORD RECORD), "ends without an end object");
	refused_raw("too few records", RAW(HEAD RECORD END("\x02")), "end: 2 records announced, 1 found");
	refused_raw("too many records", RAW(HEAD RECORD RECORD END("\x01")), "end: 1 records announced, 2 found");
	refused_raw("a count that is none", RAW(HEAD RECORD END("\xff")), "end: the count of records is not a number");
	refused_raw("behind the end", RAW(HEAD RECORD END("\x01") RECORD), "an object behind the end object");
	refused_raw("half an object behind the end", RAW(HEAD RECORD END("\x01") "\x81"), "cut short");
	refused_raw("also_from is no array", RAW(HEAD "\x82\xa3" "end" "\x00\xa9" "also_from" "\x00"), "'also_from' is not an array");
	refused_raw("also_from has no heads", RAW(HEAD "\x82\xa3" "end" "\x00\xa9" "also_from" "\x91\x00"), "is not a head");
	frame(&b, RAW(HEAD RECORD END("\x01")));
	accepted("a small stream", buf_view(&b), 1);
	buf_puts(&b, "junk");
	refused("junk behind", buf_view(&b), "what follows the last zstd frame");
	b.n -= 4;
	buf_str(&b, RAW("\x50\x2a\x4d\x18\x02\0\0\0zz"));
	accepted("a skippable frame behind", buf_view(&b), 1);
	frame(&b, RAW(OTHER_HEAD RECORD RECORD END("\x02")));
	frame(&b, RAW(HEAD END("\x00")));
	accepted("three joined", buf_view(&b), 3);
	frame(&b, RAW(RECORD END("\x01")));
	refused("joined with one that has no head", buf_view(&b), "a joined stream: not a stream of records");
	buf_free(&b);
}

static void lies(void)
{
#define NEST(a) a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a  /* 31, and the record is a map */
	struct buf deep = { 0 }, b = { 0 };
	struct rusage use;

	refused_record("a str of 4 GiB", RAW("\x81\xdb\xff\xff\xff\xff" "abc"), "record 1: an object of more than 64 MiB");
	refused_record("a bin of 4 GiB", RAW("\x81\xa1" "b" "\xc6\xff\xff\xff\xff" "abc"), "record 1: an object of more than 64 MiB");
	refused_record("an ext of 4 GiB", RAW("\x81\xa1" "b" "\xc9\xff\xff\xff\xff\x01" "abc"), "record 1: an object of more than 64 MiB");
	refused_record("an array of 4 billion", RAW("\x81\xa1" "b" "\xdd\xff\xff\xff\xff\x01\x01"), "more than 4194304 values");
	refused_record("a map of 4 billion", RAW("\xdf\xff\xff\xff\xff\x01\x01"), "more than 4194304 values");
	refused_record("a str of 60 MiB that is not there", RAW("\x81\xa1" "b" "\xdb\x03\xc0\0\0" "abc"), "cut short");
	refused_record("an array of 4 million that is not there", RAW("\x81\xa1" "b" "\xdd\0\x3f\xff\xf0\x01"), "cut short");
	refused_record("byte 0xc1", RAW("\xc1"), "byte 0xc1");
	for (int i = 0; i < 1000; i++)
		buf_putc(&deep, '\x91');
	refused_record("nested 1000 deep", buf_view(&deep), "nested deeper than 32");
	deep.n = 0;
	for (int i = 0; i < 1000; i++)
		buf_str(&deep, RAW("\x81\xa1" "m"));
	refused_record("maps nested 1000 deep", buf_view(&deep), "nested deeper than 32");
	deep.n = 0;
	buf_str(&deep, RAW("\x82\xa2" "id" "\x07\xa1" "d" NEST("\x91") "\x01"));
	frame_around(&b, buf_view(&deep));
	accepted("nested 32 deep", buf_view(&b), 1);
	deep.n = 0;
	buf_str(&deep, RAW("\x82\xa2" "id" "\x07\xa1" "d" NEST("\x91") "\x91\x01"));
	refused_record("nested 33 deep", buf_view(&deep), "nested deeper than 32");
	buf_free(&deep);
	buf_free(&b);
	getrusage(RUSAGE_SELF, &use);
	check(use.ru_maxrss < 256 << 10, "lying lengths took %ld KiB of memory", use.ru_maxrss);
}

static void shapes(void)
{
#define WITH "\x82\xa2" "id" "\x01"                    /* a record's id, and one field more */
	static const struct { const char *what; struct str record; const char *message; } bad[] = {
		{ "a number", RAW("\x07"), "record 1: not a map" },
		{ "an array", RAW("\x91\x07"), "record 1: not a map" },
		{ "no id", RAW("\x81\xa4" "name" "\xa1" "x"), "record 1: field 'id' is missing" },
		{ "id -1", RAW("\x81\xa2" "id" "\xff"), "field 'id' is not a whole number" },
		{ "id 1.0", RAW("\x81\xa2" "id" "\xca\x3f\x80\0\0"), "field 'id' is not a whole number" },
		{ "two ids", RAW(WITH "\xa2" "id" "\x01"), "field 'id' is given twice" },
		{ "a key 5", RAW(WITH "\x05\x01"), "record 1: a key is no string" },
		{ "program 5", RAW(WITH "\xa7" "program" "\x05"), "field 'program' is not a string of UTF-8" },
		{ "program bin", RAW(WITH "\xa7" "program" "\xc4\x01p"), "field 'program' is not a string of UTF-8" },
		{ "program in Latin-1", RAW(WITH "\xa7" "program" "\xa1\xe9"), "field 'program' is not a string of UTF-8" },
		{ "pairs map", RAW(WITH "\xa5" "pairs" "\x80"), "field 'pairs' is not an array" },
		{ "a pair of one", RAW(WITH "\xa5" "pairs" "\x92\x92\xa1" "a" "\xa1" "b" "\x91\xa1" "a"),
		  "field 'pairs': element 2 is not [input, output]" },
		{ "a pair of three", RAW(WITH "\xa5" "pairs" "\x91\x93\xa0\xa0\xa0"), "element 1 is not [input, output]" },
		{ "a pair of numbers", RAW(WITH "\xa5" "pairs" "\x91\x92\x01\x02"), "element 1 is not [input, output]" },
		{ "an input in Latin-1", RAW(WITH "\xa5" "pairs" "\x91\x92\xa1\xe9\xa1" "a"), "element 1 is not valid UTF-8" },
		{ "an output in Latin-1", RAW(WITH "\xa5" "pairs" "\x91\x92\xa1" "a" "\xa1\xe9"), "element 1 is not valid UTF-8" },
		{ "3 bytes of embedding", RAW(WITH "\xa9" "embedding" "\xc4\x03" "abc"),
		  "field 'embedding' is not bin of float32" },
		{ "embedding str", RAW(WITH "\xa9" "embedding" "\xa4" "abcd"), "field 'embedding' is not bin of float32" },
		{ "parts of numbers", RAW(WITH "\xa5" "parts" "\x91\x01"), "field 'parts': element 1 is not a map" },
		{ "a part without program", RAW(WITH "\xa5" "parts" "\x91\x81\xa2" "id" "\x01"),
		  "field 'parts': element 1: field 'program' is missing" },
		{ "answer array", RAW(WITH "\xa6" "answer" "\x90"), "field 'answer' is not a map" },
		{ "answer empty", RAW(WITH "\xa6" "answer" "\x80"), "field 'answer': field 'solved' is missing" },
		{ "answer solved 1", RAW(WITH "\xa6" "answer" "\x81\xa6" "solved" "\x01"),
		  "field 'answer': field 'solved' is not true or false" },
		{ "answer complete 1", RAW(WITH "\xa6" "answer" "\x81\xa8" "complete" "\x01"),
		  "field 'answer': field 'complete' is not true or false" },
		{ "answer seconds -1", RAW(WITH "\xa6" "answer" "\x81\xa7" "seconds" "\xff"),
		  "field 'seconds' is not a number of 0" },
		{ "answer score ''", RAW(WITH "\xa6" "answer" "\x81\xa5" "score" "\xa0"), "field 'score' is not a number" },
		{ "answer given -1", RAW(WITH "\xa6" "answer" "\x81\xa5" "given" "\xff"), "field 'given' is not a count" },
		{ "answers empty", RAW(WITH "\xa7" "answers" "\x90"), "field 'answers' is not an array of answers" },
		{ "answers without answer", RAW(WITH "\xa7" "answers" "\x91\x84\xa6" "solved" "\xc2\xa5" "score" "\x00\xa6" "method" "\xa0\xa5" "given" "\x00"),
		  "field 'answers': element 1 is not what field 'answer' has" },
		{ "verdict nil", RAW(WITH "\xa7" "verdict" "\xc0"), "field 'verdict' is not a map" },
		{ "verdict half", RAW(WITH "\xa7" "verdict" "\x81\xa6" "passed" "\x01"),
		  "field 'verdict': field 'total' is missing" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refused_record(bad[i].what, bad[i].record, bad[i].message);
	frame(&b, RAW(HEAD RECORD END("\x01")));
	frame(&b, RAW(HEAD RECORD RECORD "\x80" END("\x03")));
	refused("the fourth record of two streams", buf_view(&b), "x.zst: record 4: field 'id' is missing");
	buf_free(&b);
}

/* A field that we don't know is refused when it is there twice, as those that we know are: in the record, and in the maps in it. */
static void unknown_twice(void)
{
	static const struct { struct str record; const char *message; } cases[] = {
		{ RAW("\x83\xa2" "id" "\x01\xa1" "x" "\xc0\xa1" "x" "\xc0"), "x.zst: record 1: field 'x' is given twice" },
		{ RAW("\x82\xa2" "id" "\x01\xa7" "verdict" "\x86\xa6" "passed" "\x01\xa5" "total" "\x02\xac" "given_passed" "\x01\xa5" "given" "\x01"
		      "\xa1" "y" "\xc2\xa1" "y" "\xc3"), "x.zst: record 1: field 'y' is given twice" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++, b.n = 0) {
		frame_around(&b, cases[i].record);
		refused("an unknown field twice", buf_view(&b), cases[i].message);
	}
	buf_free(&b);
}

/* What we don't know comes out as it came in: odd encodings, odd types, in the record and inside its maps. */
static void unknown_fields(void)
{
#define ODD_1 "\xd9\x01x\xcd\x00\x05"                          /* a str8 key, a uint16 for 5 */
#define ODD_2 "\xa1y\xc7\x03\x7f" "ext"                        /* an ext */
#define ODD_3 "\xa1z\xde\x00\x01\x93\x01\xc0\xcb\x7f\xf8\0\0\0\0\0\x01\xdc\x00\x00" /* a map with an array for a key */
#define ODD_4 "\xa1w\xd2\xff\xff\xff\xff"                      /* int32 for -1 */
#define PART "\xa2" "id" "\x01\xa7" "program" "\xa1p"
#define ANSWER "\xa6" "solved" "\xc3\xa5" "score" "\xcb\0\0\0\0\0\0\0\0\xa6" "method" "\xa1m\xa5" "given" "\x02"
#define VERDICT "\xa6" "passed" "\x01\xa5" "total" "\x02\xac" "given_passed" "\x01\xa5" "given" "\x01"
	const struct str in = RAW("\x88" ODD_1 "\xa5" "parts" "\x91\x84" ODD_1 PART ODD_2 "\xa2" "id" "\xcd\x00\x07"
			"\xa6" "answer" "\x86" ODD_1 ANSWER ODD_3
				  "\xa7" "verdict" "\x85" ODD_2 VERDICT ODD_2 ODD_3 ODD_4);
	const struct str out = RAW("\x88\xa2" "id" "\x07\xa5" "parts" "\x91\x84" PART ODD_1 ODD_2
			"\xa6" "answer" "\x86" ANSWER ODD_1 ODD_3
				   "\xa7" "verdict" "\x85" VERDICT ODD_2 ODD_1 ODD_2 ODD_3 ODD_4);
	struct buf b = { 0 }, tasks = { 0 }, error = { 0 };
	long count;

	frame_around(&b, in);
	check(read_tasks(buf_view(&b), &tasks, &error, &count) == 0, "unknown fields: %s", buf_cstr(&error));
	check(str_eq(buf_view(&tasks), out), "unknown fields: not passed on byte for byte");
	buf_free(&b);
	buf_free(&tasks);
	buf_free(&error);
}

/* An answer says of itself only that it is not complete; a stream of before the field, and one that says `true`, are
 * of complete ones. */
static void complete_answers(void)
{
#define WITHOUT "\x82\xa2" "id" "\x01\xa6" "answer"
	const struct str absent = RAW(WITHOUT "\x84" ANSWER), yes = RAW(WITHOUT "\x85" ANSWER "\xa8" "complete\xc3"),
	                 no = RAW(WITHOUT "\x85" ANSWER "\xa8" "complete\xc2");
	const struct { struct str in, out; } records[] = { { absent, absent }, { yes, absent }, { no, no } };

	for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
		struct buf b = { 0 }, tasks = { 0 }, error = { 0 };
		long count;

		frame_around(&b, records[i].in);
		check(read_tasks(buf_view(&b), &tasks, &error, &count) == 0, "complete %zu: %s", i, buf_cstr(&error));
		check(str_eq(buf_view(&tasks), records[i].out), "complete %zu: not what it is to become", i);
		buf_free(&b);
		buf_free(&tasks);
		buf_free(&error);
	}
}

/* Objects at the limits, larger than any buffer. */
static void sizes(void)
{
	enum { PAIRS = 200000, WIDE = 5 << 20 };
	static struct task_pair many[PAIRS];
	struct task big = { .id = 1, .pairs = many, .npairs = PAIRS };
	struct buf packed = { 0 }, b = { 0 }, raw = { 0 }, tasks = { 0 }, error = { 0 };
	long count;

	for (int i = 0; i < PAIRS; i++)
		many[i] = pairs[i % 3];
	task_pack(&packed, &big);
	frame_around(&b, buf_view(&packed));
	check(read_tasks(buf_view(&b), &tasks, &error, &count) == 0, "200000 pairs: %s", buf_cstr(&error));
	check(str_eq(buf_view(&tasks), buf_view(&packed)), "200000 pairs: not what was written");
	buf_str(&raw, RAW("\x82\xa2" "id" "\x01\xa1" "b" "\xc6\x03\xff\xff\xff"));
	memset(buf_want(&raw, OBJ_BYTES), 'x', OBJ_BYTES);
	raw.n = OBJ_BYTES;
	b.n = 0;
	frame_around(&b, buf_view(&raw));
	refused("a bin that ends behind 64 MiB", buf_view(&b), "more than 64 MiB");
	raw.n = 0;
	buf_str(&raw, RAW("\x82\xa2" "id" "\x01\xa1" "b" "\xdd\0\x50\0\0"));
	memset(buf_want(&raw, WIDE), 1, WIDE);
	raw.n += WIDE;
	refused_record("5 million values", buf_view(&raw), "more than 4194304 values");
	buf_free(&packed);
	buf_free(&b);
	buf_free(&raw);
	buf_free(&tasks);
	buf_free(&error);
}

/* The end object of what a tool makes of `stream`, as msgpack bytes. */
static void end_of_copy(struct str stream, struct buf *end)
{
	char path[] = "/tmp/streams-XXXXXX";
	int fd = mkstemp(path);
	struct stream_reader *r = stream_open_fd(descriptor(stream), "x.zst", FORMAT_TASKS);
	struct stream_writer *w = stream_create(path, FORMAT_TASKS, r);
	struct obj_reader *copy;
	struct task t;
	struct obj o;

	close(fd);
	while (task_read(r, &t) > 0)
		die_if(task_write(w, &t));
	die_if(stream_commit(w));
	stream_writer_free(w);
	stream_close(r);
	*end = file_bytes(path);
	copy = obj_open(descriptor(buf_view(end)));
	obj_frame(copy);
	while (obj_next(copy, &o) > 0) {
		end->n = 0;
		buf_str(end, o.bytes);
	}
	obj_close(copy);
	unlink(path);
}

static void provenance(void)
{
	struct buf b = { 0 }, end = { 0 };

	frame(&b, RAW(HEAD RECORD END("\x01")));
	frame(&b, RAW(HEAD RECORD END("\x01")));
	end_of_copy(buf_view(&b), &end);
	check(str_eq(buf_view(&end), RAW(END("\x02"))), "joined parts of one run: their head is told twice");
	buf_free(&end);
	frame(&b, RAW(OTHER_HEAD RECORD END("\x01")));
	end_of_copy(buf_view(&b), &end);
	check(str_eq(buf_view(&end), RAW("\x82\xa3" "end" "\x03\xa9" "also_from" "\x91" OTHER_HEAD)),
			"joined streams: the second head is lost");
	buf_free(&end);
	b.n = 0;
	frame(&b, RAW(HEAD RECORD "\x82\xa3" "end" "\x01\xa9" "also_from" "\x91" OTHER_HEAD));
	end_of_copy(buf_view(&b), &end);
	check(str_eq(buf_view(&end), RAW("\x82\xa3" "end" "\x01\xa9" "also_from" "\x91" OTHER_HEAD)), "what an end told of sources is lost");
	buf_free(&end);
	buf_free(&b);
}

int main(int argc, char **argv)
{
	struct buf stream = { 0 }, packed = { 0 };

	if (argc == 3 && strcmp(argv[1], "-w") == 0) {
		write_sample(argv[2]);
		return cli_finish(0);
	}
	if (argc == 3 && strcmp(argv[1], "-r") == 0) {
		print_pairs(argv[2]);
		return cli_finish(0);
	}
	verbose = argc == 2 && strcmp(argv[1], "-v") == 0;
	round_trip(&stream, &packed);
	other_files();
	heads();
	ends();
	lies();
	shapes();
	unknown_fields();
	unknown_twice();
	complete_answers();
	provenance();
	damage(buf_view(&stream), buf_view(&packed));
	big_head();
	sizes();
	buf_free(&stream);
	buf_free(&packed);
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
