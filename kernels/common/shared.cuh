// Dynamic shared memory: DS_DYNAMIC_SHARED(T, name) declares T* name, aligned to 16 bytes; its size is a launch argument.
#pragma once
#ifdef __CUDACC_RTC__
#define DS_DYNAMIC_SHARED(T, name) \
    extern __shared__ __align__(16) unsigned char ds_dynamic_shared_memory[]; \
    T* name = reinterpret_cast<T*>(ds_dynamic_shared_memory)
#else
#define DS_DYNAMIC_SHARED(T, name) T* name = static_cast<T*>(ds_dynamic_shared())
#endif
