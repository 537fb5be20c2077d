/// The order in which ready threads run.
#pragma once

#include <cstddef>
#include <cstdint>

namespace emulation
{
/// 0: in order of becoming ready. Otherwise the seed of a shuffle, which shows what relies on the order.
void set_schedule(uint64_t seed);

/// Which of so many ready threads runs next.
size_t pick(size_t ready);
}
