// Gated recurrent units over all time steps, the reset gate acting after the product: with a = h * U + b and x for z, r and the candidate n side by side,
//   z = sigmoid(x + a), r = sigmoid(x + a), n = tanh(x + r * a), h' = z * h + (1 - z) * n
// and their gradient. Steps that the mask [time, batch] takes out leave the state as it is. See common/sequence.cuh for the launches.
#include "common/sequence.cuh"

template <typename T>
struct GruCell
{
    static const int Gates = 3;

    // x and kept [time, batch, 3 units], h and fed_back [time, batch, units], last_h [batch, units]; kept and fed_back may be null.
    const T *x, *bias;
    const unsigned char* mask;
    T *h, *last_h, *kept, *fed_back;

    __device__ __forceinline__ T step(const SequenceShape& s, int step, int row, int unit, const T (&products)[3], T before) const
    {
        long long at = s.rows_at(step) + row, own = at * s.units + unit, gate = at * 3 * s.units + unit;
        T z = sigmoid_of(x[gate] + (products[0] + bias[unit])), r = sigmoid_of(x[gate + s.units] + (products[1] + bias[s.units + unit]));
        T a = products[2] + bias[2 * s.units + unit], n = tanh_of(multiply_add(r, a, x[gate + 2 * s.units]));
        T after = mask == 0 || mask[at] ? multiply_add(z, before, (1 - z) * n) : before;
        h[own] = after;
        if (step == s.time - 1) last_h[(long long)row * s.units + unit] = after;
        if (kept == 0) return after;
        kept[gate] = z;
        kept[gate + s.units] = r;
        kept[gate + 2 * s.units] = n;
        fed_back[own] = a;
        return after;
    }
};

template <typename T>
struct GruGradientCell
{
    static const int Gates = 3;

    // dx [time, batch, 3 units] gets the gradients of x, d_fed_back [time, batch, units] that of the candidate's a; dy may be null.
    const T *kept, *fed_back, *h, *first_h, *dy;
    const unsigned char* mask;
    T *dx, *d_fed_back;

    __device__ __forceinline__ T step(const SequenceShape& s, int step, int row, int unit, T dh, T (&sums)[3]) const
    {
        long long at = s.rows_at(step) + row, own = at * s.units + unit, gate = at * 3 * s.units + unit;
        if (dy) dh += dy[own];
        bool counts = mask == 0 || mask[at];
        T z = kept[gate], r = kept[gate + s.units], n = kept[gate + 2 * s.units];
        T direct = dh * z, dn = (dh - direct) * multiply_add(-n, n, (T)1);
        sums[0] = counts ? direct * (state_before(s, step, row, unit, first_h, h) - n) * (1 - z) : (T)0;
        sums[1] = counts ? dn * r * fed_back[own] * (1 - r) : (T)0;
        sums[2] = counts ? dn * r : (T)0;
        dx[gate] = sums[0];
        dx[gate + s.units] = sums[1];
        dx[gate + 2 * s.units] = counts ? dn : (T)0;
        d_fed_back[own] = sums[2];
        return counts ? direct : dh;
    }
};

#define GRU_OPERANDS(T) const T *x, const T *bias, const unsigned char *mask, T *h, T *last_h, T *kept, T *fed_back
#define GRU_GRADIENT_OPERANDS(T) \
    const T *kept, const T *fed_back, const T *h, const T *first_h, const T *dy, const unsigned char *mask, T *dx, T *d_fed_back
#define GRU(T, suffix) \
    SEQUENCE_ENTRY gru_sequence_##suffix(GRU_OPERANDS(T), const T* first, const T* kernel, SEQUENCE_SHAPE) \
    { \
        run_sequence(SEQUENCE_SHAPE_OF, kernel, first, GruCell<T>{x, bias, mask, h, last_h, kept, fed_back}); \
    } \
    extern "C" __global__ void gru_step_##suffix(GRU_OPERANDS(T), const T* first, const T* products, int step, SEQUENCE_SHAPE) \
    { \
        run_step(SEQUENCE_SHAPE_OF, step, products, first, (const T*)h, GruCell<T>{x, bias, mask, h, last_h, kept, fed_back}); \
    } \
    SEQUENCE_ENTRY gru_sequence_gradient_##suffix(GRU_GRADIENT_OPERANDS(T), T* dh, const T* transposed, SEQUENCE_SHAPE) \
    { \
        run_sequence_back(SEQUENCE_SHAPE_OF, transposed, dh, GruGradientCell<T>{kept, fed_back, h, first_h, dy, mask, dx, d_fed_back}); \
    } \
    extern "C" __global__ void gru_step_gradient_##suffix(GRU_GRADIENT_OPERANDS(T), T* dh, int step, SEQUENCE_SHAPE) \
    { \
        run_step_back(SEQUENCE_SHAPE_OF, step, dh, GruGradientCell<T>{kept, fed_back, h, first_h, dy, mask, dx, d_fed_back}); \
    }

GRU(float, f32)
GRU(double, f64)
