// A tile of a matrix product C = A * B whose factors are made on the way: 16 R rows by 16 R columns of C for each block of 256 threads, thread (tx, ty)
// having the rows ty * R + i and the columns tx * R + j. A slice of 16 of the summed length is staged at a time.
//
// Source::set_rows and set_columns tell a thread which rows of A and columns of B it is going to load; a(i, row, k) and b(i, k, column) give an element,
// i counting the thread's loads of a slice. Source::RowsFirst and ColumnsFirst tell which index neighbours in memory share: neighbouring threads take it.
#pragma once

#define PRODUCT_THREADS 256
#define PRODUCT_DEPTH 16

template <typename T, int R>
struct ProductShared
{
    static const int Tile = 16 * R, Line = Tile + 16 / sizeof(T), Loads = Tile * PRODUCT_DEPTH / PRODUCT_THREADS;

    T a[PRODUCT_DEPTH][Line], b[PRODUCT_DEPTH][Line];
};

// The row or column within the tile, and the place within the slice, of a thread's load i.
template <bool LineFirst, int Tile>
__device__ __forceinline__ int load_line(int i)
{
    int n = threadIdx.x + i * PRODUCT_THREADS;
    return LineFirst ? n % Tile : n / PRODUCT_DEPTH;
}

template <bool LineFirst, int Tile>
__device__ __forceinline__ int load_depth(int i)
{
    int n = threadIdx.x + i * PRODUCT_THREADS;
    return LineFirst ? n / Tile : n % PRODUCT_DEPTH;
}

// sums += A[rows of the tile, first .. end - 1] * B[first .. end - 1, columns of the tile].
template <typename T, int R, typename Source>
__device__ __forceinline__ void product_tile(ProductShared<T, R>& shared, Source& source, int first, int end, T (&sums)[R][R])
{
    typedef ProductShared<T, R> Shared;
    int tx = threadIdx.x % 16, ty = threadIdx.x / 16;
    for (int depth = first; depth < end; depth += PRODUCT_DEPTH)
    {
#pragma unroll
        for (int i = 0; i < Shared::Loads; i++)
        {
            int k = load_depth<Source::RowsFirst, Shared::Tile>(i);
            shared.a[k][load_line<Source::RowsFirst, Shared::Tile>(i)] = depth + k < end ? source.a(i, depth + k) : (T)0;
        }
#pragma unroll
        for (int i = 0; i < Shared::Loads; i++)
        {
            int k = load_depth<Source::ColumnsFirst, Shared::Tile>(i);
            shared.b[k][load_line<Source::ColumnsFirst, Shared::Tile>(i)] = depth + k < end ? source.b(i, depth + k) : (T)0;
        }
        __syncthreads();
#pragma unroll
        for (int k = 0; k < PRODUCT_DEPTH; k++)
        {
            T left[R], right[R];
#pragma unroll
            for (int i = 0; i < R; i++)
            {
                left[i] = shared.a[k][ty * R + i];
                right[i] = shared.b[k][tx * R + i];
            }
#pragma unroll
            for (int i = 0; i < R; i++)
#pragma unroll
                for (int j = 0; j < R; j++) sums[i][j] = multiply_add(left[i], right[j], sums[i][j]);
        }
        __syncthreads();
    }
}
