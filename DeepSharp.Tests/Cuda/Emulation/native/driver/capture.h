/// Stream capture: while it lasts, a stream's work becomes nodes of a graph instead of running.
#pragma once

#include <memory>
#include <set>
#include <thread>
#include <vector>

#include "streams.h"

namespace emulation
{
/// Work in the order it was captured, which is one valid order of the graph.
struct Graph
{
    std::vector<Work> work;
};

/// One capture, shared by its origin and the streams that joined it by waiting for its events.
struct Capture
{
    Graph graph;
    Stream* origin;
    int mode;
    std::thread::id thread;
    bool invalid = false;
    std::set<Stream*> unjoined; // forked streams whose work the origin does not wait for yet
};

/// CUstreamCaptureMode.
enum CaptureMode { CaptureGlobal = 0, CaptureThreadLocal = 1, CaptureRelaxed = 2 };

int capture_work(Stream* stream, Work work);
void invalidate(Capture& capture);

/// Refuses a call that never works while any stream captures, and spoils the captures.
int refuse_during_capture(const char* call);

/// Refuses a potentially unsafe call (allocating, say) as the capture modes demand.
int refuse_unsafe(const char* call);

/// Refuses waiting for a stream that captures.
int refuse_while_capturing(Stream* stream, const char* call);

/// Refuses work on the legacy stream while a blocking stream captures.
int refuse_implicit_dependency();

/// Forgets that events were recorded on a stream about to go.
void forget_stream_events(Stream* stream);
}
