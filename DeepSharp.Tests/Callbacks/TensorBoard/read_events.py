#!/usr/bin/env python3
"""Reads TensorBoard event files without any library and prints what is in them as JSON; the tests compare it with what was written.

Records and checksums as in TensorFlow's record format, messages decoded by hand from the wire format. Where the tensorboard package is
installed, its own reader must find the same tags.
"""
import glob
import json
import struct
import sys
import zlib


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    while data:
        length, check = struct.unpack("<QI", data[:12])
        body = data[12:12 + length]
        assert check == masked(data[:8]), "checksum of a length"
        assert struct.unpack("<I", data[12 + length:16 + length])[0] == masked(body), "checksum of a record"
        yield body
        data = data[16 + length:]


def varint(data, at):
    value, shift = 0, 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def fields(data):
    """The fields of a message: number to a list of values, numbers or bytes."""
    found, at = {}, 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
        elif kind == 1:
            value, at = data[at:at + 8], at + 8
        elif kind == 2:
            length, at = varint(data, at)
            value, at = data[at:at + length], at + length
        elif kind == 5:
            value, at = data[at:at + 4], at + 4
        else:
            raise ValueError(f"wire type {kind}")
        found.setdefault(key >> 3, []).append(value)
    return found


def shape(data):
    return [fields(dim).get(1, [0])[0] for dim in fields(data).get(2, [])]


def tensor(data):
    t = fields(data)
    kind = t[1][0]
    if kind == 7:
        values = t.get(8, [])
    else:
        size, code = (4, "f") if kind == 1 else (8, "d")
        packed = b"".join(t.get(5 if kind == 1 else 6, []))
        values = list(struct.unpack(f"<{len(packed) // size}{code}", packed))
    return shape(t[2][0]), values


def pixels(png):
    """Size and bytes of a PNG whose lines are not filtered."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed, size = 8, b"", None
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        body = png[at + 8:at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length:at + 12 + length])[0] == zlib.crc32(kind + body)
        if kind == b"IHDR":
            size = struct.unpack(">II", body[:8])
        if kind == b"IDAT":
            packed += body
        at += 12 + length
    lines = zlib.decompress(packed)
    stride = len(lines) // size[1]
    assert all(lines[y * stride] == 0 for y in range(size[1]))
    return {"size": list(size), "pixels": [b for y in range(size[1]) for b in lines[y * stride + 1:(y + 1) * stride]]}


def summary(value):
    v = fields(value)
    plugin = fields(fields(v[9][0])[1][0])
    dims, values = tensor(v[8][0])
    name = plugin[1][0].decode()
    if name == "images":
        values = [values[0].decode(), values[1].decode()] + [pixels(png) for png in values[2:]]
    elif name == "graph_keras_model":
        values = [json.loads(values[0])["class_name"]]
    return {"tag": v[1][0].decode(), "plugin": name, "shape": dims, "values": values}


def node(data):
    n = fields(data)
    return {"name": n[1][0].decode(), "op": n[2][0].decode(), "inputs": [i.decode() for i in n.get(3, [])]}


def event(body):
    e = fields(body)
    found = {"time": struct.unpack("<d", e[1][0])[0], "step": e.get(2, [0])[0]}
    if 3 in e:
        found["version"] = e[3][0].decode()
    if 4 in e:
        found["graph"] = [node(n) for n in fields(e[4][0]).get(1, [])]
    if 5 in e:
        found["summary"] = [summary(v) for v in fields(e[5][0]).get(1, [])]
    return found


def main(folder):
    (path,) = glob.glob(folder + "/events.out.tfevents.*")
    with open(path, "rb") as file:
        events = [event(body) for body in records(file.read())]
    try:
        from tensorboard.backend.event_processing import event_accumulator
    except ImportError:
        pass
    else:
        peer = event_accumulator.EventAccumulator(folder)
        peer.Reload()
        tags = {s["tag"] for e in events for s in e.get("summary", [])}
        assert tags == set(peer.Tags()["tensors"]), (tags, peer.Tags())
    print(json.dumps(events))


main(sys.argv[1])
