/// Kernels of the .cu files, compiled for the host.
#pragma once

#include <memory>

#include "kernel.h"

namespace emulation
{
/// The kernel registered under the name, or null.
std::unique_ptr<Kernel> find_host_kernel(const std::string& name);
}
