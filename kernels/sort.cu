// Sorting of lines: tiles in shared memory first, and where a line is longer than a tile, merges of neighbouring runs after that, of each
// only as many keys as are wanted. Suffixes i32 and i64 of keys mean 32 and 64 bits of the numbers.
//
// A line of n elements has runs of `tile` elements each; in memory a run takes `room` keys, the smaller of its length and `keep`.
#include "common/indices.cuh"
#include "common/numbers.cuh"
#include "common/philox.cuh"
#include "common/sort_tiles.cuh"

namespace
{
// Keys of tiles as runs of longer lines.
template <typename Key> struct runs_of_lines
{
    Key* to;
    int n, tile, runs, room;

    __device__ __forceinline__ void save(long long t, int e, Key key) const
    {
        if (e < room && (t % runs) * tile + e < n) to[t * room + e] = key;
    }
};
}

// Values and places of the first `keep` keys of each line along the axis of [outer, n, inner]; where a line has several runs, keys are
// written instead.
template <typename T> __device__ __forceinline__ void sort_lines(const T* x, T* values, int* places, typename ds_key_of<T>::type* keys, long long lines, int n,
    int inner, int keep, bool descending, int tile, int together)
{
    typedef typename ds_key_of<T>::type Key;
    int runs = (n + tile - 1) / tile;
    runs_of_lines<Key> out = {keys, n, tile, runs, min(tile, keep)};
    auto load = [=](long long t, int e)
    {
        long long line = t / runs, i = (t % runs) * tile + e;
        return i < n ? pack_key(x[(line / inner * n + i) * inner + line % inner], (unsigned)i, descending) : ds_last_key<Key>::value();
    };
    sort_tiles<Key>(lines * runs, tile, together, load, [=](long long t, int e, Key key)
    {
        if (runs > 1) out.save(t, e, key);
        else if (e < keep)
        {
            long long to = (t / inner * keep + e) * inner + t % inner;
            unsigned place = place_of(key);
            values[to] = x[(t / inner * n + place) * inner + t % inner];
            places[to] = (int)place;
        }
    });
}

#define SORT_LINES(T, suffix) \
    extern "C" __global__ void __launch_bounds__(512) sort_lines_##suffix(const T* x, T* values, int* places, ds_key_of<T>::type* keys, long long lines, \
        int n, int inner, int keep, bool descending, int tile, int together) \
    { \
        sort_lines<T>(x, values, places, keys, lines, n, inner, keep, descending, tile, together); \
    } \
    extern "C" __global__ void __launch_bounds__(256) sort_write_##suffix(const T* x, const ds_key_of<T>::type* keys, T* values, int* places, long long n_out, \
        int n, int inner, int keep) \
    { \
        DS_GRID_STRIDE(i, n_out) \
        { \
            long long line = i / keep, e = i % keep, to = (line / inner * keep + e) * inner + line % inner; \
            unsigned place = place_of(keys[i]); \
            values[to] = x[(line / inner * n + place) * inner + line % inner]; \
            places[to] = (int)place; \
        } \
    }
DS_FOR_NUMBERS(SORT_LINES)

// Merges groups of `fan` neighbouring runs, a power of two up to 32: a key's place is the number of smaller keys in the group, and as many
// neighbouring threads count them, a run each.
template <typename Key> __device__ __forceinline__ void merge_runs(const Key* from, Key* to, long long lines, int n, int keep, int run, int fan)
{
    int runs = (n + run - 1) / run, room = min(run, keep), merged = (runs + fan - 1) / fan;
    int merged_room = (int)min((long long)fan * run, (long long)keep);
    long long slots = lines * runs * room, all = (slots * fan + DS_WARP - 1) / DS_WARP * DS_WARP;
    DS_GRID_STRIDE(i, all)
    {
        // Whole warps stay together for the sum, so that threads without a key go on with the last one.
        long long slot = min(i / fan, slots - 1), line = slot / ((long long)runs * room), within = slot % ((long long)runs * room);
        int number = (int)(within / room), own = (int)(within % room), other = number / fan * fan + (int)(i % fan), low = 0, high = 0;
        bool filled = own < min(room, n - number * run);
        Key key = filled ? from[slot] : ds_last_key<Key>::value();
        if (other == number) low = own;
        else if (other < runs && filled) high = min(room, n - other * run);
        const Key* sibling = from + (line * runs + other) * room;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (sibling[middle] < key) low = middle + 1;
            else high = middle;
        }
        for (int offset = 1; offset < fan; offset <<= 1) low += __shfl_xor_sync(DS_FULL_WARP, low, offset);
        if (i % fan == 0 && i / fan < slots && filled && low < merged_room) to[(line * merged + number / fan) * merged_room + low] = key;
    }
}

#define MERGE_RUNS(Key, suffix) \
    extern "C" __global__ void __launch_bounds__(256) merge_runs_##suffix(const Key* from, Key* to, long long lines, int n, int keep, int run, int fan) \
    { \
        merge_runs(from, to, lines, n, keep, run, fan); \
    }
MERGE_RUNS(ds_key32, i32)
MERGE_RUNS(ds_key64, i64)

// Keys of indices, sorted tile by tile: the place on an axis above, the index's own number below. A bad index gets the axis' length.
extern "C" __global__ void __launch_bounds__(512) sort_indices_i32(const void* indices, bool wide, ds_key32* keys, int n, int length, bool from_end, int tile,
    long long* faults)
{
    int runs = (n + tile - 1) / tile;
    runs_of_lines<ds_key32> out = {keys, n, tile, runs, tile};
    auto load = [=](long long t, int e)
    {
        long long i = t * tile + e, at = i < n ? read_index(indices, wide, i, length, from_end, faults) : 0;
        return i < n ? (ds_key32)(at < 0 ? length : at) << 32 | (unsigned)i : ds_last_key<ds_key32>::value();
    };
    sort_tiles<ds_key32>(runs, tile, 1, load, [=](long long t, int e, ds_key32 key) { out.save(t, e, key); });
}

// Keys of the places [row, index] or [outer, index, inner] that elements are added to: element i of [outer, given, inner] goes to
// (outer, index, inner) of [outer, length, inner]. Without `faults`, an index outside the axis is dropped instead of reported.
extern "C" __global__ void __launch_bounds__(512) sort_targets_i32(const void* indices, bool wide, ds_key32* keys, int n, int given, int length, int inner,
    int targets, int tile, long long* faults)
{
    int runs = (n + tile - 1) / tile;
    runs_of_lines<ds_key32> out = {keys, n, tile, runs, tile};
    auto load = [=](long long t, int e)
    {
        long long i = t * tile + e;
        if (i >= n) return ds_last_key<ds_key32>::value();
        long long at;
        if (faults != nullptr) at = read_index(indices, wide, i, length, true, faults);
        else
        {
            at = read_integer(indices, wide, i);
            if (at >= length) at = -1;
        }
        long long target = at < 0 ? targets : (i / inner / given * length + at) * inner + i % inner;
        return (ds_key32)target << 32 | (unsigned)i;
    };
    sort_tiles<ds_key32>(runs, tile, 1, load, [=](long long t, int e, ds_key32 key) { out.save(t, e, key); });
}

// The numbers 0 to n - 1 by 64 random bits each.
extern "C" __global__ void __launch_bounds__(512) sort_random_i64(const unsigned long long* state, int* order, ds_key64* keys, int n, int tile)
{
    int runs = (n + tile - 1) / tile;
    runs_of_lines<ds_key64> out = {keys, n, tile, runs, tile};
    auto load = [=](long long t, int e)
    {
        long long i = t * tile + e;
        if (i >= n) return ds_last_key<ds_key64>::value();
        ds_philox_words words = philox_block(state, (unsigned long long)i / 2);
        return ds_key64{i % 2 == 0 ? words.low() : words.high(), (unsigned long long)i};
    };
    sort_tiles<ds_key64>(runs, tile, 1, load, [=](long long t, int e, ds_key64 key)
    {
        if (runs > 1) out.save(t, e, key);
        else if (e < n) order[e] = (int)place_of(key);
    });
}

// order[i] = the place in key i.
extern "C" __global__ void __launch_bounds__(256) sort_places_i64(const ds_key64* keys, int* order, int n)
{
    DS_GRID_STRIDE(i, n) order[i] = (int)place_of(keys[i]);
}
