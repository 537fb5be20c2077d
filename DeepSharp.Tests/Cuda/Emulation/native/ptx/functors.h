/// Operations that integers and floats share.
#pragma once

namespace emulation
{
struct Add
{
    template <class D> static D of(D a, D b) { return static_cast<D>(a + b); }
};

struct Subtract
{
    template <class D> static D of(D a, D b) { return static_cast<D>(a - b); }
};

struct Multiply
{
    template <class D> static D of(D a, D b) { return static_cast<D>(a * b); }
};

struct Negate
{
    template <class D> static D of(D a) { return static_cast<D>(-a); }
};
}
