# gru_pytorch - the network of gru.c in PyTorch: rows times steps a second, forward and backward, for so many threads
# SPDX-License-Identifier: MIT
"""gru_pytorch.py THREADS [ROWS STEPS HIDDEN]: an embedding of 256 for 100 characters and one GRU, the last states' gradients given. Prints
the library that multiplies its matrices, too: OpenBLAS is the one to compare with.
"""
import re
import sys
import time

import torch

threads, rows, steps, hidden = map(int, sys.argv[1:] + ["640", "60", "512"][len(sys.argv) - 2:])
torch.set_num_threads(threads)
torch.manual_seed(1)
embedding, gru = torch.nn.Embedding(100, 256), torch.nn.GRU(256, hidden)
text, gradient = torch.randint(100, (steps, rows)), torch.randn(1, rows, hidden)
for part in (text[:4], text):                # the first one warms up
    begin = time.perf_counter()
    embedding.zero_grad()
    gru.zero_grad()
    gru(embedding(part))[1].backward(gradient)
speed = rows * steps / (time.perf_counter() - begin)
with open("/proc/self/maps", encoding="utf-8") as f:
    libraries = set(re.findall(r"(?:openblas|blis|blas|mkl)[^/\s]*(?=/lib|\.so)", f.read()))
print(f"{speed:.0f}", max(libraries - {"blas"}, key=len, default="the reference BLAS"))
