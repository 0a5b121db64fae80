using System.Collections.Immutable;

namespace HardwareDrivers.Cards;

/// <summary>
/// What stands behind the UID in the input of AN10922. The UID is always in it: without, a genuine card could answer
/// for the copied UID of another.
/// </summary>
/// <param name="ApplicationId">As in the application note: three bytes, or none.</param>
/// <param name="SystemIdentifier">A site's own bytes.</param>
public sealed record DiversificationInput(ImmutableArray<byte> ApplicationId, ImmutableArray<byte> SystemIdentifier)
{
    /// <summary>Bytes that fit behind the longest UID, which has ten.</summary>
    public const int Longest = KeyDiversification.LongestInput - 10;

    /// <summary>Nothing but the UID.</summary>
    public static DiversificationInput UidOnly { get; } = new([], []);

    /// <summary>The whole input for a card.</summary>
    public byte[] For(ReadOnlySpan<byte> uid) => [.. uid, .. ApplicationId, .. SystemIdentifier];

    /// <inheritdoc/>
    public bool Equals(DiversificationInput? other) =>
        other is not null
        && ApplicationId.AsSpan().SequenceEqual(other.ApplicationId.AsSpan())
        && SystemIdentifier.AsSpan().SequenceEqual(other.SystemIdentifier.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(
        Convert.ToHexString(ApplicationId.AsSpan()), Convert.ToHexString(SystemIdentifier.AsSpan()));
}
