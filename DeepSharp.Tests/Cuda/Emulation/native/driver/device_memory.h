/// The device's memory: one reserved range of addresses, cut into allocations with red zones between them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace emulation
{
/// Allocations start at multiples of this; the table of valid bytes has one entry for each.
constexpr size_t granule = 256;

/// The reserved addresses, and how many bytes at the start of each granule belong to a live allocation. Read on every access of a kernel.
extern char* arena;
extern uint16_t* valid_bytes;
constexpr size_t arena_bytes = size_t(16) << 30;

/// One allocation, live or freed.
struct Allocation
{
    size_t offset, bytes, span;
    bool live, pooled;
    uint64_t number;
};

void reserve_arena();
int allocate(size_t bytes, bool pooled, uint64_t* address);
int deallocate(uint64_t address);

inline bool in_arena(const void* address) { return static_cast<size_t>(static_cast<const char*>(address) - arena) < arena_bytes; }

/// The allocation an address lies in or behind, or null.
const Allocation* find_allocation(const void* address);

/// Whether all of the range lies in one live allocation; if not, the explanation starts with what.
bool check_range(const void* address, size_t bytes, const char* what);

size_t memory_limit();
void set_memory_limit(size_t bytes);
size_t used_memory();

/// Whether the device still has so many bytes beside those it has given out and those its pool retains.
bool has_room(size_t bytes);
}
