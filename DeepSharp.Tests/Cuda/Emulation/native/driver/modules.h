/// Modules and their functions.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "../execution/kernel.h"
#include "ptx_signature.h"

namespace emulation
{
struct Function
{
    std::unique_ptr<Kernel> kernel;
    PtxEntry entry;
    int max_dynamic_shared;
    void* module;
};

struct Module
{
    std::map<std::string, Function> functions;
};

/// The function of a handle, or null after its module was unloaded.
Function* find_function(void* handle);
}
