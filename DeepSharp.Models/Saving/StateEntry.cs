namespace DeepSharp;

/// <summary>A variable of a model and the path under which files hold it.</summary>
/// <param name="Path">Keras' path, for example <c>layers/dense/vars/0</c>.</param>
/// <param name="Variable">The variable.</param>
internal sealed record StateEntry(string Path, Variable Variable);
