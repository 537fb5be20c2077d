#include "status.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "statistics.h"

namespace emulation
{
std::recursive_mutex driver_lock;

static bool initialized;
static int sticky;
static std::string text;
static thread_local void* context;

int refuse(int status, const char* format, ...)
{
    char buffer[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    text = buffer;
    return status;
}

int make_sticky(int status)
{
    if (status != Success && sticky == Success)
    {
        sticky = status;
        statistics.errors++;
    }
    return status;
}

int sticky_status() { return sticky; }
const std::string& message() { return text; }

void recover()
{
    sticky = Success;
    text.clear();
}

bool is_initialized() { return initialized; }
void set_initialized() { initialized = true; }
void* current_context() { return context; }
void set_current_context(void* value) { context = value; }

struct ErrorText
{
    int status;
    const char* name;
    const char* text;
};

static const ErrorText error_texts[] = {
    {Success, "CUDA_SUCCESS", "no error"},
    {InvalidValue, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {OutOfMemory, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {NotInitialized, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {InvalidDevice, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {InvalidImage, "CUDA_ERROR_INVALID_IMAGE", "device kernel image is invalid"},
    {InvalidContext, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {NoBinaryForGpu, "CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image is available for execution on the device"},
    {InvalidPtx, "CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"},
    {InvalidHandle, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {NotFound, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {NotReady, "CUDA_ERROR_NOT_READY", "device not ready"},
    {IllegalAddress, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {LaunchOutOfResources, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", "too many resources requested for launch"},
    {HostMemoryAlreadyRegistered, "CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED", "part or all of the requested memory range is already mapped"},
    {HostMemoryNotRegistered, "CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED", "pointer does not correspond to a registered memory region"},
    {MisalignedAddress, "CUDA_ERROR_MISALIGNED_ADDRESS", "misaligned address"},
    {LaunchFailed, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {NotSupported, "CUDA_ERROR_NOT_SUPPORTED", "operation not supported"},
    {CaptureUnsupported, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", "operation not permitted when stream is capturing"},
    {CaptureInvalidated, "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED", "operation failed due to a previous error during capture"},
    {CaptureUnjoined, "CUDA_ERROR_STREAM_CAPTURE_UNJOINED", "capturing stream has unjoined work"},
    {CaptureImplicit, "CUDA_ERROR_STREAM_CAPTURE_IMPLICIT", "operation would make the legacy stream depend on a capturing blocking stream"},
    {CapturedEvent, "CUDA_ERROR_CAPTURED_EVENT", "operation not permitted on an event last recorded in a capturing stream"},
};

static const ErrorText* find_text(int status)
{
    for (const ErrorText& entry : error_texts)
        if (entry.status == status)
            return &entry;
    return nullptr;
}

EMULATED_API int cuGetErrorName(int status, const char** name)
{
    const ErrorText* entry = find_text(status);
    *name = entry ? entry->name : nullptr;
    return entry ? Success : InvalidValue;
}

/// The library's text, followed by what exactly was refused: so it reaches whoever reads the exception.
EMULATED_API int cuGetErrorString(int status, const char** string)
{
    static thread_local std::string answer;
    const ErrorText* entry = find_text(status);
    std::lock_guard<std::recursive_mutex> guard(driver_lock);
    answer = entry ? entry->text : "";
    if (entry && status != Success && !text.empty())
        answer += ": " + text;
    *string = entry ? answer.c_str() : nullptr;
    return entry ? Success : InvalidValue;
}
}
