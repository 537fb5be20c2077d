#include "handle.h"

namespace emulation
{
static thread_local std::string explanation;

bool is_dnn_handle(const DnnHandle* handle) { return is_live(handle); }

int dnn_refuse(int status, const std::string& text)
{
    explanation = text;
    return status;
}

EMULATED_API int cudnnCreate(DnnHandle** handle)
{
    if (!emulation_has_context())
        return dnn_refuse(DnnNotInitialized, "cudnnCreate: this thread has no current context");
    *handle = create_object(new DnnHandle);
    return DnnSuccess;
}

EMULATED_API int cudnnDestroy(DnnHandle* handle)
{
    if (!emulation_has_context())
        return dnn_refuse(DnnNotInitialized, "cudnnDestroy: this thread has no current context");
    return destroy_object(handle) ? DnnSuccess : dnn_refuse(DnnNotInitialized, "this is no handle, or was destroyed before");
}

EMULATED_API int cudnnSetStream(DnnHandle* handle, void* stream)
{
    if (!is_dnn_handle(handle))
        return dnn_refuse(DnnNotInitialized, "this is no handle, or was destroyed before");
    handle->stream = stream;
    return DnnSuccess;
}

EMULATED_API size_t cudnnGetVersion() { return 91200; }

/// The name, and what exactly was refused.
EMULATED_API const char* cudnnGetErrorString(int status)
{
    static thread_local std::string text;
    switch (status)
    {
    case DnnSuccess: return "CUDNN_STATUS_SUCCESS";
    case DnnNotInitialized: text = "CUDNN_STATUS_NOT_INITIALIZED"; break;
    case DnnBadParam: text = "CUDNN_STATUS_BAD_PARAM"; break;
    case DnnNotSupported: text = "CUDNN_STATUS_NOT_SUPPORTED"; break;
    case DnnExecutionFailed: text = "CUDNN_STATUS_EXECUTION_FAILED"; break;
    default: return "CUDNN_UNKNOWN_STATUS";
    }
    if (!explanation.empty())
        text += ": " + explanation;
    return text.c_str();
}
}
