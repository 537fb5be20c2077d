namespace DeepSharp.Initializers;

/// <summary>An initializer whose scale follows from the numbers of connections, as the Glorot, He and Lecun rules do.</summary>
internal interface IFanScaled;
