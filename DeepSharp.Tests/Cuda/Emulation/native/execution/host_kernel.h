/// Kernels of the .cu files, compiled for the host.
#pragma once

#include <memory>

#include "kernel.h"

namespace emulation
{
/// A function of one or two doubles that PTX calls by name; a .cu file holds its source.
struct ScalarFunction
{
    int arguments;
    const void* function;
};

/// The function registered under the name, or null.
const ScalarFunction* find_scalar_function(const std::string& name);

/// The kernel registered under the name, or null.
std::unique_ptr<Kernel> find_host_kernel(const std::string& name);
}
