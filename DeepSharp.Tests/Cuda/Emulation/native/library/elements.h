/// Elements of the four floating types as doubles, and back, rounded to nearest with ties to even.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace emulation
{
enum class Element : uint8_t { Float32, Float64, Float16, BFloat16 };

inline size_t size_of(Element type) { return type == Element::Float64 ? 8 : type == Element::Float32 ? 4 : 2; }

struct BFloat16
{
    uint16_t bits;

    BFloat16() = default;

    explicit BFloat16(double value)
    {
        // To odd in float32 first: rounding twice to nearest could go wrong at ties.
        auto narrow = static_cast<float>(value);
        uint32_t word;
        memcpy(&word, &narrow, 4);
        if (value != value)
        {
            bits = static_cast<uint16_t>(word >> 16 | 0x40);
            return;
        }
        if (narrow != value && (word & 0x7F800000) != 0x7F800000)
        {
            if ((narrow > value) == (value > 0))
                word--;
            word |= 1;
        }
        bits = static_cast<uint16_t>((word + 0x7FFF + (word >> 16 & 1)) >> 16);
    }

    operator double() const
    {
        uint32_t word = static_cast<uint32_t>(bits) << 16;
        float value;
        memcpy(&value, &word, 4);
        return value;
    }
};

/// A float32 value with ten bits of fraction, as tensor cores take it.
inline double round_to_tf32(double value)
{
    auto narrow = static_cast<float>(value);
    uint32_t bits;
    memcpy(&bits, &narrow, 4);
    if ((bits & 0x7F800000) == 0x7F800000)
        return value;
    bits = (bits + 0xFFF + (bits >> 13 & 1)) & ~uint32_t(0x1FFF);
    memcpy(&narrow, &bits, 4);
    return narrow;
}

/// Calls f with a null pointer to the C++ type of the elements.
template <class F> auto with_type(Element type, F f)
{
    switch (type)
    {
    case Element::Float32: return f(static_cast<float*>(nullptr));
    case Element::Float64: return f(static_cast<double*>(nullptr));
    case Element::Float16: return f(static_cast<_Float16*>(nullptr));
    default: return f(static_cast<BFloat16*>(nullptr));
    }
}

inline double load_element(const void* from, Element type, int64_t at)
{
    return with_type(type, [=](auto* t) { return static_cast<double>(static_cast<decltype(t)>(const_cast<void*>(from))[at]); });
}

inline void store_element(void* to, Element type, int64_t at, double value)
{
    with_type(type, [=](auto* t) { static_cast<decltype(t)>(to)[at] = static_cast<std::remove_pointer_t<decltype(t)>>(value); });
}

/// α·value + β·what is there, which is not read where β is 0.
inline void blend_element(void* to, Element type, int64_t at, double value, double alpha, double beta)
{
    store_element(to, type, at, alpha * value + (beta == 0 ? 0 : beta * load_element(to, type, at)));
}
}
