// One update of one variable: w and the optimizer's slots from the old ones and the gradient g, every tensor read once and written once. The rate
// is a number in device memory. Outputs may lie over their inputs. Threads take 16 bytes of each tensor at a time where all are aligned.
//   sgd: w - rate g     momentum: v = m v - rate g, w + v or w + m v - rate g     adagrad: a + g^2, w - rate g / sqrt(a + epsilon)
//   adam: m += (g - m)(1 - b1), v += (g^2 - v)(1 - b2), w - rate m / (sqrt(v or max(v^, v)) + epsilon)
//   rmsprop: v = rho v + (1 - rho) g^2, a = rho a + (1 - rho) g, step = rate g / sqrt(v - a^2 + epsilon), s = m s + step, w - s
#include "common/grid.cuh"
#include "common/math.cuh"
#include "common/numbers.cuh"
#include "common/pack.cuh"

// An element's state while a rule works on it.
template <typename T>
struct Element
{
    T w, g, s[3];
};

template <typename T>
struct SgdRule
{
    __device__ __forceinline__ void operator()(T rate, Element<T>& e) const { e.w -= rate * e.g; }
};

template <typename T>
struct MomentumRule
{
    T momentum;
    bool nesterov;

    __device__ __forceinline__ void operator()(T rate, Element<T>& e) const
    {
        T step = rate * e.g;
        e.s[0] = e.s[0] * momentum - step;
        e.w += nesterov ? e.s[0] * momentum - step : e.s[0];
    }
};

template <typename T>
struct AdagradRule
{
    T epsilon;

    __device__ __forceinline__ void operator()(T rate, Element<T>& e) const
    {
        e.s[0] += e.g * e.g;
        e.w -= rate * e.g / sqrt_of(e.s[0] + epsilon);
    }
};

template <typename T>
struct AdamRule
{
    T rest1, rest2, epsilon;
    bool amsgrad;

    __device__ __forceinline__ void operator()(T rate, Element<T>& e) const
    {
        e.s[0] += (e.g - e.s[0]) * rest1;
        e.s[1] += (e.g * e.g - e.s[1]) * rest2;
        if (amsgrad) e.s[2] = ds_max(e.s[2], e.s[1]);
        e.w -= rate * e.s[0] / (sqrt_of(amsgrad ? e.s[2] : e.s[1]) + epsilon);
    }
};

template <typename T>
struct RmspropRule
{
    T rho, rest, momentum, epsilon;
    bool centered;

    __device__ __forceinline__ void operator()(T rate, Element<T>& e) const
    {
        e.s[0] = e.s[0] * rho + e.g * e.g * rest;
        T spread = e.s[0];
        if (centered)
        {
            e.s[1] = e.s[1] * rho + e.g * rest;
            spread -= e.s[1] * e.s[1];
        }
        T step = rate * e.g / sqrt_of(spread + epsilon);
        if (momentum > 0)
        {
            // The momentum is the last slot: the third where the average is kept too.
            step = (centered ? e.s[2] : e.s[1]) * momentum + step;
            if (centered) e.s[2] = step;
            else e.s[1] = step;
        }
        e.w -= step;
    }
};

// The tensors of an update; slots that are not there are null.
template <typename T>
struct Update
{
    const T *w, *g, *s[3];
    T *new_w, *new_s[3];

    __device__ __forceinline__ bool is_aligned() const
    {
        bool all = ds_is_aligned(w, 16) && ds_is_aligned(g, 16) && ds_is_aligned(new_w, 16);
        for (int k = 0; k < 3; k++) all = all && ds_is_aligned(s[k], 16) && ds_is_aligned(new_s[k], 16);
        return all;
    }

    template <int N, typename Rule>
    __device__ __forceinline__ void run(const Rule& rule, T rate, long long i) const
    {
        typedef ds_pack<T, N> Pack;
        Pack own = *(const Pack*)(w + i), gradient = *(const Pack*)(g + i), slots[3] = {};
#pragma unroll
        for (int k = 0; k < 3; k++)
            if (s[k]) slots[k] = *(const Pack*)(s[k] + i);
#pragma unroll
        for (int j = 0; j < N; j++)
        {
            Element<T> e = {own.v[j], gradient.v[j], {slots[0].v[j], slots[1].v[j], slots[2].v[j]}};
            rule(rate, e);
            own.v[j] = e.w;
#pragma unroll
            for (int k = 0; k < 3; k++) slots[k].v[j] = e.s[k];
        }
        *(Pack*)(new_w + i) = own;
#pragma unroll
        for (int k = 0; k < 3; k++)
            if (s[k]) *(Pack*)(new_s[k] + i) = slots[k];
    }
};

template <typename T, typename Rule>
__device__ __forceinline__ void update(const Update<T>& u, const Rule& rule, const T* rate, long long count)
{
    const int N = 16 / sizeof(T);
    T step = *rate;
    long long packed = u.is_aligned() ? count / N : 0;
    DS_GRID_STRIDE(i, packed) u.template run<N>(rule, step, i * N);
    DS_GRID_STRIDE(i, count - packed * N) u.template run<1>(rule, step, packed * N + i);
}

#define TENSORS0(T) const T *w, const T *g, const T *rate, T *new_w
#define TENSORS1(T) const T *w, const T *g, const T *s0, const T *rate, T *new_w, T *new0
#define TENSORS3(T) const T *w, const T *g, const T *s0, const T *s1, const T *s2, const T *rate, T *new_w, T *new0, T *new1, T *new2
#define UPDATE0(T) (Update<T>{w, g, {0, 0, 0}, new_w, {0, 0, 0}})
#define UPDATE1(T) (Update<T>{w, g, {s0, 0, 0}, new_w, {new0, 0, 0}})
#define UPDATE3(T) (Update<T>{w, g, {s0, s1, s2}, new_w, {new0, new1, new2}})

#define OPTIMIZERS(T, suffix) \
    extern "C" __global__ void sgd_##suffix(TENSORS0(T), long long count) { update<T>(UPDATE0(T), SgdRule<T>(), rate, count); } \
    extern "C" __global__ void momentum_##suffix(TENSORS1(T), double momentum, bool nesterov, long long count) \
    { \
        update<T>(UPDATE1(T), MomentumRule<T>{(T)momentum, nesterov}, rate, count); \
    } \
    extern "C" __global__ void adagrad_##suffix(TENSORS1(T), double epsilon, long long count) \
    { \
        update<T>(UPDATE1(T), AdagradRule<T>{(T)epsilon}, rate, count); \
    } \
    extern "C" __global__ void adam_##suffix(TENSORS3(T), double rest1, double rest2, double epsilon, bool amsgrad, long long count) \
    { \
        update<T>(UPDATE3(T), AdamRule<T>{(T)rest1, (T)rest2, (T)epsilon, amsgrad}, rate, count); \
    } \
    extern "C" __global__ void rmsprop_##suffix( \
        TENSORS3(T), double rho, double rest, double momentum, double epsilon, bool centered, long long count) \
    { \
        update<T>(UPDATE3(T), RmspropRule<T>{(T)rho, (T)rest, (T)momentum, (T)epsilon, centered}, rate, count); \
    }

DS_FOR_WIDE_FLOATS(OPTIMIZERS)
