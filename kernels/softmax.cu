// Softmax and log-softmax along one axis, and the gradient of softmax from its result.
//   y = exp(x - max x) / sum exp(x - max x);   ln y;   dx = y * (dy - sum y * dy)
// Last axis: *_warp has a warp for each row of n elements (n up to 1024), *_block a block; the maximum first, then the sum, so that scores of any
// size stay finite and a row of minus infinities is NaN as on every device. Later readings of a row come from the caches. May run in place.
// Another axis: *_columns has a thread for each of the outer * inner columns of n elements, neighbours side by side.
#include "common/math.cuh"
#include "common/team.cuh"

template <typename T, typename Team, bool Logarithm>
__device__ __forceinline__ void softmax_rows(const T* x, T* y, long long rows, int n)
{
    typedef ds_compute_t<T> W;
    for (long long row = Team::first_row(); row < rows; row += Team::row_step())
    {
        const T* from = x + row * n;
        T* to = y + row * n;
        W max = ds_limits<W>::lowest();
        for (int i = Team::rank(); i < n; i += Team::size()) max = ds_max(max, load(from, i));
        max = Team::max(max);
        LongSum<W> sum;
#pragma unroll UNROLLED(W)
        for (int i = Team::rank(); i < n; i += Team::size()) sum.add(exp_of(load(from, i) - max));
        double total = Team::sum(sum.value());
        W last = Logarithm ? log_of((W)total) : (W)(1 / total);
#pragma unroll UNROLLED(W)
        for (int i = Team::rank(); i < n; i += Team::size())
        {
            W shifted = load(from, i) - max;
            store(to, i, Logarithm ? shifted - last : exp_of(shifted) * last);
        }
    }
}

template <typename T, bool Logarithm>
__device__ __forceinline__ void softmax_columns_of(const T* x, T* y, long long columns, int n, long long inner)
{
    typedef ds_compute_t<T> W;
    DS_GRID_STRIDE(c, columns)
    {
        long long at = c / inner * n * inner + c % inner;
        W max = ds_limits<W>::lowest();
        for (int i = 0; i < n; i++) max = ds_max(max, load(x, at + i * inner));
        LongSum<W> sum;
#pragma unroll UNROLLED(W)
        for (int i = 0; i < n; i++) sum.add(exp_of(load(x, at + i * inner) - max));
        W last = Logarithm ? log_of((W)sum.value()) : (W)(1 / sum.value());
#pragma unroll UNROLLED(W)
        for (int i = 0; i < n; i++)
        {
            W shifted = load(x, at + i * inner) - max;
            store(y, at + i * inner, Logarithm ? shifted - last : exp_of(shifted) * last);
        }
    }
}

template <typename T, typename Team>
__device__ __forceinline__ void softmax_gradient_rows(const T* y, const T* dy, T* dx, long long rows, int n)
{
    typedef ds_compute_t<T> W;
    for (long long row = Team::first_row(); row < rows; row += Team::row_step())
    {
        long long at = row * n;
        LongSum<W> sum;
        for (int i = Team::rank(); i < n; i += Team::size()) sum.add(load(y, at + i) * load(dy, at + i));
        W dot = (W)Team::sum(sum.value());
        for (int i = Team::rank(); i < n; i += Team::size()) store(dx, at + i, load(y, at + i) * (load(dy, at + i) - dot));
    }
}

#define SOFTMAX_ROWS(T, suffix, team, Team) \
    TEAM_ENTRY(Team) softmax_##team##_##suffix(const T* x, T* y, long long rows, int n) { softmax_rows<T, Team, false>(x, y, rows, n); } \
    TEAM_ENTRY(Team) log_softmax_##team##_##suffix(const T* x, T* y, long long rows, int n) { softmax_rows<T, Team, true>(x, y, rows, n); } \
    TEAM_ENTRY(Team) softmax_gradient_##team##_##suffix(const T* y, const T* dy, T* dx, long long rows, int n) \
    { \
        softmax_gradient_rows<T, Team>(y, dy, dx, rows, n); \
    }
#define SOFTMAX(T, suffix) \
    SOFTMAX_ROWS(T, suffix, warp, WarpTeam) \
    SOFTMAX_ROWS(T, suffix, block, BlockTeam) \
    extern "C" __global__ void softmax_columns_##suffix(const T* x, T* y, long long columns, int n, long long inner) \
    { \
        softmax_columns_of<T, false>(x, y, columns, n, inner); \
    } \
    extern "C" __global__ void log_softmax_columns_##suffix(const T* x, T* y, long long columns, int n, long long inner) \
    { \
        softmax_columns_of<T, true>(x, y, columns, n, inner); \
    }

DS_FOR_FLOATS(SOFTMAX)
