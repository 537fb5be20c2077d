// Cross-entropies from logits over the last axis, one number a row of n classes, and their gradients for the logits.
//   sparse:       ln sum exp(x - max x) - (x[label] - max x)          (softmax(x) - onehot(label)) * dy
//   categorical:  ln sum exp(x - max x) * sum t - sum t * (x - max x)   (softmax(x) * sum t - t) * dy
//   pick:         x[label]
// A label that is to be ignored gives 0; any other label outside the classes is reported as a fault, its row gets zeros.
// *_warp has a warp for each row, *_block a block.
#include "common/indices.cuh"
#include "common/math.cuh"
#include "common/team.cuh"

// Integer labels of either width.
struct Labels
{
    const void* data;
    bool wide, ignores;
    long long ignored, classes;
    long long* faults;

    // The label of a row, or -1 where the row gives 0.
    __device__ long long at(long long row, bool reports) const
    {
        long long label = read_integer(data, wide, row);
        if (ignores && label == ignored) return -1;
        if ((unsigned long long)label < (unsigned long long)classes) return label;
        if (reports) report_fault(faults, label, row);
        return -1;
    }
};

// max x and sum exp(x - max x) of a row.
template <typename T, typename Team, typename W>
__device__ __forceinline__ void exponentials(const T* x, int n, W& max, W& sum)
{
    max = ds_limits<W>::lowest();
    for (int i = Team::rank(); i < n; i += Team::size()) max = ds_max(max, load(x, i));
    max = Team::max(max);
    LongSum<W> own;
#pragma unroll UNROLLED(W)
    for (int i = Team::rank(); i < n; i += Team::size()) own.add(exp_of(load(x, i) - max));
    sum = (W)Team::sum(own.value());
}

template <typename T, typename Team>
__device__ __forceinline__ void sparse_rows(const T* x, Labels labels, T* loss, long long rows, int n)
{
    typedef ds_compute_t<T> W;
    for (long long row = Team::first_row(); row < rows; row += Team::row_step())
    {
        long long label = labels.at(row, Team::rank() == 0);
        if (label < 0)
        {
            if (Team::rank() == 0) loss[row] = (T)0;
            continue;
        }
        W max, sum;
        exponentials<T, Team>(x + row * n, n, max, sum);
        if (Team::rank() == 0) loss[row] = (T)(log_of(sum) - (load(x, row * n + label) - max));
    }
}

template <typename T, typename Team>
__device__ __forceinline__ void sparse_gradient_rows(const T* x, Labels labels, const T* dy, T* dx, long long rows, int n)
{
    typedef ds_compute_t<T> W;
    for (long long row = Team::first_row(); row < rows; row += Team::row_step())
    {
        const T* from = x + row * n;
        T* to = dx + row * n;
        long long label = labels.at(row, Team::rank() == 0);
        if (label < 0)
        {
            for (int i = Team::rank(); i < n; i += Team::size()) to[i] = (T)0;
            continue;
        }
        W max, sum, arriving = load(dy, row);
        exponentials<T, Team>(from, n, max, sum);
        W scale = arriving / sum;
#pragma unroll UNROLLED(W)
        for (int i = Team::rank(); i < n; i += Team::size())
        {
            W g = exp_of(load(from, i) - max) * scale;
            to[i] = (T)(i == label ? g - arriving : g);
        }
    }
}

template <typename T, typename Team>
__device__ __forceinline__ void categorical_rows(const T* x, const T* t, T* loss, long long rows, int n)
{
    typedef ds_compute_t<T> W;
    for (long long row = Team::first_row(); row < rows; row += Team::row_step())
    {
        const T *from = x + row * n, *target = t + row * n;
        W max, sum;
        exponentials<T, Team>(from, n, max, sum);
        LongSum<W> weight, dot;
        for (int i = Team::rank(); i < n; i += Team::size())
        {
            W w = load(target, i);
            weight.add(w);
            dot.add(w * (load(from, i) - max));
        }
        W all = (W)Team::sum(weight.value()), product = (W)Team::sum(dot.value());
        if (Team::rank() == 0) loss[row] = (T)(log_of(sum) * all - product);
    }
}

template <typename T, typename Team>
__device__ __forceinline__ void categorical_gradient_rows(const T* x, const T* t, const T* dy, T* dx, long long rows, int n)
{
    typedef ds_compute_t<T> W;
    for (long long row = Team::first_row(); row < rows; row += Team::row_step())
    {
        const T *from = x + row * n, *target = t + row * n;
        W max, sum, arriving = load(dy, row);
        exponentials<T, Team>(from, n, max, sum);
        LongSum<W> weight;
        for (int i = Team::rank(); i < n; i += Team::size()) weight.add(load(target, i));
        W scale = (W)Team::sum(weight.value()) / sum;
#pragma unroll UNROLLED(W)
        for (int i = Team::rank(); i < n; i += Team::size())
            dx[row * n + i] = (T)((exp_of(load(from, i) - max) * scale - load(target, i)) * arriving);
    }
}

template <typename T>
__device__ __forceinline__ void pick(const T* x, Labels labels, T* y, long long rows, int n)
{
    typedef ds_compute_t<T> W;
    DS_GRID_STRIDE(row, rows)
    {
        long long label = labels.at(row, true);
        y[row] = label < 0 ? (T)0 : x[row * n + label];
    }
}

#define LABELS const void *labels, bool wide, bool ignores, long long ignored
#define LABELS_OF(n) (Labels{labels, wide, ignores, ignored, n, faults})
#define TEAM_ENTRIES(T, suffix, team, Team) \
    TEAM_ENTRY(Team) sparse_cross_entropy_##team##_##suffix(const T* x, LABELS, T* loss, long long rows, int n, long long* faults) \
    { \
        sparse_rows<T, Team>(x, LABELS_OF(n), loss, rows, n); \
    } \
    TEAM_ENTRY(Team) sparse_cross_entropy_gradient_##team##_##suffix( \
        const T* x, LABELS, const T* dy, T* dx, long long rows, int n, long long* faults) \
    { \
        sparse_gradient_rows<T, Team>(x, LABELS_OF(n), dy, dx, rows, n); \
    } \
    TEAM_ENTRY(Team) categorical_cross_entropy_##team##_##suffix(const T* x, const T* t, T* loss, long long rows, int n) \
    { \
        categorical_rows<T, Team>(x, t, loss, rows, n); \
    } \
    TEAM_ENTRY(Team) categorical_cross_entropy_gradient_##team##_##suffix(const T* x, const T* t, const T* dy, T* dx, long long rows, int n) \
    { \
        categorical_gradient_rows<T, Team>(x, t, dy, dx, rows, n); \
    }
#define ENTRIES(T, suffix) \
    TEAM_ENTRIES(T, suffix, warp, WarpTeam) \
    TEAM_ENTRIES(T, suffix, block, BlockTeam) \
    extern "C" __global__ void label_pick_##suffix(const T* x, LABELS, T* y, long long rows, int n, long long* faults) { pick<T>(x, LABELS_OF(n), y, rows, n); }

DS_FOR_WIDE_FLOATS(ENTRIES)
