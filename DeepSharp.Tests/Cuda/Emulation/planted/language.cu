// Correct kernels, one for each part of the device language that others rely on.
#include "common/fault.cuh"
#include "common/reduce.cuh"
#include "common/shared.cuh"

// Where each thread of a three-dimensional launch stands.
extern "C" __global__ void language_places(int* y)
{
    int block = (blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
    int thread = (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
    y[block * blockDim.x * blockDim.y * blockDim.z + thread] = block * 1000 + thread;
}

// Seven words a lane: three shuffles, a broadcast, and votes.
extern "C" __global__ void language_warp(const int* x, int* y)
{
    int value = x[threadIdx.x], lane = threadIdx.x % 32;
    int* row = y + 8 * threadIdx.x;
    row[0] = __shfl_xor_sync(0xffffffffu, value, 5);
    row[1] = __shfl_up_sync(0xffffffffu, value, 3);
    row[2] = __shfl_down_sync(0xffffffffu, value, 3, 8);
    row[3] = __shfl_sync(0xffffffffu, value, 9);
    row[4] = (int)__ballot_sync(0xffffffffu, value > 0);
    row[5] = __any_sync(0xffffffffu, lane == 3) + 2 * __all_sync(0xffffffffu, value > 0);
    __syncwarp();
    row[6] = (int)__shfl_xor_sync(0xffffffffu, (double)value, 1);
    row[7] = __syncthreads_count(value > 0);
}

// Sum, least and largest through atomics of several types, and an exchange that only one thread wins.
extern "C" __global__ void language_atomics(const int* x, int* ints, unsigned long long* longs, float* floats)
{
    int value = x[blockIdx.x * blockDim.x + threadIdx.x];
    atomicAdd(ints, value);
    atomicMin(ints + 1, value);
    atomicMax(ints + 2, value);
    if (atomicCAS(ints + 3, 0, 1) == 0) atomicExch(ints + 4, 7);
    atomicAdd(longs, 1ull);
    atomicAdd(floats, (float)value);
}

// The block's sum through the common header's reduction, and through dynamic shared memory.
extern "C" __global__ void language_sums(const float* x, float* y, int columns)
{
    DS_DYNAMIC_SHARED(float, buffer);
    float sum = 0.0f;
    for (int i = threadIdx.x; i < columns; i += blockDim.x) sum += x[(long long)blockIdx.x * columns + i];
    float total = block_reduce<ds_add>(sum, 0.0f);
    buffer[threadIdx.x] = sum;
    for (int half = blockDim.x / 2; half > 0; half /= 2)
    {
        __syncthreads();
        if (threadIdx.x < half) buffer[threadIdx.x] += buffer[threadIdx.x + half];
    }
    if (threadIdx.x == 0)
    {
        y[2 * blockIdx.x] = total;
        y[2 * blockIdx.x + 1] = buffer[0];
    }
}

// Parameters of every size, vector loads, and a note in page-locked host memory.
extern "C" __global__ void language_parameters(const float4* x, float* y, long long count, int one, float two, double three, bool four, long long* note)
{
    float4 v = x[threadIdx.x];
    y[threadIdx.x] = v.x + v.y + v.z + v.w + (float)count + one + two + (float)three + (four ? 1000.0f : 0.0f);
    report_fault(note, 42);
}
