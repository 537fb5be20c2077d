// Where a thread stands in its grid, and loops over more elements than there are threads.
#pragma once

#define DS_WARP 32
#define DS_FULL_WARP 0xffffffffu

// For i = this thread's number; i < n; i += the number of threads in the grid.
#define DS_GRID_STRIDE(i, n) for (long long i = ds_thread(), ds_step = ds_threads(); i < (n); i += ds_step)

// The same for n below 2^31, where 32-bit arithmetic does.
#define DS_GRID_STRIDE32(i, n) for (unsigned i = (unsigned)ds_thread(), ds_step = (unsigned)ds_threads(); i < (unsigned)(n); i += ds_step)

__device__ __forceinline__ long long ds_thread() { return (long long)blockIdx.x * blockDim.x + threadIdx.x; }
__device__ __forceinline__ long long ds_threads() { return (long long)gridDim.x * blockDim.x; }
__device__ __forceinline__ int ds_lane_id() { return threadIdx.x % DS_WARP; }
__device__ __forceinline__ int ds_warp_id() { return threadIdx.x / DS_WARP; }
__device__ __forceinline__ int ds_warps() { return (blockDim.x + DS_WARP - 1) / DS_WARP; }
