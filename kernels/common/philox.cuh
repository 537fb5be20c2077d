// Philox4x32-10: a keyed bijection of 128-bit counters; the same numbers as on the CPU, element by element.
// Source: J. Salmon and others, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
#pragma once

struct ds_philox_words
{
    unsigned w0, w1, w2, w3;

    // Words 0 and 1 as one number, word 0 below.
    __device__ __forceinline__ unsigned long long low() const { return w0 | (unsigned long long)w1 << 32; }

    // Words 2 and 3 as one number, word 2 below.
    __device__ __forceinline__ unsigned long long high() const { return w2 | (unsigned long long)w3 << 32; }
};

// The four words of one counter: the block's number within a draw, the draw's number; the seed is the key.
__device__ __forceinline__ ds_philox_words philox_block(unsigned long long block, unsigned long long draw, unsigned long long seed)
{
    ds_philox_words c = {(unsigned)block, (unsigned)(block >> 32), (unsigned)draw, (unsigned)(draw >> 32)};
    unsigned k0 = (unsigned)seed, k1 = (unsigned)(seed >> 32);
#pragma unroll
    for (int round = 0; round < 10; round++)
    {
        unsigned long long p0 = 0xD2511F53ull * c.w0, p1 = 0xCD9E8D57ull * c.w2;
        c = {(unsigned)(p1 >> 32) ^ c.w1 ^ k0, (unsigned)p1, (unsigned)(p0 >> 32) ^ c.w3 ^ k1, (unsigned)p0};
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return c;
}

// The block of the draw that a state in memory, {seed, draw's number}, stands for.
__device__ __forceinline__ ds_philox_words philox_block(const unsigned long long* state, unsigned long long block)
{
    return philox_block(block, state[1], state[0]);
}
