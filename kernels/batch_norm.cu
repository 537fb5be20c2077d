// Batch normalization of a matrix [rows, columns] whose columns are the channels:
//   y = activation((x - mean) * scale + beta + other), scale = gamma / sqrt(variance + epsilon); other and relu may be missing.
// T is the type of the data, W the one of everything along the channels, in which is computed: float for data of 16 bits.
// moments -> finish -> apply, see common/columns.cuh for the blocks; apply has those of the first stage.
// The moments of 8 rows at a time are centred by their own mean and joined in double, shifted by the first row: a large mean does not swallow the
// variance, and a number in double is added for every 8 elements only.
#include "common/columns.cuh"
#include "common/math.cuh"

template <typename T>
__device__ __forceinline__ void moments(const T* x, double* partial, long long rows, int columns)
{
    typedef ds_compute_t<T> W;
    const int Run = 8;
    ColumnPlace place(rows);
    double sum = 0, between = 0, within = 0;
    if (place.column < columns && rows > 0)
    {
        double shift = (double)load(x, place.column);
        const T* at = x + place.column;
        for (long long row = place.first; row < place.end; row += Run * blockDim.y)
        {
            W values[Run], total = 0;
            int count = 0;
#pragma unroll
            for (int i = 0; i < Run; i++)
            {
                long long r = row + i * blockDim.y;
                bool inside = r < place.end;
                values[i] = inside ? load(at, r * columns) : (W)0;
                total += values[i];
                count += inside;
            }
            W about = total / (W)count, rest = 0, squares = 0;
#pragma unroll
            for (int i = 0; i < Run; i++)
            {
                W distance = i < count ? values[i] - about : (W)0;
                rest += distance;
                squares = multiply_add(distance, distance, squares);
            }
            rest /= (W)count;
            double mean = (double)about + (double)rest - shift;
            sum += mean * count;
            between += mean * mean * count;
            within += (double)(squares - rest * rest * (W)count);
        }
    }
    long long size = (long long)gridDim.y * columns;
    leave_partial(sum, partial, place.column, columns);
    leave_partial(between, partial + size, place.column, columns);
    leave_partial(within, partial + 2 * size, place.column, columns);
}

// The scale comes from the rounded variance: the gradient has no other and must find the same numbers.
template <typename W>
__device__ __forceinline__ W scale_of(W gamma, W variance, double epsilon) { return (W)((double)gamma / sqrt((double)variance + epsilon)); }

template <typename T, typename W>
__device__ __forceinline__ void finish(
    const T* x, const double* partial, int slabs, const W* gamma, W* mean, W* variance, W* scale, double epsilon, long long rows, int columns)
{
    int column = blockIdx.x * blockDim.x + threadIdx.x;
    long long size = (long long)slabs * columns;
    double sum = join_slabs(partial, slabs, column, columns);
    double between = join_slabs(partial + size, slabs, column, columns), within = join_slabs(partial + 2 * size, slabs, column, columns);
    if (threadIdx.y != 0 || column >= columns) return;
    // No rows at all have no mean: 0 / 0.
    double shift = rows > 0 ? (double)load(x, column) : 0, count = (double)rows, moved = sum / count;
    double spread = (within + between - sum * moved) / count;
    mean[column] = (W)(shift + moved);
    variance[column] = (W)(spread < 0 ? 0 : spread);
    scale[column] = scale_of(gamma[column], variance[column], epsilon);
}

template <typename T, typename W>
__device__ __forceinline__ void apply(
    const T* x, const W* mean, const W* scale, const W* beta, const T* other, T* y, bool relu, long long rows, int columns)
{
    ColumnPlace place(rows);
    if (place.column >= columns) return;
    W center = mean[place.column], factor = scale[place.column], shift = beta[place.column];
#pragma unroll 4
    for (long long row = place.first; row < place.end; row += blockDim.y)
    {
        long long i = row * columns + place.column;
        W v = multiply_add(load(x, i) - center, factor, shift);
        if (other) v += load(other, i);
        store(y, i, relu ? ds_max(v, (W)0) : v);
    }
}

#define BATCH_NORM_OF(T, W, suffix) \
    extern "C" __global__ void __launch_bounds__(256) batch_norm_moments_##suffix(const T* x, double* partial, long long rows, int columns) \
    { \
        moments<T>(x, partial, rows, columns); \
    } \
    extern "C" __global__ void __launch_bounds__(256) batch_norm_finish_##suffix( \
        const T* x, const double* partial, int slabs, const W* gamma, W* mean, W* variance, W* scale, double epsilon, long long rows, int columns) \
    { \
        finish<T, W>(x, partial, slabs, gamma, mean, variance, scale, epsilon, rows, columns); \
    } \
    extern "C" __global__ void __launch_bounds__(256) batch_norm_apply_##suffix( \
        const T* x, const W* mean, const W* scale, const W* beta, const T* other, T* y, bool relu, long long rows, int columns) \
    { \
        apply<T, W>(x, mean, scale, beta, other, y, relu, rows, columns); \
    }

#define BATCH_NORM(T, suffix) BATCH_NORM_OF(T, ds_compute_t<T>, suffix)

DS_FOR_FLOATS(BATCH_NORM)
