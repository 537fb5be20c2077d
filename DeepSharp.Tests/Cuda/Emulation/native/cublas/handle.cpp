#include "handle.h"

#include "../library/live_objects.h"

namespace emulation
{
static thread_local std::string explanation;

bool is_blas_handle(const BlasHandle* handle) { return is_live(handle); }

int blas_refuse(int status, const std::string& text)
{
    explanation = text;
    return status;
}

/// Runs the body on a live handle.
template <class Body> static int with_handle(BlasHandle* handle, Body body)
{
    if (!is_blas_handle(handle))
        return blas_refuse(BlasNotInitialized, "this is no handle, or was destroyed before");
    body(*handle);
    return BlasSuccess;
}

EMULATED_API int cublasCreate_v2(BlasHandle** handle)
{
    if (!emulation_has_context())
        return blas_refuse(BlasNotInitialized, "cublasCreate: this thread has no current context");
    *handle = create_object(new BlasHandle);
    return BlasSuccess;
}

EMULATED_API int cublasDestroy_v2(BlasHandle* handle)
{
    if (!emulation_has_context())
        return blas_refuse(BlasNotInitialized, "cublasDestroy: this thread has no current context");
    return destroy_object(handle) ? BlasSuccess : blas_refuse(BlasNotInitialized, "this is no handle, or was destroyed before");
}

EMULATED_API int cublasSetStream_v2(BlasHandle* handle, void* stream)
{
    return with_handle(handle, [=](BlasHandle& known) { known.stream = stream; });
}

EMULATED_API int cublasGetStream_v2(BlasHandle* handle, void** stream)
{
    return with_handle(handle, [=](BlasHandle& known) { *stream = known.stream; });
}

EMULATED_API int cublasSetMathMode(BlasHandle* handle, int mode)
{
    return with_handle(handle, [=](BlasHandle& known) { known.math_mode = mode; });
}

EMULATED_API int cublasSetAtomicsMode(BlasHandle* handle, int mode)
{
    return with_handle(handle, [=](BlasHandle& known) { known.atomics_mode = mode; });
}

EMULATED_API int cublasSetPointerMode_v2(BlasHandle* handle, int mode)
{
    return mode == 0 ? with_handle(handle, [](BlasHandle&) {}) : blas_refuse(BlasNotSupported, "the emulation takes factors in host memory only");
}

EMULATED_API int cublasSetWorkspace_v2(BlasHandle* handle, void* workspace, size_t bytes)
{
    if (!accessible("cuBLAS workspace", workspace, bytes))
        return blas_refuse(BlasInvalidValue, emulation_message());
    return with_handle(handle, [=](BlasHandle& known) {
        known.workspace = workspace;
        known.workspace_bytes = bytes;
    });
}

EMULATED_API int cublasGetVersion_v2(BlasHandle* handle, int* version)
{
    return with_handle(handle, [=](BlasHandle&) { *version = 120803; });
}

static const char* status_name(int status)
{
    switch (status)
    {
    case BlasSuccess: return "CUBLAS_STATUS_SUCCESS";
    case BlasNotInitialized: return "CUBLAS_STATUS_NOT_INITIALIZED";
    case BlasInvalidValue: return "CUBLAS_STATUS_INVALID_VALUE";
    case BlasExecutionFailed: return "CUBLAS_STATUS_EXECUTION_FAILED";
    case BlasNotSupported: return "CUBLAS_STATUS_NOT_SUPPORTED";
    default: return "unrecognized error code";
    }
}

EMULATED_API const char* cublasGetStatusName(int status) { return status_name(status); }

/// The name, and what exactly was refused.
EMULATED_API const char* cublasGetStatusString(int status)
{
    static thread_local std::string text;
    text = status_name(status);
    if (status != BlasSuccess && !explanation.empty())
        text += ": " + explanation;
    return text.c_str();
}
}
