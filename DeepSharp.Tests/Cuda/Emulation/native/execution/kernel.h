/// What a module's function runs: a kernel compiled for the host, or interpreted PTX.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace emulation
{
struct Index3
{
    unsigned x, y, z;
    size_t count() const { return size_t(x) * y * z; }
};

/// One launch: its shape, and the argument values laid out as the kernel's parameters.
struct Launch
{
    Index3 grid, block;
    unsigned shared_bytes;
    const char* arguments;
};

/// The most bytes of parameters a kernel may have, as on a GPU.
constexpr size_t parameter_space = 4096;

/// Sizes and offsets of a kernel's parameters.
struct ParameterLayout
{
    std::vector<size_t> sizes, offsets;
    size_t bytes = 0;
};

class Kernel
{
public:
    virtual ~Kernel() = default;
    virtual const std::string& name() const = 0;
    virtual const ParameterLayout& parameters() const = 0;

    /// Runs every block of the launch; a status other than Success names kernel, block and thread in the explanation.
    virtual int run(const Launch& launch) = 0;
};
}
