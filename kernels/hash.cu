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

// `count` bytes from `at` on, the first lowest.
__device__ __forceinline__ u64 word(const unsigned char* text, int at, int count = 8)
{
    u64 value = 0;
    for (int i = 0; i < count; i++) value |= (u64)text[at + i] << 8 * i;
    return value;
}

__device__ __forceinline__ u64 mix(u64 u, u64 v, u64 mul)
{
    u64 a = shift_mix((u ^ v) * mul), b = shift_mix((v ^ a) * mul);
    return b * mul;
}

// The number in decimal digits, with a minus sign; gives how many characters, 20 at most.
__device__ __forceinline__ int write_decimal(long long number, unsigned char* text)
{
    u64 rest = number < 0 ? 0 - (u64)number : (u64)number;
    int length = number < 0 ? 1 : 0;
    for (u64 left = rest; left >= 10; left /= 10) length++;
    length++;
    for (int i = length - 1; i >= (number < 0 ? 1 : 0); i--, rest /= 10) text[i] = (unsigned char)('0' + rest % 10);
    if (number < 0) text[0] = '-';
    return length;
}

// FarmHash's fingerprint of 1 to 32 bytes.
__device__ __forceinline__ u64 fingerprint(const unsigned char* s, int n)
{
    u64 mul = k2 + (u64)n * 2;
    if (n > 16)
    {
        u64 a = word(s, 0) * k1, b = word(s, 8), c = word(s, n - 8) * mul, d = word(s, n - 16) * k2;
        return mix(turn_right(a + b, 43) + turn_right(c, 30) + d, a + turn_right(b + k2, 18) + c, mul);
    }
    if (n >= 8)
    {
        u64 a = word(s, 0) + k2, b = word(s, n - 8);
        return mix(turn_right(b, 37) * mul + a, (turn_right(a, 25) + b) * mul, mul);
    }
    if (n >= 4) return mix((u64)n + (word(s, 0, 4) << 3), word(s, n - 4, 4), mul);
    u64 y = s[0] + ((unsigned)s[n >> 1] << 8), z = (unsigned)n + ((unsigned)s[n - 1] << 2);
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
__device__ __forceinline__ u64 sip_hash(const unsigned char* text, int n, u64 first, u64 second)
{
    sip_state state = {first ^ 0x736f6d6570736575ull, second ^ 0x646f72616e646f6dull, first ^ 0x6c7967656e657261ull, second ^ 0x7465646279746573ull};
    int whole = n & ~7;
    for (int at = 0; at < whole; at += 8) state.add(word(text, at));
    state.add(word(text, whole, n - whole) | (u64)n << 56);
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
        unsigned char text[20];
        int length = write_decimal(read_integer(x, wide, i), text);
        u64 hash = keyed ? sip_hash(text, length, (u64)first, (u64)second) : fingerprint(text, length);
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
