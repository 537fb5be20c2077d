// What forward and gradients of attention share: operands of any layout, masks, dropout, and products of tiles.
//
// A block is 16 * 16 threads and works on tiles of 16 R rows by 16 R columns: thread (tx, ty) has the rows ty * R + i and the columns tx * R + j, so
// that the 16 threads of a row are half a warp.
#pragma once
#include "common/convert.cuh"
#include "common/math.cuh"
#include "common/numbers.cuh"
#include "common/philox.cuh"

#define ATTENTION_THREADS 256
#define TILE_DEPTH 16

// The matrices [.., rows, columns] of a tensor stretched over three leading axes; steps in elements, 0 where stretched.
template <typename T>
struct MatrixBatch
{
    const T* first;
    long long step0, step1, step2, row, column;

    __device__ __forceinline__ const T* matrix(long long n, int length1, int length2) const
    {
        return first + n / length2 / length1 * step0 + n / length2 % length1 * step1 + n % length2 * step2;
    }
};

#define MATRICES(T, name) \
    const T *name, long long name##_step0, long long name##_step1, long long name##_step2, long long name##_row, long long name##_column
#define MATRICES_OF(T, name) (MatrixBatch<T>{name, name##_step0, name##_step1, name##_step2, name##_row, name##_column})

// One matrix, read as numbers to compute with; rows from `rows` on and columns from `columns` on read as zero.
template <typename T>
struct Matrix
{
    const T* first;
    long long row, column;
    int rows, columns;

    __device__ __forceinline__ ds_compute_t<T> at(int r, int c) const
    {
        return r < rows && c < columns ? load(first, r * row + c * column) : (ds_compute_t<T>)0;
    }
};

// A call of its own: ten rounds for each row of a tile would be pages of code.
__device__ __noinline__ ds_philox_words attention_words(unsigned long long block, unsigned long long draw, unsigned long long seed)
{
    return philox_block(block, draw, seed);
}

// What is common to the launches of one attention: T is the type of its elements, W the one it is computed in.
template <typename T>
struct Attention
{
    typedef ds_compute_t<T> W;

    MatrixBatch<T> q, k, v;
    MatrixBatch<unsigned char> mask;
    const unsigned long long* state;
    int length1, length2, queries, keys, size, value_size, threshold;
    W scale, kept;
    bool causal;

    __device__ __forceinline__ Matrix<T> query(long long n) const { return {q.matrix(n, length1, length2), q.row, q.column, queries, size}; }
    __device__ __forceinline__ Matrix<T> key(long long n) const { return {k.matrix(n, length1, length2), k.row, k.column, keys, size}; }
    __device__ __forceinline__ Matrix<T> value(long long n) const { return {v.matrix(n, length1, length2), v.row, v.column, keys, value_size}; }

    // Whether a query sees a key.
    __device__ __forceinline__ bool sees(const unsigned char* allowed, int query, int key) const
    {
        return query < queries && key < keys && (!causal || key <= query) && (allowed == 0 || allowed[query * mask.row + key * mask.column] != 0);
    }

    __device__ __forceinline__ const unsigned char* allowed(long long n) const { return mask.first ? mask.matrix(n, length1, length2) : 0; }

    // The keys that the queries up to one may see at all.
    __device__ __forceinline__ int keys_up_to(int query) const { return causal && query + 1 < keys ? query + 1 : keys; }

    // What dropout multiplies the weights of a query and R neighbouring keys with: those of the op's random draw over all weights.
    template <int R>
    __device__ __forceinline__ void factors(long long n, int query, int key, W (&f)[R]) const
    {
        unsigned long long first = ((unsigned long long)n * queries + query) * keys + key;
        int lead = (int)(first % 4);
        ds_philox_words now = attention_words(first / 4, state[1], state[0]), next = now;
        if (lead + R > 4) next = attention_words(first / 4 + 1, state[1], state[0]);
#pragma unroll
        for (int j = 0; j < R; j++)
        {
            const ds_philox_words& words = lead + j < 4 ? now : next;
            int place = (lead + j) % 4;
            unsigned word = place == 0 ? words.w0 : place == 1 ? words.w1 : place == 2 ? words.w2 : words.w3;
            f[j] = (int)(word >> 8) < threshold ? kept : (W)0;
        }
    }
};

#define ATTENTION(T) \
    MATRICES(T, q), MATRICES(T, k), MATRICES(T, v), MATRICES(unsigned char, mask), const unsigned long long *state, int length1, int length2, \
    int queries, int keys, int size, int value_size, double scale, bool causal, int threshold, double kept
#define ATTENTION_OF(T) \
    (Attention<T>{MATRICES_OF(T, q), MATRICES_OF(T, k), MATRICES_OF(T, v), MATRICES_OF(unsigned char, mask), state, length1, length2, \
    queries, keys, size, value_size, threshold, (ds_compute_t<T>)scale, (ds_compute_t<T>)kept, causal})

// Shared memory of a block: two staged slices of operands, and a tile of weights.
template <typename T, int R, int E>
struct AttentionShared
{
    static const int Tile = 16 * R, Line = Tile + 16 / sizeof(T);

    T a[TILE_DEPTH][Line], b[TILE_DEPTH][Line];
    T tile[Tile][Line];
    T rows[TILE_DEPTH][16 * E];
};

__device__ __forceinline__ int tile_x() { return threadIdx.x % 16; }
__device__ __forceinline__ int tile_y() { return threadIdx.x / 16; }

// scores[i][j] = sum over c of scale * a[first_a + row i, c] * b[first_b + column j, c], c ascending.
template <typename T, typename W, int R, int E>
__device__ __forceinline__ void tile_product(
    AttentionShared<W, R, E>& shared, const Matrix<T>& a, int first_a, W scale, const Matrix<T>& b, int first_b, W (&scores)[R][R])
{
    const int Tile = 16 * R;
#pragma unroll
    for (int i = 0; i < R; i++)
#pragma unroll
        for (int j = 0; j < R; j++) scores[i][j] = 0;
    for (int depth = 0; depth < a.columns; depth += TILE_DEPTH)
    {
        __syncthreads();
        for (int i = threadIdx.x; i < Tile * TILE_DEPTH; i += ATTENTION_THREADS)
        {
            int r = i / TILE_DEPTH, c = i % TILE_DEPTH;
            shared.a[c][r] = a.at(first_a + r, depth + c) * scale;
            shared.b[c][r] = b.at(first_b + r, depth + c);
        }
        __syncthreads();
#pragma unroll 4
        for (int c = 0; c < TILE_DEPTH; c++)
        {
            W left[R], right[R];
#pragma unroll
            for (int i = 0; i < R; i++)
            {
                left[i] = shared.a[c][tile_y() * R + i];
                right[i] = shared.b[c][tile_x() * R + i];
            }
#pragma unroll
            for (int i = 0; i < R; i++)
#pragma unroll
                for (int j = 0; j < R; j++) scores[i][j] = multiply_add(left[i], right[j], scores[i][j]);
        }
    }
}

// sums[i][j] += sum over r of tile[r][row i] * x[first + r, tx + 16 j], for the rows r of a tile.
template <typename T, typename W, int R, int E>
__device__ __forceinline__ void add_product(AttentionShared<W, R, E>& shared, const Matrix<T>& x, int first, W (&sums)[R][E])
{
    const int Tile = 16 * R;
    for (int depth = 0; depth < Tile && first + depth < x.rows; depth += TILE_DEPTH)
    {
        __syncthreads();
        for (int i = threadIdx.x; i < TILE_DEPTH * 16 * E; i += ATTENTION_THREADS)
            shared.rows[i / (16 * E)][i % (16 * E)] = x.at(first + depth + i / (16 * E), i % (16 * E));
        __syncthreads();
#pragma unroll 4
        for (int r = 0; r < TILE_DEPTH; r++)
        {
            W left[R];
#pragma unroll
            for (int i = 0; i < R; i++) left[i] = shared.tile[depth + r][tile_y() * R + i];
#pragma unroll
            for (int j = 0; j < E; j++)
            {
                W right = shared.rows[r][tile_x() + 16 * j];
#pragma unroll
                for (int i = 0; i < R; i++) sums[i][j] = multiply_add(left[i], right, sums[i][j]);
            }
        }
    }
    __syncthreads();
}
