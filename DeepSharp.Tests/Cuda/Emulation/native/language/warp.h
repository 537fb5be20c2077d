/// Shuffles and votes within a warp.
#pragma once

template <class T> static inline T ds_shuffle(const void* site, unsigned mask, T value, int source, int width = 32)
{
    int lane = ds_lane();
    return ds_unpack<T>(ds_warp_exchange(site, mask, ds_pack(value), (lane & ~(width - 1)) | (source & (width - 1))));
}

template <class T> static inline T ds_shuffle_down(const void* site, unsigned mask, T value, unsigned distance, int width = 32)
{
    int lane = ds_lane(), target = (lane & (width - 1)) + static_cast<int>(distance);
    return ds_unpack<T>(ds_warp_exchange(site, mask, ds_pack(value), target < width ? lane + static_cast<int>(distance) : lane));
}

template <class T> static inline T ds_shuffle_up(const void* site, unsigned mask, T value, unsigned distance, int width = 32)
{
    int lane = ds_lane(), target = (lane & (width - 1)) - static_cast<int>(distance);
    return ds_unpack<T>(ds_warp_exchange(site, mask, ds_pack(value), target >= 0 ? lane - static_cast<int>(distance) : lane));
}

/// A lane of an earlier group can be read, one of a later group cannot.
template <class T> static inline T ds_shuffle_xor(const void* site, unsigned mask, T value, int bits, int width = 32)
{
    int lane = ds_lane(), target = lane ^ bits;
    return ds_unpack<T>(ds_warp_exchange(site, mask, ds_pack(value), (target & ~(width - 1)) > (lane & ~(width - 1)) ? lane : target));
}

#define __shfl_sync(...) ds_shuffle(DS_SITE, __VA_ARGS__)
#define __shfl_down_sync(...) ds_shuffle_down(DS_SITE, __VA_ARGS__)
#define __shfl_up_sync(...) ds_shuffle_up(DS_SITE, __VA_ARGS__)
#define __shfl_xor_sync(...) ds_shuffle_xor(DS_SITE, __VA_ARGS__)

#define __ballot_sync(mask, predicate) ds_warp_ballot(DS_SITE, (mask), (predicate) ? 1 : 0)
#define __any_sync(mask, predicate) (ds_warp_ballot(DS_SITE, (mask), (predicate) ? 1 : 0) != 0)
#define __all_sync(mask, predicate) (ds_warp_ballot(DS_SITE, (mask), (predicate) ? 0 : 1) == 0)
#define __match_any_sync(mask, value) ds_warp_match(DS_SITE, (mask), ds_pack(value))
#define __activemask() ds_activemask()

static inline void ds_syncwarp(const void* site, unsigned mask = 0xffffffffu) { ds_warp_ballot(site, mask, 0); }
#define __syncwarp(...) ds_syncwarp(DS_SITE __VA_OPT__(, ) __VA_ARGS__)
