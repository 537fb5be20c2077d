/// Events: marks in a stream's queue that others wait for.
#include <chrono>
#include <set>

#include "capture.h"
#include "statistics.h"
#include "status.h"

namespace emulation
{
struct Event
{
    uint64_t asked = 0, reached = 0;  // records asked for, and the latest one that was reached
    Stream* stream = nullptr;         // where it was recorded last
    std::shared_ptr<Capture> capture; // the capture it was recorded in, if the last record was
    std::chrono::steady_clock::time_point time;
};

static std::set<Event*> events;

static Event* find_event(void* handle)
{
    auto found = events.find(static_cast<Event*>(handle));
    return found == events.end() ? nullptr : *found;
}

void forget_stream_events(Stream* stream)
{
    for (Event* event : events)
        if (event->stream == stream)
            event->stream = nullptr;
}

/// Lets the recording stream run until the record is reached. Records on destroyed streams were reached when those were drained.
static int wait_for(Event* event, uint64_t record) { return event->reached < record && event->stream ? drain(event->stream) : int(Success); }

EMULATED_API int cuEventCreate(void** handle, unsigned)
{
    return enter_context("cuEventCreate", [&] {
        auto event = new Event;
        events.insert(event);
        statistics.live_events++;
        *handle = event;
        return int(Success);
    });
}

EMULATED_API int cuEventDestroy_v2(void* handle)
{
    return release_in_context("cuEventDestroy", [&]() -> int {
        Event* event = find_event(handle);
        if (!event)
            return refuse(InvalidHandle, "cuEventDestroy: not an event, or destroyed before");
        wait_for(event, event->asked);
        events.erase(event);
        statistics.live_events--;
        delete event;
        return Success;
    });
}

EMULATED_API int cuEventRecord(void* handle, void* stream_handle)
{
    return enter_context("cuEventRecord", [&]() -> int {
        Event* event = find_event(handle);
        Stream* stream = find_stream(stream_handle);
        if (!event || !stream)
            return refuse(InvalidHandle, "cuEventRecord: not an event and a stream");
        event->capture = stream->capture;
        event->stream = stream;
        if (stream->capture)
            return stream->capture->invalid ? refuse(CaptureInvalidated, "an earlier call spoiled this capture") : int(Success);
        uint64_t record = ++event->asked;
        return submit(stream, [event, record] {
            event->reached = record;
            event->time = std::chrono::steady_clock::now();
            return int(Success);
        });
    });
}

EMULATED_API int cuStreamWaitEvent(void* stream_handle, void* handle, unsigned)
{
    return enter_context("cuStreamWaitEvent", [&]() -> int {
        Event* event = find_event(handle);
        Stream* stream = find_stream(stream_handle);
        if (!event || !stream)
            return refuse(InvalidHandle, "cuStreamWaitEvent: not an event and a stream");
        if (event->capture) // the waiting stream joins the capture; the origin's wait joins the recording stream back
        {
            if (stream->capture && stream->capture != event->capture)
                return refuse(CaptureUnsupported, "cuStreamWaitEvent: the event belongs to another capture");
            stream->capture = event->capture;
            if (stream == event->capture->origin)
                event->capture->unjoined.erase(event->stream);
            else
                event->capture->unjoined.insert(stream);
            return Success;
        }
        if (stream->capture)
            return event->reached == event->asked ? int(Success) : refuse(CaptureUnsupported, "a capturing stream waits for work outside its capture");
        uint64_t record = event->asked;
        return submit(stream, [event, record] { return find_event(event) ? wait_for(event, record) : int(Success); });
    });
}

/// Waiting for an event, or asking for it, is impossible when its last record is a node of a graph.
static int check_recorded(Event* event, const char* call)
{
    if (!event)
        return refuse(InvalidHandle, "%s: not an event", call);
    return event->capture ? refuse(CapturedEvent, "%s: the event was last recorded in a capture", call) : int(Success);
}

EMULATED_API int cuEventSynchronize(void* handle)
{
    return enter_context("cuEventSynchronize", [&]() -> int {
        Event* event = find_event(handle);
        if (int status = check_recorded(event, "cuEventSynchronize"))
            return status;
        if (int status = refuse_unsafe("cuEventSynchronize"))
            return status;
        return wait_for(event, event->asked);
    });
}

EMULATED_API int cuEventQuery(void* handle)
{
    return enter_context("cuEventQuery", [&]() -> int {
        Event* event = find_event(handle);
        if (int status = check_recorded(event, "cuEventQuery"))
            return status;
        if (int status = refuse_unsafe("cuEventQuery"))
            return status;
        if (event->reached == event->asked)
            return Success;
        int status = wait_for(event, event->asked); // time passes while somebody polls
        return status ? status : int(NotReady);
    });
}

EMULATED_API int cuEventElapsedTime(float* milliseconds, void* start, void* end)
{
    return enter([&]() -> int {
        Event *from = find_event(start), *to = find_event(end);
        if (!from || !to || !from->asked || !to->asked)
            return refuse(InvalidHandle, "cuEventElapsedTime: an event is not one, or was never recorded");
        if (from->reached < from->asked || to->reached < to->asked)
            return NotReady;
        *milliseconds = std::chrono::duration<float, std::milli>(to->time - from->time).count();
        return Success;
    });
}

EMULATED_API int cuEventElapsedTime_v2(float* milliseconds, void* start, void* end) { return cuEventElapsedTime(milliseconds, start, end); }
}
