#include "ptx_signature.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <map>

namespace emulation
{
std::string without_comments(const std::string& ptx)
{
    std::string text = ptx;
    for (size_t at = 0; at + 1 < text.size(); at++)
    {
        if (text[at] != '/')
            continue;
        if (text[at + 1] == '/')
            for (; at < text.size() && text[at] != '\n'; at++)
                text[at] = ' ';
        else if (text[at + 1] == '*')
        {
            size_t end = text.find("*/", at + 2);
            end = end == std::string::npos ? text.size() : end + 2;
            for (; at < end; at++)
                if (text[at] != '\n')
                    text[at] = ' ';
        }
    }
    return text;
}

/// The bytes of a declaration such as ".u64 x", ".f32 x" or ".align 8 .b8 x[24]".
static size_t declared_bytes(const std::string& declaration)
{
    size_t bracket = declaration.find('[');
    size_t count = bracket == std::string::npos ? 1 : strtoul(declaration.c_str() + bracket + 1, nullptr, 10);
    for (size_t at = declaration.find('.'); at != std::string::npos; at = declaration.find('.', at + 1))
    {
        char kind = at + 1 < declaration.size() ? declaration[at + 1] : ' ', digit = at + 2 < declaration.size() ? declaration[at + 2] : ' ';
        if ((kind == 'u' || kind == 's' || kind == 'f' || kind == 'b') && isdigit(static_cast<unsigned char>(digit)))
            return count * strtoul(declaration.c_str() + at + 2, nullptr, 10) / 8;
    }
    return 0;
}

static std::string trimmed(const std::string& text)
{
    size_t start = text.find_first_not_of(" \t\r\n"), end = text.find_last_not_of(" \t\r\n");
    return start == std::string::npos ? "" : text.substr(start, end - start + 1);
}

/// Names and sizes of all .shared arrays of the text.
static std::map<std::string, size_t> find_shared(const std::string& text)
{
    std::map<std::string, size_t> arrays;
    for (size_t at = text.find(".shared"); at != std::string::npos; at = text.find(".shared", at + 1))
    {
        size_t line = text.find_last_of("\n;{", at), end = text.find(';', at), bracket = text.find('[', at);
        bool declares = line == std::string::npos || text.find_first_not_of(" \t\r\n", line + 1) == at;
        if (!declares || end == std::string::npos || bracket > end)
            continue;
        size_t name = text.find_last_of(" \t", bracket);
        arrays[trimmed(text.substr(name, bracket - name))] = declared_bytes(text.substr(at + 7, end - at - 7));
    }
    return arrays;
}

/// The end of the body whose opening brace is the next one.
static size_t body_end(const std::string& text, size_t at)
{
    int depth = 0;
    for (at = text.find('{', at); at < text.size(); at++)
    {
        depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
        if (depth == 0)
            return at;
    }
    return text.size();
}

static int max_threads(const std::string& directives)
{
    size_t at = directives.find(".maxntid");
    if (at == std::string::npos)
        return threads_with_most_registers;
    char* next;
    long product = strtol(directives.c_str() + at + 8, &next, 10);
    for (int i = 0; i < 2 && *(next += strspn(next, " \t")) == ','; i++)
        product *= strtol(next + 1, &next, 10);
    return static_cast<int>(product);
}

std::vector<PtxEntry> find_entries(const std::string& ptx)
{
    std::string text = without_comments(ptx);
    auto shared = find_shared(text);
    std::vector<PtxEntry> entries;
    for (size_t at = text.find(".entry"); at != std::string::npos; at = text.find(".entry", at + 1))
    {
        PtxEntry entry;
        size_t body = text.find('{', at), open = text.find('(', at);
        size_t name_end = std::min(open, body), close = open < body ? text.find(')', open) : name_end;
        entry.name = trimmed(text.substr(at + 6, name_end - at - 6));
        for (size_t p = text.find(".param", name_end); p < close; p = text.find(".param", p + 1))
            entry.parameter_sizes.push_back(declared_bytes(text.substr(p + 6, text.find_first_of(",)", p) - p - 6)));
        entry.max_threads = max_threads(text.substr(close, body - close));
        std::string instructions = text.substr(body, body_end(text, body) - body);
        for (const auto& array : shared)
            if (instructions.find(array.first) != std::string::npos)
                entry.shared_bytes += array.second;
        entries.push_back(std::move(entry));
    }
    return entries;
}
}
