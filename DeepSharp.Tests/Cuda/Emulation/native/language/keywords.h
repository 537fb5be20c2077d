/// Keywords of the device language. Blocks run one after the other, so shared memory is static memory.
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

#define __shared__ static

/// Names one call in the source, so that threads waiting at different barriers are told apart.
#define DS_SITE reinterpret_cast<const void*>(static_cast<intptr_t>(__COUNTER__) + 1)
