#!/usr/bin/env bash
# train-short - a task embedding space, and a decoder of programs from it, learned from D_short (4.1)
# SPDX-License-Identifier: MIT
set -euo pipefail
# shellcheck source=pipelines/steps.sh
. "$(dirname "$0")/steps.sh"

"$root/pipelines/data.sh" short
trained naive-short '--model flat' "$DATA/short.msgpack.zst"
