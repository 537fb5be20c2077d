// Buckets of integers: hashes of their decimal digits, and of several numbers together, as TensorFlow's.
// Sources: Geoff Pike, FarmHash (2014), function Fingerprint64; Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012).
#include "common/grid.cuh"
#include "common/indices.cuh"

typedef unsigned long long u64;

namespace
{
constexpr u64 k0 = 0xc3a5c85c97cb3127ull, k1 = 0xb492b66fbe98f273ull, k2 = 0x9ae16a3b2f90404full;

__device__ __forceinline__ u64 turn_right(u64 x, int bits) { return x >> bits | x << (64 - bits); }
__device__ __forceinline__ u64 turn_left(u64 x, int bits) { return x << bits | x >> (64 - bits); }
__device__ __forceinline__ u64 shift_mix(u64 x) { return x ^ x >> 47; }

// Up to 24 characters, the first in the lowest byte. They stay in registers: nothing is addressed.
struct text
{
    u64 a, b, c;
    int length;

    __device__ __forceinline__ u64 part(int i) const { return i == 0 ? a : i == 1 ? b : i == 2 ? c : 0; }

    // Eight characters from `at` on; beyond the end they are zero.
    __device__ __forceinline__ u64 word(int at) const
    {
        int shift = at % 8 * 8;
        return shift == 0 ? part(at / 8) : part(at / 8) >> shift | part(at / 8 + 1) << (64 - shift);
    }

    __device__ __forceinline__ unsigned half(int at) const { return (unsigned)word(at); }
    __device__ __forceinline__ unsigned byte(int at) const { return (unsigned)word(at) & 0xff; }

    // Puts a character before the first.
    __device__ __forceinline__ void prepend(unsigned character)
    {
        c = c << 8 | b >> 56;
        b = b << 8 | a >> 56;
        a = a << 8 | character;
        length++;
    }
};

__device__ __forceinline__ u64 mix(u64 u, u64 v, u64 mul)
{
    u64 a = shift_mix((u ^ v) * mul), b = shift_mix((v ^ a) * mul);
    return b * mul;
}

// The number in decimal digits, 20 characters at most.
__device__ __forceinline__ text decimal(long long number)
{
    text digits = {0, 0, 0, 0};
    u64 rest = number < 0 ? 0 - (u64)number : (u64)number;
    do
    {
        digits.prepend('0' + (unsigned)(rest % 10));
        rest /= 10;
    }
    while (rest > 0);
    if (number < 0) digits.prepend('-');
    return digits;
}

// FarmHash's fingerprint of 1 to 24 characters.
__device__ __forceinline__ u64 fingerprint(const text& s)
{
    int n = s.length;
    u64 mul = k2 + (u64)n * 2;
    if (n > 16)
    {
        u64 a = s.word(0) * k1, b = s.word(8), c = s.word(n - 8) * mul, d = s.word(n - 16) * k2;
        return mix(turn_right(a + b, 43) + turn_right(c, 30) + d, a + turn_right(b + k2, 18) + c, mul);
    }
    if (n >= 8)
    {
        u64 a = s.word(0) + k2, b = s.word(n - 8);
        return mix(turn_right(b, 37) * mul + a, (turn_right(a, 25) + b) * mul, mul);
    }
    if (n >= 4) return mix((u64)n + ((u64)s.half(0) << 3), s.half(n - 4), mul);
    u64 y = s.byte(0) + (s.byte(n >> 1) << 8), z = (unsigned)n + (s.byte(n - 1) << 2);
    return shift_mix(y * k2 ^ z * k0) * k2;
}

struct sip_state
{
    u64 v0, v1, v2, v3;

    __device__ __forceinline__ void round()
    {
        v0 += v1;
        v1 = turn_left(v1, 13) ^ v0;
        v0 = turn_left(v0, 32);
        v2 += v3;
        v3 = turn_left(v3, 16) ^ v2;
        v0 += v3;
        v3 = turn_left(v3, 21) ^ v0;
        v2 += v1;
        v1 = turn_left(v1, 17) ^ v2;
        v2 = turn_left(v2, 32);
    }

    __device__ __forceinline__ void add(u64 word)
    {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

// SipHash-2-4 under a key.
__device__ __forceinline__ u64 sip_hash(const text& s, u64 first, u64 second)
{
    sip_state state = {first ^ 0x736f6d6570736575ull, second ^ 0x646f72616e646f6dull, first ^ 0x6c7967656e657261ull, second ^ 0x7465646279746573ull};
    int whole = s.length & ~7;
    for (int at = 0; at < whole; at += 8) state.add(s.word(at));
    state.add(s.word(whole) | (u64)s.length << 56);
    state.v2 ^= 0xff;
    for (int i = 0; i < 4; i++) state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}
}

// The bucket of each number's decimal digits, by FarmHash or, under a key, by SipHash.
extern "C" __global__ void __launch_bounds__(256) hash_bucket_i64(const void* x, bool wide, long long* y, long long n, int buckets, bool keyed, long long first,
    long long second)
{
    DS_GRID_STRIDE(i, n)
    {
        text digits = decimal(read_integer(x, wide, i));
        u64 hash = keyed ? sip_hash(digits, (u64)first, (u64)second) : fingerprint(digits);
        y[i] = (long long)(hash % (u64)buckets);
    }
}

// Joins one more feature to the hashes in y, which start from TensorFlow's key; the last one makes buckets of them.
extern "C" __global__ void __launch_bounds__(256) hash_cross_i64(const long long* feature, long long* y, long long n, bool is_first, int buckets)
{
    const u64 mul = 0xc6a4a7935bd1e995ull;
    DS_GRID_STRIDE(i, n)
    {
        u64 hash = is_first ? 0xDECAFCAFFEull : (u64)y[i];
        u64 joined = ((hash ^ mul) ^ (shift_mix((u64)feature[i] * mul) * mul)) * mul;
        hash = shift_mix(shift_mix(joined) * mul);
        y[i] = (long long)(buckets > 0 ? hash % (u64)buckets : hash);
    }
}
