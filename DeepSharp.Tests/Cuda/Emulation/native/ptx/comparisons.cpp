/// Comparisons, which set predicates, and selection by a predicate.
#include "operations.h"

namespace emulation
{
struct Equal
{
    template <class D, class A> static D of(A a, A b) { return a == b; }
};
struct NotEqual
{
    template <class D, class A> static D of(A a, A b) { return (a < b) | (a > b); }
};
struct Less
{
    template <class D, class A> static D of(A a, A b) { return a < b; }
};
struct LessOrEqual
{
    template <class D, class A> static D of(A a, A b) { return a <= b; }
};
struct Greater
{
    template <class D, class A> static D of(A a, A b) { return a > b; }
};
struct GreaterOrEqual
{
    template <class D, class A> static D of(A a, A b) { return a >= b; }
};
struct Numbers
{
    template <class D, class A> static D of(A a, A b) { return (a == a) & (b == b); }
};

/// True where the other is false: of a test that NaN fails, one that NaN passes.
template <class Other> struct Not
{
    template <class D, class A> static D of(A a, A b) { return !Other::template of<D>(a, b); }
};

template <class Fn, class T> static void add_test(OperationTable& table, const std::string& test)
{
    table["setp." + test + suffix<T>()] = binary_operation<Fn, bool, T, T>();
}

template <class T> static void add_ordered(OperationTable& table)
{
    add_test<Equal, T>(table, "eq");
    add_test<NotEqual, T>(table, "ne");
    add_test<Less, T>(table, "lt");
    add_test<LessOrEqual, T>(table, "le");
    add_test<Greater, T>(table, "gt");
    add_test<GreaterOrEqual, T>(table, "ge");
}

template <class T> static void add_unsigned(OperationTable& table)
{
    add_test<Less, T>(table, "lo");
    add_test<LessOrEqual, T>(table, "ls");
    add_test<Greater, T>(table, "hi");
    add_test<GreaterOrEqual, T>(table, "hs");
}

template <class T> static void add_unordered(OperationTable& table)
{
    add_test<Not<NotEqual>, T>(table, "equ");
    add_test<Not<Equal>, T>(table, "neu");
    add_test<Not<GreaterOrEqual>, T>(table, "ltu");
    add_test<Not<Greater>, T>(table, "leu");
    add_test<Not<LessOrEqual>, T>(table, "gtu");
    add_test<Not<Less>, T>(table, "geu");
    add_test<Numbers, T>(table, "num");
    add_test<Not<Numbers>, T>(table, "nan");
}

struct Select
{
    template <class D> static D of(D a, D b, bool p) { return p ? a : b; }
};

/// Bits of a size are compared for equality only; the table names them by that size.
template <class T> static void add_bit_equality(OperationTable& table)
{
    Type bits{TypeKind::Bits, sizeof(T)};
    table["setp.eq." + type_name(bits)] = {binary<Equal, bool, T, T>, {type_of<bool>(), bits, bits}};
    table["setp.ne." + type_name(bits)] = {binary<NotEqual, bool, T, T>, {type_of<bool>(), bits, bits}};
}

template <class T> static void add_selection(OperationTable& table, char kind)
{
    Type type;
    parse_type(kind + std::to_string(8 * sizeof(T)), type);
    table["selp." + type_name(type)] = {ternary<Select, T, T, T, bool>, {type, type, type, type_of<bool>()}};
}

template <class T> static void add_selections(OperationTable& table)
{
    for (char kind : {'b', 's', 'u'})
        add_selection<T>(table, kind);
    if (sizeof(T) > 2)
        add_selection<T>(table, 'f');
}

void add_comparisons(OperationTable& table)
{
    add_ordered<int16_t>(table);
    add_ordered<uint16_t>(table);
    add_ordered<int32_t>(table);
    add_ordered<uint32_t>(table);
    add_ordered<int64_t>(table);
    add_ordered<uint64_t>(table);
    add_ordered<float>(table);
    add_ordered<double>(table);
    add_unsigned<uint16_t>(table);
    add_unsigned<uint32_t>(table);
    add_unsigned<uint64_t>(table);
    add_unordered<float>(table);
    add_unordered<double>(table);
    add_bit_equality<uint16_t>(table);
    add_bit_equality<uint32_t>(table);
    add_bit_equality<uint64_t>(table);
    add_selections<uint16_t>(table);
    add_selections<uint32_t>(table);
    add_selections<uint64_t>(table);
}
}
