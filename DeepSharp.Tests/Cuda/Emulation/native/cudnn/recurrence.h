/// Recurrent cells of one layer and one direction.
#pragma once

#include "descriptors.h"

namespace emulation
{
struct DnnDropout
{
    float rate = -1; // not set yet
};

struct DnnCell
{
    int mode = 0, bias_mode = 0, math_type = 0, inputs = 0, units = 0;
    Element type = Element::Float32;

    bool is_lstm() const { return mode == 2; }
    int gates() const { return is_lstm() ? 4 : 3; }

    /// Where a gate's matrix lies among the weights, in elements; those for the states come behind those for the inputs.
    int64_t matrix_at(int part) const;

    /// Where its bias lies, behind all matrices; -1 where it has none.
    int64_t bias_at(int part) const;
    int64_t weights() const;
};

/// [time, batch, length], all sequences as long as the longest.
struct DnnSequences
{
    Element type = Element::Float32;
    int time = 0, batch = 0, length = 0;

    size_t bytes() const { return size_t(time) * size_t(batch) * size_t(length) * size_of(type); }
};

/// What the addresses of a forward pass lead to; c is null for cells without a memory.
struct RecurrentData
{
    const void *x, *first_h, *first_c, *weights;
    void *y, *last_h, *last_c;
};

/// All steps of a cell.
void run_cell(const DnnCell& cell, const DnnSequences& x, const RecurrentData& data);
}
