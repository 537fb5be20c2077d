/// Arithmetic on floats, which rounds to nearest.
#include <cmath>

#include "functors.h"
#include "operations.h"

namespace emulation
{
struct FloatDivide
{
    template <class D> static D of(D a, D b) { return a / b; }
};
struct FusedMultiplyAdd
{
    template <class D> static D of(D a, D b, D c) { return std::fma(a, b, c); }
};
struct SquareRoot
{
    template <class D> static D of(D a) { return std::sqrt(a); }
};
struct Reciprocal
{
    template <class D> static D of(D a) { return D(1) / a; }
};
struct ReciprocalSquareRoot
{
    template <class D> static D of(D a) { return D(1) / std::sqrt(a); }
};
struct FloatAbsolute
{
    template <class D> static D of(D a) { return std::fabs(a); }
};
struct CopySign
{
    template <class D> static D of(D sign, D magnitude) { return std::copysign(magnitude, sign); }
};
struct Exp2
{
    template <class D> static D of(D a) { return std::exp2(a); }
};
struct Log2
{
    template <class D> static D of(D a) { return std::log2(a); }
};
struct Sine
{
    template <class D> static D of(D a) { return std::sin(a); }
};
struct Cosine
{
    template <class D> static D of(D a) { return std::cos(a); }
};

/// The number where one is NaN; −0 counts as less than +0.
struct FloatMinimum
{
    template <class D> static D of(D a, D b) { return a != a ? b : b != b ? a : a == b ? (std::signbit(a) ? a : b) : b < a ? b : a; }
};

struct FloatMaximum
{
    template <class D> static D of(D a, D b) { return a != a ? b : b != b ? a : a == b ? (std::signbit(a) ? b : a) : a < b ? b : a; }
};

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

void add_floats(OperationTable& table)
{
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
}
