using System.Collections;
using System.Reflection;

namespace DeepSharp.Tests;

/// <summary>A test that says what it covers, with the arguments it is called with.</summary>
/// <param name="Method">The test.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Number">Which of its calls this is.</param>
public sealed record CoveringTest(MethodInfo Method, object?[] Arguments, int Number)
{
    /// <summary>Calls the test.</summary>
    public void Run() => Method.Invoke(
        Method.IsStatic ? null : Activator.CreateInstance(Method.DeclaringType!), BindingFlags.DoNotWrapExceptions, null, Arguments, null);

    /// <summary>Where it stands.</summary>
    public override string ToString() => $"{Method.DeclaringType!.Name}.{Method.Name}{(Number > 0 ? $" {Number + 1}" : "")}";
}

/// <summary>Finds the tests marked with <see cref="CoversAttribute"/>, to run them in another way.</summary>
internal static class CoveringTests
{
    private const BindingFlags Members = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The calls of all tests that cover a type of some kind, by name.</summary>
    public static IEnumerable<TestCaseData> Of(Func<Type, bool> covered) => typeof(CoveringTests).Assembly.GetTypes()
        .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Where(m => m.GetCustomAttribute<CoversAttribute>()?.Types.Any(covered) == true)
        .OrderBy(m => $"{m.DeclaringType!.FullName}.{m.Name}", StringComparer.Ordinal)
        .SelectMany(m => Calls(m).Select((arguments, i) => new CoveringTest(m, arguments, i)))
        .Select(t => new TestCaseData(t).SetArgDisplayNames(t.ToString()));

    private static IEnumerable<object?[]> Calls(MethodInfo test)
    {
        if (test.IsDefined(typeof(TestAttribute)) && test.GetParameters().Length == 0) yield return [];
        foreach (var given in test.GetCustomAttributes<TestCaseAttribute>()) yield return given.Arguments;
        foreach (var source in test.GetCustomAttributes<TestCaseSourceAttribute>())
            foreach (object? value in Source(test.DeclaringType!, source.SourceName!))
                yield return value is TestCaseData data ? data.Arguments : value is object?[] several ? several : [value];
    }

    private static IEnumerable Source(Type type, string name) => (IEnumerable)(
        type.GetProperty(name, Members)?.GetValue(null) ?? type.GetField(name, Members)?.GetValue(null) ?? type.GetMethod(name, Members)?.Invoke(null, null)
        ?? throw new MissingMemberException(type.Name, name));
}
