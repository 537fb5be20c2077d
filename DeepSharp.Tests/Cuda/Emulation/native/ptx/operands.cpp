/// Names and constants of the decoder: registers, shared arrays, special registers, literals.
#include <cstdlib>
#include <cstring>

#include "decoder.h"

namespace emulation
{
constexpr uint32_t unplaced = ~uint32_t(0);

uint32_t Decoder::take(int bytes)
{
    uint32_t place = _code.frame_bytes;
    _code.frame_bytes += static_cast<uint32_t>(bytes) * group_lanes;
    return place;
}

/// .reg .f32 %f<12>, %x; — .param .b64 value; — .shared was declared before.
void Decoder::declare(const Statement& statement)
{
    const std::string& directive = statement.opcode[0];
    if (directive == ".shared" || directive == ".pragma" || directive == ".loc" || directive == ".extern")
        return;
    if ((directive != ".reg" && directive != ".param") || statement.operands.empty())
        ptx_error(statement.line, "unknown directive '" + statement.text + "'");
    auto words = split(statement.operands[0], ' ');
    Type type;
    if (words.size() < 2 || !parse_type(words[0].substr(1), type))
        ptx_error(statement.line, "'" + statement.text + "' declares no register of a known type");
    for (size_t i = 0; i < statement.operands.size(); i++)
    {
        std::string name = i == 0 ? words.back() : statement.operands[i];
        size_t range = name.find('<');
        int count = range == std::string::npos ? 1 : atoi(name.c_str() + range + 1);
        for (int n = 0; n < count; n++)
        {
            std::string full = range == std::string::npos ? name : name.substr(0, range) + std::to_string(n);
            if (directive == ".reg")
                _registers[full] = {type, unplaced};
            else if (!_call_values.count(full))
                _call_values[full] = take(8);
        }
    }
}

bool Decoder::declare_shared(const Statement& statement)
{
    bool is_extern = !statement.opcode.empty() && statement.opcode[0] == ".extern";
    if (!statement.label.empty() || (statement.opcode[0] != ".shared" && !is_extern))
        return false;
    std::string text = statement.operands.empty() ? "" : statement.operands[0];
    if (is_extern && text.find(".shared") == std::string::npos)
        return false;
    uint32_t alignment = 8, bytes = 0;
    Type type{TypeKind::Bits, 1};
    std::string name;
    auto words = split(text, ' ');
    for (size_t i = 0; i < words.size(); i++)
    {
        if (words[i] == ".align" && i + 1 < words.size())
            alignment = static_cast<uint32_t>(atoi(words[++i].c_str()));
        else if (words[i][0] == '.')
            parse_type(words[i].substr(1), type);
        else
            name = words[i];
    }
    size_t bracket = name.find('[');
    uint32_t count = bracket == std::string::npos ? 1 : static_cast<uint32_t>(atoi(name.c_str() + bracket + 1));
    bytes = count * static_cast<uint32_t>(type.bytes);
    uint32_t place = (_code.shared_bytes + alignment - 1) / alignment * alignment;
    _shared[name.substr(0, bracket)] = place;
    _code.shared_bytes = place + bytes;
    return true;
}

const Decoder::Register* Decoder::find_register(const std::string& name) const
{
    auto found = _registers.find(name);
    return found == _registers.end() ? nullptr : &found->second;
}

const Decoder::Register& Decoder::need_register(const Statement& statement, const std::string& name) const
{
    const Register* found = find_register(name);
    if (!found)
        ptx_error(statement.line, "'" + statement.text + "': '" + name + "' is no declared register");
    return *found;
}

uint32_t Decoder::constant(uint64_t bits, int bytes)
{
    for (const ConstantOperand& known : _code.constants)
        if (known.bits == bits && known.bytes == bytes)
            return known.place;
    _code.constants.push_back({bits, bytes, take(bytes)});
    return _code.constants.back().place;
}

/// 12, -3, 0x1F, 0f3F800000, 0d3FF0000000000000, 1.5 as bits of the type.
uint32_t Decoder::constant(const Statement& statement, const std::string& text, const Type& type)
{
    bool single = text.compare(0, 2, "0f") == 0 || text.compare(0, 2, "0F") == 0, wide = text.compare(0, 2, "0d") == 0 || text.compare(0, 2, "0D") == 0;
    char* end;
    uint64_t bits = 0;
    if (single || wide)
    {
        bits = strtoull(text.c_str() + 2, &end, 16);
        if (text.size() != (single ? 10u : 18u) || type.bytes != (single ? 4 : 8))
            ptx_error(statement.line, "'" + statement.text + "': the constant " + text + " is not of type " + type_name(type));
    }
    else if (type.kind == TypeKind::Float)
    {
        if (text.find('.') == std::string::npos)
            ptx_error(statement.line, "'" + statement.text + "': the integer " + text + " is not of type " + type_name(type));
        double value = strtod(text.c_str(), &end);
        auto narrow = static_cast<float>(value);
        memcpy(&bits, type.bytes == 4 ? static_cast<void*>(&narrow) : static_cast<void*>(&value), static_cast<size_t>(type.bytes));
    }
    else
    {
        bits = text[0] == '-' ? static_cast<uint64_t>(strtoll(text.c_str(), &end, 0)) : strtoull(text.c_str(), &end, 0);
        if (*end == 'U')
            end++;
    }
    if (*end || text.empty())
        ptx_error(statement.line, "'" + statement.text + "': '" + text + "' is neither a register nor a constant");
    if (type.bytes < 8)
        bits &= (uint64_t(1) << (8 * type.bytes)) - 1;
    return constant(bits, type.bytes);
}

uint32_t Decoder::operand(const Statement& statement, const std::string& text, const Type& type)
{
    auto found = _registers.find(text);
    if (found != _registers.end())
    {
        Register& known = found->second;
        if (!fits(known.type, type))
            ptx_error(
                statement.line, "'" + statement.text + "': register " + text + " is " + type_name(known.type) + ", the instruction takes " + type_name(type));
        if (known.place == unplaced)
            known.place = take(known.type.bytes);
        return known.place;
    }
    Special special;
    if (parse_special(text, special))
    {
        if (!fits({TypeKind::Unsigned, 4}, type))
            ptx_error(statement.line, "'" + statement.text + "': " + text + " is u32, the instruction takes " + type_name(type));
        for (const SpecialRegister& known : _code.specials)
            if (known.kind == special)
                return known.place;
        _code.specials.push_back({special, take(4)});
        return _code.specials.back().place;
    }
    auto shared = _shared.find(text);
    return shared != _shared.end() ? constant(shared->second, type.bytes) : constant(statement, text, type);
}
}
