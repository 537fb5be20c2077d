#include "host_memory.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>

#include "capture.h"
#include "device_memory.h"
#include "statistics.h"
#include "status.h"

namespace emulation
{
struct HostRange
{
    size_t bytes;
    bool owned; // allocated here, not registered
};

static std::map<uintptr_t, HostRange> ranges;

static uintptr_t key(const void* address) { return reinterpret_cast<uintptr_t>(address); }

static const HostRange* find_range(uintptr_t address, uintptr_t& start)
{
    auto next = ranges.upper_bound(address);
    if (next == ranges.begin())
        return nullptr;
    auto found = std::prev(next);
    start = found->first;
    return address < found->first + found->second.bytes ? &found->second : nullptr;
}

bool is_pinned(const void* address, size_t bytes)
{
    uintptr_t start = 0;
    const HostRange* range = find_range(key(address), start);
    return range && key(address) + bytes <= start + range->bytes;
}

EMULATED_API int cuMemHostAlloc(void** address, size_t bytes, unsigned)
{
    return enter_context("cuMemHostAlloc", [&]() -> int {
        if (int status = refuse_unsafe("cuMemHostAlloc"))
            return status;
        *address = bytes == 0 ? nullptr : aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
        if (!*address)
            return refuse(bytes == 0 ? InvalidValue : OutOfMemory, "cuMemHostAlloc of %zu bytes", bytes);
        memset(*address, 0xFF, bytes);
        ranges[key(*address)] = {bytes, true};
        statistics.live_host_allocations++;
        return Success;
    });
}

EMULATED_API int cuMemAllocHost_v2(void** address, size_t bytes) { return cuMemHostAlloc(address, bytes, 0); }

/// Ends a range; work that still uses it runs first.
static int end_range(void* address, bool owned, int missing, const char* call)
{
    return release_in_context(call, [&]() -> int {
        auto found = ranges.find(key(address));
        if (found == ranges.end() || found->second.owned != owned)
            return refuse(missing, "%s: %p is not such a range, or ended before", call, address);
        int status = sticky_status() ? int(Success) : drain_all();
        ranges.erase(found);
        statistics.live_host_allocations--;
        if (owned)
            free(address);
        return status;
    });
}

EMULATED_API int cuMemFreeHost(void* address) { return end_range(address, true, InvalidValue, "cuMemFreeHost"); }

EMULATED_API int cuMemHostRegister_v2(void* address, size_t bytes, unsigned)
{
    return enter_context("cuMemHostRegister", [&]() -> int {
        if (int status = refuse_unsafe("cuMemHostRegister"))
            return status;
        if (bytes == 0 || in_arena(address))
            return refuse(InvalidValue, "cuMemHostRegister: %zu bytes at %p", bytes, address);
        uintptr_t start;
        auto next = ranges.lower_bound(key(address));
        if (find_range(key(address), start) || (next != ranges.end() && next->first < key(address) + bytes))
            return refuse(HostMemoryAlreadyRegistered, "cuMemHostRegister: the range overlaps a registered one");
        ranges[key(address)] = {bytes, false};
        statistics.live_host_allocations++;
        return Success;
    });
}

EMULATED_API int cuMemHostUnregister(void* address) { return end_range(address, false, HostMemoryNotRegistered, "cuMemHostUnregister"); }
}
