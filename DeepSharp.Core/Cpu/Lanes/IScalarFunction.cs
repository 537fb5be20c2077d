namespace DeepSharp.Cpu;

/// <summary>A real function of one argument that runs lane by lane through <see cref="ILane{TSelf}.Map{TFunction}(TSelf)"/>.</summary>
public interface IScalarFunction
{
    /// <summary>The value at <paramref name="x"/>; float lanes arrive widened and are rounded back.</summary>
    static abstract double Invoke(double x);
}

/// <summary>A real function of two arguments that runs lane by lane.</summary>
public interface IScalarFunction2
{
    /// <summary>The value at (<paramref name="a"/>, <paramref name="b"/>); float lanes arrive widened and are rounded back.</summary>
    static abstract double Invoke(double a, double b);
}
