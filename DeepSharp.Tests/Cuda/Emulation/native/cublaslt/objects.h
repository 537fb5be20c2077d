/// What callers of cuBLASLt hold: handles, operations, layouts, preferences.
#pragma once

#include <string>

#include "../library/live_objects.h"
#include "../library/matrices.h"

namespace emulation
{
enum LtStatus : int {
    LtSuccess = 0,
    LtNotInitialized = 1,
    LtInvalidValue = 7,
    LtExecutionFailed = 13,
    LtNotSupported = 15,
};

struct LtHandle
{
};

/// op(A), op(B), and what is done to the sums before they are stored.
struct LtOperation
{
    int compute_type, scale_type;
    int transpose_a = 0, transpose_b = 0, epilogue = 1;
    const void* bias = nullptr;
};

/// A column-major matrix.
struct LtLayout
{
    Element type;
    int64_t rows, columns, leading;
};

/// What a caller promises and allows.
struct LtPreference
{
    uint64_t workspace = 0;
    uint32_t reductions = 7, alignment[4] = {256, 256, 256, 256};
};

/// Keeps the explanation for cublasLtGetStatusString and returns the status.
int lt_refuse(int status, const std::string& text);

/// Runs the body on a live object.
template <class T, class Body> int with_live(T* object, Body body)
{
    return is_live(object) ? body(*object) : lt_refuse(LtInvalidValue, "this is no object of the kind asked for, or was destroyed before");
}
}
