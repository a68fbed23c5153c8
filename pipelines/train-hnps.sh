#!/usr/bin/env bash
# train-hnps - HNPS: programs part by part, each from a task embedding (4.3)
# SPDX-License-Identifier: MIT
#
#     pipelines/train-hnps.sh [PERCENT]     on so much of D_composed (Table 3)
#
# Encoder and decoder begin as those of D_short; the program token loss (eq. 2) and lambda times the program embedding loss (eq. 3).
set -euo pipefail
# shellcheck source=pipelines/steps.sh
. "$(dirname "$0")/steps.sh"

"$root/pipelines/compose-data.sh"
trained "hnps${1:+-$1}" "--model hierarchical --lambda 1${1:+ --data-fraction 0.$1}" "$MODELS/embedded/composed.msgpack.zst" \
	"$MODELS/naive-short.model"
