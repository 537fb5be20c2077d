/// Loads, stores, calls, moves of vectors and conversions of the decoder: what does not follow from the table of operations alone.
#include <cstdlib>
#include <set>

#include "../execution/host_kernel.h"
#include "decoder.h"

namespace emulation
{
Decoder::Address Decoder::parse_address(const Statement& statement, const std::string& text) const
{
    if (text.size() < 3 || text.front() != '[' || text.back() != ']')
        ptx_error(statement.line, "'" + statement.text + "': '" + text + "' is no address");
    std::string inner = trim(text.substr(1, text.size() - 2));
    size_t sign = inner.find_first_of("+-", 1);
    if (sign == std::string::npos)
        return {inner, 0};
    std::string offset = trim(inner.substr(sign));
    offset.erase(0, offset[0] == '+' ? 1 : 0);
    return {trim(inner.substr(0, sign)), strtoll(offset.c_str(), nullptr, 0)};
}

/// ld.space[.cache][.vN].type; the space decides what the address counts from.
void Decoder::decode_memory(const Statement& statement, bool is_store)
{
    static const std::set<std::string> ignored = {"nc", "volatile", "weak", "ca", "cg", "cs", "lu", "cv", "wb", "wt"};
    if (statement.operands.size() != 2)
        ptx_error(statement.line, "'" + statement.text + "' needs 2 operands");
    const auto& opcode = statement.opcode;
    Space space = Space::Global;
    int width = 1;
    Type element;
    if (!parse_type(opcode.back(), element))
        ptx_error(statement.line, "'" + statement.text + "': unknown type");
    for (size_t i = 1; i + 1 < opcode.size(); i++)
    {
        if (opcode[i] == "shared" || opcode[i] == "param")
            space = opcode[i] == "shared" ? Space::Shared : Space::Parameter;
        else if (opcode[i] == "v2" || opcode[i] == "v4")
            width = opcode[i][1] - '0';
        else if (opcode[i] != "global" && !ignored.count(opcode[i]))
            ptx_error(statement.line, "unknown instruction '" + statement.text + "' (." + opcode[i] + ")");
    }
    Address address = parse_address(statement, statement.operands[is_store ? 0 : 1]);
    std::string values = statement.operands[is_store ? 1 : 0];
    if (space == Space::Parameter)
        return decode_parameter(statement, is_store, element, address);
    auto names = width == 1 ? std::vector<std::string>{values} : split(values.substr(1, values.size() - 2), ',');
    if (static_cast<int>(names.size()) != width || width * element.bytes > 16)
        ptx_error(statement.line, "'" + statement.text + "': " + std::to_string(width) + " elements of " + std::to_string(element.bytes) + " bytes");

    uint32_t places[6] = {};
    int register_bytes = element.bytes == 1 ? 2 : element.bytes;
    for (int e = 0; e < width; e++)
    {
        auto name = names[static_cast<size_t>(e)];
        const Register* known = is_store ? find_register(name) : &need_register(statement, name);
        Type type = known && known->type.bytes >= element.bytes && element.kind != TypeKind::Float ? known->type : element;
        if (!known && type.bytes == 1)
            type.bytes = 2;
        if (e > 0 && type.bytes != register_bytes)
            ptx_error(statement.line, "'" + statement.text + "': registers of different sizes");
        register_bytes = type.bytes;
        if (known && known->type.kind == TypeKind::Float && element.kind != TypeKind::Float && element.kind != TypeKind::Bits)
            ptx_error(
                statement.line,
                "'" + statement.text + "': register " + name + " is " + type_name(known->type) + ", the instruction takes " + type_name(element));
        places[e] = operand(statement, name, type);
    }
    bool wide = true;
    if (const Register* base = find_register(address.base))
    {
        wide = base->type.bytes == 8;
        if (!wide && space == Space::Global)
            ptx_error(statement.line, "'" + statement.text + "': an address in global memory has 64 bits, " + address.base + " is " + type_name(base->type));
        places[width] = operand(statement, address.base, base->type);
    }
    else if (space == Space::Shared && _shared.count(address.base))
        places[width] = constant(_shared[address.base], 8);
    else
        ptx_error(statement.line, "'" + statement.text + "': '" + address.base + "' is neither a register nor a shared array");
    Execute execute = is_store ? find_store(space, element, register_bytes) : find_load(space, element, register_bytes);
    if (!execute)
        ptx_error(statement.line, "'" + statement.text + "': registers of " + std::to_string(register_bytes) + " bytes cannot hold " + type_name(element));
    Instruction& in = emit(statement, execute);
    in.width = static_cast<uint8_t>(width);
    in.mode = wide;
    in.offset = address.offset;
    std::copy(places, places + 6, in.operands);
}

/// A parameter of the entry, or a value on its way to or from a called function.
void Decoder::decode_parameter(const Statement& statement, bool is_store, const Type& element, const Address& address)
{
    auto value = _call_values.find(address.base);
    std::string name = statement.operands[is_store ? 1 : 0];
    if (value != _call_values.end())
    {
        Type bits{TypeKind::Bits, element.bytes};
        uint32_t place = operand(statement, name, element);
        const Operation* move = find_operation("mov." + type_name(bits));
        if (!move || address.offset != 0)
            ptx_error(statement.line, "'" + statement.text + "': a called function takes one number a parameter");
        Instruction& in = emit(statement, move->execute);
        in.operands[0] = is_store ? value->second : place;
        in.operands[1] = is_store ? place : value->second;
        return;
    }
    for (size_t i = 0; i < _parameter_names.size(); i++)
    {
        if (_parameter_names[i] != address.base || is_store)
            continue;
        if (address.offset < 0 || address.offset + element.bytes > static_cast<int64_t>(_code.parameters.sizes[i]))
            ptx_error(statement.line, "'" + statement.text + "': parameter " + address.base + " has " + std::to_string(_code.parameters.sizes[i]) + " bytes");
        const Register& known = need_register(statement, name);
        uint32_t place = operand(statement, name, element.kind == TypeKind::Float ? element : known.type);
        Execute execute = find_load(Space::Parameter, element, known.type.bytes);
        if (!execute)
            ptx_error(statement.line, "'" + statement.text + "': register " + name + " cannot hold " + type_name(element));
        Instruction& in = emit(statement, execute);
        in.operands[0] = place;
        in.offset = static_cast<int64_t>(_code.parameters.offsets[i]) + address.offset;
        return;
    }
    ptx_error(statement.line, "'" + statement.text + "': there is no parameter '" + address.base + "'");
}

static void call_unary(const Instruction& in, Group& group)
{
    auto function = reinterpret_cast<double (*)(double)>(const_cast<void*>(in.function));
    double *d = group.lanes<double>(in.operands[0]), *a = group.lanes<double>(in.operands[1]);
    group.each([=](int lane) { d[lane] = function(a[lane]); });
}

static void call_binary(const Instruction& in, Group& group)
{
    auto function = reinterpret_cast<double (*)(double, double)>(const_cast<void*>(in.function));
    double *d = group.lanes<double>(in.operands[0]), *a = group.lanes<double>(in.operands[1]), *b = group.lanes<double>(in.operands[2]);
    group.each([=](int lane) { d[lane] = function(a[lane], b[lane]); });
}

/// call[.uni] (result), function, (arguments): the host has compiled the function from its .cu; the text's own body is not looked at.
void Decoder::decode_call(const Statement& statement)
{
    if (statement.operands.size() != 3)
        ptx_error(statement.line, "'" + statement.text + "': a call needs a result, a function and its arguments");
    const ScalarFunction* function = find_scalar_function(statement.operands[1]);
    if (!function)
        ptx_error(statement.line, "'" + statement.text + "': no kernel source has a function '" + statement.operands[1] + "'");
    auto inside = [](const std::string& text) { return text.substr(1, text.size() - 2); };
    auto arguments = split(inside(statement.operands[2]), ',');
    if (static_cast<int>(arguments.size()) != function->arguments)
        ptx_error(statement.line, "'" + statement.text + "': the function takes " + std::to_string(function->arguments) + " arguments");
    auto place = [&](const std::string& name) {
        auto value = _call_values.find(name);
        return value != _call_values.end() ? value->second : operand(statement, name, type_of<double>());
    };
    uint32_t places[3] = {place(trim(inside(statement.operands[0])))};
    for (size_t i = 0; i < arguments.size(); i++)
        places[i + 1] = place(arguments[i]);
    Instruction& in = emit(statement, arguments.size() == 1 ? call_unary : call_binary);
    in.function = function->function;
    std::copy(places, places + 3, in.operands);
}
}
