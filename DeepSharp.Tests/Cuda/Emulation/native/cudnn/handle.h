/// cuDNN handles, statuses with the numbers of version 9, and the life of descriptors.
#pragma once

#include <set>
#include <string>

#include "../library/driver.h"
#include "../library/elements.h"

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

/// The live descriptors of one kind.
template <class T> std::set<const T*>& live_descriptors()
{
    static std::set<const T*> live;
    return live;
}

template <class T> int create_descriptor(T** descriptor)
{
    *descriptor = new T;
    live_descriptors<T>().insert(*descriptor);
    emulation_count_handle(1);
    return DnnSuccess;
}

template <class T> int destroy_descriptor(T* descriptor)
{
    if (!live_descriptors<T>().erase(descriptor))
        return dnn_refuse(DnnBadParam, "this is no descriptor, or was destroyed before");
    emulation_count_handle(-1);
    delete descriptor;
    return DnnSuccess;
}

/// Runs the body on a live descriptor.
template <class T, class Body> int with_descriptor(T* descriptor, Body body)
{
    return live_descriptors<T>().count(descriptor) ? body(*descriptor) : dnn_refuse(DnnBadParam, "this is no descriptor, or was destroyed before");
}
}
