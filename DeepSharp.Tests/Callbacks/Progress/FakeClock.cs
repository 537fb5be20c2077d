namespace DeepSharp.Tests;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class FakeClock : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => _now;

    public void Move(double seconds) => _now += (long)Math.Round(seconds * 1_000_000);
}
