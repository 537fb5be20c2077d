// Functions of one number under one name for float and double, so that a template computes in either. None of the fast, rounded forms.
#pragma once

__device__ __forceinline__ float exp_of(float x) { return expf(x); }
__device__ __forceinline__ double exp_of(double x) { return exp(x); }
__device__ __forceinline__ float log_of(float x) { return logf(x); }
__device__ __forceinline__ double log_of(double x) { return log(x); }
__device__ __forceinline__ float tanh_of(float x) { return tanhf(x); }
__device__ __forceinline__ double tanh_of(double x) { return tanh(x); }
__device__ __forceinline__ float sqrt_of(float x) { return sqrtf(x); }
__device__ __forceinline__ double sqrt_of(double x) { return sqrt(x); }
__device__ __forceinline__ float floor_of(float x) { return floorf(x); }
__device__ __forceinline__ double floor_of(double x) { return floor(x); }
__device__ __forceinline__ float abs_of(float x) { return fabsf(x); }
__device__ __forceinline__ double abs_of(double x) { return fabs(x); }
__device__ __forceinline__ float multiply_add(float a, float b, float c) { return fmaf(a, b, c); }
__device__ __forceinline__ double multiply_add(double a, double b, double c) { return fma(a, b, c); }

// 1 / (1 + e^-x); the exponential may overflow to infinity, whose reciprocal is the right 0.
template <typename W> __device__ __forceinline__ W sigmoid_of(W x) { return (W)1 / ((W)1 + exp_of(-x)); }

// How often loops over such functions are unrolled: for float, so that several loads are under way; not for double, whose exponential is a page.
#define UNROLLED(W) (sizeof(W) == 8 ? 1 : 4)
