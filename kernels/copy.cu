// Copies from one layout to another, and constant fills. Elements are only moved, so one entry serves all types of a size;
// the entries x2 move 16 bytes at a time.
#include "common/grid.cuh"
#include "common/pack.cuh"
#include "common/types.cuh"

namespace
{
constexpr int axes = 6, tile = 32;
}

// Any layout of up to six axes, the innermost first: n elements, lengths of all axes but the last, strides of both sides in elements.
template <typename T> __device__ __forceinline__ void copy_strided(const T* from, T* to, int n, int rank, const unsigned (&lengths)[axes - 1],
    const long long (&from_strides)[axes], const long long (&to_strides)[axes])
{
    DS_GRID_STRIDE32(i, n)
    {
        unsigned rest = i;
        long long source = 0, target = 0;
#pragma unroll
        for (int d = 0; d < axes; d++)
        {
            if (d >= rank) break;
            unsigned at = rest;
            if (d + 1 < rank)
            {
                rest = at / lengths[d];
                at -= rest * lengths[d];
            }
            source += at * from_strides[d];
            target += at * to_strides[d];
        }
        to[target] = from[source];
    }
}

// A transposition through tiles in shared memory: the source runs along its rows (axis p), the target along its columns (axis q), and both
// sides are read and written in whole lines. Up to three further axes are the batch, the innermost first.
template <typename T> __device__ __forceinline__ void copy_transposed(const T* from, T* to, int p_length, int q_length, long long from_q, long long to_p,
    int batch, int b0, int b1, const long long (&from_strides)[3], const long long (&to_strides)[3])
{
    __shared__ T lines[tile][tile + 1];
    int x = threadIdx.x % tile, y = threadIdx.x / tile, step = blockDim.x / tile;
    int p_tiles = (p_length + tile - 1) / tile, q_tiles = (q_length + tile - 1) / tile;
    long long tiles = (long long)p_tiles * q_tiles * batch;
    for (long long number = blockIdx.x; number < tiles; number += gridDim.x)
    {
        int within = (int)(number % (p_tiles * q_tiles)), b = (int)(number / (p_tiles * q_tiles));
        int p0 = within % p_tiles * tile, q0 = within / p_tiles * tile;
        int i0 = b % b0, i1 = b / b0 % b1, i2 = b / b0 / b1;
        const T* source = from + i0 * from_strides[0] + i1 * from_strides[1] + i2 * from_strides[2];
        T* target = to + i0 * to_strides[0] + i1 * to_strides[1] + i2 * to_strides[2];
        for (int k = y; k < tile; k += step)
            if (p0 + x < p_length && q0 + k < q_length) lines[k][x] = source[p0 + x + (q0 + k) * from_q];
        __syncthreads();
        for (int k = y; k < tile; k += step)
            if (q0 + x < q_length && p0 + k < p_length) target[q0 + x + (p0 + k) * to_p] = lines[x][k];
        __syncthreads();
    }
}

#define COPY_STRIDED(T, name) \
    extern "C" __global__ void __launch_bounds__(256) copy_strided_##name(const T* from, T* to, int n, int rank, int n0, int n1, int n2, int n3, int n4, \
        long long f0, long long f1, long long f2, long long f3, long long f4, long long f5, \
        long long t0, long long t1, long long t2, long long t3, long long t4, long long t5) \
    { \
        const unsigned lengths[] = {(unsigned)n0, (unsigned)n1, (unsigned)n2, (unsigned)n3, (unsigned)n4}; \
        const long long from_strides[] = {f0, f1, f2, f3, f4, f5}, to_strides[] = {t0, t1, t2, t3, t4, t5}; \
        copy_strided<T>(from, to, n, rank, lengths, from_strides, to_strides); \
    }
DS_FOR_SIZES(COPY_STRIDED)
typedef ds_pack<long long, 2> ds_pair;
COPY_STRIDED(ds_pair, x2_i64)

#define COPY_TRANSPOSED(T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) copy_transposed_##suffix(const T* from, T* to, int p_length, int q_length, long long from_q, \
        long long to_p, int batch, int b0, int b1, long long f0, long long f1, long long f2, long long t0, long long t1, long long t2) \
    { \
        const long long from_strides[] = {f0, f1, f2}, to_strides[] = {t0, t1, t2}; \
        copy_transposed<T>(from, to, p_length, q_length, from_q, to_p, batch, b0, b1, from_strides, to_strides); \
    }
DS_FOR_SIZES(COPY_TRANSPOSED)

// y[i] = the element whose bits are the lower ones of `bits`.
#define FILL(T, B, suffix) \
    extern "C" __global__ void __launch_bounds__(256) fill_##suffix(T* y, long long n, long long bits) \
    { \
        DS_GRID_STRIDE(i, n) reinterpret_cast<B*>(y)[i] = (B)bits; \
    }
FILL(unsigned char, unsigned char, u8)
FILL(ds_half, unsigned short, f16)
FILL(int, unsigned, i32)
FILL(long long, unsigned long long, i64)
