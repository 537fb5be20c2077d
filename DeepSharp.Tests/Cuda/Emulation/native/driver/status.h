/// Status codes of the driver API, the device's error state, and the guard every entry point runs under.
#pragma once

#include <mutex>
#include <string>

#define EMULATED_API extern "C" __attribute__((visibility("default")))

namespace emulation
{
/// The CUresult values this driver answers with.
enum Status : int {
    Success = 0,
    InvalidValue = 1,
    OutOfMemory = 2,
    NotInitialized = 3,
    InvalidDevice = 101,
    InvalidImage = 200,
    InvalidContext = 201,
    NoBinaryForGpu = 209,
    InvalidPtx = 218,
    InvalidHandle = 400,
    NotFound = 500,
    NotReady = 600,
    IllegalAddress = 700,
    LaunchOutOfResources = 701,
    HostMemoryAlreadyRegistered = 712,
    HostMemoryNotRegistered = 713,
    MisalignedAddress = 716,
    LaunchFailed = 719,
    NotSupported = 801,
    CaptureUnsupported = 900,
    CaptureInvalidated = 901,
    CaptureUnjoined = 904,
    CaptureImplicit = 906,
    CapturedEvent = 907,
};

/// One lock for the whole driver: a launch runs on the calling thread while others wait.
extern std::recursive_mutex driver_lock;

/// Keeps the text that explains a refusal (for cuGetErrorString and the tests) and returns the status.
int refuse(int status, const char* format, ...) __attribute__((format(printf, 2, 3)));

/// Makes an error of the device permanent, as on a GPU: every later call answers with it. Returns the status.
int make_sticky(int status);

/// The permanent error, or Success.
int sticky_status();

/// The latest explanation.
const std::string& message();

/// Forgets the permanent error and its explanation.
void recover();

bool is_initialized();
void set_initialized();
void* current_context();
void set_current_context(void* context);

/// Runs an entry point's body under the lock alone: what releases handles works in every state.
template <class Body> int release(Body body)
{
    std::lock_guard<std::recursive_mutex> guard(driver_lock);
    return body();
}

/// As release, for handles that belong to a context: the calling thread must have it current, as a finalizer's has not of itself.
template <class Body> int release_in_context(const char* call, Body body)
{
    return release([&] { return current_context() ? body() : refuse(InvalidContext, "%s: this thread has no current context", call); });
}

/// Runs an entry point's body when the driver is initialised and the device has not failed.
template <class Body> int enter(Body body)
{
    std::lock_guard<std::recursive_mutex> guard(driver_lock);
    if (!is_initialized())
        return refuse(NotInitialized, "cuInit was not called");
    if (int status = sticky_status())
        return status;
    return body();
}

/// As enter, and the calling thread must have the context current.
template <class Body> int enter_context(const char* call, Body body)
{
    return enter([&] { return current_context() ? body() : refuse(InvalidContext, "%s: this thread has no current context", call); });
}
}
