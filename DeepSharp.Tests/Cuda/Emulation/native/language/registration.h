/// Tells the driver about a kernel. The compiler deduces the parameters from the function, so nothing parses signatures.
#pragma once

template <class... Parameters> struct ds_layout
{
    size_t sizes[sizeof...(Parameters) + 1] = {sizeof(Parameters)..., 0};
    size_t offsets[sizeof...(Parameters) + 1] = {};
    size_t bytes = 0;

    constexpr ds_layout()
    {
        size_t alignments[] = {alignof(Parameters)..., 1};
        for (size_t i = 0; i < sizeof...(Parameters); i++)
        {
            bytes = (bytes + alignments[i] - 1) / alignments[i] * alignments[i];
            offsets[i] = bytes;
            bytes += sizes[i];
        }
    }
};

template <auto Function> struct ds_entry;

template <class... Parameters, void (*Function)(Parameters...)> struct ds_entry<Function>
{
    static constexpr ds_layout<Parameters...> layout{};

    template <size_t... I>
    __attribute__((no_sanitize("kernel-address", "alignment"))) static void unpack(const char* arguments, std::integer_sequence<size_t, I...>)
    {
        Function(*reinterpret_cast<const Parameters*>(arguments + layout.offsets[I])...);
    }

    __attribute__((no_sanitize("kernel-address", "alignment"))) static void call(const char* arguments)
    {
        unpack(arguments, std::make_index_sequence<sizeof...(Parameters)>{});
    }

    ds_kernel_info info;

    explicit ds_entry(const char* name) : info{name, __BASE_FILE__, static_cast<int>(sizeof...(Parameters)), layout.sizes, layout.offsets, layout.bytes, &call}
    {
        ds_register(&info);
    }
};

/// A scalar function that PTX may call.
struct ds_scalar_function
{
    ds_scalar_function(const char* name, double (*function)(double)) { ds_register_function(name, 1, reinterpret_cast<const void*>(function)); }
    ds_scalar_function(const char* name, double (*function)(double, double)) { ds_register_function(name, 2, reinterpret_cast<const void*>(function)); }
};

#define DS_REGISTER(name) static ds_entry<&name> ds_registered_##name(#name);
#define DS_REGISTER_FUNCTION(name) static ds_scalar_function ds_registered_##name(#name, name);
