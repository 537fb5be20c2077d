#include "decoder.h"

#include "exchange.h"
#include "operations.h"

namespace emulation
{
static std::string join(const std::vector<std::string>& parts, size_t from = 0)
{
    std::string text;
    for (size_t i = from; i < parts.size(); i++)
        text += (text.empty() ? "" : ".") + parts[i];
    return text;
}

static void need_operands(const Statement& statement, size_t count)
{
    if (statement.operands.size() != count)
        ptx_error(statement.line, "'" + statement.text + "' needs " + std::to_string(count) + " operands");
}

Instruction& Decoder::emit(const Statement& statement, Execute execute)
{
    Instruction instruction;
    instruction.execute = execute;
    instruction.line = statement.line;
    if (!statement.guard.empty())
    {
        instruction.guarded = true;
        instruction.negated = statement.negated;
        instruction.guard = operand(statement, statement.guard, type_of<bool>());
    }
    _code.instructions.push_back(instruction);
    return _code.instructions.back();
}

/// Branches, the end, barriers; false for anything else.
bool Decoder::decode_control(const Statement& statement)
{
    const std::string& name = statement.opcode[0];
    if (name == "bra")
    {
        need_operands(statement, 1);
        emit(statement, nullptr).flow = Flow::Branch;
        _branches.emplace_back(_code.instructions.size() - 1, statement);
    }
    else if (name == "ret" || name == "exit")
        emit(statement, nullptr).flow = Flow::Exit;
    else if (name == "bar" || name == "barrier")
    {
        if (join(statement.opcode, 1) != "sync" && join(statement.opcode, 1) != "sync.aligned")
            ptx_error(statement.line, "'" + statement.text + "': only bar.sync is known");
        if (statement.operands.size() != 1 || statement.operands[0] != "0")
            ptx_error(statement.line, "'" + statement.text + "': only barrier 0 of all threads is known");
        emit(statement, nullptr).flow = Flow::Barrier;
        _code.has_barrier = true;
    }
    else
        return name == "membar" || name == "fence"; // memory is always in order
    return true;
}

/// shfl.sync.mode.b32 d[|p], a, b, c, mask
void Decoder::decode_shuffle(const Statement& statement)
{
    need_operands(statement, 5);
    static const char* const modes[] = {"up", "down", "bfly", "idx"};
    size_t mode = 0;
    while (mode < 4 && (statement.opcode.size() != 4 || statement.opcode[2] != modes[mode]))
        mode++;
    if (mode == 4 || statement.opcode[1] != "sync" || statement.opcode[3] != "b32")
        ptx_error(statement.line, "'" + statement.text + "': only shfl.sync.{up,down,bfly,idx}.b32 is known");
    auto results = split(statement.operands[0], '|');
    Type bits{TypeKind::Bits, 4};
    uint32_t places[6] = {};
    for (size_t i = 0; i < 5; i++)
        places[i] = operand(statement, i == 0 ? results[0] : statement.operands[i], bits);
    if (results.size() == 2)
        places[5] = operand(statement, results[1], type_of<bool>());
    if (!statement.guard.empty())
        ptx_error(statement.line, "'" + statement.text + "': a shuffle under a predicate is not known");
    Instruction& in = emit(statement, shuffle_lanes);
    in.flow = Flow::Shuffle;
    in.mode = static_cast<uint8_t>(mode);
    in.width = static_cast<uint8_t>(results.size());
    std::copy(places, places + 6, in.operands);
}

/// setp.lt.and.f32 p, a, b, c: the test, then the combination with a predicate.
void Decoder::decode_combined_test(const Statement& statement)
{
    need_operands(statement, 4);
    auto parts = statement.opcode;
    std::string combination = parts[2];
    parts.erase(parts.begin() + 2);
    const Operation *test = find_operation(join(parts)), *combine = find_operation(combination + ".pred");
    if (!test || !combine)
        ptx_error(statement.line, "unknown instruction '" + join(statement.opcode) + "'");
    uint32_t tested = take(1), a = operand(statement, statement.operands[1], test->operands[1]),
             b = operand(statement, statement.operands[2], test->operands[2]);
    bool negated = statement.operands[3][0] == '!';
    uint32_t other = operand(statement, statement.operands[3].substr(negated ? 1 : 0), type_of<bool>());
    if (negated)
    {
        uint32_t opposite = take(1);
        Instruction& in = emit(statement, find_operation("not.pred")->execute);
        in.operands[0] = opposite;
        in.operands[1] = other;
        other = opposite;
    }
    Instruction& first = emit(statement, test->execute);
    first.operands[0] = tested;
    first.operands[1] = a;
    first.operands[2] = b;
    uint32_t result = operand(statement, statement.operands[0], type_of<bool>());
    Instruction& second = emit(statement, combine->execute);
    second.operands[0] = result;
    second.operands[1] = tested;
    second.operands[2] = other;
}

void Decoder::decode_one(const Statement& statement)
{
    const auto& opcode = statement.opcode;
    const std::string& name = opcode[0];
    if (name[0] == '.')
        return declare(statement);
    if (decode_control(statement))
        return;
    if (name == "ld" || name == "st")
        return decode_memory(statement, name == "st");
    if (name == "call")
        return decode_call(statement);
    if (name == "shfl")
        return decode_shuffle(statement);
    if (name == "mov" && (statement.text.find('{') != std::string::npos))
        return decode_vector_move(statement);
    if (name == "setp" && opcode.size() == 4)
        return decode_combined_test(statement);
    const Operation* operation = find_operation(join(opcode));
    if (!operation)
        ptx_error(statement.line, "unknown instruction '" + join(opcode) + "' in '" + statement.text + "'");
    need_operands(statement, operation->operands.size());
    if (name == "cvt")
        return decode_conversion(statement, *operation);
    uint32_t places[6] = {};
    for (size_t i = 0; i < statement.operands.size(); i++)
    {
        if (i == 0)
            need_register(statement, statement.operands[i]);
        places[i] = operand(statement, statement.operands[i], operation->operands[i]);
    }
    std::copy(places, places + 6, emit(statement, operation->execute).operands);
}

void Decoder::decode(const std::vector<Statement>& statements)
{
    for (const Statement& statement : statements)
    {
        if (statement.label.empty())
            decode_one(statement);
        else
            _labels[statement.label] = static_cast<int>(_code.instructions.size());
    }
    if (_code.instructions.empty() || _code.instructions.back().flow != Flow::Exit || _code.instructions.back().guarded)
        ptx_error(statements.empty() ? 0 : statements.back().line, "the entry does not end in ret");
    for (auto& branch : _branches)
    {
        auto label = _labels.find(branch.second.operands[0]);
        if (label == _labels.end() || label->second >= static_cast<int>(_code.instructions.size()))
            ptx_error(branch.second.line, "'" + branch.second.text + "': there is no such label before an instruction");
        _code.instructions[branch.first].target = label->second;
    }
}
}
