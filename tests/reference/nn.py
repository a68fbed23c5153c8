# nn - the numbers that tests/unit/nn_pytorch.c compares with: nn.py > nn.txt, with Debian's python3-torch
# SPDX-License-Identifier: MIT
"""Writes arrays: a line with the name and how many numbers, then the numbers. What the names mean, the test says."""
import torch
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)      # so that the differences are ours


def write(name, tensor):
    numbers = tensor.detach().flatten().tolist()
    print(name, len(numbers))
    for i in range(0, len(numbers), 8):
        print(*(f"{v:.9g}" for v in numbers[i:i + 8]))


def random(*size):
    """Numbers that float32 has."""
    return torch.randn(*size).float().double()


# gru: 5 rows of different lengths, padded to 5 steps; H 6, X 4, V 7 tokens; a loss on each output and on each last state
B, T, X, H, V = 5, 5, 4, 6, 7
length = torch.tensor([3, 5, 1, 4, 4])
token = torch.randint(V, (B, T))
embedding = random(V, X).requires_grad_()
h0 = random(B, H).requires_grad_()
gru = torch.nn.GRU(X, H, batch_first=True)
for p in gru.parameters():
    p.data = p.data.float().double()
dout, dlast = random(B, T, H), random(B, H)
packed = pack_padded_sequence(embedding[token], length, batch_first=True, enforce_sorted=False)
out, last = gru(packed, h0[None])
out, _ = pad_packed_sequence(out, batch_first=True, total_length=T)
(out * dout).sum().add((last[0] * dlast).sum()).backward()
for name, value in (("length", length), ("token", token), ("embedding", embedding), ("h0", h0), ("w_i", gru.weight_ih_l0), ("w_h", gru.weight_hh_l0),
                    ("b_i", gru.bias_ih_l0), ("b_h", gru.bias_hh_l0), ("dout", dout), ("dlast", dlast), ("out", out), ("last", last),
                    ("dembedding", embedding.grad), ("dh0", h0.grad), ("dw_i", gru.weight_ih_l0.grad), ("dw_h", gru.weight_hh_l0.grad),
                    ("db_i", gru.bias_ih_l0.grad), ("db_h", gru.bias_hh_l0.grad)):
    write("gru." + name, value)

# norm: 7 rows of 3, twice in training, then inference
norm = torch.nn.BatchNorm1d(3)
norm.weight.data, norm.bias.data = random(3), random(3)
write("norm.gain", norm.weight)
write("norm.shift", norm.bias)
for step in (1, 2):
    x, dy = (2 * random(7, 3) + 1).requires_grad_(), random(7, 3)
    y = norm(x)
    norm.zero_grad()
    (y * dy).sum().backward()
    for name, value in (("x", x), ("dy", dy), ("y", y), ("dx", x.grad), ("dgain", norm.weight.grad), ("dshift", norm.bias.grad),
                        ("mean", norm.running_mean), ("variance", norm.running_var)):
        write(f"norm{step}.{name}", value)
norm.eval()
x = random(7, 3)
write("norm.x", x)
write("norm.y", norm(x))

# adam: 5 steps with weight decay, the gradient clipped to norm 2, the rate going down by 0.95
value = random(20).requires_grad_()
adam = torch.optim.Adam([value], lr=0.05, weight_decay=0.01)
schedule = torch.optim.lr_scheduler.ExponentialLR(adam, 0.95)
write("adam.value", value)
for step in range(1, 6):
    value.grad = random(20) * step / 4
    write(f"adam.grad{step}", value.grad)
    write(f"adam.norm{step}", torch.nn.utils.clip_grad_norm_([value], 2.0))
    adam.step()
    schedule.step()
    write(f"adam.value{step}", value)

# loss: softmax over legal tokens alone, mean over the rows
logits, legal, target = random(6, 9).requires_grad_(), torch.rand(6, 9) < 0.5, torch.randint(9, (6,))
legal[range(6), target] = True
loss = cross_entropy(logits.masked_fill(~legal, -torch.inf), target)
loss.backward()
for name, value in (("logits", logits), ("legal", legal.double()), ("target", target), ("loss", loss), ("dlogits", logits.grad)):
    write("loss." + name, value)
