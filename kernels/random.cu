// Random numbers: element by element the CPU's, from Philox words of the draw that a state in memory, {seed, draw's number}, stands for.
// The formulas are those of DeepSharp.Core/Ops/Random.
#include "common/error_function.cuh"
#include "common/fault.cuh"
#include "common/grid.cuh"
#include "common/pack.cuh"
#include "common/philox.cuh"
#include "common/types.cuh"
#include "common/wide.cuh"

typedef unsigned long long u64;

namespace
{
// Elements of one word each: make(word, element).
template <typename T, typename Make> __device__ __forceinline__ void draw_words(const u64* state, T* y, long long n, Make make)
{
    DS_GRID_STRIDE(b, (n + 3) / 4)
    {
        ds_philox_words w = philox_block(state, (u64)b);
        store_elements<4>(y, 4 * b, n, ds_pack<T, 4>{{make(w.w0), make(w.w1), make(w.w2), make(w.w3)}});
    }
}

// Elements of two words each, as one number of 64 bits.
template <typename T, typename Make> __device__ __forceinline__ void draw_numbers(const u64* state, T* y, long long n, Make make)
{
    DS_GRID_STRIDE(b, (n + 1) / 2)
    {
        ds_philox_words w = philox_block(state, (u64)b);
        store_elements<2>(y, 2 * b, n, ds_pack<T, 2>{{make(w.low()), make(w.high())}});
    }
}

// Steps of 2^-24 and 2^-53.
__device__ __forceinline__ float steps(unsigned count) { return (float)(int)count * (1.0f / 16777216.0f); }
__device__ __forceinline__ double steps(u64 count) { return (double)(long long)count * (1.0 / 9007199254740992.0); }
__device__ __forceinline__ float upper_bits(unsigned word) { return steps(word >> 8); }
__device__ __forceinline__ double upper_bits(u64 number) { return steps(number >> 11); }

// Two normal numbers by the transform of Box and Muller.
__device__ __forceinline__ ds_pack<float, 2> box_muller(unsigned first, unsigned second, float mean, float stddev)
{
    float radius = sqrtf(logf(steps((first >> 8) + 1)) * -2.0f), angle = upper_bits(second) * 6.28318530717958647692f;
    return {{fmaf(radius * cosf(angle), stddev, mean), fmaf(radius * sinf(angle), stddev, mean)}};
}

__device__ __forceinline__ ds_pack<double, 2> box_muller(u64 first, u64 second, double mean, double stddev)
{
    double radius = sqrt(log(steps((first >> 11) + 1)) * -2.0), angle = upper_bits(second) * 6.28318530717958647692;
    return {{fma(radius * cos(angle), stddev, mean), fma(radius * sin(angle), stddev, mean)}};
}

// A normal number cut off at two standard deviations: t inverts the distribution function.
__device__ __forceinline__ double invert(double t)
{
    double z = 1.41421356237309504880 * ds_erfinv(t * 0.95449973610364158);
    return z < -2 ? -2 : z > 2 ? 2 : z;
}
}

extern "C" __global__ void __launch_bounds__(256) random_bits_i32(const u64* state, int* y, long long n)
{
    draw_words(state, y, n, [](unsigned word) { return (int)word; });
}

extern "C" __global__ void __launch_bounds__(256) random_uniform_f32(const u64* state, float* y, long long n, float low, float range, float last)
{
    draw_words(state, y, n, [=](unsigned word) { return fminf(fmaf(upper_bits(word), range, low), last); });
}

extern "C" __global__ void __launch_bounds__(256) random_uniform_f64(const u64* state, double* y, long long n, double low, double range, double last)
{
    draw_numbers(state, y, n, [=](u64 number) { return fmin(fma(upper_bits(number), range, low), last); });
}

#define RANDOM_INTEGERS(T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) random_integers_##suffix(const u64* state, T* y, long long n, long long low, long long range) \
    { \
        draw_numbers(state, y, n, [=](u64 number) { return (T)((u64)low + ds_multiply_high(number, (u64)range)); }); \
    }
DS_FOR_INTEGERS(RANDOM_INTEGERS)

#define RANDOM_BERNOULLI(T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) random_bernoulli_##suffix(const u64* state, T* y, long long n, int threshold) \
    { \
        draw_words(state, y, n, [=](unsigned word) { return (int)(word >> 8) < threshold ? (T)1 : (T)0; }); \
    }
DS_FOR_NUMBERS(RANDOM_BERNOULLI)
RANDOM_BERNOULLI(unsigned char, u8)

extern "C" __global__ void __launch_bounds__(256) random_normal_f32(const u64* state, float* y, long long n, float mean, float stddev)
{
    DS_GRID_STRIDE(b, (n + 3) / 4)
    {
        ds_philox_words w = philox_block(state, (u64)b);
        ds_pack<float, 2> lower = box_muller(w.w0, w.w1, mean, stddev), upper = box_muller(w.w2, w.w3, mean, stddev);
        store_elements<4>(y, 4 * b, n, ds_pack<float, 4>{{lower.v[0], lower.v[1], upper.v[0], upper.v[1]}});
    }
}

extern "C" __global__ void __launch_bounds__(256) random_normal_f64(const u64* state, double* y, long long n, double mean, double stddev)
{
    DS_GRID_STRIDE(b, (n + 1) / 2)
    {
        ds_philox_words w = philox_block(state, (u64)b);
        store_elements<2>(y, 2 * b, n, box_muller(w.low(), w.high(), mean, stddev));
    }
}

extern "C" __global__ void __launch_bounds__(256) truncated_normal_f32(const u64* state, float* y, long long n, float mean, float stddev)
{
    draw_words(state, y, n, [=](unsigned word) { return fmaf((float)invert((2 * (int)(word >> 8) + 1) * (1.0 / 16777216.0) - 1), stddev, mean); });
}

extern "C" __global__ void __launch_bounds__(256) truncated_normal_f64(const u64* state, double* y, long long n, double mean, double stddev)
{
    // 2k + 1 - 2^53 is odd and below 2^53 in size, so the conversion is exact.
    draw_numbers(state, y, n, [=](u64 number)
    {
        return fma(invert((double)(2 * (long long)(number >> 11) + 1 - 9007199254740992ll) * (1.0 / 9007199254740992.0)), stddev, mean);
    });
}

// Logarithms of gamma variables by rejection: every element tries blocks of its own. One shape parameter for every `row` elements.
// G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 2000.
template <typename T> __device__ __forceinline__ void log_gamma(const u64* state, const double* alphas, T* y, long long n, long long row, long long* faults)
{
    DS_GRID_STRIDE(i, n)
    {
        double alpha = alphas[i / row];
        if (!(alpha > 0 && alpha < ds_limits<double>::infinity()))
        {
            report_fault(faults, (long long)ds_double_bits(alpha));
            y[i] = ds_limits<T>::nan();
            continue;
        }
        double d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3, spread = 1 / sqrt(9 * d);
        for (u64 block = (u64)i;; block += (u64)n)
        {
            ds_philox_words w = philox_block(state, block);
            const double unit = 1.0 / 16777216.0;
            double x = sqrt(-2 * log(((w.w0 >> 8) + 0.5) * unit)) * cos(6.28318530717958647692 * (((w.w1 >> 8) + 0.5) * unit));
            double t = 1 + x * spread;
            if (t <= 0) continue;
            t *= t * t;
            if (log(((w.w2 >> 8) + 0.5) * unit) >= x * x / 2 + d - d * t + d * log(t)) continue;
            y[i] = (T)(log(d * t) + (alpha < 1 ? log(((w.w3 >> 8) + 0.5) * unit) / alpha : 0));
            break;
        }
    }
}

#define RANDOM_LOG_GAMMA(T, suffix) \
    extern "C" __global__ void __launch_bounds__(128) random_log_gamma_##suffix(const u64* state, const double* alphas, T* y, long long n, long long row, \
        long long* faults) \
    { \
        log_gamma<T>(state, alphas, y, n, row, faults); \
    }
DS_FOR_WIDE_FLOATS(RANDOM_LOG_GAMMA)
