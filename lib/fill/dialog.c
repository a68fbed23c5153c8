/* dialog - puts the questions of ask.h to a person, and takes the answers
 * SPDX-License-Identifier: MIT */
#include "fill/dialog.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "fill/conflict.h"
#include "fill/shown.h"

enum {
	FIRST = 10, AGAIN = 3,          /* lines of the column that are shown at first, and after each answer */
	CHANGED = 10,                   /* of those that an answer changes */
	PAGE = 20,                      /* that p shows */
	WIDE = 40,                      /* characters of an input beside which there is an output */
};

struct dialog {
	struct ask *ask;
	const char *name;
	FILE *in, *out;
	size_t next;                    /* which line p shows next */
	size_t told;                    /* of how many answers the column has been shown */
};

/* What stands in a file doesn't steer the terminal. */
static void put(struct dialog *d, struct buf *text)
{
	for (size_t i = 0; i < text->n; i++) {
		const unsigned char c = (unsigned char)text->p[i];

		if ((c < ' ' && c != '\n') || c == 127)
			text->p[i] = '?';
		else if (c == 0xC2 && i + 1 < text->n && (unsigned char)text->p[i + 1] < 0xA0)
			text->p[i] = text->p[i + 1] = '?';      /* U+0080 to U+009F */
	}
	if (text->n)                     /* else there may be no memory to name */
		fwrite(text->p, 1, text->n, d->out);
	fflush(d->out);
	text->n = 0;
}

static void say(struct dialog *d, const char *text)
{
	struct buf line = { 0 };

	buf_printf(&line, "%s\n", text);
	put(d, &line);
	buf_free(&line);
}

static bool has_changed(const struct ask *a, size_t i)
{
	return a->before && !str_eq(a->before[i], a->made[i]);
}

/* One line of the column: its number, input and output; a star when the last answer changed it. */
static void put_line(struct dialog *d, size_t i)
{
	const struct ask *a = d->ask;
	bool needed[CELLS_MOST] = { false };
	struct buf text = { 0 };
	size_t begin;

	shown_mark(&a->learnt.found->program, a->all, needed);
	buf_printf(&text, "%c %5ld  ", has_changed(a, i) ? '*' : ' ', a->given->other_lines[i]);
	begin = text.n;
	shown_input(&text, a->given->others[i], a->all, needed, SHOWN_CUT);
	for (size_t n = utf8_length((struct str){ text.p + begin, text.n - begin }); n < WIDE; n++)
		buf_putc(&text, ' ');
	buf_puts(&text, "  ");
	if (a->made[i].n)
		shown_text(&text, a->made[i], SHOWN_CUT);
	else
		buf_puts(&text, a->how.edit ? "stays" : "nothing");
	buf_putc(&text, '\n');
	put(d, &text);
	buf_free(&text);
}

/* The program, the first lines of the column as it would be, and those that the last answer changed. */
static void show_column(struct dialog *d)
{
	const struct ask *a = d->ask;
	const size_t first = a->before ? AGAIN : FIRST, n = a->given->nothers;
	struct buf text = { 0 };
	size_t changed = 0;

	shown_program(&text, &a->learnt.found->program, a->all);
	buf_putc(&text, '\n');
	put(d, &text);
	for (size_t i = 0; i < n; i++) {
		changed += has_changed(a, i);
		if (i < first || (has_changed(a, i) && changed <= CHANGED))
			put_line(d, i);
	}
	if (a->before && changed)
		buf_printf(&text, "%zu of %zu lines changed\n", changed, n);
	else if (a->before)
		buf_puts(&text, "no line changed\n");
	put(d, &text);
	buf_free(&text);
	d->next = first;
}

static void show_page(struct dialog *d)
{
	const size_t n = d->ask->given->nothers;

	if (!d->ask->made) {
		say(d, "there is no program now");
		return;
	}
	if (d->next >= n)
		d->next = 0;
	for (size_t last = d->next + PAGE; d->next < n && d->next < last; d->next++)
		put_line(d, d->next);
	say(d, d->next < n ? "p shows more" : "that was the last of the lines that were looked at");
}

static void show_conflict(struct dialog *d)
{
	struct ask *a = d->ask;
	struct remarks why = { 0 };

	conflict_begin(&why, a->given, &a->learnt, d->name);
	conflict_explain(&why, a->learner, a->given, a->all, &a->learnt, d->name);
	for (size_t i = 0; i < why.n; i++)
		say(d, why.lines[i].p);
	remarks_free(&why);
}

/* Which line is in doubt, why, and what it may become. */
static void show_question(struct dialog *d)
{
	const struct ask *a = d->ask;
	struct buf text = { 0 };

	if (a->state == ASK_SURE)
		buf_printf(&text, "nothing more is in doubt in the %zu line%s that %s looked at\n", a->given->nothers,
		           a->given->nothers == 1 ? "" : "s", a->given->nothers == 1 ? "was" : "were");
	if (a->state == ASK_DOUBT) {
		buf_puts(&text, "not sure: ");
		concern_put(&text, &a->concern, a->all, &a->learnt);
		buf_putc(&text, '\n');
	}
	if (a->state == ASK_FAILS) {
		buf_printf(&text, "not sure: line %ld, ", a->given->other_lines[a->line]);
		shown_input(&text, a->given->others[a->line], a->all, NULL, SHOWN_WHOLE);
		buf_puts(&text, ", gives nothing\n");
	}
	for (size_t i = 0; i < a->nchoices; i++) {
		buf_printf(&text, "  %zu  ", i + 1);
		shown_text(&text, a->choices[i], SHOWN_WHOLE);
		buf_putc(&text, '\n');
	}
	put(d, &text);
	buf_free(&text);
}

static void show_prompt(struct dialog *d)
{
	const struct ask *a = d->ask;
	const char *others = a->nanswers ? "u undo, p more lines, w write, q quit, ? help" :
	    "p more lines, w write, q quit, ? help";
	struct buf text = { 0 };

	if (a->state == ASK_SURE)
		buf_printf(&text, "Enter writes it, LINE=TEXT corrects a line; %s\n> ", others);
	else if (a->state == ASK_CONFLICT)
		buf_puts(&text, "u takes the last answer back; q quit, ? help\n> ");
	else if (a->nchoices)
		buf_printf(&text, "a number above, or what line %ld becomes; s skip, %s\n> ",
		           a->given->other_lines[a->line], others);
	else
		buf_printf(&text, "what does line %ld become? s skip, %s\n> ", a->given->other_lines[a->line], others);
	put(d, &text);
	buf_free(&text);
}

static void show_help(struct dialog *d)
{
	static const char *const lines[] = {
		"  3         the choice with that number; Enter alone is the first",
		"  TEXT      what the line becomes that is asked about",
		"  =TEXT     the same, for a text that would mean something else here",
		"  5=TEXT    what line 5 becomes",
		"  s         skip: ask about something else",
		"  u         undo: take the last answer back",
		"  p         show more lines of the column, as it would be",
		"  w         write the column, whatever is in doubt",
		"  q         quit, and write nothing",
	};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		say(d, lines[i]);
}

/* Makes an example of a line, and says why it can't be one. */
static void answer(struct dialog *d, size_t other, struct str output)
{
	struct buf why = { 0 };

	if (other == SIZE_MAX)
		buf_puts(&why, "no such line was looked at, or it has an output");
	if (why.n || ask_answer(d->ask, other, output, &why) < 0)
		say(d, buf_cstr(&why));
	buf_free(&why);
}

/* What was typed and is no command. */
static void take_text(struct dialog *d, struct str text)
{
	const struct ask *a = d->ask;
	size_t digits = 0;
	long number = 0;

	for (; digits < text.n && digits < 18 && is_digit(text.p[digits]); digits++)
		number = 10 * number + (text.p[digits] - '0');
	if (digits && digits < text.n && text.p[digits] == '=')
		answer(d, ask_find(a, number), (struct str){ text.p + digits + 1, text.n - digits - 1 });
	else if (a->line == SIZE_MAX)
		say(d, "no line is asked about; 5=TEXT says what line 5 becomes");
	else if (text.p[0] == '=')
		answer(d, a->line, (struct str){ text.p + 1, text.n - 1 });
	else if (digits < text.n)
		answer(d, a->line, text);
	else if (number < 1 || (size_t)number > a->nchoices)
		say(d, "there is no such choice; with = before it a number is what the line becomes");
	else
		answer(d, a->line, a->choices[number - 1]);
}

enum { GOES_ON = -1, QUITS, WRITES };

static int write_if_possible(struct dialog *d)
{
	if (d->ask->state != ASK_CONFLICT)
		return WRITES;
	say(d, "there is no program now");
	return GOES_ON;
}

/* A line that was typed. */
static int take(struct dialog *d, struct str text)
{
	struct ask *a = d->ask;

	if (text.n == 0) {
		if (a->state == ASK_SURE)
			return WRITES;
		if (a->nchoices)
			answer(d, a->line, a->choices[0]);
		return GOES_ON;
	}
	switch (text.n == 1 ? *text.p : 0) {
	case 'q': return QUITS;
	case 'w': return write_if_possible(d);
	case 'p': show_page(d); return GOES_ON;
	case 's': ask_pass(a); return GOES_ON;
	case '?': show_help(d); return GOES_ON;
	case 'u':
		if (!ask_undo(a))
			say(d, "there is nothing to take back");
		return GOES_ON;
	}
	take_text(d, text);
	return GOES_ON;
}

bool dialog_run(struct ask *a, const char *name, FILE *in, FILE *out)
{
	struct dialog d = { .ask = a, .name = name, .in = in, .out = out, .told = SIZE_MAX };
	char *line = NULL;
	size_t room = 0;
	int done = GOES_ON;

	while (done == GOES_ON) {
		ssize_t n;

		if (d.told != a->nanswers) {
			if (a->state == ASK_CONFLICT)
				show_conflict(&d);
			else
				show_column(&d);
			show_question(&d);
		}
		d.told = a->nanswers;
		show_prompt(&d);
		n = getline(&line, &room, in);
		if (n < 0)
			break;
		while (n && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			n--;
		done = take(&d, (struct str){ line, (size_t)n });
	}
	free(line);
	return done == WRITES;
}
