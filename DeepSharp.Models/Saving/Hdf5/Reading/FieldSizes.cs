namespace DeepSharp.Hdf5;

/// <summary>How many bytes addresses and lengths take in a file.</summary>
internal readonly record struct FieldSizes(int Offset, int Length);
