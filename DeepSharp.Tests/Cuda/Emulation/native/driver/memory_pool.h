/// The device's default memory pool: freed bytes stay reserved up to a threshold, as in stream-ordered allocation.
#pragma once

#include <cstddef>

namespace emulation
{
/// Reserves room for an allocation, from the retained bytes first; false when the device has none left.
bool take_from_pool(size_t bytes);

/// Keeps freed bytes reserved until the pool is trimmed or a synchronisation finds more than the threshold.
void give_to_pool(size_t bytes);

size_t pool_retained();

/// What a synchronisation does: hands retained bytes above the release threshold back to the device.
void release_above_threshold();
}
