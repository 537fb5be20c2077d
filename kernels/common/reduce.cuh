// Reductions over a warp and over a block. Each combines in a fixed order, so results repeat bit for bit.
//
// All lanes of the warp, or all threads of the block, must call; blocks must be whole warps.
#pragma once
#include "common/grid.cuh"
#include "common/numbers.cuh"

struct ds_add { template <typename T> static __device__ __forceinline__ T combine(T a, T b) { return ds_sum(a, b); } };
struct ds_largest { template <typename T> static __device__ __forceinline__ T combine(T a, T b) { return ds_max(a, b); } };
struct ds_smallest { template <typename T> static __device__ __forceinline__ T combine(T a, T b) { return ds_min(a, b); } };

// The combination of the lanes' values, in every lane.
template <typename Fn, typename T> __device__ __forceinline__ T warp_reduce(T value)
{
#pragma unroll
    for (int offset = DS_WARP / 2; offset > 0; offset >>= 1) value = Fn::combine(value, __shfl_xor_sync(DS_FULL_WARP, value, offset));
    return value;
}

// The combination of the threads' values, in every thread. `nothing` is what leaves a value as it is (0 for sums).
template <typename Fn, typename T> __device__ __forceinline__ T block_reduce(T value, T nothing)
{
    __shared__ T parts[DS_WARP];
    value = warp_reduce<Fn>(value);
    __syncthreads();   // An earlier reduction's parts may still be read.
    if (ds_lane_id() == 0) parts[ds_warp_id()] = value;
    __syncthreads();
    return warp_reduce<Fn>(ds_lane_id() < ds_warps() ? parts[ds_lane_id()] : nothing);
}

template <typename T> __device__ __forceinline__ T warp_sum(T value) { return warp_reduce<ds_add>(value); }
template <typename T> __device__ __forceinline__ T warp_max(T value) { return warp_reduce<ds_largest>(value); }
template <typename T> __device__ __forceinline__ T block_sum(T value) { return block_reduce<ds_add>(value, (T)0); }
template <typename T> __device__ __forceinline__ T block_max(T value) { return block_reduce<ds_largest>(value, ds_limits<T>::lowest()); }

// The sum of the values of this and all lower lanes.
template <typename T> __device__ __forceinline__ T warp_prefix_sum(T value)
{
#pragma unroll
    for (int offset = 1; offset < DS_WARP; offset <<= 1)
    {
        T below = __shfl_up_sync(DS_FULL_WARP, value, offset);
        if (ds_lane_id() >= offset) value = ds_sum(below, value);
    }
    return value;
}

// The sum of the values of this and all lower threads of the block; `total` gets that of all.
template <typename T> __device__ __forceinline__ T block_prefix_sum(T value, T& total)
{
    __shared__ T parts[DS_WARP];
    value = warp_prefix_sum(value);
    __syncthreads();
    if (ds_lane_id() == DS_WARP - 1) parts[ds_warp_id()] = value;
    __syncthreads();
    T part = warp_prefix_sum(ds_lane_id() < ds_warps() ? parts[ds_lane_id()] : (T)0);
    total = __shfl_sync(DS_FULL_WARP, part, DS_WARP - 1);
    T before = __shfl_sync(DS_FULL_WARP, part, ds_warp_id() > 0 ? ds_warp_id() - 1 : 0);
    return ds_warp_id() > 0 ? ds_sum(before, value) : value;
}
