namespace DeepSharp.Tests.Configuration;

/// <summary>A base class of a family, as Initializer or Loss are.</summary>
public abstract class Fruit : IConfigurable
{
    public abstract string TypeName { get; }

    public abstract IReadOnlyList<ConfigEntry> Config { get; }
}

public enum Taste
{
    Sweet,
    VerySour,
    [ConfigKey("BITTER")] Bitter,
}

/// <summary>A value that is a name in files, as an activation is.</summary>
public sealed record Color(string Name) : IConfigValue<Color>
{
    public object? ToConfig() => Name;

    public static Color FromConfig(object? value) => value is string name ? new(name) : throw new FormatException("expected a colour's name");

    public override string ToString() => Name;
}

/// <summary>A dtype policy in the form that Keras writes.</summary>
public sealed record Policy(string Name) : IConfigValue<Policy>
{
    public object? ToConfig() => ConfigObject.DTypePolicy(Name);

    public static Policy FromConfig(object? value) => new(ConfigObject.DTypePolicyName(value));
}

/// <summary>An apple.</summary>
/// <param name="weight">Mass in grams.</param>
/// <param name="seed">Seed of its growth.</param>
[Configurable(Module = "fruit.pomes", Aliases = ["pomme"])]
public sealed partial class RedApple(double weight = 100, int? seed = null) : Fruit;

/// <summary>A plum.</summary>
/// <param name="count">How many.</param>
/// <param name="taste">How it tastes.</param>
[Configurable(Module = "fruit.drupes")]
public sealed partial class Plum(int count, Taste taste = Taste.Sweet) : Fruit;

/// <summary>A basket with one of everything.</summary>
/// <param name="size">Its extent.</param>
/// <param name="best">The best fruit.</param>
/// <param name="rest">The other fruits.</param>
/// <param name="color">Its colour.</param>
/// <param name="label">What is written on it; may be missing.</param>
/// <param name="open">Whether it is open.</param>
/// <param name="taste">The prevailing taste.</param>
/// <param name="big">A large number.</param>
/// <param name="ratio">A ratio.</param>
/// <param name="axes">Axes.</param>
/// <param name="limits">Limits.</param>
/// <param name="names">Names.</param>
/// <param name="range">Lowest and highest.</param>
/// <param name="prices">Price by name.</param>
/// <param name="dtype">The policy.</param>
/// <param name="beta1">Under another key.</param>
/// <param name="onEmpty">Code, not written.</param>
[Configurable(Module = "fruit"), UnusedKey("lora_rank"), UnusedKey("unroll", false)]
public sealed partial class Basket(Size2D size, [DefaultsTo("new RedApple()")] Fruit? best = null, IReadOnlyList<Fruit>? rest = null, Color? color = null,
    string? label = "fresh", bool open = true, Taste? taste = null, long big = 5_000_000_000, float ratio = 0.1f, int[]? axes = null, double[]? limits = null,
    string[]? names = null, (double, double)? range = null, IReadOnlyDictionary<string, double>? prices = null, Policy? dtype = null,
    [ConfigKey("beta_1")] double beta1 = 0.9, [NotConfig] Action? onEmpty = null)
{
    public void Emptied() => OnEmpty?.Invoke();
}

/// <summary>Cannot be loaded, because its code is required.</summary>
/// <param name="function">The code.</param>
[Configurable(Module = "fruit")]
public sealed partial class Machine([NotConfig] Func<int> function)
{
    public int Run() => Function();
}

/// <summary>Refuses bad values itself.</summary>
/// <param name="slices">At least 1.</param>
[Configurable(Module = "fruit")]
public sealed partial class Melon(int slices) : Fruit
{
    public int Slices { get; } = slices > 0 ? slices : throw new ArgumentException("slices expects at least 1");
}

/// <summary>Shares its name with another family's member.</summary>
[Configurable(Module = "toys", Name = "Plum")]
public sealed partial class ToyPlum();
