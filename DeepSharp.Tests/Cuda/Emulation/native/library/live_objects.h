/// Objects that callers hold by address: which of them are alive.
#pragma once

#include <set>

#include "driver.h"

namespace emulation
{
/// The live objects of one kind.
template <class T> std::set<const T*>& live_objects()
{
    static std::set<const T*> live;
    return live;
}

template <class T> bool is_live(const T* object) { return live_objects<T>().count(object) != 0; }

/// Keeps count of a new object.
template <class T> T* create_object(T* object)
{
    live_objects<T>().insert(object);
    emulation_count_handle(1);
    return object;
}

/// Ends an object; false where there is none.
template <class T> bool destroy_object(T* object)
{
    if (!live_objects<T>().erase(object))
        return false;
    emulation_count_handle(-1);
    delete object;
    return true;
}
}
