#include "streams.h"

#include "capture.h"
#include "memory_pool.h"
#include "statistics.h"
#include "status.h"

namespace emulation
{
static Stream legacy;
static std::set<Stream*> streams;
static bool deferred;
constexpr size_t queue_limit = 1024; // a driver's queue is finite, too: a full one runs

Stream* legacy_stream() { return &legacy; }
const std::set<Stream*>& all_streams() { return streams; }
void set_deferred(bool value) { deferred = value; }

Stream* find_stream(void* handle)
{
    if (reinterpret_cast<uintptr_t>(handle) <= 2)
        return &legacy;
    auto found = streams.find(static_cast<Stream*>(handle));
    return found == streams.end() ? nullptr : *found;
}

/// Only what a GPU cannot recover from stays: a refused argument does not spoil the device.
static int settle(int status) { return status >= IllegalAddress && status <= LaunchFailed ? make_sticky(status) : status; }

int drain(Stream* stream)
{
    if (stream->draining)
        return Success;
    stream->draining = true;
    int status = Success;
    while (!stream->queue.empty() && status == Success)
    {
        Work work = std::move(stream->queue.front());
        stream->queue.pop_front();
        status = settle(work());
    }
    if (status != Success)
        stream->queue.clear();
    stream->draining = false;
    return status;
}

/// The legacy stream and the blocking ones wait for each other.
static int drain_blocking()
{
    int status = drain(&legacy);
    for (Stream* stream : streams)
        if (status == Success && stream->blocking)
            status = drain(stream);
    return status;
}

int drain_all()
{
    int status = drain_blocking();
    for (Stream* stream : streams)
        if (status == Success)
            status = drain(stream);
    return status;
}

int synchronize_device()
{
    int status = drain_all();
    release_above_threshold();
    return status;
}

void drop_all_work()
{
    legacy.queue.clear();
    for (Stream* stream : streams)
        stream->queue.clear();
}

int submit(Stream* stream, Work work)
{
    if (!stream)
        return refuse(InvalidHandle, "not a stream");
    if (stream->capture)
        return capture_work(stream, std::move(work));
    if (stream == &legacy)
    {
        if (int status = refuse_implicit_dependency())
            return status;
        if (int status = drain_blocking())
            return status;
    }
    else if (stream->blocking && !legacy.queue.empty())
    {
        if (int status = drain(&legacy))
            return status;
    }
    stream->queue.push_back(std::move(work));
    return deferred && stream->queue.size() < queue_limit ? int(Success) : drain(stream);
}

EMULATED_API int cuStreamCreate(void** handle, unsigned flags)
{
    return enter_context("cuStreamCreate", [&] {
        auto stream = new Stream;
        stream->blocking = (flags & 1) == 0;
        streams.insert(stream);
        statistics.live_streams++;
        *handle = stream;
        return int(Success);
    });
}

EMULATED_API int cuStreamCreateWithPriority(void** handle, unsigned flags, int) { return cuStreamCreate(handle, flags); }

EMULATED_API int cuStreamDestroy_v2(void* handle)
{
    return release_in_context("cuStreamDestroy", [&]() -> int {
        auto found = streams.find(static_cast<Stream*>(handle));
        if (found == streams.end())
            return refuse(InvalidHandle, "cuStreamDestroy: not a stream, or destroyed before");
        Stream* stream = *found;
        int status = sticky_status() ? sticky_status() : drain(stream);
        if (stream->capture)
            invalidate(*stream->capture);
        forget_stream_events(stream);
        streams.erase(found);
        statistics.live_streams--;
        delete stream;
        return status;
    });
}

EMULATED_API int cuStreamSynchronize(void* handle)
{
    return enter_context("cuStreamSynchronize", [&]() -> int {
        Stream* stream = find_stream(handle);
        if (!stream)
            return refuse(InvalidHandle, "cuStreamSynchronize: not a stream");
        if (int status = refuse_while_capturing(stream, "cuStreamSynchronize"))
            return status;
        int status = stream == &legacy ? drain_blocking() : drain(stream);
        release_above_threshold();
        return status;
    });
}

EMULATED_API int cuStreamQuery(void* handle)
{
    return enter_context("cuStreamQuery", [&]() -> int {
        Stream* stream = find_stream(handle);
        if (!stream)
            return refuse(InvalidHandle, "cuStreamQuery: not a stream");
        if (int status = refuse_while_capturing(stream, "cuStreamQuery"))
            return status;
        if (stream->queue.empty())
            return Success;
        int status = drain(stream); // time passes while somebody polls
        return status ? status : int(NotReady);
    });
}

EMULATED_API int cuCtxSynchronize()
{
    return enter_context("cuCtxSynchronize", [] {
        int status = refuse_during_capture("cuCtxSynchronize");
        return status ? status : synchronize_device();
    });
}
}
