/// What a compiled kernel tells the driver about itself, and the functions kernels call. Shared by kernels and driver.
#pragma once

#include <cstddef>
#include <cstdint>

struct ds_index3
{
    unsigned x, y, z;
};

struct ds_kernel_info
{
    const char* name;
    const char* file; // as the compiler names it: the file it was started on
    int parameter_count;
    const size_t *sizes, *offsets;
    size_t parameter_bytes;
    void (*call)(const char* arguments);
};

extern "C"
{
void ds_register(const ds_kernel_info* kernel);
void ds_register_function(const char* name, int arguments, const void* function);

// One call of a kernel is one thread, so these never change within it, barriers or not.
__attribute__((const)) ds_index3 ds_thread_index();
__attribute__((const)) ds_index3 ds_block_index();
__attribute__((const)) ds_index3 ds_block_shape();
__attribute__((const)) ds_index3 ds_grid_shape();
__attribute__((const)) void* ds_dynamic_shared();
__attribute__((const)) int ds_lane();

void ds_syncthreads(const void* site);
int ds_syncthreads_count(const void* site, int predicate);
int ds_syncthreads_or(const void* site, int predicate);
int ds_syncthreads_and(const void* site, int predicate);
uint64_t ds_warp_exchange(const void* site, unsigned mask, uint64_t bits, int source);
unsigned ds_warp_ballot(const void* site, unsigned mask, int predicate);
unsigned ds_warp_match(const void* site, unsigned mask, uint64_t bits);
unsigned ds_activemask();
void ds_trap(const char* what);
}
