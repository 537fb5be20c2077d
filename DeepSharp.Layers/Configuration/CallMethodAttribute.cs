namespace DeepSharp;

/// <summary>Marks the method that is the formula of a layer whose calls take more than one input: its parameters are the call arguments.</summary>
/// <remarks>
/// <c>Tensor</c> is a tensor that must be given, <c>Tensor? = null</c> one that may be, <c>Tensor[]</c> a list, bools, numbers and strings with
/// a default are settings; a <c>CallContext</c> is handed in. The method returns a <c>Tensor</c> or a <c>Tensor[]</c>. Files hold the names in
/// snake_case. A mask that is not given is taken from its tensor: <c>queryMask</c> from <c>query</c>, <c>mask</c> from the first argument.
/// Generated are <c>Apply</c> and <c>ApplyAll</c> with these parameters, for tensors and for symbols. In a base class the method serves all
/// layers that derive from it.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class CallMethodAttribute : Attribute;
