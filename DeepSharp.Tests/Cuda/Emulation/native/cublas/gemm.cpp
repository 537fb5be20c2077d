#include "gemm.h"

#include <vector>

#include "../library/product.h"

namespace emulation
{
struct Product
{
    int m, n, k;
    bool transpose_a, transpose_b;
    double alpha, beta;
    Element a, b, c;
    int lda, ldb, ldc;
    Rounding rounding;
    bool reduces_in_result; // halves of the sum are rounded to the result's type before they are added
};

static int run_product(const Product& p, const void* a, const void* b, void* c)
{
    if (p.k > 0
        && (!matrix_accessible("cuBLAS, matrix A", a, p.a, p.transpose_a ? p.k : p.m, p.transpose_a ? p.m : p.k, p.lda)
            || !matrix_accessible("cuBLAS, matrix B", b, p.b, p.transpose_b ? p.n : p.k, p.transpose_b ? p.k : p.n, p.ldb)))
        return illegal_address;
    if (!matrix_accessible("cuBLAS, matrix C", c, p.c, p.m, p.n, p.ldc))
        return illegal_address;
    std::vector<double> sums(static_cast<size_t>(p.m) * static_cast<size_t>(p.n));
    if (p.alpha != 0 && p.k > 0)
    {
        int half = p.reduces_in_result ? p.k / 2 : 0;
        auto left = read_factor(a, p.a, p.lda, p.k, p.m, p.transpose_a, p.rounding), right = read_factor(b, p.b, p.ldb, p.k, p.n, !p.transpose_b, p.rounding);
        multiply(p.m, p.n, half, left.data(), right.data(), sums.data());
        if (half > 0)
            for (double& sum : sums)
                sum = rounded(sum, p.c == Element::Float16 ? Rounding::Float16 : Rounding::BFloat16);
        multiply(
            p.m, p.n, p.k - half, left.data() + static_cast<int64_t>(half) * p.m, right.data() + static_cast<int64_t>(half) * p.n, sums.data());
    }
    for (int j = 0; j < p.n; j++)
        for (int i = 0; i < p.m; i++)
            blend_element(
                c, p.c, i + static_cast<int64_t>(j) * p.ldc, sums[static_cast<size_t>(i) + static_cast<size_t>(j) * static_cast<size_t>(p.m)], p.alpha, p.beta);
    return 0;
}

static Rounding choose_rounding(const BlasHandle& handle, const GemmCall& call, Element type)
{
    if (type != Element::Float32)
        return Rounding::None;
    switch (call.compute_type)
    {
    case ComputeFastTf32: return Rounding::Tf32;
    case ComputeFast16: return Rounding::Float16;
    case ComputeFastBFloat16: return Rounding::BFloat16;
    case Compute32: return (handle.math_mode & 15) == 3 ? Rounding::Tf32 : Rounding::None;
    default: return Rounding::None;
    }
}

/// Empty where the shapes are possible.
static std::string check_shapes(const GemmCall& call)
{
    auto leading = [](const char* name, int given, int rows) {
        return given < rows || given < 1
            ? std::string("the leading dimension of ") + name + " is " + std::to_string(given) + ", its rows are " + std::to_string(rows)
            : "";
    };
    if (call.m < 0 || call.n < 0 || call.k < 0 || call.batch < 0)
        return "m, n, k or the batch is negative";
    if (call.batch > 65535)
        return "a batch of " + std::to_string(call.batch) + ": more than 65535 go wrong in some versions on compute capability 7";
    std::string wrong = leading("A", call.a.leading, call.transpose_a ? call.k : call.m);
    if (wrong.empty())
        wrong = leading("B", call.b.leading, call.transpose_b ? call.n : call.k);
    return wrong.empty() ? leading("C", call.c.leading, call.m) : wrong;
}

int run_gemm(BlasHandle* handle, const GemmCall& call)
{
    if (!is_blas_handle(handle))
        return blas_refuse(BlasNotInitialized, "this is no handle, or was destroyed before");
    std::string wrong = check_shapes(call);
    if (!wrong.empty())
        return blas_refuse(BlasInvalidValue, wrong);
    Product p{call.m, call.n, call.k, call.transpose_a != 0, call.transpose_b != 0, 0, 0, {}, {}, {}, call.a.leading, call.b.leading, call.c.leading, {}, false};
    bool wide = call.compute_type == Compute64 || call.compute_type == Compute64Pedantic;
    if (!blas_element(call.a.data_type, p.a) || !blas_element(call.b.data_type, p.b) || !blas_element(call.c.data_type, p.c)
        || (!wide && (call.compute_type < Compute32 || call.compute_type > ComputeFastTf32)))
        return blas_refuse(
            BlasNotSupported,
            "data types " + std::to_string(call.a.data_type) + ", " + std::to_string(call.b.data_type) + ", " + std::to_string(call.c.data_type)
                + " with compute type " + std::to_string(call.compute_type));
    bool any_wide = p.a == Element::Float64 || p.b == Element::Float64 || p.c == Element::Float64;
    if (p.a != p.b || any_wide != wide || (p.c != p.a && p.c != Element::Float32))
        return blas_refuse(BlasNotSupported, "these data types do not go together with this compute type");
    p.alpha = wide ? *static_cast<const double*>(call.alpha) : *static_cast<const float*>(call.alpha);
    p.beta = wide ? *static_cast<const double*>(call.beta) : *static_cast<const float*>(call.beta);
    p.rounding = choose_rounding(*handle, call, p.a);
    // Unless the mode forbids it (16) the library may keep parts of a sum in the result's type.
    p.reduces_in_result = (p.c == Element::Float16 || p.c == Element::BFloat16) && (handle->math_mode & 16) == 0;
    if (call.m == 0 || call.n == 0 || call.batch == 0)
        return BlasSuccess;

    BlasMatrix a = call.a, b = call.b, c = call.c;
    int batch = call.batch;
    return blas_submit(handle, [=]() -> int {
        for (const BlasMatrix* matrix : {&a, &b, &c})
            if (matrix->addresses && !accessible("cuBLAS, array of matrices", matrix->addresses, static_cast<size_t>(batch) * sizeof(void*)))
                return illegal_address;
        for (int i = 0; i < batch; i++)
        {
            auto place = [i](const BlasMatrix& matrix, Element type) {
                return matrix.addresses ? matrix.addresses[i]
                                        : static_cast<const char*>(matrix.address) + i * matrix.stride * static_cast<long long>(size_of(type));
            };
            if (int status = run_product(p, place(a, p.a), place(b, p.b), const_cast<void*>(place(c, p.c))))
                return status;
        }
        return 0;
    });
}
}
