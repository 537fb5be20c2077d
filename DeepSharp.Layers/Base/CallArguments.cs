namespace DeepSharp;

/// <summary>The arguments of one call of a layer by Keras' names: tensors, lists of tensors, and settings.</summary>
/// <remarks>Layers that take more than their input have a typed <c>Apply</c>; this form serves code that does not know the layer's class.</remarks>
/// <example><c>attention.Apply(new CallArguments&lt;Tensor&gt; { ["query"] = q, ["value"] = v, ["use_causal_mask"] = true })</c></example>
/// <typeparam name="T">What stands for a tensor: <see cref="Tensor"/>, <see cref="SymbolicTensor"/>, or <see cref="Shape"/> when weights are made.</typeparam>
public sealed class CallArguments<T> where T : notnull
{
    private readonly List<CallEntry> _entries = [];

    /// <summary>Sets an argument: a <typeparamref name="T"/>, a list of these (null for a missing member), or a setting. Null means not given.</summary>
    public object? this[string name]
    {
        get => _entries.Find(e => e.Name == name).Value;
        set => Add(name, value, byKeyword: true);
    }

    /// <summary>Adds an argument.</summary>
    /// <param name="name">Keras' name.</param>
    /// <param name="value">As for the indexer.</param>
    /// <param name="byKeyword">Whether files hold it under its name, or by its place in the list of arguments.</param>
    /// <returns>This object.</returns>
    public CallArguments<T> Add(string name, object? value, bool byKeyword)
    {
        if (value is not T and not string and not IReadOnlyDictionary<string, object?> and System.Collections.IEnumerable items && items.Cast<object?>().All(i => i is null or T))
            value = items.Cast<object?>().ToArray();
        _entries.RemoveAll(e => e.Name == name);
        _entries.Add(new(name, value, byKeyword));
        return this;
    }

    /// <summary>Adds an argument unless it has the value it has when not given.</summary>
    /// <param name="standard">The value when not given.</param>
    /// <param name="name">Keras' name.</param>
    /// <param name="value">As for the indexer.</param>
    /// <returns>This object.</returns>
    public CallArguments<T> AddUnless(object? standard, string name, object? value) => Equals(standard, value) ? this : Add(name, value, byKeyword: true);

    /// <summary>Whether an argument is given.</summary>
    public bool Has(string name) => this[name] is not null;

    /// <summary>A tensor that must be there.</summary>
    /// <exception cref="InvalidValueException">It is not given.</exception>
    public T Get(string name) => this[name] is T value ? value : throw new InvalidValueException($"The call argument '{name}' is missing.");

    /// <summary>A tensor, or the default of its type where it is not given.</summary>
    public T? Find(string name) => this[name] is T value ? value : default;

    /// <summary>A list of tensors, or null where it is not given. Members that were not given are null.</summary>
    public T[]? List(string name) => this[name] switch
    {
        T one => [one],
        object?[] items => Array.ConvertAll(items, i => (T)i!),
        _ => null,
    };

    /// <summary>A setting.</summary>
    /// <param name="name">Keras' name.</param>
    /// <param name="standard">The value where it is not given.</param>
    public TValue Setting<TValue>(string name, TValue standard) => this[name] switch
    {
        null => standard,
        TValue value => value,
        var value => (TValue)ConfigConverter.Read(typeof(TValue), ConfigTree.Plain(value)!, new("call", name, null)),
    };

    /// <summary>The entries as given.</summary>
    internal IReadOnlyList<CallEntry> Entries => _entries;

    /// <summary>The tensors of an argument; missing members of a list are left out.</summary>
    internal IEnumerable<T> Leaves(string name) => this[name] switch
    {
        T one => [one],
        object?[] items => items.OfType<T>(),
        _ => [],
    };

    /// <summary>All tensors, in the order in which the arguments are given.</summary>
    internal IEnumerable<T> Leaves() => _entries.SelectMany(e => Leaves(e.Name));

    /// <summary>The same arguments with other things for the tensors.</summary>
    internal CallArguments<TOther> Map<TOther>(Func<T, TOther> map) where TOther : notnull
    {
        var result = new CallArguments<TOther>();
        foreach (var (name, value, byKeyword) in _entries)
            result._entries.Add(new(name, value switch
            {
                T one => map(one),
                object?[] items => Array.ConvertAll(items, i => i is T one ? (object?)map(one) : i),
                _ => value,
            }, byKeyword));
        return result;
    }
}

/// <summary>One given argument: a tensor, an array of tensors and nulls, or a setting.</summary>
internal readonly record struct CallEntry(string Name, object? Value, bool ByKeyword);
