// Threads that work on one row together, a warp or a whole block: a row's algorithm is written once for both.
#pragma once
#include "common/convert.cuh"
#include "common/reduce.cuh"

// How an entry of a team begins. A kernel that does not tell its largest block may get so many registers that one of 1024 threads does not start.
#define TEAM_ENTRY(Team) extern "C" __global__ void __launch_bounds__(Team::most_threads)

// A warp has a row: no barriers. For rows of up to about a thousand elements. Blocks are whole warps.
struct WarpTeam
{
    enum { most_threads = 256 };
    __device__ static int rank() { return ds_lane_id(); }
    __device__ static int size() { return DS_WARP; }
    __device__ static long long first_row() { return (long long)blockIdx.x * ds_warps() + ds_warp_id(); }
    __device__ static long long row_step() { return (long long)gridDim.x * ds_warps(); }
    template <typename V> __device__ static V sum(V value) { return warp_sum(value); }
    template <typename V> __device__ static V max(V value) { return warp_max(value); }
};

// A block has a row, for longer ones.
struct BlockTeam
{
    enum { most_threads = 1024 };
    __device__ static int rank() { return threadIdx.x; }
    __device__ static int size() { return blockDim.x; }
    __device__ static long long first_row() { return blockIdx.x; }
    __device__ static long long row_step() { return gridDim.x; }
    template <typename V> __device__ static V sum(V value) { return block_sum(value); }
    template <typename V> __device__ static V max(V value) { return block_max(value); }
};

// A sum of many numbers: short stretches in the numbers' own type, their totals in double.
template <typename W>
struct LongSum
{
    double total = 0;
    W part = 0;
    int held = 0;

    __device__ __forceinline__ void add(W value)
    {
        part += value;
        if (++held < 32) return;
        total += (double)part;
        part = 0;
        held = 0;
    }

    __device__ __forceinline__ double value() const { return total + (double)part; }
};
