// Reporting data that a kernel must refuse. What the CPU answers with an exception, a kernel notes in a slot that the next
// synchronisation reads: [state, value, place], 64 bits each. The state is 0 until a thread sets it to 1; only that thread's words are kept.
#pragma once

// Notes a value and its place among its kind. The kernel goes on and must not use it.
__device__ __forceinline__ void report_fault(long long* slot, long long value, long long place = 0)
{
    if (atomicCAS(reinterpret_cast<unsigned long long*>(slot), 0ull, 1ull) == 0ull)
    {
        slot[1] = value;
        slot[2] = place;
    }
}
