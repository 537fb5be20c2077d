#include "convolution.h"

#include "../library/product.h"

namespace emulation
{
static int64_t spatial_count(const DnnTensor& shape)
{
    int64_t count = 1;
    for (size_t axis = 2; axis < static_cast<size_t>(shape.rank); axis++)
        count *= shape.lengths[axis];
    return count;
}

int64_t ConvolutionShape::window() const { return spatial_count(w); }
int64_t ConvolutionShape::places() const { return spatial_count(y); }

int check_convolution(const DnnTensor* x, const DnnFilter* w, const DnnConvolution* convolution, const DnnTensor* y, ConvolutionShape& shape)
{
    if (!is_live(x) || !is_live(w) || !is_live(y)
        || !is_live(convolution))
        return dnn_refuse(DnnBadParam, "one of the descriptors is none, or was destroyed before");
    shape = {*x, w->as_tensor(), *y, *convolution};
    int rank = shape.x.rank, groups = shape.convolution.groups;
    if (rank != shape.w.rank || rank != shape.y.rank || rank != shape.convolution.axes + 2)
        return dnn_refuse(DnnBadParam, "x, w, y and the convolution have different numbers of axes");
    if (shape.x.type != shape.w.type || shape.x.type != shape.y.type)
        return dnn_refuse(DnnBadParam, "x, w and y have different types");
    if ((shape.x.type == Element::Float64) != (shape.convolution.compute == Element::Float64))
        return dnn_refuse(DnnNotSupported, "double tensors are computed in double, all others in float");
    if (shape.x.lengths[0] != shape.y.lengths[0] || shape.x.lengths[1] != shape.w.lengths[1] * groups || shape.y.lengths[1] != shape.w.lengths[0]
        || shape.w.lengths[0] % groups != 0)
        return dnn_refuse(DnnBadParam, "batch, channels, filters or groups do not go together");
    for (size_t axis = 0; axis < static_cast<size_t>(shape.convolution.axes); axis++)
    {
        const DnnConvolution& c = shape.convolution;
        int expected = (shape.x.lengths[axis + 2] + 2 * c.padding[axis] - c.dilations[axis] * (shape.w.lengths[axis + 2] - 1) - 1) / c.strides[axis] + 1;
        if (shape.y.lengths[axis + 2] != expected)
            return dnn_refuse(
                DnnBadParam,
                "axis " + std::to_string(axis + 2) + " of y has length " + std::to_string(shape.y.lengths[axis + 2]) + ", the convolution gives "
                    + std::to_string(expected));
    }
    return DnnSuccess;
}

/// Calls f(row, place, element of x) for each pair of a filter's element (of one channel) and a place of y that meets x: the sum of products is over these.
template <class F> static void each_pair(const ConvolutionShape& s, F f)
{
    int axes = s.convolution.axes;
    int64_t window = s.window(), places = s.places();
    for (int64_t row = 0; row < window; row++)
        for (int64_t place = 0; place < places; place++)
        {
            int64_t element = 0, step = 1, r = row, p = place;
            bool inside = true;
            for (int axis = axes - 1; axis >= 0 && inside; axis--)
            {
                auto a = static_cast<size_t>(axis);
                int64_t k = r % s.w.lengths[a + 2], o = p % s.y.lengths[a + 2];
                r /= s.w.lengths[a + 2];
                p /= s.y.lengths[a + 2];
                if (s.convolution.flipped)
                    k = s.w.lengths[a + 2] - 1 - k;
                int64_t i = o * s.convolution.strides[a] + k * s.convolution.dilations[a] - s.convolution.padding[a];
                inside = i >= 0 && i < s.x.lengths[a + 2];
                element += i * step;
                step *= s.x.lengths[a + 2];
            }
            if (inside)
                f(row, place, element);
        }
}

struct Pair
{
    int64_t row, place, element;
};

/// Rows of a matrix as columns.
static void transpose(const double* from, int64_t rows, int64_t columns, std::vector<double>& to)
{
    to.resize(static_cast<size_t>(rows * columns));
    for (int64_t i = 0; i < rows; i++)
        for (int64_t j = 0; j < columns; j++)
            to[static_cast<size_t>(j * rows + i)] = from[i * columns + j];
}

std::vector<double> convolve(const ConvolutionShape& s, Direction direction, const std::vector<double>& first, const std::vector<double>& second)
{
    int64_t channels = s.channels_per_group(), filters = s.filters_per_group(), window = s.window(), places = s.places(), rows = channels * window;
    int64_t inputs = spatial_count(s.x), groups = s.convolution.groups;
    std::vector<Pair> pairs;
    each_pair(s, [&](int64_t row, int64_t place, int64_t element) { pairs.push_back({row, place, element}); });
    const DnnTensor& target = direction == Direction::Forward ? s.y : direction == Direction::InputGradient ? s.x : s.w;
    std::vector<double> result(static_cast<size_t>(target.count())), columns(static_cast<size_t>(rows * places)), turned, product;
    for (int64_t n = 0; n < s.x.lengths[0]; n++)
        for (int64_t g = 0; g < groups; g++)
        {
            int64_t x_start = (n * groups + g) * channels * inputs, y_start = (n * groups + g) * filters * places, w_start = g * filters * rows;
            if (direction != Direction::InputGradient)
            {
                std::fill(columns.begin(), columns.end(), 0.0);
                for (int64_t c = 0; c < channels; c++)
                    for (const Pair& pair : pairs)
                        columns[static_cast<size_t>((c * window + pair.row) * places + pair.place)] =
                            first[static_cast<size_t>(x_start + c * inputs + pair.element)];
            }
            if (direction == Direction::Forward) // y = w · columns; the product comes with the places fastest
            {
                transpose(second.data() + w_start, filters, rows, turned);
                multiply(places, filters, rows, columns.data(), turned.data(), result.data() + y_start);
            }
            else if (direction == Direction::KernelGradient) // dw += dy · columnsᵀ, both as rows of the summed places
            {
                std::vector<double> turned_columns;
                transpose(columns.data(), rows, places, turned_columns);
                transpose(second.data() + y_start, filters, places, turned);
                multiply(rows, filters, places, turned_columns.data(), turned.data(), result.data() + w_start);
            }
            else // wᵀ · dy, whose elements go back to where they came from
            {
                product.assign(static_cast<size_t>(rows * places), 0.0);
                multiply(places, rows, filters, second.data() + y_start, first.data() + w_start, product.data());
                for (int64_t c = 0; c < channels; c++)
                    for (const Pair& pair : pairs)
                        result[static_cast<size_t>(x_start + c * inputs + pair.element)] +=
                            product[static_cast<size_t>((c * window + pair.row) * places + pair.place)];
            }
        }
    return result;
}

/// As on a GPU the first way of a gradient adds up in any order.
bool is_deterministic(Direction direction, int way) { return direction == Direction::Forward || way != 0; }

static bool is_dilated(const ConvolutionShape& s)
{
    for (size_t axis = 0; axis < static_cast<size_t>(s.convolution.axes); axis++)
        if (s.convolution.dilations[axis] != 1)
            return true;
    return false;
}

/// No gradient of a dilated convolution with the channels last, and the last way, which is rated best, only without groups and strides.
bool runs(const ConvolutionShape& s, Direction direction, int way)
{
    bool channels_last = s.w.steps[1] == 1 && s.w.lengths[1] > 1;
    if (direction != Direction::Forward && channels_last && is_dilated(s))
        return false;
    return way != 2 || (s.convolution.groups == 1 && s.convolution.strides[0] == 1);
}

/// What strides do to the last way is found out only when it runs.
bool is_rated(const ConvolutionShape& s, Direction direction, int way) { return runs(s, direction, way) || (way == 2 && runs(s, direction, 1)); }

size_t workspace_bytes(const ConvolutionShape& s, int way) { return way == 0 ? 0 : static_cast<size_t>(s.window() * s.places()) * size_of(s.x.type); }
}
