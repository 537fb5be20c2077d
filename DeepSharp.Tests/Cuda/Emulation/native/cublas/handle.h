/// cuBLAS handles and statuses.
#pragma once

#include <string>

#include "../library/driver.h"
#include "../library/matrices.h"

namespace emulation
{
enum BlasStatus : int {
    BlasSuccess = 0,
    BlasNotInitialized = 1,
    BlasInvalidValue = 7,
    BlasExecutionFailed = 13,
    BlasNotSupported = 15,
};

struct BlasHandle
{
    void* stream = nullptr;
    int math_mode = 0, atomics_mode = 0;
    void* workspace = nullptr;
    size_t workspace_bytes = 0;
};

/// Whether this is a live handle.
bool is_blas_handle(const BlasHandle* handle);

/// Keeps the explanation for cublasGetStatusString and returns the status.
int blas_refuse(int status, const std::string& text);

/// Puts work on the handle's stream.
template <class Work> int blas_submit(BlasHandle* handle, Work work)
{
    return submit(handle->stream, std::move(work)) == 0 ? BlasSuccess : blas_refuse(BlasExecutionFailed, emulation_message());
}
}
