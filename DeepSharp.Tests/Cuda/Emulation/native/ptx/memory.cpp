#include "memory.h"

#include <cstring>

#include "../driver/device_memory.h"
#include "../driver/host_memory.h"
#include "../driver/status.h"
#include "code.h"

namespace emulation
{
/// Whether the bytes may be used without a further look: all lie in live allocations, each granule as far as it is used.
static bool all_valid(uint64_t address, size_t bytes)
{
    size_t offset = address - reinterpret_cast<uintptr_t>(arena), end = offset + bytes;
    if (offset >= arena_bytes || end > arena_bytes)
        return false;
    for (size_t at = offset; at < end;)
    {
        size_t next = (at / granule + 1) * granule, stop = next < end ? next : end;
        if ((stop - 1) % granule + 1 > valid_bytes[at / granule])
            return false;
        at = stop;
    }
    return true;
}

/// Explains an access outside live allocations, unless it is to page-locked host memory, which kernels may use.
static void check_global(Group& group, int lane, uint64_t address, size_t bytes, const char* verb)
{
    auto place = reinterpret_cast<const char*>(address);
    if (address % bytes)
        group.fault(lane, MisalignedAddress, "misaligned %s of %zu bytes at %#lx", verb, bytes, static_cast<unsigned long>(address));
    if (all_valid(address, bytes) || is_pinned(place, bytes))
        return;
    const Allocation* allocation = in_arena(place) ? find_allocation(place) : nullptr;
    if (!allocation)
        group.fault(lane, IllegalAddress, "%s of %zu bytes at %p, which is not a device address", verb, bytes, static_cast<const void*>(place));
    group.fault(
        lane, IllegalAddress, "%s of %zu bytes at offset %zu of allocation #%lu (%zu bytes, %s)", verb, bytes,
        static_cast<size_t>(place - arena) - allocation->offset, static_cast<unsigned long>(allocation->number), allocation->bytes,
        allocation->live ? "live" : "freed");
}

/// Where the lanes' elements lie when they lie one after the other, all accessible; null otherwise.
static char* contiguous(const Instruction& in, Group& group, const uint64_t* addresses, size_t bytes)
{
    if (!group.full)
        return nullptr;
    uint64_t start = addresses[0], different = start % bytes;
    for (int lane = 0; lane < group.count; lane++)
        different |= addresses[lane] ^ (start + static_cast<uint64_t>(lane) * bytes);
    start += static_cast<uint64_t>(in.offset);
    return different == 0 && in.offset % static_cast<int64_t>(bytes) == 0 && all_valid(start, bytes * static_cast<size_t>(group.count))
        ? reinterpret_cast<char*>(start)
        : nullptr;
}

/// Calls access with each selected lane and the checked place of its elements in global memory.
template <class F> static void each_global(const Instruction& in, Group& group, size_t bytes, const char* verb, F access)
{
    const uint64_t* addresses = group.lanes<uint64_t>(in.operands[in.width]);
    if (char* start = contiguous(in, group, addresses, bytes))
    {
        for (int lane = 0; lane < group.count; lane++)
            access(lane, start + static_cast<size_t>(lane) * bytes);
        return;
    }
    group.each([&](int lane) {
        uint64_t address = addresses[lane] + static_cast<uint64_t>(in.offset);
        check_global(group, lane, address, bytes, verb);
        access(lane, reinterpret_cast<char*>(address));
    });
}

/// The same in the block's shared memory, whose addresses count from its start.
template <class F> static void each_shared(const Instruction& in, Group& group, size_t bytes, const char* verb, F access)
{
    const uint32_t* narrow = group.lanes<uint32_t>(in.operands[in.width]);
    const uint64_t* wide = group.lanes<uint64_t>(in.operands[in.width]);
    group.each([&](int lane) {
        uint64_t address = (in.mode ? wide[lane] : narrow[lane]) + static_cast<uint64_t>(in.offset);
        if (address % bytes)
            group.fault(lane, MisalignedAddress, "misaligned %s of %zu bytes at %lu in shared memory", verb, bytes, static_cast<unsigned long>(address));
        if (address + bytes > group.block->shared_bytes)
            group.fault(
                lane, IllegalAddress, "%s of %zu bytes at offset %lu of shared memory (%u bytes)", verb, bytes, static_cast<unsigned long>(address),
                group.block->shared_bytes);
        access(lane, group.block->shared + address);
    });
}

template <class F> static void each_place(Space space, const Instruction& in, Group& group, size_t bytes, const char* verb, F access)
{
    if (space == Space::Global)
        each_global(in, group, bytes, verb, access);
    else
        each_shared(in, group, bytes, verb, access);
}

/// M is the element, R the register, of at least its size and of its sign.
template <Space S, class M, class R> static void load(const Instruction& in, Group& group)
{
    R* to[4];
    for (int e = 0; e < in.width; e++)
        to[e] = group.lanes<R>(in.operands[e]);
    int width = in.width;
    each_place(S, in, group, sizeof(M) * static_cast<size_t>(width), "read", [&](int lane, const char* place) {
        M values[4];
        memcpy(values, place, sizeof(M) * static_cast<size_t>(width));
        for (int e = 0; e < width; e++)
            to[e][lane] = static_cast<R>(values[e]);
    });
}

template <Space S, class M, class R> static void store(const Instruction& in, Group& group)
{
    const R* from[4];
    for (int e = 0; e < in.width; e++)
        from[e] = group.lanes<R>(in.operands[e]);
    int width = in.width;
    each_place(S, in, group, sizeof(M) * static_cast<size_t>(width), "write", [&](int lane, char* place) {
        M values[4];
        for (int e = 0; e < width; e++)
            values[e] = static_cast<M>(from[e][lane]);
        memcpy(place, values, sizeof(M) * static_cast<size_t>(width));
    });
}

template <class M, class R> static void load_parameter(const Instruction& in, Group& group)
{
    M value;
    memcpy(&value, group.block->launch->arguments + in.offset, sizeof value);
    R* to = group.lanes<R>(in.operands[0]);
    group.each([=](int lane) { to[lane] = static_cast<R>(value); });
}

template <class M, class R> static Execute access(Space space, bool is_store)
{
    if (space == Space::Parameter)
        return is_store ? nullptr : load_parameter<M, R>;
    if (space == Space::Global)
        return is_store ? store<Space::Global, M, R> : load<Space::Global, M, R>;
    return is_store ? store<Space::Shared, M, R> : load<Space::Shared, M, R>;
}

/// U and I are the unsigned and the signed integer of the element's size: floats and bits move as the former.
template <class U, class I> static Execute of_size(Space space, bool is_store, bool is_signed, int register_bytes)
{
    switch (register_bytes)
    {
    case 2: return sizeof(U) > 2 ? nullptr : is_signed ? access<I, int16_t>(space, is_store) : access<U, uint16_t>(space, is_store);
    case 4: return sizeof(U) > 4 ? nullptr : is_signed ? access<I, int32_t>(space, is_store) : access<U, uint32_t>(space, is_store);
    case 8: return is_signed ? access<I, int64_t>(space, is_store) : access<U, uint64_t>(space, is_store);
    default: return nullptr;
    }
}

static Execute find_access(Space space, bool is_store, const Type& element, int register_bytes)
{
    bool is_signed = element.kind == TypeKind::Signed;
    switch (element.bytes)
    {
    case 1: return of_size<uint8_t, int8_t>(space, is_store, is_signed, register_bytes);
    case 2: return of_size<uint16_t, int16_t>(space, is_store, is_signed, register_bytes);
    case 4: return of_size<uint32_t, int32_t>(space, is_store, is_signed, register_bytes);
    case 8: return of_size<uint64_t, int64_t>(space, is_store, is_signed, register_bytes);
    default: return nullptr;
    }
}

Execute find_load(Space space, const Type& element, int register_bytes) { return find_access(space, false, element, register_bytes); }
Execute find_store(Space space, const Type& element, int register_bytes) { return find_access(space, true, element, register_bytes); }
}
