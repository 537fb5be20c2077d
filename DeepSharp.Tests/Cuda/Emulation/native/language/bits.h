/// Values seen as bits.
#pragma once

template <class To, class From> static inline To ds_bit_cast(From from)
{
    static_assert(sizeof(To) == sizeof(From), "a cast of bits keeps the size");
    To to;
    memcpy(&to, &from, sizeof to);
    return to;
}

/// Up to 64 bits of a value, for an exchange between lanes.
template <class T> static inline uint64_t ds_pack(T value)
{
    static_assert(sizeof(T) <= 8, "lanes exchange at most 64 bits");
    uint64_t bits = 0;
    memcpy(&bits, &value, sizeof value);
    return bits;
}

template <class T> static inline T ds_unpack(uint64_t bits)
{
    T value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline float __uint_as_float(unsigned bits) { return ds_bit_cast<float>(bits); }
static inline float __int_as_float(int bits) { return ds_bit_cast<float>(bits); }
static inline unsigned __float_as_uint(float value) { return ds_bit_cast<unsigned>(value); }
static inline int __float_as_int(float value) { return ds_bit_cast<int>(value); }
static inline double __longlong_as_double(long long bits) { return ds_bit_cast<double>(bits); }
static inline long long __double_as_longlong(double value) { return ds_bit_cast<long long>(value); }
static inline int __double2hiint(double value) { return static_cast<int>(__double_as_longlong(value) >> 32); }
static inline int __double2loint(double value) { return static_cast<int>(__double_as_longlong(value)); }

static inline double __hiloint2double(int high, int low)
{
    return __longlong_as_double(static_cast<long long>(static_cast<unsigned long long>(static_cast<unsigned>(high)) << 32 | static_cast<unsigned>(low)));
}
