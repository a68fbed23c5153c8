#!/usr/bin/env bash
# compose-data - D_composed with the task embeddings of its programs' parts (4.2)
# SPDX-License-Identifier: MIT
#
# Which programs are composed, and their pairs, don't depend on the embeddings: it is the D_composed that data.sh makes of the same D_short.
set -euo pipefail
# shellcheck source=pipelines/steps.sh
. "$(dirname "$0")/steps.sh"

"$root/pipelines/train-short.sh"
fresh "$MODELS/embedded" embed "$MODELS/naive-short.model"
step "$MODELS/embedded/short.msgpack.zst" "embed -q -m '$MODELS/naive-short.model' '$DATA/short.msgpack.zst'"
DATA=$MODELS/embedded "$root/pipelines/data.sh" composed
