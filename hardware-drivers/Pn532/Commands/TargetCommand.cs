namespace HardwareDrivers.Pn532;

/// <summary>A command to a listed target that is answered by a status.</summary>
public abstract record TargetCommand : Pn532Command<TargetStatus>
{
    /// <summary>All listed targets.</summary>
    public const byte All = 0;

    private readonly byte target;

    /// <param name="code">The command's code.</param>
    /// <param name="target">1 or 2, or <see cref="All"/>.</param>
    protected TargetCommand(CommandCode code, byte target) : base(code)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(target, InListPassiveTarget.MostTargets);
        this.target = target;
    }

    /// <inheritdoc/>
    public sealed override Decoded<TargetStatus> Decode(ReadOnlySpan<byte> content) =>
        content.Length == 1 ? Good(new(content[0])) : Bad("a status", content);

    /// <inheritdoc/>
    protected sealed override byte[] Parameters() => [target];
}

/// <summary>Puts a target to sleep and forgets it (UM0701-02, 7.3.11).</summary>
public sealed record InRelease(byte Target) : TargetCommand(CommandCode.InRelease, Target);

/// <summary>Puts a target to sleep and remembers it (UM0701-02, 7.3.10).</summary>
public sealed record InDeselect(byte Target) : TargetCommand(CommandCode.InDeselect, Target);
