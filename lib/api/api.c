/* api - libhnps: the interface that hnps.h tells
 * SPDX-License-Identifier: MIT
 *
 * Below this file memory that is not there ends the process (mem.h). Here each function that may need some sets a way out of it first, back into the
 * function; what was being made then is lost. */
#include "api/hnps.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cells.h"
#include "base/utf8.h"
#include "dsl/dsl_column.h"
#include "dsl/dsl_run.h"
#include "fill/concern.h"
#include "fill/conflict.h"
#include "fill/distinct.h"
#include "fill/learn.h"

#define EXPORT __attribute__((visibility("default")))

static const double usual_steps = 3e8;          /* as fill */
enum { PROGRAMS_MOST = 1000 };                  /* that are given at once */

struct hnps_task {
	struct given given;
	struct examples all;                    /* which columns there are: no table stands behind them */
	struct learner learner;
	struct learnt learnt;
	size_t *chosen, nchosen;                /* of the programs that were found, those that differ */
	struct concern concern;
	struct arena arena;                     /* of the last search */
	struct buf doubt, message;
};

struct hnps_program { struct dsl_program program; struct dsl_ready *ready; struct arena arena; struct buf text; size_t columns; };

struct hnps_runner {
	const struct hnps_program *program;
	struct dsl_scratch *scratch;
	struct buf input, output;
	long long *ends; size_t room;
	const char *message;
};

/* ---- when memory runs out ---- */

static _Thread_local jmp_buf way_out;

static void leave(void)
{
	longjmp(way_out, 1);
}

/* `if (OUT_OF_MEMORY) return ...;` first thing in a function whose locals before it don't change; END last. */
#define OUT_OF_MEMORY (mem_exhausted = leave, setjmp(way_out) && (mem_exhausted = NULL, true))
#define END (mem_exhausted = NULL)

EXPORT const char *hnps_version(void)
{
	return VERSION;
}

EXPORT int hnps_api(void)
{
	return HNPS_API;
}

/* ---- learning ---- */

EXPORT hnps_task *hnps_task_new(size_t columns)
{
	struct hnps_task *t;

	if (columns == 0 || columns > CELLS_MOST || OUT_OF_MEMORY)
		return NULL;
	t = mem_zero(1, sizeof *t);
	t->learner = learner_make();
	t->all.inputs.n = t->all.width = columns;
	for (size_t k = 0; k < columns; k++)
		t->all.inputs.at[k] = k;
	t->all.output = columns;
	END;
	return t;
}

EXPORT void hnps_task_free(hnps_task *t)
{
	if (!t)
		return;
	learner_free(&t->learner);
	given_free(&t->given);
	arena_free(&t->arena);
	buf_free(&t->doubt);
	buf_free(&t->message);
	free(t->chosen);
	free(t);
}

static struct str str_of_text(hnps_text text)
{
	return (struct str){ text.length ? text.bytes : "", text.length };
}

/* Joins the cells of an input into the buffer: NULL, or what is wrong with them. */
static const char *join(struct buf *to, const hnps_text *cells, size_t n)
{
	to->n = 0;
	for (size_t k = 0; k < n; k++) {
		const struct str cell = str_of_text(cells[k]);

		if (utf8_check(cell) == UTF8_BROKEN)
			return "an input that is not UTF-8";
		if (n > 1 && !cells_may_hold(cell))
			return "an input with the character U+001F, which separates the columns of an input";
		cells_put(to, k, cell);
	}
	return NULL;
}

/* What was found before is no longer true. */
static void forget(struct hnps_task *t)
{
	t->nchosen = 0;
	t->doubt.n = t->message.n = 0;
}

static hnps_status wrong(struct hnps_task *t, const char *why)
{
	buf_puts(&t->message, why);
	buf_cstr(&t->message);
	END;
	return HNPS_WRONG;
}

EXPORT hnps_status hnps_task_example(hnps_task *t, const hnps_text *cells, hnps_text output)
{
	struct buf joined = { 0 };
	const struct str out = str_of_text(output);
	const char *why;

	if (OUT_OF_MEMORY)
		return HNPS_NO_MEMORY;
	forget(t);
	if (out.n == 0)
		return wrong(t, "an example without an output");
	if (utf8_check(out) == UTF8_BROKEN)
		return wrong(t, "an output that is not UTF-8");
	if ((why = join(&joined, cells, t->all.inputs.n))) {
		buf_free(&joined);
		return wrong(t, why);
	}
	given_add(&t->given, arena_copy(&t->given.arena, buf_view(&joined)), arena_copy(&t->given.arena, out), (long)t->given.n + 1);
	buf_free(&joined);
	END;
	return HNPS_OK;
}

EXPORT hnps_status hnps_task_input(hnps_task *t, const hnps_text *cells)
{
	struct given *g = &t->given;
	struct buf joined = { 0 };
	const char *why;

	if (OUT_OF_MEMORY)
		return HNPS_NO_MEMORY;
	forget(t);
	if ((why = join(&joined, cells, t->all.inputs.n))) {
		buf_free(&joined);
		return wrong(t, why);
	}
	if (g->nothers < GIVEN_LINES) {
		if (!g->others) {
			g->others = mem_get(GIVEN_LINES * sizeof *g->others);
			g->other_lines = mem_get(GIVEN_LINES * sizeof *g->other_lines);
		}
		g->others[g->nothers] = arena_copy(&g->arena, buf_view(&joined));
		g->other_lines[g->nothers] = 0;      /* on no line: messages show it alone */
		g->nothers++;
	}
	buf_free(&joined);
	END;
	return HNPS_OK;
}

/* Of the programs that were found, the first `most` that do different things to the inputs. */
static void choose(struct hnps_task *t, size_t most)
{
	struct str **made = mem_get((most + 1) * sizeof *made);

	t->chosen = mem_resize(t->chosen, most, sizeof *t->chosen);
	t->nchosen = distinct_programs(&t->given, t->learnt.found, t->learnt.n, most, t->chosen, made, &t->arena);
	free(made);
}

static void say_why_none(struct hnps_task *t)
{
	struct remarks lines = { 0 };

	conflict_begin(&lines, &t->given, &t->learnt, "examples");
	conflict_explain(&lines, &t->learner, &t->given, &t->all, &t->learnt, "examples");
	for (size_t i = 0; i < lines.n; i++) {
		if (i)
			buf_putc(&t->message, '\n');
		buf_str(&t->message, lines.lines[i]);
	}
	buf_cstr(&t->message);
	remarks_free(&lines);
}

EXPORT hnps_status hnps_task_learn(hnps_task *t, const hnps_options *options)
{
	hnps_options o = { 0 };
	struct learn_options how = { .dialect = DSL_SHELL, .header = HEADER_NEVER };

	if (options)
		memcpy(&o, options, options->size < sizeof o ? options->size : sizeof o);
	if (o.programs > PROGRAMS_MOST)
		o.programs = PROGRAMS_MOST;
	if (OUT_OF_MEMORY)
		return HNPS_NO_MEMORY;
	forget(t);
	if (t->given.n == 0)
		return wrong(t, "no examples");
	arena_free(&t->arena);
	how.steps = o.steps > 0 ? o.steps : usual_steps;
	how.seconds = o.seconds > 0 ? o.seconds : 0;
	how.best = o.programs > 1 ? o.programs : 0;
	t->learnt = learn(&t->learner, &t->given, &how);
	if (t->learnt.status != EXACT_FOUND) {
		say_why_none(t);
		END;
		return t->learnt.status == EXACT_RAN_OUT ? HNPS_RAN_OUT : HNPS_NONE;
	}
	choose(t, o.programs ? o.programs : 1);
	t->concern = concern_find(&t->given, &t->all, &t->learnt, false, &t->arena);
	concern_put(&t->doubt, &t->concern, &t->all, &t->learnt);
	buf_cstr(&t->doubt);
	END;
	return HNPS_OK;
}

EXPORT size_t hnps_task_programs(const hnps_task *t)
{
	return t->nchosen;
}

EXPORT double hnps_task_cost(const hnps_task *t, size_t i)
{
	return i < t->nchosen ? t->learnt.found[t->chosen[i]].cost : 0;
}

EXPORT bool hnps_task_complete(const hnps_task *t)
{
	return t->learnt.proven;
}

EXPORT const char *hnps_task_doubt(const hnps_task *t, size_t *input)
{
	const bool none = t->nchosen == 0 || concern_is_none(&t->concern);

	if (input)
		*input = none || t->concern.by_column ? SIZE_MAX : t->concern.doubt.input;
	return none ? NULL : t->doubt.p;
}

EXPORT const char *hnps_task_message(const hnps_task *t)
{
	return t->message.n ? t->message.p : "";
}

/* ---- programs ---- */

static hnps_program *parse(struct str text, struct buf *why)
{
	struct hnps_program *p = mem_zero(1, sizeof *p);
	bool read[DSL_COLUMNS + 1] = { false };

	if (dsl_parse(text, DSL_SHELL, &p->arena, &p->program, why) < 0) {
		arena_free(&p->arena);
		free(p);
		return NULL;
	}
	p->ready = dsl_ready(&p->program);
	dsl_print_readable(&p->text, &p->program);
	buf_cstr(&p->text);
	dsl_columns(&p->program, read);
	p->columns = 1;
	for (size_t k = 1; k <= DSL_COLUMNS; k++)
		if (read[k])
			p->columns = k;
	return p;
}

EXPORT hnps_program *hnps_program_parse(hnps_text text, char *why, size_t room)
{
	struct buf reason = { 0 };
	struct hnps_program *p;

	if (OUT_OF_MEMORY) {
		if (why && room)
			snprintf(why, room, "out of memory");
		return NULL;
	}
	p = parse(str_of_text(text), &reason);
	if (why && room)
		snprintf(why, room, "%s", p ? "" : buf_cstr(&reason));
	buf_free(&reason);
	END;
	return p;
}

EXPORT hnps_program *hnps_task_program(const hnps_task *t, size_t i)
{
	struct buf text = { 0 }, why = { 0 };
	struct hnps_program *p;

	if (i >= t->nchosen || OUT_OF_MEMORY)
		return NULL;
	dsl_print_readable(&text, &t->learnt.found[t->chosen[i]].program);
	p = parse(buf_view(&text), &why);
	buf_free(&text);
	buf_free(&why);
	END;
	return p;
}

EXPORT void hnps_program_free(hnps_program *p)
{
	if (!p)
		return;
	dsl_done(p->ready);
	arena_free(&p->arena);
	buf_free(&p->text);
	free(p);
}

EXPORT const char *hnps_program_text(const hnps_program *p)
{
	return p->text.p;
}

EXPORT size_t hnps_program_columns(const hnps_program *p)
{
	return p->columns;
}

/* ---- running ---- */

EXPORT hnps_runner *hnps_runner_new(const hnps_program *p)
{
	struct hnps_runner *r;

	if (OUT_OF_MEMORY)
		return NULL;
	r = mem_zero(1, sizeof *r);
	r->program = p;
	r->scratch = dsl_scratch_make();
	END;
	return r;
}

EXPORT void hnps_runner_free(hnps_runner *r)
{
	if (!r)
		return;
	dsl_scratch_free(r->scratch);
	buf_free(&r->input);
	buf_free(&r->output);
	free(r->ends);
	free(r);
}

EXPORT const char *hnps_runner_message(const hnps_runner *r)
{
	return r->message ? r->message : "";
}

static hnps_status run(struct hnps_runner *r, struct str input)
{
	const enum dsl_error e = dsl_run(r->program->ready, r->scratch, input, &r->output);

	r->message = e == RUN_OK ? NULL : dsl_error_text(e);
	return e == RUN_OK ? HNPS_OK : e == RUN_NOT_UTF8 ? HNPS_WRONG : HNPS_NONE;
}

EXPORT hnps_status hnps_runner_run(hnps_runner *r, const hnps_text *cells, size_t columns, hnps_text *output)
{
	struct str input;
	hnps_status status;

	if (OUT_OF_MEMORY)
		return HNPS_NO_MEMORY;
	r->output.n = 0;
	if (columns == 0 || columns < r->program->columns || columns > CELLS_MOST) {
		r->message = "not as many columns as the program reads";
		END;
		return HNPS_WRONG;
	}
	input = str_of_text(cells[0]);
	if (columns > 1) {
		if ((r->message = join(&r->input, cells, columns))) {
			END;
			return HNPS_WRONG;
		}
		input = buf_view(&r->input);
	}
	status = run(r, input);
	*output = (hnps_text){ buf_cstr(&r->output), r->output.n };
	END;
	return status;
}

EXPORT hnps_status hnps_runner_column(hnps_runner *r, const char *bytes, const long long *offsets, size_t n, const char **output,
                                      const long long **ends, bool *handled)
{
	if (OUT_OF_MEMORY)
		return HNPS_NO_MEMORY;
	r->output.n = 0;
	if (n >= r->room) {
		r->ends = mem_resize(r->ends, n + 1, sizeof *r->ends);
		r->room = n + 1;
	}
	r->ends[0] = 0;
	for (size_t i = 0; i < n; i++) {
		const hnps_status status = run(r, (struct str){ bytes + offsets[i], (size_t)(offsets[i + 1] - offsets[i]) });

		if (handled)
			handled[i] = status == HNPS_OK;
		r->ends[i + 1] = (long long)r->output.n;
	}
	*output = buf_cstr(&r->output);
	*ends = r->ends;
	END;
	return HNPS_OK;
}
