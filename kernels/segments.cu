// Rows [outer, count, row] combined by the segment their keys name into [outer, segments, row]. Keys are sorted by segment, then by place
// (see sort.cu), and cut into chunks of equal length, so that a segment of any size is shared by many threads; what a chunk holds of a
// segment that crosses its ends is noted apart and joined afterwards, in order. Every sum is thus made in one fixed order.
#include "common/grid.cuh"
#include "common/indices.cuh"
#include "common/numbers.cuh"
#include "common/reduce.cuh"
#include "common/sorted_keys.cuh"

namespace
{
constexpr int chunk = 32, together = 4;

struct ds_multiply { template <typename T> static __device__ __forceinline__ T combine(T a, T b) { return ds_product(a, b); } };

__device__ __forceinline__ unsigned segment_of(ds_key32 key) { return (unsigned)(key >> 32); }

// Whether the segment of key i is that of its neighbour before or behind it.
__device__ __forceinline__ bool reaches_before(const ds_key32* keys, int i) { return i > 0 && segment_of(keys[i - 1]) == segment_of(keys[i]); }
__device__ __forceinline__ bool reaches_on(const ds_key32* keys, int i, int count) { return i + 1 < count && segment_of(keys[i + 1]) == segment_of(keys[i]); }

struct rows
{
    int count, segments, row;
    long long columns;

    // Where a column begins in x and in y; its elements are `row` apart.
    __device__ __forceinline__ long long source(long long column) const { return column / row * count * row + column % row; }
    __device__ __forceinline__ long long target(long long column) const { return column / row * segments * row + column % row; }
};
}

// Combines within chunks. A segment inside one chunk is done; of others the chunk's part goes to `heads` where it began before the chunk,
// and to `tails` where it begins in it, both [chunks, columns].
template <typename Fn, typename T>
__device__ __forceinline__ void combine_chunks(const T* x, T* y, const ds_key32* keys, T* heads, T* tails, rows shape)
{
    int chunks = (shape.count + chunk - 1) / chunk;
    DS_GRID_STRIDE(i, chunks * shape.columns)
    {
        long long row = shape.row;
        const T* from = x + shape.source(i % shape.columns);
        T* to = y + shape.target(i % shape.columns);
        int first = (int)(i / shape.columns) * chunk, end = min(first + chunk, shape.count);
        bool open = reaches_before(keys, first);
        unsigned segment = segment_of(keys[first]);
        T sum = from[place_of(keys[first]) * row];
        for (int k = first + 1; k < end; k += together)
        {
            // Several loads are under way at a time.
            unsigned segments[together];
            T next[together];
#pragma unroll
            for (int j = 0; j < together; j++)
            {
                ds_key32 key = keys[min(k + j, end - 1)];
                segments[j] = segment_of(key);
                next[j] = from[place_of(key) * row];
            }
#pragma unroll
            for (int j = 0; j < together; j++)
            {
                if (k + j >= end) break;
                if (segments[j] == segment) sum = Fn::combine(sum, next[j]);
                else
                {
                    if (open) heads[i] = sum;
                    else if (segment < (unsigned)shape.segments) to[segment * row] = sum;
                    open = false;
                    segment = segments[j];
                    sum = next[j];
                }
            }
        }
        if (open) heads[i] = sum;
        else if (reaches_on(keys, end - 1, shape.count)) tails[i] = sum;
        else if (segment < (unsigned)shape.segments) to[segment * row] = sum;
    }
}

// Joins the parts of segments that cross chunks: whoever holds a segment's beginning goes through the chunks behind it.
template <typename Fn, typename T>
__device__ __forceinline__ void join_chunks(T* y, const ds_key32* keys, const T* heads, const T* tails, rows shape)
{
    int chunks = (shape.count + chunk - 1) / chunk;
    DS_GRID_STRIDE(i, chunks * shape.columns)
    {
        int number = (int)(i / shape.columns), first = number * chunk, last = min(first + chunk, shape.count) - 1;
        unsigned segment = segment_of(keys[last]);
        if (!reaches_on(keys, last, shape.count) || segment >= (unsigned)shape.segments) continue;
        if (segment_of(keys[first]) == segment && reaches_before(keys, first)) continue;
        long long column = i % shape.columns;
        T sum = tails[i];
        do
        {
            number++;
            last = min((number + 1) * chunk, shape.count) - 1;
            sum = Fn::combine(sum, heads[number * shape.columns + column]);
        }
        while (segment_of(keys[last]) == segment && reaches_on(keys, last, shape.count));
        y[shape.target(column) + (long long)segment * shape.row] = sum;
    }
}

#define SEGMENTS(fn, name, T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) segment_##name##_chunks_##suffix( \
        const T* x, T* y, const ds_key32* keys, T* heads, T* tails, int count, int segments, int row, long long columns) \
    { \
        combine_chunks<fn>(x, y, keys, heads, tails, rows{count, segments, row, columns}); \
    } \
    extern "C" __global__ void __launch_bounds__(256) segment_##name##_joins_##suffix( \
        T* y, const ds_key32* keys, const T* heads, const T* tails, int count, int segments, int row, long long columns) \
    { \
        join_chunks<fn>(y, keys, heads, tails, rows{count, segments, row, columns}); \
    }
#define SEGMENT_SUM(T, suffix) SEGMENTS(ds_add, sum, T, suffix)
#define SEGMENT_MAX(T, suffix) SEGMENTS(ds_largest, max, T, suffix)
#define SEGMENT_MIN(T, suffix) SEGMENTS(ds_smallest, min, T, suffix)
#define SEGMENT_PROD(T, suffix) SEGMENTS(ds_multiply, prod, T, suffix)
DS_FOR_NUMBERS(SEGMENT_SUM)
DS_FOR_NUMBERS(SEGMENT_MAX)
DS_FOR_NUMBERS(SEGMENT_MIN)
DS_FOR_NUMBERS(SEGMENT_PROD)

// y[a, indices[a, j, b], b] += x[a, j, b]: a thread owns a line along the axis and goes down it, for lines that are many or
// short. y starts as zeros.
template <typename T> __device__ __forceinline__ void add_lines(const void* indices, bool wide, const T* x, T* y, long long lines, int given, int length,
    int inner, long long* faults)
{
    DS_GRID_STRIDE(line, lines)
    {
        long long from = line / inner * given * inner + line % inner;
        T* to = y + line / inner * length * inner + line % inner;
        for (int j = 0; j < given; j++, from += inner)
        {
            long long at = read_index(indices, wide, from, length, true, faults);
            if (at >= 0) to[at * inner] = ds_sum(to[at * inner], x[from]);
        }
    }
}

#define ADD_LINES(T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) scatter_add_lines_##suffix(const void* indices, bool wide, const T* x, T* y, long long lines, int given, \
        int length, int inner, long long* faults) \
    { \
        add_lines<T>(indices, wide, x, y, lines, given, length, inner, faults); \
    }
DS_FOR_NUMBERS(ADD_LINES)
