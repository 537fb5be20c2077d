// Runs a recurrent cell over time, in one of two ways.
//
// *_sequence: one launch for all steps. Rows of the batch do not depend on each other, so a block takes SEQUENCE_ROWS of them through all steps; the
// states stay in shared memory, the kernel comes from the second-level cache at each step. Blocks are (units, SEQUENCE_ROWS) threads: thread (u, part)
// makes the products of unit u over its part of the summed length, for all rows; then thread (u, r) has row r. For small kernels, where a launch for
// each step would cost more than the step.
// *_step: one step, after its product [batch, gates * units] was made by a matrix product of the library; a thread for each element of the state.
#pragma once
#include "common/grid.cuh"
#include "common/math.cuh"
#include "common/shared.cuh"

#define SEQUENCE_ROWS 4

// How entries that run all steps begin: blocks have up to 128 units in each of the rows.
#define SEQUENCE_ENTRY extern "C" __global__ void __launch_bounds__(128 * SEQUENCE_ROWS)

// The lengths of a recurrent op's axes, and where its steps stand.
struct SequenceShape
{
    int time, batch, units;
    bool reverse;

    // The first row of a step [batch] among all rows [time, batch]; -1 before the first step.
    __device__ __forceinline__ long long rows_at(int step) const { return step < 0 ? -1 : (long long)(reverse ? time - 1 - step : step) * batch; }
};

// Element (row, unit) of a state before a step: of the sequence of states, or of the first one.
template <typename T>
__device__ __forceinline__ T state_before(const SequenceShape& s, int step, int row, int unit, const T* first, const T* sequence)
{
    long long rows = s.rows_at(step - 1);
    return rows < 0 ? first[(long long)row * s.units + unit] : sequence[(rows + row) * s.units + unit];
}

// sums[r][g] = sum over k of states[r][k] * kernel[k, g * columns + unit], of the part k that the thread has, then of all parts for row r = threadIdx.y.
// kernel is [length, gates * columns]; states lie in shared memory, SEQUENCE_ROWS lines of `length`; parts has room for a sum of each thread and row.
template <typename T, int Gates>
__device__ __forceinline__ void sequence_product(const T* kernel, const T* states, int length, int columns, T* parts, T (&row)[Gates])
{
    int unit = threadIdx.x, part = threadIdx.y;
    int begin = (int)((long long)length * part / SEQUENCE_ROWS), end = (int)((long long)length * (part + 1) / SEQUENCE_ROWS);
    bool works = unit < columns;
    T sums[SEQUENCE_ROWS][Gates] = {};
    if (works)
    {
#pragma unroll 4
        for (int k = begin; k < end; k++)
        {
#pragma unroll
            for (int g = 0; g < Gates; g++)
            {
                T weight = kernel[((long long)k * Gates + g) * columns + unit];
#pragma unroll
                for (int r = 0; r < SEQUENCE_ROWS; r++) sums[r][g] = multiply_add(states[r * length + k], weight, sums[r][g]);
            }
        }
    }
#pragma unroll
    for (int r = 0; r < SEQUENCE_ROWS; r++)
#pragma unroll
        for (int g = 0; g < Gates; g++) parts[((part * SEQUENCE_ROWS + r) * Gates + g) * blockDim.x + unit] = sums[r][g];
    __syncthreads();
#pragma unroll
    for (int g = 0; g < Gates; g++)
    {
        row[g] = 0;
#pragma unroll
        for (int p = 0; p < SEQUENCE_ROWS; p++) row[g] += parts[((p * SEQUENCE_ROWS + threadIdx.y) * Gates + g) * blockDim.x + unit];
    }
}

// All steps forward. Cell::step takes the products of a row's unit and the state before it, and gives the state after it.
template <typename T, typename Cell>
__device__ __forceinline__ void run_sequence(const SequenceShape& s, const T* kernel, const T* first, const Cell& cell)
{
    DS_DYNAMIC_SHARED(T, memory);
    T *states = memory, *parts = memory + SEQUENCE_ROWS * s.units;
    int unit = threadIdx.x, row = blockIdx.x * SEQUENCE_ROWS + threadIdx.y;
    bool works = unit < s.units && row < s.batch;
    if (unit < s.units) states[threadIdx.y * s.units + unit] = works ? first[(long long)row * s.units + unit] : (T)0;
    for (int step = 0; step < s.time; step++)
    {
        T products[Cell::Gates];
        __syncthreads();
        sequence_product<T, Cell::Gates>(kernel, states, s.units, s.units, parts, products);
        // Nobody reads the states any more: all products were left before the barrier in between.
        if (works) states[threadIdx.y * s.units + unit] = cell.step(s, step, row, unit, products, states[threadIdx.y * s.units + unit]);
    }
}

// One step forward.
template <typename T, typename Cell>
__device__ __forceinline__ void run_step(const SequenceShape& s, int step, const T* products, const T* first, const T* sequence, const Cell& cell)
{
    DS_GRID_STRIDE(i, (long long)s.batch * s.units)
    {
        int row = (int)(i / s.units), unit = (int)(i % s.units);
        T own[Cell::Gates];
#pragma unroll
        for (int g = 0; g < Cell::Gates; g++) own[g] = products[((long long)row * Cell::Gates + g) * s.units + unit];
        cell.step(s, step, row, unit, own, state_before(s, step, row, unit, first, sequence));
    }
}

// All steps backward. Cell::step takes the gradient that arrives at a row's state, gives those of its sums, of which `factors` are multiplied with the
// transposed kernel, and what reaches the state before directly. transposed is [gates * units, units]; dh holds the gradient of the last states and
// gets that of the first.
template <typename T, typename Cell>
__device__ __forceinline__ void run_sequence_back(const SequenceShape& s, const T* transposed, T* dh, const Cell& cell)
{
    DS_DYNAMIC_SHARED(T, memory);
    int length = Cell::Gates * s.units, unit = threadIdx.x, row = blockIdx.x * SEQUENCE_ROWS + threadIdx.y;
    T *factors = memory, *parts = memory + SEQUENCE_ROWS * length;
    bool works = unit < s.units && row < s.batch;
    T arriving = works ? dh[(long long)row * s.units + unit] : (T)0;
    for (int step = s.time - 1; step >= 0; step--)
    {
        T own[Cell::Gates] = {}, direct = works ? cell.step(s, step, row, unit, arriving, own) : (T)0;
        if (unit < s.units)
#pragma unroll
            for (int g = 0; g < Cell::Gates; g++) factors[threadIdx.y * length + g * s.units + unit] = own[g];
        __syncthreads();
        T product[1];
        sequence_product<T, 1>(transposed, factors, length, s.units, parts, product);
        arriving = direct + product[0];
    }
    if (works) dh[(long long)row * s.units + unit] = arriving;
}

// One step backward: dh is replaced by what reaches the state before directly; the library adds the product.
template <typename T, typename Cell>
__device__ __forceinline__ void run_step_back(const SequenceShape& s, int step, T* dh, const Cell& cell)
{
    DS_GRID_STRIDE(i, (long long)s.batch * s.units)
    {
        T own[Cell::Gates];
        dh[i] = cell.step(s, step, (int)(i / s.units), (int)(i % s.units), dh[i], own);
    }
}

#define SEQUENCE_SHAPE int time, int batch, int units, bool reverse
#define SEQUENCE_SHAPE_OF (SequenceShape{time, batch, units, reverse})
