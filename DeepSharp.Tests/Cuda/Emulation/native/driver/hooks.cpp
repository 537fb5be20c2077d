/// Entry points a real driver lacks: the tests and the stand-ins of cuBLAS and cuDNN use them.
#include <memory>

#include "../execution/schedule.h"
#include "device_memory.h"
#include "statistics.h"
#include "status.h"
#include "streams.h"

namespace emulation
{
Statistics statistics;

EMULATED_API void emulation_statistics(Statistics* out)
{
    std::lock_guard<std::recursive_mutex> guard(driver_lock);
    *out = statistics;
}

EMULATED_API const char* emulation_message()
{
    static thread_local std::string copy;
    std::lock_guard<std::recursive_mutex> guard(driver_lock);
    copy = message();
    return copy.c_str();
}

/// Forgets the permanent error, so that one process can provoke several; queued work is dropped.
EMULATED_API void emulation_recover()
{
    std::lock_guard<std::recursive_mutex> guard(driver_lock);
    drop_all_work();
    recover();
}

/// deferred: streams run only when somebody waits for them. schedule: 0 runs threads in order, otherwise the seed of a shuffle.
/// memory_bytes: the device's memory, 0 leaves it.
EMULATED_API void emulation_configure(int deferred, uint64_t schedule, uint64_t memory_bytes)
{
    std::lock_guard<std::recursive_mutex> guard(driver_lock);
    set_deferred(deferred != 0);
    set_schedule(schedule);
    if (memory_bytes)
        set_memory_limit(memory_bytes);
}

/// Puts a library's work on a stream; release frees the argument in every case.
EMULATED_API int emulation_submit(void* stream, int (*run)(void*), void* argument, void (*release_argument)(void*))
{
    auto owned = std::shared_ptr<void>(argument, release_argument);
    return enter_context("library call", [&] {
        statistics.library_calls++;
        return submit(find_stream(stream), [run, owned] { return run(owned.get()); });
    });
}

extern "C" int cuStreamSynchronize(void*);

/// Waits for a stream, as a library's timed queries do.
EMULATED_API int emulation_synchronize(void* stream) { return cuStreamSynchronize(stream); }

/// Whether [address, address + bytes) lies in one live allocation; otherwise the device fails with 700.
EMULATED_API int emulation_check_range(const char* who, uint64_t address, size_t bytes)
{
    std::lock_guard<std::recursive_mutex> guard(driver_lock);
    return make_sticky(check_range(reinterpret_cast<void*>(address), bytes, who) ? Success : IllegalAddress);
}

/// Whether the calling thread has a current context, which libraries need to destroy what they hold on the device.
EMULATED_API int emulation_has_context() { return current_context() != nullptr; }

/// Counts a library's live handles and descriptors.
EMULATED_API void emulation_count_handle(int change)
{
    std::lock_guard<std::recursive_mutex> guard(driver_lock);
    statistics.live_library_handles += static_cast<uint64_t>(static_cast<int64_t>(change));
}
}
