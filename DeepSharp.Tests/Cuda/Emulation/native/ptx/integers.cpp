/// Arithmetic on integers, which wraps around.
#include "functors.h"
#include "operations.h"

namespace emulation
{
struct MultiplyWide
{
    template <class D, class A> static D of(A a, A b) { return static_cast<D>(static_cast<D>(a) * static_cast<D>(b)); }
};
struct MultiplyAdd
{
    template <class D> static D of(D a, D b, D c) { return static_cast<D>(a * b + c); }
};
struct MultiplyAddWide
{
    template <class D, class A> static D of(A a, A b, D c) { return static_cast<D>(static_cast<D>(a) * static_cast<D>(b) + c); }
};

template <class T> struct Wide;
template <> struct Wide<int16_t>
{
    using Type = int32_t;
};
template <> struct Wide<uint16_t>
{
    using Type = uint32_t;
};
template <> struct Wide<int32_t>
{
    using Type = int64_t;
};
template <> struct Wide<uint32_t>
{
    using Type = uint64_t;
};
template <> struct Wide<int64_t>
{
    using Type = __int128;
};
template <> struct Wide<uint64_t>
{
    using Type = unsigned __int128;
};

struct MultiplyHigh
{
    template <class D> static D of(D a, D b) { return static_cast<D>((static_cast<typename Wide<D>::Type>(a) * b) >> (8 * sizeof(D))); }
};

struct MultiplyAddHigh
{
    template <class D> static D of(D a, D b, D c) { return static_cast<D>(MultiplyHigh::of<D>(a, b) + c); }
};

/// Division by zero is undefined and gives all bits set; the overflow of the least number gives itself.
struct Divide
{
    template <class D> static D of(D a, D b)
    {
        return b == 0 ? static_cast<D>(-1) : std::is_signed<D>::value && b == static_cast<D>(-1) ? static_cast<D>(-a) : static_cast<D>(a / b);
    }
};

struct Remainder
{
    template <class D> static D of(D a, D b) { return b == 0 ? a : std::is_signed<D>::value && b == static_cast<D>(-1) ? D(0) : static_cast<D>(a % b); }
};

struct Absolute
{
    template <class D> static D of(D a) { return a < 0 ? static_cast<D>(-a) : a; }
};
struct Minimum
{
    template <class D> static D of(D a, D b) { return b < a ? b : a; }
};
struct Maximum
{
    template <class D> static D of(D a, D b) { return a < b ? b : a; }
};

template <class T> static void add_integers(OperationTable& table)
{
    std::string s = suffix<T>();
    table["add" + s] = binary_operation<Add, T, T, T>();
    table["sub" + s] = binary_operation<Subtract, T, T, T>();
    table["mul.lo" + s] = binary_operation<Multiply, T, T, T>();
    table["mul.hi" + s] = binary_operation<MultiplyHigh, T, T, T>();
    table["mad.lo" + s] = ternary_operation<MultiplyAdd, T, T, T, T>();
    table["mad.hi" + s] = ternary_operation<MultiplyAddHigh, T, T, T, T>();
    table["div" + s] = binary_operation<Divide, T, T, T>();
    table["rem" + s] = binary_operation<Remainder, T, T, T>();
    table["min" + s] = binary_operation<Minimum, T, T, T>();
    table["max" + s] = binary_operation<Maximum, T, T, T>();
    if (!std::is_signed<T>::value)
        return;
    table["neg" + s] = unary_operation<Negate, T, T>();
    table["abs" + s] = unary_operation<Absolute, T, T>();
}

template <class T> static void add_wide(OperationTable& table)
{
    using W = typename Wide<T>::Type;
    table["mul.wide" + suffix<T>()] = binary_operation<MultiplyWide, W, T, T>();
    table["mad.wide" + suffix<T>()] = ternary_operation<MultiplyAddWide, W, T, T, W>();
}

void add_integers(OperationTable& table)
{
    add_integers<int16_t>(table);
    add_integers<uint16_t>(table);
    add_integers<int32_t>(table);
    add_integers<uint32_t>(table);
    add_integers<int64_t>(table);
    add_integers<uint64_t>(table);
    add_wide<int16_t>(table);
    add_wide<uint16_t>(table);
    add_wide<int32_t>(table);
    add_wide<uint32_t>(table);
}
}
