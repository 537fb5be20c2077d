/// Streams: queues of work that run in order, at once or (deferred) when somebody waits for them.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <set>

namespace emulation
{
using Work = std::function<int()>;
struct Capture;

struct Stream
{
    std::deque<Work> queue;
    bool blocking = true; // false: does not wait for the legacy stream, nor it for this one
    bool draining = false;
    std::shared_ptr<Capture> capture;
};

/// The stream of a handle (null, 1 and 2 are the legacy stream), or null.
Stream* find_stream(void* handle);
Stream* legacy_stream();
const std::set<Stream*>& all_streams();

/// Appends work to the stream, or to the graph it captures. Refuses a null stream.
int submit(Stream* stream, Work work);

/// Runs everything queued on the stream, or on all streams.
int drain(Stream* stream);
int drain_all();

/// As drain_all, and the pool gives back what lies above its threshold.
int synchronize_device();

void drop_all_work();
void set_deferred(bool value);
}
