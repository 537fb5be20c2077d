namespace DeepSharp.Hdf5;

/// <summary>What a name in a group leads to.</summary>
/// <param name="Address">The object's header, or −1 for a soft link.</param>
/// <param name="Path">The path of a soft link, from its group or with a leading slash from the root.</param>
/// <param name="External">The file that an external link names; such links are never followed.</param>
internal sealed record LinkTarget(long Address, string? Path = null, string? External = null)
{
    /// <summary>Reads a link message: the name and what it leads to.</summary>
    public static (string Name, LinkTarget Target) Parse(FileSpace file, ReadOnlySpan<byte> body)
    {
        var r = file.Reader(body, "link");
        byte version = r.U8(), flags = r.U8();
        if (version != 1) throw Damaged.Version("link", version);
        int type = (flags & 8) != 0 ? r.U8() : 0;
        if ((flags & 4) != 0) r.Skip(8);
        if ((flags & 16) != 0) r.Skip(1);
        string name = ByteReader.Text(r.Take(r.Number(1 << (flags & 3))));
        file.Spend(name.Length);
        return (name, type switch
        {
            0 => new(r.Address()),
            1 => new(-1, Path: ByteReader.Text(r.Take(r.U16()))),
            64 => new(-1, External: FileName(file, r.Take(r.U16()))),
            _ => throw Damaged.Unsupported($"the link '{name}' of the user-defined kind {type}", "Remove the link."),
        });
    }

    private static string FileName(FileSpace file, ReadOnlySpan<byte> value)
    {
        var r = file.Reader(value, "external link");
        r.U8();
        return r.Text();
    }
}
