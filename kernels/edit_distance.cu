// Edit distances by diagonals: all cells with i + j = d follow from the two diagonals before, so that a block works on a whole diagonal.
// R. A. Wagner and M. J. Fischer, "The string-to-string correction problem", J. ACM 1974.
#include "common/fault.cuh"
#include "common/grid.cuh"
#include "common/indices.cuh"
#include "common/shared.cuh"

// Sequences a [batch, n] and b [batch, m] with their lengths. `room` is three diagonals of n + 1 numbers for each block, or null where
// dynamic shared memory holds them.
extern "C" __global__ void __launch_bounds__(256) edit_distance_i32(const void* a, bool wide_a, const void* b, bool wide_b, const void* lengths_a,
    bool wide_lengths_a, const void* lengths_b, bool wide_lengths_b, int* y, int* room, int batch, int n, int m, long long* faults_a, long long* faults_b)
{
    DS_DYNAMIC_SHARED(int, shared);
    int* diagonals = room != nullptr ? room + (long long)blockIdx.x * 3 * (n + 1) : shared;
    for (int sample = blockIdx.x; sample < batch; sample += gridDim.x)
    {
        long long given_a = read_integer(lengths_a, wide_lengths_a, sample), given_b = read_integer(lengths_b, wide_lengths_b, sample);
        bool bad_a = given_a < 0 || given_a > n, bad_b = given_b < 0 || given_b > m;
        if (threadIdx.x == 0 && bad_a) report_fault(faults_a, given_a, sample);
        if (threadIdx.x == 0 && bad_b) report_fault(faults_b, given_b, sample);
        int rows = bad_a ? 0 : (int)given_a, columns = bad_b ? 0 : (int)given_b;
        int *now = diagonals, *before = diagonals + n + 1, *earlier = diagonals + 2 * (n + 1);
        for (int d = 0; d <= rows + columns; d++)
        {
            for (int i = max(0, d - columns) + threadIdx.x; i <= min(rows, d); i += blockDim.x)
            {
                int j = d - i, cell = i + j;
                if (i > 0 && j > 0)
                {
                    bool same = read_integer(a, wide_a, (long long)sample * n + i - 1) == read_integer(b, wide_b, (long long)sample * m + j - 1);
                    cell = min(earlier[i - 1] + (same ? 0 : 1), min(before[i - 1], before[i]) + 1);
                }
                now[i] = cell;
            }
            __syncthreads();
            int* last = earlier;
            earlier = before;
            before = now;
            now = last;
        }
        if (threadIdx.x == 0) y[sample] = before[rows];
        __syncthreads();
    }
}
