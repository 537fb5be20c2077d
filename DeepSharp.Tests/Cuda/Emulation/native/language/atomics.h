/// Atomic operations. Threads switch only at barriers, so reading, computing and writing is one step.
#pragma once

/// Keeps the argument from taking part in deduction: atomicAdd(long long*, 1) is allowed.
template <class T> struct ds_same
{
    using type = T;
};

template <class T> static inline T ds_exchange(T* address, T value)
{
    T old = *address;
    *address = value;
    return old;
}

template <class T> static inline T atomicAdd(T* p, typename ds_same<T>::type v) { return ds_exchange<T>(p, *p + v); }
template <class T> static inline T atomicSub(T* p, typename ds_same<T>::type v) { return ds_exchange<T>(p, *p - v); }
template <class T> static inline T atomicMin(T* p, typename ds_same<T>::type v) { return ds_exchange<T>(p, *p < v ? *p : v); }
template <class T> static inline T atomicMax(T* p, typename ds_same<T>::type v) { return ds_exchange<T>(p, *p > v ? *p : v); }
template <class T> static inline T atomicExch(T* p, typename ds_same<T>::type v) { return ds_exchange<T>(p, v); }
template <class T> static inline T atomicAnd(T* p, typename ds_same<T>::type v) { return ds_exchange<T>(p, *p & v); }
template <class T> static inline T atomicOr(T* p, typename ds_same<T>::type v) { return ds_exchange<T>(p, *p | v); }
template <class T> static inline T atomicXor(T* p, typename ds_same<T>::type v) { return ds_exchange<T>(p, *p ^ v); }

template <class T> static inline T atomicCAS(T* p, typename ds_same<T>::type expected, typename ds_same<T>::type v)
{
    return ds_exchange<T>(p, *p == expected ? v : *p);
}

static inline unsigned atomicInc(unsigned* p, unsigned limit) { return ds_exchange<unsigned>(p, *p >= limit ? 0 : *p + 1); }
static inline unsigned atomicDec(unsigned* p, unsigned limit) { return ds_exchange<unsigned>(p, *p == 0 || *p > limit ? limit : *p - 1); }

template <class T> static inline T __ldg(const T* p) { return *p; }
template <class T> static inline T __ldcg(const T* p) { return *p; }
template <class T> static inline T __ldcs(const T* p) { return *p; }
template <class T> static inline void __stcg(T* p, typename ds_same<T>::type v) { *p = v; }
template <class T> static inline void __stcs(T* p, typename ds_same<T>::type v) { *p = v; }
