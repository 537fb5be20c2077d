/// What the stand-ins of cuBLAS and cuDNN use of the emulated driver.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#define EMULATED_API extern "C" __attribute__((visibility("default")))

extern "C"
{
int emulation_submit(void* stream, int (*run)(void*), void* argument, void (*release)(void*));
int emulation_synchronize(void* stream);
int emulation_check_range(const char* who, uint64_t address, size_t bytes);
const char* emulation_message();
int emulation_has_context();
void emulation_count_handle(int change);
}

namespace emulation
{
/// Puts work on a stream; the work returns the driver's status.
template <class Work> int submit(void* stream, Work work)
{
    return emulation_submit(
        stream, [](void* held) { return (*static_cast<Work*>(held))(); }, new Work(std::move(work)), [](void* held) { delete static_cast<Work*>(held); });
}

/// Whether elements may be accessed; if not, the device has failed.
inline bool accessible(const char* who, const void* address, size_t bytes)
{
    return bytes == 0 || emulation_check_range(who, reinterpret_cast<uint64_t>(address), bytes) == 0;
}

constexpr int illegal_address = 700;
}
