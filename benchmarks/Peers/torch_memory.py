#!/usr/bin/python3
"""Most resident memory of PyTorch for one case of a peer script: training or inference, in this process.

Run:  /usr/bin/python3 torch_memory.py --peers FOLDER --only NAME --kind train|infer
FOLDER holds torch_peer.py, whose CASES are used. Prints {"peak": bytes, "before": bytes}; "before" is the peak before the model was made.
"""
import argparse, json, sys


def peak():
    """VmHWM, which begins anew with a program, where ru_maxrss keeps what its parent held."""
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--peers", required=True)
    p.add_argument("--only", required=True)
    p.add_argument("--kind", choices=("train", "infer"), required=True)
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    sys.path.insert(0, a.peers)
    import torch, torch.nn as nn
    import torch_peer
    torch.set_num_threads(a.threads)
    torch.zeros(1).clone()
    before = peak()
    make, data, _ = torch_peer.CASES[a.only]
    torch.manual_seed(0)
    model = make().train(a.kind == "train")
    x, y = data()
    optimizer, loss = torch.optim.Adam(model.parameters(), 1e-3), nn.CrossEntropyLoss()
    for _ in range(5):
        if a.kind == "train":
            optimizer.zero_grad()
            loss(model(x), y).backward()
            optimizer.step()
        else:
            with torch.no_grad():
                model(x)
    print(json.dumps(dict(peak=peak(), before=before)))


if __name__ == "__main__":
    main()
