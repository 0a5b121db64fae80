using System.Collections.Immutable;

namespace HardwareDrivers.Pn532;

/// <summary>
/// Finds and activates cards of ISO/IEC 14443 type A at 106 kbit/s (UM0701-02, 7.3.5). How long it looks is set by
/// <see cref="RfConfiguration.ActivationRetries"/>: with "for ever" an empty field is never answered.
/// </summary>
public sealed record InListPassiveTarget : Pn532Command<ImmutableArray<TypeATarget>>
{
    /// <summary>The chip keeps no more than two targets.</summary>
    public const int MostTargets = 2;

    private const byte TypeAt106 = 0x00;

    private const byte CascadeTag = 0x88;

    private readonly int targets;
    private readonly ReadOnlyMemory<byte> wanted;

    /// <param name="targets">1 or 2: at most so many are activated.</param>
    public InListPassiveTarget(int targets) : base(CommandCode.InListPassiveTarget)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(targets, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(targets, MostTargets);
        this.targets = targets;
    }

    private InListPassiveTarget(ReadOnlyMemory<byte> wanted) : this(1) => this.wanted = wanted;

    /// <summary>Looks for this one card, and leaves it awake.</summary>
    /// <param name="uid">4, 7 or 10 bytes.</param>
    public static InListPassiveTarget Only(ReadOnlySpan<byte> uid) => new(uid.Length switch
    {
        4 => uid.ToArray(),
        7 => (byte[])[CascadeTag, .. uid],
        10 => (byte[])[CascadeTag, .. uid[..3], CascadeTag, .. uid[3..]],
        _ => throw new ArgumentOutOfRangeException(nameof(uid), uid.Length, "A UID has 4, 7 or 10 bytes."),
    });

    /// <inheritdoc/>
    public override Decoded<ImmutableArray<TypeATarget>> Decode(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty || content[0] > targets)
            return Bad($"0 to {targets} targets", content);
        var found = ImmutableArray.CreateBuilder<TypeATarget>(content[0]);
        var rest = content[1..];
        while (found.Count < content[0])
        {
            if (!TypeATarget.TryTake(ref rest, out var target) || target.Number != found.Count + 1)
                return Bad($"target {found.Count + 1} of type A", content);
            found.Add(target);
        }
        return rest.IsEmpty ? Good(found.MoveToImmutable()) : Bad("nothing behind the last target", content);
    }

    /// <inheritdoc/>
    protected override byte[] Parameters() => [(byte)targets, TypeAt106, .. wanted.Span];
}
