/// Shuffles and votes: the lanes named in a mask meet and exchange 64 bits each.
#include "../driver/status.h"
#include "block.h"

namespace emulation
{
static WarpGroup& find_group(Warp& warp, unsigned mask)
{
    for (WarpGroup& group : warp.groups)
        if (group.mask == mask)
            return group;
    warp.groups.push_back({});
    warp.groups.back().mask = mask;
    return warp.groups.back();
}

/// Leaves the lane's bits and waits for the others; returns the slots all have filled.
static const uint64_t* meet(unsigned mask, uint64_t bits, const void* site)
{
    Warp& warp = block.warp();
    int lane = block.lane();
    if (!(mask >> lane & 1))
        kernel_fault(LaunchFailed, "calling lane %d is not in its own mask %#x", lane, mask);
    unsigned wanted = mask & warp.present;
    if (wanted & warp.exited)
        kernel_fault(LaunchFailed, "mask %#x names lanes %#x, which have exited", mask, wanted & warp.exited);
    WarpGroup& group = find_group(warp, mask);
    if (group.arrived && group.site != site)
        kernel_fault(LaunchFailed, "divergent warp: lanes of one warp meet at different warp operations (mask %#x)", mask);
    group.site = site;
    int parity = group.parity;
    group.slots[parity][lane] = bits;
    group.arrived |= 1u << lane;
    if (group.arrived == wanted)
    {
        group.arrived = 0;
        group.parity ^= 1;
        for (int thread : group.waiting)
            make_ready(thread);
        group.waiting.clear();
        return group.slots[parity];
    }
    group.waiting.push_back(block.current->linear);
    wait_here(ThreadState::AtWarp);
    return find_group(block.warp(), mask).slots[parity]; // the list may have grown meanwhile
}
}

using namespace emulation;

extern "C" int ds_lane() { return block.lane(); }

/// The bits of another lane; a lane that does not exist gives NaN.
extern "C" uint64_t ds_warp_exchange(const void* site, unsigned mask, uint64_t bits, int source)
{
    const uint64_t* slots = meet(mask, bits, site);
    unsigned lane = static_cast<unsigned>(source) % 32;
    return (mask & block.warp().present) >> lane & 1 ? slots[lane] : ~uint64_t(0);
}

/// The lanes of the mask whose predicate holds.
extern "C" unsigned ds_warp_ballot(const void* site, unsigned mask, int predicate)
{
    const uint64_t* slots = meet(mask, predicate != 0, site);
    unsigned wanted = mask & block.warp().present, votes = 0;
    for (unsigned lane = 0; lane < 32; lane++)
        if ((wanted >> lane & 1) && slots[lane])
            votes |= 1u << lane;
    return votes;
}

/// The lanes of the mask that hold the same bits.
extern "C" unsigned ds_warp_match(const void* site, unsigned mask, uint64_t bits)
{
    const uint64_t* slots = meet(mask, bits, site);
    unsigned wanted = mask & block.warp().present, same = 0;
    for (unsigned lane = 0; lane < 32; lane++)
        if ((wanted >> lane & 1) && slots[lane] == bits)
            same |= 1u << lane;
    return same;
}

/// The lanes that have not exited; a GPU answers with those that happen to run together.
extern "C" unsigned ds_activemask() { return block.warp().present & ~block.warp().exited; }
