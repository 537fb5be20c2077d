#!/usr/bin/python3
"""How long one sample takes through PyTorch's models of a peer script: best, median and 99th percentile of single calls, in milliseconds.

Run:  /usr/bin/python3 torch_latency.py --peers FOLDER [--only NAME] [--threads N]
FOLDER holds torch_peer.py, whose CASES are used. Prints one line of JSON.
"""
import argparse, json, sys, time


def percentiles(call, calls=2000, seconds=2.0):
    """The same rule as DeepSharp's: a second to warm up, then single calls until there are enough."""
    start = time.perf_counter()
    while time.perf_counter() - start < 1:
        call()
    times, start = [], time.perf_counter()
    while len(times) < calls and time.perf_counter() - start < seconds:
        before = time.perf_counter()
        call()
        times.append((time.perf_counter() - before) * 1e3)
    times.sort()
    return dict(best=times[0], median=times[len(times) // 2], p99=times[int(len(times) * 0.99)])


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--peers", required=True)
    p.add_argument("--only")
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    sys.path.insert(0, a.peers)
    import torch
    import torch_peer
    torch.set_num_threads(a.threads)
    out = {}
    for name, (make, data, _) in torch_peer.CASES.items():
        if a.only and a.only != name:
            continue
        torch.manual_seed(0)
        model, x = make().eval(), data()[0][:1].contiguous()
        with torch.no_grad():
            out[name] = percentiles(lambda: model(x))
    print(json.dumps(out))


if __name__ == "__main__":
    main()
