#include "exchange.h"

#include "../driver/status.h"
#include "code.h"

namespace emulation
{
static int source_lane(const Instruction& in, int lane, unsigned b, unsigned c, bool& inside)
{
    auto self = static_cast<unsigned>(lane);
    unsigned mask = c >> 8 & 31, clamp = c & 31, base = self & mask, last = base | (clamp & ~mask), distance = b & 31;
    unsigned source = self;
    switch (static_cast<ShuffleMode>(in.mode))
    {
    case ShuffleMode::Up:
        source = self - distance;
        inside = static_cast<int>(source) >= static_cast<int>(last);
        break;
    case ShuffleMode::Down:
        source = self + distance;
        inside = source <= last;
        break;
    case ShuffleMode::Butterfly:
        source = self ^ distance;
        inside = source <= last;
        break;
    case ShuffleMode::Index:
        source = base | (distance & ~mask);
        inside = source <= last;
        break;
    }
    return static_cast<int>(inside ? source : self);
}

/// Operands: result, value, lane or distance, bounds, mask of lanes, and the predicate of having read another group's lane (width 2).
void shuffle_lanes(const Instruction& in, Group& group)
{
    auto* d = group.lanes<uint32_t>(in.operands[0]);
    auto *a = group.lanes<uint32_t>(in.operands[1]), *b = group.lanes<uint32_t>(in.operands[2]);
    auto *c = group.lanes<uint32_t>(in.operands[3]), *members = group.lanes<uint32_t>(in.operands[4]);
    bool* valid = in.width == 2 ? group.lanes<bool>(in.operands[5]) : nullptr;
    uint32_t before[group_lanes];
    for (int lane = 0; lane < group.count; lane++)
        before[lane] = a[lane];
    group.each([&](int lane) {
        int warp = lane / 32 * 32;
        bool inside = false;
        if (!(members[lane] >> (lane - warp) & 1))
            group.fault(lane, LaunchFailed, "calling lane %d is not in its own mask %#x", lane - warp, members[lane]);
        for (int other = warp; other < warp + 32 && other < group.count; other++)
            if ((members[lane] >> (other - warp) & 1) && group.states[other] == LaneState::Exited)
                group.fault(lane, LaunchFailed, "mask %#x names lane %d, which has exited", members[lane], other - warp);
        int source = warp + source_lane(in, lane - warp, b[lane], c[lane], inside);
        d[lane] = source < group.count ? before[source] : 0xFFFFFFFFu; // a lane that does not exist gives NaN
        if (valid)
            valid[lane] = inside;
    });
}
}
