/// The one emulated device and its primary context.
#include <cstdio>

#include "capture.h"
#include "device_memory.h"
#include "limits.h"
#include "statistics.h"
#include "status.h"

namespace emulation
{
static int retained; // its address is the primary context's handle

EMULATED_API int cuInit(unsigned)
{
    return release([] {
        reserve_arena();
        set_initialized();
        return int(Success);
    });
}

EMULATED_API int cuDriverGetVersion(int* version)
{
    *version = 12080;
    return Success;
}

EMULATED_API int cuDeviceGetCount(int* count)
{
    return enter([&] {
        *count = 1;
        return int(Success);
    });
}

EMULATED_API int cuDeviceGet(int* device, int ordinal)
{
    return enter([&] {
        *device = 0;
        return ordinal == 0 ? int(Success) : refuse(InvalidDevice, "there is one emulated device, 0, and %d was asked for", ordinal);
    });
}

EMULATED_API int cuDeviceGetName(char* name, int length, int)
{
    snprintf(name, static_cast<size_t>(length), "Emulated device");
    return Success;
}

EMULATED_API int cuDeviceTotalMem_v2(size_t* bytes, int)
{
    *bytes = memory_limit();
    return Success;
}

struct Attribute
{
    int number, value;
};

/// CUdevice_attribute; a device of compute capability 8.0 with few multiprocessors.
static const Attribute attributes[] = {
    {1, limits::threads_per_block},
    {2, limits::block_x},
    {3, limits::block_y},
    {4, limits::block_z},
    {5, limits::grid_x},
    {6, limits::grid_y},
    {7, limits::grid_z},
    {8, limits::shared_bytes},
    {9, 65536},
    {10, limits::warp},
    {12, 65536},
    {13, 1410000},
    {15, 1},
    {16, limits::multiprocessors},
    {31, 1},
    {36, 1215000},
    {37, 512},
    {38, 4 << 20},
    {39, limits::threads_per_multiprocessor},
    {40, 1},
    {41, 1},
    {75, 8},
    {76, 0},
    {81, 167936},
    {82, 65536},
    {83, 0},
    {90, 1},
    {95, 1},
    {97, limits::shared_bytes_opt_in},
    {106, limits::blocks_per_multiprocessor},
    {111, 1024},
    {115, 1},
};

EMULATED_API int cuDeviceGetAttribute(int* value, int number, int device)
{
    return enter([&]() -> int {
        if (device != 0)
            return refuse(InvalidDevice, "cuDeviceGetAttribute: device %d", device);
        *value = 0;
        for (const Attribute& attribute : attributes)
            if (attribute.number == number)
                *value = attribute.value;
        return Success;
    });
}

EMULATED_API int cuDevicePrimaryCtxRetain(void** context, int device)
{
    return enter([&]() -> int {
        if (device != 0)
            return refuse(InvalidDevice, "cuDevicePrimaryCtxRetain: device %d", device);
        retained++;
        *context = &retained;
        return Success;
    });
}

EMULATED_API int cuDevicePrimaryCtxRelease_v2(int)
{
    return release([] {
        if (retained == 0)
            return refuse(InvalidContext, "cuDevicePrimaryCtxRelease: the primary context is not retained");
        retained--;
        return int(Success);
    });
}

EMULATED_API int cuDevicePrimaryCtxGetState(int, unsigned* flags, int* active)
{
    *flags = 0;
    *active = retained > 0;
    return Success;
}

EMULATED_API int cuDevicePrimaryCtxSetFlags_v2(int, unsigned) { return Success; }

/// Clears the permanent error; unlike a real reset it keeps memory and handles, whose owners still release them.
EMULATED_API int cuDevicePrimaryCtxReset_v2(int)
{
    return release([] {
        drop_all_work();
        recover();
        return int(Success);
    });
}

EMULATED_API int cuCtxSetCurrent(void* context)
{
    if (context && context != &retained)
        return release([] { return refuse(InvalidContext, "cuCtxSetCurrent: not the primary context"); });
    set_current_context(context);
    return Success;
}

EMULATED_API int cuCtxGetCurrent(void** context)
{
    *context = current_context();
    return Success;
}

EMULATED_API int cuCtxGetDevice(int* device)
{
    return enter_context("cuCtxGetDevice", [&] {
        *device = 0;
        return int(Success);
    });
}
}
