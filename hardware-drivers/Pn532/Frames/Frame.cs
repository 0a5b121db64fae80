namespace HardwareDrivers.Pn532;

/// <summary>What the two ends send each other (PN532 User Manual UM0701-02, 6.2.1).</summary>
public abstract record Frame
{
    private Frame()
    {
    }

    /// <summary>
    /// ACK, <c>00 00 FF 00 FF 00</c>. From the chip: the command has arrived. From the host: stop what you are doing.
    /// </summary>
    public sealed record Acknowledge : Frame;

    /// <summary>NACK, <c>00 00 FF FF 00 00</c>. Only from the host: send the last response again.</summary>
    public sealed record NegativeAcknowledge : Frame;

    /// <summary>
    /// <c>00 00 FF 01 FF 7F 81 00</c>. Only from the chip: the command is none, or its parameters are not its own.
    /// </summary>
    public sealed record SyntaxError : Frame;

    /// <summary>A command or a response, in the normal or the extended form.</summary>
    /// <param name="Direction">Who sent it.</param>
    /// <param name="Data">PD0 … PDn: the command's code (a response has the code + 1) and its parameters. 1 to
    /// <see cref="FrameLimits.MaximumData"/> bytes.</param>
    public sealed record Information(FrameDirection Direction, ReadOnlyMemory<byte> Data) : Frame
    {
        /// <inheritdoc/>
        public bool Equals(Information? other) =>
            other is not null && Direction == other.Direction && Data.Span.SequenceEqual(other.Data.Span);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Direction, Data.Length);
    }

    /// <summary>Bytes that began like a frame and are none.</summary>
    public sealed record Broken(FrameFault Fault) : Frame;
}
