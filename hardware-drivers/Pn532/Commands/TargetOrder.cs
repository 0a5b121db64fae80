namespace HardwareDrivers.Pn532;

/// <summary>An order about a listed target, answered by a status.</summary>
public abstract record TargetOrder : Pn532Command<TargetStatus>
{
    private TargetOrder(CommandCode code) : base(code)
    {
    }

    /// <inheritdoc/>
    public sealed override Decoded<TargetStatus> Decode(ReadOnlySpan<byte> content) =>
        content is [var status] ? Good(new TargetStatus(status)) : Bad("a status and nothing else", content);

    /// <summary>Wakes the target, if it sleeps, and puts another one to sleep (UM0701-02, 7.3.12).</summary>
    public sealed record Select(byte Target) : TargetOrder(CommandCode.InSelect)
    {
        /// <inheritdoc/>
        protected override byte[] Parameters() => [Target];
    }

    /// <summary>Puts the target to sleep and remembers it (UM0701-02, 7.3.10).</summary>
    public sealed record Deselect(byte Target) : TargetOrder(CommandCode.InDeselect)
    {
        /// <inheritdoc/>
        protected override byte[] Parameters() => [Target];
    }

    /// <summary>Puts the target to sleep and forgets it (UM0701-02, 7.3.11).</summary>
    public sealed record Release(byte Target) : TargetOrder(CommandCode.InRelease)
    {
        /// <inheritdoc/>
        protected override byte[] Parameters() => [Target];
    }

    /// <summary>
    /// Another rate over the air, the same in both directions, agreed on by PPS (UM0701-02, 7.3.7). Only a card that
    /// was just activated takes it.
    /// </summary>
    public sealed record ChangeRate(byte Target, AirRate Rate) : TargetOrder(CommandCode.InPsl)
    {
        /// <inheritdoc/>
        protected override byte[] Parameters() => [Target, (byte)Rate, (byte)Rate];
    }
}
