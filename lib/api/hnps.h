/* hnps.h - programs from examples, for other programs: the interface of libhnps
 * SPDX-License-Identifier: MIT
 *
 * Examples go in, programs come out that make the outputs of the inputs, the likeliest first, with what speaks against the first. A program can be
 * run over as many further inputs as there are. hnps(3) explains; hnps-language(7) is the language of the programs.
 *
 * Nothing here prints, ends the process, or keeps anything outside of the objects. Texts are UTF-8 with a length; they may hold any byte but, in an
 * input of several columns, U+001F. An object is used by one thread at a time; different objects may be used at once by as many threads as there
 * are, and a program that is finished may be shared. Strings and texts that functions return live in the object that they were asked of. */
#ifndef HNPS_H
#define HNPS_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HNPS_API 1              /* goes up when something is added; what is there stays as it is (the soname tells) */

typedef struct hnps_text { const char *bytes; size_t length; } hnps_text;

typedef enum hnps_status {
	HNPS_OK = 0,
	HNPS_NONE = 1,          /* no program makes all the outputs; of one input: the program can't handle it */
	HNPS_RAN_OUT = 2,       /* the search came to the end of its budgets before it found one */
	HNPS_WRONG = 3,         /* what was given is wrong: no UTF-8, not so many columns, no program */
	HNPS_NO_MEMORY = 4      /* the object can only be freed; some memory may be lost */
} hnps_status;

const char *hnps_version(void);         /* "0.1.0" */
int hnps_api(void);                     /* HNPS_API of the library that runs */

/* ---- learning ---- */

typedef struct hnps_task hnps_task;

/* A task whose inputs have so many columns, 1 to 20. NULL when there is no memory, or with another number. Freed by hnps_task_free. */
hnps_task *hnps_task_new(size_t columns);
void hnps_task_free(hnps_task *task);

/* Adds an example: as many cells as there are columns, and the output, which may not be empty. The texts are copied. HNPS_OK, HNPS_WRONG,
 * HNPS_NO_MEMORY. */
hnps_status hnps_task_example(hnps_task *task, const hnps_text *cells, hnps_text output);

/* Adds an input whose output is not known: programs that can handle it are preferred, and doubt looks at it. They are counted from 0; the first 1000 are
 * looked at. */
hnps_status hnps_task_input(hnps_task *task, const hnps_text *cells);

/* Budgets, and how many programs are wanted. Set `size` to sizeof(hnps_options), and what is left 0 is the default. */
typedef struct hnps_options {
	size_t size;
	double steps;           /* of search; 3e8 when 0: the answer is the same on every machine */
	double seconds;         /* no limit when 0 */
	size_t programs;        /* at most so many, and 1000; 1 when 0 */
} hnps_options;

/* Searches; `options` may be NULL. May be called again after further examples. HNPS_OK: there is a program. HNPS_NONE, HNPS_RAN_OUT: there is none, and
 * hnps_task_message says why. HNPS_WRONG: there is no example. */
hnps_status hnps_task_learn(hnps_task *task, const hnps_options *options);

size_t hnps_task_programs(const hnps_task *task);               /* how many were found; they differ in what they do to the inputs */
double hnps_task_cost(const hnps_task *task, size_t i);         /* how simple the i-th is: the smaller the likelier */
bool hnps_task_complete(const hnps_task *task);                 /* did the search look at everything? If not, better ones may exist */

/* What speaks against the first program: one sentence, or NULL when nothing does, which is no proof. *input, unless NULL, gets the number of the input whose
 * output would decide; SIZE_MAX: no single one. */
const char *hnps_task_doubt(const hnps_task *task, size_t *input);

/* What there is to say of the last call that was not HNPS_OK: lines with \n between; "" else. */
const char *hnps_task_message(const hnps_task *task);

/* ---- programs ---- */

typedef struct hnps_program hnps_program;

/* The i-th program that was found, as an object of its own; NULL when there is none, or no memory. Freed by hnps_program_free. */
hnps_program *hnps_task_program(const hnps_task *task, size_t i);

/* A program from its text, as fill and apply write and read it. NULL: it is none, and why (room bytes, may be NULL) says so. */
hnps_program *hnps_program_parse(hnps_text text, char *why, size_t room);
void hnps_program_free(hnps_program *program);

const char *hnps_program_text(const hnps_program *program);
size_t hnps_program_columns(const hnps_program *program);       /* the last column that it reads; 1 when it reads inputs of one column */

/* ---- running ---- */

/* One thread's means to run a program, which must outlive it. Freed by hnps_runner_free. */
typedef struct hnps_runner hnps_runner;
hnps_runner *hnps_runner_new(const hnps_program *program);
void hnps_runner_free(hnps_runner *runner);

/* Runs it on an input of so many cells. HNPS_OK: *output lives until the next call. HNPS_NONE: it can't handle this one, hnps_runner_message says
 * why. HNPS_WRONG, HNPS_NO_MEMORY. */
hnps_status hnps_runner_run(hnps_runner *runner, const hnps_text *cells, size_t columns, hnps_text *output);
const char *hnps_runner_message(const hnps_runner *runner);

/* Runs it on n inputs of one column that stand one behind the other: the i-th is bytes[offsets[i]] to bytes[offsets[i + 1]], as Arrow's large_string
 * columns are. *output and *ends (n + 1 offsets) live until the next call; handled, unless NULL, gets for each input whether the program could
 * handle it, and where not the output is empty. */
hnps_status hnps_runner_column(hnps_runner *runner, const char *bytes, const long long *offsets, size_t n, const char **output,
                               const long long **ends, bool *handled);

#ifdef __cplusplus
}
#endif

#endif
