// Attention of float32 and float64, see common/attend.cuh.
#include "common/attend.cuh"

ATTEND(float, f32, 4, 4)
ATTEND(float, f32, 4, 8)
ATTEND(double, f64, 2, 4)
ATTEND(double, f64, 2, 8)
