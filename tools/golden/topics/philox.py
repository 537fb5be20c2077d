"""Philox4x32-10 (Salmon and others 2011), written here from the paper and asserted against the three Random123 known answers."""
MASK = 0xFFFFFFFF


def philox4x32(counter, key, rounds=10):
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(rounds):
        left, right = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (right >> 32) ^ c1 ^ k0, right & MASK, (left >> 32) ^ c3 ^ k1, left & MASK
        k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
    return [c0, c1, c2, c3]


# name: counter, key, answer of the Random123 reference
KNOWN = {
    "known_answer_zeros": ([0] * 4, [0] * 2, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
    "known_answer_ones": ([MASK] * 4, [MASK] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
    "known_answer_pi": ([0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344], [0xA4093822, 0x299F31D0],
                        [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1]),
}


def build(topic):
    for name, (counter, key, answer) in KNOWN.items():
        assert philox4x32(counter, key) == answer, name
        topic.add(name, {"op": "philox4x32", "rounds": 10}, {"counter": counter, "key": key}, {"block": answer})
    # Each row of `block` is one counter: 8 consecutive blocks, then counters beside a carry into the second word.
    for name, low in (("consecutive_counters", list(range(8))), ("counters_beside_carry", [MASK - 1, MASK, MASK + 1, MASK + 2])):
        key = [42, 7]
        counters = [[value & MASK, value >> 32, 0, 0] for value in low]
        blocks = [philox4x32(counter, key) for counter in counters]
        topic.add(name, {"op": "philox4x32", "rounds": 10}, {"counter": counters, "key": key}, {"block": blocks})
    topic.add("seven_rounds", {"op": "philox4x32", "rounds": 7}, {"counter": [1, 2, 3, 4], "key": [5, 6]},
              {"block": philox4x32([1, 2, 3, 4], [5, 6], 7)})
