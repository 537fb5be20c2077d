/// Copies and fills, immediate and on streams. Memory that is not page-locked is copied before the call returns, as a driver does.
#include <cstring>
#include <vector>

#include "capture.h"
#include "device_memory.h"
#include "host_memory.h"
#include "statistics.h"
#include "status.h"

namespace emulation
{
static void* pointer(uint64_t address) { return reinterpret_cast<void*>(address); }

static int copy_to_device(uint64_t to, const void* from, size_t bytes)
{
    if (in_arena(from))
        return refuse(InvalidValue, "copy to the device: the host source %p is a device address", from);
    if (!check_range(pointer(to), bytes, "copy to the device"))
        return InvalidValue;
    memcpy(pointer(to), from, bytes);
    statistics.bytes_to_device += bytes;
    return Success;
}

static int copy_to_host(void* to, uint64_t from, size_t bytes)
{
    if (in_arena(to))
        return refuse(InvalidValue, "copy to the host: the host destination %p is a device address", to);
    if (!check_range(pointer(from), bytes, "copy to the host"))
        return InvalidValue;
    memcpy(to, pointer(from), bytes);
    statistics.bytes_to_host += bytes;
    return Success;
}

static int copy_on_device(uint64_t to, uint64_t from, size_t bytes)
{
    if (!check_range(pointer(to), bytes, "destination of a copy on the device") || !check_range(pointer(from), bytes, "source of a copy on the device"))
        return InvalidValue;
    memmove(pointer(to), pointer(from), bytes);
    statistics.bytes_on_device += bytes;
    return Success;
}

template <class T> static int fill(uint64_t to, T value, size_t count)
{
    if (!check_range(pointer(to), count * sizeof(T), "fill"))
        return InvalidValue;
    if (to % sizeof(T))
        return refuse(InvalidValue, "fill: %#lx is no multiple of %zu", static_cast<unsigned long>(to), sizeof(T));
    for (size_t i = 0; i < count; i++)
        static_cast<T*>(pointer(to))[i] = value;
    return Success;
}

/// Runs on the legacy stream and waits for it.
static int at_once(const char* call, Work work)
{
    return enter_context(call, [&] {
        int status = submit(legacy_stream(), work);
        return status ? status : drain(legacy_stream());
    });
}

static int on_stream(const char* call, void* stream, Work work)
{
    return enter_context(call, [&] { return submit(find_stream(stream), work); });
}

EMULATED_API int cuMemcpyHtoD_v2(uint64_t to, const void* from, size_t bytes)
{
    return at_once("cuMemcpyHtoD", [=] { return copy_to_device(to, from, bytes); });
}

EMULATED_API int cuMemcpyDtoH_v2(void* to, uint64_t from, size_t bytes)
{
    return at_once("cuMemcpyDtoH", [=] { return copy_to_host(to, from, bytes); });
}

EMULATED_API int cuMemcpyDtoD_v2(uint64_t to, uint64_t from, size_t bytes)
{
    return at_once("cuMemcpyDtoD", [=] { return copy_on_device(to, from, bytes); });
}

EMULATED_API int cuMemcpyHtoDAsync_v2(uint64_t to, const void* from, size_t bytes, void* handle)
{
    return enter_context("cuMemcpyHtoDAsync", [&]() -> int {
        Stream* stream = find_stream(handle);
        if (is_pinned(from, bytes) || in_arena(from))
            return submit(stream, [=] { return copy_to_device(to, from, bytes); });
        if (stream && stream->capture)
            return refuse(CaptureUnsupported, "cuMemcpyHtoDAsync: a captured copy needs page-locked host memory");
        auto start = static_cast<const char*>(from);
        auto staged = std::make_shared<std::vector<char>>(start, start + bytes);
        return submit(stream, [=] { return copy_to_device(to, staged->data(), bytes); });
    });
}

EMULATED_API int cuMemcpyDtoHAsync_v2(void* to, uint64_t from, size_t bytes, void* handle)
{
    return enter_context("cuMemcpyDtoHAsync", [&]() -> int {
        Stream* stream = find_stream(handle);
        bool pinned = is_pinned(to, bytes);
        if (!pinned && stream && stream->capture)
            return refuse(CaptureUnsupported, "cuMemcpyDtoHAsync: a captured copy needs page-locked host memory");
        int status = submit(stream, [=] { return copy_to_host(to, from, bytes); });
        return status || pinned ? status : drain(stream);
    });
}

EMULATED_API int cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, void* stream)
{
    return on_stream("cuMemcpyDtoDAsync", stream, [=] { return copy_on_device(to, from, bytes); });
}

EMULATED_API int cuMemsetD8_v2(uint64_t to, unsigned char value, size_t count)
{
    return at_once("cuMemsetD8", [=] { return fill(to, value, count); });
}

EMULATED_API int cuMemsetD32_v2(uint64_t to, unsigned value, size_t count)
{
    return at_once("cuMemsetD32", [=] { return fill(to, value, count); });
}

EMULATED_API int cuMemsetD8Async(uint64_t to, unsigned char value, size_t count, void* stream)
{
    return on_stream("cuMemsetD8Async", stream, [=] { return fill(to, value, count); });
}

EMULATED_API int cuMemsetD16Async(uint64_t to, unsigned short value, size_t count, void* stream)
{
    return on_stream("cuMemsetD16Async", stream, [=] { return fill(to, value, count); });
}

EMULATED_API int cuMemsetD32Async(uint64_t to, unsigned value, size_t count, void* stream)
{
    return on_stream("cuMemsetD32Async", stream, [=] { return fill(to, value, count); });
}
}
