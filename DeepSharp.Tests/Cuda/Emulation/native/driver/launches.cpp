/// Kernel launches: checked, their arguments copied, put on the stream.
#include <cstring>
#include <memory>

#include "limits.h"
#include "modules.h"
#include "statistics.h"
#include "status.h"
#include "streams.h"

namespace emulation
{
static int check_launch(const Function& function, const Launch& launch)
{
    const Index3 &grid = launch.grid, &block = launch.block;
    const char* name = function.entry.name.c_str();
    if (!grid.count() || grid.x > unsigned(limits::grid_x) || grid.y > unsigned(limits::grid_y) || grid.z > unsigned(limits::grid_z))
        return refuse(InvalidValue, "%s: a grid of (%u,%u,%u) blocks", name, grid.x, grid.y, grid.z);
    if (!block.count() || block.count() > size_t(limits::threads_per_block) || block.z > unsigned(limits::block_z))
        return refuse(InvalidValue, "%s: a block of (%u,%u,%u) threads", name, block.x, block.y, block.z);
    if (block.count() > size_t(function.entry.max_threads))
        return refuse(
            LaunchOutOfResources, "%s: a block of %zu threads; its launch bounds, or without them the most registers a thread may have, allow %d", name,
            block.count(), function.entry.max_threads);
    if (static_cast<int64_t>(launch.shared_bytes) > function.max_dynamic_shared)
        return refuse(
            InvalidValue, "%s: %u bytes of dynamic shared memory, the function allows %d (cuFuncSetAttribute raises it)", name, launch.shared_bytes,
            function.max_dynamic_shared);
    return Success;
}

/// The values, copied at the call as a driver does.
static std::shared_ptr<char> copy_arguments(const ParameterLayout& layout, void** values)
{
    auto copied = std::shared_ptr<char>(new (std::align_val_t(16)) char[parameter_space], [](char* bytes) { operator delete[](bytes, std::align_val_t(16)); });
    for (size_t i = 0; i < layout.sizes.size(); i++)
    {
        if (!values || !values[i])
            return nullptr;
        memcpy(copied.get() + layout.offsets[i], values[i], layout.sizes[i]);
    }
    return copied;
}

EMULATED_API int cuLaunchKernel(
    void* handle, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y, unsigned block_z, unsigned shared_bytes, void* stream,
    void** values, void** extra)
{
    return enter_context("cuLaunchKernel", [&]() -> int {
        Function* function = find_function(handle);
        if (!function)
            return refuse(InvalidHandle, "cuLaunchKernel: not a function, or its module was unloaded");
        Launch launch{{grid_x, grid_y, grid_z}, {block_x, block_y, block_z}, shared_bytes, nullptr};
        if (int status = check_launch(*function, launch))
            return status;
        auto arguments = extra ? nullptr : copy_arguments(function->kernel->parameters(), values);
        if (!arguments)
            return refuse(
                InvalidValue, "%s: %zu arguments are needed, as an array of addresses", function->entry.name.c_str(), function->entry.parameter_sizes.size());
        return submit(find_stream(stream), [function, launch, arguments] {
            Launch now = launch;
            now.arguments = arguments.get();
            statistics.launches++;
            return function->kernel->run(now);
        });
    });
}

EMULATED_API int cuLaunchHostFunc(void* stream, void (*call)(void*), void* argument)
{
    return enter_context("cuLaunchHostFunc", [&] {
        return submit(find_stream(stream), [call, argument] {
            call(argument);
            return int(Success);
        });
    });
}
}
