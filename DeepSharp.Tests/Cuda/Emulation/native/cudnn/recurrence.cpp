#include "recurrence.h"

#include <cmath>

namespace emulation
{
/// Parts begin at multiples of 32 elements, so that nobody takes them for neighbours.
static int64_t padded(int64_t elements) { return (elements + 31) / 32 * 32; }

int64_t DnnCell::matrix_at(int part) const
{
    int64_t of_inputs = padded(int64_t(units) * inputs), of_states = padded(int64_t(units) * units);
    return part < gates() ? part * of_inputs : gates() * of_inputs + (part - gates()) * of_states;
}

int64_t DnnCell::bias_at(int part) const
{
    bool has = bias_mode == 2 || (bias_mode == 1 && part < gates());
    return has ? matrix_at(2 * gates()) + part * padded(units) : -1;
}

int64_t DnnCell::weights() const { return matrix_at(2 * gates()) + 2 * gates() * padded(units); }

static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

void run_cell(const DnnCell& cell, const DnnSequences& shape, const RecurrentData& data)
{
    int units = cell.units, inputs = cell.inputs, gates = cell.gates();
    auto count = static_cast<size_t>(shape.batch) * static_cast<size_t>(units);
    std::vector<double> h(count), c(count), after(count);
    for (size_t i = 0; i < count; i++)
    {
        h[i] = data.first_h ? load_element(data.first_h, cell.type, int64_t(i)) : 0;
        c[i] = data.first_c ? load_element(data.first_c, cell.type, int64_t(i)) : 0;
    }
    auto rounded = [&](double value) { return cell.math_type == 3 ? value : round_to_tf32(value); };
    auto weight = [&](int64_t at) { return load_element(data.weights, cell.type, at); };
    auto bias = [&](int part, int unit) {
        int64_t at = cell.bias_at(part);
        return at < 0 ? 0 : weight(at + unit);
    };
    for (int t = 0; t < shape.time; t++)
    {
        for (int row = 0; row < shape.batch; row++)
            for (int unit = 0; unit < units; unit++)
            {
                double given[4] = {}, fed_back[4] = {};
                for (int gate = 0; gate < gates; gate++)
                {
                    for (int i = 0; i < inputs; i++)
                        given[gate] += rounded(weight(cell.matrix_at(gate) + int64_t(unit) * inputs + i))
                            * rounded(load_element(data.x, cell.type, (int64_t(t) * shape.batch + row) * inputs + i));
                    for (int i = 0; i < units; i++)
                        fed_back[gate] += rounded(weight(cell.matrix_at(gates + gate) + int64_t(unit) * units + i)) * rounded(h[size_t(row * units + i)]);
                    given[gate] += bias(gate, unit);
                    fed_back[gate] += bias(gates + gate, unit);
                }
                auto at = static_cast<size_t>(row * units + unit);
                if (cell.is_lstm())
                {
                    c[at] = sigmoid(given[1] + fed_back[1]) * c[at] + sigmoid(given[0] + fed_back[0]) * std::tanh(given[2] + fed_back[2]);
                    after[at] = sigmoid(given[3] + fed_back[3]) * std::tanh(c[at]);
                }
                else
                {
                    double reset = sigmoid(given[0] + fed_back[0]), update = sigmoid(given[1] + fed_back[1]);
                    after[at] = update * h[at] + (1 - update) * std::tanh(given[2] + reset * fed_back[2]);
                }
                store_element(data.y, cell.type, (int64_t(t) * shape.batch + row) * units + unit, after[at]);
            }
        h = after;
    }
    for (size_t i = 0; i < count; i++)
    {
        if (data.last_h)
            store_element(data.last_h, cell.type, int64_t(i), h[i]);
        if (data.last_c)
            store_element(data.last_c, cell.type, int64_t(i), c[i]);
    }
}
}
