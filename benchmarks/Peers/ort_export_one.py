#!/usr/bin/python3
"""Exports the models of a peer script to ONNX for batches of one sample, for ort_latency.js.

Run:  /usr/bin/python3 ort_export_one.py --peers FOLDER [--only NAME] TARGET
FOLDER holds torch_peer.py, whose CASES are used.
"""
import argparse, json, pathlib, sys, warnings


def main():
    p = argparse.ArgumentParser()
    p.add_argument("target", type=pathlib.Path)
    p.add_argument("--peers", required=True)
    p.add_argument("--only")
    a = p.parse_args()
    sys.path.insert(0, a.peers)
    import torch
    import torch_peer
    warnings.filterwarnings("ignore")
    inputs = {}
    for name, (make, data, _) in torch_peer.CASES.items():
        if a.only and a.only != name:
            continue
        torch.manual_seed(0)
        model, x = make().eval(), data()[0][:1].contiguous()
        torch.onnx.export(model, x, str(a.target / f"{name}.onnx"), opset_version=14, input_names=["x"], output_names=["y"])
        inputs[name] = dict(shape=list(x.shape), dtype=str(x.dtype).split(".")[1])
    (a.target / "inputs.json").write_text(json.dumps(inputs))


if __name__ == "__main__":
    main()
