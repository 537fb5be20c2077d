/// Moves that pack and unpack halves, and conversions from and to registers wider than their types.
#include "decoder.h"
#include "operations.h"

namespace emulation
{
template <class Half, class Whole> static void pack(const Instruction& in, Group& group)
{
    Whole* d = group.lanes<Whole>(in.operands[0]);
    const Half *low = group.lanes<Half>(in.operands[1]), *high = group.lanes<Half>(in.operands[2]);
    group.each([=](int lane) { d[lane] = static_cast<Whole>(low[lane] | static_cast<Whole>(high[lane]) << (8 * sizeof(Half))); });
}

template <class Half, class Whole> static void unpack(const Instruction& in, Group& group)
{
    Half *low = group.lanes<Half>(in.operands[0]), *high = group.lanes<Half>(in.operands[1]);
    const Whole* a = group.lanes<Whole>(in.operands[2]);
    group.each([=](int lane) {
        Whole whole = a[lane];
        low[lane] = static_cast<Half>(whole);
        high[lane] = static_cast<Half>(whole >> (8 * sizeof(Half)));
    });
}

/// mov.b32 d, {low, high} and mov.b32 {low, high}, a; mov.b64 likewise.
void Decoder::decode_vector_move(const Statement& statement)
{
    const auto& operands = statement.operands;
    bool packs = operands.size() == 2 && operands[1][0] == '{', wide = statement.opcode.back() == "b64";
    if (operands.size() != 2 || packs == (operands[0][0] == '{') || (!wide && statement.opcode.back() != "b32"))
        ptx_error(statement.line, "'" + statement.text + "': halves are packed and unpacked by mov.b32 and mov.b64");
    const std::string& braces = operands[packs ? 1 : 0];
    auto halves = split(braces.substr(1, braces.size() - 2), ',');
    if (halves.size() != 2)
        ptx_error(statement.line, "'" + statement.text + "': only two halves are known");
    Type whole{TypeKind::Bits, wide ? 8 : 4}, half{TypeKind::Bits, wide ? 4 : 2};
    uint32_t place = operand(statement, operands[packs ? 0 : 1], whole);
    uint32_t low = operand(statement, halves[0], half), high = operand(statement, halves[1], half);
    Instruction& in = emit(
        statement, packs ? (wide ? pack<uint32_t, uint64_t> : pack<uint16_t, uint32_t>) : (wide ? unpack<uint32_t, uint64_t> : unpack<uint16_t, uint32_t>));
    in.operands[0] = packs ? place : low;
    in.operands[1] = packs ? low : high;
    in.operands[2] = packs ? high : place;
}

/// Registers may be wider than the types a conversion names: the rest is cut off before, and filled by sign after.
void Decoder::decode_conversion(const Statement& statement, const Operation& operation)
{
    auto resized = [&](const Type& to, const Type& from, uint32_t d, uint32_t a) {
        Instruction& in = emit(statement, find_operation("cvt." + type_name(to) + "." + type_name(from))->execute);
        in.operands[0] = d;
        in.operands[1] = a;
    };
    const Type &to = operation.operands[0], &from = operation.operands[1];
    const Register& target = need_register(statement, statement.operands[0]);
    const Register* source = find_register(statement.operands[1]);
    bool narrows = source && source->type.bytes > from.bytes && from.kind != TypeKind::Float && source->type.kind != TypeKind::Float;
    bool widens = target.type.bytes > to.bytes && to.kind != TypeKind::Float && target.type.kind != TypeKind::Float;
    uint32_t a = operand(statement, statement.operands[1], narrows ? source->type : from);
    uint32_t d = operand(statement, statement.operands[0], widens ? target.type : to);
    if (narrows)
    {
        uint32_t cut = take(from.bytes);
        resized({TypeKind::Unsigned, from.bytes}, {TypeKind::Unsigned, source->type.bytes}, cut, a);
        a = cut;
    }
    uint32_t result = widens ? take(to.bytes) : d;
    Instruction& in = emit(statement, operation.execute);
    in.operands[0] = result;
    in.operands[1] = a;
    if (widens)
        resized({to.kind, target.type.bytes}, to, d, result);
}
}
