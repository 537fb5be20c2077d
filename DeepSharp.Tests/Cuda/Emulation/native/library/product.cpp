#include "product.h"

#include <algorithm>
#include <vector>

namespace emulation
{
constexpr int tile_rows = 8, tile_columns = 4, depth = 256;
using Vector = double __attribute__((vector_size(32)));

/// Copies columns [first, first + width) of k rows into panels of a tile's width, the last filled up with zeros.
static void pack(const double* from, int64_t stride, int64_t first_row, int64_t rows, int width, int64_t columns, std::vector<double>& panels)
{
    panels.assign(static_cast<size_t>((columns + width - 1) / width * width * rows), 0.0);
    for (int64_t panel = 0; panel * width < columns; panel++)
    {
        double* to = panels.data() + panel * width * rows;
        int64_t count = std::min<int64_t>(width, columns - panel * width);
        for (int64_t l = 0; l < rows; l++)
            std::copy_n(from + (first_row + l) * stride + panel * width, count, to + l * width);
    }
}

/// One tile: eight rows by four columns, accumulated in registers.
static void multiply_tile(int64_t k, const double* a, const double* b, double* tile)
{
    Vector low[tile_columns] = {}, high[tile_columns] = {};
    for (int64_t l = 0; l < k; l++, a += tile_rows, b += tile_columns)
    {
        Vector first, second;
        __builtin_memcpy(&first, a, sizeof first);
        __builtin_memcpy(&second, a + 4, sizeof second);
        for (int j = 0; j < tile_columns; j++)
        {
            low[j] += first * b[j];
            high[j] += second * b[j];
        }
    }
    for (int j = 0; j < tile_columns; j++)
    {
        __builtin_memcpy(tile + j * tile_rows, &low[j], sizeof(Vector));
        __builtin_memcpy(tile + j * tile_rows + 4, &high[j], sizeof(Vector));
    }
}

void multiply(int64_t m, int64_t n, int64_t k, const double* a, const double* b, double* c)
{
    std::vector<double> left, right;
    for (int64_t start = 0; start < k; start += depth)
    {
        int64_t rows = std::min<int64_t>(depth, k - start);
        pack(a, m, start, rows, tile_rows, m, left);
        pack(b, n, start, rows, tile_columns, n, right);
        for (int64_t j = 0; j < n; j += tile_columns)
            for (int64_t i = 0; i < m; i += tile_rows)
            {
                double tile[tile_rows * tile_columns];
                multiply_tile(rows, left.data() + i * rows, right.data() + j * rows, tile);
                for (int64_t y = 0; y < std::min<int64_t>(tile_columns, n - j); y++)
                    for (int64_t x = 0; x < std::min<int64_t>(tile_rows, m - i); x++)
                        c[i + x + (j + y) * m] += tile[y * tile_rows + x];
            }
    }
}
}
