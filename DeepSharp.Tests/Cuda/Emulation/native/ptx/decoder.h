/// From statements to instructions: names become places in the frame, operations become functions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "code.h"
#include "memory.h"
#include "statement.h"

namespace emulation
{
class Decoder
{
public:
    /// The parameters' names and layout are known from the entry's head.
    Decoder(PtxCode& code, const std::vector<std::string>& parameter_names) : _code(code), _parameter_names(parameter_names) {}

    /// Declares the .shared arrays of a statement; false if it is another.
    bool declare_shared(const Statement& statement);

    void decode(const std::vector<Statement>& statements);

private:
    struct Register
    {
        Type type;
        uint32_t place;
    };

    struct Address
    {
        std::string base;
        int64_t offset;
    };

    void declare(const Statement& statement);
    void decode_one(const Statement& statement);
    void decode_memory(const Statement& statement, bool is_store);
    void decode_parameter(const Statement& statement, bool is_store, const Type& element, const Address& address);
    void decode_call(const Statement& statement);
    void decode_shuffle(const Statement& statement);
    void decode_vector_move(const Statement& statement);
    void decode_conversion(const Statement& statement, const Operation& operation);
    void decode_combined_test(const Statement& statement);
    bool decode_control(const Statement& statement);
    Instruction& emit(const Statement& statement, Execute execute);

    uint32_t take(int bytes);
    uint32_t operand(const Statement& statement, const std::string& text, const Type& type);
    uint32_t constant(uint64_t bits, int bytes);
    uint32_t constant(const Statement& statement, const std::string& text, const Type& type);
    const Register* find_register(const std::string& name) const;
    const Register& need_register(const Statement& statement, const std::string& name) const;
    Address parse_address(const Statement& statement, const std::string& text) const;

    PtxCode& _code;
    const std::vector<std::string>& _parameter_names;
    std::map<std::string, Register> _registers;
    std::map<std::string, uint32_t> _shared;      // offsets of arrays
    std::map<std::string, uint32_t> _call_values; // places of .param values inside the body
    std::map<std::string, int> _labels;
    std::vector<std::pair<size_t, Statement>> _branches;
};
}
