/// Keywords of the device language. A kernel file's static shared memory lies in one section of its own.
#pragma once

#define __global__
#define __device__
#define __host__
#define __constant__ static const
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __align__(n) __attribute__((aligned(n)))
#define __restrict__ __restrict
#define __grid_constant__

#ifndef DS_SHARED_SECTION
#error "define DS_SHARED_SECTION as the name of the file's section for shared memory"
#endif
#define __shared__ static __attribute__((section(DS_SHARED_SECTION)))

/// Names one call in the source, so that threads waiting at different barriers are told apart.
#define DS_SITE reinterpret_cast<const void*>(static_cast<intptr_t>(__COUNTER__) + 1)
