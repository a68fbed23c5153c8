#!/usr/bin/env bash
# ask - real tasks at the keyboard: how many fill --ask has right from one example and the answers to its questions
# SPDX-License-Identifier: MIT
#
# TASKS=DIR as in tasks.sh; SHARE=0.1 takes every tenth task.
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
TASKS=${TASKS:-$here/../../../shared/bench}
need "$python" || exit 0
[ -d "$TASKS" ] || { skipped "ask: no folder '$TASKS'; TASKS=DIR names one"; exit 0; }
"$python" -c 'import os; os.openpty()' 2> /dev/null || { skipped 'ask: there are no pseudo-terminals here'; exit 0; }

"$python" "$here/ask.py" "$TASKS" ${SHARE:+"$SHARE"}
