// Attention without a matrix of weights in memory: y = dropout(softmax(scale * q * k^T, masked)) * v, and the logarithms of the sums that the weights
// were divided by. Tiles of keys pass by a tile of queries, whose maxima, sums and results go along in registers; a query that sees nothing gets 0.
// A block for each tile of 16 R queries of each matrix, 256 threads; values of up to 16 E columns. The way of T. Dao and others, "FlashAttention"
// (2022), with the running softmax of M. Milakov and N. Gimelshein (2018). Elements of 16 bits are computed with in float32.
#include "common/attention.cuh"

// The join of the values of the 16 threads that have a row.
template <typename Fn, typename T>
__device__ __forceinline__ T join_row(T value, Fn f)
{
#pragma unroll
    for (int offset = 8; offset > 0; offset >>= 1) value = f(value, __shfl_xor_sync(0xffffffffu, value, offset));
    return value;
}

template <typename T, int R, int E>
__device__ __forceinline__ void attend(const Attention<T>& a, T* y, ds_compute_t<T>* log_sum)
{
    typedef ds_compute_t<T> W;
    const int Tile = 16 * R;
    __shared__ AttentionShared<W, R, E> shared;
    int tiles = (a.queries + Tile - 1) / Tile, first = blockIdx.x % tiles * Tile;
    long long n = blockIdx.x / tiles;
    const unsigned char* allowed = a.allowed(n);
    W max[R], total[R], sums[R][E];
#pragma unroll
    for (int i = 0; i < R; i++)
    {
        max[i] = ds_limits<W>::lowest();
        total[i] = 0;
#pragma unroll
        for (int j = 0; j < E; j++) sums[i][j] = 0;
    }
    int last = first + Tile <= a.queries ? first + Tile - 1 : a.queries - 1, all = a.keys_up_to(last);
    for (int key = 0; key < all; key += Tile)
    {
        W scores[R][R];
        tile_product(shared, a.query(n), first, a.scale, a.key(n), key, scores);
#pragma unroll
        for (int i = 0; i < R; i++)
        {
            int query = first + tile_y() * R + i;
            W most = max[i];
#pragma unroll
            for (int j = 0; j < R; j++)
            {
                if (!a.sees(allowed, query, key + tile_x() * R + j)) scores[i][j] = ds_limits<W>::lowest();
                most = ds_max(most, scores[i][j]);
            }
            most = join_row(most, [](W u, W v) { return ds_max(u, v); });
            // What was summed before was relative to a smaller maximum: e^-infinity = 0 where there was none.
            W shift = most == ds_limits<W>::lowest() ? (W)0 : most, fade = exp_of(max[i] - shift), sum = 0;
            max[i] = most;
#pragma unroll
            for (int j = 0; j < R; j++)
            {
                scores[i][j] = exp_of(scores[i][j] - shift);
                sum += scores[i][j];
            }
            total[i] = total[i] * fade + join_row(sum, [](W u, W v) { return u + v; });
#pragma unroll
            for (int j = 0; j < E; j++) sums[i][j] *= fade;
            if (a.state)
            {
                W f[R];
                a.factors(n, query, key + tile_x() * R, f);
#pragma unroll
                for (int j = 0; j < R; j++) scores[i][j] *= f[j];
            }
#pragma unroll
            for (int j = 0; j < R; j++) shared.tile[tile_x() * R + j][tile_y() * R + i] = scores[i][j];
        }
        add_product(shared, a.value(n), key, sums);
    }
#pragma unroll
    for (int i = 0; i < R; i++)
    {
        int query = first + tile_y() * R + i;
        if (query >= a.queries) continue;
        long long row = n * a.queries + query;
        bool none = total[i] == 0;
        W share = none ? (W)0 : 1 / total[i];
#pragma unroll
        for (int j = 0; j < E; j++)
            if (tile_x() + 16 * j < a.value_size) store(y, row * a.value_size + tile_x() + 16 * j, sums[i][j] * share);
        if (tile_x() == 0) log_sum[row] = none ? (W)0 : max[i] + log_of(total[i]);
    }
}

#define ATTEND(T, suffix, R, E) \
    extern "C" __global__ void __launch_bounds__(ATTENTION_THREADS) attention_##E##_##suffix(ATTENTION(T), T* y, ds_compute_t<T>* log_sum) \
    { \
        attend<T, R, E>(ATTENTION_OF(T), y, log_sum); \
    }

ATTEND(float, f32, 4, 4)
ATTEND(float, f32, 4, 8)
ATTEND(double, f64, 2, 4)
ATTEND(double, f64, 2, 8)
ATTEND(ds_half, f16, 4, 4)
ATTEND(ds_half, f16, 4, 8)
ATTEND(ds_bfloat16, bf16, 4, 4)
ATTEND(ds_bfloat16, bf16, 4, 8)
