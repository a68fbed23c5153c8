/* stream - opening and closing a stream: its header, its provenance, its end
 * SPDX-License-Identifier: MIT */
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cli.h"
#include "base/outfile.h"
#include "base/utf8.h"

/* Most of a stream is strings of random characters: zstd's usual level 3 takes three times as long as 1 (for 20 pairs of 80
 * characters 26 us, not 9) and makes them no smaller. */
enum { LEVEL = 1 };
enum {
	HEADS_BYTES = 1 << 20,   /* all heads of one input together: provenance is told, but can't grow without end */
	BIG_RECORD = 64 << 10,   /* behind a larger record the arena is given back, so that it can't pile up */
};

/* Heads, packed one behind the other. */
struct heads { struct buf bytes; uint32_t n; };

struct stream_reader {
	struct obj_reader *obj;
	struct buf name, error;
	struct buf model;            /* the first head's `model`, or nothing */
	const char *format;
	struct heads first, also;    /* the head that was read at the opening; different ones that came later */
	struct arena arena;
	struct obj record;           /* the last that was given */
	bool big, done;
	long frame_count, count;     /* records of the present frame; of all */
};

struct stream_writer {
	struct zio_writer *zio;      /* NULL: it could not be opened */
	struct buf packed;           /* task_write's */
	struct buf error;
	struct outfile file;
	const struct stream_reader *from;
	long count;
};

static bool is_str(msgpack_object o, const char *s)
{
	return o.type == MSGPACK_OBJECT_STR && str_eq((struct str){ o.via.str.ptr, o.via.str.size }, str_of(s));
}

static bool is_map_from(const struct obj *o, const char *key)
{
	return o->value.type == MSGPACK_OBJECT_MAP && o->value.via.map.size > 0 && is_str(o->value.via.map.ptr[0].key, key);
}

/* ---- reading ---- */

static void blame(struct stream_reader *r, const char *where, const char *what)
{
	if (r->error.n == 0)
		buf_printf(&r->error, "%s: %s%s", buf_cstr(&r->name), where, what);
}

static void blame_record(struct stream_reader *r, const char *what)
{
	if (r->done)
		blame(r, "end: ", what);
	else if (r->error.n == 0)
		buf_printf(&r->error, "%s: record %ld: %s", buf_cstr(&r->name), r->count, what);
}

void stream_blame(struct stream_reader *r, const char *fmt, ...)
{
	char what[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(what, sizeof what, fmt, args);
	va_end(args);
	blame_record(r, what);
}

/* What a stream says of itself, in a message: short, and printable whatever it is. */
static void put_shown(struct buf *b, msgpack_object o)
{
	if (o.type != MSGPACK_OBJECT_STR) {
		buf_puts(b, "none");
		return;
	}
	buf_putc(b, '\'');
	for (uint32_t i = 0; i < o.via.str.size && i < 40; i++)
		buf_putc(b, o.via.str.ptr[i] >= ' ' && o.via.str.ptr[i] <= '~' ? o.via.str.ptr[i] : '?');
	buf_putc(b, '\'');
}

static const char *known_format(msgpack_object o)
{
	return is_str(o, FORMAT_TASKS) ? FORMAT_TASKS : is_str(o, FORMAT_MODEL) ? FORMAT_MODEL : NULL;
}

/* Has a map a field twice? Then `why` says which. */
static bool repeats(const struct obj *map, struct buf *why)
{
	const struct str key = obj_repeated(map);

	if (key.p)
		buf_printf(why, "field '%.*s' is given twice", (int)(key.n < 40 ? key.n : 40), key.p);
	return key.p != NULL;
}

/* Is it a head that we can go on with? The first one tells the format where any is good. */
static bool good_head(struct stream_reader *r, const struct obj *o)
{
	struct obj_field f = { 0 };
	struct buf why = { 0 };
	bool version = false;
	int got;

	if (!is_map_from(o, "format")) {
		buf_puts(&why, "not a stream of records (it does not begin with a head)");
	} else {
		const msgpack_object format = o->value.via.map.ptr[0].val;
		bool any = !r->format;

		if (any)
			r->format = known_format(format);
		if (!r->format || !is_str(format, r->format)) {
			buf_puts(&why, "the format is ");
			put_shown(&why, format);
			if (any)
				buf_puts(&why, ", neither '" FORMAT_TASKS "' nor '" FORMAT_MODEL "'");
			else
				buf_printf(&why, ", not '%s'", r->format);
		}
	}
	while (why.n == 0 && (got = obj_field(o, &f)) != 0) {
		msgpack_object v = f.value.value;

		if (got < 0)
			buf_puts(&why, "head: a key is no string");
		else if (!str_eq(f.key, STR("version")))
			continue;
		else if (version)
			buf_puts(&why, "head: field 'version' is given twice");
		else if (v.type != MSGPACK_OBJECT_POSITIVE_INTEGER || v.via.u64 == 0)
			buf_puts(&why, "head: field 'version' is not a positive number");
		else if (v.via.u64 > FORMAT_VERSION)
			buf_printf(&why, "version %llu of %s is newer than version %d, which is all that this program knows",
				   (unsigned long long)v.via.u64, r->format, FORMAT_VERSION);
		version = true;
	}
	if (why.n == 0 && !version)
		buf_puts(&why, "head: field 'version' is missing");
	if (why.n == 0 && obj_repeated(o).p) {
		buf_puts(&why, "head: ");
		repeats(o, &why);
	}
	if (why.n > 0)
		blame(r, r->first.n ? "a joined stream: " : "", buf_cstr(&why));
	buf_free(&why);
	return r->error.n == 0;
}

static bool has_head(const struct heads *h, struct str head)
{
	const char *why;

	for (size_t at = 0; at < h->bytes.n; ) {
		ssize_t n = obj_span((struct str){ h->bytes.p + at, h->bytes.n - at }, &why);

		if (str_eq((struct str){ h->bytes.p + at, (size_t)n }, head))
			return true;
		at += (size_t)n;
	}
	return false;
}

/* Remembers where records come from, each source once: the parts of one run, joined, have one and the same head. */
static int remember(struct stream_reader *r, struct str head)
{
	struct heads *h = r->first.n ? &r->also : &r->first;

	if (has_head(&r->first, head) || has_head(&r->also, head))
		return 0;
	if (r->first.bytes.n + r->also.bytes.n + head.n > HEADS_BYTES) {
		blame(r, "", "heads of more than 1 MiB");
		return -1;
	}
	buf_str(&h->bytes, head);
	h->n++;
	return 0;
}

/* The frame's first object. */
static int read_head(struct stream_reader *r)
{
	struct obj o;
	int got = obj_next(r->obj, &o);

	if (got < 0)
		blame(r, "head: ", obj_error(r->obj));
	else if (got == 0)
		blame(r, "", "a zstd frame without a head");
	if (got <= 0 || !good_head(r, &o))
		return -1;
	r->frame_count = 0;
	for (struct obj_field f = { 0 }; r->first.n == 0 && obj_field(&o, &f) > 0;)
		if (str_eq(f.key, STR("model")))
			buf_str(&r->model, f.value.bytes);
	return remember(r, o.bytes);
}

/* The frame's last object; then there must be nothing, or another stream. */
static int read_end(struct stream_reader *r, const struct obj *end)
{
	const msgpack_object count = end->value.via.map.ptr[0].val;
	struct obj_field f = { 0 }, head = { 0 };
	struct buf why = { 0 };
	struct obj o;
	int got;

	if (count.type != MSGPACK_OBJECT_POSITIVE_INTEGER)
		buf_puts(&why, "the count of records is not a number");
	else if (count.via.u64 != (uint64_t)r->frame_count)
		buf_printf(&why, "%llu records announced, %ld found", (unsigned long long)count.via.u64, r->frame_count);
	while (why.n == 0 && (got = obj_field(end, &f)) != 0) {
		if (got < 0)
			buf_puts(&why, "a key is no string");
		else if (!str_eq(f.key, STR("also_from")))
			continue;
		else if (f.value.value.type != MSGPACK_OBJECT_ARRAY)
			buf_puts(&why, "field 'also_from' is not an array");
		while (why.n == 0 && obj_element(&f.value, &head) > 0)
			if (!is_map_from(&head.value, "format"))
				buf_puts(&why, "field 'also_from': an element is not a head");
			else if (remember(r, head.value.bytes))
				break;
	}
	if (why.n == 0)
		repeats(end, &why);
	if (why.n == 0 && r->error.n == 0) {
		got = obj_next(r->obj, &o);
		if (got > 0)
			buf_puts(&why, "an object behind the end object");
		else if (got < 0)
			buf_puts(&why, obj_error(r->obj));
	}
	if (why.n > 0)
		blame(r, "end: ", buf_cstr(&why));
	buf_free(&why);
	if (r->error.n > 0)
		return -1;
	got = obj_frame(r->obj);
	if (got < 0)
		blame(r, "", obj_error(r->obj));
	r->done = got == 0;
	return got > 0 ? read_head(r) : got;
}

int stream_next(struct stream_reader *r, struct obj *object)
{
	if (r->big)
		arena_free(&r->arena);
	else
		arena_reset(&r->arena);
	for (;;) {
		struct buf why = { 0 };
		int got;

		if (r->error.n > 0)
			return -1;
		if (r->done)
			return 0;
		got = obj_next(r->obj, object);
		if (got > 0 && is_map_from(object, "end")) {
			read_end(r, object);
			continue;
		}
		r->count++;              /* so that blame names the one in work */
		if (got == 0)
			blame(r, "", "the zstd frame ends without an end object");
		else if (got < 0)
			blame_record(r, obj_error(r->obj));
		else if (object->value.type != MSGPACK_OBJECT_MAP)
			blame_record(r, "not a map");
		else if (repeats(object, &why)) {
			blame_record(r, buf_cstr(&why));
			buf_free(&why);
		} else {
			r->frame_count++;
			r->big = object->bytes.n > BIG_RECORD;
			r->record = *object;
			return 1;
		}
		r->count--;
	}
}

static struct stream_reader *make_reader(const char *name, const char *format)
{
	struct stream_reader *r = mem_zero(1, sizeof *r);

	r->format = format;
	buf_puts(&r->name, name);
	buf_cstr(&r->name);
	return r;
}

struct stream_reader *stream_open_fd(int fd, const char *name, const char *format)
{
	struct stream_reader *r = make_reader(name, format);
	int got;

	r->obj = obj_open(fd);
	if (isatty(fd))
		blame(r, "", "refusing to read records from a terminal (name a FILE, or use a pipe)");
	else if ((got = obj_frame(r->obj)) < 0)
		blame(r, "", obj_error(r->obj));
	else if (got == 0)
		blame(r, "", "empty: no stream");
	else
		read_head(r);
	return r;
}

struct stream_reader *stream_open(const char *path, const char *format)
{
	bool standard = !path || strcmp(path, "-") == 0;
	const char *name = standard ? "<stdin>" : path;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct stream_reader *r;

	if (fd >= 0)
		return stream_open_fd(fd, name, format);
	r = make_reader(name, format);
	blame(r, "", strerror(errno));
	return r;
}

void stream_stop_at(struct stream_reader *r, const volatile sig_atomic_t *stop)
{
	if (r->obj)
		obj_stop_at(r->obj, stop);
}

const char *stream_format(const struct stream_reader *r)
{
	return r->format;
}

const char *stream_name(const struct stream_reader *r)
{
	return r->name.p;      /* terminated by stream_open_fd */
}

const struct obj *stream_record(const struct stream_reader *r)
{
	return &r->record;
}

const char *stream_error(const struct stream_reader *r)
{
	return r->error.n ? r->error.p : "";
}

long stream_count(const struct stream_reader *r)
{
	return r->count;
}

struct str stream_provenance(const struct stream_reader *r)
{
	return buf_view(&r->first.bytes);
}

struct str stream_model(const struct stream_reader *r)
{
	return buf_view(&r->model);
}

struct arena *stream_arena(struct stream_reader *r)
{
	return &r->arena;
}

void stream_close(struct stream_reader *r)
{
	if (r->obj)
		obj_close(r->obj);
	buf_free(&r->name);
	buf_free(&r->error);
	buf_free(&r->model);
	buf_free(&r->first.bytes);
	buf_free(&r->also.bytes);
	arena_free(&r->arena);
	free(r);
}

/* ---- writing ---- */

static void pack_str(msgpack_packer *pk, const char *s)
{
	msgpack_pack_str_with_body(pk, s, strlen(s));
}

/* What somebody typed: it need not be text. */
static void pack_typed(msgpack_packer *pk, const char *s)
{
	if (utf8_check(str_of(s)) == UTF8_BROKEN)
		msgpack_pack_bin_with_body(pk, s, strlen(s));
	else
		pack_str(pk, s);
}

static bool told(const struct cli_option *o)
{
	return o->recorded && !(o->kind == CLI_KIND_TEXT && !*(const char **)o->value);
}

static void pack_option(msgpack_packer *pk, const struct cli_option *o)
{
	char text[64];

	pack_str(pk, o->name);
	switch (o->kind) {
	case CLI_KIND_FLAG:
		*(bool *)o->value ? msgpack_pack_true(pk) : msgpack_pack_false(pk);
		break;
	case CLI_KIND_INT:
		msgpack_pack_long(pk, *(long *)o->value);
		break;
	case CLI_KIND_REAL:
		msgpack_pack_double(pk, *(double *)o->value);
		break;
	case CLI_KIND_TEXT:
		pack_typed(pk, *(const char **)o->value);
		break;
	case CLI_KIND_CHOICE:
		pack_str(pk, o->choices[*(int *)o->value]);
		break;
	case CLI_KIND_SPAN:
		snprintf(text, sizeof text, "%ld-%ld", ((struct cli_span *)o->value)->first, ((struct cli_span *)o->value)->last);
		pack_str(pk, text);
		break;
	case CLI_KIND_SHARD:
		snprintf(text, sizeof text, "%ld/%ld", ((struct cli_shard *)o->value)->i, ((struct cli_shard *)o->value)->n);
		pack_str(pk, text);
		break;
	case CLI_KIND_PAIRS:        /* no stream is made from them */
		msgpack_pack_nil(pk);
		break;
	}
}

static void pack_heads(msgpack_packer *pk, const struct heads *h)
{
	msgpack_pack_array(pk, h->n);
	if (h->n > 0)
		pk->callback(pk->data, h->bytes.p, h->bytes.n);
}

/* What a head of so many fields begins with: who made it, with so many options, which are to follow. */
static void pack_maker(msgpack_packer *pk, int fields, const char *format, const char *tool, const char *version, size_t options)
{
	msgpack_pack_map(pk, (size_t)fields);
	pack_str(pk, "format");
	pack_str(pk, format);
	pack_str(pk, "version");
	msgpack_pack_int(pk, FORMAT_VERSION);
	pack_str(pk, "made");
	msgpack_pack_map(pk, 3);
	pack_str(pk, "tool");
	pack_str(pk, tool);
	pack_str(pk, "version");
	pack_str(pk, version);
	pack_str(pk, "options");
	msgpack_pack_map(pk, options);
}

void stream_strange_head(struct buf *out, const char *format, const char *tool, const char *version)
{
	msgpack_packer pk;

	msgpack_packer_init(&pk, out, obj_put);
	pack_maker(&pk, 4, format, tool, version, 0);
	pack_str(&pk, "from");
	msgpack_pack_array(&pk, 0);
}

static void pack_head(struct buf *out, const char *format, const struct stream_reader *from, struct str model)
{
	static const struct heads nothing;
	const struct cli *tool = cli_tool();
	msgpack_packer pk;
	size_t n = 0;

	for (const struct cli_option *o = tool->options; o->name; o++)
		n += told(o);
	msgpack_packer_init(&pk, out, obj_put);
	pack_maker(&pk, model.n ? 5 : 4, format, tool->tool, VERSION, n);
	for (const struct cli_option *o = tool->options; o->name; o++)
		if (told(o))
			pack_option(&pk, o);
	pack_str(&pk, "from");
	pack_heads(&pk, from ? &from->first : &nothing);
	if (model.n) {
		pack_str(&pk, "model");
		buf_str(out, model);
	}
}

static void pack_end(struct buf *out, const struct stream_writer *w)
{
	bool more = w->from && w->from->also.n > 0;
	msgpack_packer pk;

	msgpack_packer_init(&pk, out, obj_put);
	msgpack_pack_map(&pk, more ? 2 : 1);
	pack_str(&pk, "end");
	msgpack_pack_long(&pk, w->count);
	if (more) {
		pack_str(&pk, "also_from");
		pack_heads(&pk, &w->from->also);
	}
}

/* The first error stays. */
static void fail_with(struct stream_writer *w, const char *what, const char *why)
{
	if (!w->error.n)
		buf_printf(&w->error, "%s: %s%s", w->file.name, what, why);
	buf_cstr(&w->error);
}

static void fail(struct stream_writer *w, const char *what)
{
	fail_with(w, "", what);
}

struct stream_writer *stream_create(const char *path, const char *format, const struct stream_reader *from)
{
	return stream_create_by(path, format, from, (struct str){ 0 });
}

struct stream_writer *stream_create_by(const char *path, const char *format, const struct stream_reader *from, struct str model)
{
	struct stream_writer *w = mem_zero(1, sizeof *w);
	struct buf head = { 0 };
	const char *why = "";

	w->from = from;
	if (outfile_open(&w->file, path) < 0) {
		fail(w, strerror(errno));
		return w;
	}
	if (isatty(w->file.fd)) {
		fail(w, "refusing to write records to a terminal (pipe them into show, or use -o FILE)");
		return w;
	}
	w->zio = zio_create(w->file.fd, LEVEL);
	pack_head(&head, format, from, model);
	if (obj_span(buf_view(&head), &why) <= 0)
		fail_with(w, "a history that no reader would take: ", why);
	else if (zio_write(w->zio, head.p, head.n))
		fail(w, strerror(errno));
	buf_free(&head);
	return w;
}

const char *stream_put(struct stream_writer *w, const void *bytes, size_t size)
{
	if (!w->error.n && zio_write(w->zio, bytes, size))
		fail(w, strerror(errno));
	w->count += !w->error.n;
	return w->error.n ? w->error.p : NULL;
}

struct buf *stream_packed(struct stream_writer *w)
{
	w->packed.n = 0;
	return &w->packed;
}

long stream_written(const struct stream_writer *w)
{
	return w->count;
}

const char *stream_writer_error(const struct stream_writer *w)
{
	return w->error.n ? w->error.p : "";
}

const char *stream_commit(struct stream_writer *w)
{
	struct buf end = { 0 };

	if (!w->error.n) {
		pack_end(&end, w);
		if (zio_write(w->zio, end.p, end.n) || zio_commit(w->zio) || outfile_commit(&w->file))
			fail(w, strerror(errno));
		buf_free(&end);
	}
	return w->error.n ? w->error.p : NULL;
}

void stream_writer_free(struct stream_writer *w)
{
	if (w->zio)
		zio_abandon(w->zio);
	outfile_abandon(&w->file);
	buf_free(&w->packed);
	buf_free(&w->error);
	free(w);
}
