/// Page-locked host memory: what a copy may still touch after the call that queued it.
#pragma once

#include <cstddef>

namespace emulation
{
/// Whether the whole range was allocated or registered as page-locked.
bool is_pinned(const void* address, size_t bytes);
}
