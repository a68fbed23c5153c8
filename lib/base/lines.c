/* lines - a text through a function, many blocks of lines at a time, what comes out in order
 * SPDX-License-Identifier: MIT */
#include "base/lines.h"

#include <errno.h>
#include <pthread.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/os.h"
#include "base/outfile.h"
#include "base/pool.h"
#include "base/utf8.h"

struct run {
	struct lines *l;
	int bell[2];                    /* a pipe whose closing wakes the thread that waits for input */
	pthread_mutex_t reading, writing;
	pthread_cond_t turn;            /* another block may be written */
	/* under `reading` */
	struct buf tail;                /* the line that the last read cut in two */
	long taken;                     /* blocks read */
	bool ended, too_long, broken;
	/* under `writing` */
	long written;                   /* blocks written */
	bool stopped;
	struct buf *why;
	struct packer *packer;          /* NULL: it isn't compressed */
	struct buf packed;
};

/* How far whole lines reach in a block that grows. */
struct cut { size_t whole; struct table_scan scan; bool quotes; };

static void cut_on(struct cut *cut, struct str text, size_t known, struct table_format f)
{
	const char *newline = os_last(text.p + known, '\n', text.n - known);

	cut->quotes |= f.quotes == TABLE_QUOTED && memchr(text.p + known, '"', text.n - known);
	if (!cut->quotes && newline)
		cut->whole = (size_t)(newline + 1 - text.p);
	for (size_t n; cut->quotes; cut->whole += n) {
		n = table_row_end(f, &cut->scan, (struct str){ text.p + cut->whole, text.n - cut->whole });
		if (n == 0)
			break;
		cut->scan = (struct table_scan){ 0 };
	}
}

/* Fills `text` with whole lines and keeps what is behind them for the next: false when there are no more. */
static bool take(struct run *r, struct buf *text)
{
	struct cut cut = { 0 };
	size_t known = 0;

	text->n = 0;
	buf_str(text, buf_view(&r->tail));
	r->tail.n = 0;
	while (!r->ended) {
		ssize_t n;

		if (text->n)
			cut_on(&cut, buf_view(text), known, r->l->format);
		if (cut.whole)
			break;
		r->too_long = text->n > LINES_LONGEST;
		known = text->n;
		/* 0, too, when the run was stopped meanwhile */
		n = r->too_long ? 0 : source_read(r->l->in, text, LINES_BLOCK, r->bell[0]);
		r->broken = n < 0;
		r->ended = n <= 0;
	}
	if (r->broken || r->too_long)
		return false;
	if (cut.whole) {
		buf_put(&r->tail, text->p + cut.whole, text->n - cut.whole);
		text->n = cut.whole;
	}
	return text->n > 0;
}

/* Writes the next piece of the output; with `end`, the last. */
static int put_out(struct run *r, struct str s, bool end)
{
	if (!r->packer)
		return outfile_write(r->l->out, s);
	r->packed.n = 0;
	packer_run(r->packer, s, end, &r->packed);
	return outfile_write(r->l->out, buf_view(&r->packed));
}

/* What the work made, in the encoding of the output. A character that this lacks ends the run at its line. */
static struct str encode(const struct run *r, struct lines_block *b, struct buf *coded)
{
	const char *encoding = r->l->encoding;
	size_t bad = 0, length = 1, line;

	coded->n = 0;
	if (!encoding)
		return buf_view(&b->out);
	if (encoding_write(encoding, buf_view(&b->out), coded, &bad) == 0)
		return buf_view(coded);
	b->lines = 0;
	for (line = bad; line > 0 && b->out.p[line - 1] != '\n'; line--)
		;
	for (size_t i = 0; i < line; i++)
		b->lines += b->out.p[i] == '\n';
	while (bad + length < b->out.n && ((unsigned char)b->out.p[bad + length] & 0xC0) == 0x80)
		length++;
	b->stop.n = 0;
	if (utf8_check((struct str){ b->out.p + bad, length }) == UTF8_BROKEN)
		buf_puts(&b->stop, "not UTF-8");
	else
		buf_printf(&b->stop, "%s has no '%.*s'", encoding, (int)length, b->out.p + bad);
	coded->n = 0;
	encoding_write(encoding, (struct str){ b->out.p, line }, coded, &bad);
	return buf_view(coded);
}

/* Ends the run, other than by the end of its input. */
static void stop(struct run *r)
{
	r->stopped = true;
	close(r->bell[1]);
}

/* Waits for the block's turn, then writes and counts it: false when the run has been stopped. */
static bool finish(struct run *r, long number, const struct lines_block *b, struct str out)
{
	struct lines *l = r->l;
	bool go_on;

	pthread_mutex_lock(&r->writing);
	while (r->written != number && !r->stopped)
		pthread_cond_wait(&r->turn, &r->writing);
	if (!r->stopped) {
		if (b->failed && !l->failed) {
			l->first = l->before + l->lines + b->first + 1;
			l->reason = b->reason;
		}
		if (b->odd && !l->odd) {
			l->first_odd = l->before + l->lines + b->first_odd + 1;
			l->odd_reason = b->odd_reason;
		}
		if (b->plain && !l->plain)
			l->first_plain = l->before + l->lines + b->first_plain + 1;
		l->plain += b->plain;
		l->odd += b->odd;
		l->lines += b->lines;
		l->failed += b->failed;
		if (put_out(r, out, false) < 0) {
			buf_printf(r->why, "%s: %s", l->out_name, strerror(errno));
			stop(r);
		} else if (b->stop.n) {
			buf_printf(r->why, "%s: line %ld: ", source_name(l->in), l->before + l->lines + 1);
			buf_str(r->why, buf_view(&b->stop));
			stop(r);
		}
		r->written++;
		pthread_cond_broadcast(&r->turn);
	}
	go_on = !r->stopped;
	pthread_mutex_unlock(&r->writing);
	return go_on;
}

static void blocks(void *context, int thread, size_t item)
{
	struct run *r = context;
	struct buf text = { 0 }, out = { 0 }, why = { 0 }, coded = { 0 };

	(void)item;
	for (;;) {
		struct lines_block b;
		bool got;
		long number;

		pthread_mutex_lock(&r->reading);
		got = take(r, &text);
		number = r->taken;
		r->taken += got;
		pthread_mutex_unlock(&r->reading);
		if (!got)
			break;
		out.n = why.n = 0;
		b = (struct lines_block){ .in = buf_view(&text), .number = number, .out = out, .stop = why };
		r->l->work(r->l->context, thread, &b);
		got = finish(r, number, &b, encode(r, &b, &coded));
		out = b.out;
		why = b.stop;
		if (!got)
			break;
	}
	buf_free(&text);
	buf_free(&out);
	buf_free(&why);
	buf_free(&coded);
}

/* Writes what comes first, in the output's encoding: 0, or -1. */
static int put_head(struct run *r)
{
	const struct lines *l = r->l;
	struct buf coded = { 0 };
	size_t bad;
	int failed;

	if (l->encoding && encoding_write(l->encoding, l->head, &coded, &bad) < 0) {
		buf_printf(r->why, "%s: line 1: %s has no way to write the column's name", source_name(l->in), l->encoding);
		return -1;
	}
	failed = put_out(r, l->encoding ? buf_view(&coded) : l->head, false);
	if (failed)
		buf_printf(r->why, "%s: %s", l->out_name, strerror(errno));
	buf_free(&coded);
	return failed;
}

int lines_run(struct lines *l, struct buf *why)
{
	struct run r = { .l = l, .why = why, .packer = l->pack ? packer_make(l->pack) : NULL };
	struct pool *pool;
	bool bad;

	if (put_head(&r) < 0)
		return -1;
	if (pipe(r.bell) < 0) {
		buf_puts(why, strerror(errno));
		return -1;
	}
	pthread_mutex_init(&r.reading, NULL);
	pthread_mutex_init(&r.writing, NULL);
	pthread_cond_init(&r.turn, NULL);
	buf_str(&r.tail, l->rest);
	pool = pool_make(l->threads, blocks, &r);
	pool_run(pool, (size_t)pool_threads(pool));
	pool_free(pool);
	bad = r.stopped || r.broken || r.too_long;
	if (!r.stopped) {
		/* all blocks before the trouble have been written by now */
		if (r.broken)
			buf_puts(why, source_error(l->in));
		else if (r.too_long)
			buf_printf(why, "%s: line %ld: longer than %d MiB", source_name(l->in), l->before + l->lines + 1, LINES_LONGEST >> 20);
		close(r.bell[1]);
	}
	if (!bad && r.packer && put_out(&r, STR(""), true) < 0) {
		buf_printf(why, "%s: %s", l->out_name, strerror(errno));
		bad = true;
	}
	close(r.bell[0]);
	pthread_mutex_destroy(&r.reading);
	pthread_mutex_destroy(&r.writing);
	pthread_cond_destroy(&r.turn);
	buf_free(&r.tail);
	buf_free(&r.packed);
	packer_free(r.packer);
	return bad ? -1 : 0;
}
