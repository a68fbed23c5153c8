# tasks - packs records that are written as Python, one a line, as a stream that zstd is still to compress
# SPDX-License-Identifier: MIT
import ast, sys, msgpack

out, count = sys.stdout.buffer, 0
out.write(msgpack.packb({"format": "hnps.tasks", "version": 1}))
for line in sys.stdin:
    out.write(msgpack.packb(ast.literal_eval(line)))
    count += 1
out.write(msgpack.packb({"end": count}))
