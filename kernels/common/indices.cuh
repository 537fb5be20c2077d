// Index tensors: int32 or int64, checked against the axis they index, negative ones counted from the end where the op says so.
#pragma once
#include "common/fault.cuh"

// Number i of an int32 or int64 array.
__device__ __forceinline__ long long read_integer(const void* from, bool wide, long long i)
{
    return wide ? static_cast<const long long*>(from)[i] : static_cast<const int*>(from)[i];
}

// The place that index number i names on an axis of some length, or -1 with a fault noted.
__device__ __forceinline__ long long read_index(const void* indices, bool wide, long long i, long long length, bool from_end, long long* faults)
{
    long long index = read_integer(indices, wide, i);
    if (index >= length || index < (from_end ? -length : 0))
    {
        report_fault(faults, index, i);
        return -1;
    }
    return index < 0 ? index + length : index;
}
