#!/usr/bin/env python3
"""Peer timings on a GPU: the cases of torch_peer.py, ResNet-50 and the blocks of GPT-2 small, trained by PyTorch in eager mode.

Run:  python3 torch_cuda.py FOLDER_OF_TORCH_PEER [--precision float32|tf32|bfloat16] [--only NAME] [--json]
Each line: name, milliseconds of a step (forward, backward, Adam) or of a forward pass, samples per second: the best of several rounds.
"""
import argparse, json, sys, time
import torch, torch.nn as nn, torch.nn.functional as F


class Bottleneck(nn.Module):
    def __init__(self, i, f, s):
        super().__init__()
        def cn(a, b, k, s): return nn.Sequential(nn.Conv2d(a, b, k, s, k // 2, bias=False), nn.BatchNorm2d(b))
        self.main = nn.Sequential(cn(i, f, 1, 1), nn.ReLU(), cn(f, f, 3, s), nn.ReLU(), cn(f, 4 * f, 1, 1))
        self.short = nn.Sequential() if s == 1 and i == 4 * f else cn(i, 4 * f, 1, s)

    def forward(self, x): return F.relu(self.main(x) + self.short(x))


def resnet50():
    layers, c = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)], 64
    for f, n, s in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        for b in range(n):
            layers.append(Bottleneck(c, f, s if b == 0 else 1)); c = 4 * f
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2048, 1000))


class Gpt(nn.Module):
    class Layer(nn.Module):
        def __init__(self, d, h):
            super().__init__()
            self.h, self.n1, self.n2 = h, nn.LayerNorm(d), nn.LayerNorm(d)
            self.qkv, self.o, self.up, self.down = nn.Linear(d, 3 * d), nn.Linear(d, d), nn.Linear(d, 4 * d), nn.Linear(4 * d, d)

        def forward(self, x):
            b, t, d = x.shape
            q, k, v = self.qkv(self.n1(x)).view(b, t, 3, self.h, d // self.h).permute(2, 0, 3, 1, 4)
            p = 0.1 if self.training else 0.0
            a = F.scaled_dot_product_attention(q, k, v, dropout_p=p, is_causal=True).transpose(1, 2).reshape(b, t, d)
            x = x + F.dropout(self.o(a), 0.1, self.training)
            return x + F.dropout(self.down(F.gelu(self.up(self.n2(x)))), 0.1, self.training)

    def __init__(self):
        super().__init__()
        self.layers, self.head = nn.Sequential(*[self.Layer(768, 12) for _ in range(12)]), nn.Linear(768, 10)

    def forward(self, x): return self.head(self.layers(x).mean(1))


def main():
    p = argparse.ArgumentParser(); p.add_argument("peer"); p.add_argument("--precision", default="tf32"); p.add_argument("--only"); p.add_argument("--json", action="store_true"); p.add_argument("--rounds", type=int, default=5)
    a = p.parse_args(); sys.path.insert(0, a.peer)
    import torch_peer
    cases = dict(torch_peer.CASES)
    cases["resnet50-224-b128"] = (resnet50, lambda: (torch.randn(128, 3, 224, 224), torch.randint(0, 1000, (128,))), 10)
    cases["gpt2-small-blocks-t1024-b8"] = (Gpt, lambda: (torch.randn(8, 1024, 768), torch.randint(0, 10, (8,))), 10)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = a.precision == "tf32"
    out = {}

    def best(f, steps):
        for _ in range(5): f()
        least = 9e9
        for _ in range(a.rounds):
            torch.cuda.synchronize(); t = time.perf_counter()
            for _ in range(steps): f()
            torch.cuda.synchronize(); least = min(least, (time.perf_counter() - t) / steps)
        return least

    for n in (512, 1024, 2048):
        if a.only and a.only != f"gemm-{n}": continue
        x, y = torch.randn(n, n, device="cuda"), torch.randn(n, n, device="cuda")
        s = best(lambda: x @ y, 50)
        out[f"gemm-{n}"] = dict(ms=s * 1e3, gflops=2 * n ** 3 / s / 1e9)
        if not a.json: print(f"gemm-{n:<28} {s*1e3:9.3f} ms  {2*n**3/s/1e9:9.1f} GFLOP/s", flush=True)
    for name, (make, data, steps) in cases.items():
        if a.only and a.only != name: continue
        torch.manual_seed(0); m = make().cuda(); x, y = (t.cuda() for t in data()); opt = torch.optim.Adam(m.parameters(), 1e-3); lf = nn.CrossEntropyLoss()
        if x.dim() == 4: m, x = m.to(memory_format=torch.channels_last), x.to(memory_format=torch.channels_last)
        cast = torch.autocast("cuda", torch.bfloat16, enabled=a.precision == "bfloat16")

        def step():
            opt.zero_grad()
            with cast: loss = lf(m(x), y)
            loss.backward(); opt.step()

        def infer():
            with torch.no_grad(), cast: m(x)
        for kind, f in (("train", step), ("infer", infer)):
            m.train(kind == "train"); s = best(f, min(steps, 200))
            out[f"{name}/{kind}"] = dict(ms=s * 1e3, samples=x.shape[0] / s)
            if not a.json: print(f"{name + '/' + kind:<40} {s*1e3:9.3f} ms  {x.shape[0]/s:11.0f} samples/s", flush=True)
        del m, opt, x, y
    if a.json: print(json.dumps(out))


if __name__ == "__main__": main()
