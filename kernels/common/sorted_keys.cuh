// Keys of sorting: a number and its place in one unsigned integer whose order is that of the numbers, then of the places, so that any
// algorithm sorts stably and all keys differ.
#pragma once
#include "common/types.cuh"

// The place in the lower half; 32 bits of the number above.
typedef unsigned long long ds_key32;

// 64 bits of the number, and the place.
struct ds_key64
{
    unsigned long long number, place;
    __device__ __forceinline__ bool operator<(const ds_key64& other) const { return number != other.number ? number < other.number : place < other.place; }
};

__device__ __forceinline__ unsigned place_of(ds_key32 key) { return (unsigned)key; }
__device__ __forceinline__ unsigned place_of(const ds_key64& key) { return (unsigned)key.place; }

// What stands behind all keys.
template <typename Key> struct ds_last_key;
template <> struct ds_last_key<ds_key32> { static __device__ __forceinline__ ds_key32 value() { return ~0ull; } };
template <> struct ds_last_key<ds_key64> { static __device__ __forceinline__ ds_key64 value() { return {~0ull, ~0ull}; } };

// Packs a number; NaN stands behind everything in both directions, and -0 equals +0.
__device__ __forceinline__ ds_key32 pack_key(int value, unsigned place, bool descending)
{
    unsigned key = (unsigned)value ^ 0x80000000u;
    return (ds_key32)(descending ? ~key : key) << 32 | place;
}

__device__ __forceinline__ ds_key32 pack_key(float value, unsigned place, bool descending)
{
    unsigned bits = ds_float_bits(value);
    if ((bits & 0x7fffffffu) > 0x7f800000u) return 0xffffffffull << 32 | place;
    if (bits == 0x80000000u) bits = 0;
    unsigned key = bits >> 31 != 0 ? ~bits : bits | 0x80000000u;   // Negative floats order backwards by their bits.
    return (ds_key32)(descending ? ~key : key) << 32 | place;
}

__device__ __forceinline__ ds_key64 pack_key(long long value, unsigned place, bool descending)
{
    unsigned long long key = (unsigned long long)value ^ 0x8000000000000000ull;
    return {descending ? ~key : key, place};
}

__device__ __forceinline__ ds_key64 pack_key(double value, unsigned place, bool descending)
{
    unsigned long long bits = ds_double_bits(value);
    if ((bits & 0x7fffffffffffffffull) > 0x7ff0000000000000ull) return {~0ull, place};
    if (bits == 0x8000000000000000ull) bits = 0;
    unsigned long long key = bits >> 63 != 0 ? ~bits : bits | 0x8000000000000000ull;
    return {descending ? ~key : key, place};
}

// The key type of each number.
template <typename T> struct ds_key_of { typedef ds_key32 type; };
template <> struct ds_key_of<double> { typedef ds_key64 type; };
template <> struct ds_key_of<long long> { typedef ds_key64 type; };
