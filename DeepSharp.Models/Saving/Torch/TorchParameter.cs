namespace DeepSharp.Torch;

/// <summary>A weight and the tensors of a module of PyTorch that hold the same numbers.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Tensors">Names within the module, and shapes.</param>
/// <param name="FromTorch">Turns those tensors into the weight's value.</param>
/// <param name="ToTorch">Turns the weight's value into those tensors.</param>
internal sealed record TorchParameter(Weight Weight, (string Name, Shape Shape)[] Tensors, Func<Tensor[], Tensor> FromTorch, Func<Tensor, Tensor[]> ToTorch)
{
    /// <summary>The numbers in another shape, in the same order.</summary>
    public static TorchParameter Same(string name, Weight weight, Shape? shape = null) =>
        new(weight, [(name, shape ?? weight.Shape)], t => t[0].Reshape(weight.Shape), v => [v.Reshape(shape ?? weight.Shape)]);

    /// <summary>A kernel [lengths.., in, out], which PyTorch keeps as [out, in, lengths..]; of a transposed convolution in and out are swapped in
    /// both.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="kernel">The kernel's shape, if the weight has another one with the same order of numbers.</param>
    /// <param name="shape">The tensor's shape, if it joins axes of [out, in, lengths..].</param>
    public static TorchParameter Kernel(string name, Weight weight, Shape? kernel = null, Shape? shape = null)
    {
        var from = kernel ?? weight.Shape;
        int rank = from.Rank;
        int[] order = [rank - 1, rank - 2, .. Enumerable.Range(0, rank - 2)], back = [.. Enumerable.Range(2, rank - 2), 1, 0];
        Shape turned = [.. order.Select(a => from[a])], stored = shape ?? turned;
        return new(weight, [(name, stored)],
            t => t[0].Reshape(turned).Transpose(back).Reshape(weight.Shape), v => [v.Reshape(from).Transpose(order).Reshape(stored)]);
    }

    /// <summary>A vector over [lengths.., channels], which PyTorch has in the order [channels, lengths..].</summary>
    public static TorchParameter Vector(string name, Weight weight, Shape image)
    {
        int[] order = [image.Rank - 1, .. Enumerable.Range(0, image.Rank - 1)], back = [.. Enumerable.Range(1, image.Rank - 1), 0];
        Shape turned = [.. order.Select(a => image[a])];
        return new(weight, [(name, weight.Shape)], t => t[0].Reshape(turned).Transpose(back).Reshape(weight.Shape),
            v => [v.Reshape(image).Transpose(order).Reshape(weight.Shape)]);
    }
}
