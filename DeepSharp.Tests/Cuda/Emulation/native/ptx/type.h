/// Types of PTX registers, operands and elements in memory.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>

namespace emulation
{
enum class TypeKind : uint8_t { Bits, Signed, Unsigned, Float, Predicate };

struct Type
{
    TypeKind kind;
    int bytes;

    bool operator==(const Type& other) const { return kind == other.kind && bytes == other.bytes; }
};

/// Reads "f32", "b64", "pred" and so on; false for anything else.
bool parse_type(const std::string& text, Type& type);

/// The type's name.
std::string type_name(const Type& type);

/// Marks untyped bits among the C++ types that stand for PTX types.
template <int Bytes> struct Bits;
template <> struct Bits<1>
{
    using Value = uint8_t;
};
template <> struct Bits<2>
{
    using Value = uint16_t;
};
template <> struct Bits<4>
{
    using Value = uint32_t;
};
template <> struct Bits<8>
{
    using Value = uint64_t;
};

/// The PTX type of a C++ type: bool is a predicate.
template <class T> constexpr Type type_of()
{
    if (std::is_same<T, bool>::value)
        return {TypeKind::Predicate, 1};
    if (std::is_floating_point<T>::value || std::is_same<T, _Float16>::value)
        return {TypeKind::Float, sizeof(T)};
    return {std::is_signed<T>::value ? TypeKind::Signed : TypeKind::Unsigned, sizeof(T)};
}

/// Whether a register may stand where an instruction takes the type: sizes agree, and floats and integers meet only as bits.
bool fits(const Type& declared, const Type& taken);
}
