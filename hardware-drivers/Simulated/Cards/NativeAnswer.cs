namespace HardwareDrivers.Simulated;

/// <summary>What comes of a native command before it is protected.</summary>
/// <param name="Status">How it went.</param>
/// <param name="Data">What the card says; empty for a refusal.</param>
internal sealed record NativeAnswer(NativeStatus Status, ReadOnlyMemory<byte> Data)
{
    /// <summary>Card's own time.</summary>
    public TimeSpan After { get; init; } = CardTimes.Command;

    /// <summary>It was not done.</summary>
    public static NativeAnswer Refused(NativeStatus status) => new(status, ReadOnlyMemory<byte>.Empty);

    /// <summary>It was done.</summary>
    public static NativeAnswer Done(params ReadOnlySpan<byte> data) => new(NativeStatus.Done, data.ToArray());

    /// <summary>The host has to ask for the rest, or to answer.</summary>
    public static NativeAnswer More(params ReadOnlySpan<byte> data) => new(NativeStatus.MoreFrames, data.ToArray());

    /// <summary>As an APDU's answer: data, 91, status.</summary>
    public CardAnswer Wrapped() => CardAnswer.Says([.. Data.Span, 0x91, (byte)Status]) with { After = After };
}
