namespace DeepSharp;

/// <summary>
/// Data sets ready to train on. Published sets are searched in this order: the <c>path</c> given; the folder named by the environment
/// variable <c>DEEPSHARP_DATA</c>; the cache (<c>datasets</c> in the folder named by <c>DEEPSHARP_CACHE</c>, else in <c>DeepSharp</c> in
/// the user's local application data); the publisher's mirrors, which fill the cache. Whatever the place, the uncompressed content
/// must have the published SHA-256. Synthetic sets are made on the spot and need no files.
/// </summary>
public static partial class Datasets;
