#include "memory_pool.h"

#include <algorithm>
#include <cstdint>

#include "device_memory.h"
#include "status.h"
#include "streams.h"

namespace emulation
{
static size_t retained, used, high_reserved, high_used;
static uint64_t release_threshold;
static int default_pool; // its address is the handle

size_t pool_retained() { return retained; }

bool take_from_pool(size_t bytes)
{
    if (bytes <= retained)
        retained -= bytes;
    else if (!has_room(bytes))
        return false;
    used += bytes;
    high_used = std::max(high_used, used);
    high_reserved = std::max(high_reserved, used + retained);
    return true;
}

void give_to_pool(size_t bytes)
{
    used -= bytes;
    retained += bytes;
}

static void trim_to(uint64_t keep)
{
    if (used + retained > keep)
        retained = keep > used ? keep - used : 0;
}

void release_above_threshold() { trim_to(release_threshold); }

static bool is_pool(void* pool) { return pool == &default_pool; }

EMULATED_API int cuDeviceGetDefaultMemPool(void** pool, int device)
{
    return enter([&] {
        *pool = &default_pool;
        return device == 0 ? Success : InvalidDevice;
    });
}

EMULATED_API int cuDeviceGetMemPool(void** pool, int device) { return cuDeviceGetDefaultMemPool(pool, device); }

EMULATED_API int cuMemPoolTrimTo(void* pool, size_t keep)
{
    return enter([&] {
        if (!is_pool(pool))
            return refuse(InvalidHandle, "cuMemPoolTrimTo: not a pool");
        trim_to(keep);
        return int(Success);
    });
}

/// CUmemPool_attribute.
enum PoolAttribute {
    FollowEventDependencies = 1,
    AllowOpportunistic = 2,
    AllowInternalDependencies = 3,
    ReleaseThreshold = 4,
    ReservedCurrent = 5,
    ReservedHigh = 6,
    UsedCurrent = 7,
    UsedHigh = 8,
};

EMULATED_API int cuMemPoolSetAttribute(void* pool, int attribute, void* value)
{
    return enter([&]() -> int {
        if (!is_pool(pool))
            return refuse(InvalidHandle, "cuMemPoolSetAttribute: not a pool");
        uint64_t number = attribute >= ReleaseThreshold ? *static_cast<uint64_t*>(value) : 0;
        switch (attribute)
        {
        case FollowEventDependencies:
        case AllowOpportunistic:
        case AllowInternalDependencies: return Success;
        case ReleaseThreshold: release_threshold = number; return Success;
        case ReservedHigh:
        case UsedHigh:
            if (number != 0)
                return refuse(InvalidValue, "cuMemPoolSetAttribute: a high-water mark can only be set to 0");
            (attribute == ReservedHigh ? high_reserved : high_used) = attribute == ReservedHigh ? used + retained : used;
            return Success;
        default: return refuse(InvalidValue, "cuMemPoolSetAttribute: attribute %d cannot be set", attribute);
        }
    });
}

EMULATED_API int cuMemPoolGetAttribute(void* pool, int attribute, void* value)
{
    return enter([&]() -> int {
        if (!is_pool(pool))
            return refuse(InvalidHandle, "cuMemPoolGetAttribute: not a pool");
        switch (attribute)
        {
        case FollowEventDependencies:
        case AllowOpportunistic:
        case AllowInternalDependencies: *static_cast<int*>(value) = 1; return Success;
        case ReleaseThreshold: *static_cast<uint64_t*>(value) = release_threshold; return Success;
        case ReservedCurrent: *static_cast<uint64_t*>(value) = used + retained; return Success;
        case ReservedHigh: *static_cast<uint64_t*>(value) = high_reserved; return Success;
        case UsedCurrent: *static_cast<uint64_t*>(value) = used; return Success;
        case UsedHigh: *static_cast<uint64_t*>(value) = high_used; return Success;
        default: return refuse(InvalidValue, "cuMemPoolGetAttribute: attribute %d is unknown", attribute);
        }
    });
}

/// An allocation inside a capture would become a node of the graph, which this emulation does not model.
static int allocate_on_stream(const char* call, uint64_t* address, size_t bytes, void* handle)
{
    return enter_context(call, [&]() -> int {
        Stream* stream = find_stream(handle);
        if (!stream)
            return refuse(InvalidHandle, "%s: not a stream", call);
        if (stream->capture)
            return refuse(NotSupported, "%s on a capturing stream: allocate before the capture", call);
        return allocate(bytes, true, address);
    });
}

EMULATED_API int cuMemAllocAsync(uint64_t* address, size_t bytes, void* stream) { return allocate_on_stream("cuMemAllocAsync", address, bytes, stream); }

EMULATED_API int cuMemAllocFromPoolAsync(uint64_t* address, size_t bytes, void* pool, void* stream)
{
    if (!is_pool(pool))
        return release([] { return refuse(InvalidHandle, "cuMemAllocFromPoolAsync: not a pool"); });
    return allocate_on_stream("cuMemAllocFromPoolAsync", address, bytes, stream);
}

EMULATED_API int cuMemFreeAsync(uint64_t address, void* handle)
{
    return enter_context("cuMemFreeAsync", [&]() -> int {
        Stream* stream = find_stream(handle);
        if (stream && stream->capture)
            return refuse(InvalidValue, "cuMemFreeAsync on a capturing stream: the memory was not allocated in the capture");
        return submit(stream, [address] { return deallocate(address); });
    });
}
}
