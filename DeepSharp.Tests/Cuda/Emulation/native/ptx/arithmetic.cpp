/// Arithmetic on integers, which wraps around, and on floats, which rounds to nearest.
#include <cmath>
#include <limits>

#include "operations.h"

namespace emulation
{
struct Add { template <class D> static D of(D a, D b) { return static_cast<D>(a + b); } };
struct Subtract { template <class D> static D of(D a, D b) { return static_cast<D>(a - b); } };
struct Multiply { template <class D> static D of(D a, D b) { return static_cast<D>(a * b); } };
struct MultiplyWide { template <class D, class A> static D of(A a, A b) { return static_cast<D>(static_cast<D>(a) * static_cast<D>(b)); } };
struct MultiplyAdd { template <class D> static D of(D a, D b, D c) { return static_cast<D>(a * b + c); } };
struct MultiplyAddWide { template <class D, class A> static D of(A a, A b, D c) { return static_cast<D>(static_cast<D>(a) * static_cast<D>(b) + c); } };
struct Negate { template <class D> static D of(D a) { return static_cast<D>(-a); } };

template <class T> struct Wide;
template <> struct Wide<int16_t> { using Type = int32_t; };
template <> struct Wide<uint16_t> { using Type = uint32_t; };
template <> struct Wide<int32_t> { using Type = int64_t; };
template <> struct Wide<uint32_t> { using Type = uint64_t; };
template <> struct Wide<int64_t> { using Type = __int128; };
template <> struct Wide<uint64_t> { using Type = unsigned __int128; };

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
    template <class D> static D of(D a, D b) { return b == 0 ? static_cast<D>(-1) : std::is_signed<D>::value && b == static_cast<D>(-1) ? static_cast<D>(-a) : static_cast<D>(a / b); }
};

struct Remainder
{
    template <class D> static D of(D a, D b) { return b == 0 ? a : std::is_signed<D>::value && b == static_cast<D>(-1) ? D(0) : static_cast<D>(a % b); }
};

struct Absolute { template <class D> static D of(D a) { return a < 0 ? static_cast<D>(-a) : a; } };
struct Minimum { template <class D> static D of(D a, D b) { return b < a ? b : a; } };
struct Maximum { template <class D> static D of(D a, D b) { return a < b ? b : a; } };

struct FloatDivide { template <class D> static D of(D a, D b) { return a / b; } };
struct FusedMultiplyAdd { template <class D> static D of(D a, D b, D c) { return std::fma(a, b, c); } };
struct SquareRoot { template <class D> static D of(D a) { return std::sqrt(a); } };
struct Reciprocal { template <class D> static D of(D a) { return D(1) / a; } };
struct ReciprocalSquareRoot { template <class D> static D of(D a) { return D(1) / std::sqrt(a); } };
struct FloatAbsolute { template <class D> static D of(D a) { return std::fabs(a); } };
struct CopySign { template <class D> static D of(D sign, D magnitude) { return std::copysign(magnitude, sign); } };
struct Exp2 { template <class D> static D of(D a) { return std::exp2(a); } };
struct Log2 { template <class D> static D of(D a) { return std::log2(a); } };
struct Sine { template <class D> static D of(D a) { return std::sin(a); } };
struct Cosine { template <class D> static D of(D a) { return std::cos(a); } };

/// The number where one is NaN; −0 counts as less than +0.
struct FloatMinimum
{
    template <class D> static D of(D a, D b) { return a != a ? b : b != b ? a : a == b ? (std::signbit(a) ? a : b) : b < a ? b : a; }
};

struct FloatMaximum
{
    template <class D> static D of(D a, D b) { return a != a ? b : b != b ? a : a == b ? (std::signbit(a) ? b : a) : a < b ? b : a; }
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

template <class T> static void add_floats(OperationTable& table)
{
    std::string s = suffix<T>();
    for (std::string rounding : {"", ".rn"})
    {
        table["add" + rounding + s] = binary_operation<Add, T, T, T>();
        table["sub" + rounding + s] = binary_operation<Subtract, T, T, T>();
        table["mul" + rounding + s] = binary_operation<Multiply, T, T, T>();
    }
    for (std::string name : {"fma.rn", "mad.rn"})
        table[name + s] = ternary_operation<FusedMultiplyAdd, T, T, T, T>();
    table["div.rn" + s] = binary_operation<FloatDivide, T, T, T>();
    table["sqrt.rn" + s] = unary_operation<SquareRoot, T, T>();
    table["rcp.rn" + s] = unary_operation<Reciprocal, T, T>();
    table["neg" + s] = unary_operation<Negate, T, T>();
    table["abs" + s] = unary_operation<FloatAbsolute, T, T>();
    table["min" + s] = binary_operation<FloatMinimum, T, T, T>();
    table["max" + s] = binary_operation<FloatMaximum, T, T, T>();
    table["copysign" + s] = binary_operation<CopySign, T, T, T>();
    table["rsqrt.approx" + s] = unary_operation<ReciprocalSquareRoot, T, T>();
}

void add_arithmetic(OperationTable& table)
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
    add_floats<float>(table);
    add_floats<double>(table);
    // Approximations, by the exact functions.
    for (const char* name : {"div.approx.f32", "div.full.f32"})
        table[name] = binary_operation<FloatDivide, float, float, float>();
    table["sqrt.approx.f32"] = unary_operation<SquareRoot, float, float>();
    table["rcp.approx.f32"] = unary_operation<Reciprocal, float, float>();
    table["ex2.approx.f32"] = unary_operation<Exp2, float, float>();
    table["lg2.approx.f32"] = unary_operation<Log2, float, float>();
    table["sin.approx.f32"] = unary_operation<Sine, float, float>();
    table["cos.approx.f32"] = unary_operation<Cosine, float, float>();
}

const Operation* find_operation(const std::string& name)
{
    static const OperationTable table = [] {
        OperationTable made;
        add_arithmetic(made);
        add_comparisons(made);
        add_bits(made);
        add_conversions(made);
        return made;
    }();
    auto found = table.find(name);
    return found == table.end() ? nullptr : &found->second;
}
}
