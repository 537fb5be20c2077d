#include "statement.h"

#include <algorithm>
#include <cctype>

namespace emulation
{
void ptx_error(int line, const std::string& text) { throw PtxError{"line " + std::to_string(line) + ": " + text}; }

std::string trim(const std::string& text)
{
    size_t start = text.find_first_not_of(" \t\r\n"), end = text.find_last_not_of(" \t\r\n");
    return start == std::string::npos ? "" : text.substr(start, end - start + 1);
}

std::vector<std::string> split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    for (size_t start = 0; start <= text.size();)
    {
        size_t end = std::min(text.find(separator, start), text.size());
        parts.push_back(trim(text.substr(start, end - start)));
        start = end + 1;
    }
    return parts;
}

/// Operands lie between commas, except inside braces, brackets and parentheses.
static std::vector<std::string> split_operands(const std::string& text)
{
    std::vector<std::string> operands;
    int depth = 0;
    size_t start = 0;
    for (size_t at = 0; at <= text.size(); at++)
    {
        char c = at < text.size() ? text[at] : ',';
        depth += c == '{' || c == '[' || c == '(' ? 1 : c == '}' || c == ']' || c == ')' ? -1 : 0;
        if (c != ',' || depth != 0)
            continue;
        std::string operand = trim(text.substr(start, at - start));
        if (!operand.empty())
            operands.push_back(operand);
        start = at + 1;
    }
    return operands;
}

static bool is_name(char c) { return isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$' || c == '%' || c == '.'; }

static Statement parse_one(const std::string& text, int line)
{
    Statement statement;
    statement.line = line;
    statement.text = text;
    size_t at = 0;
    if (text[0] == '@')
    {
        statement.negated = text.size() > 1 && text[1] == '!';
        size_t start = statement.negated ? 2 : 1;
        for (at = start; at < text.size() && is_name(text[at]); at++) {}
        statement.guard = text.substr(start, at - start);
        at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
    }
    size_t end = at;
    while (end < text.size() && is_name(text[end]))
        end++;
    std::string opcode = text.substr(at, end - at);
    statement.opcode = split(opcode[0] == '.' ? opcode.substr(1) : opcode, '.');
    if (opcode[0] == '.')
        statement.opcode[0] = "." + statement.opcode[0];
    statement.operands = split_operands(text.substr(end));
    return statement;
}

std::vector<Statement> parse_statements(const std::string& body, int first_line)
{
    std::vector<Statement> statements;
    int line = first_line;
    for (size_t at = 0; at < body.size();)
    {
        char c = body[at];
        if (c == '\n')
            line++;
        if (isspace(static_cast<unsigned char>(c)) || c == '{' || c == '}' || c == ';')
        {
            at++;
            continue;
        }
        size_t name = at;
        while (name < body.size() && is_name(body[name]))
            name++;
        if (name < body.size() && name > at && body[name] == ':')
        {
            Statement label;
            label.line = line;
            label.label = body.substr(at, name - at);
            statements.push_back(label);
            at = name + 1;
            continue;
        }
        size_t end = std::min(body.find(';', at), body.size());
        std::string text = body.substr(at, end - at);
        statements.push_back(parse_one(trim(text), line));
        line += static_cast<int>(std::count(text.begin(), text.end(), '\n'));
        at = end + 1;
    }
    return statements;
}
}
