/// Attributes and occupancy of functions.
#include <algorithm>

#include "limits.h"
#include "modules.h"
#include "status.h"

namespace emulation
{
/// CUfunction_attribute.
enum FunctionAttribute {
    MaxThreadsPerBlock = 0,
    SharedBytes = 1,
    ConstantBytes = 2,
    LocalBytes = 3,
    Registers = 4,
    PtxVersion = 5,
    BinaryVersion = 6,
    MaxDynamicSharedBytes = 8,
    PreferredCarveout = 9,
};

EMULATED_API int cuFuncGetAttribute(int* value, int attribute, void* handle)
{
    return enter_context("cuFuncGetAttribute", [&]() -> int {
        Function* function = find_function(handle);
        if (!function)
            return refuse(InvalidHandle, "cuFuncGetAttribute: not a function");
        switch (attribute)
        {
        case MaxThreadsPerBlock: *value = function->entry.max_threads; return Success;
        case SharedBytes: *value = static_cast<int>(function->entry.shared_bytes); return Success;
        case ConstantBytes:
        case LocalBytes: *value = 0; return Success;
        case Registers: *value = 32; return Success;
        case PtxVersion: *value = 70; return Success;
        case BinaryVersion: *value = 80; return Success;
        case MaxDynamicSharedBytes: *value = function->max_dynamic_shared; return Success;
        case PreferredCarveout: *value = -1; return Success;
        default: return refuse(InvalidValue, "cuFuncGetAttribute: attribute %d is unknown", attribute);
        }
    });
}

EMULATED_API int cuFuncSetAttribute(void* handle, int attribute, int value)
{
    return enter_context("cuFuncSetAttribute", [&]() -> int {
        Function* function = find_function(handle);
        if (!function)
            return refuse(InvalidHandle, "cuFuncSetAttribute: not a function");
        if (attribute == PreferredCarveout)
            return Success;
        int most = limits::shared_bytes_opt_in - static_cast<int>(function->entry.shared_bytes);
        if (attribute != MaxDynamicSharedBytes || value < 0 || value > most)
            return refuse(
                InvalidValue, "cuFuncSetAttribute of '%s': attribute %d = %d (dynamic shared memory may have up to %d bytes)", function->entry.name.c_str(),
                attribute, value, most);
        function->max_dynamic_shared = value;
        return Success;
    });
}

EMULATED_API int cuFuncGetParamInfo(void* handle, size_t index, size_t* offset, size_t* bytes)
{
    return enter([&]() -> int {
        Function* function = find_function(handle);
        if (!function || index >= function->entry.parameter_sizes.size())
            return refuse(InvalidValue, "cuFuncGetParamInfo: no parameter %zu", index);
        *offset = function->kernel->parameters().offsets[index];
        if (bytes)
            *bytes = function->kernel->parameters().sizes[index];
        return Success;
    });
}

static int blocks_per_multiprocessor(const Function& function, int threads, size_t dynamic_shared)
{
    if (threads > function.entry.max_threads)
        return 0;
    int rounded = (threads + limits::warp - 1) / limits::warp * limits::warp;
    int blocks = std::min(limits::threads_per_multiprocessor / rounded, limits::blocks_per_multiprocessor);
    size_t shared = function.entry.shared_bytes + dynamic_shared;
    return shared ? std::min(blocks, static_cast<int>(static_cast<size_t>(limits::shared_bytes_opt_in) / shared)) : blocks;
}

EMULATED_API int cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void* handle, int threads, size_t dynamic_shared)
{
    return enter([&]() -> int {
        Function* function = find_function(handle);
        if (!function || threads < 1)
            return refuse(InvalidValue, "cuOccupancyMaxActiveBlocksPerMultiprocessor: not a function and a number of threads");
        *blocks = blocks_per_multiprocessor(*function, threads, dynamic_shared);
        return Success;
    });
}

EMULATED_API int cuOccupancyMaxPotentialBlockSize(int* grid, int* threads, void* handle, size_t (*shared_of_block)(int), size_t dynamic_shared, int limit)
{
    return enter([&]() -> int {
        Function* function = find_function(handle);
        if (!function)
            return refuse(InvalidHandle, "cuOccupancyMaxPotentialBlockSize: not a function");
        int most = std::min(limit > 0 ? limit : limits::threads_per_block, function->entry.max_threads), best = 0;
        for (int size = limits::warp; size <= most; size += limits::warp)
        {
            int blocks = blocks_per_multiprocessor(*function, size, shared_of_block ? shared_of_block(size) : dynamic_shared);
            if (blocks * size < best)
                continue;
            best = blocks * size;
            *threads = size;
            *grid = blocks * limits::multiprocessors;
        }
        return Success;
    });
}
}
