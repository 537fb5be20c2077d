// The gradients of attention of float32 and float64, see common/attend_back.cuh.
#include "common/attend_back.cuh"

GRADIENTS(float, f32, 4, 4)
GRADIENTS(float, f32, 4, 8)
GRADIENTS(double, f64, 2, 4)
GRADIENTS(double, f64, 2, 8)
DS_FOR_WIDE_FLOATS(DOTS)
