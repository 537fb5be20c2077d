/// cuDNN handles, statuses with the numbers of version 9, and the life of descriptors.
#pragma once

#include <string>

#include "../library/elements.h"
#include "../library/live_objects.h"

namespace emulation
{
enum DnnStatus : int {
    DnnSuccess = 0,
    DnnNotInitialized = 1001,
    DnnBadParam = 2000,
    DnnNotSupported = 3000,
    DnnExecutionFailed = 5000,
};

struct DnnHandle
{
    void* stream = nullptr;
};

bool is_dnn_handle(const DnnHandle* handle);

/// Keeps the explanation for cudnnGetErrorString and returns the status.
int dnn_refuse(int status, const std::string& text);

/// Puts work on the handle's stream.
template <class Work> int dnn_submit(DnnHandle* handle, Work work)
{
    if (!is_dnn_handle(handle))
        return dnn_refuse(DnnNotInitialized, "this is no handle, or was destroyed before");
    return submit(handle->stream, std::move(work)) == 0 ? DnnSuccess : dnn_refuse(DnnExecutionFailed, emulation_message());
}

template <class T> int create_descriptor(T** descriptor)
{
    *descriptor = create_object(new T);
    return DnnSuccess;
}

template <class T> int destroy_descriptor(T* descriptor)
{
    return destroy_object(descriptor) ? DnnSuccess : dnn_refuse(DnnBadParam, "this is no descriptor, or was destroyed before");
}

/// Runs the body on a live descriptor.
template <class T, class Body> int with_descriptor(T* descriptor, Body body)
{
    return is_live(descriptor) ? body(*descriptor) : dnn_refuse(DnnBadParam, "this is no descriptor, or was destroyed before");
}
}
