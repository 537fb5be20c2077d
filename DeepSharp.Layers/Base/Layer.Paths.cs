using System.Reflection;

namespace DeepSharp;

public abstract partial class Layer
{
    /// <summary>The layers inside this one with their places in Keras' weight files: the name of the attribute that holds them
    /// (<c>forward_layer</c>), or for members of a list <c>cells/lstm_cell_1</c>, counted by class within the list. Each layer once.</summary>
    internal IReadOnlyList<(string Path, Layer Layer)> SublayerPaths
    {
        get
        {
            var byField = new Dictionary<Layer, string>();
            foreach (var (path, layer) in LayerFields()) byField.TryAdd(layer, path);
            var names = new ListNames();
            return [.. Sublayers.Distinct().Select(l => (byField.GetValueOrDefault(l) ?? $"layers/{names.Next(l)}", l))];
        }
    }

    /// <summary>What Keras calls the attribute of a layer inside this one, where that is not the field's name in snake case.</summary>
    private protected virtual string KerasAttribute(string name) => name;

    /// <summary>Keras' name of the class itself, by which members of a list are named in weight files; files of configurations may have another one.</summary>
    private protected virtual string KerasClass => TypeName;

    /// <summary>Every layer in a field of this one, also inside lists, in the order of the fields.</summary>
    private List<(string Path, Layer Layer)> LayerFields()
    {
        var found = new List<(string, Layer)>();
        for (var type = GetType(); type is not null && type != typeof(Layer); type = type.BaseType)
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                switch (field.GetValue(this))
                {
                    case Layer layer: found.Add((KerasAttribute(AttributeName(field)), layer)); break;
                    case IEnumerable<Layer> layers:
                        var names = new ListNames();
                        found.AddRange(layers.Select(l => ($"{AttributeName(field)}/{names.Next(l)}", l)));
                        break;
                }
        return found;
    }

    /// <summary>What Keras would call the field: <c>_queryDense</c> and the field behind a property <c>QueryDense</c> give <c>query_dense</c>,
    /// unless <see cref="ConfigKeyAttribute"/> names it.</summary>
    private static string AttributeName(FieldInfo field)
    {
        int end = field.Name.IndexOf('>');
        return field.GetCustomAttribute<ConfigKeyAttribute>()?.Key
            ?? SnakeCase.Of((field.Name[0] == '<' && end > 0 ? field.Name[1..end] : field.Name).TrimStart('_'));
    }

    /// <summary>Names for the members of one list: the class in snake case, with _1, _2, … from the second on.</summary>
    private sealed class ListNames
    {
        private readonly Dictionary<string, int> _counts = [];

        public string Next(Layer layer)
        {
            string stem = SnakeCase.Of(layer.KerasClass);
            int count = _counts.GetValueOrDefault(stem);
            _counts[stem] = count + 1;
            return count == 0 ? stem : $"{stem}_{count}";
        }
    }
}
