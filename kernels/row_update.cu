// Updates of the rows that ids name. The ids are sorted before (see sort.cu), so that a row's gradients are added in their order by one thread.
// nvrtc: --fmad=false
#include "common/sorted_keys.cuh"
#include "common/update.cuh"

// The rows that keys name, sorted by row, then by place among the gradient's rows.
struct Rows
{
    const ds_key32* keys;
    int count, length;
    long long row;
    bool summed;   // The gradient has the variable's shape.

    __device__ __forceinline__ unsigned named(int i) const { return (unsigned)(keys[i] >> 32); }
    __device__ __forceinline__ bool is_first(int i) const { return i == 0 || named(i - 1) != named(i); }

    // The sum of a row's gradients in their order, from zero on, at some columns. Several loads are under way at a time.
    template <int N, typename T>
    __device__ __forceinline__ ds_pack<T, N> sum(const T* g, int from, long long column) const
    {
        typedef ds_pack<T, N> Pack;
        const int together = 4;
        unsigned own = named(from);
        Pack total = {};
#pragma unroll 1
        for (int k = from; k < count && named(k) == own; k += together)
        {
            Pack next[together];
            bool same[together];
#pragma unroll
            for (int j = 0; j < together; j++)
            {
                ds_key32 key = keys[min(k + j, count - 1)];
                same[j] = k + j < count && (unsigned)(key >> 32) == own;
                if (same[j]) next[j] = *(const Pack*)(g + place_of(key) * row + column);
            }
#pragma unroll
            for (int j = 0; j < together; j++)
            {
                if (!same[j]) break;
#pragma unroll
                for (int e = 0; e < N; e++) total.v[e] += next[j].v[e];
            }
        }
        return total;
    }
};

// A thread owns some columns of a row: it is found at the first key that names the row. A row outside the variable is a fault noted before.
template <int N, typename T, typename Rule>
__device__ __forceinline__ void update_rows(const Update<T>& u, const Rule& rule, T rate, const Rows& rows)
{
    long long packs = rows.row / N;
    DS_GRID_STRIDE(i, rows.count * packs)
    {
        int at = (int)(i / packs);
        long long column = i % packs * N;
        unsigned row = rows.named(at);
        if (row >= (unsigned)rows.length || !rows.is_first(at)) continue;
        long long place = row * rows.row + column;
        if (rows.summed) u.template run<N>(rule, rate, place);
        else u.template run<N>(rule, rate, place, rows.template sum<N>(u.g, at, column));
    }
}

#define ROWS(name, Rule, T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) name##_rows_##suffix( \
        DS_UPDATE_TENSORS(T), const T* rate, DS_RULE_NUMBERS, const ds_key32* keys, int count, int length, long long row, bool summed) \
    { \
        const int N = 16 / sizeof(T); \
        Rows rows = {keys, count, length, row, summed}; \
        if (row % N == 0 && DS_UPDATE(T).is_aligned<Rule<T>>()) update_rows<N>(DS_UPDATE(T), DS_RULE(Rule, T), *rate, rows); \
        else update_rows<1>(DS_UPDATE(T), DS_RULE(Rule, T), *rate, rows); \
    }
#define ROW_UPDATES(T, suffix) DS_FOR_UPDATE_RULES(ROWS, T, suffix)
DS_FOR_WIDE_FLOATS(ROW_UPDATES)
