namespace DeepSharp.Hdf5;

/// <summary>The kinds of messages in an object header that are read.</summary>
internal enum MessageKind
{
    Dataspace = 1, LinkInfo = 2, Datatype = 3, OldFillValue = 4, FillValue = 5, Link = 6, ExternalFiles = 7, DataLayout = 8,
    FilterPipeline = 11, Attribute = 12, Continuation = 16, SymbolTable = 17, AttributeInfo = 21,
}

/// <summary>A message of an object header: one property of a group or dataset.</summary>
/// <param name="Kind">What it tells; numbers outside the enumeration are passed over.</param>
/// <param name="Body">Its bytes.</param>
internal readonly record struct HeaderMessage(MessageKind Kind, ReadOnlyMemory<byte> Body);
