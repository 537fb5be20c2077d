/// Matrix products of every entry point, described alike.
#pragma once

#include "handle.h"

namespace emulation
{
/// A column-major matrix, or a batch of them: a step apart, or each at an address of its own in device memory.
struct BlasMatrix
{
    const void* address;
    int data_type, leading;
    long long stride = 0;
    const void* const* addresses = nullptr;
};

/// C = α·op(A)·op(B) + β·C.
struct GemmCall
{
    int transpose_a, transpose_b, m, n, k;
    const void* alpha;
    BlasMatrix a, b;
    const void* beta;
    BlasMatrix c;
    int batch, compute_type;
};

/// Checks a call and puts it on the handle's stream.
int run_gemm(BlasHandle* handle, const GemmCall& call);
}
