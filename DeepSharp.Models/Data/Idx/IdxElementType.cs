namespace DeepSharp;

/// <summary>Element types of an IDX file; the value is the type code in the third byte of the file.</summary>
/// <remarks>Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", section on the file format.</remarks>
public enum IdxElementType : byte
{
    /// <summary>Unsigned 8-bit integer (<see cref="byte"/>), code 0x08.</summary>
    UInt8 = 0x08,

    /// <summary>Signed 8-bit integer (<see cref="sbyte"/>), code 0x09.</summary>
    Int8 = 0x09,

    /// <summary>Signed 16-bit integer (<see cref="short"/>), code 0x0B.</summary>
    Int16 = 0x0B,

    /// <summary>Signed 32-bit integer (<see cref="int"/>), code 0x0C.</summary>
    Int32 = 0x0C,

    /// <summary>32-bit floating point (<see cref="float"/>), code 0x0D.</summary>
    Float32 = 0x0D,

    /// <summary>64-bit floating point (<see cref="double"/>), code 0x0E.</summary>
    Float64 = 0x0E,
}
