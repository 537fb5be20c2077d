namespace DeepSharp.Benchmarks;

/// <summary>Programs of one op or a few, as the kernel benchmarks run them.</summary>
internal static class Compiled
{
    /// <summary>Normally distributed values, the same in each run.</summary>
    public static Tensor Noise(Shape shape, int seed = 1) => Tensor.RandomNormal(shape, seed: seed).Clone();

    /// <summary>Whole numbers from 0 to below <paramref name="high"/>.</summary>
    public static Tensor Integers(Shape shape, int high, int seed = 1) => Tensor.RandomIntegers(shape, 0, high, seed: seed).Clone();

    /// <summary>A function for inputs like these.</summary>
    public static Program Forward(Tensor[] inputs, Func<Tensor[], Tensor> function) =>
        Program.Compile(Device.Cpu, Array.ConvertAll(inputs, t => t.Spec), t => [function(t)]);

    /// <summary>The gradients of a function's sum with respect to some of its inputs, all of them if not given.</summary>
    /// <remarks>What the gradients do not need of the function itself is left out.</remarks>
    public static Program Backward(Tensor[] inputs, Func<Tensor[], Tensor> function, params int[] sources) =>
        Program.Compile(Device.Cpu, Array.ConvertAll(inputs, t => t.Spec), t =>
        {
            Tensor[] watched = sources.Length == 0 ? t : Array.ConvertAll(sources, i => t[i]);
            using var tape = new GradientTape();
            tape.Watch(watched);
            return tape.Gradient(function(t), watched)!;
        });
}
