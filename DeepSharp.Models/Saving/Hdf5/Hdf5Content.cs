namespace DeepSharp.Hdf5;

/// <summary>An HDF5 file that is being read: finds objects by their paths and keeps them.</summary>
internal sealed class Hdf5Content
{
    private const int MaxSoftLinks = 32, MaxDepth = 256;

    private readonly string? _path;
    private readonly Dictionary<long, Hdf5Object> _objects = [];
    private readonly Lock _lock = new();

    /// <summary>Reads the superblock and the root group.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="path">The file's path for messages; if null, faults are told as <see cref="InvalidDataException"/>.</param>
    public Hdf5Content(ByteSource source, string? path = null)
    {
        _path = path;
        File = new(source);
        Root = Object(Superblock.Read(File), "") as Hdf5Group ?? throw Damaged.Because("its root is no group");
    }

    public FileSpace File { get; }

    public Hdf5Group Root { get; }

    /// <summary>Reads something; faults are told with the file's path.</summary>
    public T Guard<T>(Func<T> read)
    {
        lock (_lock) return _path is null ? read() : ModelFileException.Naming(_path, read);
    }

    /// <summary>A fault with the file's path.</summary>
    public Exception Wrapped(InvalidDataException fault) => _path is null ? fault : new ModelFileException($"'{_path}' cannot be read: {fault.Message}", fault);

    /// <summary>Follows a path.</summary>
    public Hdf5Object? Walk(Hdf5Group start, string path)
    {
        int softLinks = 0;
        return Walk(start, path, ref softLinks);
    }

    private Hdf5Object? Walk(Hdf5Group start, string path, ref int softLinks)
    {
        Hdf5Object at = path.StartsWith('/') ? Root : start;
        string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > MaxDepth) throw Damaged.Because($"a path has {names.Length} names");
        foreach (string name in names)
        {
            if (name == ".") continue;
            if (at is not Hdf5Group group || group.Link(name) is not { } link) return null;
            string inner = group.Path.Length == 0 ? name : $"{group.Path}/{name}";
            if (link.External is { } other)
                throw new InvalidDataException($"'{inner}' is a link into the file '{other}'. Links into other files are not followed; copy the data"
                    + " into the file.");
            if (link.Path is not { } soft) at = Object(link.Address, inner);
            else if (++softLinks > MaxSoftLinks) throw Damaged.Because($"the soft links at '{inner}' lead in a circle");
            else if (Walk(group, soft, ref softLinks) is { } target) at = target;
            else return null;
        }
        return at;
    }

    private Hdf5Object Object(long address, string path)
    {
        if (_objects.TryGetValue(address, out var known)) return known;
        var header = ObjectHeader.Read(File, address);
        return _objects[address] = GroupLinks.IsGroup(header) ? new Hdf5Group(this, header, path)
            : header.Find(MessageKind.DataLayout) is not null ? new Hdf5Dataset(this, header, path)
            : throw Damaged.Unsupported($"at '{path}' an object that is neither group nor dataset", "Remove it.");
    }
}
