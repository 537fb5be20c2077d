// The gradient of batch normalization over the columns of [rows, columns]. With d = dy, or dy where (x - mean) * scale + beta > 0 when a relu
// behind the normalization is fused into it:
//   dbeta = sum d, dgamma = sum d * (x - mean) / sqrt(variance + epsilon), dx = (d - k0 - (x - mean) * k1) * scale
// with k0 = dbeta / rows, k1 = sum d * (x - mean) / (variance + epsilon) / rows.
// T is the type of the data, W the one of everything along the channels, in which is computed: float for data of 16 bits.
// sums -> finish -> apply, see common/columns.cuh for the blocks; apply has those of the first stage. dx may go over x or dy.
#include "common/columns.cuh"
#include "common/math.cuh"
#include "common/team.cuh"

template <typename W>
struct ColumnNorm
{
    W mean, scale, beta;
    bool relu;

    __device__ __forceinline__ ColumnNorm(const W* gamma, const W* means, const W* variances, const W* betas, double epsilon, int column)
    {
        mean = means[column];
        scale = (W)((double)gamma[column] / sqrt((double)variances[column] + epsilon));
        relu = betas != 0;
        beta = relu ? betas[column] : (W)0;
    }

    __device__ __forceinline__ W gate(W dy, W distance) const { return !relu || multiply_add(distance, scale, beta) > 0 ? dy : (W)0; }
};

#define NORM_OPERANDS(T, W) const T *x, const W *gamma, const W *mean, const W *variance, const T *dy, const W *beta, double epsilon

template <typename T, typename W>
__device__ __forceinline__ void sums(NORM_OPERANDS(T, W), double* partial, long long rows, int columns)
{
    ColumnPlace place(rows);
    LongSum<W> plain, centered;
    if (place.column < columns)
    {
        ColumnNorm<W> norm(gamma, mean, variance, beta, epsilon, place.column);
#pragma unroll 4
        for (long long row = place.first; row < place.end; row += blockDim.y)
        {
            long long i = row * columns + place.column;
            W distance = load(x, i) - norm.mean, d = norm.gate(load(dy, i), distance);
            plain.add(d);
            centered.add(d * distance);
        }
    }
    leave_partial(plain.value(), partial, place.column, columns);
    leave_partial(centered.value(), partial + (long long)gridDim.y * columns, place.column, columns);
}

template <typename W>
__device__ __forceinline__ void finish(
    const double* partial, int slabs, const W* variance, double epsilon, W* dgamma, W* dbeta, W* k0, W* k1, long long rows, int columns)
{
    int column = blockIdx.x * blockDim.x + threadIdx.x;
    double plain = join_slabs(partial, slabs, column, columns), centered = join_slabs(partial + (long long)slabs * columns, slabs, column, columns);
    if (threadIdx.y != 0 || column >= columns) return;
    double inverse = 1 / sqrt((double)variance[column] + epsilon), count = (double)rows;
    dbeta[column] = (W)plain;
    dgamma[column] = rows == 0 ? (W)0 : (W)(centered * inverse);
    k0[column] = (W)(plain / count);
    k1[column] = (W)(centered * inverse * inverse / count);
}

template <typename T, typename W>
__device__ __forceinline__ void apply(NORM_OPERANDS(T, W), const W* k0, const W* k1, T* dx, long long rows, int columns)
{
    ColumnPlace place(rows);
    if (place.column >= columns) return;
    ColumnNorm<W> norm(gamma, mean, variance, beta, epsilon, place.column);
    W less = k0[place.column], slope = k1[place.column];
#pragma unroll 4
    for (long long row = place.first; row < place.end; row += blockDim.y)
    {
        long long i = row * columns + place.column;
        W distance = load(x, i) - norm.mean, d = norm.gate(load(dy, i), distance);
        store(dx, i, multiply_add(-distance, slope, d - less) * norm.scale);
    }
}

#define BATCH_NORM_GRADIENT_OF(T, W, suffix) \
    extern "C" __global__ void __launch_bounds__(256) batch_norm_gradient_sums_##suffix( \
        NORM_OPERANDS(T, W), double* partial, long long rows, int columns) \
    { \
        sums<T, W>(x, gamma, mean, variance, dy, beta, epsilon, partial, rows, columns); \
    } \
    extern "C" __global__ void __launch_bounds__(256) batch_norm_gradient_finish_##suffix( \
        const double* partial, int slabs, const W* variance, double epsilon, W* dgamma, W* dbeta, W* k0, W* k1, long long rows, int columns) \
    { \
        finish<W>(partial, slabs, variance, epsilon, dgamma, dbeta, k0, k1, rows, columns); \
    } \
    extern "C" __global__ void __launch_bounds__(256) batch_norm_gradient_apply_##suffix( \
        NORM_OPERANDS(T, W), const W* k0, const W* k1, T* dx, long long rows, int columns) \
    { \
        apply<T, W>(x, gamma, mean, variance, dy, beta, epsilon, k0, k1, dx, rows, columns); \
    }

#define BATCH_NORM_GRADIENT(T, suffix) BATCH_NORM_GRADIENT_OF(T, ds_compute_t<T>, suffix)

DS_FOR_FLOATS(BATCH_NORM_GRADIENT)
