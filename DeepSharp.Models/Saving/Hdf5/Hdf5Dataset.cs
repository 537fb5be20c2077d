using DeepSharp.Hdf5;

namespace DeepSharp;

/// <summary>A dataset of an HDF5 file: an array of numbers or texts.</summary>
public sealed class Hdf5Dataset : Hdf5Object
{
    private readonly Lazy<(Datatype Type, Dataspace Space, DType? DType)> _form;

    internal Hdf5Dataset(Hdf5Content content, ObjectHeader header, string path) : base(content, header, path) => _form = new(() =>
    {
        var type = Datatype.Parse(content.File, Message(MessageKind.Datatype, "datatype").Span);
        var space = Dataspace.Parse(content.File, Message(MessageKind.Dataspace, "shape").Span);
        return (type, space, Elements.TypeFor(type, Attribute("dtype") is "bfloat16"));
    });

    /// <summary>The axis lengths.</summary>
    /// <exception cref="ModelFileException">The file is damaged, or an axis is too long for a tensor.</exception>
    public Shape Shape => Content.Guard(() =>
    {
        var dims = _form.Value.Space.Dims;
        if (dims.Any(d => d > int.MaxValue))
            throw new InvalidDataException($"the dataset {Shown} has shape [{string.Join(", ", dims)}]; axes of up to {int.MaxValue} are read.");
        return _form.Value.Space.IsNull ? new Shape(0) : new Shape([.. dims.Select(d => (int)d)]);
    });

    /// <summary>The type of the tensor that holds its elements: their own, or where there is none the next wider one. Null for texts and other types.</summary>
    /// <exception cref="ModelFileException">The file is damaged.</exception>
    public DType? DType => Content.Guard(() => _form.Value.DType);

    /// <summary>Reads all elements.</summary>
    /// <returns>A tensor of <see cref="Shape"/> and <see cref="DType"/>.</returns>
    /// <exception cref="ModelFileException">The file is damaged, or the elements are no numbers.</exception>
    public Tensor Read() => Content.Guard(() =>
    {
        if (DType is not { } dtype)
            throw Damaged.Unsupported($"the dataset {Shown} of the type {_form.Value.Type.Name}",
                "Integers, floating-point numbers and truth values are read.");
        return DatasetReader.Read(Raw(), Shape, _form.Value.Type, dtype);
    });

    /// <summary>Reads texts.</summary>
    /// <returns>All elements in row-major order.</returns>
    /// <exception cref="ModelFileException">The file is damaged, or the elements are no texts.</exception>
    public string[] ReadTexts() => Content.Guard(() =>
    {
        var (type, space, _) = _form.Value;
        if (type.Class != TypeClass.String && !type.IsText) throw Damaged.Unsupported($"texts in the dataset {Shown} of the type {type.Name}", "Use Read.");
        var raw = Raw();
        var bytes = new byte[raw.Length];
        raw.CopyTo(0, bytes);
        return AttributeValue.Texts(Content.File, type, bytes, (int)space.Count);
    });

    /// <summary>Bytes of all elements in the tensor.</summary>
    internal long Bytes => _form.Value.Space.Count * (DType?.Size ?? 0);

    private RawData Raw() => new(Content.File, Header, _form.Value.Space, _form.Value.Type.Size);

    private ReadOnlyMemory<byte> Message(MessageKind kind, string what) =>
        Header.Find(kind)?.Body ?? throw Damaged.Because($"the dataset {Shown} has no {what}");
}
