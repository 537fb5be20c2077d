"""Matrix products by torch.matmul: batched, broadcast, with transposed operands and vectors."""
import torch

# name: shape of a, shape of b, transpose a, transpose b
CASES = {
    "plain": ((3, 4), (4, 5), False, False),
    "transpose_a": ((4, 3), (4, 5), True, False),
    "transpose_b": ((3, 4), (5, 4), False, True),
    "transpose_both": ((4, 3), (5, 4), True, True),
    "one_by_one": ((1, 1), (1, 1), False, False),
    "row_by_column": ((1, 7), (7, 1), False, False),
    "column_by_row": ((5, 1), (1, 3), False, False),
    "odd_sizes": ((17, 13), (13, 19), False, False),
    "batched": ((2, 3, 4), (2, 4, 5), False, False),
    "batched_transpose_a": ((2, 4, 3), (2, 4, 2), True, False),
    "batched_transpose_b": ((2, 3, 4), (2, 5, 4), False, True),
    "matrix_by_batch": ((3, 4), (2, 4, 2), False, False),
    "batch_by_matrix": ((2, 3, 4), (4, 5), False, False),
    "broadcast_ones": ((2, 1, 3, 4), (1, 3, 4, 2), False, False),
    "broadcast_missing_axis": ((2, 3, 2, 4), (3, 4, 2), False, False),
    "broadcast_transpose_both": ((2, 1, 4, 3), (3, 2, 4), True, True),
    "vector_by_vector": ((6,), (6,), False, False),
    "matrix_by_vector": ((3, 4), (4,), False, False),
    "vector_by_matrix": ((4,), (4, 3), False, False),
    "batch_by_vector": ((2, 3, 4), (4,), False, False),
}


def matmul(a, b, transpose_a, transpose_b):
    return torch.matmul(a.transpose(-1, -2) if transpose_a else a, b.transpose(-1, -2) if transpose_b else b)


def build(topic):
    for name, (shape_a, shape_b, transpose_a, transpose_b) in CASES.items():
        draw = topic.draw(name)
        topic.add_with_gradients(name, {"op": "matmul", "transpose_a": transpose_a, "transpose_b": transpose_b},
                                 {"a": draw.normal(*shape_a), "b": draw.normal(*shape_b)},
                                 lambda a, b: matmul(a, b, transpose_a, transpose_b))
