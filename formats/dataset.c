/* dataset - the tasks that a network is trained and validated on, batch by batch
 * SPDX-License-Identifier: MIT */
#include "dataset.h"

#include <math.h>
#include <stdio.h>

#include "split.h"
#include "task.h"

/* FNV-1a, over strings and their lengths. */
static void digest(uint64_t *h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		*h = (*h ^ (unsigned char)s.p[i]) * 0x100000001b3;
	*h = (*h ^ s.n) * 0x100000001b3;
}

void dataset_digest(const struct dataset *d, char text[static 17])
{
	snprintf(text, 17, "%016llx", (unsigned long long)d->used);
}

/* Adds a task with its parts. NULL, or what is wrong, in d->why. */
static const char *add_composed(struct dataset *d, struct corpus *to, const struct task *task, const struct encoder_pair *pairs)
{
	struct arena *arena = stream_arena(d->in);
	struct corpus_part *parts = arena_get(arena, (task->nparts + 1) * sizeof *parts);

	for (size_t k = 0; k < task->nparts; k++) {
		d->why.n = 0;
		buf_printf(&d->why, "part %zu: ", k + 1);
		if (dsl_parse(task->parts[k].program, DSL_PAPER, arena, &parts[k].program, &d->why) < 0)
			return buf_cstr(&d->why);
		parts[k].embedding = task->parts[k].embedding;
		digest(&d->digest, task->parts[k].program);
		digest(&d->digest, parts[k].embedding);
	}
	return corpus_add_composed(to, parts, task->nparts, d->width, pairs, task->npairs);
}

/* The next task into a corpus, or nowhere. 1, 0 when there are no more, -1 when something is wrong (stream_error). */
static int read_task(struct dataset *d, struct corpus *to)
{
	const size_t need = (size_t)(d->pairs > d->given ? d->pairs : d->given);
	struct arena *arena = stream_arena(d->in);
	struct encoder_pair *pairs;
	struct dsl_program program;
	struct buf why = { 0 };
	const char *wrong;
	struct task task;
	int got = task_read(d->in, &task);

	if (got <= 0 || !to)
		return got;
	if (task.program.n == 0)
		stream_blame(d->in, "no program");
	else if (dsl_parse(task.program, DSL_PAPER, arena, &program, &why) < 0)
		stream_blame(d->in, "program: %s", buf_cstr(&why));
	else if (task.npairs < need)
		stream_blame(d->in, "%zu pairs; training draws %d, validation takes %d", task.npairs, d->pairs, d->given);
	buf_free(&why);
	if (*stream_error(d->in))
		return -1;
	pairs = arena_get(arena, task.npairs * sizeof *pairs);
	digest(&d->digest, task.program);
	for (size_t i = 0; i < task.npairs; i++) {
		pairs[i] = (struct encoder_pair){ task.pairs[i].input, task.pairs[i].output };
		digest(&d->digest, pairs[i].input);
		digest(&d->digest, pairs[i].output);
	}
	wrong = d->composed ? add_composed(d, to, &task, pairs) : corpus_add(to, &program, pairs, task.npairs, d->by_part, d->scratch);
	if (wrong)
		stream_blame(d->in, "%s", wrong);
	return wrong ? -1 : 1;
}

/* Is the n-th training task among the share that is used? They are spread evenly. */
static bool wanted(const struct dataset *d, long n)
{
	return floor((double)(n + 1) * d->fraction) > floor((double)n * d->fraction);
}

int dataset_read(struct dataset *d, void (*read)(double n), struct buf *why)
{
	struct corpus *v = &d->validation;
	const size_t most = d->validate;
	long n = 0, training = 0;
	int got = 1;

	d->scratch = dsl_scratch_make();
	for (; got > 0 && !(d->stream && v->n >= most); n += got) {
		enum split split = d->stream ? SPLIT_VALIDATION : split_of((uint64_t)n);

		bool used = split != SPLIT_TRAIN || d->stream || wanted(d, training++);

		got = read_task(d, !used ? NULL : split == SPLIT_TRAIN ? &d->train : split == SPLIT_VALIDATION ? v : NULL);
		if (read)
			read((double)n);
	}
	if (got < 0)
		buf_puts(why, stream_error(d->in));
	else if (d->stream && v->n < most)
		buf_printf(why, "%s: %ld tasks are too few: validation alone takes %zu", stream_name(d->in), n, most);
	else if (!d->stream && (d->train.n == 0 || v->n == 0))
		buf_printf(why, "%s: %ld tasks are too few: of 20 in a row 14 are for training, 3 for validation", stream_name(d->in), n);
	if (why->n)
		return -1;
	if (v->n > most) {                           /* evenly: the file may have its tasks in an order */
		for (size_t i = 0; i < most; i++)
			v->tasks[i] = v->tasks[i * v->n / most];
		v->n = most;
	}
	d->order = mem_get((d->train.n + 1) * sizeof *d->order);
	d->epoch = -1;
	d->used = d->digest;
	return 0;
}

static int next_of_stream(struct dataset *d, int B, const struct corpus_task **batch)
{
	struct corpus old = d->train;
	int got;

	corpus_clear(&d->spare);
	for (size_t i = d->next; i < old.n; i++)         /* parts of the last program */
		corpus_add_task(&d->spare, &old.tasks[i]);
	d->train = d->spare;
	d->spare = old;
	d->next = 0;
	while (d->train.n < (size_t)B)
		if ((got = read_task(d, &d->train)) <= 0)
			return got;
	for (int b = 0; b < B; b++)
		batch[b] = &d->train.tasks[b];
	d->next = (size_t)B;
	d->used = d->digest;
	return 1;
}

int dataset_next(struct dataset *d, long step, int B, uint64_t seed, const struct corpus_task **batch)
{
	if (d->stream)
		return next_of_stream(d, B, batch);
	for (long b = 0; b < B; b++) {
		long pass = step * B + b, epoch = pass / (long)d->train.n;

		if (epoch != d->epoch)
			corpus_order(d->train.n, seed, (uint64_t)epoch, d->order);
		d->epoch = epoch;
		batch[b] = &d->train.tasks[d->order[pass % (long)d->train.n]];
	}
	return 1;
}

int dataset_rest(struct dataset *d)
{
	int got = 1;

	while (d->stream && got > 0)
		got = read_task(d, NULL);
	return got < 0 ? -1 : 0;
}
