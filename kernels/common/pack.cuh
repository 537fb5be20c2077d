// Several neighbouring elements moved at once.
#pragma once

// N neighbouring elements as one load or store; the address must be a multiple of their size.
template <typename T, int N> struct __align__(sizeof(T) * N) ds_pack { T v[N]; };

// Whether an address is a multiple of so many bytes.
__device__ __forceinline__ bool ds_is_aligned(const void* p, unsigned bytes) { return (unsigned long long)p % bytes == 0; }
