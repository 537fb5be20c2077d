// An update of a variable by one of the rules: every tensor is read once and written once, 16 bytes at a time where all lie so.
#pragma once
#include "common/grid.cuh"
#include "common/pack.cuh"
#include "common/update_rules.cuh"

// What an entry takes: a variable's tensors, and the rule's numbers.
#define DS_UPDATE_TENSORS(T) const T *w, const T *g, const T *s0, const T *s1, const T *s2, T *new_w, T *new0, T *new1, T *new2
#define DS_RULE_NUMBERS double a, double b, double c, double d, bool flag

// The same as the rule and the tensors that they are.
#define DS_UPDATE(T) (Update<T>{w, g, {s0, s1, s2}, new_w, {new0, new1, new2}})
#define DS_RULE(Rule, T) (Rule<T>(RuleNumbers{a, b, c, d, flag}))

// The tensors of an update; slots that are not there are null.
template <typename T>
struct Update
{
    const T *w, *g, *s[3];
    T *new_w, *new_s[3];

    template <typename Rule>
    __device__ __forceinline__ bool is_aligned() const
    {
        bool all = ds_is_aligned(w, 16) && ds_is_aligned(g, 16) && ds_is_aligned(new_w, 16);
#pragma unroll
        for (int k = 0; k < Rule::slots; k++) all = all && ds_is_aligned(s[k], 16) && ds_is_aligned(new_s[k], 16);
        return all;
    }

    // Updates N elements from element i on.
    template <int N, typename Rule>
    __device__ __forceinline__ void run(const Rule& rule, T rate, long long i, const ds_pack<T, N>& gradient) const
    {
        typedef ds_pack<T, N> Pack;
        Pack own = *(const Pack*)(w + i), slots[3] = {};
#pragma unroll
        for (int k = 0; k < Rule::slots; k++)
            if (s[k]) slots[k] = *(const Pack*)(s[k] + i);
#pragma unroll
        for (int j = 0; j < N; j++)
        {
            Element<T> e = {own.v[j], gradient.v[j], {slots[0].v[j], slots[1].v[j], slots[2].v[j]}};
            rule(rate, e);
            own.v[j] = e.w;
#pragma unroll
            for (int k = 0; k < Rule::slots; k++) slots[k].v[j] = e.s[k];
        }
        *(Pack*)(new_w + i) = own;
#pragma unroll
        for (int k = 0; k < Rule::slots; k++)
            if (s[k]) *(Pack*)(new_s[k] + i) = slots[k];
    }

    template <int N, typename Rule>
    __device__ __forceinline__ void run(const Rule& rule, T rate, long long i) const
    {
        run<N>(rule, rate, i, *(const ds_pack<T, N>*)(g + i));
    }

    // Updates elements first to end - 1, which threads share; packs begin at the first.
    template <typename Rule>
    __device__ __forceinline__ void run(const Rule& rule, T rate, long long first, long long end, long long thread, long long threads) const
    {
        const int N = 16 / sizeof(T);
        long long packed = is_aligned<Rule>() ? (end - first) / N : 0;
#pragma unroll 1
        for (long long i = thread; i < packed; i += threads) run<N>(rule, rate, first + i * N);
#pragma unroll 1
        for (long long i = first + packed * N + thread; i < end; i += threads) run<1>(rule, rate, i);
    }
};
