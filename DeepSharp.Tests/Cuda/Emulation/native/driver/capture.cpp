#include "capture.h"

#include "graphs.h"
#include "status.h"

namespace emulation
{
static thread_local int thread_mode = CaptureGlobal;

void invalidate(Capture& capture) { capture.invalid = true; }

int capture_work(Stream* stream, Work work)
{
    Capture& capture = *stream->capture;
    if (capture.invalid)
        return refuse(CaptureInvalidated, "an earlier call spoiled this capture");
    capture.graph.work.push_back(std::move(work));
    if (stream != capture.origin)
        capture.unjoined.insert(stream);
    return Success;
}

/// Calls visit for every capture under way, once.
template <class Visit> static void each_capture(Visit visit)
{
    for (Stream* stream : all_streams())
        if (stream->capture && stream->capture->origin == stream)
            visit(*stream->capture);
}

int refuse_during_capture(const char* call)
{
    bool any = false;
    each_capture([&](Capture& capture) {
        invalidate(capture);
        any = true;
    });
    return any ? refuse(CaptureUnsupported, "%s is not allowed while a stream is capturing", call) : int(Success);
}

int refuse_unsafe(const char* call)
{
    if (thread_mode == CaptureRelaxed)
        return Success;
    bool any = false;
    each_capture([&](Capture& capture) {
        bool own = capture.thread == std::this_thread::get_id() && capture.mode != CaptureRelaxed;
        if (!own && !(capture.mode == CaptureGlobal && thread_mode == CaptureGlobal))
            return;
        invalidate(capture);
        any = true;
    });
    return any ? refuse(CaptureUnsupported, "%s is not allowed while a stream is capturing", call) : int(Success);
}

int refuse_while_capturing(Stream* stream, const char* call)
{
    if (stream == legacy_stream())
        return refuse_implicit_dependency();
    if (!stream->capture)
        return Success;
    invalidate(*stream->capture);
    return refuse(CaptureUnsupported, "%s is not allowed on a stream that is capturing", call);
}

int refuse_implicit_dependency()
{
    bool any = false;
    each_capture([&](Capture& capture) {
        if (!capture.origin->blocking)
            return;
        invalidate(capture);
        any = true;
    });
    return any ? refuse(CaptureImplicit, "the legacy stream is used while a blocking stream is capturing") : int(Success);
}

EMULATED_API int cuThreadExchangeStreamCaptureMode(int* mode)
{
    std::swap(*mode, thread_mode);
    return Success;
}

EMULATED_API int cuStreamBeginCapture_v2(void* handle, int mode)
{
    return enter_context("cuStreamBeginCapture", [&]() -> int {
        Stream* stream = find_stream(handle);
        if (!stream)
            return refuse(InvalidHandle, "cuStreamBeginCapture: not a stream");
        if (stream == legacy_stream())
            return refuse(CaptureUnsupported, "the legacy stream cannot capture");
        if (stream->capture)
            return refuse(InvalidValue, "the stream captures already");
        stream->capture = std::make_shared<Capture>();
        stream->capture->origin = stream;
        stream->capture->mode = mode;
        stream->capture->thread = std::this_thread::get_id();
        return Success;
    });
}

EMULATED_API int cuStreamEndCapture(void* handle, void** graph)
{
    return enter_context("cuStreamEndCapture", [&]() -> int {
        *graph = nullptr;
        Stream* stream = find_stream(handle);
        if (!stream || !stream->capture || stream->capture->origin != stream)
            return refuse(InvalidValue, "cuStreamEndCapture: this stream began no capture");
        auto capture = stream->capture;
        for (Stream* other : all_streams())
            if (other->capture == capture)
                other->capture = nullptr;
        if (capture->invalid)
            return refuse(CaptureInvalidated, "an earlier call spoiled this capture: %s", message().c_str());
        if (!capture->unjoined.empty())
            return refuse(CaptureUnjoined, "%zu streams joined the capture, and its origin does not wait for their last work", capture->unjoined.size());
        *graph = keep_graph(std::move(capture->graph));
        return Success;
    });
}

EMULATED_API int cuStreamIsCapturing(void* handle, int* status)
{
    return enter_context("cuStreamIsCapturing", [&]() -> int {
        Stream* stream = find_stream(handle);
        if (!stream)
            return refuse(InvalidHandle, "cuStreamIsCapturing: not a stream");
        *status = !stream->capture ? 0 : stream->capture->invalid ? 2 : 1;
        return Success;
    });
}
}
