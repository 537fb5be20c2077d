/// Registers that say where a thread stands.
#include <cstring>

#include "code.h"

namespace emulation
{
static const char* const names[] = {
    "%tid.x",   "%tid.y",   "%tid.z",    "%ntid.x",   "%ntid.y",   "%ntid.z", "%ctaid.x",
    "%ctaid.y", "%ctaid.z", "%nctaid.x", "%nctaid.y", "%nctaid.z", "%laneid", "%warpid",
};

bool parse_special(const std::string& name, Special& kind)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (name == names[i])
        {
            kind = static_cast<Special>(i);
            return true;
        }
    return false;
}

static unsigned component(const Index3& index, int axis) { return axis == 0 ? index.x : axis == 1 ? index.y : index.z; }

uint32_t special_value(Special kind, const Group& group, int lane)
{
    int number = static_cast<int>(kind), axis = number % 3;
    switch (number / 3)
    {
    case 0: return component(group.thread(lane), axis);
    case 1: return component(group.block->launch->block, axis);
    case 2: return component(group.block->index, axis);
    case 3: return component(group.block->launch->grid, axis);
    default: return static_cast<uint32_t>(kind == Special::Lane ? lane % 32 : (group.first + lane) / 32);
    }
}
}
