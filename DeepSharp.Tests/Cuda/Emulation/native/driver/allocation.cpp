/// Allocation outside streams, and how much is left.
#include "capture.h"
#include "device_memory.h"
#include "memory_pool.h"
#include "status.h"

namespace emulation
{
EMULATED_API int cuMemAlloc_v2(uint64_t* address, size_t bytes)
{
    return enter_context("cuMemAlloc", [&] {
        int status = refuse_unsafe("cuMemAlloc");
        return status ? status : allocate(bytes, false, address);
    });
}

/// Waits for all work, as the driver does, so that nothing still reads the memory.
EMULATED_API int cuMemFree_v2(uint64_t address)
{
    return enter_context("cuMemFree", [&] {
        int status = refuse_unsafe("cuMemFree");
        if (!status)
            status = drain_all();
        return status ? status : deallocate(address);
    });
}

EMULATED_API int cuMemGetInfo_v2(size_t* free_bytes, size_t* total)
{
    return enter_context("cuMemGetInfo", [&] {
        *total = memory_limit();
        *free_bytes = memory_limit() - used_memory() - pool_retained();
        return int(Success);
    });
}
}
