using System.Reflection;
using System.Xml.Linq;
using DeepSharp.Cpu;

namespace DeepSharp.Tests.Catalogue;

/// <summary>Every op is tested, runs on the CPU and is documented.</summary>
public sealed class OpCatalogueTests
{
    /// <summary>What the engine makes itself and never dispatches.</summary>
    private static readonly Type[] s_engine = [typeof(CustomGradientOp), typeof(NoMerge), typeof(NoActivation)];

    /// <summary>What the fusion passes make; their kernels are built for their parts.</summary>
    private static readonly Type[] s_fused =
        [typeof(FusedOp), typeof(FusedProductOp), typeof(FusedBatchNormOp), typeof(FusedBatchNormGradientOp), typeof(FusedMaxPoolGradientOp),
            typeof(FusedUpdateOp)];

    private static readonly Type[] s_functions = [typeof(IUnaryFn), typeof(IBinaryFn), typeof(ICompareFn), typeof(IReduceFn)];

    private static readonly HashSet<Type> s_covered =
    [
        .. typeof(OpCatalogueTests).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(m => m.IsDefined(typeof(TestAttribute)) || m.IsDefined(typeof(TestCaseAttribute)) || m.IsDefined(typeof(TestCaseSourceAttribute)))
            .SelectMany(m => m.GetCustomAttribute<CoversAttribute>()?.Types ?? []),
    ];

    private static readonly Dictionary<string, XElement> s_docs = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "DeepSharp.Core.xml"))
        .Descendants("member").ToDictionary(m => m.Attribute("name")!.Value);

    /// <summary>Op records; generic ones stand for their functions, which are listed too.</summary>
    private static IEnumerable<Type> Ops => typeof(Op).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(Op)) && !t.IsAbstract && !t.IsGenericTypeDefinition && !s_engine.Contains(t)).OrderBy(t => t.Name);

    private static IEnumerable<Type> Functions => typeof(Op).Assembly.GetTypes()
        .Where(t => t.IsValueType && s_functions.Any(f => f.IsAssignableFrom(t)) && !s_engine.Contains(t)).OrderBy(t => t.Name);

    private static IEnumerable<Type> Entries => Ops.Concat(Functions);

    [Test]
    public void Catalogue_IsFound()
    {
        Assert.That(Ops, Has.Member(typeof(SoftmaxOp)).And.Member(typeof(TransposeOp)).And.Member(typeof(MatMulOp)));
        Assert.That(Functions, Has.Member(typeof(TanhFn)).And.Member(typeof(AddFn)).And.Member(typeof(LessFn)).And.Member(typeof(SumFn)));
    }

    [TestCaseSource(nameof(Entries))]
    public void Op_HasATest(Type type) => Assert.That(
        s_covered.Contains(type), $"No test checks {type.Name}: write one that calls OpCheck.Run and mark it [Covers(typeof({type.Name}))].");

    [TestCaseSource(nameof(Ops))]
    public void Op_RunsOnTheCpu(Type type)
    {
        bool composed = type.GetMethod(nameof(Op.Compose))!.DeclaringType != typeof(Op);
        bool kernel = typeof(ViewOp).IsAssignableFrom(type) || typeof(ElementwiseOp).IsAssignableFrom(type)
            || s_fused.Contains(type) || CpuKernelTable.Create().ContainsKey(type);
        Assert.That(composed || kernel, $"{type.Name} has neither a CPU kernel nor a composition.");
    }

    [TestCaseSource(nameof(Entries))]
    public void Op_HasASummary(Type type)
    {
        var summary = s_docs.GetValueOrDefault($"T:{type.FullName}")?.Element("summary")?.Value.Trim();
        Assert.That(summary, Is.Not.Null.And.Not.Empty, $"{type.Name} has no XML summary.");
    }

    [Test]
    public void Names_AreUnique() =>
        Assert.That(Ops.Select(t => t.Name[..^2]).Concat(Functions.Select(t => t.Name[..^2])), Is.Unique);
}
