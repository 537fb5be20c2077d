// One update of one variable: w and the optimizer's slots from the old ones and the gradient. The rate is a number in device memory. Outputs may
// lie over their inputs.
// nvrtc: --fmad=false
#include "common/update.cuh"

#define OPTIMIZER(name, Rule, T, suffix) \
    extern "C" __global__ void name##_##suffix(DS_UPDATE_TENSORS(T), const T* rate, DS_RULE_NUMBERS, long long count) \
    { \
        DS_UPDATE(T).run(DS_RULE(Rule, T), *rate, 0, count, ds_thread(), ds_threads()); \
    }
#define OPTIMIZERS(T, suffix) DS_FOR_UPDATE_RULES(OPTIMIZER, T, suffix)
DS_FOR_WIDE_FLOATS(OPTIMIZERS)
