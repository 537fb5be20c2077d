/// What instructions compute: a table from names such as "add.f32" to functions over the lanes.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "group.h"
#include "type.h"

namespace emulation
{
using Execute = void (*)(const Instruction&, Group&);

/// An operation and the types of its operands, the result's first.
struct Operation
{
    Execute execute;
    std::vector<Type> operands;
};

using OperationTable = std::unordered_map<std::string, Operation>;

/// The operation of a canonical name, or null.
const Operation* find_operation(const std::string& name);

void add_integers(OperationTable& table);
void add_floats(OperationTable& table);
void add_comparisons(OperationTable& table);
void add_bits(OperationTable& table);
void add_conversions(OperationTable& table);

/// A PTX name's last part for a C++ type.
template <class T> std::string suffix() { return "." + type_name(type_of<T>()); }

template <class Fn, class D, class A> void unary(const Instruction& in, Group& group)
{
    D* d = group.lanes<D>(in.operands[0]);
    const A* a = group.lanes<A>(in.operands[1]);
    group.each([=](int lane) { d[lane] = Fn::template of<D>(a[lane]); });
}

template <class Fn, class D, class A, class B> void binary(const Instruction& in, Group& group)
{
    D* d = group.lanes<D>(in.operands[0]);
    const A* a = group.lanes<A>(in.operands[1]);
    const B* b = group.lanes<B>(in.operands[2]);
    group.each([=](int lane) { d[lane] = Fn::template of<D>(a[lane], b[lane]); });
}

template <class Fn, class D, class A, class B, class C> void ternary(const Instruction& in, Group& group)
{
    D* d = group.lanes<D>(in.operands[0]);
    const A* a = group.lanes<A>(in.operands[1]);
    const B* b = group.lanes<B>(in.operands[2]);
    const C* c = group.lanes<C>(in.operands[3]);
    group.each([=](int lane) { d[lane] = Fn::template of<D>(a[lane], b[lane], c[lane]); });
}

template <class Fn, class D, class A> Operation unary_operation() { return {unary<Fn, D, A>, {type_of<D>(), type_of<A>()}}; }

template <class Fn, class D, class A, class B> Operation binary_operation() { return {binary<Fn, D, A, B>, {type_of<D>(), type_of<A>(), type_of<B>()}}; }

template <class Fn, class D, class A, class B, class C> Operation ternary_operation()
{
    return {ternary<Fn, D, A, B, C>, {type_of<D>(), type_of<A>(), type_of<B>(), type_of<C>()}};
}
}
