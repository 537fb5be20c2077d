/// Short vectors, aligned as on the device: loads of two or four elements at once.
#pragma once

#define DS_VECTORS(T, name)                                                                                                                                    \
    struct name##1 { T x; };                                                                                                                                   \
    struct alignas(2 * sizeof(T)) name##2 { T x, y; };                                                                                                         \
    struct name##3 { T x, y, z; };                                                                                                                             \
    struct alignas(sizeof(T) > 4 ? 16 : 4 * sizeof(T)) name##4 { T x, y, z, w; };                                                                              \
    static inline name##1 make_##name##1(T x) { return {x}; }                                                                                                  \
    static inline name##2 make_##name##2(T x, T y) { return {x, y}; }                                                                                          \
    static inline name##3 make_##name##3(T x, T y, T z) { return {x, y, z}; }                                                                                  \
    static inline name##4 make_##name##4(T x, T y, T z, T w) { return {x, y, z, w}; }

DS_VECTORS(signed char, char)
DS_VECTORS(unsigned char, uchar)
DS_VECTORS(short, short)
DS_VECTORS(unsigned short, ushort)
DS_VECTORS(int, int)
DS_VECTORS(unsigned, uint)
DS_VECTORS(long long, longlong)
DS_VECTORS(unsigned long long, ulonglong)
DS_VECTORS(float, float)
DS_VECTORS(double, double)
#undef DS_VECTORS

struct dim3
{
    unsigned x, y, z;
    constexpr dim3(unsigned x_ = 1, unsigned y_ = 1, unsigned z_ = 1) : x(x_), y(y_), z(z_) {}
    dim3(ds_index3 index) : x(index.x), y(index.y), z(index.z) {}
};
