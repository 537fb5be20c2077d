// The gradient of batch normalization over the columns of [rows, columns]. With d = dy, or dy where (x - mean) * scale + beta > 0 when a relu
// behind the normalization is fused into it:
//   dbeta = sum d, dgamma = sum d * (x - mean) / sqrt(variance + epsilon), dx = (d - k0 - (x - mean) * k1) * scale
// with k0 = dbeta / rows, k1 = sum d * (x - mean) / (variance + epsilon) / rows.
// sums -> finish -> apply, see common/columns.cuh for the blocks; apply has those of the first stage. dx may go over x or dy.
#include "common/columns.cuh"
#include "common/math.cuh"
#include "common/team.cuh"

template <typename T>
struct ColumnNorm
{
    T mean, scale, beta;
    bool relu;

    __device__ __forceinline__ ColumnNorm(const T* gamma, const T* means, const T* variances, const T* betas, double epsilon, int column)
    {
        mean = means[column];
        scale = (T)((double)gamma[column] / sqrt((double)variances[column] + epsilon));
        relu = betas != 0;
        beta = relu ? betas[column] : (T)0;
    }

    __device__ __forceinline__ T gate(T dy, T distance) const { return !relu || multiply_add(distance, scale, beta) > 0 ? dy : (T)0; }
};

#define NORM_OPERANDS(T) const T *x, const T *gamma, const T *mean, const T *variance, const T *dy, const T *beta, double epsilon

template <typename T>
__device__ __forceinline__ void sums(NORM_OPERANDS(T), double* partial, long long rows, int columns)
{
    ColumnPlace place(rows);
    LongSum<T> plain, centered;
    if (place.column < columns)
    {
        ColumnNorm<T> norm(gamma, mean, variance, beta, epsilon, place.column);
#pragma unroll 4
        for (long long row = place.first; row < place.end; row += blockDim.y)
        {
            long long i = row * columns + place.column;
            T distance = x[i] - norm.mean, d = norm.gate(dy[i], distance);
            plain.add(d);
            centered.add(d * distance);
        }
    }
    leave_partial(plain.value(), partial, place.column, columns);
    leave_partial(centered.value(), partial + (long long)gridDim.y * columns, place.column, columns);
}

template <typename T>
__device__ __forceinline__ void finish(
    const double* partial, int slabs, const T* variance, double epsilon, T* dgamma, T* dbeta, T* k0, T* k1, long long rows, int columns)
{
    int column = blockIdx.x * blockDim.x + threadIdx.x;
    double plain = join_slabs(partial, slabs, column, columns), centered = join_slabs(partial + (long long)slabs * columns, slabs, column, columns);
    if (threadIdx.y != 0 || column >= columns) return;
    double inverse = 1 / sqrt((double)variance[column] + epsilon), count = (double)rows;
    dbeta[column] = (T)plain;
    dgamma[column] = rows == 0 ? (T)0 : (T)(centered * inverse);
    k0[column] = (T)(plain / count);
    k1[column] = (T)(centered * inverse * inverse / count);
}

template <typename T>
__device__ __forceinline__ void apply(NORM_OPERANDS(T), const T* k0, const T* k1, T* dx, long long rows, int columns)
{
    ColumnPlace place(rows);
    if (place.column >= columns) return;
    ColumnNorm<T> norm(gamma, mean, variance, beta, epsilon, place.column);
    T less = k0[place.column], slope = k1[place.column];
#pragma unroll 4
    for (long long row = place.first; row < place.end; row += blockDim.y)
    {
        long long i = row * columns + place.column;
        T distance = x[i] - norm.mean, d = norm.gate(dy[i], distance);
        dx[i] = multiply_add(-distance, slope, d - less) * norm.scale;
    }
}

#define BATCH_NORM_GRADIENT(T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) batch_norm_gradient_sums_##suffix( \
        NORM_OPERANDS(T), double* partial, long long rows, int columns) \
    { \
        sums<T>(x, gamma, mean, variance, dy, beta, epsilon, partial, rows, columns); \
    } \
    extern "C" __global__ void __launch_bounds__(256) batch_norm_gradient_finish_##suffix( \
        const double* partial, int slabs, const T* variance, double epsilon, T* dgamma, T* dbeta, T* k0, T* k1, long long rows, int columns) \
    { \
        finish<T>(partial, slabs, variance, epsilon, dgamma, dbeta, k0, k1, rows, columns); \
    } \
    extern "C" __global__ void __launch_bounds__(256) batch_norm_gradient_apply_##suffix( \
        NORM_OPERANDS(T), const T* k0, const T* k1, T* dx, long long rows, int columns) \
    { \
        apply<T>(x, gamma, mean, variance, dy, beta, epsilon, k0, k1, dx, rows, columns); \
    }

DS_FOR_WIDE_FLOATS(BATCH_NORM_GRADIENT)
