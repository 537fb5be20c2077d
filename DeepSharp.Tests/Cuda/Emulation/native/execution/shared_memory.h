/// Static shared memory: the variables the compiler describes when a file of kernels is loaded.
#pragma once

#include <cstddef>
#include <vector>

namespace emulation
{
struct SharedVariable
{
    char* start;
    size_t bytes;
    const char* name;
};

/// The shared variables of a source file, by address.
using SharedVariables = std::vector<SharedVariable>;

/// Those of the file; the reference stays valid.
const SharedVariables& shared_variables(const char* file);

/// The variable an address lies in, or in the gap behind; null if none.
const SharedVariable* find_shared(const SharedVariables& variables, const char* address);

/// Fills the variables with NaN.
void poison(const SharedVariables& variables);
}
