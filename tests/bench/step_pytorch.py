# step_pytorch - the training step of step.c in PyTorch: programs a second, for so many threads
# SPDX-License-Identifier: MIT
"""step_pytorch.py THREADS [PARTS [cuda [BATCH]]]: the paper's networks (Appendix A), forward, backward and Adam, on 64 programs with 10 pairs: input strings of 50 to
70 characters, output strings and programs as long as D_short's on average, padded as a batch in PyTorch is. With PARTS, the hierarchical one. Random
characters and tokens: what they are makes no difference to the time. Prints programs a second. On a card: in bf16, with packed sequences, which are
faster there, and batches of BATCH programs.
"""
import sys
import time

import torch
from torch import nn

threads, parts = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
card = len(sys.argv) > 3 and sys.argv[3] == "cuda"
PROGRAMS, PAIRS, TOKENS, CHARACTERS, TASK, STEPS = int(sys.argv[4]) if len(sys.argv) > 4 else 64, 10, 87, 96, 256, 30 if card else 3
torch.set_default_device("cuda" if card else "cpu")
torch.set_num_threads(threads)
torch.manual_seed(1)


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.gru = nn.Embedding(CHARACTERS, 256), nn.GRU(256, 512, batch_first=True)
        self.linear, self.dropout, self.norm = nn.Linear(1024, TASK), nn.Dropout(0.2), nn.BatchNorm1d(TASK)

    def last(self, strings, lengths):
        if card:
            packed = nn.utils.rnn.pack_padded_sequence(self.embedding(strings), lengths.cpu(), batch_first=True, enforce_sorted=False)
            return self.gru(packed)[1][0]
        states = self.gru(self.embedding(strings))[0]   # packed sequences take more than twice the time here
        return states[torch.arange(len(lengths)), lengths - 1]

    def forward(self, inputs, outputs):
        joined = torch.cat([self.last(*inputs), self.last(*outputs)], 1)
        pairs = self.norm(torch.relu(self.dropout(self.linear(joined))))
        return pairs.view(PROGRAMS, PAIRS, TASK).mean(1)


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.gru = nn.Embedding(TOKENS, TOKENS), nn.GRU(TOKENS + TASK, 256, batch_first=True)
        self.out = nn.Sequential(nn.Linear(256, 256), nn.Tanh(), nn.Linear(256, TOKENS))

    def forward(self, task, tokens):
        before = torch.cat([torch.zeros_like(tokens[:, :1]), tokens[:, :-1]], 1)
        given = torch.cat([self.embedding(before), task[:, None].expand(-1, tokens.shape[1], -1)], 2)
        states, last = self.gru(given)
        return self.out(states), last[0]


def strings(least, most):
    lengths = torch.randint(least, most + 1, (PROGRAMS * PAIRS,))
    return torch.randint(CHARACTERS, (PROGRAMS * PAIRS, most)), lengths


encoder, decoder = Encoder(), Decoder()
composer, lead = nn.GRUCell(3 * 256, 256), nn.Sequential(nn.Linear(256, TASK), nn.LeakyReLU())
networks = nn.ModuleList([encoder, decoder, composer, lead])
adam = torch.optim.Adam(networks.parameters(), lr=1e-4, weight_decay=1e-5)
loss = nn.CrossEntropyLoss()


def step():
    with torch.autocast("cuda", torch.bfloat16, enabled=card):
        total = forward()
    total.backward()
    adam.step()


def forward():
    inputs, outputs = strings(50, 70), strings(1, 32 * max(parts, 1))      # D_short's outputs: 16 characters on average
    adam.zero_grad()
    spec, total = encoder(inputs, outputs), 0
    if not parts:
        tokens = torch.randint(TOKENS, (PROGRAMS, 17))
        total = loss(decoder(spec, tokens)[0].flatten(0, 1), tokens.flatten())
    task, state, last = torch.zeros(PROGRAMS, TASK), torch.zeros(PROGRAMS, 256), torch.zeros(PROGRAMS, 256)
    for _ in range(parts):
        tokens = torch.randint(TOKENS, (PROGRAMS, 17))
        state = composer(torch.cat([spec, task, last], 1), state)
        task = lead(state)
        logits, last = decoder(task, tokens)
        total = total + loss(logits.flatten(0, 1), tokens.flatten()) / parts
    return total


def wait():
    if card:
        torch.cuda.synchronize()


step()                                           # warms up
wait()
begin = time.perf_counter()
for _ in range(STEPS):
    step()
wait()
print(f"{STEPS * PROGRAMS / (time.perf_counter() - begin):.1f}")
