#include "host_kernel.h"

#include <sys/mman.h>

#include <cstdlib>
#include <unordered_map>

#include "../driver/status.h"
#include "block.h"

namespace emulation
{
char* dynamic_shared;

static std::unordered_map<std::string, const ds_kernel_info*>& registry()
{
    static std::unordered_map<std::string, const ds_kernel_info*> kernels;
    return kernels;
}

class HostKernel final : public Kernel
{
public:
    explicit HostKernel(const ds_kernel_info* info) : _info(info), _name(info->name)
    {
        for (int i = 0; i < info->parameter_count; i++)
        {
            _parameters.sizes.push_back(info->sizes[i]);
            _parameters.offsets.push_back(info->offsets[i]);
        }
        _parameters.bytes = info->parameter_bytes;
    }

    const std::string& name() const override { return _name; }
    const ParameterLayout& parameters() const override { return _parameters; }

    int run(const Launch& launch) override
    {
        if (!dynamic_shared)
        {
            void* range = mmap(nullptr, dynamic_shared_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            if (range == MAP_FAILED)
                abort();
            dynamic_shared = static_cast<char*>(range);
        }
        block.kernel = _info;
        block.shared = &shared_variables(_info->file);
        block.used_last = block.shared->empty() ? nullptr : block.shared->data();
        block.launch = &launch;
        int status = run_grid(launch);
        block.kernel = nullptr;
        return status;
    }

private:
    static int run_grid(const Launch& launch)
    {
        for (unsigned z = 0; z < launch.grid.z; z++)
            for (unsigned y = 0; y < launch.grid.y; y++)
                for (unsigned x = 0; x < launch.grid.x; x++)
                {
                    block.index = {x, y, z};
                    if (int status = run_block())
                        return status;
                }
        return Success;
    }

    const ds_kernel_info* _info;
    std::string _name;
    ParameterLayout _parameters;
};

static std::unordered_map<std::string, ScalarFunction>& scalar_functions()
{
    static std::unordered_map<std::string, ScalarFunction> functions;
    return functions;
}

const ScalarFunction* find_scalar_function(const std::string& name)
{
    auto found = scalar_functions().find(name);
    return found == scalar_functions().end() ? nullptr : &found->second;
}

std::unique_ptr<Kernel> find_host_kernel(const std::string& name)
{
    auto found = registry().find(name);
    return found == registry().end() ? nullptr : std::make_unique<HostKernel>(found->second);
}
}

using namespace emulation;

extern "C" void ds_register_function(const char* name, int arguments, const void* function) { scalar_functions()[name] = {arguments, function}; }

extern "C" void ds_register(const ds_kernel_info* kernel) { registry()[kernel->name] = kernel; }
extern "C" ds_index3 ds_thread_index() { return {block.current->index.x, block.current->index.y, block.current->index.z}; }
extern "C" ds_index3 ds_block_index() { return {block.index.x, block.index.y, block.index.z}; }
extern "C" ds_index3 ds_block_shape() { return {block.launch->block.x, block.launch->block.y, block.launch->block.z}; }
extern "C" ds_index3 ds_grid_shape() { return {block.launch->grid.x, block.launch->grid.y, block.launch->grid.z}; }
extern "C" void* ds_dynamic_shared() { return dynamic_shared; }
extern "C" void ds_trap(const char* what) { kernel_fault(LaunchFailed, "%s", what); }
