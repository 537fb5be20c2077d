/// Loads and stores of single elements and short vectors.
#pragma once

#include "operations.h"

namespace emulation
{
enum class Space : uint8_t { Global, Shared, Parameter };

/// How an element type is loaded into registers of so many bytes, which may be more than the element has; null if it cannot be.
Execute find_load(Space space, const Type& element, int register_bytes);

/// How registers of so many bytes are stored as an element type, the low bytes of wider ones; null if they cannot be.
Execute find_store(Space space, const Type& element, int register_bytes);

}
