/// From PTX text to a kernel: finds the entry, its parameters and its body, and has them decoded.
#include <algorithm>

#include "../driver/ptx_signature.h"
#include "decoder.h"
#include "interpreter.h"

namespace emulation
{
PtxProgram::PtxProgram(const std::string& text) : _text(without_comments(text)) {}

/// Names of the parameters between the parentheses behind an entry's name.
static std::vector<std::string> parameter_names(const std::string& list)
{
    std::vector<std::string> names;
    for (const std::string& declaration : split(list, ','))
        if (!declaration.empty())
        {
            std::string name = declaration.substr(declaration.find_last_of(" \t\n") + 1);
            names.push_back(name.substr(0, name.find('[')));
        }
    return names;
}

static ParameterLayout layout_of(const std::vector<size_t>& sizes)
{
    ParameterLayout layout;
    for (size_t size : sizes)
    {
        size_t alignment = std::min<size_t>(size, 8);
        layout.bytes = (layout.bytes + alignment - 1) / alignment * alignment;
        layout.sizes.push_back(size);
        layout.offsets.push_back(layout.bytes);
        layout.bytes += size;
    }
    return layout;
}

static size_t closing_brace(const std::string& text, size_t open)
{
    int depth = 0;
    size_t at = open;
    do
        depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
    while (depth > 0 && ++at < text.size());
    return at;
}

std::unique_ptr<Kernel> PtxProgram::compile(const std::string& entry, std::string& error)
{
    for (const PtxEntry& found : find_entries(_text))
    {
        if (found.name != entry)
            continue;
        PtxCode code;
        code.name = entry;
        code.parameters = layout_of(found.parameter_sizes);
        size_t head = _text.find(".entry"), open = _text.find('(', head), body = _text.find('{', head);
        while (trim(_text.substr(head + 6, std::min(open, body) - head - 6)) != entry)
        {
            head = _text.find(".entry", head + 6);
            open = _text.find('(', head);
            body = _text.find('{', head);
        }
        auto names = open < body ? parameter_names(_text.substr(open + 1, _text.find(')', open) - open - 1)) : std::vector<std::string>();
        int line = 1 + static_cast<int>(std::count(_text.begin(), _text.begin() + static_cast<std::ptrdiff_t>(body), '\n'));
        try
        {
            auto statements = parse_statements(_text.substr(body + 1, closing_brace(_text, body) - body - 1), line);
            Decoder decoder(code, names);
            for (const Statement& statement : statements)
                decoder.declare_shared(statement);
            decoder.decode(statements);
        }
        catch (const PtxError& e)
        {
            error = "PTX entry '" + entry + "', which no kernel source declares and so is interpreted, " + e.text;
            return nullptr;
        }
        return interpreted_kernel(std::move(code));
    }
    error = "PTX entry '" + entry + "' is missing";
    return nullptr;
}
}
