#!/usr/bin/env python3
"""Writes the golden files of DeepSharp.Tests, or checks that the committed ones are what these scripts give.

Usage: make_golden.py [--check] [--list] [topic ...]
"""
import argparse
import importlib
import json
import math
import pathlib
import sys

sys.dont_write_bytecode = True  # no __pycache__ beside the scripts
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "DeepSharp.Tests" / "Golden"

# Every script in topics/ but the rules they share; layers_x.py makes layers-x.json.
TOPICS = sorted(file.stem.replace("layers_", "layers-") for file in (pathlib.Path(__file__).parent / "topics").glob("*.py")
                if file.stem != "__init__" and not file.stem.endswith("_rules"))


def build(name):
    from golden_case import Topic
    topic = Topic(name)
    importlib.import_module("topics." + name.replace("-", "_")).build(topic)
    return topic


def differences(expected, actual, path=""):
    """Lines that say where two JSON values differ. Floats may differ by rounding: another torch build sums in another order."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in sorted(expected.keys() | actual.keys()):
            if key not in expected or key not in actual:
                yield f"{path}/{key}: only in {'the script' if key in expected else 'the file'}"
            else:
                yield from differences(expected[key], actual[key], f"{path}/{key}")
    elif isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            yield f"{path}: {len(expected)} elements by the script, {len(actual)} in the file"
        for index, (left, right) in enumerate(zip(expected, actual)):
            label = left["name"] if isinstance(left, dict) and "name" in left else index
            yield from differences(left, right, f"{path}/{label}")
    elif isinstance(expected, (int, float)) and isinstance(actual, (int, float)):
        # An integer's text is exact; only a number with a fraction has been rounded.
        exact = isinstance(expected, int) and isinstance(actual, int) or isinstance(expected, bool)
        if expected != actual if exact else not math.isclose(expected, actual, rel_tol=3e-8, abs_tol=1e-12):
            yield f"{path}: {expected} by the script, {actual} in the file"
    elif expected != actual:
        yield f"{path}: {expected!r} by the script, {actual!r} in the file"


def check(name, text):
    file = FOLDER / f"{name}.json"
    if not file.exists():
        return [f"{file.name} is missing"]
    return [f"{file.name}{line}" for line in differences(json.loads(text), json.loads(file.read_text()))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the committed files and write nothing")
    parser.add_argument("--list", action="store_true", help="print the case names")
    parser.add_argument("topics", nargs="*", default=TOPICS)
    options = parser.parse_args()
    unknown = set(options.topics) - set(TOPICS)
    if unknown:
        parser.error(f"unknown topic {', '.join(sorted(unknown))}; known: {', '.join(TOPICS)}")
    try:
        import torch
    except ImportError:
        print("skipped: the golden files need PyTorch and numpy (Debian: python3-torch python3-numpy)")
        return 0 if options.check else 1
    torch.set_num_threads(1)
    faults = []
    for name in options.topics:
        topic = build(name)
        if options.list:
            print(f"{name}: {' '.join(case['name'] for case in topic.cases)}")
        elif options.check:
            faults += check(name, topic.to_text())
        else:
            (FOLDER / f"{name}.json").write_text(topic.to_text(), newline="\n")
            print(f"{name}.json: {len(topic.cases)} cases, {len(topic.to_text()) // 1024} KB")
    if options.check:
        print("\n".join(faults[:50]) if faults else "the golden files are up to date")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
