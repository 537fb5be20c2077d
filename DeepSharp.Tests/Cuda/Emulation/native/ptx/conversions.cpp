/// Conversions between types, with the roundings PTX names.
#include <cmath>
#include <limits>

#include "operations.h"

namespace emulation
{
struct Cast
{
    template <class D, class A> static D of(A a) { return static_cast<D>(a); }
};

// Roundings to whole numbers.
struct Nearest
{
    template <class A> static A of(A a) { return std::nearbyint(a); }
};
struct Zero
{
    template <class A> static A of(A a) { return std::trunc(a); }
};
struct Down
{
    template <class A> static A of(A a) { return std::floor(a); }
};
struct Up
{
    template <class A> static A of(A a) { return std::ceil(a); }
};

template <class Rounding> struct Whole
{
    template <class D> static D of(D a) { return Rounding::of(a); }
};

/// Beyond the range the nearest bound. NaN gives 0 between 32-bit types, and the highest bit alone where either side has 64.
template <class Rounding> struct ToInteger
{
    template <class D, class A> static D of(A a)
    {
        constexpr D least = std::numeric_limits<D>::min(), most = std::numeric_limits<D>::max();
        if (a != a)
            return sizeof(A) == 8 || sizeof(D) == 8 ? static_cast<D>(uint64_t(1) << (8 * sizeof(D) - 1)) : D(0);
        A whole = Rounding::of(a);
        // 2^n as a float is the first number above the range; the bound itself may not be representable.
        if (whole >= std::ldexp(A(1), std::numeric_limits<D>::digits))
            return most;
        if (whole < static_cast<A>(least))
            return least;
        return static_cast<D>(whole);
    }
};

/// An integer held to the range of another type.
struct Saturate
{
    template <class D, class A> static D of(A a)
    {
        auto value = static_cast<__int128>(a);
        if (value < static_cast<__int128>(std::numeric_limits<D>::min()))
            return std::numeric_limits<D>::min();
        return value > static_cast<__int128>(std::numeric_limits<D>::max()) ? std::numeric_limits<D>::max() : static_cast<D>(a);
    }
};

template <class D, class A> static std::string name(const char* rounding) { return std::string("cvt") + rounding + suffix<D>() + suffix<A>(); }

template <class A, class... D> static void integer_from(OperationTable& table)
{
    ((table[name<D, A>("")] = unary_operation<Cast, D, A>()), ...);
    ((table[name<D, A>(".sat")] = unary_operation<Saturate, D, A>()), ...);
}

template <class A> static void float_from_integer(OperationTable& table)
{
    table[name<float, A>(".rn")] = unary_operation<Cast, float, A>();
    table[name<double, A>(".rn")] = unary_operation<Cast, double, A>();
    table[name<_Float16, A>(".rn")] = unary_operation<Cast, _Float16, A>();
}

template <class A, class... D> static void integer_from_float(OperationTable& table)
{
    ((table[name<D, A>(".rni")] = unary_operation<ToInteger<Nearest>, D, A>()), ...);
    ((table[name<D, A>(".rzi")] = unary_operation<ToInteger<Zero>, D, A>()), ...);
    ((table[name<D, A>(".rmi")] = unary_operation<ToInteger<Down>, D, A>()), ...);
    ((table[name<D, A>(".rpi")] = unary_operation<ToInteger<Up>, D, A>()), ...);
}

template <class T> static void whole_floats(OperationTable& table)
{
    table[name<T, T>(".rni")] = unary_operation<Whole<Nearest>, T, T>();
    table[name<T, T>(".rzi")] = unary_operation<Whole<Zero>, T, T>();
    table[name<T, T>(".rmi")] = unary_operation<Whole<Down>, T, T>();
    table[name<T, T>(".rpi")] = unary_operation<Whole<Up>, T, T>();
    table[name<T, T>("")] = unary_operation<Cast, T, T>();
}

template <class... A> static void all_integers(OperationTable& table)
{
    (integer_from<A, int8_t, uint8_t, int16_t, uint16_t, int32_t, uint32_t, int64_t, uint64_t>(table), ...);
    (float_from_integer<A>(table), ...);
}

void add_conversions(OperationTable& table)
{
    all_integers<int8_t, uint8_t, int16_t, uint16_t, int32_t, uint32_t, int64_t, uint64_t>(table);
    integer_from_float<float, int8_t, uint8_t, int16_t, uint16_t, int32_t, uint32_t, int64_t, uint64_t>(table);
    integer_from_float<double, int8_t, uint8_t, int16_t, uint16_t, int32_t, uint32_t, int64_t, uint64_t>(table);
    whole_floats<float>(table);
    whole_floats<double>(table);
    table["cvt.f64.f32"] = unary_operation<Cast, double, float>();
    table["cvt.rn.f32.f64"] = unary_operation<Cast, float, double>();
    table["cvt.f32.f16"] = unary_operation<Cast, float, _Float16>();
    table["cvt.f64.f16"] = unary_operation<Cast, double, _Float16>();
    table["cvt.rn.f16.f32"] = unary_operation<Cast, _Float16, float>();
    table["cvt.rn.f16.f64"] = unary_operation<Cast, _Float16, double>();
}
}
