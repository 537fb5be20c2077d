/// Moves, logic and shifts.
#include "operations.h"

namespace emulation
{
struct Same
{
    template <class D> static D of(D a) { return a; }
};
struct And
{
    template <class D> static D of(D a, D b) { return static_cast<D>(a & b); }
};
struct Or
{
    template <class D> static D of(D a, D b) { return static_cast<D>(a | b); }
};
struct Xor
{
    template <class D> static D of(D a, D b) { return static_cast<D>(a ^ b); }
};
struct Complement
{
    template <class D> static D of(D a) { return static_cast<D>(~a); }
};
struct Opposite
{
    template <class D> static D of(D a) { return !a; }
};
struct CountOnes
{
    template <class D, class A> static D of(A a) { return static_cast<D>(__builtin_popcountll(a)); }
};

struct LeadingZeros
{
    template <class D, class A> static D of(A a)
    {
        return a == 0 ? static_cast<D>(8 * sizeof(A)) : static_cast<D>(__builtin_clzll(a) - (64 - 8 * static_cast<int>(sizeof(A))));
    }
};

/// Distances of the width and more shift everything out.
struct ShiftLeft
{
    template <class D> static D of(D a, uint32_t n) { return n >= 8 * sizeof(D) ? D(0) : static_cast<D>(a << n); }
};

struct ShiftRight
{
    template <class D> static D of(D a, uint32_t n)
    {
        uint32_t most = 8 * sizeof(D) - 1;
        return n > most ? static_cast<D>(a < 0 ? -1 : 0) : static_cast<D>(a >> n);
    }
};

template <class T> static void add_width(OperationTable& table)
{
    Type bits{TypeKind::Bits, sizeof(T)};
    std::string s = "." + type_name(bits);
    table["and" + s] = {binary<And, T, T, T>, {bits, bits, bits}};
    table["or" + s] = {binary<Or, T, T, T>, {bits, bits, bits}};
    table["xor" + s] = {binary<Xor, T, T, T>, {bits, bits, bits}};
    table["not" + s] = {unary<Complement, T, T>, {bits, bits}};
    table["shl" + s] = {binary<ShiftLeft, T, T, uint32_t>, {bits, bits, type_of<uint32_t>()}};
    table["shr" + s] = {binary<ShiftRight, T, T, uint32_t>, {bits, bits, type_of<uint32_t>()}};
    for (char kind : {'b', 's', 'u', 'f'})
    {
        Type type;
        parse_type(kind + std::to_string(8 * sizeof(T)), type);
        table["mov." + type_name(type)] = {unary<Same, T, T>, {type, type}};
    }
    // An address in global memory is its own generic address.
    for (const char* name : {"cvta.to.global", "cvta.global"})
        if (sizeof(T) == 8)
            table[std::string(name) + suffix<T>()] = unary_operation<Same, T, T>();
}

template <class T> static void add_arithmetic_shift(OperationTable& table) { table["shr" + suffix<T>()] = binary_operation<ShiftRight, T, T, uint32_t>(); }

template <class T> static void add_counts(OperationTable& table)
{
    Type bits{TypeKind::Bits, sizeof(T)};
    table["popc." + type_name(bits)] = {unary<CountOnes, uint32_t, T>, {type_of<uint32_t>(), bits}};
    table["clz." + type_name(bits)] = {unary<LeadingZeros, uint32_t, T>, {type_of<uint32_t>(), bits}};
}

void add_bits(OperationTable& table)
{
    add_width<uint16_t>(table);
    add_width<uint32_t>(table);
    add_width<uint64_t>(table);
    add_arithmetic_shift<int16_t>(table);
    add_arithmetic_shift<int32_t>(table);
    add_arithmetic_shift<int64_t>(table);
    add_arithmetic_shift<uint16_t>(table);
    add_arithmetic_shift<uint32_t>(table);
    add_arithmetic_shift<uint64_t>(table);
    add_counts<uint32_t>(table);
    add_counts<uint64_t>(table);
    table["and.pred"] = binary_operation<And, bool, bool, bool>();
    table["or.pred"] = binary_operation<Or, bool, bool, bool>();
    table["xor.pred"] = binary_operation<Xor, bool, bool, bool>();
    table["not.pred"] = unary_operation<Opposite, bool, bool>();
    table["mov.pred"] = unary_operation<Same, bool, bool>();
}
}
