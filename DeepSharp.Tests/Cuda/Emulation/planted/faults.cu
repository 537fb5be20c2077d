// Deliberate mistakes, each of which the emulation has to catch.

extern "C" __global__ void planted_write_past_end(float* x, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i <= n) x[i] = 1.0f;
}

extern "C" __global__ void planted_copy(const float* x, float* y, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) y[i] = x[i];
}

extern "C" __global__ void planted_misaligned(const float* x, float* y)
{
    struct __align__(16) four { float a, b, c, d; };
    four v = *reinterpret_cast<const four*>(x + 1);
    y[0] = v.a + v.d;
}

extern "C" __global__ void planted_divergent_barrier(float* x)
{
    if (threadIdx.x < 16) __syncthreads();
    else __syncthreads();
    x[threadIdx.x] = 0.0f;
}

extern "C" __global__ void planted_half_barrier(float* x)
{
    if (threadIdx.x < 16) __syncthreads();
    else x[threadIdx.x] = __shfl_down_sync(0xffffffffu, x[threadIdx.x], 1);
}

extern "C" __global__ void planted_exited_lane(float* x, int n)
{
    int i = threadIdx.x;
    if (i >= n) return;
    x[i] = __shfl_down_sync(0xffffffffu, x[i], 1);
}

extern "C" __global__ void planted_missing_barrier(float* x)
{
    __shared__ float shared[64];
    shared[threadIdx.x] = x[threadIdx.x];
    x[threadIdx.x] = shared[(threadIdx.x + 1) % 64];
}

extern "C" __global__ void planted_shared_overrun(float* x, int at)
{
    __shared__ float shared[32];
    shared[threadIdx.x + at] = x[threadIdx.x];
    __syncthreads();
    x[threadIdx.x] = shared[threadIdx.x];
}

// Through a pointer, into shared memory of a template.
template <typename T> __device__ T* planted_part()
{
    __shared__ T part[32];
    return part;
}

extern "C" __global__ void planted_pointer_overrun(float* x, int at)
{
    float* part = planted_part<float>();
    part[threadIdx.x + at] = x[threadIdx.x];
    planted_part<int>()[threadIdx.x] = 0;
    __syncthreads();
    x[threadIdx.x] = part[threadIdx.x];
}

extern "C" __global__ void planted_dynamic_overrun(float* x)
{
    float* shared = static_cast<float*>(ds_dynamic_shared());
    shared[threadIdx.x] = x[threadIdx.x];
}

extern "C" __global__ void planted_division(int* x) { x[0] = x[1] / x[2]; }
