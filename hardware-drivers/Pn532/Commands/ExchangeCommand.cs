namespace HardwareDrivers.Pn532;

/// <summary>A command that carries data to a card and the card's answer back.</summary>
public abstract record ExchangeCommand : Pn532Command<TargetReply>
{
    private ExchangeCommand(CommandCode code, int length, int most) : base(code) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, most);

    /// <inheritdoc/>
    public sealed override Decoded<TargetReply> Decode(ReadOnlySpan<byte> content) => content.IsEmpty
        ? Bad("a status", content)
        : Good(new TargetReply(new TargetStatus(content[0]), content[1..].ToArray()));

    /// <summary>
    /// By the card's own protocol (UM0701-02, 7.3.8): to one of ISO/IEC 14443-4 in blocks of any size, granting
    /// the waiting time that it asks for. A target that sleeps is woken first.
    /// </summary>
    /// <param name="Target">The number that it was listed with.</param>
    /// <param name="Content">At most <see cref="Most"/> bytes. None: the rest of an answer that goes on.</param>
    /// <param name="GoesOn">More of the same command follows, in another exchange.</param>
    public sealed record ByProtocol(byte Target, ReadOnlyMemory<byte> Content, bool GoesOn)
        : ExchangeCommand(CommandCode.InDataExchange, Content.Length, Most)
    {
        /// <summary>Bytes that one exchange carries (7.3.8, DataOut).</summary>
        public const int Most = 262;

        /// <inheritdoc/>
        protected override byte[] Parameters() =>
            [(byte)(GoesOn ? Target | TargetStatus.MoreInformation : Target), .. Content.Span];
    }

    /// <summary>As it is, with a checksum behind it, to the card that is awake (UM0701-02, 7.3.9).</summary>
    /// <param name="Content">1 to <see cref="Most"/> bytes.</param>
    public sealed record AsItIs(ReadOnlyMemory<byte> Content)
        : ExchangeCommand(CommandCode.InCommunicateThru, Content.Length, Most)
    {
        /// <summary>Bytes that one exchange carries (7.3.9, DataOut).</summary>
        public const int Most = 263;

        /// <inheritdoc/>
        protected override byte[] Parameters() => Content.ToArray();
    }
}
