/// The entry points of matrix products.
#include "gemm.h"

namespace emulation
{
constexpr int float32 = 0, float64 = 1, compute32 = 68, compute64 = 70;

EMULATED_API int cublasSgemm_v2(
    BlasHandle* handle, int ta, int tb, int m, int n, int k, const float* alpha, const float* a, int lda, const float* b, int ldb, const float* beta, float* c,
    int ldc)
{
    return run_gemm(handle, {ta, tb, m, n, k, alpha, {a, float32, lda}, {b, float32, ldb}, beta, {c, float32, ldc}, 1, compute32});
}

EMULATED_API int cublasDgemm_v2(
    BlasHandle* handle, int ta, int tb, int m, int n, int k, const double* alpha, const double* a, int lda, const double* b, int ldb, const double* beta,
    double* c, int ldc)
{
    return run_gemm(handle, {ta, tb, m, n, k, alpha, {a, float64, lda}, {b, float64, ldb}, beta, {c, float64, ldc}, 1, compute64});
}

EMULATED_API int cublasSgemmStridedBatched(
    BlasHandle* handle, int ta, int tb, int m, int n, int k, const float* alpha, const float* a, int lda, long long stride_a, const float* b, int ldb,
    long long stride_b, const float* beta, float* c, int ldc, long long stride_c, int batch)
{
    return run_gemm(
        handle, {ta, tb, m, n, k, alpha, {a, float32, lda, stride_a}, {b, float32, ldb, stride_b}, beta, {c, float32, ldc, stride_c}, batch, compute32});
}

EMULATED_API int cublasDgemmStridedBatched(
    BlasHandle* handle, int ta, int tb, int m, int n, int k, const double* alpha, const double* a, int lda, long long stride_a, const double* b, int ldb,
    long long stride_b, const double* beta, double* c, int ldc, long long stride_c, int batch)
{
    return run_gemm(
        handle, {ta, tb, m, n, k, alpha, {a, float64, lda, stride_a}, {b, float64, ldb, stride_b}, beta, {c, float64, ldc, stride_c}, batch, compute64});
}

EMULATED_API int cublasGemmEx(
    BlasHandle* handle, int ta, int tb, int m, int n, int k, const void* alpha, const void* a, int type_a, int lda, const void* b, int type_b, int ldb,
    const void* beta, void* c, int type_c, int ldc, int compute, int)
{
    return run_gemm(handle, {ta, tb, m, n, k, alpha, {a, type_a, lda}, {b, type_b, ldb}, beta, {c, type_c, ldc}, 1, compute});
}

EMULATED_API int cublasGemmStridedBatchedEx(
    BlasHandle* handle, int ta, int tb, int m, int n, int k, const void* alpha, const void* a, int type_a, int lda, long long stride_a, const void* b,
    int type_b, int ldb, long long stride_b, const void* beta, void* c, int type_c, int ldc, long long stride_c, int batch, int compute, int)
{
    return run_gemm(handle, {ta, tb, m, n, k, alpha, {a, type_a, lda, stride_a}, {b, type_b, ldb, stride_b}, beta, {c, type_c, ldc, stride_c}, batch, compute});
}

EMULATED_API int cublasGemmBatchedEx(
    BlasHandle* handle, int ta, int tb, int m, int n, int k, const void* alpha, const void* const* a, int type_a, int lda, const void* const* b, int type_b,
    int ldb, const void* beta, void* const* c, int type_c, int ldc, int batch, int compute, int)
{
    return run_gemm(
        handle, {ta, tb, m, n, k, alpha, {nullptr, type_a, lda, 0, a}, {nullptr, type_b, ldb, 0, b}, beta, {nullptr, type_c, ldc, 0, c}, batch, compute});
}
}
