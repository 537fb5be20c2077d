#include "modules.h"

#include <cstdio>
#include <cstring>
#include <set>

#include "../execution/host_kernel.h"
#include "../ptx/interpreter.h"
#include "capture.h"
#include "limits.h"
#include "statistics.h"
#include "status.h"

namespace emulation
{
static std::set<Module*> modules;
static std::set<Function*> functions;

Function* find_function(void* handle)
{
    auto found = functions.find(static_cast<Function*>(handle));
    return found == functions.end() ? nullptr : *found;
}

static std::string describe(const std::vector<size_t>& sizes)
{
    std::string text;
    for (size_t size : sizes)
        text += (text.empty() ? "" : ", ") + std::to_string(size);
    return "(" + text + ")";
}

/// A module's text is either compiled from a .cu, whose kernels the host has compiled too, or made at run time and interpreted.
static int load(const std::string& ptx, Module& module)
{
    if (ptx.find(".version") == std::string::npos)
        return refuse(InvalidImage, "the module is no PTX text");
    auto entries = find_entries(ptx);
    std::unique_ptr<PtxProgram> program;
    std::string compiled, unknown;
    for (PtxEntry& entry : entries)
    {
        Function function;
        function.kernel = find_host_kernel(entry.name);
        (function.kernel ? compiled : unknown) = entry.name;
        if (function.kernel && function.kernel->parameters().sizes != entry.parameter_sizes)
            return refuse(
                InvalidPtx, "PTX entry '%s' and its source have different parameters (bytes %s in the PTX, %s in the source): the PTX is stale",
                entry.name.c_str(), describe(entry.parameter_sizes).c_str(), describe(function.kernel->parameters().sizes).c_str());
        if (!compiled.empty() && !unknown.empty())
            return refuse(InvalidPtx, "PTX entry '%s' stands beside '%s', but no source declares it: the PTX is stale", unknown.c_str(), compiled.c_str());
        if (!function.kernel)
        {
            if (!program)
                program = std::make_unique<PtxProgram>(ptx);
            std::string error;
            function.kernel = program->compile(entry.name, error);
            if (!function.kernel)
                return refuse(InvalidPtx, "%s", error.c_str());
        }
        if (entry.shared_bytes > limits::shared_bytes)
            return refuse(
                InvalidPtx, "PTX entry '%s' declares %zu bytes of shared memory, at most %d are allowed", entry.name.c_str(), entry.shared_bytes,
                limits::shared_bytes);
        function.max_dynamic_shared = limits::shared_bytes - static_cast<int>(entry.shared_bytes);
        function.module = &module;
        std::string name = entry.name;
        function.entry = std::move(entry);
        module.functions[name] = std::move(function);
    }
    return Success;
}

/// CUjit_option: where the caller wants the reason.
enum JitOption { ErrorLogBuffer = 5, ErrorLogBytes = 6 };

static void write_log(unsigned count, const int* options, void** values)
{
    char* buffer = nullptr;
    size_t bytes = 0;
    for (unsigned i = 0; i < count; i++)
    {
        if (options[i] == ErrorLogBuffer)
            buffer = static_cast<char*>(values[i]);
        if (options[i] == ErrorLogBytes)
            bytes = reinterpret_cast<uintptr_t>(values[i]);
    }
    if (buffer && bytes)
        snprintf(buffer, bytes, "%s", message().c_str());
}

EMULATED_API int cuModuleLoadDataEx(void** handle, const void* image, unsigned count, int* options, void** values)
{
    return enter_context("cuModuleLoadDataEx", [&]() -> int {
        if (int status = refuse_unsafe("cuModuleLoadDataEx"))
            return status;
        auto module = std::make_unique<Module>();
        int status = memcmp(image, "\177ELF", 4) == 0 ? refuse(NoBinaryForGpu, "the emulation takes PTX, not device binaries")
                                                      : load(static_cast<const char*>(image), *module);
        if (status)
        {
            write_log(count, options, values);
            return status;
        }
        for (auto& item : module->functions)
            functions.insert(&item.second);
        modules.insert(module.get());
        statistics.live_modules++;
        *handle = module.release();
        return Success;
    });
}

EMULATED_API int cuModuleLoadData(void** handle, const void* image) { return cuModuleLoadDataEx(handle, image, 0, nullptr, nullptr); }

EMULATED_API int cuModuleUnload(void* handle)
{
    return release_in_context("cuModuleUnload", [&]() -> int {
        auto found = modules.find(static_cast<Module*>(handle));
        if (found == modules.end())
            return refuse(InvalidHandle, "cuModuleUnload: not a module, or unloaded before");
        int status = sticky_status() ? int(Success) : drain_all(); // launches still queued hold its functions
        for (auto& item : (*found)->functions)
            functions.erase(&item.second);
        delete *found;
        modules.erase(found);
        statistics.live_modules--;
        return status;
    });
}

EMULATED_API int cuModuleGetFunction(void** function, void* handle, const char* name)
{
    return enter_context("cuModuleGetFunction", [&]() -> int {
        auto module = modules.find(static_cast<Module*>(handle));
        if (module == modules.end())
            return refuse(InvalidHandle, "cuModuleGetFunction: not a module");
        auto found = (*module)->functions.find(name);
        if (found == (*module)->functions.end())
            return refuse(NotFound, "the module has no entry '%s'", name);
        *function = &found->second;
        return Success;
    });
}
}
