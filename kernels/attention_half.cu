// Attention of float16 and bfloat16, computed in float32: see common/attend.cuh. A source of its own, so that the driver compiles what is used.
#include "common/attend.cuh"

ATTEND(ds_half, f16, 4, 4)
ATTEND(ds_half, f16, 4, 8)
ATTEND(ds_bfloat16, bf16, 4, 4)
ATTEND(ds_bfloat16, bf16, 4, 8)
