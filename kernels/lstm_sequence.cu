// A long short-term memory over all time steps: with the sums s = x + h * U for the gates i, f, z, o side by side,
//   c' = sigmoid(f) * c + sigmoid(i) * tanh(z), h' = sigmoid(o) * tanh(c')
// and its gradient. Steps that the mask [time, batch] takes out leave the states as they are. See common/sequence.cuh for the launches.
#include "common/sequence.cuh"

template <typename T>
struct LstmCell
{
    static const int Gates = 4;

    // x and kept [time, batch, 4 units], h and cells [time, batch, units], last_h and c [batch, units]; kept and cells may be null. c holds the state
    // before the step and gets the one after it.
    const T* x;
    const unsigned char* mask;
    T *h, *last_h, *c, *kept, *cells;

    __device__ __forceinline__ T step(const SequenceShape& s, int step, int row, int unit, const T (&products)[4], T before) const
    {
        long long at = s.rows_at(step) + row, own = at * s.units + unit, state = (long long)row * s.units + unit, gate = at * 4 * s.units + unit;
        T i = sigmoid_of(x[gate] + products[0]), f = sigmoid_of(x[gate + s.units] + products[1]);
        T z = tanh_of(x[gate + 2 * s.units] + products[2]), o = sigmoid_of(x[gate + 3 * s.units] + products[3]);
        T last = c[state], next = last, after = before;
        if (mask == 0 || mask[at])
        {
            next = multiply_add(f, last, i * z);
            after = o * tanh_of(next);
        }
        c[state] = next;
        h[own] = after;
        if (step == s.time - 1) last_h[state] = after;
        if (kept == 0) return after;
        kept[gate] = i;
        kept[gate + s.units] = f;
        kept[gate + 2 * s.units] = z;
        kept[gate + 3 * s.units] = o;
        cells[own] = next;
        return after;
    }
};

template <typename T>
struct LstmGradientCell
{
    static const int Gates = 4;

    // dc [batch, units] holds the gradient of c after the step and gets the one before it; dy may be null.
    const T *kept, *cells, *first_c, *dy;
    const unsigned char* mask;
    T *dx, *dc;

    __device__ __forceinline__ T step(const SequenceShape& s, int step, int row, int unit, T dh, T (&sums)[4]) const
    {
        long long at = s.rows_at(step) + row, own = at * s.units + unit, state = (long long)row * s.units + unit, gate = at * 4 * s.units + unit;
        if (dy) dh += dy[own];
        bool counts = mask == 0 || mask[at];
        T i = kept[gate], f = kept[gate + s.units], z = kept[gate + 2 * s.units], o = kept[gate + 3 * s.units];
        T t = tanh_of(cells[own]), reached = dh * o, d = multiply_add(reached, multiply_add(-t, t, (T)1), dc[state]);
        sums[0] = counts ? d * z * i * (1 - i) : (T)0;
        sums[1] = counts ? d * state_before(s, step, row, unit, first_c, cells) * f * (1 - f) : (T)0;
        sums[2] = counts ? d * i * multiply_add(-z, z, (T)1) : (T)0;
        sums[3] = counts ? reached * t * (1 - o) : (T)0;
        if (counts) dc[state] = d * f;
#pragma unroll
        for (int g = 0; g < 4; g++) dx[gate + g * s.units] = sums[g];
        return counts ? (T)0 : dh;
    }
};

#define LSTM_OPERANDS(T) const T *x, const unsigned char *mask, T *h, T *last_h, T *c, T *kept, T *cells
#define LSTM_GRADIENT_OPERANDS(T) const T *kept, const T *cells, const T *first_c, const T *dy, const unsigned char *mask, T *dx, T *dc
#define LSTM(T, suffix) \
    SEQUENCE_ENTRY lstm_sequence_##suffix(LSTM_OPERANDS(T), const T* first, const T* kernel, SEQUENCE_SHAPE) \
    { \
        run_sequence(SEQUENCE_SHAPE_OF, kernel, first, LstmCell<T>{x, mask, h, last_h, c, kept, cells}); \
    } \
    extern "C" __global__ void lstm_step_##suffix(LSTM_OPERANDS(T), const T* first, const T* products, int step, SEQUENCE_SHAPE) \
    { \
        run_step(SEQUENCE_SHAPE_OF, step, products, first, (const T*)h, LstmCell<T>{x, mask, h, last_h, c, kept, cells}); \
    } \
    SEQUENCE_ENTRY lstm_sequence_gradient_##suffix(LSTM_GRADIENT_OPERANDS(T), T* dh, const T* transposed, SEQUENCE_SHAPE) \
    { \
        run_sequence_back(SEQUENCE_SHAPE_OF, transposed, dh, LstmGradientCell<T>{kept, cells, first_c, dy, mask, dx, dc}); \
    } \
    extern "C" __global__ void lstm_step_gradient_##suffix(LSTM_GRADIENT_OPERANDS(T), T* dh, int step, SEQUENCE_SHAPE) \
    { \
        run_step_back(SEQUENCE_SHAPE_OF, step, dh, LstmGradientCell<T>{kept, cells, first_c, dy, mask, dx, dc}); \
    }

LSTM(float, f32)
LSTM(double, f64)
