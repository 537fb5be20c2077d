#include "type.h"

#include <cstdlib>

namespace emulation
{
bool parse_type(const std::string& text, Type& type)
{
    if (text == "pred")
    {
        type = {TypeKind::Predicate, 1};
        return true;
    }
    if (text.size() < 2)
        return false;
    switch (text[0])
    {
    case 'b': type.kind = TypeKind::Bits; break;
    case 's': type.kind = TypeKind::Signed; break;
    case 'u': type.kind = TypeKind::Unsigned; break;
    case 'f': type.kind = TypeKind::Float; break;
    default: return false;
    }
    char* end;
    long bits = strtol(text.c_str() + 1, &end, 10);
    if (*end || (bits != 8 && bits != 16 && bits != 32 && bits != 64))
        return false;
    type.bytes = static_cast<int>(bits / 8);
    return true;
}

std::string type_name(const Type& type)
{
    if (type.kind == TypeKind::Predicate)
        return "pred";
    return "bsuf"[static_cast<int>(type.kind)] + std::to_string(type.bytes * 8);
}

bool fits(const Type& declared, const Type& taken)
{
    if (declared.bytes != taken.bytes || (declared.kind == TypeKind::Predicate) != (taken.kind == TypeKind::Predicate))
        return false;
    if (declared.kind == TypeKind::Bits || taken.kind == TypeKind::Bits)
        return true;
    return (declared.kind == TypeKind::Float) == (taken.kind == TypeKind::Float);
}
}
