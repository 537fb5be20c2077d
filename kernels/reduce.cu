// Reductions over the middle axis of [outer, n, inner]. The axis may be cut into `splits` chunks, each of which gives a partial result
// [outer, splits, inner] that a second launch reduces. Sums of float are kept in double until the last store.
#include "common/reduce.cuh"
#include "common/types.cuh"

struct reduce_prod { template <typename T> static __device__ __forceinline__ T combine(T a, T b) { return ds_product(a, b); } };

// Neighbouring rows (inner = 1): `threads` neighbouring threads, a warp or the whole block, share one.
template <typename Fn, typename In, typename Acc, typename Out, bool WholeBlock>
__device__ __forceinline__ void reduce_rows(const In* x, Out* y, long long outer, long long n, long long chunk, long long splits, Acc nothing)
{
    int threads = WholeBlock ? blockDim.x : DS_WARP, lane = WholeBlock ? threadIdx.x : ds_lane_id();
    long long first = WholeBlock ? blockIdx.x : (long long)blockIdx.x * ds_warps() + ds_warp_id();
    long long step = WholeBlock ? gridDim.x : (long long)gridDim.x * ds_warps();
    for (long long row = first; row < outer * splits; row += step)
    {
        long long start = row % splits * chunk, end = start + chunk < n ? start + chunk : n;
        const In* from = x + row / splits * n;
        Acc a = nothing, b = nothing;
        long long i = start + lane;
        for (; i + threads < end; i += 2 * threads)
        {
            a = Fn::combine(a, (Acc)from[i]);
            b = Fn::combine(b, (Acc)from[i + threads]);
        }
        if (i < end) a = Fn::combine(a, (Acc)from[i]);
        a = Fn::combine(a, b);
        if (WholeBlock) a = block_reduce<Fn>(a, nothing);
        else a = warp_reduce<Fn>(a);
        if (lane == 0) y[row] = (Out)a;
    }
}

// Columns (inner > 1): blocks of 32 columns by blockDim.y rows.
template <typename Fn, typename In, typename Acc, typename Out>
__device__ __forceinline__ void reduce_columns(const In* x, Out* y, long long outer, long long n, long long inner, long long chunk, long long splits, Acc nothing)
{
    __shared__ Acc parts[8][DS_WARP];
    long long tiles = (inner + DS_WARP - 1) / DS_WARP;
    for (long long tile = blockIdx.x; tile < tiles * outer * splits; tile += gridDim.x)
    {
        long long column = tile % tiles * DS_WARP + threadIdx.x, piece = tile / tiles;
        long long start = piece % splits * chunk, end = start + chunk < n ? start + chunk : n;
        Acc a = nothing;
        if (column < inner)
        {
            const In* from = x + piece / splits * n * inner + column;
            for (long long i = start + threadIdx.y; i < end; i += blockDim.y) a = Fn::combine(a, (Acc)from[i * inner]);
        }
        parts[threadIdx.y][threadIdx.x] = a;
        __syncthreads();
        for (int half = blockDim.y / 2; half > 0; half /= 2)
        {
            if (threadIdx.y < half) parts[threadIdx.y][threadIdx.x] = Fn::combine(parts[threadIdx.y][threadIdx.x], parts[threadIdx.y + half][threadIdx.x]);
            __syncthreads();
        }
        if (threadIdx.y == 0 && column < inner) y[piece * inner + column] = (Out)parts[0][threadIdx.x];
        __syncthreads();
    }
}

#define REDUCE(name, Fn, In, Acc, Out, nothing, suffix) \
    extern "C" __global__ void name##_warps_##suffix(const In* x, Out* y, long long outer, long long n, long long chunk, long long splits) \
    { reduce_rows<Fn, In, Acc, Out, false>(x, y, outer, n, chunk, splits, nothing); } \
    extern "C" __global__ void name##_blocks_##suffix(const In* x, Out* y, long long outer, long long n, long long chunk, long long splits) \
    { reduce_rows<Fn, In, Acc, Out, true>(x, y, outer, n, chunk, splits, nothing); } \
    extern "C" __global__ void name##_columns_##suffix(const In* x, Out* y, long long outer, long long n, long long inner, long long chunk, long long splits) \
    { reduce_columns<Fn, In, Acc, Out>(x, y, outer, n, inner, chunk, splits, nothing); }

REDUCE(sum, ds_add, float, double, float, 0.0, f32)
REDUCE(sum_partial, ds_add, float, double, double, 0.0, f32)
REDUCE(sum_total, ds_add, double, double, float, 0.0, f32)

#define REDUCE_SUM(T, suffix) \
    REDUCE(sum, ds_add, T, T, T, (T)0, suffix) REDUCE(sum_partial, ds_add, T, T, T, (T)0, suffix) REDUCE(sum_total, ds_add, T, T, T, (T)0, suffix)
REDUCE_SUM(double, f64)
DS_FOR_INTEGERS(REDUCE_SUM)

#define REDUCE_OTHERS(T, suffix) \
    REDUCE(prod, reduce_prod, T, T, T, (T)1, suffix) \
    REDUCE(max, ds_largest, T, T, T, ds_limits<T>::lowest(), suffix) \
    REDUCE(min, ds_smallest, T, T, T, ds_limits<T>::highest(), suffix)
DS_FOR_NUMBERS(REDUCE_OTHERS)
