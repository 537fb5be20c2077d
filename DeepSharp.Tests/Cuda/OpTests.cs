using System.Reflection;

namespace DeepSharp.Tests.Cuda;

/// <summary>Every test of an op, once more on the CUDA device: <see cref="OpCheck"/> then compares it with the CPU.</summary>
[Category("CudaEmulated")]
[NonParallelizable]
public sealed class OpTests
{
    /// <summary>The tests that say which ops they cover.</summary>
    private static IEnumerable<TestCaseData> Cases => typeof(OpTests).Assembly.GetTypes()
        .Where(t => t.Namespace?.StartsWith("DeepSharp.Tests", StringComparison.Ordinal) == true && t.Namespace != typeof(OpTests).Namespace)
        .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Where(m => m.GetCustomAttribute<CoversAttribute>() is { } covers && covers.Types.Any(IsOp))
        .OrderBy(m => $"{m.DeclaringType!.FullName}.{m.Name}", StringComparer.Ordinal)
        .SelectMany(m => Arguments(m).Select((a, i) => new TestCaseData(m, a).SetArgDisplayNames($"{m.DeclaringType!.Name}.{m.Name}", $"{i}")));

    [TestCaseSource(nameof(Cases))]
    public void Op_OnCuda_GivesWhatTheCpuGives(MethodInfo test, object?[] arguments)
    {
        var device = CudaTestDevice.Open();
        DeviceCheck.Instead(device, () => test.Invoke(
            test.IsStatic ? null : Activator.CreateInstance(test.DeclaringType!), BindingFlags.DoNotWrapExceptions, null, arguments, null));
    }

    private static bool IsOp(Type type) => type.IsSubclassOf(typeof(Op)) || type.Name.EndsWith("Fn", StringComparison.Ordinal);

    /// <summary>What the test is called with.</summary>
    private static IEnumerable<object?[]> Arguments(MethodInfo test)
    {
        if (test.IsDefined(typeof(TestAttribute)) && test.GetParameters().Length == 0) yield return [];
        foreach (var given in test.GetCustomAttributes<TestCaseAttribute>()) yield return given.Arguments;
        foreach (var source in test.GetCustomAttributes<TestCaseSourceAttribute>())
        {
            var members = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
            object? values = test.DeclaringType!.GetProperty(source.SourceName!, members)?.GetValue(null) ?? test.DeclaringType.GetMethod(source.SourceName!, members)?.Invoke(null, null)
                ?? test.DeclaringType.GetField(source.SourceName!, members)?.GetValue(null);
            foreach (object? value in (System.Collections.IEnumerable)values!)
                yield return value is TestCaseData data ? data.Arguments : value is object?[] several ? several : [value];
        }
    }
}
