namespace DeepSharp;

/// <summary>Layers that stand at several places of one file. Each place holds the whole configuration, and the same <c>shared_object_id</c>
/// says that they are one object.</summary>
internal static class SharedLayers
{
    [ThreadStatic] static Dictionary<Layer, long>? s_ids;
    [ThreadStatic] static Dictionary<long, Layer>? s_read;
    [ThreadStatic] static Layer? s_root;

    /// <summary>Whether this layer is the one being written, not a layer inside it.</summary>
    public static bool IsRoot(Layer layer) => s_root is null || s_root == layer;

    /// <summary>The number under which a layer is written, if it stands at several places.</summary>
    public static long? IdOf(Layer layer) => s_ids is not null && s_ids.TryGetValue(layer, out long id) ? id : null;

    /// <summary>Writes a layer with all layers in it.</summary>
    public static T Writing<T>(Layer root, Func<T> write)
    {
        if (s_root is not null) return write();
        var places = new Dictionary<Layer, int>();
        Count(root, places);
        (s_root, s_ids) = (root, places.Where(p => p.Value > 1).Index().ToDictionary(p => p.Item.Key, p => p.Index + 1L));
        try { return write(); }
        finally { (s_root, s_ids) = (null, null); }
    }

    /// <summary>Reads a whole file; layers with one number become one layer.</summary>
    public static T Reading<T>(Func<T> read)
    {
        if (s_read is not null) return read();
        s_read = [];
        try { return read(); }
        finally { s_read = null; }
    }

    /// <summary>The layer read earlier under the same number, or null.</summary>
    public static Layer? Known(ConfigObject config, Type wanted) =>
        config.Extra("shared_object_id") is long id && s_read is not null && s_read.TryGetValue(id, out var layer) && wanted.IsInstanceOfType(layer)
            && layer.TypeName == config.ClassName ? layer : null;

    /// <summary>Keeps a layer that was read under its number.</summary>
    public static void Remember(ConfigObject config, object result)
    {
        if (config.Extra("shared_object_id") is long id && result is Layer layer) s_read?.TryAdd(id, layer);
    }

    static void Count(Layer layer, Dictionary<Layer, int> places)
    {
        places[layer] = places.GetValueOrDefault(layer) + 1;
        if (places[layer] == 1)
            foreach (var inner in layer.Sublayers) Count(inner, places);
    }
}
