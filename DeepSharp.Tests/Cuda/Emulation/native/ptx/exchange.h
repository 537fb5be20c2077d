/// Shuffles between the lanes of a warp.
#pragma once

#include "group.h"

namespace emulation
{
enum class ShuffleMode : uint8_t { Up, Down, Butterfly, Index };

void shuffle_lanes(const Instruction& in, Group& group);
}
