// Layer normalization of the rows of [rows, columns]: y = (x - mean) * inverse * gamma + beta, inverse = 1 / sqrt(variance + epsilon), and its gradient:
//   dx = (gamma * dy - k0 - (x - mean) * k1) * inverse, k0 = mean(gamma * dy), k1 = mean(gamma * dy * (x - mean)) * inverse^2
//   dgamma = sum over rows of dy * (x - mean) * inverse, dbeta = sum over rows of dy
// T is the type of the data, W the one of gamma and beta, in which is computed: float for data of 16 bits.
// *_warp has a warp for each row, *_block a block. The statistics are computed again for the gradient, which is cheaper than to store and read
// them twice; the row kernel leaves them [rows, 2] for the sums over rows, which have the two stages of common/columns.cuh.
#include "common/columns.cuh"
#include "common/math.cuh"
#include "common/team.cuh"

// The mean, and 1 / sqrt(variance + epsilon) with the variance centred by the rounded mean.
template <typename T, typename Team, typename W>
__device__ __forceinline__ void statistics(const T* x, int n, double epsilon, W& mean, W& inverse)
{
    LongSum<W> sum, rest, squares;
    for (int i = Team::rank(); i < n; i += Team::size()) sum.add(load(x, i));
    W about = (W)(Team::sum(sum.value()) / n);
    for (int i = Team::rank(); i < n; i += Team::size())
    {
        W distance = load(x, i) - about;
        rest.add(distance);
        squares.add(distance * distance);
    }
    double left = Team::sum(rest.value());
    double variance = (Team::sum(squares.value()) - left * left / n) / n;
    mean = (W)((double)about + left / n);
    inverse = (W)(1 / sqrt(variance + epsilon));
}

template <typename T, typename Team>
__device__ __forceinline__ void layer_norm_rows(
    const T* x, const ds_compute_t<T>* gamma, const ds_compute_t<T>* beta, T* y, double epsilon, long long rows, int n)
{
    typedef ds_compute_t<T> W;
    for (long long row = Team::first_row(); row < rows; row += Team::row_step())
    {
        W mean, inverse;
        statistics<T, Team, W>(x + row * n, n, epsilon, mean, inverse);
        for (int i = Team::rank(); i < n; i += Team::size())
            store(y, row * n + i, multiply_add((load(x, row * n + i) - mean) * inverse, gamma[i], beta[i]));
    }
}

template <typename T, typename Team>
__device__ __forceinline__ void gradient_rows(
    const T* x, const ds_compute_t<T>* gamma, const T* dy, T* dx, ds_compute_t<T>* statistic, double epsilon, long long rows, int n)
{
    typedef ds_compute_t<T> W;
    for (long long row = Team::first_row(); row < rows; row += Team::row_step())
    {
        const T *from = x + row * n, *arriving = dy + row * n;
        W mean, inverse;
        statistics<T, Team, W>(from, n, epsilon, mean, inverse);
        LongSum<W> plain, centered;
        for (int i = Team::rank(); i < n; i += Team::size())
        {
            W scaled = load(arriving, i) * gamma[i];
            plain.add(scaled);
            centered.add(scaled * (load(from, i) - mean));
        }
        W k0 = (W)(Team::sum(plain.value()) / n), k1 = (W)(Team::sum(centered.value()) * inverse * inverse / n);
        for (int i = Team::rank(); i < n; i += Team::size())
        {
            W scaled = multiply_add(load(arriving, i), gamma[i], -k0);
            store(dx, row * n + i, multiply_add(mean - load(from, i), k1, scaled) * inverse);
        }
        if (Team::rank() == 0)
        {
            statistic[2 * row] = mean;
            statistic[2 * row + 1] = inverse;
        }
    }
}

template <typename T>
__device__ __forceinline__ void gradient_sums(const T* x, const T* dy, const ds_compute_t<T>* statistic, double* partial, long long rows, int columns)
{
    ColumnPlace place(rows);
    LongSum<ds_compute_t<T>> dgamma, dbeta;
    if (place.column < columns)
    {
#pragma unroll 4
        for (long long row = place.first; row < place.end; row += blockDim.y)
        {
            long long i = row * columns + place.column;
            dgamma.add(load(dy, i) * (load(x, i) - statistic[2 * row]) * statistic[2 * row + 1]);
            dbeta.add(load(dy, i));
        }
    }
    leave_partial(dgamma.value(), partial, place.column, columns);
    leave_partial(dbeta.value(), partial + (long long)gridDim.y * columns, place.column, columns);
}

template <typename W>
__device__ __forceinline__ void gradient_finish(const double* partial, int slabs, W* dgamma, W* dbeta, int columns)
{
    int column = blockIdx.x * blockDim.x + threadIdx.x;
    double scale = join_slabs(partial, slabs, column, columns), shift = join_slabs(partial + (long long)slabs * columns, slabs, column, columns);
    if (threadIdx.y != 0 || column >= columns) return;
    dgamma[column] = (W)scale;
    dbeta[column] = (W)shift;
}

#define LAYER_NORM_ROWS(T, suffix, team, Team) \
    TEAM_ENTRY(Team) layer_norm_##team##_##suffix( \
        const T* x, const ds_compute_t<T>* gamma, const ds_compute_t<T>* beta, T* y, double epsilon, long long rows, int n) \
    { \
        layer_norm_rows<T, Team>(x, gamma, beta, y, epsilon, rows, n); \
    } \
    TEAM_ENTRY(Team) layer_norm_gradient_##team##_##suffix( \
        const T* x, const ds_compute_t<T>* gamma, const T* dy, T* dx, ds_compute_t<T>* statistic, double epsilon, long long rows, int n) \
    { \
        gradient_rows<T, Team>(x, gamma, dy, dx, statistic, epsilon, rows, n); \
    }
#define LAYER_NORM(T, suffix) \
    LAYER_NORM_ROWS(T, suffix, warp, WarpTeam) \
    LAYER_NORM_ROWS(T, suffix, block, BlockTeam) \
    extern "C" __global__ void __launch_bounds__(256) layer_norm_gradient_sums_##suffix( \
        const T* x, const T* dy, const ds_compute_t<T>* statistic, double* partial, long long rows, int columns) \
    { \
        gradient_sums<T>(x, dy, statistic, partial, rows, columns); \
    } \
    extern "C" __global__ void __launch_bounds__(256) layer_norm_gradient_finish_##suffix( \
        const double* partial, int slabs, ds_compute_t<T>* dgamma, ds_compute_t<T>* dbeta, int columns) \
    { \
        gradient_finish(partial, slabs, dgamma, dbeta, columns); \
    }

DS_FOR_FLOATS(LAYER_NORM)
