# hnps_torch - the paper's flat network as a PyTorch module, which reads and writes the files of `show --safetensors`
# SPDX-License-Identifier: MIT
"""The task encoder and the program decoder (Appendix A.1, A.2) of a model that reads input and output character by character.

    show --safetensors MODEL > model.safetensors
    net = hnps_torch.load("model.safetensors")
    net.greedy([("Lovelace, Ada", "A. Lovelace"), ...])      # a program, as token text: what synth --search greedy answers
    hnps_torch.save(net, "mine.safetensors")                 # for synth -m and train --init

`python3 hnps_torch.py FILE` reads tasks as `show --json` prints them, one a line, and prints the program of each. --given K: of the first K pairs.
Names, shapes and the order of the gates are told in formats/README.md.
"""
import argparse
import json
import struct
import sys

import torch
from torch import nn

CHARACTERS = 96              # the printable ones of ASCII, and all else
LONGEST_STRING = 512         # characters of a string that are read
LONGEST_PROGRAM = 160        # tokens
DTYPES = {"F32": (torch.float32, 4), "BF16": (torch.bfloat16, 2)}


def read_safetensors(path):
    """The tensors by name, as float32, and the metadata, names to strings."""
    with open(path, "rb") as file:
        size, = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        numbers = bytearray(file.read())
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, tensor in header.items():
        dtype, width = DTYPES[tensor["dtype"]]
        begin, end = tensor["data_offsets"]
        flat = torch.frombuffer(numbers, dtype=dtype, count=(end - begin) // width, offset=begin)
        tensors[name] = flat.reshape(tensor["shape"]).float()
    return tensors, metadata


def write_safetensors(path, tensors, metadata):
    """Writes float32."""
    header, at = {"__metadata__": metadata}, 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + 4 * tensor.numel()]}
        at += 4 * tensor.numel()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(tensor.detach().float().contiguous().numpy().astype("<f4").tobytes())


def last_states(gru, x, lengths):
    """Each row's state at its end; zeros for an empty row."""
    out, _ = gru(x)
    rows = torch.arange(len(lengths))
    return torch.where((lengths > 0)[:, None], out[rows, (lengths - 1).clamp(min=0)], torch.zeros(()))


class Encoder(nn.Module):
    """Pairs to a task embedding."""

    def __init__(self, config):
        super().__init__()
        self.pool = config["pool"]
        self.embed = nn.Embedding(CHARACTERS, config["embedding"])
        self.gru = nn.GRU(config["embedding"], config["hidden"], batch_first=True)
        self.linear = nn.Linear(2 * config["hidden"], config["task"])
        self.norm = nn.BatchNorm1d(config["task"])
        self.dropout = nn.Dropout(config["dropout"])

    def string(self, strings):
        ids = [[ord(c) - 32 if " " <= c <= "~" else CHARACTERS - 1 for c in s[:LONGEST_STRING]] for s in strings]
        lengths = torch.tensor([len(i) for i in ids])
        padded = torch.zeros(len(ids), max(1, int(lengths.max())), dtype=torch.long)
        for row, i in zip(padded, ids):
            row[:len(i)] = torch.tensor(i, dtype=torch.long)
        return last_states(self.gru, self.embed(padded), lengths)

    def forward(self, tasks):
        """Tasks with equally many pairs each: (tasks, D)."""
        pairs = [pair for task in tasks for pair in task]
        both = torch.cat([self.string([given for given, _ in pairs]), self.string([wanted for _, wanted in pairs])], 1)
        each = self.norm(torch.relu(self.dropout(self.linear(both)))).reshape(len(tasks), len(tasks[0]), -1)
        mean = each.mean(1)
        if self.pool == "mean":
            return mean
        half = mean.shape[1] // 2
        return torch.cat([mean[:, :half], each.min(1).values[:, half:]], 1)


class Syntax:
    """Which tokens may come next (Appendix B.5), of the paper's dialect."""

    def __init__(self, tokens):
        self.id = {token: i for i, token in enumerate(tokens)}
        types = ["Word", "Num", "Alphanum", "Allcaps", "Propcase", "Lower", "Digit", "Char"]
        self.ints = {t for t in tokens if t.lstrip("-").isdigit()}
        self.few = {t for t in self.ints if -3 <= int(t) <= 3}
        self.chars = {t for t in tokens if t.startswith('"')}
        self.types = {t for t in types if t in self.id}
        self.bounds = {"Start", "End"}

    def grammar(self):
        """A coroutine: yields the tokens that may come, and is sent the one that came."""
        yield from self.one("Concat", "c(")
        first = True
        while True:
            token = yield {"ConstStr", "SubStr"} | (set() if first else {"c)"})
            first = False
            if token == "c)":
                return
            if token == "ConstStr":
                yield from self.one("k(", self.chars, "k)")
                continue
            yield from self.one("s(")
            for _ in range(2):
                token = yield {"ConstPos", "Regex"}
                if token == "ConstPos":
                    yield from self.one("p(", self.ints, "p)")
                else:
                    yield from self.one("r(", self.types | self.chars, self.few, self.bounds, "r)")
            yield from self.one("s)")

    def one(self, *each):
        for tokens in each:
            yield {tokens} if isinstance(tokens, str) else tokens

    def mask(self, legal):
        mask = torch.full((len(self.id),), float("-inf"))
        mask[[self.id[t] for t in legal]] = 0
        return mask


class Decoder(nn.Module):
    """A task embedding to the logits of a program's tokens."""

    def __init__(self, config, vocabulary):
        super().__init__()
        self.embed = nn.Embedding(vocabulary, config["token"])
        self.gru = nn.GRU(config["token"] + config["task"], config["decoder"], batch_first=True)
        self.hidden = nn.Linear(config["decoder"], config["decoder"])
        self.out = nn.Linear(config["decoder"], vocabulary)

    def forward(self, task, before, state=None):
        """task (B, D), the tokens before (B, T), a pad before the first: logits (B, T, V) and the last state."""
        x = torch.cat([self.embed(before), task[:, None].expand(-1, before.shape[1], -1)], 2)
        out, state = self.gru(x, state)
        return self.out(torch.tanh(self.hidden(out))), state


class Flat(nn.Module):
    """Pairs to a program, in one go: the paper's naive methods, and its first stage."""

    def __init__(self, config, tokens):
        super().__init__()
        if config["kind"] != "flat" or config["reading"] != "apart" or not config["embedding"] or not config["token"]:
            raise ValueError("only flat models that read input and output apart, with embeddings, are known here")
        self.config, self.tokens = config, tokens
        self.encoder = Encoder(config)
        self.decoder = Decoder(config, len(tokens))
        self.syntax = Syntax(tokens)

    def loss(self, tasks, programs):
        """Of programs given as lists of token ids, the mean over all tokens (eq. 1), over the tokens that the syntax allows."""
        longest = max(map(len, programs))
        target = torch.zeros(len(programs), longest, dtype=torch.long)
        mask = torch.full((len(programs), longest, len(self.tokens)), 0.0)
        for row, (target_row, program) in enumerate(zip(target, programs)):
            target_row[:len(program)] = torch.tensor(program)
            grammar = self.syntax.grammar()
            legal = next(grammar)
            for step, token in enumerate(program):
                mask[row, step] = self.syntax.mask(legal)
                if step + 1 < len(program):
                    legal = grammar.send(self.tokens[token])
        before = torch.cat([torch.zeros(len(programs), 1, dtype=torch.long), target[:, :-1]], 1)
        logits, _ = self.decoder(self.encoder(tasks), before)
        log = torch.log_softmax(logits + mask, 2).gather(2, target[:, :, None])[:, :, 0]
        there = torch.arange(longest)[None] < torch.tensor([len(p) for p in programs])[:, None]
        return -(log * there).sum() / there.sum()

    @torch.no_grad()
    def greedy(self, pairs):
        """The program of a task's pairs, token by token the likeliest, as text."""
        task, state, token, words = self.encoder([pairs]), None, 0, []
        grammar = self.syntax.grammar()
        legal = next(grammar)
        for _ in range(LONGEST_PROGRAM):
            logits, state = self.decoder(task, torch.tensor([[token]]), state)
            token = int((logits[0, 0] + self.syntax.mask(legal)).argmax())
            words.append(self.tokens[token])
            try:
                legal = grammar.send(words[-1])
            except StopIteration:
                break
        return " ".join(words)

    def parameters_by_name(self):
        """Our tensors' names to PyTorch's parameters: a tensor is one, or some of its columns."""
        e, d = self.encoder, self.decoder
        token = self.config["token"]
        return {
            "encoder.embed": e.embed.weight, "encoder.input.w": e.gru.weight_ih_l0, "encoder.input.b": e.gru.bias_ih_l0,
            "encoder.gru.w": e.gru.weight_hh_l0, "encoder.gru.b": e.gru.bias_hh_l0,
            "encoder.linear.w": e.linear.weight, "encoder.linear.b": e.linear.bias,
            "encoder.norm.gain": e.norm.weight, "encoder.norm.shift": e.norm.bias,
            "decoder.embed": d.embed.weight, "decoder.input.w": d.gru.weight_ih_l0[:, :token], "decoder.input.b": d.gru.bias_ih_l0,
            "decoder.task.w": d.gru.weight_ih_l0[:, token:], "decoder.gru.w": d.gru.weight_hh_l0, "decoder.gru.b": d.gru.bias_hh_l0,
            "decoder.hidden.w": d.hidden.weight, "decoder.hidden.b": d.hidden.bias, "decoder.out.w": d.out.weight, "decoder.out.b": d.out.bias,
            "encoder.norm.mean": e.norm.running_mean, "encoder.norm.variance": e.norm.running_var,
        }


def load(path):
    """The network of a file, ready to answer (eval())."""
    tensors, metadata = read_safetensors(path)
    net = Flat(json.loads(metadata["config"]), json.loads(metadata["tokens"]))
    with torch.no_grad():
        for name, parameter in net.parameters_by_name().items():
            parameter.copy_(tensors[name].reshape(parameter.shape))
    return net.eval()


def save(net, path):
    """For synth -m, embed -m, train --init."""
    tensors = {name: p.reshape(1, -1) if p.dim() == 1 else p for name, p in net.parameters_by_name().items()}
    write_safetensors(path, tensors, {"format": "hnps.model", "config": json.dumps(net.config), "tokens": json.dumps(net.tokens)})


def main():
    parser = argparse.ArgumentParser(description="prints the program that a model finds for each task of show --json")
    parser.add_argument("--given", type=int, default=10, help="from the first so many pairs")
    parser.add_argument("model", help="a file of show --safetensors")
    args = parser.parse_args()
    net = load(args.model)
    for line in sys.stdin:
        print(net.greedy([tuple(pair) for pair in json.loads(line)["pairs"][:args.given]]))


if __name__ == "__main__":
    main()
