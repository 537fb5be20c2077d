// The transpose [columns, rows] of a dense matrix [rows, columns] of floating numbers, a tile of 32 x 32 a block of (32, 8) threads: read and
// written by whole lines.
#include "common/types.cuh"

template <typename T>
__device__ __forceinline__ void transpose(const T* x, T* y, int rows, int columns)
{
    __shared__ T tile[32][33];
    int column = blockIdx.x * 32 + threadIdx.x;
    for (int r = threadIdx.y; r < 32; r += 8)
        if (blockIdx.y * 32 + r < rows && column < columns) tile[r][threadIdx.x] = x[(long long)(blockIdx.y * 32 + r) * columns + column];
    __syncthreads();
    int row = blockIdx.y * 32 + threadIdx.x;
    for (int c = threadIdx.y; c < 32; c += 8)
        if (blockIdx.x * 32 + c < columns && row < rows) y[(long long)(blockIdx.x * 32 + c) * rows + row] = tile[threadIdx.x][c];
}

#define TRANSPOSE(T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) transpose_##suffix(const T* x, T* y, int rows, int columns) { transpose<T>(x, y, rows, columns); }

DS_FOR_FLOATS(TRANSPOSE)
