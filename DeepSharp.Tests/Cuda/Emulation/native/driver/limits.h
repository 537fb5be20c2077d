/// What one launch may ask of the emulated device.
#pragma once

namespace emulation::limits
{
constexpr int threads_per_block = 1024, block_x = 1024, block_y = 1024, block_z = 64;
constexpr int grid_x = 2147483647, grid_y = 65535, grid_z = 65535;
constexpr int warp = 32, multiprocessors = 4, threads_per_multiprocessor = 2048, blocks_per_multiprocessor = 32;
constexpr int shared_bytes = 49152, shared_bytes_opt_in = 166912;
}
