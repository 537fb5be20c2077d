#include "device_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>

#include "memory_pool.h"
#include "statistics.h"
#include "status.h"

namespace emulation
{
char* arena;
uint16_t* valid_bytes;

static std::map<size_t, Allocation> allocations; // by offset, freed ones too: they explain a late access
static std::multimap<size_t, size_t> reusable;   // span -> offset of what left the quarantine
static std::deque<size_t> quarantine;            // freed a short while ago: not given out again
static size_t top, used, limit = size_t(2) << 30;
static uint64_t last_number;
constexpr size_t red_zone = 256, quarantined = 256, page = 4096, most_filled = size_t(64) << 20;

void reserve_arena()
{
    if (arena)
        return;
    auto reserve = [](size_t bytes) {
        void* range = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (range == MAP_FAILED)
            abort();
        return static_cast<char*>(range);
    };
    valid_bytes = reinterpret_cast<uint16_t*>(reserve(arena_bytes / granule * sizeof(uint16_t)));
    arena = reserve(arena_bytes);
}

/// Marks the allocation's bytes as accessible, or none of them.
static void mark(const Allocation& allocation, bool accessible)
{
    uint16_t* entry = valid_bytes + allocation.offset / granule;
    for (size_t at = 0; at < allocation.bytes; at += granule)
    {
        size_t rest = allocation.bytes - at;
        *entry++ = static_cast<uint16_t>(!accessible ? 0 : rest < granule ? rest : granule);
    }
}

/// The offset of a free span: one that left the quarantine, or fresh addresses.
static bool find_span(size_t& span, size_t& offset)
{
    auto found = reusable.lower_bound(span);
    if (found != reusable.end() && found->first <= span * 2)
    {
        span = found->first;
        offset = found->second;
        reusable.erase(found);
        return true;
    }
    if (top + span > arena_bytes)
        return false;
    offset = top;
    top += span;
    return true;
}

int allocate(size_t bytes, bool pooled, uint64_t* address)
{
    if (bytes == 0)
        return refuse(InvalidValue, "an allocation of 0 bytes");
    if (!(pooled ? take_from_pool(bytes) : has_room(bytes)))
        return refuse(OutOfMemory, "%zu bytes are wanted, %zu of %zu are in use and the pool retains %zu", bytes, used, limit, pool_retained());
    size_t span = (bytes + red_zone + granule - 1) / granule * granule, offset;
    if (!find_span(span, offset))
        return refuse(OutOfMemory, "the emulation has no addresses left");

    Allocation& allocation = allocations[offset] = Allocation{offset, bytes, span, true, pooled, ++last_number};
    mark(allocation, true);
    memset(arena + offset, 0xFF, std::min(bytes, most_filled)); // NaN in every floating type: a missing clear shows at once
    used += bytes;
    statistics.live_allocations++;
    statistics.total_allocations++;
    statistics.live_bytes += bytes;
    if (statistics.live_bytes > statistics.peak_bytes)
        statistics.peak_bytes = statistics.live_bytes;
    *address = reinterpret_cast<uint64_t>(arena + offset);
    return Success;
}

/// Freed bytes no longer read as what they were; large blocks give their pages back.
static void scrub(const Allocation& allocation)
{
    char* start = arena + allocation.offset;
    if (allocation.bytes <= size_t(1) << 20)
    {
        memset(start, 0xDD, allocation.bytes);
        return;
    }
    uintptr_t first = (reinterpret_cast<uintptr_t>(start) + page - 1) / page * page;
    uintptr_t end = reinterpret_cast<uintptr_t>(start + allocation.bytes) / page * page;
    madvise(reinterpret_cast<void*>(first), end - first, MADV_DONTNEED);
}

int deallocate(uint64_t address)
{
    auto found = allocations.find(static_cast<size_t>(reinterpret_cast<char*>(address) - arena));
    if (found == allocations.end())
        return refuse(InvalidValue, "free of %#lx: no allocation starts there", static_cast<unsigned long>(address));
    Allocation& allocation = found->second;
    if (!allocation.live)
        return refuse(
            InvalidValue, "free of %#lx: allocation #%lu (%zu bytes) was freed before", static_cast<unsigned long>(address),
            static_cast<unsigned long>(allocation.number), allocation.bytes);
    allocation.live = false;
    mark(allocation, false);
    scrub(allocation);
    used -= allocation.bytes;
    if (allocation.pooled)
        give_to_pool(allocation.bytes);
    statistics.live_allocations--;
    statistics.live_bytes -= allocation.bytes;
    quarantine.push_back(found->first);
    if (quarantine.size() > quarantined)
    {
        Allocation& oldest = allocations[quarantine.front()];
        reusable.emplace(oldest.span, oldest.offset);
        quarantine.pop_front();
    }
    return Success;
}

const Allocation* find_allocation(const void* address)
{
    auto next = allocations.upper_bound(static_cast<size_t>(static_cast<const char*>(address) - arena));
    return next == allocations.begin() ? nullptr : &std::prev(next)->second;
}

bool check_range(const void* address, size_t bytes, const char* what)
{
    if (!in_arena(address))
        return refuse(IllegalAddress, "%s: %p is not a device address", what, address) == Success;
    const Allocation* allocation = find_allocation(address);
    size_t offset = static_cast<size_t>(static_cast<const char*>(address) - arena);
    if (!allocation)
        return refuse(IllegalAddress, "%s: no allocation holds %p", what, address) == Success;
    if (!allocation->live || offset + bytes > allocation->offset + allocation->bytes)
        return refuse(
                   IllegalAddress, "%s: %zu bytes at offset %zu of allocation #%lu (%zu bytes, %s)", what, bytes, offset - allocation->offset,
                   static_cast<unsigned long>(allocation->number), allocation->bytes, allocation->live ? "live" : "freed")
            == Success;
    return true;
}

size_t memory_limit() { return limit; }
void set_memory_limit(size_t bytes) { limit = bytes; }
size_t used_memory() { return used; }
bool has_room(size_t bytes) { return used + pool_retained() + bytes <= limit; }
}
