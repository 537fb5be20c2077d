// Sorting of tiles in shared memory by Batcher's bitonic network, K. E. Batcher, "Sorting networks and their applications", AFIPS 1968.
#pragma once
#include "common/grid.cuh"
#include "common/shared.cuh"
#include "common/sorted_keys.cuh"

// Sorts tiles of `tile` keys, a power of two; a block takes `together` of them at a time in dynamic shared memory.
// load(t, e) gives key e of tile t, and save(t, e, key) takes the key that has come to stand there.
template <typename Key, typename Load, typename Save>
__device__ __forceinline__ void sort_tiles(long long tiles, int tile, int together, Load load, Save save)
{
    DS_DYNAMIC_SHARED(Key, keys);
    int elements = tile * together;
    for (long long first = (long long)blockIdx.x * together; first < tiles; first += (long long)gridDim.x * together)
    {
        for (int e = threadIdx.x; e < elements; e += blockDim.x)
            keys[e] = first + e / tile < tiles ? load(first + e / tile, e % tile) : ds_last_key<Key>::value();
        __syncthreads();
        for (int size = 2; size <= tile; size <<= 1)
            for (int step = size >> 1; step > 0; step >>= 1)
            {
                for (int pair = threadIdx.x; pair < elements / 2; pair += blockDim.x)
                {
                    int a = 2 * pair - (pair & (step - 1)), b = a + step;
                    bool rising = (a & (tile - 1) & size) == 0;
                    Key lower = keys[a], upper = keys[b];
                    if ((upper < lower) == rising)
                    {
                        keys[a] = upper;
                        keys[b] = lower;
                    }
                }
                __syncthreads();
            }
        for (int e = threadIdx.x; e < elements; e += blockDim.x)
            if (first + e / tile < tiles) save(first + e / tile, e % tile, keys[e]);
        __syncthreads();
    }
}
