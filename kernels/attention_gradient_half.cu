// The gradients of attention of float16 and bfloat16, computed in float32: see common/attend_back.cuh.
#include "common/attend_back.cuh"

GRADIENTS(ds_half, f16, 4, 4)
GRADIENTS(ds_half, f16, 4, 8)
GRADIENTS(ds_bfloat16, bf16, 4, 4)
GRADIENTS(ds_bfloat16, bf16, 4, 8)
DS_FOR_HALVES(DOTS)
