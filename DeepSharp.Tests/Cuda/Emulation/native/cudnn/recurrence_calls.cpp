/// The entry points of recurrent cells: inference in float32, one layer, one direction, all sequences of one length.
#include <cstring>

#include "recurrence.h"

namespace emulation
{
constexpr size_t workspace_bytes = 2048;
constexpr int most_units = 300;

EMULATED_API int cudnnCreateDropoutDescriptor(DnnDropout** dropout) { return create_descriptor(dropout); }
EMULATED_API int cudnnDestroyDropoutDescriptor(DnnDropout* dropout) { return destroy_descriptor(dropout); }
EMULATED_API int cudnnCreateRNNDescriptor(DnnCell** cell) { return create_descriptor(cell); }
EMULATED_API int cudnnDestroyRNNDescriptor(DnnCell* cell) { return destroy_descriptor(cell); }
EMULATED_API int cudnnCreateRNNDataDescriptor(DnnSequences** sequences) { return create_descriptor(sequences); }
EMULATED_API int cudnnDestroyRNNDataDescriptor(DnnSequences* sequences) { return destroy_descriptor(sequences); }

EMULATED_API int cudnnSetDropoutDescriptor(DnnDropout* dropout, DnnHandle* handle, float rate, void*, size_t, unsigned long long)
{
    if (!is_dnn_handle(handle))
        return dnn_refuse(DnnNotInitialized, "this is no handle, or was destroyed before");
    return with_descriptor(dropout, [=](DnnDropout& known) {
        known.rate = rate;
        return rate == 0 ? int(DnnSuccess) : dnn_refuse(DnnNotSupported, "the emulation drops nothing");
    });
}

EMULATED_API int cudnnSetRNNDescriptor_v8(
    DnnCell* cell, int algorithm, int mode, int bias_mode, int direction, int input_mode, int type, int compute, int math_type, int inputs, int units,
    int projected, int layers, DnnDropout* dropout, unsigned flags)
{
    return with_descriptor(cell, [=](DnnCell& known) {
        if (!is_live(dropout) || dropout->rate != 0)
            return dnn_refuse(DnnBadParam, "the dropout descriptor is none, or was not set");
        if (algorithm != 0 || (mode != 2 && mode != 3) || direction != 0 || input_mode != 0 || type != 0 || compute != 0 || layers != 1 || projected != units)
            return dnn_refuse(DnnNotSupported, "the emulation has one layer of LSTM or GRU, one way, in float32, by the standard algorithm");
        if (bias_mode < 0 || bias_mode > 2 || inputs < 1 || units < 1 || flags != 1)
            return dnn_refuse(DnnBadParam, "biases, lengths, or flags: sequences that are not packed need padded input and output");
        // So that what callers do then can be tested.
        if (units > most_units)
            return dnn_refuse(DnnNotSupported, "the emulation has cells of at most " + std::to_string(most_units) + " units");
        known.mode = mode;
        known.bias_mode = bias_mode;
        known.math_type = math_type;
        known.inputs = inputs;
        known.units = units;
        return int(DnnSuccess);
    });
}

EMULATED_API int cudnnSetRNNDataDescriptor(DnnSequences* sequences, int type, int layout, int time, int batch, int length, const int* times, void*)
{
    return with_descriptor(sequences, [=](DnnSequences& known) {
        if (type != 0 || layout != 0)
            return dnn_refuse(DnnNotSupported, "the emulation has sequences in float32 with time first, not packed");
        if (time < 1 || batch < 1 || length < 1)
            return dnn_refuse(DnnBadParam, "time, batch or length of sequences");
        for (int i = 0; i < batch; i++)
            if (times[i] != time)
                return dnn_refuse(DnnNotSupported, "the emulation has sequences of one length, but one has " + std::to_string(times[i]));
        known.time = time;
        known.batch = batch;
        known.length = length;
        return int(DnnSuccess);
    });
}

EMULATED_API int cudnnGetRNNWeightSpaceSize(DnnHandle* handle, DnnCell* cell, size_t* bytes)
{
    if (!is_dnn_handle(handle))
        return dnn_refuse(DnnNotInitialized, "this is no handle, or was destroyed before");
    return with_descriptor(cell, [=](DnnCell& known) {
        *bytes = static_cast<size_t>(known.weights()) * size_of(known.type);
        return int(DnnSuccess);
    });
}

/// Addresses of a part, and what lies there: [1, units, inputs] and [1, units, 1].
EMULATED_API int cudnnGetRNNWeightParams(
    DnnHandle* handle, DnnCell* cell, int layer, size_t bytes, const void* weights, int part, DnnTensor* matrix_shape, void** matrix, DnnTensor* bias_shape,
    void** bias)
{
    if (!is_dnn_handle(handle) || !is_live(cell) || !is_live(matrix_shape) || !is_live(bias_shape))
        return dnn_refuse(DnnBadParam, "the handle or a descriptor is none, or was destroyed before");
    if (layer != 0 || part < 0 || part >= 2 * cell->gates() || bytes != static_cast<size_t>(cell->weights()) * size_of(cell->type))
        return dnn_refuse(DnnBadParam, "the layer, the part, or the size of the weights");
    auto place = [&](int64_t at) { return at < 0 ? nullptr : static_cast<char*>(const_cast<void*>(weights)) + at * int64_t(size_of(cell->type)); };
    auto describe = [](DnnTensor& shape, int rows, int columns) {
        shape.rank = 3;
        shape.lengths = {1, rows, columns};
        shape.steps = {int64_t(rows) * columns, columns, 1};
    };
    describe(*matrix_shape, cell->units, part < cell->gates() ? cell->inputs : cell->units);
    describe(*bias_shape, cell->units, 1);
    *matrix = place(cell->matrix_at(part));
    *bias = place(cell->bias_at(part));
    return DnnSuccess;
}

EMULATED_API int cudnnGetRNNTempSpaceSizes(DnnHandle* handle, DnnCell* cell, int mode, DnnSequences* x, size_t* workspace, size_t* reserve)
{
    if (!is_dnn_handle(handle) || !is_live(cell) || !is_live(x))
        return dnn_refuse(DnnBadParam, "the handle or a descriptor is none, or was destroyed before");
    if (mode != 0)
        return dnn_refuse(DnnNotSupported, "the emulation has inference only");
    *workspace = workspace_bytes;
    if (reserve)
        *reserve = 0;
    return DnnSuccess;
}

EMULATED_API int cudnnRNNForward(
    DnnHandle* handle, DnnCell* cell, int mode, const int* times, DnnSequences* x_shape, const void* x, DnnSequences* y_shape, void* y, DnnTensor* h_shape,
    const void* first_h, void* last_h, DnnTensor* c_shape, const void* first_c, void* last_c, size_t weight_bytes, const void* weights, size_t workspace_size,
    void* workspace, size_t, void*)
{
    if (!is_live(cell) || !is_live(x_shape) || !is_live(y_shape) || !is_live(h_shape) || !is_live(c_shape))
        return dnn_refuse(DnnBadParam, "a descriptor is none, or was destroyed before");
    if (mode != 0)
        return dnn_refuse(DnnNotSupported, "the emulation has inference only");
    DnnCell known = *cell;
    DnnSequences from = *x_shape, to = *y_shape;
    DnnTensor state = *h_shape;
    if (from.length != known.inputs || to.length != known.units || from.time != to.time || from.batch != to.batch || state.rank != 3 || state.lengths[0] != 1
        || state.lengths[1] != from.batch || state.lengths[2] != known.units)
        return dnn_refuse(DnnBadParam, "sequences and states do not fit the cell");
    if (weight_bytes != static_cast<size_t>(known.weights()) * size_of(known.type) || workspace_size < workspace_bytes)
        return dnn_refuse(DnnBadParam, "the weights or the workspace have another size than was asked for");
    RecurrentData data{x, first_h, known.is_lstm() ? first_c : nullptr, weights, y, last_h, known.is_lstm() ? last_c : nullptr};
    return dnn_submit(handle, [=]() -> int {
        size_t of_state = state.bytes();
        if (!accessible("cuDNN, lengths of sequences", times, size_t(from.batch) * sizeof(int)) || !accessible("cuDNN, x", data.x, from.bytes())
            || !accessible("cuDNN, y", data.y, to.bytes()) || !accessible("cuDNN, weights", data.weights, weight_bytes)
            || !accessible("cuDNN, workspace", workspace, workspace_size))
            return illegal_address;
        for (const void* each : {data.first_h, data.first_c, static_cast<const void*>(data.last_h), static_cast<const void*>(data.last_c)})
            if (each && !accessible("cuDNN, a state", each, of_state))
                return illegal_address;
        for (int i = 0; i < from.batch; i++)
            if (times[i] != from.time)
                return illegal_address;
        memset(workspace, 0xFF, workspace_size); // whatever somebody else keeps there is lost
        run_cell(known, from, data);
        return 0;
    });
}
}
