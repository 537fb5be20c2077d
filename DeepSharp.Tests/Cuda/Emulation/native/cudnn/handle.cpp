#include "handle.h"

namespace emulation
{
static std::set<const DnnHandle*>& handles()
{
    static std::set<const DnnHandle*> live;
    return live;
}

static thread_local std::string explanation;

bool is_dnn_handle(const DnnHandle* handle) { return handles().count(handle) != 0; }

int dnn_refuse(int status, const std::string& text)
{
    explanation = text;
    return status;
}

EMULATED_API int cudnnCreate(DnnHandle** handle)
{
    if (!emulation_has_context())
        return dnn_refuse(DnnNotInitialized, "cudnnCreate: this thread has no current context");
    *handle = new DnnHandle;
    handles().insert(*handle);
    emulation_count_handle(1);
    return DnnSuccess;
}

EMULATED_API int cudnnDestroy(DnnHandle* handle)
{
    if (!emulation_has_context())
        return dnn_refuse(DnnNotInitialized, "cudnnDestroy: this thread has no current context");
    if (!handles().erase(handle))
        return dnn_refuse(DnnNotInitialized, "this is no handle, or was destroyed before");
    emulation_count_handle(-1);
    delete handle;
    return DnnSuccess;
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
