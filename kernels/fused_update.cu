// The updates of many variables by one rule in one launch. Where their tensors lie stands in a table in device memory, which kernels write too: a
// change of it can be captured with the rest of a step.
// nvrtc: --fmad=false
#include "common/update.cuh"

// A rule, behind the decay w - w d where there is one.
template <typename T, typename Rule>
struct Decayed
{
    static const int slots = Rule::slots;
    Rule rule;
    T decay;
    bool decays;

    __device__ __forceinline__ void operator()(T rate, Element<T>& e) const
    {
        if (decays) e.w -= e.w * decay;
        rule(rate, e);
    }
};

// One of the variables that a launch updates. Its elements are cut into pieces of 16 bytes a thread, a block each; `first` is its first block.
template <typename T>
struct Part
{
    Update<T> tensors;
    long long count, first;
};

// A block finds the last variable that begins at it or before; empty ones in between begin where the next one does.
template <typename T, typename Rule>
__device__ __forceinline__ void update_parts(const Part<T>* parts, int variables, const Rule& rule, T rate)
{
    int low = 0, high = variables;
    while (high - low > 1)
    {
        int middle = (low + high) / 2;
        if (parts[middle].first <= blockIdx.x) low = middle;
        else high = middle;
    }
    const Part<T> part = parts[low];
    const int piece = blockDim.x * (16 / sizeof(T));
    long long first = (blockIdx.x - part.first) * piece, rest = part.count - first;
    part.tensors.run(rule, rate, first, first + (rest < piece ? rest : piece), threadIdx.x, blockDim.x);
}

#define TABLE(T, suffix) \
    extern "C" __global__ void fused_update_part_##suffix(Part<T>* parts, int variable, DS_UPDATE_TENSORS(T), long long count, long long first) \
    { \
        if (ds_thread() == 0) parts[variable] = Part<T>{DS_UPDATE(T), count, first}; \
    }
DS_FOR_WIDE_FLOATS(TABLE)

#define FUSED(name, Rule, T, suffix) \
    extern "C" __global__ void __launch_bounds__(256) fused_##name##_##suffix( \
        const Part<T>* parts, int variables, const T* rate, const T* decay, DS_RULE_NUMBERS) \
    { \
        update_parts(parts, variables, Decayed<T, Rule<T>>{DS_RULE(Rule, T), decay ? *decay : (T)0, decay != 0}, *rate); \
    }
#define FUSED_UPDATES(T, suffix) DS_FOR_UPDATE_RULES(FUSED, T, suffix)
DS_FOR_WIDE_FLOATS(FUSED_UPDATES)
