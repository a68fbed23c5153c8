#!/usr/bin/env bash
# tasks - real tasks in the shell dialect: how many have a program, how many are right from 1, 2 and 3 examples, and what fill says of them
# SPDX-License-Identifier: MIT
#
# TASKS=DIR holds SET/TASK.tsv, a pair a line (in sets called *-multi, the columns of the input and then the output), and
# perhaps index.tsv with the columns set, task, duplicate_of, program: tasks that duplicate another are left out, and those
# with a program are expected to be solved. MODEL=FILE: fill with that model, too. PYTHONPATH=DIR that has exform (of
# PyPI): it on the same tasks, too.
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
TASKS=${TASKS:-$here/../../../shared/bench}
need "$python" || exit 0
[ -d "$TASKS" ] || { skipped "tasks: no folder '$TASKS'; TASKS=DIR names one"; exit 0; }

"$python" "$here/tasks.py" "$TASKS" ${MODEL:+"$MODEL"}
