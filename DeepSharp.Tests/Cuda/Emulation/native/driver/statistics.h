/// Counters the tests read: what is alive, what was done, what was refused.
#pragma once

#include <cstdint>

namespace emulation
{
/// Laid out as the C# struct EmulationStatistics.
struct Statistics
{
    uint64_t live_allocations, live_bytes, peak_bytes, total_allocations;
    uint64_t live_host_allocations, live_streams, live_events, live_modules, live_graphs, live_library_handles;
    uint64_t launches, interpreted_launches, library_calls, graph_launches;
    uint64_t bytes_to_device, bytes_to_host, bytes_on_device;
    uint64_t errors;
};

extern Statistics statistics;
}
