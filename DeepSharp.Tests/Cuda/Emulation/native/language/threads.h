/// Where a thread stands, and the barrier of its block.
#pragma once

#define threadIdx ds_thread_index()
#define blockIdx ds_block_index()
#define blockDim ds_block_shape()
#define gridDim ds_grid_shape()
#define warpSize 32

#define __syncthreads() ds_syncthreads(DS_SITE)
#define __syncthreads_count(predicate) ds_syncthreads_count(DS_SITE, (predicate))
#define __syncthreads_or(predicate) ds_syncthreads_or(DS_SITE, (predicate))
#define __syncthreads_and(predicate) ds_syncthreads_and(DS_SITE, (predicate))

// Threads switch only at barriers and warp operations, so memory is always in order.
static inline void __threadfence() {}
static inline void __threadfence_block() {}
static inline void __threadfence_system() {}
static inline void __nanosleep(unsigned) {}

#define __trap() ds_trap("__trap()")
#undef assert
#define assert(condition) ((condition) ? static_cast<void>(0) : ds_trap("assertion failed: " #condition))
