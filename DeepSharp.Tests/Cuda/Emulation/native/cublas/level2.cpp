/// Matrix times vector, and sums of matrices.
#include <vector>

#include "handle.h"

namespace emulation
{
static bool vector_accessible(const char* who, const void* address, Element type, int count, int step)
{
    return accessible(who, address, (static_cast<size_t>(count - 1) * static_cast<size_t>(step) + 1) * size_of(type));
}

/// y = α·op(A)·x + β·y.
static int gemv(
    BlasHandle* handle, Element type, int transpose, int m, int n, double alpha, const void* a, int lda, const void* x, int step_x, double beta, void* y,
    int step_y)
{
    if (!is_blas_handle(handle))
        return blas_refuse(BlasNotInitialized, "this is no handle, or was destroyed before");
    if (m < 0 || n < 0 || lda < m || lda < 1 || step_x < 1 || step_y < 1)
        return blas_refuse(BlasInvalidValue, "gemv: sizes, the leading dimension or steps (which must be positive here) are wrong");
    if (m == 0 || n == 0)
        return BlasSuccess;
    int outputs = transpose ? n : m, inputs = transpose ? m : n;
    return blas_submit(handle, [=]() -> int {
        if (!matrix_accessible("cuBLAS, matrix A", a, type, m, n, lda) || !vector_accessible("cuBLAS, vector x", x, type, inputs, step_x)
            || !vector_accessible("cuBLAS, vector y", y, type, outputs, step_y))
            return illegal_address;
        for (int i = 0; i < outputs; i++)
        {
            double sum = 0;
            for (int l = 0; l < inputs; l++)
                sum += load_element(a, type, transpose ? l + static_cast<int64_t>(i) * lda : i + static_cast<int64_t>(l) * lda)
                    * load_element(x, type, static_cast<int64_t>(l) * step_x);
            blend_element(y, type, static_cast<int64_t>(i) * step_y, sum, alpha, beta);
        }
        return 0;
    });
}

/// C = α·op(A) + β·op(B); a matrix with factor 0 is not read.
static int geam(
    BlasHandle* handle, Element type, int ta, int tb, int m, int n, double alpha, const void* a, int lda, double beta, const void* b, int ldb, void* c, int ldc)
{
    if (!is_blas_handle(handle))
        return blas_refuse(BlasNotInitialized, "this is no handle, or was destroyed before");
    if (m < 0 || n < 0 || lda < (ta ? n : m) || ldb < (tb ? n : m) || ldc < m || ldc < 1)
        return blas_refuse(BlasInvalidValue, "geam: sizes or leading dimensions are wrong");
    if (m == 0 || n == 0)
        return BlasSuccess;
    return blas_submit(handle, [=]() -> int {
        if ((alpha != 0 && !matrix_accessible("cuBLAS, matrix A", a, type, ta ? n : m, ta ? m : n, lda))
            || (beta != 0 && !matrix_accessible("cuBLAS, matrix B", b, type, tb ? n : m, tb ? m : n, ldb))
            || !matrix_accessible("cuBLAS, matrix C", c, type, m, n, ldc))
            return illegal_address;
        auto at = [](int transposed, int i, int j, int leading) {
            return transposed ? j + static_cast<int64_t>(i) * leading : i + static_cast<int64_t>(j) * leading;
        };
        std::vector<double> sums(static_cast<size_t>(m) * static_cast<size_t>(n)); // C may be A or B
        for (int j = 0; j < n; j++)
            for (int i = 0; i < m; i++)
                sums[static_cast<size_t>(i) + static_cast<size_t>(j) * static_cast<size_t>(m)] =
                    (alpha == 0 ? 0 : alpha * load_element(a, type, at(ta, i, j, lda))) + (beta == 0 ? 0 : beta * load_element(b, type, at(tb, i, j, ldb)));
        for (int j = 0; j < n; j++)
            for (int i = 0; i < m; i++)
                store_element(c, type, i + static_cast<int64_t>(j) * ldc, sums[static_cast<size_t>(i) + static_cast<size_t>(j) * static_cast<size_t>(m)]);
        return 0;
    });
}

EMULATED_API int cublasSgemv_v2(
    BlasHandle* h, int t, int m, int n, const float* alpha, const float* a, int lda, const float* x, int step_x, const float* beta, float* y, int step_y)
{
    return gemv(h, Element::Float32, t, m, n, *alpha, a, lda, x, step_x, *beta, y, step_y);
}

EMULATED_API int cublasDgemv_v2(
    BlasHandle* h, int t, int m, int n, const double* alpha, const double* a, int lda, const double* x, int step_x, const double* beta, double* y, int step_y)
{
    return gemv(h, Element::Float64, t, m, n, *alpha, a, lda, x, step_x, *beta, y, step_y);
}

EMULATED_API int cublasSgeam(
    BlasHandle* h, int ta, int tb, int m, int n, const float* alpha, const float* a, int lda, const float* beta, const float* b, int ldb, float* c, int ldc)
{
    return geam(h, Element::Float32, ta, tb, m, n, *alpha, a, lda, *beta, b, ldb, c, ldc);
}

EMULATED_API int cublasDgeam(
    BlasHandle* h, int ta, int tb, int m, int n, const double* alpha, const double* a, int lda, const double* beta, const double* b, int ldb, double* c,
    int ldc)
{
    return geam(h, Element::Float64, ta, tb, m, n, *alpha, a, lda, *beta, b, ldb, c, ldc);
}
}
