/// Kernels are compiled with outlined address checks; these are the functions the compiler calls before each access.
#include <cstddef>
#include <cstdint>

#include "../driver/device_memory.h"
#include "../driver/host_memory.h"
#include "../driver/status.h"
#include "block.h"
#include "image.h"

namespace emulation
{
static const char* verb(bool write) { return write ? "write" : "read"; }

/// The access does not lie in a live allocation: either it is to a place kernels may use, or it is a fault.
static void check_elsewhere(uintptr_t address, size_t bytes, bool write)
{
    auto place = reinterpret_cast<const char*>(address);
    if (!block.kernel)
        return; // a scalar function called by interpreted PTX: it sees nothing but its own constants
    if (place >= __bss_start && place < _end)
    {
        const SharedVariable* variable = find_shared(*block.shared, place);
        if (variable && place + bytes <= variable->start + variable->bytes)
        {
            block.used_last = variable;
            return;
        }
        kernel_fault(
            IllegalAddress, "%s of %zu bytes at offset %td of shared memory '%s' (%zu bytes)", verb(write), bytes, variable ? place - variable->start : 0,
            variable ? variable->name : "", variable ? variable->bytes : 0);
    }
    if (place >= dynamic_shared && place < dynamic_shared + dynamic_shared_bytes)
    {
        if (place + bytes <= dynamic_shared + block.launch->shared_bytes)
            return;
        kernel_fault(
            IllegalAddress, "%s of %zu bytes at offset %zu of dynamic shared memory (%u bytes)", verb(write), bytes,
            static_cast<size_t>(place - dynamic_shared), block.launch->shared_bytes);
    }
    if (!write && ((place >= __ehdr_start && place < _end) || (place >= block.launch->arguments && place < block.launch->arguments + parameter_space)))
        return; // constant tables and parameters
    if (is_pinned(place, bytes))
        return; // page-locked host memory is mapped into the device's addresses
    if (!in_arena(place))
        kernel_fault(IllegalAddress, "%s of %zu bytes at host address %p", verb(write), bytes, static_cast<const void*>(place));
    const Allocation* allocation = find_allocation(place);
    if (!allocation)
        kernel_fault(IllegalAddress, "%s of %zu bytes at %p, where nothing was ever allocated", verb(write), bytes, static_cast<const void*>(place));
    size_t offset = static_cast<size_t>(place - arena) - allocation->offset;
    if (allocation->live && offset + bytes <= allocation->bytes)
        return; // a long access that crosses granules
    kernel_fault(
        IllegalAddress, "%s of %zu bytes at offset %zu of allocation #%lu (%zu bytes, %s)", verb(write), bytes, offset,
        static_cast<unsigned long>(allocation->number), allocation->bytes, allocation->live ? "live" : "freed");
}

static void check_range(uintptr_t address, size_t bytes, bool write)
{
    if (!in_own_stack(reinterpret_cast<const char*>(address)))
        check_elsewhere(address, bytes, write);
}

template <size_t Bytes> static inline void check(uintptr_t address, bool write)
{
    if (Bytes > 1 && __builtin_expect(address % Bytes != 0, 0))
        kernel_fault(MisalignedAddress, "misaligned %s of %zu bytes at %#lx", verb(write), Bytes, static_cast<unsigned long>(address));
    size_t offset = address - reinterpret_cast<uintptr_t>(arena);
    if (__builtin_expect(offset < arena_bytes && offset % granule + Bytes <= valid_bytes[offset / granule], 1))
        return;
    auto place = reinterpret_cast<const char*>(address);
    const SharedVariable* shared = block.used_last;
    if (in_own_stack(place) || (shared && place >= shared->start && place + Bytes <= shared->start + shared->bytes))
        return;
    check_elsewhere(address, Bytes, write);
}
}

using namespace emulation;

extern "C"
{
void __asan_load1_noabort(uintptr_t address) { check<1>(address, false); }
void __asan_load2_noabort(uintptr_t address) { check<2>(address, false); }
void __asan_load4_noabort(uintptr_t address) { check<4>(address, false); }
void __asan_load8_noabort(uintptr_t address) { check<8>(address, false); }
void __asan_load16_noabort(uintptr_t address) { check<16>(address, false); }
void __asan_store1_noabort(uintptr_t address) { check<1>(address, true); }
void __asan_store2_noabort(uintptr_t address) { check<2>(address, true); }
void __asan_store4_noabort(uintptr_t address) { check<4>(address, true); }
void __asan_store8_noabort(uintptr_t address) { check<8>(address, true); }
void __asan_store16_noabort(uintptr_t address) { check<16>(address, true); }
void __asan_loadN_noabort(uintptr_t address, size_t bytes) { check_range(address, bytes, false); }
void __asan_storeN_noabort(uintptr_t address, size_t bytes) { check_range(address, bytes, true); }
void __asan_handle_no_return() {}
void __asan_before_dynamic_init(const char*) {}
void __asan_after_dynamic_init() {}

void __ubsan_handle_type_mismatch_v1(void*, uintptr_t address)
{
    kernel_fault(MisalignedAddress, "misaligned access at %#lx", static_cast<unsigned long>(address));
}

void __ubsan_handle_out_of_bounds(void*, uintptr_t index)
{
    kernel_fault(IllegalAddress, "index %ld is outside an array of fixed size", static_cast<long>(index));
}

void __ubsan_handle_divrem_overflow(void*, uintptr_t, uintptr_t) { kernel_fault(LaunchFailed, "integer division by zero"); }
}
