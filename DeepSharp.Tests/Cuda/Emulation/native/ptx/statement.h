/// PTX text cut into statements.
#pragma once

#include <string>
#include <vector>

namespace emulation
{
/// What a statement says was wrong, with its line.
struct PtxError
{
    std::string text;
};

/// Throws a PtxError that names the line.
[[noreturn]] void ptx_error(int line, const std::string& text);

/// One statement: a label, a directive (its opcode starts with a dot), or an instruction with its guard.
struct Statement
{
    int line;
    std::string label;
    std::string guard; // the predicate's name, empty without one
    bool negated = false;
    std::vector<std::string> opcode;   // "add.rn.f32" as add, rn, f32
    std::vector<std::string> operands; // as written, vectors and addresses with their brackets
    std::string text;
};

/// The statements of a body, without its outer braces. Inner braces only bound the life of names, which stay unique here.
std::vector<Statement> parse_statements(const std::string& body, int first_line);

std::vector<std::string> split(const std::string& text, char separator);
std::string trim(const std::string& text);
}
