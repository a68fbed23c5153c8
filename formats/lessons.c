/* lessons - the tasks that a network is trained and validated on, batch by batch
 * SPDX-License-Identifier: MIT */
#include "lessons.h"

#include <math.h>
#include <stdio.h>

#include "base/cli.h"
#include "base/meter.h"
#include "task.h"

/* FNV-1a, over strings and their lengths. */
static void digest(uint64_t *h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		*h = (*h ^ (unsigned char)s.p[i]) * 0x100000001b3;
	*h = (*h ^ s.n) * 0x100000001b3;
}

const char *lessons_digest(const struct lessons *l)
{
	static char text[20];

	snprintf(text, sizeof text, "%016llx", (unsigned long long)l->used);
	return text;
}

/* Adds a task with its parts. NULL, or what is wrong (valid until the next call). */
static const char *add_composed(struct lessons *l, struct corpus *to, const struct task *task, const struct encoder_pair *pairs)
{
	static struct buf why;
	struct arena *arena = head_arena(l->in);
	struct corpus_part *parts = arena_get(arena, (task->nparts + 1) * sizeof *parts);

	for (size_t k = 0; k < task->nparts; k++) {
		why.n = 0;
		buf_printf(&why, "part %zu: ", k + 1);
		if (dsl_parse(task->parts[k].program, DSL_PAPER, arena, &parts[k].program, &why) < 0)
			return buf_cstr(&why);
		parts[k].embedding = task->parts[k].embedding;
		digest(&l->digest, task->parts[k].program);
		digest(&l->digest, parts[k].embedding);
	}
	return corpus_add_composed(to, parts, task->nparts, l->width, pairs, task->npairs);
}

/* The next task into a corpus, or nowhere. 1, 0 when there are no more, -1 when something is wrong (head_error). */
static int read_task(struct lessons *l, struct corpus *to)
{
	const size_t need = (size_t)(l->pairs > l->given ? l->pairs : l->given);
	struct arena *arena = head_arena(l->in);
	struct encoder_pair *pairs;
	struct dsl_program program;
	struct buf why = { 0 };
	const char *wrong;
	struct task task;
	int got = task_read(l->in, &task);

	if (got <= 0 || !to)
		return got;
	if (task.program.n == 0)
		head_blame(l->in, "no program");
	else if (dsl_parse(task.program, DSL_PAPER, arena, &program, &why) < 0)
		head_blame(l->in, "program: %s", buf_cstr(&why));
	else if (task.npairs < need)
		head_blame(l->in, "%zu pairs; training draws %d, validation takes %d", task.npairs, l->pairs, l->given);
	buf_free(&why);
	if (*head_error(l->in))
		return -1;
	pairs = arena_get(arena, task.npairs * sizeof *pairs);
	digest(&l->digest, task.program);
	for (size_t i = 0; i < task.npairs; i++) {
		pairs[i] = (struct encoder_pair){ task.pairs[i].input, task.pairs[i].output };
		digest(&l->digest, pairs[i].input);
		digest(&l->digest, pairs[i].output);
	}
	wrong = l->composed ? add_composed(l, to, &task, pairs) : corpus_add(to, &program, pairs, task.npairs, l->by_part, l->scratch);
	if (wrong)
		head_blame(l->in, "%s", wrong);
	return wrong ? -1 : 1;
}

/* Is the n-th training task among the share that is used? They are spread evenly. */
static bool wanted(const struct lessons *l, long n)
{
	return floor((double)(n + 1) * l->fraction) > floor((double)n * l->fraction);
}

void lessons_read(struct lessons *l, bool quiet)
{
	struct corpus *v = &l->validation;
	const size_t most = l->validate;
	long n = 0, training = 0;
	int got = 1;

	l->scratch = dsl_scratch_make();
	meter_start("tasks read", 0, quiet);
	for (; got > 0 && !(l->stream && v->n >= most); n += got) {
		enum split split = l->stream ? SPLIT_VALIDATION : corpus_split((uint64_t)n);

		bool used = split != SPLIT_TRAIN || l->stream || wanted(l, training++);

		got = read_task(l, !used ? NULL : split == SPLIT_TRAIN ? &l->train : split == SPLIT_VALIDATION ? v : NULL);
		meter_set((double)n);
	}
	meter_clear();
	if (got < 0)
		die("%s", head_error(l->in));
	if (l->stream && v->n < most)
		die("%s: %ld tasks are too few: validation alone takes %zu", head_name(l->in), n, most);
	if (!l->stream && (l->train.n == 0 || v->n == 0))
		die("%s: %ld tasks are too few: of 20 in a row 14 are for training, 3 for validation", head_name(l->in), n);
	if (v->n > most) {                           /* evenly: the file may have its tasks in an order */
		for (size_t i = 0; i < most; i++)
			v->tasks[i] = v->tasks[i * v->n / most];
		v->n = most;
	}
	l->order = mem_get((l->train.n + 1) * sizeof *l->order);
	l->epoch = -1;
	l->used = l->digest;
}

static int next_of_stream(struct lessons *l, int B, const struct corpus_task **batch)
{
	struct corpus old = l->train;
	int got;

	corpus_clear(&l->spare);
	for (size_t i = l->next; i < old.n; i++)         /* parts of the last program */
		corpus_add_task(&l->spare, &old.tasks[i]);
	l->train = l->spare;
	l->spare = old;
	l->next = 0;
	while (l->train.n < (size_t)B)
		if ((got = read_task(l, &l->train)) <= 0)
			return got;
	for (int b = 0; b < B; b++)
		batch[b] = &l->train.tasks[b];
	l->next = (size_t)B;
	l->used = l->digest;
	return 1;
}

int lessons_next(struct lessons *l, long step, int B, uint64_t seed, const struct corpus_task **batch)
{
	if (l->stream)
		return next_of_stream(l, B, batch);
	for (long b = 0; b < B; b++) {
		long pass = step * B + b, epoch = pass / (long)l->train.n;

		if (epoch != l->epoch)
			corpus_order(l->train.n, seed, (uint64_t)epoch, l->order);
		l->epoch = epoch;
		batch[b] = &l->train.tasks[l->order[pass % (long)l->train.n]];
	}
	return 1;
}

int lessons_rest(struct lessons *l)
{
	int got = 1;

	while (l->stream && got > 0)
		got = read_task(l, NULL);
	return got < 0 ? -1 : 0;
}
