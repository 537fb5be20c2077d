// The optimizers' rules for one element: the variable w and the slots s from the old ones, the gradient g and the rate. Sources that include this
// forbid the compiler to contract products and sums, so that every form of an update gives the same bits, and those of the CPU.
//   sgd: w - rate g     momentum: v = m v - rate g, w + v or w + m v - rate g     adagrad: a + g^2, w - rate g / sqrt(a + epsilon)
//   adam: m += (g - m)(1 - b1), v += (g^2 - v)(1 - b2), w - rate m / (sqrt(v or max(v^, v)) + epsilon)
//   rmsprop: v = rho v + (1 - rho) g^2, a = rho a + (1 - rho) g, step = rate g / sqrt(v - a^2 + epsilon), s = m s + step, w - s
#pragma once
#include "common/math.cuh"
#include "common/numbers.cuh"

// One entry for each rule: make(name, rule, type, suffix).
#define DS_FOR_UPDATE_RULES(make, T, suffix) \
    make(sgd, SgdRule, T, suffix) make(momentum, MomentumRule, T, suffix) make(adagrad, AdagradRule, T, suffix) \
    make(adam, AdamRule, T, suffix) make(rmsprop, RmspropRule, T, suffix)

// A rule's numbers as the host hands them over; what they are each rule says.
struct RuleNumbers
{
    double a, b, c, d;
    bool flag;
};

// An element's state while a rule works on it.
template <typename T>
struct Element
{
    T w, g, s[3];
};

template <typename T>
struct SgdRule
{
    static const int slots = 0;

    __device__ __forceinline__ explicit SgdRule(const RuleNumbers&) {}

    __device__ __forceinline__ void operator()(T rate, Element<T>& e) const { e.w -= rate * e.g; }
};

template <typename T>
struct MomentumRule
{
    static const int slots = 1;
    T momentum;
    bool nesterov;

    __device__ __forceinline__ explicit MomentumRule(const RuleNumbers& n) : momentum((T)n.a), nesterov(n.flag) {}

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
    static const int slots = 1;
    T epsilon;

    __device__ __forceinline__ explicit AdagradRule(const RuleNumbers& n) : epsilon((T)n.a) {}

    __device__ __forceinline__ void operator()(T rate, Element<T>& e) const
    {
        e.s[0] += e.g * e.g;
        e.w -= rate * e.g / sqrt_of(e.s[0] + epsilon);
    }
};

template <typename T>
struct AdamRule
{
    static const int slots = 3;
    T rest1, rest2, epsilon;
    bool amsgrad;

    __device__ __forceinline__ explicit AdamRule(const RuleNumbers& n) : rest1((T)n.a), rest2((T)n.b), epsilon((T)n.c), amsgrad(n.flag) {}

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
    static const int slots = 3;
    T rho, rest, momentum, epsilon;
    bool centered;

    __device__ __forceinline__ explicit RmspropRule(const RuleNumbers& n)
        : rho((T)n.a), rest((T)n.b), momentum((T)n.c), epsilon((T)n.d), centered(n.flag)
    {
    }

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
