#include "shared_memory.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>

#include "image.h"

namespace emulation
{
static std::map<std::string, SharedVariables>& files()
{
    static std::map<std::string, SharedVariables> variables;
    return variables;
}

const SharedVariables& shared_variables(const char* file) { return files()[file]; }

const SharedVariable* find_shared(const SharedVariables& variables, const char* address)
{
    auto next = std::upper_bound(variables.begin(), variables.end(), address, [](const char* a, const SharedVariable& v) { return a < v.start; });
    return next == variables.begin() ? nullptr : &*std::prev(next);
}

void poison(const SharedVariables& variables)
{
    for (const SharedVariable& variable : variables)
        memset(variable.start, 0xFF, variable.bytes);
}

/// How the compiler describes a variable with a gap behind it.
struct DescribedVariable
{
    char* start;
    size_t bytes, bytes_with_gap;
    const char *name, *file;
    uintptr_t has_constructor;
    const void* location;
    uintptr_t indicator;
};

/// A shared variable has no initial value, so it lies in the part of the library that starts as zeros; what registers kernels does, too.
static bool is_shared(const DescribedVariable& variable)
{
    return variable.start >= __bss_start && variable.start < _end && strncmp(variable.name, "ds_registered_", 14) != 0;
}

static void add(const DescribedVariable* variables, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_shared(variables[i]))
            files()[variables[i].file].push_back({variables[i].start, variables[i].bytes, variables[i].name});
    for (auto& file : files())
        std::sort(file.second.begin(), file.second.end(), [](const SharedVariable& a, const SharedVariable& b) { return a.start < b.start; });
}
}

extern "C" void __asan_register_globals(const void* variables, size_t count)
{
    emulation::add(static_cast<const emulation::DescribedVariable*>(variables), count);
}

extern "C" void __asan_unregister_globals(const void*, size_t) {}
