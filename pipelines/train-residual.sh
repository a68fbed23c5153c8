#!/usr/bin/env bash
# train-residual - the model that ships: programs part by part, each from what of the outputs is left
# SPDX-License-Identifier: MIT
#
#     pipelines/train-residual.sh FILE     in place of pipelines/models/residual.model
#
# Not the paper's. It sees every part once, of programs that are drawn as it learns; PROGRAMS=3100000 says how many. Its curve goes to FILE's name
# with .tsv. The seed is far from those of the data sets, so that it has seen none of their programs but by chance.
set -euo pipefail
export LC_ALL=C
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PATH=${BIN:-$root/build}:$PATH
: "${PROGRAMS:=3100000}"
model=${1:?which file is to be made?}

# more than enough: a program has 2.5 parts on average, and two thirds of those drawn get their pairs
dslsample -q -n "$((PROGRAMS + 10000))" --parts 1-4 --seed 20230111 | iogen -q -j 1 |
	train --stream -n "$PROGRAMS" --preset residual --type bf16 --validations 24 --log "${model%.model}.tsv" -o "$model"
