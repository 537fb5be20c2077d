// Sums over the rows of a matrix [rows, columns], one for each column, in two stages and always in the same order.
//
// First stage: blocks of (x, y) threads, x columns side by side and y rows at a time; x is a power of two up to 32 that the columns fill, x * y = 256.
// Block (i, s) takes columns i * x .. and the rows of slab s of gridDim.y, and leaves its sums in partial [slab, columns].
// Second stage: blocks of (32, 8) threads add the slabs up.
#pragma once
#include "common/convert.cuh"
#include "common/numbers.cuh"

struct ColumnPlace
{
    long long first, end;
    int column;

    // The rows of this thread: first, first + blockDim.y, .. below end.
    __device__ __forceinline__ ColumnPlace(long long rows)
    {
        column = blockIdx.x * blockDim.x + threadIdx.x;
        first = rows * blockIdx.y / gridDim.y + threadIdx.y;
        end = rows * (blockIdx.y + 1) / gridDim.y;
    }
};

// Adds up the values of the threads of a block that have one column; those with threadIdx.y = 0 get the sum. All threads must call.
__device__ __forceinline__ double join_rows(double value)
{
    __shared__ double parts[256];
    int at = threadIdx.y * blockDim.x + threadIdx.x;
    __syncthreads();
    parts[at] = value;
    for (int half = blockDim.y >> 1; half > 0; half >>= 1)
    {
        __syncthreads();
        if (threadIdx.y < half) parts[at] += parts[at + half * blockDim.x];
    }
    return parts[at];
}

// The end of the first stage.
__device__ __forceinline__ void leave_partial(double value, double* partial, int column, int columns)
{
    value = join_rows(value);
    if (threadIdx.y == 0 && column < columns) partial[(long long)blockIdx.y * columns + column] = value;
}

// The second stage: the sum over all slabs, in threads with threadIdx.y = 0. All threads must call.
__device__ __forceinline__ double join_slabs(const double* partial, int slabs, int column, int columns)
{
    double sum = 0;
    if (column < columns)
        for (int slab = threadIdx.y; slab < slabs; slab += blockDim.y) sum += partial[(long long)slab * columns + column];
    return join_rows(sum);
}
