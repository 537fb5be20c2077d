// The gradients of attention: weights are made again, tile by tile, from scores and the logarithms of their sums. With p = exp(score - log_sum),
// dp = dropout(dy * v^T) and d = sum dy * y - d_log_sum for each query:
//   ds = scale * p * (dp - d), dq = ds * k, dk = ds^T * q, dv = dropout(p)^T * dy
// attention_dots makes d, a thread for each query, in the order of the products of tiles: where a query sees one key only, dp and d are equal to the
// last bit and its score has no gradient. attention_key_gradient has a block for each tile of 16 R keys and goes over the queries,
// attention_query_gradient one for each tile of queries and goes over the keys: the scores are made twice and nothing is added atomically. Dao 2022.
#include "common/attention.cuh"
#include "common/grid.cuh"

// What arrives from behind: all but dy dense.
template <typename T>
struct Arriving
{
    MatrixBatch<T> dy;
    const ds_compute_t<T> *log_sum, *dots;
};

// Scores become weights and the gradients of weights those of scores; `weights` are then those that dropout left.
template <typename T, typename W, int R>
__device__ __forceinline__ void differentiate(
    const Attention<T>& a, const Arriving<T>& g, long long n, int query, int key, W (&weights)[R][R], W (&gradients)[R][R])
{
    const unsigned char* allowed = a.allowed(n);
#pragma unroll
    for (int i = 0; i < R; i++)
    {
        int row = query + tile_y() * R + i;
        long long at = n * a.queries + (row < a.queries ? row : 0);
        W log_sum = g.log_sum[at], dot = g.dots[at], f[R];
        if (a.state) a.factors(n, row, key + tile_x() * R, f);
#pragma unroll
        for (int j = 0; j < R; j++)
        {
            W p = a.sees(allowed, row, key + tile_x() * R + j) ? exp_of(weights[i][j] - log_sum) : (W)0, factor = a.state ? f[j] : (W)1;
            weights[i][j] = p * factor;
            gradients[i][j] = p * (gradients[i][j] * factor - dot) * a.scale;
        }
    }
}

template <typename T, typename W, int R, int E>
__device__ __forceinline__ void write(const W (&sums)[R][E], T* to, int first, int rows, int columns)
{
#pragma unroll
    for (int i = 0; i < R; i++)
    {
        int row = first + tile_y() * R + i;
#pragma unroll
        for (int j = 0; j < E; j++)
            if (row < rows && tile_x() + 16 * j < columns) store(to, (long long)row * columns + tile_x() + 16 * j, sums[i][j]);
    }
}

template <typename T, int R, int E>
__device__ __forceinline__ void key_gradient(const Attention<T>& a, const Arriving<T>& g, T* dk, T* dv)
{
    typedef ds_compute_t<T> W;
    const int Tile = 16 * R;
    __shared__ AttentionShared<W, R, E> shared;
    int tiles = (a.keys + Tile - 1) / Tile, first = blockIdx.x % tiles * Tile;
    long long n = blockIdx.x / tiles;
    Matrix<T> dy = {g.dy.matrix(n, a.length1, a.length2), g.dy.row, g.dy.column, a.queries, a.value_size};
    W key_sums[R][E] = {}, value_sums[R][E] = {};
    // No query before the first key sees any of them.
    for (int query = a.causal ? first : 0; query < a.queries; query += Tile)
    {
        W weights[R][R], gradients[R][R];
        tile_product(shared, a.query(n), query, a.scale, a.key(n), first, weights);
        tile_product(shared, dy, query, (W)1, a.value(n), first, gradients);
        differentiate(a, g, n, query, first, weights, gradients);
#pragma unroll
        for (int i = 0; i < R; i++)
#pragma unroll
            for (int j = 0; j < R; j++) shared.tile[tile_y() * R + i][tile_x() * R + j] = weights[i][j];
        add_product(shared, dy, query, value_sums);
#pragma unroll
        for (int i = 0; i < R; i++)
#pragma unroll
            for (int j = 0; j < R; j++) shared.tile[tile_y() * R + i][tile_x() * R + j] = gradients[i][j];
        add_product(shared, a.query(n), query, key_sums);
    }
    write(key_sums, dk + n * a.keys * a.size, first, a.keys, a.size);
    write(value_sums, dv + n * a.keys * a.value_size, first, a.keys, a.value_size);
}

template <typename T, int R, int E>
__device__ __forceinline__ void query_gradient(const Attention<T>& a, const Arriving<T>& g, T* dq)
{
    typedef ds_compute_t<T> W;
    const int Tile = 16 * R;
    __shared__ AttentionShared<W, R, E> shared;
    int tiles = (a.queries + Tile - 1) / Tile, first = blockIdx.x % tiles * Tile;
    long long n = blockIdx.x / tiles;
    Matrix<T> dy = {g.dy.matrix(n, a.length1, a.length2), g.dy.row, g.dy.column, a.queries, a.value_size};
    W sums[R][E] = {};
    int last = first + Tile <= a.queries ? first + Tile - 1 : a.queries - 1, all = a.keys_up_to(last);
    for (int key = 0; key < all; key += Tile)
    {
        W weights[R][R], gradients[R][R];
        tile_product(shared, a.query(n), first, a.scale, a.key(n), key, weights);
        tile_product(shared, dy, first, (W)1, a.value(n), key, gradients);
        differentiate(a, g, n, first, key, weights, gradients);
#pragma unroll
        for (int i = 0; i < R; i++)
#pragma unroll
            for (int j = 0; j < R; j++) shared.tile[tile_x() * R + j][tile_y() * R + i] = gradients[i][j];
        add_product(shared, a.key(n), key, sums);
    }
    write(sums, dq + n * a.queries * a.size, first, a.queries, a.size);
}

template <typename T>
__device__ __forceinline__ void dots_of(
    const MatrixBatch<T>& dy, const T* y, const ds_compute_t<T>* d_log_sum, ds_compute_t<T>* dots, int length1, int length2, int queries, int value_size,
    long long rows)
{
    DS_GRID_STRIDE(row, rows)
    {
        const T* arriving = dy.matrix(row / queries, length1, length2) + row % queries * dy.row;
        ds_compute_t<T> sum = 0;
        for (int c = 0; c < value_size; c++) sum = multiply_add(load(arriving, c * dy.column), load(y, row * value_size + c), sum);
        dots[row] = sum - d_log_sum[row];
    }
}

#define GRADIENTS(T, suffix, R, E) \
    extern "C" __global__ void __launch_bounds__(ATTENTION_THREADS) attention_key_gradient_##E##_##suffix( \
        ATTENTION(T), MATRICES(T, dy), const ds_compute_t<T>* log_sum, const ds_compute_t<T>* dots, T* dk, T* dv) \
    { \
        key_gradient<T, R, E>(ATTENTION_OF(T), Arriving<T>{MATRICES_OF(T, dy), log_sum, dots}, dk, dv); \
    } \
    extern "C" __global__ void __launch_bounds__(ATTENTION_THREADS) attention_query_gradient_##E##_##suffix( \
        ATTENTION(T), MATRICES(T, dy), const ds_compute_t<T>* log_sum, const ds_compute_t<T>* dots, T* dq) \
    { \
        query_gradient<T, R, E>(ATTENTION_OF(T), Arriving<T>{MATRICES_OF(T, dy), log_sum, dots}, dq); \
    }
#define DOTS(T, suffix) \
    extern "C" __global__ void attention_dots_##suffix( \
        MATRICES(T, dy), const T* y, const ds_compute_t<T>* d_log_sum, ds_compute_t<T>* dots, int length1, int length2, int queries, int value_size, \
        long long rows) \
    { \
        dots_of<T>(MATRICES_OF(T, dy), y, d_log_sum, dots, length1, length2, queries, value_size, rows); \
    }

GRADIENTS(float, f32, 4, 4)
GRADIENTS(float, f32, 4, 8)
GRADIENTS(double, f64, 2, 4)
GRADIENTS(double, f64, 2, 8)
GRADIENTS(ds_half, f16, 4, 4)
GRADIENTS(ds_half, f16, 4, 8)
GRADIENTS(ds_bfloat16, bf16, 4, 4)
GRADIENTS(ds_bfloat16, bf16, 4, 8)
DS_FOR_FLOATS(DOTS)
